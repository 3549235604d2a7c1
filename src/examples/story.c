#include "examples/story_int.h"

static const struct {
    const char *name;
    kr_act act;
} acts[] = {{"begin", KR_ACT_BEGIN},     {"name", KR_ACT_NAME},       {"place", KR_ACT_PLACE},
            {"say", KR_ACT_SAY},         {"know", KR_ACT_KNOW},       {"leave", KR_ACT_LEAVE},
            {"return", KR_ACT_RETURN},   {"undo", KR_ACT_UNDO},       {"moment", KR_ACT_MOMENT},
            {"wish", KR_ACT_WISH},       {"answer", KR_ACT_ANSWER},   {"card", KR_ACT_CARD},
            {"self", KR_ACT_SELF},       {"way", KR_ACT_WAY},         {"plan", KR_ACT_PLAN},
            {"outcome", KR_ACT_OUTCOME}, {"success", KR_ACT_SUCCESS}, {"sheet", KR_ACT_SHEET}};

kr_err story_wrong(const story *s, kr_str what, kr_error *error) {
    char detail[120] = "";
    size_t len = what.len < sizeof detail ? what.len : sizeof detail - 1;
    memcpy(detail, what.ptr, len);
    return kr_fail_at(error, KR_E_SYNTAX, "story.line", detail, s->line, 0);
}

/* Numbers that look random and are always the same (splitmix64). */
kr_id story_next_id(void *context) {
    uint64_t *seed = context;
    *seed += 0x9e3779b97f4a7c15u;
    uint64_t z = *seed;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return z ? z : 1;
}

static uint64_t hash_text(kr_str s) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.len; i++) h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    return h;
}

/* Days since 1970 of a calendar day. */
static int64_t days_of(int64_t y, int64_t m, int64_t d) {
    y -= m <= 2;
    int64_t era = y / 400, year = y - era * 400;
    int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

/* The last Sunday of March or October: when the clocks of the Netherlands change. */
static int64_t last_sunday(int64_t year, int64_t month) {
    int64_t last = days_of(year, month, 31);
    return last - (last + 4) % 7;
}

static bool two_digits(kr_str s, size_t at, int64_t *out) {
    return at + 2 <= s.len && kr_str_int(kr_str_n(s.ptr + at, 2), out);
}

/* "2026-03-06" and "10.05", as clocks in the Netherlands show it. */
static bool moment_of(kr_str day, kr_str clock, int64_t *ms) {
    kr_date date;
    int64_t hour, minute;
    if (!kr_date_parse(day, &date) || date % 100 == 0) return false;
    if (clock.len != 5 || !two_digits(clock, 0, &hour) || !two_digits(clock, 3, &minute)) return false;
    int64_t year = date / 10000, days = days_of(year, date / 100 % 100, date % 100);
    bool summer = days >= last_sunday(year, 3) && days < last_sunday(year, 10);
    *ms = (((days * 24 + hour - (summer ? 2 : 1)) * 60) + minute) * 60000;
    return true;
}

static bool act_of(kr_str name, kr_act *out) {
    for (size_t i = 0; i < KR_COUNT(acts); i++) {
        if (!kr_str_is(name, acts[i].name)) continue;
        *out = acts[i].act;
        return true;
    }
    return false;
}

kr_err story_open(story *s, kr_str head, kr_error *error) {
    kr_err err = story_close(s, error);
    if (err != KR_OK) return err;
    kr_str day, clock, who;
    kr_act act;
    kr_str act_name = kr_str_cut(head, ' ', &day);
    act_name = kr_str_cut(act_name, ' ', &clock);
    act_name = kr_str_cut(act_name, ' ', &who);
    kr_maker maker = {.author = hash_text(who), .author_name = who, .ids = {story_next_id, &s->seed}};
    if (!moment_of(day, clock, &maker.at_ms) || !act_of(act_name, &act)) return story_wrong(s, head, error);
    if (s->out->count && maker.at_ms <= s->out->changes[s->out->count - 1].at_ms)
        return story_wrong(s, head, error);
    kr_draft_begin(&s->draft, s->arena, &s->circle, maker, act, s->circle.n_changes);
    s->open = true;
    return KR_OK;
}

kr_err story_close(story *s, kr_error *error) {
    if (!s->open) return KR_OK;
    s->open = false;
    if (s->out->count == STORY_MOST_CHANGES) return kr_fail(error, KR_E_LIMIT, "story.long", NULL, NULL);
    kr_err err = kr_draft_end(&s->draft, &s->out->changes[s->out->count], error);
    if (err != KR_OK) {
        if (error) error->line = s->line;
        return err;
    }
    s->out->count++;
    return kr_circle_fold(&s->circle, s->arena, s->out->changes, s->out->count, error);
}

static kr_err one_line(story *s, kr_str line, kr_error *error) {
    if (line.len == 0 || line.ptr[0] == '#') return KR_OK;
    kr_str rest, first;
    rest = kr_str_cut(line, ' ', &first);
    if (kr_str_is(first, "==")) return story_open(s, rest, error);
    if (s->open) return story_line(s, line, error);
    if (kr_str_is(first, "slug")) {
        s->out->slug = rest;
        s->seed = hash_text(rest);
        s->plan_seed = ~s->seed;
    } else if (kr_str_is(first, "name")) {
        s->out->name = rest;
    } else {
        return story_wrong(s, line, error);
    }
    return KR_OK;
}

kr_err kr_story_read(kr_story *out, kr_arena *arena, kr_str text, kr_error *error) {
    story *s = kr_new(arena, story);
    kr_story told = {0};
    told.changes = kr_new_n(arena, kr_change, STORY_MOST_CHANGES);
    if (!s || !told.changes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    s->arena = arena;
    s->out = &told;
    while (text.len) {
        kr_str line;
        text = kr_str_cut(text, '\n', &line);
        s->line++;
        kr_err err = one_line(s, kr_str_trim(line), error);
        if (err != KR_OK) return err;
    }
    kr_err err = story_close(s, error);
    if (err != KR_OK) return err;
    *out = told;
    return KR_OK;
}
