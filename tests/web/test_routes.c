/* Every route for everybody: what docs/routes.md says in its row is what the router answers, over a real
 * store. KRING_ROUTES: the document. KRING_ROUTES_WRITE: a file for the rows as they were found, when routes
 * changed; read them before they go into the document. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "scene.h"
#include "store/operator.h"
#include "store/sign.h"
#include "web/pages_share.h"

enum { NOBODY, LINK, OTHER, ADMIN, CLOSED, OPEN, OWNER, EXAMPLE, COLUMNS, MOST_ROUTES = 400, MOST_SEEN = 4 };

typedef struct row {
    kr_str method, path, open, said[COLUMNS];
} row;

/* What came of one column of one route: each answer, and who got it first. */
typedef struct seen {
    char answer[MOST_SEEN][8], who[MOST_SEEN][40];
    size_t n;
} seen;

typedef struct matrix {
    scene *at;
    row rows[MOST_ROUTES];
    size_t n_rows;
    const row *row_of[MOST_ROUTES];
    seen seen[MOST_ROUTES][COLUMNS];
    kr_str text;
    char token[128], code[KR_CODE_TEXT];
    person who;            /* whoever asks now */
    const kr_share *rules; /* of a guest; NULL */
    char role[40];
    size_t asked;
} matrix;

static matrix m;

/* -- the document -- */

static void read_row(kr_str line) {
    row *r = &m.rows[m.n_rows];
    kr_str cells[4 + COLUMNS];
    size_t n = 0;
    while (line.len && n < KR_COUNT(cells)) {
        kr_str cell;
        line = kr_str_cut(line, '|', &cell);
        cells[n++] = kr_str_trim(cell);
    }
    if (n < 3 + COLUMNS) return;
    if (!kr_str_is(cells[1], "GET") && !kr_str_is(cells[1], "POST")) return;
    assert_true(m.n_rows < MOST_ROUTES);
    r->method = cells[1];
    r->path = cells[2];
    r->open = cells[3];
    for (size_t i = 0; i < COLUMNS; i++) r->said[i] = i + 4 < n ? cells[i + 4] : KR_NONE;
    m.n_rows++;
}

static void read_document(void) {
    const char *path = getenv("KRING_ROUTES");
    static char bytes[256 << 10];
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) fail_msg("KRING_ROUTES is not there");
    m.text = kr_str_n(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
    for (kr_str rest = m.text, line; rest.len;) {
        rest = kr_str_cut(rest, '\n', &line);
        if (line.len && line.ptr[0] == '|') read_row(line);
    }
}

static const row *row_for(const kr_route *route) {
    for (size_t i = 0; i < m.n_rows; i++)
        if (kr_str_is(m.rows[i].path, route->path) && kr_str_is(m.rows[i].method, route->method))
            return &m.rows[i];
    return NULL;
}

/* -- asking -- */

static bool in_circle(const kr_route *route) {
    return strncmp(route->path, "/kring/:circle", 14) == 0;
}

static const char *const right_names[] = {"none", "read", "add", "edit"};

/* "feel read", "any add": does it stand open to this guest? Judged by what the row says, not by the program.
 */
static bool row_opens(const row *r) {
    kr_str part, right = kr_str_cut(r->open, ' ', &part);
    unsigned need = 1;
    bool any = kr_str_is(part, "any");
    while (need < KR_COUNT(right_names) && !kr_str_is(right, right_names[need])) need++;
    if (need == KR_COUNT(right_names)) return false;
    for (unsigned i = 0; i < KR_PARTS; i++)
        if ((any || kr_str_is(part, kr_share_part_name(i))) && m.rules->rights[i] >= need) return true;
    for (size_t i = 0; i < m.rules->n_ones; i++) {
        static const struct {
            const char *name;
            kr_kind kind;
        } names[] = {{"/:run", KR_KIND_run}, {"/:sheet", KR_KIND_sheet}, {"/:filled", KR_KIND_filled}};
        if (m.rules->ones[i].right < need) continue;
        if (any) return true;
        for (size_t k = 0; k < KR_COUNT(names); k++)
            if (kr_str_find(r->path, kr_str_z(names[k].name)) != SIZE_MAX &&
                m.at->records[names[k].kind] == m.rules->ones[i].record)
                return true;
    }
    return false;
}

