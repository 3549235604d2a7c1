/* One INDI of GEDCOM as a person. */
#include "core/utf8.h"
#include "format/gedcom_in.h"

/* "Jan van /Dam/ jr." as name and surname; runs of spaces become one. */
static void take_name(gedcom *g, kr_tree_person *p, const kr_gedcom_line *line) {
    kr_str value = gedcom_value(g, line);
    kr_buf name, surname;
    kr_str out = KR_NONE;
    int slashes = 0;
    kr_buf_init(&name, g->tree->arena, value.len + 1);
    kr_buf_init(&surname, g->tree->arena, value.len + 1);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '\n' || c == '\t') c = ' ';
        if (c == '/') {
            slashes++;
            c = ' ';
        }
        if (slashes == 1 && !(c == ' ' && surname.len && surname.ptr[surname.len - 1] == ' '))
            kr_put_c(&surname, c);
        if (c == ' ' && (name.len == 0 || name.ptr[name.len - 1] == ' ')) continue;
        kr_put_c(&name, c);
    }
    if (kr_buf_end(&name, &out) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
    p->name = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_name, out, line->line);
    if (kr_buf_end(&surname, &out) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
    p->surname = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_surname, out, line->line);
    p->named = p->name.len > 0;
    if (kr_tree_says_twin(p->name, &p->twin_type)) p->twin = true;
}

/* Parts of a name that stand in the name already say nothing new. */
static void leave_parts(gedcom *g, const kr_tree_person *p, const kr_gedcom_line *line) {
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        kr_str value = kr_str_trim(below->value);
        bool said = value.len && value.len <= 200 && kr_str_find(p->name, value) != SIZE_MAX;
        if (!said) gedcom_left(g, "INDI", "NAME", below);
    }
}

static uint8_t gender_of(kr_str value) {
    value = kr_str_trim(value);
    switch (value.len == 1 ? value.ptr[0] | 0x20 : 0) {
    case 'm':
        return KR_gender_man;
    case 'f':
        return KR_gender_woman;
    case 'x':
        return KR_gender_other;
    case 'u':
        return KR_gender_unknown;
    default:
        return 0;
    }
}

static const struct {
    const char *word;
    uint8_t type;
} pedigrees[] = {{"BIRTH", KR_parentage_type_birth},         {"BIOLOGICAL", KR_parentage_type_birth},
                 {"NATURAL", KR_parentage_type_birth},       {"ADOPTED", KR_parentage_type_adopted},
                 {"FOSTER", KR_parentage_type_foster},       {"STEP", KR_parentage_type_step},
                 {"STEPCHILD", KR_parentage_type_step},      {"DONOR", KR_parentage_type_donor},
                 {"SURROGATE", KR_parentage_type_surrogate}, {"GUARDIAN", KR_parentage_type_guardian},
                 {"UNKNOWN", KR_parentage_type_unknown}};

uint8_t gedcom_pedigree(kr_str word) {
    word = kr_str_trim(word);
    for (size_t i = 0; i < KR_COUNT(pedigrees); i++) {
        if (kr_same_folded(word, kr_str_z(pedigrees[i].word))) return pedigrees[i].type;
    }
    return 0;
}

/* The kind of parentage that this person gives to a family: PEDI, or in words below OTHER. */
static uint8_t pedigree_below(gedcom *g, const kr_gedcom_line *line) {
    uint8_t type = 0;
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        if (!kr_str_is(below->tag, "PEDI") && !kr_str_is(below->tag, "_PEDI")) {
            gedcom_left(g, "INDI", "FAMC", below);
            continue;
        }
        if (!type) type = gedcom_pedigree(below->value);
        for (size_t k = i + 1; k < below->end && !type; k = g->lines[k].end)
            type = gedcom_pedigree(g->lines[k].value);
        if (!type) gedcom_left(g, "INDI", "FAMC", below);
    }
    return type;
}

static void add_link(gedcom *g, const kr_gedcom_line *line, uint32_t person, uint8_t type, bool child) {
    const gedcom_mark *mark = gedcom_find(g, line->value);
    if (kr_str_is(kr_str_trim(line->value), "@VOID@")) return;
    if (!mark || mark->pair == KR_NOBODY) {
        kr_tree_note(g->tree, "format.note.pointer", kr_str_trim(line->value), line->line);
        return;
    }
    struct gedcom_link *all = kr_grow_one(g->tree->arena, g->links, g->n_links, &g->cap_links, sizeof *all);
    if (!all) {
        if (g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
        return;
    }
    g->links = all;
    all[g->n_links] =
        (struct gedcom_link){person, mark->pair, (uint32_t)g->n_links, line->line, type, child, false};
    g->n_links++;
}

/* ADOP points at the family that adopted. */
static void adopted_by(gedcom *g, const kr_gedcom_line *line, uint32_t person) {
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const gedcom_mark *mark = gedcom_find(g, g->lines[i].value);
        if (!kr_str_is(g->lines[i].tag, "FAMC") || !mark || mark->pair == KR_NOBODY) continue;
        for (size_t k = 0; k < g->n_links; k++) {
            struct gedcom_link *link = &g->links[g->n_links - 1 - k];
            if (link->person != person) break;
            if (link->pair == mark->pair && link->child && !link->type)
                link->type = KR_parentage_type_adopted;
        }
    }
}

