/* From request line to answer, over a real store: up to six requests with a line of "====" between them, each
 * METHOD TARGET, header lines, an empty line, a body. "@KRING@" becomes the address of a full circle,
 * "@TOKEN@" a good token of whoever asks, and the header line "Cookie: @MINE@" a sign-in of its owner;
 * @GUEST@ of somebody who may add to some parts, @READER@ of somebody who may see the map. Every answer has a
 * status, the policy, and no header with a line break in it; nothing goes wrong inside; and what only the
 * owner may see comes to nobody else. */
#define _GNU_SOURCE /* web_help.c removes its folder with nftw */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* script/fuzz builds a fuzzer from one file and the libraries */
#include "../tests/web/web_help.c"
#include "examples/examples.h"
#include "format/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SECRET "Zqgeheim"

enum { OWNER, GUEST, READER, PEOPLE, NOBODY = PEOPLE, MOST_TURNS = 6, MOST_CHANGES = 4000 };

typedef struct who {
    kr_id account;
    char cookie[120], token[128];
} who;

typedef struct world {
    site s;
    who people[PEOPLE];
    kr_id circle;
    char base[40];
    kr_arena arena;
    unsigned posts;
    bool told; /* an input held the hidden word itself: its owner may have told it on */
} world;

static world w; /* opened once: a store is dear */

static void close_world(void) {
    kr_arena_dispose(&w.arena);
    site_close(&w.s);
}

static void must(bool well) {
    if (!well) abort();
}

/* -- the world -- */

/* What nobody but the owner sees: a remark, and somebody behind a private tie. */
static kr_change secrets(kr_arena *arena, const kr_change *last, kr_id author, kr_id ego) {
    const kr_id person = 0x5ec4e7, tie = 0x5ec4e8;
    kr_change out;
    const site_value all[] = {
        {person, KR_KIND_person, KR_F_person_name, {.text = KR_STR(SECRET "a Verborgen")}},
        {tie, KR_KIND_tie, KR_F_tie_a, {.ref = ego}},
        {tie, KR_KIND_tie, KR_F_tie_b, {.ref = person}},
        {tie, KR_KIND_tie, KR_F_tie_private_mark, {.number = KR_yesno_yes}},
        {ego, KR_KIND_person, KR_F_person_remark, {.text = KR_STR("Dat is " SECRET "b")}},
        {KR_CIRCLE_RECORD, KR_KIND_circle, KR_F_circle_story, {.text = KR_STR(SECRET "c, zo was het")}},
    };
    must(site_change(&out, arena, all, KR_COUNT(all), last, author));
    return out;
}

static void let_in(unsigned guest, const uint8_t rights[KR_PARTS]) {
    kr_error error;
    kr_id share = 0, owner = w.people[OWNER].account;
    kr_store *store = w.s.store;
    char code[KR_CODE_TEXT];
    kr_share_entry entry = {.name = KR_STR("Gast"), .role = KR_ROLE_CARER};
    memcpy(entry.rules.rights, rights, KR_PARTS);
    must(kr_share_put(store, &share, owner, w.circle, &entry, w.s.now, &error) == KR_OK);
    must(kr_invite_make(store, code, owner, w.circle, share, KR_INVITE_TABLE, w.s.now, &error) == KR_OK);
    must(kr_invite_open(store, &entry, &w.s.arena, w.people[guest].account, kr_str_z(code), w.s.now,
                        &error) == KR_OK);
    must(kr_share_confirm(store, owner, w.circle, share, true, w.s.now, &error) == KR_OK);
}