static void note(size_t route, unsigned column, const kr_output *out) {
    char answer[8];
    seen *s = &m.seen[route][column];
    bool away =
        out->status == 303 && kr_str_starts(site_header(out, "Location"), KR_STR("/inloggen?verder="));
    snprintf(answer, sizeof answer, "%d", out->status);
    if (away) snprintf(answer, sizeof answer, "in");
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->answer[i], answer) == 0) return;
    if (s->n == MOST_SEEN) fail_msg("%s answers in too many ways", m.at->s.web.routes[route].path);
    memcpy(s->answer[s->n], answer, sizeof answer);
    snprintf(s->who[s->n++], sizeof s->who[0], "%s", m.role);
}

/* Signed in anew, without a password being asked: fifty of them are to cost nothing. */
static void sign_in(kr_id account) {
    char token[KR_TOKEN_TEXT];
    kr_error error;
    m.who.account = account;
    m.who.cookie[0] = '\0';
    m.token[0] = '\0';
    if (!account) return;
    kr_err err = kr_session_begin_on(m.at->s.store, token, account, KR_DEVICE_COMPUTER, KR_SIGN_PASSWORD,
                                     m.at->s.now, &error);
    assert_int_equal(err, KR_OK);
    snprintf(m.who.cookie, sizeof m.who.cookie, "__Host-kring=%s", token);
    scene_become(m.at, &m.who);
    kr_output page = site_ask(&m.at->s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, m.token));
}

static kr_output ask(const kr_route *route, const char *base) {
    static char path[300], body[200];
    scene_become(m.at, &m.who);
    scene_address(m.at, path, route->path, base);
    m.asked++;
    if (!scene_writes(route)) return site_ask(&m.at->s, "GET", path, NULL, NULL);
    snprintf(body, sizeof body, "csrf=%s%s%s", m.token, m.code[0] ? "&code=" : "", m.code);
    kr_output out = site_ask(&m.at->s, "POST", path, NULL, body);
    bool left = m.who.account && !strstr(m.at->s.cookie, "__Host-kring=");
    static kr_header kept[1];
    if (left) { /* the answer's memory goes with the next request; its status and place stay */
        kept[0] = (kr_header){KR_STR("Location"), KR_STR("/")};
        kr_output only = {.status = out.status, .n_headers = 1};
        only.headers[0] = kept[0];
        sign_in(m.who.account);
        return only;
    }
    return out;
}

/* Looking first, for then everything is still there. */
static void all_routes(const char *role, kr_id account, unsigned outside, unsigned inside, const char *base) {
    snprintf(m.role, sizeof m.role, "%s", role);
    m.at->s.now += KR_DAY_MS; /* whoever guessed wrong may try again */
    sign_in(account);
    for (int writes = 0; writes < 2; writes++)
        for (size_t i = 0; i < m.at->s.web.n_routes; i++) {
            const kr_route *route = &m.at->s.web.routes[i];
            if (scene_writes(route) != (writes == 1)) continue;
            if (!in_circle(route) && inside == EXAMPLE) continue;
            unsigned column = in_circle(route) ? inside : outside;
            if (m.rules && in_circle(route)) column = m.row_of[i] && row_opens(m.row_of[i]) ? OPEN : CLOSED;
            kr_output out = ask(route, base);
            note(i, column, &out);
        }
}

