/* The family in words: names, what somebody is to the one in the middle, years, and what happened. */
#include <stdio.h>

#include "web/pages_family.h"

kr_str kr_person_called(const kr_page *page, const kr_person *person) {
    static const char *const arrivals[] = {
        "", "", "family.expected", "family.miscarriage", "family.abortion", "family.stillborn"};
    if (person->name.len) return person->name;
    bool not_born = person->arrival > KR_arrival_alive && person->arrival < KR_COUNT(arrivals);
    return kr_word(page->lang, not_born ? arrivals[person->arrival] : "family.nameless");
}

kr_str kr_tree_name(const kr_tree *tree, uint32_t member) {
    return kr_person_called(&tree->page, tree->f.members[member].person);
}

kr_str kr_tree_full_name(const kr_tree *tree, uint32_t member) {
    const kr_person *person = tree->f.members[member].person;
    if (!person->name.len || !person->surname.len || kr_str_ends(person->name, person->surname))
        return kr_tree_name(tree, member);
    kr_buf out = kr_page_buf(&tree->page);
    kr_put(&out, person->name);
    kr_put_c(&out, ' ');
    kr_put(&out, person->surname);
    return kr_page_text(&out);
}

/* Which word for a partner: man or vrouw when married, vriend or vriendin when each keeps a life of one's
 * own, else partner. */
static const char *mate_word(const kr_tree *tree, const kr_kinship *kin) {
    const kr_union *record = kin->couple == KR_NOBODY ? NULL : tree->f.couples[kin->couple].record;
    if (!record) return "";
    switch (record->type) {
    case KR_union_type_married:
        return ".married";
    case KR_union_type_lat:
    case KR_union_type_relation:
    case KR_union_type_casual:
    case KR_union_type_affair:
    case KR_union_type_met:
        return ".friend";
    default:
        return "";
    }
}

kr_str kr_tree_kin(const kr_tree *tree, uint32_t member) {
    const kr_kinship *kin = &tree->kin[member];
    const kr_person *person = tree->f.members[member].person;
    char key[80];
    if (kin->kin == KR_KIN_NONE || !person->name.len) return KR_NONE;
    if (kin->kin == KR_KIN_SELF)
        return kr_word(tree->page.lang, member == tree->f.ego ? "kin.self.you" : "kin.self");
    bool mate = kin->kin == KR_KIN_PARTNER || kin->kin == KR_KIN_FORMER_PARTNER ||
                kin->kin == KR_KIN_PARTNER_OF || kin->kin == KR_KIN_FORMER_PARTNER_OF;
    snprintf(key, sizeof key, "kin.%s%s.%c", kr_kin_name((kr_kin)kin->kin), mate ? mate_word(tree, kin) : "",
             kr_kin_letter(person));
    kr_buf out = kr_page_buf(&tree->page), nth = kr_page_buf(&tree->page);
    if (kin->kin == KR_KIN_FORMER_PARTNER_OF) {
        char which[32];
        snprintf(which, sizeof which, "kin.nth.%u", kin->nth >= 1 && kin->nth <= 4 ? kin->nth : 0u);
        kr_put(&nth, kr_word(tree->page.lang, which));
    }
    kr_word_arg args[2] = {
        KR_WORD_TEXT("name", kin->via == KR_NOBODY ? KR_NONE : kr_tree_name(tree, kin->via)),
        KR_WORD_TEXT("nth", kr_page_text(&nth))};
    kr_say(&out, tree->page.lang, key, args, 2);
    bool yours =
        tree->root == tree->f.ego && (kin->kin == KR_KIN_PARTNER || kin->kin == KR_KIN_FORMER_PARTNER);
    if (!yours) return kr_page_text(&out);
    kr_buf said = kr_page_buf(&tree->page);
    kr_say_with(&tree->page, &said, "kin.your", "name", kr_page_text(&out));
    return kr_page_text(&said);
}

kr_str kr_tree_years(const kr_tree *tree, uint32_t member) {
    const kr_person *person = tree->f.members[member].person;
    int born = kr_person_born_year(person), died = kr_person_died_year(person);
    int age = kr_person_age(person, tree->today);
    kr_buf out = kr_page_buf(&tree->page);
    if (born) kr_put_int(&out, born);
    if (died) {
        kr_put_z(&out, born ? "–" : "† ");
        kr_put_int(&out, died);
    }
    if (age < 0 || person->arrival > KR_arrival_alive || (!died && age > 120)) return kr_page_text(&out);
    kr_word_arg n = KR_WORD_NUMBER("n", age);
    kr_put_z(&out, ", ");
    kr_say(&out, tree->page.lang, died ? "family.became" : "family.age", &n, 1);
    return kr_page_text(&out);
}

