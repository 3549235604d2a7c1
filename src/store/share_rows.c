/* Shares as rows: sealing what was agreed, and the mac over all of a circle, so that none is taken away,
 * changed or put back. */
#include "store/share_int.h"

#include <sodium.h>

#define FORM      1
#define NAME_MOST 65535

/* -- packing -- */
void kr_pack_text(unsigned char *out, size_t len, size_t *at, kr_str text) {
    if (text.len > NAME_MOST || *at + 4 > len || text.len > len - *at - 4) {
        *at = len + 1;
        return;
    }
    for (int i = 0; i < 4; i++) out[(*at)++] = (unsigned char)(text.len >> (8 * i));
    if (text.len) memcpy(out + *at, text.ptr, text.len);
    *at += text.len;
}

bool kr_unpack_text(const unsigned char *in, size_t len, size_t *at, kr_str *text) {
    size_t n = 0;
    if (*at + 4 > len) return false;
    for (int i = 0; i < 4; i++) n |= (size_t)in[*at + (size_t)i] << (8 * i);
    if (n > len - *at - 4) return false;
    *text = kr_str_n((const char *)in + *at + 4, n);
    *at += 4 + n;
    return true;
}

/* -- reading -- */
static void take_columns(sqlite3_stmt *st, int at, kr_share_row *out) {
    out->id = kr_column_id(st, at);
    out->guest = kr_column_id(st, at + 1);
    out->made = sqlite3_column_int64(st, at + 2);
    out->until = sqlite3_column_int64(st, at + 3);
    out->opened = sqlite3_column_int64(st, at + 4);
    out->confirmed = sqlite3_column_int64(st, at + 5);
    out->withdrawn = sqlite3_column_int64(st, at + 6);
    out->version = (uint64_t)sqlite3_column_int64(st, at + 7);
    out->sealed = kr_column_blob(st, at + 8);
}

static kr_err read_head(kr_db *db, kr_share_set *set, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_SHARE_HEAD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, set->circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) {
        set->n = (uint64_t)sqlite3_column_int64(st, 0);
        (void)kr_column_bytes(st, 1, set->mac, KR_HASH_BYTES); /* of another length: fits nothing */
    }
    kr_db_done(st);
    return err;
}

static kr_err take_row(kr_share_set *set, size_t *cap, kr_arena *arena, sqlite3_stmt *st) {
    if (set->count + 1 >= *cap) {
        size_t more = *cap ? *cap * 2 : 16;
        set->rows = kr_arena_grow(arena, set->rows, *cap * sizeof *set->rows, more * sizeof *set->rows);
        if (!set->rows) return KR_E_MEMORY;
        *cap = more;
    }
    kr_share_row *row = &set->rows[set->count];
    take_columns(st, 0, row);
    row->sealed = kr_arena_copy(arena, row->sealed);
    if (!row->sealed.ptr) return KR_E_MEMORY;
    set->count++;
    return KR_OK;
}

kr_err kr_shares_read(kr_db *db, kr_share_set *out, kr_arena *arena, kr_id circle, kr_error *error) {
    kr_share_set set = {.circle = circle};
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t cap = 4;
    set.rows = kr_new_n(arena, kr_share_row, cap);
    if (!set.rows) return kr_no_memory(error);
    kr_err err = read_head(db, &set, error);
    if (!err) err = kr_db_use(db, KR_SQL_SHARES, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    while (!err) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        if (take_row(&set, &cap, arena, st)) err = kr_no_memory(error);
    }
    kr_db_done(st);
    if (!err) *out = set;
    return err;
}

kr_share_row *kr_share_find(const kr_share_set *set, kr_id id) {
    for (size_t i = 0; i < set->count; i++)
        if (set->rows[i].id == id) return &set->rows[i];
    return NULL;
}

kr_share_row *kr_share_pick(const kr_share_set *set, kr_id account, int64_t now) {
    kr_share_row *found = NULL;
    for (size_t i = 0; account && i < set->count; i++) { /* in the order of id: the first of equals stays */
        kr_share_row *row = &set->rows[i];
        bool counts = row->guest == account && row->confirmed > 0 && !row->withdrawn &&
                      (row->until == 0 || row->until > now);
        if (counts && (!found || row->confirmed > found->confirmed)) found = row;
    }
    return found;
}

/* -- the mac over all -- */
/* Nonce and tag of a sealed row; they differ for every sealing. */
static void seal_of(unsigned char out[KR_SEAL_EXTRA], kr_str sealed) {
    const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    memset(out, 0, KR_SEAL_EXTRA);
    if (sealed.len < KR_SEAL_EXTRA) return;
    memcpy(out, sealed.ptr, nonce);
    memcpy(out + nonce, sealed.ptr + sealed.len - (KR_SEAL_EXTRA - nonce), KR_SEAL_EXTRA - nonce);
}