/* What everybody has fields for: birth, death, trade. */
static void take_fields(kr_tree_person *p, const kr_tree_event *e) {
    if (kr_str_is(e->tag, "BIRT")) {
        if (!p->born) p->born = e->date;
        if (p->birth_place.len == 0) p->birth_place = e->place;
    }
    if (kr_str_is(e->tag, "DEAT")) {
        if (!p->died) p->died = e->date;
        if (p->death_place.len == 0) p->death_place = e->place;
        if (kr_str_find(e->detail, KR_STR("STILLBORN")) != SIZE_MAX ||
            kr_str_find(e->detail, KR_STR("Stillborn")) != SIZE_MAX)
            p->arrival = KR_arrival_stillborn;
    }
    bool over = kr_str_is(e->tag, "DEAT") || kr_str_is(e->tag, "BURI") || kr_str_is(e->tag, "CREM") ||
                kr_str_is(e->tag, "PROB");
    p->dead = p->dead || over;
    bool told = kr_str_is(e->tag, "FACT") || kr_str_is(e->tag, "EVEN");
    if (told && (kr_tree_says_twin(e->what, &p->twin_type) || kr_tree_says_twin(e->detail, &p->twin_type)))
        p->twin = true;
    if (kr_str_is(e->tag, "OCCU") && p->occupation.len == 0 && e->what.len <= 200) p->occupation = e->what;
}

/* A birth in front, and a death and a trade at the end, that say nothing but what the fields hold need no
 * record: most people of a family tree have no other events. Writing puts them back in that order. */
static void drop_plain(kr_tree *t, size_t first) {
    if (t->err != KR_OK || t->n_events == first) return;
    kr_tree_event *e = t->events + first;
    size_t n = t->n_events - first;
    bool birth = n && kr_str_is(e->tag, "BIRT") && gedcom_bare(e) && (e->date || e->place.len);
    if (birth && gedcom_count_tag(t, first, "BIRT") == 1) {
        memmove(e, e + 1, --n * sizeof *e);
        t->n_events--;
    }
    const kr_tree_event *last = n ? &e[n - 1] : NULL;
    bool death = last && kr_str_is(last->tag, "DEAT") && gedcom_bare(last) && last->date;
    if (death && gedcom_count_tag(t, first, "DEAT") == 1) {
        t->n_events--;
        n--;
    }
    last = n ? &e[n - 1] : NULL;
    bool trade = last && kr_str_is(last->tag, "OCCU") && last->detail.len == 0 && last->note.len == 0 &&
                 !last->date && last->place.len == 0 && last->what.len && last->what.len <= 200;
    if (trade && gedcom_count_tag(t, first, "OCCU") == 1) t->n_events--;
}

static bool is_number(kr_str tag) { /* of a registry: not for a map of people */
    return kr_str_is(tag, "SSN") || kr_str_is(tag, "IDNO");
}

void gedcom_person(gedcom *g, const kr_gedcom_line *record) {
    kr_tree *t = g->tree;
    kr_tree_person *p = kr_tree_person_add(t);
    if (!p) return;
    uint32_t index = (uint32_t)t->n_persons - 1;
    size_t first_event = t->n_events;
    gedcom_notes notes = {0};
    bool name = false;
    p->line = record->line;
    if (record->xref.len <= 200)
        p->mark = kr_tree_text(t, KR_KIND_person, KR_F_person_source_mark, record->xref, record->line);
    for (size_t i = (size_t)(record - g->lines) + 1; i < record->end && t->err == KR_OK;
         i = g->lines[i].end) {
        const kr_gedcom_line *line = &g->lines[i];
        const kr_gedcom_tag *tag = kr_gedcom_tag_of(line->tag);
        if (kr_str_is(line->tag, "NAME") && !name) {
            take_name(g, p, line);
            leave_parts(g, p, line);
            name = true;
        } else if (kr_str_is(line->tag, "SEX") && gender_of(line->value)) {
            p->gender = gender_of(line->value);
        } else if (kr_str_is(line->tag, "FAMC")) {
            add_link(g, line, index, pedigree_below(g, line), true);
        } else if (kr_str_is(line->tag, "FAMS")) {
            add_link(g, line, index, 0, false);
        } else if (kr_str_is(line->tag, "ASSO")) {
            gedcom_association(g, line, index);
        } else if (kr_str_is(line->tag, "NOTE") || kr_str_is(line->tag, "SNOTE")) {
            gedcom_note(g, line, &notes);
        } else if (tag && tag->of_person && !is_number(line->tag)) {
            const kr_tree_event *event = gedcom_event(g, line, tag, index, false);
            if (event) take_fields(p, event);
        } else {
            gedcom_left(g, "INDI", NULL, line);
        }
    }
    for (size_t i = (size_t)(record - g->lines) + 1; i < record->end; i = g->lines[i].end) {
        if (kr_str_is(g->lines[i].tag, "ADOP")) adopted_by(g, &g->lines[i], index);
    }
    p->note = kr_tree_text(t, KR_KIND_person, KR_F_person_family_note, notes.all, record->line);
    if (!p->named) p->name = KR_STR("?");
    drop_plain(t, first_event);
}
