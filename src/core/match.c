#include "core/match.h"

#include "core/num.h"
#include "core/utf8.h"

typedef struct entry {
    kr_id id;
    kr_str name; /* folded */
    size_t at;
    bool taken;
} entry;

static int by_id(const void *a, const void *b, void *context) {
    const entry *x = a, *y = b;
    (void)context;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_name(const void *a, const void *b, void *context) {
    const entry *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->name, y->name);
    return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static kr_err folded(kr_str *out, kr_arena *arena, kr_str name) {
    kr_buf text;
    name = kr_str_trim(name);
    kr_buf_init(&text, arena, name.len * 4 + 8);
    for (size_t at = 0; at < name.len;) kr_put_utf8(&text, kr_utf8_fold(kr_utf8_next(name, &at)));
    return kr_buf_end(&text, out);
}

static kr_err list_of(entry **out, kr_arena *arena, const kr_network *network) {
    entry *all = kr_new_n(arena, entry, network->n + 1);
    if (!all) return KR_E_MEMORY;
    for (size_t i = 0; i < network->n; i++) {
        all[i] = (entry){.id = network->alters[i].person->id, .at = i};
        kr_err err = folded(&all[i].name, arena, network->alters[i].person->name);
        if (err != KR_OK) return err;
    }
    *out = all;
    return KR_OK;
}

/* Both lists sorted the same way; `pairs` has, for each of `after`, its place in `before` or SIZE_MAX. */
typedef struct pairing {
    entry *before, *after;
    size_t n_before, n_after;
    size_t *pairs;
    bool *named;
    kr_match sum;
} pairing;

static void pair_up(pairing *p, size_t i, size_t j, bool by_their_name) {
    p->before[i].taken = p->after[j].taken = true;
    p->pairs[p->after[j].at] = p->before[i].at;
    p->named[p->after[j].at] = by_their_name;
    if (by_their_name)
        p->sum.by_name++;
    else
        p->sum.by_number++;
}

static void by_number(pairing *p) {
    for (size_t i = 0, j = 0; i < p->n_before && j < p->n_after;) {
        if (p->before[i].id < p->after[j].id)
            i++;
        else if (p->before[i].id > p->after[j].id)
            j++;
        else
            pair_up(p, i++, j++, false);
    }
}

/* How many that are still alone have this name, from `at` on; *end is behind the last of that name. */
static size_t alone(const entry *list, size_t n, size_t at, size_t *end, size_t *first) {
    size_t count = 0, i = at;
    for (; i < n && kr_str_eq(list[i].name, list[at].name); i++) {
        if (list[i].taken) continue;
        if (count++ == 0) *first = i;
    }
    *end = i;
    return count;
}

static void by_their_names(pairing *p) {
    for (size_t i = 0, j = 0; i < p->n_before && j < p->n_after;) {
        int order = kr_str_cmp(p->before[i].name, p->after[j].name);
        size_t a = i, b = j, next_i, next_j;
        if (order != 0) {
            i += order < 0;
            j += order > 0;
            continue;
        }
        size_t n = alone(p->before, p->n_before, i, &next_i, &a),
               m = alone(p->after, p->n_after, j, &next_j, &b);
        if (n == 1 && m == 1 && p->before[a].name.len)
            pair_up(p, a, b, true);
        else if (n && m)
            p->sum.unsure += n + m;
        i = next_i;
        j = next_j;
    }
}

static kr_err finish(pairing *p, kr_arena *arena, kr_match *out) {
    kr_matched *all = kr_new_n(arena, kr_matched, p->n_before + p->n_after + 1);
    bool *met = kr_new_n(arena, bool, p->n_before + 1);
    if (!all || !met) return KR_E_MEMORY;
    *out = p->sum;
    out->all = all;
    out->n = 0;
    for (size_t j = 0; j < p->n_after; j++) {
        all[out->n++] = (kr_matched){p->pairs[j], j, p->named[j]};
        if (p->pairs[j] != SIZE_MAX) met[p->pairs[j]] = true;
    }
    for (size_t i = 0; i < p->n_before; i++) {
        if (!met[i]) all[out->n++] = (kr_matched){i, SIZE_MAX, false};
    }
    return KR_OK;
}

kr_err kr_match_make(kr_match *out, kr_arena *arena, const kr_network *before, const kr_network *after) {
    pairing p = {.n_before = before->n, .n_after = after->n};
    size_t most = (before->n > after->n ? before->n : after->n) + 1;
    entry *scratch = kr_new_n(arena, entry, most);
    p.pairs = kr_new_n(arena, size_t, after->n + 1);
    p.named = kr_new_n(arena, bool, after->n + 1);
    if (!scratch || !p.pairs || !p.named) return KR_E_MEMORY;
    for (size_t j = 0; j < after->n; j++) p.pairs[j] = SIZE_MAX;
    kr_err err = list_of(&p.before, arena, before);
    if (err == KR_OK) err = list_of(&p.after, arena, after);
    if (err != KR_OK) return err;
    kr_sort(p.before, before->n, sizeof *scratch, by_id, NULL, scratch);
    kr_sort(p.after, after->n, sizeof *scratch, by_id, NULL, scratch);
    by_number(&p);
    kr_sort(p.before, before->n, sizeof *scratch, by_name, NULL, scratch);
    kr_sort(p.after, after->n, sizeof *scratch, by_name, NULL, scratch);
    by_their_names(&p);
    return finish(&p, arena, out);
}

static bool same_value(const kr_assignment *a, const kr_assignment *b) {
    if (a->op != b->op) return false;
    if (a->op != KR_OP_SET) return true;
    if (a->type == KR_TEXT) return kr_str_eq(a->value.text, b->value.text);
    if (a->type == KR_SET) return a->value.set == b->value.set;
    return a->value.number == b->value.number;
}

static bool is_looked_at(const kr_field *field) {
    if (field->type == KR_TIME || field->type == KR_REF) return false;
    if (field->kind != KR_KIND_person) return true;
    return field->number != KR_F_person_photo && field->number != KR_F_person_source_mark;
}

size_t kr_match_differences(const kr_field **out, size_t cap, kr_kind kind, const void *a, const void *b) {
    size_t count, n = 0;
    const kr_field *fields = kr_schema_fields(&count);
    kr_assignment nothing = {.op = KR_OP_CLEAR};
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind || !is_looked_at(&fields[i])) continue;
        kr_assignment x = a ? kr_record_get(a, kind, &fields[i]) : nothing;
        kr_assignment y = b ? kr_record_get(b, kind, &fields[i]) : nothing;
        if (same_value(&x, &y)) continue;
        if (n < cap) out[n] = &fields[i];
        n++;
    }
    return n;
}
