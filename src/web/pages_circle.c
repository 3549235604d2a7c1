/* The map of a circle: the drawing, its legend, the person who is chosen, and whoever has no place yet. */
#include "web/pages.h"

#include <stdio.h>

#include "core/photo.h"
#include "draw/draw.h"
#include "web/engine.h"
#include "web/page_drawing.h"
#include "web/way.h"

typedef struct map {
    kr_page *page;
    const kr_form *form;
    kr_id selected, placing, placed; /* placed: who was given a place just now */
    int zoom;
    bool lines, photos, narrow; /* narrow: drawn for a phone */
} map;

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static kr_id asked_person(const kr_page *page, const char *name) {
    kr_id id;
    if (!kr_id_parse(kr_query(page->request, name), &id)) return 0;
    return kr_network_index(&page->net, id) == SIZE_MAX ? 0 : id;
}

static map asked(kr_page *page) {
    map m = {.page = page, .form = kr_form_named(kr_query(page->request, "vorm"))};
    int64_t zoom = 0;
    if (!m.form) m.form = kr_form_of(KR_FORM_LENSINK);
    m.selected = asked_person(page, "wie");
    m.placing = kr_may(page->request, KR_PART_MAP, KR_RIGHT_ADD) ? asked_person(page, "plaats") : 0;
    m.placed = m.selected || m.placing ? 0 : asked_person(page, "gezet");
    if (kr_str_int(kr_query(page->request, "vak"), &zoom) && zoom >= 1 && zoom <= (int64_t)m.form->n_areas &&
        m.form->area_field)
        m.zoom = (int)zoom;
    /* Lines to everybody are a web; unless asked for, only those of whoever is chosen are drawn. */
    kr_str lines = kr_query(page->request, "lijnen");
    m.lines = kr_str_is(lines, "1");
    m.photos = kr_str_is(kr_query(page->request, "fotos"), "1");
    m.narrow = kr_page_narrow(page);
    return m;
}

/* "?vorm=lensink" and what else must stay, then `more`. */
static kr_str here(const map *m, const kr_form *form, kr_id who, int zoom, bool lines, const char *more) {
    char digits[17];
    kr_buf buf = kr_page_buf(m->page);
    kr_put(&buf, m->page->request->base);
    kr_put_z(&buf, "?vorm=");
    kr_put_z(&buf, form->name);
    if (zoom) {
        kr_put_z(&buf, "&vak=");
        kr_put_int(&buf, zoom);
    }
    if (lines) kr_put_z(&buf, "&lijnen=1");
    if (m->photos) kr_put_z(&buf, "&fotos=1");
    if (who) {
        kr_id_text(who, digits);
        kr_put_z(&buf, "&wie=");
        kr_put_z(&buf, digits);
    }
    kr_put_z(&buf, more);
    return kr_page_text(&buf);
}

static kr_draw_options drawing(const map *m) {
    kr_draw_options options = {
        .as = kr_drawing_named(kr_str_z(m->form->name)),
        .layers = KR_LAYER_FREQUENCY | KR_LAYER_PAID | (m->lines || m->selected ? KR_LAYER_ACQUAINTED : 0) |
                  (m->photos ? KR_LAYER_PHOTOS : 0),
        .paper = KR_SCREEN,
        .narrow = m->narrow,
        .large = m->page->request->prefs.text > 0 || m->zoom > 0,
        .selected = m->placing  ? m->placing
                    : m->placed ? m->placed
                                : m->selected,
        .zoom_area = m->zoom,
        .title = kr_word(m->page->lang, "map.svg"),
        .text = page_word,
        .text_context = m->page,
        .photo_prefix = kr_page_link(m->page, "/mens/", 0, ""),
    };
    if (m->placing) {
        char digits[17];
        kr_id_text(m->placing, digits);
        kr_buf buf = kr_page_buf(m->page);
        kr_put(&buf, m->page->request->base);
        kr_put_z(&buf, "/plaats?wie=");
        kr_put_z(&buf, digits);
        kr_put_z(&buf, "&vorm=");
        kr_put_z(&buf, m->form->name);
        kr_put_z(&buf, "&");
        options.spot_prefix = kr_page_text(&buf);
    } else {
        options.link_prefix = here(m, m->form, 0, m->zoom, m->lines, "&wie=");
    }
    return options;
}

/* Those who stand in the drawing. Whoever waits for a place stands above it, as a name to choose, and not
 * once more in it. O(people + pairs). */
