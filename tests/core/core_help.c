#include "core_help.h"

static kr_id next_id(void *context) {
    grow *g = context;
    g->seed += 0x9e3779b97f4a7c15u;
    uint64_t z = g->seed;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return z ? z : 1;
}

uint64_t grow_random(grow *g) {
    return next_id(g);
}

void grow_begin(grow *g, const kr_allocator *allocator) {
    *g = (grow){.seed = 7, .now = 1770000000000, .author = 901, .device = 902};
    kr_arena_init(&g->arena, allocator ? allocator : kr_heap(), (size_t)1 << 30);
}

void grow_end(grow *g) {
    kr_arena_dispose(&g->arena);
}

kr_maker grow_maker(grow *g) {
    g->now += 60000;
    return (kr_maker){g->author, KR_STR("Annie"), g->device, g->now, {next_id, g}};
}

void grow_draft(grow *g, kr_draft *draft, kr_act act) {
    kr_draft_begin(draft, &g->arena, &g->circle, grow_maker(g), act, g->n);
}

kr_err grow_change(grow *g, kr_draft *draft, kr_error *error) {
    kr_change change;
    kr_err err = kr_draft_end(draft, &change, error);
    if (err != KR_OK) return err;
    kr_change *more = kr_arena_grow(&g->arena, g->changes, g->n * sizeof *more, (g->n + 1) * sizeof *more);
    if (!more) return KR_E_MEMORY;
    kr_circle next;
    more[g->n] = change;
    g->changes = more;
    err = kr_circle_fold(&next, &g->arena, more, g->n + 1, error);
    if (err != KR_OK) return err;
    g->n++;
    g->circle = next;
    return kr_circle_check(&g->circle, error);
}

void grow_people(grow *g, const char *ego, const char *const *names, kr_id *ids, size_t count) {
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_BEGIN);
    kr_draft_ego(&draft, kr_str_z(ego));
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    for (size_t i = 0; i < count; i++) {
        grow_draft(g, &draft, KR_ACT_NAME);
        ids[i] = kr_draft_contact(&draft, kr_str_z(names[i]), KR_what_person);
        assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    }
}

kr_network grow_network(grow *g) {
    kr_view view;
    kr_network network;
    assert_int_equal(kr_view_make(&view, &g->arena, &g->circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_network_make(&network, &g->arena, &view), KR_OK);
    return network;
}

kr_str text_of(const char *s) {
    return kr_str_z(s);
}
