#include "draw/paths.h"

#include "draw/mini.h"
#include "draw/text.h"

static void put_line(kr_mini *m, size_t nr, double x0, double y0, double x1, double y1) {
    kr_put_z(m->out, nr ? "<path class=\"a-way a-way--more\" d=\"M" : "<path class=\"a-way\" d=\"M");
    kr_put_num(m->out, x0), kr_put_c(m->out, ' '), kr_put_num(m->out, y0);
    kr_put_c(m->out, 'L');
    kr_put_num(m->out, x1), kr_put_c(m->out, ' '), kr_put_num(m->out, y1);
    kr_put_z(m->out, "\"/>");
}

static bool all_stand(const bool *stands, const kr_path *path) {
    for (size_t i = 0; i < path->n; i++)
        if (!stands[path->who[i]]) return false;
    return path->n > 0;
}

/* The last way first, so that the one to begin with lies on top. */
static void put_lines(kr_mini *m, const kr_mini_person *people, const bool *stands, const kr_path *paths,
                      size_t count) {
    for (size_t nr = count; nr-- > 0;) {
        double x = 0, y = 0;
        if (!all_stand(stands, &paths[nr])) continue;
        for (size_t i = 0; i < paths[nr].n; i++) {
            const kr_mini_person *p = &people[paths[nr].who[i]];
            put_line(m, nr, x, y, p->x, p->y);
            x = p->x, y = p->y;
        }
    }
}

kr_err kr_paths_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const kr_path *paths,
                    size_t count, kr_text_fn text, void *context) {
    kr_mini m;
    bool *on = kr_new_n(arena, bool, network->n + 1), *stands = kr_new_n(arena, bool, network->n + 1);
    kr_mini_person *people = kr_new_n(arena, kr_mini_person, network->n + 1);
    if (!on || !stands || !people || kr_mini_begin(&m, out, arena, true) != KR_OK) return KR_E_MEMORY;
    for (size_t nr = 0; nr < count; nr++)
        for (size_t i = 0; i < paths[nr].n; i++) on[paths[nr].who[i]] = true;
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -202 404 404\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(arena, kr_text_of(text, context, "draw.paths"), count));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
    kr_mini_ground(&m);
    for (size_t i = 0; i < network->n; i++) {
        people[i] = (kr_mini_person){.name = network->alters[i].person->name,
                                     .place = kr_mini_place(&network->alters[i])};
        stands[i] = people[i].place.ring && people[i].place.area;
        kr_mini_count(&m, people[i].place);
    }
    for (size_t i = 0; i < network->n; i++) {
        double x, y;
        if (!stands[i] || on[i]) continue;
        kr_mini_dot(&m, people[i].place, &x, &y);
        kr_mini_circle(&m, "a-d", kr_form_of(KR_FORM_LENSINK)->areas[people[i].place.area - 1].tint, x, y,
                       4.5);
    }
    for (size_t i = 0; i < network->n; i++)
        if (on[i] && stands[i]) kr_mini_stand(&m, &people[i]);
    put_lines(&m, people, stands, paths, count);
    kr_mini_circle(&m, "a-ego", 0, 0, 0, 22);
    for (size_t i = 0; i < network->n; i++)
        if (on[i] && stands[i]) kr_mini_put(&m, &people[i], NULL, NULL);
    kr_put_z(out, "</g></svg>");
    return out->err;
}
