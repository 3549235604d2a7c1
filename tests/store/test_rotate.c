/* Another server key: while others use the store, stopped after every step, from each kind of source. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/operator.h"
#include "store/store_int.h"
#include "store_help.h"

#define LATER (NOW + 3 * 3600 * 1000LL)

static void sign_in(place *p, kr_store *store, const char *login) {
    kr_id who = 0;
    assert_int_equal(kr_account_check(store, &who, kr_str_z(login), KR_STR(PASSWORD), NOW, &p->error), KR_OK);
    assert_true(who != 0);
    kr_account account;
    assert_int_equal(kr_account_get(store, &account, &p->arena, who, &p->error), KR_OK);
    assert_true(account.login.len > 0);
}

static void opens(place *p, kr_store *store, kr_id circle) {
    kr_snapshot *s = NULL;
    assert_int_equal(kr_circle_open(store, &s, p->annie.id, circle, &p->error), KR_OK);
    kr_snapshot_release(store, s);
}

static kr_store *second(place *p) {
    kr_store *store = NULL;
    kr_store_options options = {.dir = p->dir};
    assert_int_equal(kr_store_open(&store, &options, &p->error), KR_OK);
    return store;
}

static void read_key(const place *p, unsigned char key[32]) {
    int fd = open(p->key, O_RDONLY);
    assert_int_equal(read(fd, key, 32), 32);
    close(fd);
}

static void drop_before(const place *p, int version) {
    char path[260];
    snprintf(path, sizeof path, "%s.before-%d", p->key, version);
    assert_int_equal(unlink(path), 0);
}

static void another_process_goes_on(void **state) {
    (void)state;
    place p;
    kr_key_status status;
    unsigned char old[32], fresh[32];
    char token[KR_TOKEN_TEXT];
    kr_session session;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_account(&p, "bert");
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    kr_store *other = second(&p);
    read_key(&p, old);
    assert_int_equal(kr_key_change(other, NULL, NOW, &p.error), KR_OK);
    read_key(&p, fresh);
    assert_memory_not_equal(old, fresh, 32);
    for (int round = 0; round < 2; round++) {
        kr_store *both[] = {p.store, other};
        for (int i = 0; i < 2; i++) {
            sign_in(&p, both[i], "annie");
            sign_in(&p, both[i], "Bert ");
            opens(&p, both[i], circle);
            assert_int_equal(kr_session_find(both[i], &session, kr_str_z(token), NOW, &p.error), KR_OK);
        }
        kr_id made = place_circle(&p); /* by who did not change the key */
        opens(&p, other, made);
        char recovery[64];
        kr_id id;
        const char *login = round ? "dirk" : "cora";
        assert_int_equal(kr_account_create(p.store, &id, kr_str_z(login), KR_STR("Naam"), KR_STR(PASSWORD),
                                           NOW, recovery, &p.error),
                         KR_OK);
        assert_int_equal(kr_account_create(other, &id, kr_str_z(login), KR_STR("Naam"), KR_STR(PASSWORD), NOW,
                                           recovery, &p.error),
                         KR_E_EXISTS);
        sign_in(&p, other, login);
        assert_int_equal(kr_key_status_of(p.store, &status, &p.error), KR_OK);
        assert_int_equal(status.version, 2);
        assert_int_equal(status.changing, round == 0);
        if (round == 0) assert_int_equal(kr_store_tidy(p.store, LATER, &p.error), KR_OK);
    }
    assert_int_equal(status.old_keys, 0);
    assert_int_equal(status.keys, 7); /* four accounts, three circles */
    kr_store_close(other);
    place_shut(&p);
    place_open(&p);
    sign_in(&p, p.store, "annie");
    /* with the key before nothing opens any longer */
    place_shut(&p);
    int fd = open(p.key, O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd, old, 32), 32);
    close(fd);
    kr_store_options options = {.dir = p.dir};
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
    assert_string_equal(p.error.key, "error.key_wrong");
    drop_before(&p, 1);
    place_end(&p);
}

/* Stopped after each step, and opened with the key before: all is there, and done again it ends well. */
static void stopped_anywhere(void **state) {
    (void)state;
    for (int step = 1; step <= 4; step++)
        for (int restart = 0; restart < 2; restart++) {
            place p;
            kr_key_status status;
            unsigned char old[32];
            place_begin(&p);
            kr_id circle = place_circle(&p);
            read_key(&p, old);
            p.store->stop_after = step;
            assert_int_equal(kr_key_change(p.store, NULL, NOW, &p.error), KR_E_IO);
            p.store->stop_after = 0;
            if (restart) place_shut(&p), place_open(&p);
            sign_in(&p, p.store, "annie");
            opens(&p, p.store, circle);
            kr_id made = place_circle(&p);
            place_account(&p, "bert");
            if (step < 3)
                assert_int_equal(kr_key_change(p.store, NULL, NOW, &p.error), KR_OK);
            else
                assert_int_equal(kr_key_change(p.store, NULL, NOW, &p.error), KR_E_CONFLICT);
            assert_int_equal(kr_key_change_end(p.store, NOW, &p.error), KR_OK);
            assert_int_equal(kr_key_status_of(p.store, &status, &p.error), KR_OK);
            assert_int_equal(status.version, 2);
            assert_int_equal(status.old_keys, 0);
            assert_false(status.changing);
            place_shut(&p), place_open(&p);
            sign_in(&p, p.store, "annie");
            sign_in(&p, p.store, "bert");
            opens(&p, p.store, circle);
            opens(&p, p.store, made);
            unsigned char now[32];
            read_key(&p, now);
            assert_memory_not_equal(old, now, 32);
            drop_before(&p, 1);
            place_end(&p);
        }
}

