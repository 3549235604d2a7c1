/* Photos of people: the bytes for whoever may see the person, and putting one in its place or away. */
#include "core/photo.h"
#include "web/pages.h"

#include <stdio.h>

#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_plan.h"

#define MOST_FILE ((size_t)16 << 20)
/* What stands around the file in a form. */
#define MOST_FORM ((uint32_t)MOST_FILE + (64u << 10))

/* Somebody in the bin has no pages either. */
static const kr_person *person_here(kr_request *request) {
    const kr_person *person = kr_page_person(request);
    return person && !person->gone ? person : NULL;
}

void kr_put_photo(const kr_page *page, kr_model *object, const kr_person *person) {
    if (kr_photo_there(person->photo))
        kr_put_text(object, "photo", kr_page_link(page, "/mens/", person->id, "/foto"));
    else
        kr_put_bool(object, "photo", false);
}

/* Sent with no-store, like everything that is somebody's, and so without an ETag: a browser that may keep
 * nothing has nothing to ask about. What it did keep would lie unsealed on the disk of a computer that others
 * use, also after signing out; Clear-Site-Data is a request, and goes only over https and when somebody signs
 * out themselves. A photo is at most 24 KB. */
static kr_err photo_bytes(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = person_here(request);
    kr_err err = person ? kr_photo_bytes(&reply->body, request->arena, person->photo) : KR_E_NOT_FOUND;
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (err != KR_OK) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    reply->type = "image/jpeg";
    return KR_OK;
}

typedef struct placing {
    kr_id person;
    kr_str text;
} placing;

static void fill_photo(kr_draft *draft, void *context) {
    const placing *job = context;
    if (job->text.len)
        kr_draft_text(draft, KR_KIND_person, job->person, KR_F_person_photo, job->text);
    else
        kr_draft_clear(draft, KR_KIND_person, job->person, KR_F_person_photo);
}

kr_err kr_page_read_photo(kr_request *request, kr_str *text, kr_error *error) {
    kr_str sent = kr_posted(request, "foto"), small;
    if (sent.len == 0) return kr_fail(error, KR_E_INVALID, "photo.none", NULL, NULL);
    if (sent.len > MOST_FILE) return kr_fail(error, KR_E_LIMIT, "error.say.413", NULL, NULL);
    kr_err err = kr_render_photo(request->web, &small, request->arena, sent, error);
    if (err != KR_OK) return err;
    err = kr_photo_text(text, request->arena, small);
    return err == KR_OK ? err : kr_fail(error, err, "photo.broken", NULL, NULL);
}

/* The photo was not taken: why, and room to choose another. */
static kr_err show_again(kr_request *request, kr_reply *reply, const kr_person *person, const char *path,
                         const kr_error *why, kr_error *error) {
    kr_page page;
    if (!kr_error_of_form(why)) {
        *error = *why;
        return why->code;
    }
    kr_err err = kr_page_open(&page, request, reply, "title.photo", error);
    if (err != KR_OK) return err;
    kr_model *object = kr_put_object(page.model, "person");
    char digits[17];
    kr_id_text(person->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "name", person->name);
    kr_put_photo(&page, object, person);
    kr_put_text(page.model, "name", person->name);
    kr_put_error(request, page.model, "wrong", why);
    kr_page_flow(request, page.model, path, "photo.back");
    reply->status = 422;
    reply->tmpl = "photo";
    return KR_OK;
}

static kr_err photo_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = person_here(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    bool away = kr_str_is(kr_posted(request, "doe"), "weg"),
         ego = person->id == request->view.circle->self.ego;
    placing job = {.person = person->id};
    kr_error own = {.code = KR_OK};
    char digits[17], path[48];
    kr_id_text(person->id, digits);
    snprintf(path, sizeof path, "/mens/%s#foto", digits);
    if (ego) snprintf(path, sizeof path, "/ik#foto");
    kr_err err = away ? KR_OK : kr_page_read_photo(request, &job.text, &own);
    if (err != KR_OK) return show_again(request, reply, person, path, &own, error);
    err = kr_page_change(request, ego ? KR_ACT_SELF : KR_ACT_SAY, fill_photo, &job, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, path, away ? "photo.gone" : "photo.saved");
    return KR_OK;
}

const kr_route kr_routes_photo[] = {
    {"GET", "/kring/:circle/mens/:person/foto", KR_SHARED, false, photo_bytes, NULL, KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/mens/:person/foto", KR_SHARED, true, photo_save, NULL, KR_PART_MAP, MOST_FORM,
     KR_RIGHT_ADD},
    {0},
};
