/* Making a change. A draft collects assignments against the circle as it stands; it is total: an assignment
 * the schema does not allow is refused with field and reason, and finishing a refused draft gives nothing. */
#ifndef KR_DRAFT_H
#define KR_DRAFT_H

#include "core/circle.h"
#include "core/view.h"

typedef struct kr_maker {
    kr_id author;
    kr_str author_name;
    kr_id device;
    int64_t at_ms;
    kr_ids ids;
} kr_maker;

/* Caller-owned; memory from the arena. The first failed step sticks in `error` and the rest do nothing. */
typedef struct kr_draft {
    kr_arena *arena;
    const kr_circle *circle;
    kr_maker maker;
    uint16_t act;
    uint64_t base, undoes;
    kr_assignment *items;
    size_t count, cap;
    struct kr_draft_index *fields, *pairs; /* what this draft already says, and which pairs have a tie */
    kr_error error;
} kr_draft;

/* `circle` is the newest state; it may be an empty one (zeroed). `base` = what the maker had seen: usually
 * the number of changes; a form carries the number it was made from. */
void kr_draft_begin(kr_draft *draft, kr_arena *arena, const kr_circle *circle, kr_maker maker, kr_act act,
                    uint64_t base);

/* Single assignments. Text is copied, trimmed at both ends; empty text, choice 0, date 0 and ref 0 clear the
 * field. Setting what is already so adds nothing. */
void kr_draft_text(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, kr_str value);
void kr_draft_number(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field,
                     int64_t value); /* number, date, time, choice */
void kr_draft_clear(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field);
void kr_draft_set(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field,
                  uint32_t elements); /* exactly these: adds and removes per element */
void kr_draft_ref(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, kr_id value);
/* One field from a form or file, by its written form: text; a number; 1998-07; a choice by name; a set as
 * names separated by spaces, commas or semicolons. Errors name the field. */
void kr_draft_written(kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field, kr_str written);

/* What a field holds after this draft: op is KR_OP_CLEAR when unknown. O(1). */
kr_assignment kr_draft_get(const kr_draft *draft, kr_kind kind, kr_id record, uint16_t field);

/* Larger steps. They return the record's id, 0 when the draft has failed. */
kr_id kr_draft_new_id(kr_draft *draft);
kr_id kr_draft_person(kr_draft *draft, kr_str name, uint8_t what); /* a person without a tie */
kr_id kr_draft_contact(kr_draft *draft, kr_str name,
                       uint8_t what);                  /* and its tie to the person in the middle */
kr_id kr_draft_tie(kr_draft *draft, kr_id a, kr_id b); /* the one tie of this pair, new or existing */
void kr_draft_ego(kr_draft *draft, kr_str name);       /* makes the person in the middle, or renames */
void kr_draft_acquainted(kr_draft *draft, kr_id a, kr_id b, uint8_t yesno); /* 0: not known */
void kr_draft_leave(kr_draft *draft, kr_id person);                         /* uit de kring halen */
void kr_draft_return(kr_draft *draft, kr_id person);
void kr_draft_bin(kr_draft *draft, kr_id record); /* weggooien: any kind; ties of a person stay */
void kr_draft_restore(kr_draft *draft, kr_id record);
kr_id kr_draft_moment(kr_draft *draft, kr_str name, kr_str remark);
/* Two turned out to be one: `keep` gets every field it did not have, the ties too; `lose` points to `keep`.
 */
void kr_draft_merge(kr_draft *draft, kr_id keep, kr_id lose);
/* Gives every field that `seq` set, and that still holds what it set, its value from before; *kept counts the
 * fields that somebody changed since and that therefore stay. Undoing an undo is doing it again.
 * KR_E_NOT_FOUND when there is no such change, KR_E_CONFLICT when nothing of it is left to undo. */
void kr_draft_undo(kr_draft *draft, uint64_t seq, size_t *kept);

/* Assignments of this draft to fields that somebody else changed after `base` to another value. Fills up to
 * `cap` assignments with what is there now, returns how many there are. Ask the person; never overwrite
 * silently. */
size_t kr_draft_conflicts(const kr_draft *draft, kr_assignment *now, size_t cap);

/* The finished change with seq = number of changes + 1; borrowed from the draft's arena. A draft without
 * assignments gives KR_E_NOT_FOUND with key "error.nothing_changed". */
kr_err kr_draft_end(kr_draft *draft, kr_change *out, kr_error *error) KR_CHECKED;

/* Which change "Ongedaan maken" and "Opnieuw" would take next for this author (0 = anybody): the newest
 * change that is not itself undone, and the newest undo that is not redone and has no other change after it.
 * 0 when there is none. */
uint64_t kr_undo_next(const kr_circle *circle, kr_id author);
uint64_t kr_redo_next(const kr_circle *circle, kr_id author);

#endif
