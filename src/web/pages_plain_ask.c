/* Plain mode asks: one question on the screen, three answers and "I do not know", stop whenever. */
#include <stdio.h>

#include "draw/plain.h"
#include "web/pages_life.h"

typedef struct choice {
    uint8_t value;
    const char *key, *icon;
} choice;

typedef struct question {
    const char *key;
    uint8_t kind, field;
    choice choices[3];
} question;

static const question questions[] = {
    {"plain.ask.who",
     KR_KIND_person,
     KR_F_person_sector,
     {{KR_sector_family, "plain.who.family", "family"},
      {KR_sector_friend, "plain.who.friend", "friend"},
      {KR_sector_professional, "plain.who.help", "help"}}},
    {"plain.ask.how",
     KR_KIND_tie,
     KR_F_tie_tone,
     {{KR_tone_supportive, "plain.fine", "happy"},
      {KR_tone_neutral, "plain.ordinary", "ordinary"},
      {KR_tone_tense, "plain.hard", "hard"}}},
    {"plain.ask.energy",
     KR_KIND_tie,
     KR_F_tie_energy,
     {{KR_energy_gives, "plain.energy.gives", "sun"},
      {KR_energy_neither, "plain.energy.neither", "cloud"},
      {KR_energy_costs, "plain.energy.costs", "rain"}}},
    {"plain.ask.often",
     KR_KIND_tie,
     KR_F_tie_live,
     {{KR_frequency_daily, "plain.often.daily", "sun"},
      {KR_frequency_weekly, "plain.often.weekly", "calendar"},
      {KR_frequency_monthly, "plain.often.monthly", "moon"}}},
    {"plain.ask.near",
     KR_KIND_tie,
     KR_F_tie_closeness,
     {{KR_closeness_intimate, "plain.near.heart", "heart"},
      {KR_closeness_friend, "plain.near.near", "hug"},
      {KR_closeness_acquaintance, "plain.near.far", "walk"}}},
};

static unsigned held(const question *q, const kr_person *person, const kr_tie *tie) {
    const void *record = q->kind == KR_KIND_person ? (const void *)person : (const void *)tie;
    if (!record) return 0;
    kr_assignment a = kr_record_get(record, (kr_kind)q->kind, kr_schema_field((kr_kind)q->kind, q->field));
    return a.op == KR_OP_CLEAR ? 0 : (unsigned)a.value.number;
}

/* Both at once counts as hard here, as everywhere in plain mode. */
static bool is_on(const question *q, const choice *c, unsigned value) {
    if (q->field == KR_F_tie_tone && q->kind == KR_KIND_tie && value == KR_tone_ambivalent)
        return c->value == KR_tone_tense;
    return value == c->value;
}

/* The first question from `from` on that nobody answered yet; the number of questions when there is none. */
static size_t open_question(const kr_alter *alter, size_t from) {
    while (from < KR_COUNT(questions) && held(&questions[from], alter->person, alter->tie)) from++;
    return from;
}

static const kr_alter *open_person(const kr_page *page, const kr_alter *after) {
    size_t n = page->net.n, start = after ? (size_t)(after - page->net.alters) + 1 : 0;
    for (size_t i = 0; i < n; i++) {
        const kr_alter *alter = &page->net.alters[(start + i) % n];
        if (alter != after && open_question(alter, 0) < KR_COUNT(questions)) return alter;
    }
    return NULL;
}

static const kr_alter *asked(const kr_page *page, const char *name) {
    kr_id id;
    if (!kr_id_parse(kr_query(page->request, name), &id)) return NULL;
    size_t at = kr_network_index(&page->net, id);
    return at == SIZE_MAX ? NULL : &page->net.alters[at];
}

static void put_question(const kr_page *page, const kr_alter *alter, size_t number) {
    const question *q = &questions[number];
    kr_model *object = kr_put_object(page->model, "question");
    const kr_icon *icon = kr_plain_icon_of(alter->person);
    char digits[17];
    kr_id_text(alter->person->id, digits);
    kr_buf ask = kr_page_buf(page);
    kr_say_with(page, &ask, q->key, "person", alter->person->name);
    kr_put_text(object, "ask", kr_page_text(&ask));
    kr_put_text(object, "who", kr_str_z(digits));
    kr_put_number(object, "number", (int64_t)number + 1);
    kr_put_face(page, object, alter);
    kr_put_icon_svg(page, object, "pic_svg", icon ? icon->name : NULL);
    kr_model *array = kr_put_array(object, "choices");
    for (size_t i = 0; i < KR_COUNT(q->choices); i++) {
        kr_model *one = kr_add_object(array);
        kr_put_number(one, "value", (int64_t)i + 1);
        kr_put_word(page->request, one, "label", q->choices[i].key);
        kr_put_icon_svg(page, one, "icon_svg", q->choices[i].icon);
        kr_put_bool(one, "on", is_on(q, &q->choices[i], held(q, alter->person, alter->tie)));
    }
}

