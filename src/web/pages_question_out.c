/* What somebody answered and what comes out, in words; for who answered first. */
#include "web/pages_questions.h"

#include <stdio.h>

typedef struct outcome {
    kr_page page;
    const kr_question_set *set;
    const kr_filled *filled;
    kr_ask_filled answers;
} outcome;

static kr_err find(outcome *o, kr_request *request, kr_error *error) {
    o->set = kr_asked_set(request);
    o->filled = kr_filled_named(request->view.circle, request->params[2]);
    if (!o->set || !o->filled || !kr_str_eq(o->filled->questions, o->set->id))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err =
        kr_filled_answers(&o->answers, request->arena, request->view.circle, o->set->set, o->filled->id);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}

/* -- what comes out
 * ------------------------------------------------------------------------------------------ */
/* The rule stands once, below the last thing that came out of a list. */
static void put_score(const outcome *o, kr_model *array, const kr_ask_score *score, bool last) {
    const kr_page *page = &o->page;
    const kr_ask_scale *scale = score->scale;
    kr_model *object = kr_add_object(array);
    kr_buf say = kr_page_buf(page);
    kr_word_arg source = KR_WORD_TEXT("source", kr_ask_word(page->lang, "source", scale->instrument, NULL));
    kr_ask_say_score(&say, page->lang, score);
    kr_put_text(object, "label", kr_ask_word(page->lang, "scale", scale->instrument, scale->name));
    kr_put_text(object, "say", kr_page_text(&say));
    kr_put_bool(object, "last", last);
    kr_put_text(object, "name", kr_ask_word(page->lang, "instrument", scale->instrument, NULL));
    kr_put_text(object, "rule", kr_ask_word(page->lang, "rule", scale->instrument, NULL));
    kr_put_text(object, "missing", kr_ask_say_missing(page->lang, scale));
    kr_put_say(page->request, object, "source", "ask.source", &source, 1);
}

static void put_wheel(const outcome *o, const kr_ask_score *scores, size_t n) {
    double values[8];
    kr_str names[8];
    bool any = false, wheel = n == 8 && strcmp(scores[0].scale->instrument, "wheel") == 0;
    for (size_t i = 0; wheel && i < 8; i++) {
        values[i] = scores[i].state == KR_ASK_SCORED ? scores[i].value : -1;
        names[i] = kr_ask_word(o->page.lang, "scale", "wheel", scores[i].scale->name);
        any |= values[i] >= 0;
    }
    kr_put_bool(o->page.model, "wheel", any);
    if (any) kr_put_markup(o->page.model, "wheel_svg", kr_ask_wheel_svg(&o->page, values, names));
}

static kr_err put_scores(const outcome *o) {
    kr_ask_score *scores = NULL;
    size_t n = 0, shown = 0;
    kr_err err = kr_ask_scores(&scores, &n, o->page.request->arena, &o->answers);
    if (err != KR_OK) return err;
    kr_model *array = kr_put_array(o->page.model, "scores");
    const kr_ask_score *before = NULL;
    for (size_t i = 0; i <= n; i++) {
        /* Eight times that nothing was said is no help. */
        if (i < n && scores[i].state == KR_ASK_UNANSWERED &&
            strcmp(scores[i].scale->instrument, "wheel") == 0)
            continue;
        bool last = i == n || (before && strcmp(before->scale->instrument, scores[i].scale->instrument) != 0);
        if (before) put_score(o, array, before, last);
        before = i < n ? &scores[i] : NULL;
        shown += i < n;
    }
    kr_put_bool(o->page.model, "has_scores", shown > 0);
    kr_put_bool(o->page.model, "scored", n > 0);
    put_wheel(o, scores, n);
    return KR_OK;
}

/* -- the answers
 * ------------------------------------------------------------------------------------------ */
static void put_answer(const outcome *o, kr_model *array, uint32_t at, uint32_t instance) {
    const kr_ask_item *item = &o->set->set->items[at];
    size_t n;
    const kr_ask_answer *answers = kr_ask_answers(&o->answers, at, instance, &n);
    if (n == 0 || !kr_ask_on(&o->answers, at, instance)) return;
    kr_buf say = kr_page_buf(&o->page);
    char tail[64];
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_z(&say, item->type == KR_ASK_TEXT ? "\n" : ", ");
        kr_ask_put_answer(&say, o->page.lang, item, &answers[i]);
    }
    (void)snprintf(tail, sizeof tail, "?vraag=%u&keer=%u", at + 1, instance);
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "ask", kr_page_words(&o->page, item->text));
    kr_put_text(object, "said", kr_page_text(&say));
    kr_put_text(
        object, "href",
        kr_page_link(&o->page, kr_filled_path(o->page.request, o->set->id, o->filled->id, tail).ptr, 0, ""));
}

