/* A change: who, when, what. A circle is a list of these; everything else is computed from it. */
#ifndef KR_CHANGE_H
#define KR_CHANGE_H

#include "core/buf.h"
#include "core/schema.h"

/* The record that holds what is true of the whole circle. */
#define KR_CIRCLE_RECORD ((kr_id)1)

typedef enum kr_op {
    KR_OP_SET = 1, /* the field gets this value */
    KR_OP_CLEAR,   /* the field is unknown again */
    KR_OP_ADD,     /* these elements join a set */
    KR_OP_REMOVE   /* these elements leave a set */
} kr_op;

/* One value; which member counts follows from the field's type. `number` holds numbers, dates, times and
 * choices. */
typedef struct kr_value {
    kr_str text;
    int64_t number;
    uint32_t set;
    kr_id ref;
} kr_value;

typedef struct kr_assignment {
    kr_id record;
    uint16_t kind, field; /* may be unknown to this program: kept, not applied */
    uint8_t op;
    uint8_t type; /* the kr_type in which the value is stored */
    kr_value value;
} kr_assignment;

/* What somebody did, for the history. Permanent numbers; catalogue key "act.NAME". */
typedef enum kr_act {
    KR_ACT_OTHER = 0,
    KR_ACT_BEGIN = 1,   /* began the circle */
    KR_ACT_NAME = 2,    /* named somebody */
    KR_ACT_PLACE = 3,   /* gave a place */
    KR_ACT_SAY = 4,     /* said how it is */
    KR_ACT_KNOW = 5,    /* said who knows whom */
    KR_ACT_LEAVE = 6,   /* took out of the circle */
    KR_ACT_RETURN = 7,  /* back in the circle */
    KR_ACT_BIN = 8,     /* threw away */
    KR_ACT_RESTORE = 9, /* back from the bin */
    KR_ACT_MERGE = 10,  /* two turned out to be one */
    KR_ACT_UNDO = 11,
    KR_ACT_MOMENT = 12, /* kept a moment */
    KR_ACT_IMPORT = 13,
    KR_ACT_WISH = 14,
    KR_ACT_ANSWER = 15,
    KR_ACT_CARD = 16,   /* laid a prompt card aside, or took it back */
    KR_ACT_SELF = 17,   /* about the person in the middle or the circle */
    KR_ACT_ERASED = 18, /* something was erased here; nothing of it is left */
    KR_ACT_REDO = 19,
    KR_ACT_WAY = 20,     /* a step on a way along a guide */
    KR_ACT_PLAN = 21,    /* the plan: small steps, successes, talents, roles, asking */
    KR_ACT_SHEET = 22,   /* wrote on a sheet, or answered questions */
    KR_ACT_OUTCOME = 23, /* said how a step of the plan went */
    KR_ACT_SUCCESS = 24, /* kept something that went well */
    KR_ACT_REVIEW = 25   /* looked back */
} kr_act;

/* Invariant: seq counts from 1 without gaps within a circle. Borrows its text and assignments. */
typedef struct kr_change {
    uint64_t seq;
    uint64_t base;      /* the last change that its maker had seen */
    kr_id author;       /* the account; 0 for the command line */
    kr_str author_name; /* as they were called when they did it */
    kr_id device;
    int64_t at_ms;
    uint16_t act;    /* kr_act, or a newer program's */
    uint64_t undoes; /* seq of the change this one undoes or does again; 0 */
    const kr_assignment *assignments;
    size_t count;
} kr_change;

/* Limits of one change. */
#define KR_MAX_ASSIGNMENTS  200000
#define KR_MAX_CHANGE_BYTES (16u << 20)

/* The binary form, the only one that store and browser use: versioned, little, unknown kinds and fields
 * survive. */
void kr_change_encode(kr_buf *out, const kr_change *change);
/* Reads one change; text is borrowed from `bytes`. Total: any bytes give a change or an error, never a crash.
 * Errors: KR_E_CORRUPT, KR_E_LIMIT, KR_E_MEMORY. */
kr_err kr_change_decode(kr_change *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
/* A list of changes in one piece, each preceded by its length. */
void kr_changes_encode(kr_buf *out, const kr_change *changes, size_t count);
kr_err kr_changes_decode(kr_change **out, size_t *count, kr_arena *arena, kr_str bytes,
                         kr_error *error) KR_CHECKED;

/* Is this assignment allowed by the schema (known kind and field, right type, within limits, valid UTF-8, a
 * choice that exists)? Checked when a change is made, never when it is folded. error->field names the field.
 */
kr_err kr_assignment_check(const kr_assignment *assignment, kr_error *error) KR_CHECKED;

/* Only whether kind, field, type and operation fit together, and whether any program could mean the value: a
 * newer one may allow more choices (below 32) and longer text, and what it wrote is not broken. */
kr_err kr_assignment_shape(const kr_assignment *assignment, kr_error *error) KR_CHECKED;

#endif
