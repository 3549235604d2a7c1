/* Circle forms of one's own: a list, making one, taking one along for others, and who stands where. */
#include <jansson.h>
#include <stdio.h>

#include "web/pages_web.h"

#define MOST_FILE ((size_t)64 << 10)

typedef struct words {
    kr_str name, note, ring[KR_FORM_RINGS], area[KR_FORM_AREAS];
    size_t rings, areas;
} words;

/* Forms to begin with; the words stand in the catalogue. */
static const struct {
    const char *name, *title;
    const char *ring[4], *area[5];
} samples[] = {
    {"vier",
     "forms.sample.four",
     {"forms.near", "forms.far"},
     {"forms.family", "forms.friends", "forms.neighbours", "forms.professionals"}},
    {"drie", "forms.sample.three", {"forms.near", "forms.middle", "forms.far"}, {0}},
    {"week",
     "forms.sample.week",
     {"forms.weekly", "forms.monthly", "forms.rarely"},
     {"forms.home", "forms.outside", "forms.phone"}},
};

static kr_str lines(const kr_request *request, const kr_str *words_of, size_t n) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, request->arena, 65536);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&buf, '\n');
        kr_put(&buf, words_of[i]);
    }
    return kr_buf_end(&buf, &out) == KR_OK ? out : KR_NONE;
}

static void write_form(kr_draft *draft, const kr_request *request, kr_id form, const words *w) {
    kr_draft_text(draft, KR_KIND_own_form, form, KR_F_own_form_name, w->name);
    kr_draft_text(draft, KR_KIND_own_form, form, KR_F_own_form_rings, lines(request, w->ring, w->rings));
    kr_draft_text(draft, KR_KIND_own_form, form, KR_F_own_form_areas, lines(request, w->area, w->areas));
    kr_draft_text(draft, KR_KIND_own_form, form, KR_F_own_form_note, w->note);
}

/* -- making one
 * ------------------------------------------------------------------------------------------------------------
 */

static bool sample_words(const kr_request *request, kr_str name, words *w) {
    kr_lang lang = request->prefs.lang;
    for (size_t i = 0; i < KR_COUNT(samples); i++) {
        if (!kr_str_is(name, samples[i].name)) continue;
        w->name = kr_word(lang, samples[i].title);
        for (; samples[i].ring[w->rings]; w->rings++)
            w->ring[w->rings] = kr_word(lang, samples[i].ring[w->rings]);
        for (; samples[i].area[w->areas]; w->areas++)
            w->area[w->areas] = kr_word(lang, samples[i].area[w->areas]);
        return true;
    }
    return false;
}

static void posted_words(const kr_request *request, words *w) {
    w->name = kr_str_trim(kr_posted(request, "naam"));
    w->note = kr_posted(request, "uitleg");
    w->rings = kr_own_words(kr_posted(request, "ringen"), w->ring, KR_FORM_RINGS);
    w->areas = kr_own_words(kr_posted(request, "vakken"), w->area, KR_FORM_AREAS);
}

static size_t json_words(const kr_request *request, const json_t *array, kr_str *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(array) && n < cap; i++) {
        const json_t *one = json_array_get(array, i);
        if (!json_is_string(one)) continue;
        kr_str text =
            kr_arena_copy(request->arena, kr_str_n(json_string_value(one), json_string_length(one)));
        kr_str first[1];
        if (text.ptr && kr_own_words(text, first, 1)) out[n++] = first[0];
    }
    return n;
}

static kr_str json_text(const kr_request *request, const json_t *root, const char *name) {
    const json_t *one = json_object_get(root, name);
    if (!json_is_string(one)) return KR_NONE;
    kr_str text = kr_arena_copy(request->arena, kr_str_n(json_string_value(one), json_string_length(one)));
    return text.ptr ? kr_str_trim(text) : KR_NONE;
}

