/* What a guest may see and do, rule by rule. The property over thousands of circles stands in
 * test_share_world.c. */
#include "core_help.h"

#include <stdlib.h>

#include "core/share_int.h"

enum { OWNER = 901, GUEST = 77, OTHER = 55 };
static const char *const names[] = {"Sanne de Wit", "Piet Jansen", "Kees Jansen", "Mo"};

typedef struct scene {
    grow g;
    kr_id ids[4];
    kr_share share;
    kr_view view;
} scene;

static void begin(scene *s) {
    grow_begin(&s->g, NULL);
    grow_people(&s->g, "Annie", names, s->ids, 4);
    s->share = (kr_share){.guest = GUEST, .owner = OWNER};
}

static const kr_circle *look(scene *s) {
    assert_int_equal(kr_view_shared(&s->view, &s->g.arena, &s->g.circle, &s->share, 0, NULL), KR_OK);
    assert_int_equal(kr_circle_check(s->view.circle, NULL), KR_OK);
    return s->view.circle;
}

static void say_text(scene *s, kr_kind kind, kr_id record, uint16_t field, const char *text) {
    kr_draft d;
    grow_draft(&s->g, &d, KR_ACT_SAY);
    kr_draft_text(&d, kind, record, field, kr_str_z(text));
    assert_int_equal(grow_change(&s->g, &d, NULL), KR_OK);
}

static void say_number(scene *s, kr_kind kind, kr_id record, uint16_t field, int64_t value) {
    kr_draft d;
    grow_draft(&s->g, &d, KR_ACT_SAY);
    kr_draft_number(&d, kind, record, field, value);
    assert_int_equal(grow_change(&s->g, &d, NULL), KR_OK);
}

static kr_id tie_of(const scene *s, size_t i) {
    return kr_circle_tie_between(&s->g.circle, s->g.circle.self.ego, s->ids[i])->id;
}

static void a_part_is_shown_and_no_other(void **state) {
    (void)state;
    scene s;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_remark, "Belt elke dag");
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_phone, "030 1");
    say_number(&s, KR_KIND_tie, tie_of(&s, 0), KR_F_tie_tone, KR_tone_tense);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_READ;
    const kr_circle *c = look(&s);
    assert_int_equal(c->n_persons, 5);
    assert_int_equal(c->n_ties, 4);
    const kr_person *sanne = kr_circle_person(c, s.ids[0]);
    assert_true(kr_str_is(sanne->name, "Sanne de Wit"));
    assert_int_equal(sanne->remark.len + sanne->phone.len, 0);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[0])->tone, 0);
    s.share.rights[KR_PART_FEEL] = KR_RIGHT_READ;
    c = look(&s);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[0])->tone, KR_tone_tense);
    /* Only how it feels: nobody but of whom that is said. */
    s.share.rights[KR_PART_MAP] = KR_RIGHT_NONE;
    c = look(&s);
    assert_int_equal(c->n_persons, 2);
    assert_int_equal(c->n_ties, 1);
    grow_end(&s.g);
}

static bool seen(const kr_circle *c, kr_id id) {
    kr_kind kind;
    return kr_circle_record_of(c, id, &kind);
}

static void open_all(scene *s, kr_right right) {
    for (int part = 0; part < KR_PARTS; part++) s->share.rights[part] = (uint8_t)right;
}

static kr_id say_about(scene *s, kr_kind kind, uint16_t ref, kr_id to, uint16_t text, const char *words) {
    kr_draft d;
    grow_draft(&s->g, &d, KR_ACT_PLAN);
    kr_id id = kr_draft_new_id(&d);
    if (to) kr_draft_ref(&d, kind, id, ref, to);
    kr_draft_text(&d, kind, id, text, kr_str_z(words));
    assert_int_equal(grow_change(&s->g, &d, NULL), KR_OK);
    return id;
}

/* Kees is behind a private tie: he, the wish about him, its step, and the asking of that step are gone; a
 * text in which he is named too, and what merely says "Jansen", as Piet is called as well, is not. */
