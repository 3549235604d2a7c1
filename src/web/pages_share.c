/* "Wie mag wat?": whom the owner let in, and what each of them may see. */
#include "store/outbox.h"
#include "web/pages_share.h"

#include <stdio.h>

#include "web/engine.h"
#include "web/pages_looked.h"

kr_str kr_share_link(const kr_request *request, const char *before, kr_id id, const char *tail) {
    char digits[17] = "";
    kr_buf out;
    kr_str text = KR_NONE;
    if (id) kr_id_text(id, digits);
    kr_buf_init(&out, request->arena, 400);
    kr_put(&out, request->base);
    kr_put_z(&out, before);
    kr_put_z(&out, digits);
    kr_put_z(&out, tail);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

static kr_err all_shares(kr_request *request, kr_share_entry **out, size_t *count, kr_error *error) {
    *out = NULL;
    *count = 0;
    if (request->example) return KR_OK;
    return kr_shares_of(request->web->store, out, count, request->arena, request->account.id,
                        request->circle_id, error);
}

kr_err kr_share_asked(kr_request *request, kr_share_entry *out, kr_error *error) {
    kr_share_entry *list;
    size_t count;
    kr_id id = 0;
    kr_err err = all_shares(request, &list, &count, error);
    if (err != KR_OK) return err;
    for (size_t i = 0; kr_id_parse(request->params[1], &id) && i < count; i++) {
        if (list[i].id != id) continue;
        *out = list[i];
        return KR_OK;
    }
    return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
}

static bool ended(const kr_share_entry *share, int64_t now) {
    return share->withdrawn || (share->until && now >= share->until);
}

/* -- one card
 * ------------------------------------------------------------------------------------------------- */

static void put_looked(const kr_request *request, kr_model *card, const kr_share_entry *share) {
    kr_word_arg arg = KR_WORD_TEXT("day", share->looked ? kr_share_day(request, share->looked) : KR_NONE);
    kr_put_say(request, card, "looked", share->looked ? "share.looked" : "share.looked.never", &arg, 1);
}

/* Who opened the invitation: the account as they named it themselves, so that the owner can tell. */
static kr_err put_opener(kr_request *request, kr_model *card, const kr_share_entry *share, kr_error *error) {
    kr_account account = {0};
    kr_error why = {.code = KR_OK};
    kr_err err = kr_account_get(request->web->store, &account, request->arena, share->rules.guest, &why);
    if (err != KR_OK && err != KR_E_NOT_FOUND) {
        *error = why;
        return err;
    }
    kr_put_text(card, "account_name", account.name);
    kr_put_text(card, "account_login", account.login);
    return KR_OK;
}

/* Did its invitation by mail not arrive? */
static bool not_arrived(const kr_outbox_row *mails, size_t count, kr_id share) {
    for (size_t i = 0; i < count; i++)
        if (mails[i].about == share && mails[i].failed) return true;
    return false;
}

/* Where a share stands: made, invited, opened, or open. */
static kr_err put_state(kr_request *request, kr_model *card, const kr_share_entry *share, kr_error *error) {
    bool waits = share->opened && !share->confirmed;
    kr_put_bool(card, "open", share->confirmed != 0);
    kr_put_bool(card, "waits", waits);
    kr_put_bool(card, "fresh", !share->opened);
    kr_put_text(card, "account_name", KR_NONE);
    kr_put_text(card, "account_login", KR_NONE);
    put_looked(request, card, share);
    kr_put_text(card, "save_href", kr_share_link(request, "/delen/met/", share->id, ""));
    kr_put_text(card, "stop_href", kr_share_link(request, "/delen/met/", share->id, "/stop"));
    kr_put_text(card, "invite_href", kr_share_link(request, "/delen/met/", share->id, "/uitnodigen"));
    kr_put_text(card, "confirm_href", kr_share_link(request, "/delen/met/", share->id, "/bevestig"));
    kr_put_text(card, "as_href", kr_share_link(request, "~", share->id, ""));
    return waits ? put_opener(request, card, share, error) : KR_OK;
}

static void put_ended(kr_page *page, kr_model *array, const kr_share_entry *share) {
    kr_model *one = kr_add_object(array);
    int64_t at = share->withdrawn ? share->withdrawn : share->until;
    kr_put_share_name(page->request, one, share);
    kr_word_arg arg = KR_WORD_TEXT("day", kr_share_day(page->request, at));
    kr_put_say(page->request, one, "when", "share.ended.on", &arg, 1);
}

/* -- the panel beside
 * ----------------------------------------------------------------------------------------- */

static kr_err put_look(kr_page *page, const kr_share_entry **here, size_t n, kr_error *error) {
    kr_request *request = page->request;
    kr_id asked = 0;
    size_t at = 0;
    kr_put_bool(page->model, "next", false);
    if (n == 0) {
        kr_put_bool(page->model, "look", false);
        return KR_OK;
    }
    if (!kr_id_parse(kr_query(request, "zo"), &asked)) asked = 0;
    for (size_t i = 0; i < n; i++)
        if (here[i]->id == asked) at = i;
    if (n > 1) {
        const kr_share_entry *other = here[(at + 1) % n];
        kr_model *next = kr_put_object(page->model, "next");
        kr_put_text(next, "call", kr_share_call(other->name));
        kr_put_text(next, "href", kr_share_link(request, "/delen?zo=", other->id, "#h-zo"));
    }
    kr_model *look = kr_put_object(page->model, "look");
    return kr_put_share_look(page, look, here[at], error);
}

/* -- do they know that they are here?
 * ------------------------------------------------------------------------- */

static void put_knows(kr_page *page) {
    static const struct {
        const char *key, *icon;
        uint32_t knows; /* bits of kr_knows */
    } groups[] = {{"share.knows.told", "told", 1u << KR_knows_told | 1u << KR_knows_agreed},
                  {"share.knows.not_yet", "not_yet", 1u | 1u << KR_knows_not_yet | 1u << KR_knows_rather_not},
                  {"share.knows.rather_not", "rather_not", 1u << KR_knows_objects}};
    kr_model *array = kr_put_array(page->model, "knows");
    for (size_t g = 0; g < KR_COUNT(groups); g++) {
        kr_model *group = kr_add_object(array), *people = kr_put_array(group, "people");
        for (size_t i = 0; i < page->net.n; i++) {
            const kr_person *person = page->net.alters[i].person;
            bool is_person = person->what == KR_what_person || person->what == 0;
            if (person->knows >= 32 || !(groups[g].knows & 1u << person->knows)) continue;
            if (is_person && !person->died) kr_put_face(page, kr_add_object(people), &page->net.alters[i]);
        }
        kr_put_word(page->request, group, "label", groups[g].key);
        kr_put_bool(group, "told", g == 0);
        kr_put_bool(group, "not_yet", g == 1);
        kr_put_bool(group, "rather_not", g == 2);
        kr_put_number(group, "many", (int64_t)kr_model_count(people));
        kr_put_bool(group, "any", kr_model_count(people) > 0);
    }
}

/* -- what waits for a word of the owner
 * ------------------------------------------------------------------------ */

static kr_err put_waiting(kr_page *page, kr_error *error) {
    kr_request *request = page->request;
    kr_proposal *proposals = NULL;
    kr_once *onces = NULL;
    size_t n_proposals = 0, n_onces = 0, answered = 0;
    kr_err err = KR_OK;
    if (!request->example)
        err = kr_proposals_of(request->web->store, &proposals, &n_proposals, request->arena,
                              request->account.id, request->circle_id, error);
    if (err == KR_OK && !request->example)
        err = kr_onces_of(request->web->store, &onces, &n_onces, request->arena, request->account.id,
                          request->circle_id, error);
    for (size_t i = 0; i < n_onces; i++) answered += onces[i].answered && !onces[i].ended;
    kr_word_arg one = KR_WORD_NUMBER("n", (int64_t)n_proposals), two = KR_WORD_NUMBER("n", (int64_t)answered);
    kr_put_bool(page->model, "has_proposals", n_proposals > 0);
    kr_put_say(request, page->model, "proposals", "share.proposals.wait", &one, 1);
    kr_put_bool(page->model, "has_answers", answered > 0);
    kr_put_say(request, page->model, "answers", "share.answers.wait", &two, 1);
    return err;
}

/* -- the page
 * ------------------------------------------------------------------------------------------------- */

static kr_err put_cards(kr_page *page, kr_share_entry *list, size_t count, kr_error *error) {
    kr_request *request = page->request;
    kr_model *cards = kr_put_array(page->model, "cards"), *gone = kr_put_array(page->model, "ended");
    const kr_share_entry **here = kr_new_n(request->arena, const kr_share_entry *, count + 1);
    size_t n = 0, open = 0, n_mails = 0;
    kr_outbox_row *mails = NULL;
    kr_err read = kr_outbox_of(request->web->store, &mails, &n_mails, request->arena, request->account.id,
                               request->circle_id, error);
    if (read != KR_OK) return read;
    if (!here) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = count; i > 0; i--) { /* oldest first: cards stay where they were */
        const kr_share_entry *share = &list[i - 1];
        if (ended(share, request->now)) {
            put_ended(page, gone, share);
            continue;
        }
        kr_model *card = kr_add_object(cards);
        kr_put_share_form(page, card, share, n);
        kr_put_bool(card, "not_arrived", !share->opened && not_arrived(mails, n_mails, share->id));
        kr_err err = put_state(request, card, share, error);
        if (err != KR_OK) return err;
        here[n++] = share;
        open += share->confirmed != 0;
    }
    kr_word_arg arg = KR_WORD_NUMBER("n", (int64_t)open);
    kr_put_say(request, page->model, "many", open ? "share.many" : "share.nobody", &arg, 1);
    kr_put_say(request, page->model, "many_here", open ? "share.many.here" : "share.nobody.here", &arg, 1);
    kr_put_bool(page->model, "has_cards", n > 0);
    kr_put_bool(page->model, "has_ended", kr_model_count(gone) > 0);
    return put_look(page, here, n, error);
}