/* {"kring_form": 1, "name": "", "rings": [], "areas": [], "note": ""} */
static bool file_words(const kr_request *request, words *w) {
    kr_str bytes = kr_posted(request, "bestand");
    if (!bytes.len || bytes.len > MOST_FILE) return false;
    json_t *root = json_loadb(bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, NULL);
    bool known = json_is_object(root) && json_integer_value(json_object_get(root, "kring_form")) == 1;
    if (known) {
        w->name = json_text(request, root, "name");
        w->note = json_text(request, root, "note");
        w->rings = json_words(request, json_object_get(root, "rings"), w->ring, KR_FORM_RINGS);
        w->areas = json_words(request, json_object_get(root, "areas"), w->area, KR_FORM_AREAS);
    }
    json_decref(root);
    return known && w->rings > 0;
}

typedef struct making {
    kr_request *request;
    words w;
    kr_id form;
} making;

static void fill_new(kr_draft *draft, void *context) {
    making *job = context;
    job->form = kr_draft_new_id(draft);
    write_form(draft, job->request, job->form, &job->w);
}

static kr_err show_list(kr_request *request, kr_reply *reply, const char *problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.forms", error);
    if (err != KR_OK) return err;
    const kr_circle *circle = request->view.circle;
    kr_model *forms = kr_put_array(page.model, "own");
    for (size_t i = 0; i < circle->n_own_forms; i++) {
        const kr_own_form *form = &circle->own_forms[i];
        if (form->gone) continue;
        kr_str ring[KR_FORM_RINGS], area[KR_FORM_AREAS];
        kr_model *one = kr_add_object(forms);
        kr_word_arg args[2] = {
            KR_WORD_NUMBER("rings", (int64_t)kr_own_words(form->rings, ring, KR_FORM_RINGS)),
            KR_WORD_NUMBER("areas", (int64_t)kr_own_words(form->areas, area, KR_FORM_AREAS))};
        kr_put_text(one, "name", form->name);
        kr_put_text(one, "note", form->note);
        kr_put_text(one, "href", kr_page_link(&page, "/vormen/", form->id, ""));
        kr_put_say(request, one, "say", args[1].number ? "forms.say" : "forms.say.rings", args, 2);
    }
    kr_put_bool(page.model, "has_own", kr_model_count(forms) > 0);
    kr_model *list = kr_put_array(page.model, "samples");
    for (size_t i = 0; i < KR_COUNT(samples); i++) {
        kr_model *one = kr_add_object(list);
        kr_put_text(one, "value", kr_str_z(samples[i].name));
        kr_put_word(request, one, "label", samples[i].title);
    }
    kr_put_bool(page.model, "problem", false);
    if (problem) kr_put_word(request, page.model, "problem", problem);
    return KR_OK;
}

kr_err kr_page_forms(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_list(request, reply, NULL, error);
}

kr_err kr_page_forms_save(kr_request *request, kr_reply *reply, kr_error *error) {
    making job = {.request = request};
    const char *problem = NULL;
    if (kr_posted_has(request, "voorbeeld")) {
        if (!sample_words(request, kr_posted(request, "voorbeeld"), &job.w)) problem = "forms.problem.words";
    } else if (kr_posted_has(request, "bestand")) {
        if (!file_words(request, &job.w)) problem = "forms.problem.file";
    } else {
        posted_words(request, &job.w);
        if (!job.w.rings) problem = "forms.problem.words";
    }
    if (!job.w.name.len) job.w.name = kr_word(request->prefs.lang, "forms.nameless");
    if (problem) {
        reply->status = 422;
        reply->tmpl = "vormen";
        return show_list(request, reply, problem, error);
    }
    kr_err err = kr_page_change(request, KR_ACT_SELF, fill_new, &job, error);
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/vormen/", job.form, "", "notice.saved");
    return KR_OK;
}

/* -- one form
 * --------------------------------------------------------------------------------------------------------------
 */

static const kr_own_form *asked_form(const kr_request *request) {
    kr_id id;
    if (!kr_id_parse(request->params[1], &id) || !id) return NULL;
    return kr_own_form_of(request->view.circle, id);
}

