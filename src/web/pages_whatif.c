/* What if somebody is not there for a while: choose one or more, and see what changes. Nothing is kept unless
 * somebody asks for that. */
#include "core/whatif.h"

#include <stdio.h>

#include "draw/absence.h"
#include "web/pages_whatif.h"

/* As many as anybody would choose; more are passed over. */
#define MOST 60
/* A file of 16 MiB, carried as text. */
#define FILE_BODY (24u << 20)

typedef struct looking {
    kr_page page;
    kr_whatif what;
    kr_id chosen[MOST];
    size_t n;
} looking;

static kr_str kind_of(const kr_page *page, uint8_t kind) {
    return kr_page_choice(page, kr_list_of(KR_KIND_tie, KR_F_tie_gets), kind);
}

/* -- sentences
 * ------------------------------------------------------------------------------------------------------ */

static void put_ask(const kr_page *page, kr_model *lines, const kr_whatif_support *s) {
    static const char *const keys[KR_ASK_REASONS] = {"whatif.ask.sometimes", "whatif.ask.could",
                                                     "whatif.ask.would", "whatif.ask.before",
                                                     "whatif.ask.perhaps"};
    kr_str kind = kr_page_low(page, kind_of(page, s->kind));
    for (unsigned r = 0; r < KR_ASK_REASONS; r++)
        if (s->ask[r].n) kr_ahead_tell(page, lines, keys[r], (kr_telling){.names = s->ask[r], .word = kind});
}

/* What is left, and with whom; who is not named is not left out of the counting. */
static const char *after_key(const kr_whatif_support *s) {
    if (s->after == KR_AFTER_NOBODY) return "whatif.after.nobody";
    if (s->after == KR_AFTER_PAID) return s->paid.n ? "whatif.after.paid" : "whatif.after.paid.unnamed";
    if (s->after == KR_AFTER_ONE) return s->own.n ? "whatif.after.one" : "whatif.after.one.unnamed";
    return s->own.n    ? "whatif.after.more"
           : s->paid.n ? "whatif.after.more.paid"
                       : "whatif.after.more.unnamed";
}

static void put_support(const kr_page *page, kr_model *array, const kr_whatif_support *s) {
    kr_model *object = kr_add_object(array);
    kr_model *lines = kr_put_array(object, "lines"), *ask = kr_put_array(object, "ask");
    kr_telling about = {.names = s->gone, .word = kr_page_low(page, kind_of(page, s->kind))};
    kr_put_text(object, "label", kind_of(page, s->kind));
    kr_ahead_tell(page, lines, "whatif.gave", about);
    bool paid_only = s->after == KR_AFTER_PAID || (s->after == KR_AFTER_MORE && !s->own.n);
    about.names = paid_only ? s->paid : s->own;
    kr_ahead_tell(page, lines, after_key(s), about);
    if (!paid_only && s->paid.n && s->after != KR_AFTER_NOBODY)
        kr_ahead_tell(page, lines, "whatif.after.also_paid", (kr_telling){.names = s->paid});
    if (s->after != KR_AFTER_MORE) put_ask(page, ask, s);
    kr_put_bool(object, "has_ask", kr_model_count(ask) > 0);
    kr_put_bool(object, "open", s->after != KR_AFTER_MORE && kr_model_count(ask) == 0);
}

static kr_str place_name(const kr_page *page, uint32_t place) {
    return page->net.alters[place].person->name;
}

