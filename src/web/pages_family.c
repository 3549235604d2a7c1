/* The family tree: the drawing with its layers, the same as a list, emotional lines, and what could still be
 * told. */
#include "web/pages_family.h"

#include <stdio.h>

#include "web/engine.h"
#include "web/page_drawing.h"
#include "web/paper.h"

static uint32_t first_relative(const kr_family *f) {
    for (uint32_t i = 0; i < f->n; i++)
        if (kr_relative_related(f, i)) return i;
    return f->n ? 0 : KR_NOBODY;
}

static uint32_t root_of(const kr_tree *tree, kr_id asked) {
    kr_id id = asked;
    const kr_request *request = tree->page.request;
    uint32_t at = KR_NOBODY;
    if (id || kr_id_parse(kr_query(request, "om"), &id)) at = kr_family_index(&tree->f, id);
    if (at == KR_NOBODY && tree->f.circle->self.family_root)
        at = kr_family_index(&tree->f, tree->f.circle->self.family_root);
    if (at == KR_NOBODY) at = tree->f.ego;
    return at == KR_NOBODY ? first_relative(&tree->f) : at;
}

kr_err kr_tree_open(kr_tree *tree, kr_request *request, kr_reply *reply, const char *title_key, kr_id root,
                    kr_error *error) {
    kr_err err = kr_page_open(&tree->page, request, reply, title_key, error);
    if (err != KR_OK) return err;
    tree->today = kr_date_of(request->local);
    err = kr_family_make(&tree->f, request->arena, &request->view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    tree->root = root_of(tree, root);
    err = kr_kinship_of(&tree->kin, request->arena, &tree->f, tree->root);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", "", "");
}

/* -- what is asked for in the address -- */

typedef struct asked {
    bool simple;
    int generations;  /* 3, 4, 5; KR_EVERYBODY */
    const char *size; /* "alles", "groot"; NULL: as large as text */
    kr_id om;         /* 0: the usual one */
} asked;

static asked asked_for(const kr_tree *tree) {
    const kr_request *request = tree->page.request;
    asked a = {.simple = kr_str_is(kr_query(request, "hoe"), "eenvoudig"), .generations = 4};
    int64_t generations;
    if (kr_str_is(kr_query(request, "maat"), "alles")) a.size = "alles";
    if (kr_str_is(kr_query(request, "maat"), "groot")) a.size = "groot";
    if (kr_str_is(kr_query(request, "gen"), "alles")) a.generations = KR_EVERYBODY;
    if (kr_str_int(kr_query(request, "gen"), &generations) && generations >= 3 && generations <= 5)
        a.generations = (int)generations;
    if (kr_query(request, "om").len && tree->root != KR_NOBODY) a.om = tree->f.members[tree->root].person->id;
    return a;
}

static void put_asked(kr_buf *out, const asked *a) {
    char digits[17];
    if (a->om) {
        kr_id_text(a->om, digits);
        kr_put_z(out, "&om=");
        kr_put_z(out, digits);
    }
    if (a->generations != 4) {
        kr_put_z(out, "&gen=");
        if (a->generations == KR_EVERYBODY)
            kr_put_z(out, "alles");
        else
            kr_put_int(out, a->generations);
    }
    if (a->simple) kr_put_z(out, "&hoe=eenvoudig");
    if (a->size) {
        kr_put_z(out, "&maat=");
        kr_put_z(out, a->size);
    }
}

static const kr_layer_switch switches[] = {
    {KR_LAYER_HOUSEHOLDS, "huis", "family.layer.houses", true},
    {KR_LAYER_YEARS, "jaren", "family.layer.years", true},
    {KR_LAYER_BONDS, "gevoel", "family.layer.bonds", false},
    {KR_LAYER_CONDITIONS, "tekens", "family.layer.conditions", false},
};

/* The layers that were switched, to go along in every other link. */
static void put_switched(const kr_request *request, kr_buf *out) {
    for (size_t i = 0; i < KR_COUNT(switches); i++) {
        kr_str value = kr_query(request, switches[i].name);
        if (!kr_str_is(value, "0") && !kr_str_is(value, "1")) continue;
        kr_put_c(out, '&');
        kr_put_z(out, switches[i].name);
        kr_put_c(out, '=');
        kr_put(out, value);
    }
    if (kr_str_is(kr_query(request, "fotos"), "1")) kr_put_z(out, "&fotos=1");
}

static void put_option(const kr_tree *tree, kr_model *array, const char *key, const asked *a, bool current) {
    kr_model *object = kr_add_object(array);
    kr_buf href = kr_page_buf(&tree->page);
    kr_put_z(&href, "?");
    put_asked(&href, a);
    put_switched(tree->page.request, &href);
    kr_put_word(tree->page.request, object, "label", key);
    kr_put_text(object, "href", kr_page_text(&href));
    kr_put_bool(object, "current", current);
}

static void put_options(const kr_tree *tree, const asked *now) {
    static const struct {
        int generations;
        const char *key;
    } rows[] = {
        {3, "family.gen.3"}, {4, "family.gen.4"}, {5, "family.gen.5"}, {KR_EVERYBODY, "family.gen.all"}};
    kr_model *forms = kr_put_array(tree->page.model, "forms");
    asked other = *now;
    other.simple = false;
    put_option(tree, forms, "family.detailed", &other, !now->simple);
    other.simple = true;
    put_option(tree, forms, "family.simple", &other, now->simple);
    kr_model *generations = kr_put_array(tree->page.model, "generations");
    other = *now;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        other.generations = rows[i].generations;
        put_option(tree, generations, rows[i].key, &other, now->generations == rows[i].generations);
    }
    kr_model *sizes = kr_put_array(tree->page.model, "sizes");
    other = *now;
    other.size = "alles";
    put_option(tree, sizes, "family.size.all", &other, now->size && strcmp(now->size, "alles") == 0);
    other.size = NULL;
    put_option(tree, sizes, "family.size.read", &other, !now->size);
    other.size = "groot";
    put_option(tree, sizes, "family.size.large", &other, now->size && strcmp(now->size, "groot") == 0);
}

