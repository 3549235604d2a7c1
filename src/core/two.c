#include "core/two.h"

#include "core/num.h"
#include "core/utf8.h"

#define MOST_WORDS 16

typedef struct side {
    const kr_network *network;
    uint32_t *match; /* for each alter its like on the other side; KR_TWO_NONE */
    bool *perhaps;
} side;

typedef struct work {
    kr_arena *arena;
    side here, there;
    const kr_two_said *said;
    size_t n_said;
} work;

/* -- what somebody can be known by
 * ------------------------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(*(const kr_str *)a, *(const kr_str *)b);
}

static bool is_particle(kr_str word) {
    static const char *const all[] = {"van", "de", "den", "der", "het", "ter", "ten", "el", "in", "t"};
    for (size_t i = 0; i < KR_COUNT(all); i++)
        if (kr_str_is(word, all[i])) return true;
    return false;
}

static bool is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c > 127;
}

/* Folded words in the order of the alphabet; `first`: only the first of them. */
static kr_err key_of(kr_str *out, kr_arena *arena, kr_str text, bool first) {
    kr_str words[MOST_WORDS], scratch[MOST_WORDS], folded, rest;
    size_t n = 0;
    kr_buf buf, key;
    text = kr_utf8_head(text, 200);
    kr_buf_init(&buf, arena, text.len * 3 + 16);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = kr_utf8_fold(kr_utf8_next(text, &at));
        kr_put_utf8(&buf, is_letter(c) ? c : ' ');
    }
    kr_err err = kr_buf_end(&buf, &folded);
    if (err != KR_OK) return err;
    for (rest = folded; rest.len && n < MOST_WORDS;) {
        kr_str word;
        rest = kr_str_cut(rest, ' ', &word);
        if (word.len && !is_particle(word)) words[n++] = word;
    }
    if (first && n > 1) n = 1;
    kr_sort(words, n, sizeof *words, by_text, NULL, scratch);
    kr_buf_init(&key, arena, folded.len + MOST_WORDS + 1);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&key, ' ');
        kr_put(&key, words[i]);
    }
    return kr_buf_end(&key, out);
}

typedef enum known_by { BY_NUMBER, BY_NAME, BY_FIRST, BY_ROLE } known_by;

typedef struct entry {
    kr_str key;
    kr_id id;
    uint32_t who;
    bool there;
} entry;

static int by_key(const void *a, const void *b, void *context) {
    const entry *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->key, y->key);
    if (order) return order;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return x->there != y->there ? (x->there ? 1 : -1) : 0;
}

static kr_err put_entries(work *w, entry *all, size_t *n, const side *s, bool there, known_by how) {
    for (uint32_t i = 0; i < s->network->n; i++) {
        const kr_person *p = s->network->alters[i].person;
        entry e = {.who = i, .there = there};
        kr_err err = KR_OK;
        if (s->match[i] != KR_TWO_NONE) continue;
        if (how == BY_NUMBER)
            e.id = p->id;
        else
            err = key_of(&e.key, w->arena, how == BY_ROLE ? p->role : p->name, how == BY_FIRST);
        if (err != KR_OK) return err;
        if (how == BY_NUMBER || e.key.len) all[(*n)++] = e;
    }
    return KR_OK;
}

/* Did the reader say of these two that they are not the same? */
static bool said_apart(const work *w, uint32_t here, uint32_t there) {
    for (size_t i = 0; i < w->n_said; i++)
        if (!w->said[i].same && w->said[i].here == w->here.network->alters[here].person->id &&
            w->said[i].there == w->there.network->alters[there].person->id)
            return true;
    return false;
}

static bool same_what(const work *w, uint32_t here, uint32_t there) {
    uint8_t a = w->here.network->alters[here].person->what, b = w->there.network->alters[there].person->what;
    return (a ? a : KR_what_person) == (b ? b : KR_what_person);
}

static void join(work *w, uint32_t here, uint32_t there, bool perhaps) {
    w->here.match[here] = there;
    w->there.match[there] = here;
    w->here.perhaps[here] = perhaps;
}

/* Joins what stands exactly once on either side. */
static kr_err match_by(work *w, known_by how) {
    size_t n = 0, room = w->here.network->n + w->there.network->n + 1;
    entry *all = kr_new_n(w->arena, entry, room), *scratch = kr_new_n(w->arena, entry, room);
    if (!all || !scratch) return KR_E_MEMORY;
    if (put_entries(w, all, &n, &w->here, false, how) != KR_OK ||
        put_entries(w, all, &n, &w->there, true, how) != KR_OK)
        return KR_E_MEMORY;
    kr_sort(all, n, sizeof *all, by_key, NULL, scratch);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && kr_str_eq(all[i].key, all[next].key) && all[i].id == all[next].id;)
            next++;
        if (next - i != 2 || all[i].there == all[i + 1].there) continue;
        uint32_t here = all[i].who, there = all[i + 1].who;
        if (!said_apart(w, here, there) && same_what(w, here, there))
            join(w, here, there, how == BY_FIRST || how == BY_ROLE);
    }
    return KR_OK;
}

static void match_said(work *w) {
    for (size_t i = 0; i < w->n_said; i++) {
        if (!w->said[i].same) continue;
        size_t here = kr_network_index(w->here.network, w->said[i].here);
        size_t there = kr_network_index(w->there.network, w->said[i].there);
        if (here == SIZE_MAX || there == SIZE_MAX) continue;
        if (w->here.match[here] == KR_TWO_NONE && w->there.match[there] == KR_TWO_NONE)
            join(w, (uint32_t)here, (uint32_t)there, false);
    }
}

/* -- what differs
 * --------------------------------------------------------------------------------------------------- */

