/* The members every page has; layout.mustache tells what they are. What the page set itself stays. */
#include "core/utf8.h"
#include "web/engine.h"
#include "web/way.h"

static kr_model *model_of(const kr_request *request, kr_reply *reply) {
    if (!reply->model) reply->model = kr_model_make(request->arena);
    if (!reply->model) reply->lost = true; /* what is put into it now is not there later */
    return reply->model;
}

kr_model *kr_page_model(kr_request *request, kr_reply *reply, const char *title_key) {
    kr_model *model = model_of(request, reply);
    kr_put_word(request, model, "title", title_key);
    return model;
}

kr_model *kr_page_model_titled(kr_request *request, kr_reply *reply, kr_str title) {
    kr_model *model = model_of(request, reply);
    kr_put_text(model, "title", title);
    return model;
}

static const struct {
    const char *path, *key;
    uint8_t part;
    bool guests; /* the owner finds it on another page */
} tabs[] = {{"", "tab.circle", KR_PART_MAP, false},
            {"/lijst", "tab.list", KR_PART_MAP, false},
            {"/ecogram", "tab.ecogram", KR_PART_FEEL, false},
            {"/stamboom", "tab.family", KR_PART_FAMILY, false},
            {"/opvalt", "tab.see", KR_PART_FEEL, false},
            {"/plan", "tab.plan", KR_PART_PLAN, false},
            {"/wensen", "guest.tab.wishes", KR_PART_WISH, true},
            {"/wegen", "tab.ways", KR_PART_WAYS, false},
            {"/bladen", "guest.tab.sheets", KR_PART_SHEETS, true},
            {"/vragenlijsten", "guest.tab.questions", KR_PART_QUESTIONS, true},
            {"/levenslijn", "guest.tab.life", KR_PART_LIFE, true},
            {"/tijd", "tab.time", KR_PART_TIME, false},
            {"/tekeningen", "tab.drawings", KR_PART_MAP, false}};

/* Where somebody comes in who may not see the circle itself. */
static const char *home_of(const kr_request *request) {
    for (size_t i = 0; i < KR_COUNT(tabs); i++)
        if (kr_may(request, (kr_part)tabs[i].part, KR_RIGHT_READ)) return tabs[i].path;
    return "";
}

void kr_page_flow(kr_request *request, kr_model *model, const char *path, const char *label_key) {
    kr_model *flow = kr_put_object(model, "flow");
    bool open = !request->guest || kr_may_go(request, path);
    if (!open) path = home_of(request);
    if (request->guest && (!open || !path[0])) label_key = "guest.back";
    kr_buf back;
    kr_str text = KR_NONE;
    kr_buf_init(&back, request->arena, 4096);
    kr_put(&back, request->base);
    kr_put_z(&back, path);
    kr_put_text(flow, "back", kr_buf_end(&back, &text) == KR_OK && text.len ? text : KR_STR("/"));
    kr_put_word(request, flow, "label", label_key);
}

