/* What is posted from a sheet: words, people, choices and pictures in their places; cards; and what happens
 * to the sheet as a whole. */
#include "core/photo.h"
#include "core/life.h"
#include "draw/icons.h"
#include "web/sheet.h"

#include <stdio.h>

#define MOST_FILE     ((size_t)16 << 20)
#define MOST_PICTURES 8

/* A file that came along, already small, and which field it came in. */
typedef struct picture {
    kr_str field, text;
} picture;

typedef struct saving {
    kr_request *request;
    const kr_leaf *leaf;
    kr_str voice;
    picture pictures[MOST_PICTURES];
    size_t n_pictures;
    const kr_life *life;
    int64_t rank; /* of the next new row */
} saving;

static kr_str posted(const saving *job, char what, kr_str place, kr_str row) {
    return kr_posted(job->request, kr_leaf_field(job->request->arena, what, place, row).ptr);
}

static bool posted_has(const saving *job, char what, kr_str place, kr_str row) {
    return kr_posted_has(job->request, kr_leaf_field(job->request->arena, what, place, row).ptr);
}

/* -- one part -- */

static kr_id new_part(kr_draft *draft, saving *job, kr_str place) {
    kr_id id = kr_draft_new_id(draft);
    kr_draft_ref(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_sheet, job->leaf->sheet->id);
    kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_place, place);
    kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_voice, job->voice);
    kr_draft_number(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_rank, ++job->rank);
    return id;
}

static kr_id known_person(const kr_draft *draft, kr_str text) {
    kr_id id = 0;
    const kr_person *person = kr_id_parse(text, &id) ? kr_circle_person(draft->circle, id) : NULL;
    return person && !person->gone ? id : 0;
}

/* The picture of this row after what was posted: a new photo, an icon, or what was there. */
static kr_str picture_of(const saving *job, kr_str place, kr_str row, kr_str before) {
    kr_str field = kr_leaf_field(job->request->arena, 'f', place, row);
    for (size_t i = 0; i < job->n_pictures; i++) {
        if (kr_str_eq(job->pictures[i].field, field)) return job->pictures[i].text;
    }
    if (posted_has(job, 'x', place, row)) return KR_NONE;
    kr_str icon = posted(job, 'i', place, row);
    bool was_icon = kr_str_starts(before, KR_STR("icon:"));
    if (!icon.len && was_icon && posted_has(job, 'i', place, row)) return KR_NONE;
    if (!icon.len || !kr_icon_named(icon)) return before;
    kr_buf text;
    kr_str made;
    kr_buf_init(&text, job->request->arena, 80);
    kr_put_z(&text, "icon:");
    kr_put(&text, icon);
    return kr_buf_end(&text, &made) == KR_OK ? made : before;
}

static void fill_row(kr_draft *draft, saving *job, const kr_sheet_place *place, const kr_sheet_part *part,
                     kr_str row) {
    bool words_there = posted_has(job, 'w', place->id, row);
    if (!words_there && !posted_has(job, 'p', place->id, row)) return; /* another section's */
    kr_str words = words_there ? kr_str_trim(posted(job, 'w', place->id, row)) : part ? part->words : KR_NONE;
    kr_id person = place->person ? known_person(draft, posted(job, 'p', place->id, row)) : 0;
    kr_str before = part ? part->picture : KR_NONE;
    kr_str shown = place->picture ? picture_of(job, place->id, row, before) : before;
    if (!words.len && !person && !shown.len) {
        if (part) kr_draft_bin(draft, part->id);
        return;
    }
    kr_id id = part ? part->id : new_part(draft, job, place->id);
    kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_words, words);
    if (place->person) kr_draft_ref(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_person, person);
    if (place->picture) kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_picture, shown);
}

static void fill_choice(kr_draft *draft, saving *job, const kr_sheet_place *place) {
    kr_str option = posted(job, 'c', place->id, KR_NONE);
    const kr_sheet_part *part = kr_leaf_part(job->leaf, place->id, job->voice);
    if (!posted_has(job, 'c', place->id, KR_NONE)) return;
    if (kr_sheet_option_at(job->leaf->form, place, option) == SIZE_MAX) {
        if (part) kr_draft_bin(draft, part->id); /* open again */
        return;
    }
    kr_id id = part ? part->id : new_part(draft, job, place->id);
    kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_words, option);
}

