/* Before GEDCOM is written: who stands in it, under which mark, and in which order. */
#include "core/num.h"
#include "core/utf8.h"
#include "format/gedcom_out.h"

static uint32_t place_of(const gedcom_out *g, kr_id id) {
    const kr_person *p = id ? kr_circle_person(g->c, id) : NULL;
    return p && g->taken[p - g->c->persons] ? (uint32_t)(p - g->c->persons) : KR_NOBODY;
}

static void take(const gedcom_out *g, kr_id id) {
    const kr_person *p = id ? kr_circle_person(g->c, id) : NULL;
    kr_status status = p ? kr_person_status(p) : KR_GONE;
    if (status == KR_HERE || status == KR_LEFT) g->taken[p - g->c->persons] = true;
}

static bool shown(const gedcom_out *g, const kr_union *u) {
    return !u->gone && (u->secret != KR_yesno_yes || g->options->with_private);
}

/* The family, and who came with a family tree; neighbours and friends are in none. */
static kr_err take_persons(gedcom_out *g) {
    const kr_circle *c = g->c;
    g->taken = kr_new_n(g->arena, bool, c->n_persons + 1);
    if (!g->taken) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        if (p->source_mark.len || p->only_family == KR_yesno_yes) take(g, p->id);
    }
    for (size_t i = 0; i < c->n_unions; i++) {
        if (!shown(g, &c->unions[i])) continue;
        take(g, c->unions[i].a);
        take(g, c->unions[i].b);
    }
    for (size_t i = 0; i < c->n_parentages; i++) {
        if (c->parentages[i].gone) continue;
        take(g, c->parentages[i].child);
        take(g, c->parentages[i].parent);
    }
    /* The person in the middle stands in the tree when there is one. */
    bool any = false;
    for (size_t i = 0; i < c->n_persons && !any; i++) any = g->taken[i];
    const kr_person *ego = kr_circle_ego(c);
    if (ego && (any || ego->surname.len || ego->gender || ego->born || ego->died)) take(g, ego->id);
    return KR_OK;
}

/* -- families -- */

static kr_err gather_fams(gedcom_out *g, uint32_t *of_union, uint32_t *of_parent) {
    const kr_circle *c = g->c;
    g->fams = kr_new_n(g->arena, gedcom_fam, c->n_unions + c->n_parentages + 1);
    g->children = kr_new_n(g->arena, gedcom_member, c->n_parentages + 1);
    if (!g->fams || !g->children) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_unions; i++) {
        const kr_union *u = &c->unions[i];
        of_union[i] = KR_NOBODY;
        if (!shown(g, u)) continue;
        of_union[i] = (uint32_t)g->n_fams;
        g->fams[g->n_fams++] = (gedcom_fam){.record = u, .a = place_of(g, u->a), .b = place_of(g, u->b)};
    }
    for (size_t i = 0; i < c->n_persons; i++) of_parent[i] = KR_NOBODY;
    for (size_t i = 0; i < c->n_parentages; i++) {
        const kr_parentage *p = &c->parentages[i];
        uint32_t child = place_of(g, p->child), parent = place_of(g, p->parent), fam = KR_NOBODY;
        kr_kind kind = KR_KIND_none;
        const kr_union *u = p->pair ? kr_circle_record_of(c, p->pair, &kind) : NULL;
        if (p->gone || child == KR_NOBODY) continue;
        if (u && kind == KR_KIND_union) {
            fam = of_union[u - c->unions];
        } else if (parent != KR_NOBODY) {
            if (of_parent[parent] == KR_NOBODY) {
                of_parent[parent] = (uint32_t)g->n_fams;
                g->fams[g->n_fams++] = (gedcom_fam){.a = parent, .b = KR_NOBODY};
            }
            fam = of_parent[parent];
        }
        const kr_person *who = &c->persons[child];
        kr_date born = who->born ? who->born : (kr_date)who->birth_year * 10000;
        if (fam != KR_NOBODY)
            g->children[g->n_children++] = (gedcom_member){.person = child,
                                                           .fam = fam,
                                                           .order = (uint32_t)i,
                                                           .rank = p->rank,
                                                           .when = born,
                                                           .record = p};
    }
    return KR_OK;
}

