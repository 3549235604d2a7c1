/* One question on the screen, going on and back, stopping and coming back. */
#include "web/pages_questions.h"

#include <stdio.h>

#define MOST_VALUES 40

typedef struct asking {
    kr_page page;
    const kr_question_set *set;
    kr_id filled; /* not the record itself: that goes with the state of the circle it was read from */
    bool finished;
    kr_ask_filled answers;
    kr_ask_screen at;
} asking;

static kr_str path_of(const asking *a, kr_ask_screen screen) {
    char tail[64] = "";
    if (screen.place == KR_ASK_END)
        (void)snprintf(tail, sizeof tail, "/uitkomst");
    else
        (void)snprintf(tail, sizeof tail,
                       screen.place == KR_ASK_AGAIN ? "?nog=%u&keer=%u" : "?vraag=%u&keer=%u",
                       screen.item + 1, screen.instance);
    return kr_filled_path(a->page.request, a->set->id, a->filled, tail);
}

static uint32_t number_in(kr_str text, uint32_t most) {
    int64_t value;
    return kr_str_int(text, &value) && value >= 1 && value <= (int64_t)most ? (uint32_t)value : 0;
}

/* The screen that was asked for; where somebody left off when it is none. */
static kr_ask_screen screen_of(const asking *a, kr_str question, kr_str again, kr_str instance) {
    uint32_t most = a->set->set->n_items, item = number_in(question, most), group = number_in(again, most);
    uint32_t nth = number_in(instance, KR_ASK_INSTANCES);
    const kr_ask_item *items = a->set->set->items;
    if (!nth) nth = 1;
    if (item && kr_ask_is_question(&items[item - 1]) && kr_ask_on(&a->answers, item - 1, nth))
        return (kr_ask_screen){KR_ASK_QUESTION, item - 1,
                               items[item - 1].repeater == KR_ASK_NOWHERE ? 1 : nth};
    if (group && items[group - 1].repeater == group - 1) return (kr_ask_screen){KR_ASK_AGAIN, group - 1, nth};
    return kr_ask_resume(&a->answers);
}

static kr_err find(asking *a, kr_request *request, kr_error *error) {
    a->page.request = request;
    a->set = kr_asked_set(request);
    const kr_filled *filled = kr_filled_named(request->view.circle, request->params[2]);
    if (!a->set || !filled || !kr_str_eq(filled->questions, a->set->id))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    a->filled = filled->id;
    a->finished = filled->finished != 0;
    kr_err err = kr_filled_answers(&a->answers, request->arena, request->view.circle, a->set->set, a->filled);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}

/* -- the question
 * ------------------------------------------------------------------------------------------ */
static bool is_among(kr_str value, const kr_str *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (kr_str_eq(values[i], value)) return true;
    return false;
}

static void put_option(kr_model *array, kr_str value, kr_str label, bool on) {
    char id[32];
    kr_model *object = kr_add_object(array);
    (void)snprintf(id, sizeof id, "a-%zu", kr_model_count(array));
    kr_put_text(object, "id", kr_str_z(id));
    kr_put_text(object, "value", value);
    kr_put_text(object, "label", label);
    kr_put_bool(object, "checked", on);
}

/* Numbers from 0 to 10 are shown to be chosen from. */
static bool is_scale(const kr_ask_item *item) {
    return item->type == KR_ASK_INTEGER && item->has_least && item->has_most && item->most > item->least &&
           item->most - item->least <= 10;
}

static void put_options(const asking *a, const kr_ask_item *item, const kr_str *values, size_t n) {
    const kr_page *page = &a->page;
    kr_model *array = kr_put_array(page->model, "options");
    if (item->type == KR_ASK_BOOLEAN) {
        put_option(array, KR_STR("true"), kr_word(page->lang, "ask.yes"),
                   is_among(KR_STR("true"), values, n));
        put_option(array, KR_STR("false"), kr_word(page->lang, "ask.no"),
                   is_among(KR_STR("false"), values, n));
    }
    for (uint32_t i = 0; i < item->n_options; i++)
        put_option(array, item->options[i].code, kr_page_words(page, item->options[i].text),
                   is_among(item->options[i].code, values, n));
    for (int at = (int)item->least; is_scale(item) && at <= (int)item->most; at++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", at);
        put_option(array, kr_arena_copy(page->request->arena, kr_str_z(text)), kr_str_z(text),
                   is_among(kr_str_z(text), values, n));
    }
    kr_put_bool(page->model, "has_options", kr_model_count(array) > 0);
    kr_put_bool(page->model, "many", item->repeats);
    kr_put_bool(page->model, "scale", is_scale(item));
}

