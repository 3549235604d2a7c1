#include "core/change.h"
#include "core/utf8.h"

/* The binary form of a change, version 1. Numbers are base-128, least first (varint); signed ones zigzag; ids
 * are 8 bytes, least first; text is length and bytes.
 *
 *   version(1) seq base author(8) device(8) at act undoes author_name count
 *   then per assignment: record(8) kind field op*8+type value
 *
 * The value of SET depends on type: TEXT text; REF id; the others signed. ADD and REMOVE carry a set. CLEAR
 * nothing. Kind, field and choice numbers may be newer than this program: they are kept as they are. */
enum { VERSION = 1 };

static void put_varint(kr_buf *out, uint64_t value) {
    for (; value >= 0x80; value >>= 7) kr_put_c(out, (char)(value | 0x80));
    kr_put_c(out, (char)value);
}

static void put_signed(kr_buf *out, int64_t value) {
    put_varint(out, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

static void put_id(kr_buf *out, kr_id id) {
    char bytes[8];
    for (int i = 0; i < 8; i++, id >>= 8) bytes[i] = (char)(id & 0xFF);
    kr_put(out, kr_str_n(bytes, 8));
}

static void put_text(kr_buf *out, kr_str text) {
    put_varint(out, text.len);
    kr_put(out, text);
}

static void put_value(kr_buf *out, const kr_assignment *a) {
    if (a->op == KR_OP_CLEAR) return;
    if (a->type == KR_TEXT)
        put_text(out, a->value.text);
    else if (a->type == KR_REF)
        put_id(out, a->value.ref);
    else if (a->type == KR_SET)
        put_varint(out, a->value.set);
    else
        put_signed(out, a->value.number);
}

void kr_change_encode(kr_buf *out, const kr_change *change) {
    kr_put_c(out, VERSION);
    put_varint(out, change->seq);
    put_varint(out, change->base);
    put_id(out, change->author);
    put_id(out, change->device);
    put_signed(out, change->at_ms);
    put_varint(out, change->act);
    put_varint(out, change->undoes);
    put_text(out, change->author_name);
    put_varint(out, change->count);
    for (size_t i = 0; i < change->count; i++) {
        const kr_assignment *a = &change->assignments[i];
        put_id(out, a->record);
        put_varint(out, a->kind);
        put_varint(out, a->field);
        put_varint(out, (uint64_t)a->op * 8 + a->type);
        put_value(out, a);
    }
}

/* A reader that remembers that it failed; after that everything is 0. */
typedef struct reader {
    const unsigned char *at, *end;
    bool bad;
} reader;

static uint64_t take_varint(reader *in) {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (in->at >= in->end) break;
        unsigned char byte = *in->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) return value;
    }
    in->bad = true;
    return 0;
}

static uint64_t take_below(reader *in, uint64_t limit) {
    uint64_t value = take_varint(in);
    if (value > limit) in->bad = true;
    return in->bad ? 0 : value;
}

