/* What somebody may see and do, as a form of ticks: it works without script, and nothing in it is a rank. */
#include "web/pages_share.h"

#include <stdio.h>

#include "web/engine.h"
#include "core/utf8.h"

/* "s2-map": unique on the page. */
static void put_field_id(kr_model *row, size_t at, const char *what, const char *name) {
    char id[64];
    snprintf(id, sizeof id, "s%zu-%s-%s", at, what, name);
    kr_put_text(row, "fid", kr_str_z(id));
}

static void put_sentence(const kr_page *page, kr_model *row, const char *stem, unsigned part, kr_str call) {
    char key[64];
    snprintf(key, sizeof key, "%s.%s", stem, kr_share_part_name(part));
    kr_word_arg arg = KR_WORD_TEXT("call", call);
    kr_buf say = kr_page_buf(page);
    kr_say(&say, page->lang, kr_page_z(page, kr_str_z(key)), &arg, 1);
    kr_put_text(row, "label", kr_page_text(&say));
}

static void put_switch(const kr_page *page, kr_model *rows, const kr_share_entry *share, unsigned part,
                       size_t at) {
    const char *name = kr_share_part_name(part);
    kr_model *row = kr_add_object(rows);
    put_field_id(row, at, "ziet", name);
    kr_put_text(row, "field", KR_STR("ziet"));
    kr_put_text(row, "value", kr_str_z(name));
    kr_put_bool(row, "checked", share->rules.rights[part] != KR_RIGHT_NONE);
    put_sentence(page, row, "share.sees", part, kr_share_call(share->name));
    if (part != KR_PART_MAP) return;
    row = kr_add_object(rows);
    put_field_id(row, at, "erbij", name);
    kr_put_text(row, "field", KR_STR("erbij"));
    kr_put_text(row, "value", kr_str_z(name));
    kr_put_bool(row, "checked", share->rules.rights[part] >= KR_RIGHT_ADD);
    put_sentence(page, row, "share.adds", part, kr_share_call(share->name));
}

static void put_rights(const kr_page *page, kr_model *array, const kr_share_entry *share, unsigned part,
                       size_t at) {
    const char *name = kr_share_part_name(part);
    char key[48];
    kr_model *row = kr_add_object(array);
    put_field_id(row, at, "mag", name);
    snprintf(key, sizeof key, "share.open.%s", name);
    kr_put_text(row, "label", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(key)))));
    kr_put_text(row, "value", kr_str_z(name));
    kr_put_bool(row, "with_add", part != KR_PART_MAP);
    kr_put_bool(row, "add", share->rules.rights[part] >= KR_RIGHT_ADD);
    kr_put_bool(row, "edit", share->rules.rights[part] >= KR_RIGHT_EDIT);
}

/* -- single runs, sheets and question sets
 * ------------------------------------------------------------------- */

static uint8_t right_of(const kr_share *rules, kr_id record) {
    for (size_t i = 0; i < rules->n_ones; i++)
        if (rules->ones[i].record == record) return rules->ones[i].right;
    return KR_RIGHT_NONE;
}

typedef struct one {
    kr_id id;
    const char *kind;
    kr_str name;
    kr_date day;
} one;

static void put_one(const kr_page *page, kr_model *array, const kr_share_entry *share, const one *it,
                    size_t at) {
    char digits[17];
    kr_model *row = kr_add_object(array);
    kr_id_text(it->id, digits);
    put_field_id(row, at, "los", digits);
    kr_put_text(row, "value", kr_str_z(digits));
    kr_put_word(page->request, row, "kind", it->kind);
    kr_put_text(row, "label", it->name.len ? it->name : kr_word(page->lang, it->kind));
    kr_buf day = kr_page_buf(page);
    kr_say_date(&day, page->lang, it->day);
    kr_put_text(row, "day", kr_page_text(&day));
    uint8_t right = right_of(&share->rules, it->id);
    kr_put_bool(row, "checked", right != KR_RIGHT_NONE);
    kr_put_bool(row, "edit", right >= KR_RIGHT_EDIT);
}