static kr_err only_placed(const map *m, kr_network *out) {
    kr_page *page = m->page;
    const kr_network *all = &page->net;
    uint32_t *at = kr_new_n(page->request->arena, uint32_t, all->n + 1);
    kr_alter *alters = kr_new_n(page->request->arena, kr_alter, all->n + 1);
    kr_pair *pairs = kr_new_n(page->request->arena, kr_pair, all->n_pairs + 1);
    if (!at || !alters || !pairs) return KR_E_MEMORY;
    *out = *all;
    out->alters = alters;
    out->pairs = pairs;
    out->n = out->n_pairs = out->n_known = 0;
    for (size_t i = 0; i < all->n; i++) {
        kr_place place = kr_place_of(m->form, &all->alters[i]);
        bool placed = place.ring && place.area;
        at[i] = placed ? (uint32_t)out->n : UINT32_MAX;
        if (placed) alters[out->n++] = all->alters[i];
    }
    for (size_t i = 0; i < all->n_pairs; i++) {
        kr_pair pair = all->pairs[i];
        pair.a = at[pair.a];
        pair.b = at[pair.b];
        if (pair.a == UINT32_MAX || pair.b == UINT32_MAX) continue;
        pairs[out->n_pairs++] = pair;
        if (i < all->n_known) out->n_known++;
    }
    return KR_OK;
}

static void write_drawing(kr_buf *out, const void *scene) {
    kr_scene_svg(out, scene, false);
}

static kr_err put_drawing(const map *m, kr_error *error) {
    kr_page *page = m->page;
    kr_network net;
    if (only_placed(m, &net)) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_draw_options options = drawing(m);
    kr_scene *scene;
    kr_err err = kr_scene_make(&scene, page->request->arena, &net, &options, error);
    kr_put_bool(page->model, "too_many", err == KR_E_LIMIT);
    if (err == KR_E_LIMIT) {
        kr_put_bool(page->model, "svg", false);
        return KR_OK;
    }
    if (err) return err;
    kr_put_drawn(page->model, "svg", write_drawing, scene);
    kr_legend_entry entries[32];
    size_t count = kr_legend(entries, KR_COUNT(entries), &net, &options);
    kr_model *legend = kr_put_array(page->model, "legend");
    for (size_t i = 0; i < count && i < KR_COUNT(entries); i++) {
        kr_model *entry = kr_add_object(legend);
        kr_buf symbol = kr_page_buf(page);
        kr_legend_symbol(&symbol, entries[i].symbol, page_word, (void *)(uintptr_t)page);
        kr_put_markup(entry, "symbol_svg", kr_page_text(&symbol));
        kr_put_word(page->request, entry, "label", entries[i].key);
    }
    kr_put_bool(page->model, "has_legend", count > 0);
    return KR_OK;
}

static void put_forms(const map *m) {
    size_t count;
    const kr_form *forms = kr_forms(&count);
    kr_model *array = kr_put_array(m->page->model, "forms");
    for (size_t i = 0; i < count; i++) {
        kr_model *form = kr_add_object(array);
        kr_put_word(m->page->request, form, "label", forms[i].title_key);
        kr_put_bool(form, "current", &forms[i] == m->form);
        kr_put_text(form, "href", here(m, &forms[i], m->selected, 0, m->lines, ""));
    }
    /* Forms of one's own have a page of their own. */
    const kr_circle *circle = m->page->request->view.circle;
    for (size_t i = 0; i < circle->n_own_forms; i++) {
        if (circle->own_forms[i].gone) continue;
        kr_model *form = kr_add_object(array);
        kr_put_text(form, "label", circle->own_forms[i].name);
        kr_put_bool(form, "current", false);
        kr_put_text(form, "href", kr_page_link(m->page, "/vormen/", circle->own_forms[i].id, ""));
    }
    kr_put_text(m->page->model, "form", kr_str_z(m->form->name));
    kr_put_word(m->page->request, m->page->model, "form_title", m->form->title_key);
}

static void put_zoom(const map *m) {
    kr_page *page = m->page;
    size_t counts[5] = {0};
    for (size_t i = 0; i < page->net.n; i++) {
        kr_place place = kr_place_of(m->form, &page->net.alters[i]);
        if (place.ring && place.area && place.area < KR_COUNT(counts)) counts[place.area]++;
    }
    kr_model *array = kr_put_array(page->model, "zooms");
    for (size_t i = 0; m->form->area_field && i < m->form->n_areas; i++) {
        if (!counts[i + 1] && m->zoom != (int)i + 1) continue;
        kr_model *zoom = kr_add_object(array);
        kr_word_arg args[2] = {KR_WORD_TEXT("area", kr_word(page->lang, m->form->areas[i].key)),
                               KR_WORD_NUMBER("n", (int64_t)counts[i + 1])};
        kr_put_say(page->request, zoom, "label", "map.zoom", args, 2);
        kr_put_number(zoom, "tint", m->form->areas[i].tint);
        kr_put_bool(zoom, "current", m->zoom == (int)i + 1);
        kr_put_text(zoom, "href", here(m, m->form, m->selected, (int)i + 1, m->lines, ""));
    }
    kr_put_bool(page->model, "has_zooms", kr_model_count(array) > 0);
    kr_put_bool(page->model, "zoomed", m->zoom > 0);
    kr_put_bool(page->model, "narrow", m->narrow);
    kr_put_text(page->model, "narrow_href", here(m, m->form, m->selected, m->zoom, m->lines, "&smal=1"));
    kr_put_text(page->model, "whole", here(m, m->form, m->selected, 0, m->lines, ""));
    kr_put_bool(page->model, "has_lines", page->net.n_known > 0);
    kr_put_bool(page->model, "lines", m->lines);
    kr_put_text(page->model, "lines_href", here(m, m->form, m->selected, m->zoom, !m->lines, ""));
}

