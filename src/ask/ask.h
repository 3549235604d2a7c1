/* Question sets: FHIR R4 Questionnaire, and the answers to one (QuestionnaireResponse). docs/questions.md
 * tells what is taken of that format.
 *
 * A set lies flat, in the order in which it is asked; an item knows its parent and where its part ends. An
 * answer is text: the code of an option, "true", a number with a point, a date, or somebody's own words.
 * "I do not know" is an answer to every question, and nothing is ever required. What of a format is unknown
 * here goes along: kr_ask_write puts answers into the response they came from.
 */
#ifndef KR_ASK_H
#define KR_ASK_H

#include "core/arena.h"
#include "core/buf.h"

/* In the order of kr_lang. */
enum { KR_ASK_NL, KR_ASK_EN, KR_ASK_LANGS };

/* Limits. */
#define KR_ASK_MOST_BYTES   (1u << 20)
#define KR_ASK_MOST_DEPTH   32u /* of the JSON: an item in an item takes two */
#define KR_ASK_MOST_ITEMS   1000u
#define KR_ASK_MOST_OPTIONS 200u
#define KR_ASK_MOST_WHEN    20u
#define KR_ASK_MOST_ANSWERS 20000u
#define KR_ASK_MOST_TEXT    8000u /* bytes of one text or answer */
#define KR_ASK_MOST_LINK    255u
/* Somebody in a group that is asked again and again gets a number, and so does each of several answers to one
 * question: turn = (instance - 1) * KR_ASK_TURNS + n, from 1 to 1000. */
#define KR_ASK_TURNS     20u
#define KR_ASK_INSTANCES 50u

#define KR_ASK_NOWHERE UINT32_MAX

typedef enum kr_ask_type {
    KR_ASK_GROUP,
    KR_ASK_DISPLAY,
    KR_ASK_BOOLEAN,
    KR_ASK_DECIMAL,
    KR_ASK_INTEGER,
    KR_ASK_DATE,
    KR_ASK_STRING,
    KR_ASK_TEXT,
    KR_ASK_CHOICE,
    KR_ASK_OPEN_CHOICE
} kr_ask_type;

typedef enum kr_ask_operator {
    KR_ASK_EXISTS,
    KR_ASK_EQUAL,
    KR_ASK_NOT_EQUAL,
    KR_ASK_MORE,
    KR_ASK_LESS,
    KR_ASK_AT_LEAST,
    KR_ASK_AT_MOST
} kr_ask_operator;

/* In each language; where there is no translation, as it was written. */
typedef struct kr_ask_words {
    kr_str in[KR_ASK_LANGS];
} kr_ask_words;

typedef enum kr_ask_value {
    KR_ASK_IS_CODE,
    KR_ASK_IS_STRING,
    KR_ASK_IS_INTEGER,
    KR_ASK_IS_DATE
} kr_ask_value;

typedef struct kr_ask_option {
    kr_str code;   /* what an answer holds: the code, or the value itself */
    kr_str system; /* of a code; may be empty */
    kr_ask_words text;
    uint8_t value; /* kr_ask_value */
    bool weighted;
    double weight; /* ordinalValue */
} kr_ask_option;

typedef struct kr_ask_when {
    uint32_t item; /* which question */
    uint8_t op;    /* kr_ask_operator */
    kr_str answer; /* "true" or "false" with KR_ASK_EXISTS */
} kr_ask_when;

typedef struct kr_ask_item {
    kr_str link_id;
    kr_str measure; /* which item of which instrument it is, "csi.1"; see kr_ask_scores */
    kr_ask_words text;
    uint32_t parent, end; /* its part of the list is [itself + 1, end) */
    uint32_t repeater;    /* the group that is asked again and again and that it is in, or itself */
    uint8_t type;         /* kr_ask_type */
    bool repeats, read_only, required, any;
    bool has_least, has_most;
    double least, most; /* of a number */
    uint32_t max_length;
    const kr_ask_option *options;
    uint32_t n_options;
    const kr_ask_when *when;
    uint32_t n_when;
} kr_ask_item;

typedef struct kr_ask_set {
    kr_str id, url, version, publisher, copyright;
    kr_ask_words title, description, purpose;
    uint32_t minutes; /* about how long it takes; 0: not said */
    const kr_ask_item *items;
    uint32_t n_items;
    const uint32_t *by_link; /* places of items, in the order of their link_id */
    kr_str json;             /* as it was read: a set is exported as it came */
} kr_ask_set;

/* Errors, with the linkId in `detail`: KR_E_LIMIT, KR_E_SYNTAX, KR_E_INVALID, KR_E_UNSUPPORTED, KR_E_MEMORY.
 * O(bytes log items). */
