/* What guests would like to change: old and new side by side, in words, and the owner says yes or no. */
#include "web/engine.h"
#include "web/pages_share.h"

#include <stdio.h>

#define ROWS_MOST  40
#define NAMES_MOST 12

static kr_err all_proposals(kr_request *request, kr_proposal **out, size_t *count, kr_error *error) {
    *out = NULL;
    *count = 0;
    if (request->example) return KR_OK;
    return kr_proposals_of(request->web->store, out, count, request->arena, request->account.id,
                           request->circle_id, error);
}

/* -- what it is about
 * ----------------------------------------------------------------------------------------- */

/* The text that a change gives to a field of a record that is not there yet. */
static kr_str said_in(const kr_change *change, kr_id record, uint16_t kind, uint16_t field) {
    for (size_t i = 0; i < change->count; i++) {
        const kr_assignment *a = &change->assignments[i];
        if (a->record == record && a->kind == kind && a->field == field && a->type == KR_TEXT &&
            a->op == KR_OP_SET)
            return a->value.text;
    }
    return KR_NONE;
}

static kr_id ref_in(const kr_change *change, kr_id record, uint16_t field) {
    for (size_t i = 0; i < change->count; i++) {
        const kr_assignment *a = &change->assignments[i];
        if (a->record == record && a->field == field && a->type == KR_REF && a->op == KR_OP_SET)
            return a->value.ref;
    }
    return 0;
}

/* A person by name, also one who comes with this very change. */
static kr_str person_name(const kr_page *page, const kr_change *change, kr_id id) {
    const kr_person *person = kr_circle_person(page->request->view.circle, id);
    return person ? person->name : said_in(change, id, KR_KIND_person, KR_F_person_name);
}

static kr_str record_name(const kr_page *page, const kr_change *change, const kr_assignment *a) {
    const kr_circle *circle = page->request->view.circle;
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(circle, a->record, &kind);
    if (record) return kr_page_called(page, kind, record);
    switch (a->kind) {
    case KR_KIND_person:
        return said_in(change, a->record, a->kind, KR_F_person_name);
    case KR_KIND_tie: {
        kr_id one = ref_in(change, a->record, KR_F_tie_a), two = ref_in(change, a->record, KR_F_tie_b);
        return person_name(page, change, one == circle->self.ego ? two : one);
    }
    case KR_KIND_wish:
        return said_in(change, a->record, a->kind, KR_F_wish_words);
    case KR_KIND_action:
        return said_in(change, a->record, a->kind, KR_F_action_what);
    default:
        return KR_NONE;
    }
}

/* Does this record come with the change itself? */
static bool is_fresh(const kr_page *page, const kr_assignment *a) {
    kr_kind kind = KR_KIND_none;
    return a->record != KR_CIRCLE_RECORD &&
           !kr_circle_record_of(page->request->view.circle, a->record, &kind);
}

/* What it is called, once: the names of what comes, or else the first of what changes. */
static kr_str what_of(const kr_page *page, const kr_change *change, bool fresh) {
    kr_str names[NAMES_MOST];
    kr_id seen[NAMES_MOST];
    size_t n = 0;
    for (size_t i = 0; i < change->count && n < NAMES_MOST; i++) {
        const kr_assignment *a = &change->assignments[i];
        bool again = fresh && (!is_fresh(page, a) || a->kind == KR_KIND_tie);
        for (size_t k = 0; k < n && !again; k++) again = seen[k] == a->record;
        kr_str name = again ? KR_NONE : record_name(page, change, a);
        if (!name.len) continue;
        seen[n] = a->record;
        names[n++] = name;
        if (!fresh) break;
    }
    kr_buf out = kr_page_buf(page);
    if (n) kr_say_names(&out, page->lang, names, n, 4);
    return kr_page_text(&out);
}

static bool throws_away(const kr_change *change) {
    for (size_t i = 0; i < change->count; i++) {
        const kr_assignment *a = &change->assignments[i];
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        bool away = field && (strcmp(field->name, "gone") == 0 || strcmp(field->name, "left") == 0);
        if (away && a->op == KR_OP_SET) return true;
    }
    return false;
}

/* "Sanne wil Hennie toevoegen", "Sanne wil iets veranderen bij Corrie". */
static void put_heading(const kr_page *page, kr_model *one, const kr_change *change, kr_str who) {
    const char *key = "proposal.add";
    kr_str name = what_of(page, change, true);
    if (!name.len) {
        name = what_of(page, change, false);
        key = throws_away(change) ? "proposal.bin" : "proposal.change";
    }
    kr_word_arg args[] = {KR_WORD_TEXT("who", who), KR_WORD_TEXT("name", name)};
    kr_put_say(page->request, one, "heading", name.len ? key : "proposal.some", args, 2);
}

/* -- field by field
 * ------------------------------------------------------------------------------------------- */

static bool since_changed(const kr_circle *circle, const kr_change *change, const kr_assignment *a) {
    for (size_t c = change->base < circle->n_changes ? change->base : circle->n_changes;
         c < circle->n_changes; c++) {
        const kr_change *later = &circle->changes[c];
        for (size_t i = 0; i < later->count; i++)
            if (later->assignments[i].record == a->record && later->assignments[i].kind == a->kind &&
                later->assignments[i].field == a->field)
                return true;
    }
    return false;
}

