/* The wish beside what is: for each kind of support and each kind of contact what there is, what is wished
 * for, and who could; and small steps as suggestions, each with its reason. */
#include <stdio.h>

#include "web/pages_see.h"

#define AT_ONCE 3
#define MOST    400
#define NAMED   8

typedef struct row_of {
    const kr_page *page;
    unsigned kind, sector; /* one of the two */
} row_of;

/* -- what there is, what is wished for, who could -- */

static uint8_t would(const kr_tie *tie, unsigned kind) {
    return (uint8_t)kr_tie_choice(tie, (uint16_t)(KR_F_tie_ask_practical + kind - KR_support_practical));
}

static bool is_there(const row_of *r, const kr_alter *a) {
    if (r->sector) return a->person->sector == r->sector;
    return a->tie && a->tie->gets >> r->kind & 1;
}

/* Whoever was wished closer, woken, mended or done something with. */
static bool is_wished(const row_of *r, const kr_alter *a) {
    unsigned wish = a->tie ? a->tie->wish : 0;
    return r->sector && a->person->sector == r->sector && wish >= KR_wish_more && wish <= KR_wish_mend;
}

/* Nobody whom one would not ask, wants more distance from, or has "no wish now" with. */
static bool could(const row_of *r, const kr_alter *a) {
    const kr_tie *t = a->tie;
    if (!t || t->wish == KR_wish_none || t->wish == KR_wish_distance || t->wish == KR_wish_end) return false;
    if (t->state == KR_state_broken || t->state == KR_state_ended) return false;
    bool rests = t->state == KR_state_fading || t->state == KR_state_dormant;
    if (r->sector) return a->person->sector == r->sector && (rests || t->zone == KR_zone_possible);
    if (t->gets >> r->kind & 1 || would(t, r->kind) == KR_would_no) return false;
    return (t->gets_could | t->gets_sometimes) >> r->kind & 1 || would(t, r->kind) != 0;
}

static kr_str who(const row_of *r, bool (*test)(const row_of *, const kr_alter *)) {
    const kr_page *page = r->page;
    kr_str *names = kr_new_n(page->request->arena, kr_str, page->net.n + 1);
    kr_buf text = kr_page_buf(page);
    size_t count = 0;
    for (size_t i = 0; names && i < page->net.n; i++) {
        const kr_alter *a = &page->net.alters[i];
        if (!kr_see_nameable(a) || !test(r, a)) continue;
        kr_buf star = kr_page_buf(page);
        kr_put(&star, a->person->name);
        if (a->paid) kr_put_c(&star, '*');
        names[count++] = kr_page_text(&star);
    }
    if (!count) return KR_NONE;
    kr_say_names(&text, page->lang, names, count, NAMED);
    return kr_page_text(&text);
}

static size_t put_wishes(const row_of *r, kr_model *array) {
    const kr_circle *c = r->page->request->view.circle;
    size_t n = 0;
    for (size_t i = 0; i < c->n_wishes; i++) {
        const kr_wish *w = &c->wishes[i];
        bool fits = r->sector ? w->sector == r->sector : w->support >> r->kind & 1;
        if (w->gone || !fits || !w->words.len) continue;
        kr_put_text(kr_add_object(array), "words", w->words);
        n++;
    }
    return n;
}

static void put_row(const row_of *r, kr_model *array, kr_str label, const char *sub_key, const char *path) {
    kr_str there = who(r, is_there), wished = who(r, is_wished), might = who(r, could);
    kr_model *row = kr_add_object(array);
    kr_put_text(row, "label", label);
    if (sub_key)
        kr_put_word(r->page->request, row, "sub", sub_key);
    else
        kr_put_bool(row, "sub", false);
    kr_put_text(row, "there", there);
    kr_put_text(row, "wished", wished);
    kr_put_text(row, "might", might);
    size_t wishes = put_wishes(r, kr_put_array(row, "wishes"));
    kr_put_bool(row, "no_wish", !wishes && !wished.len);
    kr_put_text(row, "add", kr_page_link(r->page, path, 0, ""));
}

static void put_support(const kr_page *page) {
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_model *array = kr_put_array(page->model, "support");
    for (size_t i = 0; i < list->count; i++) {
        row_of r = {page, list->choices[i].number, 0};
        char key[48], path[64];
        snprintf(key, sizeof key, "hint.support.%s", list->choices[i].name);
        snprintf(path, sizeof path, "/wensen?steun=%s#wens", list->choices[i].name);
        put_row(&r, array, kr_page_choice(page, list, r.kind), key, path);
    }
}

static bool anything(const row_of *r) {
    const kr_circle *c = r->page->request->view.circle;
    for (size_t i = 0; i < r->page->net.n; i++)
        if (kr_see_nameable(&r->page->net.alters[i]) && r->page->net.alters[i].person->sector == r->sector)
            return true;
    for (size_t i = 0; i < c->n_wishes; i++)
        if (!c->wishes[i].gone && c->wishes[i].sector == r->sector) return true;
    return false;
}

