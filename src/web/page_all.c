/* Everything of an account in one file: its circles whole, with who shares them and who looked, the answers
 * to question sets, and what is kept of the account itself. */
#include "format/study.h"
#include "store/sign.h"
#include "web/engine.h"
#include "web/pages_looked.h"
#include "web/pages_own.h"
#include "web/pages_questions.h"
#include "web/pages_share.h"
#include "web/second.h"

#include <stdio.h>

#define MOST_FILE  ((size_t)64 << 20)
#define MOST_FILES 2000
#define MOST_LOOKS 20000

typedef struct everything {
    kr_request *request;
    kr_file *files;
    size_t count;
} everything;

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "all.title");
    kr_page_flow(request, model, "/account", "all.back");
    kr_put_error(request, model, "wrong", wrong);
    reply->tmpl = "alles";
    return kr_put_prove(request, model, "prove", "alles", error);
}

kr_err kr_page_all(kr_request *request, kr_reply *reply, kr_error *error) {
    if (kr_request_safe(request)) return kr_fail(error, KR_E_DENIED, "safe.closed", NULL, NULL);
    return show(request, reply, NULL, error);
}

/* -- files, each with a name in the reader's language -- */
static const char *named(const everything *all, const char *key) {
    return kr_word(all->request->prefs.lang, key).ptr;
}

static kr_err add(everything *all, const char *name, const kr_buf *bytes, kr_error *error) {
    kr_str text, copy = kr_arena_copy(all->request->arena, kr_str_z(name));
    if (all->count == MOST_FILES) return kr_fail(error, KR_E_LIMIT, "error.too_many_records", "", "");
    if (!copy.ptr || kr_buf_end(bytes, &text) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    all->files[all->count++] = (kr_file){copy, text};
    return KR_OK;
}

static kr_err add_model(everything *all, const char *name, const kr_model *model, kr_error *error) {
    kr_buf out;
    if (kr_model_ok(model) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_buf_init(&out, all->request->arena, MOST_FILE);
    kr_model_json(&out, model);
    return add(all, name, &out, error);
}

/* "2026-11-14", or null. */
static void put_day(kr_model *object, const char *name, int64_t ms) {
    char day[11];
    size_t n = ms > 0 ? kr_date_text(kr_date_of(kr_clock_local(ms)), day) : 0;
    if (n)
        kr_put_text(object, name, kr_str_n(day, n));
    else
        kr_put_null(object, name);
}

static void put_id(kr_model *object, const char *name, kr_id id) {
    char digits[17];
    kr_id_text(id, digits);
    kr_put_text(object, name, kr_str_z(digits));
}

static kr_err add_account(everything *all, kr_error *error) {
    kr_request *request = all->request;
    kr_session_entry *list = NULL;
    size_t n = 0;
    kr_model *model = kr_model_make(request->arena);
    kr_put_text(model, "name", request->account.name);
    kr_put_text(model, "login", request->account.login);
    kr_put_text(model, "preferences", request->account.prefs);
    kr_err err = kr_sessions_of(request->web->store, &list, &n, request->arena, request->account.id,
                                request->now, error);
    if (err) return err;
    kr_model *sessions = kr_put_array(model, "signed_in");
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(sessions);
        put_day(one, "since", list[i].begun);
        put_day(one, "last_used", list[i].seen);
    }
    return add_model(all, named(all, "all.file.account"), model, error);
}

static void put_role(const everything *all, kr_model *one, unsigned role) {
    char key[48];
    const char *name = kr_share_role_name(role);
    snprintf(key, sizeof key, "share.role.%s", name ? name : "alongside");
    kr_put_text(one, "role", kr_word_s(all->request->prefs.lang, kr_str_z(key)));
}

/* What was opened, and whether it may be added to or changed. */
static void put_open(const everything *all, kr_model *open, const kr_share_entry *share) {
    static const char *const may[] = {[KR_RIGHT_READ] = "share.tick.see",
                                      [KR_RIGHT_ADD] = "share.tick.add",
                                      [KR_RIGHT_EDIT] = "share.tick.edit"};
    const uint8_t *order = kr_share_parts();
    for (size_t i = 0; i < KR_PARTS; i++) {
        char key[48];
        uint8_t right = share->rules.rights[order[i]];
        if (right == KR_RIGHT_NONE || right >= KR_COUNT(may)) continue;
        kr_model *one = kr_add_object(open);
        snprintf(key, sizeof key, "share.open.%s", kr_share_part_name(order[i]));
        kr_put_text(one, "part", kr_word_s(all->request->prefs.lang, kr_str_z(key)));
        kr_put_text(one, "may", kr_word(all->request->prefs.lang, may[right]));
    }
}

static kr_err add_shared(everything *all, kr_error *error) {
    kr_request *request = all->request;
    kr_share_entry *list = NULL;
    size_t n = 0;
    kr_model *model = kr_model_make(request->arena), *array = kr_put_array(model, "shared_with_me");
    kr_err err = kr_shared_with(request->web->store, &list, &n, request->arena, request->account.id,
                                request->now, error);
    if (err) return err;
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(array);
        kr_put_text(one, "whose", list[i].name);
        put_role(all, one, list[i].role);
        put_day(one, "since", list[i].confirmed);
        put_day(one, "until", list[i].until);
    }
    return add_model(all, named(all, "all.file.shared"), model, error);
}

