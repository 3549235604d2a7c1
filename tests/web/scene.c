#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "core/photo.h"
#include "examples/examples.h"
#include "format/format.h"
#include "scene.h"

void scene_become(scene *at, const person *who) {
    memcpy(at->s.cookie, who ? who->cookie : "", who ? sizeof at->s.cookie : 1);
}

void scene_meet(scene *at, person *who, const char *login, const char *name) {
    char base[40];
    kr_error error;
    scene_become(at, NULL);
    assert_true(site_begin(&at->s, login, name, base));
    memcpy(who->cookie, at->s.cookie, sizeof who->cookie);
    assert_int_equal(kr_account_check(at->s.store, &who->account, kr_str_z(login), KR_STR("een mooie zin"),
                                      at->s.now, &error),
                     KR_OK);
}

/* One of each kind; of persons one who is not in the middle. */
static void find_records(scene *at, const kr_change *changes, size_t n) {
    kr_id ego = 0;
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < changes[c].count; i++) {
            const kr_assignment *a = &changes[c].assignments[i];
            if (a->kind == KR_KIND_circle && a->field == KR_F_circle_ego) ego = a->value.ref;
        }
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < changes[c].count; i++) {
            const kr_assignment *a = &changes[c].assignments[i];
            if (a->kind < KR_COUNT(at->records) && !at->records[a->kind] && a->record != ego)
                at->records[a->kind] = a->record;
        }
}

static kr_str small_photo(kr_arena *arena) {
    static const unsigned char bytes[] = {0xff, 0xd8, 0xff, 0xe0, 0,  4, 'J', 'F',  0xff, 0xdb, 0,   4, 1,
                                          2,    0xff, 0xc0, 0,    11, 8, 0,   100,  0,    100,  1,   1, 0x11,
                                          0,    0xff, 0xda, 0,    4,  1, 2,   0x55, 0xaa, 0xff, 0xd9};
    kr_str text;
    assert_int_equal(kr_photo_text(&text, arena, kr_str_n((const char *)bytes, sizeof bytes)), KR_OK);
    return text;
}

/* What the example has none of. */
static kr_change more(scene *at, const kr_change *last) {
    kr_value photo = {.text = small_photo(&at->arena)};
    kr_change out;
    const site_value all[] = {
        {at->records[KR_KIND_person], KR_KIND_person, KR_F_person_photo, photo},
        {at->records[KR_KIND_wish], KR_KIND_wish, KR_F_wish_picture, photo},
        {at->records[KR_KIND_success], KR_KIND_success, KR_F_success_picture, photo},
        {at->records[KR_KIND_sheet_part], KR_KIND_sheet_part, KR_F_sheet_part_picture, photo},
        {SCENE_FORM, KR_KIND_own_form, KR_F_own_form_name, {.text = KR_STR("Mijn vorm")}},
        {SCENE_EVENT, KR_KIND_event, KR_F_event_about, {.ref = at->records[KR_KIND_person]}},
        {SCENE_EVENT, KR_KIND_event, KR_F_event_what, {.text = KR_STR("Naar Leiden verhuisd")}},
    };
    assert_true(site_change(&out, &at->arena, all, KR_COUNT(all), last, at->annie.account));
    return out;
}

static void fill(scene *at) {
    size_t count, n;
    kr_change *changes, *all;
    kr_error error = {.code = KR_OK};
    const kr_example *example = kr_examples(&count);
    assert_int_equal(kr_kring_read(&changes, &n, &at->arena, example[0].kring, &error), KR_OK);
    for (size_t i = 0; i < n; i++) changes[i].author = at->annie.account;
    find_records(at, changes, n);
    at->records[KR_KIND_own_form] = SCENE_FORM;
    all = kr_new_n(&at->arena, kr_change, n + 1);
    assert_non_null(all);
    memcpy(all, changes, n * sizeof *all);
    all[n] = more(at, &changes[n - 1]);
    kr_err err = kr_circle_create(at->s.store, &at->circle, at->annie.account, all, n + 1, at->s.now, &error);
    if (err) fail_msg("circle: %s %s %s", error.key, error.field, error.detail);
    char id[17];
    kr_id_text(at->circle, id);
    snprintf(at->base, sizeof at->base, "/kring/%s", id);
}

int scene_begin(void **state) {
    static scene at;
    memset(&at, 0, sizeof at);
    *state = &at;
    if (!site_open(&at.s)) return -1;
    kr_arena_init(&at.arena, kr_heap(), 512 << 20);
    scene_meet(&at, &at.annie, "annie", "Annie");
    scene_meet(&at, &at.sanne, "sanne", "Sanne");
    scene_meet(&at, &at.henk, "henk", "Henk");
    fill(&at);
    return 0;
}

int scene_end(void **state) {
    scene *at = *state;
    kr_arena_dispose(&at->arena);
    site_close(&at->s);
    return 0;
}

void scene_let_in(scene *at, const uint8_t rights[KR_PARTS], bool propose) {
    kr_error error = {.code = KR_OK};
    kr_share_entry entry = {.name = KR_STR("Sanne"),
                            .word = KR_STR("dochter"),
                            .why = KR_STR("meekijken"),
                            .role = KR_ROLE_RELATIVE};
    bool first = at->share == 0;
    memcpy(entry.rules.rights, rights, KR_PARTS);
    entry.rules.propose = propose;
    kr_store *store = at->s.store;
    kr_err err = kr_share_put(store, &at->share, at->annie.account, at->circle, &entry, at->s.now, &error);
    if (err) fail_msg("share: %s %s %s", error.key, error.field, error.detail);
    if (!first) return;
    char code[KR_CODE_TEXT];
    assert_int_equal(kr_invite_make(store, code, at->annie.account, at->circle, at->share, KR_INVITE_TABLE,
                                    at->s.now, &error),
                     KR_OK);
    assert_int_equal(
        kr_invite_open(store, &entry, &at->arena, at->sanne.account, kr_str_z(code), at->s.now, &error),
        KR_OK);
    assert_int_equal(
        kr_share_confirm(store, at->annie.account, at->circle, at->share, true, at->s.now, &error), KR_OK);
}