static const char hex_1[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
static const char hex_2[] = "f00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

static void from_the_environment(void **state) {
    (void)state;
    place p;
    kr_key_status status;
    place_begin(&p);
    place_shut(&p);
    char dir[260];
    snprintf(dir, sizeof dir, "%s/env", p.dir);
    kr_store_options options = {.dir = dir, .key = hex_1};
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_OK);
    p.annie.id = place_account(&p, "annie");
    kr_id circle = place_circle(&p);
    assert_int_equal(kr_key_change(p.store, NULL, NOW, &p.error), KR_E_INVALID);
    assert_int_equal(kr_key_change(p.store, "kort", NOW, &p.error), KR_E_DENIED);
    assert_int_equal(kr_key_change(p.store, hex_1, NOW, &p.error), KR_E_EXISTS);
    assert_int_equal(kr_key_change(p.store, hex_2, NOW, &p.error), KR_OK);
    /* the key before is not let go while it is what a restart would bring */
    assert_int_equal(kr_store_tidy(p.store, LATER, &p.error), KR_OK);
    assert_int_equal(kr_key_status_of(p.store, &status, &p.error), KR_OK);
    assert_true(status.changing && status.source_old);
    assert_int_equal(kr_key_change_end(p.store, LATER, &p.error), KR_E_CONFLICT);
    place_shut(&p);
    for (int round = 0; round < 2; round++) { /* a restart with the old one, then with the new */
        options.key = round ? hex_2 : hex_1;
        assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_OK);
        sign_in(&p, p.store, "annie");
        opens(&p, p.store, circle);
        assert_int_equal(kr_store_tidy(p.store, LATER, &p.error), KR_OK);
        place_shut(&p);
    }
    options.key = hex_1;
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
    char path[300];
    const char *files[] = {"kring.db",     "keys.db",     "kring.db-wal",
                           "kring.db-shm", "keys.db-wal", "keys.db-shm"};
    for (size_t i = 0; i < KR_COUNT(files); i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
    place_end(&p);
}

static void script(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(path, 0700), 0);
}

static void from_a_command(void **state) {
    (void)state;
    place p;
    char path[260], command[300], text[400];
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_shut(&p);
    unsigned char key[32];
    char hex[65];
    read_key(&p, key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    snprintf(path, sizeof path, "%s/say", p.dir);
    snprintf(command, sizeof command, "  %s  een  $HOME;echo ", path);
    snprintf(text, sizeof text, "#!/bin/sh\n[ \"$1\" = een ] && [ \"$2\" = '$HOME;echo' ] && echo ' %s '\n",
             hex);
    script(path, text);
    kr_store_options options = {.dir = p.dir, .key_command = command};
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_OK);
    opens(&p, p.store, circle);
    place_shut(&p);
    const char *wrong[] = {"#!/bin/sh\nexit 1\n", "#!/bin/sh\necho te kort\n",
                           "#!/bin/sh\nhead -c 100000 /dev/zero\n", "#!/bin/sh\n"};
    for (size_t i = 0; i < KR_COUNT(wrong); i++) {
        script(path, wrong[i]);
        assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
        assert_string_equal(p.error.key, "error.key_command");
    }
    snprintf(text, sizeof text, "#!/bin/sh\necho '%s'; exit 3\n", hex); /* it says so and fails */
    script(path, text);
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
    options.key_command = "   ";
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
    options.key_command = "/nergens/te/vinden";
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_DENIED);
    place_open(&p);
    place_end(&p);
}

/* An older kring.db from before the change, beside the newest keys.db: people can sign in. */
static void older_copy(void **state) {
    (void)state;
    place p;
    char main_path[260], copy[260];
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_shut(&p);
    snprintf(main_path, sizeof main_path, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy.db", p.dir);
    copy_file(main_path, copy);
    place_open(&p);
    kr_id gone = place_account(&p, "bert");
    assert_int_equal(kr_account_delete(p.store, gone, NOW, &p.error), KR_OK);
    assert_int_equal(kr_key_change(p.store, NULL, NOW, &p.error), KR_OK);
    assert_int_equal(kr_key_change_end(p.store, NOW, &p.error), KR_OK);
    place_shut(&p);
    copy_file(copy, main_path);
    place_open(&p);
    sign_in(&p, p.store, "annie");
    opens(&p, p.store, circle);
    drop_before(&p, 1);
    place_end(&p);
}

/* Deleted and put back: the row comes, without its key it says nothing, and it goes again. */
static void deleted_stays_deleted(void **state) {
    (void)state;
    place p;
    char main_path[260], copy[260];
    kr_account account;
    kr_id who;
    place_begin(&p);
    kr_id bert = place_account(&p, "bert");
    place_shut(&p);
    snprintf(main_path, sizeof main_path, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy.db", p.dir);
    copy_file(main_path, copy);
    place_open(&p);
    assert_int_equal(kr_account_delete(p.store, bert, NOW, &p.error), KR_OK);
    place_shut(&p);
    copy_file(copy, main_path);
    place_open(&p);
    assert_int_equal(kr_account_get(p.store, &account, &p.arena, bert, &p.error), KR_E_CORRUPT);
    assert_int_not_equal(kr_account_check(p.store, &who, KR_STR("bert"), KR_STR(PASSWORD), NOW, &p.error),
                         KR_OK);
    assert_int_equal(kr_store_tidy(p.store, NOW, &p.error), KR_OK);
    assert_int_equal(kr_account_get(p.store, &account, &p.arena, bert, &p.error), KR_E_NOT_FOUND);
    sign_in(&p, p.store, "annie");
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_process_goes_on),
        cmocka_unit_test(stopped_anywhere),
        cmocka_unit_test(from_the_environment),
        cmocka_unit_test(from_a_command),
        cmocka_unit_test(older_copy),
        cmocka_unit_test(deleted_stays_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