static void set_mac(unsigned char out[KR_HASH_BYTES], const kr_share_set *set, const kr_circle_key *key) {
    unsigned char text[32], row[16 + KR_SEAL_EXTRA];
    crypto_generichash_state state;
    memcpy(text, "shares..", 8);
    kr_put_u64(text + 8, set->circle);
    kr_put_u64(text + 16, set->n);
    kr_put_u64(text + 24, set->count);
    crypto_generichash_init(&state, key->head, KR_KEY_BYTES, KR_HASH_BYTES);
    crypto_generichash_update(&state, text, sizeof text);
    for (size_t i = 0; i < set->count; i++) {
        kr_put_u64(row, set->rows[i].id);
        kr_put_u64(row + 8, set->rows[i].version);
        seal_of(row + 16, set->rows[i].sealed);
        crypto_generichash_update(&state, row, sizeof row);
    }
    crypto_generichash_final(&state, out, KR_HASH_BYTES);
}

kr_err kr_shares_check(const kr_share_set *set, const kr_circle_key *key, kr_error *error) {
    unsigned char mac[KR_HASH_BYTES];
    if (set->n == 0 && set->count == 0) return KR_OK;
    set_mac(mac, set, key);
    if (sodium_memcmp(mac, set->mac, KR_HASH_BYTES)) return kr_damaged(error, "shares");
    return KR_OK;
}

kr_err kr_shares_sign(kr_db *db, kr_share_set *set, const kr_circle_key *key, bool whole, kr_error *error) {
    sqlite3_stmt *st = NULL;
    set->n++;
    set_mac(set->mac, set, key);
    if (!whole) memset(set->mac, 0xff, sizeof set->mac);
    kr_err err = kr_db_use(db, KR_SQL_SHARE_HEAD_PUT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, set->circle);
    kr_bind_int(db, st, 2, (int64_t)set->n);
    kr_bind_blob(db, st, 3, set->mac, KR_HASH_BYTES);
    return kr_db_run(db, st, NULL, error);
}

void kr_share_mark_of(kr_share_mark *out, const kr_share_row *row, const kr_share_set *set) {
    *out = (kr_share_mark){.id = row->id,
                           .guest = row->guest,
                           .made = row->made,
                           .until = row->until,
                           .opened = row->opened,
                           .confirmed = row->confirmed,
                           .withdrawn = row->withdrawn,
                           .version = row->version,
                           .set_n = set->n};
    seal_of(out->seal, row->sealed);
    memcpy(out->set_mac, set->mac, KR_HASH_BYTES);
}

bool kr_share_mark_columns(sqlite3_stmt *st, int at, kr_share_mark *out) {
    kr_share_row row = {0};
    kr_share_set set = {0};
    if (sqlite3_column_type(st, at) == SQLITE_NULL) return false;
    take_columns(st, at, &row);
    set.n = (uint64_t)sqlite3_column_int64(st, at + 9);
    if (!kr_column_bytes(st, at + 10, set.mac, KR_HASH_BYTES)) return false;
    kr_share_mark_of(out, &row, &set);
    return true;
}

/* -- sealing -- */
#define PLACE 80
static void place_of(unsigned char out[PLACE], const kr_share_row *row, kr_id circle,
                     const kr_circle_key *key) {
    const uint64_t values[] = {circle,
                               row->id,
                               row->guest,
                               (uint64_t)row->made,
                               (uint64_t)row->until,
                               (uint64_t)row->opened,
                               (uint64_t)row->confirmed,
                               (uint64_t)row->withdrawn,
                               row->version,
                               key->version};
    _Static_assert(sizeof values == PLACE, "all of the row");
    for (size_t i = 0; i < KR_COUNT(values); i++) kr_put_u64(out + 8 * i, values[i]);
}

/* form, role, flags, rights, person, ones, texts, basis, its day; filled up to a multiple of 64 so that the
 * size says little
 */
static size_t pack(unsigned char *out, size_t len, const kr_share_entry *e) {
    size_t at = 0;
    out[at++] = FORM;
    out[at++] = e->role;
    out[at++] = (unsigned char)((e->rules.self_too ? 1 : 0) | (e->rules.propose ? 2 : 0));
    out[at++] = KR_PARTS;
    memcpy(out + at, e->rules.rights, KR_PARTS);
    at += KR_PARTS;
    kr_put_u64(out + at, e->rules.person);
    at += 8;
    out[at++] = (unsigned char)e->rules.n_ones;
    for (size_t i = 0; i < e->rules.n_ones; i++) {
        kr_put_u64(out + at, e->rules.ones[i].record);
        out[at + 8] = e->rules.ones[i].right;
        at += 9;
    }
    kr_pack_text(out, len, &at, e->name);
    kr_pack_text(out, len, &at, e->word);
    kr_pack_text(out, len, &at, e->why);
    out[at++] = e->basis;
    for (int i = 24; i >= 0; i -= 8) out[at++] = (unsigned char)((uint32_t)e->since >> i);
    return at;
}

