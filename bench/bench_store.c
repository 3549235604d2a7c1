/* What the store costs, each beside the bare thing it cannot do without, measured in turn in the same run.
 *
 * bench_store [open|change|one ...]     all of them by default; one line of JSON per figure
 *   open    a circle of 40 contacts with 1,000 changes from a cold cache; beside: reading those rows
 *   change  durable changes by several threads, each in a circle of its own; beside: single-row durable
 * inserts one     the same by one thread in one circle of 1,000 changes
 *   share   what a look by a guest costs more than a look by the owner; beside: that look by the owner */
#include <dirent.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "core/draft.h"
#include "store/share.h"
#include "store/store_int.h"

enum { CONTACTS = 40, CHANGES = 1000, THREADS = 8, ROUNDS = 5, OPENS = 30 };
#define SECONDS 1.0

static char dir[200], key[220];
static kr_store *store;
static kr_id account;

static double now(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t)) return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const char *what, const kr_error *error) {
    fprintf(stderr, "bench_store: %s %s %s\n", what, error ? error->key : "", error ? error->detail : "");
    exit(1);
}

static void say(const char *name, double value, const char *unit, const char *reference, double ratio,
                double wanted) {
    printf("{\"name\":\"%s\",\"value\":%.4g,\"unit\":\"%s\",\"reference\":\"%s\",\"ratio\":%.4g,\"wanted\":%"
           "g}\n",
           name, value, unit, reference, ratio, wanted);
    fflush(stdout);
}

/* -- circles to measure with -- */
typedef struct step {
    int number;
    kr_id *people;
} step;

/* First somebody is named, forty times; after that what is known about them changes. */
static kr_err next_change(void *context, kr_arena *arena, const kr_circle *circle, kr_change *out,
                          kr_error *error) {
    step *s = context;
    kr_draft draft;
    kr_maker maker = {account, KR_STR("Meting"), 1, 1760000000000 + s->number, kr_store_ids(store)};
    char text[60];
    kr_draft_begin(&draft, arena, circle, maker, KR_ACT_SAY, circle->n_changes);
    if (s->number == 0)
        kr_draft_ego(&draft, KR_STR("Meting"));
    else if (s->number <= CONTACTS) {
        snprintf(text, sizeof text, "Iemand met nummer %d", s->number);
        s->people[s->number - 1] = kr_draft_contact(&draft, kr_str_z(text), 1);
    } else {
        snprintf(text, sizeof text, "Een opmerking van gewone lengte, %d", s->number);
        kr_draft_text(&draft, KR_KIND_person, s->people[s->number % CONTACTS], KR_F_person_remark,
                      kr_str_z(text));
    }
    s->number++;
    return kr_draft_end(&draft, out, error);
}

static kr_id make_circle(step *s) {
    kr_error error = {0};
    kr_id circle = 0;
    if (kr_circle_create(store, &circle, account, NULL, 0, 1, &error)) stop("create", &error);
    while (s->number < CHANGES)
        if (kr_circle_change(store, NULL, account, circle, next_change, s, &error)) stop("change", &error);
    return circle;
}

/* -- opening -- */
static double open_cold(kr_id circle) {
    double best = 1e9;
    for (int i = 0; i < OPENS; i++) {
        kr_snapshot *s = NULL;
        kr_error error = {0};
        kr_cache_clear(store);
        double began = now();
        if (kr_circle_open(store, &s, account, circle, &error)) stop("open", &error);
        double took = now() - began;
        if (kr_snapshot_circle(s)->n_changes != CHANGES) stop("not all there", NULL);
        kr_snapshot_release(store, s);
        if (took < best) best = took;
    }
    return best;
}

static double open_warm(kr_id circle) {
    double began = now();
    for (int i = 0; i < 1000; i++) {
        kr_snapshot *s = NULL;
        kr_error error = {0};
        if (kr_circle_open(store, &s, account, circle, &error)) stop("open", &error);
        kr_snapshot_release(store, s);
    }
    return (now() - began) / 1000;
}

static size_t read_rows(sqlite3_stmt *st, kr_id circle) {
    size_t bytes = 0;
    sqlite3_bind_int64(st, 1, (int64_t)circle);
    while (sqlite3_step(st) == SQLITE_ROW) {
        int columns = sqlite3_column_count(st);
        for (int i = 0; i < columns; i++)
            if (sqlite3_column_type(st, i) == SQLITE_BLOB && sqlite3_column_blob(st, i))
                bytes += (size_t)sqlite3_column_bytes(st, i);
    }
    sqlite3_reset(st);
    return bytes;
}

