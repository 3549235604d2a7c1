/* Between two moments. */
#include "core/num.h"
#include "measure/measure.h"

typedef struct marked {
    uint64_t mark;
    uint32_t at;
} marked;

static int by_mark(const void *a, const void *b, void *context) {
    const marked *x = a, *y = b;
    (void)context;
    return x->mark < y->mark ? -1 : x->mark > y->mark;
}

static marked *sorted(kr_arena *arena, const uint64_t *marks, size_t n) {
    marked *all = kr_new_n(arena, marked, n), *scratch = kr_new_n(arena, marked, n);
    if (!all || !scratch) return NULL;
    for (size_t i = 0; i < n; i++) all[i] = (marked){marks[i], (uint32_t)i};
    kr_sort(all, n, sizeof *all, by_mark, NULL, scratch);
    return all;
}

static double over(double part, double all) {
    return all > 0 ? part / all : KR_UNDEFINED;
}

/* Those at both moments: where they are in the one and in the other. */
typedef struct stayed {
    uint32_t *from, *to;
    size_t count;
} stayed;

static void put_ties(double *of, const kr_ego_net *from, const kr_ego_net *to, const stayed *s) {
    uint32_t before = 0, after = 0, kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t j = i + 1; j < s->count; j++) {
            bool was = kr_ego_net_tied(from, s->from[i], s->from[j]);
            bool is = kr_ego_net_tied(to, s->to[i], s->to[j]);
            before += was;
            after += is;
            kept += was && is;
        }
    }
    of[KR_CH_ties_among_persisted_from] = before;
    of[KR_CH_ties_among_persisted_to] = after;
    of[KR_CH_ties_among_persisted_kept] = kept;
}

kr_err kr_change_of(kr_change_measures *out, kr_arena *arena, const kr_ego_net *from,
                    const uint64_t *from_marks, const kr_ego_net *to, const uint64_t *to_marks) {
    marked *a = sorted(arena, from_marks, from->n), *b = sorted(arena, to_marks, to->n);
    stayed s = {kr_new_n(arena, uint32_t, from->n), kr_new_n(arena, uint32_t, from->n), 0};
    if (!a || !b || !s.from || !s.to) return KR_E_MEMORY;
    for (size_t i = 0, j = 0; i < from->n && j < to->n;) {
        if (a[i].mark == b[j].mark) {
            s.from[s.count] = a[i++].at;
            s.to[s.count++] = b[j++].at;
        } else if (a[i].mark < b[j].mark) {
            i++;
        } else {
            j++;
        }
    }
    kr_change_measures c;
    double n_from = from->n, n_to = to->n, kept = (double)s.count;
    c.of[KR_CH_n_from] = n_from;
    c.of[KR_CH_n_to] = n_to;
    c.of[KR_CH_persisted] = kept;
    c.of[KR_CH_lost] = n_from - kept;
    c.of[KR_CH_new] = n_to - kept;
    c.of[KR_CH_jaccard] = over(kept, n_from + n_to - kept);
    c.of[KR_CH_retention] = over(kept, n_from);
    c.of[KR_CH_turnover] = over(n_from + n_to - 2 * kept, n_from + n_to);
    c.of[KR_CH_renewal] = over(n_to - kept, n_to);
    c.of[KR_CH_net_growth] = n_to - n_from;
    put_ties(c.of, from, to, &s);
    *out = c;
    return KR_OK;
}
