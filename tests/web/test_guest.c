/* Guests: what a share opens and what it does not, on every route; read-only pages without forms; the owner
 * looking through a guest's eyes; proposals; undo; and the end of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "web/live.h"
#include "scene.h"

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
        if (route->who == KR_OWNER && scene_writes(route)) continue; /* some of those throw the circle away */
        scene_all_but(rights, route->who == KR_OWNER ? KR_PARTS + 1u : route->part);
        if (route->who == KR_OWNER) scene_only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
        scene_let_in(at, rights, false);
        kr_output out = scene_ask(at, &at->sanne, route, at->base);
        if (out.status != 404) fail_msg("%s %s without the part: %d", route->method, route->path, out.status);
        if (site_has(&out, "Annie") || site_has(&out, "Corrie")) fail_msg("%s says a name", route->path);
        size_t length = length_of(out);
        out = scene_ask(at, &at->sanne, route, "/kring/00000000deadbeef");
        if (length_of(out) != length) fail_msg("%s answers otherwise than an unknown circle", route->path);
        out = scene_ask(at, &at->henk, route, at->base);
        if (out.status != 404) fail_msg("%s %s for a stranger: %d", route->method, route->path, out.status);
        out = scene_ask(at, NULL, route, at->base);
        if (out.status != (scene_writes(route) ? 403 : 303))
            fail_msg("%s for nobody: %d", route->path, out.status);
        if (route->who == KR_OWNER) continue;
        shared++;
        scene_only(rights, KR_PART_ANY, KR_RIGHT_READ);
        rights[route->part < KR_PARTS ? route->part : 0] = route->right ? route->right : KR_RIGHT_READ;
        scene_let_in(at, rights, false);
        out = scene_ask(at, &at->sanne, route, at->base);
        int guest = out.status;
        if (guest >= 500) fail_msg("%s %s gives a guest %d", route->method, route->path, guest);
        if (scene_writes(route)) continue; /* what becomes of it depends on what is posted */
        out = scene_ask(at, &at->annie, route, at->base);
        shown += guest == 200;
        if (out.status != guest) fail_msg("%s: owner %d, guest %d", route->path, out.status, guest);
        if (route->right > KR_RIGHT_READ) {
            rights[route->part] = route->right - 1;
            scene_let_in(at, rights, false);
            out = scene_ask(at, &at->sanne, route, at->base);
            if (out.status != 404) fail_msg("%s with too little: %d", route->path, out.status);
        }
    }
    print_message("%zu shared routes, %zu pages seen by a guest\n", shared, shown);
    assert_true(shared > 100 && shown > 40);
}

/* Forms of the circle on this page, told on the way. */
static unsigned forms_on(const scene *at, const kr_route *route, kr_str rest) {
    char mark[60];
    unsigned found = 0;
    snprintf(mark, sizeof mark, "action=\"%s", at->base);
    for (size_t k; (k = kr_str_find(rest, KR_STR("<form"))) != SIZE_MAX;) {
        rest = kr_str_n(rest.ptr + k + 5, rest.len - k - 5);
        size_t tag = kr_str_find(rest, KR_STR(">"));
        if (tag == SIZE_MAX) break;
        kr_str head = kr_str_n(rest.ptr, tag);
        if (kr_str_find(head, kr_str_z(mark)) == SIZE_MAX ||
            kr_str_find(head, KR_STR("method=\"post\"")) == SIZE_MAX)
            continue;
        found++;
        print_message("%s posts: %.*s\n", route->path, (int)head.len, head.ptr);
    }
    return found;
}

static bool opens(const uint8_t rights[KR_PARTS], const kr_route *to) {
    kr_right need = to->right ? (kr_right)to->right : KR_RIGHT_READ;
    return to->who == KR_SHARED && (to->part >= KR_PARTS || rights[to->part] >= (uint8_t)need);
}

static unsigned leads_nowhere(const scene *at, const kr_route *from, const char *method, kr_str path,
                              const uint8_t rights[KR_PARTS]) {
    kr_str params[4];
    bool other;
    kr_str_cut(path, '"', &path);
    kr_str_cut(path, '?', &path);
    kr_str_cut(path, '#', &path);
    const kr_route *to = kr_route_find(at->s.web.router, kr_str_z(method), path, params, &other);
    if (!to || opens(rights, to)) return 0;
    print_message("%s leads to %s %s\n", from->path, to->method, to->path);
    return 1;
}