/* A drawing divides its rows over what is above and below the one in the middle; where there is less above,
 * more is asked for, so that as many rows are seen as were chosen. */
static int rows_to_ask(const kr_tree *tree, int wanted) {
    uint32_t above = 0, below = 0;
    if (wanted >= KR_EVERYBODY) return wanted;
    for (size_t i = 0; i < tree->f.n; i++) {
        const kr_kinship *kin = &tree->kin[i];
        if (kin->line && kin->down == 0 && kin->up > above) above = kin->up;
        if (kin->line && kin->up == 0 && kin->down > below) below = kin->down;
    }
    for (int rows = wanted; rows < 2 * wanted; rows++) {
        uint32_t up = (uint32_t)(rows / 2), down = (uint32_t)(rows - 1 - rows / 2);
        uint32_t seen = 1 + (up < above ? up : above) + (down < below ? down : below);
        if (seen >= (uint32_t)wanted) return rows;
    }
    return wanted;
}

/* How wide the drawing is in units of a pixel, from its viewBox: the page then gives it that room and lets it
 * be moved, in steps that the style sheet knows (no style attributes). */
static void put_width(const kr_tree *tree) {
    const kr_model *svg = kr_model_get(tree->page.model, "svg");
    kr_str whole = svg && svg->kind == KR_MODEL_TEXT ? kr_str_n(svg->as.text, svg->len) : KR_NONE, part;
    size_t at = kr_str_find(whole, KR_STR("viewBox=\""));
    int64_t width = 0;
    kr_str size = kr_query(tree->page.request, "maat");
    int percent = kr_str_is(size, "groot") ? 150 : kr_str_is(size, "alles") ? 0 : 100;
    if (at != SIZE_MAX) {
        kr_str rest = kr_str_n(whole.ptr + at + 9, whole.len - at - 9), number;
        for (int i = 0; i < 3; i++) rest = kr_str_cut(rest, ' ', &part);
        (void)kr_str_cut(part, '.', &number);
        if (!kr_str_int(number, &width)) width = 0;
    }
    int64_t steps = width * percent / 100 / 250;
    if (steps == 0 && width < 750) steps = width < 500 ? 1 : 2; /* a small family does not fill the page */
    kr_put_number(tree->page.model, "wide", steps < 0 ? 0 : steps > 40 ? 40 : steps);
}

