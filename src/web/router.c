/* Finding the route for a path. Routes are few and short: comparing them all takes a microsecond. */
#include "web/engine.h"

/* Does `path` fit `pattern`? `exact` counts the parts that are words, so that /mens/nieuw goes before
 * /mens/:person. */
static bool fits(const char *pattern, kr_str path, kr_str params[4], int *exact) {
    size_t at = 0, n = 0;
    *exact = 0;
    while (*pattern && at < path.len) {
        if (*pattern++ != '/' || path.ptr[at++] != '/') return false;
        size_t from = at;
        if (*pattern == ':') {
            while (*pattern && *pattern != '/') pattern++;
            while (at < path.len && path.ptr[at] != '/') at++;
            if (at == from || n == 4) return false;
            params[n++] = kr_str_n(path.ptr + from, at - from);
        } else {
            while (at < path.len && *pattern && *pattern != '/' && path.ptr[at] == *pattern) at++, pattern++;
            if ((*pattern && *pattern != '/') || (at < path.len && path.ptr[at] != '/')) return false;
            ++*exact;
        }
    }
    return !*pattern && at == path.len;
}

const kr_route *kr_route_find(const kr_route *routes, size_t count, kr_str method, kr_str path,
                              kr_str params[4], bool *other_method) {
    const kr_route *best = NULL;
    int best_exact = -1;
    kr_str found[4];
    *other_method = false;
    if (kr_str_is(method, "HEAD")) method = KR_STR("GET");
    if (path.len > 1 && path.ptr[path.len - 1] == '/') return NULL;
    for (size_t i = 0; i < count; i++) {
        int exact;
        if (!fits(routes[i].path, path, found, &exact)) continue;
        if (!kr_str_is(method, routes[i].method)) {
            *other_method = true;
            continue;
        }
        if (exact <= best_exact) continue;
        best = &routes[i];
        best_exact = exact;
        memcpy(params, found, sizeof(found));
    }
    return best;
}
