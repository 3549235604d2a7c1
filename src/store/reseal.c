/* Shares, links and proposals go along when a circle is sealed under a new key, without what was erased. */
#include "store/share_int.h"

#define RESEAL_MOST ((size_t)512 << 20)

static void without_erased(kr_share *rules, const kr_resealing *r) {
    size_t kept = 0;
    if (r->erased(r->context, rules->person)) rules->person = 0;
    for (size_t i = 0; i < rules->n_ones; i++)
        if (!r->erased(r->context, rules->ones[i].record)) rules->ones[kept++] = rules->ones[i];
    rules->n_ones = kept;
}

/* What somebody is called who may have this share stays, unless they are who goes. */
static kr_err without_names(kr_share_entry *entry, kr_arena *arena, const kr_resealing *r) {
    if (!r->reduce) return KR_OK;
    kr_err err = kr_reduce_text(&entry->word, arena, r->reduce, entry->word);
    if (!err) err = kr_reduce_text(&entry->why, arena, r->reduce, entry->why);
    if (!err && kr_reduce_has(r->reduce, entry->rules.person))
        err = kr_reduce_text(&entry->name, arena, r->reduce, entry->name);
    return err;
}

static kr_err reseal_share(kr_db *db, const kr_resealing *r, kr_share_row *row, kr_arena *arena, bool *whole,
                           kr_error *error) {
    kr_share_entry entry;
    kr_err err = kr_share_open(&entry, arena, row, r->before, r->old_key, error);
    if (err == KR_E_CORRUPT) { /* it stays what it is: damaged */
        *whole = false;
        return KR_OK;
    }
    if (err) return err;
    if (without_names(&entry, arena, r)) return kr_no_memory(error);
    without_erased(&entry.rules, r);
    entry.version++;
    if (kr_share_close(row, arena, &entry, r->after->circle, r->new_key)) return kr_no_memory(error);
    return kr_share_row_put(db, r->after->circle, row, error);
}

static kr_err reseal_shares(kr_db *db, kr_resealing *r, kr_arena *arena, kr_error *error) {
    kr_share_set set;
    kr_err err = kr_shares_read(db, &set, arena, r->before->circle, error);
    if (err || (set.n == 0 && set.count == 0)) return err;
    bool whole = kr_shares_check(&set, r->old_key, NULL) == KR_OK;
    for (size_t i = 0; !err && i < set.count; i++)
        err = reseal_share(db, r, &set.rows[i], arena, &whole, error);
    if (!err) err = kr_shares_sign(db, &set, r->new_key, whole, error);
    r->shares = set.n;
    return err;
}

kr_err kr_shares_reseal(kr_db *db, kr_resealing *r, kr_error *error) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), RESEAL_MOST);
    r->shares = 0;
    kr_err err = reseal_shares(db, r, &arena, error);
    if (!err) err = kr_onces_reseal(db, r, &arena, error);
    if (!err) err = kr_proposals_reseal(db, r, &arena, error);
    kr_arena_dispose(&arena);
    return err;
}