static kr_err put_drawing(kr_tree *tree, const asked *a, kr_error *error) {
    kr_page *page = &tree->page;
    kr_buf rest = kr_page_buf(page);
    put_asked(&rest, a);
    kr_buf chosen = kr_page_buf(page);
    put_asked(&chosen, a);
    if (kr_str_is(kr_query(page->request, "fotos"), "1")) kr_put_z(&chosen, "&fotos=1");
    unsigned layers = kr_put_layers(page, switches, KR_COUNT(switches), kr_page_text(&chosen));
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM,
                               .layers = layers,
                               .paper = KR_SCREEN,
                               .simple = a->simple,
                               .generations = rows_to_ask(tree, a->generations),
                               .root = tree->root == KR_NOBODY ? 0 : tree->f.members[tree->root].person->id,
                               .title = kr_word(page->lang, "family.svg"),
                               .link_prefix = kr_page_link(page, "/stamboom/mens/", 0, "")};
    kr_put_text(page->model, "paper_more", kr_page_text(&rest));
    kr_put_bool(page->model, "paper_sheets", true);
    kr_put_bool(page->model, "bonds_on", (layers & KR_LAYER_BONDS) != 0);
    kr_put_bool(page->model, "conditions_on", (layers & KR_LAYER_CONDITIONS) != 0);
    char key[24];
    snprintf(key, sizeof key, "family.gen.title.%d", a->generations == KR_EVERYBODY ? 0 : a->generations);
    kr_put_word(page->request, page->model, "drawing_title", key);
    kr_err err = kr_put_drawing(page, &options, error);
    if (err == KR_OK) put_width(tree);
    return err;
}

/* -- beside the list -- */

void kr_put_bonds(const kr_tree *tree, kr_id person) {
    const kr_circle *circle = tree->f.circle;
    kr_model *array = kr_put_array(tree->page.model, "bonds");
    for (size_t i = 0; i < circle->n_bonds; i++) {
        const kr_bond *bond = &circle->bonds[i];
        if (bond->gone || (person && bond->from != person && bond->to != person)) continue;
        if (kr_family_index(&tree->f, bond->from) == KR_NOBODY ||
            kr_family_index(&tree->f, bond->to) == KR_NOBODY)
            continue;
        kr_model *object = kr_add_object(array);
        kr_put_text(object, "who", kr_bond_who(tree, bond));
        kr_put_text(object, "how", kr_bond_how(tree, bond));
        kr_put_text(object, "told", kr_bond_told(tree, bond));
        kr_put_text(object, "href", kr_page_link(&tree->page, "/stamboom/gevoel/", bond->id, ""));
    }
    kr_put_bool(tree->page.model, "has_bonds", kr_model_count(array) > 0);
}

static void put_open(const kr_tree *tree, kr_model *array, uint32_t member) {
    const kr_relative *m = &tree->f.members[member];
    if (m->n_origins || kr_model_count(array) >= 2 || !m->person->name.len) return;
    kr_model *object = kr_add_object(array);
    kr_word_arg name = KR_WORD_TEXT("name", kr_tree_name(tree, member));
    bool you = member == tree->f.ego;
    kr_put_say(tree->page.request, object, "say", you ? "family.open.you" : "family.open", &name, 1);
    kr_put_say(tree->page.request, object, "label", you ? "family.open.add.you" : "family.open.add", &name,
               1);
    kr_put_text(object, "href", kr_page_link(&tree->page, "/stamboom/mens/", m->person->id, "/erbij/ouders"));
}