void scene_only(uint8_t rights[KR_PARTS], unsigned part, kr_right right) {
    memset(rights, 0, KR_PARTS);
    for (unsigned p = 0; p < KR_PARTS; p++)
        if (part == KR_PART_ANY || p == part) rights[p] = (uint8_t)right;
}

void scene_all_but(uint8_t rights[KR_PARTS], unsigned part) {
    scene_only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
    if (part < KR_PARTS)
        rights[part] = KR_RIGHT_NONE;
    else
        memset(rights, 0, KR_PARTS);
}

/* -- addresses -- */

/* What stands at a :name, by how the address ends there. */
static const struct {
    const char *end;
    kr_kind kind; /* a record of this kind; none: the word */
    const char *word;
} places[] = {
    {"/erbij/:what", KR_KIND_none, "kind"},
    {"/laag/:layer", KR_KIND_none, "contact"},
    {"/weg/:run/:step", KR_KIND_none, "meet"},
    {"/hulp-vragen/:asking/stap/:step", KR_KIND_none, "wie"},
    {"/rollen/:role/stap/:step", KR_KIND_none, "nu"},
    {"/bladen/:form", KR_KIND_none, "compass"},
    {"/vragenlijsten/:set", KR_KIND_none, "wheel"},
    {"/wegwijzers/:guide", KR_KIND_none, "contactladder"},
    {"/taal/:lang", KR_KIND_none, "nl"},
    {"/paar/:record", KR_KIND_union, NULL},
    {"/kind/:record", KR_KIND_parentage, NULL},
    {"/gevoel/:record", KR_KIND_bond, NULL},
    {"/plan/stap/:step", KR_KIND_action, NULL},
    {"/vormen/:form", KR_KIND_own_form, NULL},
    {"/plaatje/:part", KR_KIND_sheet_part, NULL},
    {"/:person", KR_KIND_person, NULL},
    {"/:event", KR_KIND_event, NULL},
    {"/:review", KR_KIND_review, NULL},
    {"/:success", KR_KIND_success, NULL},
    {"/:wish", KR_KIND_wish, NULL},
    {"/:sheet", KR_KIND_sheet, NULL},
    {"/:run", KR_KIND_run, NULL},
    {"/:filled", KR_KIND_filled, NULL},
    {"/:talent", KR_KIND_talent, NULL},
    {"/:role", KR_KIND_role, NULL},
    {"/:asking", KR_KIND_asking, NULL},
};

static bool ends(kr_str text, const char *end) {
    size_t n = strlen(end);
    return text.len >= n && memcmp(text.ptr + text.len - n, end, n) == 0;
}

/* `upto`: the pattern up to and with the name. */
static void put_place(const scene *at, char out[40], kr_str upto) {
    kr_id record = 0xff;
    if (ends(upto, "/gebeurtenis/:record")) record = SCENE_EVENT;
    if (ends(upto, "/:share") && at->other_share) record = at->other_share;
    if (ends(upto, "/:once") && at->once) record = at->once;
    if (ends(upto, "/:proposal") && at->proposal) record = at->proposal;
    for (size_t i = 0; i < KR_COUNT(places); i++) {
        if (!ends(upto, places[i].end)) continue;
        if (places[i].word) {
            snprintf(out, 40, "%s", places[i].word);
            return;
        }
        if (at->records[places[i].kind]) record = at->records[places[i].kind];
        break;
    }
    kr_id_text(record, out);
}

void scene_address(const scene *at, char out[300], const char *pattern, const char *base) {
    kr_str rest = kr_str_z(pattern + 1), part;
    size_t used = 0;
    bool more = true;
    if (strncmp(pattern, "/kring/:circle", 14) == 0) {
        used = (size_t)snprintf(out, 300, "%s", base);
        more = pattern[14] == '/';
        rest = kr_str_z(pattern + (more ? 15 : 14));
    }
    while (more && used < 200) {
        char word[40];
        kr_str after = kr_str_cut(rest, '/', &part);
        more = part.len < rest.len;
        snprintf(word, sizeof word, "%.*s", KR_ARG(part));
        if (word[0] == ':') put_place(at, word, kr_str_n(pattern, (size_t)(part.ptr + part.len - pattern)));
        used += (size_t)snprintf(out + used, 300 - used, "/%s", word);
        rest = after;
    }
    out[used] = '\0';
}

bool scene_writes(const kr_route *route) {
    return strcmp(route->method, "POST") == 0;
}

kr_output scene_ask(scene *at, const person *who, const kr_route *route, const char *base) {
    static char token[128], body[200], path[300];
    scene_become(at, who);
    scene_address(at, path, route->path, base);
    if (!scene_writes(route)) return site_ask(&at->s, "GET", path, NULL, NULL);
    kr_output page = site_ask(&at->s, "GET", "/account", NULL, NULL);
    if (!site_token(&page, token)) token[0] = '\0';
    snprintf(body, sizeof body, "csrf=%s", token);
    return site_ask(&at->s, "POST", path, NULL, body);
}
