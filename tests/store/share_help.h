/* What tests of sharing share: somebody who is let in, and what they may try. */
#ifndef SHARE_HELP_H
#define SHARE_HELP_H

#include "store_help.h"

#include "store/share.h"

/* Named so by the owner; may edit the map. */
kr_share_entry wish_for(const char *name);
/* The account has the circle open: share, invitation, opened, confirmed. */
kr_id let_in(place *p, kr_id circle, kr_id guest, const kr_share_entry *wish);
kr_err look_in(place *p, kr_id account, kr_id circle);
/* Runs SQL on kring.db with every A and B between # replaced by these numbers: "#A#". */
void harm(const place *p, const char *text, kr_id a, kr_id b);

#endif