static void whoever_is_behind_a_private_tie_is_not_there(void **state) {
    (void)state;
    scene s;
    begin(&s);
    kr_id wish = say_about(&s, KR_KIND_wish, KR_F_wish_about, s.ids[2], KR_F_wish_words, "Minder vaak");
    kr_id step = say_about(&s, KR_KIND_action, KR_F_action_wish, wish, KR_F_action_what, "Bellen");
    kr_id ask = say_about(&s, KR_KIND_asking, KR_F_asking_action, step, KR_F_asking_words, "Of het kan");
    kr_id other = say_about(&s, KR_KIND_wish, KR_F_wish_about, s.ids[0], KR_F_wish_words, "Naar de markt");
    static const char *const named[] = {"Met Kees mee", "met kees",    "KEES!",
                                        "Kees' fiets",  "Kees Jansen", "(kees)"};
    for (size_t i = 0; i < KR_COUNT(named); i++)
        (void)say_about(&s, KR_KIND_success, KR_F_success_person, 0, KR_F_success_words, named[i]);
    kr_id family = say_about(&s, KR_KIND_success, 0, 0, KR_F_success_words, "Bij de Jansens, met keesje");
    say_text(&s, KR_KIND_person, s.ids[1], KR_F_person_remark, "Broer van Kees");
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
    open_all(&s, KR_RIGHT_READ);
    const kr_circle *c = look(&s);
    assert_false(seen(c, s.ids[2]) || seen(c, wish) || seen(c, step) || seen(c, ask));
    assert_true(seen(c, other) && seen(c, s.ids[1]));
    assert_int_equal(kr_circle_person(c, s.ids[1])->remark.len, 0);
    for (size_t i = 0; i < c->n_successes; i++) {
        bool about_family = c->successes[i].id == family;
        assert_int_equal(c->successes[i].words.len > 0, about_family);
    }
    /* In the past too. */
    kr_view past;
    assert_int_equal(kr_view_shared(&past, &s.g.arena, &s.g.circle, &s.share, 5, NULL), KR_OK);
    assert_false(seen(past.circle, s.ids[2]));
    /* No longer private: there again. */
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_no);
    c = look(&s);
    assert_true(seen(c, s.ids[2]) && seen(c, ask));
    kr_id left_out[8];
    assert_int_equal(kr_share_left_out(&s.g.circle, c, left_out, 8), 0);
    grow_end(&s.g);
}

/* How names are written: accents taken apart, other scripts, a first name two people have. */
static void names_are_found_however_they_are_written(void **state) {
    (void)state;
    static const struct {
        const char *hidden, *shown, *text;
        bool found;
    } cases[] = {
        {"Özlem Çelik", "Piet", "bij ozlem thuis", true},
        {"Émile", "Piet", "met E\xCC\x81mile mee", true},
        {"Émile", "Piet", "bij Emiles moeder", true},
        {"Дмитрий", "Piet", "дмитрий belde", true},
        {"王小明", "Piet", "昨天王小明来了", true},
        {"Jo", "Piet", "met jo", true},
        {"Jo", "Piet", "met joke", false},
        {"J", "Piet", "met J", false},
        {"Corrie van Dam", "Piet", "van de markt", false},
        {"Corrie van Dam", "Piet", "mevrouw Van Dam", true},
        {"Jan Smit", "Jan Bos", "Jan was er", false},
        {"Jan Smit", "Jan Bos", "Jan  Smit was er", true},
        {"Jan Smit", "Jan Bos", "de Smits", true},
        {"Jan Smit", "Jan Smit", "Jan Smit was er", false},
        {"Roos\xE2\x80\x8B", "Piet", "ro\xC2\xADos", true},
    };
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        scene s;
        begin(&s);
        say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_name, cases[i].hidden);
        for (size_t k = 1; k < 4; k++)
            say_text(&s, KR_KIND_person, s.ids[k], KR_F_person_name, k == 1 ? cases[i].shown : "Bas");
        say_number(&s, KR_KIND_tie, tie_of(&s, 0), KR_F_tie_private_mark, KR_yesno_yes);
        say_text(&s, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_title, cases[i].text);
        open_all(&s, KR_RIGHT_READ);
        const kr_circle *c = look(&s);
        if ((c->self.title.len == 0) != cases[i].found) fail_msg("%s in %s", cases[i].hidden, cases[i].text);
        assert_true(kr_str_is(kr_circle_person(c, s.ids[1])->name, cases[i].shown));
        grow_end(&s.g);
    }
}

