/* Two maps, one talk: the map of this circle beside another of one's own, or beside a file that somebody
 * gave. Of both only what may be seen beside each other (KR_VIEWER_BESIDE); nothing is kept. */
#include "core/two.h"

#include <stdio.h>

#include "draw/two.h"
#include "format/format.h"
#include "web/carry.h"
#include "web/pages_own.h"
#include "web/pages_whatif.h"

#define MOST_SAID   200
#define FIRST_ASKED 6

typedef struct beside {
    kr_page page; /* page.net is not used: the owner's own eyes see more */
    kr_view here, there;
    kr_network ours, theirs;
    kr_two two;
    kr_two_said said[MOST_SAID];
    size_t n_said;
    kr_str map;  /* "de kaart van Sanne" */
    kr_id other; /* another circle; 0: a file */
    kr_str sealed;
} beside;

/* -- the two maps
 * -------------------------------------------------------------------------------------------------- */

static kr_err look(beside *b, kr_network *out, kr_view *view, const kr_circle *circle, kr_error *error) {
    kr_arena *arena = b->page.request->arena;
    kr_err err = kr_view_make(view, arena, circle, KR_VIEWER_BESIDE, 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(out, arena, view);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}

/* Of two answers about the same two, the last holds. */
static void take_said(beside *b, kr_two_said one) {
    for (size_t i = 0; i < b->n_said; i++) {
        if (b->said[i].here != one.here || b->said[i].there != one.there) continue;
        b->said[i] = one;
        return;
    }
    if (b->n_said < MOST_SAID) b->said[b->n_said++] = one;
}

/* "0123456789abcdef-0123456789abcdef": what the reader said about who is who. */
static void read_said(beside *b, const kr_field_in *fields, size_t n) {
    for (size_t i = 0; i < n; i++) {
        bool same = kr_str_is(fields[i].name, "zelfde");
        kr_two_said one = {.same = same};
        kr_str rest, first;
        if (!same && !kr_str_is(fields[i].name, "anders")) continue;
        rest = kr_str_cut(fields[i].value, '-', &first);
        if (kr_id_parse(first, &one.here) && kr_id_parse(rest, &one.there)) take_said(b, one);
    }
}

/* Whose map the other one is: by whom it was filled in, else who stands in the middle. */
static void name_map(beside *b) {
    const kr_circle_record *self = &b->there.circle->self;
    const kr_person *middle = b->theirs.ego;
    kr_buf buf = kr_page_buf(&b->page);
    kr_str whose = self->filled_by.len            ? self->filled_by
                   : middle && !b->two.one_middle ? middle->name
                                                  : KR_NONE;
    kr_say_with(&b->page, &buf, whose.len ? "two.map" : "two.map.other", "name", whose);
    b->map = kr_page_text(&buf);
}

/* -- sentences
 * ------------------------------------------------------------------------------------------------------ */

static const kr_person *person_of(const beside *b, const kr_two_one *one) {
    return one->here != KR_TWO_NONE ? b->ours.alters[one->here].person : b->theirs.alters[one->there].person;
}

typedef bool (*wanted)(const kr_two_one *one);
static bool on_both(const kr_two_one *one) {
    return one->here != KR_TWO_NONE && one->there != KR_TWO_NONE && !one->perhaps;
}
static bool only_here(const kr_two_one *one) {
    return one->there == KR_TWO_NONE;
}
static bool only_there(const kr_two_one *one) {
    return one->here == KR_TWO_NONE;
}

/* Who stands in the middle of the other map is on it, and so is whoever made the one that lies beside it. */
static bool in_a_middle(const beside *b, const kr_two_one *one) {
    if (one->there == KR_TWO_NONE) return one->here == b->two.their_place;
    return one->here == KR_TWO_NONE && one->there == b->two.our_place;
}

static void put_names(const beside *b, const char *name, wanted want) {
    kr_str *names = kr_new_n(b->page.request->arena, kr_str, b->two.n + 1);
    kr_buf out = kr_page_buf(&b->page);
    size_t n = 0;
    for (size_t i = 0; names && i < b->two.n; i++)
        if (want(&b->two.ones[i]) && !in_a_middle(b, &b->two.ones[i]))
            names[n++] = person_of(b, &b->two.ones[i])->name;
    if (n) kr_say_names(&out, b->page.lang, names, n, n);
    kr_put_text(b->page.model, name, kr_page_text(&out));
}

/* A talk begins with a few questions; the others fold out. */
static void ask(const beside *b, kr_model *list, const char *key, const kr_word_arg *args, size_t n) {
    kr_model *into =
        kr_model_count(list) < FIRST_ASKED ? list : kr_model_get(b->page.model, "questions_more");
    kr_put_say(b->page.request, kr_add_object(into), "line", key, args, n);
}

/* Another ring, or the same ring in another part of life. */
static void ask_place(const beside *b, kr_model *list, const kr_two_one *one) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    const kr_page *page = &b->page;
    if (!one->placed || one->same || one->perhaps) return;
    kr_place here = kr_place_of(form, &b->ours.alters[one->here]);
    kr_place there = kr_place_of(form, &b->theirs.alters[one->there]);
    bool ring = here.ring != there.ring;
    kr_str a = kr_word(page->lang, ring ? form->ring_keys[here.ring - 1] : form->areas[here.area - 1].key);
    kr_str c = kr_word(page->lang, ring ? form->ring_keys[there.ring - 1] : form->areas[there.area - 1].key);
    kr_word_arg args[] = {KR_WORD_TEXT("name", person_of(b, one)->name),
                          KR_WORD_TEXT("here", kr_page_low(page, a)),
                          KR_WORD_TEXT("there", kr_page_low(page, c)), KR_WORD_TEXT("map", b->map)};
    ask(b, list, ring ? "two.ask.ring" : "two.ask.area", args, KR_COUNT(args));
}

