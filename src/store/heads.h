/* The file of heads outside the data folder (heads.c). Nobody outside src/store and its tests includes this.
 */
#ifndef KR_HEADS_H
#define KR_HEADS_H

#include "store/store_int.h"
#include "store/verify.h"

#define KR_HEAD_HASH 16

/* How far a circle, its ledger and its shares had come. Circle 0: the store's own ledger. */
typedef struct kr_witness {
    kr_id circle;
    bool known;
    uint64_t version, seq, n, shares;
    unsigned char chain[KR_HEAD_HASH], mac[KR_HEAD_HASH], shares_mac[KR_HEAD_HASH];
} kr_witness;

typedef struct kr_heads {
    kr_witness *slots; /* the newest of each circle, by its id */
    size_t mask, count;
    uint64_t lines, halves;
    uint64_t broken; /* the first line that does not follow the one before; 0 */
    bool noted, met; /* keys.db knows a last line; and it is in the file */
    unsigned char note[KR_HEAD_HASH];
} kr_heads;

void kr_heads_open(kr_store *store);
/* Something was added to this circle (0: to the store's ledger). Writes the file when it is time. */
void kr_heads_note(kr_store *store, kr_id circle);
/* From here on, what the file said before is history. */
void kr_heads_anew(kr_store *store);
/* What the file says; it may be empty, or not be there. */
kr_err kr_heads_read(kr_store *store, kr_heads *out, kr_error *error) KR_CHECKED;
void kr_heads_free(kr_heads *heads);
const kr_witness *kr_heads_of(const kr_heads *heads, kr_id circle);

#endif
