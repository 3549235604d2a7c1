/* One FAM of GEDCOM as a union and its children, and what persons say of their families beside that. */
#include "core/num.h"
#include "format/gedcom_in.h"

/* A person by a pointer, or KR_NOBODY; pointers to nobody are noted. */
static uint32_t person_at(gedcom *g, const kr_gedcom_line *line) {
    const gedcom_mark *mark = gedcom_find(g, line->value);
    if (mark && mark->person != KR_NOBODY) return mark->person;
    kr_str value = kr_str_trim(line->value);
    if (!kr_str_is(value, "@VOID@")) kr_tree_note(g->tree, "format.note.pointer", value, line->line);
    return KR_NOBODY;
}

static void take_partner(gedcom *g, kr_tree_union *u, const kr_gedcom_line *line, bool wife) {
    uint32_t person = person_at(g, line), *place = wife ? &u->b : &u->a, *other = wife ? &u->a : &u->b;
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end)
        gedcom_left(g, "FAM", wife ? "WIFE" : "HUSB", &g->lines[i]);
    if (person == KR_NOBODY) return;
    /* Two men or two women are written so by some programs. */
    if (*place != KR_NOBODY && *other == KR_NOBODY) place = other;
    if (u->a == person || u->b == person || *place != KR_NOBODY)
        kr_tree_note(g->tree, "format.note.pointer_twice", kr_str_trim(line->value), line->line);
    else
        *place = person;
}

/* Some programs say below the child what it is to each parent. */
static uint8_t relation_below(gedcom *g, const kr_gedcom_line *line) {
    uint8_t type = 0;
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        bool said = kr_str_is(below->tag, "_FREL") || kr_str_is(below->tag, "_MREL");
        uint8_t one = said ? gedcom_pedigree(below->value) : 0;
        if (one && (!type || type == KR_parentage_type_birth)) type = one;
        if (!one) gedcom_left(g, "FAM", "CHIL", below);
    }
    return type;
}

static void take_child(gedcom *g, uint32_t pair, const kr_gedcom_line *line) {
    uint32_t person = person_at(g, line);
    uint8_t type = relation_below(g, line);
    kr_tree_child *child = person == KR_NOBODY ? NULL : kr_tree_child_add(g->tree);
    if (child) *child = (kr_tree_child){.person = person, .pair = pair, .type = type, .rank = line->line};
}

/* What Kring has names for and GEDCOM no tags: it wrote those names. */
static void take_told(kr_tree_union *u, const kr_tree_event *e) {
    unsigned type = kr_choice_named(kr_choice_list_named(KR_STR("union_type")), e->what);
    unsigned end = kr_choice_named(kr_choice_list_named(KR_STR("union_end")), e->what);
    if (type && !u->type) {
        u->type = (uint8_t)type;
        u->since = e->date;
    } else if (end && !type && !u->end) {
        u->end = (uint8_t)end;
        u->until = e->date;
    }
}

static void take_fields(kr_tree_union *u, const kr_tree_event *e) {
    if (kr_str_is(e->tag, "MARR") && u->type != KR_union_type_married) {
        u->type = KR_union_type_married;
        u->since = e->date;
        u->place = e->place;
    }
    if (kr_str_is(e->tag, "ENGA") && !u->type) u->type = KR_union_type_engaged;
    if (kr_str_is(e->tag, "DIV") && u->end != KR_union_end_divorced) {
        u->end = KR_union_end_divorced;
        u->until = e->date;
    }
    if (kr_str_is(e->tag, "ANUL") && !u->end) {
        u->end = KR_union_end_annulled;
        u->until = e->date;
    }
    if (kr_str_is(e->tag, "EVEN")) take_told(u, e);
    if (kr_str_is(e->tag, "EVEN") && !u->end && kr_str_starts(e->what, KR_STR("Separat"))) {
        u->end = KR_union_end_separated;
        u->until = e->date;
    }
}

/* As with persons: a wedding in front and a divorce at the end stand in fields. */
static void drop_plain(kr_tree *t, size_t first) {
    if (t->err != KR_OK || t->n_events == first) return;
    kr_tree_event *e = t->events + first;
    size_t n = t->n_events - first;
    if (n && kr_str_is(e->tag, "MARR") && gedcom_bare(e) && gedcom_count_tag(t, first, "MARR") == 1) {
        memmove(e, e + 1, --n * sizeof *e);
        t->n_events--;
    }
    const kr_tree_event *last = n ? &e[n - 1] : NULL;
    bool divorce = last && kr_str_is(last->tag, "DIV") && gedcom_bare(last) && last->place.len == 0;
    if (divorce && gedcom_count_tag(t, first, "DIV") == 1 && gedcom_count_tag(t, first, "ANUL") == 0)
        t->n_events--;
}

void gedcom_family(gedcom *g, const kr_gedcom_line *record) {
    kr_tree *t = g->tree;
    kr_tree_union *u = kr_tree_union_add(t);
    if (!u) return;
    uint32_t index = (uint32_t)t->n_unions - 1;
    size_t first_event = t->n_events;
    gedcom_notes notes = {0};
    u->line = record->line;
    if (record->xref.len <= 200)
        u->mark = kr_tree_text(t, KR_KIND_union, KR_F_union_source_mark, record->xref, record->line);
    for (size_t i = (size_t)(record - g->lines) + 1; i < record->end && t->err == KR_OK;
         i = g->lines[i].end) {
        const kr_gedcom_line *line = &g->lines[i];
        const kr_gedcom_tag *tag = kr_gedcom_tag_of(line->tag);
        bool wife = kr_str_is(line->tag, "WIFE");
        if (wife || kr_str_is(line->tag, "HUSB")) {
            take_partner(g, u, line, wife);
        } else if (kr_str_is(line->tag, "CHIL")) {
            take_child(g, index, line);
        } else if (kr_str_is(line->tag, "NOTE") || kr_str_is(line->tag, "SNOTE")) {
            gedcom_note(g, line, &notes);
        } else if (tag && tag->of_union) {
            const kr_tree_event *event = gedcom_event(g, line, tag, index, true);
            if (event) take_fields(u, event);
        } else {
            gedcom_left(g, "FAM", NULL, line);
        }
    }
    u->note = kr_tree_text(t, KR_KIND_union, KR_F_union_remark, notes.all, record->line);
    drop_plain(t, first_event);
}