static double bare_queries(kr_id circle) {
    sqlite3 *db = NULL;
    sqlite3_stmt *head = NULL, *rows = NULL;
    double best = 1e9;
    if (sqlite3_open(store->main_path, &db) ||
        sqlite3_prepare_v2(db, "SELECT account, version, seq, chain, mac FROM circle WHERE id = ?1", -1,
                           &head, NULL) ||
        sqlite3_prepare_v2(db, "SELECT seq, body FROM change WHERE circle = ?1 ORDER BY seq", -1, &rows,
                           NULL))
        stop(sqlite3_errmsg(db), NULL);
    for (int i = 0; i < OPENS; i++) {
        double began = now();
        if (read_rows(head, circle) == 0 || read_rows(rows, circle) == 0) stop("no rows", NULL);
        double took = now() - began;
        if (took < best) best = took;
    }
    sqlite3_finalize(head);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return best;
}

static void bench_open(void) {
    kr_id people[CONTACTS];
    step s = {0, people};
    kr_id circle = make_circle(&s);
    double cold = 1e9, bare = 1e9, warm = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double a = open_cold(circle), b = bare_queries(circle), c = open_warm(circle);
        cold = a < cold ? a : cold;
        bare = b < bare ? b : bare;
        warm = c < warm ? c : warm;
    }
    say("open_cold", cold * 1e3, "ms, 40 contacts and 1,000 changes", "bare queries for its rows",
        bare / cold, 0.1);
    say("open_warm", warm * 1e6, "us", "the same cold", cold / warm, 1);
}

/* -- changing -- */
static double bare_inserts(void) {
    static const unsigned char body[160];
    char path[260];
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    snprintf(path, sizeof path, "%s/bare.db", dir);
    if (sqlite3_open(path, &db) ||
        sqlite3_exec(
            db,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
            "CREATE TABLE IF NOT EXISTS change(circle INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " body BLOB NOT NULL, PRIMARY KEY(circle, seq)) WITHOUT ROWID, STRICT; DELETE FROM change;",
            NULL, NULL, NULL) ||
        sqlite3_prepare_v2(db, "INSERT INTO change(circle, seq, body) VALUES(1, ?1, ?2)", -1, &insert, NULL))
        stop(sqlite3_errmsg(db), NULL);
    long n = 0;
    double began = now(), passed;
    do {
        sqlite3_bind_int64(insert, 1, ++n);
        sqlite3_bind_blob(insert, 2, body, sizeof body, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) stop(sqlite3_errmsg(db), NULL);
        sqlite3_reset(insert);
        passed = now() - began;
    } while (passed < SECONDS);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return (double)n / passed;
}

typedef struct worker {
    kr_id circle, people[CONTACTS];
    step step;
    atomic_bool *go_on;
    atomic_long *count;
} worker;

static void *changes(void *context) {
    worker *w = context;
    kr_error error = {0};
    while (atomic_load(w->go_on)) {
        if (kr_circle_change(store, NULL, account, w->circle, next_change, &w->step, &error))
            stop("change", &error);
        atomic_fetch_add(w->count, 1);
    }
    return NULL;
}

static double many(worker *workers, int n) {
    pthread_t threads[THREADS];
    atomic_bool go_on = true;
    atomic_long count = 0;
    double began = now();
    for (int i = 0; i < n; i++) {
        workers[i].go_on = &go_on;
        workers[i].count = &count;
        if (pthread_create(&threads[i], NULL, changes, &workers[i])) stop("no thread", NULL);
    }
    while (now() - began < SECONDS) nanosleep(&(struct timespec){0, 10000000}, NULL);
    atomic_store(&go_on, false);
    for (int i = 0; i < n; i++) pthread_join(threads[i], NULL);
    return (double)atomic_load(&count) / (now() - began);
}

static void bench_change(const char *name, int threads) {
    static worker workers[THREADS];
    char unit[60];
    double best = 0, bare = 0;
    for (int i = 0; i < threads; i++) {
        workers[i].step = (step){0, workers[i].people};
        workers[i].circle = make_circle(&workers[i].step);
    }
    for (int i = 0; i < ROUNDS; i++) {
        double a = many(workers, threads), b = bare_inserts();
        best = a > best ? a : best;
        bare = b > bare ? b : bare;
    }
    snprintf(unit, sizeof unit, "changes/s, %d at once, circles of %d", threads, workers[0].step.number);
    say(name, best, unit, "bare single-row durable inserts by one thread", best / bare, 0.5);
}

