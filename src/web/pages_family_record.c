/* The records of the family by form: couples, children of couples, emotional lines, households, events. */
#include "web/pages_family.h"

#include <stdio.h>

#define OF(kind, name, look)                                                                                 \
    { KR_KIND_##kind, KR_F_##kind##_##name, look }

static const kr_field_spec union_fields[] = {
    OF(union, type, KR_AS_SELECT), OF(union, since, KR_AS_SHORT),  OF(union, end, KR_AS_SELECT),
    OF(union, until, KR_AS_SHORT), OF(union, again, KR_AS_SHORT),  OF(union, place, KR_AS_LINE),
    OF(union, remark, KR_AS_AREA), OF(union, secret, KR_AS_CHECK),
};
static const kr_field_spec parentage_fields[] = {
    OF(parentage, type, KR_AS_SELECT),
    OF(parentage, since, KR_AS_SHORT),
    OF(parentage, until, KR_AS_SHORT),
    OF(parentage, twin_type, KR_AS_SELECT),
};
static const kr_field_spec bond_fields[] = {
    OF(bond, told_by, KR_AS_LINE), OF(bond, told_on, KR_AS_SHORT), OF(bond, since, KR_AS_SHORT),
    OF(bond, until, KR_AS_SHORT),  OF(bond, remark, KR_AS_AREA),
};
static const kr_field_spec event_fields[] = {
    OF(event, kind, KR_AS_SELECT),
    OF(event, date, KR_AS_SHORT),
    OF(event, what, KR_AS_LINE),
    OF(event, place, KR_AS_LINE),
};

/* -- shared -- */

void kr_put_problem(const kr_page *page, const char *key) {
    if (key) {
        kr_put_word(page->request, page->model, "problem", key);
    } else {
        kr_put_bool(page->model, "problem", false);
    }
}

void kr_put_problem_of(const kr_page *page, const kr_error *error) {
    kr_buf say = kr_page_buf(page);
    kr_say_error(&say, page->lang, error);
    kr_put_text(page->model, "problem", kr_page_text(&say));
}

const void *kr_page_record(kr_request *request, kr_kind wanted) {
    kr_id id;
    kr_kind kind = KR_KIND_none;
    if (!kr_id_parse(request->params[1], &id) || !request->view.circle) return NULL;
    const void *record = kr_circle_record_of(request->view.circle, id, &kind);
    return record && kind == wanted && !kr_record_gone(record, kind) ? record : NULL;
}

void kr_put_people_options(const kr_tree *tree, kr_model *object, const char *name, uint32_t except,
                           kr_id chosen) {
    kr_model *array = kr_put_array(object, name);
    for (uint32_t i = 0; i < tree->f.n; i++) {
        const kr_person *p = tree->f.members[i].person;
        char digits[17];
        if (i == except || !p->name.len) continue;
        if (p->what == KR_what_group || p->what == KR_what_place) continue;
        kr_model *option = kr_add_object(array);
        kr_str kin = tree->kin ? kr_tree_kin(tree, i) : KR_NONE;
        if (!kin.len) kin = p->role;
        kr_id_text(p->id, digits);
        kr_buf label = kr_page_buf(&tree->page);
        kr_put(&label, kr_tree_full_name(tree, i));
        if (kin.len) {
            kr_put_z(&label, " (");
            kr_put(&label, kin);
            kr_put_c(&label, ')');
        }
        kr_put_text(option, "id", kr_str_z(digits));
        kr_put_text(option, "label", kr_page_text(&label));
        kr_put_bool(option, "checked", p->id == chosen);
    }
}

typedef struct sheet {
    kr_kind kind;
    const kr_field_spec *fields;
    size_t n_fields;
    kr_id id; /* 0: a new one */
    kr_request *request;
} sheet;

static void put_sheet(kr_tree *tree, const sheet *s, const void *record, kr_str title, const kr_error *why) {
    const kr_page *page = &tree->page;
    kr_model *fields = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < s->n_fields; i++)
        kr_put_field(page, fields, record, s->fields[i], KR_NONE, why != NULL);
    kr_put_text(page->model, "title", title);
    kr_put_text(page->model, "action", page->request->path);
    kr_put_bool(page->model, "is_new", s->id == 0);
    kr_put_bool(page->model, "is_union", s->kind == KR_KIND_union);
    kr_put_bool(page->model, "is_parentage", s->kind == KR_KIND_parentage);
    kr_put_bool(page->model, "is_bond", s->kind == KR_KIND_bond);
    kr_put_bool(page->model, "is_event", s->kind == KR_KIND_event);
    if (why) {
        kr_put_problem_of(page, why);
    } else {
        kr_put_problem(page, NULL);
    }
    kr_page_flow(page->request, page->model, "/stamboom", "family.back");
}