static void fill_place(kr_draft *draft, saving *job, const kr_sheet_place *place) {
    size_t at = 0, n = 0;
    if (place->option) {
        fill_choice(draft, job, place);
        return;
    }
    for (const kr_sheet_part *part; (part = kr_leaf_next(job->leaf, &at, place->id, job->voice)); n++) {
        char digits[17];
        kr_id_text(part->id, digits);
        fill_row(draft, job, place, part, place->rows ? kr_str_z(digits) : KR_NONE);
        if (!place->rows) return;
    }
    if (!place->rows) fill_row(draft, job, place, NULL, KR_NONE);
    if (place->rows > n) fill_row(draft, job, place, NULL, KR_STR("n1"));
    if (place->rows > n + 1) fill_row(draft, job, place, NULL, KR_STR("n2"));
}

static void fill_sections(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_sheet_form *form = job->leaf->form;
    size_t now = kr_leaf_asked_section(job->leaf, kr_posted(job->request, "deel"), job->voice);
    for (size_t s = 0; s < form->n_sections; s++) {
        if (!kr_leaf_writes(job->leaf, s, job->voice) || (now != SIZE_MAX && now != s)) continue;
        const kr_sheet_section *section = &form->sections[s];
        for (size_t i = 0; i < section->count; i++) fill_place(draft, job, &form->places[section->first + i]);
    }
}

/* -- cards -- */

/* kies, opzij, or what was said before; the note either way. */
static void fill_card(kr_draft *draft, saving *job, kr_str card, uint8_t chosen, kr_str words) {
    const kr_sheet_part *part = kr_leaf_part(job->leaf, card, KR_NONE);
    words = kr_str_trim(words);
    if (!part && !chosen && !words.len) return;
    kr_id id = part ? part->id : new_part(draft, job, card);
    kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_words, words);
    kr_draft_number(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_chosen, chosen);
}

static void fill_cards(kr_draft *draft, void *context) {
    saving *job = context;
    kr_str card = kr_posted(job->request, "kaart"), act = kr_posted(job->request, "doe");
    const kr_sheet_form *form = job->leaf->form;
    for (size_t i = 0; i < form->n_cards; i++) {
        const kr_sheet_part *part = kr_leaf_part(job->leaf, form->cards[i], KR_NONE);
        uint8_t chosen = part ? part->chosen : 0;
        if (card.len && !kr_str_eq(form->cards[i], card)) continue;
        if (!posted_has(job, 'w', form->cards[i], KR_NONE)) continue;
        kr_str picked = posted(job, 'k', form->cards[i], KR_NONE);
        if (kr_str_is(act, "kies") || kr_str_is(picked, "kies")) chosen = KR_yesno_yes;
        if (kr_str_is(act, "opzij") || kr_str_is(picked, "opzij")) chosen = KR_yesno_no;
        if (kr_str_is(act, "terug") || kr_str_is(picked, "open")) chosen = 0;
        fill_card(draft, job, form->cards[i], chosen, posted(job, 'w', form->cards[i], KR_NONE));
    }
}

/* The note with a card, as a wish; the card is chosen with it. */
static void fill_card_wish(kr_draft *draft, void *context) {
    saving *job = context;
    kr_str card = kr_posted(job->request, "kaart");
    kr_str words = kr_str_trim(posted(job, 'w', card, KR_NONE));
    fill_card(draft, job, card, KR_yesno_yes, words);
    if (!words.len) return;
    kr_draft_text(draft, KR_KIND_wish, kr_draft_new_id(draft), KR_F_wish_words, words);
}

/* -- pictures that came along -- */

/* Files of fields "f.PLACE…", made small one after the other. The first that is not taken is told. */
static kr_str take_pictures(saving *job) {
    kr_request *request = job->request;
    kr_str wrong = KR_NONE;
    for (size_t i = 0; i < request->n_form && job->n_pictures < MOST_PICTURES; i++) {
        const kr_field_in *field = &request->form[i];
        kr_str small, text;
        kr_error error = {0};
        if (!field->is_file || !field->value.len || !kr_str_starts(field->name, KR_STR("f."))) continue;
        kr_err err = field->value.len > MOST_FILE
                         ? kr_fail(&error, KR_E_LIMIT, "photo.large", "", "")
                         : kr_render_picture(request->web, &small, request->arena, field->value, &error);
        if (err == KR_OK && kr_photo_text(&text, request->arena, small) == KR_OK)
            job->pictures[job->n_pictures++] = (picture){field->name, text};
        else
            wrong =
                kr_arena_copy(request->arena, error.key[0] ? kr_str_n(error.key, strlen(error.key) + 1)
                                                           : kr_str_n("photo.broken", sizeof "photo.broken"));
    }
    return wrong;
}

static int64_t last_rank(const kr_leaf *leaf) {
    return leaf->n_parts ? leaf->parts[leaf->n_parts - 1]->rank : 0;
}