/* -- one circle -- */
static kr_err add_shares(everything *all, const char *folder, kr_id circle, kr_error *error) {
    kr_request *request = all->request;
    kr_share_entry *list = NULL;
    kr_look *looks = NULL;
    size_t n = 0, n_looks = 0;
    char name[80];
    kr_model *model = kr_model_make(request->arena), *shares = kr_put_array(model, "shares");
    kr_err err =
        kr_shares_of(request->web->store, &list, &n, request->arena, request->account.id, circle, error);
    for (size_t i = 0; !err && i < n; i++) {
        kr_model *one = kr_add_object(shares), *open = kr_put_array(one, "open");
        put_id(one, "share", list[i].id);
        kr_put_text(one, "name", list[i].name);
        kr_put_text(one, "what", list[i].word);
        kr_put_text(one, "why", list[i].why);
        put_role(all, one, list[i].role);
        put_open(all, open, &list[i]);
        put_day(one, "made", list[i].made);
        put_day(one, "confirmed", list[i].confirmed);
        put_day(one, "until", list[i].until);
        put_day(one, "stopped", list[i].withdrawn);
    }
    if (!err)
        err = kr_looks_of(request->web->store, &looks, &n_looks, request->arena, request->account.id, circle,
                          0, MOST_LOOKS, error);
    if (err) return err;
    kr_model *rows = kr_put_array(model, "who_looked");
    err = kr_put_looks_told(request, circle, list, n, looks, n_looks, rows, error);
    if (err) return err;
    snprintf(name, sizeof name, "%s/%s", folder, named(all, "all.file.sharing"));
    return add_model(all, name, model, error);
}

static kr_err add_answers(everything *all, const char *folder, const kr_circle *circle, kr_error *error) {
    size_t made = 0;
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < circle->n_fillings; i++) {
        const kr_filled *filled = &circle->fillings[i];
        const kr_question_set *set = kr_questions_find(&all->request->web->questions, filled->questions);
        char name[120];
        kr_buf out;
        if (filled->gone || !set) continue; /* of a set that is not here the answers stand in the .kring */
        kr_buf_init(&out, all->request->arena, 8u << 20);
        err = kr_filled_export(&out, all->request, circle, set, filled);
        if (err) return kr_fail(error, err, "error.memory", "", "");
        snprintf(name, sizeof name, "%s/%s/%02zu.json", folder, named(all, "all.file.answers"), ++made);
        err = add(all, name, &out, error);
    }
    return err;
}

