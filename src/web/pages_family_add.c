/* Somebody new in the family in two taps: parents, a brother or sister, a partner, a child. One question; the
 * rest is folded away. */
#include "web/pages_family.h"

#include <stdio.h>

typedef enum role { PARENTS, SIBLING, PARTNER, CHILD, ROLES } role;
static const char *const role_names[] = {"ouders", "broerzus", "partner", "kind"};

static role role_of(const kr_request *request) {
    role r = PARENTS;
    while (r < ROLES && !kr_str_is(request->params[2], role_names[r])) r++;
    return r;
}

/* -- the form -- */

static void add_choice(const kr_tree *tree, kr_model *array, const char *field, kr_id id, const char *key,
                       kr_str name, bool usual) {
    kr_model *object = kr_add_object(array);
    char digits[17] = "";
    if (id) kr_id_text(id, digits);
    kr_str posted = kr_posted(tree->page.request, field);
    kr_word_arg arg = KR_WORD_TEXT("name", name);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_say(tree->page.request, object, "label", key, &arg, 1);
    kr_put_bool(object, "checked",
                kr_posted_has(tree->page.request, field) ? kr_str_is(posted, digits) : usual);
}

/* The couple by its record, or the one parent by their own. */
static kr_id couple_id(const kr_tree *tree, const kr_couple *couple) {
    return couple->record ? couple->record->id : tree->f.members[couple->a].person->id;
}

/* "Kind van Geertje en Willem", for each couple this could be a child of: first the parents of this person,
 * then other couples of each of them, then one parent alone. */
static void put_sibling_parents(const kr_tree *tree, uint32_t member) {
    const kr_family *f = &tree->f;
    const kr_relative *m = &f->members[member];
    kr_model *array = kr_put_array(tree->page.model, "parents");
    for (uint32_t i = 0; i < m->n_origins; i++) {
        uint32_t at = f->children[f->origins[m->first_origin + i]].couple;
        add_choice(tree, array, "ouders", couple_id(tree, &f->couples[at]), "family.add.of",
                   kr_tree_couple(tree, at), i == 0);
    }
    for (uint32_t i = 0; i < m->n_origins && i < 2; i++) {
        uint32_t at = f->children[f->origins[m->first_origin + i]].couple;
        uint32_t both[2] = {f->couples[at].a, f->couples[at].b};
        for (size_t p = 0; p < 2; p++) {
            if (both[p] == KR_NOBODY || !f->members[both[p]].person->name.len) continue;
            const kr_relative *parent = &f->members[both[p]];
            for (uint32_t k = 0; k < parent->n_couples; k++) {
                uint32_t other = f->couples_of[parent->first_couple + k];
                if (other != at && f->couples[other].record)
                    add_choice(tree, array, "ouders", couple_id(tree, &f->couples[other]),
                               "family.add.half.of", kr_tree_couple(tree, other), false);
            }
            if (f->couples[at].b != KR_NOBODY)
                add_choice(tree, array, "ouders", parent->person->id, "family.add.half",
                           kr_tree_name(tree, both[p]), false);
        }
    }
    kr_put_bool(tree->page.model, "has_parents", kr_model_count(array) > 1);
}

static void put_child_couples(const kr_tree *tree, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    kr_model *array = kr_put_array(tree->page.model, "couples");
    const kr_union *newest = NULL; /* what was told last is most likely what one goes on about */
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &tree->f.couples[tree->f.couples_of[m->first_couple + i]];
        if (couple->record && kr_couple_other(couple, member) != KR_NOBODY && couple->record > newest)
            newest = couple->record;
    }
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &tree->f.couples[tree->f.couples_of[m->first_couple + i]];
        uint32_t other = kr_couple_other(couple, member);
        if (!couple->record || other == KR_NOBODY) continue;
        add_choice(tree, array, "met", couple->record->id, "family.add.with", kr_tree_name(tree, other),
                   couple->record == newest);
    }
    bool any = kr_model_count(array) > 0;
    add_choice(tree, array, "met", 0, "family.add.alone", kr_tree_name(tree, member), !any);
    kr_put_bool(tree->page.model, "has_couples", any);
}

