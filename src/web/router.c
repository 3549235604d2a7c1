/* Finding the route for a path. Routes are few and short: comparing them all takes a microsecond. */
#include "web/engine.h"

/* Does `path` fit `pattern`? `exact` counts the parts that are words, so that /mens/nieuw goes before
 * /mens/:person. */
static bool fits(const char *pattern, kr_str path, kr_str params[4], int *exact) {
    kr_str rest = kr_str_z(pattern);
    size_t n = 0;
    *exact = 0;
    if (rest.len == 1 || path.len == 1) return kr_str_eq(rest, path);
    while (rest.len && path.len) {
        kr_str want, have;
        if (rest.ptr[0] != '/' || path.ptr[0] != '/') return false;
        rest = kr_str_cut(kr_str_n(rest.ptr + 1, rest.len - 1), '/', &want);
        path = kr_str_cut(kr_str_n(path.ptr + 1, path.len - 1), '/', &have);
        /* kr_str_cut swallows the slash; give it back so that the next round begins with one */
        if (rest.len) rest = kr_str_n(rest.ptr - 1, rest.len + 1);
        if (path.len) path = kr_str_n(path.ptr - 1, path.len + 1);
        if (want.len && want.ptr[0] == ':') {
            if (have.len == 0 || n == 4) return false;
            params[n++] = have;
        } else {
            if (!kr_str_eq(want, have)) return false;
            ++*exact;
        }
    }
    return rest.len == 0 && path.len == 0;
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