/* "Moeder van Kees", where Kees is hidden: she is there, her ties are, what she is called is not. */
static void whoever_is_called_after_somebody_hidden_has_no_name(void **state) {
    (void)state;
    scene s;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[1], KR_F_person_name, "Moeder van Kees");
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
    s.share.rights[KR_PART_REACH] = KR_RIGHT_READ;
    for (int time = 0; time < 2; time++) {
        s.share.rights[KR_PART_MAP] = s.share.rights[KR_PART_TIME] = (uint8_t)time;
        const kr_circle *c = look(&s);
        assert_true(seen(c, s.ids[1]));
        /* With TIME: before she was called so she had a name. */
        assert_int_equal(kr_circle_person(c, s.ids[1])->name.len, 0);
    }
    grow_end(&s.g);
}

/* A word of somebody's own name is theirs; where it tells of somebody hidden it goes, and the owner knows. */
static void a_name_of_ones_own_is_ones_own(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool seen;
    } cases[] = {{"Jan Kees", true},          {"Jan-Kees de Wit", true}, {"Karin Keess", true},
                 {"Oom Kees", true},          {"Buurvrouw Kees", true},  {"Kees", true},
                 {"Piet (Kees)", false},      {"Piet en Kees", false},   {"Piet, Kees", false},
                 {"Moeder Kees", false},      {"Zus Kees", false},       {"jan kees", false},
                 {"Piet Kees Jansen", false}, {"Mama Kees", false},      {"Brat kees", false},
                 {"Juf van Kees", false},     {"Karin Kees's", false},   {"Анна Kees", false}};
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        scene s;
        kr_id ids[4];
        begin(&s);
        say_text(&s, KR_KIND_person, s.ids[1], KR_F_person_name, cases[i].name);
        say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
        open_all(&s, KR_RIGHT_READ);
        const kr_circle *c = look(&s);
        if ((kr_circle_person(c, s.ids[1])->name.len > 0) != cases[i].seen) fail_msg("%s", cases[i].name);
        assert_int_equal(kr_share_nameless(&s.g.circle, c, ids, 4), cases[i].seen ? 0 : 1);
        if (!cases[i].seen) assert_true(ids[0] == s.ids[1]);
        grow_end(&s.g);
    }
}

/* What is inner about Sanne is not for Sanne, until the owner says so. */
static void nobody_sees_what_is_inner_about_themselves(void **state) {
    (void)state;
    scene s;
    begin(&s);
    kr_id talent = say_about(&s, KR_KIND_talent, KR_F_talent_person, s.ids[0], KR_F_talent_words, "Koken");
    kr_id piets = say_about(&s, KR_KIND_talent, KR_F_talent_person, s.ids[1], KR_F_talent_words, "Klussen");
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_remark, "Te druk");
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_phone, "030 1");
    for (size_t i = 0; i < 2; i++) say_number(&s, KR_KIND_tie, tie_of(&s, i), KR_F_tie_tone, KR_tone_tense);
    open_all(&s, KR_RIGHT_EDIT);
    s.share.person = s.ids[0];
    const kr_circle *c = look(&s);
    const kr_person *sanne = kr_circle_person(c, s.ids[0]);
    assert_true(sanne->remark.len == 0 && sanne->phone.len > 0 && sanne->name.len > 0);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[0])->tone, 0);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[1])->tone, KR_tone_tense);
    assert_true(!seen(c, talent) && seen(c, piets));
    s.share.self_too = true;
    c = look(&s);
    assert_true(seen(c, talent) && kr_circle_person(c, s.ids[0])->remark.len > 0);
    grow_end(&s.g);
}

