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
    kr_put_text(page.model, "name", person->name);
    json_t *people = kr_put_array(page.model, "people");
    for (size_t i = 0; i < page.net.n; i++)
        if (page.net.alters[i].person != person)
            kr_put_face(&page, kr_add_object(people), &page.net.alters[i]);
    kr_put_bool(page.model, "has_people", json_array_size(people) > 0);
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
    char path[32], digits[17];
    kr_id_text(job.person, digits);
    snprintf(path, sizeof path, "/mens/%s", digits);
    kr_go(request, reply, path, "notice.merged");
    return KR_OK;
}
