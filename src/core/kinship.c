#include "core/kinship.h"

/* How a child came to its parents, from the best to the last: a way through a better one goes before. */
enum { BY_BIRTH = 0, BY_ADOPTION = 1, BY_FOSTER = 2, BY_STEP = 4, BY_DONOR = 8, BY_SURROGATE = 16 };

typedef struct walk {
    const kr_family *f;
    kr_kinship *out;
    uint8_t *by;     /* per member: all that the way to them went through */
    uint32_t *queue; /* members in the order in which they were reached */
    size_t head, tail;
    uint32_t *height;    /* per member: steps up to them, KR_NOBODY when they are no ancestor */
    uint8_t *height_by;  /* ... and what those went through */
    uint32_t *ancestors; /* from the nearest to the furthest */
    size_t n_ancestors;
    uint32_t root;
} walk;

static uint8_t by_of(const kr_parentage *p) {
    switch (p->type) {
    case KR_parentage_type_adopted:
        return BY_ADOPTION;
    case KR_parentage_type_foster:
    case KR_parentage_type_guardian:
        return BY_FOSTER;
    case KR_parentage_type_step:
        return BY_STEP;
    case KR_parentage_type_donor:
        return BY_DONOR;
    case KR_parentage_type_surrogate:
        return BY_SURROGATE;
    default:
        return BY_BIRTH;
    }
}

/* -- up: everybody of whom the root is a descendant, the nearest first -- */

static void climb(walk *w, uint32_t member, uint32_t height, uint8_t by) {
    if (member == KR_NOBODY) return;
    if (w->height[member] == KR_NOBODY) {
        w->height[member] = height;
        w->height_by[member] = by;
        w->ancestors[w->n_ancestors++] = member;
    } else if (w->height[member] == height && by < w->height_by[member]) {
        w->height_by[member] = by; /* as near by a better way; nobody went on from here yet */
    }
}

static void climb_all(walk *w) {
    climb(w, w->root, 0, BY_BIRTH);
    for (size_t i = 0; i < w->n_ancestors; i++) {
        uint32_t member = w->ancestors[i];
        const kr_relative *m = &w->f->members[member];
        for (uint32_t k = 0; k < m->n_origins; k++) {
            const kr_child *c = &w->f->children[w->f->origins[m->first_origin + k]];
            const kr_couple *couple = &w->f->couples[c->couple];
            uint8_t by = w->height_by[member] | by_of(c->record);
            climb(w, couple->a, w->height[member] + 1, by);
            climb(w, couple->b, w->height[member] + 1, by);
        }
    }
}

/* -- and down from each of them, the shortest way in all first -- */

static void reach(walk *w, uint32_t member, uint32_t up, uint32_t down, uint8_t by) {
    kr_kinship *k = &w->out[member];
    if (k->line) {
        bool same = k->up + k->down == up + down;
        bool better = (down == 0) != (k->down == 0) ? down == 0 : by < w->by[member];
        if (same && better) k->up = up, k->down = down, w->by[member] = by;
        return;
    }
    k->line = true;
    k->up = up;
    k->down = down;
    w->by[member] = by;
    w->queue[w->tail++] = member;
}

static void reach_children(walk *w, uint32_t member) {
    const kr_relative *m = &w->f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &w->f->couples[w->f->couples_of[m->first_couple + i]];
        for (uint32_t k = 0; k < couple->n_children; k++) {
            const kr_child *c = &w->f->children[couple->first_child + k];
            reach(w, c->child, w->out[member].up, w->out[member].down + 1, w->by[member] | by_of(c->record));
        }
    }
}

static void walk_line(walk *w) {
    size_t next = 0;
    climb_all(w);
    for (uint32_t far = 0; next < w->n_ancestors || w->head < w->tail; far++) {
        for (; next < w->n_ancestors && w->height[w->ancestors[next]] == far; next++)
            reach(w, w->ancestors[next], far, 0, w->height_by[w->ancestors[next]]);
        while (w->head < w->tail) {
            uint32_t member = w->queue[w->head];
            if (w->out[member].up + w->out[member].down > far) break;
            w->head++;
            reach_children(w, member);
        }
    }
}

/* -- names for who is in the line -- */

static kr_kin parent_by(uint8_t by) {
    return by & BY_SURROGATE  ? KR_KIN_SURROGATE
           : by & BY_DONOR    ? KR_KIN_DONOR
           : by & BY_STEP     ? KR_KIN_STEP_PARENT
           : by & BY_FOSTER   ? KR_KIN_FOSTER_PARENT
           : by & BY_ADOPTION ? KR_KIN_ADOPTIVE_PARENT
                              : KR_KIN_PARENT;
}