static kr_str guide_name(const kr_page *page, const kr_run *run) {
    const kr_guide *guide = kr_guides_find(&page->request->web->guides, run->guide);
    if (run->about.len) return run->about;
    return guide ? kr_guide_text_in(guide, (int)page->lang)->name : run->guide;
}

/* The newest first, as many as one share can open. */
static void put_ones(const kr_page *page, kr_model *array, const kr_share_entry *share, size_t at) {
    const kr_circle *c = page->request->view.circle;
    size_t left = KR_MOST_SHARE_ONES;
    for (size_t i = c->n_runs; i > 0 && left; i--) {
        const kr_run *run = &c->runs[i - 1];
        one it = {run->id, "share.one.run", guide_name(page, run), run->started};
        if (run->gone) continue;
        put_one(page, array, share, &it, at);
        left--;
    }
    for (size_t i = c->n_sheets; i > 0 && left; i--) {
        const kr_sheet *sheet = &c->sheets[i - 1];
        one it = {sheet->id, "share.one.sheet", sheet->title, sheet->date};
        if (sheet->gone) continue;
        put_one(page, array, share, &it, at);
        left--;
    }
    for (size_t i = c->n_fillings; i > 0 && left; i--) {
        const kr_filled *filled = &c->fillings[i - 1];
        one it = {filled->id, "share.one.filled", filled->title,
                  filled->finished ? kr_date_of(kr_clock_local(filled->finished)) : 0};
        if (filled->gone) continue;
        put_one(page, array, share, &it, at);
        left--;
    }
}

/* -- until when
 * --------------------------------------------------------------------------------------------- */

static void put_until_choice(const kr_page *page, kr_model *array, const char *value, kr_str label,
                             bool checked) {
    kr_model *choice = kr_add_object(array);
    (void)page;
    kr_put_text(choice, "value", kr_str_z(value));
    kr_put_text(choice, "label", label);
    kr_put_bool(choice, "checked", checked);
}

static void put_until(const kr_page *page, kr_model *card, const kr_share_entry *share) {
    kr_model *array = kr_put_array(card, "untils");
    if (share->until) put_until_choice(page, array, "zo", kr_share_until(page, share->until), true);
    put_until_choice(page, array, "stop", kr_word(page->lang, "share.until.stop"), !share->until);
    put_until_choice(page, array, "30", kr_word(page->lang, "share.until.month"), false);
    put_until_choice(page, array, "90", kr_word(page->lang, "share.until.quarter"), false);
    put_until_choice(page, array, "365", kr_word(page->lang, "share.until.year"), false);
}

/* -- all of it
 * ------------------------------------------------------------------------------------------------ */

