/* The people among themselves: the drawing, the same in sentences, and a small form for one pair. */
#include "web/pages_among.h"

#include "draw/netmap.h"
#include "web/engine.h"

kr_err kr_put_among(kr_page *page, kr_draw_options *options, const char *title_key,
                    const kr_layer_switch *switches, size_t count, kr_str rest, kr_error *error) {
    unsigned layers = kr_put_layers(page, switches, count, rest);
    kr_buf more = kr_page_buf(page);
    kr_put_word(page->request, page->model, "drawing_title", title_key);
    options->layers |= layers;
    /* In a table of little squares a name is too small to tap; the form beside it has them all. */
    if (!options->link_prefix.len && options->as != KR_DRAW_MATRIX)
        options->link_prefix = kr_page_link(page, "/mens/", 0, "");
    options->narrow =
        kr_str_is(kr_parse_cookie(kr_header_in(page->request->call, "cookie"), KR_COOKIE_NARROW), "1");
    if (rest.len) {
        kr_put_c(&more, '&');
        kr_put(&more, rest);
    }
    if (options->layers & KR_LAYER_EGO) kr_put_z(&more, "&midden=1");
    kr_put_text(page->model, "paper_more", kr_page_text(&more));
    return kr_put_drawing(page, options, error);
}

void kr_put_pick(const kr_page *page, kr_model *array, const kr_person *person, const char *path,
                 bool current) {
    char digits[17];
    kr_model *one = kr_add_object(array);
    kr_id_text(person->id, digits);
    kr_put_text(one, "id", kr_str_z(digits));
    kr_put_text(one, "name", person->name);
    kr_put_text(one, "href", kr_page_link(page, path, person->id, "#h-wie"));
    kr_put_bool(one, "current", current);
}

static kr_model *put_says(const kr_page *page, kr_model *array, const char *key, const uint32_t *others,
                          size_t n) {
    kr_buf names = kr_page_buf(page);
    kr_model *one = kr_add_object(array);
    kr_page_names(page, &names, others, n, n);
    kr_word_arg args[] = {KR_WORD_TEXT("names", kr_page_text(&names))};
    kr_put_say(page->request, one, "say", key, args, 1);
    return one;
}

/* Who stands on one ground in the drawing: three and more. */
static kr_err put_grounds(const kr_page *page, uint32_t *who) {
    const kr_network *net = &page->net;
    kr_arena *arena = page->request->arena;
    kr_model *array = kr_put_array(page->model, "grounds");
    kr_net map;
    kr_put_bool(page->model, "has_grounds", false);
    if (net->n == 0 || net->n > KR_NET_MOST || !net->n_known) return KR_OK;
    uint32_t *group = kr_new_n(arena, uint32_t, net->n);
    kr_err err = kr_net_begin(&map, arena, net->n, net->n_known, false);
    if (err != KR_OK || !group) return KR_E_MEMORY;
    for (; map.n_links < net->n_known; map.n_links++) {
        map.links[map.n_links][0] = net->pairs[map.n_links].a;
        map.links[map.n_links][1] = net->pairs[map.n_links].b;
    }
    size_t count = kr_net_groups(group, arena, &map, &err);
    for (size_t g = 0; err == KR_OK && g < count; g++) {
        size_t n = 0;
        for (uint32_t i = 0; i < net->n; i++)
            if (group[i] == g) who[n++] = i;
        if (n > 2) put_says(page, array, "among.say.ground", who, n);
    }
    kr_put_bool(page->model, "has_grounds", kr_model_count(array) > 0);
    return err;
}

static kr_err put_words(const kr_page *page) {
    const kr_network *net = &page->net;
    uint32_t *who = kr_new_n(page->request->arena, uint32_t, net->n + 1);
    kr_model *array = kr_put_array(page->model, "says");
    if (!who) return KR_E_MEMORY;
    for (uint32_t i = 0; i < net->n; i++) {
        size_t n = 0;
        for (size_t k = 0; k < net->n_known; k++) {
            const kr_pair *pair = &net->pairs[k];
            if (pair->a == i) who[n++] = pair->b;
            if (pair->b == i) who[n++] = pair->a;
        }
        if (!n) continue;
        /* the same way to somebody as the drawing, for whom a name there is too small */
        const kr_person *person = net->alters[i].person;
        kr_model *one = put_says(page, array, "among.say.knows", who, n);
        kr_put_text(one, "name", person->name);
        kr_put_text(one, "href", kr_page_link(page, "/mens/", person->id, ""));
    }
    kr_put_bool(page->model, "has_says", kr_model_count(array) > 0);
    return put_grounds(page, who);
}

static kr_err show(kr_request *request, kr_reply *reply, kr_error *error) {
    static const kr_layer_switch switches[] = {{KR_LAYER_EGO, "midden", "among.layer.ego", false}};
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.sociogram", error);
    if (err != KR_OK) return err;
    kr_put_everybody(&page, page.model, "everybody", NULL, NULL);
    kr_put_bool(page.model, "has_pairs", page.net.n > 1);
    if (put_words(&page) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_draw_options options = {.as = KR_DRAW_SOCIOGRAM};
    return kr_put_among(&page, &options, "among.h", switches, KR_COUNT(switches), KR_NONE, error);
}

typedef struct pairing {
    kr_id a, b;
    uint8_t says;
} pairing;

static void fill_pair(kr_draft *draft, void *context) {
    const pairing *job = context;
    kr_draft_acquainted(draft, job->a, job->b, job->says);
}

static kr_err save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t says = -1;
    kr_err err = kr_page_open(&page, request, reply, "title.sociogram", error);
    if (err != KR_OK) return err;
    const kr_alter *a = kr_web_alter(&page, kr_posted(request, "een")),
                   *b = kr_web_alter(&page, kr_posted(request, "ander"));
    if (!kr_str_int(kr_posted(request, "kent"), &says) || says < 0 || says > KR_yesno_no || !a || !b ||
        a == b) {
        kr_go(request, reply, "/sociogram#h-wie", "among.notice.two");
        return KR_OK;
    }
    pairing job = {a->person->id, b->person->id, (uint8_t)says};
    err = kr_page_change(request, KR_ACT_KNOW, fill_pair, &job, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/sociogram", "notice.saved");
    return KR_OK;
}

const kr_route kr_routes_among[] = {
    {"GET", "/kring/:circle/sociogram", KR_SHARED, false, show, "sociogram", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/sociogram", KR_SHARED, true, save, NULL, KR_PART_MAP, 0, KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/groep", KR_SHARED, false, kr_page_group, "group", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/groep", KR_SHARED, true, kr_page_group_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/tabel", KR_SHARED, false, kr_page_table, "matrix", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/tabel", KR_SHARED, true, kr_page_table_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/kaarten", KR_SHARED, false, kr_page_cards, "cards", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/kaarten", KR_SHARED, true, kr_page_cards_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {0},
};
