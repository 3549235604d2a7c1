#include "core/base.h"

static void copy_bounded(char *out, size_t cap, const char *text) {
    size_t n = text ? strlen(text) : 0;
    if (n >= cap) {
        n = cap - 1;
        /* Do not leave half a character at the end. */
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
    }
    if (n > 0) memcpy(out, text, n);
    out[n] = '\0';
}

kr_err kr_fail_at(kr_error *error, kr_err code, const char *key, const char *detail, uint32_t line,
                  uint32_t column) {
    kr_fail(error, code, key, NULL, detail);
    if (error) {
        error->line = line;
        error->column = column;
    }
    return code;
}

kr_err kr_fail(kr_error *error, kr_err code, const char *key, const char *field, const char *detail) {
    if (error) {
        memset(error, 0, sizeof *error);
        error->code = code;
        copy_bounded(error->key, sizeof error->key, key);
        copy_bounded(error->field, sizeof error->field, field);
        copy_bounded(error->detail, sizeof error->detail, detail);
    }
    return code;
}

int kr_str_cmp(kr_str a, kr_str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (order != 0) return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool kr_str_starts(kr_str s, kr_str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool kr_str_ends(kr_str s, kr_str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

size_t kr_str_find(kr_str s, kr_str needle) {
    if (needle.len == 0) return 0;
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        if (s.ptr[i] == needle.ptr[0] && memcmp(s.ptr + i, needle.ptr, needle.len) == 0) return i;
    }
    return SIZE_MAX;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A no-break space is two bytes, C2 A0. */
static bool is_no_break(const char *at) {
    return (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0;
}

kr_str kr_str_trim(kr_str s) {
    /* most have nothing to take off */
    if (s.len > 0 && s.ptr[0] > ' ' && s.ptr[s.len - 1] > ' ') return s;
    for (;;) {
        if (s.len > 0 && is_space(s.ptr[0]))
            s.ptr++, s.len--;
        else if (s.len > 1 && is_no_break(s.ptr))
            s.ptr += 2, s.len -= 2;
        else
            break;
    }
    for (;;) {
        if (s.len > 0 && is_space(s.ptr[s.len - 1]))
            s.len--;
        else if (s.len > 1 && is_no_break(s.ptr + s.len - 2))
            s.len -= 2;
        else
            break;
    }
    return s;
}

kr_str kr_str_cut(kr_str s, char separator, kr_str *head) {
    const char *at = s.len ? memchr(s.ptr, separator, s.len) : NULL;
    if (!at) {
        *head = s;
        return s.len ? kr_str_n(s.ptr + s.len, 0) : s;
    }
    *head = kr_str_n(s.ptr, (size_t)(at - s.ptr));
    return kr_str_n(at + 1, s.len - head->len - 1);
}

bool kr_str_int(kr_str s, int64_t *out) {
    size_t i = 0;
    bool minus = s.len > 0 && s.ptr[0] == '-';
    if (minus) i = 1;
    if (i >= s.len || s.len - i > 19) return false;
    uint64_t value = 0;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        value = value * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    if (value > (uint64_t)INT64_MAX) return false;
    *out = minus ? -(int64_t)value : (int64_t)value;
    return true;
}

/* The lower 32 bits as eight digits, all at once: each half byte gets a byte of its own, and those above nine
 * are raised to the letters. */
static void put_half(uint64_t half, char *out) {
    half = (half << 16 | half) & 0x0000FFFF0000FFFF;
    half = (half << 8 | half) & 0x00FF00FF00FF00FF;
    half = (half << 4 | half) & 0x0F0F0F0F0F0F0F0F;
    uint64_t above = (half + 0x0606060606060606) >> 4 & 0x0101010101010101;
    half += 0x3030303030303030 + above * ('a' - '0' - 10);
    for (int i = 0; i < 8; i++) out[i] = (char)(half >> (56 - 8 * i));
}

void kr_id_text(kr_id id, char out[17]) {
    put_half(id >> 32, out);
    put_half(id & 0xFFFFFFFF, out + 8);
    out[16] = '\0';
}

bool kr_id_parse(kr_str s, kr_id *out) {
    if (s.len != 16) return false;
    kr_id id = 0;
    for (size_t i = 0; i < 16; i++) {
        char c = s.ptr[i];
        if (c >= '0' && c <= '9')
            id = id << 4 | (kr_id)(c - '0');
        else if (c >= 'a' && c <= 'f')
            id = id << 4 | (kr_id)(c - 'a' + 10);
        else
            return false;
    }
    *out = id;
    return true;
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Exactly `count` digits at *at. */
static bool take_digits(kr_str s, size_t *at, size_t count, int *out) {
    if (*at + count > s.len) return false;
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = s.ptr[*at + i];
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    *at += count;
    *out = value;
    return true;
}

bool kr_date_parse(kr_str s, kr_date *out) {
    size_t at = 0;
    int year, month = 0, day = 0;
    if (!take_digits(s, &at, 4, &year) || year < 1) return false;
    if (at < s.len) {
        if (s.ptr[at++] != '-' || !take_digits(s, &at, 2, &month) || month < 1 || month > 12) return false;
    }
    if (at < s.len) {
        if (s.ptr[at++] != '-' || !take_digits(s, &at, 2, &day) || day < 1) return false;
        if (day > days_in_month(year, month)) return false;
    }
    if (at != s.len) return false;
    *out = year * 10000 + month * 100 + day;
    return true;
}

static size_t put_digits(char *out, size_t at, int value, int count) {
    for (int i = count - 1; i >= 0; i--, value /= 10) out[at + (size_t)i] = (char)('0' + value % 10);
    return at + (size_t)count;
}

size_t kr_date_text(kr_date date, char out[11]) {
    size_t n = 0;
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (date > 0 && year <= 9999) {
        n = put_digits(out, n, year, 4);
        if (month) {
            out[n++] = '-';
            n = put_digits(out, n, month, 2);
        }
        if (month && day) {
            out[n++] = '-';
            n = put_digits(out, n, day, 2);
        }
    }
    out[n] = '\0';
    return n;
}

/* Days since 1970 to a civil date, counting years from March so that the leap day comes last. */
kr_date kr_date_of(int64_t ms) {
    int64_t days = ms / 86400000;
    if (ms % 86400000 < 0) days--;
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    if (year < 1 || year > 9999) return 0;
    return (kr_date)(year * 10000 + month * 100 + day);
}