static kr_str value_of(const kr_page *page, const kr_change *change, const kr_field *field,
                       const kr_assignment *a) {
    kr_buf out = kr_page_buf(page);
    if (field->type == KR_SET && a->op != KR_OP_CLEAR) {
        kr_page_set(page, &out, field->list, a->value.set);
        return kr_page_text(&out);
    }
    if (field->type == KR_REF && a->op == KR_OP_SET) {
        kr_str name = person_name(page, change, a->value.ref);
        if (name.len) return name;
    }
    return kr_page_value(page, field, a);
}

/* How a record hangs together says nothing to a reader. */
static bool is_inside(const kr_field *field) {
    if (field->kind == KR_KIND_tie && field->type == KR_REF) return true;
    return field->type == KR_TIME;
}

/* Somebody new was named above already, and is a person unless it is said. */
static bool is_said(const kr_page *page, const kr_assignment *a) {
    if (a->kind != KR_KIND_person || !is_fresh(page, a)) return false;
    return a->field == KR_F_person_name ||
           (a->field == KR_F_person_what && a->value.number == KR_what_person);
}

static void put_row(const kr_page *page, kr_model *rows, const kr_change *change, const kr_assignment *a) {
    const kr_circle *circle = page->request->view.circle;
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    kr_kind kind = KR_KIND_none;
    char key[96];
    if (!field || is_inside(field) || is_said(page, a)) return;
    const void *record = kr_circle_record_of(circle, a->record, &kind);
    kr_model *row = kr_add_object(rows);
    snprintf(key, sizeof key, "field.%s.%s", kr_kind_name((kr_kind)a->kind), field->name);
    kr_put_text(row, "label", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(key)))));
    kr_put_text(row, "about", record_name(page, change, a));
    kr_put_bool(row, "was", false);
    if (record && kind == (kr_kind)a->kind) {
        kr_assignment old = kr_record_get(record, kind, field);
        if (old.op != KR_OP_CLEAR) kr_put_text(row, "was", value_of(page, change, field, &old));
    }
    kr_put_text(row, "now", value_of(page, change, field, a));
    kr_put_bool(row, "less", a->op == KR_OP_REMOVE);
    kr_put_bool(row, "since", since_changed(circle, change, a));
}

/* -- the list
 * ------------------------------------------------------------------------------------------------- */

static kr_str proposer(const kr_proposal *proposal, const kr_share_entry *shares, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (shares[i].id == proposal->share) return shares[i].name;
    return proposal->change.author_name;
}

static void put_proposal(const kr_page *page, kr_model *array, const kr_proposal *proposal, kr_str who) {
    char digits[17];
    kr_model *one = kr_add_object(array), *rows = kr_put_array(one, "rows");
    const kr_change *change = &proposal->change;
    bool since = false;
    kr_id_text(proposal->id, digits);
    kr_put_text(one, "id", kr_str_z(digits));
    kr_put_text(one, "who", who);
    kr_put_initials_of(page, one, "initials", who);
    put_heading(page, one, change, kr_share_call(who));
    for (size_t i = 0; i < change->count && i < ROWS_MOST; i++) {
        put_row(page, rows, change, &change->assignments[i]);
        since = since || since_changed(page->request->view.circle, change, &change->assignments[i]);
    }
    kr_put_bool(one, "has_rows", kr_model_count(rows) > 0);
    kr_put_bool(one, "since", since);
    kr_put_text(one, "day", kr_share_day(page->request, proposal->at));
    kr_put_text(one, "act_href", kr_share_link(page->request, "/delen/voorstellen/", proposal->id, ""));
}

static kr_err show(kr_request *request, kr_reply *reply, const char *wrong, kr_error *error) {
    kr_page page;
    kr_proposal *list;
    kr_share_entry *shares = NULL;
    size_t count, n_shares = 0;
    kr_err err = kr_page_open(&page, request, reply, "proposal.title", error);
    if (err == KR_OK) err = all_proposals(request, &list, &count, error);
    if (err == KR_OK && !request->example)
        err = kr_shares_of(request->web->store, &shares, &n_shares, request->arena, request->account.id,
                           request->circle_id, error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "proposal.title");
    kr_page_flow(request, page.model, "/delen", "share.back");
    if (wrong)
        kr_put_word(request, page.model, "wrong", wrong);
    else
        kr_put_bool(page.model, "wrong", false);
    kr_model *array = kr_put_array(page.model, "proposals");
    for (size_t i = 0; i < count; i++)
        put_proposal(&page, array, &list[i], proposer(&list[i], shares, n_shares));
    kr_put_bool(page.model, "any", kr_model_count(array) > 0);
    reply->tmpl = "delen-voorstellen";
    return KR_OK;
}

kr_err kr_page_proposals(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, error);
}

kr_err kr_page_proposals_do(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_snapshot *next = NULL;
    kr_id id = 0;
    kr_error own = {.code = KR_OK};
    kr_str what = kr_posted(request, "doe");
    bool anyway = kr_str_is(what, "toch"), yes = anyway || kr_str_is(what, "ja");
    if (!kr_id_parse(request->params[1], &id) || (!yes && !kr_str_is(what, "nee")))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = kr_proposal_take(request->web->store, &next, request->account.id, request->circle_id, id,
                                  yes, anyway, request->now, &own);
    if (err == KR_E_CONFLICT) {
        reply->status = 409;
        return show(request, reply, "proposal.conflict", error);
    }
    if (err != KR_OK) {
        if (error) *error = own;
        return err;
    }
    if (next) kr_snapshot_release(request->web->store, next);
    kr_go(request, reply, "/delen/voorstellen", yes ? "proposal.taken" : "proposal.let");
    return KR_OK;
}