/* Only when both maps are about the same person, and both say something. */
static void ask_support(const beside *b, kr_model *list, const kr_two_one *one) {
    if (!b->two.one_middle || !on_both(one)) return;
    const kr_tie *here = b->ours.alters[one->here].tie, *there = b->theirs.alters[one->there].tie;
    if (!here || !there || !here->gets || !there->gets || here->gets == there->gets) return;
    kr_word_arg args[] = {KR_WORD_TEXT("name", person_of(b, one)->name),
                          KR_WORD_TEXT("here", kr_ahead_kinds(&b->page, here->gets)),
                          KR_WORD_TEXT("there", kr_ahead_kinds(&b->page, there->gets)),
                          KR_WORD_TEXT("map", b->map)};
    ask(b, list, "two.ask.support", args, KR_COUNT(args));
}

static void ask_pairs(const beside *b, kr_model *list) {
    for (size_t i = 0; i < b->two.n_pairs; i++) {
        const kr_two_pair *p = &b->two.pairs[i];
        kr_word_arg args[] = {KR_WORD_TEXT("a", b->ours.alters[p->a].person->name),
                              KR_WORD_TEXT("b", b->ours.alters[p->b].person->name)};
        ask(b, list, "two.ask.knows", args, KR_COUNT(args));
    }
}

/* Where the two who made the maps put each other. */
static void ask_middles(const beside *b, kr_model *list) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    const kr_page *page = &b->page;
    if (b->two.their_place == KR_TWO_NONE || b->two.our_place == KR_TWO_NONE) return;
    kr_place here = kr_place_of(form, &b->ours.alters[b->two.their_place]);
    kr_place there = kr_place_of(form, &b->theirs.alters[b->two.our_place]);
    if (!here.ring || !there.ring) return;
    kr_str a = kr_word(page->lang, form->ring_keys[here.ring - 1]),
           c = kr_word(page->lang, form->ring_keys[there.ring - 1]);
    kr_word_arg args[] = {KR_WORD_TEXT("name", b->ours.alters[b->two.their_place].person->name),
                          KR_WORD_TEXT("here", kr_page_low(page, a)),
                          KR_WORD_TEXT("there", kr_page_low(page, c))};
    ask(b, list, "two.ask.each", args, KR_COUNT(args));
}

static void put_questions(const beside *b) {
    kr_model *list = kr_put_array(b->page.model, "questions"),
             *more = kr_put_array(b->page.model, "questions_more");
    kr_word_arg map = KR_WORD_TEXT("map", b->map);
    ask_middles(b, list);
    for (size_t i = 0; i < b->two.n; i++) ask_place(b, list, &b->two.ones[i]);
    for (size_t i = 0; i < b->two.n; i++) ask_support(b, list, &b->two.ones[i]);
    ask_pairs(b, list);
    kr_put_bool(b->page.model, "has_questions", kr_model_count(list) > 0);
    kr_put_bool(b->page.model, "has_more", kr_model_count(more) > 0);
    kr_put_say(b->page.request, b->page.model, "only_there_h", "two.only.there", &map, 1);
    kr_put_say(b->page.request, b->page.model, "heading", "two.heading", &map, 1);
}

/* -- who is who
 * ----------------------------------------------------------------------------------------------------- */

static kr_str pair_code(const beside *b, kr_id here, kr_id there) {
    char digits[17];
    kr_buf buf = kr_page_buf(&b->page);
    kr_id_text(here, digits);
    kr_put_z(&buf, digits);
    kr_put_c(&buf, '-');
    kr_id_text(there, digits);
    kr_put_z(&buf, digits);
    return kr_page_text(&buf);
}

