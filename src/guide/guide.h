/* Guides: the methods and tools of the field as data. docs/guide-format.md tells how one is written.
 *
 * A guide is a structure (ID.yaml) with texts in each language (ID.nl.yaml, ID.en.yaml). Files are given as
 * bytes: this room reads none. Whatever is wrong with them is reported with file and line, all of it and not
 * only the first; a guide with a problem is left out, so that one bad file of an organisation stops nothing
 * else.
 */
#ifndef KR_GUIDE_H
#define KR_GUIDE_H

#include "core/arena.h"
#include "guide/lists.h"

/* In the order of kr_lang. */
enum { KR_GUIDE_NL, KR_GUIDE_EN, KR_GUIDE_LANGS };

/* Limits. Lengths of texts are in characters and stand in read_texts.c. */
#define KR_GUIDE_MOST_BYTES     (64u << 10) /* of a file */
#define KR_GUIDE_MOST_FILES     3000u
#define KR_GUIDE_MOST_STEPS     40u
#define KR_GUIDE_MOST_PHASES    12u
#define KR_GUIDE_MOST_QUESTIONS 5u
#define KR_GUIDE_MOST_GOALS     3u
#define KR_GUIDE_MOST_PROBLEMS  500u
#define KR_GUIDE_MOST_NR        81u
#define KR_GUIDE_METHODS        44u /* nr 1..44 are C1..C44, 45..81 are D1..D37 */

#define KR_GUIDE_BIT(value) (1u << (value)) /* in a set of words of one list */

/* -- Words of the lists
 * --------------------------------------------------------------------------------------- */
typedef enum kr_guide_list {
    KR_GUIDE_LIST_THEME,
    KR_GUIDE_LIST_SHAPE,
    KR_GUIDE_LIST_CAPABILITY,
    KR_GUIDE_LIST_GOAL,
    KR_GUIDE_LIST_WHO,
    KR_GUIDE_LIST_TRAINING,
    KR_GUIDE_LIST_LEADER,
    KR_GUIDE_LIST_EVIDENCE,
    KR_GUIDE_LIST_LICENCE,
    KR_GUIDE_LIST_KIND,
    KR_GUIDE_LIST_PRESENT,
    KR_GUIDE_LIST_TOOL,
    KR_GUIDE_LIST_FORM,
    KR_GUIDE_LIST_EXERCISE,
    KR_GUIDE_LIST_LOOK,
    KR_GUIDE_LIST_PURPOSE,
    KR_GUIDE_LIST_PLACE,
    KR_GUIDE_LISTS
} kr_guide_list;

/* "theme": in the catalogue the words are "guide.theme.carers". Static memory. */
const char *kr_guide_list_name(kr_guide_list list);
/* How many words it has: values 1..count. */
unsigned kr_guide_list_count(kr_guide_list list);
/* "two-maps"; NULL for 0 or beyond the end. Static memory. */
const char *kr_guide_word(kr_guide_list list, unsigned value);
/* 0 when it is none of them. */
unsigned kr_guide_word_find(kr_guide_list list, kr_str word);
/* Does this tool not exist yet? Then the step is done on paper. */
static inline bool kr_guide_tool_later(unsigned tool) {
    return tool >= KR_GUIDE_FIRST_LATER && tool < KR_GUIDE_tools_end;
}

/* -- A guide, read. All of it lies in the arena it was read into and is never changed.
 * --------------------------------------------------------------------------------------- */
typedef struct kr_guide_range { /* 0, 0: not said; one number stands twice */
    uint16_t from, to;
} kr_guide_range;

typedef struct kr_guide_step {
    kr_str id;
    uint8_t kind, tool; /* kr_guide_kind, kr_guide_tool */
    uint8_t form;       /* kr_guide_form of the circle; 0 none */
    kr_str set;         /* of questions or deck; empty otherwise */
    uint32_t present;   /* KR_GUIDE_BIT of kr_guide_present */
    uint16_t minutes;   /* 0: not said */
    uint8_t session;    /* 0: outside the meetings */
    uint8_t phase;      /* place in guide->phases; 0 when there are none */
    bool optional, repeat, closed, print;
} kr_guide_step;

typedef struct kr_guide_phase {
    kr_str id;
    size_t first, count; /* its steps: they follow each other */
} kr_guide_phase;

typedef struct kr_guide_question {
    kr_str ask, hint; /* hint may be empty */
} kr_guide_question;

typedef struct kr_guide_step_text {
    kr_str title, purpose, person, helper, outcome;
    const kr_guide_question *questions;
    size_t n_questions;
} kr_guide_step_text;

