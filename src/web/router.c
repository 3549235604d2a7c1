/* Finding the route for a path: routes are a tree of the parts of their paths, so that a path is compared
 * with its own branches only. */
#include "core/hash.h"
#include "web/engine.h"

#define MOST_PARTS 12

/* One part of a path below another. */
struct kr_branch {
    kr_str word; /* empty for a part with a name, ":circle" */
    uint32_t hash;
    struct kr_branch *next;  /* beside it, another word */
    struct kr_branch *words; /* below it: words, and the one place where anything fits */
    struct kr_branch *anything;
    const kr_route **routes; /* that end here, one for each method */
    size_t n_routes;
};

static kr_branch *below(kr_branch *up, kr_arena *arena, kr_str part) {
    bool named = part.len > 0 && part.ptr[0] == ':';
    uint32_t hash = kr_hash(part);
    kr_branch *at = named ? up->anything : up->words;
    while (!named && at && !kr_str_eq(at->word, part)) at = at->next;
    if (at) return at;
    at = kr_new(arena, kr_branch);
    if (!at) return NULL;
    *at = (kr_branch){.word = named ? KR_NONE : part, .hash = hash, .next = named ? NULL : up->words};
    if (named)
        up->anything = at;
    else
        up->words = at;
    return at;
}

/* Of two for the same method and path the first one stays. */
static bool ends_here(kr_branch *at, kr_arena *arena, const kr_route *route) {
    for (size_t i = 0; i < at->n_routes; i++)
        if (strcmp(at->routes[i]->method, route->method) == 0) return true;
    size_t size = at->n_routes * sizeof(kr_route *);
    const kr_route **grown =
        kr_arena_grow(arena, (void *)(uintptr_t)at->routes, size, size + sizeof(kr_route *));
    if (!grown) return false;
    grown[at->n_routes++] = route;
    at->routes = grown;
    return true;
}

kr_err kr_router_make(kr_branch **out, kr_arena *arena, const kr_route *routes, size_t count) {
    kr_branch *root = kr_new(arena, kr_branch);
    if (!root) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        kr_branch *at = root;
        kr_str rest = kr_str_z(routes[i].path + 1); /* each begins with a slash */
        for (bool more = true; more && at;) {
            kr_str part;
            kr_str after = kr_str_cut(rest, '/', &part);
            more = part.len < rest.len;
            at = below(at, arena, part);
            rest = after;
        }
        if (!at || !ends_here(at, arena, &routes[i])) return KR_E_MEMORY;
    }
    *out = root;
    return KR_OK;
}

typedef struct search {
    kr_str parts[MOST_PARTS];
    uint32_t hashes[MOST_PARTS];
    size_t n;
    kr_str method, found[4], *params;
    const kr_route *best;
    int best_words;
    bool other_method;
} search;

static void arrive(search *s, const kr_branch *at, int words, size_t n_params) {
    for (size_t i = 0; i < at->n_routes; i++) {
        if (!kr_str_is(s->method, at->routes[i]->method)) {
            s->other_method = true;
        } else if (words > s->best_words) {
            s->best = at->routes[i];
            s->best_words = words;
            memcpy(s->params, s->found, n_params * sizeof *s->found);
        }
    }
}

/* The most words win, so that /mens/nieuw goes before /mens/:person; and the sooner the better. */
static void walk(search *s, const kr_branch *at, size_t part, int words, size_t n_params) {
    if (part == s->n) {
        arrive(s, at, words, n_params);
        return;
    }
    const kr_branch *word = at->words;
    while (word && (word->hash != s->hashes[part] || !kr_str_eq(word->word, s->parts[part])))
        word = word->next;
    if (word) walk(s, word, part + 1, words + 1, n_params);
    if (!at->anything || s->parts[part].len == 0 || n_params == KR_COUNT(s->found)) return;
    s->found[n_params] = s->parts[part];
    walk(s, at->anything, part + 1, words, n_params + 1);
}

const kr_route *kr_route_find(const kr_branch *root, kr_str method, kr_str path, kr_str params[4],
                              bool *other_method) {
    search s = {
        .method = kr_str_is(method, "HEAD") ? KR_STR("GET") : method, .params = params, .best_words = -1};
    *other_method = false;
    if (path.len == 0 || path.ptr[0] != '/' || (path.len > 1 && path.ptr[path.len - 1] == '/')) return NULL;
    kr_str rest = kr_str_n(path.ptr + 1, path.len - 1);
    for (bool more = true; more; s.n++) {
        if (s.n == MOST_PARTS) return NULL;
        kr_str after = kr_str_cut(rest, '/', &s.parts[s.n]);
        more = s.parts[s.n].len < rest.len;
        s.hashes[s.n] = kr_hash(s.parts[s.n]);
        rest = after;
    }
    walk(&s, root, 0, 0, 0);
    *other_method = s.other_method;
    return s.best;
}
