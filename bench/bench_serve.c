/* A server to measure: one account with a circle of forty contacts (and, when asked, many more circles), five
 * guests who may see and do everything in it, a constant page at /bench, and a line of JSON that tells how to
 * reach them. Ends when its input does.
 *
 * bench_serve DIR PAGE-FILE|- EXTRA-CIRCLES */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "store/share.h"
#include "web/web.h"

#define CONTACTS 40
#define GUESTS   5

static int64_t now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Names as they come in life: short, long, with a place behind them. */
static void name_of(char *out, size_t size, int number) {
    static const char *const first[] = {"Sanne",  "Bram",     "Corrie",     "Ahmet", "Riet",
                                        "Joost",  "Fenna",    "Gerrit",     "Yusuf", "Hennie",
                                        "Marije", "Dirk-Jan", "Wilhelmina", "Bo",    "Annelies",
                                        "Karim",  "Lotte",    "Piet",       "Truus", "Mevrouw Smit"};
    static const char *const second[] = {"", " van boven"};
    (void)snprintf(out, size, "%s%s", first[number % 20], second[number / 20]);
}

static void add_contact(kr_draft *draft, kr_id ego, kr_id *people, int number) {
    char name[64];
    name_of(name, sizeof name, number);
    kr_id person = kr_draft_contact(draft, kr_str_z(name), KR_what_person);
    kr_id tie = kr_draft_tie(draft, ego, person);
    people[number] = person;
    kr_draft_text(draft, KR_KIND_person, person, KR_F_person_role,
                  kr_str_z(number % 3 ? "buurvrouw" : "oud-collega"));
    kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_closeness, 1 + number % 4);
    kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_lensink_area, 1 + number / 4 % 4);
    kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_live, 1 + number % 5);
    kr_draft_set(draft, KR_KIND_tie, tie, KR_F_tie_gets, 2u << (number % 5));
    if (number % 2) kr_draft_set(draft, KR_KIND_tie, tie, KR_F_tie_gives, 2u << (number % 3));
}

/* The first change of a circle with `contacts` people, about two thirds of them knowing the next. */
static kr_err make_change(kr_change *out, kr_arena *arena, kr_store *store, kr_id account, int contacts,
                          kr_error *error) {
    static const kr_circle empty;
    kr_id people[CONTACTS];
    kr_draft draft;
    kr_maker maker = {
        .author = account, .author_name = KR_STR("Meting"), .at_ms = now_ms(), .ids = kr_store_ids(store)};
    kr_draft_begin(&draft, arena, &empty, maker, KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, KR_STR("Meting"));
    kr_id ego = kr_draft_get(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    for (int i = 0; i < contacts; i++) add_contact(&draft, ego, people, i);
    for (int i = 1; i < contacts; i++)
        if (i % 3) kr_draft_acquainted(&draft, people[i - 1], people[i], KR_yesno_yes);
    return kr_draft_end(&draft, out, error);
}

static kr_err add_circle(kr_store *store, kr_id account, int contacts, kr_id *circle, kr_error *error) {
    kr_arena arena;
    kr_change change;
    kr_arena_init(&arena, kr_heap(), 16u << 20);
    kr_err err = make_change(&change, &arena, store, account, contacts, error);
    if (err == KR_OK) err = kr_circle_create(store, circle, account, &change, 1, now_ms(), error);
    kr_arena_dispose(&arena);
    return err;
}

typedef struct place {
    kr_id account, circle;
    char token[KR_TOKEN_TEXT], guests[GUESTS][KR_TOKEN_TEXT];
} place;

/* Somebody who was let in, with everything open, so that their pages are those of the owner. */
static kr_err let_in(kr_store *store, const place *at, kr_id guest, kr_error *error) {
    kr_share_entry share = {.name = KR_STR("Gast"), .role = KR_ROLE_CARER}, opened;
    char code[KR_CODE_TEXT];
    kr_id id = 0;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    for (int part = 0; part < KR_PARTS; part++) share.rules.rights[part] = KR_RIGHT_EDIT;
    kr_err err = kr_share_put(store, &id, at->account, at->circle, &share, now_ms(), error);
    if (err == KR_OK)
        err = kr_invite_make(store, code, at->account, at->circle, id, KR_INVITE_TABLE, now_ms(), error);
    if (err == KR_OK) err = kr_invite_open(store, &opened, &arena, guest, kr_str_z(code), now_ms(), error);
    if (err == KR_OK) err = kr_share_confirm(store, at->account, at->circle, id, true, now_ms(), error);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err add_guest(kr_store *store, place *at, int number, kr_error *error) {
    char recovery[64], login[16];
    kr_id guest = 0;
    (void)snprintf(login, sizeof login, "gast%d", number);
    kr_err err = kr_account_create(store, &guest, kr_str_z(login), KR_STR("Gast"),
                                   KR_STR("een wachtwoord om te meten"), now_ms(), recovery, error);
    if (err == KR_OK) err = let_in(store, at, guest, error);
    if (err == KR_OK) err = kr_session_begin(store, at->guests[number], guest, now_ms(), error);
    return err;
}

static kr_err fill(kr_store *store, int extra, place *at, kr_error *error) {
    char recovery[64];
    kr_err err = kr_account_create(store, &at->account, KR_STR("meting"), KR_STR("Meting"),
                                   KR_STR("een wachtwoord om te meten"), now_ms(), recovery, error);
    if (err == KR_OK) err = add_circle(store, at->account, CONTACTS, &at->circle, error);
    for (int i = 0; i < extra && err == KR_OK; i++) {
        kr_id circle;
        err = add_circle(store, at->account, 25, &circle, error);
    }
    if (err == KR_OK) err = kr_session_begin(store, at->token, at->account, now_ms(), error);
    for (int i = 0; i < GUESTS && err == KR_OK; i++) err = add_guest(store, at, i, error);
    return err;
}

int main(int argc, char **argv) {
    kr_error error = {0};
    kr_store *store = NULL;
    kr_server *server = NULL;
    place at;
    if (argc != 4) return 2;
    kr_store_options options = {.dir = argv[1]};
    kr_server_options serve = {
        .dir = argv[1], .listen = "127.0.0.1:0", .bench_page = strcmp(argv[2], "-") ? argv[2] : NULL};
    kr_err err = kr_store_open(&store, &options, &error);
    if (err == KR_OK) err = fill(store, (int)strtol(argv[3], NULL, 10), &at, &error);
    kr_store_close(store);
    int64_t before = now_ms();
    if (err == KR_OK) err = kr_server_start(&server, &serve, &error);
    if (err != KR_OK) {
        fprintf(stderr, "bench_serve: %s %s %s\n", error.key, error.field, error.detail);
        return 1;
    }
    char circle[17];
    kr_id_text(at.circle, circle);
    printf("{\"port\": %d, \"circle\": \"%s\", \"token\": \"%s\", \"start_ms\": %lld, \"guests\": [",
           kr_server_port(server), circle, at.token, (long long)(now_ms() - before));
    for (int i = 0; i < GUESTS; i++) printf("%s\"%s\"", i ? ", " : "", at.guests[i]);
    printf("]}\n");
    fflush(stdout);
    while (getchar() != EOF) continue;
    kr_server_stop(server);
    return 0;
}