/* The name that begins an instance: "Bram". */
static kr_str instance_name(const outcome *o, uint32_t group, uint32_t instance) {
    for (uint32_t i = group + 1; i < o->set->set->items[group].end; i++) {
        size_t n = 0;
        const kr_ask_answer *answer = kr_ask_answers(&o->answers, i, instance, &n);
        if (o->set->set->items[i].type == KR_ASK_STRING && n && !answer->unknown) return answer->value;
    }
    return kr_page_words(&o->page, o->set->set->items[group].text);
}

static kr_model *open_part(kr_model *parts, kr_str title) {
    kr_model *part = kr_add_object(parts);
    kr_put_text(part, "title", title);
    return kr_put_array(part, "answers");
}

/* One part for each group at the top, and one for each instance of a group that is asked again. */
static void put_answers(const outcome *o) {
    const kr_ask_set *set = o->set->set;
    kr_model *parts = kr_put_array(o->page.model, "parts"), *loose = open_part(parts, KR_NONE), *part = loose;
    for (uint32_t i = 0; i < set->n_items; i++) {
        const kr_ask_item *item = &set->items[i];
        bool repeats = item->type == KR_ASK_GROUP && item->repeater == i;
        if (item->parent == KR_ASK_NOWHERE)
            part = item->type == KR_ASK_GROUP && !repeats
                       ? open_part(parts, kr_page_words(&o->page, item->text))
                       : loose;
        uint32_t most = repeats ? kr_ask_instances(&o->answers, i) : 0;
        for (uint32_t g = 1; g <= most; g++) {
            kr_model *one = open_part(parts, instance_name(o, i, g));
            for (uint32_t k = i + 1; k < item->end; k++)
                if (kr_ask_is_question(&set->items[k])) put_answer(o, one, k, g);
        }
        if (item->repeater == KR_ASK_NOWHERE && kr_ask_is_question(item)) put_answer(o, part, i, 1);
    }
    kr_put_bool(o->page.model, "has_answers", o->answers.n_answers > 0);
}

/* What stands behind the last question: only what fits these answers. */
static void put_thoughts(const outcome *o) {
    const kr_ask_set *set = o->set->set;
    kr_model *array = kr_put_array(o->page.model, "thoughts");
    uint32_t from = set->n_items;
    while (from > 0 && !kr_ask_is_question(&set->items[from - 1])) from--;
    for (uint32_t i = from; i < set->n_items; i++) {
        bool own =
            set->items[i].parent == KR_ASK_NOWHERE || set->items[set->items[i].parent].type == KR_ASK_GROUP;
        if (set->items[i].type != KR_ASK_DISPLAY || !own || !kr_ask_on(&o->answers, i, 1)) continue;
        kr_put_text(kr_add_object(array), "text", kr_page_words(&o->page, set->items[i].text));
    }
    kr_put_bool(o->page.model, "has_thoughts", kr_model_count(array) > 0);
}

static void put_head(const outcome *o) {
    const kr_page *page = &o->page;
    kr_str by = kr_filled_by(page, o->filled);
    kr_word_arg name = KR_WORD_TEXT("name", by);
    kr_word_arg date = KR_WORD_TEXT(
        "date", kr_page_day(page, o->filled->finished ? o->filled->finished : o->filled->started));
    kr_put_text(page->model, "name", kr_page_words(page, o->set->set->title));
    kr_put_say(page->request, page->model, "head", by.len ? "ask.out.title.other" : "ask.out.title", &name,
               1);
    kr_put_say(page->request, page->model, "when", o->filled->finished ? "ask.done_on" : "ask.begun_on",
               &date, 1);
    kr_put_bool(page->model, "other", false);
    if (by.len) kr_put_say(page->request, page->model, "other", "ask.out.first", &name, 1);
    kr_put_bool(page->model, "busy", !o->filled->finished);
    kr_put_text(page->model, "words", o->filled->own_words);
    kr_put_bool(page->model, "line", o->filled->line == KR_yesno_yes);
    kr_put_text(
        page->model, "action",
        kr_page_link(page, kr_filled_path(page->request, o->set->id, o->filled->id, "/uitkomst").ptr, 0, ""));
    kr_put_text(page->model, "onward",
                kr_page_link(page, kr_filled_path(page->request, o->set->id, o->filled->id, "").ptr, 0, ""));
    kr_put_text(page->model, "export",
                kr_page_link(page,
                             kr_filled_path(page->request, o->set->id, o->filled->id, "/antwoorden.json").ptr,
                             0, ""));
    kr_put_bool(page->model, "step", false);
    if (o->filled->run) kr_put_text(page->model, "step", kr_page_link(page, "/weg/", o->filled->run, ""));
}