typedef struct kr_guide_text {
    kr_str name, brief, aim, for_whom, by_whom, time, evidence;
    kr_str before, honest;           /* may be empty */
    const kr_str *phases;            /* as many as guide->phases, in that order */
    const kr_guide_step_text *steps; /* as many as guide->steps, in that order */
} kr_guide_text;

typedef struct kr_guide {
    kr_str id;
    uint8_t nr; /* 1..81, see KR_GUIDE_METHODS; 0 for a guide of one's own */
    uint8_t theme, shape;
    uint32_t main, also; /* KR_GUIDE_BIT of kr_guide_capability */
    uint8_t goals[KR_GUIDE_MOST_GOALS], n_goals;
    uint32_t who; /* KR_GUIDE_BIT of kr_guide_who */
    uint16_t first_minutes;
    bool easy;
    kr_guide_range sessions, minutes, weeks; /* as its source says */
    uint8_t training, leader;
    uint8_t evidence;
    uint16_t evidence_year; /* 0: not said */
    kr_str evidence_source; /* may be empty */
    uint8_t licence;
    kr_str source;
    uint16_t most_visits, most_weeks; /* 0: no limit is said */
    uint8_t exercise;                 /* kr_guide_exercise; 0: it is not one */
    kr_str invented;                  /* of an exercise: with whose circle, "gerda"; empty: none */
    const kr_guide_phase *phases;
    size_t n_phases;
    const kr_guide_step *steps;
    size_t n_steps;
    const kr_guide_text *texts[KR_GUIDE_LANGS]; /* NULL where it has none; at least one is there */
} kr_guide;

/* In this language, or in the one that there is. Never NULL. */
const kr_guide_text *kr_guide_text_in(const kr_guide *guide, int lang);
/* The place of a step, or SIZE_MAX. O(steps). */
size_t kr_guide_step_at(const kr_guide *guide, kr_str id);
/* "C7", "D12"; empty for a guide of one's own. Returns the length. */
size_t kr_guide_nr_text(unsigned nr, char out[4]);

/* -- Reading
 * --------------------------------------------------------------------------------------- */
typedef struct kr_guide_file {
    kr_str name; /* "groslijst.nl.yaml"; may have folders before it, which show in what is reported */
    kr_str bytes;
} kr_guide_file;

/* One thing that is wrong. `key` is a sentence of the catalogue with {what} and {more}. */
typedef struct kr_guide_problem {
    kr_str file;
    uint32_t line; /* 1-based; 0 when it is about the whole file */
    kr_str key, what, more;
    bool remark; /* about how it reads: no reason to leave the guide out */
} kr_guide_problem;

/* Caller-owned; what it points at lies in the arena of the reading. */
typedef struct kr_guide_report {
    kr_guide_problem *items;
    size_t n, cap;
    size_t left_off; /* beyond KR_GUIDE_MOST_PROBLEMS */
} kr_guide_report;

typedef struct kr_guides {
    const kr_guide *items; /* by nr, those without one last; then by id */
    size_t n;
} kr_guides;

/* Reads all guides in these files, given in any order. Files whose name does not end in .yaml are passed
 * over. Guides in `base` (may be NULL) are there already: they come first in the result, and their ids and
 * numbers are taken. `reading`: also remark on long sentences and words that this reader may not know.
 * Errors: KR_E_MEMORY, KR_E_LIMIT (too many files); whatever is wrong with a guide goes into `report` and is
 * no error. O(bytes). */
kr_err kr_guides_read(kr_guides *out, kr_arena *arena, const kr_guides *base, const kr_guide_file *files,
                      size_t n_files, bool reading, kr_guide_report *report) KR_CHECKED;
/* Is it there to learn with, and not one of the methods and tools? */
static inline bool kr_guide_is_exercise(const kr_guide *guide) {
    return guide->exercise != 0;
}
/* NULL when there is none. O(guides). */
const kr_guide *kr_guides_find(const kr_guides *guides, kr_str id);

/* The files of guides/, as they were when Kring was built. Static memory. */
const kr_guide_file *kr_guide_files(size_t *count);

/* -- Is it easily read?
 * --------------------------------------------------------------------------------------- */
#define KR_READING_MOST_NL 20u
#define KR_READING_MOST_EN 25u

typedef struct kr_reading {
    kr_str sentence; /* the longest, when it has too many words; else empty */
    size_t words;    /* how many it has */
    kr_str word;     /* the first word that is not for this reader, else empty */
} kr_reading;
/* `person`: said to the person it is about, so with more care than to who helps. O(length). */
kr_reading kr_reading_of(kr_str text, int lang, bool person);

#endif