/* To take along: nobody's name is in it. */
static kr_err deliver(kr_request *request, kr_reply *reply, const kr_own_form *form, const words *w) {
    kr_model *root = kr_model_make(request->arena);
    kr_buf out;
    kr_put_number(root, "kring_form", 1);
    kr_put_text(root, "name", form->name);
    kr_model *rings = kr_put_array(root, "rings"), *areas = kr_put_array(root, "areas");
    for (size_t i = 0; i < w->rings; i++) kr_put_text(rings, NULL, w->ring[i]);
    for (size_t i = 0; i < w->areas; i++) kr_put_text(areas, NULL, w->area[i]);
    kr_put_text(root, "note", form->note);
    kr_buf_init(&out, request->arena, MOST_FILE);
    kr_model_json(&out, root);
    kr_put_c(&out, '\n');
    reply->type = "application/json";
    reply->filename = KR_STR("kring-vorm.json");
    return kr_model_ok(root) == KR_OK ? kr_buf_end(&out, &reply->body) : KR_E_MEMORY;
}

static unsigned asked_number(const kr_request *request, const char *name, size_t most) {
    int64_t n = 0;
    return kr_str_int(kr_query(request, name), &n) && n >= 1 && n <= (int64_t)most ? (unsigned)n : 0;
}

static void put_words(kr_model *object, const char *name, const kr_str *list, size_t n, unsigned chosen) {
    kr_model *array = kr_put_array(object, name);
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(array);
        kr_put_number(one, "value", (int64_t)i + 1);
        kr_put_text(one, "label", list[i]);
        kr_put_bool(one, "checked", chosen == i + 1);
    }
}

typedef struct placed {
    unsigned ring, area;
} placed;

static placed place_in(const kr_circle *circle, const kr_own_form *form, const words *w, kr_id person) {
    const kr_form_place *at = kr_own_place(circle, form->id, person);
    placed p = {0, 0};
    if (!at || at->ring < 1 || at->ring > (int64_t)w->rings) return p;
    if (w->areas > 1 && (at->area < 1 || at->area > (int64_t)w->areas)) return p;
    p.ring = (unsigned)at->ring;
    p.area = w->areas > 1 ? (unsigned)at->area : 1;
    return p;
}

static void put_people(const kr_page *page, const kr_own_form *form, const words *w, kr_id chosen) {
    kr_model *rows = kr_put_array(page->model, "rows"), *waiting = kr_put_array(page->model, "waiting");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        placed p = place_in(page->request->view.circle, form, w, alter->person->id);
        kr_model *one = kr_add_object(p.ring ? rows : waiting);
        kr_put_face(page, one, alter);
        kr_put_text(one, "put", kr_page_link(page, "/vormen/", form->id, ""));
        kr_put_bool(one, "current", alter->person->id == chosen);
        kr_put_text(one, "ring", p.ring ? w->ring[p.ring - 1] : KR_NONE);
        kr_put_text(one, "area", p.ring && w->areas > 1 ? w->area[p.area - 1] : KR_NONE);
    }
    kr_put_bool(page->model, "has_rows", kr_model_count(rows) > 0);
    kr_put_bool(page->model, "has_waiting", kr_model_count(waiting) > 0);
    kr_put_bool(page->model, "has_people", page->net.n > 0);
}

/* Who is being given a place, where they stand, and the drawing in which every spot can be tapped. */
static kr_err put_placing(kr_page *page, const kr_own_form *form, const words *w, kr_error *error) {
    kr_request *request = page->request;
    const kr_alter *who =
        !kr_may(request, KR_PART_MAP, KR_RIGHT_ADD) ? NULL : kr_web_alter(page, kr_query(request, "wie"));
    placed now = {0, 0};
    if (who) now = place_in(request->view.circle, form, w, who->person->id);
    unsigned ring = asked_number(request, "ring", w->rings), area = asked_number(request, "area", w->areas);
    put_people(page, form, w, who ? who->person->id : 0);
    kr_put_bool(page->model, "who", false);
    if (who) {
        kr_model *one = kr_put_object(page->model, "who");
        kr_put_face(page, one, who);
        kr_put_bool(one, "placed", now.ring > 0);
    }
    put_words(page->model, "rings", w->ring, w->rings, ring ? ring : now.ring);
    put_words(page->model, "areas", w->area, w->areas > 1 ? w->areas : 0, area ? area : now.area);
    kr_put_bool(page->model, "has_areas", w->areas > 1);
    kr_draw_options options = {.as = KR_DRAW_MAP,
                               .form = form->id,
                               .layers = KR_LAYER_FREQUENCY | KR_LAYER_PAID,
                               .selected = who ? who->person->id : 0};
    if (!kr_may(request, KR_PART_MAP, KR_RIGHT_ADD)) return kr_put_web(page, &options, "forms.h", error);
    options.link_prefix = kr_page_link(page, "/vormen/", form->id, "?wie=");
    if (who) {
        char tail[40], digits[17];
        kr_id_text(who->person->id, digits);
        snprintf(tail, sizeof tail, "?wie=%s&", digits);
        options.spot_prefix = kr_page_link(page, "/vormen/", form->id, tail);
    }
    return kr_put_web(page, &options, "forms.h", error);
}

