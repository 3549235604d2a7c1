/* Three cards, three zones: the drawing, the same in sentences, and a form to give somebody a place. */
#include "web/pages_among.h"

#include <stdio.h>

#include "draw/cards.h"

static const kr_choice_list *zones(void) {
    return kr_list_of(KR_KIND_tie, KR_F_tie_zone);
}

/* One card as sentences: who stands in which zone, and who has none yet. */
static void put_card(const kr_page *page, kr_model *array, size_t card, uint32_t *who) {
    const kr_choice_list *list = zones();
    kr_model *object = kr_add_object(array), *lines = kr_put_array(object, "lines");
    kr_put_word(page->request, object, "label", card ? kr_cards[card - 1].key : "among.card.none");
    for (size_t z = 1; z <= list->count + 1; z++) {
        unsigned zone = z <= list->count ? list->choices[z - 1].number : 0;
        size_t n = 0;
        for (uint32_t i = 0; i < page->net.n; i++) {
            const kr_alter *alter = &page->net.alters[i];
            unsigned said = alter->tie ? alter->tie->zone : 0;
            if (kr_card_of(alter->person) == card && said == zone) who[n++] = i;
        }
        if (!n) continue;
        kr_buf names = kr_page_buf(page);
        kr_page_names(page, &names, who, n, n);
        kr_model *line = kr_add_object(lines);
        kr_put_text(line, "zone",
                    zone ? kr_page_choice(page, list, zone) : kr_word(page->lang, "among.card.open"));
        kr_put_text(line, "names", kr_page_text(&names));
    }
    kr_put_bool(object, "has", kr_model_count(lines) > 0);
    if (!card && !kr_model_count(lines))
        kr_put_bool(object, "hide", true);
    else
        kr_put_bool(object, "hide", false);
}

static void put_form(const kr_page *page, const kr_alter *one) {
    kr_model *people = kr_put_array(page->model, "people"), *cards = kr_put_array(page->model, "choices");
    for (size_t i = 0; i < page->net.n; i++)
        kr_put_pick(page, people, page->net.alters[i].person, "/kaarten?wie=", &page->net.alters[i] == one);
    kr_put_bool(page->model, "one", one != NULL);
    if (!one) return;
    char digits[17];
    kr_id_text(one->person->id, digits);
    kr_put_text(page->model, "one_id", kr_str_z(digits));
    kr_put_text(page->model, "one_name", one->person->name);
    kr_put_choices(page->request, page->model, "zones", zones(), one->tie ? one->tie->zone : 0);
    for (size_t c = 0; c < KR_CARDS; c++) {
        kr_model *choice = kr_add_object(cards);
        kr_put_number(choice, "value", (int64_t)c + 1);
        kr_put_word(page->request, choice, "label", kr_cards[c].key);
        kr_put_bool(choice, "checked", kr_card_of(one->person) == c + 1);
    }
}

kr_err kr_page_cards(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.three", error);
    if (err != KR_OK) return err;
    uint32_t *who = kr_new_n(request->arena, uint32_t, page.net.n + 1);
    if (!who) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_model *cards = kr_put_array(page.model, "cards");
    for (size_t c = 1; c <= KR_CARDS; c++) put_card(&page, cards, c, who);
    put_card(&page, cards, 0, who);
    const kr_alter *one = kr_web_alter(&page, kr_query(request, "wie"));
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    put_form(&page, one);
    kr_draw_options options = {.as = KR_DRAW_CARDS, .selected = one ? one->person->id : 0};
    if (kr_may(request, KR_PART_MAP, KR_RIGHT_EDIT))
        options.link_prefix = kr_page_link(&page, "/kaarten?wie=", 0, "");
    return kr_put_among(&page, &options, "three.h", NULL, 0, KR_NONE, error);
}

typedef struct dealing {
    const kr_alter *one;
    unsigned zone;
    size_t card;
} dealing;

static void fill_card(kr_draft *draft, void *context) {
    const dealing *job = context;
    kr_id person = job->one->person->id;
    kr_id tie = kr_draft_tie(draft, draft->circle->self.ego, person);
    kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_zone, job->zone);
    if (job->card && job->card != kr_card_of(job->one->person))
        kr_draft_number(draft, KR_KIND_person, person, KR_F_person_sector,
                        kr_cards[job->card - 1].first_sector);
}

kr_err kr_page_cards_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t card = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.three", error);
    if (err != KR_OK) return err;
    dealing job = {.one = kr_web_alter(&page, kr_posted(request, "wie"))};
    if (!job.one) return kr_fail(error, KR_E_INVALID, "error.say.400", NULL, NULL);
    const kr_choice_list *list = zones();
    for (size_t i = 0; i < list->count; i++)
        if (kr_str_is(kr_posted(request, "zone"), list->choices[i].name)) job.zone = list->choices[i].number;
    if (kr_str_int(kr_posted(request, "kaart"), &card) && card >= 1 && card <= KR_CARDS)
        job.card = (size_t)card;
    err = kr_page_change(request, KR_ACT_PLACE, fill_card, &job, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/kaarten", "notice.placed");
    return KR_OK;
}
