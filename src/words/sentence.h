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

/* In byte order of the keys. */
extern const kr_sentence kr_sentences[];
extern const size_t kr_sentence_count;

#endif