kr_err kr_page_share(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_share_entry *list;
    size_t count;
    kr_err err = kr_page_open(&page, request, reply, "share.title", error);
    if (err == KR_OK) err = all_shares(request, &list, &count, error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "share.title");
    kr_put_bool(page.model, "wants", false); /* it stands here in full */
    err = put_cards(&page, list, count, error);
    if (err == KR_OK) err = put_waiting(&page, error);
    if (err != KR_OK) return err;
    put_knows(&page);
    return kr_put_looks(&page, list, count, (kr_looks_asked){.days = 14, .lines = 12, .others = true}, error);
}

kr_err kr_page_share_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    kr_err err = kr_share_asked(request, &share, error);
    if (err != KR_OK) return err;
    kr_id id = share.id;
    kr_share_posted(request, &share);
    err = kr_share_put(request->web->store, &id, request->account.id, request->circle_id, &share,
                       request->now, error);
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/delen?zo=", id, "", "share.saved");
    return KR_OK;
}

/* -- stopping
 * ------------------------------------------------------------------------------------------------- */

kr_err kr_page_share_stop(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    kr_err err = kr_share_asked(request, &share, error);
    if (err != KR_OK) return err;
    kr_model *model = kr_page_model(request, reply, "share.stop.title");
    kr_page_flow(request, model, "/delen", "share.back");
    kr_put_share_name(request, model, &share);
    kr_put_text(model, "stop_href", kr_share_link(request, "/delen/met/", share.id, "/stop"));
    return KR_OK;
}