/* Links and forms of this page that lead to what these rights do not open. */
static unsigned dead_ends(const scene *at, const kr_route *route, kr_str page,
                          const uint8_t rights[KR_PARTS]) {
    char link[60], form[60];
    unsigned found = 0;
    snprintf(link, sizeof link, "href=\"%s", at->base);
    for (kr_str rest = page;;) {
        size_t k = kr_str_find(rest, kr_str_z(link));
        if (k == SIZE_MAX) break;
        rest = kr_str_n(rest.ptr + k + 6, rest.len - k - 6);
        found += leads_nowhere(at, route, "GET", rest, rights);
    }
    snprintf(form, sizeof form, "action=\"%s", at->base);
    for (kr_str rest = page, head;;) {
        size_t k = kr_str_find(rest, KR_STR("<form"));
        if (k == SIZE_MAX) return found;
        rest = kr_str_cut(kr_str_n(rest.ptr + k, rest.len - k), '>', &head);
        bool posts = kr_str_find(head, KR_STR("method=\"post\"")) != SIZE_MAX;
        k = kr_str_find(head, kr_str_z(form));
        if (k == SIZE_MAX) continue;
        found += leads_nowhere(at, route, posts ? "POST" : "GET",
                               kr_str_n(head.ptr + k + 8, head.len - k - 8), rights);
    }
}

/* A guest meets no link to what is not open, and no form of what they may not do. */
static void calm_pages(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    unsigned found = 0;
    for (unsigned turn = 0; turn < 3 * (KR_PARTS + 1u); turn++) {
        unsigned part = turn % (KR_PARTS + 1u), right = KR_RIGHT_READ + turn / (KR_PARTS + 1u);
        scene_only(rights, part < KR_PARTS ? part : (unsigned)KR_PART_ANY, (kr_right)right);
        if (!rights[KR_PART_MAP]) rights[KR_PART_MAP] = KR_RIGHT_READ;
        scene_let_in(at, rights, false);
        for (size_t i = 0; i < at->s.web.n_routes; i++) {
            const kr_route *route = &at->s.web.routes[i];
            if (!opens(rights, route) || scene_writes(route) || !route->tmpl) continue;
            kr_output out = scene_ask(at, &at->sanne, route, at->base);
            if (out.status != 200) continue;
            unsigned wrong = dead_ends(at, route, out.body, rights);
            if (right == KR_RIGHT_READ) wrong += forms_on(at, route, out.body);
            if (wrong) print_message("  with right %u in part %u\n", right, part);
            found += wrong;
        }
    }
    assert_int_equal(found, 0);
}

static kr_str without_tokens(scene *at, kr_str rest) {
    kr_str mark = KR_STR("name=\"csrf\" value=\""), text;
    kr_buf made;
    kr_buf_init(&made, &at->arena, 4 << 20);
    for (size_t k; (k = kr_str_find(rest, mark)) != SIZE_MAX;) {
        kr_put(&made, kr_str_n(rest.ptr, k + mark.len));
        rest = kr_str_n(rest.ptr + k + mark.len, rest.len - k - mark.len);
        rest = kr_str_cut(rest, '"', &text);
    }
    kr_put(&made, rest);
    assert_int_equal(kr_buf_end(&made, &text), KR_OK);
    return text;
}

/* Of a page, what stands in <main>, with what differs by place or by session made alike. */
static kr_str main_of(scene *at, const kr_output *out, const char *base) {
    size_t from = kr_str_find(out->body, KR_STR("{{")), begin = kr_str_find(out->body, KR_STR("<main"));
    size_t finish = kr_str_find(out->body, KR_STR("</main>"));
    assert_int_equal(from, SIZE_MAX);
    assert_true(begin != SIZE_MAX && finish != SIZE_MAX);
    kr_str rest = kr_str_n(out->body.ptr + begin, finish - begin), text;
    size_t after = kr_str_find(rest, KR_STR(">")); /* the tag itself says where the page hears of changes */
    rest = kr_str_n(rest.ptr + after, rest.len - after);
    size_t eyes = kr_str_find(rest, KR_STR("k-band--eyes"));
    if (eyes != SIZE_MAX) {
        size_t over = kr_str_find(rest, KR_STR("</p></div>"));
        rest = kr_str_n(rest.ptr + over + 10, rest.len - over - 10);
    } else {
        rest = kr_str_n(rest.ptr + 1, rest.len - 1);
    }
    kr_buf made;
    kr_buf_init(&made, &at->arena, 4 << 20);
    for (size_t k; (k = kr_str_find(rest, kr_str_z(base))) != SIZE_MAX;) {
        kr_put(&made, kr_str_n(rest.ptr, k));
        kr_put_z(&made, "/kring/X");
        rest = kr_str_n(rest.ptr + k + strlen(base), rest.len - k - strlen(base));
    }
    kr_put(&made, rest);
    assert_int_equal(kr_buf_end(&made, &text), KR_OK);
    return without_tokens(at, kr_str_trim(text));
}