/* -- who may look -- */
/* A session of a guest with everything open in this circle. */
static void let_in(kr_id circle, char token[KR_TOKEN_TEXT]) {
    kr_error error = {0};
    kr_share_entry share = {.name = KR_STR("Gast"), .role = KR_ROLE_CARER}, opened;
    char code[KR_CODE_TEXT], recovery[64];
    kr_id guest = 0, id = 0;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    for (int part = 0; part < KR_PARTS; part++) share.rules.rights[part] = KR_RIGHT_EDIT;
    if (kr_account_create(store, &guest, KR_STR("gast"), KR_STR("Gast"), KR_STR("een lang wachtwoord"), 1,
                          recovery, &error) ||
        kr_share_put(store, &id, account, circle, &share, 1, &error) ||
        kr_invite_make(store, code, account, circle, id, KR_INVITE_TABLE, 1, &error) ||
        kr_invite_open(store, &opened, &arena, guest, kr_str_z(code), 1, &error) ||
        kr_share_confirm(store, account, circle, id, true, 1, &error) ||
        kr_session_begin(store, token, guest, 1, &error))
        stop("share", &error);
    kr_arena_dispose(&arena);
}

/* The quickest of some thousands of looks, in microseconds. */
static double look(const char *token, kr_id circle) {
    double best = 1e9;
    for (int i = 0; i < 2000; i++) {
        kr_visit visit = {0};
        kr_error error = {0};
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 1u << 20);
        double began = now();
        if (kr_visit_begin(store, &visit, &arena, kr_str_z(token), circle, 2, &error)) stop("visit", &error);
        double took = (now() - began) * 1e6;
        if (i == 0 && !visit.snapshot && /* the first look makes what the later ones find */
            kr_circle_enter(store, &visit.snapshot, &visit.access, &arena, visit.session.account, circle, 2,
                            &error))
            stop("enter", &error);
        if (!visit.snapshot) stop("nothing to see", NULL);
        kr_snapshot_release(store, visit.snapshot);
        kr_arena_dispose(&arena);
        best = took < best ? took : best;
    }
    return best;
}

static void bench_share(void) {
    static kr_id people[CONTACTS];
    char own[KR_TOKEN_TEXT], guest[KR_TOKEN_TEXT];
    kr_error error = {0};
    kr_id circle = make_circle(&(step){0, people});
    if (kr_session_begin(store, own, account, 1, &error)) stop("session", &error);
    let_in(circle, guest);
    double owners = 1e9, guests = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double a = look(own, circle), b = look(guest, circle);
        owners = a < owners ? a : owners;
        guests = b < guests ? b : guests;
    }
    say("share_look", guests - owners, "µs more for a guest", "the same look by the owner", owners / guests,
        0);
}

static void set_up(void) {
    const char *tmp = getenv("TMPDIR");
    kr_error error = {0};
    char recovery[64];
    snprintf(dir, sizeof dir, "%.150s/kring-bench-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir)) stop("no folder", NULL);
    snprintf(key, sizeof key, "%s.key", dir);
    kr_store_options options = {.dir = dir};
    if (kr_store_open(&store, &options, &error)) stop("open", &error);
    if (kr_account_create(store, &account, KR_STR("meting"), KR_STR("Meting"), KR_STR("een lang wachtwoord"),
                          1, recovery, &error))
        stop("account", &error);
}

static void clean_up(void) {
    char path[520];
    kr_store_close(store);
    DIR *folder = opendir(dir);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        unlink(path);
    }
    if (folder) closedir(folder);
    rmdir(dir);
    unlink(key);
    snprintf(path, sizeof path, "%s.heads", dir);
    unlink(path);
}

static bool asked(int argc, char **argv, const char *name) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0) return true;
    return argc == 1;
}

int main(int argc, char **argv) {
    set_up();
    if (asked(argc, argv, "open")) bench_open();
    if (asked(argc, argv, "change")) bench_change("store_change", THREADS);
    if (asked(argc, argv, "share")) bench_share();
    if (asked(argc, argv, "one")) bench_change("store_change_one", 1);
    clean_up();
    return 0;
}
