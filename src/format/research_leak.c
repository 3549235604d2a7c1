/* Does a text point at somebody? Rather once too often than once too little. */
#include "format/research.h"
#include "core/num.h"
#include "core/utf8.h"

#define MOST_WORD 200

typedef struct word {
    char folded[MOST_WORD];
    size_t len;
    size_t letters;
    bool capital; /* begins with one */
} word;

static bool is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000) || c >= 0x2C00;
}

static void add_letter(word *w, uint32_t c) {
    char room[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (w->len + n > MOST_WORD) return;
    for (size_t i = n; i-- > 1; c >>= 6) room[i] = (char)(0x80 | (c & 63));
    room[0] = (char)(n == 1 ? c : n == 2 ? 0xC0 | c : n == 3 ? 0xE0 | c : 0xF0 | c);
    memcpy(w->folded + w->len, room, n);
    w->len += n;
}

/* The next run of letters from *at; false at the end. */
static bool next_word(kr_str s, size_t *at, word *out) {
    *out = (word){.len = 0};
    while (*at < s.len) {
        size_t before = *at;
        uint32_t c = kr_utf8_next(s, at), folded = kr_utf8_fold(c);
        if (is_letter(c)) {
            /* Folding takes accents away too; small letters with one are no capitals. */
            if (out->letters++ == 0)
                out->capital = folded != c && (c < 0xDF || c > 0xFF) && !(c > 0xFF && c % 2);
            add_letter(out, folded);
        } else if (out->letters) {
            *at = before;
            return true;
        }
    }
    return out->letters > 0;
}

static bool is_small_word(const word *w) {
    static const char *const words[] = {"van",     "der",    "den",      "het",   "ten", "ter", "tot",
                                        "uit",     "aan",    "bij",      "von",   "und", "the", "and",
                                        "mevrouw", "meneer", "mijnheer", "tante", "oom", "oma", "opa",
                                        "mama",    "papa",   "mam",      "pap"};
    for (size_t i = 0; i < KR_COUNT(words); i++) {
        if (kr_str_is(kr_str_n(w->folded, w->len), words[i])) return true;
    }
    return w->letters < 2;
}

static bool has_capital(kr_str name) {
    word w;
    for (size_t at = 0; next_word(name, &at, &w);) {
        if (w.capital) return true;
    }
    return false;
}

kr_err kr_leak_add(kr_leak_names *names, kr_str name) {
    bool capitals = has_capital(name);
    word w;
    for (size_t at = 0; next_word(name, &at, &w);) {
        if (is_small_word(&w) || (capitals && !w.capital)) continue;
        if (names->n == names->cap) {
            size_t cap = names->cap ? names->cap * 2 : 64;
            kr_str *more = kr_new_n(names->arena, kr_str, cap);
            if (!more) return KR_E_MEMORY;
            if (names->n) memcpy(more, names->words, names->n * sizeof *more);
            names->words = more;
            names->cap = cap;
        }
        names->words[names->n] = kr_arena_copy(names->arena, kr_str_n(w.folded, w.len));
        if (!names->words[names->n++].ptr) return KR_E_MEMORY;
    }
    return KR_OK;
}

static int by_word(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(*(const kr_str *)a, *(const kr_str *)b);
}

kr_err kr_leak_sort(kr_leak_names *names) {
    kr_str *scratch = kr_new_n(names->arena, kr_str, names->n + 1);
    if (!scratch) return KR_E_MEMORY;
    if (names->n) kr_sort(names->words, names->n, sizeof *scratch, by_word, NULL, scratch);
    return KR_OK;
}

static bool is_name(const kr_leak_names *names, const word *w) {
    size_t low = 0, high = names->n;
    kr_str s = kr_str_n(w->folded, w->len);
    if (w->letters == 2 && !w->capital) return false; /* "jo" in the middle of a sentence */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(names->words[middle], s) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < names->n && kr_str_eq(names->words[low], s)) return true;
    /* "Corries fiets": of somebody, in one word. */
    if (w->letters < 4 || w->folded[w->len - 1] != 's') return false;
    word without = *w;
    without.len--;
    without.letters--;
    without.folded[without.len] = '.';
    return is_name(names, &without);
}

static bool has_mail(kr_str text) {
    for (size_t i = 1; i + 1 < text.len; i++) {
        if (text.ptr[i] != '@' || text.ptr[i - 1] == ' ') continue;
        for (size_t k = i + 2; k < text.len && text.ptr[k] != ' '; k++) {
            if (text.ptr[k] == '.') return true;
        }
    }
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Seven digits with nothing but what stands in telephone numbers between them; "1234 AB". */
static bool has_number(kr_str text) {
    size_t digits = 0, since = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_digit(c)) {
            if (++digits >= 7) return true;
            since = i;
        } else if (digits && !(memchr("+-()./ ", c, 7) && i - since <= 2)) {
            digits = 0;
        }
        bool four = i >= 4 && is_digit(text.ptr[i - 1]) && is_digit(text.ptr[i - 2]) &&
                    is_digit(text.ptr[i - 3]) && is_digit(text.ptr[i - 4]) && !is_digit(c);
        size_t at = i + (c == ' ');
        if (four && at + 1 < text.len && text.ptr[at] >= 'A' && text.ptr[at] <= 'Z' &&
            text.ptr[at + 1] >= 'A' && text.ptr[at + 1] <= 'Z')
            return true;
    }
    return false;
}

/* "J. uit Delft", "J.P. in Breda", "K. Delft": a capital with a dot, and soon a word with a capital. */
static bool has_initial(kr_str text) {
    word w;
    size_t far = 9;
    for (size_t at = 0; next_word(text, &at, &w); far++) {
        bool initial = w.capital && w.letters == 1 && at < text.len && text.ptr[at] == '.';
        if (far <= 3 && w.capital && w.letters > 1) return true;
        if (initial) far = 0;
    }
    return false;
}

const char *kr_leak_in(const kr_leak_names *names, kr_str text) {
    word w;
    for (size_t at = 0; next_word(text, &at, &w);) {
        if (is_name(names, &w)) return "research.leak.name";
    }
    if (has_mail(text)) return "research.leak.mail";
    if (has_number(text)) return "research.leak.phone";
    return has_initial(text) ? "research.leak.place" : NULL;
}
