/* Every drawing at a glance: what it shows and when it helps, with the way to it. */
#include "web/pages.h"

#include <stdio.h>

typedef struct place {
    const char *name, *path, *icon;
} place;

/* In the order in which people usually need them. */
static const place all[] = {
    {"circle", "", "web"},
    {"list", "/lijst", "list"},
    {"ecogram", "/ecogram", "energy"},
    {"genogram", "/stamboom", "home"},
    {"functions", "/functies", "hand"},
    {"domains", "/levensgebieden", "work"},
    {"sociogram", "/sociogram", "knows"},
    {"matrix", "/tabel", "table"},
    {"cards", "/kaarten", "people"},
    {"group", "/groep", "swap"},
    {"lifeline", "/levenslijn", "calendar"},
    {"over_time", "/door-de-tijd", "past"},
    {"neighbourhood", "/buurt", "house"},
    {"map", "/vormen", "star"},
    {"plain", "/eenvoudig", "heart"},
    {"whatif", "/als", "question"},
    {"intro", "/wie-kent", "knows"},
    {"load", "/schouders", "hand"},
    {"two", "/samen", "swap"},
    {"sheets", "/bladen", "talk"},
};

static kr_err show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.drawings", error);
    if (err != KR_OK) return err;
    kr_model *list = kr_put_array(page.model, "drawings");
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        if (!kr_may_go(request, all[i].path)) continue;
        kr_model *one = kr_add_object(list);
        char key[48];
        kr_buf href = kr_page_buf(&page);
        kr_put(&href, request->base);
        kr_put_z(&href, all[i].path);
        kr_put_text(one, "href", kr_page_text(&href));
        snprintf(key, sizeof key, "ico-%s", all[i].icon);
        kr_put_text(one, "icon", kr_str_z(key));
        snprintf(key, sizeof key, "drawings.%s", all[i].name);
        kr_put_word(request, one, "label", key);
        snprintf(key, sizeof key, "drawings.%s.when", all[i].name);
        kr_put_word(request, one, "when", key);
    }
    return KR_OK;
}

const kr_route kr_routes_drawings[] = {
    {"GET", "/kring/:circle/tekeningen", KR_SHARED, false, show, "drawings", KR_PART_MAP, 0, 0},
    {0},
};