static int64_t take_signed(reader *in) {
    uint64_t value = take_varint(in);
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

static kr_id take_id(reader *in) {
    if (in->end - in->at < 8) {
        in->bad = true;
        return 0;
    }
    kr_id id = 0;
    for (int i = 7; i >= 0; i--) id = id << 8 | in->at[i];
    in->at += 8;
    return id;
}

static kr_str take_text(reader *in) {
    uint64_t len = take_varint(in);
    if (in->bad || len > (uint64_t)(in->end - in->at)) {
        in->bad = true;
        return KR_NONE;
    }
    kr_str text = kr_str_n((const char *)in->at, (size_t)len);
    in->at += len;
    if (!kr_utf8_valid(text)) in->bad = true;
    return text;
}

static void take_assignment(reader *in, kr_assignment *a) {
    a->record = take_id(in);
    a->kind = (uint16_t)take_below(in, UINT16_MAX);
    a->field = (uint16_t)take_below(in, UINT16_MAX);
    uint64_t code = take_below(in, 63);
    a->op = (uint8_t)(code / 8);
    a->type = (uint8_t)(code % 8);
    if (a->record == 0 || a->op < KR_OP_SET || a->op > KR_OP_REMOVE || a->type < KR_TEXT || a->type > KR_REF)
        in->bad = true;
    bool on_set = a->op == KR_OP_ADD || a->op == KR_OP_REMOVE;
    if (on_set != (a->type == KR_SET) && a->op != KR_OP_CLEAR) in->bad = true;
    if (in->bad || a->op == KR_OP_CLEAR) return;
    if (a->type == KR_TEXT)
        a->value.text = take_text(in);
    else if (a->type == KR_REF)
        a->value.ref = take_id(in);
    else if (a->type == KR_SET)
        a->value.set = (uint32_t)take_below(in, UINT32_MAX);
    else
        a->value.number = take_signed(in);
}

static kr_err take_change(reader *in, kr_change *out, kr_arena *arena, kr_error *error) {
    kr_change c = {0};
    if (take_below(in, 255) != VERSION)
        return kr_fail(error, KR_E_UNSUPPORTED, "error.change_version", NULL, NULL);
    c.seq = take_varint(in);
    c.base = take_varint(in);
    c.author = take_id(in);
    c.device = take_id(in);
    c.at_ms = take_signed(in);
    c.act = (uint16_t)take_below(in, UINT16_MAX);
    c.undoes = take_varint(in);
    c.author_name = take_text(in);
    uint64_t count = take_varint(in);
    /* The shortest assignment has 11 bytes, so the count cannot make us take more memory than the input
     * warrants. */
    if (in->bad || count > KR_MAX_ASSIGNMENTS || count > (uint64_t)(in->end - in->at) / 11)
        return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
    kr_assignment *items = kr_new_n(arena, kr_assignment, (size_t)count);
    if (!items) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count && !in->bad; i++) take_assignment(in, &items[i]);
    if (in->bad) return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
    c.assignments = items;
    c.count = (size_t)count;
    *out = c;
    return KR_OK;
}

kr_err kr_change_decode(kr_change *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    if (bytes.len > KR_MAX_CHANGE_BYTES) return kr_fail(error, KR_E_LIMIT, "error.too_large", NULL, NULL);
    const unsigned char *start = (const unsigned char *)bytes.ptr;
    reader in = {start, start + bytes.len, false};
    kr_change change;
    kr_err err = take_change(&in, &change, arena, error);
    if (err != KR_OK) return err;
    if (in.at != in.end) return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
    *out = change;
    return KR_OK;
}

void kr_changes_encode(kr_buf *out, const kr_change *changes, size_t count) {
    put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        /* The length is not known before: write the change, then move it behind its length. */
        size_t from = out->len;
        kr_change_encode(out, &changes[i]);
        if (out->err != KR_OK) return;
        size_t len = out->len - from;
        char head[10];
        size_t n = 0;
        for (uint64_t rest = len; n == 0 || rest; rest >>= 7)
            head[n++] = (char)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        kr_put(out, kr_str_n(head, n));
        if (out->err != KR_OK) return;
        memmove(out->ptr + from + n, out->ptr + from, len);
        memcpy(out->ptr + from, head, n);
    }
}

kr_err kr_changes_decode(kr_change **out, size_t *count, kr_arena *arena, kr_str bytes, kr_error *error) {
    const unsigned char *start = (const unsigned char *)bytes.ptr;
    reader in = {start, start + bytes.len, false};
    uint64_t n = take_varint(&in);
    if (in.bad || n > bytes.len / 20) return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
    kr_change *changes = kr_new_n(arena, kr_change, (size_t)n);
    if (!changes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        uint64_t len = take_varint(&in);
        if (in.bad || len > (uint64_t)(in.end - in.at))
            return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
        kr_err err = kr_change_decode(&changes[i], arena, kr_str_n((const char *)in.at, (size_t)len), error);
        if (err != KR_OK) return err;
        in.at += len;
    }
    if (in.at != in.end) return kr_fail(error, KR_E_CORRUPT, "error.change_corrupt", NULL, NULL);
    *out = changes;
    *count = (size_t)n;
    return KR_OK;
}

static kr_err refuse(kr_error *error, const char *key, const kr_field *field) {
    return kr_fail(error, KR_E_INVALID, key, field ? field->name : NULL, NULL);
}

