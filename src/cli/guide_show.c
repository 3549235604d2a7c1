/* One guide as plain text, from top to bottom. */
#include "cli/guide.h"

static void put_line(kr_buf *out, kr_str text) {
    kr_put(out, text);
    kr_put_c(out, '\n');
}

/* "Label: text", when there is a text. */
static void put_labelled(cli *c, kr_buf *out, const char *key, kr_str text) {
    if (!text.len) return;
    kr_put(out, kr_word(c->lang, key));
    kr_put_z(out, ": ");
    put_line(out, text);
}

static void put_set(cli *c, kr_buf *out, const char *key, kr_guide_list list, uint32_t set) {
    if (!set) return;
    kr_put(out, kr_word(c->lang, key));
    kr_put_z(out, ": ");
    guide_put_words(c, out, list, set);
    kr_put_c(out, '\n');
}

/* Words behind the title of a step, in brackets. */
static void put_note(kr_buf *out, bool *any, kr_str note) {
    kr_put_z(out, *any ? " · " : "  (");
    kr_put(out, note);
    *any = true;
}

static void put_count(cli *c, kr_buf *out, bool *any, const char *key, unsigned n) {
    if (!n) return;
    put_note(out, any, KR_NONE);
    kr_say(out, c->lang, key, &KR_WORD_NUMBER("n", n), 1);
}

static void put_notes(cli *c, kr_buf *out, const kr_guide_step *step) {
    bool any = false;
    put_note(out, &any, guide_word(c, KR_GUIDE_LIST_KIND, step->kind));
    put_count(c, out, &any, "guide.show.session", step->session);
    put_count(c, out, &any, "guide.show.minutes", step->minutes);
    if (step->optional) put_note(out, &any, kr_word(c->lang, "guide.show.optional"));
    if (step->repeat) put_note(out, &any, kr_word(c->lang, "guide.show.repeat"));
    if (step->closed) put_note(out, &any, kr_word(c->lang, "guide.show.closed"));
    kr_put_z(out, ")\n");
}

static void put_said(cli *c, kr_buf *out, const char *key, kr_str text) {
    kr_put_z(out, "   ");
    kr_say(out, c->lang, key, &KR_WORD_TEXT("text", text), 1);
    kr_put_c(out, '\n');
}

static void put_present(cli *c, kr_buf *out, const kr_guide_step *step) {
    kr_buf words;
    kr_str text;
    kr_buf_init(&words, &c->arena, 4096);
    guide_put_words(c, &words, KR_GUIDE_LIST_PRESENT, step->present);
    if (kr_buf_end(&words, &text) == KR_OK) put_said(c, out, "guide.show.present", text);
}

static void put_step(cli *c, kr_buf *out, const kr_guide_step *step, const kr_guide_step_text *text,
                     size_t i) {
    kr_put_c(out, '\n');
    kr_put_int(out, (int64_t)i + 1);
    kr_put_z(out, ". ");
    kr_put(out, text->title);
    put_notes(c, out, step);
    kr_put_z(out, "   ");
    put_line(out, text->purpose);
    kr_put_z(out, "   ");
    put_line(out, text->person);
    for (size_t q = 0; q < text->n_questions; q++) {
        kr_put_z(out, "   – ");
        kr_put(out, text->questions[q].ask);
        if (text->questions[q].hint.len) kr_put_z(out, " ");
        put_line(out, text->questions[q].hint);
    }
    put_said(c, out, "guide.show.outcome", text->outcome);
    put_said(c, out, "guide.show.helper", text->helper);
    put_present(c, out, step);
    if (step->tool == KR_GUIDE_tool_none) return;
    put_said(c, out, kr_guide_tool_later(step->tool) ? "guide.show.later" : "guide.show.tool",
             guide_word(c, KR_GUIDE_LIST_TOOL, step->tool));
}

static void put_needs(cli *c, kr_buf *out, const kr_guide *guide) {
    kr_put(out, kr_word(c->lang, "guide.show.needs"));
    kr_put_z(out, ": ");
    kr_put(out, guide_word(c, KR_GUIDE_LIST_TRAINING, guide->training));
    if (guide->leader != KR_GUIDE_leader_none) {
        kr_put_z(out, "; ");
        kr_put(out, guide_word(c, KR_GUIDE_LIST_LEADER, guide->leader));
    }
    bool any = true;
    put_count(c, out, &any, "guide.show.visits", guide->most_visits);
    put_count(c, out, &any, "guide.show.weeks", guide->most_weeks);
    kr_put_c(out, '\n');
}

static void put_head(cli *c, kr_buf *out, const kr_guide *guide, const kr_guide_text *text) {
    char nr[4];
    kr_put(out, text->name);
    if (kr_guide_nr_text(guide->nr, nr)) {
        kr_put_z(out, "  ");
        kr_put_z(out, nr);
    }
    kr_put_c(out, '\n');
    put_line(out, text->brief);
    kr_put_c(out, '\n');
    put_line(out, text->aim);
    kr_put_c(out, '\n');
    put_labelled(c, out, "guide.show.for_whom", text->for_whom);
    put_labelled(c, out, "guide.show.by_whom", text->by_whom);
    put_labelled(c, out, "guide.show.before", text->before);
    put_labelled(c, out, "guide.show.time", text->time);
    put_labelled(c, out, "guide.show.evidence", text->evidence);
    put_labelled(c, out, "guide.show.honest", text->honest);
    put_needs(c, out, guide);
    put_labelled(c, out, "guide.show.licence", guide_word(c, KR_GUIDE_LIST_LICENCE, guide->licence));
    put_set(c, out, "guide.show.main", KR_GUIDE_LIST_CAPABILITY, guide->main);
    put_set(c, out, "guide.show.also", KR_GUIDE_LIST_CAPABILITY, guide->also);
    uint32_t goals = 0;
    for (size_t i = 0; i < guide->n_goals; i++) goals |= KR_GUIDE_BIT(guide->goals[i]);
    put_set(c, out, "guide.show.goals", KR_GUIDE_LIST_GOAL, goals);
    put_labelled(c, out, "guide.show.source", guide->source);
}

void guide_put(cli *c, kr_buf *out, const kr_guide *guide) {
    const kr_guide_text *text = kr_guide_text_in(guide, (int)c->lang);
    put_head(c, out, guide, text);
    for (size_t i = 0; i < guide->n_steps; i++) {
        unsigned phase = guide->steps[i].phase;
        if (guide->n_phases && guide->phases[phase].first == i) {
            kr_put_z(out, "\n— ");
            kr_put(out, text->phases[phase]);
            kr_put_z(out, " —\n");
        }
        put_step(c, out, &guide->steps[i], &text->steps[i], i);
    }
}