/* The children this one may be a twin of. */
static void put_twins(const kr_tree *tree, uint32_t member, role r) {
    kr_model *array = kr_put_array(tree->page.model, "twins");
    const kr_relative *m = &tree->f.members[member];
    if (r == SIBLING)
        add_choice(tree, array, "tweeling", m->person->id, "family.add.twin.of", kr_tree_name(tree, member),
                   false);
    for (uint32_t i = 0; r == CHILD && i < m->n_couples; i++) {
        const kr_couple *couple = &tree->f.couples[tree->f.couples_of[m->first_couple + i]];
        for (uint32_t k = 0; k < couple->n_children; k++) {
            uint32_t child = tree->f.children[couple->first_child + k].child;
            add_choice(tree, array, "tweeling", tree->f.members[child].person->id, "family.add.twin.of",
                       kr_tree_name(tree, child), false);
        }
    }
    kr_put_bool(tree->page.model, "has_twins", kr_model_count(array) > 0);
}

static void put_fields(const kr_tree *tree, role r, bool typed) {
    static const kr_field_spec person[] = {{KR_KIND_person, KR_F_person_born, KR_AS_SHORT},
                                           {KR_KIND_person, KR_F_person_died, KR_AS_SHORT}};
    static const kr_field_spec arrival = {KR_KIND_person, KR_F_person_arrival, KR_AS_SELECT};
    static const kr_field_spec child[] = {{KR_KIND_parentage, KR_F_parentage_type, KR_AS_SELECT},
                                          {KR_KIND_parentage, KR_F_parentage_since, KR_AS_SHORT}};
    static const kr_field_spec pair[] = {{KR_KIND_union, KR_F_union_since, KR_AS_SHORT},
                                         {KR_KIND_union, KR_F_union_end, KR_AS_SELECT},
                                         {KR_KIND_union, KR_F_union_until, KR_AS_SHORT}};
    static const kr_field_spec type = {KR_KIND_union, KR_F_union_type, KR_AS_SELECT};
    static const kr_field_spec twin = {KR_KIND_parentage, KR_F_parentage_twin_type, KR_AS_SELECT};
    const kr_page *page = &tree->page;
    kr_model *array = kr_put_array(page->model, "first");
    if (r == PARTNER || r == PARENTS) kr_put_field(page, array, NULL, type, KR_NONE, typed);
    if (r == CHILD || r == SIBLING) kr_put_field(page, array, NULL, child[0], KR_NONE, typed);
    array = kr_put_array(page->model, "fields");
    for (size_t i = 0; r == PARTNER && i < KR_COUNT(pair); i++)
        kr_put_field(page, array, NULL, pair[i], KR_NONE, typed);
    for (size_t i = 0; r != PARENTS && i < KR_COUNT(person); i++)
        kr_put_field(page, array, NULL, person[i], KR_NONE, typed);
    if (r == CHILD || r == SIBLING) {
        kr_put_field(page, array, NULL, child[1], KR_NONE, typed);
        kr_put_field(page, array, NULL, arrival, KR_NONE, typed);
    }
    if (r == PARENTS) {
        kr_put_field(page, array, NULL, child[0], KR_NONE, typed);
        kr_put_field(page, array, NULL, child[1], KR_NONE, typed);
    }
    array = kr_put_array(page->model, "twin_fields");
    if (r == CHILD || r == SIBLING) kr_put_field(page, array, NULL, twin, KR_NONE, typed);
}

static bool same_name(kr_str a, kr_str b) {
    if (a.len != b.len || !a.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        char x = a.ptr[i], y = b.ptr[i];
        if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
        if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
        if (x != y) return false;
    }
    return true;
}