void kr_put_share_name(const kr_request *request, kr_model *object, const kr_share_entry *share) {
    char digits[17];
    kr_buf out;
    kr_str text = KR_NONE;
    kr_id_text(share->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "name", share->name);
    kr_put_text(object, "call", kr_share_call(share->name));
    kr_put_text(object, "word", share->word);
    kr_buf_init(&out, request->arena, 64);
    kr_put_initials(&out, share->name);
    kr_put_text(object, "initials", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
    kr_put_bool(object, "photo", false);
    kr_put_bool(object, "tint", false);
    kr_put_bool(object, "href", false);
}

static void put_texts(const kr_request *request, kr_model *card, const kr_share_entry *share, size_t at) {
    char id[24];
    snprintf(id, sizeof id, "s%zu", at);
    kr_put_text(card, "form_id", kr_str_z(id));
    kr_put_text(card, "why", share->why);
    kr_put_bool(card, "self_too", share->rules.self_too);
    kr_put_bool(card, "on_map", share->rules.person != 0);
    kr_put_bool(card, "propose", share->rules.propose);
    kr_put_text(card, "acts", kr_share_basis(request, share));
}

void kr_put_share_form(const kr_page *page, kr_model *card, const kr_share_entry *share, size_t at) {
    const uint8_t *order = kr_share_parts();
    kr_put_share_name(page->request, card, share);
    const kr_alter *alter = share->rules.person ? kr_page_alter(page, share->rules.person) : NULL;
    if (alter) {
        uint8_t tint = kr_alter_tint(alter);
        kr_put_photo(page, card, alter->person);
        if (tint) kr_put_number(card, "tint", tint);
    }
    put_texts(page->request, card, share, at);
    kr_model *rows = kr_put_array(card, "rows"), *others = kr_put_array(card, "others");
    kr_model *rights = kr_put_array(card, "rights"), *ones = kr_put_array(card, "ones");
    for (size_t i = 0; i < KR_PARTS; i++) {
        bool first = share->rules.rights[order[i]] || kr_share_fits(share->role, order[i]);
        put_switch(page, first ? rows : others, share, order[i], at);
        put_rights(page, rights, share, order[i], at);
    }
    put_ones(page, ones, share, at);
    kr_put_bool(card, "has_others", kr_model_count(others) > 0);
    kr_put_bool(card, "has_ones", kr_model_count(ones) > 0);
    put_until(page, card, share);
}

/* -- what was posted
 * ------------------------------------------------------------------------------------------ */

static bool ticked(const kr_request *request, const char *field, const char *value) {
    kr_str all[KR_PARTS + KR_MOST_SHARE_ONES];
    size_t n = kr_posted_all(request, field, all, KR_COUNT(all));
    for (size_t i = 0; i < n && i < KR_COUNT(all); i++)
        if (kr_str_is(all[i], value)) return true;
    return false;
}

static void read_parts(const kr_request *request, kr_share *rules) {
    for (unsigned part = 0; part < KR_PARTS; part++) {
        const char *name = kr_share_part_name(part);
        uint8_t right = KR_RIGHT_READ;
        if (ticked(request, "erbij", name)) right = KR_RIGHT_ADD;
        if (ticked(request, "anders", name)) right = KR_RIGHT_EDIT;
        rules->rights[part] = ticked(request, "ziet", name) ? right : KR_RIGHT_NONE;
    }
}

/* Only what is there, of the kinds that may be opened by themselves. */
static void read_ones(const kr_request *request, kr_share *rules) {
    kr_str all[KR_MOST_SHARE_ONES];
    size_t n = kr_posted_all(request, "los", all, KR_COUNT(all));
    rules->n_ones = 0;
    for (size_t i = 0; i < n && i < KR_COUNT(all); i++) {
        kr_id id = 0;
        kr_kind kind = KR_KIND_none;
        char digits[17];
        if (!kr_id_parse(all[i], &id) || !kr_circle_record_of(request->view.circle, id, &kind)) continue;
        if (kind != KR_KIND_run && kind != KR_KIND_sheet && kind != KR_KIND_filled) continue;
        kr_id_text(id, digits);
        bool edit = ticked(request, "los-anders", digits);
        rules->ones[rules->n_ones++] = (kr_share_one){id, edit ? KR_RIGHT_EDIT : KR_RIGHT_READ};
    }
}

static void read_until(const kr_request *request, kr_share_entry *share) {
    kr_str chosen = kr_posted(request, "tot");
    kr_date day = 0;
    int64_t days = 0;
    bool said = kr_date_parse(kr_str_trim(kr_posted(request, "tot-dag")), &day) && day % 100 > 0;
    if (said)
        share->until = kr_share_day_end(day);
    else if (kr_str_is(chosen, "stop"))
        share->until = 0;
    else if (kr_str_int(chosen, &days) && days > 0 && days <= 3660)
        share->until = kr_share_day_end(kr_date_of(request->local + days * KR_DAY_MS));
}

void kr_share_posted(kr_request *request, kr_share_entry *share) {
    kr_str name = kr_str_trim(kr_posted(request, "naam"));
    if (name.len) share->name = name;
    if (kr_posted_has(request, "woord")) share->word = kr_str_trim(kr_posted(request, "woord"));
    if (kr_posted_has(request, "waarom")) share->why = kr_str_trim(kr_posted(request, "waarom"));
    read_parts(request, &share->rules);
    read_ones(request, &share->rules);
    read_until(request, share);
    share->rules.self_too = kr_posted_has(request, "zelf");
    share->rules.propose = kr_str_is(kr_posted(request, "hoe"), "voorstel");
}
