#include "core/reduce.h"

#include "core/num.h"
#include "core/share_int.h"
#include "core/utf8.h"

#define MOST_WORDS 400
#define MOST_TEXT  ((size_t)1 << 20)
#define WORD_CODES 64 /* folded code points of one word that are compared */

typedef struct word {
    uint32_t folded[WORD_CODES];
    size_t n;
    uint32_t first; /* as it is shown: the initial */
    bool given;     /* the first word of a name */
} word;

struct kr_reduce {
    const kr_id *people;
    size_t n_people;
    kr_id *ties; /* in the order of numbers */
    size_t n_ties;
    word *words;
    size_t n_words;
};

/* -- words -- */
static bool is_letter(uint32_t c) {
    if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
    return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x2c00) && c != 0xfffd;
}

/* From *at: past what is no letter, then past letters. False at the end. */
static bool next_word(kr_str text, size_t *at, kr_str *out) {
    size_t i = *at, from = i;
    uint32_t c;
    do {
        from = i;
        c = kr_utf8_next(text, &i);
    } while (c && !is_letter(c));
    if (!c) return false;
    size_t end = i;
    while ((c = kr_utf8_next(text, &i)) && is_letter(c)) end = i;
    *out = kr_str_n(text.ptr + from, end - from);
    *at = end;
    return true;
}

static void fold(word *out, kr_str text) {
    size_t at = 0;
    uint32_t c;
    out->n = 0;
    while (out->n < WORD_CODES && (c = kr_utf8_next(text, &at))) out->folded[out->n++] = kr_utf8_fold(c);
    at = 0;
    out->first = kr_utf8_next(text, &at);
}

/* Words that stand in many names and say nobody's. */
static bool is_small_word(kr_str text) {
    static const char *const small[] = {"van",    "de",  "der", "den", "het", "ten", "ter",   "te",
                                        "la",     "le",  "von", "el",  "al",  "op",  "in",    "bij",
                                        "dr",     "mw",  "dhr", "oma", "opa", "oom", "tante", "mevrouw",
                                        "meneer", "the", "mr",  "mrs", "ms",  "und", "en",    "and"};
    word w;
    fold(&w, text);
    for (size_t i = 0; i < KR_COUNT(small); i++) {
        size_t n = kr_str_z(small[i]).len, same = 0;
        while (same < n && same < w.n && w.folded[same] == (uint32_t)(unsigned char)small[i][same]) same++;
        if (same == n && w.n == n) return true;
    }
    return false;
}

static bool same_word(const word *a, const word *b) {
    if (a->n != b->n) return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->folded[i] != b->folded[i]) return false;
    return true;
}

static kr_err add_name(kr_reduce *r, kr_arena *arena, kr_str name, bool surname) {
    size_t at = 0;
    kr_str text;
    bool given = !surname;
    while (next_word(name, &at, &text)) {
        word w = {.given = given};
        size_t known = 0;
        fold(&w, text);
        if (w.n < 2 || is_small_word(text)) continue;
        given = false;
        while (known < r->n_words && !same_word(&r->words[known], &w)) known++;
        if (known < r->n_words) {
            r->words[known].given |= w.given;
            continue;
        }
        if (r->n_words == MOST_WORDS) return KR_E_LIMIT;
        if (r->n_words % 16 == 0) {
            r->words =
                kr_arena_grow(arena, r->words, r->n_words * sizeof(word), (r->n_words + 16) * sizeof(word));
            if (!r->words) return KR_E_MEMORY;
        }
        r->words[r->n_words++] = w;
    }
    return KR_OK;
}

/* -- who -- */
static bool is_person(const kr_reduce *r, kr_id id) {
    for (size_t i = 0; i < r->n_people; i++)
        if (r->people[i] == id) return true;
    return false;
}

bool kr_reduce_has(const kr_reduce *reduce, kr_id person) {
    return is_person(reduce, person);
}

static bool is_tie(const kr_reduce *r, kr_id id) {
    size_t low = 0, high = r->n_ties;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->ties[middle] == id) return true;
        if (r->ties[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static int by_id(const void *a, const void *b, void *context) {
    kr_id x = *(const kr_id *)a, y = *(const kr_id *)b;
    (void)context;
    return x < y ? -1 : x > y;
}

static kr_err find_ties(kr_reduce *r, kr_arena *arena, const kr_circle *c) {
    r->ties = kr_new_n(arena, kr_id, c->n_ties + 1);
    kr_id *spare = kr_new_n(arena, kr_id, c->n_ties + 1);
    if (!r->ties || !spare) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_ties; i++)
        if (is_person(r, c->ties[i].a) || is_person(r, c->ties[i].b)) r->ties[r->n_ties++] = c->ties[i].id;
    kr_sort(r->ties, r->n_ties, sizeof(kr_id), by_id, NULL, spare);
    return KR_OK;
}

kr_err kr_reduce_make(kr_reduce **out, kr_arena *arena, const kr_circle *circle, const kr_id *people,
                      size_t count) {
    kr_reduce *r = kr_new(arena, kr_reduce);
    kr_id *own = kr_new_n(arena, kr_id, count + 1);
    if (!r || !own) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) own[i] = people[i];
    *r = (kr_reduce){.people = own, .n_people = count};
    kr_err err = find_ties(r, arena, circle);
    for (size_t c = 0; !err && c < circle->n_changes; c++) {
        const kr_change *change = &circle->changes[c];
        for (size_t i = 0; !err && i < change->count; i++) {
            const kr_assignment *a = &change->assignments[i];
            bool surname = a->field == KR_F_person_surname;
            if (a->kind != KR_KIND_person || a->op != KR_OP_SET || a->type != KR_TEXT) continue;
            if ((a->field == KR_F_person_name || surname) && is_person(r, a->record))
                err = add_name(r, arena, a->value.text, surname);
        }
    }
    if (!err) *out = r;
    return err;
}

