/* Naming people: one question, one field; prompt cards that can be laid aside; the circle grows beside it. */
#include "web/pages.h"

#include <stdio.h>

#include "core/utf8.h"
#include "draw/draw.h"

#define NAMES_AT_ONCE 300
#define NAMES_SHOWN   120

typedef struct card {
    uint8_t prompt;
    const char *icon;
} card;

static const card cards[] = {
    {KR_prompt_week, "ico-cal"},    {KR_prompt_past, "ico-past"},     {KR_prompt_street, "ico-house"},
    {KR_prompt_work, "ico-work"},   {KR_prompt_online, "ico-screen"}, {KR_prompt_hobby, "ico-hobby"},
    {KR_prompt_faith, "ico-faith"}, {KR_prompt_home, "ico-home"},     {KR_prompt_family, "ico-person"},
    {KR_prompt_help, "ico-help"},   {KR_prompt_news, "ico-news"},     {KR_prompt_animals, "ico-paw"},
};

static const kr_choice_list *prompts(void) {
    return kr_list_of(KR_KIND_circle, KR_F_circle_laid_aside);
}

static void put_card(const kr_page *page, kr_model *object, const card *c, bool front) {
    const char *name = kr_choice_name(prompts(), c->prompt);
    char key[48];
    kr_put_text(object, "icon", kr_str_z(c->icon));
    kr_put_text(object, "card", kr_str_z(name));
    kr_put_text(object, "card_title", kr_page_choice(page, prompts(), c->prompt));
    snprintf(key, sizeof key, "card.%s.%s", name, front ? "ask" : "short");
    kr_put_word(page->request, object, "ask", key);
    if (!front) return;
    snprintf(key, sizeof key, "card.%s.more", name);
    kr_put_word(page->request, object, "more", key);
}

static void put_cards(const kr_page *page) {
    uint32_t aside = page->request->view.circle->self.laid_aside;
    unsigned asked = kr_choice_named(prompts(), kr_query(page->request, "kaart"));
    size_t front = KR_COUNT(cards);
    for (size_t i = 0; i < KR_COUNT(cards); i++) {
        if (aside & (1u << cards[i].prompt)) continue;
        if (cards[i].prompt == asked) front = i;
        if (front == KR_COUNT(cards) && !asked) front = i;
    }
    for (size_t i = 0; front == KR_COUNT(cards) && i < KR_COUNT(cards); i++)
        if (!(aside & (1u << cards[i].prompt))) front = i;
    if (front < KR_COUNT(cards)) {
        put_card(page, kr_put_object(page->model, "front"), &cards[front], true);
    } else {
        kr_put_bool(page->model, "front", false);
    }
    kr_model *rest = kr_put_array(page->model, "cards");
    for (size_t i = 0; i < KR_COUNT(cards); i++) {
        if (i == front) continue;
        kr_model *object = kr_add_object(rest);
        put_card(page, object, &cards[i], false);
        kr_put_bool(object, "aside", (aside & (1u << cards[i].prompt)) != 0);
    }
}

/* How many were named just now: the newest change, when somebody comes from naming. */
static size_t newest(const kr_page *page) {
    int64_t n = 0;
    if (!kr_str_int(kr_query(page->request, "erbij"), &n) || n < 0) return 0;
    return (size_t)n < page->net.n ? (size_t)n : page->net.n;
}

/* "Is it the same one?" when a name that was given just now stood there already. */
static void put_namesake(const kr_page *page) {
    size_t fresh = newest(page), n = page->net.n;
    kr_put_bool(page->model, "namesake", false);
    if (fresh > 50) fresh = 50; /* a pasted list: looking at its end is enough */
    for (size_t i = n - fresh; i < n; i++) {
        const kr_person *person = page->net.alters[i].person;
        for (size_t k = 0; k < i && person->name.len; k++) {
            const kr_person *before = page->net.alters[k].person;
            if (!kr_str_eq(before->name, person->name)) continue;
            char digits[17];
            kr_model *object = kr_put_object(page->model, "namesake");
            kr_id_text(person->id, digits);
            kr_put_text(object, "name", person->name);
            kr_buf tail = kr_page_buf(page);
            kr_put_z(&tail, "/samen?met=");
            kr_put_z(&tail, digits);
            kr_put_text(object, "href",
                        kr_page_link(page, "/mens/", before->id, kr_page_z(page, kr_page_text(&tail))));
            return;
        }
    }
}

static void put_names(const kr_page *page) {
    kr_model *names = kr_put_array(page->model, "names");
    size_t fresh = newest(page);
    for (size_t i = page->net.n; i > 0 && page->net.n - i < NAMES_SHOWN; i--) {
        const kr_alter *alter = &page->net.alters[i - 1];
        kr_model *object = kr_add_object(names);
        kr_put_face(page, object, alter);
        kr_put_text(object, "remark", alter->person->remark);
        kr_put_bool(object, "is_new", page->net.n - i < fresh);
    }
    kr_put_bool(page->model, "has_names", page->net.n > 0);
    kr_put_bool(page->model, "more_names", page->net.n > NAMES_SHOWN);
    kr_put_bool(page->model, "few", page->net.n < 3);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)page->net.n);
    kr_put_say(page->request, page->model, "count", "names.begin", &n, 1);
    kr_put_say(page->request, page->model, "all_names", "names.all", &n, 1);
}

