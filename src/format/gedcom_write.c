/* The family of a circle as GEDCOM 7.0 or 5.5.1. */
#include "core/utf8.h"
#include "format/gedcom_out.h"

static bool dead(const gedcom_out *g, uint32_t person) {
    const kr_person *p = &g->c->persons[person];
    int year = p->born ? p->born / 10000 : (int)p->birth_year, today = g->options->today / 10000;
    if (kr_person_is_dead(p) || (year && today && year <= today - 100)) return true;
    for (uint32_t i = g->first_event[person]; i < g->first_event[person + 1]; i++) {
        uint8_t kind = g->events[i]->kind;
        if (kind == KR_event_kind_death || kind == KR_event_kind_burial) return true;
    }
    return false;
}

static void put_remark(gedcom_out *g, int level, kr_str text, bool all_dead) {
    if (text.len && (all_dead || g->options->with_notes)) gedcom_text(g, level, "NOTE", text);
}

/* "Jan van /Dam/": the surname where it stands last in the name. */
static void put_name(gedcom_out *g, const kr_person *p) {
    kr_str name = p->name, surname = p->surname;
    size_t at = SIZE_MAX;
    kr_buf buf;
    kr_str text = KR_NONE;
    if (name.len == 0 || (kr_str_is(name, "?") && surname.len == 0)) return;
    for (size_t i = 0; surname.len && i + surname.len <= name.len; i++) {
        if (memcmp(name.ptr + i, surname.ptr, surname.len) == 0) at = i;
    }
    kr_buf_init(&buf, g->arena, name.len + surname.len + 8);
    if (surname.len == 0) {
        kr_put(&buf, name);
    } else if (at == SIZE_MAX) {
        kr_put(&buf, name);
        kr_put_z(&buf, " /");
        kr_put(&buf, surname);
        kr_put_c(&buf, '/');
    } else {
        kr_put(&buf, kr_str_n(name.ptr, at));
        kr_put_c(&buf, '/');
        kr_put(&buf, surname);
        kr_put_c(&buf, '/');
        kr_put(&buf, kr_str_n(name.ptr + at + surname.len, name.len - at - surname.len));
    }
    if (kr_buf_end(&buf, &text) != KR_OK) g->out->err = KR_E_MEMORY;
    gedcom_text(g, 1, "NAME", text);
}

static void put_sex(gedcom_out *g, const kr_person *p) {
    static const char *const letters[] = {
        [KR_gender_woman] = "F",      [KR_gender_man] = "M",         [KR_gender_other] = "X",
        [KR_gender_non_binary] = "X", [KR_gender_trans_woman] = "F", [KR_gender_trans_man] = "M",
        [KR_gender_intersex] = "X",   [KR_gender_unknown] = "U"};
    const char *letter = p->gender < KR_COUNT(letters) ? letters[p->gender] : NULL;
    /* The old version has no X. */
    if (letter && letter[0] == 'X' && !g->options->seven) letter = "U";
    if (letter) gedcom_line(g, 1, "SEX", kr_str_z(letter));
}

static const kr_event *event_of(const gedcom_out *g, size_t owner, const char *tag) {
    for (uint32_t i = g->first_event[owner]; i < g->first_event[owner + 1]; i++) {
        if (kr_str_is(g->events[i]->tag, tag)) return g->events[i];
    }
    return NULL;
}

static void put_events(gedcom_out *g, uint32_t person) {
    const kr_person *p = &g->c->persons[person];
    const kr_event *birth = event_of(g, person, "BIRT"), *death = event_of(g, person, "DEAT");
    kr_date born = p->born ? p->born : (kr_date)p->birth_year * 10000;
    bool over = dead(g, person);
    if (!birth && (born || p->birth_place.len)) gedcom_happened(g, "BIRT", born, p->birth_place);
    for (uint32_t i = g->first_event[person]; i < g->first_event[person + 1]; i++) {
        const kr_event *e = g->events[i];
        bool first = e == birth || e == death;
        kr_date date = e == birth ? born : e == death ? p->died : 0;
        gedcom_put_event(g, e, first ? date : 0,
                         e == birth   ? p->birth_place
                         : e == death ? p->death_place
                                      : KR_NONE);
        put_remark(g, 2, e->remark, over);
    }
    if (p->occupation.len && !event_of(g, person, "OCCU")) gedcom_text(g, 1, "OCCU", p->occupation);
    /* A burial says it already. */
    bool told = event_of(g, person, "BURI") || event_of(g, person, "CREM") || event_of(g, person, "PROB");
    bool died = p->died || p->death_place.len || p->arrival == KR_arrival_stillborn ||
                (kr_person_is_dead(p) && !told);
    if (death || !died) return;
    gedcom_happened(g, "DEAT", p->died, p->death_place);
    if (p->arrival != KR_arrival_stillborn) return;
    gedcom_line(g, 2, "AGE", g->options->seven ? KR_NONE : KR_STR("STILLBORN"));
    if (g->options->seven) gedcom_line(g, 3, "PHRASE", KR_STR("Stillborn"));
}

