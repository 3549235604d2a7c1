/* Handing a circle over to somebody who acts for the owner: a mentor, a bewindvoerder, a curator, or who has
 * it on paper. The circle stays the owner's: an account is never taken from somebody, whatever was decided
 * about their money or their care, and what was given can be taken back. What the other gets is a share like
 * any other, by another door: with what it rests on and since when, a proof that it is the owner who hands
 * over, the yes of whoever takes it on, and then the owner's own. */
#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_share.h"
#include "web/second.h"

#include <stdio.h>

static const char *const bases[] = {NULL, "mentor", "bewind", "curator", "proxy"};

kr_str kr_share_basis(const kr_request *request, const kr_share_entry *share) {
    kr_buf out, date;
    kr_str text = KR_NONE, day = KR_NONE;
    char key[32];
    if (!share->basis || share->basis >= KR_COUNT(bases)) return KR_NONE;
    snprintf(key, sizeof key, "hand.acts.%s", bases[share->basis]);
    kr_buf_init(&date, request->arena, 100);
    kr_say_date(&date, request->prefs.lang, share->since);
    if (kr_buf_end(&date, &day) != KR_OK) return KR_NONE;
    kr_word_arg arg = KR_WORD_TEXT("day", day);
    kr_buf_init(&out, request->arena, 200);
    kr_say(&out, request->prefs.lang, key, &arg, 1);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* Money and goods are not whom somebody sees: a bewindvoerder begins with less. */
static void begin_with(kr_share *rules, uint8_t basis) {
    if (basis != KR_BASIS_BEWIND) return;
    memset(rules->rights, KR_RIGHT_NONE, sizeof rules->rights);
    rules->rights[KR_PART_MAP] = rules->rights[KR_PART_REACH] = KR_RIGHT_READ;
    rules->rights[KR_PART_PLAN] = KR_RIGHT_EDIT;
}

static void put_one(const kr_page *page, kr_model *array, const kr_share_entry *share) {
    kr_request *request = page->request;
    kr_model *one = kr_add_object(array);
    kr_put_share_name(request, one, share);
    kr_put_text(one, "acts", kr_share_basis(request, share));
    kr_put_text(one, "until", kr_share_until(page, share->until));
    kr_put_bool(one, "active", share->confirmed != 0);
    kr_put_bool(one, "waits", share->opened && !share->confirmed);
    kr_put_bool(one, "fresh", !share->opened);
    kr_put_text(one, "stop_href", kr_share_link(request, "/delen/met/", share->id, "/stop"));
    kr_put_text(one, "invite_href", kr_share_link(request, "/delen/met/", share->id, "/uitnodigen"));
}

static kr_err put_acting(const kr_page *page, kr_error *error) {
    kr_request *request = page->request;
    kr_share_entry *list = NULL;
    size_t count = 0;
    kr_err err = KR_OK;
    if (!request->example)
        err = kr_shares_of(request->web->store, &list, &count, request->arena, request->account.id,
                           request->circle_id, error);
    if (err != KR_OK) return err;
    kr_model *array = kr_put_array(page->model, "acting");
    for (size_t i = 0; i < count; i++) {
        bool over = list[i].withdrawn || (list[i].until && list[i].until <= request->now);
        if (list[i].role == KR_ROLE_REPRESENTATIVE && !over) put_one(page, array, &list[i]);
    }
    kr_put_bool(page->model, "has_acting", kr_model_count(array) > 0);
    return KR_OK;
}

static uint8_t basis_of(kr_str posted) {
    for (uint8_t i = 1; i < KR_COUNT(bases); i++)
        if (kr_str_is(posted, bases[i])) return i;
    return 0;
}

static void put_bases(const kr_page *page) {
    kr_model *array = kr_put_array(page->model, "bases");
    uint8_t chosen = basis_of(kr_posted(page->request, "grond"));
    for (uint8_t i = 1; i < KR_COUNT(bases); i++) {
        char key[40], say[40];
        kr_model *one = kr_add_object(array);
        snprintf(key, sizeof key, "hand.basis.%s", bases[i]);
        snprintf(say, sizeof say, "hand.basis.%s.say", bases[i]);
        kr_put_text(one, "value", kr_str_z(bases[i]));
        kr_put_word(page->request, one, "label", kr_page_z(page, kr_str_z(key)));
        kr_put_word(page->request, one, "say", kr_page_z(page, kr_str_z(say)));
        kr_put_bool(one, "checked", i == chosen);
    }
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "hand.title", error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "hand.title");
    kr_page_flow(request, page.model, "/delen", "share.back");
    kr_put_error(request, page.model, "wrong", wrong);
    kr_put_field_value(request, page.model, "naam");
    kr_put_field_value(request, page.model, "sinds");
    kr_put_field_value(request, page.model, "tot-dag");
    kr_put_text(page.model, "until", kr_posted(request, "tot-dag"));
    put_bases(&page);
    if (request->example)
        kr_put_bool(page.model, "prove", false);
    else
        err = kr_put_prove(request, page.model, "prove", "over", error);
    if (err == KR_OK) err = put_acting(&page, error);
    reply->tmpl = "overdragen";
    return err;
}

kr_err kr_page_hand(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, error);
}

/* The first thing that is missing, as a key; NULL. */
static const char *read_form(kr_request *request, kr_share_entry *share) {
    kr_date until = 0;
    kr_str end = kr_str_trim(kr_posted(request, "tot-dag"));
    share->name = kr_str_trim(kr_posted(request, "naam"));
    share->basis = basis_of(kr_posted(request, "grond"));
    if (!share->name.len) return "hand.wrong.name";
    if (!share->basis) return "hand.wrong.basis";
    bool day = kr_date_parse(kr_str_trim(kr_posted(request, "sinds")), &share->since);
    if (!day || share->since % 100 == 0 || share->since > kr_date_of(request->local))
        return "hand.wrong.since";
    kr_share_begin_with(share, KR_ROLE_REPRESENTATIVE, request->now);
    begin_with(&share->rules, share->basis);
    if (end.len) {
        if (!kr_date_parse(end, &until) || until % 100 == 0) return "hand.wrong.until";
        share->until = kr_share_day_end(until);
        if (share->until <= request->now) return "hand.wrong.until";
    }
    return kr_posted_has(request, "zeker") ? NULL : "hand.wrong.sure";
}

kr_err kr_page_hand_make(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share = {0};
    kr_error own = {.code = KR_OK};
    kr_id id = 0;
    const char *wrong = read_form(request, &share);
    kr_err err = wrong ? kr_fail(&own, KR_E_INVALID, wrong, NULL, NULL) : KR_OK;
    char key[40];
    if (err == KR_OK) err = kr_prove(request, "password", &own);
    if (err == KR_OK) {
        snprintf(key, sizeof key, "hand.basis.%s", bases[share.basis]);
        share.word = kr_word(request->prefs.lang, key);
        err = kr_share_put(request->web->store, &id, request->account.id, request->circle_id, &share,
                           request->now, &own);
    }
    if (err != KR_OK) {
        err = kr_form_refused(request, reply, &own, error);
        return err != KR_OK ? err : show(request, reply, &own, error);
    }
    kr_go_to(request, reply, "/delen/met/", id, "/uitnodigen", NULL);
    return KR_OK;
}