/* Somebody here who is called like this; KR_NOBODY. */
static uint32_t called(const kr_tree *tree, kr_str name, uint32_t except) {
    for (uint32_t i = 0; i < tree->f.n; i++)
        if (i != except && same_name(tree->f.members[i].person->name, name)) return i;
    return KR_NOBODY;
}

/* The four that are asked at once; all others stand on the page of the person. */
static void put_genders(const kr_tree *tree, kr_model *slot, kr_str posted) {
    static const uint8_t few[] = {KR_gender_woman, KR_gender_man, KR_gender_non_binary, KR_gender_other};
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_gender);
    kr_model *array = kr_put_array(slot, "genders");
    for (size_t i = 0; i < KR_COUNT(few); i++) {
        kr_model *option = kr_add_object(array);
        kr_put_text(option, "value", kr_str_z(kr_choice_name(list, few[i])));
        kr_put_text(option, "label", kr_page_choice(&tree->page, list, few[i]));
        kr_put_bool(option, "checked", kr_choice_named(list, posted) == few[i]);
    }
}

/* Two parents are asked for, one when the other is there already. */
static int slots_for(const kr_tree *tree, uint32_t member, role r) {
    const kr_relative *m = &tree->f.members[member];
    if (r != PARENTS) return 1;
    if (!m->n_origins) return 2;
    const kr_child *child = &tree->f.children[tree->f.origins[m->first_origin]];
    const kr_couple *couple = &tree->f.couples[child->couple];
    bool birth = !child->record->type || child->record->type == KR_parentage_type_birth;
    bool a = tree->f.members[couple->a].person->name.len > 0;
    bool b = couple->b != KR_NOBODY && tree->f.members[couple->b].person->name.len > 0;
    return birth && a != b ? 1 : 2;
}

/* The names to ask for: one, or both parents. What was typed stands there again; a name that is known asks
 * whether it is the same person. */
static bool put_slots(const kr_tree *tree, uint32_t member, role r, bool typed) {
    kr_model *slots = kr_put_array(tree->page.model, "slots");
    const kr_request *request = tree->page.request;
    bool asks = false;
    int count = slots_for(tree, member, r);
    for (int n = 1; n <= count; n++) {
        char name[20], who[20], other[20], gender[20];
        snprintf(name, sizeof name, "naam%d", n);
        snprintf(who, sizeof who, "wie%d", n);
        snprintf(other, sizeof other, "ander%d", n);
        snprintf(gender, sizeof gender, "wat%d", n);
        kr_model *slot = kr_add_object(slots);
        kr_str value = kr_str_trim(kr_posted(request, name));
        kr_put_number(slot, "n", n);
        kr_put_text(slot, "value", value);
        kr_put_bool(slot, "one", count == 1);
        kr_put_word(request, slot, "label",
                    r != PARENTS ? "family.add.name"
                    : n == 1     ? "family.add.parent.1"
                                 : "family.add.parent.2");
        put_genders(tree, slot, kr_posted(request, gender));
        kr_id id = 0;
        bool known = kr_id_parse(kr_posted(request, who), &id);
        kr_put_people_options(tree, slot, "people", member, known ? id : 0);
        uint32_t same =
            typed && !known && !kr_posted_has(request, other) ? called(tree, value, member) : KR_NOBODY;
        if (same == KR_NOBODY) {
            kr_put_bool(slot, "same", false);
            continue;
        }
        asks = true;
        kr_put_relative(tree, kr_put_object(slot, "same"), same);
    }
    return asks;
}