/* Offered only when somebody has a photo. */
static void put_photos(const map *m) {
    kr_page *page = m->page;
    map other = *m;
    bool any = false;
    for (size_t i = 0; i < page->net.n && !any; i++) any = kr_photo_there(page->net.alters[i].person->photo);
    other.photos = !m->photos;
    kr_put_bool(page->model, "has_photos", any);
    kr_put_bool(page->model, "photos", m->photos);
    kr_put_text(page->model, "photos_href", here(&other, m->form, m->selected, m->zoom, m->lines, ""));
}

/* The panel beside the map: the few things one says most often, and the way to everything else. */
static void put_panel(const map *m) {
    kr_page *page = m->page;
    const kr_alter *alter = m->selected ? kr_page_alter(page, m->selected) : NULL;
    if (!alter || m->placing) {
        kr_put_bool(page->model, "panel", false);
        return;
    }
    kr_model *panel = kr_put_object(page->model, "panel");
    kr_place place = kr_place_of(m->form, alter);
    kr_put_face(page, panel, alter);
    kr_buf line = kr_page_buf(page);
    kr_say_who(page, &line, alter);
    kr_put_text(panel, "line", kr_page_text(&line));
    kr_put_rings(page, kr_put_array(panel, "rings"), m->form, place.ring_suggested ? 0 : place.ring);
    kr_model *areas = kr_put_array(panel, "areas");
    kr_put_areas(page, areas, m->form, place.area_suggested ? 0 : place.area);
    kr_put_bool(panel, "has_areas", kr_model_count(areas) > 0);
    kr_put_field(page, kr_put_array(panel, "often"), alter->tie,
                 (kr_field_spec){KR_KIND_tie, KR_F_tie_live, KR_AS_SELECT}, alter->person->name, false);
    kr_put_support(page, kr_put_array(panel, "support"), alter->tie);
    kr_model *fields = kr_put_array(panel, "fields");
    kr_put_text(panel, "wish", alter->tie ? alter->tie->wish_words : KR_NONE);
    kr_field_spec told = {KR_KIND_person, KR_F_person_knows, KR_AS_SELECT};
    if (kr_field_fits(told, alter->person))
        kr_put_field(page, fields, alter->person, told, alter->person->name, false);
    kr_put_bool(panel, "done", kr_str_is(kr_query(page->request, "klaar"), "snel"));
    kr_put_text(panel, "close", here(m, m->form, 0, m->zoom, m->lines, ""));
    char more[40], digits[17];
    kr_id_text(alter->person->id, digits);
    snprintf(more, sizeof more, "&plaats=%s#zet", digits);
    kr_put_text(panel, "tap", here(m, m->form, 0, m->zoom, m->lines, more));
}

static void put_guess(const map *m, kr_model *person, kr_place place) {
    kr_word_arg args[2] = {
        KR_WORD_TEXT("ring", place.ring ? kr_page_ring(m->page, m->form, place.ring) : KR_NONE),
        KR_WORD_TEXT("area", place.area && m->form->area_field
                                 ? kr_word(m->page->lang, m->form->areas[place.area - 1].key)
                                 : KR_NONE)};
    const char *key = args[0].text.len && args[1].text.len ? "map.guess"
                      : args[0].text.len                   ? "map.guess.ring"
                                                           : "map.guess.area";
    kr_put_say(m->page->request, person, "guess", key, args, 2);
}

/* Whoever has no place in this form, and places that follow from what was said elsewhere and may be taken
 * over. */
