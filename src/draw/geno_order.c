/* Who stands beside whom. Partners form a block; blocks follow each other as a walk through the family meets
 * them: older brothers and sisters, the parents of who stands left, the block itself, its children, the
 * parents of who stands right, younger brothers and sisters. In a family that is a tree no lines cross then.
 */
#include "core/num.h"
#include "draw/geno.h"

typedef struct block {
    uint32_t first, n;            /* in `standing` */
    uint32_t first_pair, n_pairs; /* in `pairs` */
} block;

typedef struct pair_key {
    uint32_t block, couple;
    double middle;
} pair_key;

typedef struct task {
    uint32_t block;
    bool emit;
} task;

typedef struct orderer {
    kr_geno *g;
    block *blocks;
    uint32_t n_blocks;
    uint32_t *standing;               /* persons, block after block */
    uint32_t *place;                  /* person -> where in its block */
    uint32_t *before, *after, *queue; /* while a block is made: neighbours */
    int8_t *side;
    pair_key *pairs;
    bool *claimed;
    task *stack, *plan, *left, *right; /* left and right of a block, from the inside out */
    uint32_t depth, n_plan, n_left, n_right;
    uint32_t *told; /* items, as the walk meets them */
    uint32_t n_told;
} orderer;

/* -- blocks -- */

static void put_after(orderer *o, uint32_t who, uint32_t one) {
    uint32_t next = o->after[who];
    o->before[one] = who, o->after[one] = next, o->after[who] = one;
    if (next != KR_NOBODY) o->before[next] = one;
}

static void put_before(orderer *o, uint32_t who, uint32_t one) {
    uint32_t last = o->before[who];
    o->after[one] = who, o->before[one] = last, o->before[who] = one;
    if (last != KR_NOBODY) o->after[last] = one;
}

static bool manly(uint8_t gender) {
    return gender == KR_gender_man || gender == KR_gender_trans_man;
}

static bool womanly(uint8_t gender) {
    return gender == KR_gender_woman || gender == KR_gender_trans_woman;
}

/* Man left, woman right; of two alike the older one left. */
static bool stands_left(const kr_geno *g, uint32_t one, uint32_t than) {
    const kr_person *a = g->persons[one].who, *b = g->persons[than].who;
    if (manly(a->gender) != manly(b->gender)) return manly(a->gender);
    if (womanly(a->gender) != womanly(b->gender)) return !womanly(a->gender);
    int x = kr_person_born_year(a), y = kr_person_born_year(b);
    return x && y && x != y ? x < y : one < than;
}

static uint32_t partner(const kr_geno *g, uint32_t person, uint32_t at) {
    const kr_geno_couple *c = &g->couples[g->couples_of[g->persons[person].first_couple + at]];
    return c->across ? KR_NOBODY : c->a == person ? c->b : c->a;
}

/* The side away from brothers and sisters, half ones too: most of them stand on the other. */
static int8_t away_from_kin(const kr_geno *g, uint32_t person) {
    const kr_geno_person *p = &g->persons[person];
    uint32_t before = 0, after = 0;
    for (uint32_t i = 0; i < p->n_origins; i++) {
        const kr_geno_link *l = &g->links[g->origins[p->first_origin + i]];
        const kr_geno_couple *c = &g->couples[l->couple];
        uint32_t parents[2] = {c->a, c->b}, mine = (uint32_t)(l - g->links) - c->first_link;
        before += mine;
        after += c->n_links - mine - 1;
        for (int k = 0; k < 2; k++) {
            if (parents[k] == KR_NOBODY) continue;
            const kr_geno_person *parent = &g->persons[parents[k]];
            bool passed = false;
            for (uint32_t j = 0; j < parent->n_couples; j++) {
                uint32_t at = g->couples_of[parent->first_couple + j];
                if (at == l->couple) passed = true;
                if (at != l->couple && passed) after += g->couples[at].n_links;
                if (at != l->couple && !passed) before += g->couples[at].n_links;
            }
        }
    }
    return after > before ? -1 : 1;
}

/* Partners stand on one side, the first one nearest, away from the family somebody comes from; on both sides
 * when that family is not there, or when children of an earlier couple would have to come down through the
 * line of a later one. */
static bool on_one_side(const kr_geno *g, uint32_t person) {
    const kr_geno_person *p = &g->persons[person];
    uint32_t last = KR_NOBODY;
    if (!p->n_origins) return false;
    for (uint32_t i = 0; i < p->n_couples; i++) {
        uint32_t at = g->couples_of[p->first_couple + i];
        if (partner(g, person, i) == KR_NOBODY) continue;
        if (last != KR_NOBODY && g->couples[last].n_links) return false;
        last = at;
    }
    return true;
}

