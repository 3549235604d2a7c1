/* Whose shoulders: who does what, how often and how it feels; with care when much of it rests on one person.
 */
#include "core/load.h"

#include "web/pages_whatif.h"

typedef struct carrying {
    kr_page page;
    kr_ways ways;
    kr_load load;
} carrying;

static kr_str often_of(const kr_page *page, const kr_load_one *one) {
    return kr_page_choice_low(page, kr_list_of(KR_KIND_tie, KR_F_tie_live), one->often);
}

/* A sentence about one person, for one pair of eyes. */
static void tell(const kr_page *page, kr_model *lines, const char *key, const kr_load_one *one,
                 uint32_t kinds) {
    kr_word_arg args[] = {KR_WORD_TEXT("name", page->net.alters[one->who].person->name),
                          KR_WORD_TEXT("ego", kr_str_z(page->ego)),
                          KR_WORD_TEXT("kinds", kr_ahead_kinds(page, kinds)),
                          KR_WORD_TEXT("often", often_of(page, one))};
    kr_put_say(page->request, kr_add_object(lines), "line", key, args, KR_COUNT(args));
}

/* -- much on one person
 * ----------------------------------------------------------------------------------------------- */

static void tell_owner(const kr_page *page, kr_model *lines, const kr_load_one *one) {
    bool much = one->why & (KR_LOAD_KINDS | KR_LOAD_ALONE | KR_LOAD_TIMES);
    bool meet = one->often && one->often != KR_frequency_never;
    tell(page, lines, much ? "load.much" : "load.does", one, one->now);
    if (meet) tell(page, lines, "load.often", one, 0);
    if (one->alone) tell(page, lines, "load.alone", one, one->alone);
    if (one->carer) tell(page, lines, "load.carer", one, 0);
    if (one->balance == KR_balance_get_much) tell(page, lines, "load.felt.much", one, 0);
    if (one->energy == KR_energy_both || one->energy == KR_energy_costs)
        tell(page, lines, one->energy == KR_energy_both ? "load.felt.both" : "load.felt.costs", one, 0);
    if (one->given) tell(page, lines, "load.back", one, one->given);
}

/* What the carer would read of it: only what they do themselves. */
static kr_err tell_carer(const carrying *c, kr_model *lines, const kr_load_one *one) {
    kr_load theirs;
    const kr_page *page = &c->page;
    kr_id id = page->net.alters[one->who].person->id;
    kr_err err = kr_load_make(&theirs, page->request->arena, &page->net, &c->ways, KR_LOAD_CARER, id);
    if (err != KR_OK || theirs.n == 0) return err;
    tell(page, lines, "load.you.does", &theirs.ones[0], theirs.ones[0].now);
    if (theirs.ones[0].often && theirs.ones[0].often != KR_frequency_never)
        tell(page, lines, "load.you.often", &theirs.ones[0], 0);
    if (theirs.ones[0].alone) tell(page, lines, "load.you.alone", &theirs.ones[0], theirs.ones[0].alone);
    tell(page, lines, "load.you.ask", &theirs.ones[0], 0);
    return KR_OK;
}

static kr_err put_rests(const carrying *c) {
    const kr_page *page = &c->page;
    kr_model *rests = kr_put_array(page->model, "rests");
    kr_err err = KR_OK;
    for (size_t i = 0; i < c->load.n && err == KR_OK; i++) {
        const kr_load_one *one = &c->load.ones[i];
        if (!one->why || !one->now) continue;
        kr_model *object = kr_add_object(rests);
        kr_put_face(page, object, &page->net.alters[one->who]);
        tell_owner(page, kr_put_array(object, "lines"), one);
        kr_model *ask = kr_put_array(object, "ask");
        tell(page, ask, "load.ask", one, 0);
        kr_word_arg name = KR_WORD_TEXT("name", page->net.alters[one->who].person->name);
        kr_put_say(page->request, object, "whatif", "load.whatif", &name, 1);
        err = tell_carer(c, kr_put_array(object, "you"), one);
    }
    kr_put_bool(page->model, "has_rests", kr_model_count(rests) > 0);
    return err;
}

/* -- everybody
 * ------------------------------------------------------------------------------------------------------- */

