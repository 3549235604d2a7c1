/* Who looked, who was let in, and what the operator did: the ledger of a circle as people would tell it. Only
 * its owner reads this, and nobody is counted or compared. */
#include "web/pages_looked.h"

#include <stdio.h>

#include "core/utf8.h"
#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_share.h"

#define MOST_ROWS  2000
#define PAGE_LINES 100

typedef struct telling {
    const kr_page *page; /* for the colours of who is on the map; or NULL */
    kr_request *request;
    const kr_share_entry *shares;
    size_t n_shares;
    const kr_once *onces;
    size_t n_onces;
} telling;

/* One line: what somebody did on a day; looking is gathered, with the parts as bits. */
typedef struct line {
    const kr_look *look; /* the newest of them */
    uint32_t parts;
    size_t day;
} line;

/* By which share, or whose account it was: one that ended is not forgotten. */
static const kr_share_entry *share_of(const telling *t, const kr_look *look) {
    for (size_t i = 0; look->share && i < t->n_shares; i++)
        if (t->shares[i].id == look->share) return &t->shares[i];
    for (size_t i = 0; look->account && i < t->n_shares; i++)
        if (t->shares[i].rules.guest == look->account) return &t->shares[i];
    return NULL;
}

static uint8_t event_of(const kr_look *look) {
    return look->event ? look->event : KR_EVENT_LOOK;
}

static bool by_owner(const telling *t, const kr_look *look) {
    return look->account == t->request->account.id;
}

static bool by_operator(const kr_look *look) {
    return event_of(look) >= KR_EVENT_ACCOUNT_DISABLED;
}

/* -- who
 * ------------------------------------------------------------------------------------------------------ */

static kr_str once_name(const telling *t, kr_id id) {
    for (size_t i = 0; id && i < t->n_onces; i++)
        if (t->onces[i].id == id && t->onces[i].whom.len) return t->onces[i].whom;
    return kr_word(t->request->prefs.lang, "looked.somebody");
}

static kr_str who_of(const telling *t, const kr_look *look) {
    kr_lang lang = t->request->prefs.lang;
    if (by_operator(look)) return kr_word(lang, "looked.operator");
    if (by_owner(t, look)) return kr_word(lang, "looked.you");
    if (event_of(look) >= KR_EVENT_ONCE_MADE && event_of(look) <= KR_EVENT_ONCE_ENDED)
        return once_name(t, look->object);
    const kr_share_entry *share = share_of(t, look);
    return share ? share->name : kr_word(lang, "looked.somebody");
}

/* -- what
 * ----------------------------------------------------------------------------------------------------- */

static const char *event_key(uint8_t event) {
    static const char *const keys[] = {[KR_EVENT_LOOK] = "looked.do.look",
                                       [KR_EVENT_LEDGER] = "looked.do.ledger",
                                       [KR_EVENT_EXPORT] = "looked.do.export",
                                       [KR_EVENT_ERASE] = "looked.do.erase",
                                       [KR_EVENT_SHARE_MADE] = "looked.do.made",
                                       [KR_EVENT_SHARE_CHANGED] = "looked.do.changed",
                                       [KR_EVENT_INVITE_MADE] = "looked.do.invited",
                                       [KR_EVENT_INVITE_OPENED] = "looked.do.opened",
                                       [KR_EVENT_SHARE_CONFIRMED] = "looked.do.confirmed",
                                       [KR_EVENT_SHARE_WITHDRAWN] = "looked.do.stopped",
                                       [KR_EVENT_SHARE_LEFT] = "looked.do.left",
                                       [KR_EVENT_PROPOSED] = "looked.do.proposed",
                                       [KR_EVENT_PROPOSAL_ACCEPTED] = "looked.do.accepted",
                                       [KR_EVENT_PROPOSAL_DECLINED] = "looked.do.declined",
                                       [KR_EVENT_ONCE_MADE] = "looked.do.once_made",
                                       [KR_EVENT_ONCE_LOOKED] = "looked.do.once_looked",
                                       [KR_EVENT_ONCE_ANSWERED] = "looked.do.once_answered",
                                       [KR_EVENT_ONCE_ENDED] = "looked.do.once_ended",
                                       [KR_EVENT_HANDED_OVER] = "looked.do.handed_over",
                                       [KR_EVENT_ACCOUNT_DISABLED] = "looked.do.disabled",
                                       [KR_EVENT_ACCOUNT_ENABLED] = "looked.do.enabled",
                                       [KR_EVENT_KEY_ROTATED] = "looked.do.rotated",
                                       [KR_EVENT_BACKUP] = "looked.do.backup",
                                       [KR_EVENT_RESTORE] = "looked.do.restore",
                                       [KR_EVENT_VERIFIED] = "looked.do.verified",
                                       [KR_EVENT_PRUNED] = "looked.do.pruned",
                                       [KR_EVENT_SUPPORT] = "looked.do.support",
                                       [KR_EVENT_EMERGENCY] = "looked.do.emergency",
                                       [KR_EVENT_ACCOUNT_CREATED] = "looked.do.account",
                                       [KR_EVENT_ADMINISTRATOR] = "looked.do.administrator"};
    return event < KR_COUNT(keys) && keys[event] ? keys[event] : "looked.do.other";
}