static void put_pedigree(gedcom_out *g, const kr_parentage *record) {
    static const char *const old[] = {[KR_parentage_type_birth] = "birth",
                                      [KR_parentage_type_adopted] = "adopted",
                                      [KR_parentage_type_foster] = "foster"};
    static const char *const new[] = {[KR_parentage_type_birth] = "BIRTH",
                                      [KR_parentage_type_adopted] = "ADOPTED",
                                      [KR_parentage_type_foster] = "FOSTER"};
    if (!record->type) return;
    if (record->type < KR_COUNT(old)) {
        gedcom_line(g, 2, "PEDI", kr_str_z(g->options->seven ? new[record->type] : old[record->type]));
        return;
    }
    const char *name = kr_choice_name(kr_choice_list_named(KR_STR("parentage_type")), record->type);
    if (!name) return;
    gedcom_line(g, 2, g->options->seven ? "PEDI" : "_PEDI",
                g->options->seven ? KR_STR("OTHER") : kr_str_z(name));
    if (g->options->seven) gedcom_line(g, 3, "PHRASE", kr_str_z(name));
}

/* How somebody is with others, and illness: only when asked for. */
static void put_bonds(gedcom_out *g, uint32_t *first, const kr_bond **bonds, uint32_t person) {
    for (uint32_t i = first[person]; i < first[person + 1]; i++) {
        const kr_person *to = kr_circle_person(g->c, bonds[i]->to);
        const char *type = kr_choice_name(kr_choice_list_named(KR_STR("bond_type")), bonds[i]->type);
        if (!to || !g->taken[to - g->c->persons] || !type) continue;
        gedcom_mark_line(g, 1, "ASSO", g->marks[to - g->c->persons]);
        if (g->options->seven) gedcom_line(g, 2, "ROLE", KR_STR("OTHER"));
        gedcom_line(g, g->options->seven ? 3 : 2, g->options->seven ? "PHRASE" : "RELA", kr_str_z(type));
    }
    const kr_person *p = &g->c->persons[person];
    for (unsigned bit = 0; bit < 32; bit++) {
        const char *name =
            p->condition >> bit & 1 ? kr_choice_name(kr_choice_list_named(KR_STR("condition")), bit) : NULL;
        if (!name) continue;
        gedcom_line(g, 1, "FACT", kr_str_z(name));
        gedcom_line(g, 2, "TYPE", KR_STR("condition"));
    }
}

/* Those of the same birth. Of a great many only the first are named: that ties all of them together. */
static void put_twins(gedcom_out *g, const gedcom_member *origin) {
    static const char *const words[] = {
        [KR_twin_type_identical] = "identical twin", [KR_twin_type_fraternal] = "fraternal twin"};
    uint8_t type = origin->record->twin_type;
    const char *word = type < KR_COUNT(words) ? words[type] : NULL;
    for (uint32_t i = 0; i < origin->n_birth && i < 10; i++) {
        uint32_t other = g->births[origin->birth + i];
        if (other == origin->person) continue;
        gedcom_mark_line(g, 1, "ASSO", g->marks[other]);
        if (g->options->seven) gedcom_line(g, 2, "ROLE", KR_STR("MULTIPLE"));
        if (g->options->seven && word) gedcom_line(g, 3, "PHRASE", kr_str_z(word));
        if (!g->options->seven) gedcom_line(g, 2, "RELA", kr_str_z(word ? word : "twin"));
    }
}

