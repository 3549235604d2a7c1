#include "share_world.h"

static uint64_t next(share_world *w) {
    w->seed += 0x9e3779b97f4a7c15u;
    uint64_t z = w->seed;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return z > 1 ? z : 2;
}

uint64_t share_roll(share_world *w, uint64_t sides) {
    return (next(w) >> 20) % sides;
}

/* -- marks -- */

enum { LETTERS = 5 };

static kr_str mark(share_world *w, share_mark what) {
    char text[2 + LETTERS] = {'Z', 'q'};
    if (w->n_marks == KR_COUNT(w->marks)) return KR_STR("vol");
    size_t n = w->n_marks++;
    w->marks[n] = what;
    for (int i = LETTERS + 1; i >= 2; i--, n /= 26) text[i] = (char)('a' + n % 26);
    return kr_arena_copy(&w->arena, kr_str_n(text, sizeof text));
}

size_t share_mark_at(kr_str text, size_t at, size_t *after) {
    for (; at + 2 + LETTERS <= text.len; at++) {
        const char *p = text.ptr + at;
        if ((p[0] != 'Z' && p[0] != 'z') || (p[1] != 'q' && p[1] != 'Q')) continue;
        size_t n = 0;
        int i = 0;
        for (; i < LETTERS; i++) {
            char c = (char)(p[2 + i] | 0x20);
            if (c < 'a' || c > 'z') break;
            n = n * 26 + (size_t)(c - 'a');
        }
        if (i < LETTERS) continue;
        *after = at + 2 + LETTERS;
        return n;
    }
    return SIZE_MAX;
}

/* -- records -- */

static kr_id some(share_world *w, kr_kind kind) {
    kr_id found[SHARE_MOST];
    size_t n = 0;
    for (size_t i = 0; i < w->n_things; i++)
        if (w->things[i].kind == kind) found[n++] = w->things[i].id;
    return n ? found[share_roll(w, n)] : 0;
}

static kr_kind points_at(const kr_field *f) {
    static const struct {
        const char *name;
        kr_kind kind;
    } names[] = {{"pair", KR_KIND_union},          {"run", KR_KIND_run},
                 {"wish", KR_KIND_wish},           {"action", KR_KIND_action},
                 {"part_of", KR_KIND_action},      {"talent", KR_KIND_talent},
                 {"form", KR_KIND_own_form},       {"event", KR_KIND_event},
                 {"sheet", KR_KIND_sheet},         {"filled", KR_KIND_filled},
                 {"household", KR_KIND_household}, {"second_household", KR_KIND_household}};
    for (size_t i = 0; i < KR_COUNT(names); i++)
        if (kr_str_is(kr_str_z(f->name), names[i].name)) return names[i].kind;
    return KR_KIND_person;
}

static bool put(share_world *w, kr_kind kind, kr_id record, const kr_field *f, uint8_t op, kr_value value) {
    if (w->n_items == KR_COUNT(w->items)) return false;
    w->items[w->n_items++] = (kr_assignment){.record = record,
                                             .kind = (uint16_t)kind,
                                             .field = f->number,
                                             .op = op,
                                             .type = (uint8_t)f->type,
                                             .value = value};
    return true;
}

static size_t person_at(const share_world *w, kr_id id) {
    for (size_t i = 0; i < w->n_people; i++)
        if (w->people[i] == id) return i;
    return SIZE_MAX;
}

static kr_str two_words(share_world *w, kr_str a, kr_str b) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, &w->arena, 200);
    kr_put(&buf, a);
    kr_put_c(&buf, ' ');
    kr_put(&buf, b);
    return kr_buf_end(&buf, &out) == KR_OK ? out : KR_NONE;
}

/* A name is two words of its own; of some people the second is what somebody else is called: because they are
 * called so as well ("Jan Peter"), or because it says who they are to them ("Jan van Peter"). */
