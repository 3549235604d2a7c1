/* Brothers and sisters of whom no parent is known: a family without partners. In the drawing they hang from
 * one line, below a place where nobody stands. */
#include "core/num.h"
#include "draw/geno.h"

static bool is_here(const kr_family *f, kr_id id) {
    return id && kr_family_index(f, id) != KR_NOBODY;
}

static kr_date birth_of(const kr_person *p) {
    return p->born ? p->born : p->birth_year ? (kr_date)p->birth_year * 10000 : 0;
}

/* Oldest first, as in other families. */
static int by_age(const void *x, const void *y, void *context) {
    const kr_geno_loose *a = x, *b = y;
    const kr_family *f = context;
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    int64_t ra = a->record->rank, rb = b->record->rank;
    if (ra != rb) return !ra || (rb && ra > rb) ? 1 : -1;
    kr_date da = birth_of(f->members[a->member].person), db = birth_of(f->members[b->member].person);
    if (da != db) return !da || (db && da > db) ? 1 : -1;
    return a->member < b->member ? -1 : a->member > b->member;
}

kr_err kr_geno_find_loose(kr_geno *g) {
    const kr_family *f = &g->family;
    const kr_circle *c = f->circle;
    g->loose = kr_new_n(g->arena, kr_geno_loose, c->n_parentages + 1);
    g->loose_of = kr_new_n(g->arena, uint32_t, f->n + 1);
    kr_geno_loose *scratch = kr_new_n(g->arena, kr_geno_loose, c->n_parentages + 1);
    if (!g->loose || !g->loose_of || !scratch) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < c->n_parentages; i++) {
        const kr_parentage *p = &c->parentages[i];
        kr_kind kind = KR_KIND_none;
        const kr_union *u = p->gone || !p->pair ? NULL : kr_circle_record_of(c, p->pair, &kind);
        if (!u || kind != KR_KIND_union || u->gone || is_here(f, u->a) || is_here(f, u->b)) continue;
        uint32_t member = kr_family_index(f, p->child);
        if (member == KR_NOBODY || g->loose_of[member]) continue;
        g->loose_of[member] = 1; /* for now: of one such family only */
        g->loose[n++] = (kr_geno_loose){p, (uint32_t)(u - c->unions), member};
    }
    kr_sort(g->loose, n, sizeof *g->loose, by_age, (void *)(uintptr_t)f, scratch);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && g->loose[k].group == g->loose[i].group;) k++;
        for (size_t j = i; j < k; j++) {
            g->loose_of[g->loose[j].member] = k - i > 1 ? g->n_loose + 1 : 0;
            if (k - i > 1) scratch[g->n_loose + (j - i)] = g->loose[j];
        }
        if (k - i > 1) g->n_loose += (uint32_t)(k - i);
    }
    g->loose = scratch;
    return KR_OK;
}

/* Those who belong together begin where loose_of points, from 1. */
uint32_t kr_geno_loose_end(const kr_geno *g, uint32_t first) {
    uint32_t end = first;
    while (end < g->n_loose && g->loose[end].group == g->loose[first].group) end++;
    return end;
}

/* A place for the parents nobody knows, and lines from there; after all real persons and couples. */
void kr_geno_add_ghosts(kr_geno *g) {
    static const kr_person nobody;
    for (uint32_t i = 0, end; i < g->n_loose; i = end) {
        uint32_t drawn = 0;
        end = kr_geno_loose_end(g, i);
        for (uint32_t k = i; k < end; k++) drawn += g->local[g->loose[k].member] != KR_NOBODY;
        if (drawn < 2) continue;
        uint32_t ghost = g->n + g->n_ghosts++;
        g->persons[ghost] = (kr_geno_person){
            .who = &nobody, .member = KR_NOBODY, .beside = KR_NOBODY, .block = KR_NOBODY, .ghost = true};
        kr_geno_couple couple = {.a = ghost, .b = KR_NOBODY, .leg = KR_NOBODY, .first_link = g->n_links};
        for (uint32_t k = i; k < end; k++) {
            uint32_t child = g->local[g->loose[k].member];
            if (child == KR_NOBODY) continue;
            g->links[g->n_links++] = (kr_geno_link){
                .record = g->loose[k].record, .child = child, .couple = g->n_couples, .twins = KR_NOBODY};
        }
        couple.n_links = g->n_links - couple.first_link;
        g->couples[g->n_couples++] = couple;
    }
    g->n += g->n_ghosts;
}
