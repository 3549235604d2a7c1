#include "web/ask_words.h"

#include <stdio.h>

kr_str kr_ask_word(kr_lang lang, const char *part, const char *instrument, const char *name) {
    char key[96];
    (void)snprintf(key, sizeof key, name ? "ask.%s.%s.%s" : "ask.%s.%s", part, instrument, name);
    return kr_word(lang, key);
}

void kr_ask_put_number(kr_buf *out, kr_lang lang, double value) {
    char text[8];
    char *end = kr_num_small(text, value);
    for (char *at = text; at < end; at++) kr_put_c(out, *at == '.' && lang == KR_NL ? ',' : *at);
}

static kr_str number(kr_buf *scratch, kr_lang lang, double value) {
    size_t from = scratch->len;
    kr_ask_put_number(scratch, lang, value);
    return scratch->err == KR_OK ? kr_str_n(scratch->ptr + from, scratch->len - from) : KR_NONE;
}

static void say_value(kr_buf *out, kr_lang lang, const kr_ask_score *score) {
    kr_buf scratch;
    const kr_ask_scale *scale = score->scale;
    char key[96];
    kr_buf_init(&scratch, out->arena, 64);
    if (!kr_buf_room(&scratch, 32)) return;
    kr_word_arg args[] = {KR_WORD_TEXT("value", number(&scratch, lang, score->value)),
                          KR_WORD_TEXT("least", number(&scratch, lang, score->least)),
                          KR_WORD_TEXT("most", number(&scratch, lang, score->most))};
    kr_say(out, lang, scale->sum == KR_ASK_MEAN ? "ask.mean" : "ask.value", args, KR_COUNT(args));
    if (score->band < 0) return;
    (void)snprintf(key, sizeof key, "ask.band.%s.%s.%d", scale->instrument, scale->name, score->band);
    kr_put_c(out, ' ');
    kr_put(out, kr_word(lang, key));
}

void kr_ask_say_score(kr_buf *out, kr_lang lang, const kr_ask_score *score) {
    static const char *const keys[] = {"", "ask.state.unanswered", "ask.state.no_weights",
                                       "ask.state.no_items"};
    kr_word_arg args[] = {KR_WORD_NUMBER("n", score->answered), KR_WORD_NUMBER("of", score->of)};
    if (score->state == KR_ASK_SCORED)
        say_value(out, lang, score);
    else
        kr_say(out, lang, keys[score->state], args, KR_COUNT(args));
}

kr_str kr_ask_say_missing(kr_lang lang, const kr_ask_scale *scale) {
    if (scale->own_missing) return kr_word(lang, "ask.missing.own");
    return kr_word(lang, scale->missing ? "ask.missing.one" : "ask.missing.none");
}

void kr_ask_put_answer(kr_buf *out, kr_lang lang, const kr_ask_item *item, const kr_ask_answer *answer) {
    const kr_ask_option *option = kr_ask_option_of(item, answer->value);
    kr_date date;
    double value;
    if (answer->unknown)
        kr_put(out, kr_word(lang, "ask.unknown"));
    else if (option)
        kr_put(out, option->text.in[lang]);
    else if (item->type == KR_ASK_BOOLEAN)
        kr_put(out, kr_word(lang, kr_str_is(answer->value, "true") ? "ask.yes" : "ask.no"));
    else if (item->type == KR_ASK_DATE && kr_date_parse(answer->value, &date))
        kr_say_date(out, lang, date);
    else if (item->type == KR_ASK_DECIMAL && kr_ask_number(answer->value, &value) && kr_num_is_small(value))
        kr_ask_put_number(out, lang, value);
    else
        kr_put(out, answer->value);
}