static kr_place said_place(const kr_alter *a) {
    kr_place place = kr_place_of(kr_form_of(KR_FORM_LENSINK), a);
    if (place.ring_suggested || place.area_suggested) return (kr_place){0};
    return place;
}

static kr_two_one compare_one(const work *w, uint32_t here, uint32_t there) {
    kr_two_one one = {.here = here, .there = there};
    if (here == KR_TWO_NONE || there == KR_TWO_NONE) return one;
    kr_place a = said_place(&w->here.network->alters[here]), b = said_place(&w->there.network->alters[there]);
    one.perhaps = w->here.perhaps[here];
    one.placed = a.ring && a.area && b.ring && b.area;
    one.same = one.placed && a.ring == b.ring && a.area == b.area;
    if (a.ring && b.ring && a.ring != b.ring) one.closer = a.ring < b.ring ? 1 : -1;
    return one;
}

static void list_all(kr_two *out, const work *w) {
    for (uint32_t i = 0; i < w->here.network->n; i++)
        out->ones[out->n++] = compare_one(w, i, w->here.match[i]);
    for (uint32_t i = 0; i < w->there.network->n; i++)
        if (w->there.match[i] == KR_TWO_NONE) out->ones[out->n++] = compare_one(w, KR_TWO_NONE, i);
    for (size_t i = 0; i < out->n; i++) {
        const kr_two_one *one = &out->ones[i];
        if (one->there == KR_TWO_NONE)
            out->n_here++;
        else if (one->here == KR_TWO_NONE)
            out->n_there++;
        else if (one->perhaps)
            out->n_perhaps++;
        else
            out->n_both++;
    }
}

static kr_err list_pairs(kr_two *out, kr_arena *arena, const work *w) {
    out->pairs = kr_new_n(arena, kr_two_pair, w->here.network->n_pairs + 1);
    if (!out->pairs) return KR_E_MEMORY;
    for (size_t i = 0; i < w->here.network->n_pairs; i++) {
        const kr_pair *p = &w->here.network->pairs[i];
        uint32_t a = w->here.match[p->a], b = w->here.match[p->b];
        if (a == KR_TWO_NONE || b == KR_TWO_NONE || w->here.perhaps[p->a] || w->here.perhaps[p->b]) continue;
        uint8_t theirs = kr_network_acquainted(w->there.network, a, b);
        if (theirs && (theirs == KR_yesno_no) != p->no)
            out->pairs[out->n_pairs++] = (kr_two_pair){p->a, p->b, !p->no};
    }
    return KR_OK;
}

/* -- those in the middle
 * ------------------------------------------------------------------------------------------------ */

static kr_err same_person(bool *out, kr_arena *arena, const kr_person *a, const kr_person *b) {
    kr_str x, y;
    *out = a->id == b->id;
    if (*out) return KR_OK;
    for (int first = 0; first < 2 && !*out; first++) {
        if (key_of(&x, arena, a->name, first) != KR_OK || key_of(&y, arena, b->name, first) != KR_OK)
            return KR_E_MEMORY;
        *out = x.len && kr_str_eq(x, y);
    }
    return KR_OK;
}

/* The one in the middle of one map among those of the other, when only one can be meant. */
static kr_err find_middle(uint32_t *out, kr_arena *arena, const kr_person *middle, const kr_network *among) {
    size_t found = 0;
    *out = KR_TWO_NONE;
    for (uint32_t i = 0; middle && i < among->n; i++) {
        bool same;
        kr_err err = same_person(&same, arena, middle, among->alters[i].person);
        if (err != KR_OK) return err;
        if (!same) continue;
        *out = i;
        found++;
    }
    if (found != 1) *out = KR_TWO_NONE;
    return KR_OK;
}

static kr_err find_middles(kr_two *out, kr_arena *arena, const kr_network *here, const kr_network *there) {
    out->their_place = out->our_place = KR_TWO_NONE;
    if (here->ego && there->ego) {
        kr_err err = same_person(&out->one_middle, arena, here->ego, there->ego);
        if (err != KR_OK || out->one_middle) return err;
    }
    kr_err err = find_middle(&out->their_place, arena, there->ego, here);
    return err != KR_OK ? err : find_middle(&out->our_place, arena, here->ego, there);
}

static kr_err side_of(side *out, kr_arena *arena, const kr_network *network) {
    *out = (side){network, kr_new_n(arena, uint32_t, network->n + 1), kr_new_n(arena, bool, network->n + 1)};
    if (!out->match || !out->perhaps) return KR_E_MEMORY;
    for (size_t i = 0; i < network->n; i++) out->match[i] = KR_TWO_NONE;
    return KR_OK;
}

kr_err kr_two_make(kr_two *out, kr_arena *arena, const kr_network *here, const kr_network *there,
                   const kr_two_said *said, size_t n_said) {
    static const known_by order[] = {BY_NUMBER, BY_NAME, BY_FIRST, BY_ROLE};
    work w = {.arena = arena, .said = said, .n_said = n_said};
    kr_two two = {0};
    two.ones = kr_new_n(arena, kr_two_one, here->n + there->n + 1);
    if (!two.ones || side_of(&w.here, arena, here) != KR_OK || side_of(&w.there, arena, there) != KR_OK)
        return KR_E_MEMORY;
    match_said(&w);
    for (size_t i = 0; i < KR_COUNT(order); i++)
        if (match_by(&w, order[i]) != KR_OK) return KR_E_MEMORY;
    list_all(&two, &w);
    if (list_pairs(&two, arena, &w) != KR_OK || find_middles(&two, arena, here, there) != KR_OK)
        return KR_E_MEMORY;
    *out = two;
    return KR_OK;
}
