/* The guides themselves: all of them, one of them, its cards on paper, and setting out along it. With and
 * without a circle: anybody may read what there is. */
#include "core/utf8.h"
#include "web/tools.h"
#include "web/way.h"

/* A page with or without a circle. */
static kr_err open_page(kr_page *page, kr_request *request, kr_reply *reply, const char *title_key,
                        kr_error *error) {
    if (request->view.circle) return kr_page_open(page, request, reply, title_key, error);
    *page = (kr_page){.request = request, .reply = reply, .lang = request->prefs.lang, .ego = ""};
    page->model = kr_page_model(request, reply, title_key);
    if (!page->model) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    return KR_OK;
}

/* The guide in the address: behind the circle, where there is one. */
static const kr_guide *asked(const kr_request *request) {
    return kr_guides_find(&request->web->guides, request->params[request->view.circle ? 1 : 0]);
}

static kr_str guide_link(const kr_page *page, const kr_guide *guide, const char *tail) {
    kr_buf out = kr_page_buf(page);
    kr_put(&out, page->request->base);
    kr_put_z(&out, "/wegwijzers/");
    kr_put(&out, guide->id);
    kr_put_z(&out, tail);
    return kr_page_text(&out);
}

/* -- all of them -- */

/* Does the text hold these letters, capitals and accents aside? */
static bool holds(kr_str text, kr_str wanted) {
    for (size_t from = 0; from < text.len;) {
        size_t a = from, b = 0;
        while (b < wanted.len && a < text.len) {
            size_t a_next = a, b_next = b;
            if (kr_utf8_fold(kr_utf8_next(text, &a_next)) != kr_utf8_fold(kr_utf8_next(wanted, &b_next)))
                break;
            a = a_next;
            b = b_next;
        }
        if (b >= wanted.len) return true;
        (void)kr_utf8_next(text, &from);
    }
    return wanted.len == 0;
}

static bool matches(const kr_page *page, const kr_guide *guide, kr_str wanted) {
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page->lang);
    char nr[4];
    kr_str number = kr_str_n(nr, kr_guide_nr_text(guide->nr, nr));
    if (holds(text->name, wanted) || holds(text->brief, wanted) || holds(text->aim, wanted) ||
        holds(text->for_whom, wanted) || (wanted.len > 1 && kr_str_eq(number, wanted)))
        return true;
    for (size_t i = 0; i < guide->n_goals; i++)
        if (holds(kr_guide_said(page, KR_GUIDE_LIST_GOAL, guide->goals[i]), wanted)) return true;
    return holds(kr_guide_said(page, KR_GUIDE_LIST_THEME, guide->theme), wanted);
}

static kr_str evidence_of(const kr_page *page, const kr_guide *guide) {
    kr_buf out = kr_page_buf(page);
    kr_put(&out, kr_guide_said(page, KR_GUIDE_LIST_EVIDENCE, guide->evidence));
    if (guide->evidence_year) {
        kr_put_z(&out, ", ");
        kr_put_int(&out, guide->evidence_year);
    }
    return kr_page_text(&out);
}

/* Words that many cards share, put together once for a page. */
typedef struct card_words {
    kr_str evidence[8], training[8], who[1u << 5];
} card_words;

static const card_words *card_words_of(const kr_page *page) {
    card_words *w = kr_new(page->request->arena, card_words);
    if (!w) return NULL;
    for (unsigned i = 1; i < KR_COUNT(w->evidence); i++)
        w->evidence[i] = kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_EVIDENCE, i));
    for (unsigned i = 1; i < KR_COUNT(w->training); i++)
        w->training[i] = kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_TRAINING, i));
    for (uint32_t set = 0; set < KR_COUNT(w->who); set += 2)
        w->who[set] = kr_page_high(page, kr_guide_said_set(page, KR_GUIDE_LIST_WHO, set));
    return w;
}

/* What a guide says lives as long as the server: it is not copied. */
static void put_guide(const kr_page *page, kr_model *array, const kr_guide *guide, const card_words *w) {
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page->lang);
    kr_model *one = kr_add_object(array);
    kr_put_markup(one, "name", text->name);
    kr_put_markup(one, "brief", text->brief);
    kr_put_markup(one, "id", guide->id);
    kr_put_markup(one, "evidence",
                  guide->evidence_year ? kr_page_high(page, evidence_of(page, guide))
                                       : w->evidence[guide->evidence]);
    kr_put_markup(one, "training", w->training[guide->training]);
    kr_put_markup(one, "who", w->who[guide->who & (KR_COUNT(w->who) - 1)]);
    bool later = false;
    for (size_t i = 0; i < guide->n_steps; i++) later = later || kr_guide_tool_later(guide->steps[i].tool);
    kr_put_bool(one, "later", later);
    kr_put_bool(one, "own", guide->nr == 0 && !kr_guide_is_exercise(guide));
}

