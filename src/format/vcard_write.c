/* A circle as an address book, for a telephone or a mail program: vCard 4.0 (RFC 6350) or 3.0 (RFC 2426). */
#include "format/inside.h"

#define MOST_LINE 75 /* bytes, without the line end */

typedef struct cards {
    kr_buf *out;
    kr_buf line; /* one property before it is folded */
    const kr_vcard_options *options;
} cards;

/* Lines are cut at 75 bytes, never inside a letter; what follows begins with a space. */
static void end_line(cards *c) {
    kr_str text;
    if (kr_buf_end(&c->line, &text) != KR_OK) {
        if (c->out->err == KR_OK) c->out->err = c->line.err;
        return;
    }
    for (size_t room = MOST_LINE; text.len > room; room = MOST_LINE - 1) {
        size_t cut = room;
        while (cut > room - 4 && ((unsigned char)text.ptr[cut] & 0xC0) == 0x80) cut--;
        kr_put(c->out, kr_str_n(text.ptr, cut));
        kr_put_z(c->out, "\r\n ");
        text = kr_str_n(text.ptr + cut, text.len - cut);
    }
    kr_put(c->out, text);
    kr_put_z(c->out, "\r\n");
    c->line.len = 0;
}

static void put_escaped(cards *c, kr_str value) {
    for (size_t i = 0; i < value.len; i++) {
        char one = value.ptr[i];
        if (one == '\\' || one == ',' || one == ';') kr_put_c(&c->line, '\\');
        if (one == '\n')
            kr_put_z(&c->line, "\\n");
        else if ((unsigned char)one >= 0x20 && one != 0x7F)
            kr_put_c(&c->line, one);
    }
}

/* "TEL:030 000 00 00"; nothing for nothing. */
static void put_property(cards *c, const char *name, kr_str value) {
    value = kr_str_trim(value);
    if (value.len == 0) return;
    kr_put_z(&c->line, name);
    kr_put_c(&c->line, ':');
    put_escaped(c, value);
    end_line(c);
}

/* Several numbers in one field stand behind each other, with commas between. */
static void put_each(cards *c, const char *name, kr_str all) {
    size_t from = 0;
    if (all.len == 0) return;
    for (size_t i = 0; i <= all.len; i++) {
        bool between = i == all.len || all.ptr[i] == ',' || all.ptr[i] == ';' || all.ptr[i] == '\n';
        if (!between) continue;
        put_property(c, name, kr_str_n(all.ptr + from, i - from));
        from = i + 1;
    }
}

/* 3.0 wants the parts of a name as well; Kring knows them only of family. Of all others the whole is the
 * given name: put together again it reads the same. */
static void put_name(cards *c, const kr_person *p, kr_str name) {
    kr_str given = name, family = p->surname;
    bool ends = family.len && family.len < name.len && kr_str_ends(name, family);
    if (ends)
        given = kr_str_trim(kr_str_n(name.ptr, name.len - family.len));
    else
        family = KR_NONE;
    put_property(c, "FN", name);
    kr_put_z(&c->line, "N:");
    put_escaped(c, family);
    kr_put_c(&c->line, ';');
    put_escaped(c, given);
    kr_put_z(&c->line, ";;;");
    end_line(c);
}

/* The town stands in a part of its own, once. */
static void put_address(cards *c, const kr_person *p) {
    kr_str street = kr_str_trim(p->address), town = kr_str_trim(p->lives);
    if (street.len == 0 && town.len == 0) return;
    if (town.len && kr_str_ends(street, town)) {
        street = kr_str_trim(kr_str_n(street.ptr, street.len - town.len));
        if (street.len && street.ptr[street.len - 1] == ',') street.len--;
    }
    kr_put_z(&c->line, "ADR:;;");
    put_escaped(c, street);
    kr_put_c(&c->line, ';');
    put_escaped(c, town);
    kr_put_z(&c->line, ";;;");
    end_line(c);
}

static void put_birthday(cards *c, kr_date born) {
    char day[11];
    if (born % 100 == 0) return; /* a year is no birthday */
    kr_str text = kr_str_n(day, kr_date_text(born, day));
    kr_put_z(&c->line, "BDAY:");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '-' || !c->options->four) kr_put_c(&c->line, text.ptr[i]);
    }
    end_line(c);
}

static void put_card(cards *c, const kr_person *p) {
    static const char *const kinds[] = {[KR_what_group] = "org", [KR_what_place] = "location"};
    const char *kind = p->what < KR_COUNT(kinds) && kinds[p->what] ? kinds[p->what] : "individual";
    kr_str name = kr_str_trim(p->name).len ? kr_str_trim(p->name) : kr_str_trim(p->role);
    char id[17];
    kr_id_text(p->id, id);
    kr_put_z(c->out, "BEGIN:VCARD\r\nVERSION:");
    kr_put_z(c->out, c->options->four ? "4.0\r\n" : "3.0\r\n");
    kr_put_z(&c->line, c->options->four ? "UID;VALUE=text:kring-" : "UID:kring-");
    kr_put_z(&c->line, id);
    end_line(c);
    if (c->options->four) put_property(c, "KIND", kr_str_z(kind));
    put_name(c, p, name.len ? name : KR_STR("?"));
    if (p->what == KR_what_group) put_property(c, "ORG", p->name);
    put_each(c, "TEL", p->phone);
    put_each(c, "EMAIL", p->email);
    put_address(c, p);
    if (c->options->with_remarks) {
        put_birthday(c, p->born);
        put_property(c, "ROLE", p->role);
        put_property(c, "NOTE", p->remark);
    }
    kr_put_z(c->out, "END:VCARD\r\n");
}

kr_err kr_vcard_write(kr_buf *out, const kr_network *network, const kr_vcard_options *options) {
    cards c = {.out = out, .options = options};
    kr_buf_init(&c.line, out->arena, 1u << 20);
    for (size_t i = 0; i < network->n && out->err == KR_OK; i++) put_card(&c, network->alters[i].person);
    return out->err;
}