/* The partners of one who has a place already: around the first of the block, else outwards. */
static void place_partners(orderer *o, uint32_t person, uint32_t block_at, uint32_t *tail) {
    kr_geno *g = o->g;
    const kr_geno_person *p = &g->persons[person];
    uint32_t n = 0, last = person, k = 0;
    bool one_side = on_one_side(g, person);
    for (uint32_t i = 0; i < p->n_couples; i++) {
        uint32_t other = partner(g, person, i);
        n += other != KR_NOBODY && g->persons[other].block == KR_NOBODY;
    }
    for (uint32_t i = 0; i < p->n_couples; i++) {
        uint32_t other = partner(g, person, i);
        if (other == KR_NOBODY || g->persons[other].block != KR_NOBODY) continue;
        int8_t side = o->side[person];
        if (side == 0) {
            side = n == 1      ? (stands_left(g, other, person) ? -1 : 1)
                   : one_side  ? away_from_kin(g, person)
                   : k < n / 2 ? -1
                               : 1;
        }
        g->persons[other].block = block_at;
        o->side[other] = side;
        if (o->side[person] == 0 && side < 0 && (n == 1 || !one_side))
            put_before(o, person, other);
        else if (side < 0)
            put_before(o, last, other), last = other;
        else
            put_after(o, last, other), last = other;
        if (o->side[person] == 0 && side < 0 && !one_side) last = person;
        o->queue[(*tail)++] = other;
        k++;
    }
}

static uint32_t count_partners(const kr_geno *g, uint32_t person) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->persons[person].n_couples; i++) n += partner(g, person, i) != KR_NOBODY;
    return n;
}

/* The one with most partners among those tied to `start`. */
static uint32_t middle_of(orderer *o, uint32_t start) {
    const kr_geno *g = o->g;
    uint32_t head = 0, tail = 0, best = start, most = count_partners(g, start);
    o->queue[tail++] = start;
    o->side[start] = 2;
    while (head < tail) {
        uint32_t one = o->queue[head++], n = count_partners(g, one);
        if (n > most) most = n, best = one;
        for (uint32_t i = 0; i < g->persons[one].n_couples; i++) {
            uint32_t other = partner(g, one, i);
            if (other == KR_NOBODY || o->side[other] == 2) continue;
            o->side[other] = 2;
            o->queue[tail++] = other;
        }
    }
    return best;
}

static void make_block(orderer *o, uint32_t start, uint32_t *n) {
    kr_geno *g = o->g;
    uint32_t at = o->n_blocks++, middle = middle_of(o, start), head = 0, tail = 0;
    g->persons[middle].block = at;
    o->side[middle] = 0;
    o->queue[tail++] = middle;
    while (head < tail) place_partners(o, o->queue[head++], at, &tail);
    uint32_t first = middle;
    while (o->before[first] != KR_NOBODY) first = o->before[first];
    o->blocks[at].first = *n;
    for (; first != KR_NOBODY; first = o->after[first]) o->standing[(*n)++] = first;
    o->blocks[at].n = *n - o->blocks[at].first;
}

/* Who lives there without a family tie stands at the end of the block, on the side of whom they live with. */
static void add_companions(orderer *o) {
    kr_geno *g = o->g;
    for (uint32_t i = 0; i < g->n; i++) {
        kr_geno_person *p = &g->persons[i];
        if (p->beside == KR_NOBODY) continue;
        uint32_t first = p->beside, last = first;
        while (o->before[first] != KR_NOBODY && first != o->after[last]) first = o->before[first];
        while (o->after[last] != KR_NOBODY) last = o->after[last];
        if (first == p->beside && last != first)
            put_before(o, first, i);
        else
            put_after(o, last, i);
    }
}