/* -- sentences -- */

static void space(kr_buf *out) {
    if (out->len) kr_put_c(out, ' ');
}

static kr_str year_text(const kr_tree *tree, kr_date date) {
    kr_buf out = kr_page_buf(&tree->page);
    if (date) kr_put_int(&out, date / 10000);
    return kr_page_text(&out);
}

/* A sentence that has another form with a year: key, or key.in. */
static void say_year(const kr_tree *tree, kr_buf *out, const char *stem, const char *name, kr_str who,
                     kr_date date) {
    char key[80];
    snprintf(key, sizeof key, "%s.%s%s", stem, name, date ? ".in" : "");
    if (!kr_word_known(kr_str_z(key))) return;
    kr_word_arg args[2] = {KR_WORD_TEXT("name", who), KR_WORD_TEXT("year", year_text(tree, date))};
    kr_say(out, tree->page.lang, key, args, 2);
}

void kr_tree_say_union(const kr_tree *tree, kr_buf *out, const kr_couple *couple, uint32_t member) {
    const kr_union *record = couple->record;
    uint32_t other = kr_couple_other(couple, member);
    if (!record || other == KR_NOBODY || !tree->f.members[other].person->name.len) return;
    const char *type = kr_choice_name(kr_list_of(KR_KIND_union, KR_F_union_type),
                                      record->type ? record->type : KR_union_type_unknown);
    const char *end = kr_choice_name(kr_list_of(KR_KIND_union, KR_F_union_end), record->end);
    space(out);
    say_year(tree, out, "family.union", type, kr_tree_name(tree, other), record->since);
    if (end) say_year(tree, out, "family.end", end, KR_NONE, record->until);
    if (record->again) say_year(tree, out, "family.end", "again", KR_NONE, record->again);
    kr_put_c(out, '.');
}

kr_str kr_tree_couple(const kr_tree *tree, uint32_t at) {
    const kr_couple *couple = &tree->f.couples[at];
    kr_str names[2] = {kr_tree_name(tree, couple->a), KR_NONE};
    if (couple->b != KR_NOBODY) names[1] = kr_tree_name(tree, couple->b);
    kr_buf out = kr_page_buf(&tree->page);
    kr_say_names(&out, tree->page.lang, names, couple->b == KR_NOBODY ? 1 : 2, 2);
    return kr_page_text(&out);
}

static void say_twin(const kr_tree *tree, kr_buf *out, const kr_child *child) {
    const kr_couple *couple = &tree->f.couples[child->couple];
    kr_str names[8];
    size_t n = 0;
    if (!child->record->twin) return;
    for (uint32_t i = 0; i < couple->n_children && n < KR_COUNT(names); i++) {
        const kr_child *other = &tree->f.children[couple->first_child + i];
        if (other->child != child->child && other->record->twin == child->record->twin)
            names[n++] = kr_tree_name(tree, other->child);
    }
    if (!n) return;
    kr_buf who = kr_page_buf(&tree->page);
    kr_say_names(&who, tree->page.lang, names, n, 8);
    space(out);
    kr_say_with(&tree->page, out,
                n > 1                                                ? "family.triplet"
                : child->record->twin_type == KR_twin_type_identical ? "family.twin.identical"
                : child->record->twin_type == KR_twin_type_fraternal ? "family.twin.fraternal"
                                                                     : "family.twin",
                "name", kr_page_text(&who));
}

static void say_origins(const kr_tree *tree, kr_buf *out, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_child *child = &tree->f.children[tree->f.origins[m->first_origin + i]];
        unsigned type = child->record->type;
        bool said = type > KR_parentage_type_birth && type != KR_parentage_type_unknown;
        bool half = tree->kin[member].kin == KR_KIN_HALF_SIBLING || m->n_origins > 1;
        if (said) {
            space(out);
            say_year(tree, out, "family.child",
                     kr_choice_name(kr_list_of(KR_KIND_parentage, KR_F_parentage_type), type), KR_NONE,
                     child->record->since);
        }
        if (half) {
            char key[32];
            space(out);
            snprintf(key, sizeof key, "family.of.%c", kr_kin_letter(m->person));
            kr_say_with(&tree->page, out, key, "name", kr_tree_couple(tree, child->couple));
        }
        say_twin(tree, out, child);
    }
}