static void put_cells(const kr_page *page, kr_model *row, uint32_t now, uint32_t sometimes) {
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_model *cells = kr_put_array(row, "cells");
    for (size_t k = 0; k < list->count; k++) {
        kr_model *cell = kr_add_object(cells);
        kr_put_text(cell, "kind", kr_page_choice(page, list, list->choices[k].number));
        kr_put_bool(cell, "now", now >> list->choices[k].number & 1);
        kr_put_bool(cell, "sometimes", sometimes >> list->choices[k].number & 1);
    }
}

static kr_str feels(const kr_page *page, const kr_load_one *one) {
    static const char *const energy[] = {NULL, "load.energy.gives", "load.energy.costs", "load.energy.both",
                                         "load.energy.neither"};
    static const char *const balance[] = {NULL, "load.balance.fine", "load.balance.get", "load.balance.give",
                                          NULL};
    kr_buf out = kr_page_buf(page);
    const char *first = one->energy < KR_COUNT(energy) ? energy[one->energy] : NULL;
    const char *second = one->balance < KR_COUNT(balance) ? balance[one->balance] : NULL;
    if (first) kr_put(&out, kr_word(page->lang, first));
    if (first && second) kr_put_c(&out, ' ');
    if (second) kr_put(&out, kr_word(page->lang, second));
    return kr_page_text(&out);
}

static void put_rows(const carrying *c) {
    const kr_page *page = &c->page;
    kr_model *rows = kr_put_array(page->model, "rows");
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_model *heads = kr_put_array(page->model, "kinds");
    for (size_t k = 0; k < list->count; k++)
        kr_put_text(kr_add_object(heads), "label", kr_page_choice(page, list, list->choices[k].number));
    for (size_t i = 0; i < c->load.n; i++) {
        const kr_load_one *one = &c->load.ones[i];
        kr_model *row = kr_add_object(rows);
        kr_put_face(page, row, &page->net.alters[one->who]);
        kr_put_bool(row, "paid", one->paid);
        kr_put_text(row, "often", kr_page_choice(page, kr_list_of(KR_KIND_tie, KR_F_tie_live), one->often));
        kr_put_text(row, "feels", feels(page, one));
        put_cells(page, row, one->now, one->sometimes);
    }
    kr_put_bool(page->model, "has_rows", c->load.n > 0);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)c->load.givers);
    kr_put_say(page->request, page->model, "spread", c->load.givers ? "load.spread" : "load.spread.none", &n,
               1);
}

/* What rests on the shoulders of the person in the middle. */
static void put_mine(const carrying *c) {
    const kr_page *page = &c->page;
    kr_model *mine = kr_put_array(page->model, "mine");
    kr_model *much = kr_put_array(page->model, "mine_much");
    for (size_t i = 0; i < c->load.n_mine; i++) {
        const kr_load_one *one = &c->load.mine[i];
        tell(page, mine, "load.mine", one, one->given);
        if (one->balance == KR_balance_give_much) tell(page, much, "load.mine.much", one, 0);
    }
    kr_put_bool(page->model, "has_mine", c->load.n_mine > 0);
}

kr_err kr_page_load(kr_request *request, kr_reply *reply, kr_error *error) {
    carrying c = {0};
    kr_err err = kr_page_open(&c.page, request, reply, "title.load", error);
    if (err != KR_OK) return err;
    err = kr_ways_make(&c.ways, request->arena, &c.page.net);
    if (err == KR_OK) err = kr_load_make(&c.load, request->arena, &c.page.net, &c.ways, KR_LOAD_OWNER, 0);
    if (err == KR_OK) err = put_rests(&c);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    put_rows(&c);
    put_mine(&c);
    const kr_answer *answer = kr_page_answer(&c.page, KR_STR("load:all"));
    kr_put_text(c.page.model, "words", answer ? answer->words : KR_NONE);
    kr_put_array(c.page.model, "hidden");
    kr_put_text(c.page.model, "action", kr_page_link(&c.page, "/schouders", 0, ""));
    return KR_OK;
}

kr_err kr_page_load_save(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_ahead_save(request, reply, KR_STR("load:all"), "/schouders#h-zelf", error);
}
