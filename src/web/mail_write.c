/* The words of the one mail there is, and how a mail is written down (RFC 5322, quoted-printable). */
#include <sodium.h>

#include "web/post.h"

#define MOST_MAIL (32u << 10)

bool kr_mail_name(kr_str name) {
    static const char *const never[] = {"://", "www.", "@", "<", ">", "/", "\\"};
    if (name.len == 0 || name.len > 400) return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f) return false;
    for (size_t i = 0; i < KR_COUNT(never); i++)
        if (kr_str_find(name, kr_str_z(never[i])) != SIZE_MAX) return false;
    return true;
}

/* -- quoted-printable -- */
static void put_hex(kr_buf *out, unsigned char c) {
    static const char digits[] = "0123456789ABCDEF";
    kr_put_c(out, '=');
    kr_put_c(out, digits[c >> 4]);
    kr_put_c(out, digits[c & 15]);
}

static void put_quoted(kr_buf *out, kr_str text) {
    size_t column = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '\n') {
            kr_put_z(out, "\r\n");
            column = 0;
            continue;
        }
        bool last = i + 1 == text.len || text.ptr[i + 1] == '\n';
        bool bare = (c > 0x20 && c < 0x7f && c != '=') || (c == ' ' && !last);
        if (column + (bare ? 1 : 3) > 72) {
            kr_put_z(out, "=\r\n");
            column = 0;
        }
        if (bare)
            kr_put_c(out, (char)c);
        else
            put_hex(out, c);
        column += bare ? 1 : 3;
    }
}

/* -- the day, as mail says it: always in English, always UTC -- */
static void put_two(kr_buf *out, int64_t n) {
    if (n < 10) kr_put_c(out, '0');
    kr_put_int(out, n);
}

static void put_date(kr_buf *out, int64_t now) {
    static const char days[] = "ThuFriSatSunMonTueWed", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    kr_date date = kr_date_of(now);
    int64_t seconds = now / 1000 % 86400;
    kr_put(out, kr_str_n(days + 3 * (now / 86400000 % 7), 3));
    kr_put_z(out, ", ");
    kr_put_int(out, date % 100);
    kr_put_c(out, ' ');
    kr_put(out, kr_str_n(months + 3 * (date / 100 % 100 - 1), 3));
    kr_put_c(out, ' ');
    kr_put_int(out, date / 10000);
    kr_put_c(out, ' ');
    put_two(out, seconds / 3600);
    kr_put_c(out, ':');
    put_two(out, seconds / 60 % 60);
    kr_put_c(out, ':');
    put_two(out, seconds % 60);
    kr_put_z(out, " +0000");
}

/* -- the words -- */
static void put_words(kr_buf *out, kr_lang lang, kr_str from, kr_str link, bool html) {
    static const char *const keys[] = {"mail.hello", "mail.invite", "mail.link", "mail.once", "mail.unknown"};
    kr_buf escaped;
    kr_str name = from;
    kr_buf_init(&escaped, out->arena, 4096);
    kr_put_xml(&escaped, from);
    if (html && kr_buf_end(&escaped, &name) != KR_OK) name = KR_STR("");
    const kr_word_arg args[] = {KR_WORD_TEXT("name", name)};
    for (size_t i = 0; i < KR_COUNT(keys); i++) {
        if (html) kr_put_z(out, "<p>");
        if (i == 2) {
            if (html) kr_put_z(out, "<a href=\"");
            if (html) kr_put_xml(out, link);
            if (html) kr_put_z(out, "\">");
            kr_put(out, html ? kr_word(lang, keys[i]) : link);
            if (html) kr_put_z(out, "</a>");
        } else {
            kr_say(out, lang, keys[i], args, KR_COUNT(args));
        }
        kr_put_z(out, html ? "</p>\n" : "\n\n");
    }
}

static void put_part(kr_buf *out, const char *boundary, const char *type, kr_str text) {
    kr_put_z(out, "--");
    kr_put_z(out, boundary);
    kr_put_z(out, "\r\nContent-Type: ");
    kr_put_z(out, type);
    kr_put_z(out, "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    put_quoted(out, text);
    kr_put_z(out, "\r\n");
}

static void put_head(kr_buf *out, const kr_mail_settings *settings, kr_lang lang, kr_str to, int64_t now,
                     const char *random) {
    size_t at = kr_str_find(settings->from, KR_STR("@"));
    kr_put_z(out, "Date: ");
    put_date(out, now);
    kr_put_z(out, "\r\nFrom: ");
    kr_put(out, settings->name);
    kr_put_z(out, " <");
    kr_put(out, settings->from);
    kr_put_z(out, ">\r\nTo: <");
    kr_put(out, to);
    kr_put_z(out, ">\r\nMessage-ID: <");
    kr_put_z(out, random);
    kr_put(out, kr_str_n(settings->from.ptr + at, settings->from.len - at));
    kr_put_z(out, ">\r\nSubject: ");
    kr_put(out, kr_word(lang, "mail.subject")); /* plain letters in every language: a test looks */
    kr_put_z(out, "\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"
                  "MIME-Version: 1.0\r\nContent-Language: ");
    kr_put_z(out, kr_lang_code(lang));
    kr_put_z(out, "\r\nContent-Type: multipart/alternative; boundary=\"");
    kr_put_z(out, random);
    kr_put_z(out, "\"\r\n\r\n");
}

static void put_page(kr_buf *out, kr_lang lang, kr_str from, kr_str link) {
    kr_put_z(out, "<!doctype html>\n<html lang=\"");
    kr_put_z(out, kr_lang_code(lang));
    kr_put_z(out, "\"><head><meta charset=\"utf-8\"><title>");
    kr_put_xml(out, kr_word(lang, "mail.subject"));
    kr_put_z(out, "</title></head><body>\n");
    put_words(out, lang, from, link, true);
    kr_put_z(out, "</body></html>\n");
}

kr_err kr_mail_write(kr_str *out, kr_arena *arena, const kr_mail_settings *settings, kr_lang lang, kr_str to,
                     kr_str from, kr_str link, int64_t now, kr_error *error) {
    unsigned char bytes[16];
    char random[2 * sizeof bytes + 1];
    kr_buf plain, page, mail;
    kr_str text, html;
    if (!kr_mail_address(to)) return kr_fail(error, KR_E_INVALID, "share.mail.wrong", NULL, NULL);
    if (!kr_mail_name(from)) return kr_fail(error, KR_E_INVALID, "mail.name", NULL, NULL);
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(random, sizeof random, bytes, sizeof bytes);
    kr_buf_init(&plain, arena, MOST_MAIL);
    put_words(&plain, lang, from, link, false);
    kr_buf_init(&page, arena, MOST_MAIL);
    put_page(&page, lang, from, link);
    kr_err err = kr_buf_end(&plain, &text);
    if (err == KR_OK) err = kr_buf_end(&page, &html);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    kr_buf_init(&mail, arena, 4 * MOST_MAIL);
    kr_put(&mail, to);
    kr_put_c(&mail, '\n');
    put_head(&mail, settings, lang, to, now, random);
    put_part(&mail, random, "text/plain", text);
    put_part(&mail, random, "text/html", html);
    kr_put_z(&mail, "--");
    kr_put_z(&mail, random);
    kr_put_z(&mail, "--\r\n");
    err = kr_buf_end(&mail, out);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}
