/* One record of GenoPro, when all its parts are known: into the tree, or kept until what it points at is
 * there. */
#include "core/utf8.h"
#include "format/genopro_in.h"

#define MOST_NAME 2000

static void *room(genopro *g, void *items, size_t count, size_t *cap, size_t size) {
    if (g->tree->err == KR_OK && count >= KR_TREE_MOST) geno_fail(g, KR_E_LIMIT);
    if (g->tree->err != KR_OK) return NULL;
    void *more = kr_grow_one(g->tree->arena, items, count, cap, size);
    if (!more) geno_fail(g, KR_E_MEMORY);
    return more;
}

static void add_mark(genopro *g, geno_kind kind, kr_str id, size_t index) {
    geno_marks *marks = &g->marks[kind];
    geno_mark *all = room(g, marks->all, marks->n, &marks->cap, sizeof *all);
    if (!all) return;
    marks->all = all;
    all[marks->n++] = (geno_mark){id, (uint32_t)index};
}

static void add_thing(genopro *g, geno_kind kind, geno_thing thing) {
    geno_thing *all = room(g, g->things, g->n_things, &g->cap_things, sizeof *all);
    if (!all) return;
    g->things = all;
    thing.line = g->line;
    all[g->n_things] = thing;
    add_mark(g, kind, g->parts[GENO_ID], g->n_things++);
}

static void add_link(genopro *g, geno_link link) {
    geno_link *all = room(g, g->links, g->n_links, &g->cap_links, sizeof *all);
    if (!all) return;
    g->links = all;
    link.line = g->line;
    all[g->n_links++] = link;
}

/* -- days -- */

kr_str geno_phrase(genopro *g, kr_str written) {
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    kr_buf out;
    kr_str phrase = KR_NONE, day, month, rest = kr_str_trim(kr_utf8_head(written, 200));
    int64_t d, m;
    kr_buf_init(&out, g->tree->arena, rest.len + 64);
    if (rest.len && (rest.ptr[0] == '~' || rest.ptr[0] == '<' || rest.ptr[0] == '>')) {
        kr_put_z(&out, rest.ptr[0] == '~' ? "ABT " : rest.ptr[0] == '<' ? "BEF " : "AFT ");
        rest = kr_str_trim(kr_str_n(rest.ptr + 1, rest.len - 1));
    }
    kr_str year = kr_str_cut(rest, '.', &day);
    year = kr_str_cut(year, '.', &month);
    if (year.len && kr_str_int(day, &d) && kr_str_int(month, &m) && m >= 1 && m <= 12 && d >= 1 && d <= 31) {
        kr_put_int(&out, d);
        kr_put_c(&out, ' ');
        kr_put_z(&out, months[m - 1]);
        kr_put_c(&out, ' ');
        rest = year;
    }
    while (rest.len > 1 && rest.ptr[0] == '0') rest = kr_str_n(rest.ptr + 1, rest.len - 1);
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];
        kr_put_c(&out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    if (kr_buf_end(&out, &phrase) != KR_OK) geno_fail(g, KR_E_MEMORY);
    return phrase;
}

/* What an event says besides its day: the date as it was written, the cause. */
static kr_str detail_of(genopro *g, kr_str phrase, kr_str cause) {
    kr_buf out;
    kr_str text = KR_NONE, one = KR_NONE;
    if (cause.len && kr_one_line(&one, g->tree->arena, cause) != KR_OK) geno_fail(g, KR_E_MEMORY);
    kr_buf_init(&out, g->tree->arena, phrase.len + one.len + 16);
    kr_put(&out, phrase);
    if (one.len) {
        if (out.len) kr_put_c(&out, '\n');
        kr_put_z(&out, "CAUS ");
        kr_put(&out, one);
    }
    if (kr_buf_end(&out, &text) != KR_OK) geno_fail(g, KR_E_MEMORY);
    return kr_tree_text(g->tree, KR_KIND_event, KR_F_event_detail, text, g->line);
}

kr_date geno_date(genopro *g, kr_str written, const char *tag, geno_owner owner, uint8_t kind, kr_str cause) {
    kr_str phrase = KR_NONE;
    kr_gedcom_date date = {0};
    if (written.len) {
        phrase = geno_phrase(g, written);
        date = kr_gedcom_date_read(phrase);
        if (date.plain) phrase = KR_NONE;
    }
    if (phrase.len == 0 && cause.len == 0) return date.date;
    kr_str detail = detail_of(g, phrase, cause);
    kr_tree_event *event = kr_tree_event_add(g->tree);
    if (!event) return date.date;
    *event = (kr_tree_event){.owner = owner.index,
                             .of_union = owner.of_union,
                             .kind = kind,
                             .tag = kr_str_z(tag),
                             .date = date.date,
                             .detail = detail};
    return date.date;
}

