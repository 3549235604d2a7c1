/* What stands out, in words: the sentence, the question, and the rule behind them. */
#ifndef KR_NOTICE_H
#define KR_NOTICE_H

#include "core/observe.h"
#include "words/words.h"

typedef enum kr_notice_part {
    KR_NOTICE_TITLE,
    KR_NOTICE_SAY, /* with the second row of names and, where the rule says so, of how many it is not known */
    KR_NOTICE_ASK,
    KR_NOTICE_LOOKS, /* what the rule looks at */
    KR_NOTICE_WHEN,  /* when it speaks */
    KR_NOTICE_NOT,   /* what it does not say */
    KR_NOTICE_COUNT  /* the numbers of this one: of how many it holds, is known, is not known */
} kr_notice_part;

/* One part of an observation. At most six names of each row, then how many others. O(names). */
void kr_say_notice(kr_buf *out, kr_lang lang, const kr_network *network, const kr_observation *observation,
                   kr_notice_part part);
/* Of a rule by itself, with {names} and the like left open; for the manual. Not for KR_NOTICE_COUNT. */
void kr_say_rule(kr_buf *out, kr_lang lang, const kr_rule *rule, kr_notice_part part);
/* "een, twee en drie" of a set of choices, small. */
void kr_say_set(kr_buf *out, kr_lang lang, const kr_choice_list *list, uint32_t set);
/* First letter small, to stand within a sentence; "I " and capitals in a row stay. */
void kr_say_low(kr_buf *out, kr_str text);

#endif
