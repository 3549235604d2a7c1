/* What must hold between the parts of a structure. */
#include "guide/read.h"

/* Who may be in the room in closed time: the family's own people. */
#define OWN_PEOPLE                                                                                           \
    (KR_GUIDE_BIT(KR_GUIDE_present_person) | KR_GUIDE_BIT(KR_GUIDE_present_carer) |                          \
     KR_GUIDE_BIT(KR_GUIDE_present_family) | KR_GUIDE_BIT(KR_GUIDE_present_friends) |                        \
     KR_GUIDE_BIT(KR_GUIDE_present_network))

static void check_closed(kr_guide_reader *r, const kr_guide *guide, const kr_guide_step *step,
                         uint32_t line) {
    if (!step->closed) return;
    if (guide->shape != KR_GUIDE_shape_conference)
        kr_guide_wrong(r, line, "guide.error.closed_shape", step->id, KR_NONE);
    if (step->present & ~OWN_PEOPLE) kr_guide_wrong(r, line, "guide.error.closed_present", step->id, KR_NONE);
}

/* Meetings count up one by one; after a step that may be done again, several may have passed. */
static void check_session(kr_guide_reader *r, const kr_guide *guide, size_t i, unsigned *last, bool *again,
                          uint32_t line) {
    const kr_guide_step *step = &guide->steps[i];
    if (step->session && guide->shape != KR_GUIDE_shape_sessions) {
        kr_guide_wrong(r, line, "guide.error.session_shape", step->id, KR_NONE);
    } else if (step->session) {
        bool next = step->session >= *last && (step->session <= *last + 1 || *again);
        if (!next) kr_guide_wrong(r, line, "guide.error.session_order", step->id, KR_NONE);
        *last = step->session;
    }
    *again = step->repeat;
}

void kr_guide_check(kr_guide_reader *r, const kr_guide *guide, const kr_yaml *root) {
    const kr_yaml *list = kr_yaml_find(root, "steps"), *one = list->first;
    unsigned session = 0;
    bool again = false, repeats = false;
    for (size_t i = 0; i < guide->n_steps; i++, one = one->next) {
        check_closed(r, guide, &guide->steps[i], one->line);
        check_session(r, guide, i, &session, &again, one->line);
        repeats = repeats || guide->steps[i].repeat;
    }
    if (guide->main & guide->also) {
        unsigned value = 1;
        while (!(guide->main & guide->also & KR_GUIDE_BIT(value))) value++;
        kr_guide_wrong(r, kr_yaml_find(root, "also")->line, "guide.error.main_also",
                       kr_str_z(kr_guide_word(KR_GUIDE_LIST_CAPABILITY, value)), KR_NONE);
    }
    if (guide->shape == KR_GUIDE_shape_sessions && session == 0)
        kr_guide_wrong(r, list->line, "guide.error.no_sessions", KR_NONE, KR_NONE);
    bool visits = guide->shape == KR_GUIDE_shape_visits;
    const kr_yaml *limits = kr_yaml_find(root, "limits");
    if (visits && !guide->most_visits && !guide->most_weeks)
        kr_guide_wrong(r, root->line, "guide.error.missing", KR_STR("limits"), KR_NONE);
    if (visits && !repeats) kr_guide_wrong(r, list->line, "guide.error.no_repeat", KR_NONE, KR_NONE);
    if (limits && !visits) kr_guide_wrong(r, limits->line, "guide.error.limits_shape", KR_NONE, KR_NONE);
}