static kr_err make_blocks(orderer *o) {
    kr_geno *g = o->g;
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n; i++) o->before[i] = o->after[i] = KR_NOBODY;
    for (uint32_t i = 0; i < g->n; i++) {
        kr_geno_person *p = &g->persons[i];
        if (p->block == KR_NOBODY && !p->apart && p->beside == KR_NOBODY) make_block(o, i, &n);
    }
    add_companions(o);
    n = 0;
    for (uint32_t b = 0; b < o->n_blocks; b++) {
        uint32_t one = o->standing[o->blocks[b].first];
        o->queue[b] = one;
    }
    for (uint32_t b = 0; b < o->n_blocks; b++) {
        uint32_t one = o->queue[b];
        while (o->before[one] != KR_NOBODY) one = o->before[one];
        o->blocks[b].first = n;
        for (; one != KR_NOBODY; one = o->after[one]) {
            g->persons[one].block = b;
            o->place[one] = n - o->blocks[b].first;
            o->standing[n++] = one;
        }
        o->blocks[b].n = n - o->blocks[b].first;
    }
    return KR_OK;
}

static int by_middle(const void *x, const void *y, void *context) {
    const pair_key *a = x, *b = y;
    (void)context;
    if (a->block != b->block) return a->block < b->block ? -1 : 1;
    if (a->middle != b->middle) return a->middle < b->middle ? -1 : 1;
    return a->couple < b->couple ? -1 : a->couple > b->couple;
}

/* The couples of every block, from left to right. */
static kr_err sort_pairs(orderer *o) {
    kr_geno *g = o->g;
    pair_key *scratch = kr_new_n(g->arena, pair_key, g->n_couples + 1);
    if (!scratch) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        uint32_t a = c->a, b = c->b == KR_NOBODY || c->across ? a : c->b;
        if (c->across && g->persons[c->b].row == c->row) a = b = c->b;
        o->pairs[i] = (pair_key){g->persons[a].block, i, (double)o->place[a] + (double)o->place[b]};
    }
    kr_sort(o->pairs, g->n_couples, sizeof *o->pairs, by_middle, NULL, scratch);
    for (uint32_t i = 0; i < g->n_couples; i++) {
        block *b = &o->blocks[o->pairs[i].block];
        if (b->n_pairs++ == 0) b->first_pair = i;
    }
    return KR_OK;
}

/* -- the walk -- */

static void plan(orderer *o, uint32_t at, bool emit) {
    o->plan[o->n_plan++] = (task){at, emit};
}

static void plan_once(orderer *o, uint32_t at) {
    if (at == KR_NOBODY || o->claimed[at]) return;
    o->claimed[at] = true;
    plan(o, at, false);
}

/* Children of a block from `from` on, until the block `until`; returns where it stopped. */
typedef struct kids {
    uint32_t pair, link;
} kids;

static uint32_t next_kid(const orderer *o, const block *b, kids *k) {
    const kr_geno *g = o->g;
    while (k->pair < b->n_pairs) {
        const kr_geno_couple *c = &g->couples[o->pairs[b->first_pair + k->pair].couple];
        while (k->link < c->n_links) {
            const kr_geno_link *l = &g->links[c->first_link + k->link++];
            if (!l->back) return g->persons[l->child].block;
        }
        k->pair++;
        k->link = 0;
    }
    return KR_NOBODY;
}

static bool left_half(const orderer *o, uint32_t person) {
    const block *b = &o->blocks[o->g->persons[person].block];
    return b->n == 1 || 2 * o->place[person] + 1 <= b->n;
}

/* The blocks of the parents of somebody, and of a partner on a row above; `at` counts. */
static uint32_t parents_of(const orderer *o, uint32_t person, uint32_t at) {
    const kr_geno *g = o->g;
    const kr_geno_person *p = &g->persons[person];
    if (at < p->n_origins) {
        const kr_geno_link *l = &g->links[g->origins[p->first_origin + at]];
        const kr_geno_couple *c = &g->couples[l->couple];
        uint32_t lower = c->b != KR_NOBODY && g->persons[c->b].row > g->persons[c->a].row ? c->b : c->a;
        return l->back ? KR_NOBODY : g->persons[lower].block;
    }
    at -= p->n_origins;
    const kr_geno_couple *c = &g->couples[g->couples_of[p->first_couple + at]];
    if (!c->across) return KR_NOBODY;
    return g->persons[c->a == person ? c->b : c->a].block;
}

static uint32_t ways_up(const kr_geno_person *p) {
    return p->n_origins + p->n_couples;
}

/* Brothers and sisters of the block `mine` before (older) or after it. Those on the left are planned from the
 * inside out: the youngest first. */
