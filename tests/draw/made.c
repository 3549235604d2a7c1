#include "made.h"

#include <stdlib.h>

uint64_t made_roll(made_dice *dice, uint64_t sides) {
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (dice->state * 2685821657736338717ull >> 33) % sides;
}

static const char *const first_names[] = {
    "Sanne",     "Bram",  "Corrie",     "Yusuf",  "Hennie",      "Truus",      "Ahmet",      "Ruud",
    "Loes",      "Piet",  "Noor",       "Fenna",  "Mark",        "Els",        "Gerrit",     "Mieke",
    "Abdel",     "Riet",  "Jo",         "Wim",    "Ineke",       "Tineke",     "Kees",       "Lotte",
    "Joost",     "An",    "Wilhelmina", "Fatima", "Ömer",        "Bo",         "Zoë",        "Björn",
    "Charlotte", "Józef", "Đorđe",      "Şükran", "Maximiliaan", "Anne-Marie", "Geertruida", "Mo",
    "Ilse",      "Teun",  "Hafsa",      "Sjoukje"};
static const char *const last_names[] = {
    "de Wit",   "van Dam",    "Bakker", "Jansen",     "van der Berg",          "Yılmaz",
    "de Groot", "El Idrissi", "Visser", "Smit",       "van den Heuvel-Jansen", "Kowalski",
    "de Vries", "Mulder",     "Bos",    "van Leeuwen"};
static const char *const others[] = {"de mevrouw van de koffie",
                                     "het koor",
                                     "bakker op de hoek",
                                     "de bibliotheek",
                                     "buurthuis De Linde",
                                     "dokter",
                                     "de fysio",
                                     "tante Jo uit Zwolle",
                                     "opa",
                                     "de man met de hond"};

static kr_str made_name(kr_arena *arena, made_dice *dice) {
    if (made_roll(dice, 14) == 0) return kr_str_z(others[made_roll(dice, KR_COUNT(others))]);
    kr_str first = kr_str_z(first_names[made_roll(dice, KR_COUNT(first_names))]);
    if (made_roll(dice, 5) < 2) return first;
    kr_str last = kr_str_z(last_names[made_roll(dice, KR_COUNT(last_names))]);
    char *ptr = kr_arena_alloc(arena, first.len + last.len + 2);
    if (!ptr) abort();
    memcpy(ptr, first.ptr, first.len);
    ptr[first.len] = ' ';
    memcpy(ptr + first.len + 1, last.ptr, last.len);
    return kr_str_n(ptr, first.len + last.len + 1);
}

static void made_place(made_dice *dice, kr_tie *tie, int crowd) {
    int ring = (int)made_roll(dice, 4) + 1, area = (int)made_roll(dice, 4) + 1;
    if (crowd == 1 && made_roll(dice, 4)) ring = 1 + ring % 2, area = 1 + area % 2;
    if (crowd == 2) ring = 2, area = 3;
    if (crowd == 3 || (crowd == 0 && made_roll(dice, 12) == 0)) return;
    tie->closeness = (uint8_t)ring;
    tie->lensink_area = (uint8_t)area;
    if (made_roll(dice, 3)) {
        tie->ward_ring = (uint8_t)(1 + ring / 3);
        tie->ward_area = (uint8_t)(1 + area % 3);
        tie->horizon = (uint8_t)(ring > 3 ? 3 : ring);
        tie->horizon_area = (uint8_t)area;
    }
}

static void made_person(kr_arena *arena, made_dice *dice, kr_person *person, kr_id id, int crowd) {
    static const char *const roles[] = {"buurvrouw", "dochter", "huisarts", "vriendin van het koor",
                                        "bakker",    "zoon"};
    person->id = id;
    person->name = made_name(arena, dice);
    person->what = made_roll(dice, 10) == 0 ? (uint8_t)(2 + made_roll(dice, 3)) : 1;
    if (made_roll(dice, 2)) person->role = kr_str_z(roles[made_roll(dice, KR_COUNT(roles))]);
    if (crowd != 3 && made_roll(dice, 5)) person->sector = (uint8_t)(1 + made_roll(dice, 11));
    if (made_roll(dice, 12) == 0) person->carer = KR_yesno_yes;
    if (made_roll(dice, 4) == 0) person->lives_where = (uint8_t)(1 + made_roll(dice, 6));
}

kr_network made_network(kr_arena *arena, uint64_t seed, size_t n, int crowd) {
    made_dice dice = {seed * 0x9e3779b97f4a7c15ull + 1};
    kr_network net = {.n = n};
    kr_person *persons = kr_new_n(arena, kr_person, n + 1);
    kr_tie *ties = kr_new_n(arena, kr_tie, n + 1);
    net.alters = kr_new_n(arena, kr_alter, n + 1);
    net.pairs = kr_new_n(arena, kr_pair, n + 1);
    if (!persons || !ties || !net.alters || !net.pairs) abort();
    persons[n].id = 7;
    persons[n].name = kr_str_z(seed % 3 ? "Annie" : "Christina van den Broek");
    net.ego = &persons[n];
    for (size_t i = 0; i < n; i++) {
        made_person(arena, &dice, &persons[i], 1000 + i, crowd);
        made_place(&dice, &ties[i], crowd);
        ties[i].strength = (uint8_t)made_roll(&dice, 4);
        ties[i].tone = (uint8_t)made_roll(&dice, 5);
        ties[i].energy = (uint8_t)made_roll(&dice, 5);
        ties[i].gets = (uint32_t)(made_roll(&dice, 64) & made_roll(&dice, 64) & 62);
        if (made_roll(&dice, 15) == 0) ties[i].state = (uint8_t)(1 + made_roll(&dice, 8));
        net.alters[i] = (kr_alter){.person = &persons[i],
                                   .tie = made_roll(&dice, 30) ? &ties[i] : NULL,
                                   .often = (uint8_t)made_roll(&dice, 6),
                                   .paid = persons[i].sector == KR_sector_professional};
        if (i > 0 && made_roll(&dice, 2))
            net.pairs[net.n_pairs++] = (kr_pair){.a = (uint32_t)made_roll(&dice, i), .b = (uint32_t)i};
    }
    net.n_known = net.n_pairs;
    return net;
}

static const struct {
    const char *key, *text;
} words[] = {
#include "draw_words.inc"
};

kr_str made_words(void *context, const char *key) {
    (void)context;
    for (size_t i = 0; i < KR_COUNT(words); i++) {
        if (strcmp(words[i].key, key) == 0) return kr_str_z(words[i].text);
    }
    return kr_str_z(key);
}
