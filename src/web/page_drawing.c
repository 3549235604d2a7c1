#include "web/page_drawing.h"

#include "core/photo.h"
#include "web/engine.h"

bool kr_page_narrow(kr_page *page) {
    kr_str asked = kr_query(page->request, "smal");
    if (!asked.len)
        asked = kr_parse_cookie(kr_header_in(page->request->call, "cookie"), KR_COOKIE_NARROW);
    else
        kr_set_cookie(page->request, KR_COOKIE_NARROW, kr_str_is(asked, "1") ? KR_STR("1") : KR_STR("0"), 0);
    return kr_str_is(asked, "1");
}

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static void put_legend(kr_page *page, const kr_draw_options *options) {
    kr_legend_entry entries[80];
    size_t count = kr_legend(entries, KR_COUNT(entries), &page->net, options);
    kr_model *groups = kr_put_array(page->model, "legend"), *list = NULL;
    for (size_t i = 0; i < count && i < KR_COUNT(entries); i++) {
        if (entries[i].group_key || !list) {
            kr_model *group = kr_add_object(groups);
            kr_put_word(page->request, group, "group",
                        entries[i].group_key ? entries[i].group_key : "drawing.legend");
            list = kr_put_array(group, "entries");
        }
        kr_model *entry = kr_add_object(list);
        kr_buf symbol = kr_page_buf(page);
        kr_legend_symbol(&symbol, entries[i].symbol, page_word, page);
        kr_put_markup(entry, "symbol_svg", kr_page_text(&symbol));
        kr_put_word(page->request, entry, "label", entries[i].key);
    }
    kr_put_bool(page->model, "has_legend", count > 0);
}

static bool any_photo(const kr_page *page) {
    const kr_network *net = &page->net;
    bool any = net->ego && kr_photo_there(net->ego->photo);
    for (size_t i = 0; i < net->n && !any; i++) any = kr_photo_there(net->alters[i].person->photo);
    for (size_t i = 0; i < net->n_kin && !any; i++) any = kr_photo_there(net->kin[i].person->photo);
    return any;
}

static bool plain_value(kr_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!plain) return false;
    }
    return true;
}

/* Faces in the symbols, in the drawings that have room for them: offered when somebody has a photo. The link
 * keeps whatever else was chosen. */
static void put_photos(kr_page *page, kr_draw_options *options) {
    const kr_request *request = page->request;
    bool can = (options->as == KR_DRAW_GENOGRAM || options->as == KR_DRAW_FUNCTIONS ||
                options->as == KR_DRAW_NEIGHBOURHOOD || options->as == KR_DRAW_MAP) &&
               any_photo(page);
    bool on = can && kr_str_is(kr_query(request, "fotos"), "1");
    kr_buf href = kr_page_buf(page);
    kr_put_c(&href, '?');
    for (size_t i = 0; i < request->n_query; i++) {
        const kr_field_in *q = &request->query[i];
        if (kr_str_is(q->name, "fotos") || !plain_value(q->name) || !plain_value(q->value)) continue;
        if (href.len > 1) kr_put_c(&href, '&');
        kr_put(&href, q->name);
        kr_put_c(&href, '=');
        kr_put(&href, q->value);
    }
    if (!on) kr_put_z(&href, href.len > 1 ? "&fotos=1" : "fotos=1");
    if (on) options->layers |= KR_LAYER_PHOTOS;
    if (!options->photo_prefix.len) options->photo_prefix = kr_page_link(page, "/mens/", 0, "");
    kr_put_bool(page->model, "photos_can", can);
    kr_put_bool(page->model, "photos_on", on);
    kr_put_text(page->model, "photos_href", kr_page_text(&href));
}

kr_err kr_put_drawing(kr_page *page, kr_draw_options *options, kr_error *error) {
    kr_scene *scene;
    kr_error why = {.code = KR_OK};
    options->text = page_word;
    options->text_context = page;
    options->today = kr_date_of(page->request->local);
    options->large = options->large || page->request->prefs.text > 0;
    put_photos(page, options);
    kr_err err = kr_scene_make(&scene, page->request->arena, &page->net, options, &why);
    kr_put_bool(page->model, "too_many", err == KR_E_LIMIT);
    kr_put_bool(page->model, "empty", err == KR_E_NOT_FOUND);
    kr_put_text(page->model, "drawing", kr_str_z(kr_drawing_name(options->as)));
    kr_put_bool(page->model, "svg", false);
    kr_put_bool(page->model, "has_legend", false);
    /* A page whose drawing has a look of its own for a phone says so before. */
    if (!kr_model_get(page->model, "smal")) kr_put_text(page->model, "smal", KR_NONE);
    if (!kr_model_get(page->model, "paper_sheets")) kr_put_bool(page->model, "paper_sheets", false);
    if (!kr_model_get(page->model, "narrow_href")) kr_put_text(page->model, "narrow_href", KR_NONE);
    if (err == KR_E_LIMIT || err == KR_E_NOT_FOUND) return KR_OK;
    if (err != KR_OK) {
        *error = why;
        return err;
    }
    kr_buf svg = kr_page_buf(page);
    kr_scene_svg(&svg, scene, false);
    kr_put_markup(page->model, "svg", kr_page_text(&svg));
    put_legend(page, options);
    return KR_OK;
}

unsigned kr_put_layers(kr_page *page, const kr_layer_switch *switches, size_t count, kr_str rest_of_query) {
    unsigned layers = 0;
    bool on[32] = {false};
    for (size_t i = 0; i < count && i < KR_COUNT(on); i++) {
        kr_str asked = kr_query(page->request, switches[i].name);
        on[i] = kr_str_is(asked, "1") || (switches[i].usual && !kr_str_is(asked, "0"));
        if (on[i]) layers |= switches[i].layer;
    }
    kr_model *array = kr_put_array(page->model, "layers");
    for (size_t i = 0; i < count && i < KR_COUNT(on); i++) {
        kr_model *layer = kr_add_object(array);
        kr_buf href = kr_page_buf(page);
        kr_put_text(layer, "name", kr_str_z(switches[i].name));
        kr_put_word(page->request, layer, "label", switches[i].label_key);
        kr_put_bool(layer, "on", on[i]);
        kr_put_z(&href, "?");
        kr_put(&href, rest_of_query);
        for (size_t j = 0; j < count && j < KR_COUNT(on); j++) {
            bool then = i == j ? !on[j] : on[j];
            if (then == switches[j].usual) continue;
            kr_put_z(&href, "&");
            kr_put_z(&href, switches[j].name);
            kr_put_z(&href, then ? "=1" : "=0");
        }
        kr_put_text(layer, "href", kr_page_text(&href));
    }
    kr_put_bool(page->model, "has_layers", count > 0);
    return layers;
}
