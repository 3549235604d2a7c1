/* The list: the equal of every drawing. Filter, find, sort, and give several people a place at once. */
#include "web/pages.h"

#include <stdio.h>

#include "core/num.h"
#include "core/utf8.h"

typedef enum order { BY_NEAR, BY_NAME, BY_LAST, BY_CONTACT, BY_AREA } order;

static const char *const order_names[] = {"dichtbij", "naam", "laatst", "contact", "vak"};

typedef struct listing {
    kr_page *page;
    const kr_form *form;
    kr_str find;
    int area; /* 0 everybody, -1 no place yet, else index + 1 */
    order by;
} listing;

typedef struct row {
    const kr_alter *alter;
    kr_place place;
    size_t named; /* the order in which they were named */
} row;

static listing asked(kr_page *page) {
    listing list = {.page = page, .form = kr_form_of(KR_FORM_LENSINK)};
    kr_request *request = page->request;
    int64_t area = 0;
    list.find = kr_utf8_head(kr_str_trim(kr_query(request, "zoek")), 100);
    if (kr_str_is(kr_query(request, "vak"), "geen")) list.area = -1;
    if (kr_str_int(kr_query(request, "vak"), &area) && area >= 1 && area <= (int64_t)list.form->n_areas)
        list.area = (int)area;
    for (size_t i = 0; i < KR_COUNT(order_names); i++)
        if (kr_str_is(kr_query(request, "sorteer"), order_names[i])) list.by = (order)i;
    return list;
}

static kr_str link_to(const listing *list, int area, order by) {
    kr_buf buf = kr_page_buf(list->page);
    kr_put(&buf, list->page->request->base);
    kr_put_z(&buf, "/lijst?sorteer=");
    kr_put_z(&buf, order_names[by]);
    if (area < 0) kr_put_z(&buf, "&vak=geen");
    if (area > 0) {
        kr_put_z(&buf, "&vak=");
        kr_put_int(&buf, area);
    }
    kr_put_z(&buf, "#h-lijst");
    return kr_page_text(&buf);
}

/* Folded letters of `needle` somewhere in `text`. */
static bool contains(kr_str text, kr_str needle) {
    for (size_t start = 0; start < text.len || needle.len == 0;) {
        size_t at = start, in = 0;
        while (in < needle.len) {
            uint32_t want = kr_utf8_fold(kr_utf8_next(needle, &in)),
                     have = kr_utf8_fold(kr_utf8_next(text, &at));
            if (want != have) goto next;
        }
        return true;
    next:
        (void)kr_utf8_next(text, &start);
    }
    return false;
}

static bool is_shown(const listing *list, const row *r) {
    const kr_person *person = r->alter->person;
    if (list->area < 0 && r->place.ring && r->place.area) return false;
    if (list->area > 0 && r->place.area != list->area) return false;
    return !list->find.len || contains(person->name, list->find) || contains(person->role, list->find) ||
           contains(person->remark, list->find);
}

static int unplaced_first(int value) {
    return value ? value : -1;
}

static int compare(const void *left, const void *right, void *context) {
    const row *a = left, *b = right;
    const listing *list = context;
    int diff = 0;
    if (list->by == BY_NEAR) diff = unplaced_first(a->place.ring) - unplaced_first(b->place.ring);
    if (list->by == BY_AREA) diff = unplaced_first(a->place.area) - unplaced_first(b->place.area);
    if (list->by == BY_LAST) diff = a->named < b->named ? 1 : a->named > b->named ? -1 : 0;
    if (list->by == BY_CONTACT)
        diff = (a->alter->often ? a->alter->often : 9) - (b->alter->often ? b->alter->often : 9);
    if (!diff && list->by != BY_LAST && list->by != BY_NAME) diff = (int)a->place.area - (int)b->place.area;
    if (!diff) diff = kr_utf8_collate(a->alter->person->name, b->alter->person->name);
    return diff;
}

/* What follows from something else stands in the drawing as a question; here as well. */
static kr_str as_said(const kr_page *page, kr_str what, bool suggested) {
    if (!suggested || !what.len) return what;
    kr_buf buf = kr_page_buf(page);
    kr_say_with(page, &buf, "list.guess", "what", what);
    return kr_page_text(&buf);
}

static void put_row(const listing *list, kr_model *array, const row *r) {
    kr_page *page = list->page;
    kr_model *object = kr_add_object(array);
    kr_put_face(page, object, r->alter);
    kr_put_text(object, "remark", r->alter->person->remark);
    bool ring = r->place.ring != 0, area = r->place.area != 0;
    kr_put_bool(object, "has_ring", ring);
    kr_put_bool(object, "has_area", area);
    static const char *const drawn[] = {"", "r1", "r2", "r3", "r4"};
    for (int i = 1; i <= 4; i++) kr_put_bool(object, drawn[i], ring && r->place.ring == i);
    kr_str where = ring ? kr_page_ring(page, list->form, r->place.ring) : KR_NONE;
    kr_put_text(object, "ring", as_said(page, where, r->place.ring_suggested));
    where = area ? kr_word(page->lang, list->form->areas[r->place.area - 1].key) : KR_NONE;
    kr_put_text(object, "area", as_said(page, where, r->place.area_suggested));
    static const char *const often[] = {
        "", "often.daily", "often.weekly", "often.monthly", "often.yearly", "often.never"};
    unsigned n = r->alter->often < KR_COUNT(often) ? r->alter->often : 0;
    kr_put_text(object, "often", n ? kr_word(page->lang, often[n]) : KR_NONE);
    static const char *const told[] = {"", "list.told.yes", "list.told.not_yet", "list.told.rather_not"};
    n = r->alter->person->knows < KR_COUNT(told) ? r->alter->person->knows : 0;
    kr_put_text(object, "told", n ? kr_word(page->lang, told[n]) : KR_NONE);
}