static void fill_fields(kr_draft *draft, const sheet *s) {
    for (size_t i = 0; i < s->n_fields; i++) kr_draft_posted(draft, s->request, s->id, s->fields[i]);
}

static bool is_form_error(kr_err err) {
    return err == KR_E_INVALID || err == KR_E_LIMIT;
}

/* A person of this circle, as posted. */
static kr_id posted_person(const kr_draft *draft, const kr_request *request, const char *name) {
    kr_id id = 0;
    kr_kind kind = KR_KIND_none;
    if (!kr_id_parse(kr_posted(request, name), &id) || !kr_circle_record_of(draft->circle, id, &kind))
        return 0;
    return kind == KR_KIND_person ? id : 0;
}

/* Back at the person the form was opened from, else at the tree. */
static void go_back(kr_request *request, kr_reply *reply, kr_id person, const char *notice) {
    char path[64] = "/stamboom", digits[17];
    if (person) {
        kr_id_text(person, digits);
        snprintf(path, sizeof path, "/stamboom?om=%s", digits);
    }
    kr_go(request, reply, path, notice);
}

/* -- a couple -- */

static kr_err show_union(kr_request *request, kr_reply *reply, const kr_error *why, kr_error *error) {
    const kr_union *record = kr_page_record(request, KR_KIND_union);
    kr_tree tree;
    if (!record) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    kr_str names[2];
    size_t n = 0;
    uint32_t a = kr_family_index(&tree.f, record->a), b = kr_family_index(&tree.f, record->b);
    if (a != KR_NOBODY) names[n++] = kr_tree_name(&tree, a);
    if (b != KR_NOBODY) names[n++] = kr_tree_name(&tree, b);
    kr_buf title = kr_page_buf(&tree.page);
    kr_say_names(&title, tree.page.lang, names, n, 2);
    sheet s = {KR_KIND_union, union_fields, KR_COUNT(union_fields), record->id, request};
    put_sheet(&tree, &s, record, kr_page_text(&title), why);
    return KR_OK;
}

kr_err kr_page_union(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_union(request, reply, NULL, error);
}

static void fill_union(kr_draft *draft, void *context) {
    const sheet *s = context;
    if (kr_posted_has(s->request, "weg"))
        kr_draft_bin(draft, s->id);
    else
        fill_fields(draft, s);
}

kr_err kr_page_union_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_union *record = kr_page_record(request, KR_KIND_union);
    if (!record) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    sheet s = {KR_KIND_union, union_fields, KR_COUNT(union_fields), record->id, request};
    kr_id person = record->a;
    bool bin = kr_posted_has(request, "weg");
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SAY, fill_union, &s, error);
    if (is_form_error(err)) {
        kr_error why = *error;
        reply->status = 422;
        reply->tmpl = "family-record";
        return show_union(request, reply, &why, error);
    }
    if (err != KR_OK) return err;
    go_back(request, reply, person, bin ? "family.notice.out" : "notice.saved");
    return KR_OK;
}

/* -- a child of a couple -- */