static void name_person(share_world *w, size_t who) {
    share_mark m = {.record = w->people[who],
                    .kind = KR_KIND_person,
                    .field = KR_F_person_name,
                    .bearers = 1u << who,
                    .author = w->author};
    kr_str first = mark(w, m), second = mark(w, m);
    size_t other = share_roll(w, w->n_people);
    if (who && w->author != SHARE_GUEST && other != who && w->first[other].len && share_roll(w, 6) == 0) {
        size_t at = 0;
        second = w->first[other];
        share_mark *theirs = &w->marks[share_mark_at(second, 0, &at)];
        if (share_roll(w, 3)) {
            static const char *const between[] = {"van", "en", "+", "bij"};
            theirs->lent |= 1u << who;
            second = two_words(w, kr_str_z(between[share_roll(w, KR_COUNT(between))]), second);
        } else {
            theirs->own |= 1u << who;
        }
    }
    w->first[who] = first;
    kr_value value = {.text = two_words(w, first, second)};
    put(w, KR_KIND_person, w->people[who], kr_schema_field(KR_KIND_person, KR_F_person_name), KR_OP_SET,
        value);
}

/* The key of an answer that speaks of somebody. */
static kr_str some_key(share_world *w, kr_str mark) {
    char id[17], text[40];
    kr_id_text(w->people[share_roll(w, w->n_people)], id);
    memcpy(text, mark.ptr, mark.len);
    text[mark.len] = ':';
    memcpy(text + mark.len + 1, id, 16);
    return kr_arena_copy(&w->arena, kr_str_n(text, mark.len + 17));
}

/* A mark, and sometimes somebody's name, as people write it. What the guest writes they know. */
static kr_str some_text(share_world *w, kr_kind kind, kr_id record, const kr_field *f) {
    share_mark m = {.record = record, .kind = (uint16_t)kind, .field = f->number, .author = w->author};
    bool name = kind == KR_KIND_person && f->number == KR_F_person_surname;
    if (name) m.bearers = 1u << person_at(w, record);
    bool code = (kind == KR_KIND_answer && f->number == KR_F_answer_about) ||
                (kind == KR_KIND_filled && f->number == KR_F_filled_questions) ||
                (kind == KR_KIND_filled_item && f->number == KR_F_filled_item_item);
    if (kind == KR_KIND_answer && f->number == KR_F_answer_about && share_roll(w, 2))
        return some_key(w, mark(w, m));
    bool mention = !name && !code && f->limit != 64000 && f->limit > 60 && w->author != SHARE_GUEST &&
                   w->n_people && share_roll(w, 3) == 0;
    if (!mention) return mark(w, m);
    size_t who = share_roll(w, w->n_people);
    m.mentions = 1u << who;
    kr_str own = mark(w, m), first = w->first[who];
    if (first.len == 0) return own;
    char text[16];
    memcpy(text, first.ptr, first.len);
    if (share_roll(w, 3) == 0) text[0] = 'z';
    size_t len = first.len;
    if (share_roll(w, 4) == 0) text[len++] = 's';
    return two_words(w, own, kr_str_n(text, len));
}

static bool is_gone(const kr_field *f) {
    return kr_str_is(kr_str_z(f->name), "gone");
}

static kr_value some_value(share_world *w, kr_kind kind, kr_id record, const kr_field *f) {
    kr_value v = {0};
    if (f->type == KR_TEXT)
        v.text = some_text(w, kind, record, f);
    else if (f->type == KR_SET)
        v.set = (uint32_t)share_roll(w, 1u << f->list->count) << 1;
    else if (f->type == KR_CHOICE)
        v.number = f->list->choices[share_roll(w, f->list->count)].number;
    else if (f->type == KR_DATE)
        v.number = 19500101 + (int64_t)share_roll(w, 70) * 10000;
    else if (f->type == KR_REF)
        v.ref = some(w, points_at(f));
    else
        v.number = 1 + (int64_t)share_roll(w, f->limit > 0 && f->limit < 1000 ? (uint64_t)f->limit : 1000);
    return v;
}