static void plan_siblings(orderer *o, uint32_t parents, uint32_t mine, bool older) {
    kids k = {0, 0};
    uint32_t kid, from = older ? o->n_left : 0;
    bool passed = false;
    while ((kid = next_kid(o, &o->blocks[parents], &k)) != KR_NOBODY) {
        if (kid == mine) {
            passed = true;
        } else if (passed != older && !o->claimed[kid]) {
            o->claimed[kid] = true;
            if (older)
                o->left[o->n_left++] = (task){kid, false};
            else
                o->right[o->n_right++] = (task){kid, false};
        }
    }
    for (uint32_t i = from, j = o->n_left; older && i + 1 < j; i++) {
        task swap = o->left[i];
        o->left[i] = o->left[--j];
        o->left[j] = swap;
    }
}

static uint32_t claim_parents(orderer *o, uint32_t at, uint32_t *claims, uint32_t *who, uint32_t cap) {
    const block *b = &o->blocks[at];
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t q = o->standing[b->first + i];
        const kr_geno_person *p = &o->g->persons[q];
        for (uint32_t k = 0; k < ways_up(p) && n < cap; k++) {
            uint32_t up = parents_of(o, q, k);
            if (up == KR_NOBODY || o->claimed[up]) continue;
            o->claimed[up] = true;
            claims[n] = up;
            who[n++] = q;
        }
    }
    return n;
}

/* -- what the walk meets -- */

static uint32_t new_item(kr_geno *g, int32_t row) {
    g->items[g->n_items] = (kr_geno_item){.row = row, .unit = 0, .left = 7, .right = 7};
    return g->n_items++;
}

static void tell(orderer *o, uint32_t item) {
    o->told[o->n_told++] = item;
}

/* The lines to somebody that pass rows on their way. */
static void tell_ways(orderer *o, uint32_t person) {
    kr_geno *g = o->g;
    const kr_geno_person *p = &g->persons[person];
    for (uint32_t i = 0; i < p->n_origins; i++) {
        kr_geno_link *l = &g->links[g->origins[p->first_origin + i]];
        l->first_way = g->n_items;
        if (l->back) continue;
        for (int32_t row = g->couples[l->couple].row + 1; row < p->row; row++) tell(o, new_item(g, row));
    }
    for (uint32_t i = 0; i < p->n_couples; i++) {
        kr_geno_couple *c = &g->couples[g->couples_of[p->first_couple + i]];
        if (!c->across || p->row != c->row) continue;
        uint32_t upper = c->a == person ? c->b : c->a;
        c->first_leg = g->n_items;
        for (int32_t row = g->persons[upper].row + 1; row <= c->row; row++) tell(o, new_item(g, row));
        c->leg = g->n_items - 1;
    }
}

static void emit(orderer *o, uint32_t at) {
    const block *b = &o->blocks[at];
    for (uint32_t i = 0; i < b->n; i++) {
        if (left_half(o, o->standing[b->first + i])) tell_ways(o, o->standing[b->first + i]);
    }
    for (uint32_t i = 0; i < b->n; i++) tell(o, o->standing[b->first + i]);
    for (uint32_t i = 0; i < b->n; i++) {
        if (!left_half(o, o->standing[b->first + i])) tell_ways(o, o->standing[b->first + i]);
    }
}

enum { MOST_PARENTS = 64 };

/* What stands around a block: on both sides its parents with all of theirs, or, when only one side has
 * parents, those and, further out, whatever stands around them. */
static void plan_around(orderer *o, uint32_t at) {
    uint32_t claims[MOST_PARENTS], who[MOST_PARENTS], n;
    while ((n = claim_parents(o, at, claims, who, MOST_PARENTS)) > 0) {
        bool left = false, right = false;
        for (uint32_t i = 0; i < n; i++) {
            left |= left_half(o, who[i]);
            right |= !left_half(o, who[i]);
        }
        for (uint32_t i = n; i > 0; i--) plan_siblings(o, claims[i - 1], at, true);
        for (uint32_t i = n; i > 0; i--) plan_siblings(o, claims[i - 1], at, false);
        bool nested = left != right;
        for (uint32_t i = n; i > 0; i--) {
            if (left_half(o, who[i - 1]) && !(nested && i == 1))
                o->left[o->n_left++] = (task){claims[i - 1], false};
        }
        for (uint32_t i = nested ? 1 : 0; i < n; i++) {
            if (!left_half(o, who[i])) o->right[o->n_right++] = (task){claims[i], false};
        }
        if (!nested) return;
        o->left[o->n_left++] = (task){claims[0], true};
        at = claims[0];
    }
}