static void put_themes(const kr_page *page, unsigned chosen) {
    kr_model *array = kr_put_array(page->model, "themes");
    for (unsigned theme = 1; theme < KR_GUIDE_theme_practice; theme++) {
        kr_model *one = kr_add_object(array);
        kr_put_text(one, "value", kr_str_z(kr_guide_word(KR_GUIDE_LIST_THEME, theme)));
        kr_put_text(one, "label", kr_guide_said(page, KR_GUIDE_LIST_THEME, theme));
        kr_put_bool(one, "current", theme == chosen);
    }
}

static kr_err show_all(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = open_page(&page, request, reply, "title.guides", error);
    if (err) return err;
    const kr_guides *guides = &request->web->guides;
    kr_str wanted = kr_utf8_head(kr_str_trim(kr_query(request, "zoek")), 60);
    unsigned chosen = kr_guide_word_find(KR_GUIDE_LIST_THEME, kr_query(request, "thema"));
    kr_model *groups = kr_put_array(page.model, "groups");
    size_t found = 0;
    const card_words *words = card_words_of(&page);
    if (!words) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    for (unsigned theme = 1; theme <= kr_guide_list_count(KR_GUIDE_LIST_THEME); theme++) {
        kr_model *array = NULL;
        for (size_t i = 0; i < guides->n; i++) {
            const kr_guide *guide = &guides->items[i];
            if (kr_guide_is_exercise(guide) || guide->theme != theme || (chosen && chosen != theme) ||
                !matches(&page, guide, wanted))
                continue;
            if (!array) {
                kr_model *group = kr_add_object(groups);
                kr_put_text(group, "theme", kr_guide_said(&page, KR_GUIDE_LIST_THEME, theme));
                kr_put_text(group, "theme_id", kr_str_z(kr_guide_word(KR_GUIDE_LIST_THEME, theme)));
                array = kr_put_array(group, "guides");
            }
            put_guide(&page, array, guide, words);
            found++;
        }
    }
    put_themes(&page, chosen);
    kr_put_text(page.model, "wanted", wanted);
    kr_put_text(page.model, "chosen",
                chosen ? kr_str_z(kr_guide_word(KR_GUIDE_LIST_THEME, chosen)) : KR_NONE);
    kr_put_bool(page.model, "narrowed", wanted.len || chosen);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)found);
    kr_put_say(request, page.model, "found", found ? "guides.found" : "guides.found.none", &n, 1);
    return KR_OK;
}

/* -- one of them -- */

/* Which steps wait for something that Kring does not do yet. */
static void put_later(const kr_page *page, const kr_guide *guide) {
    kr_str titles[KR_GUIDE_MOST_STEPS];
    size_t n = 0;
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page->lang);
    kr_buf out = kr_page_buf(page);
    for (size_t i = 0; i < guide->n_steps; i++)
        if (kr_guide_tool_later(guide->steps[i].tool)) titles[n++] = text->steps[i].title;
    if (n) kr_say_names(&out, page->lang, titles, n, KR_GUIDE_MOST_STEPS);
    kr_put_maybe(page, page->model, "later", "guides.later.steps", "steps", kr_page_text(&out));
}

