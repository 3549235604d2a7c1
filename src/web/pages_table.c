/* Who knows whom as a table: a box for each pair, or one person with all the others. */
#include "web/pages_among.h"

#include <stdio.h>

#define ROWS_AT_ONCE 30

static void put_cell(const kr_page *page, kr_model *array, size_t a, size_t b) {
    kr_model *cell = kr_add_object(array);
    uint8_t says = a == b ? 0 : kr_network_acquainted(&page->net, a < b ? a : b, a < b ? b : a);
    char digits[17];
    kr_id_text(page->net.alters[b].person->id, digits);
    kr_put_bool(cell, "self", a == b);
    kr_put_bool(cell, "box", a < b);
    kr_put_text(cell, "other", kr_str_z(digits));
    kr_put_text(cell, "name", page->net.alters[b].person->name);
    kr_put_bool(cell, "yes", says == KR_yesno_yes);
    kr_put_bool(cell, "no", says == KR_yesno_no);
}

static void put_table(const kr_page *page, size_t from, size_t upto) {
    kr_model *columns = kr_put_array(page->model, "columns"), *rows = kr_put_array(page->model, "rows");
    for (size_t i = 0; i < page->net.n; i++)
        kr_put_text(kr_add_object(columns), "name", page->net.alters[i].person->name);
    for (size_t a = from; a < upto; a++) {
        kr_model *row = kr_add_object(rows);
        char digits[17];
        kr_id_text(page->net.alters[a].person->id, digits);
        kr_put_text(row, "id", kr_str_z(digits));
        kr_put_text(row, "row", page->net.alters[a].person->name);
        kr_model *cells = kr_put_array(row, "cells");
        for (size_t b = 0; b < page->net.n; b++) put_cell(page, cells, a, b);
    }
}

static void put_steps(const kr_page *page, size_t from, size_t upto) {
    char path[48];
    kr_put_number(page->model, "from", (int64_t)from);
    kr_put_bool(page->model, "next", false);
    kr_put_bool(page->model, "previous", false);
    if (upto < page->net.n) {
        snprintf(path, sizeof path, "/tabel?vanaf=%u", (unsigned)upto);
        kr_put_text(page->model, "next", kr_page_link(page, path, 0, ""));
    }
    if (from > 0) {
        snprintf(path, sizeof path, "/tabel?vanaf=%u",
                 (unsigned)(from > ROWS_AT_ONCE ? from - ROWS_AT_ONCE : 0));
        kr_put_text(page->model, "previous", kr_page_link(page, path, 0, ""));
    }
}

/* One person, and how it is with each of the others. */
static void put_one(const kr_page *page, size_t one) {
    kr_model *people = kr_put_array(page->model, "people"), *others = kr_put_array(page->model, "others");
    kr_put_pick(page, kr_put_array(page->model, "one"), page->net.alters[one].person, "/tabel?wie=", true);
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_person *person = page->net.alters[i].person;
        kr_put_pick(page, people, person, "/tabel?wie=", i == one);
        if (i == one) continue;
        kr_model *other = kr_add_object(others);
        char digits[17];
        uint8_t says = kr_network_acquainted(&page->net, i < one ? i : one, i < one ? one : i);
        kr_id_text(person->id, digits);
        kr_put_text(other, "other", kr_str_z(digits));
        kr_put_text(other, "label", person->name);
        kr_put_bool(other, "yes", says == KR_yesno_yes);
        kr_put_bool(other, "no", says == KR_yesno_no);
    }
    kr_put_text(page->model, "one_name", page->net.alters[one].person->name);
}

kr_err kr_page_table(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t asked = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.table", error);
    if (err != KR_OK) return err;
    size_t n = page.net.n, from = 0;
    if (kr_str_int(kr_query(request, "vanaf"), &asked) && asked > 0 && asked < (int64_t)n)
        from = (size_t)asked;
    size_t upto = from + ROWS_AT_ONCE < n ? from + ROWS_AT_ONCE : n;
    kr_put_bool(page.model, "has_pairs", n > 1);
    put_table(&page, from, n > 1 ? upto : from);
    put_steps(&page, from, upto);
    const kr_alter *one = kr_web_alter(&page, kr_query(request, "wie"));
    if (n > 1) put_one(&page, one ? (size_t)(one - page.net.alters) : 0);
    kr_draw_options options = {.as = KR_DRAW_MATRIX};
    return kr_put_among(&page, &options, "table.h", NULL, 0, KR_NONE, error);
}

typedef struct saying {
    kr_request *request;
    const kr_page *page;
    const kr_alter *one;
} saying;

static void fill_one(kr_draft *draft, void *context) {
    const saying *job = context;
    for (size_t i = 0; i < job->page->net.n; i++) {
        kr_id other = job->page->net.alters[i].person->id;
        char name[40];
        int64_t says;
        kr_web_field(name, "kent", other);
        if (other == job->one->person->id || !kr_str_int(kr_posted(job->request, name), &says)) continue;
        if (says >= 0 && says <= KR_yesno_no)
            kr_draft_acquainted(draft, job->one->person->id, other, (uint8_t)says);
    }
}

kr_err kr_page_table_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.table", error);
    if (err != KR_OK) return err;
    saying job = {request, &page, kr_web_alter(&page, kr_posted(request, "wie"))};
    if (!job.one) return kr_fail(error, KR_E_INVALID, "error.say.400", NULL, NULL);
    kr_id one = job.one->person->id;
    err = kr_page_change(request, KR_ACT_KNOW, fill_one, &job, error);
    if (err != KR_OK) return err;
    kr_go_to(request, reply, "/tabel?wie=", one, "#h-wie", "notice.saved");
    return KR_OK;
}
