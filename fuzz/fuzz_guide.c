/* A guide in three files, with form feeds between them: structure, Dutch, English. What is sound keeps every
 * promise of guide.h. */
#include <stdlib.h>

#include "core/utf8.h"
#include "guide/guide.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) abort();
}

static void text_holds(kr_str text, bool need) {
    must(kr_utf8_valid(text) && (!need || text.len > 0));
}

static void texts_hold(const kr_guide *guide, const kr_guide_text *text) {
    text_holds(text->name, true);
    text_holds(text->honest, false);
    for (size_t i = 0; i < guide->n_phases; i++) text_holds(text->phases[i], true);
    for (size_t i = 0; i < guide->n_steps; i++) {
        const kr_guide_step_text *step = &text->steps[i];
        text_holds(step->title, true);
        text_holds(step->person, true);
        must(step->n_questions >= 1 && step->n_questions <= KR_GUIDE_MOST_QUESTIONS);
        for (size_t q = 0; q < step->n_questions; q++) text_holds(step->questions[q].ask, true);
    }
}

static void structure_holds(const kr_guide *guide) {
    size_t at = 0;
    must(guide->n_steps >= 1 && guide->n_steps <= KR_GUIDE_MOST_STEPS);
    must(guide->theme && guide->shape && guide->main && !(guide->main & guide->also));
    must(guide->n_goals >= 1 && guide->n_goals <= KR_GUIDE_MOST_GOALS);
    must(guide->nr <= KR_GUIDE_MOST_NR && guide->n_phases <= KR_GUIDE_MOST_PHASES);
    for (size_t i = 0; i < guide->n_phases; i++) {
        must(guide->phases[i].first == at && guide->phases[i].count > 0);
        for (size_t k = 0; k < guide->phases[i].count; k++) must(guide->steps[at + k].phase == i);
        at += guide->phases[i].count;
    }
    must(guide->n_phases == 0 || at == guide->n_steps);
    for (size_t i = 0; i < guide->n_steps; i++) {
        const kr_guide_step *step = &guide->steps[i];
        must(kr_guide_step_at(guide, step->id) == i);
        must(kr_guide_word(KR_GUIDE_LIST_KIND, step->kind) && kr_guide_word(KR_GUIDE_LIST_TOOL, step->tool));
        must(step->present != 0);
        must(!step->closed || guide->shape == KR_GUIDE_shape_conference);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"a.yaml", "a.nl.yaml", "a.en.yaml"};
    kr_arena arena;
    kr_guides guides;
    kr_guide_report report;
    kr_guide_file files[KR_COUNT(names)];
    kr_str rest = kr_str_n((const char *)data, size);
    size_t n = 0;
    for (; n < KR_COUNT(names) && (n == 0 || rest.len); n++) {
        files[n].name = kr_str_z(names[n]);
        rest = kr_str_cut(rest, '\f', &files[n].bytes);
    }
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_err err = kr_guides_read(&guides, &arena, NULL, files, n, true, &report);
    must(err == KR_OK || err == KR_E_MEMORY);
    if (err == KR_OK) {
        must(guides.n == 1 || report.n > 0);
        for (size_t i = 0; i < report.n; i++) must(guides.n == 0 || report.items[i].remark);
        for (size_t i = 0; i < guides.n; i++) {
            structure_holds(&guides.items[i]);
            must(kr_guide_text_in(&guides.items[i], KR_GUIDE_EN) != NULL);
            for (size_t k = 0; k < KR_GUIDE_LANGS; k++) {
                if (guides.items[i].texts[k]) texts_hold(&guides.items[i], guides.items[i].texts[k]);
            }
        }
    }
    kr_arena_dispose(&arena);
    return 0;
}