/* -- texts -- */
/* How many bytes of this word are the name: all of it, or, of three letters or more, its beginning. */
static size_t matched(const word *w, kr_str text) {
    size_t at = 0;
    for (size_t i = 0; i < w->n; i++) {
        uint32_t c = kr_utf8_next(text, &at);
        if (!c || kr_utf8_fold(c) != w->folded[i]) return 0;
    }
    return at == text.len || w->n >= 3 ? at : 0;
}

static const word *name_in(const kr_reduce *r, kr_str text, bool given_only, size_t *len) {
    const word *best = NULL;
    for (size_t i = 0; i < r->n_words; i++) {
        if (given_only && !r->words[i].given) continue;
        size_t n = matched(&r->words[i], text);
        if (n > *len || (n && !best)) {
            *len = n;
            best = &r->words[i];
        }
    }
    return best;
}

/* `name`: what somebody else is called. Their own first name and surname may be the same ones, but "man van
 * Corrie" says who it is. */
static kr_err masked(kr_str *out, kr_arena *arena, const kr_reduce *r, kr_str text, bool name) {
    kr_buf buf;
    kr_str found;
    size_t at = 0, done = 0;
    bool first = true, any = false;
    kr_buf_init(&buf, arena, MOST_TEXT);
    while (next_word(text, &at, &found)) {
        size_t len = 0, from = (size_t)(found.ptr - text.ptr);
        const word *w = name && first ? NULL : name_in(r, found, name, &len);
        first = false;
        if (!w) continue;
        any = true;
        kr_put(&buf, kr_str_n(text.ptr + done, from - done));
        kr_put_utf8(&buf, w->first);
        kr_put_c(&buf, '.');
        done = from + len;
    }
    if (!any) {
        *out = text;
        return KR_OK;
    }
    kr_put(&buf, kr_str_n(text.ptr + done, text.len - done));
    return kr_buf_end(&buf, out);
}

kr_err kr_reduce_text(kr_str *out, kr_arena *arena, const kr_reduce *reduce, kr_str text) {
    return masked(out, arena, reduce, text, false);
}

static bool is_name(const kr_assignment *a) {
    return a->kind == KR_KIND_person && (a->field == KR_F_person_name || a->field == KR_F_person_surname);
}

/* -- changes -- */
/* Of these people: where they stand, how they belong together, and that they wished this. */
static bool stays(uint16_t field) {
    static const uint16_t kept[] = {
        KR_F_person_what,        KR_F_person_sector,        KR_F_person_domain,
        KR_F_person_gender,      KR_F_person_importance,    KR_F_person_knows,
        KR_F_person_knows_on,    KR_F_person_left,          KR_F_person_gone,
        KR_F_person_merged_into, KR_F_person_household,     KR_F_person_second_household,
        KR_F_person_only_family, KR_F_person_branch_hidden, KR_F_person_dead,
        KR_F_person_arrival};
    for (size_t i = 0; i < KR_COUNT(kept); i++)
        if (kept[i] == field) return true;
    return false;
}

static kr_err initials(kr_assignment *a, kr_arena *arena) {
    kr_buf buf;
    if (a->op != KR_OP_SET || a->type != KR_TEXT) return KR_OK;
    kr_buf_init(&buf, arena, 64);
    kr_str name = a->value.text, part;
    size_t at = 0;
    while (next_word(name, &at, &part)) {
        size_t from = 0;
        if (is_small_word(part)) continue;
        kr_put_utf8(&buf, kr_utf8_next(part, &from));
        kr_put_c(&buf, '.');
    }
    if (buf.err == KR_OK && buf.len == 0) kr_put_c(&buf, '?');
    return kr_buf_end(&buf, &a->value.text);
}

/* A field this program does not know may hold anything: it goes. */
static kr_err of_person(bool *keep, kr_assignment *a, kr_arena *arena) {
    *keep = false;
    if (a->field == KR_F_person_name) {
        *keep = true;
        return initials(a, arena);
    }
    if (a->field == KR_F_person_died && a->op == KR_OP_SET) {
        a->field = KR_F_person_dead; /* that, not when */
        a->type = KR_CHOICE;
        a->value = (kr_value){.number = KR_yesno_yes};
        *keep = true;
        return KR_OK;
    }
    *keep = stays(a->field);
    return KR_OK;
}