static kr_str parts_of(const telling *t, uint32_t parts) {
    kr_str names[KR_PARTS], text = KR_NONE;
    size_t n = 0;
    kr_lang lang = t->request->prefs.lang;
    const uint8_t *order = kr_share_parts();
    for (size_t i = 0; i < KR_PARTS; i++) {
        char key[48];
        if (!(parts & (1u << order[i]))) continue;
        snprintf(key, sizeof key, "share.open.%s", kr_share_part_name(order[i]));
        names[n++] = kr_arena_copy(t->request->arena, kr_word_s(lang, kr_str_z(key)));
    }
    kr_buf out;
    kr_buf_init(&out, t->request->arena, 2000);
    kr_say_names(&out, lang, names, n, n);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* About whom: of a share its name, of a link whom it was for. */
static kr_str about_whom(const telling *t, const kr_look *look) {
    const kr_share_entry *share = share_of(t, look);
    uint8_t event = event_of(look);
    if (event >= KR_EVENT_ONCE_MADE && event <= KR_EVENT_ONCE_ENDED) return once_name(t, look->object);
    return share ? share->name : kr_word(t->request->prefs.lang, "looked.somebody.else");
}

/* -- why
 * ------------------------------------------------------------------------------------------------------ */

/* Of old rows that went: from before which day, and the operator's reason ("2021-11-22: asked for it"). */
static void put_pruned(kr_request *request, kr_model *row, kr_str why) {
    kr_str day, rest = kr_str_cut(why, ':', &day), said = KR_NONE;
    kr_date date;
    kr_buf out;
    kr_buf_init(&out, request->arena, 100);
    if (kr_date_parse(day, &date))
        kr_say_date(&out, request->prefs.lang, date);
    else
        kr_put(&out, day);
    if (kr_buf_end(&out, &said) != KR_OK) kr_put_lost(row);
    kr_word_arg args[] = {KR_WORD_TEXT("day", said), KR_WORD_TEXT("why", kr_str_trim(rest))};
    kr_put_say(request, row, "why", args[1].text.len ? "looked.why.pruned.said" : "looked.why.pruned", args,
               KR_COUNT(args));
}

static void put_why(const telling *t, kr_model *row, const kr_look *look) {
    kr_request *request = t->request;
    const kr_share_entry *share = share_of(t, look);
    char key[48];
    if (event_of(look) == KR_EVENT_PRUNED && look->why.len) {
        put_pruned(request, row, look->why);
        return;
    }
    if (by_operator(look)) {
        kr_put_text(row, "why", look->why);
        return;
    }
    const char *role = look->role ? kr_share_role_name(look->role) : NULL;
    if (by_owner(t, look) || (!share && !role)) {
        kr_put_text(row, "why", KR_NONE);
        return;
    }
    if (share && share->why.len) {
        kr_word_arg arg = KR_WORD_TEXT("why", share->why);
        kr_put_say(request, row, "why", "looked.why.said", &arg, 1);
        return;
    }
    snprintf(key, sizeof key, "share.role.%s", role ? role : "alongside");
    kr_word_arg arg = KR_WORD_TEXT(
        "role", share && share->word.len ? share->word : kr_word_s(request->prefs.lang, kr_str_z(key)));
    kr_put_say(request, row, "why", "looked.why.role", &arg, 1);
}

/* -- the lines
 * ------------------------------------------------------------------------------------------------ */

/* Looking is kept by the quarter of an hour: it was somewhere between the two. */
static void put_time(const telling *t, kr_model *row, const kr_look *look) {
    static const char *const minutes[] = {"00", "15", "30", "45"};
    kr_request *request = t->request;
    kr_str text = KR_NONE;
    kr_buf out;
    int from = (int)(kr_clock_local(look->at) / 60000 % 1440), to = (from + 15) % 1440;
    uint8_t event = event_of(look);
    if (event <= KR_EVENT_LEDGER || event == KR_EVENT_ONCE_LOOKED) {
        kr_word_arg args[] = {
            KR_WORD_NUMBER("hour", from / 60), KR_WORD_TEXT("minute", kr_str_z(minutes[from % 60 / 15])),
            KR_WORD_NUMBER("endhour", to / 60), KR_WORD_TEXT("endminute", kr_str_z(minutes[to % 60 / 15]))};
        kr_put_say(request, row, "time", "looked.quarter", args, KR_COUNT(args));
        return;
    }
    kr_buf_init(&out, request->arena, 64);
    kr_say_clock(&out, request->prefs.lang, from);
    kr_put_text(row, "time", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

/* who, said, why, own, operator and time: what is told of one look, or of several with their parts together.
 */
static void put_told(const telling *t, kr_model *row, const kr_look *look, uint32_t parts) {
    kr_request *request = t->request;
    kr_word_arg args[] = {KR_WORD_TEXT("what", parts_of(t, parts)),
                          KR_WORD_TEXT("call", kr_share_call(about_whom(t, look)))};
    kr_put_text(row, "who", who_of(t, look));
    kr_put_bool(row, "own", by_owner(t, look) && !by_operator(look));
    kr_put_bool(row, "operator", by_operator(look));
    kr_put_say(request, row, "said", event_key(event_of(look)), args, 2);
    put_why(t, row, look);
    put_time(t, row, look);
}

static void put_line(const telling *t, kr_model *lines, const line *it) {
    kr_request *request = t->request;
    const kr_look *look = it->look;
    kr_model *row = kr_add_object(lines);
    kr_str text = KR_NONE;
    bool own = by_owner(t, look) && !by_operator(look);
    put_told(t, row, look, it->parts);
    kr_buf out;
    kr_buf_init(&out, request->arena, 64);
    kr_put_initials(&out, own ? request->account.name : who_of(t, look));
    kr_put_text(row, "initials", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
    const kr_share_entry *share = own || by_operator(look) ? NULL : share_of(t, look);
    const kr_alter *alter = share && share->rules.person ? kr_page_alter(t->page, share->rules.person) : NULL;
    uint8_t tint = alter ? kr_alter_tint(alter) : 0;
    if (tint)
        kr_put_number(row, "tint", tint);
    else
        kr_put_bool(row, "tint", false);
}

static int64_t day_of(int64_t at) {
    return kr_clock_local(at) / KR_DAY_MS;
}

/* The same person doing the same on the same day is one line. */
static bool same(const line *a, const kr_look *look) {
    const kr_look *b = a->look;
    bool gathered = event_of(b) == KR_EVENT_LOOK || event_of(b) == KR_EVENT_LEDGER ||
                    event_of(b) == KR_EVENT_SHARE_CHANGED || event_of(b) == KR_EVENT_INVITE_MADE ||
                    event_of(b) == KR_EVENT_BACKUP || event_of(b) == KR_EVENT_VERIFIED;
    return gathered && event_of(b) == event_of(look) && b->account == look->account &&
           b->share == look->share && day_of(b->at) == day_of(look->at);
}

/* Gathers the rows, newest first, into at most `cap` lines; returns how many rows went in. */
static size_t gather(const telling *t, const kr_look *looks, size_t count, kr_looks_asked asked, line *out,
                     size_t *n) {
    size_t i = 0, first = 0, cap = asked.lines;
    int64_t since = asked.days ? t->request->now - asked.days * KR_DAY_MS : 0;
    *n = 0;
    for (; i < count && looks[i].at >= since; i++) {
        if (asked.others && by_owner(t, &looks[i]) && event_of(&looks[i]) <= KR_EVENT_LEDGER) continue;
        size_t at = first;
        while (at < *n && day_of(out[at].look->at) != day_of(looks[i].at)) at = ++first;
        while (at < *n && !same(&out[at], &looks[i])) at++;
        if (at == *n) {
            if (*n == cap) break;
            out[(*n)++] = (line){.look = &looks[i]};
        }
        if (looks[i].part < KR_PARTS) out[at].parts |= 1u << looks[i].part;
    }
    return i;
}

static void put_days(const telling *t, kr_model *days, const line *lines, size_t n) {
    kr_model *rows = NULL;
    for (size_t i = 0; i < n; i++) {
        int64_t local = kr_clock_local(lines[i].look->at);
        if (i == 0 || day_of(lines[i - 1].look->at) != day_of(lines[i].look->at)) {
            kr_model *day = kr_add_object(days);
            kr_buf out;
            kr_str text = KR_NONE;
            kr_buf_init(&out, t->request->arena, 100);
            if (kr_date_of(local) == kr_date_of(t->request->local)) {
                kr_put(&out, kr_word(t->request->prefs.lang, "looked.today"));
                kr_put_z(&out, ", ");
            }
            kr_say_date(&out, t->request->prefs.lang, kr_date_of(local));
            kr_put_text(day, "day", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
            rows = kr_put_array(day, "lines");
        }
        put_line(t, rows, &lines[i]);
    }
}

kr_err kr_put_looks(const kr_page *page, const kr_share_entry *shares, size_t n_shares, kr_looks_asked asked,
                    kr_error *error) {
    kr_request *request = page->request;
    kr_model *model = page->model;
    telling t = {.page = page, .request = request, .shares = shares, .n_shares = n_shares};
    kr_look *looks = NULL;
    kr_once *onces = NULL;
    size_t count = 0, n = 0;
    kr_model *days = kr_put_array(model, "days");
    kr_err err = KR_OK;
    line *lines = kr_new_n(request->arena, line, asked.lines + 1);
    if (!lines) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (!request->example)
        err = kr_looks_of(request->web->store, &looks, &count, request->arena, request->account.id,
                          request->circle_id, asked.before, MOST_ROWS, error);
    if (err == KR_OK && !request->example)
        err = kr_onces_of(request->web->store, &onces, &t.n_onces, request->arena, request->account.id,
                          request->circle_id, error);
    if (err != KR_OK) return err;
    t.onces = onces;
    size_t used = gather(&t, looks, count, asked, lines, &n);
    put_days(&t, days, lines, n);
    kr_put_bool(model, "has_looks", n > 0);
    kr_put_bool(model, "more", used < count || count == MOST_ROWS);
    kr_put_number(model, "oldest", n ? lines[n - 1].look->at : 0);
    return KR_OK;
}

/* -- to take along
 * -------------------------------------------------------------------------------------------- */

kr_err kr_put_looks_told(kr_request *request, kr_id circle, const kr_share_entry *shares, size_t n_shares,
                         const kr_look *looks, size_t n_looks, kr_model *rows, kr_error *error) {
    telling t = {.request = request, .shares = shares, .n_shares = n_shares};
    kr_once *onces = NULL;
    kr_err err = kr_onces_of(request->web->store, &onces, &t.n_onces, request->arena, request->account.id,
                             circle, error);
    if (err) return err;
    t.onces = onces;
    for (size_t i = 0; i < n_looks; i++) {
        char id[17];
        kr_str day = KR_NONE;
        kr_buf out;
        kr_model *row = kr_add_object(rows);
        kr_id_text(looks[i].share, id);
        kr_buf_init(&out, request->arena, 100);
        kr_say_date(&out, request->prefs.lang, kr_date_of(kr_clock_local(looks[i].at)));
        kr_put_text(row, "day", kr_buf_end(&out, &day) == KR_OK ? day : KR_NONE);
        kr_put_number(row, "at_ms", looks[i].at);
        put_told(&t, row, &looks[i], looks[i].part < KR_PARTS ? 1u << looks[i].part : 0);
        kr_put_text(row, "share", kr_str_z(id));
        kr_put_number(row, "event", looks[i].event);
        kr_put_number(row, "part", looks[i].part);
    }
    return KR_OK;
}

/* -- the page
 * ------------------------------------------------------------------------------------------------- */

static void put_periods(kr_request *request, kr_model *model, int64_t chosen) {
    static const struct {
        int days;
        const char *key;
    } periods[] = {{14, "looked.period.two_weeks"}, {92, "looked.period.quarter"}, {0, "looked.period.all"}};
    kr_model *array = kr_put_array(model, "periods");
    for (size_t i = 0; i < KR_COUNT(periods); i++) {
        kr_model *one = kr_add_object(array);
        kr_put_number(one, "value", periods[i].days);
        kr_put_word(request, one, "label", periods[i].key);
        kr_put_bool(one, "current", periods[i].days == chosen);
    }
}

kr_err kr_page_looked(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_share_entry *shares = NULL;
    size_t count = 0;
    int64_t days = 14, before = 0;
    kr_err err = kr_page_open(&page, request, reply, "looked.title", error);
    if (err != KR_OK) return err;
    kr_page_flow(request, page.model, "/delen", "share.back");
    if (!kr_str_int(kr_query(request, "dagen"), &days) || days < 0 || days > 36500) days = 14;
    if (!kr_str_int(kr_query(request, "voor"), &before) || before < 0) before = 0;
    put_periods(request, page.model, days);
    if (!request->example)
        err = kr_shares_of(request->web->store, &shares, &count, request->arena, request->account.id,
                           request->circle_id, error);
    kr_looks_asked asked = {.before = before, .days = (int)days, .lines = PAGE_LINES};
    return err != KR_OK ? err : kr_put_looks(&page, shares, count, asked, error);
}
