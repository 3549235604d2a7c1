/* The three network cards of the MSNA, with three zones each. */
#ifndef KR_DRAW_CARDS_H
#define KR_DRAW_CARDS_H

#include "core/network.h"

#define KR_CARDS 3
typedef struct kr_card {
    const char *key;            /* its name */
    uint32_t sectors;           /* which sectors belong to it, as a set */
    uint8_t tint, first_sector; /* what somebody becomes who is put on it */
} kr_card;
extern const kr_card kr_cards[KR_CARDS];
/* The card somebody stands on, from 1; 0: nothing is said that tells it. */
size_t kr_card_of(const kr_person *person);

#endif
