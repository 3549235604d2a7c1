/* Fields of forms, drawn and saved by the schema: one list says which fields a form has, everything else
 * follows. */
#include "web/pages.h"

#include <stdio.h>

#include "core/utf8.h"

void kr_field_name(char *out, kr_field_spec spec) {
    const kr_field *field = kr_schema_field((kr_kind)spec.kind, spec.field);
    snprintf(out, 48, "%s.%s", kr_kind_name((kr_kind)spec.kind), field ? field->name : "");
}

/* A group or a place: "Waar is de bibliotheek?", not "Waar woont ...". */
static bool is_thing(const void *record, kr_field_spec spec) {
    const kr_person *person = spec.kind == KR_KIND_person ? record : NULL;
    return person && (person->what == KR_what_group || person->what == KR_what_place);
}

/* "ask.tie.since" where there is such a question, else the label of the field. With no name it is about the
 * reader: "ask.self.person.work"; about a group or a place "ask.thing.person.lives". */
static void put_label(const kr_page *page, kr_model *object, const char *name, kr_field_spec spec, kr_str who,
                      bool thing) {
    char field[48], key[64];
    kr_field_name(field, spec);
    snprintf(key, sizeof key, "ask.%s.%s", who.len && thing ? "thing" : "self", field);
    if ((who.len && !thing) || !kr_word_known(kr_str_z(key))) snprintf(key, sizeof key, "ask.%s", field);
    if (!kr_word_known(kr_str_z(key))) snprintf(key, sizeof key, "field.%s", field);
    kr_buf buf = kr_page_buf(page);
    kr_say_with(page, &buf, key, "name", who);
    kr_put_text(object, name, kr_page_text(&buf));
}

static void put_hint(const kr_page *page, kr_model *option, const char *list, const char *choice,
                     kr_str who) {
    char key[96];
    snprintf(key, sizeof key, "hint.%s.%s", list, choice);
    if (!kr_word_known(kr_str_z(key))) {
        kr_put_bool(option, "sub", false);
        return;
    }
    kr_buf buf = kr_page_buf(page);
    kr_say_with(page, &buf, key, "name", who);
    kr_put_text(option, "sub", kr_page_text(&buf));
}

/* Was this choice posted under this name? */
static bool posted_choice(const kr_request *request, const char *name, const char *choice) {
    kr_str values[40];
    size_t count = kr_posted_all(request, name, values, KR_COUNT(values));
    for (size_t i = 0; i < count && i < KR_COUNT(values); i++)
        if (kr_str_is(values[i], choice)) return true;
    return false;
}

static bool is_chosen(const kr_assignment *held, const kr_field *field, unsigned number) {
    if (held->op == KR_OP_CLEAR) return false;
    if (field->type == KR_SET) return (held->value.set & (1u << number)) != 0;
    return held->value.number == (int64_t)number;
}

static void put_options(const kr_page *page, kr_model *object, const kr_field *field,
                        const kr_assignment *held, kr_str who, const char *name, bool typed) {
    kr_model *options = kr_put_array(object, "options");
    bool any = false;
    for (size_t i = 0; i < field->list->count; i++) {
        const kr_choice *choice = &field->list->choices[i];
        kr_model *option = kr_add_object(options);
        bool on =
            typed ? posted_choice(page->request, name, choice->name) : is_chosen(held, field, choice->number);
        any = any || on;
        kr_put_text(option, "value", kr_str_z(choice->name));
        kr_put_text(option, "label", kr_page_choice(page, field->list, choice->number));
        kr_put_bool(option, "checked", on);
        put_hint(page, option, field->list->name, choice->name, who);
        kr_put_bool(option, "replaces",
                    field->list == kr_list_of(KR_KIND_tie, KR_F_tie_wish) &&
                        (choice->number == KR_wish_distance || choice->number == KR_wish_end));
    }
    /* Whoever has answered may take the answer back. */
    kr_put_bool(object, "open_again", any && field->type == KR_CHOICE);
}

