/* The plan in words, and the pieces of a model that its pages share. */
#include <stdio.h>

#include "core/photo.h"
#include "draw/icons.h"
#include "web/pages_plan.h"
#include "web/story_words.h"

#define DONE_SHOWN 3
#define OPEN_SHOWN 5

/* -- days -- */

static int64_t days_of(kr_date date) {
    int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int64_t era = y / 400, year = y - era * 400;
    int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

/* "14 november": what the catalogue says of a date, without the year that it ends with. */
static kr_str without_year(kr_str said, kr_date date) {
    char year[16];
    snprintf(year, sizeof year, " %d", (int)(date / 10000));
    if (kr_str_ends(said, kr_str_z(year))) said.len -= strlen(year);
    return said;
}

kr_str kr_plan_day(const kr_page *page, kr_date date) {
    kr_buf said = kr_page_buf(page), out = kr_page_buf(page);
    kr_date today = kr_date_of(page->request->local);
    if (!date) return KR_NONE;
    kr_say_date(&said, page->lang, date);
    kr_str text = kr_page_text(&said);
    if (date / 10000 == today / 10000 && date % 100) text = without_year(text, date);
    if (date % 100 == 0) return text;
    char key[32];
    snprintf(key, sizeof key, "plan.weekday.%d", (int)((days_of(date) % 7 + 10) % 7 + 1));
    kr_put(&out, kr_word(page->lang, key));
    kr_put_c(&out, ' ');
    kr_put(&out, text);
    return kr_page_text(&out);
}

/* -- sentences -- */

kr_str kr_plan_you(const kr_page *page) {
    bool other =
        page->request->example || page->request->guest || page->request->view.circle->self.filled_by.len > 0;
    return other && page->ego[0] ? kr_str_z(page->ego) : kr_word(page->lang, "plan.you");
}

kr_str kr_plan_who(const kr_page *page, const kr_action *a, kr_str you) {
    kr_str names[3];
    size_t n = 0;
    const kr_person *with = kr_plan_person(page->request->view.circle, a->person);
    names[n++] = a->who_does.len ? a->who_does : you;
    if (with && with->name.len) names[n++] = with->name;
    if (a->with_whom.len) names[n++] = a->with_whom;
    kr_buf out = kr_page_buf(page);
    kr_say_names(&out, page->lang, names, n, n);
    return kr_page_text(&out);
}

kr_str kr_plan_when(const kr_page *page, const kr_action *a) {
    bool done = a->outcome == KR_outcome_did || a->outcome == KR_outcome_tried;
    kr_str day = kr_plan_day(page, done && a->outcome_on ? a->outcome_on : a->date);
    if (done && a->outcome_on) return day;
    kr_buf out = kr_page_buf(page);
    kr_put(&out, day);
    if (day.len && a->when_words.len) kr_put_z(&out, ", ");
    kr_put(&out, a->when_words);
    return kr_page_text(&out);
}

kr_str kr_plan_move_said(const kr_page *page, const kr_plan_move *move) {
    if (!move->line) {
        kr_buf out = kr_page_buf(page);
        kr_say_with(page, &out, "plan.move.same", "name", move->who->name);
        return kr_page_text(&out);
    }
    kr_story_line line = *move->line;
    const kr_person *who[1] = {move->who};
    line.who = who;
    line.n = 1;
    return kr_story_said(page, &line);
}

/* -- faces and choices -- */

void kr_put_plan_face(const kr_page *page, kr_model *array, const kr_person *person) {
    const kr_alter *alter = kr_page_alter(page, person->id);
    const kr_alter alone = {.person = person};
    kr_model *face = kr_add_object(array);
    kr_put_face(page, face, alter ? alter : &alone);
    kr_put_bool(face, "me", false);
}

void kr_put_plan_me(const kr_page *page, kr_model *array) {
    kr_model *face = kr_add_object(array);
    kr_put_initials_of(page, face, "initials", kr_str_z(page->ego));
    if (page->net.ego)
        kr_put_photo(page, face, page->net.ego);
    else
        kr_put_bool(face, "photo", false);
    kr_put_bool(face, "tint", false);
    kr_put_bool(face, "me", true);
}

static void put_option(kr_model *array, kr_id id, kr_str label, bool checked) {
    char digits[17];
    kr_model *option = kr_add_object(array);
    kr_id_text(id, digits);
    kr_put_text(option, "value", kr_str_z(digits));
    kr_put_text(option, "label", label);
    kr_put_bool(option, "checked", checked);
}

void kr_put_plan_people(const kr_page *page, kr_model *object, const char *name, kr_id chosen) {
    kr_model *array = kr_put_array(object, name);
    const kr_person *who = kr_plan_person(page->request->view.circle, chosen);
    bool there = false;
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_person *p = page->net.alters[i].person;
        put_option(array, p->id, p->name, p == who);
        there = there || p == who;
    }
    if (who && !there) put_option(array, who->id, who->name, true);
}

