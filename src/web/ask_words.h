/* What comes out of a question set, in words: for the pages and for the command. */
#ifndef KR_WEB_ASK_WORDS_H
#define KR_WEB_ASK_WORDS_H

#include "ask/score.h"
#include "words/words.h"

/* "ask.PART.INSTRUMENT" and, with `name`, "ask.PART.INSTRUMENT.NAME". */
kr_str kr_ask_word(kr_lang lang, const char *part, const char *instrument, const char *name);
/* "Er komt 6 uit. Het kan tussen 0 en 13 liggen." and what its makers say of that; or why nothing comes out.
 */
void kr_ask_say_score(kr_buf *out, kr_lang lang, const kr_ask_score *score);
/* How missing answers count. */
kr_str kr_ask_say_missing(kr_lang lang, const kr_ask_scale *scale);
/* A figure as it is written here: 2,5 in Dutch. At most two decimals. */
void kr_ask_put_number(kr_buf *out, kr_lang lang, double value);
/* An answer in words: the text of its option, "Ja", a date, or what somebody wrote. */
void kr_ask_put_answer(kr_buf *out, kr_lang lang, const kr_ask_item *item, const kr_ask_answer *answer);

#endif