/* "Bram op uw kaart, Bram op de kaart van Sanne", with the code of these two. */
static void put_two(const beside *b, kr_model *list, const kr_person *here, const kr_person *there) {
    kr_model *object = kr_add_object(list);
    kr_word_arg args[] = {KR_WORD_TEXT("here", here->name), KR_WORD_TEXT("there", there->name),
                          KR_WORD_TEXT("map", b->map)};
    kr_put_say(b->page.request, object, "line", "two.perhaps.line", args, KR_COUNT(args));
    kr_put_text(object, "code", pair_code(b, here->id, there->id));
}

/* Who may be one, who are taken for one (and may be parted), and who were parted (and may be joined again).
 */
static void put_who_is_who(const beside *b) {
    kr_model *page = b->page.model;
    kr_model *perhaps = kr_put_array(page, "perhaps"), *said = kr_put_array(page, "said");
    kr_model *joined = kr_put_array(page, "joined"), *apart = kr_put_array(page, "apart");
    for (size_t i = 0; i < b->two.n; i++) {
        const kr_two_one *one = &b->two.ones[i];
        if (one->perhaps || on_both(one))
            put_two(b, one->perhaps ? perhaps : joined, b->ours.alters[one->here].person,
                    b->theirs.alters[one->there].person);
    }
    for (size_t i = 0; i < b->n_said; i++) {
        kr_model *object = kr_add_object(said);
        kr_put_text(object, "name", b->said[i].same ? KR_STR("zelfde") : KR_STR("anders"));
        kr_put_text(object, "code", pair_code(b, b->said[i].here, b->said[i].there));
        size_t here = kr_network_index(&b->ours, b->said[i].here),
               there = kr_network_index(&b->theirs, b->said[i].there);
        if (!b->said[i].same && here != SIZE_MAX && there != SIZE_MAX)
            put_two(b, apart, b->ours.alters[here].person, b->theirs.alters[there].person);
    }
    kr_put_bool(page, "has_perhaps", b->two.n_perhaps > 0);
    kr_put_bool(page, "has_joined", kr_model_count(joined) > 0);
    kr_put_bool(page, "has_apart", kr_model_count(apart) > 0);
}

static kr_err put_result(beside *b, const kr_circle *other, kr_error *error) {
    const kr_page *page = &b->page;
    kr_arena *arena = page->request->arena;
    kr_err err = look(b, &b->ours, &b->here, page->request->view.circle, error);
    if (err == KR_OK) err = look(b, &b->theirs, &b->there, other, error);
    if (err != KR_OK) return err;
    kr_buf svg = kr_page_buf(page);
    err = kr_two_make(&b->two, arena, &b->ours, &b->theirs, b->said, b->n_said);
    if (err == KR_OK) name_map(b);
    if (err == KR_OK) err = kr_two_svg(&svg, arena, &b->ours, &b->theirs, &b->two, kr_ahead_word, &b->page);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    kr_put_markup(page->model, "picture_svg", kr_page_text(&svg));
    kr_put_text(page->model, "map", b->map);
    kr_put_text(page->model, "map_high", kr_page_high(page, b->map));
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)b->two.n_both);
    kr_put_say(page->request, page->model, "both_say", b->two.n_both ? "two.both" : "two.both.none", &n, 1);
    put_names(b, "both", on_both);
    put_names(b, "here", only_here);
    put_names(b, "there", only_there);
    put_questions(b);
    put_who_is_who(b);
    return KR_OK;
}

/* -- the page
 * ------------------------------------------------------------------------------------------------------ */

static kr_err put_circles(beside *b, kr_error *error) {
    kr_request *request = b->page.request;
    kr_model *list = kr_put_array(b->page.model, "circles");
    kr_circle_entry *all = NULL;
    size_t n = 0;
    kr_err err = KR_OK;
    if (request->signed_in && !request->example)
        err = kr_circles_of(request->web->store, &all, &n, request->arena, request->account.id, error);
    for (size_t i = 0; i < n && err == KR_OK; i++) {
        kr_snapshot *snapshot;
        char digits[17];
        if (all[i].id == request->circle_id) continue;
        err = kr_circle_open(request->web->store, &snapshot, request->account.id, all[i].id, error);
        if (err != KR_OK) break;
        kr_model *one = kr_add_object(list);
        kr_id_text(all[i].id, digits);
        kr_put_text(one, "value", kr_str_z(digits));
        kr_put_circle_title(request, one, "label", kr_snapshot_circle(snapshot));
        kr_put_text(one, "by", kr_snapshot_circle(snapshot)->self.filled_by);
        kr_buf made = kr_page_buf(&b->page);
        kr_say_date(&made, b->page.lang, kr_date_of(kr_clock_local(all[i].created)));
        kr_put_text(one, "made", kr_page_text(&made));
        kr_put_bool(one, "checked", all[i].id == b->other);
        kr_snapshot_release(request->web->store, snapshot);
    }
    kr_put_bool(b->page.model, "has_circles", kr_model_count(list) > 0);
    return err;
}