static void visit(orderer *o, uint32_t at) {
    kids k = {0, 0};
    uint32_t kid;
    o->n_left = o->n_right = o->n_plan = 0;
    plan(o, at, true);
    while ((kid = next_kid(o, &o->blocks[at], &k)) != KR_NOBODY) plan_once(o, kid);
    plan_around(o, at);
    while (o->n_right) o->stack[o->depth++] = o->right[--o->n_right];
    while (o->n_plan) o->stack[o->depth++] = o->plan[--o->n_plan];
    for (uint32_t i = 0; i < o->n_left; i++) o->stack[o->depth++] = o->left[i];
}

static void walk_from(orderer *o, uint32_t start) {
    if (o->claimed[start]) return;
    o->claimed[start] = true;
    o->stack[o->depth++] = (task){start, false};
    while (o->depth) {
        task t = o->stack[--o->depth];
        if (t.emit)
            emit(o, t.block);
        else
            visit(o, t.block);
    }
}

static kr_err begin(orderer *o, kr_geno *g) {
    size_t n = g->n + 2, ways = n;
    for (uint32_t i = 0; i < g->n_links; i++) {
        int32_t rows = g->persons[g->links[i].child].row - g->couples[g->links[i].couple].row - 1;
        if (!g->links[i].back && rows > 0) ways += (size_t)rows;
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        if (!c->across) continue;
        int32_t rows = g->persons[c->a].row - g->persons[c->b].row;
        ways += (size_t)(rows < 0 ? -rows : rows);
    }
    if (ways > 40 * (size_t)KR_GENO_MOST) return KR_E_LIMIT;
    *o = (orderer){.g = g};
    g->items = kr_new_n(g->arena, kr_geno_item, ways);
    g->order = kr_new_n(g->arena, uint32_t, ways);
    o->told = kr_new_n(g->arena, uint32_t, ways);
    o->blocks = kr_new_n(g->arena, block, n);
    o->standing = kr_new_n(g->arena, uint32_t, n);
    o->place = kr_new_n(g->arena, uint32_t, n);
    o->before = kr_new_n(g->arena, uint32_t, n);
    o->after = kr_new_n(g->arena, uint32_t, n);
    o->queue = kr_new_n(g->arena, uint32_t, n);
    o->side = kr_new_n(g->arena, int8_t, n);
    o->pairs = kr_new_n(g->arena, pair_key, g->n_couples + 1);
    o->claimed = kr_new_n(g->arena, bool, n);
    o->stack = kr_new_n(g->arena, task, 3 * n);
    o->plan = kr_new_n(g->arena, task, 3 * n);
    o->left = kr_new_n(g->arena, task, 3 * n);
    o->right = kr_new_n(g->arena, task, 3 * n);
    return g->items && g->order && o->told && o->blocks && o->standing && o->place && o->before && o->after &&
                   o->queue && o->side && o->pairs && o->claimed && o->stack && o->plan && o->left && o->right
               ? KR_OK
               : KR_E_MEMORY;
}

/* Row by row, in the order in which the walk met them. */
static void fill_rows(orderer *o) {
    kr_geno *g = o->g;
    for (uint32_t i = 0; i < o->n_told; i++) g->rows[g->items[o->told[i]].row].n++;
    uint32_t sum = 0;
    for (int32_t r = 0; r < g->n_rows; r++) {
        g->rows[r].first = sum;
        sum += g->rows[r].n;
        g->rows[r].n = 0;
    }
    for (uint32_t i = 0; i < o->n_told; i++) {
        kr_geno_row *row = &g->rows[g->items[o->told[i]].row];
        g->order[row->first + row->n++] = o->told[i];
    }
    for (uint32_t i = 0; i < g->n_items; i++)
        g->items[i].unit = i < g->n ? g->persons[i].block : o->n_blocks + i;
}

kr_err kr_geno_order(kr_geno *g) {
    orderer o;
    kr_err err = begin(&o, g);
    if (err != KR_OK) return err;
    (void)make_blocks(&o);
    err = sort_pairs(&o);
    if (err != KR_OK) return err;
    for (uint32_t i = 0; i < g->n; i++) g->items[i].row = g->persons[i].row;
    g->n_items = g->n;
    if (g->start && g->start <= g->n && g->persons[g->start - 1].block != KR_NOBODY)
        walk_from(&o, g->persons[g->start - 1].block);
    if (!g->persons[g->root].apart) walk_from(&o, g->persons[g->root].block);
    for (uint32_t b = 0; b < o.n_blocks; b++) walk_from(&o, b);
    fill_rows(&o);
    return KR_OK;
}
