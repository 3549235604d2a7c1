/* Rehearsing a question in two parts: mine, and the other's, who says yes, perhaps or no. All three are fine.
 */
#include <stdio.h>

#include "web/pages_ask.h"

#define SAMPLES 3

/* In the address: ?antwoord=nee&zin=2 */
static const struct {
    const char *word, *key;
} answers[] = {{"ja", "yes"}, {"misschien", "perhaps"}, {"nee", "no"}};

static size_t asked_answer(const kr_request *request) {
    kr_str asked = kr_query(request, "antwoord");
    for (size_t i = 0; i < KR_COUNT(answers); i++)
        if (kr_str_is(asked, answers[i].word)) return i;
    return KR_COUNT(answers);
}

static kr_str here(const kr_page *page, kr_id id, bool swapped, size_t answer, unsigned sample) {
    char tail[96];
    const char *role = swapped ? "&rol=ander" : "";
    if (answer < KR_COUNT(answers))
        snprintf(tail, sizeof tail, "/oefenen?antwoord=%s&zin=%u%s#h-gesprek", answers[answer].word, sample,
                 role);
    else
        snprintf(tail, sizeof tail, "/oefenen%s", swapped ? "?rol=ander" : "");
    return kr_page_link(page, "/hulp-vragen/", id, tail);
}

static void put_answer(const kr_page *page, const kr_asking *a, size_t answer, bool swapped) {
    int64_t sample = 0;
    if (!kr_str_int(kr_query(page->request, "zin"), &sample) || sample < 1 || sample > SAMPLES) sample = 1;
    char base[64], key[96];
    snprintf(base, sizeof base, "rehearse.%s", answers[answer].key);
    kr_small_key(key, base, (size_t)sample);
    kr_put_word(page->request, page->model, "reply", key);
    snprintf(key, sizeof key, "rehearse.then.%s", answers[answer].key);
    kr_put_word(page->request, page->model, "then", key);
    kr_put_bool(page->model, "offers", answer == 0 && a->give_back.len > 0);
    kr_put_bool(page->model, "stays", answer == 2 && a->if_no.len > 0);
    kr_put_lines(page, page->model, "back_lines", a->give_back);
    kr_put_lines(page, page->model, "no_lines", a->if_no);
    kr_put_text(page->model, "another", here(page, a->id, swapped, answer, (unsigned)(sample % SAMPLES) + 1));
}

static void put_parts(const kr_page *page, const kr_asking *a, const kr_person *who) {
    bool swapped = kr_str_is(kr_query(page->request, "rol"), "ander");
    size_t answer = asked_answer(page->request);
    kr_word_arg name = KR_WORD_TEXT("name", who ? who->name : kr_word(page->lang, "rehearse.somebody"));
    kr_put_say(page->request, page->model, "me", swapped ? "rehearse.other.asks" : "rehearse.me", &name, 1);
    kr_put_say(page->request, page->model, "other", swapped ? "rehearse.me.as" : "rehearse.other", &name, 1);
    kr_put_say(page->request, page->model, "other_ask", swapped ? "rehearse.me.answer" : "rehearse.answer",
               &name, 1);
    kr_put_say(page->request, page->model, "mine", "rehearse.part.mine", &name, 1);
    kr_put_say(page->request, page->model, "theirs", "rehearse.part.theirs", &name, 1);
    kr_put_text(page->model, "mine_href", here(page, a->id, false, KR_COUNT(answers), 1));
    kr_put_text(page->model, "theirs_href", here(page, a->id, true, KR_COUNT(answers), 1));
    kr_put_bool(page->model, "swapped", swapped);
    kr_model *list = kr_put_array(page->model, "answers");
    for (size_t i = 0; i < KR_COUNT(answers); i++) {
        kr_model *one = kr_add_object(list);
        char key[96];
        snprintf(key, sizeof key, "ask_answer.%s", answers[i].key);
        kr_put_word(page->request, one, "label", key);
        kr_put_text(one, "href", here(page, a->id, swapped, i, 1));
        kr_put_bool(one, "current", i == answer);
    }
    kr_put_bool(page->model, "reply", false);
    if (answer < KR_COUNT(answers)) put_answer(page, a, answer, swapped);
}

kr_err kr_page_rehearse(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_asking *a = kr_small_asked(request, KR_KIND_asking);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.rehearse", error);
    if (err) return err;
    const kr_person *who = a->person ? kr_circle_person(request->view.circle, a->person) : NULL;
    char path[48], digits[17];
    if (who && who->gone) who = NULL;
    put_parts(&page, a, who);
    kr_put_lines(&page, page.model, "words", a->words.len ? a->words : a->what);
    kr_put_bool(page.model, "has_words", a->words.len + a->what.len > 0);
    kr_put_text(page.model, "words_href", kr_page_link(&page, "/hulp-vragen/", a->id, "/stap/woorden"));
    kr_put_text(page.model, "action", kr_page_link(&page, "/hulp-vragen/", a->id, "/oefenen"));
    kr_put_text(page.model, "rehearsed", a->rehearsed);
    kr_id_text(a->id, digits);
    snprintf(path, sizeof path, "/hulp-vragen/%s", digits);
    kr_page_flow(request, page.model, path, "asking.flow");
    return KR_OK;
}

typedef struct saving {
    kr_request *request;
    kr_id id;
} saving;

static void fill(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_draft_text(draft, KR_KIND_asking, job->id, KR_F_asking_rehearsed, kr_posted(job->request, "gemerkt"));
}

kr_err kr_page_rehearse_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_asking *a = kr_small_asked(request, KR_KIND_asking);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {request, a->id};
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill, &job, error);
    if (err) return err;
    kr_go_to(request, reply, "/hulp-vragen/", job.id, "", "notice.saved");
    return KR_OK;
}
