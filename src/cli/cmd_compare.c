/* Two circles beside each other: who came, went, moved, and what is said otherwise. */
#include "cli/cli.h"
#include "core/match.h"
#include "core/utf8.h"
#include "format/format.h"
#include "measure/measure.h"

#define MOST_FIELDS 96

typedef struct comparison {
    cli *c;
    kr_network before, after;
    kr_match match;
    kr_change_measures measures;
} comparison;

static const kr_person *person_of(const kr_network *net, size_t at) {
    return at == SIZE_MAX ? NULL : net->alters[at].person;
}

static const kr_tie *tie_of(const kr_network *net, size_t at) {
    return at == SIZE_MAX ? NULL : net->alters[at].tie;
}

/* 1 nearer, -1 further, 0 not known or the same. */
static int closer(const comparison *k, const kr_matched *m) {
    const kr_tie *a = tie_of(&k->before, m->before), *b = tie_of(&k->after, m->after);
    if (!a || !b || !a->closeness || !b->closeness || a->closeness == b->closeness) return 0;
    return b->closeness < a->closeness ? 1 : -1;
}

/* -- the measures of change -- */

static uint64_t *marks_of(const comparison *k, const uint32_t *who, uint32_t n, bool before) {
    uint64_t *marks = kr_new_n(&k->c->arena, uint64_t, n + 1),
             *all = kr_new_n(&k->c->arena, uint64_t, (before ? k->before.n : k->after.n) + 1);
    if (!marks || !all) return NULL;
    for (size_t i = 0; i < k->match.n; i++) {
        const kr_matched *m = &k->match.all[i];
        size_t at = before ? m->before : m->after;
        const kr_person *person =
            m->after == SIZE_MAX ? person_of(&k->before, m->before) : person_of(&k->after, m->after);
        if (at != SIZE_MAX) all[at] = person->id;
    }
    for (uint32_t i = 0; i < n; i++) marks[i] = all[who[i]];
    return marks;
}

/* A circle without anybody in the middle says nothing yet: that moment was missed, and nothing is known. One
 * with nobody around says: nobody. */
static kr_err work_out(comparison *k) {
    kr_ego_net from, to;
    uint32_t *who_from, *who_to;
    for (size_t i = 0; i < KR_CH_COUNT; i++) k->measures.of[i] = KR_UNDEFINED;
    if (!k->before.ego || !k->after.ego) return KR_OK;
    kr_err err = kr_ego_net_of(&from, &who_from, &k->c->arena, &k->before, true);
    if (err == KR_OK) err = kr_ego_net_of(&to, &who_to, &k->c->arena, &k->after, true);
    if (err != KR_OK) return err;
    uint64_t *from_marks = marks_of(k, who_from, from.n, true), *to_marks = marks_of(k, who_to, to.n, false);
    if (!from_marks || !to_marks) return KR_E_MEMORY;
    return kr_change_of(&k->measures, &k->c->arena, &from, from_marks, &to, to_marks);
}

/* -- as JSON -- */

static void put_json_text(kr_buf *out, kr_str s) {
    static const char hex[] = "0123456789abcdef";
    kr_put_c(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\') kr_put_c(out, '\\');
        if (c >= 0x20) {
            kr_put_c(out, s.ptr[i]);
            continue;
        }
        kr_put_z(out, "\\u00");
        kr_put_c(out, hex[c >> 4]);
        kr_put_c(out, hex[c & 15]);
    }
    kr_put_c(out, '"');
}

static void put_person(kr_buf *out, const kr_person *person) {
    char id[17];
    kr_id_text(person->id, id);
    kr_put_z(out, "{\"id\":\"");
    kr_put_z(out, id);
    kr_put_z(out, "\",\"name\":");
    put_json_text(out, person->name);
}

/* A value as it is written in files; empty when it is unknown. */
static kr_str written(cli *c, const void *record, const kr_field *field) {
    kr_buf text;
    kr_str out = KR_NONE;
    if (!record) return KR_NONE;
    kr_assignment a = kr_record_get(record, field->kind, field);
    if (a.op != KR_OP_SET) return KR_NONE;
    kr_buf_init(&text, &c->arena, 1u << 20);
    kr_put_written(&text, field, &a);
    return kr_buf_end(&text, &out) == KR_OK ? out : KR_NONE;
}

static bool put_changes(comparison *k, kr_buf *out, kr_kind kind, const void *a, const void *b, bool first) {
    const kr_field *fields[MOST_FIELDS];
    size_t n = kr_match_differences(fields, MOST_FIELDS, kind, a, b);
    for (size_t i = 0; i < n && i < MOST_FIELDS; i++) {
        kr_put_z(out, first ? "" : ",");
        kr_put_z(out,
                 kind == KR_KIND_tie ? "{\"of\":\"tie\",\"field\":\"" : "{\"of\":\"person\",\"field\":\"");
        kr_put_z(out, fields[i]->name);
        kr_put_z(out, "\",\"before\":");
        put_json_text(out, written(k->c, a, fields[i]));
        kr_put_z(out, ",\"after\":");
        put_json_text(out, written(k->c, b, fields[i]));
        kr_put_c(out, '}');
        first = false;
    }
    return first;
}