static size_t looks_of_annie(scene *at) {
    kr_look *looks;
    kr_error error;
    size_t count, found = 0;
    assert_int_equal(
        kr_looks_of(at->s.store, &looks, &count, &at->arena, at->annie.account, at->circle, 0, 10000, &error),
        KR_OK);
    for (size_t i = 0; i < count; i++)
        found += looks[i].account == at->annie.account && looks[i].event == KR_EVENT_LOOK;
    return found;
}

/* Every page of both is the same, byte for byte, but for the bar; returns how many there are. */
static size_t same_pages(scene *at, const char *eyes) {
    size_t same = 0;
    for (size_t i = 0; i < at->s.web.n_routes; i++) {
        const kr_route *route = &at->s.web.routes[i];
        if (route->who != KR_SHARED || scene_writes(route) || route->page == kr_page_live) continue;
        kr_output out = scene_ask(at, &at->sanne, route, at->base);
        int status = out.status;
        bool page = status == 200 && route->tmpl;
        kr_str theirs = page ? main_of(at, &out, at->base) : KR_NONE;
        out = scene_ask(at, &at->annie, route, eyes);
        if (out.status != status) fail_msg("%s: guest %d, preview %d", route->path, status, out.status);
        if (!page) continue;
        if (!site_has(&out, "Zo ziet Sanne uw kring")) fail_msg("%s has no bar", route->path);
        kr_str shown = main_of(at, &out, eyes);
        size_t k = 0;
        while (k < shown.len && k < theirs.len && shown.ptr[k] == theirs.ptr[k]) k++;
        if (!kr_str_eq(shown, theirs))
            fail_msg("%s: %.200s | %.200s", route->path, theirs.ptr + k, shown.ptr + k);
        same++;
    }
    return same;
}

/* The owner sees through a guest's eyes what the guest sees; nothing of it is written down, nothing can be
 * changed, and nobody else can look that way. */
static void preview_is_what_they_see(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    char eyes[60], id[17];
    scene_only(rights, KR_PART_MAP, KR_RIGHT_READ);
    rights[KR_PART_FAMILY] = rights[KR_PART_PLAN] = rights[KR_PART_WISH] = KR_RIGHT_READ;
    scene_let_in(at, rights, false);
    kr_id_text(at->share, id);
    snprintf(eyes, sizeof eyes, "%s~%s", at->base, id);
    at->s.now += 3600 * 1000; /* another quarter of an hour, in which only looking would be written down */
    size_t looked = looks_of_annie(at);
    assert_true(same_pages(at, eyes) > 25);
    scene_only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
    scene_let_in(at, rights, true);
    assert_true(same_pages(at, eyes) > 60);
    assert_int_equal(looks_of_annie(at), looked);
    for (size_t i = 0; i < at->s.web.n_routes; i++) {
        const kr_route *route = &at->s.web.routes[i];
        if (!kr_route_in_circle(route)) continue;
        kr_output out = scene_ask(at, &at->sanne, route, eyes);
        if (out.status != 404) fail_msg("%s for the guest: %d", route->path, out.status);
        if (!scene_writes(route)) continue;
        out = scene_ask(at, &at->annie, route, eyes);
        if (out.status != 404 && out.status != 403) fail_msg("%s in a preview: %d", route->path, out.status);
    }
}

