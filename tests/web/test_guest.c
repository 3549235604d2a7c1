/* Guests: what a share opens and what it does not, on every route; read-only pages without forms; the owner
 * looking through a guest's eyes; proposals; undo; and the end of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "examples/examples.h"
#include "format/format.h"
#include "web/live.h"
#include "web_help.h"

#define NOW 1790000000000

typedef struct person {
    kr_id account;
    char cookie[2048];
} person;

typedef struct scene {
    site s;
    person annie, sanne, henk; /* owner, guest, stranger */
    kr_id circle, share;
    char base[40];
    kr_arena arena;
    kr_id records[64]; /* one of each kind, 0 when there is none */
} scene;

static void become(scene *at, const person *who) {
    memcpy(at->s.cookie, who ? who->cookie : "", who ? sizeof at->s.cookie : 1);
}

static void meet(scene *at, person *who, const char *login, const char *name) {
    char base[40];
    kr_error error;
    become(at, NULL);
    assert_true(site_begin(&at->s, login, name, base));
    memcpy(who->cookie, at->s.cookie, sizeof who->cookie);
    assert_int_equal(kr_account_check(at->s.store, &who->account, kr_str_z(login), KR_STR("een mooie zin"),
                                      at->s.now, &error),
                     KR_OK);
}

static void find_records(scene *at) {
    kr_snapshot *snapshot;
    kr_error error;
    assert_int_equal(kr_circle_open(at->s.store, &snapshot, at->annie.account, at->circle, &error), KR_OK);
    const kr_circle *circle = kr_snapshot_circle(snapshot);
    for (size_t c = 0; c < circle->n_changes; c++)
        for (size_t i = 0; i < circle->changes[c].count; i++) {
            const kr_assignment *a = &circle->changes[c].assignments[i];
            bool ego = a->record == circle->self.ego;
            if (a->kind < KR_COUNT(at->records) && !at->records[a->kind] && !ego)
                at->records[a->kind] = a->record;
        }
    kr_snapshot_release(at->s.store, snapshot);
}

/* Annie's circle is that of an example, so that every page has something on it. */
static void fill(scene *at) {
    size_t count, n;
    kr_change *changes;
    kr_error error = {.code = KR_OK};
    const kr_example *example = kr_examples(&count);
    assert_int_equal(kr_kring_read(&changes, &n, &at->arena, example[0].kring, &error), KR_OK);
    for (size_t i = 0; i < n; i++) changes[i].author = at->annie.account;
    assert_int_equal(
        kr_circle_create(at->s.store, &at->circle, at->annie.account, changes, n, at->s.now, &error), KR_OK);
    char id[17];
    kr_id_text(at->circle, id);
    snprintf(at->base, sizeof at->base, "/kring/%s", id);
    find_records(at);
}

static int begin(void **state) {
    static scene at;
    memset(&at, 0, sizeof at);
    *state = &at;
    if (!site_open(&at.s)) return -1;
    kr_arena_init(&at.arena, kr_heap(), 64 << 20);
    meet(&at, &at.annie, "annie", "Annie");
    meet(&at, &at.sanne, "sanne", "Sanne");
    meet(&at, &at.henk, "henk", "Henk");
    fill(&at);
    return 0;
}

static int end(void **state) {
    scene *at = *state;
    kr_arena_dispose(&at->arena);
    site_close(&at->s);
    return 0;
}

