/* Is it easily read: no sentence too long, no word that is not for this reader. */
#include "guide/guide.h"

#include "core/utf8.h"

typedef enum place { everywhere, page, guide } place;
enum { nl = KR_GUIDE_NL, en = KR_GUIDE_EN };

typedef struct plain_word {
    int lang;
    place where;
    const char *word;
} plain_word;

#define PLAIN(lang, where, word) {lang, where, word},
static const plain_word plain_words[] = {
#include "guide/plain_words.def"
};

static bool is_letter(uint32_t point) {
    return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
           (point >= 'a' && point <= 'z') || (point >= 0xc0 && point < 0x2000);
}

/* The next word from *at: letters and digits, with - and ' within. Empty at the end. */
static kr_str next_word(kr_str text, size_t *at) {
    size_t start = SIZE_MAX, here = *at;
    while (here < text.len) {
        size_t before = here;
        uint32_t point = kr_utf8_next(text, &here);
        bool letter =
            is_letter(point) || (start != SIZE_MAX && (point == '-' || point == '\'' || point == 0x2019));
        if (letter && start == SIZE_MAX) start = before;
        if (letter || start == SIZE_MAX) continue;
        *at = before;
        return kr_str_n(text.ptr + start, before - start);
    }
    *at = text.len;
    return start == SIZE_MAX ? KR_NONE : kr_str_n(text.ptr + start, text.len - start);
}

/* Capitals and accents aside. */
static bool same(kr_str a, kr_str b) {
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        if (kr_utf8_fold(kr_utf8_next(a, &i)) != kr_utf8_fold(kr_utf8_next(b, &k))) return false;
    }
    return i == a.len && k == b.len;
}

static bool is_for(kr_str word, int lang, bool person) {
    for (size_t i = 0; i < KR_COUNT(plain_words); i++) {
        const plain_word *one = &plain_words[i];
        if (one->lang == lang && (person || one->where == everywhere) && same(word, kr_str_z(one->word)))
            return false;
    }
    return true;
}

/* What somebody else says stands in quotes: “…”, ‘…’ and "…". Returns the sign that ends it, or 0. */
static uint32_t closing(uint32_t point) {
    return point == '"' ? '"' : point == 0x201c ? 0x201d : point == 0x2018 ? 0x2019 : 0;
}

static kr_str first_wrong_word(kr_str text, int lang, bool person) {
    for (size_t at = 0; at < text.len;) {
        size_t before = at;
        uint32_t point = kr_utf8_next(text, &at), end = closing(point);
        if (end) {
            size_t look = at;
            while (look < text.len && kr_utf8_next(text, &look) != end) continue;
            if (look < text.len || text.ptr[text.len - 1] == '"') at = look;
            continue;
        }
        if (!is_letter(point)) continue;
        at = before;
        kr_str word = next_word(text, &at);
        if (!is_for(word, lang, person)) return word;
    }
    return KR_NONE;
}

static bool ends_sentence(uint32_t point) {
    return point == '.' || point == '?' || point == '!' || point == ':' || point == ';' || point == 0x2026;
}

/* Up to and with the sign that ends the sentence and is followed by a space. */
static kr_str next_sentence(kr_str text, size_t *at) {
    size_t start = *at;
    bool ended = false;
    while (*at < text.len) {
        size_t before = *at;
        uint32_t point = kr_utf8_next(text, at);
        if (point == ' ' && ended) return kr_str_n(text.ptr + start, before - start);
        bool quote = point == '"' || point == 0x201d || point == 0x2019 || point == ')';
        if (!(ended && quote)) ended = ends_sentence(point);
    }
    return kr_str_n(text.ptr + start, text.len - start);
}

kr_reading kr_reading_of(kr_str text, int lang, bool person) {
    kr_reading found = {KR_NONE, 0, first_wrong_word(text, lang, person)};
    size_t most = lang == KR_GUIDE_NL ? KR_READING_MOST_NL : KR_READING_MOST_EN;
    for (size_t at = 0; at < text.len;) {
        kr_str sentence = next_sentence(text, &at);
        size_t words = 0;
        for (size_t in = 0; next_word(sentence, &in).len > 0;) words++;
        if (words <= most || words <= found.words) continue;
        found.words = words;
        found.sentence = sentence;
    }
    return found;
}
