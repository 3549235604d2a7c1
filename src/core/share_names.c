#include "core/share_int.h"

#include "core/num.h"
#include "core/utf8.h"

/* Texts are compared as plain words: letters small and without accents, one space between two words, each
 * sign of a script without spaces a word by itself. A name is one word or more of them ("corrie van dam"),
 * and is looked for at the beginning of each word, at most MOST_WORDS long. */
enum { MOST_WORDS = 8, LEAST_LETTERS = 2, LEAST_OF_WORD = 3 };

typedef struct plain {
    char *text;
    size_t len;
    uint32_t *starts, *ends; /* of its words */
    size_t n, cap;           /* cap: for how many bytes of text there is room */
} plain;

typedef struct list {
    kr_str *items;
    size_t n, cap;
} list;

struct kr_share_names {
    kr_arena *arena;
    list names; /* sorted, each once */
    size_t words;
    bool first[256]; /* a name begins with this byte */
    plain scratch;
};

static uint32_t to_small(uint32_t c) {
    if (c >= 0x391 && c <= 0x3A9) return c + 32; /* Greek */
    if (c >= 0x410 && c <= 0x42F) return c + 32; /* Cyrillic */
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return kr_utf8_fold(c);
}

/* Marks that stand on the letter before them, and what is not seen. */
static bool is_nothing(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xAD || c == 0xFEFF ||
           (c >= 0x2060 && c <= 0x2064);
}

static bool is_letter(uint32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x3004) &&
           !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xFF00 && c <= 0xFF0F) && c != 0xFFFD;
}

/* Scripts that write words without spaces between them. */
static bool is_sign(uint32_t c) {
    return (c >= 0xE00 && c <= 0xEFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
           (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static size_t put_small(char *to, uint32_t c) {
    if (c < 0x80) {
        *to = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6) to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(lead[n] | c);
    return n;
}

/* A sign of three bytes gets a space at most: twice the text is always enough. */
static kr_err make_room(plain *p, kr_arena *arena, size_t len) {
    if (p->cap >= len && p->text) return KR_OK;
    size_t cap = len < 512 ? 512 : len * 2;
    p->text = kr_arena_grow(arena, NULL, 0, cap * 2 + 8);
    p->starts = kr_arena_grow(arena, NULL, 0, (cap + 1) * sizeof *p->starts);
    p->ends = kr_arena_grow(arena, NULL, 0, (cap + 1) * sizeof *p->ends);
    p->cap = p->text && p->starts && p->ends ? cap : 0;
    return p->cap ? KR_OK : KR_E_MEMORY;
}

static kr_err make_plain(plain *p, kr_arena *arena, kr_str text) {
    kr_err err = make_room(p, arena, text.len);
    if (err != KR_OK) return err;
    p->len = p->n = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = (unsigned char)text.ptr[at];
        if (c < 0x80) {
            at++;
            if (c >= 'A' && c <= 'Z') c += 32;
        } else {
            c = to_small(kr_utf8_next(text, &at));
            if (is_nothing(c)) continue;
        }
        bool sign = is_sign(c);
        if (!is_letter(c)) {
            in_word = false;
            continue;
        }
        if (!in_word || sign) {
            if (p->len) p->text[p->len++] = ' ';
            p->starts[p->n++] = (uint32_t)p->len;
        }
        p->len += put_small(p->text + p->len, c);
        p->ends[p->n - 1] = (uint32_t)p->len;
        in_word = !sign;
    }
    return KR_OK;
}

static kr_str words_of(const plain *p, size_t from, size_t count) {
    return kr_str_n(p->text + p->starts[from], p->ends[from + count - 1] - p->starts[from]);
}

/* -- lists -- */

static kr_err add(list *l, kr_arena *arena, kr_str s) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 32;
        kr_str *more = kr_arena_grow(arena, l->items, l->cap * sizeof *more, cap * sizeof *more);
        if (!more) return KR_E_MEMORY;
        l->items = more;
        l->cap = cap;
    }
    s = kr_arena_copy(arena, s);
    if (!s.ptr) return KR_E_MEMORY;
    l->items[l->n++] = s;
    return KR_OK;
}

static int by_bytes(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(*(const kr_str *)a, *(const kr_str *)b);
}

static kr_err put_in_order(list *l, kr_arena *arena) {
    kr_str *scratch = kr_new_n(arena, kr_str, l->n + 1);
    if (!scratch) return KR_E_MEMORY;
    if (l->n) kr_sort(l->items, l->n, sizeof *l->items, by_bytes, NULL, scratch);
    size_t kept = 0;
    for (size_t i = 0; i < l->n; i++)
        if (!kept || !kr_str_eq(l->items[kept - 1], l->items[i])) l->items[kept++] = l->items[i];
    l->n = kept;
    return KR_OK;
}

