/* Both sides of a family: what the FAM says decides who belongs to it; what the INDI says gives the order of
 * somebody's families and the kind of parentage. */
#include "core/num.h"
#include "format/gedcom_in.h"

#define MOST_RANK 100000u

static uint32_t rank_of(uint32_t order) {
    return order < MOST_RANK ? order : MOST_RANK;
}

/* The links of each person together, child before partner, in the order of the file. */
static int by_order(const void *a, const void *b, void *context) {
    const struct gedcom_link *x = a, *y = b;
    (void)context;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->child != y->child) return x->child ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_pair(const void *a, const void *b, void *context) {
    const struct gedcom_link *x = a, *y = b;
    (void)context;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->child != y->child) return x->child ? -1 : 1;
    return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static struct gedcom_link *link_of(const gedcom *g, uint32_t person, uint32_t pair, bool child) {
    struct gedcom_link wanted = {.person = person, .pair = pair, .child = child};
    size_t low = 0, high = g->n_links;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_pair(&g->links[middle], &wanted, NULL) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->n_links && by_pair(&g->links[low], &wanted, NULL) == 0 ? &g->links[low] : NULL;
}

/* The first, second ... family of each person, then ready to be found. */
static kr_err sort_links(gedcom *g) {
    struct gedcom_link *scratch = kr_new_n(g->tree->arena, struct gedcom_link, g->n_links + 1);
    uint32_t person = KR_NOBODY, child = 0, partner = 0;
    if (!scratch) return KR_E_MEMORY;
    kr_sort(g->links, g->n_links, sizeof *scratch, by_order, NULL, scratch);
    for (size_t i = 0; i < g->n_links; i++) {
        struct gedcom_link *link = &g->links[i];
        if (link->person != person) person = link->person, child = partner = 0;
        link->order = link->child ? ++child : ++partner;
    }
    kr_sort(g->links, g->n_links, sizeof *scratch, by_pair, NULL, scratch);
    return KR_OK;
}

/* In the order of the file; a child that a family names twice is there once. */
static kr_err link_children(gedcom *g) {
    kr_tree *t = g->tree;
    uint32_t *seen = kr_new_n(t->arena, uint32_t, t->n_persons + 1);
    uint32_t *in_pair = kr_new_n(t->arena, uint32_t, t->n_unions + 1);
    uint32_t *origins = kr_new_n(t->arena, uint32_t, t->n_persons + 1);
    size_t kept = 0;
    if (!seen || !in_pair || !origins) return KR_E_MEMORY;
    for (size_t i = 0; i < t->n_children; i++) {
        kr_tree_child c = t->children[i];
        if (seen[c.person] == c.pair + 1) {
            kr_tree_note(t, "format.note.pointer_twice", t->persons[c.person].mark, c.rank);
            continue;
        }
        seen[c.person] = c.pair + 1;
        origins[c.person]++;
        c.rank = rank_of(++in_pair[c.pair]);
        t->children[kept++] = c;
    }
    t->n_children = kept;
    for (size_t i = 0; i < kept; i++) {
        kr_tree_child *c = &t->children[i];
        struct gedcom_link *link = link_of(g, c->person, c->pair, true);
        if (link) link->met = true;
        if (link && link->type) c->type = link->type;
        if (in_pair[c->pair] < 2) c->rank = 0;
        bool twice = link && link + 1 < g->links + g->n_links && by_pair(link, link + 1, NULL) == 0;
        if (origins[c->person] > 1 || twice) c->rank_parent = link ? rank_of(link->order) : MOST_RANK;
    }
    return KR_OK;
}

/* Somebody may be the child of one family in two ways: by birth, and adopted by the same two later. */
static void link_again(gedcom *g) {
    kr_tree *t = g->tree;
    struct gedcom_link *last = NULL;
    for (size_t i = 0; i < g->n_links; i++) {
        struct gedcom_link *link = &g->links[i];
        bool same = last && by_pair(last, link, NULL) == 0;
        if (!same) last = link;
        if (!same || !last->met || !link->child || !link->type || link->type == last->type) continue;
        kr_tree_child *child = kr_tree_child_add(t);
        if (!child) return;
        *child = (kr_tree_child){.person = link->person,
                                 .pair = link->pair,
                                 .type = link->type,
                                 .rank_parent = rank_of(link->order),
                                 .rank = MOST_RANK};
        last = link;
        link->met = true;
    }
}

static uint32_t partner_rank(gedcom *g, uint32_t person, uint32_t pair, const uint32_t *count) {
    struct gedcom_link *link = person == KR_NOBODY ? NULL : link_of(g, person, pair, false);
    if (link) link->met = true;
    if (person == KR_NOBODY || count[person] < 2) return 0;
    return link ? rank_of(link->order) : MOST_RANK;
}

static kr_err link_partners(gedcom *g) {
    kr_tree *t = g->tree;
    uint32_t *count = kr_new_n(t->arena, uint32_t, t->n_persons + 1);
    if (!count) return KR_E_MEMORY;
    for (size_t i = 0; i < t->n_unions; i++) {
        if (t->unions[i].a != KR_NOBODY) count[t->unions[i].a]++;
        if (t->unions[i].b != KR_NOBODY) count[t->unions[i].b]++;
    }
    for (size_t i = 0; i < t->n_unions; i++) {
        kr_tree_union *u = &t->unions[i];
        u->rank_a = partner_rank(g, u->a, (uint32_t)i, count);
        u->rank_b = partner_rank(g, u->b, (uint32_t)i, count);
    }
    link_again(g);
    return KR_OK;
}

kr_err gedcom_link_all(gedcom *g) {
    kr_err err = sort_links(g);
    if (err == KR_OK) err = link_children(g);
    if (err == KR_OK) err = link_partners(g);
    for (size_t i = 0; i < g->n_links && err == KR_OK; i++) {
        const struct gedcom_link *link = &g->links[i];
        /* Said twice: the second of the same is not looked at. */
        bool again = i > 0 && by_pair(link - 1, link, NULL) == 0;
        if (!link->met && !again)
            kr_tree_note(g->tree, "format.note.one_side", g->tree->persons[link->person].name, link->line);
    }
    return err;
}
