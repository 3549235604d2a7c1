/* Somebody changed the same since the form was made: what stands there now and what was filled in, side by
 * side, and the person chooses. For every form; a page may do it better itself. */
#include <stdio.h>

#include "web/engine.h"
#include "web/pages.h"

#define MOST 40

/* Both values of one field; text copied into the request. */
struct kr_conflict {
    kr_assignment now, mine;
};

static bool keep(kr_arena *arena, kr_assignment *a) {
    if (a->type != KR_TEXT || a->op != KR_OP_SET) return true;
    a->value.text = kr_arena_copy(arena, a->value.text);
    return a->value.text.ptr != NULL;
}

void kr_conflicts_keep(kr_request *request, const kr_draft *draft) {
    kr_assignment now[MOST];
    size_t n = kr_draft_conflicts(draft, now, MOST);
    request->n_conflicts = 0;
    request->conflicts = kr_new_n(request->arena, struct kr_conflict, MOST);
    for (size_t i = 0; request->conflicts && i < n && i < MOST; i++) {
        struct kr_conflict *c = &request->conflicts[request->n_conflicts];
        const kr_kind kind = (kr_kind)now[i].kind;
        *c = (struct kr_conflict){now[i], kr_draft_get(draft, kind, now[i].record, now[i].field)};
        if (keep(request->arena, &c->now) && keep(request->arena, &c->mine)) request->n_conflicts++;
    }
}

/* -- whose field it is -- */

static kr_str name_of(const kr_page *page, kr_id id) {
    const kr_person *p = kr_circle_person(page->request->view.circle, id);
    return p ? p->name : KR_NONE;
}

static kr_str both_names(const kr_page *page, kr_id a, kr_id b) {
    kr_str names[2];
    size_t n = 0;
    names[n] = name_of(page, a);
    n += names[n].len > 0;
    names[n] = name_of(page, b);
    n += names[n].len > 0;
    kr_buf say = kr_page_buf(page);
    kr_say_names(&say, page->lang, names, n, 2);
    return kr_page_text(&say);
}

/* A wish, a step, a sheet: by its own words. */
kr_str kr_page_record_words(kr_kind kind, const void *record) {
    switch (record ? kind : KR_KIND_none) {
    case KR_KIND_wish:
        return ((const kr_wish *)record)->words;
    case KR_KIND_action:
        return ((const kr_action *)record)->what;
    case KR_KIND_success:
        return ((const kr_success *)record)->words;
    case KR_KIND_talent:
        return ((const kr_talent *)record)->words;
    case KR_KIND_role:
        return ((const kr_role *)record)->words;
    case KR_KIND_gift:
        return ((const kr_gift *)record)->words;
    case KR_KIND_asking:
        return ((const kr_asking *)record)->what;
    case KR_KIND_review:
        return ((const kr_review *)record)->words;
    case KR_KIND_sheet:
        return ((const kr_sheet *)record)->title;
    case KR_KIND_filled:
        return ((const kr_filled *)record)->title;
    default:
        return KR_NONE;
    }
}

kr_str kr_page_called(const kr_page *page, kr_kind kind, const void *record) {
    const kr_circle *circle = page->request->view.circle;
    const kr_tie *tie = record;
    switch (record ? kind : KR_KIND_none) {
    case KR_KIND_person:
        return ((const kr_person *)record)->name;
    case KR_KIND_tie:
        if (tie->a == circle->self.ego) return name_of(page, tie->b);
        if (tie->b == circle->self.ego) return name_of(page, tie->a);
        return both_names(page, tie->a, tie->b);
    case KR_KIND_union:
        return both_names(page, ((const kr_union *)record)->a, ((const kr_union *)record)->b);
    case KR_KIND_parentage:
        return name_of(page, ((const kr_parentage *)record)->child);
    case KR_KIND_bond:
        return both_names(page, ((const kr_bond *)record)->from, ((const kr_bond *)record)->to);
    case KR_KIND_nomination:
        return both_names(page, ((const kr_nomination *)record)->from, ((const kr_nomination *)record)->to);
    case KR_KIND_form_place:
        return name_of(page, ((const kr_form_place *)record)->person);
    case KR_KIND_moved:
        return name_of(page, ((const kr_moved *)record)->person);
    case KR_KIND_presence:
        return name_of(page, ((const kr_presence *)record)->person);
    case KR_KIND_household:
        return ((const kr_household *)record)->name;
    case KR_KIND_own_form:
        return ((const kr_own_form *)record)->name;
    case KR_KIND_event:
        return ((const kr_event *)record)->what;
    default:
        return kr_page_record_words(kind, record);
    }
}

/* -- what they hold -- */

