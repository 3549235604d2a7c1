#include "web/way.h"

static const kr_run *run_of(const kr_circle *circle, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const kr_run *run = id ? kr_circle_record_of(circle, id, &kind) : NULL;
    return run && kind == KR_KIND_run && !run->gone ? run : NULL;
}

/* What is said newest of each step in this round. */
static void read_steps(kr_way *way, const kr_circle *circle) {
    for (size_t i = 0; i < circle->n_run_steps; i++) {
        const kr_run_step *said = &circle->run_steps[i];
        if (said->gone || said->run != way->run->id || kr_way_count(said->round) != way->round) continue;
        size_t at = kr_guide_step_at(way->guide, said->step);
        if (at == SIZE_MAX || (way->at[at].said && kr_way_count(said->turn) < way->at[at].turn)) continue;
        way->at[at] = (kr_way_at){said, said->state, kr_way_count(said->turn)};
    }
    way->ended = true;
    for (size_t i = 0; i < way->guide->n_steps; i++)
        way->ended = way->ended && way->at[i].state >= KR_step_state_done;
}

kr_err kr_way_open(kr_way *out, const kr_request *request, const kr_circle *circle, kr_id id,
                   kr_error *error) {
    const kr_run *run = circle ? run_of(circle, id) : NULL;
    if (!run) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_way way = {.run = run, .round = kr_way_count(run->round)};
    way.guide = kr_guides_find(&request->web->guides, run->guide);
    if (way.guide) {
        way.text = kr_guide_text_in(way.guide, (int)request->prefs.lang);
        way.at = kr_new_n(request->arena, kr_way_at, way.guide->n_steps);
        if (!way.at) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
        for (size_t i = 0; i < way.guide->n_steps; i++) way.at[i].turn = 1;
        read_steps(&way, circle);
        way.here = kr_guide_step_at(way.guide, run->step);
        if (way.here == SIZE_MAX) way.here = 0;
    }
    *out = way;
    return KR_OK;
}

kr_err kr_way_asked(kr_way *out, const kr_request *request, kr_error *error) {
    kr_id id = 0;
    if (!kr_id_parse(request->params[1], &id)) id = 0;
    return kr_way_open(out, request, request->view.circle, id, error);
}

size_t kr_way_next(const kr_way *way, size_t at) {
    for (size_t i = at + 1; i < way->guide->n_steps; i++)
        if (way->at[i].state < KR_step_state_done) return i;
    for (size_t i = 0; i < at && i < way->guide->n_steps; i++)
        if (way->at[i].state < KR_step_state_done) return i;
    return SIZE_MAX;
}

const kr_run_answer *kr_way_answer(const kr_circle *circle, kr_id run, kr_str step, int64_t round,
                                   int64_t turn, int64_t question) {
    for (size_t i = 0; i < circle->n_run_answers; i++) {
        const kr_run_answer *a = &circle->run_answers[i];
        if (!a->gone && a->run == run && a->question == question && kr_way_count(a->round) == round &&
            kr_way_count(a->turn) == turn && kr_str_eq(a->step, step))
            return a;
    }
    return NULL;
}

/* -- words -- */

kr_str kr_way_name(const kr_page *page, const kr_way *way) {
    (void)page;
    return way->text ? way->text->name : way->run->guide;
}

