/* "Weten zij dat zij hier staan?": who was told, who agreed, who would rather not be here; a letter that
 * tells it, and a card with what stands here of somebody who asks. */
#include "web/pages_people.h"

#include "web/engine.h"

bool kr_may_be_proposed(const kr_alter *alter) {
    const kr_person *person = alter->person;
    return person->knows != KR_knows_objects && !(alter->tie && alter->tie->private_mark == KR_yesno_yes);
}

bool kr_can_be_told(const kr_person *person) {
    return (person->what == 0 || person->what == KR_what_person) && !kr_person_is_dead(person);
}

static bool in_group(const kr_person *person, unsigned group) {
    static const uint8_t of[] = {[0] = 2,
                                 [KR_knows_told] = 1,
                                 [KR_knows_not_yet] = 2,
                                 [KR_knows_rather_not] = 2,
                                 [KR_knows_agreed] = 0,
                                 [KR_knows_objects] = 3};
    unsigned knows = person->knows < KR_COUNT(of) ? person->knows : 0;
    return of[knows] == group;
}

/* "op 12 november 2026, bij de koffie" */
static kr_str told_how(const kr_page *page, const kr_person *person) {
    kr_buf out = kr_page_buf(page);
    if (person->knows_on) {
        kr_buf date = kr_page_buf(page);
        kr_say_date(&date, page->lang, person->knows_on);
        kr_say_with(page, &out, "people.on", "date", kr_page_text(&date));
    }
    if (person->knows_how.len) {
        if (out.len) kr_put_z(&out, ", ");
        kr_put(&out, person->knows_how);
    }
    return kr_page_text(&out);
}

static void put_one(const kr_page *page, kr_model *array, const kr_alter *alter) {
    kr_model *one = kr_add_object(array);
    kr_put_face(page, one, alter);
    kr_put_text(one, "how", told_how(page, alter->person));
    kr_put_text(one, "tell_href", kr_page_link(page, "/mens/", alter->person->id, "?laag=weet#laag-weet"));
    kr_put_text(one, "letter_href", kr_page_link(page, "/mens/", alter->person->id, "/brief"));
    kr_put_text(one, "less_href", kr_page_link(page, "/mens/", alter->person->id, "/minder"));
}

kr_err kr_page_told(kr_request *request, kr_reply *reply, kr_error *error) {
    static const struct {
        const char *key, *icon;
    } groups[] = {{"people.agreed", "ico-check"},
                  {"people.told", "ico-told"},
                  {"people.not_yet", "ico-talk"},
                  {"people.objects", "ico-person"}};
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "people.title", error);
    if (err) return err;
    kr_page_flow(request, page.model, "/delen", "people.back");
    kr_model *array = kr_put_array(page.model, "groups");
    size_t all = 0;
    for (unsigned g = 0; g < KR_COUNT(groups); g++) {
        kr_model *group = kr_add_object(array), *people = kr_put_array(group, "people");
        for (size_t i = 0; i < page.net.n; i++) {
            const kr_alter *alter = &page.net.alters[i];
            if (kr_can_be_told(alter->person) && in_group(alter->person, g)) put_one(&page, people, alter);
        }
        size_t n = kr_model_count(people);
        kr_put_word(request, group, "label", groups[g].key);
        kr_put_text(group, "icon", kr_str_z(groups[g].icon));
        kr_put_number(group, "many", (int64_t)n);
        kr_put_bool(group, "any", n > 0);
        kr_put_bool(group, "not_yet", g == 2);
        kr_put_bool(group, "objects", g == 3);
        all += n;
    }
    kr_put_bool(page.model, "nobody", all == 0);
    return KR_OK;
}

kr_err kr_page_telling(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "people.telling.title", error);
    if (err) return err;
    kr_page_flow(request, page.model, "/weten", "people.back.told");
    return KR_OK;
}

