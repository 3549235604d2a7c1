/* Lines of GEDCOM, and events. */
#include "core/utf8.h"
#include "format/gedcom_out.h"

#define MOST_LINE 180 /* bytes of a value: the old version has lines of at most 255 characters */

static void put_head(gedcom_out *g, int level, const char *tag) {
    kr_put_int(g->out, level);
    kr_put_c(g->out, ' ');
    kr_put_z(g->out, tag);
}

void gedcom_line(gedcom_out *g, int level, const char *tag, kr_str value) {
    put_head(g, level, tag);
    if (value.len) {
        kr_put_c(g->out, ' ');
        kr_put(g->out, value);
    }
    kr_put_c(g->out, '\n');
}

void gedcom_mark_line(gedcom_out *g, int level, const char *tag, kr_str mark) {
    gedcom_line(g, level, tag, mark);
}

/* An at sign of the text itself is written twice: in front in the new version, everywhere in the old one. */
static void put_signs(gedcom_out *g, kr_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '@' && (i == 0 || !g->options->seven)) kr_put_c(g->out, '@');
        kr_put_c(g->out, text.ptr[i]);
    }
}

/* So much of it as fits on a line: not ending within a letter or beside a space, which readers drop. */
static kr_str fitting(const gedcom_out *g, kr_str text) {
    size_t n = MOST_LINE;
    if (g->options->seven || text.len <= n) return text;
    while (n > 1 && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n--;
    size_t whole = n;
    while (n > 1 &&
           (text.ptr[n] == ' ' || text.ptr[n - 1] == ' ' || ((unsigned char)text.ptr[n] & 0xC0) == 0x80))
        n--;
    return kr_str_n(text.ptr, n > 1 ? n : whole);
}

void gedcom_text(gedcom_out *g, int level, const char *tag, kr_str text) {
    bool first = true;
    do {
        kr_str line, rest = kr_str_cut(text, '\n', &line);
        for (bool begin = true; begin || line.len; begin = false) {
            kr_str part = fitting(g, line);
            put_head(g, first ? level : level + 1, first ? tag : begin ? "CONT" : "CONC");
            if (part.len) kr_put_c(g->out, ' ');
            put_signs(g, part);
            kr_put_c(g->out, '\n');
            line = kr_str_n(line.ptr + part.len, line.len - part.len);
            first = false;
        }
        text = rest;
    } while (text.len);
}

/* "INT 1900 (about then)" and "(about then)" as a date and words. */
static void split_phrase(kr_str phrase, kr_str *date, kr_str *words) {
    kr_str open;
    kr_str rest = kr_str_cut(phrase, '(', &open);
    bool said = open.len == 0 || kr_str_starts(open, KR_STR("INT "));
    if (open.len == phrase.len || !said) return;
    *words = kr_str_ends(rest, KR_STR(")")) ? kr_str_n(rest.ptr, rest.len - 1) : rest;
    *date = open.len > 4 ? kr_str_trim(kr_str_n(open.ptr + 4, open.len - 4)) : KR_NONE;
}

static kr_str text_of(gedcom_out *g, kr_buf *buf) {
    kr_str text = KR_NONE;
    if (kr_buf_end(buf, &text) != KR_OK && g->out->err == KR_OK) g->out->err = buf->err;
    return text;
}

void gedcom_date(gedcom_out *g, int level, kr_str phrase, kr_str remark, kr_date date) {
    bool seven = g->options->seven;
    kr_buf buf;
    kr_str words = remark;
    kr_buf_init(&buf, g->arena, 9000);
    if (seven && phrase.len) {
        kr_str inside = KR_NONE;
        kr_str whole = phrase;
        split_phrase(whole, &phrase, &inside);
        if (inside.len && words.len == 0) words = inside;
    }
    bool own = kr_gedcom_phrase_put(&buf, phrase, seven);
    if (!own && phrase.len && words.len == 0) words = phrase;
    if (!own) kr_gedcom_date_put(&buf, date);
    kr_str said = text_of(g, &buf);
    if (said.len == 0 && words.len == 0) return;
    if (seven || words.len == 0) {
        gedcom_line(g, level, "DATE", said);
        if (words.len) gedcom_text(g, level + 1, "PHRASE", words);
        return;
    }
    kr_buf_init(&buf, g->arena, 9000);
    if (said.len) {
        kr_put_z(&buf, "INT ");
        kr_put(&buf, said);
        kr_put_c(&buf, ' ');
    }
    kr_put_c(&buf, '(');
    kr_put(&buf, words);
    kr_put_c(&buf, ')');
    gedcom_line(g, level, "DATE", text_of(g, &buf));
}

void gedcom_happened(gedcom_out *g, const char *tag, kr_date date, kr_str place) {
    gedcom_line(g, 1, tag, date || place.len ? KR_NONE : KR_STR("Y"));
    gedcom_date(g, 2, KR_NONE, KR_NONE, date);
    if (place.len) gedcom_text(g, 2, "PLAC", place);
}

/* -- events -- */

/* What `detail` holds: the date as written, then lines that begin with a tag. */
typedef struct parts {
    kr_str phrase, type, remark, age, age_words, rest;
} parts;

static parts parts_of(kr_str detail) {
    parts p = {0};
    p.rest = detail;
    for (kr_str rest = detail, line; rest.len;) {
        rest = kr_str_cut(rest, '\n', &line);
        kr_str tag, value = kr_str_cut(line, ' ', &tag);
        if (!kr_gedcom_kept(tag)) {
            if (p.phrase.len == 0) p.phrase = line;
        } else if (kr_str_is(tag, "TYPE")) {
            p.type = value;
        } else if (kr_str_is(tag, "PHRASE")) {
            p.remark = value;
        } else if (kr_str_is(tag, "AGE")) {
            p.age = value;
        } else if (kr_str_is(tag, "AGE_PHRASE")) {
            p.age_words = value;
        }
    }
    return p;
}

static const char *tag_of(const kr_event *e, char room[8]) {
    static const char *const of_kind[] = {[KR_event_kind_birth] = "BIRT",  [KR_event_kind_death] = "DEAT",
                                          [KR_event_kind_union] = "EVEN",  [KR_event_kind_parting] = "EVEN",
                                          [KR_event_kind_move] = "RESI",   [KR_event_kind_migration] = "EMIG",
                                          [KR_event_kind_work] = "OCCU",   [KR_event_kind_pension] = "RETI",
                                          [KR_event_kind_burial] = "BURI", [KR_event_kind_adoption] = "ADOP"};
    if (kr_gedcom_tag_of(e->tag)) {
        memcpy(room, e->tag.ptr, e->tag.len);
        room[e->tag.len] = '\0';
        return room;
    }
    const char *tag = e->kind < KR_COUNT(of_kind) ? of_kind[e->kind] : NULL;
    return tag && !e->pair ? tag : "EVEN";
}

static bool is_age(kr_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!memchr("0123456789ymwd <>", s.ptr[i], 17)) return false;
    }
    return s.len > 0;
}