/* What has no rank comes after what has, by date, then as it was named. */
static int by_rank(const gedcom_member *a, const gedcom_member *b) {
    if (a->rank != b->rank) return !a->rank || (b->rank && a->rank > b->rank) ? 1 : -1;
    if (!a->rank && a->when != b->when) return !a->when || (b->when && a->when > b->when) ? 1 : -1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int by_fam(const void *x, const void *y, void *context) {
    const gedcom_member *a = x, *b = y;
    (void)context;
    if (a->fam != b->fam) return a->fam < b->fam ? -1 : 1;
    return by_rank(a, b);
}

static int by_person(const void *x, const void *y, void *context) {
    const gedcom_member *a = x, *b = y;
    (void)context;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return by_rank(a, b);
}

/* Twins and triplets, by the number they share in a FAM. */
typedef struct birth {
    uint32_t fam, child;
    int64_t number;
} birth;

static int by_number(const void *x, const void *y, void *context) {
    const birth *a = x, *b = y;
    (void)context;
    if (a->fam != b->fam) return a->fam < b->fam ? -1 : 1;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return a->child < b->child ? -1 : a->child > b->child;
}

static kr_err gather_births(gedcom_out *g) {
    birth *all = kr_new_n(g->arena, birth, g->n_children + 1);
    birth *scratch = kr_new_n(g->arena, birth, g->n_children + 1);
    uint32_t n = 0;
    g->births = kr_new_n(g->arena, uint32_t, g->n_children + 1);
    if (!all || !scratch || !g->births) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_children; i++) {
        const gedcom_member *child = &g->children[i];
        if (child->record->twin && !child->again) all[n++] = (birth){child->fam, i, child->record->twin};
    }
    kr_sort(all, n, sizeof *all, by_number, NULL, scratch);
    for (uint32_t from = 0, to = 0; from < n; from = to) {
        while (to < n && all[to].fam == all[from].fam && all[to].number == all[from].number) to++;
        for (uint32_t i = from; i < to; i++) {
            g->births[i] = g->children[all[i].child].person;
            g->children[all[i].child].birth = from;
            g->children[all[i].child].n_birth = to - from;
        }
    }
    return KR_OK;
}

static void count_starts(uint32_t *first, size_t n, const gedcom_member *members, size_t count, bool fams) {
    for (size_t i = 0; i < count; i++) first[(fams ? members[i].fam : members[i].person) + 1]++;
    for (size_t i = 0; i < n; i++) first[i + 1] += first[i];
}

static kr_err sort_members(gedcom_out *g) {
    size_t n = g->n_children, m = g->n_fams * 2, most = n > m ? n : m;
    gedcom_member *scratch = kr_new_n(g->arena, gedcom_member, most + 1);
    g->origins = kr_new_n(g->arena, gedcom_member, n + 1);
    g->partners = kr_new_n(g->arena, gedcom_member, m + 1);
    g->first_child = kr_new_n(g->arena, uint32_t, g->n_fams + 2);
    g->first_origin = kr_new_n(g->arena, uint32_t, g->c->n_persons + 2);
    g->first_partner = kr_new_n(g->arena, uint32_t, g->c->n_persons + 2);
    if (!scratch || !g->origins || !g->partners || !g->first_child || !g->first_origin || !g->first_partner)
        return KR_E_MEMORY;
    kr_sort(g->children, n, sizeof *scratch, by_fam, NULL, scratch);
    uint32_t *seen = kr_new_n(g->arena, uint32_t, g->c->n_persons + 1);
    if (!seen) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        gedcom_member *child = &g->children[i];
        child->again = seen[child->person] == child->fam + 1;
        seen[child->person] = child->fam + 1;
    }
    kr_err err = gather_births(g);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < n; i++) {
        g->origins[i] = g->children[i];
        g->origins[i].rank = g->children[i].record->rank_parent;
        g->origins[i].when = 0;
    }
    kr_sort(g->origins, n, sizeof *scratch, by_person, NULL, scratch);
    for (size_t i = 0; i < g->n_fams; i++) {
        const gedcom_fam *fam = &g->fams[i];
        const kr_union *u = fam->record;
        int64_t rank = u ? u->rank : 0, second = u && u->rank_b ? u->rank_b : rank, when = u ? u->since : 0;
        uint32_t order = (uint32_t)i;
        if (fam->a != KR_NOBODY)
            g->partners[g->n_partners++] =
                (gedcom_member){.person = fam->a, .fam = order, .order = order, .rank = rank, .when = when};
        if (fam->b != KR_NOBODY && fam->b != fam->a)
            g->partners[g->n_partners++] =
                (gedcom_member){.person = fam->b, .fam = order, .order = order, .rank = second, .when = when};
    }
    kr_sort(g->partners, g->n_partners, sizeof *scratch, by_person, NULL, scratch);
    count_starts(g->first_child, g->n_fams, g->children, n, true);
    count_starts(g->first_origin, g->c->n_persons, g->origins, n, false);
    count_starts(g->first_partner, g->c->n_persons, g->partners, g->n_partners, false);
    return KR_OK;
}

/* -- events -- */

/* Of a person or FAM, KR_NOBODY when it stays: what has no tag is the owner's own life line. */
static uint32_t event_owner(const gedcom_out *g, const kr_event *e, const uint32_t *of_union) {
    bool ours = kr_gedcom_tag_of(e->tag) || e->in_tree == KR_yesno_yes || g->options->with_private;
    kr_kind kind = KR_KIND_none;
    if (e->gone || !ours) return KR_NOBODY;
    const kr_union *u = e->pair ? kr_circle_record_of(g->c, e->pair, &kind) : NULL;
    if (u && kind == KR_KIND_union) {
        uint32_t fam = of_union[u - g->c->unions];
        return fam == KR_NOBODY ? fam : (uint32_t)g->c->n_persons + fam;
    }
    return e->pair ? KR_NOBODY : place_of(g, e->about);
}