static void put_waiting(const map *m) {
    kr_page *page = m->page;
    kr_model *waiting = kr_put_array(page->model, "waiting"), *guesses = kr_put_array(page->model, "guesses");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        kr_place place = kr_place_of(m->form, alter);
        bool area = !m->form->area_field || place.area;
        if ((place.ring && place.ring_suggested) ||
            (m->form->area_field && place.area && place.area_suggested)) {
            kr_model *person = kr_add_object(guesses);
            kr_put_face(page, person, alter);
            put_guess(m, person, place);
        }
        if (place.ring && area) continue;
        kr_model *person = kr_add_object(waiting);
        char more[40], digits[17];
        kr_put_face(page, person, alter);
        kr_id_text(alter->person->id, digits);
        snprintf(more, sizeof more, "&plaats=%s#zet", digits);
        kr_put_text(person, "tap", here(m, m->form, 0, 0, m->lines, more));
        kr_put_bool(person, "current", alter->person->id == m->placing);
        kr_put_bool(person, "first", kr_model_count(waiting) == 1);
    }
    kr_put_bool(page->model, "has_waiting", kr_model_count(waiting) > 0);
    kr_put_bool(page->model, "has_guesses", kr_model_count(guesses) > 0);
    kr_put_bool(page->model, "many_guesses", kr_model_count(guesses) > 1);
}

/* "Van binnen naar buiten: heel dichtbij, vrienden, bekenden, diensten." */
static void put_ring_line(const map *m) {
    kr_page *page = m->page;
    kr_buf rings = kr_page_buf(page);
    for (size_t i = 0; i < m->form->n_rings; i++) {
        if (i) kr_put_z(&rings, ", ");
        kr_put(&rings, kr_page_low(page, kr_word(page->lang, m->form->ring_keys[i])));
    }
    kr_word_arg arg = KR_WORD_TEXT("rings", kr_page_text(&rings));
    kr_put_say(page->request, page->model, "ring_line", "map.rings", &arg, 1);
}

static void put_placing(const map *m) {
    kr_page *page = m->page;
    const kr_alter *placed = m->placed ? kr_page_alter(page, m->placed) : NULL;
    if (placed) {
        kr_put_face(page, kr_put_object(page->model, "placed"), placed);
    } else {
        kr_put_bool(page->model, "placed", false);
    }
    if (!m->placing) {
        kr_put_bool(page->model, "placing", false);
        return;
    }
    const kr_alter *alter = kr_page_alter(page, m->placing);
    kr_model *placing = kr_put_object(page->model, "placing");
    kr_put_face(page, placing, alter);
    kr_put_text(placing, "cancel", here(m, m->form, 0, 0, m->lines, ""));
    char more[64], digits[17];
    kr_id_text(m->placing, digits);
    snprintf(more, sizeof more, "&vorm=%s", m->form->name);
    kr_put_text(placing, "choose", kr_page_link(page, "/plaats?wie=", m->placing, more));
}

kr_err kr_page_map(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.map", error);
    if (err) return err;
    map m = asked(&page);
    kr_put_bool(page.model, "empty", page.net.n == 0);
    kr_word_arg count = KR_WORD_NUMBER("n", (int64_t)page.net.n);
    kr_put_say(request, page.model, "people", page.net.n ? "map.people" : "map.people.none", &count, 1);
    put_forms(&m);
    put_zoom(&m);
    put_photos(&m);
    put_panel(&m);
    put_waiting(&m);
    put_placing(&m);
    put_ring_line(&m);
    kr_put_ways_on(&page, page.model, 2);
    return put_drawing(&m, error);
}

const kr_route kr_routes_circle[] = {
    {"GET", "/kring/:circle", KR_SHARED, false, kr_page_map, "map", KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/namen", KR_SHARED, false, kr_page_names_show, "names", KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/namen", KR_SHARED, true, kr_page_names_add, NULL, KR_PART_MAP, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/namen/kaart", KR_SHARED, true, kr_page_card, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/plaats", KR_SHARED, false, kr_page_place_show, "place", KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plaats", KR_SHARED, true, kr_page_place_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plaats/klopt", KR_SHARED, true, kr_page_place_confirm, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/lijst", KR_SHARED, false, kr_page_list, "list", KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/paren", KR_SHARED, false, kr_page_pairs, "pairs", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/paren", KR_SHARED, true, kr_page_pairs_save, NULL, KR_PART_MAP, 1u << 20,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/ecogram", KR_SHARED, false, kr_page_ecogram, "ecogram", KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/wensen", KR_SHARED, false, kr_page_wishes, "wishes", KR_PART_WISH, 0, 0},
    {"POST", "/kring/:circle/wensen", KR_SHARED, true, kr_page_wish_save, NULL, KR_PART_WISH, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/ik", KR_SHARED, false, kr_page_self, "self", KR_PART_MAP, 0, KR_RIGHT_EDIT},
    {"POST", "/kring/:circle/ik", KR_SHARED, true, kr_page_self_save, NULL, KR_PART_MAP, 0, KR_RIGHT_EDIT},
    {"POST", "/kring/:circle/ik/leven", KR_SHARED, true, kr_page_event_save, NULL, KR_PART_LIFE, 0,
     KR_RIGHT_ADD},
    {0},
};
