/* Paper: PDF, PNG and SVG of the drawings and the list; a page to print straight from the browser; an empty
 * circle. */
#include "web/paper.h"

#include "draw/netmap.h"
#include "web/thens.h"

#define MOST_SVG ((size_t)12 << 20)

static kr_str word_of(void *context, const char *key) {
    const kr_request *request = context;
    return kr_word(request->prefs.lang, key);
}

static kr_paper_wish read_wish(const kr_request *request) {
    kr_str kind = kr_query(request, "soort");
    int64_t sheet = 0;
    kr_paper_wish wish = {.as = kr_drawing_named(kr_query(request, "vorm"))};
    if (!wish.as) wish.as = KR_DRAW_LENSINK;
    wish.paper = kr_str_is(kr_query(request, "blad"), "a3") ? KR_A3 : KR_A4;
    wish.list = kr_str_is(kr_query(request, "blad"), "lijst");
    wish.initials = kr_str_is(kr_query(request, "namen"), "letters");
    wish.large = kr_query(request, "groot").len > 0;
    wish.photos = kr_query(request, "fotos").len > 0;
    wish.spread = kr_str_is(kr_query(request, "vellen"), "meer");
    wish.ego = kr_str_is(kr_query(request, "midden"), "1");
    if (kr_str_int(kr_query(request, "vraag"), &sheet) && sheet >= 1 && sheet <= KR_QUESTIONS)
        wish.question = (size_t)sheet;
    wish.other_side = kr_str_is(kr_query(request, "kant"), "geven");
    if (!kr_id_parse(kr_query(request, "eigen"), &wish.form)) wish.form = 0;
    wish.kind = kr_str_is(kind, "png") ? "png" : kr_str_is(kind, "svg") ? "svg" : "pdf";
    /* A picture shows one sheet; a PDF has them all, unless one is asked for. */
    wish.sheet = strcmp(wish.kind, "pdf") == 0 ? 0 : 1;
    if (kr_str_int(kr_query(request, "pagina"), &sheet) && sheet >= 1 && sheet <= 10000)
        wish.sheet = (int)sheet;
    return wish;
}