static kr_str written(const kr_page *page, const kr_field *field, const kr_assignment *held) {
    kr_buf buf = kr_page_buf(page);
    if (held->op == KR_OP_CLEAR) return KR_NONE;
    if (field->type == KR_TEXT) return held->value.text;
    if (field->type == KR_NUMBER) kr_put_int(&buf, held->value.number);
    if (field->type == KR_DATE) kr_say_date(&buf, page->lang, (kr_date)held->value.number);
    return kr_page_text(&buf);
}

static kr_assignment held_by(const void *record, kr_field_spec spec, const kr_field *field) {
    if (record) return kr_record_get(record, (kr_kind)spec.kind, field);
    return (kr_assignment){.op = KR_OP_CLEAR};
}

/* A guest is asked what they may say; the owner everything, in an example too. */
static bool is_asked(const kr_request *request, kr_field_spec spec) {
    return !request->guest || kr_may_field(request, (kr_kind)spec.kind, spec.field, KR_RIGHT_ADD);
}

/* known: [{label, words}] of the page, what stands in fields that this guest may only read. */
static void put_known(const kr_page *page, const void *record, kr_field_spec spec) {
    bool open = kr_may_field(page->request, (kr_kind)spec.kind, spec.field, KR_RIGHT_READ);
    kr_str words = record && open ? kr_field_words(page, record, spec) : KR_NONE;
    if (!words.len) return;
    char key[64], name[48];
    kr_model *known = kr_model_get(page->model, "known");
    if (!known) known = kr_put_array(page->model, "known");
    kr_field_name(name, spec);
    snprintf(key, sizeof key, "field.%s", name);
    kr_model *row = kr_add_object(known);
    kr_put_word(page->request, row, "label", key);
    kr_put_text(row, "words", words);
}

void kr_put_field(const kr_page *page, kr_model *array, const void *record, kr_field_spec spec, kr_str who,
                  bool typed) {
    const kr_field *field = kr_schema_field((kr_kind)spec.kind, spec.field);
    if (!field || spec.look == KR_AS_OWN) return;
    if (!is_asked(page->request, spec)) {
        put_known(page, record, spec);
        return;
    }
    char name[48];
    kr_field_name(name, spec);
    kr_assignment held = held_by(record, spec, field);
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "field", kr_str_z(name));
    put_label(page, object, "question", spec, who, is_thing(record, spec));
    kr_put_bool(object, "date", field->type == KR_DATE);
    kr_put_bool(object, "is_pick", spec.look == KR_AS_PICK || spec.look == KR_AS_DUO);
    kr_put_bool(object, "duo", spec.look == KR_AS_DUO);
    kr_put_bool(object, "many", field->type == KR_SET);
    kr_put_bool(object, "is_select", spec.look == KR_AS_SELECT);
    kr_put_bool(object, "is_line", spec.look == KR_AS_LINE || spec.look == KR_AS_SHORT);
    kr_put_bool(object, "short", spec.look == KR_AS_SHORT);
    kr_put_bool(object, "is_area", spec.look == KR_AS_AREA);
    kr_put_bool(object, "is_check", spec.look == KR_AS_CHECK);
    /* Only asked when the wish above it is distance or goodbye. */
    kr_put_bool(object, "when", spec.kind == KR_KIND_tie && spec.field == KR_F_tie_wish_replace);
    if (spec.look == KR_AS_CHECK) {
        kr_put_bool(object, "checked",
                    typed ? kr_posted_has(page->request, name)
                          : held.op != KR_OP_CLEAR && held.value.number == KR_yesno_yes);
        put_hint(page, object, kr_kind_name((kr_kind)spec.kind), field->name, who);
        kr_put_text(object, "value", KR_STR("yes"));
    } else if (field->list) {
        put_options(page, object, field, &held, who, name, typed);
    } else {
        kr_put_text(object, "value", typed ? kr_posted(page->request, name) : written(page, field, &held));
        kr_put_number(object, "most",
                      field->type == KR_TEXT   ? field->limit
                      : field->type == KR_DATE ? 40
                                               : 12);
    }
}