void kr_put_plan_wishes(const kr_page *page, kr_model *object, const char *name, kr_id chosen) {
    const kr_circle *c = page->request->view.circle;
    kr_model *array = kr_put_array(object, name);
    for (size_t i = 0; i < c->n_wishes; i++)
        if (!c->wishes[i].gone && c->wishes[i].words.len)
            put_option(array, c->wishes[i].id, c->wishes[i].words, c->wishes[i].id == chosen);
}

void kr_put_plan_date(const kr_page *page, kr_model *object, const char *name, const char *field,
                      const char *question_key, kr_date date, bool typed) {
    char text[11] = "";
    size_t len = date ? kr_date_text(date, text) : 0;
    kr_model *day = kr_put_object(object, name);
    kr_put_text(day, "field", kr_str_z(field));
    kr_put_word(page->request, day, "question", question_key);
    kr_put_bool(day, "native", !typed && (!date || len == 10));
    kr_put_text(day, "value", typed ? kr_posted(page->request, field) : kr_str_n(text, len));
}

/* -- a wish with its steps -- */

static void put_step(const kr_page *page, kr_model *array, const kr_plan_step *step) {
    const kr_circle *c = page->request->view.circle;
    const kr_action *a = step->action;
    char digits[17];
    kr_model *o = kr_add_object(array);
    kr_id_text(a->id, digits);
    kr_put_text(o, "step_id", kr_str_z(digits));
    kr_put_text(o, "step_href", kr_page_link(page, "/plan/stap/", a->id, ""));
    kr_put_text(o, "what", a->what);
    kr_put_bool(o, "did", a->outcome == KR_outcome_did);
    kr_put_bool(o, "tried", a->outcome == KR_outcome_tried);
    kr_put_bool(o, "later", a->outcome == KR_outcome_another_time);
    kr_put_bool(o, "now", step->now);
    kr_put_text(o, "outcome",
                kr_page_choice(page, kr_list_of(KR_KIND_action, KR_F_action_outcome), a->outcome));
    kr_put_text(o, "said", a->outcome ? a->outcome_words : KR_NONE);
    kr_put_text(o, "who", kr_page_high(page, kr_plan_who(page, a, kr_plan_you(page))));
    kr_put_text(o, "when", kr_plan_when(page, a));
    kr_put_text(o, "of", step->of ? step->of->what : KR_NONE);
    kr_put_bool(o, "can_keep", a->outcome == KR_outcome_did && !step->kept);
    kr_model *faces = kr_put_array(o, "faces");
    const kr_person *with = kr_plan_person(c, a->person);
    if (!a->who_does.len) kr_put_plan_me(page, faces);
    if (with) kr_put_plan_face(page, faces, with);
    kr_put_bool(o, "has_faces", !a->who_does.len || with);
}

/* The newest of what was done, and the first of what is open; the rest stands on the page of the wish. */
static bool put_steps(const kr_page *page, kr_model *object, const kr_plan_part *part, kr_plan_much much) {
    bool all = much == KR_PLAN_ALL;
    kr_model *array = kr_put_array(object, "steps");
    size_t done = 0, open = 0, skipped = 0;
    for (size_t i = 0; i < part->n && much != KR_PLAN_NONE; i++) {
        uint8_t how = part->steps[i].action->outcome;
        done += how == KR_outcome_did || how == KR_outcome_tried;
    }
    for (size_t i = 0; i < part->n && much != KR_PLAN_NONE; i++) {
        uint8_t how = part->steps[i].action->outcome;
        bool was = how == KR_outcome_did || how == KR_outcome_tried;
        bool hide = was ? done > DONE_SHOWN : open >= OPEN_SHOWN;
        done -= was;
        open += !was;
        skipped += hide && !all;
        if (all || !hide) put_step(page, array, &part->steps[i]);
    }
    kr_put_bool(object, "has_steps", kr_model_count(array) > 0);
    return skipped > 0;
}

