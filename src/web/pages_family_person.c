/* One person in the family tree: whom they belong to, large buttons to add somebody, and what is known of
 * them in the family. */
#include "web/pages_family.h"

#include <stdio.h>

#define PERSON(name, look)                                                                                   \
    { KR_KIND_person, KR_F_person_##name, look }

static const kr_field_spec open_fields[] = {
    PERSON(name, KR_AS_LINE),        PERSON(surname, KR_AS_LINE),     PERSON(gender, KR_AS_SELECT),
    PERSON(born, KR_AS_SHORT),       PERSON(birth_place, KR_AS_LINE), PERSON(died, KR_AS_SHORT),
    PERSON(death_place, KR_AS_LINE), PERSON(occupation, KR_AS_LINE),  PERSON(family_note, KR_AS_AREA),
};
static const kr_field_spec last_fields[] = {PERSON(dead, KR_AS_CHECK), PERSON(arrival, KR_AS_SELECT),
                                            PERSON(only_family, KR_AS_CHECK)};
static const kr_field_spec private_fields[] = {PERSON(orientation, KR_AS_SELECT),
                                               PERSON(condition, KR_AS_DUO), PERSON(mark, KR_AS_DUO)};

/* -- whom they belong to -- */

static void put_parents(const kr_tree *tree, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    kr_model *array = kr_put_array(tree->page.model, "parents");
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_child *child = &tree->f.children[tree->f.origins[m->first_origin + i]];
        const kr_couple *couple = &tree->f.couples[child->couple];
        kr_model *object = kr_add_object(array);
        kr_put_text(object, "type",
                    kr_page_choice(&tree->page, kr_list_of(KR_KIND_parentage, KR_F_parentage_type),
                                   child->record->type));
        kr_put_text(object, "edit", kr_page_link(&tree->page, "/stamboom/kind/", child->record->id, ""));
        kr_put_text(object, "names", kr_tree_couple(tree, child->couple));
        kr_model *people = kr_put_array(object, "people");
        kr_put_relative(tree, kr_add_object(people), couple->a);
        if (couple->b != KR_NOBODY) kr_put_relative(tree, kr_add_object(people), couple->b);
    }
    kr_put_bool(tree->page.model, "has_parents", m->n_origins > 0);
}

static void put_children(const kr_tree *tree, kr_model *object, const kr_couple *couple) {
    kr_model *array = kr_put_array(object, "children");
    for (uint32_t k = 0; k < couple->n_children; k++) {
        const kr_child *child = &tree->f.children[couple->first_child + k];
        kr_model *row = kr_add_object(array);
        bool usual = !child->record->type || child->record->type == KR_parentage_type_birth;
        kr_put_relative(tree, row, child->child);
        kr_put_text(row, "type",
                    usual
                        ? KR_NONE
                        : kr_page_choice_low(&tree->page, kr_list_of(KR_KIND_parentage, KR_F_parentage_type),
                                             child->record->type));
        kr_put_text(row, "edit", kr_page_link(&tree->page, "/stamboom/kind/", child->record->id, ""));
    }
    kr_put_bool(object, "has_children", couple->n_children > 0);
}

static void put_couples(const kr_tree *tree, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    kr_model *array = kr_put_array(tree->page.model, "couples");
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &tree->f.couples[tree->f.couples_of[m->first_couple + i]];
        uint32_t other = kr_couple_other(couple, member);
        kr_model *object = kr_add_object(array);
        kr_buf say = kr_page_buf(&tree->page);
        kr_tree_say_union(tree, &say, couple, member);
        kr_put_text(object, "say", kr_page_text(&say));
        if (other == KR_NOBODY) {
            kr_put_bool(object, "other", false);
        } else {
            kr_put_relative(tree, kr_put_object(object, "other"), other);
        }
        if (couple->record) {
            kr_put_text(object, "edit", kr_page_link(&tree->page, "/stamboom/paar/", couple->record->id, ""));
        } else {
            kr_put_bool(object, "edit", false);
        }
        put_children(tree, object, couple);
    }
    kr_put_bool(tree->page.model, "has_couples", m->n_couples > 0);
}

static void put_houses(const kr_tree *tree, const char *name, kr_id chosen) {
    const kr_circle *circle = tree->f.circle;
    kr_model *array = kr_put_array(tree->page.model, name);
    for (size_t i = 0; i < circle->n_households; i++) {
        const kr_household *house = &circle->households[i];
        char digits[17];
        if (house->gone) continue;
        kr_model *object = kr_add_object(array);
        kr_id_text(house->id, digits);
        kr_put_text(object, "id", kr_str_z(digits));
        kr_put_text(object, "label",
                    house->name.len ? house->name : kr_word(tree->page.lang, "family.house.nameless"));
        kr_put_bool(object, "checked", house->id == chosen);
    }
    kr_put_bool(tree->page.model, "has_houses", kr_model_count(array) > 0);
}

