/* "Waar wilt u aan werken?": a few questions lead to a few guides, each with the reason why. One form that
 * asks with the address, so that it works without script, can be gone back to, and keeps nothing. */
#include "guide/choose.h"

#include <stdio.h>

#include "web/way.h"

static const char *const persons[] = {NULL, "mijzelf", "mantelzorger", "vrijwilliger", "beroep"};
static const char *const times[] = {NULL, "kort", "uur", "vaker"};

static uint8_t asked_of(const kr_request *request, const char *name, const char *const *words, size_t n) {
    kr_str said = kr_query(request, name);
    for (size_t i = 1; i < n; i++)
        if (kr_str_is(said, words[i])) return (uint8_t)i;
    return 0;
}

static kr_choose_wants wants_of(const kr_request *request) {
    return (kr_choose_wants){.goal =
                                 (uint8_t)kr_guide_word_find(KR_GUIDE_LIST_GOAL, kr_query(request, "doel")),
                             .who = (uint8_t)kr_guide_word_find(KR_GUIDE_LIST_WHO, kr_query(request, "met")),
                             .person = asked_of(request, "voor", persons, KR_COUNT(persons)),
                             .time = asked_of(request, "tijd", times, KR_COUNT(times)),
                             .easy = kr_str_is(kr_query(request, "weinig-woorden"), "1")};
}

static void put_option(kr_model *array, kr_str value, kr_str label, bool checked) {
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "value", value);
    kr_put_text(one, "label", label);
    kr_put_bool(one, "checked", checked);
}

static void put_list(const kr_page *page, const char *name, kr_guide_list list, unsigned chosen) {
    kr_model *array = kr_put_array(page->model, name);
    for (unsigned value = 1; value <= kr_guide_list_count(list); value++)
        put_option(array, kr_str_z(kr_guide_word(list, value)),
                   kr_page_high(page, kr_guide_said(page, list, value)), value == chosen);
}

static void put_words(const kr_page *page, const char *name, const char *const *words, size_t n,
                      unsigned chosen) {
    kr_model *array = kr_put_array(page->model, name);
    for (size_t i = 1; i < n; i++) {
        char key[64];
        snprintf(key, sizeof key, "choose.%s.%s", name, words[i]);
        put_option(array, kr_str_z(words[i]), kr_word(page->lang, key), i == chosen);
    }
}

static void put_reason(kr_model *array, kr_str say) {
    if (say.len) kr_put_text(kr_add_object(array), "say", say);
}

/* What it asks of who leads it, said before somebody sets out. */
static const char *leader_key(const kr_guide *guide) {
    if (guide->leader == KR_GUIDE_leader_volunteer) return "choose.leader.volunteer";
    if (guide->leader == KR_GUIDE_leader_professional) return "choose.leader.professional";
    if (guide->leader == KR_GUIDE_leader_independent) return "choose.leader.independent";
    return NULL;
}

static void put_reasons(const kr_page *page, kr_model *one, const kr_choose_wants *w,
                        const kr_chosen *chosen) {
    kr_model *reasons = kr_put_array(one, "reasons"), *mind = kr_put_array(one, "mind");
    const kr_guide *guide = chosen->guide;
    kr_buf said = kr_page_buf(page);
    put_reason(reasons, kr_guide_text_in(guide, (int)page->lang)->aim);
    if (chosen->fits & KR_CHOOSE_FITS_WHO)
        kr_say_with(page, &said, "choose.fits.who", "who", kr_guide_said(page, KR_GUIDE_LIST_WHO, w->who));
    put_reason(reasons, kr_page_text(&said));
    if (chosen->fits & KR_CHOOSE_FITS_PERSON) put_reason(reasons, kr_word(page->lang, "choose.fits.carer"));
    if (chosen->fits & KR_CHOOSE_FITS_EASY) put_reason(reasons, kr_word(page->lang, "choose.fits.easy"));
    if (chosen->fits & KR_CHOOSE_FITS_TIME && w->time == KR_CHOOSE_OFTEN)
        put_reason(reasons, kr_word(page->lang, "choose.fits.often"));
    if (guide->first_minutes) {
        kr_buf time = kr_page_buf(page);
        kr_word_arg n = KR_WORD_NUMBER("n", guide->first_minutes);
        kr_say(&time, page->lang, "choose.first", &n, 1);
        put_reason(reasons, kr_page_text(&time));
    }
    if (chosen->fits & KR_CHOOSE_NO_TRAINING && !leader_key(guide))
        put_reason(reasons, kr_word(page->lang, "choose.fits.no_training"));
    if (w->who && !(chosen->fits & KR_CHOOSE_FITS_WHO)) {
        kr_buf who = kr_page_buf(page);
        kr_say_with(page, &who, "choose.other.who", "who",
                    kr_guide_said_set(page, KR_GUIDE_LIST_WHO, guide->who));
        put_reason(mind, kr_page_text(&who));
    }
    if (leader_key(guide)) put_reason(mind, kr_word(page->lang, leader_key(guide)));
    if (guide->training >= KR_GUIDE_training_short_course)
        put_reason(mind, kr_word(page->lang, "choose.training"));
    kr_put_bool(one, "has_mind", kr_model_count(mind) > 0);
}

static void put_chosen(const kr_page *page, const kr_choose_wants *w) {
    kr_chosen chosen[KR_CHOOSE_MOST];
    size_t n = kr_guides_choose(chosen, &page->request->web->guides, w);
    kr_model *array = kr_put_array(page->model, "chosen");
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(array);
        const kr_guide_text *text = kr_guide_text_in(chosen[i].guide, (int)page->lang);
        kr_buf href = kr_page_buf(page);
        kr_put(&href, page->request->base);
        kr_put_z(&href, "/wegwijzers/");
        kr_put(&href, chosen[i].guide->id);
        kr_put_text(one, "href", kr_page_text(&href));
        kr_put_text(one, "name", text->name);
        kr_put_text(one, "brief", text->brief);
        put_reasons(page, one, w, &chosen[i]);
    }
    kr_put_bool(page->model, "has_chosen", n > 0);
}

kr_err kr_page_choose(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.choose", error);
    if (err) return err;
    kr_choose_wants w = wants_of(request);
    put_list(&page, "goals", KR_GUIDE_LIST_GOAL, w.goal);
    put_list(&page, "whos", KR_GUIDE_LIST_WHO, w.who);
    put_words(&page, "persons", persons, KR_COUNT(persons), w.person);
    put_words(&page, "times", times, KR_COUNT(times), w.time);
    kr_put_bool(page.model, "easy", w.easy);
    kr_put_bool(page.model, "asked", w.goal > 0);
    kr_put_text(page.model, "goal", w.goal ? kr_guide_said(&page, KR_GUIDE_LIST_GOAL, w.goal) : KR_NONE);
    kr_put_bool(page.model, "without_goal",
                !w.goal && request->n_query > 0 && (w.who || w.person || w.time || w.easy));
    if (w.goal) {
        put_chosen(&page, &w);
    } else {
        kr_put_array(page.model, "chosen");
        kr_put_bool(page.model, "has_chosen", false);
    }
    kr_page_flow(request, page.model, "/wegen", "choose.back");
    return KR_OK;
}