/* "guide.who.alone", put together by hand: the page of all guides asks for hundreds. */
kr_str kr_guide_said(const kr_page *page, kr_guide_list list, unsigned value) {
    char key[80] = "guide.";
    size_t len = 6;
    const char *word = kr_guide_word(list, value);
    if (!word) return KR_NONE;
    kr_str parts[] = {kr_str_z(kr_guide_list_name(list)), KR_STR("."), kr_str_z(word)};
    for (size_t i = 0; i < KR_COUNT(parts); i++) {
        if (len + parts[i].len >= sizeof key) return KR_NONE;
        memcpy(key + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    return kr_word_s(page->lang, kr_str_n(key, len));
}

kr_str kr_guide_said_set(const kr_page *page, kr_guide_list list, uint32_t set) {
    kr_str names[32];
    size_t n = 0;
    kr_buf out = kr_page_buf(page);
    for (unsigned value = 1; value <= kr_guide_list_count(list) && value < 32; value++)
        if (set & KR_GUIDE_BIT(value)) names[n++] = kr_guide_said(page, list, value);
    if (n) kr_say_names(&out, page->lang, names, n, KR_COUNT(names));
    return kr_page_text(&out);
}

/* Where the sentence that begins at `from` ends: behind . ? ! or … and what closes it, before a space. */
static size_t sentence_end(kr_str text, size_t from) {
    for (size_t i = from; i < text.len; i++) {
        if (text.ptr[i] != '.' && text.ptr[i] != '?' && text.ptr[i] != '!') continue;
        size_t end = i + 1;
        while (end < text.len && text.ptr[end] != ' ' && end < i + 4) end++;
        if (end >= text.len) return text.len;
        if (text.ptr[end] == ' ' && end + 1 < text.len &&
            !(text.ptr[end + 1] >= 'a' && text.ptr[end + 1] <= 'z'))
            return end;
    }
    return text.len;
}

void kr_put_sentences(kr_model *object, const char *name, kr_str text, size_t together) {
    kr_model *array = kr_put_array(object, name);
    for (size_t from = 0; from < text.len;) {
        size_t end = from, n = 0;
        do {
            end = sentence_end(text, end);
            n++;
        } while (n < together && end < text.len);
        /* a last sentence does not stand alone */
        if (together && end < text.len && sentence_end(text, end + 1) == text.len) end = text.len;
        kr_put_text(kr_add_object(array), "say", kr_str_trim(kr_str_n(text.ptr + from, end - from)));
        from = end;
        while (from < text.len && text.ptr[from] == ' ') from++;
    }
}

void kr_put_maybe(const kr_page *page, kr_model *object, const char *name, const char *key, const char *arg,
                  kr_str with) {
    kr_word_arg one = KR_WORD_TEXT(arg, with);
    if (with.len)
        kr_put_say(page->request, object, name, key, &one, 1);
    else
        kr_put_bool(object, name, false);
}

kr_str kr_page_date(const kr_page *page, kr_date date) {
    kr_buf out = kr_page_buf(page);
    if (date) kr_say_date(&out, page->lang, date);
    return kr_page_text(&out);
}

kr_str kr_way_link(const kr_page *page, const kr_way *way, kr_str step) {
    kr_buf out = kr_page_buf(page);
    kr_put(&out, kr_page_link(page, "/weg/", way->run->id, step.len ? "/" : ""));
    kr_put(&out, step);
    return kr_page_text(&out);
}

void kr_put_way_head(const kr_page *page, const kr_way *way) {
    const kr_run *run = way->run;
    kr_put_text(page->model, "guide_name", kr_way_name(page, way));
    kr_put_maybe(page, page->model, "started", "way.started", "date", kr_page_date(page, run->started));
    kr_put_text(page->model, "about", run->about);
    kr_buf who = kr_page_buf(page);
    kr_put(&who, run->helper);
    if (run->helper.len && run->helper_role.len) kr_put_z(&who, ", ");
    kr_put(&who, run->helper_role);
    kr_put_maybe(page, page->model, "with", "way.with", "who", kr_page_text(&who));
    kr_put_maybe(page, page->model, "round", "way.round", "n", KR_NONE);
    if (way->guide && (way->guide->shape == KR_GUIDE_shape_cycle || way->round > 1)) {
        kr_word_arg n = KR_WORD_NUMBER("n", way->round);
        kr_put_say(page->request, page->model, "round", "way.round", &n, 1);
    }
}

/* -- the path: every step with how it stands -- */

static const char *mark_of(const kr_way *way, size_t i, size_t now) {
    if (i == now) return "now";
    if (way->at[i].state == KR_step_state_done) return "done";
    return way->at[i].state == KR_step_state_skipped ? "skip" : "later";
}

static void put_small(const kr_page *page, kr_model *one, const kr_way *way, size_t i, size_t now) {
    const kr_way_at *at = &way->at[i];
    kr_str date = at->said ? kr_page_date(page, at->said->date) : KR_NONE;
    if (at->state == KR_step_state_done && date.len)
        kr_put_maybe(page, one, "small", "way.done.on", "date", date);
    else if (i == now)
        kr_put_word(page->request, one, "small", "way.here");
    else if (at->state == KR_step_state_done)
        kr_put_word(page->request, one, "small", "way.done");
    else if (at->state == KR_step_state_skipped)
        kr_put_word(page->request, one, "small", "way.skipped");
    else if (at->said)
        kr_put_word(page->request, one, "small", "way.busy");
    else
        kr_put_bool(one, "small", false);
}

static void put_step(const kr_page *page, kr_model *steps, const kr_way *way, size_t i, size_t now) {
    kr_model *one = kr_add_object(steps);
    const char *mark = mark_of(way, i, now);
    kr_put_text(one, "href", kr_way_link(page, way, way->guide->steps[i].id));
    kr_put_text(one, "label", way->text->steps[i].title);
    kr_put_number(one, "nr", (int64_t)i + 1);
    kr_put_text(one, "mark", kr_str_z(mark));
    kr_put_bool(one, "done", strcmp(mark, "done") == 0);
    kr_put_bool(one, "current", i == now);
    put_small(page, one, way, i, now);
}

static kr_str group_name(const kr_page *page, const kr_way *way, const kr_guide_step *step) {
    if (way->guide->n_phases) return way->text->phases[step->phase];
    if (!step->session)
        return way->guide->shape == KR_GUIDE_shape_sessions ? kr_word(page->lang, "way.outside") : KR_NONE;
    kr_buf out = kr_page_buf(page);
    kr_word_arg n = KR_WORD_NUMBER("n", step->session);
    kr_say(&out, page->lang, "way.session", &n, 1);
    return kr_page_text(&out);
}

void kr_put_path(const kr_page *page, kr_model *object, const kr_way *way, size_t now) {
    kr_model *groups = kr_put_array(object, "groups"), *steps = NULL;
    const kr_guide_step *before = NULL;
    for (size_t i = 0; i < way->guide->n_steps; i++) {
        const kr_guide_step *step = &way->guide->steps[i];
        if (!before || before->phase != step->phase ||
            (!way->guide->n_phases && before->session != step->session)) {
            kr_model *group = kr_add_object(groups);
            kr_put_text(group, "name", group_name(page, way, step));
            kr_put_number(group, "start", (int64_t)i + 1);
            steps = kr_put_array(group, "steps");
        }
        put_step(page, steps, way, i, now);
        before = step;
    }
}

/* -- on other pages -- */

void kr_put_ways_on(const kr_page *page, kr_model *object, size_t most) {
    const kr_circle *circle = page->request->view.circle;
    kr_model *array = kr_put_array(object, "ways");
    for (size_t i = circle->n_runs; i > 0 && kr_model_count(array) < most; i--) {
        const kr_run *run = &circle->runs[i - 1];
        kr_way way;
        kr_error error;
        if (run->gone || run->state > KR_run_state_going) continue;
        if (kr_way_open(&way, page->request, circle, run->id, &error) != KR_OK || !way.guide) continue;
        kr_model *one = kr_add_object(array);
        kr_put_text(one, "name", way.text->name);
        kr_put_text(one, "step", way.text->steps[way.here].title);
        kr_put_text(one, "href", kr_way_link(page, &way, way.guide->steps[way.here].id));
    }
    kr_put_bool(object, "has_ways", kr_model_count(array) > 0);
}

/* "0123456789abcdef/step" and nothing else: it goes into addresses again. */
static bool is_way_at(kr_str at) {
    for (size_t i = 0; i < at.len; i++) {
        char c = at.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/')) return false;
    }
    return at.len > 0 && at.len < 100;
}

kr_str kr_way_from(const kr_request *request) {
    kr_str at = kr_query(request, "weg");
    if (!at.len) at = kr_posted(request, "bij-stap");
    return is_way_at(at) ? at : KR_NONE;
}

void kr_put_way_back(const kr_request *request, kr_model *model) {
    kr_str run, from = kr_way_from(request), step = kr_str_cut(from, '/', &run);
    kr_id id = 0;
    kr_way way;
    kr_error error;
    kr_page page = {.request = (kr_request *)(uintptr_t)request, .lang = request->prefs.lang};
    kr_put_bool(model, "way_back", false);
    kr_put_bool(model, "way_from", false);
    if (!request->view.circle || !kr_id_parse(run, &id)) return;
    if (kr_way_open(&way, request, request->view.circle, id, &error) != KR_OK || !way.guide) return;
    size_t at = kr_guide_step_at(way.guide, step);
    if (at == SIZE_MAX) return;
    kr_model *back = kr_put_object(model, "way_back");
    kr_put_text(back, "href", kr_way_link(&page, &way, way.guide->steps[at].id));
    kr_put_text(back, "label", way.text->steps[at].title);
    kr_put_text(model, "way_from", from);
}
