/* What case_map.c, case_plan.c and case.c share. */
#ifndef KR_CASE_INSIDE_H
#define KR_CASE_INSIDE_H

#include "format/case.h"

/* A word and what it is worth. */
typedef struct kr_worth {
    kr_str word;
    double value;
} kr_worth;

typedef struct kr_scores {
    kr_str column;
    kr_worth *words;
    size_t n;
} kr_scores;

typedef struct kr_words_list {
    const kr_str *all;
    size_t n;
} kr_words_list;

typedef struct kr_named_share {
    kr_str name, column, count; /* count: a column with how many; may be empty */
    kr_words_list values;
} kr_named_share;

typedef struct kr_named_function {
    kr_str name;
    kr_words_list columns;
} kr_named_function;

typedef struct kr_attribute {
    kr_str name, column, ego; /* ego: column of the same of ego; may be empty */
    bool numeric, ties;       /* ties: also within and between */
    kr_words_list categories;
    double *reference; /* per category; NULL without */
    kr_scores scores;
} kr_attribute;

struct kr_case_map {
    kr_str ego_id, alter_id, from, to, weight, strength; /* strength may be empty */
    bool valued; /* the weights are of meaning: `weight` stands in the map, or has scores */
    kr_scores *scores;
    size_t n_scores;
    kr_named_share *shares;
    size_t n_shares;
    kr_named_function functions[KR_MOST_FUNCTIONS];
    size_t n_functions;
    kr_words_list conflict, yes;
    kr_attribute *attributes;
    size_t n_attributes;
};

/* Where things stand among the columns that are kept; SIZE_MAX when there is no such column. */
typedef struct kr_case_places {
    size_t alter_id, where, strength, from, to, weight;
    const kr_scores *strength_scores, *weight_scores;
    size_t *shares;        /* one per share */
    size_t **functions;    /* per function one per column */
    size_t *conflict;      /* per column */
    size_t *attributes;    /* of alters */
    size_t *ego_attribute; /* of egos */
    bool comma[KR_CASE_TABLES];
} kr_case_places;

/* False when the word has no score. */
bool kr_score_of(const kr_scores *scores, kr_str word, double *out);
const kr_scores *kr_scores_for(const kr_case_map *map, kr_str column);
/* The place of a word among others, from 1; 0 when it is not there. */
uint16_t kr_word_place(const kr_words_list *list, kr_str word);

#endif
