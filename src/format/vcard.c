/* vCard 2.1, 3.0 and 4.0: lines, folding, quoted-printable, character sets. What the values mean:
 * vcard_import.c. */
#include "format/inside.h"

#define MOST_PROPS 400000u

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(kr_str a, const char *word) {
    size_t n = strlen(word);
    if (a.len != n) return false;
    for (size_t i = 0; i < n; i++) {
        if (lower(a.ptr[i]) != lower(word[i])) return false;
    }
    return true;
}

typedef struct reader {
    kr_arena *arena;
    kr_str rest;
    uint32_t line; /* of what comes next */
    char *text;    /* where unfolded lines are put, one after the other; as large as the file */
    size_t used;
    int version; /* of the card that is being read */
    kr_vcard *cards;
    size_t n_cards, cap_cards;
    kr_vcard_prop *props; /* of all cards; cards point to them when all are read, for the list may move */
    size_t n_props, cap_props;
    size_t depth; /* cards within cards (AGENT) */
    kr_err err;
} reader;

/* One physical line, without its line break. */
static kr_str take_line(reader *in) {
    size_t at = 0;
    while (at < in->rest.len && in->rest.ptr[at] != '\n' && in->rest.ptr[at] != '\r') at++;
    kr_str line = kr_str_n(in->rest.ptr, at);
    if (at < in->rest.len)
        at += in->rest.ptr[at] == '\r' && at + 1 < in->rest.len && in->rest.ptr[at + 1] == '\n' ? 2 : 1;
    in->rest.ptr += at;
    in->rest.len -= at;
    in->line++;
    return line;
}

static void append(reader *in, kr_str s) {
    if (s.len) memcpy(in->text + in->used, s.ptr, s.len);
    in->used += s.len;
}

/* The ':' that ends name and parameters: the first one outside quotes. SIZE_MAX when there is none. */
static size_t find_colon(kr_str line) {
    bool quoted = false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '"') quoted = !quoted;
        if (line.ptr[i] == ':' && !quoted) return i;
    }
    /* A quote that is never closed counts for nothing. */
    const char *at = line.len ? memchr(line.ptr, ':', line.len) : NULL;
    return at ? (size_t)(at - line.ptr) : SIZE_MAX;
}

/* Splits "item1.TEL;TYPE=work" off its value. */
static bool split_line(kr_str line, kr_vcard_prop *prop) {
    size_t colon = find_colon(line);
    if (colon == SIZE_MAX || colon == 0) return false;
    kr_str head = kr_str_n(line.ptr, colon), name;
    prop->params = kr_str_cut(head, ';', &name);
    prop->value = kr_str_n(line.ptr + colon + 1, line.len - colon - 1);
    prop->group = KR_NONE;
    kr_str group, tail = kr_str_cut(name, '.', &group);
    if (tail.len) {
        prop->group = group;
        name = tail;
    }
    prop->name = kr_str_trim(name);
    return prop->name.len > 0;
}

static bool next_param(kr_str *rest, kr_str *param) {
    if (rest->len == 0) return false;
    bool quoted = false;
    size_t at = 0;
    while (at < rest->len && (quoted || rest->ptr[at] != ';')) {
        if (rest->ptr[at] == '"') quoted = !quoted;
        at++;
    }
    *param = kr_str_n(rest->ptr, at);
    size_t skip = at < rest->len ? at + 1 : at;
    *rest = kr_str_n(rest->ptr + skip, rest->len - skip);
    return true;
}

bool kr_vcard_is(const kr_vcard_prop *prop, const char *name) {
    return same_word(prop->name, name);
}

bool kr_vcard_has(const kr_vcard_prop *prop, const char *word) {
    kr_str rest = prop->params, param, key;
    while (next_param(&rest, &param)) {
        kr_str values = kr_str_cut(param, '=', &key);
        if (!memchr(param.ptr, '=', param.len)) values = param;
        while (values.len) {
            kr_str value;
            values = kr_str_cut(values, ',', &value);
            value = kr_str_trim(value);
            while (value.len && value.ptr[0] == '"') value.ptr++, value.len--;
            while (value.len && value.ptr[value.len - 1] == '"') value.len--;
            if (same_word(value, word)) return true;
        }
    }
    return false;
}

static kr_str param_value(const kr_vcard_prop *prop, const char *name) {
    kr_str rest = prop->params, param, key;
    while (next_param(&rest, &param)) {
        kr_str value = kr_str_cut(param, '=', &key);
        if (same_word(kr_str_trim(key), name)) return kr_str_trim(value);
    }
    return KR_NONE;
}

