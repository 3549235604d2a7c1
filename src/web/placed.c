#include "web/placed.h"

#include "draw/draw.h"

#define MIDDLE 100000 /* a record `moved` holds the distance plus this */

static kr_str text_of(void *context, const char *key) {
    return kr_word(*(const kr_lang *)context, key);
}

/* Everybody with a place on a sheet; the people of a new circle are the rows of the file, in that order. */
static size_t gather(kr_sheet_spot *spots, const kr_import *import, const kr_circle *circle) {
    size_t n = 0;
    if (circle->n_persons != import->n_rows) return 0;
    for (size_t i = 0; i < import->n_rows; i++) {
        spots[n] = (kr_sheet_spot){.person = circle->persons[i].id};
        if (kr_import_stood(import, i, &spots[n].x, &spots[n].sheet)) n++;
    }
    return n;
}

static kr_err fit(kr_sheet_spot **out, size_t *n, kr_arena *arena, const kr_import *import,
                  const kr_change *changes, size_t count, kr_lang lang, kr_error *error) {
    kr_circle circle = {0};
    kr_view view;
    kr_network network;
    kr_sheet_spot *spots = kr_new_n(arena, kr_sheet_spot, import->n_rows + 1);
    if (!spots) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = kr_circle_fold(&circle, arena, changes, count, error);
    if (err != KR_OK) return err;
    *n = gather(spots, import, &circle);
    *out = spots;
    if (*n == 0) return KR_OK;
    err = kr_view_make(&view, arena, &circle, KR_VIEWER_OWNER, 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(&network, arena, &view);
    if (err == KR_OK) err = kr_genogram_fit(spots, *n, arena, &network, text_of, &lang);
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (err != KR_OK) *n = 0;
    return KR_OK;
}

static void put(kr_assignment **at, kr_id record, uint16_t field, kr_value value) {
    *(*at)++ = (kr_assignment){.record = record,
                               .kind = KR_KIND_moved,
                               .field = field,
                               .op = KR_OP_SET,
                               .type = (uint8_t)kr_schema_field(KR_KIND_moved, field)->type,
                               .value = value};
}

kr_err kr_placed_add(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                     kr_maker maker, kr_lang lang, kr_error *error) {
    kr_sheet_spot *spots = NULL;
    size_t n = 0;
    bool any = false;
    for (size_t i = 0; i < import->n_rows && !any; i++) {
        double x;
        uint16_t sheet;
        any = kr_import_stood(import, i, &x, &sheet);
    }
    if (!any) return KR_OK;
    kr_err err = fit(&spots, &n, arena, import, *changes, *count, lang, error);
    if (err != KR_OK) return err;
    kr_assignment *items = kr_new_n(arena, kr_assignment, 4 * n + 1), *at = items;
    kr_change *all = kr_new_n(arena, kr_change, *count + 1);
    if (!items || !all) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        kr_id id = spots[i].move ? maker.ids.next(maker.ids.context) : 0;
        if (!id) continue;
        put(&at, id, KR_F_moved_drawing, (kr_value){.text = KR_STR("genogram")});
        put(&at, id, KR_F_moved_person, (kr_value){.ref = spots[i].person});
        put(&at, id, KR_F_moved_x, (kr_value){.number = MIDDLE + spots[i].move});
        put(&at, id, KR_F_moved_y, (kr_value){.number = MIDDLE});
    }
    if (at == items) return KR_OK;
    memcpy(all, *changes, *count * sizeof *all);
    all[*count] = all[*count - 1];
    all[*count].seq = all[*count].base + 2;
    all[*count].base++;
    all[*count].assignments = items;
    all[*count].count = (size_t)(at - items);
    *changes = all;
    ++*count;
    return KR_OK;
}