kr_err kr_page_share_stop_do(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    kr_err err = kr_share_asked(request, &share, error);
    if (err != KR_OK) return err;
    err = kr_share_withdraw(request->web->store, request->account.id, request->circle_id, share.id,
                            request->now, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/delen", "share.stopped");
    return KR_OK;
}

/* "Sanne wil meekijken. Is zij dat?" */
kr_err kr_page_share_confirm(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    bool yes = kr_str_is(kr_posted(request, "klopt"), "ja");
    kr_err err = kr_share_asked(request, &share, error);
    if (err != KR_OK) return err;
    err = kr_share_confirm(request->web->store, request->account.id, request->circle_id, share.id, yes,
                           request->now, error);
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/delen?zo=", share.id, "", yes ? "share.confirmed" : "share.refused");
    return KR_OK;
}

#define PART KR_PART_MAP
const kr_route kr_routes_share[] = {
    {"GET", "/kring/:circle/delen", KR_OWNER, false, kr_page_share, "delen", PART, 0, 0},
    {"GET", "/kring/:circle/delen/nieuw", KR_OWNER, false, kr_page_share_new, "delen-nieuw", PART, 0, 0},
    {"POST", "/kring/:circle/delen/nieuw", KR_OWNER, true, kr_page_share_add, "delen-nieuw", PART, 0, 0},
    {"POST", "/kring/:circle/delen/met/:share", KR_OWNER, true, kr_page_share_save, NULL, PART, 0, 0},
    {"GET", "/kring/:circle/delen/met/:share/stop", KR_OWNER, false, kr_page_share_stop, "delen-stop", PART,
     0, 0},
    {"POST", "/kring/:circle/delen/met/:share/stop", KR_OWNER, true, kr_page_share_stop_do, NULL, PART, 0, 0},
    {"POST", "/kring/:circle/delen/met/:share/bevestig", KR_OWNER, true, kr_page_share_confirm, NULL, PART, 0,
     0},
    {"GET", "/kring/:circle/delen/met/:share/uitnodigen", KR_OWNER, false, kr_page_invite, "delen-uitnodigen",
     PART, 0, 0},
    {"POST", "/kring/:circle/delen/met/:share/uitnodigen", KR_OWNER, true, kr_page_invite_make, "delen-brief",
     PART, 0, 0},
    {"GET", "/kring/:circle/delen/vraag-iemand", KR_OWNER, false, kr_page_once_new, "delen-vraag", PART, 0,
     0},
    {"POST", "/kring/:circle/delen/vraag-iemand", KR_OWNER, true, kr_page_once_make, "delen-link", PART, 0,
     0},
    {"GET", "/kring/:circle/delen/antwoorden", KR_OWNER, false, kr_page_answers, "delen-antwoorden", PART, 0,
     0},
    {"POST", "/kring/:circle/delen/antwoorden/:once", KR_OWNER, true, kr_page_answers_do, NULL, PART, 0, 0},
    {"GET", "/kring/:circle/delen/voorstellen", KR_OWNER, false, kr_page_proposals, "delen-voorstellen", PART,
     0, 0},
    {"POST", "/kring/:circle/delen/voorstellen/:proposal", KR_OWNER, true, kr_page_proposals_do, NULL, PART,
     0, 0},
    {"GET", "/kring/:circle/overdragen", KR_OWNER, false, kr_page_hand, "overdragen", PART, 0, 0},
    {"POST", "/kring/:circle/overdragen", KR_OWNER, true, kr_page_hand_make, "overdragen", PART, 0, 0},
    {"GET", "/meekijken", KR_ANYBODY, false, kr_page_meet_show, "meekijken", 0, 0, 0},
    {"POST", "/meekijken", KR_SIGNED_IN, true, kr_page_meet, "meekijken", 0, 4096, 0},
    {"GET", "/kringen/gedeeld/:share/weg", KR_SIGNED_IN, false, kr_page_leave_show, "gedeeld-weg", 0, 0, 0},
    {"POST", "/kringen/gedeeld/:share/weg", KR_SIGNED_IN, true, kr_page_leave, NULL, 0, 4096, 0},
    {"GET", "/eenmaal", KR_ANYBODY, false, kr_page_once_show, "eenmaal", 0, 0, 0},
    {"POST", "/eenmaal", KR_ANYBODY, true, kr_page_once_open, "eenmaal", 0, 4096, 0},
    {"POST", "/eenmaal/antwoord", KR_ANYBODY, true, kr_page_once_answer, "eenmaal", 0, 32u << 10, 0},
    {0},
};