static bool is_base64(const kr_vcard_prop *prop) {
    return kr_vcard_has(prop, "BASE64") || kr_vcard_has(prop, "B");
}

static bool is_picture(const kr_vcard_prop *prop) {
    return is_base64(prop) || (prop->value.len > 200 && kr_str_starts(prop->value, KR_STR("data:")));
}

static bool starts_folded(kr_str rest) {
    return rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t');
}

static bool says_printable(kr_str line) {
    static const char word[] = "QUOTED-PRINTABLE";
    size_t colon = find_colon(line), n = sizeof word - 1;
    for (size_t i = 0; colon != SIZE_MAX && i + n <= colon; i++) {
        if (same_word(kr_str_n(line.ptr + i, n), word)) return true;
    }
    return false;
}

/* A line and all that is folded under it. In 2.1 the white space that begins a folded line belongs to the
 * value. */
static kr_str take_folded(reader *in) {
    size_t from = in->used;
    kr_str first = take_line(in);
    append(in, first);
    /* After a soft break of quoted-printable white space is just white space. */
    bool soft = first.len && first.ptr[first.len - 1] == '=' && says_printable(first);
    while (!soft && starts_folded(in->rest)) {
        kr_str more = take_line(in);
        if (in->version != 21) more.ptr++, more.len--;
        append(in, more);
    }
    return kr_str_n(in->text + from, in->used - from);
}

/* Quoted-printable: a '=' at the end of a line says that the next one belongs to it. */
static void take_soft_breaks(reader *in, kr_vcard_prop *prop) {
    while (prop->value.len && prop->value.ptr[prop->value.len - 1] == '=' && in->rest.len) {
        in->used--;
        kr_str more = take_line(in);
        append(in, more);
        prop->value.len += more.len - 1;
    }
}