static void put_facts(const kr_page *page, const kr_guide *guide) {
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page->lang);
    const struct {
        const char *name;
        kr_str said;
    } facts[] = {{"aim", text->aim},         {"for_whom", text->for_whom},
                 {"by_whom", text->by_whom}, {"before", text->before},
                 {"time", text->time},       {"evidence_say", text->evidence},
                 {"honest", text->honest},   {"source", guide->evidence_source}};
    for (size_t i = 0; i < KR_COUNT(facts); i++) kr_put_text(page->model, facts[i].name, facts[i].said);
    kr_put_text(page->model, "name", text->name);
    kr_put_text(page->model, "brief", text->brief);
    kr_put_text(page->model, "evidence", kr_page_high(page, evidence_of(page, guide)));
    kr_put_text(page->model, "licence",
                kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_LICENCE, guide->licence)));
    kr_put_text(page->model, "training",
                kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_TRAINING, guide->training)));
    kr_put_text(page->model, "leader",
                kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_LEADER, guide->leader)));
    kr_put_text(page->model, "who",
                kr_page_high(page, kr_guide_said_set(page, KR_GUIDE_LIST_WHO, guide->who)));
    kr_put_text(page->model, "theme", kr_guide_said(page, KR_GUIDE_LIST_THEME, guide->theme));
    kr_put_text(page->model, "theme_href", kr_str_z(kr_guide_word(KR_GUIDE_LIST_THEME, guide->theme)));
    kr_put_bool(page->model, "own", guide->nr == 0 && !kr_guide_is_exercise(guide));
    kr_put_text(page->model, "href", guide_link(page, guide, ""));
    kr_put_text(page->model, "cards", guide_link(page, guide, "/kaarten"));
    put_later(page, guide);
    kr_put_bool(page->model, "exercise", false);
    if (kr_guide_is_exercise(guide)) {
        kr_model *exercise = kr_put_object(page->model, "exercise");
        kr_put_text(exercise, "form", kr_guide_said(page, KR_GUIDE_LIST_EXERCISE, guide->exercise));
        kr_put_text(exercise, "exercise_id", guide->id);
    }
}

static void put_steps(const kr_page *page, const kr_guide *guide) {
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page->lang);
    kr_model *groups = kr_put_array(page->model, "groups"), *steps = NULL;
    for (size_t i = 0; i < guide->n_steps; i++) {
        const kr_guide_step *step = &guide->steps[i];
        if (i == 0 || step->phase != guide->steps[i - 1].phase) {
            kr_model *group = kr_add_object(groups);
            kr_put_text(group, "name", guide->n_phases ? text->phases[step->phase] : KR_NONE);
            kr_put_number(group, "start", (int64_t)i + 1);
            steps = kr_put_array(group, "steps");
        }
        kr_model *one = kr_add_object(steps);
        kr_put_text(one, "step_title", text->steps[i].title);
        kr_put_text(one, "purpose", text->steps[i].purpose);
        kr_put_bool(one, "optional", step->optional);
        kr_put_bool(one, "repeat", step->repeat);
        kr_put_bool(one, "closed", step->closed);
        kr_word_arg session = KR_WORD_NUMBER("n", step->session);
        kr_put_bool(one, "session", false);
        if (step->session) kr_put_say(page->request, one, "session", "way.session", &session, 1);
    }
}

/* Walks along this guide that are not over. */
static void put_mine(const kr_page *page, const kr_guide *guide) {
    kr_model *array = kr_put_array(page->model, "mine");
    const kr_circle *circle = page->request->view.circle;
    for (size_t i = circle ? circle->n_runs : 0; i > 0 && kr_model_count(array) < 5; i--) {
        const kr_run *run = &circle->runs[i - 1];
        kr_way way;
        kr_error error;
        if (run->gone || run->state >= KR_run_state_stopped || !kr_str_eq(run->guide, guide->id)) continue;
        if (kr_way_open(&way, page->request, circle, run->id, &error) != KR_OK) continue;
        kr_model *one = kr_add_object(array);
        kr_put_text(one, "mine_href", kr_way_link(page, &way, guide->steps[way.here].id));
        kr_put_text(one, "step", way.text->steps[way.here].title);
        kr_put_text(one, "about", run->about);
    }
    kr_put_bool(page->model, "has_mine", kr_model_count(array) > 0);
}

static kr_err show_one(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_guide *guide = asked(request);
    if (!guide) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = open_page(&page, request, reply, "title.guides", error);
    if (err) return err;
    kr_put_text(page.model, "title", kr_guide_text_in(guide, (int)page.lang)->name);
    put_facts(&page, guide);
    put_steps(&page, guide);
    put_mine(&page, guide);
    return KR_OK;
}

/* -- on paper: a card for each step, one side for the person and one for who helps -- */