/* What somebody wrote: for an open choice what is no option; several on lines of their own. */
static void put_written(const asking *a, const kr_ask_item *item, const kr_str *values, size_t n) {
    kr_model *model = a->page.model;
    kr_buf text = kr_page_buf(&a->page);
    bool options = kr_model_count(kr_model_get(model, "options")) > 0,
         number = item->type == KR_ASK_DECIMAL || item->type == KR_ASK_INTEGER;
    for (size_t i = 0; i < n; i++) {
        if (item->n_options && kr_ask_option_of(item, values[i])) continue;
        if (text.len) kr_put_c(&text, '\n');
        kr_put(&text, values[i]);
    }
    kr_put_text(model, "written", kr_page_text(&text));
    kr_put_number(model, "most",
                  item->max_length            ? item->max_length
                  : item->type == KR_ASK_TEXT ? 4000
                                              : 400);
    kr_put_bool(model, "is_area", !options && (item->type == KR_ASK_TEXT || (item->repeats && !number)));
    kr_put_bool(model, "is_line", !options && item->type == KR_ASK_STRING && !item->repeats);
    kr_put_bool(model, "is_number", !options && number);
    kr_put_bool(model, "is_date", !options && item->type == KR_ASK_DATE);
    kr_put_bool(model, "is_open", item->type == KR_ASK_OPEN_CHOICE && options);
    if (item->type == KR_ASK_OPEN_CHOICE && !options) kr_put_bool(model, "is_line", true);
    kr_put_bool(model, "per_line", !options && item->repeats);
}

/* Displays before it in its group, and those below it. */
static void put_said(const asking *a, uint32_t at) {
    const kr_ask_item *items = a->set->set->items;
    kr_model *before = kr_put_array(a->page.model, "before"), *hints = kr_put_array(a->page.model, "hints");
    uint32_t from = at;
    while (from > 0 && (items[from - 1].type == KR_ASK_DISPLAY || items[from - 1].type == KR_ASK_GROUP ||
                        items[from - 1].read_only))
        from--;
    for (uint32_t i = from; i < at; i++) {
        bool hint = items[i].parent != KR_ASK_NOWHERE && items[items[i].parent].type != KR_ASK_GROUP;
        if (items[i].type == KR_ASK_GROUP || hint || !kr_ask_on(&a->answers, i, a->at.instance)) continue;
        kr_put_text(kr_add_object(before), "text", kr_page_words(&a->page, items[i].text));
    }
    for (uint32_t i = at + 1; i < items[at].end; i++) {
        if (items[i].type != KR_ASK_DISPLAY || items[i].parent != at) continue;
        kr_put_text(kr_add_object(hints), "text", kr_page_words(&a->page, items[i].text));
    }
}

/* "Kaart 1: familie · Iemand uit uw familie" */
static void put_card(const asking *a, uint32_t at) {
    const kr_ask_item *items = a->set->set->items;
    kr_buf card = kr_page_buf(&a->page), who = kr_page_buf(&a->page);
    uint32_t up = items[at].parent, top = KR_ASK_NOWHERE;
    for (; up != KR_ASK_NOWHERE; up = items[up].parent)
        if (items[up].type == KR_ASK_GROUP) top = up;
    if (top != KR_ASK_NOWHERE) kr_put(&card, kr_page_words(&a->page, items[top].text));
    kr_put_text(a->page.model, "card", kr_page_text(&card));
    /* Whom it is about: the first answer in this instance. */
    uint32_t group = items[at].repeater;
    for (uint32_t i = group + 1; group != KR_ASK_NOWHERE && i < at && who.len == 0; i++) {
        size_t n = 0;
        const kr_ask_answer *answer = kr_ask_answers(&a->answers, i, a->at.instance, &n);
        if (n && !answer->unknown && items[i].type == KR_ASK_STRING) kr_put(&who, answer->value);
    }
    kr_put_text(a->page.model, "about", kr_page_text(&who));
}