/* Where to go on: the next section, the same again, the next card, or the sheet. */
static void go_on(kr_request *request, kr_reply *reply, const kr_leaf *leaf, kr_str voice,
                  const char *notice) {
    kr_buf path;
    kr_str text, to = kr_posted(request, "naar"), part = kr_posted(request, "deel");
    char digits[17];
    size_t now = kr_leaf_asked_section(leaf, part, voice), next = SIZE_MAX;
    for (size_t s = leaf->form->n_sections; now != SIZE_MAX && s > now + 1; s--) {
        if (kr_leaf_writes(leaf, s - 1, voice)) next = s - 1;
    }
    kr_id_text(leaf->sheet->id, digits);
    kr_buf_init(&path, request->arena, 400);
    kr_put_z(&path, "/bladen/blad/");
    kr_put_z(&path, digits);
    bool more = kr_str_starts(to, KR_STR("meer")), on = kr_str_is(to, "verder") && next != SIZE_MAX;
    if (more || on) {
        kr_put_z(&path, "/schrijf?deel=");
        kr_put(&path, on ? leaf->form->sections[next].id : now == SIZE_MAX ? KR_STR("alles") : part);
        if (voice.len) kr_put_z(&path, "&stem=");
        kr_put(&path, voice);
        kr_str place;
        kr_str rest = kr_str_cut(to, '.', &place);
        if (more && kr_sheet_place_at(leaf->form, rest) != SIZE_MAX) {
            kr_put_z(&path, "#plek-");
            kr_put(&path, rest);
        }
    }
    kr_put_c(&path, '\0');
    kr_go(request, reply, kr_buf_end(&path, &text) == KR_OK ? text.ptr : "/bladen", notice);
}

static kr_err save_cards(kr_request *request, kr_reply *reply, saving *job, kr_error *error) {
    kr_str card = kr_posted(request, "kaart"), act = kr_posted(request, "doe");
    size_t at = kr_sheet_card_at(job->leaf->form, card);
    bool wish = kr_str_is(act, "wens") && at != SIZE_MAX;
    bool words = at != SIZE_MAX && kr_str_trim(posted(job, 'w', card, KR_NONE)).len > 0;
    if (card.len && at == SIZE_MAX) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_change(request, wish ? KR_ACT_WISH : KR_ACT_SHEET,
                                wish ? fill_card_wish : fill_cards, job, error);
    if (err != KR_OK) return err;
    kr_leaf now;
    char digits[17], path[160];
    err = kr_leaf_asked(&now, request, error);
    if (err != KR_OK) return err;
    size_t next = at == SIZE_MAX ? SIZE_MAX : kr_leaf_next_card(&now, at);
    kr_id_text(now.sheet->id, digits);
    snprintf(path, sizeof path, "/bladen/blad/%s", digits);
    if (next != SIZE_MAX && !kr_str_is(act, "bewaar"))
        snprintf(path, sizeof path, "/bladen/blad/%s/schrijf?kaart=%.*s", digits,
                 KR_ARG(now.form->cards[next]));
    kr_go(request, reply, path, wish && words ? "notice.wish" : "notice.saved");
    return KR_OK;
}

kr_err kr_page_sheet_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_leaf leaf;
    kr_err err = kr_leaf_asked(&leaf, request, error);
    if (err != KR_OK) return err;
    saving job = {
        .request = request, .leaf = &leaf, .voice = kr_posted(request, "stem"), .rank = last_rank(&leaf)};
    if (!leaf.form || (job.voice.len && kr_sheet_voice_at(leaf.form, job.voice) == SIZE_MAX))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    if (leaf.form->look == KR_GUIDE_look_cards) return save_cards(request, reply, &job, error);
    kr_str wrong = take_pictures(&job);
    err = kr_page_change(request, KR_ACT_SHEET, fill_sections, &job, error);
    if (err != KR_OK) return err;
    err = kr_leaf_asked(&leaf, request, error); /* as it is now */
    if (err != KR_OK) return err;
    go_on(request, reply, &leaf, job.voice, wrong.len ? wrong.ptr : "notice.saved");
    return KR_OK;
}

/* -- the sheet as a whole -- */

static void fill_bin(kr_draft *draft, void *context) {
    const saving *job = context;
    for (size_t i = 0; i < job->leaf->n_parts; i++) kr_draft_bin(draft, job->leaf->parts[i]->id);
    kr_draft_bin(draft, job->leaf->sheet->id);
}

void kr_leaf_restore(kr_draft *draft, kr_id sheet) {
    const kr_circle *c = draft->circle;
    int64_t gone = 0;
    for (size_t i = 0; i < c->n_sheets; i++)
        if (c->sheets[i].id == sheet) gone = c->sheets[i].gone;
    for (size_t i = 0; gone && i < c->n_sheet_parts; i++) {
        const kr_sheet_part *part = &c->sheet_parts[i];
        if (part->sheet == sheet && part->gone == gone) kr_draft_restore(draft, part->id);
    }
    kr_draft_restore(draft, sheet);
}

