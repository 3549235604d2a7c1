/* What people write in address books and lists, as choices of the schema. */
#include "format/inside.h"
#include "core/num.h"
#include "core/utf8.h"

bool kr_same_folded(kr_str a, kr_str b) {
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (kr_utf8_fold(kr_utf8_next(a, &i)) != kr_utf8_fold(kr_utf8_next(b, &j))) return false;
    }
    return i >= a.len && j >= b.len;
}

typedef struct synonym {
    const char *list, *word, *choice;
} synonym;

static const synonym synonyms[] = {
    {"sector", "gezin", "household"},
    {"sector", "huisgenoot", "household"},
    {"sector", "huisgenoten", "household"},
    {"sector", "familie", "family"},
    {"sector", "familial", "family"},
    {"sector", "relatives", "family"},
    {"sector", "vriend", "friend"},
    {"sector", "vriendin", "friend"},
    {"sector", "vrienden", "friend"},
    {"sector", "friends", "friend"},
    {"sector", "freunde", "friend"},
    {"sector", "kennis", "acquaintance"},
    {"sector", "kennissen", "acquaintance"},
    {"sector", "acquaintances", "acquaintance"},
    {"sector", "bekannte", "acquaintance"},
    {"sector", "buur", "neighbour"},
    {"sector", "buren", "neighbour"},
    {"sector", "buurman", "neighbour"},
    {"sector", "buurvrouw", "neighbour"},
    {"sector", "neighbours", "neighbour"},
    {"sector", "neighbors", "neighbour"},
    {"sector", "neighbor", "neighbour"},
    {"sector", "nachbarn", "neighbour"},
    {"sector", "collega", "colleague"},
    {"sector", "collega's", "colleague"},
    {"sector", "colleagues", "colleague"},
    {"sector", "coworkers", "colleague"},
    {"sector", "coworker", "colleague"},
    {"sector", "kollegen", "colleague"},
    {"sector", "werk", "colleague"},
    {"sector", "medeclient", "fellow"},
    {"sector", "medecliënten", "fellow"},
    {"sector", "groepsgenoot", "fellow"},
    {"sector", "vrijwilliger", "volunteer"},
    {"sector", "vrijwilligers", "volunteer"},
    {"sector", "volunteers", "volunteer"},
    {"sector", "maatje", "volunteer"},
    {"sector", "professionals", "professional"},
    {"sector", "beroepskracht", "professional"},
    {"sector", "beroepskrachten", "professional"},
    {"sector", "hulpverlener", "professional"},
    {"sector", "hulpverleners", "professional"},
    {"sector", "hulpverlening", "professional"},
    {"sector", "zorg", "professional"},
    {"sector", "geestelijke", "spiritual"},
    {"what", "persoon", "person"},
    {"what", "mens", "person"},
    {"what", "individual", "person"},
    {"what", "groep", "group"},
    {"what", "org", "group"},
    {"what", "organisatie", "group"},
    {"what", "plek", "place"},
    {"what", "plaats", "place"},
    {"what", "location", "place"},
    {"what", "dier", "animal"},
    {"what", "huisdier", "animal"},
    {"gender", "female", "woman"},
    {"gender", "f", "woman"},
    {"gender", "v", "woman"},
    {"gender", "vrouw", "woman"},
    {"gender", "weiblich", "woman"},
    {"gender", "male", "man"},
    {"gender", "m", "man"},
    {"gender", "mannelijk", "man"},
    {"gender", "vrouwelijk", "woman"},
    {"gender", "männlich", "man"},
    {"gender", "o", "other"},
    {"gender", "x", "other"},
    {"gender", "anders", "other"},
    {"gender", "divers", "other"},
    {"gender", "diverse", "other"},
    {"yesno", "ja", "yes"},
    {"yesno", "nee", "no"},
    {"yesno", "true", "yes"},
    {"yesno", "false", "no"},
    {"frequency", "dagelijks", "daily"},
    {"frequency", "wekelijks", "weekly"},
    {"frequency", "maandelijks", "monthly"},
    {"frequency", "jaarlijks", "yearly"},
    {"frequency", "nooit", "never"},
    {"closeness", "intimi", "intimate"},
    {"closeness", "vriend", "friend"},
    {"closeness", "vrienden", "friend"},
    {"closeness", "bekenden", "acquaintance"},
    {"closeness", "diensten", "service"},
};

unsigned kr_choice_guess(const kr_choice_list *list, kr_str word) {
    word = kr_str_trim(word);
    if (!list || word.len == 0 || word.len > 40) return 0;
    unsigned number = kr_choice_named(list, word);
    for (size_t i = 0; i < list->count && !number; i++) {
        if (kr_same_folded(kr_str_z(list->choices[i].name), word)) number = list->choices[i].number;
    }
    for (size_t i = 0; i < KR_COUNT(synonyms) && !number; i++) {
        if (strcmp(synonyms[i].list, list->name) == 0 && kr_same_folded(kr_str_z(synonyms[i].word), word))
            number = kr_choice_named(list, kr_str_z(synonyms[i].choice));
    }
    return number;
}

