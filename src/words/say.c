/* Sentences with their arguments filled in. */
#include "core/schema.h"
#include "words/sentence.h"

/* What stands in an argument's braces: {name}, {name:word} or {name:Word}. */
typedef struct place {
    kr_str name;
    bool as_word, capital;
} place;

static void put(kr_buf *out, bool xml, kr_str text) {
    if (xml)
        kr_put_xml(out, text);
    else
        kr_put(out, text);
}

/* A brace that begins no argument is a brace. */
static bool place_parse(kr_str inner, place *out) {
    place p = {0};
    kr_str how = kr_str_cut(inner, ':', &p.name);
    if (p.name.len == 0) return false;
    p.as_word = kr_str_is(how, "word");
    p.capital = kr_str_is(how, "Word");
    if (p.name.len < inner.len && !p.as_word && !p.capital) return false;
    *out = p;
    return true;
}

static void put_argument(kr_buf *out, kr_lang lang, bool xml, place p, const kr_word_arg *arg) {
    if (!arg->is_number)
        put(out, xml, arg->text);
    else if (p.as_word || p.capital)
        kr_say_count(out, lang, arg->number, p.capital);
    else
        kr_put_int(out, arg->number);
}

bool kr_say_sentence(kr_buf *out, kr_lang lang, const kr_sentence *sentence, bool xml, kr_word_source source,
                     void *context) {
    kr_word_arg arg = {0};
    bool one = sentence->plural && source(context, KR_STR("n"), &arg) && arg.is_number && arg.number == 1;
    kr_str rest = sentence->text[lang == KR_EN][one ? 0 : 1];
    bool complete = true;
    while (rest.len > 0) {
        kr_str before, inner;
        kr_str after = kr_str_cut(rest, '{', &before);
        put(out, xml, before);
        if (before.len == rest.len) break;
        kr_str behind = kr_str_cut(after, '}', &inner);
        place p;
        if (inner.len == after.len || !place_parse(inner, &p)) {
            kr_put_c(out, '{');
            rest = after;
            continue;
        }
        arg = (kr_word_arg){0};
        if (source(context, p.name, &arg)) {
            put_argument(out, lang, xml, p, &arg);
        } else {
            complete = false;
            put(out, xml, kr_str_n(inner.ptr - 1, inner.len + 2));
        }
        rest = behind;
    }
    return complete;
}

typedef struct arg_list {
    const kr_word_arg *args;
    size_t count;
} arg_list;

static bool from_list(void *context, kr_str name, kr_word_arg *out) {
    const arg_list *list = context;
    for (size_t i = 0; i < list->count; i++) {
        if (!kr_str_is(name, list->args[i].name)) continue;
        *out = list->args[i];
        return true;
    }
    return false;
}

void kr_say(kr_buf *out, kr_lang lang, const char *key, const kr_word_arg *args, size_t count) {
    arg_list list = {args, count};
    const kr_sentence *sentence = kr_sentence_find(kr_str_z(key));
    if (sentence)
        (void)kr_say_sentence(out, lang, sentence, false, from_list, &list);
    else
        kr_put_z(out, key);
}

void kr_say_names(kr_buf *out, kr_lang lang, const kr_str *names, size_t count, size_t most) {
    size_t named = count > most ? most : count;
    kr_str and = kr_word(lang, "words.and");
    for (size_t i = 0; i < named; i++) {
        if (i > 0 && i + 1 == count) {
            kr_put_c(out, ' ');
            kr_put(out, and);
            kr_put_c(out, ' ');
        } else if (i > 0) {
            kr_put(out, KR_STR(", "));
        }
        kr_put(out, names[i]);
    }
    if (named == count) return;
    const char *key = named > 0 ? "words.and_others" : "words.people";
    if (named > 0) kr_put_c(out, ' ');
    kr_say(out, lang, key, &KR_WORD_NUMBER("n", (int64_t)(count - named)), 1);
}

void kr_say_count(kr_buf *out, kr_lang lang, int64_t number, bool capital) {
    if (number < 0 || number > 20) {
        kr_put_int(out, number);
        return;
    }
    char key[sizeof "number." + 2] = "number.";
    if (capital) key[0] = 'N';
    size_t at = sizeof "number." - 1;
    if (number >= 10) key[at++] = (char)('0' + number / 10);
    key[at++] = (char)('0' + number % 10);
    kr_put(out, kr_word_s(lang, kr_str_n(key, at)));
}

/* A field by its label in the catalogue, whatever kind of record has it; else as the parser named it. */
static kr_str field_label(kr_arena *arena, kr_lang lang, const char *field) {
    if (!field[0]) return KR_NONE;
    for (int kind = 1; kr_kind_name((kr_kind)kind); kind++) {
        kr_buf key;
        kr_str name;
        kr_buf_init(&key, arena, 128);
        kr_put(&key, KR_STR("field."));
        kr_put_z(&key, kr_kind_name((kr_kind)kind));
        kr_put_c(&key, '.');
        kr_put_z(&key, field);
        if (kr_buf_end(&key, &name) == KR_OK && kr_word_known(name)) return kr_word_s(lang, name);
    }
    return kr_str_z(field);
}

void kr_say_error(kr_buf *out, kr_lang lang, const kr_error *error) {
    const kr_word_arg args[] = {
        KR_WORD_TEXT("field", field_label(out->arena, lang, error->field)),
        KR_WORD_TEXT("detail", kr_str_z(error->detail)),
        KR_WORD_NUMBER("line", error->line),
        KR_WORD_NUMBER("column", error->column),
    };
    kr_say(out, lang, error->key[0] ? error->key : "error.unknown", args, KR_COUNT(args));
}