static kr_err gather_events(gedcom_out *g, const uint32_t *of_union) {
    const kr_circle *c = g->c;
    size_t owners = c->n_persons + g->n_fams;
    g->events = kr_new_n(g->arena, const kr_event *, c->n_events + 1);
    g->first_event = kr_new_n(g->arena, uint32_t, owners + 2);
    uint32_t *next = kr_new_n(g->arena, uint32_t, owners + 2);
    if (!g->events || !g->first_event || !next) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_events; i++) {
        uint32_t owner = event_owner(g, &c->events[i], of_union);
        if (owner != KR_NOBODY) g->first_event[owner + 1]++;
    }
    for (size_t i = 0; i < owners; i++) g->first_event[i + 1] += g->first_event[i];
    memcpy(next, g->first_event, (owners + 1) * sizeof *next);
    for (size_t i = 0; i < c->n_events; i++) {
        uint32_t owner = event_owner(g, &c->events[i], of_union);
        if (owner != KR_NOBODY) g->events[next[owner]++] = &c->events[i];
    }
    return KR_OK;
}

/* -- marks -- */

typedef struct claim {
    kr_str mark;
    uint32_t order;
} claim;

static int by_mark(const void *a, const void *b, void *context) {
    const claim *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->mark, y->mark);
    return order ? order : x->order < y->order ? -1 : 1;
}

static bool fits(const gedcom_out *g, kr_str mark) {
    size_t most = g->options->seven ? 200 : 22;
    if (mark.len < 3 || mark.len > most || mark.ptr[0] != '@' || mark.ptr[mark.len - 1] != '@') return false;
    if (kr_str_is(mark, "@VOID@") || mark.ptr[1] == '#') return false;
    for (size_t i = 1; i + 1 < mark.len; i++) {
        char c = mark.ptr[i];
        bool capital = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        bool old = (c >= 'a' && c <= 'z') || c == '-';
        if (!capital && (g->options->seven || !old)) return false;
    }
    return true;
}

/* The file's own marks stay, the first time they stand there; the others get one that is free. Marks that are
 * made carry two letters that no mark of a file in the list begins with. */
static kr_err give_marks(gedcom_out *g) {
    size_t persons = g->c->n_persons, all = persons + g->n_fams;
    g->marks = kr_new_n(g->arena, kr_str, persons + 1);
    claim *claims = kr_new_n(g->arena, claim, all + 1), *scratch = kr_new_n(g->arena, claim, all + 1);
    size_t n = 0, numbers[2] = {0, 0};
    if (!g->marks || !claims || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < all; i++) {
        const kr_union *u = i < persons ? NULL : g->fams[i - persons].record;
        kr_str mark = i < persons ? g->c->persons[i].source_mark : u ? u->source_mark : KR_NONE;
        if ((i >= persons || g->taken[i]) && fits(g, mark)) claims[n++] = (claim){mark, (uint32_t)i};
    }
    kr_sort(claims, n, sizeof *claims, by_mark, NULL, scratch);
    for (size_t i = 0; i < n; i++) {
        if (i && kr_str_eq(claims[i].mark, claims[i - 1].mark)) continue;
        uint32_t at = claims[i].order;
        *(at < persons ? &g->marks[at] : &g->fams[at - persons].mark) = claims[i].mark;
    }
    for (size_t i = 0; i < all; i++) {
        kr_str *mark = i < persons ? &g->marks[i] : &g->fams[i - persons].mark;
        if (mark->len || (i < persons && !g->taken[i])) continue;
        for (;;) {
            kr_buf buf;
            claim wanted = {.order = 0};
            kr_buf_init(&buf, g->arena, 40);
            kr_put_z(&buf, i < persons ? "@I" : "@F");
            kr_put_int(&buf, (int64_t)++numbers[i >= persons]);
            kr_put_c(&buf, '@');
            if (kr_buf_end(&buf, &wanted.mark) != KR_OK) return KR_E_MEMORY;
            size_t low = 0, high = n;
            while (low < high) {
                size_t middle = (low + high) / 2;
                if (kr_str_cmp(claims[middle].mark, wanted.mark) < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low < n && kr_str_eq(claims[low].mark, wanted.mark)) continue;
            *mark = wanted.mark;
            break;
        }
    }
    return KR_OK;
}

kr_err gedcom_index(gedcom_out *g) {
    kr_err err = take_persons(g);
    uint32_t *of_union = kr_new_n(g->arena, uint32_t, g->c->n_unions + 1);
    uint32_t *of_parent = kr_new_n(g->arena, uint32_t, g->c->n_persons + 1);
    if (!of_union || !of_parent) return KR_E_MEMORY;
    if (err == KR_OK) err = gather_fams(g, of_union, of_parent);
    if (err == KR_OK) err = sort_members(g);
    if (err == KR_OK) err = gather_events(g, of_union);
    return err == KR_OK ? give_marks(g) : err;
}