static void say(share_world *w, kr_kind kind, kr_id record, const kr_field *f) {
    bool person = kind == KR_KIND_person;
    if (person && f->number == KR_F_person_name) {
        name_person(w, person_at(w, record));
        return;
    }
    /* The first person is the one in the middle, who stays. */
    bool ego = person && record == w->people[0];
    bool rare = is_gone(f) || (kind == KR_KIND_tie && f->number == KR_F_tie_private_mark) ||
                kr_str_is(kr_str_z(f->name), "private_mark") ||
                (person && (f->number == KR_F_person_left || f->number == KR_F_person_knows ||
                            f->number == KR_F_person_merged_into || f->number == KR_F_person_only_family ||
                            f->number == KR_F_person_arrival));
    if (rare && (ego || kind == KR_KIND_circle || share_roll(w, 3))) return;
    bool ends = kind == KR_KIND_tie && (f->number == KR_F_tie_a || f->number == KR_F_tie_b);
    if (ends || (kind == KR_KIND_circle && f->number == KR_F_circle_ego)) return;
    kr_value v = some_value(w, kind, record, f);
    if (f->type == KR_REF && (!v.ref || v.ref == record)) return;
    if (share_roll(w, 8) == 0)
        put(w, kind, record, f, KR_OP_CLEAR, (kr_value){0});
    else if (f->type == KR_SET)
        put(w, kind, record, f, share_roll(w, 3) ? KR_OP_ADD : KR_OP_REMOVE, v);
    else
        put(w, kind, record, f, KR_OP_SET, v);
}

static void say_some(share_world *w, kr_kind kind, kr_id record, uint64_t one_in) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind) continue;
        bool points = fields[i].type == KR_REF;
        if (points ? share_roll(w, 4) != 0 : share_roll(w, one_in) == 0) say(w, kind, record, &fields[i]);
    }
}

static kr_id new_thing(share_world *w, kr_kind kind) {
    if (w->n_things == SHARE_MOST) return 0;
    kr_id id = next(w);
    w->things[w->n_things++] = (share_thing){id, kind};
    return id;
}

static void new_tie(share_world *w, size_t a, size_t b) {
    if (a == b || w->tied[a][b] || w->n_items + 4 > KR_COUNT(w->items)) return;
    kr_id tie = new_thing(w, KR_KIND_tie);
    if (!tie) return;
    w->tied[a][b] = w->tied[b][a] = true;
    kr_value from = {.ref = w->people[a]}, to = {.ref = w->people[b]};
    put(w, KR_KIND_tie, tie, kr_schema_field(KR_KIND_tie, KR_F_tie_a), KR_OP_SET, from);
    put(w, KR_KIND_tie, tie, kr_schema_field(KR_KIND_tie, KR_F_tie_b), KR_OP_SET, to);
    say_some(w, KR_KIND_tie, tie, 12);
    kr_value yes = {.number = KR_yesno_yes};
    if (share_roll(w, 8) == 0)
        put(w, KR_KIND_tie, tie, kr_schema_field(KR_KIND_tie, KR_F_tie_private_mark), KR_OP_SET, yes);
}

static void new_person(share_world *w) {
    if (w->n_people == SHARE_PEOPLE || w->n_items + 8 > KR_COUNT(w->items)) return;
    kr_id id = new_thing(w, KR_KIND_person);
    if (!id) return;
    size_t who = w->n_people++;
    w->people[who] = id;
    name_person(w, who);
    say_some(w, KR_KIND_person, id, 8);
    if (who && share_roll(w, 10)) new_tie(w, 0, who);
}

static void step(share_world *w) {
    uint64_t what = share_roll(w, 10);
    if (what < 2) {
        new_person(w);
    } else if (what < 4) {
        new_tie(w, share_roll(w, w->n_people), share_roll(w, w->n_people));
    } else if (what < 8) {
        kr_kind kind = (kr_kind)(KR_KIND_moment + share_roll(w, KR_KIND_LAST - KR_KIND_moment + 1));
        kr_id id = new_thing(w, kind);
        if (id) say_some(w, kind, id, 3);
    } else if (what == 8) {
        say_some(w, KR_KIND_circle, KR_CIRCLE_RECORD, 4);
    } else {
        const share_thing *t = &w->things[share_roll(w, w->n_things)];
        say_some(w, t->kind, t->id, 6);
    }
}

