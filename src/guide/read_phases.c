/* Phases take the steps in their order: each step stands in exactly one. */
#include "guide/read.h"

/* The steps that one phase names, from `at` on; returns where the next phase begins. */
static size_t read_phase_steps(kr_guide_reader *r, const kr_yaml *list, const kr_guide *guide,
                               kr_guide_step *steps, size_t at, uint8_t phase) {
    for (const kr_yaml *one = list->first; one; one = one->next) {
        kr_str id = one->kind == KR_YAML_WORD ? one->word : KR_NONE;
        size_t place = kr_guide_step_at(guide, id);
        if (place == SIZE_MAX) {
            kr_guide_wrong(r, one->line, "guide.error.no_step", id, KR_NONE);
        } else if (place < at) {
            kr_guide_wrong(r, one->line, "guide.error.phase_again", id, KR_NONE);
        } else if (place > at) {
            kr_guide_wrong(r, one->line, "guide.error.phase_order", id, guide->steps[at].id);
            at = place; /* one remark for one mistake */
        }
        if (place != at) continue;
        steps[at].phase = phase;
        at++;
    }
    return at;
}

static void read_phase(kr_guide_reader *r, const kr_yaml *map, kr_guide *guide, kr_guide_phase *phases,
                       kr_guide_step *steps) {
    static const char *const keys[] = {"id", "steps"};
    size_t i = guide->n_phases;
    size_t first = i ? phases[i - 1].first + phases[i - 1].count : 0;
    phases[i] = (kr_guide_phase){.id = KR_NONE, .first = first};
    guide->n_phases++;
    if (map->kind != KR_YAML_MAP) {
        kr_guide_wrong(r, map->line, "guide.error.not_map", KR_STR("phases"), KR_NONE);
        return;
    }
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    phases[i].id = kr_guide_id_at(r, map, "id", true);
    for (size_t k = 0; k < i; k++) {
        if (phases[i].id.len && kr_str_eq(phases[k].id, phases[i].id))
            kr_guide_wrong(r, map->line, "guide.error.twice", phases[i].id, KR_NONE);
    }
    const kr_yaml *list = kr_guide_at(r, map, "steps", KR_YAML_LIST, true);
    if (list && list->count == 0)
        kr_guide_wrong(r, list->line, "guide.error.missing", KR_STR("steps"), KR_NONE);
    if (list) phases[i].count = read_phase_steps(r, list, guide, steps, first, (uint8_t)i) - first;
}

void kr_guide_read_phases(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide, kr_guide_step *steps) {
    bool allowed = guide->shape == KR_GUIDE_shape_phases || guide->shape == KR_GUIDE_shape_cycle ||
                   guide->shape == KR_GUIDE_shape_conference;
    bool need = guide->shape == KR_GUIDE_shape_phases || guide->shape == KR_GUIDE_shape_cycle;
    const kr_yaml *list = kr_guide_at(r, root, "phases", KR_YAML_LIST, need);
    if (!list) return;
    if (guide->shape && !allowed) kr_guide_wrong(r, list->line, "guide.error.no_phases", KR_NONE, KR_NONE);
    if (list->count > KR_GUIDE_MOST_PHASES) {
        kr_guide_wrong(r, list->line, "guide.error.many", KR_STR("phases"),
                       kr_guide_number_text(r, KR_GUIDE_MOST_PHASES));
        return;
    }
    kr_guide_phase *phases = kr_new_n(r->arena, kr_guide_phase, list->count + 1);
    if (!phases) {
        r->err = KR_E_MEMORY;
        return;
    }
    guide->phases = phases;
    for (const kr_yaml *one = list->first; one; one = one->next) read_phase(r, one, guide, phases, steps);
    size_t n = guide->n_phases;
    size_t end = n ? phases[n - 1].first + phases[n - 1].count : 0;
    if (end < guide->n_steps)
        kr_guide_wrong(r, list->line, "guide.error.outside", guide->steps[end].id, KR_NONE);
}