static kr_kin child_by(uint8_t by, bool grand) {
    if (by & BY_STEP) return grand ? KR_KIN_STEP_GRANDCHILD : KR_KIN_STEP_CHILD;
    if (by & BY_FOSTER) return grand ? KR_KIN_FOSTER_GRANDCHILD : KR_KIN_FOSTER_CHILD;
    if (by & BY_ADOPTION) return grand ? KR_KIN_ADOPTED_GRANDCHILD : KR_KIN_ADOPTED_CHILD;
    return grand ? KR_KIN_GRANDCHILD : KR_KIN_CHILD;
}

/* Do they have a couple in common; or else how many parents? */
static kr_kin sibling_of(const walk *w, uint32_t member) {
    const kr_family *f = w->f;
    const kr_relative *me = &f->members[w->root], *other = &f->members[member];
    bool two = false;
    for (uint32_t i = 0; i < me->n_origins; i++) {
        uint32_t mine = f->children[f->origins[me->first_origin + i]].couple;
        for (uint32_t k = 0; k < other->n_origins; k++) {
            uint32_t theirs = f->children[f->origins[other->first_origin + k]].couple;
            if (mine == theirs) return KR_KIN_SIBLING;
            two = two || (f->couples[mine].b != KR_NOBODY && f->couples[theirs].b != KR_NOBODY);
        }
    }
    return two ? KR_KIN_HALF_SIBLING : KR_KIN_SIBLING;
}

static kr_kin line_kin(const walk *w, uint32_t member) {
    uint32_t up = w->out[member].up, down = w->out[member].down;
    uint8_t by = w->by[member];
    if (up == 0 && down == 0) return KR_KIN_SELF;
    if (down == 0)
        return up == 1   ? parent_by(by)
               : up == 2 ? KR_KIN_GRANDPARENT
               : up == 3 ? KR_KIN_GREAT_GRANDPARENT
                         : KR_KIN_ANCESTOR;
    if (up == 0)
        return down <= 2 ? child_by(by, down == 2) : down == 3 ? KR_KIN_GREAT_GRANDCHILD : KR_KIN_DESCENDANT;
    if (up == 1 && down == 1)
        return by & BY_STEP     ? KR_KIN_STEP_SIBLING
               : by & BY_FOSTER ? KR_KIN_FOSTER_SIBLING
                                : sibling_of(w, member);
    if (up == 1) return down == 2 ? KR_KIN_NIECE : KR_KIN_GREAT_NIECE;
    if (down == 1) return up == 2 ? KR_KIN_AUNT : up == 3 ? KR_KIN_GREAT_AUNT : KR_KIN_RELATIVE;
    if (up == 2 && down == 2) return KR_KIN_COUSIN;
    return up <= 3 && down <= 3 ? KR_KIN_DISTANT_COUSIN : KR_KIN_RELATIVE;
}

/* -- partners, and who belongs to them -- */

bool kr_union_parted(const kr_union *record) {
    if (!record) return false;
    switch (record->end) {
    case KR_union_end_separated:
    case KR_union_end_divorced:
    case KR_union_end_annulled:
    case KR_union_end_divorced_again:
    case KR_union_end_ended:
        return true;
    default:
        return false;
    }
}

/* A partner who becomes family by it: married, living together, or not said. */
static bool joins_family(const kr_union *record) {
    switch (record->type) {
    case KR_union_type_lat:
    case KR_union_type_relation:
    case KR_union_type_affair:
    case KR_union_type_casual:
    case KR_union_type_met:
    case KR_union_type_engaged:
    case KR_union_type_co_parents:
        return false;
    default:
        return true;
    }
}

static kr_kin partner_kin(kr_kin of, const kr_union *record) {
    bool parted = kr_union_parted(record);
    if (of == KR_KIN_SELF) return parted ? KR_KIN_FORMER_PARTNER : KR_KIN_PARTNER;
    if (parted) return KR_KIN_FORMER_PARTNER_OF;
    if (!joins_family(record)) return KR_KIN_PARTNER_OF;
    switch (of) {
    case KR_KIN_PARENT:
    case KR_KIN_ADOPTIVE_PARENT:
        return KR_KIN_STEP_PARENT;
    case KR_KIN_CHILD:
    case KR_KIN_ADOPTED_CHILD:
    case KR_KIN_FOSTER_CHILD:
    case KR_KIN_STEP_CHILD:
        return KR_KIN_CHILD_IN_LAW;
    case KR_KIN_SIBLING:
    case KR_KIN_HALF_SIBLING:
    case KR_KIN_FOSTER_SIBLING:
    case KR_KIN_STEP_SIBLING:
        return KR_KIN_SIBLING_IN_LAW;
    case KR_KIN_AUNT:
        return KR_KIN_AUNT;
    default:
        return KR_KIN_PARTNER_OF;
    }
}