static void put_initials(const kr_request *request, kr_model *object, kr_str name) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 64);
    kr_put_initials(&out, name);
    kr_put_text(object, "initials", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

static void put_prefs(const kr_request *request, kr_model *model) {
    static const char *const sizes[] = {"", " k-text-1", " k-text-2", " k-text-3"};
    static const char *const modes[] = {"", " k-light", " k-dark"};
    kr_model *prefs = kr_put_object(model, "prefs");
    kr_buf out;
    kr_str classes = KR_NONE;
    kr_buf_init(&out, request->arena, 64);
    kr_put_z(&out, sizes[request->prefs.text & 3]);
    if (request->prefs.calm) kr_put_z(&out, " k-calm");
    kr_put_z(&out, modes[request->prefs.dark % 3]);
    kr_put_text(prefs, "classes", kr_buf_end(&out, &classes) == KR_OK ? classes : KR_NONE);
    kr_put_number(prefs, "text", request->prefs.text);
    kr_put_bool(prefs, "calm", request->prefs.calm);
    kr_put_number(prefs, "dark", request->prefs.dark);
    kr_put_text(model, "lang", kr_str_z(kr_lang_code(request->prefs.lang)));
    kr_model *other = kr_put_object(model, "other_lang");
    kr_put_text(other, "code", request->prefs.lang == KR_NL ? KR_STR("en") : KR_STR("nl"));
    kr_put_text(other, "name", request->prefs.lang == KR_NL ? KR_STR("English") : KR_STR("Nederlands"));
}

static void put_account(const kr_request *request, kr_model *model) {
    char token[96] = "";
    kr_put_bool(model, "signed_in", request->signed_in);
    if (request->signed_in) {
        kr_model *account = kr_put_object(model, "account");
        kr_put_text(account, "name", request->account.name);
        kr_put_text(account, "word", request->prefs.word); /* own word for one's own role */
        put_initials(request, account, request->account.name);
        kr_csrf_token(&request->session, token);
    } else {
        kr_put_bool(model, "account", false);
    }
    kr_put_text(model, "csrf", kr_str_z(token));
}

/* A sentence to show once; it comes along in a cookie and goes away with this answer. */
static void put_notice(kr_request *request, kr_model *model) {
    kr_str key = kr_parse_cookie(kr_header_in(request->call, "cookie"), KR_COOKIE_NOTICE);
    const kr_person *ego = request->view.circle ? kr_circle_ego(request->view.circle) : NULL;
    kr_word_arg owner = KR_WORD_TEXT("name", ego ? ego->name : KR_NONE);
    if (kr_model_get(model, "notice")) return;
    if (key.len == 0 || key.len > 60 || !kr_word_known(key)) {
        kr_put_bool(model, "notice", false);
        return;
    }
    if (kr_str_is(key, KR_NOTICE_WAITS))
        kr_put_say(request, model, "notice", KR_NOTICE_WAITS, &owner, 1);
    else
        kr_put_text(model, "notice", kr_word_s(request->prefs.lang, key));
    kr_set_cookie(request, KR_COOKIE_NOTICE, KR_NONE, -1);
}

/* "Bewaard om 14.32 uur", today; "Bewaard op 12 november 2026", before. */
/* Pages about the circle as a whole: who sees it, whether it stays. What is done there is no change in it, so
 * that a step back or the hour of the last change would speak of something else. */
static bool is_beside(const kr_request *request) {
    static const char *const paths[] = {"delen", "gekeken", "weg", "overdragen"};
    static const char under[] = "/kring/:circle/";
    const char *path = request->route ? request->route->path : "";
    if (strncmp(path, under, sizeof under - 1) != 0) return false;
    kr_str first;
    (void)kr_str_cut(kr_str_z(path + sizeof under - 1), '/', &first);
    for (size_t i = 0; i < KR_COUNT(paths); i++)
        if (kr_str_is(first, paths[i])) return true;
    return false;
}

static void put_saved(const kr_request *request, kr_model *model) {
    const kr_circle *circle = request->view.circle;
    if (request->guest && request->guest->rules.propose) {
        /* nothing of theirs is kept until it is accepted: they read that it waits, if anything */
        const kr_model *notice = kr_model_get(model, "notice");
        bool waits = notice && notice->kind == KR_MODEL_TEXT;
        kr_put_text(model, "saved", waits ? kr_str_n(notice->as.text, notice->len) : KR_NONE);
        return;
    }
    if (!circle || circle->n_changes == 0 || request->example || is_beside(request)) {
        kr_put_text(model, "saved", KR_NONE);
        return;
    }
    size_t last = circle->n_changes - 1; /* of a guest: the last one they see */
    while (last > 0 && circle->changes[last].count == 0) last--;
    if (circle->changes[last].at_ms == 0) { /* without the part of time nobody is told when */
        kr_put_text(model, "saved", KR_NONE);
        return;
    }
    int64_t at = kr_clock_local(circle->changes[last].at_ms);
    kr_lang lang = request->prefs.lang;
    bool today = kr_date_of(at) == kr_date_of(request->local);
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 200);
    if (today)
        kr_say_clock(&out, lang, (int)(at / 60000 % 1440));
    else
        kr_say_date(&out, lang, kr_date_of(at));
    if (kr_buf_end(&out, &text) != KR_OK) text = KR_NONE;
    kr_word_arg arg = KR_WORD_TEXT(today ? "clock" : "date", text);
    kr_put_say(request, model, "saved", today ? "layout.saved" : "layout.saved.day", &arg, 1);
}

