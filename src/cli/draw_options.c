/* What draw is asked for: paper, layers, who is the root, how many generations, which map of one's own. */
#include "cli/cli.h"
#include "core/utf8.h"
#include "draw/draw.h"
#include "web/engine.h"

/* Whatever the capitals and accents. */
static bool same_word(kr_str a, kr_str b) {
    size_t at = 0, bt = 0;
    while (at < a.len && bt < b.len) {
        if (kr_utf8_fold(kr_utf8_next(a, &at)) != kr_utf8_fold(kr_utf8_next(b, &bt))) return false;
    }
    return at == a.len && bt == b.len;
}

static kr_paper paper_of(const cli *c) {
    static const char *const names[] = {"a4", "a3", "a2", "a1", "a0"};
    const char *wish = cli_value(c, OPT_PAPER, "a4");
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        if (strcmp(wish, names[i]) == 0) return (kr_paper)(KR_A4 + i);
    }
    return KR_A4;
}

static const struct {
    const char *name;
    unsigned layer;
} layers[] = {{"strength", KR_LAYER_STRENGTH},
              {"tone", KR_LAYER_TONE},
              {"energy", KR_LAYER_ENERGY},
              {"support", KR_LAYER_SUPPORT},
              {"paid", KR_LAYER_PAID},
              {"areas", KR_LAYER_AREAS},
              {"acquainted", KR_LAYER_ACQUAINTED},
              {"frequency", KR_LAYER_FREQUENCY},
              {"years", KR_LAYER_YEARS},
              {"households", KR_LAYER_HOUSEHOLDS},
              {"ego", KR_LAYER_EGO},
              {"family", KR_LAYER_FAMILY},
              {"photos", KR_LAYER_PHOTOS}};

/* Emotional lines, illness and what somebody would rather not are not among them: what is drawn here is to be
 * hung up. */
static int take_layers(cli *c, kr_draw_options *options) {
    kr_str rest = kr_str_z(cli_value(c, OPT_LAYERS, ""));
    options->layers = KR_LAYER_ALL | KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS | KR_LAYER_FAMILY;
    if (!cli_has(c, OPT_LAYERS)) return CLI_DONE;
    options->layers = 0;
    while (rest.len) {
        kr_str word;
        unsigned layer = 0;
        rest = kr_str_cut(rest, ',', &word);
        for (size_t i = 0; i < KR_COUNT(layers); i++) {
            if (kr_str_is(kr_str_trim(word), layers[i].name)) layer = layers[i].layer;
        }
        if (!layer)
            return cli_misuse(c, "cli.which_layers",
                              "strength, tone, energy, support, paid, areas, acquainted, frequency, years, "
                              "households, ego, family, photos");
        options->layers |= layer;
    }
    return CLI_DONE;
}

static kr_str without_signs(kr_str mark) {
    bool signs = mark.len > 2 && mark.ptr[0] == '@' && mark.ptr[mark.len - 1] == '@';
    return signs ? kr_str_n(mark.ptr + 1, mark.len - 2) : mark;
}

/* By number, by the mark in the file they came from, or by name. */
static int take_root(cli *c, const kr_circle *circle, kr_draw_options *options) {
    kr_str wish = kr_str_z(cli_value(c, OPT_ROOT, ""));
    kr_id id = 0;
    const kr_person *by_name = NULL, *by_mark = NULL;
    if (!cli_has(c, OPT_ROOT)) return CLI_DONE;
    for (size_t i = 0; i < circle->n_persons; i++) {
        const kr_person *p = &circle->persons[i];
        if (kr_person_status(p) != KR_HERE) continue;
        bool mark = p->source_mark.len && kr_str_eq(without_signs(p->source_mark), without_signs(wish));
        if (mark && !by_mark) by_mark = p;
        if (!by_name && same_word(p->name, wish)) by_name = p;
    }
    const kr_person *by_id = kr_id_parse(wish, &id) ? kr_circle_person(circle, id) : NULL;
    const kr_person *found = by_mark ? by_mark : by_id ? by_id : by_name;
    if (!found) return cli_misuse(c, "cli.which_root", c->values[OPT_ROOT]);
    options->root = found->id;
    return CLI_DONE;
}

static int take_generations(cli *c, kr_draw_options *options) {
    const char *wish = cli_value(c, OPT_GENERATIONS, "all");
    int64_t number = KR_EVERYBODY;
    if (strcmp(wish, "all") != 0 && !kr_str_int(kr_str_z(wish), &number)) number = 0;
    options->generations = number < KR_EVERYBODY ? (int)number : KR_EVERYBODY;
    return CLI_DONE;
}

/* "map:NAME" by the name of a form. */
static int take_form(cli *c, const kr_circle *circle, kr_draw_options *options) {
    kr_str wish = kr_str_z(c->values[OPT_AS] + 4);
    kr_buf names;
    kr_str all;
    if (options->as != KR_DRAW_MAP) return CLI_DONE;
    kr_buf_init(&names, &c->arena, 65536);
    for (size_t i = 0; i < circle->n_own_forms; i++) {
        const kr_own_form *form = &circle->own_forms[i];
        if (form->gone) continue;
        if (!options->form && same_word(form->name, wish)) options->form = form->id;
        if (names.len) kr_put_z(&names, ", ");
        kr_put(&names, form->name);
    }
    kr_put_c(&names, 0);
    if (options->form) return CLI_DONE;
    if (kr_buf_end(&names, &all) != KR_OK) all = KR_STR("");
    return cli_misuse(c, "cli.which_map", all.ptr);
}

int cli_draw_options(cli *c, const kr_circle *circle, kr_draw_options *options) {
    options->paper = paper_of(c);
    options->simple = options->large = cli_has(c, OPT_PLAIN);
    /* The day of the last change, so that the same circle gives the same sheet. */
    if (circle->n_changes)
        options->today = kr_date_of(kr_clock_local(circle->changes[circle->n_changes - 1].at_ms));
    int code = take_layers(c, options);
    if (code == CLI_DONE) code = take_root(c, circle, options);
    if (code == CLI_DONE) code = take_generations(c, options);
    return code == CLI_DONE ? take_form(c, circle, options) : code;
}