/* The groups of the wijkecogram say no ages; these are those of the age line in the contact's form. */
unsigned kr_age_group(int64_t years) {
    if (years < 0 || years > 130) return 0;
    if (years < 12) return KR_age_group_child;
    if (years < 18) return KR_age_group_youth;
    if (years < 30) return KR_age_group_young_adult;
    if (years < 55) return KR_age_group_adult;
    if (years < 67) return KR_age_group_older;
    return years < 80 ? KR_age_group_retired : KR_age_group_eighty_plus;
}

/* One number of a date, and what separates it from the next. */
static kr_str date_part(kr_str s, size_t *at) {
    size_t from = *at;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9') (*at)++;
    kr_str part = kr_str_n(s.ptr + from, *at - from);
    if (*at < s.len) (*at)++;
    return part;
}

static bool date_of_parts(kr_str year, kr_str month, kr_str day, kr_date *out) {
    char text[10] = "0000-00-00";
    if (year.len != 4 || month.len < 1 || month.len > 2 || day.len < 1 || day.len > 2) return false;
    memcpy(text, year.ptr, 4);
    memcpy(text + 7 - month.len, month.ptr, month.len);
    memcpy(text + 10 - day.len, day.ptr, day.len);
    return kr_date_parse(kr_str_n(text, 10), out);
}

bool kr_date_guess(kr_str s, kr_date *out) {
    s = kr_str_trim(s);
    if (s.len > 10 && (s.ptr[10] == 'T' || s.ptr[10] == ' ')) s.len = 10;
    if (kr_date_parse(s, out)) return true;
    if (s.len > 8 && s.ptr[8] == 'T') s.len = 8;
    if (s.len == 8 && !memchr(s.ptr, '/', 8) && !memchr(s.ptr, '.', 8) && !memchr(s.ptr, '-', 8))
        return date_of_parts(kr_str_n(s.ptr, 4), kr_str_n(s.ptr + 4, 2), kr_str_n(s.ptr + 6, 2), out);
    if (s.len > 10) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!strchr("0123456789-/.", s.ptr[i])) return false;
    }
    size_t at = 0;
    kr_str a = date_part(s, &at), b = date_part(s, &at), c = date_part(s, &at);
    if (at < s.len) return false;
    if (a.len == 4) return date_of_parts(a, b, c, out);
    /* Day first, as in the Netherlands; month first only where nothing else is a date. */
    return date_of_parts(c, b, a, out) || date_of_parts(c, a, b, out);
}

/* Words that say little about who somebody is. */
static bool is_particle(kr_str word) {
    static const char *const particles[] = {"van",     "de",     "der", "den", "het", "t",   "ten", "ter",
                                            "von",     "la",     "le",  "el",  "al",  "te",  "op",  "in",
                                            "mevrouw", "meneer", "mw",  "dhr", "mr",  "mrs", "ms",  "dr"};
    for (size_t i = 0; i < KR_COUNT(particles); i++) {
        if (kr_str_is(word, particles[i])) return true;
    }
    return false;
}

static int by_bytes(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(*(const kr_str *)a, *(const kr_str *)b);
}

static bool is_word(uint32_t c) {
    if (c >= 0x80) return c != 0xA0 && c != 0x2019 && c != 0x2018 && c != 0xFFFD && c != 0x2013;
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* At most 24 words: enough for any name, and little work for what is no name. */
#define MOST_WORDS 24

static size_t split_words(kr_str folded, kr_str words[MOST_WORDS], bool all) {
    size_t n = 0;
    for (kr_str rest = folded; rest.len && n < MOST_WORDS;) {
        kr_str word;
        rest = kr_str_cut(rest, ' ', &word);
        if (word.len && (all || !is_particle(word))) words[n++] = word;
    }
    return n;
}

kr_err kr_name_key(kr_str *out, kr_arena *arena, kr_str name) {
    if (name.len > 1024) name.len = 1024;
    kr_buf folded, key;
    kr_buf_init(&folded, arena, name.len * 2 + 16);
    for (size_t at = 0; at < name.len;) {
        uint32_t c = kr_utf8_fold(kr_utf8_next(name, &at));
        kr_put_utf8(&folded, is_word(c) ? c : ' ');
    }
    kr_str text, words[MOST_WORDS], scratch[MOST_WORDS];
    kr_err err = kr_buf_end(&folded, &text);
    if (err != KR_OK) return err;
    size_t n = split_words(text, words, false);
    if (n == 0) n = split_words(text, words, true);
    kr_sort(words, n, sizeof *words, by_bytes, NULL, scratch);
    kr_buf_init(&key, arena, text.len + MOST_WORDS + 1);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&key, ' ');
        kr_put(&key, words[i]);
    }
    return kr_buf_end(&key, out);
}
