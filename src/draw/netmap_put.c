#include "core/num.h"
#include "draw/font_metrics.h"
#include "draw/netmap.h"

void kr_net_edge(const kr_net *net, size_t from, size_t to, double gap, double *x, double *y) {
    const kr_net_node *a = &net->nodes[from], *b = &net->nodes[to];
    double dx = b->x - a->x, dy = b->y - a->y, length = kr_sqrt(dx * dx + dy * dy);
    double part = length > 0 ? (net->r + gap) / length : 0;
    *x = a->x + dx * part;
    *y = a->y + dy * part;
}

const char *kr_wide_class(double width, bool narrow) {
    if (narrow && width > 960)
        return width > 1600 ? "m-svg d-svg m-narrow a-w3" : "m-svg d-svg m-narrow a-p3";
    if (narrow && width > 440) return width > 640 ? "m-svg d-svg m-narrow a-p2" : "m-svg d-svg m-narrow a-p1";
    if (narrow) return "m-svg d-svg m-narrow";
    if (width > 3200) return "m-svg d-svg a-w4";
    if (width > 2100) return "m-svg d-svg a-w3";
    if (width > 1400) return "m-svg d-svg a-w2";
    return width > 960 ? "m-svg d-svg a-w1" : "m-svg d-svg";
}

void kr_net_frame(kr_drawing_work *w, const kr_net *net) {
    kr_scene *s = w->scene;
    double pad = w->narrow ? 8 : 12;
    s->left = net->box.x0 - pad;
    s->top = net->box.y0 - pad;
    s->width = net->box.x1 - net->box.x0 + 2 * pad;
    s->height = net->box.y1 - net->box.y0 + 2 * pad;
    w->width = s->width;
    s->root_class = kr_wide_class(s->width, w->narrow);
}

static const kr_person *person_of(const kr_net_sheet *sheet, size_t node) {
    const kr_network *net = sheet->work->network;
    return sheet->who[node] < net->n ? net->alters[sheet->who[node]].person : net->ego;
}

static kr_str number_text(kr_net_sheet *sheet, uint32_t number) {
    kr_str text = kr_text_number(sheet->work->arena, KR_STR("{n}"), number);
    if (!text.ptr) sheet->work->scene->err = KR_E_MEMORY;
    return text.ptr ? text : KR_NONE;
}

static void put_beside(kr_net_sheet *sheet, size_t at) {
    kr_scene *scene = sheet->work->scene;
    const kr_net_node *node = &sheet->net->nodes[at];
    double font = sheet->net->font, y = node->name.y0 + KR_FONT_ASCENT * font + 0.5;
    kr_shape *text = kr_scene_text(scene, "l", (node->name.x0 + node->name.x1) / 2, y, font, node->line[0]);
    text->extra = node->line[1];
    text->cut = node->cut;
    text->mark = KR_MARK_NAME;
    text->owner = (uint32_t)at + 1;
    if (node->side == KR_SIDE_RIGHT) text->anchor = KR_START, text->x = node->name.x0 + 1.5;
    if (node->side == KR_SIDE_LEFT) text->anchor = KR_LAST, text->x = node->name.x1 - 1.5;
}

static void put_listed(kr_net_sheet *sheet, size_t at) {
    kr_scene *scene = sheet->work->scene;
    const kr_net_node *node = &sheet->net->nodes[at];
    double font = sheet->net->font, y = node->name.y0 + KR_FONT_ASCENT * font;
    kr_buf buf;
    kr_str text = KR_NONE;
    bool cut = false;
    kr_buf_init(&buf, sheet->work->arena, 4096);
    kr_put_int(&buf, node->number);
    kr_put_z(&buf, "  ");
    kr_put(&buf, person_of(sheet, at)->name);
    if (kr_buf_end(&buf, &text) != KR_OK) scene->err = KR_E_MEMORY;
    text = kr_text_fit(sheet->work->arena, text, (node->name.x1 - node->name.x0 - 18) / font, 400, &cut);
    kr_shape *shape = kr_scene_text(scene, "m-key", node->name.x0, y, font, text);
    shape->anchor = KR_START;
    shape->mark = KR_MARK_NAME;
    shape->owner = (uint32_t)at + 1;
    shape->cut = cut;
}

static void put_person(kr_net_sheet *sheet, size_t at) {
    kr_drawing_work *w = sheet->work;
    kr_scene *scene = w->scene;
    const kr_net *net = sheet->net;
    const kr_net_node *node = &net->nodes[at];
    const kr_person *person = person_of(sheet, at);
    kr_shape *item = kr_scene_add(scene, KR_SH_ITEM, NULL);
    item->x = node->x;
    item->y = node->y;
    item->tint = sheet->tints[at];
    item->current = w->options->selected && person->id == w->options->selected;
    kr_shape *link = kr_scene_add(scene, KR_SH_LINK, sheet->tints[at] ? "m-d f0" : "m-d f0 q0");
    link->ring = 3;
    link->text = sheet->told(sheet, at);
    link->extra = node->ego ? KR_NONE : kr_person_href(w, person->id);
    (void)kr_scene_circle(scene, "sel", node->x, node->y, net->r + 3);
    kr_put_symbol(scene, person->what, node->x, node->y, net->r, false, (uint32_t)at + 1);
    if (node->ego) (void)kr_scene_circle(scene, "m-in", node->x, node->y, net->r * 0.8);
    if (node->side != KR_SIDE_LIST) put_beside(sheet, at);
    kr_scene_close(scene);
    double size = net->r * (node->number > 99 ? 0.72 : 0.84);
    kr_shape *text = kr_scene_text(scene, sheet->tints[at] ? "m-di f0" : "m-di f0 q0", node->x,
                                   node->y + size * 0.35, size,
                                   node->side == KR_SIDE_LIST ? number_text(sheet, node->number)
                                                              : kr_initials_of(w->arena, person->name));
    text->bold = true;
    text->hidden = true;
    text->mark = KR_MARK_NONE;
    kr_scene_close(scene);
}

void kr_net_put_people(kr_net_sheet *sheet, kr_str list_label) {
    kr_drawing_work *w = sheet->work;
    const kr_net *net = sheet->net;
    if (net->n_lone && net->n_lone < net->n) {
        kr_str words = kr_word_for(w, sheet->lone_key);
        (void)kr_scene_group(w->scene, NULL, true);
        kr_shape *text =
            kr_scene_text(w->scene, "m-key", (net->box.x0 + net->box.x1) / 2, net->lone_top + 6, 13.2, words);
        text->mark = KR_MARK_TEXT;
        kr_scene_close(w->scene);
    }
    kr_scene_add(w->scene, KR_SH_LIST, NULL)->text = list_label;
    for (size_t i = 0; i < net->n; i++) {
        put_person(sheet, i);
        w->scene->persons += !net->nodes[i].ego;
    }
    kr_scene_close(w->scene);
    if (!net->n_listed) return;
    (void)kr_scene_group(w->scene, NULL, true);
    for (size_t i = 0; i < net->n; i++) {
        if (net->nodes[i].side == KR_SIDE_LIST) put_listed(sheet, i);
    }
    kr_scene_close(w->scene);
}
