/* The table that tools/po_table.mjs makes from po/. Only for this room. */
#ifndef KR_SENTENCE_H
#define KR_SENTENCE_H

#include "words/words.h"

/* text[language][0] for one, [1] for more; both the same without plural forms. */
struct kr_sentence {
    kr_str key;
    kr_str text[2][2];
    bool plural;
};

extern const kr_sentence kr_sentences[];
/* Where they are: slot hash(key) or one of those behind it says its place + 1; an empty slot says 0. There is
 * always one. The number of slots is a power of two. */
extern const uint16_t kr_sentence_index[];
extern const uint32_t kr_sentence_slots;

#endif