static bool holds(const list *l, kr_str s) {
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = kr_str_cmp(l->items[middle], s);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* -- the names -- */

/* Words in a name that name nobody. */
static bool is_particle(kr_str word) {
    static const char *const particles[] = {
        "aan",   "bij",    "das",    "del",  "den",  "der", "des", "die",  "don", "dos", "een",
        "het",   "les",    "los",    "mijn", "onze", "the", "ten", "ter",  "tot", "uit", "van",
        "vande", "vanden", "vander", "von",  "voor", "and", "for", "from", "our", "her", "his"};
    for (size_t i = 0; i < KR_COUNT(particles); i++)
        if (kr_str_is(word, particles[i])) return true;
    return false;
}

/* What shown people are called: whole names, what they begin with, and words apart. */
typedef struct called {
    list whole, first, words;
} called;

static kr_err add_shown(called *out, kr_share_names *n, kr_str name) {
    kr_err err = make_plain(&n->scratch, n->arena, name);
    if (err != KR_OK || n->scratch.n == 0) return err;
    err = add(&out->whole, n->arena, words_of(&n->scratch, 0, n->scratch.n));
    if (err == KR_OK) err = add(&out->first, n->arena, words_of(&n->scratch, 0, 1));
    for (size_t i = 0; i < n->scratch.n && err == KR_OK; i++)
        err = add(&out->words, n->arena, words_of(&n->scratch, i, 1));
    return err;
}

static kr_err add_hidden(kr_share_names *n, const called *shown, kr_str name) {
    kr_err err = make_plain(&n->scratch, n->arena, name);
    if (err != KR_OK || n->scratch.n == 0) return err;
    plain *p = &n->scratch;
    size_t count = p->n < MOST_WORDS ? p->n : MOST_WORDS;
    kr_str whole = words_of(p, 0, count);
    /* Two with the same name: the one is meant as much as the other. */
    bool same = holds(&shown->whole, words_of(p, 0, p->n));
    if (!same && kr_utf8_count(whole) >= LEAST_LETTERS) {
        err = add(&n->names, n->arena, whole);
        if (count > n->words) n->words = count;
    }
    for (size_t i = 0; i < p->n && err == KR_OK; i++) {
        kr_str word = words_of(p, i, 1);
        /* "Kees" of "Moeder van Kees" does not make another Kees of him. */
        const list *theirs = i == 0 ? &shown->first : &shown->words;
        if (kr_utf8_count(word) < LEAST_OF_WORD || is_particle(word) || holds(theirs, word)) continue;
        err = add(&n->names, n->arena, word);
        if (!n->words) n->words = 1;
    }
    return err;
}

static kr_err gather_shown(called *out, kr_share_names *n, const kr_sieve *s) {
    const kr_circle *c = s->circle;
    kr_err err = KR_OK;
    for (size_t i = 0; i < c->n_persons && err == KR_OK; i++) {
        if (!(s->is[s->base[KR_KIND_person] + i] & KR_SIEVE_SHOWN)) continue;
        err = add_shown(out, n, c->persons[i].name);
        if (err == KR_OK) err = add_shown(out, n, c->persons[i].surname);
    }
    if (err == KR_OK) err = put_in_order(&out->whole, n->arena);
    if (err == KR_OK) err = put_in_order(&out->first, n->arena);
    return err == KR_OK ? put_in_order(&out->words, n->arena) : err;
}

/* Somebody hidden, who did not turn out to be somebody who is shown. */
static bool is_hidden(const kr_sieve *s, uint32_t number) {
    if (!(s->is[number] & KR_SIEVE_PRIVATE)) return false;
    const kr_person *p = &s->circle->persons[number - s->base[KR_KIND_person]];
    uint32_t same = kr_sieve_number(s, p->merged_into, KR_KIND_person);
    return same == KR_SIEVE_NOBODY || !(s->is[same] & KR_SIEVE_THERE);
}

/* All that they were ever called. */
static kr_err gather_hidden(kr_share_names *n, const kr_sieve *s) {
    called shown = {0};
    kr_err err = gather_shown(&shown, n, s);
    for (size_t i = 0; i < s->n_called && err == KR_OK; i++) {
        const kr_assignment *a = s->called[i];
        if (is_hidden(s, kr_sieve_number(s, a->record, KR_KIND_person)))
            err = add_hidden(n, &shown, a->value.text);
    }
    return err == KR_OK ? put_in_order(&n->names, n->arena) : err;
}

kr_err kr_share_names_make(kr_share_names **out, const kr_sieve *s) {
    bool any = false;
    for (size_t i = 0; i < s->circle->n_persons && !any; i++)
        any = s->is[s->base[KR_KIND_person] + i] & KR_SIEVE_PRIVATE;
    if (!any || kr_share__off(KR_RULE_NAME_IN_TEXT)) return KR_OK;
    kr_share_names *n = kr_new(s->arena, kr_share_names);
    if (!n) return KR_E_MEMORY;
    n->arena = s->arena;
    kr_err err = gather_hidden(n, s);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < n->names.n; i++) n->first[(unsigned char)n->names.items[i].ptr[0]] = true;
    *out = n;
    return KR_OK;
}