static kr_err show(kr_request *request, kr_reply *reply, const char *problem, const kr_error *why,
                   kr_error *error) {
    static const char *const titles[] = {"family.add.parents", "family.add.sibling", "family.add.partner",
                                         "family.add.child"};
    const kr_person *person = kr_page_person(request);
    role r = role_of(request);
    kr_tree tree;
    if (!person || r == ROLES) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    uint32_t member = kr_family_index(&tree.f, person->id);
    if (member == KR_NOBODY) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_page *page = &tree.page;
    bool typed = kr_str_is(request->method, "POST");
    char key[48];
    snprintf(key, sizeof key, "%s%s", titles[r], member == tree.f.ego ? ".you" : "");
    kr_word_arg name = KR_WORD_TEXT("name", kr_tree_name(&tree, member));
    kr_put_say(request, page->model, "title", key, &name, 1);
    kr_put_text(page->model, "action", request->path);
    put_slots(&tree, member, r, typed);
    put_fields(&tree, r, typed);
    kr_put_bool(page->model, "has_parents", false);
    kr_put_bool(page->model, "has_couples", false);
    if (r == SIBLING) put_sibling_parents(&tree, member);
    if (r == CHILD) put_child_couples(&tree, member);
    put_twins(&tree, member, r);
    kr_put_bool(page->model, "only", kr_posted_has(request, "stamboom"));
    if (why)
        kr_put_problem_of(page, why);
    else
        kr_put_problem(page, problem);
    char digits[17], back[64];
    kr_id_text(person->id, digits);
    snprintf(back, sizeof back, "/stamboom/mens/%s", digits);
    kr_page_flow(request, page->model, back, "family.back.person");
    if (typed) {
        reply->status = 422;
        reply->tmpl = "family-add";
    }
    return KR_OK;
}

kr_err kr_page_family_add_show(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, NULL, error);
}

/* -- saving -- */

typedef struct adding {
    kr_request *request;
    kr_id person;
    role r;
    /* made while filling */
    kr_draft *draft;
    kr_family f;
    uint32_t member;
} adding;

static void post(adding *job, kr_kind kind, kr_id record, uint8_t field, kr_widget look) {
    kr_draft_posted(job->draft, job->request, record, (kr_field_spec){(uint8_t)kind, field, (uint8_t)look});
}

static bool has_parent_record(const adding *job, kr_id id, kr_kind wanted) {
    kr_kind kind = KR_KIND_none;
    return id && kr_circle_record_of(job->draft->circle, id, &kind) && kind == wanted;
}

/* A person known only as a place in the tree: "somebody". */
static kr_id nameless(adding *job) {
    kr_id id = kr_draft_new_id(job->draft);
    if (!id) return 0;
    kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_what, KR_what_person);
    kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_only_family, KR_yesno_yes);
    kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_gender, KR_gender_unknown);
    return id;
}

static void put_gender(adding *job, kr_id id, int n) {
    char field[16];
    snprintf(field, sizeof field, "wat%d", n);
    unsigned gender =
        kr_choice_named(kr_list_of(KR_KIND_person, KR_F_person_gender), kr_posted(job->request, field));
    if (gender) kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_gender, gender);
}

static void put_more(adding *job, kr_id id) {
    if (job->r == PARENTS) return;
    post(job, KR_KIND_person, id, KR_F_person_born, KR_AS_SHORT);
    post(job, KR_KIND_person, id, KR_F_person_died, KR_AS_SHORT);
    if (job->r == PARTNER) return;
    if (kr_posted(job->request, "person.arrival").len)
        post(job, KR_KIND_person, id, KR_F_person_arrival, KR_AS_SELECT);
}

/* Not born alive, or never said: then there may be no name. */
static bool unborn(const kr_request *request) {
    unsigned arrival = kr_choice_named(kr_list_of(KR_KIND_person, KR_F_person_arrival),
                                       kr_posted(request, "person.arrival"));
    return arrival > KR_arrival_alive;
}

/* Who was named in slot n: somebody who is here already, or a new person, who becomes a contact too unless
 * they died or belong in the tree alone. 0 when nobody was named. */