kr_err kr_share_close(kr_share_row *row, kr_arena *arena, const kr_share_entry *e, kr_id circle,
                      const kr_circle_key *key) {
    unsigned char place[PLACE];
    size_t room = 1024 + e->name.len + e->word.len + e->why.len;
    unsigned char *plain = kr_arena_alloc(arena, room), *sealed = kr_arena_alloc(arena, room + KR_SEAL_EXTRA);
    if (!plain || !sealed) return KR_E_MEMORY;
    size_t len = (pack(plain, room - 64, e) + 63) & ~(size_t)63;
    if (len > room) return KR_E_LIMIT;
    *row = (kr_share_row){.id = e->id,
                          .guest = e->rules.guest,
                          .made = e->made,
                          .until = e->until,
                          .opened = e->opened,
                          .confirmed = e->confirmed,
                          .withdrawn = e->withdrawn,
                          .version = e->version};
    place_of(place, row, circle, key);
    kr_seal(sealed, key->body, kr_str_n((char *)plain, len), place, sizeof place);
    sodium_memzero(plain, room);
    row->sealed = kr_str_n((char *)sealed, len + KR_SEAL_EXTRA);
    return KR_OK;
}

/* Zeros, or nothing, where it was written before there were representatives. */
static void unpack_basis(kr_share_entry *e, const unsigned char *in, size_t len, size_t at) {
    uint32_t since = 0;
    if (at + 5 > len) return;
    e->basis = in[at];
    for (size_t i = 1; i < 5; i++) since = since << 8 | in[at + i];
    e->since = (kr_date)since;
}

static bool unpack_rules(kr_share *out, const unsigned char *in, size_t len, size_t *at) {
    size_t parts = in[3];
    out->self_too = in[2] & 1;
    out->propose = in[2] & 2;
    *at = 4;
    if (*at + parts + 9 > len) return false;
    memcpy(out->rights, in + *at, parts < KR_PARTS ? parts : KR_PARTS); /* a part made later: not shared */
    *at += parts;
    out->person = kr_get_u64(in + *at);
    *at += 8;
    out->n_ones = in[(*at)++];
    if (out->n_ones > KR_MOST_SHARE_ONES || *at + 9 * out->n_ones > len) return false;
    for (size_t i = 0; i < out->n_ones; i++, *at += 9)
        out->ones[i] = (kr_share_one){kr_get_u64(in + *at), in[*at + 8]};
    return true;
}

kr_err kr_share_open(kr_share_entry *out, kr_arena *arena, const kr_share_row *row, const kr_head *head,
                     const kr_circle_key *key, kr_error *error) {
    unsigned char place[PLACE];
    size_t at = 0;
    kr_share_entry e = {.id = row->id,
                        .circle = head->circle,
                        .made = row->made,
                        .until = row->until,
                        .opened = row->opened,
                        .confirmed = row->confirmed,
                        .withdrawn = row->withdrawn,
                        .version = row->version};
    if (row->sealed.len < KR_SEAL_EXTRA + 16) return kr_damaged(error, "share");
    size_t len = row->sealed.len - KR_SEAL_EXTRA;
    unsigned char *plain = kr_arena_alloc(arena, len);
    if (!plain) return kr_no_memory(error);
    place_of(place, row, head->circle, key);
    if (!kr_unseal(plain, key->body, row->sealed, place, sizeof place) || plain[0] != FORM ||
        !unpack_rules(&e.rules, plain, len, &at) || !kr_unpack_text(plain, len, &at, &e.name) ||
        !kr_unpack_text(plain, len, &at, &e.word) || !kr_unpack_text(plain, len, &at, &e.why))
        return kr_damaged(error, "share");
    unpack_basis(&e, plain, len, at);
    e.role = plain[1];
    e.rules.guest = row->guest;
    e.rules.owner = head->account;
    *out = e;
    return KR_OK;
}

kr_err kr_share_row_put(kr_db *db, kr_id circle, const kr_share_row *row, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_SHARE_PUT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, row->id);
    kr_bind_id(db, st, 2, circle);
    kr_bind_id(db, st, 3, row->guest);
    kr_bind_int(db, st, 4, row->made);
    kr_bind_int(db, st, 5, row->until);
    kr_bind_int(db, st, 6, row->opened);
    kr_bind_int(db, st, 7, row->confirmed);
    kr_bind_int(db, st, 8, row->withdrawn);
    kr_bind_int(db, st, 9, (int64_t)row->version);
    kr_bind_blob(db, st, 10, row->sealed.ptr, row->sealed.len);
    return kr_db_run(db, st, NULL, error);
}