/* Wishes to begin with, for whoever has few names; ticked when they are already a wish. */
static void put_wishes(const kr_page *page) {
    static const char *const keys[] = {"wish.start.eat",  "wish.start.walk", "wish.start.call",
                                       "wish.start.give", "wish.start.sing", "wish.start.fine"};
    kr_model *array = kr_put_array(page->model, "wishes");
    const kr_circle *circle = page->request->view.circle;
    for (size_t i = 0; i < KR_COUNT(keys); i++) {
        kr_model *object = kr_add_object(array);
        kr_str label = kr_word(page->lang, keys[i]);
        bool on = false;
        for (size_t w = 0; w < circle->n_wishes; w++)
            on = on || (!circle->wishes[w].gone && kr_str_eq(circle->wishes[w].words, label));
        kr_put_number(object, "nr", (int64_t)i);
        kr_put_text(object, "label", label);
        kr_put_bool(object, "checked", on);
    }
}

kr_err kr_page_names_show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.names", error);
    if (err) return err;
    kr_page_flow(request, page.model, "", "contact.back");
    put_names(&page);
    put_namesake(&page);
    put_cards(&page);
    put_wishes(&page);
    kr_put_choices(request, page.model, "kinds", kr_list_of(KR_KIND_person, KR_F_person_what),
                   KR_what_person);
    kr_buf svg = kr_page_buf(&page);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)page.net.n);
    kr_buf label = kr_page_buf(&page);
    kr_say(&label, page.lang, "names.svg", &n, 1);
    kr_id fresh = newest(&page) ? page.net.alters[page.net.n - 1].person->id : 0;
    err = kr_seed_svg(&svg, request->arena, &page.net, fresh, kr_page_text(&label),
                      kr_word(page.lang, "names.you"));
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_markup(page.model, "seed_svg", kr_page_text(&svg));
    return KR_OK;
}

typedef struct naming {
    kr_named *names;
    size_t count;
    uint8_t what;
} naming;

static void fill_names(kr_draft *draft, void *context) {
    const naming *job = context;
    for (size_t i = 0; i < job->count; i++) {
        kr_id person = kr_draft_contact(draft, job->names[i].name, job->what);
        if (job->names[i].remark.len)
            kr_draft_text(draft, KR_KIND_person, person, KR_F_person_remark, job->names[i].remark);
    }
}

kr_err kr_page_names_add(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_named *names = kr_new_n(request->arena, kr_named, NAMES_AT_ONCE);
    if (!names) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    naming job = {names, 0, KR_what_person};
    job.count = kr_names_parse(kr_posted(request, "naam"), names, NAMES_AT_ONCE);
    job.count += kr_names_parse(kr_posted(request, "rij"), names + job.count, NAMES_AT_ONCE - job.count);
    unsigned what = kr_choice_named(kr_list_of(KR_KIND_person, KR_F_person_what), kr_posted(request, "wat"));
    if (what) job.what = (uint8_t)what;
    if (job.count) {
        kr_err err = kr_page_change(request, KR_ACT_NAME, fill_names, &job, error);
        if (err) return err;
    }
    char path[80];
    kr_str front = kr_posted(request, "kaart");
    bool known = kr_choice_named(prompts(), front) != 0;
    snprintf(path, sizeof path, "/namen?erbij=%u%s%.*s#naam", (unsigned)job.count, known ? "&kaart=" : "",
             known ? (int)front.len : 0, front.ptr);
    kr_go(request, reply, path, NULL);
    return KR_OK;
}

static void fill_aside(kr_draft *draft, void *context) {
    kr_draft_set(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_laid_aside, *(const uint32_t *)context);
}

/* Lays a card aside ("leg"), takes one back or puts another one in front ("pak"). */
kr_err kr_page_card(kr_request *request, kr_reply *reply, kr_error *error) {
    uint32_t aside = request->view.circle->self.laid_aside, before = aside;
    unsigned lay = kr_choice_named(prompts(), kr_posted(request, "leg"));
    unsigned take = kr_choice_named(prompts(), kr_posted(request, "pak"));
    if (lay) aside |= 1u << lay;
    if (take) aside &= ~(1u << take);
    if (aside != before) {
        kr_err err = kr_page_change(request, KR_ACT_CARD, fill_aside, &aside, error);
        if (err) return err;
    }
    char path[64];
    snprintf(path, sizeof path, "/namen%s%s#h-kaart", take ? "?kaart=" : "",
             take ? kr_choice_name(prompts(), take) : "");
    kr_go(request, reply, path, NULL);
    return KR_OK;
}