static bool has_control(kr_str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) return true;
    }
    return false;
}

static kr_err check_text(const kr_field *field, kr_str text, kr_error *error) {
    if (!kr_utf8_valid(text)) return refuse(error, "error.not_utf8", field);
    if (has_control(text)) return refuse(error, "error.control_character", field);
    if (kr_utf8_count(text) > (size_t)field->limit) {
        char most[24];
        size_t n = 0, rest = (size_t)field->limit, digits = 1;
        for (size_t r = rest; r >= 10; r /= 10) digits++;
        for (n = digits; n > 0; rest /= 10) most[--n] = (char)('0' + rest % 10);
        most[digits] = '\0';
        return kr_fail(error, KR_E_INVALID, "error.too_long", field->name, most);
    }
    return KR_OK;
}

static bool date_fits(int64_t number) {
    if (number <= 0 || number > 99991231) return false;
    char text[11];
    kr_date back;
    size_t len = kr_date_text((kr_date)number, text);
    return len > 0 && kr_date_parse(kr_str_n(text, len), &back) && back == (kr_date)number;
}

static kr_err check_value(const kr_field *field, const kr_assignment *a, kr_error *error) {
    switch (field->type) {
    case KR_TEXT:
        return check_text(field, a->value.text, error);
    case KR_NUMBER:
        if (a->value.number < 0 || a->value.number > field->limit)
            return refuse(error, "error.number_range", field);
        return KR_OK;
    case KR_DATE:
        return date_fits(a->value.number) ? KR_OK : refuse(error, "error.date", field);
    case KR_TIME:
        return a->value.number > 0 ? KR_OK : refuse(error, "error.date", field);
    case KR_CHOICE:
        if (a->value.number < 1 || a->value.number > 31 ||
            !kr_choice_name(field->list, (unsigned)a->value.number))
            return refuse(error, "error.choice", field);
        return KR_OK;
    case KR_SET:
        for (unsigned bit = 0; bit < 32; bit++) {
            if (a->value.set >> bit & 1 && !kr_choice_name(field->list, bit))
                return refuse(error, "error.choice", field);
        }
        return KR_OK;
    case KR_REF:
        return a->value.ref ? KR_OK : refuse(error, "error.reference", field);
    }
    return refuse(error, "error.unknown_field", field);
}

/* What no program can mean, however new it is: choices are counted from 1 and below 32, numbers are not below
 * zero, dates are dates. The readers of .kring refuse the same. */
static kr_err check_possible(const kr_field *field, const kr_assignment *a, kr_error *error) {
    if (field->type == KR_CHOICE && (a->value.number < 1 || a->value.number > 31))
        return refuse(error, "error.choice", field);
    if (field->type == KR_NUMBER && a->value.number < 0) return refuse(error, "error.number_range", field);
    if (field->type == KR_DATE && !date_fits(a->value.number)) return refuse(error, "error.date", field);
    return KR_OK;
}

kr_err kr_assignment_shape(const kr_assignment *a, kr_error *error) {
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    if (!field || a->record == 0) return refuse(error, "error.unknown_field", field);
    if (a->type != field->type) return refuse(error, "error.wrong_type", field);
    bool one_record = a->kind == KR_KIND_circle;
    if (one_record != (a->record == KR_CIRCLE_RECORD)) return refuse(error, "error.reference", field);
    if (a->op == KR_OP_CLEAR) return KR_OK;
    bool on_set = a->op == KR_OP_ADD || a->op == KR_OP_REMOVE;
    if (on_set != (field->type == KR_SET) || (!on_set && a->op != KR_OP_SET))
        return refuse(error, "error.wrong_type", field);
    if (a->type == KR_TEXT && !kr_utf8_valid(a->value.text)) return refuse(error, "error.not_utf8", field);
    return check_possible(field, a, error);
}

kr_err kr_assignment_check(const kr_assignment *a, kr_error *error) {
    kr_err err = kr_assignment_shape(a, error);
    if (err != KR_OK || a->op == KR_OP_CLEAR) return err;
    return check_value(kr_schema_field((kr_kind)a->kind, a->field), a, error);
}