static kr_err show_cards(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_guide *guide = asked(request);
    if (!guide) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = open_page(&page, request, reply, "title.guides", error);
    if (err) return err;
    const kr_guide_text *text = kr_guide_text_in(guide, (int)page.lang);
    kr_put_text(page.model, "title", text->name);
    kr_put_text(page.model, "name", text->name);
    kr_put_text(page.model, "aim", text->aim);
    kr_put_text(page.model, "href", guide_link(&page, guide, ""));
    kr_model *array = kr_put_array(page.model, "cards");
    for (size_t i = 0; i < guide->n_steps; i++) {
        const kr_guide_step_text *step = &text->steps[i];
        if (!guide->steps[i].print) continue;
        kr_model *card = kr_add_object(array);
        kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)i + 1),
                              KR_WORD_NUMBER("all", (int64_t)guide->n_steps)};
        kr_put_say(request, card, "nr", "way.step.of", args, 2);
        kr_put_text(card, "step_title", step->title);
        kr_put_text(card, "purpose", step->purpose);
        kr_put_sentences(card, "person", step->person, 2);
        kr_put_sentences(card, "helper", step->helper, 0);
        kr_put_text(card, "outcome", step->outcome);
        kr_put_maybe(&page, card, "present", "way.present", "who",
                     kr_guide_said_set(&page, KR_GUIDE_LIST_PRESENT, guide->steps[i].present));
        kr_model *questions = kr_put_array(card, "questions");
        for (size_t q = 0; q < step->n_questions; q++) {
            kr_model *one = kr_add_object(questions);
            kr_put_text(one, "ask", step->questions[q].ask);
            kr_put_text(one, "hint", step->questions[q].hint);
        }
        kr_put_bool(card, "has_questions", step->n_questions > 0);
    }
    return KR_OK;
}

/* -- setting out -- */

typedef struct starting {
    const kr_request *request;
    const kr_guide *guide;
    kr_id run;
} starting;

static void fill_start(kr_draft *draft, void *context) {
    starting *job = context;
    kr_id run = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_run, run, KR_F_run_guide, job->guide->id);
    kr_draft_number(draft, KR_KIND_run, run, KR_F_run_started, kr_date_of(job->request->local));
    kr_draft_number(draft, KR_KIND_run, run, KR_F_run_state, KR_run_state_going);
    kr_draft_text(draft, KR_KIND_run, run, KR_F_run_step, job->guide->steps[0].id);
    kr_draft_text(draft, KR_KIND_run, run, KR_F_run_helper,
                  kr_utf8_head(kr_str_trim(kr_posted(job->request, "helper")), 120));
    kr_draft_text(draft, KR_KIND_run, run, KR_F_run_helper_role,
                  kr_utf8_head(kr_str_trim(kr_posted(job->request, "rol")), 120));
    kr_draft_text(draft, KR_KIND_run, run, KR_F_run_about,
                  kr_utf8_head(kr_str_trim(kr_posted(job->request, "waarover")), 400));
    job->run = run;
}

static kr_err start(kr_request *request, kr_reply *reply, kr_error *error) {
    starting job = {.request = request, .guide = asked(request)};
    kr_page page = {.request = request, .lang = request->prefs.lang};
    kr_way way;
    if (!job.guide) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_change(request, KR_ACT_WAY, fill_start, &job, error);
    if (err == KR_OK) err = kr_way_open(&way, request, request->view.circle, job.run, error);
    if (err) return err;
    reply->location = kr_way_link(&page, &way, job.guide->steps[0].id);
    return KR_OK;
}

const kr_route kr_routes_guides[] = {
    {"GET", "/wegwijzers", KR_ANYBODY, false, show_all, "wegwijzers", 0, 0, 0},
    {"GET", "/wegwijzers/:guide", KR_ANYBODY, false, show_one, "wegwijzer", 0, 0, 0},
    {"GET", "/wegwijzers/:guide/kaarten", KR_ANYBODY, false, show_cards, "wegwijzer-kaarten", 0, 0, 0},
    {"GET", "/kring/:circle/wegwijzers", KR_SHARED, false, show_all, "wegwijzers", KR_PART_WAYS, 0, 0},
    /* asks what the owner wants: nobody answers that for them; guests read the same guides in the list */
    {"GET", "/kring/:circle/wegwijzers/kiezen", KR_OWNER, false, kr_page_choose, "kiezen", KR_PART_PLAN, 0,
     0},
    {"GET", "/kring/:circle/wegwijzers/:guide", KR_SHARED, false, show_one, "wegwijzer", KR_PART_WAYS, 0, 0},
    {"POST", "/kring/:circle/wegwijzers/:guide", KR_SHARED, true, start, NULL, KR_PART_WAYS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/wegwijzers/:guide/kaarten", KR_SHARED, false, show_cards, "wegwijzer-kaarten",
     KR_PART_WAYS, 0, 0},
    {0},
};