static void put_person(gedcom_out *g, uint32_t person) {
    const kr_person *p = &g->c->persons[person];
    kr_put_z(g->out, "0 ");
    kr_put(g->out, g->marks[person]);
    kr_put_z(g->out, " INDI\n");
    put_name(g, p);
    put_sex(g, p);
    put_events(g, person);
    for (uint32_t i = g->first_origin[person]; i < g->first_origin[person + 1]; i++) {
        gedcom_mark_line(g, 1, "FAMC", g->fams[g->origins[i].fam].mark);
        put_pedigree(g, g->origins[i].record);
    }
    for (uint32_t i = g->first_partner[person]; i < g->first_partner[person + 1]; i++)
        gedcom_mark_line(g, 1, "FAMS", g->fams[g->partners[i].fam].mark);
    for (uint32_t i = g->first_origin[person]; i < g->first_origin[person + 1]; i++)
        put_twins(g, &g->origins[i]);
    put_remark(g, 1, p->family_note, dead(g, person));
}

/* -- families -- */

/* What has no tag of its own is told by the name that it has here. */
static void put_told(gedcom_out *g, size_t owner, const char *name, kr_date date) {
    for (uint32_t i = g->first_event[owner]; i < g->first_event[owner + 1]; i++) {
        if (kr_str_is(g->events[i]->what, name)) return;
    }
    if (!name) return;
    gedcom_line(g, 1, "EVEN", kr_str_z(name));
    gedcom_line(g, 2, "TYPE", kr_str_z(name));
    gedcom_date(g, 2, KR_NONE, KR_NONE, date);
}

static void put_beginning(gedcom_out *g, const kr_union *u, size_t owner) {
    const char *name = kr_choice_name(kr_choice_list_named(KR_STR("union_type")), u->type);
    if (!u->type || u->type == KR_union_type_unknown) {
        if (u->since) put_told(g, owner, "relation", u->since);
    } else if (u->type == KR_union_type_married) {
        if (!event_of(g, owner, "MARR")) gedcom_happened(g, "MARR", u->since, u->place);
    } else if (u->type == KR_union_type_engaged) {
        if (!event_of(g, owner, "ENGA")) gedcom_happened(g, "ENGA", u->since, u->place);
    } else {
        put_told(g, owner, name, u->since);
    }
}

static void put_end(gedcom_out *g, const kr_union *u, size_t owner) {
    const char *name = kr_choice_name(kr_choice_list_named(KR_STR("union_end")), u->end);
    if (!u->end || u->end == KR_union_end_widowed) return;
    if (u->end == KR_union_end_divorced) {
        if (!event_of(g, owner, "DIV")) gedcom_happened(g, "DIV", u->until, KR_NONE);
    } else if (u->end == KR_union_end_annulled) {
        if (!event_of(g, owner, "ANUL")) gedcom_happened(g, "ANUL", u->until, KR_NONE);
    } else {
        put_told(g, owner, name, u->until);
    }
}

static void put_fam(gedcom_out *g, size_t at) {
    const gedcom_fam *fam = &g->fams[at];
    const kr_union *u = fam->record;
    size_t owner = g->c->n_persons + at;
    uint32_t a = fam->a, b = fam->b;
    /* Of two who came from no file the woman stands where programs look for her; in a file as it was. */
    bool woman = a != KR_NOBODY && g->c->persons[a].gender == KR_gender_woman;
    bool man = b == KR_NOBODY || g->c->persons[b].gender == KR_gender_man;
    if (woman && man && (!u || u->source_mark.len == 0)) a = fam->b, b = fam->a;
    kr_put_z(g->out, "0 ");
    kr_put(g->out, fam->mark);
    kr_put_z(g->out, " FAM\n");
    if (a != KR_NOBODY) gedcom_mark_line(g, 1, "HUSB", g->marks[a]);
    if (b != KR_NOBODY && a != b) gedcom_mark_line(g, 1, "WIFE", g->marks[b]);
    bool over = (a == KR_NOBODY || dead(g, a)) && (b == KR_NOBODY || dead(g, b));
    if (u) put_beginning(g, u, owner);
    for (uint32_t i = g->first_event[owner]; i < g->first_event[owner + 1]; i++) {
        const kr_event *e = g->events[i];
        bool wedding = u && kr_str_is(e->tag, "MARR") && e == event_of(g, owner, "MARR");
        gedcom_put_event(g, e, wedding ? u->since : 0, wedding ? u->place : KR_NONE);
        put_remark(g, 2, e->remark, over);
    }
    if (u) put_end(g, u, owner);
    for (uint32_t i = g->first_child[at]; i < g->first_child[at + 1]; i++) {
        uint32_t child = g->children[i].person;
        if (!g->children[i].again) gedcom_mark_line(g, 1, "CHIL", g->marks[child]);
    }
    if (u) put_remark(g, 1, u->remark, over);
}

