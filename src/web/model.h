/* The model of a page: values, lists and objects, living in the arena of a request.
 *
 * A failure of memory sticks to the whole model: the puts after it do nothing, and kr_model_ok tells. So that
 * page functions need one check, and none is done for them: a form with a value missing must never be sent
 * back. */
#ifndef KR_MODEL_H
#define KR_MODEL_H

#include "core/buf.h"
#include "core/hash.h"

typedef enum kr_model_kind {
    KR_MODEL_NULL,
    KR_MODEL_FALSE,
    KR_MODEL_TRUE,
    KR_MODEL_NUMBER,
    KR_MODEL_TEXT,
    KR_MODEL_DRAWN,
    KR_MODEL_LIST,
    KR_MODEL_OBJECT
} kr_model_kind;

/* Writes what it stands for into `out`, as markup; `what` is where it finds it. */
typedef void (*kr_write_fn)(kr_buf *out, const void *what);
typedef struct kr_drawn {
    kr_write_fn write;
    const void *what;
} kr_drawn;

/* To be read by who renders; made by the functions below. Stays where it is as long as its arena lives. */
typedef struct kr_model {
    uint8_t kind;
    uint32_t len; /* of the text, in bytes */
    union {
        const char *text;
        int64_t number;
        const kr_drawn *drawn;
        struct kr_members *members; /* of a list or an object */
    } as;
} kr_model;

/* An item of a list, or a member of an object. */
typedef struct kr_member {
    kr_model value;
    struct kr_member *next;
    const char *name;
    uint32_t len, hash; /* of the name */
} kr_member;

/* An empty object, the beginning of a model; NULL when there is no memory. */
kr_model *kr_model_make(kr_arena *arena) KR_CHECKED;
/* KR_E_MEMORY when anything could not be kept in the model that this list or object belongs to, or its arena
 * refused anything at all: a text may have been lost before it was put. Also for NULL. */
kr_err kr_model_ok(const kr_model *model) KR_CHECKED;

/* Setting a member of an object, in the place of one that had this name; in a list (`name` NULL) adding an
 * item at the end. NULL for `into` is allowed and does nothing. `name` is not copied: a literal, or it lives
 * as long as the arena. O(bytes). */
/* Text is copied. What is not UTF-8 in it becomes U+FFFD. */
void kr_put_text(kr_model *into, const char *name, kr_str value);
/* Text that lives as long as the arena and is UTF-8: not looked at, not copied. For markup that this program
 * made itself and that the template takes unescaped, {{{name}}}, and for what is known to be there. */
void kr_put_markup(kr_model *into, const char *name, kr_str value);
/* Markup of this program that is only written where the template puts it, {{{name}}}, straight into the page:
 * for a drawing, which is larger than all the rest. `what` lives as long as the arena. */
void kr_put_drawn(kr_model *into, const char *name, kr_write_fn write, const void *what);
void kr_put_number(kr_model *into, const char *name, int64_t value);
void kr_put_bool(kr_model *into, const char *name, bool value);
void kr_put_null(kr_model *into, const char *name);
/* NULL when it could not be made; that may be given to the functions above. */
kr_model *kr_put_object(kr_model *into, const char *name);
kr_model *kr_put_array(kr_model *into, const char *name);
kr_model *kr_add_object(kr_model *array);
/* Something was lost on the way to this list or object. */
void kr_put_lost(kr_model *into);

/* The member of that name; NULL when there is none or this is no object. O(1). */
kr_model *kr_model_get(const kr_model *object, const char *name);
kr_model *kr_model_find(const kr_model *object, kr_str name, uint32_t hash);
/* How many items or members; 0 for what has none. */
size_t kr_model_count(const kr_model *value);
/* The first item or member, to be followed by `next`; NULL when there is none. And the last item. */
const kr_member *kr_model_first(const kr_model *value);
kr_model *kr_model_last(const kr_model *list);

/* As JSON without spaces, members in the order in which they were put. */
void kr_model_json(kr_buf *out, const kr_model *value);

#endif
