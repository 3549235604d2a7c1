/* Dates and times as people write them. */
#include "words/words.h"

#define MINUTE_MS 60000
#define DAY_MS    86400000

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static kr_str month_name(kr_lang lang, int month) {
    char key[sizeof "month." + 2] = "month.";
    size_t at = sizeof "month." - 1;
    if (month >= 10) key[at++] = '1';
    key[at++] = (char)('0' + month % 10);
    return kr_word_s(lang, kr_str_n(key, at));
}

/* Day and month, with the year where it is wanted. */
static void say_day(kr_buf *out, kr_lang lang, kr_date date, bool with_year) {
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    bool has_month = month >= 1 && month <= 12;
    if (has_month && day > 0) {
        kr_put_int(out, day);
        kr_put_c(out, ' ');
    }
    if (has_month) kr_put(out, month_name(lang, month));
    if (has_month && with_year) kr_put_c(out, ' ');
    if (with_year || !has_month) kr_put_int(out, year);
}

void kr_say_date(kr_buf *out, kr_lang lang, kr_date date) {
    if (date > 0) say_day(out, lang, date, true);
}

void kr_say_clock(kr_buf *out, kr_lang lang, int minutes) {
    int hour = minutes / 60, minute = minutes % 60;
    char two[2] = {(char)('0' + minute / 10), (char)('0' + minute % 10)};
    kr_str text = kr_str_n(two, 2);
    const kr_word_arg args[] = {KR_WORD_NUMBER("hour", hour), KR_WORD_TEXT("minute", text)};
    kr_say(out, lang, "words.clock", args, KR_COUNT(args));
}

void kr_say_moment(kr_buf *out, kr_lang lang, int64_t at_ms, int64_t now_ms) {
    int64_t day = floor_div(at_ms, DAY_MS), today = floor_div(now_ms, DAY_MS);
    kr_date date = kr_date_of(at_ms);
    if (day == today)
        kr_put(out, kr_word(lang, "words.today"));
    else if (day == today - 1)
        kr_put(out, kr_word(lang, "words.yesterday"));
    else
        say_day(out, lang, date, date / 10000 != kr_date_of(now_ms) / 10000);
    kr_put(out, KR_STR(", "));
    kr_say_clock(out, lang, (int)(floor_div(at_ms, MINUTE_MS) - day * (DAY_MS / MINUTE_MS)));
}
