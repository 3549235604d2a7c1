/* Many people who know each other, for tests of load: accounts, circles, shares and sessions on a fresh
 * folder, made through the store as the pages make them, and a line of JSON that tells who may do what where.
 *
 * crowd DIR PEOPLE CIRCLES
 * The first CIRCLES people own one circle each; each of the others is let in to three, and so each circle has
 * guests of four kinds in turn: 0 may do everything, 1 proposes, 2 may only look, 3 is put out on the way.
 *
 * Nobody signs in here with a password, so what stands in the database for one is made cheaply, in this
 * program only. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/draft.h"
#include "store/share.h"
#include "store/store.h"

#define CONTACTS 25
#define SEATS    3
#define KINDS    4

static int64_t now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The first change of a circle: a crowd of people, about two thirds of them knowing the next. */
static kr_err make_change(kr_change *out, kr_arena *arena, kr_store *store, kr_id account, kr_error *error) {
    static const kr_circle empty;
    kr_id people[CONTACTS];
    kr_draft draft;
    kr_maker maker = {
        .author = account, .author_name = KR_STR("Olga"), .at_ms = now_ms(), .ids = kr_store_ids(store)};
    kr_draft_begin(&draft, arena, &empty, maker, KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, KR_STR("Olga"));
    kr_id ego = kr_draft_get(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    for (int i = 0; i < CONTACTS; i++) {
        char name[40];
        snprintf(name, sizeof name, "Contact %02d", i);
        people[i] = kr_draft_contact(&draft, kr_str_z(name), KR_what_person);
        kr_id tie = kr_draft_tie(&draft, ego, people[i]);
        kr_draft_text(&draft, KR_KIND_person, people[i], KR_F_person_role, KR_STR("buurvrouw"));
        kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_closeness, 1 + i % 4);
        kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_lensink_area, 1 + i / 4 % 4);
        if (i % 3) kr_draft_acquainted(&draft, people[i - 1], people[i], KR_yesno_yes);
    }
    return kr_draft_end(&draft, out, error);
}

static kr_err add_circle(kr_store *store, kr_id account, kr_id *circle, kr_error *error) {
    kr_arena arena;
    kr_change change;
    kr_arena_init(&arena, kr_heap(), 16u << 20);
    kr_err err = make_change(&change, &arena, store, account, error);
    if (err == KR_OK) err = kr_circle_create(store, circle, account, &change, 1, now_ms(), error);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err let_in(kr_store *store, kr_id *share, kr_id owner, kr_id circle, kr_id guest, int kind,
                     kr_error *error) {
    kr_share_entry wish = {.name = KR_STR("Gast"), .role = KR_ROLE_CARER}, opened;
    char code[KR_CODE_TEXT];
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    wish.rules.propose = kind == 1;
    for (int part = 0; part < KR_PARTS; part++)
        wish.rules.rights[part] = kind == 0 ? KR_RIGHT_EDIT : kind == 1 ? KR_RIGHT_ADD : KR_RIGHT_READ;
    *share = 0;
    kr_err err = kr_share_put(store, share, owner, circle, &wish, now_ms(), error);
    if (err == KR_OK)
        err = kr_invite_make(store, code, owner, circle, *share, KR_INVITE_TABLE, now_ms(), error);
    if (err == KR_OK) err = kr_invite_open(store, &opened, &arena, guest, kr_str_z(code), now_ms(), error);
    if (err == KR_OK) err = kr_share_confirm(store, owner, circle, *share, true, now_ms(), error);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err add_people(kr_store *store, kr_id *accounts, long count, kr_error *error) {
    kr_err err = KR_OK;
    printf("{\"tokens\": [");
    for (long i = 0; i < count && err == KR_OK; i++) {
        char login[40], recovery[64], token[KR_TOKEN_TEXT];
        snprintf(login, sizeof login, "mens%ld", i);
        err = kr_account_create(store, &accounts[i], kr_str_z(login), KR_STR("Olga"),
                                KR_STR("een wachtwoord voor drukte"), now_ms(), recovery, error);
        if (err == KR_OK) err = kr_session_begin(store, token, accounts[i], now_ms(), error);
        if (err == KR_OK) printf("%s\"%s\"", i ? ", " : "", token);
    }
    return err;
}

static kr_err add_circles(kr_store *store, const kr_id *accounts, long people, long count, kr_error *error) {
    kr_err err = KR_OK;
    kr_id *circles = calloc((size_t)count, sizeof *circles);
    if (!circles) return KR_E_MEMORY;
    printf("], \"circles\": [");
    for (long i = 0; i < count && err == KR_OK; i++) {
        char text[17];
        err = add_circle(store, accounts[i], &circles[i], error);
        kr_id_text(circles[i], text);
        if (err == KR_OK) printf("%s\"%s\"", i ? ", " : "", text);
    }
    printf("], \"seats\": [");
    for (long k = 0; k < (people - count) * SEATS && err == KR_OK; k++) {
        long circle = k % count, guest = count + k / SEATS;
        int kind = (int)(k / count % KINDS);
        char text[17];
        kr_id share;
        err = let_in(store, &share, accounts[circle], circles[circle], accounts[guest], kind, error);
        kr_id_text(share, text);
        if (err == KR_OK)
            printf("%s{\"circle\": %ld, \"guest\": %ld, \"kind\": %d, \"share\": \"%s\"}", k ? ", " : "",
                   circle, guest, kind, text);
    }
    printf("]}\n");
    free(circles);
    return err;
}

int main(int argc, char **argv) {
    kr_error error = {0};
    kr_store *store = NULL;
    int64_t people = 0, circles = 0;
    if (argc != 4 || !kr_str_int(kr_str_z(argv[2]), &people) || !kr_str_int(kr_str_z(argv[3]), &circles) ||
        circles < 1 || people < circles || people > 10000)
        return 2;
    kr_id *accounts = calloc((size_t)people, sizeof *accounts);
    kr_store_options options = {.dir = argv[1]};
    kr_err err = accounts ? kr_store_open(&store, &options, &error) : KR_E_MEMORY;
    if (err == KR_OK) err = add_people(store, accounts, people, &error);
    if (err == KR_OK) err = add_circles(store, accounts, people, circles, &error);
    kr_store_close(store);
    free(accounts);
    if (err != KR_OK) fprintf(stderr, "crowd: %s %s %s\n", error.key, error.field, error.detail);
    return err == KR_OK ? 0 : 1;
}