static void put_bond(const kr_page *page, kr_model *object, const kr_wish *wish) {
    const kr_person *about = kr_plan_person(page->request->view.circle, wish->about);
    kr_put_bool(object, "bond", false);
    kr_put_bool(object, "tint", false);
    if (!about) return;
    kr_model *bond = kr_put_object(object, "bond");
    kr_model *faces = kr_put_array(bond, "faces");
    kr_put_plan_me(page, faces);
    kr_put_plan_face(page, kr_put_array(bond, "other"), about);
    kr_str names[2] = {kr_plan_you(page), about->name};
    kr_buf both = kr_page_buf(page), how = kr_page_buf(page);
    kr_say_names(&both, page->lang, names, 2, 2);
    kr_put_text(bond, "both", kr_page_high(page, kr_page_text(&both)));
    const kr_alter *alter = kr_page_alter(page, about->id);
    kr_put(&how, about->role);
    if (alter && alter->tie && alter->tie->since && about->role.len) {
        char year[16];
        snprintf(year, sizeof year, "%d", (int)(alter->tie->since / 10000));
        kr_put_c(&how, ' ');
        kr_say_with(page, &how, "plan.since", "year", kr_str_z(year));
    }
    kr_put_text(bond, "how", kr_page_text(&how));
    uint8_t tint = alter ? kr_alter_tint(alter) : 0;
    if (tint) kr_put_number(object, "tint", tint);
}

static void put_moved(const kr_page *page, kr_model *object, const kr_wish *wish, const kr_moment *since,
                      const kr_plan_move *moves, size_t n_moves) {
    const kr_person *about = kr_plan_person(page->request->view.circle, wish->about);
    kr_put_bool(object, "moved", false);
    for (size_t i = 0; since && about && i < n_moves; i++) {
        if (moves[i].who != about || !moves[i].line) continue;
        kr_word_arg args[] = {KR_WORD_TEXT("moment", since->name),
                              KR_WORD_TEXT("line", kr_plan_move_said(page, &moves[i]))};
        kr_put_say(page->request, object, "moved", "plan.moved", args, KR_COUNT(args));
        return;
    }
}

static void put_wish(const kr_page *page, kr_model *object, const kr_wish *wish) {
    static const char *const kinds[] = {"plan.kind.wish", "plan.kind.wish", "plan.kind.dream",
                                        "plan.kind.issue"};
    kr_put_word(page->request, object, "kind", kinds[wish->form < KR_COUNT(kinds) ? wish->form : 0]);
    kr_put_text(object, "words", wish->words);
    kr_put_text(object, "why", wish->why);
    kr_put_text(object, "href", kr_page_link(page, "/wensen/", wish->id, ""));
    kr_str domain = kr_page_choice(page, kr_list_of(KR_KIND_wish, KR_F_wish_domain), wish->domain);
    kr_put_text(object, "tag",
                domain.len ? domain
                           : kr_page_choice(page, kr_list_of(KR_KIND_wish, KR_F_wish_goal), wish->goal));
    kr_put_bool(object, "picture", false);
    kr_put_bool(object, "icon_svg", false);
    const kr_icon *icon = kr_icon_named(wish->pictogram);
    if (kr_photo_there(wish->picture)) {
        kr_put_text(object, "picture", kr_page_link(page, "/wensen/", wish->id, "/foto"));
    } else if (icon) {
        kr_buf svg = kr_page_buf(page);
        kr_put_icon(&svg, icon);
        kr_put_markup(object, "icon_svg", kr_page_text(&svg));
    }
}

void kr_put_plan_line(const kr_page *page, kr_model *object, const kr_wish *wish) {
    char digits[17];
    kr_id_text(wish->id, digits);
    kr_put_text(object, "wish_id", kr_str_z(digits));
    kr_put_text(object, "words", wish->words);
    kr_put_text(object, "href", kr_page_link(page, "/wensen/", wish->id, ""));
}

void kr_put_plan_part(const kr_page *page, kr_model *object, const kr_plan_part *part, kr_plan_much much,
                      const kr_moment *since, const kr_plan_move *moves, size_t n_moves) {
    static const kr_wish none = {.id = 0};
    const kr_wish *wish = part->wish ? part->wish : &none;
    char digits[17];
    kr_id_text(wish->id, digits);
    kr_put_text(object, "wish_id", kr_str_z(digits));
    kr_put_bool(object, "is_wish", part->wish != NULL);
    kr_put_bool(object, "rests", wish->state == KR_wish_state_resting);
    kr_put_bool(object, "fulfilled", wish->state == KR_wish_state_fulfilled);
    put_wish(page, object, wish);
    put_bond(page, object, wish);
    put_moved(page, object, wish, since, moves, n_moves);
    bool more = put_steps(page, object, part, much);
    kr_put_bool(object, "more_steps", more);
    kr_put_text(object, "add",
                part->wish ? kr_page_link(page, "/plan/stap/erbij?wens=", wish->id, "")
                           : kr_page_link(page, "/plan/stap/erbij", 0, ""));
}

/* -- which ties moved -- */

static bool names_somebody(const kr_circle *c) {
    for (size_t i = 0; i < c->n_actions; i++)
        if (!c->actions[i].gone && kr_plan_about(c, &c->actions[i])) return true;
    return false;
}

