/* Taking it along: what can be printed and exported, and the files themselves. */
#include "format/format.h"
#include "web/pages_own.h"

#define MOST_FILE ((size_t)64 << 20)

#define MOST_NAMED 150 /* above this a sheet has room for dots, not for names */

kr_err kr_page_take(kr_request *request, kr_reply *reply, kr_error *error) {
    size_t count;
    kr_network net;
    kr_err err = kr_network_make(&net, request->arena, &request->view);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_model *model = kr_page_model(request, reply, "take.title");
    kr_put_bool(model, "many", net.n > MOST_NAMED);
    kr_model *forms = kr_put_array(model, "forms");
    const kr_form *list = kr_forms(&count);
    for (size_t i = 0; i < count; i++) {
        kr_model *form = kr_add_object(forms);
        kr_put_text(form, "value", kr_str_z(list[i].name));
        kr_put_word(request, form, "label", list[i].title_key);
        kr_put_bool(form, "checked", i == 0);
    }
    kr_model *eco = kr_add_object(forms);
    kr_put_text(eco, "value", KR_STR("ecogram"));
    kr_put_word(request, eco, "label", "tab.ecogram");
    kr_put_bool(eco, "checked", false);
    kr_put_bool(model, "paper", request->web->worker.len > 0);
    return KR_OK;
}

/* "kring-2026-11-12.csv": no name, because files wander. */
static kr_str file_name(kr_request *request, const char *ending) {
    char date[11];
    kr_buf out;
    kr_str text;
    size_t n = kr_date_text(kr_date_of(request->local), date);
    kr_buf_init(&out, request->arena, 100);
    kr_put_z(&out, "kring-");
    kr_put(&out, kr_str_n(date, n));
    kr_put_z(&out, ending);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_STR("kring");
}

static kr_err give(kr_request *request, kr_reply *reply, const kr_buf *bytes, const char *type,
                   const char *ending, kr_error *error) {
    kr_err err = kr_buf_end(bytes, &reply->body);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    reply->type = type;
    reply->filename = file_name(request, ending);
    return KR_OK;
}

kr_err kr_page_take_kring(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_buf out;
    kr_buf_init(&out, request->arena, MOST_FILE);
    kr_err err = kr_kring_write(&out, &request->view, error);
    return err == KR_OK ? give(request, reply, &out, "application/json", ".kring", error) : err;
}

kr_err kr_page_take_csv(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_buf out;
    kr_buf_init(&out, request->arena, MOST_FILE);
    kr_err err = kr_network_make(&net, request->arena, &request->view);
    if (err == KR_OK) err = kr_network_with_kin(&net, request->arena);
    if (err == KR_OK) err = kr_csv_write(&out, &net, true);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    return give(request, reply, &out, "text/csv; charset=utf-8", ".csv", error);
}

/* An address book: of the contacts alone, for whoever is only in the family tree has no telephone. */
kr_err kr_page_take_vcard(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_buf out;
    kr_vcard_options options = {.four = !kr_str_is(kr_query(request, "versie"), "3"),
                                .with_remarks = kr_query(request, "meer").len > 0};
    kr_buf_init(&out, request->arena, MOST_FILE);
    kr_err err = kr_network_make(&net, request->arena, &request->view);
    if (err == KR_OK) err = kr_vcard_write(&out, &net, &options);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    return give(request, reply, &out, "text/vcard; charset=utf-8", ".vcf", error);
}

/* The family tree. What only the owner sees stays here; so do remarks about people who may be alive. */
static kr_err take_gedcom(kr_request *request, kr_reply *reply, bool seven, kr_error *error) {
    kr_buf out;
    kr_gedcom_options options = {.seven = seven, .today = kr_date_of(request->local)};
    kr_buf_init(&out, request->arena, MOST_FILE);
    kr_err err = kr_gedcom_write(&out, request->arena, &request->view, &options, error);
    return err == KR_OK
               ? give(request, reply, &out, "text/vnd.familysearch.gedcom; charset=utf-8", ".ged", error)
               : err;
}

kr_err kr_page_take_gedcom(kr_request *request, kr_reply *reply, kr_error *error) {
    return take_gedcom(request, reply, true, error);
}

kr_err kr_page_take_gedcom551(kr_request *request, kr_reply *reply, kr_error *error) {
    return take_gedcom(request, reply, false, error);
}
