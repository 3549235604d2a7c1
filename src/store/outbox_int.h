/* Mail that is put in, or taken away, inside the transaction of what it belongs to. Nobody outside src/store
 * includes this. */
#ifndef KR_OUTBOX_INT_H
#define KR_OUTBOX_INT_H

#include "store/outbox.h"
#include "store/store_int.h"

typedef struct kr_putting {
    kr_id id, account, circle, about;
    int64_t now;
    kr_str sealed; /* until kr_putting_end */
} kr_putting;
/* Before the transaction: the mail, sealed. The caller has seen that the circle is of this account. */
kr_err kr_putting_begin(kr_store *store, kr_putting *out, kr_id account, kr_id circle, kr_id about,
                        kr_str body, int64_t now, kr_error *error) KR_CHECKED;
/* Inside it, and as often as it is tried. Errors: KR_E_LIMIT ("outbox.day"). */
kr_err kr_putting_row(kr_db *db, const kr_putting *putting, kr_error *error) KR_CHECKED;
void kr_putting_end(kr_putting *putting);
/* Inside a transaction: kr_outbox_drop. */
kr_err kr_outbox_drop_in(kr_db *db, kr_id account, kr_id about, kr_error *error) KR_CHECKED;

#endif