/* Only the kinds of contact that are there or wished for; the others wait behind one question. */
static void put_contact(const kr_page *page) {
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_sector);
    kr_model *array = kr_put_array(page->model, "contact"), *others = kr_put_array(page->model, "others");
    for (size_t i = 0; i < list->count; i++) {
        row_of r = {page, 0, list->choices[i].number};
        char path[64];
        snprintf(path, sizeof path, "/wensen?soort=%s#wens", list->choices[i].name);
        if (anything(&r)) {
            put_row(&r, array, kr_page_choice(page, list, r.sector), NULL, path);
            continue;
        }
        kr_model *other = kr_add_object(others);
        kr_put_text(other, "label", kr_page_choice(page, list, r.sector));
        kr_put_text(other, "href", kr_page_link(page, path, 0, ""));
    }
    kr_put_bool(page->model, "has_contact", kr_model_count(array) > 0);
    kr_put_bool(page->model, "has_others", kr_model_count(others) > 0);
}

/* -- suggestions -- */

kr_str kr_idea_said(const kr_page *page, const kr_idea *idea, const char *part) {
    kr_buf names = kr_page_buf(page), others = kr_page_buf(page), out = kr_page_buf(page);
    char key[64];
    kr_page_names(page, &names, idea->people, idea->n_people, 2);
    kr_page_names(page, &others, idea->others, idea->n_others, 3);
    kr_word_arg args[] = {
        KR_WORD_NUMBER("n", (int64_t)idea->n_people), KR_WORD_TEXT("names", kr_page_text(&names)),
        KR_WORD_TEXT("others", kr_page_text(&others)),
        KR_WORD_TEXT("word", kr_page_choice_low(page, kr_list_of(KR_KIND_tie, KR_F_tie_gets), idea->kind))};
    snprintf(key, sizeof key, "%s.%s.with", idea->key, part);
    if (!idea->n_others || !kr_word_known(kr_str_z(key))) snprintf(key, sizeof key, "%s.%s", idea->key, part);
    if (idea->why && strcmp(part, "why") == 0) snprintf(key, sizeof key, "%s", idea->why);
    kr_say(&out, page->lang, key, args, KR_COUNT(args));
    return kr_page_high(page, kr_page_text(&out));
}

kr_str kr_idea_about_of(const kr_page *page, const kr_idea *idea) {
    kr_buf out = kr_page_buf(page);
    kr_idea_about(&out, &page->net, idea);
    return kr_page_text(&out);
}

static kr_err put_idea(const kr_page *page, kr_model *array, const kr_idea *idea, size_t nr) {
    static const char *const steps[] = {"", "idea.of.bonding", "idea.of.bridging", "idea.of.linking"};
    kr_model *object = kr_add_object(array);
    char key[48];
    kr_put_number(object, "nr", (int64_t)nr);
    kr_put_text(object, "about", kr_idea_about_of(page, idea));
    kr_put_text(object, "idea_title", kr_idea_said(page, idea, "title"));
    kr_put_text(object, "why", kr_idea_said(page, idea, "why"));
    kr_put_text(object, "step", kr_idea_said(page, idea, "step"));
    snprintf(key, sizeof key, "idea.way.%s", kr_idea_way_name(idea->way));
    kr_put_word(page->request, object, "way", key);
    kr_put_word(page->request, object, "of", steps[idea->step]);
    return kr_put_look_picture(page, object, idea->people, idea->n_people);
}

/* "Not now" is an answer for good, and what became a wish stands with the wishes. */
static bool is_open(const kr_page *page, const kr_idea *idea) {
    const kr_answer *answer = kr_page_answer(page, kr_idea_about_of(page, idea));
    return !kr_see_aside(answer);
}

static kr_err put_ideas(const kr_page *page) {
    kr_idea *list;
    size_t count, n = 0, from = 0;
    int64_t asked;
    kr_err err =
        kr_ideas(&list, &count, page->request->arena, &page->net, kr_date_of(page->request->local), MOST);
    if (err) return err;
    for (size_t i = 0; i < count; i++)
        if (is_open(page, &list[i])) list[n++] = list[i];
    if (kr_str_int(kr_query(page->request, "vanaf"), &asked) && asked > 0 && asked < (int64_t)n)
        from = (size_t)asked;
    size_t upto = from + AT_ONCE < n ? from + AT_ONCE : n;
    kr_model *array = kr_put_array(page->model, "ideas");
    for (size_t i = from; i < upto && !err; i++) err = put_idea(page, array, &list[i], i);
    char path[48];
    kr_put_bool(page->model, "has_ideas", n > 0);
    kr_put_bool(page->model, "next", false);
    kr_put_bool(page->model, "previous", false);
    snprintf(path, sizeof path, "/naast?vanaf=%u#h-ideeen", (unsigned)upto);
    if (upto < n) kr_put_text(page->model, "next", kr_page_link(page, path, 0, ""));
    snprintf(path, sizeof path, "/naast?vanaf=%u#h-ideeen", (unsigned)(from > AT_ONCE ? from - AT_ONCE : 0));
    if (from) kr_put_text(page->model, "previous", kr_page_link(page, path, 0, ""));
    return err;
}

kr_err kr_page_beside(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.beside", error);
    if (err) return err;
    put_support(&page);
    put_contact(&page);
    err = put_ideas(&page);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    return KR_OK;
}