static kr_err show_parentage(kr_request *request, kr_reply *reply, const kr_error *why, kr_error *error) {
    const kr_parentage *record = kr_page_record(request, KR_KIND_parentage);
    kr_tree tree;
    if (!record) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    uint32_t child = kr_family_index(&tree.f, record->child);
    const kr_child *place = NULL;
    for (size_t i = 0; i < tree.f.n_children; i++)
        if (tree.f.children[i].record == record) place = &tree.f.children[i];
    if (child == KR_NOBODY || !place) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_word_arg args[2] = {KR_WORD_TEXT("name", kr_tree_name(&tree, child)),
                           KR_WORD_TEXT("parents", kr_tree_couple(&tree, place->couple))};
    kr_buf title = kr_page_buf(&tree.page);
    kr_say(&title, tree.page.lang, "family.child.title", args, 2);
    kr_model *twins = kr_put_array(tree.page.model, "twins");
    const kr_couple *couple = &tree.f.couples[place->couple];
    for (uint32_t i = 0; i < couple->n_children; i++) {
        const kr_child *other = &tree.f.children[couple->first_child + i];
        char digits[17];
        if (other->child == child) continue;
        kr_model *option = kr_add_object(twins);
        kr_id_text(other->record->id, digits);
        kr_put_text(option, "id", kr_str_z(digits));
        kr_put_text(option, "label", kr_tree_name(&tree, other->child));
        kr_put_bool(option, "checked", record->twin && other->record->twin == record->twin);
    }
    kr_put_bool(tree.page.model, "has_twins", kr_model_count(twins) > 0);
    sheet s = {KR_KIND_parentage, parentage_fields, KR_COUNT(parentage_fields), record->id, request};
    put_sheet(&tree, &s, record, kr_page_text(&title), why);
    return KR_OK;
}

kr_err kr_page_parentage(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_parentage(request, reply, NULL, error);
}

/* One place to the left or right among the children: all get the number of their place. */
static void move_child(kr_draft *draft, const kr_family *f, const kr_child *child, int by) {
    const kr_couple *couple = &f->couples[child->couple];
    uint32_t at = (uint32_t)(child - &f->children[couple->first_child]);
    if ((by < 0 && at == 0) || (by > 0 && at + 1 >= couple->n_children)) return;
    uint32_t to = by < 0 ? at - 1 : at + 1;
    for (uint32_t i = 0; i < couple->n_children; i++) {
        uint32_t place = i == at ? to : i == to ? at : i;
        kr_draft_number(draft, KR_KIND_parentage, f->children[couple->first_child + i].record->id,
                        KR_F_parentage_rank, (int64_t)place + 1);
    }
}

static void fill_twins(kr_draft *draft, const sheet *s, const kr_family *f, const kr_child *child) {
    kr_str posted[16];
    size_t n = kr_posted_all(s->request, "tweeling", posted, KR_COUNT(posted));
    const kr_couple *couple = &f->couples[child->couple];
    int64_t number = child->record->twin, most = 0;
    for (uint32_t i = 0; i < couple->n_children; i++)
        if (f->children[couple->first_child + i].record->twin > most)
            most = f->children[couple->first_child + i].record->twin;
    if (!number) number = most + 1;
    bool any = false;
    for (uint32_t i = 0; i < couple->n_children; i++) {
        const kr_parentage *other = f->children[couple->first_child + i].record;
        char digits[17];
        bool on = false;
        if (other == child->record) continue;
        kr_id_text(other->id, digits);
        for (size_t k = 0; k < n && k < KR_COUNT(posted); k++) on = on || kr_str_is(posted[k], digits);
        any = any || on;
        if (on) kr_draft_number(draft, KR_KIND_parentage, other->id, KR_F_parentage_twin, number);
        if (!on && other->twin == number)
            kr_draft_clear(draft, KR_KIND_parentage, other->id, KR_F_parentage_twin);
        if (on && kr_posted(s->request, "parentage.twin_type").len)
            kr_draft_posted(draft, s->request, other->id,
                            (kr_field_spec)OF(parentage, twin_type, KR_AS_SELECT));
    }
    if (any)
        kr_draft_number(draft, KR_KIND_parentage, s->id, KR_F_parentage_twin, number);
    else
        kr_draft_clear(draft, KR_KIND_parentage, s->id, KR_F_parentage_twin);
}

