#include "words/notice.h"

#include <stdio.h>

#define NAMES_SAID 6
#define MOST_WORDS 32

static const char *const parts[] = {"title", "say", "ask", "looks", "when", "not"};

void kr_say_low(kr_buf *out, kr_str text) {
    bool capital = text.len >= 2 && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z';
    bool stays = capital && ((text.ptr[1] >= 'A' && text.ptr[1] <= 'Z') || text.ptr[1] == ' ');
    if (!capital || stays) {
        kr_put(out, text);
        return;
    }
    kr_put_c(out, (char)(text.ptr[0] - 'A' + 'a'));
    kr_put(out, kr_str_n(text.ptr + 1, text.len - 1));
}

/* A piece of text of its own in the same arena; nothing when memory ran out (and `out` is marked). */
static kr_str low_of(kr_buf *out, kr_str text) {
    kr_buf buf;
    kr_str low = KR_NONE;
    kr_buf_init(&buf, out->arena, text.len + 8);
    kr_say_low(&buf, text);
    return kr_buf_end(&buf, &low) == KR_OK ? low : text;
}

static kr_str choice_word(kr_lang lang, const kr_choice_list *list, const kr_choice *choice) {
    char key[96];
    snprintf(key, sizeof key, "%s.%s", list->name, choice->name);
    return kr_word(lang, key);
}

void kr_say_set(kr_buf *out, kr_lang lang, const kr_choice_list *list, uint32_t set) {
    kr_str words[MOST_WORDS];
    size_t count = 0;
    for (size_t i = 0; list && i < list->count && count < MOST_WORDS; i++)
        if (set >> list->choices[i].number & 1)
            words[count++] = low_of(out, choice_word(lang, list, &list->choices[i]));
    if (count) kr_say_names(out, lang, words, count, count);
}

static kr_str set_of(kr_buf *out, kr_lang lang, const kr_choice_list *list, uint32_t set) {
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, out->arena, 2000);
    kr_say_set(&buf, lang, list, set);
    return kr_buf_end(&buf, &text) == KR_OK ? text : KR_NONE;
}

static kr_str names_of(kr_buf *out, kr_lang lang, const kr_network *network, const uint32_t *people,
                       size_t count) {
    kr_str names[NAMES_SAID], text = KR_NONE;
    kr_buf buf;
    for (size_t i = 0; i < count && i < NAMES_SAID; i++) names[i] = network->alters[people[i]].person->name;
    kr_buf_init(&buf, out->arena, 8000);
    if (count) {
        /* The names behind the sixth are only counted, and never read. */
        kr_say_names(&buf, lang, names, count, NAMES_SAID);
    }
    return kr_buf_end(&buf, &text) == KR_OK ? text : KR_NONE;
}

/* "‘Energie’ en ‘Gevoel’": the fields a rule looks at, as their questions are called. */
static kr_str fields_of(kr_buf *out, kr_lang lang, const kr_rule *rule) {
    kr_str words[MOST_WORDS], text = KR_NONE;
    size_t count = 0, n;
    const kr_field *fields = kr_schema_fields(&n);
    kr_buf buf;
    for (size_t i = 0; i < n && count < MOST_WORDS; i++) {
        const kr_field *f = &fields[i];
        uint64_t set = f->kind == KR_KIND_tie ? rule->tie_fields : rule->person_fields;
        if ((f->kind != KR_KIND_tie && f->kind != KR_KIND_person) || !(set >> f->number & 1)) continue;
        char key[96];
        snprintf(key, sizeof key, "field.%s.%s", kr_kind_name(f->kind), f->name);
        kr_buf_init(&buf, out->arena, 400);
        kr_put_z(&buf, "‘");
        kr_put(&buf, kr_word(lang, key));
        kr_put_z(&buf, "’");
        if (kr_buf_end(&buf, &words[count]) == KR_OK) count++;
    }
    kr_buf_init(&buf, out->arena, 4000);
    kr_say_names(&buf, lang, words, count, count);
    return kr_buf_end(&buf, &text) == KR_OK ? text : KR_NONE;
}

static void space(kr_buf *out) {
    if (out->len) kr_put_c(out, ' ');
}

/* Of pairs there are very many: in a sentence their number would only weigh. */
static void say_unknown(kr_buf *out, kr_lang lang, const kr_observation *o, bool numbered) {
    bool pairs = o->rule->counts == KR_OF_PAIRS;
    if (o->unknown <= 0) return;
    kr_word_arg n = KR_WORD_NUMBER("n", o->unknown);
    space(out);
    kr_say(out, lang,
           !pairs     ? "see.unknown"
           : numbered ? "see.unknown.pairs"
                      : "see.unknown.other_pairs",
           &n, 1);
}