static kr_id newcomer(adding *job, int n) {
    char who[16], name[16];
    kr_id id = 0;
    snprintf(who, sizeof who, "wie%d", n);
    snprintf(name, sizeof name, "naam%d", n);
    if (kr_id_parse(kr_posted(job->request, who), &id) && id != job->person &&
        has_parent_record(job, id, KR_KIND_person))
        return id;
    kr_str called_so = kr_str_trim(kr_posted(job->request, name));
    bool not_alive = unborn(job->request);
    if (!called_so.len && !not_alive) return 0;
    bool only = kr_posted_has(job->request, "stamboom") || not_alive ||
                kr_str_trim(kr_posted(job->request, "person.died")).len || !job->draft->circle->self.ego;
    if (!called_so.len) {
        id = nameless(job);
    } else if (only) {
        id = kr_draft_person(job->draft, called_so, KR_what_person);
        kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_only_family, KR_yesno_yes);
    } else {
        id = kr_draft_contact(job->draft, called_so, KR_what_person);
        kr_draft_number(job->draft, KR_KIND_person, id, KR_F_person_sector, KR_sector_family);
    }
    put_gender(job, id, n);
    put_more(job, id);
    return id;
}

static kr_id join(adding *job, kr_id a, kr_id b) {
    kr_id id = kr_draft_new_id(job->draft);
    kr_draft_ref(job->draft, KR_KIND_union, id, KR_F_union_a, a);
    if (b) kr_draft_ref(job->draft, KR_KIND_union, id, KR_F_union_b, b);
    post(job, KR_KIND_union, id, KR_F_union_type, KR_AS_SELECT);
    return id;
}

static kr_id belong(adding *job, kr_id child, kr_id pair, kr_id parent) {
    kr_id id = kr_draft_new_id(job->draft);
    kr_draft_ref(job->draft, KR_KIND_parentage, id, KR_F_parentage_child, child);
    if (pair) kr_draft_ref(job->draft, KR_KIND_parentage, id, KR_F_parentage_pair, pair);
    if (!pair && parent) kr_draft_ref(job->draft, KR_KIND_parentage, id, KR_F_parentage_parent, parent);
    post(job, KR_KIND_parentage, id, KR_F_parentage_type, KR_AS_SELECT);
    post(job, KR_KIND_parentage, id, KR_F_parentage_since, KR_AS_SHORT);
    return id;
}

/* -- parents -- */

static const kr_couple *birth_parents(const adding *job) {
    const kr_relative *m = &job->f.members[job->member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_child *child = &job->f.children[job->f.origins[m->first_origin + i]];
        unsigned type = child->record->type;
        if (!type || type == KR_parentage_type_birth || type == KR_parentage_type_unknown)
            return &job->f.couples[child->couple];
    }
    return NULL;
}

static bool is_nameless(const adding *job, uint32_t member) {
    return member != KR_NOBODY && job->f.members[member].person->name.len == 0;
}

/* There is a place for one more parent: an end of the couple that is open, or whom nobody has named. */
static bool has_room(const adding *job, const kr_couple *couple) {
    return couple->b == KR_NOBODY || is_nameless(job, couple->a) || is_nameless(job, couple->b);
}

/* Gives a parent that place; children who were said to be of one parent alone now are of both. */
static void fill_room(adding *job, const kr_couple *couple, kr_id parent) {
    kr_draft *d = job->draft;
    if (couple->record) {
        kr_id id = couple->record->id;
        bool at_a = is_nameless(job, couple->a) &&
                    kr_draft_get(d, KR_KIND_union, id, KR_F_union_a).value.ref == couple->record->a;
        kr_draft_ref(d, KR_KIND_union, id, at_a ? KR_F_union_a : KR_F_union_b, parent);
        uint32_t left = at_a ? couple->a : couple->b;
        if (is_nameless(job, left)) kr_draft_bin(d, job->f.members[left].person->id);
        return;
    }
    kr_id pair = join(job, job->f.members[couple->a].person->id, parent);
    for (uint32_t i = 0; i < couple->n_children; i++) {
        kr_id id = job->f.children[couple->first_child + i].record->id;
        kr_draft_ref(d, KR_KIND_parentage, id, KR_F_parentage_pair, pair);
        kr_draft_clear(d, KR_KIND_parentage, id, KR_F_parentage_parent);
    }
}