static void put_stayed(comparison *k, kr_buf *out, const kr_matched *m) {
    char id[17];
    const kr_person *a = person_of(&k->before, m->before), *b = person_of(&k->after, m->after);
    put_person(out, b);
    kr_id_text(a->id, id);
    kr_put_z(out, ",\"before\":\"");
    kr_put_z(out, id);
    kr_put_z(out, m->by_name ? "\",\"by\":\"name\",\"closer\":" : "\",\"by\":\"number\",\"closer\":");
    kr_put_int(out, closer(k, m));
    kr_put_z(out, ",\"changed\":[");
    bool first = put_changes(k, out, KR_KIND_person, a, b, true);
    (void)put_changes(k, out, KR_KIND_tie, tie_of(&k->before, m->before), tie_of(&k->after, m->after), first);
    kr_put_z(out, "]}");
}

enum { CAME, WENT, STAYED };

static int kind_of(const kr_matched *m) {
    return m->before == SIZE_MAX ? CAME : m->after == SIZE_MAX ? WENT : STAYED;
}

static void put_list(comparison *k, kr_buf *out, const char *name, int kind) {
    bool first = true;
    kr_put_z(out, ",\n\"");
    kr_put_z(out, name);
    kr_put_z(out, "\":[");
    for (size_t i = 0; i < k->match.n; i++) {
        const kr_matched *m = &k->match.all[i];
        if (kind_of(m) != kind) continue;
        kr_put_z(out, first ? "\n" : ",\n");
        first = false;
        if (kind == STAYED) {
            put_stayed(k, out, m);
            continue;
        }
        put_person(out, kind == CAME ? person_of(&k->after, m->after) : person_of(&k->before, m->before));
        kr_put_c(out, '}');
    }
    kr_put_c(out, ']');
}

static void put_json(comparison *k, kr_buf *out) {
    size_t n;
    char number[33];
    const kr_measure *measures = kr_measures(KR_MEASURES_CHANGE, &n);
    kr_put_z(out, "{\"matched\":{\"number\":");
    kr_put_int(out, (int64_t)k->match.by_number);
    kr_put_z(out, ",\"name\":");
    kr_put_int(out, (int64_t)k->match.by_name);
    kr_put_z(out, ",\"unsure\":");
    kr_put_int(out, (int64_t)k->match.unsure);
    kr_put_c(out, '}');
    put_list(k, out, "came", CAME);
    put_list(k, out, "went", WENT);
    put_list(k, out, "stayed", STAYED);
    kr_put_z(out, ",\n\"measures\":{");
    for (size_t i = 0; i < n; i++) {
        kr_put_z(out, i ? ",\"" : "\"");
        kr_put_z(out, measures[i].name);
        kr_put_z(out, "\":");
        size_t len = kr_measure_text(k->measures.of[i], number);
        kr_put(out, len ? kr_str_n(number, len) : KR_STR("null"));
    }
    kr_put_z(out, "}}\n");
}

/* -- in sentences -- */

static void say_line(comparison *k, kr_buf *out, const char *key, const kr_word_arg *args, size_t n) {
    kr_say(out, k->c->lang, key, args, n);
    kr_put_c(out, '\n');
}

static void say_names(comparison *k, kr_buf *out, const char *key, int kind, int nearer) {
    kr_str *names = kr_new_n(&k->c->arena, kr_str, k->match.n + 1), said;
    size_t count = 0;
    kr_buf text;
    for (size_t i = 0; names && i < k->match.n; i++) {
        const kr_matched *m = &k->match.all[i];
        if (kind_of(m) != kind || (kind == STAYED && closer(k, m) != nearer)) continue;
        const kr_person *p =
            m->after == SIZE_MAX ? person_of(&k->before, m->before) : person_of(&k->after, m->after);
        names[count++] = p->name;
    }
    if (count == 0) return;
    kr_buf_init(&text, &k->c->arena, 1u << 20);
    kr_say_names(&text, k->c->lang, names, count, 200);
    if (kr_buf_end(&text, &said) != KR_OK) return;
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)count), KR_WORD_TEXT("names", said)};
    say_line(k, out, key, args, KR_COUNT(args));
}

static kr_str word_of(comparison *k, const char *first, const char *second, const char *third) {
    kr_buf key;
    kr_str said;
    kr_buf_init(&key, &k->c->arena, 160);
    for (const char *const parts[] = {first, second, third}, *const *p = parts; p < parts + 3; p++) {
        if (!*p) continue;
        if (key.len) kr_put_c(&key, '.');
        kr_put_z(&key, *p);
    }
    return kr_buf_end(&key, &said) == KR_OK ? kr_word_s(k->c->lang, said) : KR_NONE;
}

