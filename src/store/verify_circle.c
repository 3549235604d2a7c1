/* One circle, looked at row by row: head, key, changes, shares and ledger, against each other, against what
 * keys.db noted and against the heads outside. Goes on after damage, so that all of it is told. */
#include <sodium.h>

#include "store/share_int.h"
#include "store/verify_int.h"

#define TRIES 20

/* -- changes -- */
typedef struct running {
    kr_checking *c;
    kr_head head; /* runs along with the rows */
    const kr_circle_key *key;
    const kr_witness *outside;
    uint64_t newest; /* of the real head */
    bool bodies;     /* a body was damaged: the chain is broken for that reason */
} running;

static kr_err check_body(running *r, uint64_t seq, kr_str sealed) {
    kr_str plain;
    kr_change change;
    kr_arena_reset(&r->c->arena);
    kr_err err = kr_body_unseal(&plain, &r->c->arena, &r->head, r->key, seq, sealed);
    if (!err) err = kr_change_decode(&change, &r->c->arena, plain, NULL);
    if (!err && change.seq != seq) err = KR_E_CORRUPT;
    if (err == KR_E_MEMORY) return err;
    if (err) {
        r->bodies = true;
        kr_found(r->c, KR_FOUND_BODY, r->head.circle, seq, "a change does not open in its place");
    }
    return KR_OK;
}

static kr_err check_row(running *r, uint64_t seq, kr_str sealed) {
    const kr_witness *o = r->outside;
    if (seq != r->head.seq + 1)
        kr_found(r->c, KR_FOUND_CUT, r->head.circle, r->head.seq + 1,
                 "a change is not there, or one too many");
    r->c->out->changes++;
    kr_err err = check_body(r, seq, sealed);
    kr_chain_add(&r->head, seq, sealed);
    /* the same number, but other changes than were seen then */
    if (o && o->version == r->key->version && o->seq == seq && !r->bodies &&
        sodium_memcmp(o->chain, r->head.chain, KR_HEAD_HASH))
        kr_found(r->c, KR_FOUND_OLDER, r->head.circle, seq, "other changes than the outside heads know");
    return err;
}

static kr_err check_rows(running *r, kr_error *error) {
    kr_db *db = r->c->db;
    sqlite3_stmt *st = NULL;
    bool row = true;
    kr_err err = kr_db_use(db, KR_SQL_CHANGES, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->head.circle);
    kr_bind_int(db, st, 2, 0);
    while (!err) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        if (check_row(r, (uint64_t)sqlite3_column_int64(st, 0), kr_column_blob(st, 1)))
            err = kr_no_memory(error);
    }
    kr_db_done(st);
    return err;
}

static kr_err check_changes(kr_checking *c, const kr_head *head, const kr_circle_key *key, uint64_t seen,
                            kr_error *error) {
    const kr_witness *o = kr_heads_of(&c->heads, head->circle);
    running r = {.c = c, .head = *head, .key = key, .outside = o, .newest = head->seq};
    kr_chain_start(&r.head);
    if (head->seq < seen)
        kr_found(c, KR_FOUND_OLDER, head->circle, seen, "keys.db knows a newer change");
    else if (o && (head->version < o->version || (head->version == o->version && head->seq < o->seq)))
        kr_found(c, KR_FOUND_OLDER, head->circle, o->seq, "the outside heads know a newer change");
    uint64_t before = c->out->findings;
    kr_err err = check_rows(&r, error);
    if (err || c->out->findings != before) return err;
    if (r.head.seq != head->seq || sodium_memcmp(r.head.chain, head->chain, KR_HASH_BYTES))
        kr_found(c, KR_FOUND_CUT, head->circle, r.head.seq + 1, "the changes do not fit the head");
    return KR_OK;
}

/* -- shares -- */
static void check_shares_outside(kr_checking *c, const kr_share_set *set) {
    const kr_witness *o = kr_heads_of(&c->heads, set->circle);
    if (!o || !o->shares) return;
    if (set->n < o->shares)
        kr_found(c, KR_FOUND_SHARE, set->circle, 0, "the outside heads know newer shares");
    else if (set->n == o->shares && sodium_memcmp(o->shares_mac, set->mac, KR_HEAD_HASH))
        kr_found(c, KR_FOUND_SHARE, set->circle, 0, "other shares than the outside heads know");
}

static kr_err check_share_rows(kr_checking *c, const kr_share_set *set, const kr_head *head,
                               const kr_circle_key *key, kr_error *error) {
    for (size_t i = 0; i < set->count; i++) {
        kr_share_entry entry;
        kr_err err = kr_share_open(&entry, &c->arena, &set->rows[i], head, key, NULL);
        if (err == KR_E_MEMORY) return kr_no_memory(error);
        if (err) kr_found(c, KR_FOUND_SHARE, set->circle, 0, "a share does not open in its place");
    }
    return KR_OK;
}