kr_err kr_ask_read(kr_ask_set **out, kr_arena *arena, kr_str json, kr_error *error) KR_CHECKED;
/* KR_ASK_NOWHERE when there is none. O(log items). */
uint32_t kr_ask_find(const kr_ask_set *set, kr_str link_id);
static inline bool kr_ask_is_question(const kr_ask_item *item) {
    return item->type != KR_ASK_GROUP && item->type != KR_ASK_DISPLAY;
}
/* The option with this code, or NULL: then an answer is somebody's own words. */
const kr_ask_option *kr_ask_option_of(const kr_ask_item *item, kr_str code);
/* Decimal digits with a point, at most 15 of them; false for anything else. */
bool kr_ask_number(kr_str text, double *out);
/* May this be an answer to this question? Fills in `field` of nothing: whoever asks says why not. */
bool kr_ask_fits(const kr_ask_item *item, kr_str value);

/* -- Answers
 * --------------------------------------------------------------------------------------- */
typedef struct kr_ask_answer {
    kr_str link_id;
    uint32_t turn; /* from 1 */
    kr_str value;
    bool unknown; /* "I do not know": value is empty */
} kr_ask_answer;

typedef struct kr_ask_response {
    kr_str questionnaire; /* its address, with |version behind it when that was said */
    kr_str authored;      /* 2026-11-12 or longer; may be empty */
    bool completed, by_other;
    kr_str by_whom; /* may be empty */
    kr_ask_answer *answers;
    size_t n_answers;
    kr_str json; /* as it was read */
} kr_ask_response;

/* Answers to questions that the set does not have are no error: they stay in `json`. Errors as above. */
kr_err kr_ask_read_response(kr_ask_response **out, kr_arena *arena, const kr_ask_set *set, kr_str json,
                            kr_error *error) KR_CHECKED;

/* Answers beside their questions, so that each is found at once. All in the arena. */
typedef struct kr_ask_filled {
    const kr_ask_set *set;
    const kr_ask_answer *answers; /* in the order of the questions, then of their turns */
    size_t n_answers;
    const uint32_t *first; /* of item i: answers[first[i]] up to first[i + 1] */
    uint32_t instances;    /* the most that any group has; at least 1 */
    const uint8_t *on;     /* item i of instance g (from 1): on[i * instances + g - 1] */
} kr_ask_filled;

/* Answers to unknown questions are left out. O(answers log items + items * instances * conditions). */
kr_err kr_ask_fill(kr_ask_filled *out, kr_arena *arena, const kr_ask_set *set, const kr_ask_answer *answers,
                   size_t n_answers) KR_CHECKED;
/* Is it asked, with these answers? `instance` from 1; beyond those with answers it counts as a fresh one. */
bool kr_ask_on(const kr_ask_filled *filled, uint32_t item, uint32_t instance);
/* The answers to an item in an instance; *count may be 0. */
const kr_ask_answer *kr_ask_answers(const kr_ask_filled *filled, uint32_t item, uint32_t instance,
                                    size_t *count);
/* How many of a group that is asked again there are: at least 1. */
uint32_t kr_ask_instances(const kr_ask_filled *filled, uint32_t group);

/* The response as FHIR JSON, into `out`. `response` says who and when; what its `json` holds of this set and
 * Kring does not know stays. Answers to questions that are not asked any more are left out, as the format
 * wants. O(answers + items). */
kr_err kr_ask_write(kr_buf *out, kr_arena *arena, const kr_ask_filled *filled,
                    const kr_ask_response *response) KR_CHECKED;

/* -- One question after the other
 * --------------------------------------------------------------------------------------- */
typedef enum kr_ask_place {
    KR_ASK_QUESTION,
    KR_ASK_AGAIN, /* after the last question of a group that repeats: somebody else? */
    KR_ASK_END
} kr_ask_place;

typedef struct kr_ask_screen {
    uint8_t place;
    uint32_t item, instance; /* of KR_ASK_AGAIN: the group, and the instance that is done */
} kr_ask_screen;

/* The first screen. */
kr_ask_screen kr_ask_first(const kr_ask_filled *filled);
/* What comes after a screen. After KR_ASK_AGAIN that is what follows the group; the next instance begins with
 * kr_ask_open_instance. O(items). */
kr_ask_screen kr_ask_next(const kr_ask_filled *filled, kr_ask_screen from);
kr_ask_screen kr_ask_before(const kr_ask_filled *filled, kr_ask_screen from);
kr_ask_screen kr_ask_open_instance(const kr_ask_filled *filled, uint32_t group, uint32_t instance);
/* Where somebody goes on: behind the last question that has an answer. */
kr_ask_screen kr_ask_resume(const kr_ask_filled *filled);

/* The sets of questions/, as they were when Kring was built: their names ("straatladder.json") and bytes.
 * Static memory. */
typedef struct kr_ask_file {
    kr_str name, bytes;
} kr_ask_file;
const kr_ask_file *kr_ask_files(size_t *count);

#endif