/* What could still be told, as an invitation: parents of the one in the middle, of a partner, of a parent. */
static void put_invitations(const kr_tree *tree) {
    kr_model *array = kr_put_array(tree->page.model, "open");
    if (tree->root != KR_NOBODY && kr_may(tree->page.request, KR_PART_FAMILY, KR_RIGHT_ADD)) {
        const kr_relative *m = &tree->f.members[tree->root];
        put_open(tree, array, tree->root);
        for (uint32_t i = 0; i < m->n_couples; i++) {
            uint32_t other =
                kr_couple_other(&tree->f.couples[tree->f.couples_of[m->first_couple + i]], tree->root);
            if (other != KR_NOBODY) put_open(tree, array, other);
        }
        for (uint32_t i = 0; i < tree->f.n; i++)
            if (tree->kin[i].kin == KR_KIN_PARENT && !kr_model_count(array)) put_open(tree, array, i);
    }
    kr_put_bool(tree->page.model, "has_open", kr_model_count(array) > 0);
}

static bool any_relatives(const kr_tree *tree) {
    for (uint32_t i = 0; i < tree->f.n; i++)
        if (kr_relative_related(&tree->f, i)) return true;
    return false;
}

kr_err kr_page_family(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_tree tree;
    kr_err err = kr_tree_open(&tree, request, reply, "title.family", 0, error);
    if (err != KR_OK) return err;
    kr_page *page = &tree.page;
    asked a = asked_for(&tree);
    bool has_root = tree.root != KR_NOBODY;
    put_options(&tree, &a);
    kr_put_people_options(&tree, page->model, "people", KR_NOBODY,
                          has_root ? tree.f.members[tree.root].person->id : 0);
    kr_put_bool(page->model, "has_family", any_relatives(&tree));
    kr_put_bool(page->model, "has_root", has_root);
    kr_put_bool(page->model, "elsewhere_root", has_root && tree.root != tree.f.ego);
    kr_put_text(page->model, "root_name", has_root ? kr_tree_name(&tree, tree.root) : KR_NONE);
    kr_put_text(page->model, "root_href", has_root ? kr_tree_link(&tree, tree.root) : KR_NONE);
    kr_put_text(page->model, "gen",
                a.generations == KR_EVERYBODY ? KR_STR("alles") : kr_query(request, "gen"));
    kr_put_bool(page->model, "is_simple", a.simple);
    kr_put_bonds(&tree, 0);
    put_invitations(&tree);
    err = kr_put_family_list(&tree);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    return put_drawing(&tree, &a, error);
}

/* -- paper with what only the owner sees: after a warning, and made of what the owner asked for -- */

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static kr_err private_pdf(kr_tree *tree, kr_reply *reply, const asked *a, kr_error *error) {
    kr_page *page = &tree->page;
    kr_buf date = kr_page_buf(page), svg = kr_page_buf(page), title = kr_page_buf(page);
    kr_scene *scene;
    kr_str drawn;
    kr_say_date(&date, page->lang, tree->today);
    kr_say_with(page, &title, "draw.title.genogram", "name", kr_str_z(page->ego));
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM,
                               .layers = KR_LAYER_HOUSEHOLDS | KR_LAYER_YEARS | KR_LAYER_BONDS,
                               .paper = KR_A4,
                               .sheets = KR_SHEETS_READABLE,
                               .simple = a->simple,
                               .generations = rows_to_ask(tree, a->generations),
                               .root = tree->root == KR_NOBODY ? 0 : tree->f.members[tree->root].person->id,
                               .title = kr_page_text(&title),
                               .date_line = kr_page_text(&date),
                               .today = tree->today,
                               .text = page_word,
                               .text_context = page};
    kr_err err = kr_scene_make(&scene, page->request->arena, &page->net, &options, error);
    if (err != KR_OK) return err;
    err = kr_paper_svg(&svg, page->request->arena, scene, true);
    if (err == KR_OK) err = kr_buf_end(&svg, &drawn);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    reply->model = NULL;
    reply->filename = KR_STR("kring-stamboom-prive.pdf");
    reply->type = "application/pdf";
    return kr_render_svg(page->request->web, &reply->body, page->request->arena, drawn, "pdf", 0, error);
}