static kr_err check_shares(kr_checking *c, const kr_head *head, const kr_circle_key *key, uint64_t seen,
                           kr_error *error) {
    kr_share_set set;
    size_t bad = 0;
    kr_arena_reset(&c->arena);
    kr_err err = kr_shares_read(c->db, &set, &c->arena, head->circle, error);
    if (err) return err;
    if (kr_shares_check(&set, key, NULL))
        kr_found(c, KR_FOUND_SHARE, head->circle, 0, "the shares do not fit their seal");
    if (set.n < seen) kr_found(c, KR_FOUND_SHARE, head->circle, 0, "keys.db knows newer shares");
    check_shares_outside(c, &set);
    err = check_share_rows(c, &set, head, key, error);
    if (!err) err = kr_invites_check(c->store, c->db, head->circle, &bad, error);
    if (!err) err = kr_onces_check(c->store, c->db, head, key, &c->arena, &bad, error);
    if (!err) err = kr_proposals_check(c->db, head, key, &c->arena, &bad, error);
    if (bad) kr_found(c, KR_FOUND_SHARE, head->circle, 0, "an invitation, link or proposal was changed");
    return err;
}

/* -- who looked -- */
typedef struct looking {
    kr_checking *c;
    kr_id circle;
    const kr_witness *outside;
    bool told;
} looking;

static kr_err check_look(void *context, const kr_look *look, const unsigned char mac[KR_HASH_BYTES],
                         bool broken) {
    looking *l = context;
    const kr_witness *o = l->outside;
    l->c->out->looks++;
    if (broken) {
        l->told = true;
        kr_found(l->c, KR_FOUND_LEDGER, l->circle, look->n, "a row does not follow the one before");
    }
    if (o && o->n == look->n && sodium_memcmp(o->mac, mac, KR_HEAD_HASH) && !l->told) {
        l->told = true;
        kr_found(l->c, KR_FOUND_LEDGER, l->circle, look->n, "another row than the outside heads know");
    }
    return KR_OK;
}

kr_err kr_check_ledger(kr_checking *c, kr_id circle, kr_error *error) {
    looking l = {c, circle, kr_heads_of(&c->heads, circle), false};
    kr_chain_end end;
    bool whole = true;
    kr_err err = kr_ledger_walk(c->store, c->db, NULL, circle, check_look, &l, &end, &whole, error);
    if (err || l.told) return err;
    if (!whole)
        kr_found(c, KR_FOUND_LEDGER, circle, end.n, "rows at the end, or the anchor, do not fit the head");
    else if (l.outside && end.n < l.outside->n)
        kr_found(c, KR_FOUND_LEDGER, circle, l.outside->n, "the outside heads know newer rows");
    return KR_OK;
}

/* -- all of it -- */
typedef struct witness {
    kr_head head;
    kr_circle_key key;
    uint64_t seen, shares;
} witness;

/* What is known of it before the rows are read, so that nothing known is newer than they are. */
static kr_err before_rows(kr_checking *c, witness *w, kr_id circle, kr_error *error) {
    unsigned char mac[KR_HASH_BYTES];
    kr_err err = kr_head_read(c->db, &w->head, circle, error);
    if (err == KR_E_CORRUPT) kr_found(c, KR_FOUND_HEAD, circle, 0, "the head has not the shape of one");
    if (err) return err;
    err = kr_key_get(c->store, &w->key, circle, w->head.version, &w->seen, error);
    if (err == KR_E_CORRUPT) kr_found(c, KR_FOUND_KEY, circle, 0, "there is no key that opens this circle");
    if (err) return err;
    kr_head_mac(mac, &w->head, &w->key);
    if (sodium_memcmp(mac, w->head.mac, KR_HASH_BYTES))
        kr_found(c, KR_FOUND_HEAD, circle, w->head.seq, "the head is not genuine");
    return kr_share_seen(c->store, circle, &w->shares, error);
}

static kr_err check_once(kr_checking *c, kr_id circle, kr_error *error) {
    witness w;
    kr_head now;
    uint64_t before = c->out->findings;
    kr_err err = before_rows(c, &w, circle, error);
    if (err == KR_E_CORRUPT) { /* nothing can be opened, but the ledger has another key */
        err = kr_db_do(c->db, KR_SQL_BEGIN, error);
        return err ? err : kr_check_ledger(c, circle, error);
    }
    if (!err) err = kr_db_do(c->db, KR_SQL_BEGIN, error);
    if (!err) err = kr_head_read(c->db, &now, circle, error);
    if (!err && now.version != w.head.version && c->out->findings == before) return KR_E_CONFLICT;
    if (!err) err = check_changes(c, &now, &w.key, w.seen, error);
    if (!err) err = check_shares(c, &now, &w.key, w.shares, error);
    sodium_memzero(&w.key, sizeof w.key);
    return err ? err : kr_check_ledger(c, circle, error);
}

kr_err kr_check_circle(kr_checking *c, kr_id circle, kr_error *error) {
    kr_err err = KR_E_CONFLICT;
    c->out->circles++;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) { /* sealed anew while it was looked at */
        err = check_once(c, circle, error);
        kr_db_back(c->db);
    }
    if (err == KR_E_NOT_FOUND) return KR_OK; /* destroyed meanwhile */
    if (err == KR_E_CORRUPT) {               /* a page of the database itself */
        kr_found(c, KR_FOUND_FILE, circle, 0, "the database cannot be read here");
        return KR_OK;
    }
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}
