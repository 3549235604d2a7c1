#include "core/asking.h"

kr_ask_hint kr_ask_hint_of(const kr_alter *alter) {
    kr_ask_hint hint = {.group = KR_ASK_OPEN};
    const kr_tie *tie = alter->tie;
    if (!tie) return hint;
    const uint8_t said[] = {tie->ask_practical, tie->ask_listening, tie->ask_advice, tie->ask_weighing,
                            tie->ask_company};
    for (unsigned i = 0; i < KR_COUNT(said); i++) {
        uint32_t bit = 1u << (KR_support_practical + i);
        if (said[i] == KR_would_yes) hint.yes |= bit;
        if (said[i] == KR_would_perhaps) hint.perhaps |= bit;
        if (said[i] == KR_would_no) hint.no |= bit;
    }
    if (tie->state == KR_state_rather_not)
        hint.group = KR_ASK_NO;
    else if (hint.yes)
        hint.group = KR_ASK_YES;
    else if (hint.perhaps)
        hint.group = KR_ASK_PERHAPS;
    else if (hint.no)
        hint.group = KR_ASK_NO;
    return hint;
}

/* Somebody who can answer: a person or a group, alive. */
static bool can_answer(const kr_alter *alter) {
    const kr_person *p = alter->person;
    if (p->what == KR_what_animal || p->what == KR_what_place || kr_person_is_dead(p)) return false;
    /* nobody is proposed who is kept apart, or would rather not be on the map */
    if (p->knows == KR_knows_objects || (alter->tie && alter->tie->private_mark == KR_yesno_yes))
        return false;
    return !alter->tie || alter->tie->state != KR_state_died;
}

kr_err kr_ask_hints(kr_ask_hint **out, size_t *n, kr_arena *arena, const kr_network *network) {
    kr_ask_hint *list = kr_new_n(arena, kr_ask_hint, network->n + 1);
    size_t count = 0;
    if (!list) return KR_E_MEMORY;
    for (int group = 0; group < KR_ASK_GROUPS; group++) {
        for (size_t i = 0; i < network->n; i++) {
            kr_ask_hint hint = kr_ask_hint_of(&network->alters[i]);
            if ((int)hint.group != group || !can_answer(&network->alters[i])) continue;
            hint.who = (uint32_t)i;
            list[count++] = hint;
        }
    }
    *out = list;
    *n = count;
    return KR_OK;
}