/* Said once for a home: by whoever is of the line, and by the oldest of two generations. */
static bool said_by_other(const kr_tree *tree, uint32_t member, kr_id house) {
    const kr_relative *m = &tree->f.members[member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *c = &tree->f.couples[tree->f.children[tree->f.origins[m->first_origin + i]].couple];
        if (tree->f.members[c->a].person->household == house) return true;
        if (c->b != KR_NOBODY && tree->f.members[c->b].person->household == house) return true;
    }
    for (uint32_t i = 0; i < m->n_couples && !tree->kin[member].line; i++) {
        uint32_t other = kr_couple_other(&tree->f.couples[tree->f.couples_of[m->first_couple + i]], member);
        if (other != KR_NOBODY && tree->f.members[other].person->household == house) return true;
    }
    return false;
}

static void say_house(const kr_tree *tree, kr_buf *out, uint32_t member, kr_id house, const char *key) {
    kr_str names[12];
    size_t n = 0, all = 0;
    if (!house) return;
    for (size_t i = 0; i < tree->f.n; i++) {
        const kr_person *p = tree->f.members[i].person;
        if (i == member || (p->household != house && p->second_household != house)) continue;
        if (n < KR_COUNT(names)) names[n++] = kr_tree_name(tree, (uint32_t)i);
        all++;
    }
    if (!all) return;
    kr_buf who = kr_page_buf(&tree->page);
    kr_say_names(&who, tree->page.lang, names, n, 8);
    space(out);
    kr_say_with(&tree->page, out, key, "name", kr_page_text(&who));
}

static void say_events(const kr_tree *tree, kr_buf *out, const kr_person *person) {
    const kr_circle *circle = tree->f.circle;
    for (size_t i = 0; i < circle->n_events; i++) {
        const kr_event *event = &circle->events[i];
        if (event->gone || event->about != person->id || event->in_tree == KR_yesno_no) continue;
        kr_str what =
            event->what.len
                ? event->what
                : kr_page_choice(&tree->page, kr_list_of(KR_KIND_event, KR_F_event_kind), event->kind);
        if (!what.len) continue;
        space(out);
        kr_put(out, what);
        if (event->date) {
            kr_put_z(out, ", ");
            kr_put(out, year_text(tree, event->date));
        }
        if (!kr_str_ends(what, KR_STR("."))) kr_put_c(out, '.');
    }
}

kr_str kr_tree_story(const kr_tree *tree, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    kr_buf out = kr_page_buf(&tree->page);
    if (m->person->gender >= KR_gender_other && m->person->gender <= KR_gender_intersex) {
        kr_put(&out, kr_page_choice(&tree->page, kr_list_of(KR_KIND_person, KR_F_person_gender),
                                    m->person->gender));
        kr_put_c(&out, '.');
    }
    say_origins(tree, &out, member);
    for (uint32_t i = 0; i < m->n_couples; i++)
        kr_tree_say_union(tree, &out, &tree->f.couples[tree->f.couples_of[m->first_couple + i]], member);
    if (!kr_person_is_dead(m->person)) {
        if (!said_by_other(tree, member, m->person->household))
            say_house(tree, &out, member, m->person->household, "family.lives");
        say_house(tree, &out, member, m->person->second_household, "family.lives.also");
    }
    say_events(tree, &out, m->person);
    return kr_page_text(&out);
}

/* -- emotional lines -- */

static kr_str you_or_name(const kr_tree *tree, kr_id person) {
    uint32_t at = kr_family_index(&tree->f, person);
    if (at == KR_NOBODY) return KR_NONE;
    if (at == tree->f.ego) return kr_word(tree->page.lang, "family.you");
    return kr_tree_name(tree, at);
}

/* Does this line go from one to the other? */
static bool has_direction(unsigned type) {
    switch (type) {
    case KR_bond_type_focused:
    case KR_bond_type_focused_hard:
    case KR_bond_type_emotional_abuse:
    case KR_bond_type_physical_abuse:
    case KR_bond_type_sexual_abuse:
    case KR_bond_type_neglect:
    case KR_bond_type_caretaker:
    case KR_bond_type_controlling:
    case KR_bond_type_manipulative:
    case KR_bond_type_jealous:
    case KR_bond_type_in_love:
        return true;
    default:
        return false;
    }
}