static void fill_parentage(kr_draft *draft, void *context) {
    const sheet *s = context;
    kr_family f;
    kr_view view = {.circle = draft->circle, .viewer = KR_VIEWER_OWNER, .upto = draft->circle->n_changes};
    if (kr_posted_has(s->request, "weg")) {
        kr_draft_bin(draft, s->id);
        return;
    }
    if (kr_family_make(&f, draft->arena, &view) != KR_OK) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", "", "");
        return;
    }
    const kr_child *child = NULL;
    for (size_t i = 0; i < f.n_children; i++)
        if (f.children[i].record->id == s->id) child = &f.children[i];
    if (!child) return;
    kr_str order = kr_posted(s->request, "volgorde");
    if (order.len) {
        move_child(draft, &f, child, kr_str_is(order, "eerder") ? -1 : 1);
        return;
    }
    fill_fields(draft, s);
    fill_twins(draft, s, &f, child);
}

kr_err kr_page_parentage_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_parentage *record = kr_page_record(request, KR_KIND_parentage);
    if (!record) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    sheet s = {KR_KIND_parentage, parentage_fields, KR_COUNT(parentage_fields), record->id, request};
    kr_id child = record->child;
    bool bin = kr_posted_has(request, "weg");
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SAY, fill_parentage, &s, error);
    if (is_form_error(err)) {
        kr_error why = *error;
        reply->status = 422;
        reply->tmpl = "family-record";
        return show_parentage(request, reply, &why, error);
    }
    if (err != KR_OK) return err;
    go_back(request, reply, child, bin ? "family.notice.out" : "notice.saved");
    return KR_OK;
}

/* -- an emotional line -- */

static void put_types(const kr_tree *tree, const char *name, const uint8_t *types, size_t count,
                      unsigned now) {
    const kr_choice_list *list = kr_list_of(KR_KIND_bond, KR_F_bond_type);
    kr_model *array = kr_put_array(tree->page.model, name);
    for (size_t i = 0; i < count; i++) {
        kr_model *option = kr_add_object(array);
        kr_put_text(option, "value", kr_str_z(kr_choice_name(list, types[i])));
        kr_put_text(option, "label", kr_page_choice(&tree->page, list, types[i]));
        kr_put_bool(option, "checked", types[i] == now);
    }
}

static kr_err show_bond(kr_request *request, kr_reply *reply, const char *problem, const kr_error *why,
                        kr_error *error) {
    static const uint8_t warm[] = {KR_bond_type_connected, KR_bond_type_close,     KR_bond_type_fused,
                                   KR_bond_type_in_love,   KR_bond_type_spiritual, KR_bond_type_caretaker};
    static const uint8_t hard[] = {KR_bond_type_distant,        KR_bond_type_indifferent,
                                   KR_bond_type_conflict,       KR_bond_type_close_conflict,
                                   KR_bond_type_fused_conflict, KR_bond_type_cutoff,
                                   KR_bond_type_repaired,       KR_bond_type_never_met};
    static const uint8_t grip[] = {KR_bond_type_focused,     KR_bond_type_focused_hard,
                                   KR_bond_type_controlling, KR_bond_type_manipulative,
                                   KR_bond_type_jealous,     KR_bond_type_distrust};
    static const uint8_t harm[] = {KR_bond_type_emotional_abuse, KR_bond_type_physical_abuse,
                                   KR_bond_type_sexual_abuse, KR_bond_type_neglect};
    const kr_bond *bond = kr_page_record(request, KR_KIND_bond);
    bool fresh = kr_str_is(request->params[1], "nieuw");
    kr_tree tree;
    if (!bond && !fresh) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    kr_id from = bond ? bond->from : 0, to = bond ? bond->to : 0;
    bool typed = problem || why;
    if (!bond && !kr_id_parse(typed ? kr_posted(request, "van") : kr_query(request, "van"), &from)) from = 0;
    if (!bond && typed && !kr_id_parse(kr_posted(request, "naar"), &to)) to = 0;
    unsigned type =
        typed  ? kr_choice_named(kr_list_of(KR_KIND_bond, KR_F_bond_type), kr_posted(request, "bond.type"))
        : bond ? bond->type
               : 0;
    kr_put_people_options(&tree, tree.page.model, "from", KR_NOBODY, from);
    kr_put_people_options(&tree, tree.page.model, "to", KR_NOBODY, to);
    put_types(&tree, "warm", warm, KR_COUNT(warm), type);
    put_types(&tree, "hard", hard, KR_COUNT(hard), type);
    put_types(&tree, "grip", grip, KR_COUNT(grip), type);
    put_types(&tree, "harm", harm, KR_COUNT(harm), type);
    kr_put_bool(tree.page.model, "harm_open",
                type >= KR_bond_type_emotional_abuse && type <= KR_bond_type_neglect);
    sheet s = {KR_KIND_bond, bond_fields, KR_COUNT(bond_fields), bond ? bond->id : 0, request};
    /* a new one was told today, unless somebody says otherwise */
    kr_bond today = {.told_on = tree.today, .has = UINT64_C(1) << KR_F_bond_told_on};
    put_sheet(&tree, &s, bond ? bond : &today,
              kr_word(tree.page.lang, bond ? "family.bond.title" : "family.bond.new"), why);
    if (problem) kr_put_problem(&tree.page, problem);
    return KR_OK;
}