/* -- people -- */

/* "First Middle Last" for a name that is only there in parts. */
static kr_str joined_name(genopro *g) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, g->tree->arena, 4 * MOST_NAME);
    for (int part = GENO_FIRST; part <= GENO_LAST; part++) {
        kr_str one = kr_utf8_head(g->parts[part], MOST_NAME);
        if (one.len && out.len) kr_put_c(&out, ' ');
        kr_put(&out, one);
    }
    if (kr_buf_end(&out, &text) != KR_OK) geno_fail(g, KR_E_MEMORY);
    return text.len ? text : g->parts[GENO_DISPLAY];
}

static void name_person(genopro *g, kr_tree_person *p) {
    static const char *const said[] = {
        [GENO_DISPLAY] = "Individual.Name.Display",
        [GENO_FIRST] = "Individual.Name.First",
        [GENO_MIDDLE] = "Individual.Name.Middle",
    };
    kr_str whole = g->parts[GENO_NAME].len ? g->parts[GENO_NAME] : joined_name(g);
    p->name = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_name, whole, g->line);
    p->surname = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_surname, g->parts[GENO_LAST], g->line);
    for (int part = GENO_DISPLAY; part < GENO_LAST; part++) {
        kr_str one = g->parts[part];
        bool new = one.len && (one.len > 400 || kr_str_find(whole, one) == SIZE_MAX);
        /* The same words over several lines say nothing more. */
        if (new &&part == GENO_DISPLAY && memchr(one.ptr, '\n', one.len)) new = false;
        if (new) geno_left(g, said[part]);
    }
    p->named = p->name.len > 0;
    if (!p->named) p->name = KR_STR("?");
    if (kr_tree_says_twin(p->name, &p->twin_type)) p->twin = true;
}

/* "-150,35", upwards. */
static void place_person(genopro *g, kr_tree_person *p) {
    kr_str x, y, sheet = g->parts[GENO_SHEET];
    int64_t across, up;
    if (g->parts[GENO_POSITION].len == 0) return;
    y = kr_str_cut(g->parts[GENO_POSITION], ',', &x);
    if (y.len == 0 || !kr_str_int(kr_str_trim(x), &across) || !kr_str_int(kr_str_trim(y), &up)) return;
    if (across < -1000000 || across > 1000000 || up < -1000000 || up > 1000000) return;
    p->placed = true;
    p->x = (int32_t)across;
    p->y = -(int32_t)up;
    for (size_t i = 0; i < g->marks[GENO_SHEETS].n && i < 1000; i++) {
        if (sheet.len && kr_str_eq(g->marks[GENO_SHEETS].all[i].id, sheet)) p->sheet = (uint16_t)i;
    }
}

static void link_person(genopro *g, uint32_t index) {
    static const struct {
        geno_part part;
        geno_link_what what;
    } all[] = {{GENO_BIRTH_PLACE, GENO_LINK_BIRTH_PLACE},
               {GENO_DEATH_PLACE, GENO_LINK_DEATH_PLACE},
               {GENO_WORK, GENO_LINK_WORK}};
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        kr_str to = g->parts[all[i].part];
        if (to.len) add_link(g, (geno_link){.what = all[i].what, .one = to, .index = index});
    }
}

static void live_person(genopro *g, kr_tree_person *p, geno_owner owner) {
    const kr_str *parts = g->parts;
    kr_str cause = parts[GENO_CAUSE];
    bool dead = parts[GENO_DEAD].len && parts[GENO_DEAD].ptr[0] == 'Y';
    uint8_t arrival = geno_arrival(cause);
    if (arrival) cause = KR_NONE;
    bool expected = parts[GENO_PREGNANT].len && !parts[GENO_BIRTH].len && !dead && !arrival;
    if (parts[GENO_PREGNANT].len && !expected)
        geno_left_word(g, "Individual.Birth.PregnancyLength", parts[GENO_PREGNANT], g->line);
    kr_date born = geno_date(g, parts[GENO_BIRTH], "BIRT", owner, KR_event_kind_birth, KR_NONE);
    kr_date died = geno_date(g, parts[GENO_DEATH], "DEAT", owner, KR_event_kind_death, cause);
    if (dead && !died && !parts[GENO_DEATH].len && !cause.len && !arrival) {
        kr_tree_event *event = kr_tree_event_add(g->tree);
        if (event)
            *event =
                (kr_tree_event){.owner = owner.index, .kind = KR_event_kind_death, .tag = KR_STR("DEAT")};
    }
    p->born = born;
    p->died = died;
    p->arrival = expected ? KR_arrival_expected : arrival;
    p->dead = dead || cause.len > 0;
}