static void put_filters(const listing *list) {
    kr_page *page = list->page;
    kr_model *array = kr_put_array(page->model, "filters");
    static const char *const shorts[] = {"list.everybody", "list.short.1", "list.short.2", "list.short.3",
                                         "list.short.4"};
    for (int area = -1; area <= (int)list->form->n_areas; area++) {
        int shown = area == -1 ? 0 : area == 0 ? -1 : area;
        kr_model *filter = kr_add_object(array);
        kr_put_text(filter, "href", link_to(list, shown, list->by));
        kr_put_bool(filter, "current", list->area == shown);
        kr_put_word(page->request, filter, "label", shown < 0 ? "list.no_place" : shorts[shown]);
        if (shown > 0) {
            kr_put_number(filter, "tint", list->form->areas[shown - 1].tint);
        } else {
            kr_put_bool(filter, "tint", false);
        }
    }
    kr_model *orders = kr_put_array(page->model, "orders");
    for (size_t i = 0; i < KR_COUNT(order_names); i++) {
        kr_model *object = kr_add_object(orders);
        char key[40];
        snprintf(key, sizeof key, "list.order.%s", order_names[i]);
        kr_put_text(object, "value", kr_str_z(order_names[i]));
        kr_put_word(page->request, object, "label", key);
        kr_put_bool(object, "checked", list->by == (order)i);
    }
    static const char *const columns[] = {"col_near", "col_name", "col_last", "col_contact", "col_area"};
    for (size_t i = 0; i < KR_COUNT(columns); i++) {
        kr_model *column = kr_put_object(page->model, columns[i]);
        kr_put_text(column, "href", link_to(list, list->area, (order)i));
        kr_put_bool(column, "on", list->by == (order)i);
    }
    if (list->area < 0)
        kr_put_text(page->model, "only", KR_STR("geen"));
    else if (list->area > 0)
        kr_put_number(page->model, "only", list->area);
    else
        kr_put_bool(page->model, "only", false);
}

static void put_left(const kr_page *page) {
    kr_model *left = kr_put_array(page->model, "left");
    for (size_t i = 0; i < page->net.n_left; i++) {
        kr_model *object = kr_add_object(left);
        kr_put_face(page, object, &page->net.left[i]);
        kr_buf when = kr_page_buf(page);
        int64_t shift = page->request->local - page->request->now;
        kr_say_date(&when, page->lang, kr_date_of(page->net.left[i].person->left + shift));
        kr_put_text(object, "when", kr_page_text(&when));
    }
    kr_put_bool(page->model, "has_left", page->net.n_left > 0);
}

/* Beyond this the page is too heavy; the drawing of the family and the search have everybody. */
#define MOST_KIN 1000u

/* Those who are only in the family tree stand below, and on no map. */
static void put_kin(const listing *list) {
    kr_page *page = list->page;
    kr_model *kin = kr_put_array(page->model, "kin");
    size_t shown = 0, found = 0;
    for (size_t i = 0; i < page->net.n_kin; i++) {
        row r = {&page->net.kin[i], {0}, i};
        if (list->find.len && !is_shown(list, &r)) continue;
        if (found++ >= MOST_KIN) continue;
        kr_model *object = kr_add_object(kin);
        kr_put_face(page, object, &page->net.kin[i]);
        kr_put_text(object, "tree_href",
                    kr_page_link(page, "/stamboom/mens/", page->net.kin[i].person->id, ""));
        shown++;
    }
    kr_put_bool(page->model, "has_kin", shown > 0);
    kr_word_arg args[1] = {KR_WORD_NUMBER("n", (int64_t)(found - shown))};
    kr_put_say(page->request, page->model, "more_kin", "list.kin.more", args, 1);
    kr_put_bool(page->model, "has_more_kin", found > shown);
}

kr_err kr_page_list(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.list", error);
    if (err) return err;
    listing list = asked(&page);
    row *rows = kr_new_n(request->arena, row, page.net.n + 1);
    row *scratch = kr_new_n(request->arena, row, page.net.n + 1);
    if (!rows || !scratch) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    size_t count = 0, placed = 0;
    for (size_t i = 0; i < page.net.n; i++) {
        row r = {&page.net.alters[i], kr_place_of(list.form, &page.net.alters[i]), i};
        if (r.place.ring && r.place.area) placed++;
        if (is_shown(&list, &r)) rows[count++] = r;
    }
    kr_sort(rows, count, sizeof *rows, compare, &list, scratch);
    kr_model *array = kr_put_array(page.model, "people");
    for (size_t i = 0; i < count; i++) put_row(&list, array, &rows[i]);
    kr_put_bool(page.model, "has_people", count > 0);
    kr_put_bool(page.model, "nobody_yet", page.net.n == 0);
    kr_put_text(page.model, "find", list.find);
    kr_put_text(page.model, "form", kr_str_z(list.form->name));
    kr_word_arg args[2] = {KR_WORD_NUMBER("n", (int64_t)page.net.n),
                           KR_WORD_NUMBER("placed", (int64_t)placed)};
    kr_put_say(request, page.model, "count", page.net.n ? "list.count" : "map.people.none", args, 2);
    put_filters(&list);
    kr_put_rings(&page, kr_put_array(page.model, "rings"), list.form, 0);
    kr_put_areas(&page, kr_put_array(page.model, "areas"), list.form, 0);
    put_left(&page);
    put_kin(&list);
    return KR_OK;
}