static kr_output post(scene *at, const person *who, const char *path, const char *fields) {
    static char token[128], body[600], where[200];
    scene_become(at, who);
    kr_output page = site_ask(&at->s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof body, "csrf=%s&%s", token, fields);
    snprintf(where, sizeof where, "%s%s", at->base, path);
    return site_ask(&at->s, "POST", where, NULL, body);
}

static bool on_list(scene *at, const person *who, const char *name) {
    char path[100];
    scene_become(at, who);
    snprintf(path, sizeof path, "%s/lijst", at->base);
    kr_output page = site_ask(&at->s, "GET", path, NULL, NULL);
    return page.status == 200 && site_has(&page, name);
}

static uint64_t newest(scene *at) {
    kr_snapshot *snapshot;
    kr_error error;
    assert_int_equal(kr_circle_open(at->s.store, &snapshot, at->annie.account, at->circle, &error), KR_OK);
    uint64_t seq = kr_snapshot_circle(snapshot)->n_changes;
    kr_snapshot_release(at->s.store, snapshot);
    return seq;
}

/* What a guest adds carries their name; each undoes their own, the owner everything; history names them. */
static void together(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    char fields[60], path[100];
    scene_only(rights, KR_PART_MAP, KR_RIGHT_ADD);
    rights[KR_PART_TIME] = KR_RIGHT_READ;
    scene_let_in(at, rights, false);
    assert_int_equal(post(at, &at->sanne, "/namen", "naam=Tante+Wilhelmina").status, 303);
    uint64_t theirs = newest(at);
    assert_true(on_list(at, &at->annie, "Tante Wilhelmina"));
    assert_int_equal(post(at, &at->annie, "/namen", "naam=Buurman+Ferdinand").status, 303);
    uint64_t own = newest(at);
    assert_true(on_list(at, &at->sanne, "Buurman Ferdinand"));
    scene_become(at, &at->annie);
    snprintf(path, sizeof path, "%s/tijd/alles", at->base);
    kr_output page = site_ask(&at->s, "GET", path, NULL, NULL);
    assert_true(site_has(&page, "Sanne"));
    snprintf(fields, sizeof fields, "seq=%llu", (unsigned long long)own);
    assert_int_equal(post(at, &at->sanne, "/ongedaan", fields).status, 403);
    assert_true(on_list(at, &at->sanne, "Buurman Ferdinand"));
    snprintf(fields, sizeof fields, "seq=%llu", (unsigned long long)theirs);
    assert_int_equal(post(at, &at->annie, "/ongedaan", fields).status, 303);
    assert_false(on_list(at, &at->sanne, "Tante Wilhelmina"));
    /* their own newest step, without saying which */
    assert_int_equal(post(at, &at->sanne, "/namen", "naam=Nicht+Cornelia").status, 303);
    assert_true(on_list(at, &at->annie, "Nicht Cornelia"));
    assert_int_equal(post(at, &at->sanne, "/ongedaan", "x=1").status, 303);
    assert_false(on_list(at, &at->annie, "Nicht Cornelia"));
}

static void proposals_wait(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    scene_only(rights, KR_PART_MAP, KR_RIGHT_EDIT);
    scene_let_in(at, rights, true);
    uint64_t before = newest(at);
    assert_int_equal(post(at, &at->sanne, "/namen", "naam=Tante+Wilhelmina").status, 303);
    assert_int_equal(newest(at), before);
    assert_false(on_list(at, &at->annie, "Wilhelmina"));
    scene_become(at, &at->sanne);
    assert_int_equal(post(at, &at->sanne, "/namen", "naam=Oom+Cor").status, 303);
    char path[100];
    snprintf(path, sizeof path, "%s/lijst", at->base);
    kr_output page = site_ask(&at->s, "GET", path, NULL, NULL);
    assert_true(site_has(&page, "Uw voorstel wacht op Annie"));
    kr_proposal *list;
    size_t count;
    kr_error error;
    assert_int_equal(
        kr_proposals_of(at->s.store, &list, &count, &at->arena, at->annie.account, at->circle, &error),
        KR_OK);
    assert_int_equal(count, 2);
}

static bool shows(scene *at, const person *who, const char *path, const char *words) {
    char whole[200];
    snprintf(whole, sizeof whole, "%s%s", at->base, path);
    scene_become(at, who);
    kr_output page = site_ask(&at->s, "GET", whole, NULL, NULL);
    if (page.status != 200) fail_msg("%s: %d", whole, page.status);
    return site_has(&page, words);
}