kr_err kr_page_question_out(kr_request *request, kr_reply *reply, kr_error *error) {
    outcome o = {0};
    kr_err err = find(&o, request, error);
    if (err == KR_OK) err = kr_page_open(&o.page, request, reply, "title.ask", error);
    if (err) return err;
    kr_page_flow(request, o.page.model, kr_filled_path(request, o.set->id, 0, "").ptr, "ask.back_to_list");
    put_head(&o);
    put_answers(&o);
    put_thoughts(&o);
    err = put_scores(&o);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_through_time(&o.page, o.page.model, o.set, o.filled);
    return KR_OK;
}

/* -- own words, the line, and throwing away
 * ------------------------------------------------------------------------------------------ */
typedef struct keeping {
    const kr_request *request;
    kr_id filled;
} keeping;

static void fill_keep(kr_draft *draft, void *context) {
    const keeping *job = context;
    bool line = kr_posted_has(job->request, "lijn");
    if (kr_posted_has(job->request, "weg")) {
        kr_draft_bin(draft, job->filled);
        return;
    }
    kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_own_words,
                  kr_posted(job->request, "woorden"));
    kr_draft_number(draft, KR_KIND_filled, job->filled, KR_F_filled_line, line ? KR_yesno_yes : 0);
}

kr_err kr_page_question_keep(kr_request *request, kr_reply *reply, kr_error *error) {
    outcome o = {0};
    kr_err err = find(&o, request, error);
    if (err) return err;
    keeping job = {request, o.filled->id};
    bool bin = kr_posted_has(request, "weg");
    err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SHEET, fill_keep, &job, error);
    if (err) return err;
    kr_go(request, reply,
          kr_filled_path(request, o.set->id, bin ? 0 : job.filled, bin ? "" : "/uitkomst").ptr,
          bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

/* -- as a file
 * ------------------------------------------------------------------------------------------ */
static kr_str address_of(kr_arena *arena, const kr_question_set *set) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, arena, 9000);
    if (set->set->url.len == 0) kr_put_z(&out, "urn:kring:questions:");
    kr_put(&out, set->set->url.len ? set->set->url : set->id);
    if (set->set->version.len) kr_put_c(&out, '|');
    kr_put(&out, set->set->version);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

static size_t day_of(const kr_request *request, const kr_filled *filled, char day[11]) {
    int64_t at = filled->finished ? filled->finished : filled->started;
    return kr_date_text(kr_date_of(at + request->local - request->now), day);
}

kr_err kr_filled_export(kr_buf *out, const kr_request *request, const kr_circle *circle,
                        const kr_question_set *set, const kr_filled *filled) {
    kr_ask_filled answers;
    char day[11];
    size_t len = day_of(request, filled, day);
    kr_ask_response response = {.questionnaire = address_of(request->arena, set),
                                .authored = kr_str_n(day, len),
                                .completed = filled->finished != 0,
                                .by_other = filled->by == KR_filled_by_other,
                                .by_whom = filled->by_whom,
                                .json = filled->rest};
    kr_err err = kr_filled_answers(&answers, request->arena, circle, set->set, filled->id);
    return err ? err : kr_ask_write(out, request->arena, &answers, &response);
}

kr_err kr_page_question_export(kr_request *request, kr_reply *reply, kr_error *error) {
    outcome o = {0};
    kr_buf out, name;
    char day[11];
    kr_err err = find(&o, request, error);
    if (err) return err;
    size_t len = day_of(request, o.filled, day);
    kr_buf_init(&out, request->arena, 8u << 20);
    kr_buf_init(&name, request->arena, 200);
    kr_put(&name, o.set->id);
    kr_put_z(&name, "-");
    kr_put(&name, kr_str_n(day, len));
    kr_put_z(&name, ".json");
    err = kr_filled_export(&out, request, request->view.circle, o.set, o.filled);
    if (err == KR_OK) err = kr_buf_end(&out, &reply->body);
    if (err == KR_OK) err = kr_buf_end(&name, &reply->filename);
    reply->type = "application/fhir+json; charset=utf-8";
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}