static void as_guest(const char *role, const kr_share *rules) {
    kr_error error = {.code = KR_OK};
    kr_share_entry entry = {.name = KR_STR("Sanne"), .role = KR_ROLE_RELATIVE, .rules = *rules};
    scene *at = m.at;
    kr_err err =
        kr_share_put(at->s.store, &at->share, at->annie.account, at->circle, &entry, at->s.now, &error);
    if (err) fail_msg("%s: %s %s %s", role, error.key, error.field, error.detail);
    m.rules = rules;
    all_routes(role, at->sanne.account, OTHER, CLOSED, at->base);
    m.rules = NULL;
}

/* -- the roles -- */

static void ready_roles(uint8_t first, uint8_t last) {
    for (uint8_t role = first; role <= last; role++) {
        kr_share_entry entry = {.id = 0};
        char line[300];
        size_t used = (size_t)snprintf(line, sizeof line, "| %s |", kr_share_role_name(role));
        kr_share_begin_with(&entry, role, m.at->s.now);
        for (unsigned i = 0, n = 0; i < KR_PARTS; i++) {
            unsigned part = kr_share_parts()[i], right = entry.rules.rights[part];
            if (right)
                used += (size_t)snprintf(line + used, sizeof line - used, "%s %s %s", n++ ? "," : "",
                                         kr_share_part_name(part), right_names[right]);
        }
        snprintf(line + used, sizeof line - used, " |");
        if (kr_str_find(m.text, kr_str_z(line)) == SIZE_MAX) fail_msg("not in the document: %s", line);
        as_guest(kr_share_role_name(role), &entry.rules);
    }
}

/* With `few` only all of them together. */
static void each_part(bool few) {
    for (unsigned part = few ? KR_PARTS : 0; part <= KR_PARTS; part++)
        for (unsigned right = KR_RIGHT_READ; right <= KR_RIGHT_EDIT; right++) {
            kr_share rules = {0};
            char name[40];
            scene_only(rules.rights, part < KR_PARTS ? part : KR_PART_ANY, (kr_right)right);
            snprintf(name, sizeof name, "%s %s", part < KR_PARTS ? kr_share_part_name(part) : "every part",
                     right_names[right]);
            as_guest(name, &rules);
        }
}

/* A run, a sheet or a filled-in set that was opened by itself, and nothing else. */
static void each_one(void) {
    static const kr_kind kinds[] = {KR_KIND_run, KR_KIND_sheet, KR_KIND_filled};
    for (size_t i = 0; i < 2 * KR_COUNT(kinds); i++) {
        kr_id record = m.at->records[kinds[i / 2]];
        kr_share rules = {.n_ones = 1, .ones = {{record, i % 2 ? KR_RIGHT_EDIT : KR_RIGHT_READ}}};
        char name[40];
        assert_int_not_equal(record, 0);
        snprintf(name, sizeof name, "one %s %s", kr_kind_name(kinds[i / 2]), i % 2 ? "edit" : "read");
        as_guest(name, &rules);
    }
}