void geno_end_person(genopro *g) {
    const kr_str *parts = g->parts;
    if (parts[GENO_ALIAS].len) {
        add_thing(g, GENO_ALIASES, (geno_thing){.text = parts[GENO_ALIAS]});
        return;
    }
    kr_tree_person *p = kr_tree_person_add(g->tree);
    if (!p) return;
    size_t index = g->tree->n_persons - 1;
    char sex = parts[GENO_GENDER].len ? parts[GENO_GENDER].ptr[0] : '\0';
    add_mark(g, GENO_PERSONS, parts[GENO_ID], index);
    p->line = g->line;
    if (parts[GENO_ID].len <= 200)
        p->mark = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_source_mark, parts[GENO_ID], g->line);
    if (sex) p->gender = sex == 'M' ? KR_gender_man : sex == 'F' ? KR_gender_woman : KR_gender_unknown;
    if (sex == 'P') p->what = KR_what_animal, p->gender = 0;
    name_person(g, p);
    p->note = kr_tree_text(g->tree, KR_KIND_person, KR_F_person_family_note, parts[GENO_NOTE], g->line);
    place_person(g, p);
    live_person(g, p, (geno_owner){(uint32_t)index, false});
    link_person(g, (uint32_t)index);
}

/* -- families, and what says who belongs to them -- */

void geno_end_family(genopro *g) {
    const kr_str *parts = g->parts;
    kr_tree_union *u = kr_tree_union_add(g->tree);
    if (!u) return;
    size_t index = g->tree->n_unions - 1;
    add_mark(g, GENO_UNIONS, parts[GENO_ID], index);
    u->line = g->line;
    if (parts[GENO_ID].len <= 200)
        u->mark = kr_tree_text(g->tree, KR_KIND_union, KR_F_union_source_mark, parts[GENO_ID], g->line);
    if (parts[GENO_WORD].len && !geno_relation(parts[GENO_WORD], &u->type, &u->end))
        geno_left_word(g, "Family.Relation", parts[GENO_WORD], g->line);
    u->note = kr_tree_text(g->tree, KR_KIND_union, KR_F_union_remark, parts[GENO_NOTE], g->line);
    if (parts[GENO_PAIRS].len)
        add_link(g,
                 (geno_link){.what = GENO_LINK_WEDDING, .one = parts[GENO_PAIRS], .index = (uint32_t)index});
}

void geno_end_pedigree(genopro *g) {
    const kr_str *parts = g->parts;
    add_link(g, (geno_link){.what = GENO_LINK_FAMILY,
                            .one = parts[GENO_FROM],
                            .other = parts[GENO_TO],
                            .word = parts[GENO_WORD],
                            .twin = parts[GENO_TWIN]});
}

void geno_end_bond(genopro *g) {
    const kr_str *parts = g->parts;
    add_link(g, (geno_link){.what = GENO_LINK_BOND,
                            .one = parts[GENO_FROM],
                            .other = parts[GENO_TO],
                            .word = parts[GENO_WORD],
                            .note = parts[GENO_NOTE]});
}

void geno_end_social(genopro *g) {
    const kr_str *parts = g->parts;
    add_link(g, (geno_link){.what = GENO_LINK_SOCIAL,
                            .one = parts[GENO_FROM],
                            .other = parts[GENO_TO],
                            .word = parts[GENO_WORD],
                            .note = parts[GENO_NOTE]});
}

void geno_end_twin(genopro *g) {
    uint8_t type = 0;
    kr_str word = g->parts[GENO_WORD];
    if (kr_str_is(word, "Identical") || kr_str_is(word, "Monozygotic")) type = KR_twin_type_identical;
    if (kr_str_is(word, "Fraternal") || kr_str_is(word, "Dizygotic")) type = KR_twin_type_fraternal;
    add_thing(g, GENO_TWINS, (geno_thing){.type = type, .first = KR_NOBODY});
}

void geno_end_place(genopro *g) {
    add_thing(g, GENO_PLACES, (geno_thing){.text = g->parts[GENO_NAME]});
}

void geno_end_work(genopro *g) {
    add_thing(g, GENO_WORKS, (geno_thing){.text = g->parts[GENO_NAME]});
}

void geno_end_wedding(genopro *g) {
    const kr_str *parts = g->parts;
    add_thing(g, GENO_WEDDINGS,
              (geno_thing){.date = parts[GENO_DATE],
                           .place = parts[GENO_PLACE],
                           .divorce = parts[GENO_DIVORCE],
                           .note = parts[GENO_NOTE]});
}

void geno_end_sheet(genopro *g) {
    add_mark(g, GENO_SHEETS, g->parts[GENO_ID], g->marks[GENO_SHEETS].n);
}