/* -- changes -- */

static bool end_change(share_world *w, uint16_t act) {
    if (w->n_items == 0) return true;
    if (w->n == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 64;
        kr_change *more = kr_arena_grow(&w->arena, w->changes, w->cap * sizeof *more, cap * sizeof *more);
        if (!more) return false;
        w->changes = more;
        w->cap = cap;
    }
    kr_assignment *items = kr_new_n(&w->arena, kr_assignment, w->n_items);
    if (!items) return false;
    memcpy(items, w->items, w->n_items * sizeof *items);
    kr_str name = w->author == SHARE_OWNER   ? KR_STR("Annie")
                  : w->author == SHARE_GUEST ? KR_STR("Gast")
                                             : mark(w, (share_mark){.author = w->author});
    w->changes[w->n] = (kr_change){.seq = w->n + 1,
                                   .base = w->n,
                                   .author = w->author,
                                   .author_name = name,
                                   .device = w->author + 1000,
                                   .at_ms = 1700000000000 + (int64_t)w->n * 60000,
                                   .act = act,
                                   .undoes = share_roll(w, 12) ? 0 : share_roll(w, w->n + 1),
                                   .assignments = items,
                                   .count = w->n_items};
    w->n++;
    w->n_items = 0;
    return true;
}

static void choose_share(share_world *w) {
    kr_share *s = &w->share;
    *s = (kr_share){.guest = SHARE_GUEST, .owner = SHARE_OWNER};
    uint64_t open = share_roll(w, 5);
    for (unsigned part = 0; part < KR_PARTS; part++)
        if (share_roll(w, 5) < open) s->rights[part] = (uint8_t)(1 + share_roll(w, 3));
    if (share_roll(w, 3)) s->person = w->people[share_roll(w, w->n_people)];
    s->self_too = share_roll(w, 3) == 0;
    size_t most = share_roll(w, 3) ? 0 : 4;
    while (s->n_ones < most) {
        const share_thing *t = &w->things[share_roll(w, w->n_things)];
        s->ones[s->n_ones++] = (kr_share_one){t->id, (uint8_t)share_roll(w, 4)};
    }
}

bool share_world_make(share_world *w, uint64_t seed) {
    memset(w, 0, offsetof(share_world, whole));
    w->seed = seed * 0x9e3779b97f4a7c15u + 77;
    kr_arena_init(&w->arena, kr_heap(), (size_t)1 << 28);
    w->author = SHARE_OWNER;
    new_person(w);
    kr_value ego = {.ref = w->people[0]};
    put(w, KR_KIND_circle, KR_CIRCLE_RECORD, kr_schema_field(KR_KIND_circle, KR_F_circle_ego), KR_OP_SET,
        ego);
    bool ok = end_change(w, KR_ACT_BEGIN);
    for (uint64_t i = 8 + share_roll(w, 30); i > 0 && ok; i--) {
        uint64_t who = share_roll(w, 5);
        w->author = who < 3 ? SHARE_OWNER : who == 3 ? SHARE_GUEST : SHARE_OTHER;
        for (uint64_t k = 1 + share_roll(w, 3); k > 0; k--) step(w);
        ok = end_change(w, (uint16_t)(1 + share_roll(w, 25)));
    }
    choose_share(w);
    return ok && kr_circle_fold(&w->whole, &w->arena, w->changes, w->n, NULL) == KR_OK;
}

void share_world_end(share_world *w) {
    kr_arena_dispose(&w->arena);
}

size_t share_marks_in(const share_world *w, kr_str text) {
    size_t n = 0, at = 0;
    for (size_t m = share_mark_at(text, 0, &at); m != SIZE_MAX; m = share_mark_at(text, at, &at))
        n += m < w->n_marks;
    return n;
}
