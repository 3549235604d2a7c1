/* Core, measure and draw for the browser: bytes of changes in, a drawing out; ties in, figures out. The only
 * place with state of its own, since a WebAssembly module is one program with one caller. No imports. */
#include "core/circle.h"
#include "core/view.h"
#include "draw/draw.h"
#include "measure/measure.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

/* Memory for one drawing; a circle of 200,000 records stays far below it. */
#define MOST ((size_t)256 << 20)

static kr_arena arena;
static kr_str result, catalogue;

uint32_t alloc(uint32_t size);
void reset(void);
void words(const char *ptr, uint32_t size);
uint32_t draw(const char *ptr, uint32_t size, uint32_t kind, uint32_t layers, uint32_t paper, uint32_t flags);
uint32_t measure(const uint32_t *ties, uint32_t count, uint32_t n);
const char *output(void);
uint32_t output_size(void);

/* Room for the caller to put bytes into; 0 when there is none. Lives until reset. */
uint32_t EXPORT(alloc)(uint32_t size) {
    if (!arena.allocator) kr_arena_init(&arena, kr_heap(), MOST);
    return (uint32_t)(uintptr_t)kr_arena_alloc(&arena, size);
}

/* Forgets everything that was allocated and drawn. */
void EXPORT(reset)(void) {
    kr_arena_dispose(&arena);
    kr_arena_init(&arena, kr_heap(), MOST);
    result = catalogue = KR_NONE;
}

/* The words of the drawings: lines of key, tab, text. Stays the caller's until reset. */
void EXPORT(words)(const char *ptr, uint32_t size) {
    catalogue = kr_str_n(ptr, size);
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
    kr_err err = kr_changes_decode(&changes, &count, &arena, bytes, NULL);
    if (err == KR_OK) err = kr_circle_fold(&circle, &arena, changes, count, NULL);
    if (err == KR_OK) err = kr_view_make(&view, &arena, &circle, KR_VIEWER_OWNER, 0, NULL);
    if (err == KR_OK) err = kr_network_make(&network, &arena, &view);
    if (err == KR_OK) err = kr_scene_make(&scene, &arena, &network, options, NULL);
    if (err != KR_OK) return err;
    kr_buf_init(&out, &arena, (size_t)64 << 20);
    kr_scene_svg(&out, scene, alone);
    return kr_buf_end(&out, &result);
}

/* Draws the circle that these changes make. kind and paper as in draw.h; flags: 1 larger type, 2 roles, 4 a
 * file of its own. Returns 0, or the kr_err; output and output_size tell where the drawing is, until reset.
 */
uint32_t EXPORT(draw)(const char *ptr, uint32_t size, uint32_t kind, uint32_t layers, uint32_t paper,
                      uint32_t flags) {
    if (!arena.allocator) kr_arena_init(&arena, kr_heap(), MOST);
    kr_draw_options options = {.as = (kr_drawing)kind,
                               .layers = layers,
                               .paper = (kr_paper)paper,
                               .large = (flags & 1) != 0,
                               .roles = (flags & 2) != 0,
                               .text = catalogue.len ? word : NULL,
                               .text_context = &catalogue};
    result = KR_NONE;
    return (uint32_t)make(kr_str_n(ptr, size), &options, (flags & 4) != 0);
}

static kr_err work_out(const uint32_t *ties, uint32_t count, uint32_t n) {
    kr_ego_net net;
    kr_ego_tie *list = kr_new_n(&arena, kr_ego_tie, count);
    double *figures = kr_new_n(&arena, double, KR_S_COUNT + (size_t)n * KR_A_COUNT);
    kr_alter_structure *alters = kr_new_n(&arena, kr_alter_structure, n);
    kr_structure structure;
    if (!list || !figures || !alters) return KR_E_MEMORY;
    for (uint32_t i = 0; i < count; i++) list[i] = (kr_ego_tie){ties[2 * i], ties[2 * i + 1]};
    kr_err err = kr_ego_net_make(&net, &arena, n, list, count, NULL);
    if (err == KR_OK) err = kr_structure_of(&structure, alters, &arena, &net, KR_PART_ALL);
    if (err != KR_OK) return err;
    memcpy(figures, &structure, sizeof structure);
    memcpy(figures + KR_S_COUNT, alters, n * sizeof *alters);
    result = kr_str_n((const char *)figures, sizeof structure + n * sizeof *alters);
    return KR_OK;
}

/* Works out the structure of n alters with `count` ties (two numbers each): the figures of STRUCTURE, then
 * those of ALTER for each alter, as doubles (not a number: undefined). Returns 0, or the kr_err; output as
 * for draw. */
uint32_t EXPORT(measure)(const uint32_t *ties, uint32_t count, uint32_t n) {
    if (!arena.allocator) kr_arena_init(&arena, kr_heap(), MOST);
    result = KR_NONE;
    return (uint32_t)work_out(ties, count, n);
}

const char *EXPORT(output)(void) {
    return result.ptr;
}

uint32_t EXPORT(output_size)(void) {
    return (uint32_t)result.len;
}