/* A month by its number or by (the beginning of) its name, in either language; 0 when it is none. */
static int month_of(kr_str token) {
    int64_t number;
    char small[12];
    if (kr_str_int(token, &number)) return token.len <= 2 && number >= 1 && number <= 12 ? (int)number : 0;
    if (token.len < 3 || token.len > sizeof small) return 0;
    for (size_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    for (int month = 1; month <= 12; month++) {
        char key[12];
        snprintf(key, sizeof key, "month.%d", month);
        for (int lang = KR_NL; lang <= KR_EN; lang++) {
            kr_str name = kr_word((kr_lang)lang, key);
            if (token.len > name.len) continue;
            bool same = true;
            for (size_t i = 0; i < token.len && same; i++) /* "May", and "mei": only the case may differ */
                same = small[i] ==
                       (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] - 'A' + 'a' : name.ptr[i]);
            if (same) return month;
        }
    }
    return token.len == 3 && memcmp(small, "mrt", 3) == 0 ? 3 : 0;
}

/* Words and numbers, parted by spaces, dashes, slashes, dots or commas. More than three: none. */
static size_t date_tokens(kr_str text, kr_str part[3]) {
    size_t n = 0, at = 0;
    while (at < text.len) {
        size_t start = at;
        while (at < text.len && !memchr(" -/.,", text.ptr[at], 5)) at++;
        if (at > start) {
            if (n == 3) return 0;
            part[n++] = kr_str_n(text.ptr + start, at - start);
        }
        at++;
    }
    return n;
}

/* People write 14 juli 1998, juli 1998, 14-7-1998, 7/1998; the schema takes 1998-07-14. Anything else is left
 * as it is, and so is what has the form of the schema already. */
kr_str kr_page_turn_date(kr_arena *arena, kr_str text) {
    kr_str part[3];
    int64_t year, day = 0;
    size_t n = date_tokens(text, part);
    if (n == 0 || (n > 1 && part[0].len > 2 && kr_str_int(part[0], &year))) return text;
    if (part[n - 1].len != 4 || !kr_str_int(part[n - 1], &year)) return text;
    bool month_first = n == 3 && !kr_str_int(part[0], &day); /* July 14, 1998 */
    if (month_first && !kr_str_int(part[1], &day)) return text;
    int month = n == 1 ? 0 : month_of(part[n == 3 && !month_first ? 1 : 0]);
    if ((n > 1 && month == 0) || day < 0 || day > 99 || (n == 3 && day == 0)) return text;
    char out[32];
    int len = snprintf(out, sizeof out, "%04d", (int)year);
    if (month) len += snprintf(out + len, sizeof out - (size_t)len, "-%02d", month);
    if (n == 3) len += snprintf(out + len, sizeof out - (size_t)len, "-%02d", (int)day);
    kr_str turned = kr_arena_copy(arena, kr_str_n(out, (size_t)len));
    return turned.ptr ? turned : text;
}

static void draft_choice(kr_draft *draft, const kr_request *request, kr_id record, const kr_field *field,
                         kr_field_spec spec, const char *name) {
    if (spec.look == KR_AS_CHECK) {
        kr_draft_number(draft, field->kind, record, field->number,
                        kr_posted_has(request, name) ? KR_yesno_yes : 0);
    } else if (kr_posted_has(request, name)) {
        kr_draft_written(draft, field->kind, record, field, kr_posted(request, name));
    }
}

static void draft_set(kr_draft *draft, const kr_request *request, kr_id record, const kr_field *field,
                      const char *name) {
    kr_str values[40];
    size_t count = kr_posted_all(request, name, values, KR_COUNT(values));
    uint32_t set = 0;
    for (size_t i = 0; i < count && i < KR_COUNT(values); i++) {
        unsigned number = kr_choice_named(field->list, values[i]);
        if (number) set |= 1u << number;
    }
    kr_draft_set(draft, field->kind, record, field->number, set);
}

