/* The ecogram: lines to everybody, with layers that can be switched off; the same as a table below it. */
#include "web/pages.h"

#include <stdio.h>

#include "core/photo.h"
#include "draw/draw.h"

static const struct {
    const char *name;
    unsigned layer;
} switches[] = {
    {"sterk", KR_LAYER_STRENGTH}, {"gevoel", KR_LAYER_TONE},  {"energie", KR_LAYER_ENERGY},
    {"steun", KR_LAYER_SUPPORT},  {"zorg", KR_LAYER_PAID},    {"gebieden", KR_LAYER_AREAS},
    {"thuis", KR_LAYER_FAMILY},   {"fotos", KR_LAYER_PHOTOS},
};

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

/* Without a choice everything is shown, but for faces. */
static unsigned asked_layers(const kr_request *request) {
    unsigned layers = 0;
    if (!kr_query(request, "kies").len)
        return (KR_LAYER_ALL & ~(unsigned)KR_LAYER_ACQUAINTED) | KR_LAYER_FAMILY;
    for (size_t i = 0; i < request->n_query; i++)
        for (size_t s = 0; s < KR_COUNT(switches); s++)
            if (kr_str_is(request->query[i].name, "laag") &&
                kr_str_is(request->query[i].value, switches[s].name))
                layers |= switches[s].layer;
    return layers;
}

static bool any_photo(const kr_page *page) {
    for (size_t i = 0; i < page->net.n; i++)
        if (kr_photo_there(page->net.alters[i].person->photo)) return true;
    return page->net.ego && kr_photo_there(page->net.ego->photo);
}

/* A switch that would change nothing is not offered. */
static void put_switches(const kr_page *page, unsigned layers) {
    kr_model *array = kr_put_array(page->model, "switches");
    for (size_t i = 0; i < KR_COUNT(switches); i++) {
        if (switches[i].layer == KR_LAYER_PHOTOS && !any_photo(page)) continue;
        if (switches[i].layer == KR_LAYER_FAMILY &&
            !kr_draw_household(NULL, 0, page->request->arena, &page->net))
            continue;
        kr_model *object = kr_add_object(array);
        char key[32];
        kr_put_text(object, "layer", kr_str_z(switches[i].name));
        snprintf(key, sizeof key, "eco.layer.%s", switches[i].name);
        kr_put_word(page->request, object, "label", key);
        snprintf(key, sizeof key, "eco.hint.%s", switches[i].name);
        if (kr_word_known(kr_str_z(key))) {
            kr_put_word(page->request, object, "sub", key);
        } else {
            kr_put_bool(object, "sub", false);
        }
        kr_put_bool(object, "on", (layers & switches[i].layer) != 0);
    }
}

static void put_legend(const kr_page *page, const kr_draw_options *options) {
    kr_legend_entry entries[80];
    size_t count = kr_legend(entries, KR_COUNT(entries), &page->net, options);
    kr_model *groups = kr_put_array(page->model, "groups"), *list = NULL;
    for (size_t i = 0; i < count && i < KR_COUNT(entries); i++) {
        if (entries[i].group_key || !list) {
            kr_model *group = kr_add_object(groups);
            kr_put_word(page->request, group, "group",
                        entries[i].group_key ? entries[i].group_key : "eco.legend");
            list = kr_put_array(group, "entries");
        }
        kr_model *entry = kr_add_object(list);
        kr_buf symbol = kr_page_buf(page);
        kr_legend_symbol(&symbol, entries[i].symbol, page_word, (void *)(uintptr_t)page);
        kr_put_markup(entry, "symbol_svg", kr_page_text(&symbol));
        kr_put_word(page->request, entry, "label", entries[i].key);
    }
    kr_put_bool(page->model, "has_groups", count > 0);
}

static kr_err put_drawing(kr_page *page, unsigned layers, kr_error *error) {
    kr_draw_options options = {.as = KR_DRAW_ECOGRAM,
                               .layers = layers,
                               .paper = KR_SCREEN,
                               .large = page->request->prefs.text > 0,
                               .title = kr_word(page->lang, "eco.svg"),
                               .link_prefix = kr_page_link(page, "/mens/", 0, ""),
                               .photo_prefix = kr_page_link(page, "/mens/", 0, ""),
                               .today = kr_date_of(page->request->local),
                               .text = page_word,
                               .text_context = page};
    kr_scene *scene;
    kr_err err = kr_scene_make(&scene, page->request->arena, &page->net, &options, error);
    kr_put_bool(page->model, "too_many", err == KR_E_LIMIT);
    kr_put_bool(page->model, "svg", false);
    if (err == KR_E_LIMIT) return KR_OK;
    if (err) return err;
    kr_buf svg = kr_page_buf(page);
    kr_scene_svg(&svg, scene, false);
    kr_put_markup(page->model, "svg", kr_page_text(&svg));
    put_legend(page, &options);
    return KR_OK;
}

/* The same letters that stand on the lines. */
static void put_letters(const kr_page *page, kr_model *object, const kr_tie *tie) {
    static const char *const keys[] = {"",
                                       "draw.letter.practical",
                                       "draw.letter.listening",
                                       "draw.letter.advice",
                                       "draw.letter.weighing",
                                       "draw.letter.company"};
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_model *array = kr_put_array(object, "letters");
    for (unsigned kind = 1; tie && kind < KR_COUNT(keys); kind++) {
        if (!(tie->gets & (1u << kind))) continue;
        kr_model *letter = kr_add_object(array);
        kr_put_word(page->request, letter, "letter", keys[kind]);
        kr_put_text(letter, "label", kr_page_choice_low(page, list, kind));
    }
}