static void put_rest(const looking *l) {
    const kr_page *page = &l->page;
    const kr_whatif *w = &l->what;
    kr_model *rest = kr_put_array(page->model, "rest");
    for (size_t i = 0; i < w->n_alone; i++) {
        kr_some one = {(uint32_t *)(uintptr_t)&w->alone[i].who, 1};
        kr_ahead_tell(page, rest, "whatif.alone",
                      (kr_telling){.names = one, .kinds = kr_ahead_kinds(page, w->alone[i].kinds)});
    }
    if (w->unreachable.n)
        kr_ahead_tell(page, rest, "whatif.reach", (kr_telling){.names = w->unreachable, .others = w->chosen});
    for (size_t i = 0; i < w->n_doors; i++) {
        const kr_whatif_door *d = &w->doors[i];
        kr_ahead_tell(page, rest, d->own ? "whatif.door.own" : "whatif.door",
                      (kr_telling){.names = d->gone, .word = place_name(page, d->place)});
    }
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_domain);
    for (size_t i = 0; i < w->n_areas; i++) {
        const kr_whatif_area *a = &w->areas[i];
        kr_ahead_tell(page, rest, a->places.n ? "whatif.area.places" : "whatif.area",
                      (kr_telling){.names = a->gone,
                                   .others = a->places,
                                   .word = kr_page_choice_low(page, list, a->domain)});
    }
    uint32_t gives = 0;
    for (unsigned kind = 1; kind <= 5; kind++)
        if (w->gives[kind].n) gives |= 1u << kind;
    if (gives)
        kr_ahead_tell(page, rest, "whatif.gives",
                      (kr_telling){.names = w->chosen, .kinds = kr_ahead_kinds(page, gives)});
    kr_put_bool(page->model, "has_rest", kr_model_count(rest) > 0);
}

/* -- the drawing
 * ---------------------------------------------------------------------------------------------------- */

static void mark(uint8_t *roles, kr_some some, uint8_t role) {
    for (size_t i = 0; i < some.n; i++)
        if (roles[some.who[i]] < role && roles[some.who[i]] != KR_ABSENCE_AWAY) roles[some.who[i]] = role;
}

static kr_err put_picture(looking *l) {
    kr_buf svg = kr_page_buf(&l->page);
    uint8_t *roles = kr_new_n(l->page.request->arena, uint8_t, l->page.net.n + 1);
    if (!roles) return KR_E_MEMORY;
    for (size_t i = 0; i < l->what.chosen.n; i++) roles[l->what.chosen.who[i]] = KR_ABSENCE_AWAY;
    bool named = l->what.n_alone || l->what.unreachable.n, asks = false;
    for (size_t i = 0; i < l->what.n_alone; i++)
        if (!roles[l->what.alone[i].who]) roles[l->what.alone[i].who] = KR_ABSENCE_NAMED;
    mark(roles, l->what.unreachable, KR_ABSENCE_NAMED);
    for (size_t i = 0; i < l->what.n_support; i++) {
        const kr_whatif_support *s = &l->what.support[i];
        for (unsigned r = 0; r < KR_ASK_REASONS && s->after != KR_AFTER_MORE; r++) {
            mark(roles, s->ask[r], KR_ABSENCE_ASK);
            asks = asks || s->ask[r].n;
        }
    }
    kr_err err = kr_absence_svg(&svg, l->page.request->arena, &l->page.net, roles, kr_ahead_word, &l->page);
    if (err != KR_OK) return err;
    kr_put_markup(l->page.model, "picture_svg", kr_page_text(&svg));
    kr_put_bool(l->page.model, "key_named", named);
    kr_put_bool(l->page.model, "key_ask", asks);
    return KR_OK;
}

/* -- the page
 * ------------------------------------------------------------------------------------------------------- */

/* Under what a note about these people is kept, whatever the order in which they were chosen. */
static void about_of(const kr_id *chosen, size_t n, char out[80]) {
    uint64_t sum = 0;
    char digits[17];
    for (size_t i = 0; i < n; i++) {
        uint64_t one = chosen[i] * 0x9e3779b97f4a7c15u;
        sum += one ^ one >> 29;
    }
    kr_id_text(n == 1 ? chosen[0] : sum, digits);
    snprintf(out, 80, "whatif:%zu:%s", n, digits);
}