/* A run opened by itself, its steps with it; a note that is for the owner alone not. */
static void one_run_is_opened_by_itself(void **state) {
    (void)state;
    scene s;
    begin(&s);
    kr_id run[2], steps[2];
    for (int i = 0; i < 2; i++) {
        run[i] = say_about(&s, KR_KIND_run, 0, 0, KR_F_run_guide, "steunwijzer");
        steps[i] = say_about(&s, KR_KIND_run_step, KR_F_run_step_run, run[i], KR_F_run_step_note, "Moeilijk");
    }
    s.share.ones[s.share.n_ones++] = (kr_share_one){run[0], KR_RIGHT_READ};
    const kr_circle *c = look(&s);
    assert_int_equal(c->n_persons, 1); /* whose circle it is */
    assert_int_equal(c->n_runs, 1);
    assert_int_equal(c->n_run_steps, 1);
    assert_int_equal(c->run_steps[0].note.len, 0);
    say_number(&s, KR_KIND_run_step, steps[0], KR_F_run_step_note_for, KR_note_for_helper);
    c = look(&s);
    assert_true(kr_str_is(c->run_steps[0].note, "Moeilijk") && c->run_steps[0].id == steps[0]);
    grow_end(&s.g);
}

/* Without TIME only what holds now, and whoever left is not there; with it the past, by the rules of today.
 */
static void the_past_is_a_part(void **state) {
    (void)state;
    scene s;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_lives, "Utrecht");
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_lives, "Zeist");
    say_number(&s, KR_KIND_person, s.ids[1], KR_F_person_left, 1770000000000);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_READ;
    const kr_circle *c = look(&s);
    kr_view past;
    assert_int_equal(kr_view_shared(&past, &s.g.arena, &s.g.circle, &s.share, 6, NULL), KR_E_DENIED);
    assert_false(seen(c, s.ids[1]));
    assert_int_equal(c->changes[5].count, 0); /* where Utrecht stood */
    assert_int_equal(c->changes[6].seq, 7);
    assert_int_equal(c->changes[6].at_ms, 0);
    s.share.rights[KR_PART_TIME] = KR_RIGHT_READ;
    assert_int_equal(kr_view_shared(&past, &s.g.arena, &s.g.circle, &s.share, 6, NULL), KR_OK);
    assert_true(kr_str_is(kr_circle_person(past.circle, s.ids[0])->lives, "Utrecht"));
    assert_true(seen(past.circle, s.ids[1]));
    grow_end(&s.g);
}

static void a_circle_in_the_bin_is_not_there(void **state) {
    (void)state;
    scene s;
    begin(&s);
    open_all(&s, KR_RIGHT_EDIT);
    say_number(&s, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_gone, 5);
    kr_view view;
    assert_int_equal(kr_view_shared(&view, &s.g.arena, &s.g.circle, &s.share, 0, NULL), KR_E_NOT_FOUND);
    grow_end(&s.g);
}

/* -- changes by the guest -- */

static void guest_draft(scene *s, kr_draft *d) {
    kr_maker maker = grow_maker(&s->g);
    maker.author = GUEST;
    kr_draft_begin(d, &s->g.arena, look(s), maker, KR_ACT_SAY, s->g.n);
}

static kr_err ask(scene *s, kr_draft *d, bool make) {
    kr_change change;
    kr_error error = {0};
    assert_int_equal(kr_draft_end(d, &change, &error), KR_OK);
    kr_err err = kr_share_allows(&s->g.circle, s->view.circle, &s->share, &change, &error);
    if (err != KR_OK) assert_string_equal(error.key, "error.share_right");
    if (err == KR_OK && make) {
        d->circle = &s->g.circle;
        assert_int_equal(grow_change(&s->g, d, NULL), KR_OK);
    }
    return err;
}

static kr_err ask_text(scene *s, kr_kind kind, kr_id record, uint16_t field, const char *text) {
    kr_draft d;
    guest_draft(s, &d);
    kr_draft_text(&d, kind, record, field, kr_str_z(text));
    return ask(s, &d, false);
}

