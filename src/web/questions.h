/* The question sets that this server knows: its own, and those that an organisation put into the folder
 * `questions` of the data folder (DIR/questions/csi.json). Read once, when the server starts. */
#ifndef KR_WEB_QUESTIONS_H
#define KR_WEB_QUESTIONS_H

#include "ask/ask.h"

typedef struct kr_question_set {
    kr_str id; /* as its file is called: in the address */
    const kr_ask_set *set;
    bool own; /* Kring's own */
} kr_question_set;

typedef struct kr_questions {
    kr_arena arena;
    kr_question_set *items;
    size_t n;
} kr_questions;

/* `dir` may be NULL. A file that is no question set is told on standard error and left out: one bad file
 * stops nothing else. One with the name of a set of ours takes its place. Errors: KR_E_MEMORY. */
kr_err kr_questions_open(kr_questions *out, const char *dir, kr_error *error) KR_CHECKED;
void kr_questions_close(kr_questions *questions);
/* NULL when there is none. */
const kr_question_set *kr_questions_find(const kr_questions *questions, kr_str id);

/* Lists that belong to others, and what there is instead. */
typedef struct kr_question_list {
    const char *id;
    const char *instead; /* a set of ours */
    const char *deck;    /* talk cards of ours; NULL */
    const char *word;    /* "ask.absent.WORD" says what is special about it; NULL */
} kr_question_list;
const kr_question_list *kr_question_lists(size_t *count);

#endif