void kr_draft_posted(kr_draft *draft, const kr_request *request, kr_id record, kr_field_spec spec) {
    const kr_field *field = kr_schema_field((kr_kind)spec.kind, spec.field);
    char name[48];
    if (!field || !is_asked(request, spec)) return;
    kr_field_name(name, spec);
    if (field->type == KR_CHOICE) {
        draft_choice(draft, request, record, field, spec, name);
    } else if (field->type == KR_SET) {
        draft_set(draft, request, record, field, name);
    } else if (kr_posted_has(request, name)) {
        kr_str value = kr_posted(request, name);
        if (field->type == KR_DATE) value = kr_page_turn_date(draft->arena, value);
        kr_draft_written(draft, field->kind, record, field, value);
    }
}

kr_str kr_field_words(const kr_page *page, const void *record, kr_field_spec spec) {
    const kr_field *field = kr_schema_field((kr_kind)spec.kind, spec.field);
    if (!field) return KR_NONE;
    kr_assignment held = held_by(record, spec, field);
    if (held.op == KR_OP_CLEAR) return KR_NONE;
    if (field->type == KR_CHOICE) return kr_page_choice(page, field->list, (unsigned)held.value.number);
    kr_buf buf = kr_page_buf(page);
    if (field->type == KR_SET) {
        kr_page_set(page, &buf, field->list, held.value.set);
        return kr_page_text(&buf);
    }
    return written(page, field, &held);
}

unsigned kr_tie_choice(const kr_tie *tie, uint16_t number) {
    const kr_field *field = kr_schema_field(KR_KIND_tie, number);
    if (!tie || !field) return 0;
    kr_assignment held = kr_record_get(tie, KR_KIND_tie, field);
    return held.op == KR_OP_CLEAR ? 0 : (unsigned)held.value.number;
}

/* Which of the four drawn rings stands for ring i (from 0) of n: the outer one is always the outermost. */
static int drawn_ring(size_t i, size_t n) {
    static const int of[5][4] = {{1}, {2}, {2, 4}, {1, 3, 4}, {1, 2, 3, 4}};
    return of[n <= 4 ? n : 4][i < 4 ? i : 3];
}

void kr_put_rings(const kr_page *page, kr_model *array, const kr_form *form, unsigned checked) {
    for (size_t i = 0; i < form->n_rings; i++) {
        kr_model *ring = kr_add_object(array);
        int drawn = drawn_ring(i, form->n_rings);
        kr_put_number(ring, "value", (int64_t)i + 1);
        kr_put_text(ring, "label", kr_page_ring(page, form, (unsigned)i + 1));
        kr_put_bool(ring, "checked", checked == i + 1);
        kr_put_bool(ring, "r1", drawn == 1);
        kr_put_bool(ring, "r2", drawn == 2);
        kr_put_bool(ring, "r3", drawn == 3);
        kr_put_bool(ring, "r4", drawn == 4);
    }
}

void kr_put_areas(const kr_page *page, kr_model *array, const kr_form *form, unsigned checked) {
    for (size_t i = 0; form->area_field && i < form->n_areas; i++) {
        kr_model *area = kr_add_object(array);
        kr_put_number(area, "value", (int64_t)i + 1);
        kr_put_text(area, "label", kr_word(page->lang, form->areas[i].key));
        kr_put_bool(area, "checked", checked == i + 1);
        kr_put_number(area, "tint", form->areas[i].tint);
    }
}

void kr_put_support(const kr_page *page, kr_model *array, const kr_tie *tie) {
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    for (size_t i = 0; i < list->count; i++) {
        const kr_choice *choice = &list->choices[i];
        kr_model *row = kr_add_object(array);
        uint32_t bit = 1u << choice->number;
        unsigned ask = kr_tie_choice(tie, (uint16_t)(KR_F_tie_ask_practical + i));
        kr_put_text(row, "kind", kr_str_z(choice->name));
        kr_put_text(row, "label", kr_page_choice(page, list, choice->number));
        put_hint(page, row, list->name, choice->name, KR_NONE);
        kr_put_bool(row, "gets", tie && (tie->gets & bit) != 0);
        kr_put_bool(row, "gives", tie && (tie->gives & bit) != 0);
        kr_put_bool(row, "yes", ask == KR_would_yes);
        kr_put_bool(row, "perhaps", ask == KR_would_perhaps);
        kr_put_bool(row, "no", ask == KR_would_no);
    }
}