static kr_err open_page(beside *b, kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_page_open(&b->page, request, reply, "title.two", error);
    if (err != KR_OK) return err;
    kr_put_bool(b->page.model, "wrong", false);
    kr_put_bool(b->page.model, "shown", false);
    kr_put_text(b->page.model, "sealed", KR_NONE);
    kr_put_text(b->page.model, "action", kr_page_link(&b->page, "/samen", 0, ""));
    return KR_OK;
}

/* Another circle of this account; that it was looked at is written down as always. */
static kr_err show_circle(beside *b, kr_error *error) {
    kr_request *request = b->page.request;
    kr_snapshot *snapshot;
    kr_err err = kr_circle_open(request->web->store, &snapshot, request->account.id, b->other, error);
    if (err != KR_OK) return err;
    const kr_look look = {.account = request->account.id,
                          .session = request->session.id,
                          .part = KR_PART_MAP,
                          .ground = KR_GROUND_OWN};
    err = kr_look_note(request->web->store, b->other, &look, request->now, error);
    if (err == KR_E_FULL || err == KR_E_READONLY || err == KR_E_IO) err = KR_OK;
    if (err == KR_OK) err = put_result(b, kr_snapshot_circle(snapshot), error);
    kr_snapshot_release(request->web->store, snapshot);
    return err;
}

kr_err kr_page_two(kr_request *request, kr_reply *reply, kr_error *error) {
    beside b = {0};
    kr_err err = open_page(&b, request, reply, error);
    if (err != KR_OK) return err;
    read_said(&b, request->query, request->n_query);
    bool asked = kr_id_parse(kr_query(request, "met"), &b.other) && request->signed_in && !request->example &&
                 b.other != request->circle_id;
    if (!asked) b.other = 0;
    err = put_circles(&b, error);
    if (err != KR_OK || !asked) return err;
    kr_put_bool(b.page.model, "shown", true);
    kr_put_bool(b.page.model, "file", false);
    kr_put_text(b.page.model, "met", kr_query(request, "met"));
    return show_circle(&b, error);
}

/* What somebody gave is folded here, looked at through the same eyes, and forgotten with the request. */
static kr_err show_file(beside *b, kr_str bytes, kr_error *error) {
    kr_change *changes;
    size_t n;
    kr_circle circle;
    kr_arena *arena = b->page.request->arena;
    if (bytes.len == 0) return kr_fail(error, KR_E_INVALID, "bring.no_file", NULL, NULL);
    if (bytes.len > KR_IMPORT_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "error.say.413", NULL, NULL);
    if (kr_format_guess(bytes) != KR_FORMAT_KRING)
        return kr_fail(error, KR_E_UNSUPPORTED, "two.file.kind", NULL, NULL);
    kr_err err = kr_kring_read(&changes, &n, arena, bytes, error);
    if (err == KR_OK) err = kr_circle_fold(&circle, arena, changes, n, error);
    if (err != KR_OK) return err;
    kr_put_bool(b->page.model, "shown", true);
    kr_put_bool(b->page.model, "file", true);
    kr_put_text(b->page.model, "sealed", kr_carry_seal(b->page.request, "two:", bytes));
    return put_result(b, &circle, error);
}

kr_err kr_page_two_file(kr_request *request, kr_reply *reply, kr_error *error) {
    beside b = {0};
    kr_str bytes = kr_posted(request, "bestand"), sealed = kr_posted(request, "sealed");
    kr_error wrong = {0};
    kr_err err = open_page(&b, request, reply, error);
    if (err == KR_OK) err = put_circles(&b, error);
    if (err != KR_OK) return err;
    read_said(&b, request->form, request->n_form);
    if (!bytes.len && sealed.len) err = kr_carry_open(request, "two:", sealed, &bytes, &wrong);
    if (err == KR_OK) err = show_file(&b, bytes, &wrong);
    if (err == KR_OK) return KR_OK;
    if (err == KR_E_MEMORY) {
        *error = wrong;
        return err;
    }
    reply->status = 422;
    kr_put_bool(b.page.model, "shown", false);
    kr_put_error(request, b.page.model, "wrong", &wrong);
    return KR_OK;
}