static void put_row(const kr_page *page, kr_model *array, const kr_alter *alter) {
    static const kr_field_spec specs[] = {{KR_KIND_tie, KR_F_tie_strength, KR_AS_LINE},
                                          {KR_KIND_tie, KR_F_tie_tone, KR_AS_LINE}};
    kr_model *object = kr_add_object(array);
    kr_put_face(page, object, alter);
    kr_put_word(page->request, object, "domain", kr_eco_areas()[kr_eco_area_of(alter)].key);
    kr_buf tie = kr_page_buf(page);
    for (size_t i = 0; i < KR_COUNT(specs); i++) {
        kr_str words = kr_field_words(page, alter->tie, specs[i]);
        if (!words.len) continue;
        kr_put_z(&tie, tie.len ? ", " : "");
        kr_put(&tie, kr_page_low(page, words));
    }
    kr_put_text(object, "tie", kr_page_text(&tie));
    kr_str energy =
        kr_field_words(page, alter->tie, (kr_field_spec){KR_KIND_tie, KR_F_tie_energy, KR_AS_LINE});
    kr_put_text(object, "energy", kr_page_low(page, energy));
    kr_buf support = kr_page_buf(page);
    if (alter->tie) kr_page_set(page, &support, kr_list_of(KR_KIND_tie, KR_F_tie_gets), alter->tie->gets);
    kr_put_text(object, "support", kr_page_text(&support));
    put_letters(page, object, alter->tie);
}

/* "Bij Corrie en Bram krijgt u energie. Bij Sanne is het allebei." Nobody with a private mark is named. */
static void put_sentence(const kr_page *page) {
    static const struct {
        unsigned energy;
        const char *key;
    } rows[] = {{KR_energy_gives, "eco.say.gives"},
                {KR_energy_both, "eco.say.both"},
                {KR_energy_costs, "eco.say.costs"}};
    kr_buf say = kr_page_buf(page);
    uint32_t *people = kr_new_n(page->request->arena, uint32_t, page->net.n + 1);
    for (size_t r = 0; people && r < KR_COUNT(rows); r++) {
        size_t count = 0;
        for (size_t i = 0; i < page->net.n; i++) {
            const kr_tie *tie = page->net.alters[i].tie;
            if (tie && tie->energy == rows[r].energy && tie->private_mark != KR_yesno_yes)
                people[count++] = (uint32_t)i;
        }
        if (!count) continue;
        kr_buf names = kr_page_buf(page);
        kr_page_names(page, &names, people, count, 6);
        if (say.len) kr_put_c(&say, ' ');
        kr_say_with(page, &say, rows[r].key, "names", kr_page_text(&names));
    }
    kr_put_text(page->model, "sentence", say.len ? kr_page_text(&say) : kr_word(page->lang, "eco.say.open"));
    const kr_answer *answer = kr_page_answer(page, KR_STR("eco"));
    kr_put_text(page->model, "answer", answer ? answer->words : KR_NONE);
}

/* The same as the house in the middle: "Thuis: u, Jan (overleden) en Moos." */
static void put_home(const kr_page *page, unsigned layers) {
    const kr_person *people[12];
    kr_str names[12];
    size_t n = 0;
    kr_buf say = kr_page_buf(page), all = kr_page_buf(page);
    if (layers & KR_LAYER_FAMILY)
        n = kr_draw_household(people, KR_COUNT(people), page->request->arena, &page->net);
    for (size_t i = 0; i < n && i < KR_COUNT(people); i++) {
        kr_buf one = kr_page_buf(page);
        kr_put(&one, people[i]->name);
        if (kr_person_is_dead(people[i])) {
            kr_put_z(&one, " (");
            kr_put(&one, kr_page_low(page, kr_word(page->lang, "draw.died")));
            kr_put_c(&one, ')');
        }
        names[i] = kr_page_text(&one);
    }
    kr_put_text(page->model, "home", KR_NONE);
    if (!n) return;
    kr_say_names(&all, page->lang, names, n < KR_COUNT(names) ? n : KR_COUNT(names), KR_COUNT(names));
    kr_say_with(page, &say, "eco.home", "names", kr_page_text(&all));
    kr_put_text(page->model, "home", kr_page_text(&say));
}

kr_err kr_page_ecogram(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.ecogram", error);
    if (err) return err;
    unsigned layers = asked_layers(request);
    put_switches(&page, layers);
    put_sentence(&page);
    put_home(&page, layers);
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    kr_model *people = kr_put_array(page.model, "people");
    for (size_t area = 0; area < KR_ECO_AREAS; area++)
        for (size_t i = 0; i < page.net.n; i++)
            if (kr_eco_area_of(&page.net.alters[i]) == area) put_row(&page, people, &page.net.alters[i]);
    kr_buf date = kr_page_buf(&page);
    kr_say_date(&date, page.lang, kr_date_of(request->local));
    kr_put_text(page.model, "date", kr_page_text(&date));
    kr_put_bool(page.model, "has_groups", false);
    return put_drawing(&page, layers, error);
}