kr_err kr_plan_since(const kr_page *page, const kr_moment **since, kr_plan_move **moves, size_t *count,
                     kr_error *error) {
    const kr_request *request = page->request;
    const kr_circle *circle = request->view.circle;
    const kr_moment *moment = names_somebody(circle) ? kr_plan_begun_after(circle) : NULL;
    kr_view then;
    kr_story story;
    *since = moment;
    *moves = NULL;
    *count = 0;
    if (!moment) return KR_OK;
    kr_err err =
        kr_view_make(&then, request->arena, circle, request->view.viewer, (uint64_t)moment->upto, error);
    if (err) return err;
    err = kr_story_make(&story, request->arena, &then, &request->view);
    if (!err) err = kr_plan_moves(moves, count, request->arena, circle, &story);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

kr_err kr_put_plan_moves(const kr_page *page, const kr_circle *circle, const kr_story *story) {
    kr_plan_move *moves;
    size_t count;
    kr_err err = kr_plan_moves(&moves, &count, page->request->arena, circle, story);
    kr_model *array = kr_put_array(page->model, "plan_moves");
    for (size_t i = 0; !err && i < count && i < 12; i++) {
        const kr_plan_move *m = &moves[i];
        kr_word_arg args[] = {KR_WORD_TEXT("what", m->action ? m->action->what : m->wish->words),
                              KR_WORD_TEXT("line", kr_plan_move_said(page, m))};
        kr_put_say(page->request, kr_add_object(array), "line",
                   m->action ? "plan.move.step" : "plan.move.wish", args, KR_COUNT(args));
    }
    kr_put_bool(page->model, "has_plan_moves", !err && count > 0);
    return err;
}

/* -- what was asked and posted -- */

const void *kr_plan_asked(const kr_request *request, kr_kind wanted) {
    kr_id id;
    kr_kind kind = KR_KIND_none;
    if (!kr_id_parse(request->params[1], &id)) return NULL;
    const void *record = kr_circle_record_of(request->view.circle, id, &kind);
    return record && kind == wanted && !kr_record_gone(record, kind) ? record : NULL;
}

kr_id kr_plan_posted(const kr_draft *draft, const kr_request *request, const char *name, kr_kind wanted) {
    kr_id id;
    kr_kind kind = KR_KIND_none;
    if (!kr_id_parse(kr_posted(request, name), &id) || !draft->circle->index) return 0;
    return kr_circle_record_of(draft->circle, id, &kind) && kind == wanted ? id : 0;
}

void kr_plan_draft_date(kr_draft *draft, const kr_request *request, kr_kind kind, kr_id record,
                        uint16_t field, const char *name, bool today) {
    kr_str posted = kr_str_trim(kr_posted(request, name));
    if (!posted.len && today)
        kr_draft_number(draft, kind, record, field, kr_date_of(request->local));
    else
        kr_draft_written(draft, kind, record, kr_schema_field(kind, field),
                         kr_page_turn_date(draft->arena, posted));
}

static kr_str way_of(const kr_request *request) {
    kr_str way = kr_posted(request, "weg_bij");
    if (!way.len) way = kr_query(request, "weg");
    if (way.len < 17 || way.len > 120 || way.ptr[16] != '/') return KR_NONE;
    for (size_t i = 0; i < way.len; i++) {
        char ch = way.ptr[i];
        bool plain = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_';
        if (!plain && i != 16) return KR_NONE;
    }
    return way;
}

void kr_put_plan_way(const kr_page *page) {
    kr_str way = way_of(page->request);
    kr_put_bool(page->model, "weg", false);
    if (!way.len) return;
    kr_model *object = kr_put_object(page->model, "weg");
    kr_put_text(object, "value", way);
}

kr_id kr_plan_run(const kr_draft *draft, const kr_request *request) {
    kr_str way = way_of(request);
    kr_id id;
    kr_kind kind = KR_KIND_none;
    if (!way.len || !kr_id_parse(kr_str_n(way.ptr, 16), &id) || !draft->circle->index) return 0;
    return kr_circle_record_of(draft->circle, id, &kind) && kind == KR_KIND_run ? id : 0;
}

bool kr_plan_refused(kr_request *request, kr_reply *reply, kr_err err, const kr_error *error,
                     kr_str *problem) {
    if (err != KR_E_INVALID && err != KR_E_LIMIT) return false;
    kr_buf say;
    kr_buf_init(&say, request->arena, 4096);
    kr_say_error(&say, request->prefs.lang, error);
    if (kr_buf_end(&say, problem) != KR_OK || !problem->len) *problem = KR_STR("?");
    reply->status = 422;
    return true;
}

void kr_put_plan_problem(const kr_page *page, kr_str problem) {
    if (problem.len)
        kr_put_text(page->model, "problem", problem);
    else
        kr_put_bool(page->model, "problem", false);
}