static void add_parents(adding *job) {
    kr_id one = newcomer(job, 1), two = newcomer(job, 2);
    if (!one) one = two, two = 0;
    if (one == two) two = 0;
    const kr_couple *old = birth_parents(job);
    unsigned type = kr_choice_named(kr_list_of(KR_KIND_parentage, KR_F_parentage_type),
                                    kr_posted(job->request, "parentage.type"));
    bool by_birth = !type || type == KR_parentage_type_birth;
    if (by_birth && old && has_room(job, old)) {
        fill_room(job, old, one);
        if (two && is_nameless(job, old->a) && is_nameless(job, old->b)) fill_room(job, old, two);
        return;
    }
    kr_id id = two ? belong(job, job->person, join(job, one, two), 0) : belong(job, job->person, 0, one);
    /* besides parents by birth there is no other birth */
    if (old && by_birth)
        kr_draft_number(job->draft, KR_KIND_parentage, id, KR_F_parentage_type, KR_parentage_type_adopted);
}

/* -- brothers, sisters, children -- */

static int64_t twin_number(const adding *job, const kr_couple *couple) {
    int64_t most = 0;
    for (uint32_t i = 0; couple && i < couple->n_children; i++) {
        int64_t twin = job->f.children[couple->first_child + i].record->twin;
        if (twin > most) most = twin;
    }
    return most + 1;
}

/* Born together with a child of the same parents. */
static void pair_twins(adding *job, kr_id parentage) {
    kr_id id = 0;
    if (!kr_id_parse(kr_posted(job->request, "tweeling"), &id)) return;
    uint32_t other = kr_family_index(&job->f, id);
    if (other == KR_NOBODY || !job->f.members[other].n_origins) return;
    const kr_child *child = &job->f.children[job->f.origins[job->f.members[other].first_origin]];
    int64_t number = child->record->twin;
    if (!number) number = twin_number(job, &job->f.couples[child->couple]);
    kr_draft_number(job->draft, KR_KIND_parentage, child->record->id, KR_F_parentage_twin, number);
    kr_draft_number(job->draft, KR_KIND_parentage, parentage, KR_F_parentage_twin, number);
    post(job, KR_KIND_parentage, parentage, KR_F_parentage_twin_type, KR_AS_SELECT);
    post(job, KR_KIND_parentage, child->record->id, KR_F_parentage_twin_type, KR_AS_SELECT);
}

static void add_sibling(adding *job) {
    kr_id parents = 0, sibling = newcomer(job, 1), made;
    const kr_relative *m = &job->f.members[job->member];
    if (!kr_id_parse(kr_posted(job->request, "ouders"), &parents) && m->n_origins) {
        const kr_couple *first = &job->f.couples[job->f.children[job->f.origins[m->first_origin]].couple];
        parents = first->record ? first->record->id : job->f.members[first->a].person->id;
    }
    if (has_parent_record(job, parents, KR_KIND_union)) {
        made = belong(job, sibling, parents, 0);
    } else if (has_parent_record(job, parents, KR_KIND_person)) {
        made = belong(job, sibling, 0, parents);
    } else {
        /* Their parents are not known: a couple without names holds them together. */
        kr_id a = nameless(job), b = nameless(job), pair = kr_draft_new_id(job->draft);
        kr_id own = kr_draft_new_id(job->draft);
        kr_draft_ref(job->draft, KR_KIND_union, pair, KR_F_union_a, a);
        kr_draft_ref(job->draft, KR_KIND_union, pair, KR_F_union_b, b);
        kr_draft_number(job->draft, KR_KIND_union, pair, KR_F_union_type, KR_union_type_unknown);
        kr_draft_ref(job->draft, KR_KIND_parentage, own, KR_F_parentage_child, job->person);
        kr_draft_ref(job->draft, KR_KIND_parentage, own, KR_F_parentage_pair, pair);
        made = belong(job, sibling, pair, 0);
        if (kr_posted(job->request, "tweeling").len) {
            kr_draft_number(job->draft, KR_KIND_parentage, own, KR_F_parentage_twin, 1);
            kr_draft_number(job->draft, KR_KIND_parentage, made, KR_F_parentage_twin, 1);
            post(job, KR_KIND_parentage, made, KR_F_parentage_twin_type, KR_AS_SELECT);
        }
        return;
    }
    pair_twins(job, made);
}