kr_str kr_bond_who(const kr_tree *tree, const kr_bond *bond) {
    kr_word_arg args[2] = {KR_WORD_TEXT("a", you_or_name(tree, bond->from)),
                           KR_WORD_TEXT("b", you_or_name(tree, bond->to))};
    kr_buf out = kr_page_buf(&tree->page);
    kr_say(&out, tree->page.lang, has_direction(bond->type) ? "family.bond.from" : "family.bond.both", args,
           2);
    return kr_page_high(&tree->page, kr_page_text(&out));
}

kr_str kr_bond_how(const kr_tree *tree, const kr_bond *bond) {
    kr_buf out = kr_page_buf(&tree->page);
    kr_put(&out, kr_page_choice_low(&tree->page, kr_list_of(KR_KIND_bond, KR_F_bond_type), bond->type));
    if (bond->since) {
        if (out.len) kr_put_z(&out, ", ");
        kr_say_with(&tree->page, &out, "family.bond.since", "year", year_text(tree, bond->since));
    }
    if (bond->until) {
        if (out.len) kr_put_z(&out, ", ");
        kr_say_with(&tree->page, &out, "family.bond.until", "year", year_text(tree, bond->until));
    }
    return kr_page_text(&out);
}

kr_str kr_bond_told(const kr_tree *tree, const kr_bond *bond) {
    kr_buf out = kr_page_buf(&tree->page);
    bool self =
        tree->f.ego != KR_NOBODY && kr_str_eq(bond->told_by, tree->f.members[tree->f.ego].person->name);
    if (bond->told_by.len)
        kr_say_with(&tree->page, &out, "family.told", "name",
                    self ? kr_word(tree->page.lang, "family.you") : bond->told_by);
    if (bond->told_on) {
        if (out.len) kr_put_z(&out, ", ");
        kr_say_date(&out, tree->page.lang, bond->told_on);
    }
    return kr_page_text(&out);
}

/* The closed drawer of a contact: what they are in the family, and since when they live. */
void kr_say_family(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    kr_tree tree = {.page = *page, .today = kr_date_of(page->request->local)};
    kr_arena *arena = page->request->arena;
    if (kr_family_make(&tree.f, arena, &page->request->view) != KR_OK) return;
    uint32_t member = kr_family_index(&tree.f, alter->person->id);
    tree.root = tree.f.ego;
    if (member == KR_NOBODY || kr_kinship_of(&tree.kin, arena, &tree.f, tree.root) != KR_OK) return;
    kr_str kin = kr_tree_kin(&tree, member), years = kr_tree_years(&tree, member);
    kr_put(out, kr_page_high(page, kin));
    if (kin.len && years.len) kr_put_z(out, ", ");
    kr_put(out, years);
    if (out->len) kr_put_c(out, '.');
}

/* -- into the model -- */

kr_str kr_tree_link(const kr_tree *tree, uint32_t member) {
    return kr_page_link(&tree->page, "/stamboom/mens/", tree->f.members[member].person->id, "");
}

void kr_put_tree_symbol(const kr_tree *tree, kr_model *object, uint32_t member) {
    const kr_person *p = tree->f.members[member].person;
    char letter = kr_kin_letter(p);
    bool unborn = p->arrival > KR_arrival_alive && p->arrival != KR_arrival_stillborn;
    bool animal = p->what == KR_what_animal;
    bool shaped = !unborn && !animal;
    bool dome = shaped && p->gender == KR_gender_non_binary;
    kr_put_bool(object, "triangle", unborn);
    kr_put_bool(object, "diamond", animal);
    kr_put_bool(object, "square", shaped && letter == 'm');
    kr_put_bool(object, "circle", shaped && letter == 'f');
    kr_put_bool(object, "dome", dome);
    kr_put_bool(object, "unknown", shaped && letter == 'x' && !dome);
    kr_put_bool(object, "dead", kr_person_is_dead(p) || p->arrival > KR_arrival_expected);
    kr_put_bool(object, "me", member == tree->root);
}

void kr_put_relative(const kr_tree *tree, kr_model *object, uint32_t member) {
    char digits[17];
    kr_id_text(tree->f.members[member].person->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "name", kr_tree_full_name(tree, member));
    kr_put_text(object, "href", kr_tree_link(tree, member));
    kr_put_text(object, "kin", kr_tree_kin(tree, member));
    kr_put_text(object, "years", kr_tree_years(tree, member));
    kr_put_tree_symbol(tree, object, member);
}
