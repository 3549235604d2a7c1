/* Dates of GEDCOM: the best single date out of a phrase, and phrases for another version. */
#include "format/tree.h"

static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                     "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_word(kr_str s, const char *word) {
    if (s.len != strlen(word)) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (upper(s.ptr[i]) != word[i]) return false;
    }
    return true;
}

/* "DEC", also in full: "December". */
static int month_of(kr_str s) {
    static const char *const rest[] = {"UARY", "RUARY", "CH",     "IL",   "",      "E",
                                       "Y",    "UST",   "TEMBER", "OBER", "EMBER", "EMBER"};
    for (int i = 0; i < 12; i++) {
        bool full = s.len == 3 || is_word(kr_str_n(s.ptr + 3, s.len < 3 ? 0 : s.len - 3), rest[i]);
        if (s.len >= 3 && is_word(kr_str_n(s.ptr, 3), months[i]) && full) return i + 1;
    }
    return 0;
}

/* Words, with "@#D...@" as one even when there is a space in it. */
static kr_str next_word(kr_str *rest) {
    *rest = kr_str_trim(*rest);
    size_t n = 0;
    if (rest->len > 1 && rest->ptr[0] == '@' && rest->ptr[1] == '#') {
        for (n = 2; n < rest->len && rest->ptr[n] != '@'; n++) continue;
        if (n < rest->len) n++;
    } else {
        while (n < rest->len && rest->ptr[n] != ' ' && !(n && rest->ptr[n] == '(')) n++;
    }
    kr_str word = kr_str_n(rest->ptr, n);
    *rest = kr_str_n(rest->ptr + n, rest->len - n);
    return word;
}

static bool is_one_of(kr_str word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (is_word(word, list[i])) return true;
    }
    return false;
}

static const char *const before_us[] = {"BC", "B.C.", "BCE", "B.C", "BC."};
static const char *const ours[] = {"@#DGREGORIAN@", "GREGORIAN", "@#DJULIAN@", "JULIAN"};

/* 1698 and 1698/99, which we count as the later one: the year as it was written afterwards. */
static bool year_of(kr_str s, int64_t *year, bool *dual) {
    kr_str first, second = kr_str_cut(s, '/', &first);
    int64_t n, m;
    if (!kr_str_int(first, &n) || n < 1 || n > 9999 || first.ptr[0] == '-') return false;
    /* A double year, or one that is filled up with zeros, says more than its number. */
    *dual = first.len < s.len || first.ptr[0] == '0';
    *year = n;
    if (*dual && kr_str_int(second, &m) && n < 9999 && (n + 1) % 100 == m % 100) *year = n + 1;
    return true;
}

typedef struct scan {
    int64_t day, month, year;
    bool extra; /* more than day, month and year was said */
    bool lost;  /* in another calendar, or before our era */
} scan;

static kr_date date_of(const scan *s) {
    kr_date date = 0;
    char text[11];
    if (s->lost || !s->year) return 0;
    /* A day that is not in the calendar leaves its month. */
    for (int part = s->month ? s->day ? 2 : 1 : 0; part >= 0; part--) {
        kr_date full = (kr_date)(s->year * 10000 + (part > 0 ? s->month * 100 : 0) + (part > 1 ? s->day : 0));
        size_t n = kr_date_text(full, text);
        if (n && kr_date_parse(kr_str_n(text, n), &date) && date == full) return date;
    }
    return 0;
}

static size_t put_digits(char *text, int number) {
    char back[8];
    size_t n = 0;
    do back[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0 && n < sizeof back);
    for (size_t i = 0; i < n; i++) text[i] = back[n - 1 - i];
    return n;
}

/* "4 JUL 1998"; nothing for an unknown date. */
static size_t date_text(kr_date date, char text[16]) {
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    size_t n = 0;
    if (date <= 0 || year > 9999) return 0;
    if (month && day) {
        n = put_digits(text, day);
        text[n++] = ' ';
    }
    if (month >= 1 && month <= 12) {
        memcpy(text + n, months[month - 1], 3);
        n += 3;
        text[n++] = ' ';
    }
    return n + put_digits(text + n, year);
}