kr_err kr_page_bond(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_bond(request, reply, NULL, NULL, error);
}

static void fill_bond(kr_draft *draft, void *context) {
    sheet *s = context;
    if (kr_posted_has(s->request, "weg")) {
        if (s->id) kr_draft_bin(draft, s->id);
        return;
    }
    kr_id from = posted_person(draft, s->request, "van"), to = posted_person(draft, s->request, "naar");
    if (!s->id) s->id = kr_draft_new_id(draft);
    if (from) kr_draft_ref(draft, KR_KIND_bond, s->id, KR_F_bond_from, from);
    if (to) kr_draft_ref(draft, KR_KIND_bond, s->id, KR_F_bond_to, to);
    kr_draft_posted(draft, s->request, s->id, (kr_field_spec)OF(bond, type, KR_AS_SELECT));
    fill_fields(draft, s);
}

kr_err kr_page_bond_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_bond *bond = kr_page_record(request, KR_KIND_bond);
    bool fresh = kr_str_is(request->params[1], "nieuw"), bin = kr_posted_has(request, "weg");
    kr_id from, to;
    if (!bond && !fresh) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    bool two = kr_id_parse(kr_posted(request, "van"), &from) &&
               kr_id_parse(kr_posted(request, "naar"), &to) && from != to;
    if (!bin && !two) {
        reply->status = 422;
        reply->tmpl = "family-record";
        return show_bond(request, reply, "family.bond.two", NULL, error);
    }
    sheet s = {KR_KIND_bond, bond_fields, KR_COUNT(bond_fields), bond ? bond->id : 0, request};
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SAY, fill_bond, &s, error);
    if (is_form_error(err)) {
        kr_error why = *error;
        reply->status = 422;
        reply->tmpl = "family-record";
        return show_bond(request, reply, NULL, &why, error);
    }
    if (err != KR_OK) return err;
    kr_go(request, reply, "/stamboom?gevoel=1#h-gevoel", bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

/* -- households -- */

static void put_house(const kr_tree *tree, kr_model *array, const kr_household *house) {
    kr_model *object = kr_add_object(array);
    char digits[17];
    kr_id_text(house ? house->id : 0, digits);
    kr_put_text(object, "id", house ? kr_str_z(digits) : KR_NONE);
    kr_put_bool(object, "is_new", !house);
    kr_put_text(object, "name", house ? house->name : KR_NONE);
    kr_put_text(object, "address", house ? house->address : KR_NONE);
    kr_model *people = kr_put_array(object, "people");
    kr_put_number(object, "at", (int64_t)kr_model_count(array));
    for (uint32_t i = 0; i < tree->f.n; i++) {
        const kr_person *p = tree->f.members[i].person;
        bool lives = house && (p->household == house->id || p->second_household == house->id);
        bool kin = kr_relative_related(&tree->f, i) || i == tree->f.ego || p->sector == KR_sector_household;
        if (!p->name.len || (!lives && !kin) || (p->died && !lives)) continue;
        kr_model *one = kr_add_object(people);
        kr_id_text(p->id, digits);
        kr_put_text(one, "id", kr_str_z(digits));
        kr_put_text(one, "name", kr_tree_full_name(tree, i));
        kr_put_bool(one, "checked", lives);
    }
}

kr_err kr_page_households(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_tree tree;
    kr_err err = kr_tree_open(&tree, request, reply, "title.family.houses", 0, error);
    if (err != KR_OK) return err;
    kr_model *array = kr_put_array(tree.page.model, "houses");
    const kr_circle *circle = tree.f.circle;
    for (size_t i = 0; i < circle->n_households; i++)
        if (!circle->households[i].gone) put_house(&tree, array, &circle->households[i]);
    kr_put_bool(tree.page.model, "has_houses", kr_model_count(array) > 0);
    if (kr_may(request, KR_PART_FAMILY, KR_RIGHT_ADD)) put_house(&tree, array, NULL);
    kr_page_flow(request, tree.page.model, "/stamboom", "family.back");
    return KR_OK;
}

static bool was_posted(const kr_request *request, const char *name, kr_id id) {
    char digits[17];
    kr_id_text(id, digits);
    for (size_t i = 0; i < request->n_form; i++)
        if (kr_str_is(request->form[i].name, name) && kr_str_is(request->form[i].value, digits)) return true;
    return false;
}

/* Who is ticked lives there; a second house when they live somewhere else too. */
static void fill_people(kr_draft *draft, const kr_request *request, kr_id house) {
    const kr_circle *c = draft->circle;
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        bool on = was_posted(request, "woont", p->id);
        bool first = p->household == house, second = p->second_household == house;
        if (on && !first && !second) {
            bool has_one = p->household != 0;
            kr_draft_ref(draft, KR_KIND_person, p->id,
                         has_one ? KR_F_person_second_household : KR_F_person_household, house);
        }
        if (!on && first) kr_draft_clear(draft, KR_KIND_person, p->id, KR_F_person_household);
        if (!on && second) kr_draft_clear(draft, KR_KIND_person, p->id, KR_F_person_second_household);
    }
}