/* Words as they are; the name of a picture in the words of the reader, a photo only as that there is one. */
static kr_str text_of(const kr_page *page, const kr_field *field, kr_str text) {
    char key[64];
    if (field->limit >= 64000) return text.len ? kr_word(page->lang, "yesno.yes") : KR_NONE;
    if (field->kind != KR_KIND_person || field->number != KR_F_person_pictogram) return text;
    snprintf(key, sizeof key, "pic.%.*s", (int)(text.len < 40 ? text.len : 40), text.ptr);
    return text.len && kr_word_known(kr_str_z(key)) ? kr_word_s(page->lang, kr_str_z(key)) : KR_NONE;
}

kr_str kr_page_value(const kr_page *page, const kr_field *field, const kr_assignment *a) {
    kr_buf buf = kr_page_buf(page);
    kr_kind kind = KR_KIND_none;
    if (a->op == KR_OP_CLEAR) return kr_word(page->lang, "conflict.nothing");
    switch (field->type) {
    case KR_TEXT: {
        kr_str text = text_of(page, field, a->value.text);
        return text.len ? text : kr_word(page->lang, "conflict.nothing");
    }
    case KR_CHOICE:
        return kr_page_choice(page, field->list, (unsigned)a->value.number);
    case KR_NUMBER:
        kr_put_int(&buf, a->value.number);
        break;
    case KR_DATE:
        kr_say_date(&buf, page->lang, (kr_date)a->value.number);
        break;
    case KR_REF: {
        const void *record = kr_circle_record_of(page->request->view.circle, a->value.ref, &kind);
        kr_put(&buf, kr_page_called(page, kind, record));
        break;
    }
    default:
        kr_put(&buf, kr_word(page->lang, "yesno.yes"));
        break;
    }
    kr_str text = kr_page_text(&buf);
    return text.len ? text : kr_word(page->lang, "conflict.nothing");
}

static void put_row(const kr_page *page, kr_model *rows, const struct kr_conflict *c) {
    const kr_field *field = kr_schema_field((kr_kind)c->now.kind, c->now.field);
    kr_kind kind = KR_KIND_none;
    char key[96];
    if (!field) return;
    const void *record = kr_circle_record_of(page->request->view.circle, c->now.record, &kind);
    kr_model *row = kr_add_object(rows);
    kr_buf label = kr_page_buf(page);
    kr_str who = kr_page_called(page, kind, record);
    snprintf(key, sizeof key, "field.%s.%s", kr_kind_name((kr_kind)c->now.kind), field->name);
    kr_put(&label, who);
    if (who.len) kr_put_z(&label, ": ");
    kr_str what = kr_word(page->lang, key);
    kr_put(&label, who.len ? kr_page_low(page, what) : what);
    kr_put_text(row, "label", kr_page_text(&label));
    kr_put_text(row, "now", kr_page_value(page, field, &c->now));
    kr_put_text(row, "mine", kr_page_value(page, field, &c->mine));
}

/* Where the form stood: its own address, or the nearest above it that can be looked at. */
static kr_str form_page(const kr_page *page) {
    const kr_request *request = page->request;
    kr_str path = request->path, params[4];
    bool other;
    while (path.len > request->base.len) {
        if (kr_route_find(request->web->router, KR_STR("GET"), path, params, &other)) return path;
        while (path.len > request->base.len && path.ptr[path.len - 1] != '/') path.len--;
        if (path.len) path.len--;
    }
    return request->base;
}

kr_err kr_page_conflicts(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    reply->status = 409;
    reply->tmpl = "conflict";
    reply->location = KR_NONE;
    kr_err err = kr_page_open(&page, request, reply, "title.conflict", error);
    if (err != KR_OK) return err;
    kr_page_flow(request, page.model, "", "contact.back");
    kr_put_text(kr_put_object(page.model, "person"), "href", form_page(&page));
    kr_put_text(page.model, "action", request->path);
    kr_model *rows = kr_put_array(page.model, "rows");
    for (size_t i = 0; i < request->n_conflicts; i++) put_row(&page, rows, &request->conflicts[i]);
    kr_put_bool(page.model, "has_rows", kr_model_count(rows) > 0);
    kr_model *hidden = kr_put_array(page.model, "hidden");
    for (size_t i = 0; i < request->n_form; i++) {
        const kr_field_in *in = &request->form[i];
        if (in->is_file || kr_str_is(in->name, "csrf") || kr_str_is(in->name, "base")) continue;
        kr_model *field = kr_add_object(hidden);
        kr_put_text(field, "field", in->name);
        kr_put_text(field, "value", in->value);
    }
    return KR_OK;
}
