/* From a question to a few guides: by what somebody wants, with whom, who they are in it, and how much time
 * there is. What comes out is a handful with the reasons, never a list of all in an order of merit. */
#ifndef KR_GUIDE_CHOOSE_H
#define KR_GUIDE_CHOOSE_H

#include "guide/guide.h"

#define KR_CHOOSE_MOST 3u

typedef enum kr_choose_person {
    KR_CHOOSE_ANYBODY,
    KR_CHOOSE_MYSELF,      /* it is about me */
    KR_CHOOSE_CARER,       /* I care for somebody close */
    KR_CHOOSE_VOLUNTEER,   /* I help somebody, as a volunteer */
    KR_CHOOSE_PROFESSIONAL /* I help somebody, it is my work */
} kr_choose_person;

typedef enum kr_choose_time {
    KR_CHOOSE_ANY_TIME,
    KR_CHOOSE_SHORT, /* a quarter or half an hour */
    KR_CHOOSE_HOUR,  /* about an hour at a time */
    KR_CHOOSE_OFTEN  /* several times */
} kr_choose_time;

/* 0 everywhere: nothing said. */
typedef struct kr_choose_wants {
    uint8_t goal, who; /* kr_guide_goal, kr_guide_who */
    uint8_t person, time;
    bool easy;
} kr_choose_wants;

/* What of it fits, as bits; each is said in a sentence. */
enum {
    KR_CHOOSE_FITS_GOAL = 1,
    KR_CHOOSE_FITS_WHO = 2,
    KR_CHOOSE_FITS_TIME = 4,
    KR_CHOOSE_FITS_EASY = 8,
    KR_CHOOSE_FITS_PERSON = 16, /* made for who cares */
    KR_CHOOSE_NO_TRAINING = 32
};

typedef struct kr_chosen {
    const kr_guide *guide;
    uint32_t fits;
} kr_chosen;

/* At most KR_CHOOSE_MOST guides into `out`; returns how many. With a goal only guides of that goal come;
 * whatever else was said is kept to as long as there are guides left. The same wants give the same guides.
 * O(guides). */
size_t kr_guides_choose(kr_chosen *out, const kr_guides *guides, const kr_choose_wants *wants);

#endif
