/* Core and draw for the browser: bytes of changes in, a drawing out. */
#include "core/circle.h"
#include "core/view.h"
#include "draw/draw.h"
#include "wasm/module.h"

void words(const char *ptr, uint32_t size);
uint32_t draw(const char *ptr, uint32_t size, uint32_t kind, uint32_t layers, uint32_t paper, uint32_t flags);

/* The words of the drawings: lines of key, tab, text. They stay the caller's until reset. */
void EXPORT(words)(const char *ptr, uint32_t size) {
    kr_module_keep(kr_str_n(ptr, size));
}

static kr_str word(void *context, const char *key) {
    kr_str rest = *(const kr_str *)context, line, name = kr_str_z(key);
    while (rest.len > 0) {
        rest = kr_str_cut(rest, '\n', &line);
        if (line.len > name.len && line.ptr[name.len] == '\t' && kr_str_starts(line, name))
            return kr_str_n(line.ptr + name.len + 1, line.len - name.len - 1);
    }
    return name;
}

static kr_err make(kr_str bytes, const kr_draw_options *options, bool alone) {
    kr_change *changes;
    size_t count;
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_scene *scene;
    kr_buf out;
    kr_str svg;
    kr_arena *arena = kr_module_arena();
    kr_err err = kr_changes_decode(&changes, &count, arena, bytes, NULL);
    if (err == KR_OK) err = kr_circle_fold(&circle, arena, changes, count, NULL);
    if (err == KR_OK) err = kr_view_make(&view, arena, &circle, KR_VIEWER_OWNER, 0, NULL);
    if (err == KR_OK) err = kr_network_make(&network, arena, &view);
    if (err == KR_OK) err = kr_scene_make(&scene, arena, &network, options, NULL);
    if (err != KR_OK) return err;
    kr_buf_init(&out, arena, (size_t)64 << 20);
    kr_scene_svg(&out, scene, alone);
    err = kr_buf_end(&out, &svg);
    if (err == KR_OK) kr_module_answer(svg);
    return err;
}

/* Draws the circle that these changes make. kind and paper as in draw.h; flags: 1 larger type, 2 roles, 4 a
 * file of its own. Returns 0, or the kr_err; output and output_size tell where the drawing is, until reset.
 */
uint32_t EXPORT(draw)(const char *ptr, uint32_t size, uint32_t kind, uint32_t layers, uint32_t paper,
                      uint32_t flags) {
    kr_str catalogue = kr_module_kept();
    kr_draw_options options = {.as = (kr_drawing)kind,
                               .layers = layers,
                               .paper = (kr_paper)paper,
                               .large = (flags & 1) != 0,
                               .roles = (flags & 2) != 0,
                               .text = catalogue.len ? word : NULL,
                               .text_context = &catalogue};
    kr_module_answer(KR_NONE);
    return (uint32_t)make(kr_str_n(ptr, size), &options, (flags & 4) != 0);
}