static void fill_circle(void) {
    static const uint8_t adds[KR_PARTS] = {
        [KR_PART_MAP] = KR_RIGHT_ADD,     [KR_PART_PLAN] = KR_RIGHT_EDIT,  [KR_PART_WISH] = KR_RIGHT_ADD,
        [KR_PART_FAMILY] = KR_RIGHT_EDIT, [KR_PART_SHEETS] = KR_RIGHT_ADD, [KR_PART_WAYS] = KR_RIGHT_ADD,
        [KR_PART_TIME] = KR_RIGHT_ADD,    [KR_PART_LIFE] = KR_RIGHT_EDIT};
    static const uint8_t reads[KR_PARTS] = {[KR_PART_MAP] = KR_RIGHT_READ};
    size_t count, n;
    kr_change *changes, *all;
    kr_error error;
    kr_id ego = 0, owner = w.people[OWNER].account;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    must(kr_kring_read(&changes, &n, &arena, kr_examples(&count)[0].kring, &error) == KR_OK);
    all = kr_new_n(&arena, kr_change, n + 1);
    must(all != NULL);
    memcpy(all, changes, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        all[i].author = owner;
        for (size_t k = 0; k < all[i].count; k++)
            if (all[i].assignments[k].kind == KR_KIND_circle &&
                all[i].assignments[k].field == KR_F_circle_ego)
                ego = all[i].assignments[k].value.ref;
    }
    all[n] = secrets(&arena, &all[n - 1], owner, ego);
    must(kr_circle_create(w.s.store, &w.circle, owner, all, n + 1, w.s.now, &error) == KR_OK);
    kr_arena_dispose(&arena);
    char id[17];
    kr_id_text(w.circle, id);
    snprintf(w.base, sizeof w.base, "/kring/%s", id);
    let_in(GUEST, adds);
    let_in(READER, reads);
    w.posts = 0;
    w.told = false;
}

static void new_people(void) {
    static unsigned turn;
    for (unsigned i = 0; i < PEOPLE; i++) {
        char login[40], base[40];
        kr_error error;
        w.s.cookie[0] = '\0';
        snprintf(login, sizeof login, "fuzz%u-%u", i, turn);
        must(site_begin(&w.s, login, "Fuzz", base));
        must(kr_account_check(w.s.store, &w.people[i].account, kr_str_z(login), KR_STR("een mooie zin"),
                              w.s.now, &error) == KR_OK);
        w.people[i].cookie[0] = '\0';
    }
    turn++;
    fill_circle();
}

static void open_world(void) {
    static bool ready;
    if (ready) return;
    must(site_open(&w.s));
    w.s.web.strict = false;
    kr_arena_init(&w.arena, kr_heap(), KR_REQUEST_MEMORY);
    new_people();
    ready = true;
    must(atexit(close_world) == 0);
}

/* A session and its token, when there is none or the one before was ended. */
static bool sign_in(who *one) {
    char token[KR_TOKEN_TEXT];
    kr_error error;
    if (one->cookie[0]) return true;
    if (kr_session_begin(w.s.store, token, one->account, w.s.now, &error) != KR_OK) return false;
    snprintf(one->cookie, sizeof one->cookie, "__Host-kring=%s", token);
    snprintf(w.s.cookie, sizeof w.s.cookie, "%s", one->cookie);
    kr_output page = site_ask(&w.s, "GET", "/leren", NULL, NULL);
    if (site_token(&page, one->token)) return true;
    one->cookie[0] = '\0';
    return false;
}

/* Inputs before this one may have ended sessions, accounts or the circle, or made it large. */
static void set_right(void) {
    bool well = w.posts < MOST_CHANGES;
    kr_snapshot *there = NULL;
    kr_error error;
    for (unsigned i = 0; i < PEOPLE; i++) well = well && sign_in(&w.people[i]);
    well = well && kr_circle_open(w.s.store, &there, w.people[OWNER].account, w.circle, &error) == KR_OK;
    kr_snapshot_release(w.s.store, there);
    if (well) return;
    new_people();
    for (unsigned i = 0; i < PEOPLE; i++) must(sign_in(&w.people[i]));
}

/* -- a request -- */

static kr_str replace(kr_arena *arena, kr_str text, kr_str from, const char *to) {
    kr_buf out;
    kr_str done;
    if (kr_str_find(text, from) == SIZE_MAX) return text;
    kr_buf_init(&out, arena, 4u << 20);
    for (;;) {
        size_t at = kr_str_find(text, from);
        if (at == SIZE_MAX) break;
        kr_put(&out, kr_str_n(text.ptr, at));
        kr_put_z(&out, to);
        text = kr_str_n(text.ptr + at + from.len, text.len - at - from.len);
    }
    kr_put(&out, text);
    return kr_buf_end(&out, &done) == KR_OK ? done : KR_NONE;
}

