#ifndef KR_STORY_INT_H
#define KR_STORY_INT_H

#include "examples/story.h"

#define STORY_MOST_PEOPLE  300
#define STORY_MOST_CHANGES 1000
#define STORY_MOST_COUPLES 100
#define STORY_MOST_TOLD    200

/* Two partners of the family tree and the record that joins them. */
typedef struct story_couple {
    kr_id a, b, id;
} story_couple;

/* A wish, a step, a talent: what goes by its own words. */
typedef struct story_told {
    kr_kind kind;
    kr_str words;
    kr_id id;
} story_told;

/* What is known while reading. Names lead to ids; the open draft is the change being told. */
typedef struct story {
    kr_arena *arena;
    kr_story *out;
    kr_str names[STORY_MOST_PEOPLE];
    kr_id ids[STORY_MOST_PEOPLE];
    size_t n_people;
    story_couple couples[STORY_MOST_COUPLES];
    size_t n_couples;
    story_told told[STORY_MOST_TOLD];
    size_t n_told;
    uint64_t seed, plan_seed; /* the plan has numbers of its own: what is told in it moves no others */
    kr_circle circle;
    kr_draft draft;
    bool open;
    uint32_t line;
    kr_id sheet; /* the newest: what stands on it is told below it */
    int64_t sheet_rows;
    kr_id event; /* the newest: who was there is told below it */
    kr_id way;   /* the newest walk along a guide, and its newest step */
    kr_str way_step;
    kr_id filled; /* the question set whose answers are told below it */
} story;

/* Opens the next change from "2026-03-06 10.05 Annie name". */
kr_err story_open(story *s, kr_str head, kr_error *error) KR_CHECKED;
/* Ends the open change, if there is one, and folds the circle anew. */
kr_err story_close(story *s, kr_error *error) KR_CHECKED;
/* One line inside a change. */
kr_err story_line(story *s, kr_str line, kr_error *error) KR_CHECKED;
/* The lines of the family tree; *known tells whether this was one (lines_family.c). */
kr_err story_family(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) KR_CHECKED;
/* The lines of a sheet that was filled in (lines_sheet.c). */
kr_err story_sheet(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) KR_CHECKED;
/* The lines of a walk along a guide (lines_way.c). */
kr_err story_filled(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) KR_CHECKED;
kr_err story_way(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) KR_CHECKED;
/* "plan KIND words | field value; field value": a record that goes by its own words (lines_plan.c). */
kr_err story_plan(story *s, kr_str rest, kr_error *error) KR_CHECKED;
/* Remembers what these words stand for, so that a later line may name it. */
void story_tell(story *s, kr_kind kind, kr_str words, kr_id id);
/* 0 for a name nobody has; the person in the middle goes by their own name. */
kr_id story_person(const story *s, kr_str name);
/* "a | b | c": the next part, trimmed. */
kr_str story_part(kr_str *rest);
/* "field value; field value" for a person, or for a tie when there is one and it has such a field. */
kr_err story_fields(story *s, kr_id person, kr_id tie, kr_str list, kr_error *error) KR_CHECKED;
kr_id story_next_id(void *context);
kr_err story_wrong(const story *s, kr_str what, kr_error *error);

#endif
