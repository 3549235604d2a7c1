/* What the pages that look ahead share: what if somebody is not there, whose shoulders, who could introduce
 * me, two maps beside each other. */
#ifndef KR_WEB_PAGES_WHATIF_H
#define KR_WEB_PAGES_WHATIF_H

#include "core/ways.h"
#include "web/pages.h"

/* For drawings: words in the language of the page. */
kr_str kr_ahead_word(void *page, const char *key);
/* "Sanne, Corrie en Yusuf". */
kr_str kr_ahead_names(const kr_page *page, kr_some some);
/* The names of a set of support kinds, small: "praktische hulp en luisteren". */
kr_str kr_ahead_kinds(const kr_page *page, uint32_t kinds);
/* Adds {line} to an array: a sentence with {names}, {n}, {kinds} and {others}; empty texts are allowed. */
typedef struct kr_telling {
    kr_some names, others;
    kr_str kinds, word;
} kr_telling;
void kr_ahead_tell(const kr_page *page, kr_model *lines, const char *key, kr_telling about);
/* Everybody that is asked for in the address under this name, without repetition; returns how many, at most
 * `cap`. */
size_t kr_ahead_asked(const kr_page *page, const char *name, kr_id *out, size_t cap);
/* A tick box for everybody, without places: [{id, name, initials, photo, tint, checked}]. */
void kr_ahead_chips(const kr_page *page, const char *name, const kr_id *checked, size_t n);
/* Saves what was written as a wish ("bewaar" is "wens") or as a note kept under `about`; goes to `path`. */
kr_err kr_ahead_save(kr_request *request, kr_reply *reply, kr_str about, const char *path, kr_error *error);

kr_err kr_page_whatif(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_two(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_two_file(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_load(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_load_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_intro(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_whatif_save(kr_request *request, kr_reply *reply, kr_error *error);

#endif