/* -- for one person -- */
static kr_err open_one(kr_page *page, kr_request *request, kr_reply *reply, const char *title,
                       const kr_alter **out, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person || !kr_can_be_told(person)) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(page, request, reply, title, error);
    if (err) return err;
    *out = kr_page_alter(page, person->id);
    if (!*out) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_put_text(page->model, "name", person->name);
    kr_put_text(page->model, "owner", kr_str_z(page->ego));
    kr_put_text(page->model, "contact_href", kr_page_link(page, "/mens/", person->id, ""));
    kr_buf date = kr_page_buf(page);
    kr_say_date(&date, page->lang, kr_date_of(request->local));
    kr_put_text(page->model, "date", kr_page_text(&date));
    kr_page_flow(request, page->model, "/weten", "people.back.told");
    return KR_OK;
}

/* A letter without content: what Kring is, that they stand on this map, and what they may ask. */
kr_err kr_page_notice(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_alter *alter;
    return open_one(&page, request, reply, "people.notice.title", &alter, error);
}

/* What is said of them in open words, and how they can be reached. What the owner feels, wishes and thinks,
 * and who else they know, is not about them alone. */
static bool on_card(const kr_field *field) {
    static const uint16_t own[] = {
        KR_F_person_knows,         KR_F_person_merged_into, KR_F_person_photo,      KR_F_person_mentioned_by,
        KR_F_person_branch_hidden, KR_F_person_only_family, KR_F_person_source_mark};
    if (field->type == KR_TIME || field->type == KR_REF) return false;
    for (size_t i = 0; field->kind == KR_KIND_person && i < KR_COUNT(own); i++)
        if (own[i] == field->number) return false;
    return field->sensitivity == KR_OPEN || (field->sensitivity == KR_INNER && field->part == KR_PART_REACH);
}

static void put_rows(const kr_page *page, kr_model *rows, kr_kind kind, const void *record) {
    for (uint16_t i = 1; record && i < 64; i++) {
        const kr_field *field = kr_schema_field(kind, i);
        if (!field || !on_card(field)) continue;
        kr_field_spec spec = {(uint8_t)kind, (uint8_t)i, KR_AS_LINE};
        char name[48], key[64] = "field.";
        kr_field_name(name, spec);
        memcpy(key + 6, name, strlen(name) + 1);
        kr_str words = kr_field_words(page, record, spec);
        if (!words.len || !kr_word_known(kr_str_z(key))) continue;
        kr_model *row = kr_add_object(rows);
        kr_put_text(row, "label", kr_word(page->lang, key));
        kr_put_text(row, "words", words);
    }
}

kr_err kr_page_own_card(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_alter *alter;
    kr_err err = open_one(&page, request, reply, "people.card.title", &alter, error);
    if (err) return err;
    kr_model *rows = kr_put_array(page.model, "rows");
    put_rows(&page, rows, KR_KIND_person, alter->person);
    put_rows(&page, rows, KR_KIND_tie, alter->tie);
    kr_put_bool(page.model, "photo", alter->person->photo.len > 0);
    return KR_OK;
}

#define PART KR_PART_MAP
const kr_route kr_routes_people[] = {
    {"GET", "/kring/:circle/bewaren", KR_OWNER, false, kr_page_keep, "bewaren", PART, 0, 0},
    {"POST", "/kring/:circle/bewaren", KR_OWNER, true, kr_page_keep_save, NULL, PART, 4096, 0},
    {"GET", "/kring/:circle/weten", KR_OWNER, false, kr_page_told, "weten", PART, 0, 0},
    {"GET", "/kring/:circle/weten/vertellen", KR_OWNER, false, kr_page_telling, "weten-vertellen", PART, 0,
     0},
    {"GET", "/kring/:circle/mens/:person/brief", KR_OWNER, false, kr_page_notice, "weten-brief", PART, 0, 0},
    {"GET", "/kring/:circle/mens/:person/kaart", KR_OWNER, false, kr_page_own_card, "weten-kaart", PART, 0,
     0},
    {"GET", "/kring/:circle/mens/:person/minder", KR_OWNER, false, kr_page_less, "weten-minder", PART, 0, 0},
    {"POST", "/kring/:circle/mens/:person/minder", KR_OWNER, true, kr_page_less_do, "weten-minder", PART,
     1u << 20, 0},
    {0},
};