/* "Piet", and "Piets" as it is written of what is his. */
static bool is_name(const kr_share_names *n, kr_str words) {
    if (holds(&n->names, words)) return true;
    return words.len > LEAST_LETTERS && words.ptr[words.len - 1] == 's' &&
           holds(&n->names, kr_str_n(words.ptr, words.len - 1));
}

/* -- what a shown person is called -- */

/* A person's own name is their own, also where a word of it is what somebody hidden is called: "Jan Peter"
 * and "Karin Peters" say nothing of a Peter. But people also write who somebody is to another: "Moeder van
 * Kees", "Kees en Piet", "Piets zus". Names have capitals and no signs; where one does not, or has a word of
 * kin in it, it may tell of another ("Oom" and "Buurvrouw" are how one addresses somebody, and do not). In
 * doubt it counts as telling: then it is not shown, and the owner is told of whom (kr_share_nameless). */
static bool is_kin(kr_str word) {
    static const char *const words[] = {
        "moeder",      "vader",        "mama",          "papa",      "mam",        "pap",
        "ouder",       "ouders",       "zus",           "zusje",     "zussen",     "broer",
        "broertje",    "broers",       "zoon",          "zoontje",   "dochter",    "dochtertje",
        "kind",        "kinderen",     "man",           "vrouw",     "vriend",     "vriendin",
        "vrienden",    "vriendje",     "vriendinnetje", "partner",   "ex",         "verloofde",
        "verkering",   "schoonmoeder", "schoonvader",   "schoonzus", "schoonzoon", "schoondochter",
        "schoonbroer", "schoonouders", "zwager",        "neef",      "neefje",     "nicht",
        "nichtje",     "kleinzoon",    "kleindochter",  "kleinkind", "stiefvader", "stiefmoeder",
        "stiefzoon",   "stiefdochter", "collega",       "baas",      "buren",      "familie",
        "gezin",       "mother",       "father",        "mum",       "mom",        "dad",
        "parent",      "parents",      "sister",        "brother",   "son",        "daughter",
        "child",       "children",     "husband",       "wife",      "friend",     "boyfriend",
        "girlfriend",  "cousin",       "nephew",        "niece",     "colleague",  "family"};
    for (size_t i = 0; i < KR_COUNT(words); i++)
        if (kr_str_is(word, words[i])) return true;
    return false;
}

/* Small words of a name that join nobody to anybody; "van" does. */
static bool is_of_name(kr_str word) {
    static const char *const words[] = {"de", "den", "der", "ten", "ter", "te",
                                        "la", "el",  "al",  "da",  "di",  "du"};
    for (size_t i = 0; i < KR_COUNT(words); i++)
        if (kr_str_is(word, words[i])) return true;
    return false;
}

static bool is_telling(const plain *p, kr_str text) {
    size_t word = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = kr_utf8_next(text, &at);
        if (is_nothing(c)) continue;
        if (c >= 0x370) return true; /* other scripts: who can tell */
        bool letter = is_letter(to_small(c));
        if (!letter && c != ' ' && c != '-' && c != '.') return true; /* "Kees+Piet", "Piet's" */
        bool begins = letter && !in_word, small = (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF);
        if (begins && small && !is_of_name(words_of(p, word, 1))) return true;
        word += begins;
        in_word = letter;
    }
    for (size_t i = 0; i < p->n; i++)
        if (is_kin(words_of(p, i, 1))) return true;
    return false;
}

kr_err kr_share_names_in(bool *out, kr_share_names *n, kr_str text, bool name) {
    plain *p = &n->scratch;
    kr_err err = make_plain(p, n->arena, text);
    if (err != KR_OK) return err;
    bool found = false;
    /* A whole name of more words in it, and it is about them. */
    size_t least = name && !is_telling(p, text) ? 2 : 1;
    for (size_t i = name ? 1 : 0; i < p->n && !found; i++) {
        if (!n->first[(unsigned char)p->text[p->starts[i]]]) continue;
        for (size_t k = least; k <= n->words && i + k <= p->n && !found; k++)
            found = is_name(n, words_of(p, i, k));
    }
    *out = found;
    return KR_OK;
}