static void who_may_add_adds_and_changes_their_own(void **state) {
    (void)state;
    scene s;
    kr_draft d;
    begin(&s);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_READ;
    guest_draft(&s, &d);
    kr_draft_contact(&d, KR_STR("Lotte"), KR_what_person);
    assert_int_equal(ask(&s, &d, false), KR_E_DENIED);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_ADD;
    guest_draft(&s, &d);
    kr_id lotte = kr_draft_contact(&d, KR_STR("Lotte"), KR_what_person);
    assert_int_equal(ask(&s, &d, true), KR_OK);
    assert_int_equal(ask_text(&s, KR_KIND_person, lotte, KR_F_person_lives, "Zeist"), KR_OK);
    assert_int_equal(ask_text(&s, KR_KIND_person, s.ids[0], KR_F_person_lives, "Zeist"), KR_E_DENIED);
    assert_int_equal(ask_text(&s, KR_KIND_person, lotte, KR_F_person_remark, "Aardig"), KR_E_DENIED);
    /* Taking back what one made; not what another made. */
    size_t kept;
    guest_draft(&s, &d);
    kr_draft_undo(&d, s.g.n, &kept);
    assert_int_equal(ask(&s, &d, false), KR_OK);
    guest_draft(&s, &d);
    kr_draft_undo(&d, 3, &kept);
    assert_int_equal(ask(&s, &d, false), KR_E_DENIED);
    grow_end(&s.g);
}

static void who_may_edit_changes_what_they_see(void **state) {
    (void)state;
    scene s;
    kr_draft d;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_lives, "Bij Kees");
    say_text(&s, KR_KIND_person, s.ids[1], KR_F_person_lives, "Utrecht");
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_EDIT;
    assert_int_equal(ask_text(&s, KR_KIND_person, s.ids[1], KR_F_person_lives, "Zeist"), KR_OK);
    /* Something stands there that they do not see. */
    assert_int_equal(ask_text(&s, KR_KIND_person, s.ids[0], KR_F_person_lives, "Zeist"), KR_E_DENIED);
    assert_int_equal(ask_text(&s, KR_KIND_person, s.ids[2], KR_F_person_lives, "Zeist"), KR_E_DENIED);
    assert_int_equal(ask_text(&s, KR_KIND_person, s.g.circle.self.ego, KR_F_person_name, "An"), KR_E_DENIED);
    assert_int_equal(ask_text(&s, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_title, "Kring"), KR_OK);
    static const struct {
        kr_kind kind;
        uint16_t field;
    } never[] = {{KR_KIND_tie, KR_F_tie_private_mark}, {KR_KIND_person, KR_F_person_orientation}};
    for (size_t i = 0; i < KR_COUNT(never); i++) {
        guest_draft(&s, &d);
        kr_id record = never[i].kind == KR_KIND_tie ? tie_of(&s, 1) : s.ids[1];
        kr_draft_number(&d, never[i].kind, record, never[i].field, 1);
        assert_int_equal(ask(&s, &d, false), KR_E_DENIED);
    }
    guest_draft(&s, &d);
    kr_draft_merge(&d, s.ids[0], s.ids[1]);
    assert_int_equal(ask(&s, &d, false), KR_E_DENIED);
    guest_draft(&s, &d);
    kr_draft_bin(&d, s.ids[1]);
    assert_int_equal(ask(&s, &d, false), KR_OK);
    grow_end(&s.g);
}

/* Without the part TIME: their own change goes back to what stood there, which they saw. */
static void taking_back_restores_what_they_saw(void **state) {
    (void)state;
    scene s;
    kr_draft d;
    size_t kept;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[1], KR_F_person_lives, "Utrecht");
    s.share.rights[KR_PART_MAP] = KR_RIGHT_EDIT;
    guest_draft(&s, &d);
    kr_draft_text(&d, KR_KIND_person, s.ids[1], KR_F_person_lives, KR_STR("Zeist"));
    assert_int_equal(ask(&s, &d, true), KR_OK);
    guest_draft(&s, &d);
    assert_int_equal(kr_undo_next(s.view.circle, GUEST), s.g.n);
    kr_draft_undo(&d, s.g.n, &kept);
    assert_int_equal(ask(&s, &d, true), KR_OK);
    assert_true(kr_str_is(kr_circle_person(&s.g.circle, s.ids[1])->lives, "Utrecht"));
    grow_end(&s.g);
}