kr_err kr_page_form(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    words w = {.rings = 0};
    const kr_own_form *form = asked_form(request);
    if (!form) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    w.rings = kr_own_words(form->rings, w.ring, KR_FORM_RINGS);
    w.areas = kr_own_words(form->areas, w.area, KR_FORM_AREAS);
    if (kr_str_is(kr_query(request, "als"), "json")) return deliver(request, reply, form, &w);
    kr_err err = kr_page_open(&page, request, reply, "title.forms", error);
    if (err != KR_OK) return err;
    char digits[17], more[40];
    kr_id_text(form->id, digits);
    snprintf(more, sizeof more, "&eigen=%s", digits);
    kr_put_text(page.model, "paper_more", kr_str_z(more));
    kr_put_text(page.model, "form_id", kr_str_z(digits));
    kr_put_text(page.model, "form_name", form->name);
    kr_put_text(page.model, "form_note", form->note);
    kr_put_text(page.model, "form_rings", form->rings);
    kr_put_text(page.model, "form_areas", form->areas);
    return put_placing(&page, form, &w, error);
}

typedef struct editing {
    kr_request *request;
    const kr_own_form *form;
    kr_id person;
    words w;
} editing;

static void fill_place(kr_draft *draft, const editing *job) {
    const kr_form_place *old = kr_own_place(draft->circle, job->form->id, job->person);
    int64_t ring = 0, area = 1;
    if (kr_posted_has(job->request, "weg")) {
        if (old) kr_draft_bin(draft, old->id);
        return;
    }
    if (!kr_str_int(kr_posted(job->request, "ring"), &ring) || ring < 1) return;
    if (!kr_str_int(kr_posted(job->request, "vak"), &area) || area < 1) area = 1;
    kr_id record = old ? old->id : kr_draft_new_id(draft);
    kr_draft_ref(draft, KR_KIND_form_place, record, KR_F_form_place_form, job->form->id);
    kr_draft_ref(draft, KR_KIND_form_place, record, KR_F_form_place_person, job->person);
    kr_draft_number(draft, KR_KIND_form_place, record, KR_F_form_place_ring, ring);
    kr_draft_number(draft, KR_KIND_form_place, record, KR_F_form_place_area, area);
}

static void fill_form(kr_draft *draft, void *context) {
    editing *job = context;
    if (job->person)
        fill_place(draft, job);
    else if (kr_posted_has(job->request, "weggooien"))
        kr_draft_bin(draft, job->form->id);
    else
        write_form(draft, job->request, job->form->id, &job->w);
}

kr_err kr_page_form_save(kr_request *request, kr_reply *reply, kr_error *error) {
    editing job = {.request = request, .form = asked_form(request)};
    if (!job.form) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_id form = job.form->id;
    bool bin = kr_posted_has(request, "weggooien");
    if (kr_id_parse(kr_posted(request, "wie"), &job.person) &&
        !kr_circle_person(request->view.circle, job.person))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    posted_words(request, &job.w);
    bool words_left = job.w.rings > 0 && job.w.name.len > 0;
    if (job.person || bin || words_left) {
        kr_err err = kr_page_change(request, job.person ? KR_ACT_PLACE : KR_ACT_SELF, fill_form, &job, error);
        if (err != KR_OK) return err;
    }
    if (bin)
        kr_go(request, reply, "/vormen", "notice.binned");
    else
        kr_go_to(request, reply, "/vormen/", form, job.person ? "#h-drawing" : "", "notice.saved");
    return KR_OK;
}
