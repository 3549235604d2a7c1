/* What the tests of the store share: a folder of its own per test, accounts, and changes that name somebody.
 */
#ifndef STORE_HELP_H
#define STORE_HELP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/draft.h"
#include "store/store.h"

#define NOW      1760000000000LL
#define DAY      (24 * 3600 * 1000LL)
#define PASSWORD "een lang wachtwoord"

typedef struct place {
    char dir[200];
    char key[210];
    kr_store *store;
    kr_account annie;
    kr_arena arena;
    kr_error error;
} place;

/* A fresh folder with an open store and the account of Annie. */
void place_begin(place *p);
void place_open(place *p);
void place_shut(place *p);
/* Closes and removes everything. */
void place_end(place *p);
kr_id place_account(place *p, const char *login);
/* A circle of Annie with her in the middle. */
kr_id place_circle(place *p);

/* Makes the change that names one contact; context is a naming. */
typedef struct naming {
    kr_store *store;
    const char *name;
    kr_id person; /* out */
    int calls;
} naming;
kr_err name_one(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error);
kr_id place_name(place *p, kr_id circle, const char *name);
/* Throws a record away at this time. */
typedef struct throwing {
    kr_id record;
    int64_t at;
} throwing;
kr_err throw_one(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error);
kr_snapshot *place_circle_now(place *p, kr_id circle);

/* Does any file of the folder (or the file itself) hold these bytes? */
bool place_holds(const place *p, const char *bytes, size_t len);
bool file_holds(const char *path, const char *bytes, size_t len);
void copy_file(const char *from, const char *to);
/* Runs SQL on one of the databases, past the store. */
void place_sql(const place *p, const char *file, const char *text);
int64_t place_count(const place *p, const char *file, const char *text);

#endif
