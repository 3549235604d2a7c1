/* Passwords that others know: those that anybody tries first, and those of a list that leaked somewhere. */
#ifndef KR_STORE_KNOWN_H
#define KR_STORE_KNOWN_H

#include "core/base.h"

/* What is wrong with this password, as a key of the catalogue; NULL: nothing. Of few well-known words, rows
 * of keys and repetitions, also with digits or signs around them; or one's own name. Pure, O(length). */
const char *kr_password_easy(kr_str password, kr_str login, kr_str name);

/* The list DIR/passwords.list: a filter of the SHA-1 of each, in blocks of 64 bytes, of which one is read for
 * each question. Some 1 in 1000 passwords that are not on it are refused along with it. */
#define KR_PASSWORDS_FILE "passwords.list"
/* *on is false when there is no such file. */
kr_err kr_passwords_have(const char *dir, bool *on, kr_str password, kr_error *error) KR_CHECKED;
/* Makes it of a text with on each line a SHA-1 in 40 hexadecimal digits, perhaps with ":COUNT" behind it (as
 * the public lists have it), or a password as it is. Lines with a count below `least` are left out. What was
 * there before is replaced at once, when all of it is written. *count gets how many are on it. */
kr_err kr_passwords_make(const char *dir, const char *from, int64_t least, uint64_t *count,
                         kr_error *error) KR_CHECKED;

#endif