/* Base64 in 2.1 may run on without folding, to an empty line. */
static void skip_base64(reader *in) {
    while (in->rest.len && in->rest.ptr[0] != '\r' && in->rest.ptr[0] != '\n') {
        size_t at = 0;
        while (at < in->rest.len && in->rest.ptr[at] != '\n' && in->rest.ptr[at] != '\r') {
            if (in->rest.ptr[at] == ':') return;
            at++;
        }
        (void)take_line(in);
    }
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* In place: the value only gets shorter. A '=' that is no code stays; NUL is dropped. */
static kr_str decode_quoted(kr_str value) {
    char *text = (char *)(uintptr_t)value.ptr;
    size_t to = 0;
    for (size_t i = 0; i < value.len; i++) {
        int high = -1, low = -1;
        if (value.ptr[i] == '=' && i + 2 < value.len) {
            high = hex_digit(value.ptr[i + 1]);
            low = hex_digit(value.ptr[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            if (high * 16 + low != 0) text[to++] = (char)(high * 16 + low);
            i += 2;
        } else {
            text[to++] = value.ptr[i];
        }
    }
    return kr_str_n(value.ptr, to);
}

static kr_err add_prop(reader *in, kr_vcard_prop prop) {
    bool printable = kr_vcard_has(&prop, "QUOTED-PRINTABLE");
    if (printable) take_soft_breaks(in, &prop);
    if (is_base64(&prop) && in->version == 21) skip_base64(in);
    if (is_picture(&prop)) prop.value = KR_NONE;
    if (printable) prop.value = decode_quoted(prop.value);
    kr_err err = kr_text_of_charset(&prop.value, in->arena, prop.value, param_value(&prop, "CHARSET"));
    if (err == KR_OK) err = kr_text_of_charset(&prop.params, in->arena, prop.params, KR_NONE);
    if (err == KR_OK) err = kr_text_of_charset(&prop.name, in->arena, prop.name, KR_NONE);
    if (err == KR_OK) err = kr_text_of_charset(&prop.group, in->arena, prop.group, KR_NONE);
    if (err != KR_OK) return err;
    if (in->n_props >= MOST_PROPS) return KR_E_LIMIT;
    kr_vcard_prop *props = kr_grow_one(in->arena, in->props, in->n_props, &in->cap_props, sizeof *props);
    if (!props) return KR_E_MEMORY;
    in->props = props;
    props[in->n_props++] = prop;
    in->cards[in->n_cards - 1].n_props++;
    return KR_OK;
}

static kr_err begin_card(reader *in, uint32_t line) {
    if (in->depth++ > 0) return KR_OK;
    if (in->n_cards >= KR_IMPORT_MOST_ROWS) return KR_E_LIMIT;
    kr_vcard *cards = kr_grow_one(in->arena, in->cards, in->n_cards, &in->cap_cards, sizeof *cards);
    if (!cards) return KR_E_MEMORY;
    in->cards = cards;
    cards[in->n_cards++] = (kr_vcard){.line = line, .version = 30};
    in->version = 30;
    return KR_OK;
}

static void note_version(reader *in, kr_str value) {
    value = kr_str_trim(value);
    int version = kr_str_is(value, "2.1") ? 21 : kr_str_is(value, "4.0") ? 40 : 30;
    in->cards[in->n_cards - 1].version = in->version = version;
}

static kr_err one_line(reader *in) {
    uint32_t line = in->line;
    kr_vcard_prop prop = {.line = line};
    if (!split_line(take_folded(in), &prop)) return KR_OK; /* blank, or nothing we know how to read */
    bool is_card = same_word(kr_str_trim(prop.value), "VCARD");
    if (kr_vcard_is(&prop, "BEGIN") && is_card) return begin_card(in, line);
    if (in->depth == 0) return KR_OK;
    if (kr_vcard_is(&prop, "END") && is_card) {
        in->depth--;
        return KR_OK;
    }
    if (in->depth > 1) return KR_OK;
    if (kr_vcard_is(&prop, "VERSION")) {
        note_version(in, prop.value);
        return KR_OK;
    }
    return add_prop(in, prop);
}

static kr_err read_all(reader *in, kr_error *error) {
    while (in->rest.len > 0) {
        uint32_t line = in->line;
        kr_err err = one_line(in);
        if (err == KR_E_LIMIT) return kr_fail_at(error, err, "format.error.rows", "10000", line, 0);
        if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    }
    if (in->n_cards == 0) return kr_fail(error, KR_E_SYNTAX, "format.error.vcard_none", NULL, NULL);
    if (in->depth > 0)
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.vcard_end", NULL, in->cards[in->n_cards - 1].line,
                          0);
    return KR_OK;
}

kr_err kr_vcard_parse(kr_vcard **out, size_t *count, kr_arena *arena, kr_str bytes, kr_error *error) {
    if (bytes.len > KR_IMPORT_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "16");
    kr_str text = bytes;
    if (kr_is_utf16(bytes)) {
        kr_err err = kr_text_of_file(&text, arena, bytes, error);
        if (err != KR_OK) return err;
    } else if (kr_str_starts(bytes, KR_STR("\xEF\xBB\xBF"))) {
        text = kr_str_n(bytes.ptr + 3, bytes.len - 3);
    }
    if (text.len && memchr(text.ptr, 0, text.len))
        return kr_fail(error, KR_E_SYNTAX, "format.error.not_text", NULL, NULL);
    reader in = {.arena = arena, .rest = text, .line = 1, .version = 30};
    in.text = kr_arena_alloc(arena, text.len + 1);
    if (!in.text) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = read_all(&in, error);
    if (err != KR_OK) return err;
    size_t at = 0;
    for (size_t i = 0; i < in.n_cards; i++) {
        in.cards[i].props = in.props ? in.props + at : NULL;
        at += in.cards[i].n_props;
    }
    *out = in.cards;
    *count = in.n_cards;
    return KR_OK;
}

kr_str kr_vcard_part(kr_str value, size_t index) {
    size_t from = 0;
    for (size_t i = 0; i <= value.len; i++) {
        if (i < value.len && value.ptr[i] == '\\') {
            i++;
            continue;
        }
        if (i < value.len && value.ptr[i] != ';') continue;
        if (index-- == 0) return kr_str_n(value.ptr + from, i - from);
        from = i + 1;
    }
    /* A backslash as the very last byte steps over the end. */
    return index == 0 && from <= value.len ? kr_str_n(value.ptr + from, value.len - from) : KR_NONE;
}

kr_err kr_vcard_plain(kr_str *out, kr_arena *arena, kr_str value) {
    if (value.len == 0 || !memchr(value.ptr, '\\', value.len)) {
        *out = value;
        return KR_OK;
    }
    kr_buf buf;
    kr_buf_init(&buf, arena, value.len + 1);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '\\' && i + 1 < value.len) {
            c = value.ptr[++i];
            if (c == 'n' || c == 'N')
                c = '\n';
            else if (!strchr("\\,;:\"", c))
                kr_put_c(&buf, '\\');
        }
        kr_put_c(&buf, c);
    }
    return kr_buf_end(&buf, out);
}