/* In words; a text of some length is not repeated here. */
static kr_str value_words(comparison *k, const void *record, const kr_field *field) {
    kr_str plain = written(k->c, record, field);
    if (field->type == KR_CHOICE && plain.len) {
        kr_assignment a = kr_record_get(record, field->kind, field);
        return word_of(k, field->list->name, kr_choice_name(field->list, (unsigned)a.value.number), NULL);
    }
    kr_str head = kr_utf8_head(plain, 40);
    if (plain.len == 0) return kr_word(k->c->lang, "cli.compare.unknown");
    return head.len == plain.len ? plain : KR_STR("…");
}

static void say_changes(comparison *k, kr_buf *out, kr_kind kind, const kr_person *who, const void *a,
                        const void *b) {
    const kr_field *fields[MOST_FIELDS];
    size_t n = kr_match_differences(fields, MOST_FIELDS, kind, a, b);
    for (size_t i = 0; i < n && i < MOST_FIELDS; i++) {
        kr_word_arg args[] = {KR_WORD_TEXT("name", who->name),
                              KR_WORD_TEXT("field", word_of(k, "field", kr_kind_name(kind), fields[i]->name)),
                              KR_WORD_TEXT("before", value_words(k, a, fields[i])),
                              KR_WORD_TEXT("after", value_words(k, b, fields[i]))};
        say_line(k, out, "cli.compare.change", args, KR_COUNT(args));
    }
}

static void say_all_changes(comparison *k, kr_buf *out) {
    for (size_t i = 0; i < k->match.n; i++) {
        const kr_matched *m = &k->match.all[i];
        if (kind_of(m) != STAYED) continue;
        const kr_person *a = person_of(&k->before, m->before), *b = person_of(&k->after, m->after);
        say_changes(k, out, KR_KIND_person, b, a, b);
        say_changes(k, out, KR_KIND_tie, b, tie_of(&k->before, m->before), tie_of(&k->after, m->after));
    }
}

static void put_words(comparison *k, kr_buf *out) {
    size_t n;
    char number[33];
    const kr_measure *measures = kr_measures(KR_MEASURES_CHANGE, &n);
    kr_word_arg matched[] = {KR_WORD_NUMBER("number", (int64_t)k->match.by_number),
                             KR_WORD_NUMBER("name", (int64_t)k->match.by_name)};
    say_line(k, out, "cli.compare.matched", matched, KR_COUNT(matched));
    kr_word_arg unsure = KR_WORD_NUMBER("n", (int64_t)k->match.unsure);
    if (k->match.unsure) say_line(k, out, "cli.compare.unsure", &unsure, 1);
    say_names(k, out, "cli.compare.came", CAME, 0);
    say_names(k, out, "cli.compare.went", WENT, 0);
    say_names(k, out, "cli.compare.nearer", STAYED, 1);
    say_names(k, out, "cli.compare.further", STAYED, -1);
    say_all_changes(k, out);
    say_line(k, out, "cli.compare.measures", NULL, 0);
    for (size_t i = 0; i < n; i++) {
        size_t len = kr_measure_text(k->measures.of[i], number);
        kr_put_z(out, "  ");
        kr_put_z(out, measures[i].name);
        kr_put_c(out, ' ');
        kr_put(out, len ? kr_str_n(number, len) : kr_word(k->c->lang, "cli.compare.undefined"));
        kr_put_c(out, '\n');
    }
}

int cmd_compare(cli *c) {
    kr_error error = {0};
    kr_circle circles[2];
    kr_view views[2];
    comparison k = {.c = c};
    kr_network *nets[2] = {&k.before, &k.after};
    kr_buf text;
    kr_str said;
    kr_viewer viewer = cli_has(c, OPT_INITIALS) ? KR_VIEWER_INITIALS : KR_VIEWER_OWNER;
    for (size_t i = 0; i < 2; i++) {
        kr_err err = cli_load(c, c->operands[i], &circles[i], &error);
        if (err == KR_OK) err = cli_network(c, &circles[i], viewer, &views[i], nets[i], &error);
        if (err != KR_OK) return cli_fail(c, c->operands[i], &error);
    }
    kr_err err = kr_match_make(&k.match, &c->arena, &k.before, &k.after);
    if (err == KR_OK) err = work_out(&k);
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    if (err == KR_OK && cli_has(c, OPT_JSON))
        put_json(&k, &text);
    else if (err == KR_OK)
        put_words(&k, &text);
    if (err == KR_OK) err = kr_buf_end(&text, &said);
    if (err == KR_E_LIMIT) return cli_fail_key(c, NULL, "cli.compare.large", NULL);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    err = cli_write(c, "-", said, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}