static void put_age(gedcom_out *g, const parts *p) {
    kr_str age = p->age, words = p->age_words;
    if (age.len == 0 && words.len == 0) return;
    if (!g->options->seven) {
        gedcom_line(g, 2, "AGE", age.len ? age : words);
        return;
    }
    if (age.len && !is_age(age) && words.len == 0) words = age, age = KR_NONE;
    gedcom_line(g, 2, "AGE", is_age(age) ? age : KR_NONE);
    if (words.len) gedcom_text(g, 3, "PHRASE", words);
}

static void put_others(gedcom_out *g, const parts *p) {
    for (kr_str rest = p->rest, line; rest.len;) {
        rest = kr_str_cut(rest, '\n', &line);
        kr_str tag, value = kr_str_cut(line, ' ', &tag);
        static const char *const others[] = {"CAUS", "AGNC", "RELI"};
        for (size_t i = 0; i < KR_COUNT(others); i++) {
            if (kr_str_is(tag, others[i])) gedcom_text(g, 2, others[i], value);
        }
    }
}

/* The new version has words only where they are the matter itself; there they become the kind of event. */
static void put_first_line(gedcom_out *g, const char *tag, const kr_event *e, parts *p, bool more) {
    const kr_gedcom_tag *known = kr_gedcom_tag_of(kr_str_z(tag));
    bool attribute = known && known->attribute, seven = g->options->seven;
    bool general = strcmp(tag, "EVEN") == 0 || strcmp(tag, "FACT") == 0;
    kr_str what = kr_str_eq(e->what, p->type) ? KR_NONE : e->what;
    if (what.len && !attribute && seven) {
        if (p->type.len == 0) p->type = what;
        what = KR_NONE;
    }
    if (general && p->type.len == 0 && e->what.len && seven) p->type = e->what;
    /* Of rites it is not said that they happened. */
    static const char *const rites[] = {"BAPL", "CONL", "ENDL", "INIL", "SLGC", "SLGS"};
    bool plain = more || p->type.len || attribute;
    for (size_t i = 0; i < KR_COUNT(rites); i++) plain = plain || strcmp(tag, rites[i]) == 0;
    if (what.len)
        gedcom_text(g, 1, tag, what);
    else
        gedcom_line(g, 1, tag, plain ? KR_NONE : KR_STR("Y"));
}

void gedcom_put_event(gedcom_out *g, const kr_event *e, kr_date date, kr_str place) {
    char room[8];
    parts p = parts_of(e->detail);
    const char *tag = tag_of(e, room);
    bool changed = date && date != e->date;
    if (place.len == 0) place = e->place;
    bool more =
        e->date || changed || place.len || p.phrase.len || p.remark.len || p.age.len || p.age_words.len;
    put_first_line(g, tag, e, &p, more);
    if (p.type.len) gedcom_text(g, 2, "TYPE", p.type);
    if (changed)
        gedcom_date(g, 2, KR_NONE, KR_NONE, date);
    else
        gedcom_date(g, 2, p.phrase, p.remark, e->date);
    if (place.len) gedcom_text(g, 2, "PLAC", place);
    put_age(g, &p);
    put_others(g, &p);
}