static void put_answer(looking *l) {
    const kr_page *page = &l->page;
    kr_model *support = kr_put_array(page->model, "support");
    for (int more = 0; more < 2; more++) /* what changes most first */
        for (size_t i = 0; i < l->what.n_support; i++)
            if ((l->what.support[i].after == KR_AFTER_MORE) == more)
                put_support(page, support, &l->what.support[i]);
    kr_put_bool(page->model, "has_support", l->what.n_support > 0);
    put_rest(l);
    kr_put_bool(page->model, "quiet", kr_whatif_quiet(&l->what));
    kr_word_arg args[] = {KR_WORD_TEXT("names", kr_ahead_names(page, l->what.chosen)),
                          KR_WORD_NUMBER("n", (int64_t)l->what.chosen.n)};
    kr_put_say(page->request, page->model, "heading", "whatif.heading", args, 2);
    kr_put_say(page->request, page->model, "miss", "whatif.miss", args, 2);
    char about[80];
    about_of(l->chosen, l->n, about);
    const kr_answer *answer = kr_page_answer(page, kr_str_z(about));
    kr_put_text(page->model, "words", answer ? answer->words : KR_NONE);
    kr_put_text(page->model, "action", kr_page_link(page, "/als", 0, ""));
    kr_model *hidden = kr_put_array(page->model, "hidden");
    for (size_t i = 0; i < l->n; i++) {
        char digits[17];
        kr_id_text(l->chosen[i], digits);
        kr_put_text(kr_add_object(hidden), "id", kr_str_z(digits));
    }
}

kr_err kr_page_whatif(kr_request *request, kr_reply *reply, kr_error *error) {
    looking l = {0};
    kr_ways ways;
    kr_err err = kr_page_open(&l.page, request, reply, "title.whatif", error);
    if (err != KR_OK) return err;
    l.n = kr_ahead_asked(&l.page, "wie", l.chosen, MOST);
    kr_ahead_chips(&l.page, "people", l.chosen, l.n);
    kr_put_bool(l.page.model, "has_people", l.page.net.n > 0);
    kr_put_bool(l.page.model, "chosen", l.n > 0);
    err = kr_ways_make(&ways, request->arena, &l.page.net);
    if (err == KR_OK) err = kr_whatif_make(&l.what, request->arena, &l.page.net, &ways, l.chosen, l.n);
    if (err == KR_OK) err = put_picture(&l);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    if (l.n) put_answer(&l);
    return KR_OK;
}

kr_err kr_page_whatif_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_str posted[MOST];
    kr_id chosen[MOST];
    size_t n = 0, all = kr_posted_all(request, "wie", posted, MOST);
    kr_buf path;
    kr_str text;
    char about[80];
    kr_buf_init(&path, request->arena, 4096);
    kr_put_z(&path, "/als");
    for (size_t i = 0; i < all && i < MOST; i++) {
        char digits[17];
        if (!kr_id_parse(posted[i], &chosen[n])) continue;
        kr_id_text(chosen[n], digits);
        kr_put_z(&path, n ? "&wie=" : "?wie=");
        kr_put_z(&path, digits);
        n++;
    }
    kr_put_z(&path, "#h-zelf");
    kr_put_c(&path, 0);
    if (kr_buf_end(&path, &text) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    if (!n) return kr_fail(error, KR_E_INVALID, "error.say.400", "", "");
    about_of(chosen, n, about);
    return kr_ahead_save(request, reply, kr_str_z(about), text.ptr, error);
}

const kr_route kr_routes_whatif[] = {
    {"GET", "/kring/:circle/als", KR_OWNER, false, kr_page_whatif, "als", KR_PART_FEEL, 0, 0},
    {"POST", "/kring/:circle/als", KR_OWNER, true, kr_page_whatif_save, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/wie-kent", KR_OWNER, false, kr_page_intro, "wie-kent", KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/schouders", KR_OWNER, false, kr_page_load, "schouders", KR_PART_FEEL, 0, 0},
    {"POST", "/kring/:circle/schouders", KR_OWNER, true, kr_page_load_save, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/samen", KR_OWNER, false, kr_page_two, "twee", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/samen", KR_OWNER, true, kr_page_two_file, "twee", KR_PART_MAP, FILE_BODY, 0},
    {0},
};