/* What is ticked as the owner's alone is on no page of a guest who may do everything; the guest is not asked
 * for it, and cannot hide by a form what they make themselves. */
static void alone_stays_alone(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    char sheet[60], id[17];
    kr_id_text(at->records[KR_KIND_sheet], id);
    snprintf(sheet, sizeof sheet, "/bladen/blad/%s", id);
    const struct {
        const char *kind, *form, *to, *words, *list;
    } of[] = {{"wish", "/wensen", "/wensen", "words", "/wensen"},
              {"event", "/levenslijn/erbij", "/levenslijn/erbij", "event.what", "/levenslijn"},
              {"action", "/plan/stap/erbij", "/plan/stap/erbij", "action.what", "/plan"},
              {"talent", "/talenten", "/talenten", "talent.words", "/talenten"},
              {"sheet", sheet, sheet, "titel", "/bladen"}};
    scene_only(rights, KR_PART_ANY, KR_RIGHT_EDIT);
    scene_let_in(at, rights, false);
    for (size_t i = 0; i < KR_COUNT(of); i++) {
        char fields[200], box[60];
        snprintf(box, sizeof box, "name=\"%s.private_mark\"", of[i].kind);
        snprintf(fields, sizeof fields, "%s=Kornoelje&%s.private_mark=yes", of[i].words, of[i].kind);
        assert_true(shows(at, &at->annie, of[i].form, box));
        assert_false(shows(at, &at->sanne, of[i].form, box));
        assert_int_equal(post(at, &at->sanne, of[i].to, fields).status, 303);
        if (!shows(at, &at->sanne, of[i].list, "Kornoelje")) fail_msg("%s of the guest", of[i].kind);
        assert_true(shows(at, &at->annie, of[i].list, "Kornoelje"));
        snprintf(fields, sizeof fields, "%s=Zilverspar&%s.private_mark=yes", of[i].words, of[i].kind);
        assert_int_equal(post(at, &at->annie, of[i].to, fields).status, 303);
        if (!shows(at, &at->annie, of[i].list, "Zilverspar")) fail_msg("%s of the owner", of[i].kind);
        if (shows(at, &at->sanne, of[i].list, "Zilverspar")) fail_msg("%s is shown", of[i].kind);
    }
    /* nor does a card that is given away have it, whoever asks for all of them */
    assert_int_equal(
        post(at, &at->annie, "/talenten", "talent.words=Goudenregen&talent.share=yes&talent.private_mark=yes")
            .status,
        303);
    assert_int_equal(post(at, &at->annie, "/talenten", "talent.words=Hulst&talent.share=yes").status, 303);
    for (size_t all = 0; all < 2; all++) {
        const char *card = all ? "/talenten/kaart?alles=1" : "/talenten/kaart";
        assert_true(shows(at, &at->annie, card, "Hulst"));
        assert_false(shows(at, &at->annie, card, "Goudenregen"));
    }
}

/* The next request after a withdrawal is as if there were no such circle; after the last day as well. */
static void it_ends(void **state) {
    scene *at = *state;
    uint8_t rights[KR_PARTS];
    kr_error error;
    scene_only(rights, KR_PART_MAP, KR_RIGHT_EDIT);
    scene_let_in(at, rights, false);
    assert_true(on_list(at, &at->sanne, "Annie"));
    assert_int_equal(
        kr_share_withdraw(at->s.store, at->annie.account, at->circle, at->share, at->s.now, &error), KR_OK);
    scene_become(at, &at->sanne);
    kr_output page = site_ask(&at->s, "GET", at->base, NULL, NULL);
    assert_int_equal(page.status, 404);
    size_t length = length_of(page);
    page = site_ask(&at->s, "GET", "/kring/00000000deadbeef", NULL, NULL);
    assert_int_equal(length_of(page), length);
    assert_int_equal(post(at, &at->sanne, "/namen", "naam=Inbreker").status, 404);
    assert_false(on_list(at, &at->annie, "Inbreker"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_and_role, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(calm_pages, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(preview_is_what_they_see, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(together, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(proposals_wait, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(alone_stays_alone, scene_begin, scene_end),
        cmocka_unit_test_setup_teardown(it_ends, scene_begin, scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
