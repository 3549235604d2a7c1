/* "Iemand laten meekijken": who it is, what they are to you, what they may see, until when. */
#include "core/utf8.h"
#include "web/engine.h"
#include "web/pages_people.h"
#include "web/pages_share.h"

#include <stdio.h>

/* Whoever stands behind a tie marked private, or would rather not be here, is never proposed. */
static bool may_propose(const kr_alter *alter) {
    const kr_person *person = alter->person;
    bool human = person->what == 0 || person->what == KR_what_person;
    return human && person->name.len && !kr_person_is_dead(person) && kr_may_be_proposed(alter);
}

static void put_people(const kr_page *page, kr_id chosen) {
    kr_model *array = kr_put_array(page->model, "people");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        char digits[17];
        if (!may_propose(alter)) continue;
        kr_model *one = kr_add_object(array);
        kr_id_text(alter->person->id, digits);
        kr_put_text(one, "value", kr_str_z(digits));
        kr_put_text(one, "label", alter->person->name);
        kr_put_text(one, "role", alter->person->role);
        kr_put_bool(one, "checked", alter->person->id == chosen);
    }
    kr_put_bool(page->model, "has_people", kr_model_count(array) > 0);
}

/* A representative comes in by another door, with date and ground. */
static void put_roles(const kr_page *page, uint8_t chosen) {
    kr_model *array = kr_put_array(page->model, "roles");
    for (uint8_t role = KR_ROLE_CARER; role <= KR_ROLE_ALONGSIDE; role++) {
        const char *name = kr_share_role_name(role);
        char key[48], say[48];
        kr_model *one = kr_add_object(array);
        snprintf(key, sizeof key, "share.role.%s", name);
        snprintf(say, sizeof say, "share.role.%s.say", name);
        kr_put_text(one, "value", kr_str_z(name));
        kr_put_text(one, "label", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(key)))));
        kr_put_text(one, "say", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(say)))));
        kr_put_bool(one, "checked", role == chosen);
    }
}

static const kr_alter *asked_person(const kr_page *page, kr_str digits) {
    kr_id id = 0;
    if (!kr_id_parse(digits, &id)) return NULL;
    size_t at = kr_network_index(&page->net, id);
    return at != SIZE_MAX && may_propose(&page->net.alters[at]) ? &page->net.alters[at] : NULL;
}

/* The same name, or its first word where one of both is only that: "Sanne" and "sanne de Wit". */
static bool may_be_called(kr_str a, kr_str b, bool whole) {
    size_t at = 0, bt = 0;
    for (bool some = false;; some = true) {
        uint32_t x = kr_utf8_fold(kr_utf8_next(a, &at)), y = kr_utf8_fold(kr_utf8_next(b, &bt));
        if (x == y && x) continue;
        if (!some || whole || x == y) return some && x == y;
        return (!x && y == ' ') || (x == ' ' && !y);
    }
}

/* Whose name was typed, when one person on the map may be called so: what the owner feels about them must not
 * come to them because they were not chosen from the list. */
static kr_id only_one(const kr_page *page, kr_str name, bool whole) {
    kr_id found = 0;
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (!may_propose(alter) || !may_be_called(kr_str_trim(alter->person->name), name, whole)) continue;
        if (found) return 0;
        found = alter->person->id;
    }
    return found;
}

static kr_id typed_person(const kr_page *page, kr_str name) {
    kr_id found = only_one(page, name, true);
    return found ? found : only_one(page, name, false);
}

/* What is known of them so far: from the first step (in the address), or as it was just posted. */
static void read_who(const kr_page *page, kr_share_entry *share, kr_str person, kr_str name, kr_str role) {
    const kr_alter *alter = asked_person(page, person);
    share->name = kr_str_trim(name);
    if (alter) {
        share->rules.person = alter->person->id;
        if (!share->name.len) share->name = alter->person->name;
        share->word = alter->person->role;
    } else if (share->name.len) {
        share->rules.person = typed_person(page, share->name);
    }
    kr_share_begin_with(share, kr_share_role_named(role), page->request->now);
}

/* Two steps on one address: first who and what they are to you, then what they see. */
static kr_err show(kr_request *request, kr_reply *reply, const kr_share_entry *share, bool asked,
                   kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "share.new", error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "share.new");
    kr_page_flow(request, page.model, "/delen", "share.back");
    bool second = share->name.len && share->role;
    put_people(&page, share->rules.person);
    put_roles(&page, share->role);
    kr_put_bool(page.model, "second", second);
    kr_put_text(page.model, "typed", share->rules.person ? KR_NONE : share->name);
    if (asked && !second)
        kr_put_word(request, page.model, "wrong", share->name.len ? "share.new.what" : "share.new.who");
    else
        kr_put_bool(page.model, "wrong", false);
    if (!second) {
        kr_put_bool(page.model, "card", false);
        return KR_OK;
    }
    kr_model *card = kr_put_object(page.model, "card");
    kr_put_share_form(&page, card, share, 0);
    char digits[17] = "";
    if (share->rules.person) kr_id_text(share->rules.person, digits);
    kr_put_text(card, "person", kr_str_z(digits));
    kr_put_text(card, "role_name", kr_str_z(kr_share_role_name(share->role)));
    return KR_OK;
}

/* No name stands in an address, so both steps are posts; only the number of somebody of the map may. */
kr_err kr_page_share_new(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page = {.request = request};
    kr_share_entry share = {0};
    kr_err err = kr_network_make(&page.net, request->arena, &request->view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    read_who(&page, &share, kr_query(request, "wie"), KR_NONE, KR_NONE);
    return show(request, reply, &share, false, error);
}

kr_err kr_page_share_add(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page = {.request = request};
    kr_share_entry share = {0};
    kr_id id = 0;
    bool first = kr_posted_has(request, "eerst");
    kr_err err = kr_network_make(&page.net, request->arena, &request->view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    read_who(&page, &share, kr_posted(request, "wie"), kr_posted(request, "naam"), kr_posted(request, "wat"));
    if (!first) kr_share_posted(request, &share);
    if (first || !share.name.len || !share.role) {
        if (!share.name.len || !share.role) reply->status = 422;
        return show(request, reply, &share, true, error);
    }
    err = kr_share_put(request->web->store, &id, request->account.id, request->circle_id, &share,
                       request->now, error);
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/delen/met/", id, "/uitnodigen", NULL);
    return KR_OK;
}
