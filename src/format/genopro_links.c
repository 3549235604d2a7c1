/* What points at other records of GenoPro, when all of them have been read. */
#include "core/num.h"
#include "core/utf8.h"
#include "format/genopro_in.h"

static int by_id(const void *x, const void *y, void *context) {
    const geno_mark *a = x, *b = y;
    (void)context;
    int order = kr_str_cmp(a->id, b->id);
    return order ? order : a->index < b->index ? -1 : a->index > b->index;
}

static kr_err sort_marks(genopro *g) {
    for (int kind = 0; kind < GENO_SHEETS; kind++) {
        geno_marks *marks = &g->marks[kind];
        geno_mark *scratch = kr_new_n(g->tree->arena, geno_mark, marks->n + 1);
        if (!scratch) return KR_E_MEMORY;
        if (marks->n) kr_sort(marks->all, marks->n, sizeof *scratch, by_id, NULL, scratch);
    }
    return KR_OK;
}

static uint32_t find(const genopro *g, geno_kind kind, kr_str id) {
    const geno_marks *marks = &g->marks[kind];
    size_t low = 0, high = marks->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (kr_str_cmp(marks->all[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = id.len && low < marks->n && kr_str_eq(marks->all[low].id, id);
    return found ? marks->all[low].index : KR_NOBODY;
}

/* Also by the mark of the same person on another sheet. */
static uint32_t find_person(const genopro *g, kr_str id) {
    uint32_t person = find(g, GENO_PERSONS, id), alias = find(g, GENO_ALIASES, id);
    if (person == KR_NOBODY && alias != KR_NOBODY) person = find(g, GENO_PERSONS, g->things[alias].text);
    return person;
}

static void missing(genopro *g, kr_str id, uint32_t line) {
    kr_tree_note(g->tree, "format.note.pointer", id, line);
}

/* -- families -- */

static void take_twin(genopro *g, const geno_link *l, uint32_t person) {
    uint32_t at = find(g, GENO_TWINS, l->twin);
    if (at == KR_NOBODY) {
        missing(g, l->twin, l->line);
        return;
    }
    geno_thing *twin = &g->things[at];
    if (twin->first == KR_NOBODY)
        twin->first = person;
    else
        kr_tree_twin_add(g->tree, (kr_tree_twin){twin->first, person, l->line, twin->type});
}

static void take_family(genopro *g, const geno_link *l) {
    kr_tree *t = g->tree;
    uint32_t person = find_person(g, l->one), pair = find(g, GENO_UNIONS, l->other);
    if (person == KR_NOBODY || pair == KR_NOBODY) {
        missing(g, person == KR_NOBODY ? l->one : l->other, l->line);
        return;
    }
    kr_tree_union *u = &t->unions[pair];
    if (kr_str_is(l->word, "Parent")) {
        uint32_t *place = u->a == KR_NOBODY ? &u->a : &u->b;
        if (*place != KR_NOBODY || u->a == person)
            kr_tree_note(t, "format.note.pointer_twice", l->one, l->line);
        else
            *place = person;
        return;
    }
    kr_tree_child *c = kr_tree_child_add(t);
    if (!c) return;
    *c = (kr_tree_child){.person = person, .pair = pair, .type = geno_parentage(l->word)};
    if (l->twin.len) take_twin(g, l, person);
}

/* -- how people are with each other -- */

/* The word itself when Kring says it less finely, then what was remarked. */
static kr_str remark_of(genopro *g, const geno_link *l, bool exact) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, g->tree->arena, l->word.len + l->note.len + 16);
    if (!exact) kr_put(&out, l->word);
    if (!exact && l->note.len) kr_put_c(&out, '\n');
    kr_put(&out, l->note);
    if (kr_buf_end(&out, &text) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
    return kr_tree_text(g->tree, KR_KIND_bond, KR_F_bond_remark, text, l->line);
}

static void take_bond(genopro *g, const geno_link *l) {
    bool social = l->what == GENO_LINK_SOCIAL, exact = true;
    uint32_t from = find_person(g, l->one), to = find_person(g, l->other);
    uint8_t type = social ? 0 : geno_bond(l->word, &exact);
    if (social && kr_str_is(l->word, "Caretaker")) type = KR_bond_type_caretaker;
    if (!type) {
        geno_left_word(g, social ? "SocialRelationship" : "EmotionalRelationship", l->word, l->line);
    } else if (from == KR_NOBODY || to == KR_NOBODY) {
        missing(g, from == KR_NOBODY ? l->one : l->other, l->line);
    } else if (from == to) {
        kr_tree_note(g->tree, "format.note.pointer_twice", l->one, l->line);
    } else {
        if (!exact) kr_tree_note(g->tree, "format.note.bond", l->word, l->line);
        kr_tree_bond bond = {from, to, l->line, type, remark_of(g, l, exact)};
        kr_tree_bond_add(g->tree, bond);
    }
}

/* -- places, work, weddings -- */

/* The name of a place; what is no mark of one is the name itself. */
static kr_str place_named(genopro *g, kr_kind kind, uint16_t field, kr_str id, uint32_t line) {
    uint32_t at = find(g, GENO_PLACES, id);
    return kr_tree_text(g->tree, kind, field, at == KR_NOBODY ? id : g->things[at].text, line);
}

/* Marks with commas or spaces between: the next one; `rest` is what comes after. */
static kr_str next_mark(kr_str *rest) {
    size_t from = 0;
    while (from < rest->len && (rest->ptr[from] == ',' || rest->ptr[from] == ' ')) from++;
    size_t to = from;
    while (to < rest->len && rest->ptr[to] != ',' && rest->ptr[to] != ' ') to++;
    kr_str mark = kr_str_n(rest->ptr + from, to - from);
    *rest = kr_str_n(rest->ptr + to, rest->len - to);
    return mark;
}

static void take_work(genopro *g, const geno_link *l) {
    kr_tree_person *p = &g->tree->persons[l->index];
    kr_str rest = l->one, mark = next_mark(&rest);
    if (find(g, GENO_WORKS, mark) == KR_NOBODY) { /* no mark: the words themselves */
        p->occupation = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_occupation, l->one, l->line);
        return;
    }
    for (; mark.len; mark = next_mark(&rest)) {
        uint32_t at = find(g, GENO_WORKS, mark);
        if (at == KR_NOBODY) {
            missing(g, mark, l->line);
        } else if (p->occupation.len == 0) {
            p->occupation =
                kr_tree_text(g->tree, KR_KIND_person, KR_F_person_occupation, g->things[at].text, l->line);
        } else {
            geno_left_word(g, "Occupation", g->things[at].text, g->things[at].line);
        }
    }
}

/* The first wedding stands in the union itself, a second one beside it. */
static void take_wedding(genopro *g, const geno_link *l, const geno_thing *wedding, bool first) {
    kr_tree *t = g->tree;
    geno_owner owner = {l->index, true};
    kr_str place = place_named(g, KR_KIND_union, KR_F_union_place, wedding->place, wedding->line);
    size_t events = t->n_events;
    kr_date since = geno_date(g, wedding->date, "MARR", owner, KR_event_kind_union, KR_NONE);
    if (t->n_events > events) t->events[events].place = place;
    if (!first && t->n_events == events && (since || place.len)) {
        kr_tree_event *event = kr_tree_event_add(t);
        if (event)
            *event = (kr_tree_event){.owner = l->index,
                                     .of_union = true,
                                     .kind = KR_event_kind_union,
                                     .tag = KR_STR("MARR"),
                                     .date = since,
                                     .place = place};
    }
    kr_tree_union *u = &t->unions[l->index];
    if (first) u->since = since, u->place = place;
    if (first && !u->type) u->type = KR_union_type_married;
    if (wedding->divorce.len && !u->until) {
        kr_date until = geno_date(g, wedding->divorce, "DIV", owner, KR_event_kind_parting, KR_NONE);
        u->until = until;
        if (!u->end) u->end = KR_union_end_divorced;
    }
    if (wedding->note.len == 0) return;
    if (u->note.len == 0)
        u->note = kr_tree_text(t, KR_KIND_union, KR_F_union_remark, wedding->note, wedding->line);
    else
        kr_tree_note(t, "format.note.genopro", KR_STR("Marriage.Comment"), wedding->line);
}

static void take_weddings(genopro *g, const geno_link *l) {
    kr_str rest = l->one;
    bool first = true;
    for (kr_str mark = next_mark(&rest); mark.len; mark = next_mark(&rest)) {
        uint32_t at = find(g, GENO_WEDDINGS, mark);
        if (at == KR_NOBODY) {
            missing(g, mark, l->line);
        } else if (g->things[at].count++ == 0) { /* each wedding is of one couple */
            take_wedding(g, l, &g->things[at], first);
            first = false;
        }
    }
}

static void settle(genopro *g, const geno_link *l) {
    kr_tree *t = g->tree;
    switch (l->what) {
    case GENO_LINK_FAMILY:
        take_family(g, l);
        break;
    case GENO_LINK_BOND:
    case GENO_LINK_SOCIAL:
        take_bond(g, l);
        break;
    case GENO_LINK_BIRTH_PLACE:
        t->persons[l->index].birth_place =
            place_named(g, KR_KIND_person, KR_F_person_birth_place, l->one, l->line);
        break;
    case GENO_LINK_DEATH_PLACE:
        t->persons[l->index].death_place =
            place_named(g, KR_KIND_person, KR_F_person_death_place, l->one, l->line);
        t->persons[l->index].dead = true;
        break;
    case GENO_LINK_WORK:
        take_work(g, l);
        break;
    case GENO_LINK_WEDDING:
        take_weddings(g, l);
        break;
    }
}

kr_err geno_settle(genopro *g) {
    kr_err err = sort_marks(g);
    for (size_t i = 0; i < g->n_links && err == KR_OK && g->tree->err == KR_OK; i++) settle(g, &g->links[i]);
    for (size_t i = 0; i < g->marks[GENO_ALIASES].n && err == KR_OK; i++) {
        const geno_thing *alias = &g->things[g->marks[GENO_ALIASES].all[i].index];
        if (find(g, GENO_PERSONS, alias->text) == KR_NOBODY) missing(g, alias->text, alias->line);
    }
    return err;
}