static void add_partner(adding *job) {
    kr_id partner = newcomer(job, 1);
    kr_id id = join(job, job->person, partner);
    post(job, KR_KIND_union, id, KR_F_union_since, KR_AS_SHORT);
    post(job, KR_KIND_union, id, KR_F_union_end, KR_AS_SELECT);
    post(job, KR_KIND_union, id, KR_F_union_until, KR_AS_SHORT);
}

static void add_child(adding *job) {
    kr_id pair = 0, child = newcomer(job, 1);
    bool with =
        kr_id_parse(kr_posted(job->request, "met"), &pair) && has_parent_record(job, pair, KR_KIND_union);
    pair_twins(job, belong(job, child, with ? pair : 0, job->person));
}

static void fill(kr_draft *draft, void *context) {
    adding *job = context;
    kr_view view = {.circle = draft->circle, .viewer = KR_VIEWER_OWNER, .upto = draft->circle->n_changes};
    job->draft = draft;
    if (kr_family_make(&job->f, draft->arena, &view) != KR_OK) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", "", "");
        return;
    }
    job->member = kr_family_index(&job->f, job->person);
    if (job->member == KR_NOBODY) {
        (void)kr_fail(&draft->error, KR_E_NOT_FOUND, "error.not_here", "", "");
        return;
    }
    static void (*const adders[])(adding *) = {add_parents, add_sibling, add_partner, add_child};
    adders[job->r](job);
}

/* Is a name known here, and was not yet said whether it is the same person? */
static kr_err asks(kr_request *request, uint32_t *slots, kr_error *error) {
    kr_tree tree = {.page = {.request = request}};
    *slots = 0;
    kr_err err = kr_family_make(&tree.f, request->arena, &request->view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    const kr_person *person = kr_page_person(request);
    uint32_t self = kr_family_index(&tree.f, person->id);
    for (int n = 1; n <= 2; n++) {
        char name[20], who[20], other[20];
        snprintf(name, sizeof name, "naam%d", n);
        snprintf(who, sizeof who, "wie%d", n);
        snprintf(other, sizeof other, "ander%d", n);
        if (kr_posted(request, who).len || kr_posted_has(request, other)) continue;
        if (called(&tree, kr_str_trim(kr_posted(request, name)), self) != KR_NOBODY) ++*slots;
    }
    return KR_OK;
}

kr_err kr_page_family_add(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    role r = role_of(request);
    uint32_t same = 0;
    if (!person || r == ROLES) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    bool named =
        kr_str_trim(kr_posted(request, "naam1")).len || kr_posted(request, "wie1").len ||
        (r == PARENTS && (kr_str_trim(kr_posted(request, "naam2")).len || kr_posted(request, "wie2").len)) ||
        ((r == CHILD || r == SIBLING) && unborn(request));
    if (!named) return show(request, reply, "family.add.nobody", NULL, error);
    kr_err err = asks(request, &same, error);
    if (err != KR_OK) return err;
    if (same) return show(request, reply, NULL, NULL, error);
    adding job = {.request = request, .person = person->id, .r = r};
    err = kr_page_change(request, KR_ACT_NAME, fill, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_error why = *error;
        return show(request, reply, NULL, &why, error);
    }
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/stamboom?om=", job.person, "", "family.notice.added");
    return KR_OK;
}
