/* Giving people a place: large choices that work for everybody; the tap on the drawing leads here too. */
#include "web/pages.h"

#include <stdio.h>

#define PLACE_MOST 2000

static const kr_form *asked_form(kr_str name) {
    const kr_form *form = kr_form_named(name);
    return form ? form : kr_form_of(KR_FORM_LENSINK);
}

static bool is_asked(const kr_request *request, kr_id person) {
    char digits[17];
    kr_id_text(person, digits);
    for (size_t i = 0; i < request->n_query; i++)
        if (kr_str_is(request->query[i].name, "wie") && kr_str_is(request->query[i].value, digits))
            return true;
    return false;
}

/* From the address, or from the form that is shown again. */
static unsigned asked_number(const kr_request *request, const kr_form *form, const char *name,
                             const char *field, size_t most) {
    char posted[32];
    int64_t number;
    snprintf(posted, sizeof posted, "%s.%s", field, form->name);
    kr_str text = kr_posted_has(request, posted) ? kr_posted(request, posted) : kr_query(request, name);
    if (!kr_str_int(text, &number) || number < 1 || number > (int64_t)most) return 0;
    return (unsigned)number;
}

static void put_forms(const kr_page *page, const kr_form *now, const kr_alter *one) {
    size_t count;
    const kr_form *forms = kr_forms(&count);
    kr_model *array = kr_put_array(page->model, "forms");
    for (size_t i = 0; i < count; i++) {
        kr_model *form = kr_add_object(array);
        char more[40];
        kr_put_word(page->request, form, "label", forms[i].title_key);
        kr_put_bool(form, "current", &forms[i] == now);
        snprintf(more, sizeof more, "%svorm=%s", one ? "&" : "", forms[i].name);
        kr_put_text(form, "href",
                    kr_page_link(page, one ? "/plaats?wie=" : "/plaats?", one ? one->person->id : 0, more));
    }
}

static kr_err show(kr_request *request, kr_reply *reply, bool nobody, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.place", error);
    if (err) return err;
    const kr_form *form = asked_form(nobody ? kr_posted(request, "vorm") : kr_query(request, "vorm"));
    const kr_alter *one = NULL;
    size_t asked = 0;
    kr_model *people = kr_put_array(page.model, "people");
    for (int placed = 0; placed < 2; placed++) {
        for (size_t i = 0; i < page.net.n; i++) {
            const kr_alter *alter = &page.net.alters[i];
            kr_place place = kr_place_of(form, alter);
            bool has_place = place.ring && !place.ring_suggested;
            if ((int)has_place != placed) continue;
            kr_model *person = kr_add_object(people);
            bool checked = is_asked(request, alter->person->id);
            kr_put_face(&page, person, alter);
            kr_put_bool(person, "checked", checked);
            if (checked) one = alter, asked++;
        }
    }
    kr_place place = one && asked == 1 ? kr_place_of(form, one) : (kr_place){0};
    unsigned ring = asked_number(request, form, "ring", "ring", form->n_rings),
             area = asked_number(request, form, "area", "vak", form->n_areas);
    kr_put_text(page.model, "form", kr_str_z(form->name));
    kr_put_rings(&page, kr_put_array(page.model, "rings"), form, ring ? ring : place.ring);
    kr_model *areas = kr_put_array(page.model, "areas");
    kr_put_areas(&page, areas, form, area ? area : place.area);
    kr_put_bool(page.model, "has_areas", kr_model_count(areas) > 0);
    put_forms(&page, form, asked == 1 ? one : NULL);
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    kr_put_bool(page.model, "nobody", nobody);
    kr_put_bool(page.model, "to_list", kr_str_is(kr_posted(request, "terug"), "lijst"));
    if (asked == 1) {
        kr_put_face(&page, kr_put_object(page.model, "one"), one);
        kr_put_text(page.model, "name", one->person->name);
    } else {
        kr_put_bool(page.model, "one", false);
        kr_put_text(page.model, "name", kr_word(page.lang, "place.they"));
    }
    kr_page_flow(request, page.model, "", "contact.back");
    return KR_OK;
}