/* Sanne is let in with these rights; the share stays the same one. */
static void let_in(scene *at, const uint8_t rights[KR_PARTS], bool propose) {
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

static void only(uint8_t rights[KR_PARTS], unsigned part, kr_right right) {
    memset(rights, 0, KR_PARTS);
    for (unsigned p = 0; p < KR_PARTS; p++)
        if (part == KR_PART_ANY || p == part) rights[p] = (uint8_t)right;
}

/* Everything but this part. */
static void all_but(uint8_t rights[KR_PARTS], unsigned part) {
    only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
    if (part < KR_PARTS)
        rights[part] = KR_RIGHT_NONE;
    else
        memset(rights, 0, KR_PARTS);
}

static kr_id record_for(const scene *at, kr_str name) {
    static const struct {
        const char *name;
        kr_kind kind;
    } kinds[] = {{"person", KR_KIND_person}, {"event", KR_KIND_event},     {"step", KR_KIND_action},
                 {"review", KR_KIND_review}, {"success", KR_KIND_success}, {"wish", KR_KIND_wish},
                 {"sheet", KR_KIND_sheet},   {"run", KR_KIND_run},         {"form", KR_KIND_own_form},
                 {"filled", KR_KIND_filled}, {"talent", KR_KIND_talent},   {"role", KR_KIND_role},
                 {"asking", KR_KIND_asking}, {"record", KR_KIND_union}};
    for (size_t i = 0; i < KR_COUNT(kinds); i++)
        if (kr_str_is(name, kinds[i].name) && at->records[kinds[i].kind]) return at->records[kinds[i].kind];
    return 0xff;
}

static void address(const scene *at, char out[300], const char *pattern, const char *base) {
    kr_str rest = kr_str_z(pattern + strlen("/kring/:circle"));
    size_t used = (size_t)snprintf(out, 300, "%s", base);
    for (size_t i = 0; i < rest.len && used < 260; i++) {
        kr_str name;
        char id[17];
        if (rest.ptr[i] != ':') {
            out[used++] = rest.ptr[i];
            continue;
        }
        kr_str_cut(kr_str_n(rest.ptr + i + 1, rest.len - i - 1), '/', &name);
        kr_id_text(record_for(at, name), id);
        const char *word = kr_str_is(name, "layer") ? "contact" : kr_str_is(name, "what") ? "kind" : id;
        used += (size_t)snprintf(out + used, 300 - used, "%s", word);
        i += name.len;
    }
    out[used] = '\0';
}

static bool writes(const kr_route *route) {
    return strcmp(route->method, "POST") == 0;
}

static kr_output ask(scene *at, const person *who, const kr_route *route, const char *base) {
    static char token[128], body[200], path[300];
    become(at, who);
    address(at, path, route->path, base);
    if (!writes(route)) return site_ask(&at->s, "GET", path, NULL, NULL);
    kr_output page = site_ask(&at->s, "GET", "/account", NULL, NULL);
    if (!site_token(&page, token)) token[0] = '\0';
    snprintf(body, sizeof body, "csrf=%s", token);
    return site_ask(&at->s, "POST", path, NULL, body);
}

static size_t length_of(kr_output output) {
    return output.body.len;
}

/* Every route below a circle × owner, guest with the part, guest without it, stranger, nobody. */
static void every_route_and_role(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    size_t shared = 0, shown = 0;
    for (size_t i = 0; i < at->s.web.n_routes; i++) {
        const kr_route *route = &at->s.web.routes[i];
        if (!kr_route_in_circle(route) || route->page == kr_page_live) continue;
        if (route->who == KR_OWNER && writes(route)) continue; /* some of those throw the circle away */
        all_but(rights, route->who == KR_OWNER ? KR_PARTS + 1u : route->part);
        if (route->who == KR_OWNER) only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
        let_in(at, rights, false);
        kr_output out = ask(at, &at->sanne, route, at->base);
        if (out.status != 404) fail_msg("%s %s without the part: %d", route->method, route->path, out.status);
        if (site_has(&out, "Annie") || site_has(&out, "Corrie")) fail_msg("%s says a name", route->path);
        size_t length = length_of(out);
        out = ask(at, &at->sanne, route, "/kring/00000000deadbeef");
        if (length_of(out) != length) fail_msg("%s answers otherwise than an unknown circle", route->path);
        out = ask(at, &at->henk, route, at->base);
        if (out.status != 404) fail_msg("%s %s for a stranger: %d", route->method, route->path, out.status);
        out = ask(at, NULL, route, at->base);
        if (out.status != (writes(route) ? 403 : 303)) fail_msg("%s for nobody: %d", route->path, out.status);
        if (route->who == KR_OWNER) continue;
        shared++;
        only(rights, KR_PART_ANY, KR_RIGHT_READ);
        rights[route->part < KR_PARTS ? route->part : 0] = route->right ? route->right : KR_RIGHT_READ;
        let_in(at, rights, false);
        out = ask(at, &at->sanne, route, at->base);
        int guest = out.status;
        if (guest >= 500) fail_msg("%s %s gives a guest %d", route->method, route->path, guest);
        if (writes(route)) continue; /* what becomes of it depends on what is posted */
        out = ask(at, &at->annie, route, at->base);
        shown += guest == 200;
        if (out.status != guest) fail_msg("%s: owner %d, guest %d", route->path, out.status, guest);
        if (route->right > KR_RIGHT_READ) {
            rights[route->part] = route->right - 1;
            let_in(at, rights, false);
            out = ask(at, &at->sanne, route, at->base);
            if (out.status != 404) fail_msg("%s with too little: %d", route->path, out.status);
        }
    }
    print_message("%zu shared routes, %zu pages seen by a guest\n", shared, shown);
    assert_true(shared > 100 && shown > 40);
}

/* A guest who may only look meets no form of the circle, and no link to what is not open. */
static void calm_pages(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    unsigned found = 0;
    char mark[60];
    only(rights, KR_PART_ANY, KR_RIGHT_READ);
    let_in(at, rights, false);
    for (size_t i = 0; i < at->s.web.n_routes; i++) {
        const kr_route *route = &at->s.web.routes[i];
        if (route->who != KR_SHARED || writes(route) || route->right || route->page == kr_page_live) continue;
        kr_output out = ask(at, &at->sanne, route, at->base);
        if (out.status != 200 || !route->tmpl) continue;
        snprintf(mark, sizeof mark, "action=\"%s", at->base);
        kr_str rest = out.body;
        bool posts = false;
        for (size_t k; (k = kr_str_find(rest, KR_STR("<form"))) != SIZE_MAX;) {
            rest = kr_str_n(rest.ptr + k + 5, rest.len - k - 5);
            size_t tag = kr_str_find(rest, KR_STR(">"));
            if (tag == SIZE_MAX) break;
            kr_str head = kr_str_n(rest.ptr, tag);
            bool here = kr_str_find(head, kr_str_z(mark)) != SIZE_MAX;
            if (!here || kr_str_find(head, KR_STR("method=\"post\"")) == SIZE_MAX) continue;
            posts = true;
            print_message("%s posts: %.*s\n", route->path, (int)head.len, head.ptr);
        }
        found += posts;
        /* links to what is the owner's alone */
        rest = out.body;
        snprintf(mark, sizeof mark, "href=\"%s", at->base);
        for (size_t k; (k = kr_str_find(rest, kr_str_z(mark))) != SIZE_MAX;) {
            char method_path[300];
            kr_str params[4], path, plain;
            bool other;
            rest = kr_str_n(rest.ptr + k + 6, rest.len - k - 6);
            kr_str_cut(rest, '"', &path);
            kr_str_cut(path, '?', &plain);
            kr_str_cut(plain, '#', &plain);
            snprintf(method_path, sizeof method_path, "%.*s", (int)plain.len, plain.ptr);
            const kr_route *to =
                kr_route_find(at->s.web.router, KR_STR("GET"), kr_str_z(method_path), params, &other);
            if (!to || (to->who == KR_SHARED && to->right <= KR_RIGHT_READ)) continue;
            found++;
            print_message("%s leads to %s\n", route->path, to->path);
        }
    }
    assert_int_equal(found, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_and_role, begin, end),
        cmocka_unit_test_setup_teardown(calm_pages, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
