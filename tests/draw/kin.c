#include "kin.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/draft.h"
#include "made.h"

static kr_id next_id(void *context) {
    uint64_t *at = context;
    return ++*at;
}

static kr_id key_id(kr_str key) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.len; i++) h = (h ^ (unsigned char)key.ptr[i]) * 0x100000001b3u;
    return h | 1u << 30;
}

static void wrong(kr_str line) {
    fprintf(stderr, "kin: %.*s\n", KR_ARG(line));
    abort();
}

static void one_line(kr_draft *draft, kr_str line) {
    kr_str head, part, kind_name, key;
    line = kr_str_cut(line, ';', &head);
    key = kr_str_trim(kr_str_cut(head, ' ', &kind_name));
    kr_kind kind = kr_kind_named(kind_name);
    if (kind == KR_KIND_none) wrong(head);
    kr_id id = kind == KR_KIND_circle ? 1 : key_id(key);
    while (line.len) {
        kr_str name;
        line = kr_str_cut(line, ';', &part);
        part = kr_str_trim(part);
        kr_str value = kr_str_trim(kr_str_cut(part, ' ', &name));
        const kr_field *field = kr_schema_field_named(kind, name);
        if (!field) {
            wrong(part);
        } else if (field->type == KR_REF) {
            kr_draft_ref(draft, kind, id, field->number, key_id(value));
        } else {
            kr_draft_written(draft, kind, id, field, value);
        }
        if (draft->error.code != KR_OK)
            fprintf(stderr, "%s %s\n", draft->error.key, draft->error.detail), wrong(part);
    }
}

kr_circle kin_circle(kr_arena *arena, const char *lines) {
    uint64_t *ids = kr_new(arena, uint64_t);
    kr_circle empty = {0}, out = {0};
    kr_draft draft;
    kr_change *change = kr_new(arena, kr_change);
    kr_error error = {0};
    kr_str text = kr_str_z(lines), line;
    if (!ids || !change) abort();
    *ids = 1u << 20;
    kr_maker maker = {.author = 1, .at_ms = 1, .ids = {next_id, ids}};
    kr_draft_begin(&draft, arena, &empty, maker, KR_ACT_BEGIN, 0);
    while (text.len) {
        text = kr_str_cut(text, '\n', &line);
        line = kr_str_trim(line);
        if (line.len && line.ptr[0] != '#') one_line(&draft, line);
    }
    if (kr_draft_end(&draft, change, &error) != KR_OK ||
        kr_circle_fold(&out, arena, change, 1, &error) != KR_OK) {
        fprintf(stderr, "kin: %s\n", error.key);
        abort();
    }
    return out;
}

kr_network kin_network(kr_arena *arena, const kr_circle *circle) {
    kr_network network;
    kr_view view;
    if (kr_view_make(&view, arena, circle, KR_VIEWER_OWNER, 0, NULL) != KR_OK ||
        kr_network_make(&network, arena, &view) != KR_OK)
        abort();
    return network;
}

/* -- grown by chance -- */

typedef struct grown {
    char *text;
    size_t len, cap;
    made_dice dice;
    size_t n, unions;
} grown;

/* Each % becomes the next number. */
static void say(grown *g, const char *format, unsigned a, unsigned b, unsigned c) {
    unsigned numbers[3] = {a, b, c};
    size_t next = 0;
    if (g->cap - g->len < 200) abort();
    for (; *format; format++) {
        if (*format != '%') {
            g->text[g->len++] = *format;
            continue;
        }
        int n = snprintf(g->text + g->len, 12, "%u", numbers[next++ % 3]);
        if (n > 0) g->len += (size_t)n;
    }
}

static unsigned person(grown *g, unsigned year) {
    unsigned id = (unsigned)g->n++;
    bool man = made_roll(&g->dice, 2);
    if (man)
        say(g, "person p%; name Naam%; gender man; only_family yes; birth_year %\n", id, id, year);
    else
        say(g, "person p%; name Naam%; gender woman; only_family yes; birth_year %\n", id, id, year);
    return id;
}

static void couple(grown *g, unsigned a, unsigned b, unsigned year, unsigned *kids, size_t *n_kids,
                   size_t most) {
    unsigned u = (unsigned)g->unions++, count = (unsigned)made_roll(&g->dice, 5);
    say(g, "union u%; a p%; b p%; type married\n", u, a, b);
    for (unsigned k = 0; k < count && g->n < most; k++) {
        unsigned child = person(g, year + 25 + k * 2);
        say(g, "parentage c%; child p%; pair u%\n", child, child, u);
        kids[(*n_kids)++] = child;
    }
}

char *kin_grown(kr_arena *arena, uint64_t seed, size_t n) {
    grown g = {.cap = 400 * n + 4096, .dice = {seed * 0x9e3779b97f4a7c15ull + 1}};
    unsigned *row = kr_new_n(arena, unsigned, 8 * n + 64), *next = kr_new_n(arena, unsigned, 8 * n + 64);
    g.text = kr_arena_alloc(arena, g.cap);
    if (!g.text || !row || !next) abort();
    size_t n_row = 0;
    unsigned year = 1900;
    row[n_row++] = person(&g, year);
    say(&g, "circle -; ego p%\n", 0, 0, 0);
    while (n_row && g.n < n) {
        size_t n_next = 0;
        for (size_t i = 0; i < n_row && g.n < n; i++) {
            size_t partners = made_roll(&g.dice, 8) == 0 ? 2 : made_roll(&g.dice, 4) ? 1 : 0;
            if (g.n < 4 && !partners) partners = 1;
            for (size_t k = 0; k < partners && g.n < n; k++) {
                /* Now and then somebody of the same row, also a cousin or a sister-in-law. */
                unsigned other = made_roll(&g.dice, 25) == 0 && i + 3 < n_row
                                     ? row[i + 2 + made_roll(&g.dice, n_row - i - 2)]
                                     : person(&g, year);
                couple(&g, row[i], other, year, next, &n_next, n);
                if (made_roll(&g.dice, 5) == 0 && g.n + 2 < n && other + 1 == g.n) {
                    unsigned a = person(&g, year - 25), b = person(&g, year - 25);
                    unsigned u = (unsigned)g.unions++;
                    say(&g, "union u%; a p%; b p%; type married\n", u, a, b);
                    say(&g, "parentage c%; child p%; pair u%\n", other, other, u);
                }
            }
        }
        unsigned *swap = row;
        row = next, next = swap;
        n_row = n_next;
        year += 26;
    }
    return g.text;
}

static const struct {
    const char *key, *text;
} words[] = {
#include "kin_words.inc"
};

kr_str kin_words(void *context, const char *key) {
    for (size_t i = 0; i < KR_COUNT(words); i++) {
        if (strcmp(words[i].key, key) == 0) return kr_str_z(words[i].text);
    }
    return made_words(context, key);
}