static kr_err add_whole(everything *all, const char *folder, const kr_view *view, kr_error *error) {
    kr_network net;
    kr_buf out;
    char name[80];
    kr_buf_init(&out, all->request->arena, MOST_FILE);
    kr_err err = kr_kring_write(&out, view, error);
    snprintf(name, sizeof name, "%s/%s", folder, named(all, "all.file.circle"));
    if (!err) err = add(all, name, &out, error);
    if (err) return err;
    kr_buf_init(&out, all->request->arena, MOST_FILE);
    err = kr_network_make(&net, all->request->arena, view);
    if (!err) err = kr_network_with_kin(&net, all->request->arena);
    if (!err) err = kr_csv_write(&out, &net, true);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    snprintf(name, sizeof name, "%s/%s", folder, named(all, "all.file.people"));
    return add(all, name, &out, error);
}

static kr_err add_circle(everything *all, size_t at, kr_id circle, kr_error *error) {
    kr_request *request = all->request;
    kr_snapshot *snapshot = NULL;
    kr_view view;
    char folder[40];
    const kr_look look = {.account = request->account.id,
                          .session = request->session.id,
                          .event = KR_EVENT_EXPORT,
                          .ground = KR_GROUND_OWN};
    snprintf(folder, sizeof folder, "%s-%zu", named(all, "all.file.folder"), at + 1);
    kr_err err = kr_look_note(request->web->store, circle, &look, request->now, error);
    if (!err) err = kr_circle_open(request->web->store, &snapshot, request->account.id, circle, error);
    if (err) return err;
    err = kr_view_make(&view, request->arena, kr_snapshot_circle(snapshot), KR_VIEWER_OWNER, 0, error);
    if (!err) err = add_whole(all, folder, &view, error);
    if (!err) err = add_answers(all, folder, kr_snapshot_circle(snapshot), error);
    if (!err) err = add_shares(all, folder, circle, error);
    kr_snapshot_release(request->web->store, snapshot);
    return err;
}

static kr_err add_read_me(everything *all, kr_error *error) {
    static const char *const lines[] = {"all.readme.1", "all.readme.2", "all.readme.3", "all.readme.4",
                                        "all.readme.5", "all.readme.6", "all.readme.7"};
    kr_buf out;
    kr_buf_init(&out, all->request->arena, 20000);
    for (size_t i = 0; i < KR_COUNT(lines); i++) {
        kr_put(&out, kr_word(all->request->prefs.lang, lines[i]));
        kr_put_z(&out, "\r\n\r\n");
    }
    return add(all, all->request->prefs.lang == KR_NL ? "LEESMIJ.txt" : "README.txt", &out, error);
}

kr_err kr_page_all_take(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_circle_entry *list = NULL;
    size_t n = 0;
    kr_buf zip;
    everything all = {request, kr_new_n(request->arena, kr_file, MOST_FILES), 0};
    if (!all.files) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    if (kr_request_safe(request)) return kr_fail(error, KR_E_DENIED, "safe.closed", NULL, NULL);
    kr_err err = kr_prove(request, "password", &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        return err ? err : show(request, reply, &own, error);
    }
    err = add_read_me(&all, error);
    if (!err) err = add_account(&all, error);
    if (!err) err = add_shared(&all, error);
    if (!err) err = kr_circles_of(request->web->store, &list, &n, request->arena, request->account.id, error);
    for (size_t i = 0; !err && i < n; i++) err = add_circle(&all, i, list[i].id, error);
    kr_buf_init(&zip, request->arena, MOST_FILE);
    if (!err) err = kr_zip_write(&zip, request->arena, all.files, all.count, error);
    if (!err && kr_buf_end(&zip, &reply->body) != KR_OK)
        err = kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    reply->type = "application/zip";
    reply->filename = KR_STR("kring.zip");
    return err;
}