/* A share that ended, one that was taken away, and one that waits for the owner's word: as anybody else. */
static void no_share_any_more(void) {
    kr_error error;
    scene *at = m.at;
    kr_store *store = at->s.store;
    kr_share_entry entry = {.name = KR_STR("Sanne"), .role = KR_ROLE_RELATIVE, .until = at->s.now + 1000};
    scene_only(entry.rules.rights, KR_PART_ANY, KR_RIGHT_EDIT);
    kr_err err = kr_share_put(store, &at->share, at->annie.account, at->circle, &entry, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    all_routes("ended", at->sanne.account, OTHER, OTHER, at->base);
    err = kr_share_withdraw(store, at->annie.account, at->circle, at->share, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    all_routes("withdrawn", at->sanne.account, OTHER, OTHER, at->base);
    char code[KR_CODE_TEXT];
    kr_id share = 0;
    at->s.now += KR_DAY_MS;
    entry.until = 0;
    err = kr_share_put(store, &share, at->annie.account, at->circle, &entry, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    err =
        kr_invite_make(store, code, at->annie.account, at->circle, share, KR_INVITE_TABLE, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    err = kr_invite_open(store, &entry, &at->arena, at->sanne.account, kr_str_z(code), at->s.now, &error);
    assert_int_equal(err, KR_OK);
    all_routes("not confirmed", at->sanne.account, OTHER, OTHER, at->base);
}

/* Whoever was asked once, by a link. */
static void by_link(void) {
    kr_error error;
    kr_once once = {.kind = KR_ONCE_SUGGEST,
                    .whom = KR_STR("Bart"),
                    .asked = KR_STR("Wie kan er mee?"),
                    .made = m.at->s.now,
                    .until = m.at->s.now + 90 * KR_DAY_MS};
    kr_err err =
        kr_once_make(m.at->s.store, m.code, m.at->annie.account, m.at->circle, &once, m.at->s.now, &error);
    assert_int_equal(err, KR_OK);
    all_routes("link", 0, LINK, LINK, m.at->base);
    m.code[0] = '\0';
}

static void administrator(void) {
    person keeper;
    unsigned char secret[KR_TOTP_SECRET];
    char code[8], spare[KR_SPARE_CODES][KR_SPARE_TEXT];
    kr_error error;
    kr_store *store = m.at->s.store;
    scene_meet(m.at, &keeper, "keeper", "Keeper");
    kr_totp_secret(secret);
    assert_int_equal(kr_totp(code, 6, secret, sizeof secret, (uint64_t)(m.at->s.now / KR_TOTP_STEP_MS)),
                     KR_OK);
    assert_int_equal(kr_second_on(store, keeper.account, secret, kr_str_z(code), m.at->s.now, spare, &error),
                     KR_OK);
    assert_int_equal(
        kr_operator_administrator(store, 0, keeper.account, true, KR_STR("proef"), m.at->s.now, &error),
        KR_OK);
    all_routes("administrator", keeper.account, ADMIN, ADMIN, m.at->base);
}

/* Another share, a question asked once and a proposal, for the addresses that name one. */
static void more_to_point_at(void) {
    scene *at = m.at;
    kr_store *store = at->s.store;
    kr_error error;
    kr_share_entry entry = {.name = KR_STR("Mark"), .role = KR_ROLE_FRIEND};
    kr_once *onces, once = {.kind = KR_ONCE_SUGGEST,
                            .whom = KR_STR("Els"),
                            .asked = KR_STR("Wie kookt er?"),
                            .made = at->s.now,
                            .until = at->s.now + 90 * KR_DAY_MS};
    kr_proposal *proposals;
    size_t n;
    kr_err err =
        kr_share_put(store, &at->other_share, at->annie.account, at->circle, &entry, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    err = kr_once_make(store, m.code, at->annie.account, at->circle, &once, at->s.now, &error);
    assert_int_equal(err, KR_OK);
    m.code[0] = '\0';
    err = kr_onces_of(store, &onces, &n, &at->arena, at->annie.account, at->circle, &error);
    assert_true(err == KR_OK && n == 1);
    at->once = onces[0].id;
    uint8_t rights[KR_PARTS];
    static char path[100], body[200];
    scene_only(rights, KR_PART_MAP, KR_RIGHT_ADD);
    scene_let_in(at, rights, true);
    sign_in(at->sanne.account);
    snprintf(path, sizeof path, "%s/namen", at->base);
    snprintf(body, sizeof body, "csrf=%s&naam=Wilhelmina", m.token);
    assert_int_equal(site_ask(&at->s, "POST", path, NULL, body).status, 303);
    err = kr_proposals_of(store, &proposals, &n, &at->arena, at->annie.account, at->circle, &error);
    assert_true(err == KR_OK && n == 1);
    at->proposal = proposals[0].id;
}

/* -- what it comes to -- */

static void write_rows(const char *path) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < m.at->s.web.n_routes; i++) {
        const kr_route *route = &m.at->s.web.routes[i];
        char open[40];
        snprintf(open, sizeof open, "%s %s", route->part < KR_PARTS ? kr_share_part_name(route->part) : "any",
                 right_names[route->right ? route->right : KR_RIGHT_READ]);
        const char *who[] = {"anybody", "signed in", "owner", open};
        fprintf(file, "| %s | %s | %s |", route->method, route->path, who[route->who]);
        for (size_t c = 0; c < COLUMNS; c++) {
            const seen *s = &m.seen[i][c];
            for (size_t k = 0; k < s->n; k++) fprintf(file, "%s%s", k ? "/" : " ", s->answer[k]);
            fprintf(file, "%s |", s->n ? "" : " –");
        }
        fprintf(file, "\n");
    }
    fclose(file);
}

static bool says(kr_str cell, const char *answer) {
    while (cell.len) {
        kr_str one;
        cell = kr_str_cut(cell, '/', &one);
        if (kr_str_is(one, answer)) return true;
    }
    return false;
}

static unsigned check_cell(size_t route, unsigned column, bool few) {
    static const char *const names[] = {"nobody", "link", "other", "admin",
                                        "closed", "open", "owner", "example"};
    const seen *s = &m.seen[route][column];
    const kr_route *at = &m.at->s.web.routes[route];
    kr_str said = m.row_of[route]->said[column], one;
    unsigned wrong = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (says(said, s->answer[i])) continue;
        print_error("%s %s, %s (%s): %s, not %.*s\n", at->method, at->path, names[column], s->who[i],
                    s->answer[i], KR_ARG(said));
        wrong++;
    }
    for (kr_str rest = said; !few && rest.len && !kr_str_is(said, "–");) {
        bool found = false;
        rest = kr_str_cut(rest, '/', &one);
        for (size_t i = 0; i < s->n; i++) found = found || kr_str_is(one, s->answer[i]);
        if (found) continue;
        print_error("%s %s, %s: nobody got %.*s\n", at->method, at->path, names[column], KR_ARG(one));
        wrong++;
    }
    return wrong;
}

static void every_route_for_everybody(void **state) {
    m.at = *state;
    scene *at = m.at;
    unsigned wrong = 0;
    kr_share nothing = {0};
    const char *write = getenv("KRING_ROUTES_WRITE");
    bool few = getenv("KRING_ROUTES_FEW") != NULL;
    read_document();
    for (size_t i = 0; i < at->s.web.n_routes; i++) m.row_of[i] = row_for(&at->s.web.routes[i]);
    scene_let_in(at, nothing.rights, false);
    more_to_point_at();
    all_routes("nobody", 0, NOBODY, NOBODY, at->base);
    by_link();
    all_routes("other", at->henk.account, OTHER, OTHER, at->base);
    all_routes("example", at->henk.account, OTHER, EXAMPLE, "/kring/voorbeeld");
    administrator();
    ready_roles(KR_ROLE_CARER, KR_ROLE_ALONGSIDE);
    each_part(few);
    /* who may do most comes last: what the same guest made once is theirs to change */
    ready_roles(KR_ROLE_REPRESENTATIVE, KR_ROLE_REPRESENTATIVE);
    if (!few) each_one();
    no_share_any_more();
    all_routes("owner", at->annie.account, OWNER, OWNER, at->base);
    print_message("%zu routes, %zu requests\n", at->s.web.n_routes, m.asked);
    if (write) write_rows(write);
    for (size_t i = 0; i < at->s.web.n_routes; i++) {
        const kr_route *route = &at->s.web.routes[i];
        for (unsigned c = 0; c < COLUMNS && m.row_of[i]; c++) wrong += check_cell(i, c, few);
        if (!m.row_of[i]) print_error("%s %s has no row\n", route->method, route->path);
        wrong += !m.row_of[i];
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(m.n_rows, at->s.web.n_routes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_for_everybody, scene_begin, scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