/* A name that was typed small begins a sentence all the same. */
static void raise_first(kr_buf *out, size_t from) {
    if (out->err == KR_OK && out->len > from && out->ptr[from] >= 'a' && out->ptr[from] <= 'z')
        out->ptr[from] = (char)(out->ptr[from] - 'a' + 'A');
}

static void say_count(kr_buf *out, kr_lang lang, const kr_observation *o) {
    static const char *const keys[] = {"see.count.people", "see.count.pairs", "see.count.other"};
    kr_word_arg args[] = {KR_WORD_NUMBER("n", o->held), KR_WORD_NUMBER("held", o->held),
                          KR_WORD_NUMBER("known", o->known)};
    kr_say(out, lang, keys[o->rule->counts], args, KR_COUNT(args));
    say_unknown(out, lang, o, true);
}

/* KEY.PART, or the general one: made from what the rule looks at and from how many it speaks. */
static bool find_key(char key[80], const kr_rule *rule, kr_notice_part part) {
    snprintf(key, 80, "%s.%s", rule->key, parts[part]);
    if (kr_word_known(kr_str_z(key))) return true;
    if (part == KR_NOTICE_LOOKS)
        snprintf(key, 80, "see.looks");
    else if (part == KR_NOTICE_WHEN)
        snprintf(key, 80, "see.when");
    return false;
}

void kr_say_rule(kr_buf *out, kr_lang lang, const kr_rule *rule, kr_notice_part part) {
    char key[80];
    if (part > KR_NOTICE_NOT) return;
    find_key(key, rule, part);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", rule->from), KR_WORD_NUMBER("least", rule->from),
                          KR_WORD_NUMBER("limit", rule->limit),
                          KR_WORD_TEXT("fields", fields_of(out, lang, rule))};
    /* Sentences keep their {n} and {names} open; what says when keeps its numbers. */
    bool open = part < KR_NOTICE_LOOKS;
    kr_say(out, lang, key, open ? args + 1 : args, KR_COUNT(args) - open);
    if (part != KR_NOTICE_WHEN) return;
    if (rule->each_support) {
        space(out);
        kr_put(out, kr_word(lang, "see.when.each"));
    }
    if (rule->says_unknown) {
        space(out);
        kr_put(out, kr_word(lang, "see.when.unknown"));
    }
}

static void say_others(kr_buf *out, kr_lang lang, const kr_observation *o, const kr_word_arg *args,
                       size_t n) {
    char key[80];
    snprintf(key, sizeof key, "%s.others", o->key);
    if (!o->n_others || !kr_word_known(kr_str_z(key))) return;
    space(out);
    kr_say(out, lang, key, args, n);
}

void kr_say_notice(kr_buf *out, kr_lang lang, const kr_network *network, const kr_observation *o,
                   kr_notice_part part) {
    char key[80];
    if (part == KR_NOTICE_COUNT) {
        say_count(out, lang, o);
        return;
    }
    if (part >= KR_NOTICE_LOOKS) {
        kr_say_rule(out, lang, o->rule, part);
        return;
    }
    kr_str word = o->word_key ? low_of(out, kr_word(lang, o->word_key)) : KR_NONE;
    kr_word_arg args[] = {KR_WORD_NUMBER("n", o->n),
                          KR_WORD_NUMBER("m", o->m),
                          KR_WORD_NUMBER("least", o->rule->from),
                          KR_WORD_NUMBER("limit", o->rule->limit),
                          KR_WORD_TEXT("names", names_of(out, lang, network, o->people, o->n_people)),
                          KR_WORD_TEXT("others", names_of(out, lang, network, o->others, o->n_others)),
                          KR_WORD_TEXT("word", word),
                          KR_WORD_TEXT("words", set_of(out, lang, o->list, o->set))};
    snprintf(key, sizeof key, "%s.%s.same", o->key, parts[part]);
    bool same = o->n == o->m && kr_word_known(kr_str_z(key));
    if (!same) snprintf(key, sizeof key, "%s.%s.plain", o->key, parts[part]);
    bool plain = !same && o->list && !o->set && kr_word_known(kr_str_z(key));
    if (!same && !plain) snprintf(key, sizeof key, "%s.%s", o->key, parts[part]);
    size_t from = out->len;
    kr_say(out, lang, key, args, KR_COUNT(args));
    raise_first(out, from);
    if (part != KR_NOTICE_SAY) return;
    say_others(out, lang, o, args, KR_COUNT(args));
    if (o->rule->says_unknown && !same) say_unknown(out, lang, o, false);
}
