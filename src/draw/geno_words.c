/* What is written in the tree: names, years on the bars, how a child came; and the room all that takes. */
#include "draw/geno.h"

/* "m 1997": the word for a kind, then the year. */
static kr_str with_year(kr_geno *g, const char *key, kr_date date) {
    kr_str word = key ? kr_word_for(g->w, key) : KR_NONE;
    int year = date / 10000;
    if (year <= 0 || (g->simple || !(g->options->layers & KR_LAYER_YEARS))) return word;
    kr_str number = kr_text_number(g->arena, KR_STR("{n}"), (size_t)year);
    char *ptr = kr_arena_alloc(g->arena, word.len + number.len + 2);
    if (!ptr || !number.ptr) {
        g->w->scene->err = KR_E_MEMORY;
        return KR_NONE;
    }
    size_t at = word.len;
    if (at) memcpy(ptr, word.ptr, at), ptr[at++] = ' ';
    memcpy(ptr + at, number.ptr, number.len);
    return kr_str_n(ptr, at + number.len);
}

static const char *const union_words[] = {"geno.u.unknown",    "geno.u.married", "geno.u.living",
                                          "geno.u.registered", "geno.u.engaged", "geno.u.engaged_living",
                                          "geno.u.relation",   "geno.u.lat",     "geno.u.affair",
                                          "geno.u.casual",     "geno.u.met",     "geno.u.parents",
                                          "geno.u.unknown"};
static const char *const end_words[] = {NULL,
                                        "geno.e.separated",
                                        "geno.e.bed",
                                        "geno.e.divorced",
                                        "geno.e.annulled",
                                        "geno.e.widowed",
                                        "geno.e.again",
                                        "geno.e.divorced_again",
                                        "geno.e.ended"};
static const char *const child_words[] = {
    NULL,          NULL,           "geno.c.adopted",   "geno.c.foster",
    "geno.c.step", "geno.c.donor", "geno.c.surrogate", "geno.c.guardian",
    NULL};

static void couple_words(kr_geno *g, kr_geno_couple *c) {
    const kr_union *u = c->record;
    c->said[0] = c->said[1] = KR_NONE;
    if (!u || g->simple) return;
    if (u->type < KR_COUNT(union_words) && (u->since || u->type > KR_union_type_married))
        c->said[0] = with_year(g, u->type ? union_words[u->type] : NULL, u->since);
    bool again = u->end == KR_union_end_together_again;
    if (u->end && u->end < KR_COUNT(end_words) && u->end != KR_union_end_widowed)
        c->said[1] = with_year(g, end_words[u->end], again ? u->again : u->until);
    else if (u->until && !u->end)
        c->said[1] = with_year(g, "geno.e.ended", u->until);
    double a = kr_text_width(c->said[0], 400), b = kr_text_width(c->said[1], 400);
    /* Slashes stand in the middle, a word on both sides of them. */
    c->said_em = b > 0 ? 2 * (a > b ? a : b) + 2.6 : a;
}

static void link_words(kr_geno *g, kr_geno_link *l) {
    uint8_t type = l->record->type;
    l->said = KR_NONE;
    if (g->simple || type >= KR_COUNT(child_words) || !child_words[type]) return;
    l->said = with_year(g, child_words[type], l->record->since);
    l->said_em = kr_text_width(l->said, 400);
}

static double most(double a, double b) {
    return a > b ? a : b;
}

static kr_err person_words(kr_geno *g, uint32_t i) {
    kr_geno_person *p = &g->persons[i];
    kr_geno_item *item = &g->items[i];
    double size = i == g->root ? 18 : KR_GENO_NAME;
    p->name = p->who->name.len ? p->who->name : KR_NONE;
    if (kr_text_width(p->name, 400) > 16) p->name = kr_text_fit(g->arena, p->name, 16, 400, &p->cut);
    if (!p->name.ptr) return KR_E_MEMORY;
    p->label = kr_label_break(p->name, 5.6);
    if (p->ghost) {
        item->left = item->right = 4;
        return KR_OK;
    }
    double half = p->label.widest * size * (i == g->root ? 1.06 : 1) / 2 + 1;
    item->left = item->right = most(KR_GENO_HALF + (i == g->root ? 6 : 0), half);
    bool loss = p->who->arrival > KR_arrival_expected;
    if (!g->simple && !g->only && (g->options->layers & KR_LAYER_YEARS)) {
        if (kr_person_born_year(p->who)) item->left = most(item->left, loss ? 17 : 40);
        if (kr_person_died_year(p->who)) item->right = most(item->right, 40);
    }
    /* The word beside the line of an adopted child stands left of it. */
    double beside = 0;
    for (uint32_t k = 0; k < p->n_origins; k++)
        beside = most(beside, g->links[g->origins[p->first_origin + k]].said_em * KR_GENO_SMALL + 10);
    item->left = most(item->left, beside);
    return KR_OK;
}

/* Births on one day: children of a couple with the same number. */
static void find_twins(kr_geno *g) {
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        for (uint32_t k = 1; k < c->n_links; k++) {
            kr_geno_link *l = &g->links[c->first_link + k];
            if (!l->record->twin || l->back) continue;
            uint32_t from = k > 8 ? k - 8 : 0;
            for (uint32_t j = from; j < k; j++) {
                kr_geno_link *other = &g->links[c->first_link + j];
                if (other->record->twin != l->record->twin || other->back) continue;
                if (g->persons[other->child].row != g->persons[l->child].row) continue;
                other->twins = other->twins == KR_NOBODY ? c->first_link + j : other->twins;
                l->twins = other->twins;
                break;
            }
        }
    }
}

kr_err kr_geno_words(kr_geno *g) {
    for (uint32_t i = 0; i < g->n_couples; i++) couple_words(g, &g->couples[i]);
    for (uint32_t i = 0; i < g->n_links; i++) link_words(g, &g->links[i]);
    find_twins(g);
    for (uint32_t i = 0; i < g->n; i++) {
        kr_err err = person_words(g, i);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}
