/* Core and measure for the browser: ties in, figures out. A module of its own, so that a drawing does not
 * wait for figures nobody asked. */
#include "measure/measure.h"
#include "wasm/module.h"

uint32_t measure(const uint32_t *ties, uint32_t count, uint32_t n);

static kr_err work_out(const uint32_t *ties, uint32_t count, uint32_t n) {
    kr_arena *arena = kr_module_arena();
    kr_ego_net net;
    kr_ego_tie *list = kr_new_n(arena, kr_ego_tie, count);
    double *figures = kr_new_n(arena, double, KR_S_COUNT + (size_t)n * KR_A_COUNT);
    kr_alter_structure *alters = kr_new_n(arena, kr_alter_structure, n);
    kr_structure structure;
    if (!list || !figures || !alters) return KR_E_MEMORY;
    for (uint32_t i = 0; i < count; i++) list[i] = (kr_ego_tie){ties[2 * i], ties[2 * i + 1]};
    kr_err err = kr_ego_net_make(&net, arena, n, list, count, NULL);
    if (err == KR_OK) err = kr_structure_of(&structure, alters, arena, &net, KR_PART_ALL);
    if (err != KR_OK) return err;
    memcpy(figures, &structure, sizeof structure);
    memcpy(figures + KR_S_COUNT, alters, n * sizeof *alters);
    kr_module_answer(kr_str_n((const char *)figures, sizeof structure + n * sizeof *alters));
    return KR_OK;
}

/* Works out the structure of n alters with `count` ties (two numbers each): the figures of STRUCTURE, then
 * those of ALTER for each alter, as doubles (not a number: undefined). Returns 0, or the kr_err; output as
 * for draw. */
uint32_t EXPORT(measure)(const uint32_t *ties, uint32_t count, uint32_t n) {
    kr_module_answer(KR_NONE);
    return (uint32_t)work_out(ties, count, n);
}