/* Done with somebody, or with everybody: who is next? */
static void put_done(const kr_page *page, const kr_alter *last) {
    const kr_alter *next = open_person(page, last);
    kr_model *object = kr_put_object(page->model, "done");
    kr_put_text(object, "name", last ? last->person->name : KR_NONE);
    if (next) {
        kr_buf label = kr_page_buf(page);
        kr_say_with(page, &label, "plain.next", "person", next->person->name);
        kr_put_text(object, "next", kr_page_link(page, "/eenvoudig/hoe?wie=", next->person->id, ""));
        kr_put_text(object, "label", kr_page_text(&label));
    } else {
        kr_put_bool(object, "next", false);
    }
}

kr_err kr_page_plain_ask(kr_request *request, kr_reply *reply, kr_error *error) {
    static const char *const icons[][2] = {{"stop_svg", "stop"},         {"forward_svg", "forward"},
                                           {"question_svg", "question"}, {"look_svg", "look"},
                                           {"yes_svg", "yes"},           {"people_svg", "people"}};
    kr_page page;
    int64_t number = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.plain", error);
    if (err) return err;
    for (size_t i = 0; i < KR_COUNT(icons); i++) kr_put_icon_svg(&page, page.model, icons[i][0], icons[i][1]);
    kr_page_flow(request, page.model, "/eenvoudig", "plain.back");
    kr_put_bool(page.model, "question", false);
    kr_put_bool(page.model, "done", false);
    const kr_alter *last = asked(&page, "klaar"), *alter = asked(&page, "wie");
    bool given = kr_str_int(kr_query(request, "vraag"), &number) && number >= 1 &&
                 number <= (int64_t)KR_COUNT(questions);
    if (!alter && !last) alter = open_person(&page, NULL);
    size_t at = given ? (size_t)number - 1 : alter ? open_question(alter, 0) : 0;
    /* Asked about somebody of whom everything was said: once more from how it is. */
    if (at == KR_COUNT(questions)) at = 1;
    if (alter)
        put_question(&page, alter, at);
    else
        put_done(&page, last);
    return KR_OK;
}

typedef struct answering {
    const question *question;
    kr_id person;
    uint8_t answer; /* 1..3; 0: I do not know */
} answering;

static void fill_answer(kr_draft *draft, void *context) {
    const answering *job = context;
    const question *q = job->question;
    const kr_circle *c = draft->circle;
    const kr_person *person = kr_circle_person(c, job->person);
    const kr_tie *tie = kr_circle_tie_between(c, c->self.ego, job->person);
    unsigned value = held(q, person, tie);
    bool ours = false;
    for (size_t i = 0; i < KR_COUNT(q->choices); i++) ours |= is_on(q, &q->choices[i], value);
    if (job->answer == 0 && !ours) return; /* said elsewhere, more finely: stays */
    if (job->answer && is_on(q, &q->choices[job->answer - 1], value)) return;
    kr_id record = q->kind == KR_KIND_person ? job->person : kr_draft_tie(draft, c->self.ego, job->person);
    kr_draft_number(draft, (kr_kind)q->kind, record, q->field,
                    job->answer ? q->choices[job->answer - 1].value : 0);
}

kr_err kr_page_plain_answer(kr_request *request, kr_reply *reply, kr_error *error) {
    int64_t number = 0, answer = 0;
    kr_id id;
    const kr_circle *c = request->view.circle;
    bool fine = kr_id_parse(kr_posted(request, "wie"), &id) && kr_circle_person(c, id) && id != c->self.ego &&
                kr_str_int(kr_posted(request, "vraag"), &number) && number >= 1 &&
                number <= (int64_t)KR_COUNT(questions) &&
                kr_str_int(kr_posted(request, "antwoord"), &answer) && answer >= 0 && answer <= 3;
    if (!fine) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    answering job = {&questions[number - 1], id, (uint8_t)answer};
    kr_err err = kr_page_change(request, KR_ACT_SAY, fill_answer, &job, error);
    if (err) return err;
    char path[64], digits[17];
    kr_id_text(id, digits);
    if (number < (int64_t)KR_COUNT(questions))
        snprintf(path, sizeof path, "/eenvoudig/hoe?wie=%s&vraag=%d", digits, (int)number + 1);
    else
        snprintf(path, sizeof path, "/eenvoudig/hoe?klaar=%s", digits);
    kr_go(request, reply, path, NULL);
    return KR_OK;
}