static const kr_moved *moved_of(const kr_circle *circle, kr_id person) {
    for (size_t i = 0; i < circle->n_moves; i++) {
        const kr_moved *moved = &circle->moves[i];
        if (!moved->gone && moved->person == person && kr_str_is(moved->drawing, "genogram")) return moved;
    }
    return NULL;
}

static void put_fields(const kr_tree *tree, const kr_person *person, bool typed) {
    const kr_page *page = &tree->page;
    kr_str name = kr_person_called(page, person);
    kr_model *fields = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < KR_COUNT(open_fields); i++)
        kr_put_field(page, fields, person, open_fields[i], name, typed);
    fields = kr_put_array(page->model, "last");
    for (size_t i = 0; i < KR_COUNT(last_fields); i++) {
        if (last_fields[i].field == KR_F_person_only_family && person->id == tree->f.circle->self.ego)
            continue;
        kr_put_field(page, fields, person, last_fields[i], name, typed);
    }
    fields = kr_put_array(page->model, "private");
    for (size_t i = 0; i < KR_COUNT(private_fields); i++)
        kr_put_field(page, fields, person, private_fields[i], name, typed);
    put_houses(tree, "houses", person->household);
    put_houses(tree, "second_houses", person->second_household);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *why, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    kr_tree tree;
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    kr_page *page = &tree.page;
    uint32_t member = kr_family_index(&tree.f, person->id);
    if (member == KR_NOBODY) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_word_arg args[2] = {KR_WORD_TEXT("person", kr_tree_full_name(&tree, member)),
                           KR_WORD_TEXT("name", kr_str_z(page->ego))};
    kr_put_say(request, page->model, "title", "title.family.person", args, 2);
    kr_put_relative(&tree, kr_put_object(page->model, "person"), member);
    kr_put_text(page->model, "story", kr_tree_story(&tree, member));
    kr_put_text(page->model, "called", kr_tree_name(&tree, member));
    kr_put_bool(page->model, "is_ego", member == tree.f.ego);
    kr_put_bool(page->model, "hidden", person->branch_hidden == KR_yesno_yes);
    kr_put_bool(page->model, "moved", moved_of(tree.f.circle, person->id) != NULL);
    kr_put_bool(page->model, "is_root", tree.f.circle->self.family_root == person->id);
    kr_put_bool(page->model, "in_circle",
                member != tree.f.ego && kr_network_index(&page->net, person->id) != SIZE_MAX);
    kr_put_bool(page->model, "related", kr_relative_related(&tree.f, member));
    put_parents(&tree, member);
    put_couples(&tree, member);
    kr_put_bonds(&tree, person->id);
    put_fields(&tree, person, why != NULL);
    if (why) {
        kr_put_problem_of(page, why);
    } else {
        kr_put_problem(page, NULL);
    }
    kr_page_flow(request, page->model, "/stamboom", "family.back");
    return KR_OK;
}

kr_err kr_page_family_person(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, error);
}

/* -- saving what is known of them -- */

typedef struct saving {
    const kr_request *request;
    kr_id person;
} saving;

static void fill_house(kr_draft *draft, const saving *job, const char *name, uint16_t field) {
    kr_id house = 0;
    kr_kind kind = KR_KIND_none;
    if (!kr_posted_has(job->request, name)) return;
    if (!kr_id_parse(kr_posted(job->request, name), &house)) {
        kr_draft_clear(draft, KR_KIND_person, job->person, field);
        return;
    }
    if (kr_circle_record_of(draft->circle, house, &kind) && kind == KR_KIND_household)
        kr_draft_ref(draft, KR_KIND_person, job->person, field, house);
}

static void fill_person(kr_draft *draft, void *context) {
    const saving *job = context;
    const kr_person *person = kr_circle_person(draft->circle, job->person);
    if (kr_posted_has(job->request, "prive")) {
        for (size_t i = 0; i < KR_COUNT(private_fields); i++)
            kr_draft_posted(draft, job->request, job->person, private_fields[i]);
        return;
    }
    for (size_t i = 0; i < KR_COUNT(open_fields); i++) {
        /* Who has a name keeps one. */
        bool emptied = open_fields[i].field == KR_F_person_name && person && person->name.len &&
                       !kr_str_trim(kr_posted(job->request, "person.name")).len;
        if (!emptied) kr_draft_posted(draft, job->request, job->person, open_fields[i]);
    }
    for (size_t i = 0; i < KR_COUNT(last_fields); i++)
        if (last_fields[i].field != KR_F_person_only_family || job->person != draft->circle->self.ego)
            kr_draft_posted(draft, job->request, job->person, last_fields[i]);
    fill_house(draft, job, "huis", KR_F_person_household);
    fill_house(draft, job, "huis2", KR_F_person_second_household);
}