static kr_str today(const kr_request *request) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, request->arena, 100);
    kr_say_date(&out, request->prefs.lang, kr_date_of(request->local));
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* The title on the sheet. With initials the title that somebody gave is left out: it may hold a name. */
static kr_str title_of(const kr_request *request, const kr_view *view, bool initials) {
    const kr_circle_record *self = &view->circle->self;
    const kr_person *ego = kr_circle_ego(view->circle);
    kr_word_arg arg = KR_WORD_TEXT("name", ego ? ego->name : KR_NONE);
    kr_buf out;
    kr_str text;
    if (self->title.len && !initials) return self->title;
    if (!ego || ego->name.len == 0) return kr_word(request->prefs.lang, "layout.circle.own");
    kr_buf_init(&out, request->arena, 2000);
    kr_say(&out, request->prefs.lang, "layout.circle.of", &arg, 1);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* Who stands in the middle of the family tree and how much of it is seen, as its page says in its address. */
static void ask_family(const kr_request *request, kr_draw_options *options) {
    int64_t rows;
    if (!kr_id_parse(kr_query(request, "om"), &options->root)) options->root = 0;
    options->simple = kr_str_is(kr_query(request, "hoe"), "eenvoudig");
    if (kr_str_is(kr_query(request, "gen"), "alles")) options->generations = KR_EVERYBODY;
    if (kr_str_int(kr_query(request, "gen"), &rows) && rows >= 3 && rows <= 5)
        options->generations = (int)rows;
}

kr_err kr_paper_svg(kr_buf *out, kr_arena *arena, const kr_scene *scene, bool pdf) {
    size_t sheets = pdf ? kr_scene_sheets(scene) : 0;
    kr_err err = KR_OK;
    if (!sheets) kr_scene_svg(out, scene, true);
    for (size_t i = 0; i < sheets && err == KR_OK; i++) {
        if (i) kr_put_c(out, '\f');
        err = kr_scene_sheet_svg(out, arena, scene, i);
    }
    return err;
}

/* What is held in the hand can be read; a picture is looked at on a screen. */
static int sheets_for(const kr_paper_wish *wish) {
    bool pdf = strcmp(wish->kind, "pdf") == 0;
    return !pdf ? KR_SHEETS_ONE : wish->spread ? KR_SHEETS_MANY : KR_SHEETS_READABLE;
}

static kr_err draw(kr_request *request, kr_buf *out, const kr_network *net, const kr_paper_wish *wish,
                   kr_str title, bool standalone, kr_error *error) {
    kr_scene *scene;
    unsigned layers =
        wish->as == KR_DRAW_ECOGRAM ? KR_LAYER_ALL | KR_LAYER_FAMILY : KR_LAYER_FREQUENCY | KR_LAYER_PAID;
    if (wish->as == KR_DRAW_ECOGRAM && kr_str_is(kr_query(request, "thuis"), "0"))
        layers &= ~(unsigned)KR_LAYER_FAMILY;
    if (wish->photos) layers |= KR_LAYER_PHOTOS;
    if (wish->ego) layers |= KR_LAYER_EGO;
    kr_str questions[KR_QUESTIONS];
    size_t asked = kr_group_questions(net->circle, questions, KR_QUESTIONS);
    if (wish->as == KR_DRAW_GENOGRAM && !kr_str_is(kr_query(request, "jaren"), "0")) layers |= KR_LAYER_YEARS;
    if (wish->as == KR_DRAW_GENOGRAM && !kr_str_is(kr_query(request, "huis"), "0"))
        layers |= KR_LAYER_HOUSEHOLDS;
    kr_draw_options options = {
        .as = wish->as,
        .layers = layers,
        .paper = wish->paper,
        .sheets = sheets_for(wish),
        .large = wish->large,
        .roles = true,
        .wall = true,
        .other_side = wish->other_side,
        .form = wish->form,
        .question = wish->question && wish->question <= asked ? questions[wish->question - 1] : KR_NONE,
        .title = title,
        .date_line = today(request),
        .text = word_of,
        .text_context = request};
    if (wish->as == KR_DRAW_GENOGRAM) ask_family(request, &options);
    /* Other drawings say themselves what they show. */
    if (wish->as > KR_DRAW_ECOGRAM && wish->as != KR_DRAW_MAP) options.title = KR_NONE;
    kr_then *moments;
    kr_err err = KR_OK;
    options.today = kr_date_of(request->local);
    if (wish->as == KR_DRAW_OVER_TIME) {
        err = kr_thens_make(&moments, &options.n_moments, NULL, request->arena, request->view.circle,
                            kr_drawing_viewer(wish->as, wish->initials), request->prefs.lang, request->local,
                            error);
        if (err == KR_OK) options.moments = moments;
    }
    if (err == KR_OK) err = kr_scene_make(&scene, request->arena, net, &options, error);
    if (err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "files.too_many", NULL, NULL);
    if (err != KR_OK) return err;
    if (standalone) return kr_paper_svg(out, request->arena, scene, strcmp(wish->kind, "pdf") == 0);
    kr_scene_svg(out, scene, false);
    return KR_OK;
}

/* The network of what may stand on this sheet. */
static kr_err paper_network(kr_request *request, kr_network *net, kr_view *view, const kr_paper_wish *wish,
                            kr_error *error) {
    kr_err err = kr_view_make(view, request->arena, request->view.circle,
                              kr_drawing_viewer(wish->as, wish->initials), 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(net, request->arena, view);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

static kr_str paper_name(kr_request *request, const kr_paper_wish *wish) {
    kr_buf out;
    kr_str text;
    char date[11];
    kr_buf_init(&out, request->arena, 100);
    kr_put_z(&out, "kring-");
    kr_put_z(&out, wish->list ? "lijst" : kr_drawing_name(wish->as));
    kr_put_z(&out, wish->list ? "-" : wish->paper == KR_A3 ? "-a3-" : "-a4-");
    kr_put(&out, kr_str_n(date, kr_date_text(kr_date_of(request->local), date)));
    kr_put_c(&out, '.');
    kr_put_z(&out, wish->kind);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_STR("kring");
}

/* From SVG to what was asked for. */
static kr_err deliver(kr_request *request, kr_reply *reply, const kr_buf *drawn, const kr_paper_wish *wish,
                      kr_error *error) {
    kr_str svg;
    kr_err err = kr_buf_end(drawn, &svg);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    reply->filename = paper_name(request, wish);
    reply->body = svg;
    reply->type = "image/svg+xml; charset=utf-8";
    if (strcmp(wish->kind, "svg") == 0) return KR_OK;
    reply->type = strcmp(wish->kind, "png") == 0 ? "image/png" : "application/pdf";
    return kr_render_svg(request->web, &reply->body, request->arena, svg, wish->kind,
                         strcmp(wish->kind, "png") == 0 ? 2480 : 0, error);
}

kr_err kr_page_paper(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_paper_wish wish = read_wish(request);
    kr_network net;
    kr_view view;
    kr_buf out;
    kr_buf_init(&out, request->arena, MOST_SVG);
    kr_err err = paper_network(request, &net, &view, &wish, error);
    if (err != KR_OK) return err;
    kr_str title = title_of(request, &view, wish.initials);
    const kr_list_paper list = {title, today(request), wish.large, wish.sheet};
    if (wish.list)
        kr_list_svg(&out, request->prefs.lang, &net, &list);
    else
        err = draw(request, &out, &net, &wish, title, true, error);
    return err == KR_OK ? deliver(request, reply, &out, &wish, error) : err;
}

/* -- straight from the browser
 * ---------------------------------------------------------------------------------- */

static void put_people(const kr_request *request, kr_model *model, const kr_network *net) {
    kr_model *people = kr_put_array(model, "people");
    for (size_t i = 0; i < net->n; i++) {
        kr_model *one = kr_add_object(people);
        kr_put_text(one, "name", net->alters[i].person->name);
        kr_put_text(one, "role", net->alters[i].person->role);
        kr_put_text(one, "near", kr_list_near(request->prefs.lang, &net->alters[i]));
        kr_put_text(one, "often", kr_list_often(request->prefs.lang, &net->alters[i]));
    }
}

static void put_map(kr_model *model, const kr_buf *drawn) {
    kr_str svg;
    if (kr_buf_end(drawn, &svg) != KR_OK || svg.len == 0)
        kr_put_bool(model, "svg", false);
    else
        kr_put_markup(model, "svg", svg);
}

kr_err kr_page_print(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_paper_wish wish = read_wish(request);
    kr_network net;
    kr_view view;
    kr_buf out;
    kr_error own = {.code = KR_OK};
    kr_buf_init(&out, request->arena, MOST_SVG);
    kr_err err = paper_network(request, &net, &view, &wish, error);
    if (err != KR_OK) return err;
    kr_str title = title_of(request, &view, wish.initials);
    kr_model *model = kr_page_model_titled(request, reply, title);
    wish.paper = KR_SCREEN;
    err = draw(request, &out, &net, &wish, title, false, &own);
    if (err != KR_OK && err != KR_E_LIMIT) return kr_fail(error, err, "error.say.500", NULL, NULL);
    put_map(model, &out);
    put_people(request, model, &net);
    kr_put_text(model, "date", today(request));
    kr_put_bool(model, "large", wish.large);
    return KR_OK;
}

/* -- an empty circle to fill in with a pen
 * ------------------------------------------------------------------------- */

static kr_err draw_empty(kr_request *request, kr_buf *out, kr_paper_wish *wish, bool standalone,
                         kr_error *error) {
    static const kr_network nobody;
    kr_buf_init(out, request->arena, MOST_SVG);
    if (wish->as == KR_DRAW_ECOGRAM) wish->as = KR_DRAW_LENSINK;
    return draw(request, out, &nobody, wish, kr_word(request->prefs.lang, "empty.sheet"), standalone, error);
}

kr_err kr_page_empty(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_paper_wish wish = read_wish(request);
    kr_buf out;
    size_t count;
    kr_model *model = kr_page_model(request, reply, "empty.title");
    kr_model *forms = kr_put_array(model, "forms");
    const kr_form *list = kr_forms(&count);
    for (size_t i = 0; i < count; i++) {
        kr_model *form = kr_add_object(forms);
        kr_put_text(form, "value", kr_str_z(list[i].name));
        kr_put_word(request, form, "label", list[i].title_key);
        kr_put_bool(form, "current", kr_str_is(kr_str_z(list[i].name), kr_drawing_name(wish.as)));
    }
    kr_put_text(model, "form", kr_str_z(kr_drawing_name(wish.as)));
    kr_put_bool(model, "paper", request->web->worker.len > 0);
    wish.paper = KR_SCREEN;
    kr_err err = draw_empty(request, &out, &wish, false, error);
    if (err == KR_OK) put_map(model, &out);
    return err;
}

kr_err kr_page_empty_pdf(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_paper_wish wish = read_wish(request);
    kr_buf out;
    wish.kind = "pdf";
    wish.list = false;
    kr_err err = draw_empty(request, &out, &wish, true, error);
    return err == KR_OK ? deliver(request, reply, &out, &wish, error) : err;
}