kr_err kr_page_family_paper(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_tree tree;
    kr_err err = kr_tree_open(&tree, request, reply, "title.family.paper", 0, error);
    if (err != KR_OK) return err;
    asked a = asked_for(&tree);
    if (kr_str_is(kr_query(request, "zeker"), "1")) return private_pdf(&tree, reply, &a, error);
    kr_buf more = kr_page_buf(&tree.page);
    put_asked(&more, &a);
    kr_put_text(tree.page.model, "more", kr_page_text(&more));
    kr_page_flow(request, tree.page.model, "/stamboom", "family.back");
    return KR_OK;
}

#define AT(tail) "/kring/:circle/stamboom" tail

const kr_route kr_routes_family[] = {
    {"GET", AT(""), KR_SHARED, false, kr_page_family, "family", KR_PART_FAMILY, 0, 0},
    {"GET", AT("/afdruk"), KR_SHARED, false, kr_page_family_paper, "family-paper", KR_PART_FAMILY, 0, 0},
    {"GET", AT("/mens/:person"), KR_SHARED, false, kr_page_family_person, "family-person", KR_PART_FAMILY, 0,
     0},
    {"POST", AT("/mens/:person"), KR_SHARED, true, kr_page_family_save, NULL, KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"POST", AT("/mens/:person/doe"), KR_SHARED, true, kr_page_family_act, NULL, KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"GET", AT("/mens/:person/erbij/:what"), KR_SHARED, false, kr_page_family_add_show, "family-add",
     KR_PART_FAMILY, 0, KR_RIGHT_ADD},
    {"POST", AT("/mens/:person/erbij/:what"), KR_SHARED, true, kr_page_family_add, NULL, KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"GET", AT("/paar/:record"), KR_SHARED, false, kr_page_union, "family-record", KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"POST", AT("/paar/:record"), KR_SHARED, true, kr_page_union_save, NULL, KR_PART_FAMILY, 0, KR_RIGHT_ADD},
    {"GET", AT("/kind/:record"), KR_SHARED, false, kr_page_parentage, "family-record", KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"POST", AT("/kind/:record"), KR_SHARED, true, kr_page_parentage_save, NULL, KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"GET", AT("/gevoel/:record"), KR_OWNER, false, kr_page_bond, "family-record", KR_PART_FAMILY, 0, 0},
    {"POST", AT("/gevoel/:record"), KR_OWNER, true, kr_page_bond_save, NULL, KR_PART_FAMILY, 0, 0},
    {"GET", AT("/huis"), KR_SHARED, false, kr_page_households, "family-houses", KR_PART_FAMILY, 0, 0},
    {"POST", AT("/huis"), KR_SHARED, true, kr_page_household_save, NULL, KR_PART_FAMILY, 0, KR_RIGHT_ADD},
    {"GET", AT("/gebeurtenis"), KR_SHARED, false, kr_page_family_events, "family-events", KR_PART_FAMILY, 0,
     0},
    {"POST", AT("/gebeurtenis"), KR_SHARED, true, kr_page_family_event_save, NULL, KR_PART_FAMILY, 0,
     KR_RIGHT_ADD},
    {"GET", AT("/gebeurtenis/:record"), KR_SHARED, false, kr_page_family_event, "family-record",
     KR_PART_FAMILY, 0, KR_RIGHT_ADD},
    {"POST", AT("/gebeurtenis/:record"), KR_SHARED, true, kr_page_family_event_change, NULL, KR_PART_FAMILY,
     0, KR_RIGHT_ADD},
    {0},
};