kr_err kr_page_family_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {request, person->id};
    kr_err err = kr_page_change(request, KR_ACT_SAY, fill_person, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_error why = *error;
        reply->status = 422;
        reply->tmpl = "family-person";
        return show(request, reply, &why, error);
    }
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/stamboom/mens/", job.person, "", "notice.saved");
    return KR_OK;
}

/* -- what can be done with them in the drawing -- */

typedef struct deed {
    kr_id person;
    kr_str what;
} deed;

#define STEP   40
#define LIFT   6
#define MIDDLE 100000

static int64_t moved_by(int64_t from, int64_t by, int64_t most) {
    int64_t at = from + by;
    return at < MIDDLE - most ? MIDDLE - most : at > MIDDLE + most ? MIDDLE + most : at;
}

/* Up and down only within the row of a generation. */
static void shift(kr_draft *draft, kr_id person, int64_t right, int64_t down) {
    const kr_moved *moved = moved_of(draft->circle, person);
    kr_id id = moved ? moved->id : kr_draft_new_id(draft);
    int64_t x = moved_by(moved ? moved->x : MIDDLE, right, MIDDLE),
            y = moved_by(moved && moved->y ? moved->y : MIDDLE, down, 12);
    kr_draft_text(draft, KR_KIND_moved, id, KR_F_moved_drawing, KR_STR("genogram"));
    kr_draft_ref(draft, KR_KIND_moved, id, KR_F_moved_person, person);
    kr_draft_number(draft, KR_KIND_moved, id, KR_F_moved_x, x);
    kr_draft_number(draft, KR_KIND_moved, id, KR_F_moved_y, y);
}

/* Out of the tree: whoever is a parent leaves the other parent with the children. A person who is nowhere
 * else goes to the bin; a contact stays in the circle. */
static void leave_tree(kr_draft *draft, kr_id person) {
    const kr_circle *c = draft->circle;
    const kr_person *p = kr_circle_person(c, person);
    for (size_t i = 0; i < c->n_parentages; i++) {
        const kr_parentage *one = &c->parentages[i];
        if (!one->gone && (one->child == person || (one->parent == person && !one->pair)))
            kr_draft_bin(draft, one->id);
    }
    for (size_t i = 0; i < c->n_unions; i++) {
        const kr_union *u = &c->unions[i];
        bool children = false;
        if (u->gone || (u->a != person && u->b != person)) continue;
        for (size_t k = 0; k < c->n_parentages && !children; k++)
            children = !c->parentages[k].gone && c->parentages[k].pair == u->id;
        if (!children || !u->a || !u->b) {
            kr_draft_bin(draft, u->id);
            continue;
        }
        if (u->a == person) kr_draft_ref(draft, KR_KIND_union, u->id, KR_F_union_a, u->b);
        kr_draft_clear(draft, KR_KIND_union, u->id, KR_F_union_b);
    }
    if (p && p->only_family == KR_yesno_yes && person != c->self.ego) kr_draft_bin(draft, person);
}

static void fill_deed(kr_draft *draft, void *context) {
    const deed *job = context;
    const kr_person *p = kr_circle_person(draft->circle, job->person);
    const kr_moved *moved = moved_of(draft->circle, job->person);
    if (kr_str_is(job->what, "vouw")) {
        bool hidden = p && p->branch_hidden == KR_yesno_yes;
        kr_draft_number(draft, KR_KIND_person, job->person, KR_F_person_branch_hidden,
                        hidden ? 0 : KR_yesno_yes);
    } else if (kr_str_is(job->what, "links")) {
        shift(draft, job->person, -STEP, 0);
    } else if (kr_str_is(job->what, "rechts")) {
        shift(draft, job->person, STEP, 0);
    } else if (kr_str_is(job->what, "hoger")) {
        shift(draft, job->person, 0, -LIFT);
    } else if (kr_str_is(job->what, "lager")) {
        shift(draft, job->person, 0, LIFT);
    } else if (kr_str_is(job->what, "terug")) {
        if (moved) kr_draft_bin(draft, moved->id);
    } else if (kr_str_is(job->what, "midden")) {
        bool now = draft->circle->self.family_root == job->person;
        kr_draft_ref(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_family_root, now ? 0 : job->person);
    } else if (kr_str_is(job->what, "weg")) {
        leave_tree(draft, job->person);
    }
}

kr_err kr_page_family_act(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    deed job = {person->id, kr_posted(request, "doe")};
    bool out = kr_str_is(job.what, "weg");
    kr_err err = kr_page_change(request, out ? KR_ACT_BIN : KR_ACT_PLACE, fill_deed, &job, error);
    if (err != KR_OK) return err;
    if (out)
        kr_go(request, reply, "/stamboom", "family.notice.out");
    else
        kr_go_to(request, reply, "/stamboom/mens/", job.person, "#h-tekening", "notice.saved");
    return KR_OK;
}