static void put_question(const asking *a, const kr_str *typed, size_t n_typed) {
    const kr_ask_item *item = &a->set->set->items[a->at.item];
    kr_str values[MOST_VALUES];
    size_t n = 0, count;
    bool unknown = false;
    const kr_ask_answer *answers = kr_ask_answers(&a->answers, a->at.item, a->at.instance, &count);
    for (size_t i = 0; !typed && i < count && n < MOST_VALUES; i++) {
        unknown |= answers[i].unknown;
        if (!answers[i].unknown) values[n++] = answers[i].value;
    }
    for (size_t i = 0; typed && i < n_typed && n < MOST_VALUES; i++) values[n++] = typed[i];
    kr_put_text(a->page.model, "ask", kr_page_words(&a->page, item->text));
    put_said(a, a->at.item);
    put_card(a, a->at.item);
    put_options(a, item, values, n);
    put_written(a, item, values, n);
    kr_put_bool(a->page.model, "unknown", unknown);
}

static kr_err show(kr_request *request, kr_reply *reply, asking *a, const kr_str *typed, size_t n_typed,
                   kr_str problem, kr_error *error) {
    kr_err err = kr_page_open(&a->page, request, reply, "title.ask", error);
    if (err) return err;
    kr_model *model = a->page.model;
    bool again = a->at.place == KR_ASK_AGAIN;
    kr_ask_screen before = kr_ask_before(&a->answers, a->at);
    bool first =
        before.place == a->at.place && before.item == a->at.item && before.instance == a->at.instance;
    kr_page_flow(request, model, kr_filled_path(request, a->set->id, 0, "").ptr, "ask.back_to_list");
    kr_put_text(model, "name", kr_page_words(&a->page, a->set->set->title));
    kr_put_text(model, "problem", problem);
    kr_put_bool(model, "again", again);
    kr_put_number(model, "item", (int64_t)a->at.item + 1);
    kr_put_number(model, "instance", a->at.instance);
    kr_put_text(model, "action",
                kr_page_link(&a->page, kr_filled_path(request, a->set->id, a->filled, "").ptr, 0, ""));
    kr_put_bool(model, "back", false);
    if (!first) kr_put_text(model, "back", kr_page_link(&a->page, path_of(a, before).ptr, 0, ""));
    kr_put_text(model, "onward",
                kr_page_link(&a->page, path_of(a, kr_ask_next(&a->answers, a->at)).ptr, 0, ""));
    if (again) {
        put_card(a, a->at.item);
        kr_put_text(model, "ask", kr_word(a->page.lang, "ask.nobody_else"));
    } else {
        put_question(a, typed, n_typed);
    }
    reply->tmpl = "vraag";
    return KR_OK;
}

kr_err kr_page_question(kr_request *request, kr_reply *reply, kr_error *error) {
    asking a = {0};
    kr_err err = find(&a, request, error);
    if (err) return err;
    a.at = screen_of(&a, kr_query(request, "vraag"), kr_query(request, "nog"), kr_query(request, "keer"));
    if (a.at.place == KR_ASK_END) {
        kr_go(request, reply, path_of(&a, a.at).ptr, NULL);
        return KR_OK;
    }
    return show(request, reply, &a, NULL, 0, KR_NONE, error);
}

/* -- an answer
 * ------------------------------------------------------------------------------------------ */
typedef struct answering {
    kr_request *request;
    const asking *asking;
    const kr_ask_item *item; /* NULL: nothing was asked here */
    kr_str values[MOST_VALUES];
    size_t n;
    bool unknown, finished;
} answering;

/* 3,5 is 3.5 */
static kr_str with_point(kr_request *request, kr_str text) {
    kr_str copy = kr_arena_copy(request->arena, text);
    char *comma = copy.ptr ? memchr(copy.ptr, ',', copy.len) : NULL;
    if (comma) *comma = '.';
    return copy.ptr ? copy : text;
}

static void take_value(answering *job, kr_str value) {
    bool number = job->item->type == KR_ASK_DECIMAL || job->item->type == KR_ASK_INTEGER;
    size_t most = job->item->repeats ? KR_ASK_TURNS : 1;
    value = kr_str_trim(value);
    if (value.len == 0 || job->n == most) return;
    job->values[job->n++] = number ? with_point(job->request, value) : value;
}

static void take_posted(answering *job) {
    kr_str posted[MOST_VALUES];
    size_t n = kr_posted_all(job->request, "antwoord", posted, MOST_VALUES);
    kr_str other = kr_posted(job->request, "anders"), line;
    bool lines = job->item->repeats && job->item->n_options == 0;
    /* Own words go before a choice that was still marked: there is room for one. */
    if (!job->item->repeats) take_value(job, other);
    for (size_t i = 0; i < n && i < MOST_VALUES; i++) {
        kr_str rest = posted[i];
        while (lines && rest.len) {
            rest = kr_str_cut(rest, '\n', &line);
            take_value(job, line);
        }
        take_value(job, lines ? KR_NONE : rest);
    }
    if (job->item->repeats) take_value(job, other);
}