static void put_step(kr_model *model, const char *name, uint64_t seq) {
    if (seq == 0) {
        kr_put_bool(model, name, false);
        return;
    }
    kr_put_number(kr_put_object(model, name), "seq", (int64_t)seq);
}

static void put_tabs(const kr_request *request, kr_model *model) {
    kr_model *array = kr_put_array(model, "tabs");
    kr_str below = request->path.len >= request->base.len ? kr_str_n(request->path.ptr + request->base.len,
                                                                     request->path.len - request->base.len)
                                                          : KR_NONE;
    for (size_t i = 0; i < KR_COUNT(tabs); i++) {
        bool open = kr_may(request, (kr_part)tabs[i].part, KR_RIGHT_READ);
        if (!open || (tabs[i].guests && !request->guest)) continue;
        kr_model *tab = kr_add_object(array);
        kr_buf href;
        kr_str text = KR_NONE;
        kr_buf_init(&href, request->arena, 200);
        kr_put(&href, request->base);
        kr_put_z(&href, tabs[i].path);
        kr_put_text(tab, "href", kr_buf_end(&href, &text) == KR_OK ? text : KR_NONE);
        kr_put_word(request, tab, "label", tabs[i].key);
        /* Wishes belong to the plan. */
        bool wishes =
            kr_str_is(below, "/wensen") && kr_str_is(kr_str_z(tabs[i].path), "/plan") && !request->guest;
        kr_put_bool(tab, "current", wishes || kr_str_is(below, tabs[i].path));
    }
}

static void put_filled(const kr_request *request, kr_model *object, kr_str ego) {
    const kr_circle_record *self = &request->view.circle->self;
    if (self->filled_by.len == 0) {
        kr_put_text(object, "filled", KR_NONE);
        return;
    }
    kr_word_arg args[] = {KR_WORD_TEXT("name", ego), KR_WORD_TEXT("by", self->filled_by)};
    kr_put_say(request, object, "filled", "layout.filled", args, 2);
}

static void put_circle(const kr_request *request, kr_model *model) {
    const kr_circle *circle = request->view.circle;
    const kr_person *ego = kr_circle_ego(circle);
    kr_str name = ego ? ego->name : KR_NONE;
    kr_model *object = kr_put_object(model, "circle");
    kr_put_bool(model, "practice", circle->self.practice.len > 0);
    kr_put_text(object, "ego", name);
    put_initials(request, object, name);
    put_filled(request, object, name);
    /* the title of an example was written in Dutch; its name is the same in every language */
    if (circle->self.title.len && !request->example) {
        kr_put_text(object, "title", circle->self.title);
    } else if (name.len) {
        kr_word_arg arg = KR_WORD_TEXT("name", name);
        kr_put_say(request, object, "title", "layout.circle.of", &arg, 1);
    } else {
        kr_put_word(request, object, "title", "layout.circle.own");
    }
    kr_put_number(model, "seq", (int64_t)circle->n_changes);
    bool steps = kr_may(request, KR_PART_ANY, KR_RIGHT_ADD) && !is_beside(request);
    put_step(model, "can_undo", steps ? kr_undo_next(circle, kr_reader(request)) : 0);
    put_step(model, "can_redo", steps ? kr_redo_next(circle, kr_reader(request)) : 0);
    put_tabs(request, model);
}

kr_err kr_page_common(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_model *model = model_of(request, reply);
    put_prefs(request, model);
    put_account(request, model);
    put_notice(request, model);
    put_saved(request, model);
    kr_put_text(model, "static", request->web->static_base);
    kr_put_text(model, "path", request->path);
    kr_put_text(model, "base", request->base);
    kr_put_bool(model, "example", request->example);
    if (!kr_model_get(model, "flow")) kr_put_bool(model, "flow", false);
    if (!kr_model_get(model, "title")) kr_put_text(model, "title", KR_STR("Kring"));
    if (request->view.circle) {
        put_circle(request, model);
    } else {
        kr_put_bool(model, "circle", false);
        kr_put_bool(model, "practice", false);
        kr_put_number(model, "seq", 0);
        kr_put_bool(model, "can_undo", false);
        kr_put_bool(model, "can_redo", false);
        kr_put_array(model, "tabs");
    }
    kr_put_guest(request, model);
    kr_put_way_back(request, model);
    kr_put_bool(model, "all_here", true);
    if (reply->lost || kr_model_ok(model) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return KR_OK;
}