static void fill_house(kr_draft *draft, void *context) {
    const kr_request *request = context;
    kr_id id = 0;
    kr_kind kind = KR_KIND_none;
    bool known = kr_id_parse(kr_posted(request, "huis"), &id) &&
                 kr_circle_record_of(draft->circle, id, &kind) && kind == KR_KIND_household;
    if (kr_posted_has(request, "weg")) {
        if (known) kr_draft_bin(draft, id);
        return;
    }
    if (!known) id = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_household, id, KR_F_household_name, kr_posted(request, "naam"));
    kr_draft_text(draft, KR_KIND_household, id, KR_F_household_address, kr_posted(request, "adres"));
    fill_people(draft, request, id);
}

kr_err kr_page_household_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool bin = kr_posted_has(request, "weg");
    bool said = kr_str_trim(kr_posted(request, "naam")).len || kr_posted_has(request, "woont") ||
                kr_posted(request, "huis").len;
    if (said) {
        kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SAY, fill_house, request, error);
        if (err != KR_OK) return err;
    }
    kr_go(request, reply, "/stamboom/huis", !said ? NULL : bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

/* -- events -- */

static void put_event(const kr_tree *tree, kr_model *array, const kr_event *event) {
    kr_model *object = kr_add_object(array);
    char digits[17];
    kr_buf date = kr_page_buf(&tree->page), more = kr_page_buf(&tree->page);
    uint32_t who = kr_family_index(&tree->f, event->about);
    kr_str kind = kr_page_choice(&tree->page, kr_list_of(KR_KIND_event, KR_F_event_kind), event->kind);
    kr_id_text(event->id, digits);
    if (event->date) kr_say_date(&date, tree->page.lang, event->date);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "href", kr_page_link(&tree->page, "/stamboom/gebeurtenis/", event->id, ""));
    kr_put_text(object, "date", kr_page_text(&date));
    kr_put_text(object, "what", event->what.len ? event->what : kind);
    if (who != KR_NOBODY) kr_put(&more, kr_tree_name(tree, who));
    if (event->what.len && kind.len) {
        kr_put_z(&more, more.len ? ", " : "");
        kr_put(&more, kr_page_low(&tree->page, kind));
    }
    if (event->place.len) {
        kr_put_z(&more, more.len ? ", " : "");
        kr_put(&more, event->place);
    }
    kr_put_text(object, "more", kr_page_text(&more));
}