static void name_one(walk *w, uint32_t member, kr_kin kin, uint32_t via, uint32_t couple) {
    if (member == KR_NOBODY || w->out[member].kin != KR_KIN_NONE) return;
    w->out[member].kin = (uint8_t)kin;
    w->out[member].via = via;
    w->out[member].couple = couple;
    w->queue[w->tail++] = member;
}

/* The how-manieth couple of this member. */
static uint8_t nth_of(const kr_family *f, uint32_t member, uint32_t couple) {
    const kr_relative *m = &f->members[member];
    uint32_t nth = 0;
    for (uint32_t i = 0; i < m->n_couples; i++) {
        uint32_t at = f->couples_of[m->first_couple + i];
        if (f->couples[at].b != KR_NOBODY) nth++;
        if (at == couple) break;
    }
    return (uint8_t)(nth < 255 ? nth : 255);
}

static void name_partners(walk *w, uint32_t member, kr_kin kin) {
    const kr_relative *m = &w->f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        uint32_t at = w->f->couples_of[m->first_couple + i];
        const kr_couple *couple = &w->f->couples[at];
        uint32_t other = kr_couple_other(couple, member);
        if (other == KR_NOBODY || !couple->record || w->out[other].kin != KR_KIN_NONE) continue;
        kr_kin name = partner_kin(kin, couple->record);
        name_one(w, other, name, member, at);
        if (name == KR_KIN_FORMER_PARTNER_OF) w->out[other].nth = nth_of(w->f, member, at);
    }
}

static void name_parents(walk *w, uint32_t member, kr_kin kin) {
    const kr_relative *m = &w->f->members[member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *couple = &w->f->couples[w->f->children[w->f->origins[m->first_origin + i]].couple];
        name_one(w, couple->a, kin, member, KR_NOBODY);
        name_one(w, couple->b, kin, member, KR_NOBODY);
    }
}

static void name_children(walk *w, uint32_t member, kr_kin kin) {
    const kr_relative *m = &w->f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &w->f->couples[w->f->couples_of[m->first_couple + i]];
        for (uint32_t k = 0; k < couple->n_children; k++)
            name_one(w, w->f->children[couple->first_child + k].child, kin, member, KR_NOBODY);
    }
}

static void name_siblings(walk *w, uint32_t member, kr_kin kin) {
    const kr_relative *m = &w->f->members[member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *couple = &w->f->couples[w->f->children[w->f->origins[m->first_origin + i]].couple];
        for (uint32_t k = 0; k < couple->n_children; k++)
            name_one(w, w->f->children[couple->first_child + k].child, kin, member, KR_NOBODY);
    }
}

/* What the family of a partner is to the one in the middle has a name of its own; further on it is said
 * through whom. The queue grows while it is walked. */
static void name_others(walk *w) {
    for (w->head = 0; w->head < w->tail; w->head++) {
        uint32_t member = w->queue[w->head];
        switch (w->out[member].kin) {
        case KR_KIN_PARTNER:
            name_parents(w, member, KR_KIN_PARENT_IN_LAW);
            name_siblings(w, member, KR_KIN_SIBLING_IN_LAW);
            name_children(w, member, KR_KIN_STEP_CHILD);
            break;
        case KR_KIN_STEP_PARENT:
            name_children(w, member, KR_KIN_STEP_SIBLING);
            break;
        case KR_KIN_STEP_CHILD:
            name_children(w, member, KR_KIN_STEP_GRANDCHILD);
            break;
        default:
            break;
        }
    }
    for (w->head = 0; w->head < w->tail; w->head++) {
        uint32_t member = w->queue[w->head];
        /* partners of partners' family are said through them */
        name_partners(w, member, KR_KIN_RELATIVE);
        name_parents(w, member, KR_KIN_PARENT_OF);
        name_children(w, member, KR_KIN_CHILD_OF);
    }
}