static unsigned asker(kr_str text) {
    static const char *const marks[PEOPLE] = {"@MINE@", "@GUEST@", "@READER@"};
    for (unsigned i = 0; i < PEOPLE; i++)
        if (kr_str_find(text, kr_str_z(marks[i])) != SIZE_MAX) return i;
    return NOBODY;
}

static size_t read_head(kr_call *call, kr_str text, kr_header *headers, size_t cap, unsigned *as) {
    kr_str line, version;
    size_t n = 0;
    kr_str rest = kr_str_cut(text, '\n', &line);
    kr_str target = kr_str_cut(line, ' ', &call->method);
    version = kr_str_cut(target, ' ', &call->target);
    call->http10 = kr_str_is(version, "HTTP/1.0");
    while (rest.len && n < cap) {
        rest = kr_str_cut(rest, '\n', &line);
        if (line.len == 0) break;
        headers[n].value = kr_str_trim(kr_str_cut(line, ':', &headers[n].name));
        unsigned one = asker(headers[n].value);
        if (one < PEOPLE) headers[n].value = kr_str_z(w.people[ *as = one].cookie);
        n++;
    }
    call->body = rest;
    return n;
}

static void check(const kr_output *output, bool refused, bool owner, bool told) {
    bool policy = refused, packed = false;
    must(output->status == 101 || (output->status >= 200 && output->status <= 599 && output->status != 500));
    for (size_t i = 0; i < output->n_headers; i++) {
        kr_str value = output->headers[i].value;
        if (value.len && (memchr(value.ptr, '\n', value.len) || memchr(value.ptr, '\r', value.len))) abort();
        if (kr_str_is(output->headers[i].name, "Content-Security-Policy")) policy = true;
        if (kr_str_is(output->headers[i].name, "Content-Encoding")) packed = true;
        if (!owner && !told) must(kr_str_find(value, KR_STR(SECRET)) == SIZE_MAX);
    }
    must(policy);
    if (!owner && !told && !packed) must(kr_str_find(output->body, KR_STR(SECRET)) == SIZE_MAX);
}

static void one_request(kr_str text) {
    kr_header headers[40];
    kr_output output = {0};
    unsigned as = NOBODY;
    kr_arena_reset(&w.arena);
    unsigned token_of = asker(text);
    w.told = w.told || kr_str_find(text, KR_STR(SECRET)) != SIZE_MAX;
    text = replace(&w.arena, text, KR_STR("@KRING@"), w.base);
    text = replace(&w.arena, text, KR_STR("@TOKEN@"), token_of < PEOPLE ? w.people[token_of].token : "x");
    kr_call call = {.arena = &w.arena, .headers = headers};
    call.n_headers = read_head(&call, text, headers, KR_COUNT(headers), &as);
    int refused = kr_call_open(&w.s.web, &call);
    if (refused) {
        kr_output_plain(&output, refused);
    } else {
        call.body_too_large = call.body.len > call.most_body;
        kr_call_answer(&w.s.web, &call, &output);
    }
    check(&output, refused != 0, as == OWNER, w.told);
    if (!kr_str_is(call.method, "POST") || output.status >= 400) return;
    w.posts++;
    for (size_t i = 0; i < output.n_headers && as < PEOPLE; i++)
        if (kr_str_starts(output.headers[i].value, KR_STR("__Host-kring="))) w.people[as].cookie[0] = '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > (256u << 10)) return 0;
    open_world();
    set_right();
    kr_str rest = kr_str_n((const char *)data, size);
    for (unsigned turn = 0; turn < MOST_TURNS; turn++) {
        kr_str mark = KR_STR("\n====\n");
        size_t at = kr_str_find(rest, mark);
        one_request(at == SIZE_MAX ? rest : kr_str_n(rest.ptr, at));
        if (at == SIZE_MAX) break;
        rest = kr_str_n(rest.ptr + at + mark.len, rest.len - at - mark.len);
    }
    return 0;
}