/* What the guest wrote stays before their eyes: else it would tell them who is hidden. */
static void writing_a_name_tells_nothing(void **state) {
    (void)state;
    scene s;
    kr_draft d;
    begin(&s);
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
    open_all(&s, KR_RIGHT_EDIT);
    guest_draft(&s, &d);
    kr_draft_text(&d, KR_KIND_person, s.ids[0], KR_F_person_remark, KR_STR("Kent Kees Jansen"));
    assert_int_equal(ask(&s, &d, true), KR_OK);
    assert_true(kr_circle_person(look(&s), s.ids[0])->remark.len > 0);
    assert_int_equal(ask_text(&s, KR_KIND_person, s.ids[0], KR_F_person_remark, "Kent hem"), KR_OK);
    grow_end(&s.g);
}

/* -- memory -- */

typedef struct failing {
    long left, live;
} failing;

static void *failing_alloc(void *context, size_t size) {
    failing *f = context;
    if (f->left-- <= 0) return NULL;
    f->live++;
    return malloc(size);
}

static void failing_release(void *context, void *ptr) {
    ((failing *)context)->live -= ptr != NULL;
    free(ptr);
}

static kr_err look_and_ask(scene *s, kr_arena *arena) {
    kr_view view;
    kr_draft d;
    kr_change change;
    kr_err err = kr_view_shared(&view, arena, &s->g.circle, &s->share, 0, NULL);
    if (err != KR_OK) return err;
    kr_maker maker = grow_maker(&s->g);
    maker.author = GUEST;
    kr_draft_begin(&d, &s->g.arena, view.circle, maker, KR_ACT_SAY, s->g.n);
    kr_draft_contact(&d, KR_STR("Lotte"), KR_what_person);
    assert_int_equal(kr_draft_end(&d, &change, NULL), KR_OK);
    return kr_share__allows(arena, &s->g.circle, view.circle, &s->share, &change, NULL);
}

static void memory_may_run_out_anywhere(void **state) {
    (void)state;
    scene s;
    begin(&s);
    say_number(&s, KR_KIND_tie, tie_of(&s, 2), KR_F_tie_private_mark, KR_yesno_yes);
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_remark, "Kent Kees");
    open_all(&s, KR_RIGHT_EDIT);
    for (int time = 0; time < 2; time++) {
        long nth = 0;
        s.share.rights[KR_PART_TIME] = (uint8_t)time;
        for (kr_err err = KR_E_MEMORY; err != KR_OK; nth++) {
            failing f = {nth, 0};
            kr_allocator allocator = {failing_alloc, failing_release, &f};
            kr_arena arena;
            kr_arena_init(&arena, &allocator, (size_t)1 << 30);
            arena.next_block = 64;
            err = look_and_ask(&s, &arena);
            assert_true(err == KR_OK || err == KR_E_MEMORY);
            kr_arena_dispose(&arena);
            assert_int_equal(f.live, 0);
            assert_true(nth < 2000);
        }
        assert_true(nth > 5);
    }
    grow_end(&s.g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_shown_and_no_other),
        cmocka_unit_test(whoever_is_behind_a_private_tie_is_not_there),
        cmocka_unit_test(names_are_found_however_they_are_written),
        cmocka_unit_test(whoever_is_called_after_somebody_hidden_has_no_name),
        cmocka_unit_test(a_name_of_ones_own_is_ones_own),
        cmocka_unit_test(nobody_sees_what_is_inner_about_themselves),
        cmocka_unit_test(one_run_is_opened_by_itself),
        cmocka_unit_test(the_past_is_a_part),
        cmocka_unit_test(a_circle_in_the_bin_is_not_there),
        cmocka_unit_test(who_may_add_adds_and_changes_their_own),
        cmocka_unit_test(who_may_edit_changes_what_they_see),
        cmocka_unit_test(taking_back_restores_what_they_saw),
        cmocka_unit_test(writing_a_name_tells_nothing),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