kr_err kr_kinship_of(kr_kinship **out, kr_arena *arena, const kr_family *family, uint32_t root) {
    walk w = {.f = family, .root = root};
    w.out = kr_new_n(arena, kr_kinship, family->n + 1);
    w.by = kr_new_n(arena, uint8_t, family->n + 1);
    w.queue = kr_new_n(arena, uint32_t, family->n * 2 + 1);
    w.height = kr_new_n(arena, uint32_t, family->n + 1);
    w.height_by = kr_new_n(arena, uint8_t, family->n + 1);
    w.ancestors = kr_new_n(arena, uint32_t, family->n + 1);
    if (!w.out || !w.by || !w.queue || !w.height || !w.height_by || !w.ancestors) return KR_E_MEMORY;
    for (size_t i = 0; i < family->n; i++) w.out[i].via = w.out[i].couple = w.height[i] = KR_NOBODY;
    if (root != KR_NOBODY && root < family->n) {
        walk_line(&w);
        for (size_t i = 0; i < w.tail; i++) w.out[w.queue[i]].kin = (uint8_t)line_kin(&w, w.queue[i]);
        size_t line = w.tail;
        for (size_t i = 0; i < line; i++) name_partners(&w, w.queue[i], (kr_kin)w.out[w.queue[i]].kin);
        name_others(&w);
    }
    *out = w.out;
    return KR_OK;
}

const char *kr_kin_name(kr_kin kin) {
    static const char *const names[] = {
        [KR_KIN_NONE] = "none",
        [KR_KIN_SELF] = "self",
        [KR_KIN_PARENT] = "parent",
        [KR_KIN_ADOPTIVE_PARENT] = "adoptive_parent",
        [KR_KIN_FOSTER_PARENT] = "foster_parent",
        [KR_KIN_STEP_PARENT] = "step_parent",
        [KR_KIN_DONOR] = "donor",
        [KR_KIN_SURROGATE] = "surrogate",
        [KR_KIN_GRANDPARENT] = "grandparent",
        [KR_KIN_GREAT_GRANDPARENT] = "great_grandparent",
        [KR_KIN_ANCESTOR] = "ancestor",
        [KR_KIN_CHILD] = "child",
        [KR_KIN_ADOPTED_CHILD] = "adopted_child",
        [KR_KIN_FOSTER_CHILD] = "foster_child",
        [KR_KIN_STEP_CHILD] = "step_child",
        [KR_KIN_GRANDCHILD] = "grandchild",
        [KR_KIN_ADOPTED_GRANDCHILD] = "adopted_grandchild",
        [KR_KIN_FOSTER_GRANDCHILD] = "foster_grandchild",
        [KR_KIN_STEP_GRANDCHILD] = "step_grandchild",
        [KR_KIN_GREAT_GRANDCHILD] = "great_grandchild",
        [KR_KIN_DESCENDANT] = "descendant",
        [KR_KIN_SIBLING] = "sibling",
        [KR_KIN_HALF_SIBLING] = "half_sibling",
        [KR_KIN_FOSTER_SIBLING] = "foster_sibling",
        [KR_KIN_STEP_SIBLING] = "step_sibling",
        [KR_KIN_AUNT] = "aunt",
        [KR_KIN_GREAT_AUNT] = "great_aunt",
        [KR_KIN_NIECE] = "niece",
        [KR_KIN_GREAT_NIECE] = "great_niece",
        [KR_KIN_COUSIN] = "cousin",
        [KR_KIN_DISTANT_COUSIN] = "distant_cousin",
        [KR_KIN_PARTNER] = "partner",
        [KR_KIN_FORMER_PARTNER] = "former_partner",
        [KR_KIN_PARENT_IN_LAW] = "parent_in_law",
        [KR_KIN_CHILD_IN_LAW] = "child_in_law",
        [KR_KIN_SIBLING_IN_LAW] = "sibling_in_law",
        [KR_KIN_PARTNER_OF] = "partner_of",
        [KR_KIN_FORMER_PARTNER_OF] = "former_partner_of",
        [KR_KIN_PARENT_OF] = "parent_of",
        [KR_KIN_CHILD_OF] = "child_of",
        [KR_KIN_RELATIVE] = "relative",
    };
    return (size_t)kin < KR_COUNT(names) ? names[kin] : "none";
}

char kr_kin_letter(const kr_person *person) {
    switch (person->gender) {
    case KR_gender_woman:
    case KR_gender_trans_woman:
        return 'f';
    case KR_gender_man:
    case KR_gender_trans_man:
        return 'm';
    default:
        return 'x';
    }
}
