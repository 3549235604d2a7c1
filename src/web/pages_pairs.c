/* Who knows whom, on one quick page: each pair stands there once, with the first of the two. */
#include "web/pages.h"

#include <stdio.h>

#include "core/num.h"

#define PEOPLE_AT_ONCE 30

static size_t first_shown(const kr_request *request, kr_str from, size_t n) {
    int64_t at = 0;
    (void)request;
    if (!kr_str_int(from, &at) || at < 0 || at >= (int64_t)n) return 0;
    return (size_t)at;
}

static void put_person(const kr_page *page, kr_model *array, size_t a) {
    kr_model *object = kr_add_object(array);
    kr_put_face(page, object, &page->net.alters[a]);
    kr_model *others = kr_put_array(object, "others");
    for (size_t b = a + 1; b < page->net.n; b++) {
        kr_model *other = kr_add_object(others);
        uint8_t says = kr_network_acquainted(&page->net, a, b);
        char digits[17];
        kr_id_text(page->net.alters[b].person->id, digits);
        kr_put_text(other, "other", kr_str_z(digits));
        kr_put_text(other, "label", page->net.alters[b].person->name);
        kr_put_bool(other, "yes", says == KR_yesno_yes);
        kr_put_bool(other, "no", says == KR_yesno_no);
    }
}

kr_err kr_page_pairs(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.pairs", error);
    if (err) return err;
    size_t from = first_shown(request, kr_query(request, "vanaf"), page.net.n);
    size_t upto = from + PEOPLE_AT_ONCE < page.net.n ? from + PEOPLE_AT_ONCE : page.net.n;
    kr_model *people = kr_put_array(page.model, "people");
    for (size_t a = from; a < upto && a + 1 < page.net.n; a++) put_person(&page, people, a);
    kr_put_bool(page.model, "has_pairs", page.net.n > 1);
    kr_put_number(page.model, "from", (int64_t)from);
    char path[48];
    if (upto + 1 < page.net.n) {
        snprintf(path, sizeof path, "/paren?vanaf=%u", (unsigned)upto);
        kr_put_text(page.model, "next", kr_page_link(&page, path, 0, ""));
    } else {
        kr_put_bool(page.model, "next", false);
    }
    if (from > 0) {
        snprintf(path, sizeof path, "/paren?vanaf=%u",
                 (unsigned)(from > PEOPLE_AT_ONCE ? from - PEOPLE_AT_ONCE : 0));
        kr_put_text(page.model, "previous", kr_page_link(&page, path, 0, ""));
    } else {
        kr_put_bool(page.model, "previous", false);
    }
    kr_page_flow(request, page.model, "", "contact.back");
    return KR_OK;
}

typedef struct pairing {
    kr_request *request;
    const kr_str *ticked; /* "ID-ID", sorted */
    size_t n_ticked;
    const kr_str *rows, *rests; /* persons whose row was on the page; whose others do not know them */
    size_t n_rows, n_rests;
} pairing;

static int by_bytes(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(*(const kr_str *)a, *(const kr_str *)b);
}

static bool has(const kr_str *sorted, size_t count, kr_str wanted) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = kr_str_cmp(sorted[middle], wanted);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Ticked: yes. Not ticked: no when "the others not" is ticked for this person, and else not known any more if
 * it was yes. */
static void fill_pairs(kr_draft *draft, void *context) {
    const pairing *job = context;
    kr_network net;
    kr_view view = {.circle = draft->circle, .viewer = KR_VIEWER_OWNER, .upto = draft->circle->n_changes};
    if (kr_network_make(&net, draft->arena, &view)) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", "", "");
        return;
    }
    for (size_t a = 0; a < net.n; a++) {
        char pair[34];
        kr_id_text(net.alters[a].person->id, pair);
        if (!has(job->rows, job->n_rows, kr_str_n(pair, 16))) continue;
        bool rest = has(job->rests, job->n_rests, kr_str_n(pair, 16));
        pair[16] = '-';
        for (size_t b = a + 1; b < net.n; b++) {
            kr_id_text(net.alters[b].person->id, pair + 17);
            uint8_t now = kr_network_acquainted(&net, a, b), then = now;
            if (has(job->ticked, job->n_ticked, kr_str_n(pair, 33)))
                then = KR_yesno_yes;
            else if (rest)
                then = KR_yesno_no;
            else if (now == KR_yesno_yes)
                then = 0;
            if (then != now)
                kr_draft_acquainted(draft, net.alters[a].person->id, net.alters[b].person->id, then);
        }
    }
}

static kr_err posted_sorted(kr_request *request, const char *name, const kr_str **out, size_t *count) {
    size_t cap = request->n_form + 1;
    kr_str *values = kr_new_n(request->arena, kr_str, cap), *scratch = kr_new_n(request->arena, kr_str, cap);
    if (!values || !scratch) return KR_E_MEMORY;
    *count = kr_posted_all(request, name, values, cap);
    kr_sort(values, *count, sizeof *values, by_bytes, NULL, scratch);
    *out = values;
    return KR_OK;
}

kr_err kr_page_pairs_save(kr_request *request, kr_reply *reply, kr_error *error) {
    pairing job = {.request = request};
    kr_err err = posted_sorted(request, "kent", &job.ticked, &job.n_ticked);
    if (!err) err = posted_sorted(request, "rij", &job.rows, &job.n_rows);
    if (!err) err = posted_sorted(request, "rest", &job.rests, &job.n_rests);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    err = kr_page_change(request, KR_ACT_KNOW, fill_pairs, &job, error);
    if (err) return err;
    int64_t from = 0;
    char path[48];
    bool on = kr_posted_has(request, "verder") && kr_str_int(kr_posted(request, "vanaf"), &from) && from >= 0;
    bool table = kr_str_is(kr_posted(request, "terug"), "tabel");
    snprintf(path, sizeof path, "%s?vanaf=%u", table ? "/tabel" : "/paren",
             on ? (unsigned)from + PEOPLE_AT_ONCE : 0u);
    kr_go(request, reply, path, "notice.saved");
    return KR_OK;
}
