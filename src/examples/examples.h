/* The example people: invented, lifelike and complete. Written in examples/, made into circles at build time.
 */
#ifndef KR_EXAMPLES_H
#define KR_EXAMPLES_H

#include "core/base.h"

typedef struct kr_example {
    const char *slug; /* "annie": in addresses and as the sign-in name of the demo */
    kr_str name;      /* what to call the person: "Annie" */
    kr_str title;     /* of the circle: "De kring van Annie" */
    kr_str kring;     /* the whole circle as a .kring file, for kr_kring_read */
} kr_example;

/* The examples in the order in which they are shown; Annie first. Static. */
const kr_example *kr_examples(size_t *count);
/* Invented people to practise with; their circles say so themselves (field practice). Static. */
const kr_example *kr_practice_cases(size_t *count);
/* Of either kind; NULL for an unknown slug. */
const kr_example *kr_example_named(kr_str slug);

#endif
