#include "core/draft_int.h"

/* The written form of a choice or of a set's elements, by name. */
static bool parse_set(const kr_choice_list *list, kr_str written, uint32_t *out) {
    uint32_t set = 0;
    for (size_t at = 0; at < written.len;) {
        size_t end = at;
        while (end < written.len && !memchr(" ,;\t\n", written.ptr[end], 5)) end++;
        if (end > at) {
            unsigned number = kr_choice_named(list, kr_str_n(written.ptr + at, end - at));
            if (!number) return false;
            set |= (uint32_t)1 << number;
        }
        at = end + 1;
    }
    *out = set;
    return true;
}

static void put_number(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written) {
    int64_t number = 0;
    if (!kr_str_int(written, &number))
        kr_draft__fail(draft, KR_E_INVALID, "error.number", field->name);
    else
        kr_draft_number(draft, kind, record, field->number, number);
}

static void put_date(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written) {
    kr_date date = 0;
    if (!kr_date_parse(written, &date))
        kr_draft__fail(draft, KR_E_INVALID, "error.date", field->name);
    else
        kr_draft_number(draft, kind, record, field->number, date);
}

static void put_choice(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written) {
    unsigned choice = kr_choice_named(field->list, written);
    if (!choice)
        kr_draft__fail(draft, KR_E_INVALID, "error.choice", field->name);
    else
        kr_draft_number(draft, kind, record, field->number, choice);
}

static void put_set(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written) {
    uint32_t set = 0;
    if (!parse_set(field->list, written, &set))
        kr_draft__fail(draft, KR_E_INVALID, "error.choice", field->name);
    else
        kr_draft_set(draft, kind, record, field->number, set);
}

void kr_draft_written(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written) {
    written = kr_str_trim(written);
    if (written.len == 0) {
        if (field->type == KR_SET)
            kr_draft_set(draft, kind, record, field->number, 0);
        else
            kr_draft_clear(draft, kind, record, field->number);
        return;
    }
    kr_id id = 0;
    switch (field->type) {
    case KR_TEXT:
        kr_draft_text(draft, kind, record, field->number, written);
        break;
    case KR_NUMBER:
    case KR_TIME:
        put_number(draft, kind, record, field, written);
        break;
    case KR_DATE:
        put_date(draft, kind, record, field, written);
        break;
    case KR_CHOICE:
        put_choice(draft, kind, record, field, written);
        break;
    case KR_SET:
        put_set(draft, kind, record, field, written);
        break;
    case KR_REF:
        if (!kr_id_parse(written, &id))
            kr_draft__fail(draft, KR_E_INVALID, "error.reference", field->name);
        else
            kr_draft_ref(draft, kind, record, field->number, id);
        break;
    }
}