kr_err kr_page_family_events(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_tree tree;
    kr_id only = 0;
    kr_err err = kr_tree_open(&tree, request, reply, "title.family.events", 0, error);
    if (err != KR_OK) return err;
    bool one = kr_id_parse(kr_query(request, "mens"), &only);
    kr_model *array = kr_put_array(tree.page.model, "events");
    const kr_circle *circle = tree.f.circle;
    for (size_t i = 0; i < circle->n_events; i++) {
        const kr_event *event = &circle->events[i];
        if (!event->gone && event->about && (!one || event->about == only)) put_event(&tree, array, event);
    }
    kr_put_bool(tree.page.model, "has_events", kr_model_count(array) > 0);
    kr_put_people_options(&tree, tree.page.model, "people", KR_NOBODY, one ? only : 0);
    kr_model *fields = kr_put_array(tree.page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(event_fields); i++)
        kr_put_field(&tree.page, fields, NULL, event_fields[i], KR_NONE, false);
    kr_page_flow(request, tree.page.model, "/stamboom", "family.back");
    return KR_OK;
}

static void fill_event(kr_draft *draft, void *context) {
    const kr_request *request = context;
    kr_id id = 0;
    kr_kind kind = KR_KIND_none;
    if (kr_id_parse(kr_posted(request, "weg"), &id)) {
        kr_circle_record_of(draft->circle, id, &kind);
        if (kind == KR_KIND_event) kr_draft_bin(draft, id);
        return;
    }
    kr_id about = posted_person(draft, request, "mens");
    if (!about) return;
    sheet s = {KR_KIND_event, event_fields, KR_COUNT(event_fields), kr_draft_new_id(draft),
               (kr_request *)(uintptr_t)request};
    kr_draft_ref(draft, KR_KIND_event, s.id, KR_F_event_about, about);
    fill_fields(draft, &s);
}

kr_err kr_page_family_event_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool bin = kr_posted(request, "weg").len > 0;
    bool said =
        bin || kr_posted(request, "event.kind").len || kr_str_trim(kr_posted(request, "event.what")).len;
    if (said) {
        kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SELF, fill_event, request, error);
        if (err != KR_OK) return err;
    }
    kr_go(request, reply, "/stamboom/gebeurtenis", !said ? NULL : bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

/* One event by form: what, when, where, and of whom. */
static kr_err show_event(kr_request *request, kr_reply *reply, const kr_error *why, kr_error *error) {
    const kr_event *event = kr_page_record(request, KR_KIND_event);
    kr_tree tree;
    kr_id chosen = event ? event->about : 0;
    if (!event || !event->about) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family.events", 0, error);
    if (err != KR_OK) return err;
    if (why && !kr_id_parse(kr_posted(request, "mens"), &chosen)) chosen = event->about;
    kr_put_people_options(&tree, tree.page.model, "people", KR_NOBODY, chosen);
    sheet s = {KR_KIND_event, event_fields, KR_COUNT(event_fields), event->id, request};
    put_sheet(&tree, &s, event, kr_word(tree.page.lang, "family.event.change"), why);
    kr_page_flow(request, tree.page.model, "/stamboom/gebeurtenis", "family.event.back");
    return KR_OK;
}

kr_err kr_page_family_event(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_event(request, reply, NULL, error);
}

static void refill_event(kr_draft *draft, void *context) {
    const sheet *s = context;
    if (kr_posted_has(s->request, "weg")) {
        kr_draft_bin(draft, s->id);
        return;
    }
    kr_id about = posted_person(draft, s->request, "mens");
    if (about) kr_draft_ref(draft, KR_KIND_event, s->id, KR_F_event_about, about);
    fill_fields(draft, s);
}

kr_err kr_page_family_event_change(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_event *event = kr_page_record(request, KR_KIND_event);
    bool bin = kr_posted_has(request, "weg");
    if (!event || !event->about) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    sheet s = {KR_KIND_event, event_fields, KR_COUNT(event_fields), event->id, request};
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SELF, refill_event, &s, error);
    if (is_form_error(err)) {
        kr_error why = *error;
        reply->status = 422;
        reply->tmpl = "family-record";
        return show_event(request, reply, &why, error);
    }
    if (err != KR_OK) return err;
    kr_go(request, reply, "/stamboom/gebeurtenis", bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}