static void fill_answer(kr_draft *draft, void *context) {
    const answering *job = context;
    const asking *a = job->asking;
    if (job->item)
        kr_draft_answers(draft, a->filled, job->item, a->at.instance, job->values, job->n, job->unknown);
    if (job->finished && !a->finished)
        kr_draft_number(draft, KR_KIND_filled, a->filled, KR_F_filled_finished, job->request->now);
}

static kr_str problem_with(const answering *job) {
    const kr_ask_item *item = job->item;
    kr_lang lang = job->request->prefs.lang;
    bool number = item->type == KR_ASK_DECIMAL || item->type == KR_ASK_INTEGER;
    kr_buf say;
    kr_str text;
    if (!number || !item->has_least || !item->has_most)
        return kr_word(lang, number ? "ask.wrong.number" : "ask.wrong");
    kr_word_arg args[] = {KR_WORD_NUMBER("least", (int64_t)item->least),
                          KR_WORD_NUMBER("most", (int64_t)item->most)};
    kr_buf_init(&say, job->request->arena, 600);
    kr_say(&say, lang, "ask.wrong.between", args, 2);
    return kr_buf_end(&say, &text) == KR_OK ? text : kr_word(lang, "ask.wrong");
}

/* What comes after this answer: it may open or close other questions. */
static kr_err next_after(const answering *job, kr_ask_screen *out) {
    const asking *a = job->asking;
    kr_ask_filled f = a->answers;
    if (job->item) {
        kr_ask_answer *all = kr_new_n(job->request->arena, kr_ask_answer, f.n_answers + MOST_VALUES + 1);
        size_t n = 0, n_old = 0;
        if (!all) return KR_E_MEMORY;
        const kr_ask_answer *old = kr_ask_answers(&f, a->at.item, a->at.instance, &n_old);
        for (size_t i = 0; i < f.n_answers; i++)
            if (&f.answers[i] < old || &f.answers[i] >= old + n_old) all[n++] = f.answers[i];
        uint32_t turn = (a->at.instance - 1) * KR_ASK_TURNS + 1;
        for (size_t i = 0; i < job->n && !job->unknown; i++)
            all[n++] = (kr_ask_answer){job->item->link_id, turn + (uint32_t)i, job->values[i], false};
        if (job->unknown) all[n++] = (kr_ask_answer){job->item->link_id, turn, KR_NONE, true};
        kr_err err = kr_ask_fill(&f, job->request->arena, a->set->set, all, n);
        if (err != KR_OK) return err;
    }
    bool one_more = a->at.place == KR_ASK_AGAIN && kr_posted_has(job->request, "ja");
    *out = one_more ? kr_ask_open_instance(&f, a->at.item, kr_ask_instances(&f, a->at.item) + 1)
                    : kr_ask_next(&f, a->at);
    return KR_OK;
}

kr_err kr_page_question_answer(kr_request *request, kr_reply *reply, kr_error *error) {
    asking a = {0};
    kr_ask_screen next;
    kr_err err = find(&a, request, error);
    if (err) return err;
    a.at = screen_of(&a, kr_posted(request, "vraag"), kr_posted(request, "nog"), kr_posted(request, "keer"));
    answering job = {.request = request, .asking = &a};
    if (a.at.place == KR_ASK_QUESTION) {
        job.item = &a.set->set->items[a.at.item];
        job.unknown = kr_posted_has(request, "weet");
        if (!job.unknown) take_posted(&job);
    }
    for (size_t i = 0; i < job.n; i++) {
        if (kr_ask_fits(job.item, job.values[i])) continue;
        reply->status = 422;
        return show(request, reply, &a, job.values, job.n, problem_with(&job), error);
    }
    if (next_after(&job, &next) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    bool stop = kr_posted_has(request, "stop");
    job.finished = next.place == KR_ASK_END && !stop;
    err = kr_page_change(request, KR_ACT_SHEET, fill_answer, &job, error);
    if (err) return err;
    kr_str path = stop ? kr_filled_path(request, a.set->id, 0, "") : path_of(&a, next);
    kr_go(request, reply, path.ptr, stop ? "notice.ask.stopped" : NULL);
    return KR_OK;
}