/* -- the whole -- */

static void put_head(gedcom_out *g) {
    bool seven = g->options->seven;
    if (seven) kr_put_z(g->out, "\xEF\xBB\xBF");
    gedcom_line(g, 0, "HEAD", KR_NONE);
    if (seven) gedcom_line(g, 1, "GEDC", KR_NONE);
    if (seven) gedcom_line(g, 2, "VERS", KR_STR("7.0"));
    gedcom_line(g, 1, "SOUR", KR_STR("KRING"));
    gedcom_line(g, 2, "VERS", KR_STR(KR_VERSION));
    gedcom_line(g, 2, "NAME", KR_STR("Kring"));
    gedcom_date(g, 1, KR_NONE, KR_NONE, g->options->today);
    if (seven) return;
    gedcom_line(g, 1, "SUBM", KR_STR("@KRING_SUBM@"));
    gedcom_line(g, 1, "GEDC", KR_NONE);
    gedcom_line(g, 2, "VERS", KR_STR("5.5.1"));
    gedcom_line(g, 2, "FORM", KR_STR("LINEAGE-LINKED"));
    gedcom_line(g, 1, "CHAR", KR_STR("UTF-8"));
    kr_put_z(g->out, "0 @KRING_SUBM@ SUBM\n1 NAME Kring\n");
}

/* Bonds by whom they are from. */
static kr_err index_bonds(gedcom_out *g, uint32_t **first, const kr_bond ***bonds) {
    const kr_circle *c = g->c;
    size_t n = g->options->with_private ? c->n_bonds : 0;
    uint32_t *starts = kr_new_n(g->arena, uint32_t, c->n_persons + 2);
    uint32_t *next = kr_new_n(g->arena, uint32_t, c->n_persons + 2);
    const kr_bond **sorted = kr_new_n(g->arena, const kr_bond *, n + 1);
    if (!starts || !next || !sorted) return KR_E_MEMORY;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < n; i++) {
            const kr_person *p = c->bonds[i].gone ? NULL : kr_circle_person(c, c->bonds[i].from);
            if (!p) continue;
            if (round == 0)
                starts[p - c->persons + 1]++;
            else
                sorted[next[p - c->persons]++] = &c->bonds[i];
        }
        if (round > 0) break;
        for (size_t i = 0; i < c->n_persons; i++) starts[i + 1] += starts[i];
        memcpy(next, starts, (c->n_persons + 1) * sizeof *next);
    }
    *first = starts;
    *bonds = sorted;
    return KR_OK;
}

kr_err kr_gedcom_write(kr_buf *out, kr_arena *arena, const kr_view *view, const kr_gedcom_options *options,
                       kr_error *error) {
    gedcom_out g = {.out = out, .arena = arena, .c = view->circle, .options = options};
    uint32_t *first = NULL;
    const kr_bond **bonds = NULL;
    if (gedcom_index(&g) != KR_OK || index_bonds(&g, &first, &bonds) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    put_head(&g);
    for (size_t i = 0; i < g.c->n_persons && out->err == KR_OK; i++) {
        if (!g.taken[i]) continue;
        put_person(&g, (uint32_t)i);
        if (options->with_private) put_bonds(&g, first, bonds, (uint32_t)i);
    }
    for (size_t i = 0; i < g.n_fams && out->err == KR_OK; i++) put_fam(&g, i);
    gedcom_line(&g, 0, "TRLR", KR_NONE);
    if (out->err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "format.error.large", NULL, NULL);
    return out->err == KR_OK ? KR_OK : kr_fail(error, out->err, "error.memory", NULL, NULL);
}
