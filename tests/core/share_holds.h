/* What holds for any circle and any share. Each returns NULL, or what is wrong, so that a proof can ask for
 * something wrong. */
#ifndef SHARE_HOLDS_H
#define SHARE_HOLDS_H

#include "share_world.h"

/* The view holds nothing that the rules hide, and all that they open. *shown counts the marks that came out.
 */
const char *share_view_holds(share_world *w, size_t *shown);
/* Changes by the guest, sensible and hostile: what is allowed changes nothing that is hidden, and is within
 * what was given. *allowed and *refused count. */
const char *share_changes_hold(share_world *w, size_t *allowed, size_t *refused);

#endif