static bool of_tie(const kr_assignment *a) {
    const kr_field *field = kr_schema_field(KR_KIND_tie, a->field);
    return field && field->type != KR_TEXT;
}

static kr_err reduced(bool *keep, kr_assignment *a, kr_arena *arena, const kr_reduce *r) {
    bool known = a->kind <= KR_KIND_LAST;
    *keep = true;
    if (a->kind == KR_KIND_person && is_person(r, a->record)) return of_person(keep, a, arena);
    if (a->kind == KR_KIND_tie && is_tie(r, a->record)) {
        *keep = of_tie(a);
        return KR_OK;
    }
    if (a->op != KR_OP_SET || a->type != KR_TEXT) return KR_OK;
    if (known && kr_share__is_code((kr_kind)a->kind, a->field)) return KR_OK;
    return masked(&a->value.text, arena, r, a->value.text, is_name(a));
}

/* Whoever made the change may be one of them: called by the same first name. */
static kr_err of_author(kr_str *out, kr_arena *arena, const kr_reduce *r, kr_str name) {
    size_t at = 0, len = 0;
    kr_str first;
    if (!next_word(name, &at, &first) || !name_in(r, first, true, &len)) return KR_OK;
    return masked(out, arena, r, name, false);
}

kr_err kr_reduce_change(kr_change *out, kr_arena *arena, const kr_reduce *reduce, const kr_change *change) {
    kr_assignment *items = kr_new_n(arena, kr_assignment, change->count + 1);
    kr_change made = *change;
    if (!items) return KR_E_MEMORY;
    made.count = 0;
    for (size_t i = 0; i < change->count; i++) {
        bool keep;
        kr_assignment a = change->assignments[i];
        kr_err err = reduced(&keep, &a, arena, reduce);
        if (err) return err;
        if (keep) items[made.count++] = a;
    }
    made.assignments = items;
    if (made.count == 0 && change->count) made.act = KR_ACT_ERASED;
    kr_err err = of_author(&made.author_name, arena, reduce, change->author_name);
    if (!err) *out = made;
    return err;
}

/* -- what is left for the owner to say otherwise -- */
typedef struct finding {
    kr_arena *arena;
    const kr_reduce *reduce;
    kr_reduce_found *items;
    size_t count;
} finding;

static kr_err look_at(finding *f, const void *record, kr_kind kind, kr_id id, const kr_field *field) {
    if (field->type != KR_TEXT || kr_share__is_code(kind, field->number)) return KR_OK;
    kr_assignment a = kr_record_get(record, kind, field);
    kr_str left;
    if (a.op != KR_OP_SET) return KR_OK;
    a.kind = (uint16_t)kind;
    a.field = field->number;
    kr_err err = masked(&left, f->arena, f->reduce, a.value.text, is_name(&a));
    if (err || left.ptr == a.value.text.ptr) return err;
    if (f->count % 32 == 0) {
        f->items = kr_arena_grow(f->arena, f->items, f->count * sizeof *f->items,
                                 (f->count + 32) * sizeof *f->items);
        if (!f->items) return KR_E_MEMORY;
    }
    f->items[f->count++] = (kr_reduce_found){id, (uint16_t)kind, field->number, a.value.text, left};
    return KR_OK;
}

static kr_err look_in(finding *f, const void *record, kr_kind kind, kr_id id) {
    size_t n;
    const kr_field *fields = kr_schema_fields(&n);
    kr_err err = KR_OK;
    if ((kind == KR_KIND_person && is_person(f->reduce, id)) ||
        (kind == KR_KIND_tie && is_tie(f->reduce, id)) || kr_record_gone(record, kind))
        return KR_OK;
    for (size_t i = 0; !err && i < n; i++)
        if (fields[i].kind == kind) err = look_at(f, record, kind, id, &fields[i]);
    return err;
}

kr_err kr_reduce_find(kr_reduce_found **out, size_t *count, kr_arena *arena, const kr_reduce *reduce,
                      const kr_circle *circle) {
    finding f = {arena, reduce, NULL, 0};
    kr_err err = look_in(&f, &circle->self, KR_KIND_circle, KR_CIRCLE_RECORD);
    for (int kind = KR_KIND_person; !err && kind <= KR_KIND_LAST; kind++) {
        size_t n;
        const char *record = kr_circle_records(circle, (kr_kind)kind, &n);
        for (size_t i = 0; !err && i < n; i++, record += kr_kind_size((kr_kind)kind)) {
            kr_id id;
            memcpy(&id, record, sizeof id);
            err = look_in(&f, record, (kr_kind)kind, id);
        }
    }
    if (err) return err;
    *out = f.items;
    *count = f.count;
    return KR_OK;
}