static void fill_head(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_id id = job->leaf->sheet->id;
    kr_draft_text(draft, KR_KIND_sheet, id, KR_F_sheet_title, kr_posted(job->request, "titel"));
    kr_draft_text(draft, KR_KIND_sheet, id, KR_F_sheet_by_whom, kr_posted(job->request, "door"));
    kr_draft_posted(draft, job->request, id, kr_leaf_private);
}

/* A column opens, or closes again. */
static void fill_opened(kr_draft *draft, void *context) {
    saving *job = context;
    kr_str place = KR_STR(KR_SHEET_OPENED);
    const kr_sheet_part *part = kr_leaf_part(job->leaf, place, job->voice);
    bool open = kr_str_is(kr_posted(job->request, "doe"), "open");
    kr_id id = part ? part->id : new_part(draft, job, place);
    kr_draft_number(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_chosen, open ? KR_yesno_yes : KR_yesno_no);
}

/* "1966: Jan leren kennen op een dansavond, Utrecht" */
static kr_str event_words(const saving *job, const kr_event *event) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, job->request->arena, 16000);
    if (event->date) {
        kr_say_date(&out, job->request->prefs.lang, event->date);
        kr_put_z(&out, ": ");
    }
    kr_put(&out, event->what);
    if (event->place.len) kr_put_z(&out, ", ");
    kr_put(&out, event->place);
    return kr_buf_end(&out, &text) == KR_OK ? text : event->what;
}

/* The place for what happened at this age: of its part of the life, else of the first that takes events. */
static const kr_sheet_place *place_for(const kr_sheet_form *form, double age) {
    const kr_sheet_place *any = NULL;
    for (size_t s = 0; s < form->n_sections; s++) {
        const kr_sheet_section *section = &form->sections[s];
        for (size_t i = 0; i < section->count; i++) {
            const kr_sheet_place *place = &form->places[section->first + i];
            if (!place->events) continue;
            if (section->aged && age >= section->from && age < section->to) return place;
            any = place;
        }
    }
    return any;
}

static bool told(const kr_leaf *leaf, kr_str words) {
    for (size_t i = 0; i < leaf->n_parts; i++) {
        if (kr_str_eq(leaf->parts[i]->words, words)) return true;
    }
    return false;
}

/* What stands on the life line comes into the chapters, each once. */
static void fill_life(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_life *life = job->life;
    double born = life->born;
    for (size_t i = 0; i < life->n_events; i++) {
        const kr_life_event *one = &life->events[i];
        double age = one->at > 0 && born > 0 ? one->at - born : 1000;
        const kr_sheet_place *place = place_for(job->leaf->form, age < 0 ? 0 : age);
        kr_str words = event_words(job, one->event);
        if (!place || !one->event->what.len || told(job->leaf, words)) continue;
        kr_id id = new_part(draft, job, place->id);
        kr_draft_text(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_words, words);
        if (place->person && one->there)
            kr_draft_ref(draft, KR_KIND_sheet_part, id, KR_F_sheet_part_person,
                         life->presences[one->first].person->id);
    }
}

static kr_err take_life(kr_request *request, saving *job, kr_error *error) {
    kr_network net;
    kr_life *life = kr_new(request->arena, kr_life);
    kr_err err = life ? kr_network_make(&net, request->arena, &request->view) : KR_E_MEMORY;
    if (err == KR_OK) err = kr_life_make(life, request->arena, &net, kr_date_of(request->local));
    job->life = life;
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}

kr_err kr_page_sheet_act(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_leaf leaf;
    char digits[17], path[48];
    kr_err err = kr_leaf_asked(&leaf, request, error);
    if (err != KR_OK) return err;
    saving job = {
        .request = request, .leaf = &leaf, .voice = kr_posted(request, "stem"), .rank = last_rank(&leaf)};
    kr_str act = kr_posted(request, "doe");
    kr_id_text(leaf.sheet->id, digits);
    snprintf(path, sizeof path, "/bladen/blad/%s", digits);
    bool bin = kr_str_is(act, "weg"), life = kr_str_is(act, "levenslijn") && leaf.form,
         column = kr_str_is(act, "open") || kr_str_is(act, "dicht");
    if (column && (!leaf.form || kr_sheet_voice_at(leaf.form, job.voice) == SIZE_MAX))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    if (life) err = take_life(request, &job, error);
    if (err != KR_OK) return err;
    err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SHEET,
                         bin      ? fill_bin
                         : life   ? fill_life
                         : column ? fill_opened
                                  : fill_head,
                         &job, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, bin ? "/bladen" : path, bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}
