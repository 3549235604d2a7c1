/* Taking a contact out of the circle and back, throwing away, and saying that two are one. */
#include "web/pages.h"

#include <stdio.h>

typedef struct deed {
    kr_id person, other;
    void (*step)(kr_draft *draft, kr_id person);
} deed;

static void fill_deed(kr_draft *draft, void *context) {
    const deed *job = context;
    job->step(draft, job->person);
}

kr_err kr_page_contact_act(kr_request *request, kr_reply *reply, kr_error *error) {
    static const struct {
        const char *name;
        kr_act act;
        void (*step)(kr_draft *draft, kr_id person);
        const char *path, *notice;
    } deeds[] = {
        {"uit", KR_ACT_LEAVE, kr_draft_leave, "/lijst#h-vroeger", "notice.left"},
        {"terug", KR_ACT_RETURN, kr_draft_return, "/lijst", "notice.returned"},
        {"weg", KR_ACT_BIN, kr_draft_bin, "/bak", "notice.binned"},
    };
    const kr_person *person = kr_page_person(request);
    kr_str name = kr_posted(request, "doe");
    for (size_t i = 0; person && i < KR_COUNT(deeds); i++) {
        if (!kr_str_is(name, deeds[i].name)) continue;
        deed job = {person->id, 0, deeds[i].step};
        kr_err err = kr_page_change(request, deeds[i].act, fill_deed, &job, error);
        if (err) return err;
        kr_go(request, reply, deeds[i].path, deeds[i].notice);
        return KR_OK;
    }
    return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
}

static void put_row(const kr_page *page, kr_model *rows, kr_field_spec spec, const void *keep,
                    const void *lose) {
    char name[48], key[64];
    kr_str kept = keep ? kr_field_words(page, keep, spec) : KR_NONE;
    kr_str other = lose ? kr_field_words(page, lose, spec) : KR_NONE;
    kr_field_name(name, spec);
    snprintf(key, sizeof key, "field.%s", name);
    if ((!kept.len && !other.len) || !kr_word_known(kr_str_z(key))) return;
    kr_model *row = kr_add_object(rows);
    bool differs = kept.len && other.len && !kr_str_eq(kept, other);
    kr_put_text(row, "label", kr_word(page->lang, key));
    kr_put_text(row, "words", kept.len ? kept : other);
    kr_put_text(row, "instead", differs ? other : KR_NONE);
}

/* What will stand there when the two are one: what the first one has stays, the rest comes along. */
static void show_both(const kr_page *page, const kr_alter *keep, const kr_alter *lose) {
    kr_model *rows = kr_put_array(page->model, "rows");
    kr_put_bool(page->model, "sure", true);
    kr_put_text(page->model, "name", keep->person->name);
    kr_put_face(page, kr_put_object(page->model, "other"), lose);
    for (uint16_t i = 1; i < 64; i++) {
        const kr_field *field = kr_schema_field(KR_KIND_person, i);
        if (field && i != KR_F_person_photo && field->type != KR_TIME && field->type != KR_REF)
            put_row(page, rows, (kr_field_spec){KR_KIND_person, i, KR_AS_LINE}, keep->person, lose->person);
    }
    for (uint16_t i = 1; i < 64; i++) {
        const kr_field *field = kr_schema_field(KR_KIND_tie, i);
        if (field && field->type != KR_TIME && field->type != KR_REF)
            put_row(page, rows, (kr_field_spec){KR_KIND_tie, i, KR_AS_LINE}, keep->tie, lose->tie);
    }
}

/* The other one, once chosen on the page before (?met=). */
static const kr_alter *chosen(const kr_page *page, const kr_alter *keep) {
    kr_id id = 0;
    if (!kr_id_parse(kr_query(page->request, "met"), &id)) return NULL;
    const kr_alter *other = kr_page_alter(page, id);
    return other == keep ? NULL : other;
}

kr_err kr_page_merge(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.merge", error);
    if (err) return err;
    char path[32], digits[17];
    kr_id_text(person->id, digits);
    snprintf(path, sizeof path, "/mens/%s", digits);
    kr_page_flow(request, page.model, path, "merge.back");
    const kr_alter *alter = kr_page_alter(&page, person->id);
    if (!alter) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_put_face(&page, kr_put_object(page.model, "person"), alter);
    const kr_alter *other = chosen(&page, alter);
    if (other) {
        show_both(&page, alter, other);
        return KR_OK;
    }
    kr_put_text(page.model, "name", person->name);
    kr_model *people = kr_put_array(page.model, "people");
    /* namesakes first: they are the likeliest */
    for (int namesakes = 1; namesakes >= 0; namesakes--)
        for (size_t i = 0; i < page.net.n; i++) {
            const kr_person *them = page.net.alters[i].person;
            if (them != person && kr_str_eq(them->name, person->name) == (namesakes == 1))
                kr_put_face(&page, kr_add_object(people), &page.net.alters[i]);
        }
    kr_put_bool(page.model, "sure", false);
    kr_put_bool(page.model, "has_people", kr_model_count(people) > 0);
    return KR_OK;
}

static void fill_merge(kr_draft *draft, void *context) {
    const deed *job = context;
    kr_draft_merge(draft, job->person, job->other);
}

kr_err kr_page_merge_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    deed job = {person ? person->id : 0, 0, NULL};
    const kr_circle *circle = request->view.circle;
    if (!person || !kr_id_parse(kr_posted(request, "met"), &job.other) || job.other == job.person ||
        job.other == circle->self.ego || !kr_circle_person(circle, job.other))
        return kr_fail(error, KR_E_INVALID, "merge.choose", "", "");
    kr_err err = kr_page_change(request, KR_ACT_MERGE, fill_merge, &job, error);
    if (err) return err;
    kr_go_to(request, reply, "/mens/", job.person, "", "notice.merged");
    return KR_OK;
}