kr_err kr_page_place_show(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, false, error);
}

typedef struct placing {
    const kr_request *request;
    const kr_form *form;
    const kr_id *people;
    size_t count;
    const kr_place *places; /* of the suggestions; NULL: what was posted */
} placing;

static void fill_place(kr_draft *draft, void *context) {
    const placing *job = context;
    for (size_t i = 0; i < job->count; i++) {
        kr_id tie = kr_draft_tie(draft, draft->circle->self.ego, job->people[i]);
        if (!job->places) {
            kr_draft_place(draft, job->request, tie, job->form);
            continue;
        }
        kr_place place = job->places[i];
        if (place.ring && place.ring_suggested)
            kr_draft_number(draft, KR_KIND_tie, tie, job->form->ring_field, place.ring);
        if (place.area && place.area_suggested && job->form->area_field)
            kr_draft_number(draft, KR_KIND_tie, tie, job->form->area_field,
                            job->form->areas[place.area - 1].choice);
    }
}

static void go_back(kr_request *request, kr_reply *reply, const kr_form *form, kr_id who) {
    char path[96], digits[17];
    if (kr_str_is(kr_posted(request, "terug"), "lijst")) {
        kr_go(request, reply, "/lijst", "notice.placed");
        return;
    }
    if (who) {
        /* back at the drawing, with whoever is next: the page says itself who stands there now */
        kr_id_text(who, digits);
        snprintf(path, sizeof path, "?vorm=%s&gezet=%s#volgende", form->name, digits);
        kr_go(request, reply, path, NULL);
        return;
    }
    snprintf(path, sizeof path, "?vorm=%s", form->name);
    kr_go(request, reply, path, "notice.placed");
}

kr_err kr_page_place_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_str *values = kr_new_n(request->arena, kr_str, PLACE_MOST);
    kr_id *people = kr_new_n(request->arena, kr_id, PLACE_MOST);
    if (!values || !people) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    size_t posted = kr_posted_all(request, "kies", values, PLACE_MOST), count = 0;
    const kr_circle *circle = request->view.circle;
    for (size_t i = 0; i < posted && i < PLACE_MOST; i++) {
        kr_id id;
        if (kr_id_parse(values[i], &id) && id != circle->self.ego && kr_circle_person(circle, id))
            people[count++] = id;
    }
    if (!count) {
        reply->status = 422;
        reply->tmpl = "place";
        return show(request, reply, true, error);
    }
    placing job = {request, asked_form(kr_posted(request, "vorm")), people, count, NULL};
    kr_err err = kr_page_change(request, KR_ACT_PLACE, fill_place, &job, error);
    if (err) return err;
    go_back(request, reply, job.form, count == 1 ? people[0] : 0);
    return KR_OK;
}

/* "Klopt dit?": takes the suggestion over, for one person or for all. */
kr_err kr_page_place_confirm(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_err err = kr_network_make(&net, request->arena, &request->view);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_id *people = kr_new_n(request->arena, kr_id, net.n + 1);
    kr_place *places = kr_new_n(request->arena, kr_place, net.n + 1);
    if (!people || !places) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    placing job = {request, asked_form(kr_posted(request, "vorm")), people, 0, places};
    kr_id only = 0;
    bool all = kr_posted_has(request, "alles");
    if (!all && !kr_id_parse(kr_posted(request, "neem"), &only))
        return kr_fail(error, KR_E_INVALID, "place.nobody", "", "");
    for (size_t i = 0; i < net.n; i++) {
        kr_place place = kr_place_of(job.form, &net.alters[i]);
        if (!all && net.alters[i].person->id != only) continue;
        if (!place.ring_suggested && !place.area_suggested) continue;
        people[job.count] = net.alters[i].person->id;
        places[job.count++] = place;
    }
    err = kr_page_change(request, KR_ACT_PLACE, fill_place, &job, error);
    if (err) return err;
    go_back(request, reply, job.form, 0);
    return KR_OK;
}