/* Reads a date as far as the first one goes. */
static void take_words(scan *s, kr_str rest) {
    for (int words = 0; rest.len && words < 40; words++) {
        kr_str word = next_word(&rest);
        int64_t number;
        bool dual = false;
        if (word.len == 0) break;
        if (word.ptr[0] == '(') {
            s->extra = true;
            break;
        }
        bool known = is_one_of(word, ours, KR_COUNT(ours));
        if (is_one_of(word, before_us, KR_COUNT(before_us)) || (word.ptr[0] == '@' && !known)) s->lost = true;
        bool calendar = is_word(word, "HEBREW") || is_word(word, "FRENCH_R") || word.ptr[0] == '_';
        if (calendar) s->lost = true;
        if (s->year || s->lost) {
            /* Whatever follows the first date: only "B.C." still changes it. */
            s->extra = true;
            if (s->lost) break;
            bool end = is_word(word, "AND") || is_word(word, "TO");
            if (end) break;
        } else if (!s->month && month_of(word)) {
            s->month = month_of(word);
        } else if (!s->month && !s->day && word.len <= 2 && kr_str_int(word, &number) && number >= 1 &&
                   number <= 31) {
            s->day = number;
        } else if (year_of(word, &s->year, &dual)) {
            s->extra = s->extra || dual;
        } else {
            s->extra = true;
        }
    }
}

kr_gedcom_date kr_gedcom_date_read(kr_str phrase) {
    scan s = {0};
    take_words(&s, kr_str_trim(phrase));
    /* "12" alone is a year long ago. */
    if (s.day && !s.month && !s.year) s.year = s.day, s.day = 0;
    if (s.day && !s.month) s.extra = true, s.day = 0;
    kr_gedcom_date out = {date_of(&s), false};
    bool whole = out.date % 100 == s.day && out.date / 100 % 100 == s.month;
    out.plain = out.date && whole && !s.extra;
    return out;
}

void kr_gedcom_date_put(kr_buf *out, kr_date date) {
    char text[16];
    kr_put(out, kr_str_n(text, date_text(date, text)));
}

/* -- phrases of one version in the other -- */

static const struct {
    const char *old, *new;
} calendars[] = {{"@#DGREGORIAN@", "GREGORIAN"},
                 {"@#DJULIAN@", "JULIAN"},
                 {"@#DHEBREW@", "HEBREW"},
                 {"@#DFRENCH R@", "FRENCH_R"}};

static bool is_date_word(kr_str word) {
    static const char *const said[] = {"ABT", "CAL", "EST", "BEF", "AFT", "BET", "AND", "FROM", "TO"};
    static const char *const other_months[] = {"TSH",  "CSH",  "KSL",  "TVT",  "SHV",  "ADR",  "ADS",
                                               "NSN",  "IYR",  "SVN",  "TMZ",  "AAV",  "ELL",  "VEND",
                                               "BRUM", "FRIM", "NIVO", "PLUV", "VENT", "GERM", "FLOR",
                                               "PRAI", "MESS", "THER", "FRUC", "COMP"};
    int64_t number;
    return is_one_of(word, said, KR_COUNT(said)) || month_of(word) || kr_str_int(word, &number) ||
           is_one_of(word, other_months, KR_COUNT(other_months)) ||
           is_one_of(word, before_us, KR_COUNT(before_us));
}

static void put_word(kr_buf *out, kr_str word, bool seven) {
    for (size_t i = 0; i < KR_COUNT(calendars); i++) {
        if (!is_word(word, calendars[i].old) && !is_word(word, calendars[i].new)) continue;
        kr_put_z(out, seven ? calendars[i].new : calendars[i].old);
        return;
    }
    if (is_one_of(word, before_us, KR_COUNT(before_us))) {
        kr_put_z(out, seven ? "BCE" : "B.C.");
        return;
    }
    int month = month_of(word);
    if (month) kr_put_z(out, months[month - 1]);
    for (size_t i = 0; !month && i < word.len; i++) kr_put_c(out, upper(word.ptr[i]));
}

static bool is_calendar(kr_str word) {
    for (size_t i = 0; i < KR_COUNT(calendars); i++) {
        if (is_word(word, calendars[i].old) || is_word(word, calendars[i].new)) return true;
    }
    return false;
}

bool kr_gedcom_phrase_put(kr_buf *out, kr_str phrase, bool seven) {
    kr_str rest = kr_str_trim(phrase);
    bool years = false;
    if (rest.len == 0) return false;
    /* The older version has free text and double years of its own; it takes back what it wrote. */
    bool own =
        rest.ptr[0] == '(' || kr_str_starts(rest, KR_STR("INT ")) || memchr(rest.ptr, '/', rest.len) != NULL;
    if (own && !seven) {
        kr_put(out, rest);
        return true;
    }
    for (kr_str probe = rest; probe.len;) {
        kr_str word = next_word(&probe);
        int64_t number;
        bool own_word = seven && word.len > 1 && word.ptr[0] == '_';
        if (!is_date_word(word) && !is_calendar(word) && !own_word) return false;
        years = years || kr_str_int(word, &number);
        probe = kr_str_trim(probe);
    }
    if (!years) return false;
    for (bool first = true; rest.len; first = false) {
        kr_str word = next_word(&rest);
        if (!first) kr_put_c(out, ' ');
        put_word(out, word, seven);
        rest = kr_str_trim(rest);
    }
    return true;
}
