/* A sheet that somebody laid out elsewhere, as moves in our family tree: from left to right everybody stands
 * as they stood there, in the rows that are ours. */
#include "core/num.h"
#include "draw/geno.h"

#define USUAL_SCALE                                                                                          \
    1.4 /* when no two people stand beside each other: symbols of both programs side by side */
#define MOST_SCALE  6.0
#define LEAST_SCALE 0.2

typedef struct standing {
    uint32_t at; /* which spot */
    uint32_t item;
    int32_t row;
    uint16_t sheet;
    double x;
} standing;

static int by_place(const void *a, const void *b, void *context) {
    const standing *x = a, *y = b;
    (void)context;
    if (x->sheet != y->sheet) return x->sheet < y->sheet ? -1 : 1;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    if (x->x != y->x) return x->x < y->x ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int by_size(const void *a, const void *b, void *context) {
    const double *x = a, *y = b;
    (void)context;
    return *x < *y ? -1 : *x > *y;
}

/* How much larger our sheet is: half of those who stand beside each other get at least the room they need,
 * the others make way. */
static double scale_of(const kr_geno *g, const standing *all, size_t n, double *ratios, double *scratch) {
    size_t count = 0;
    for (size_t i = 1; i < n; i++) {
        double between = all[i].x - all[i - 1].x;
        if (all[i].sheet != all[i - 1].sheet || all[i].row != all[i - 1].row || between < 1) continue;
        ratios[count++] = kr_geno_apart(g, all[i - 1].item, all[i].item) / between;
    }
    if (!count) return USUAL_SCALE;
    kr_sort(ratios, count, sizeof *ratios, by_size, NULL, scratch);
    double middle = ratios[count / 2];
    return middle < LEAST_SCALE ? LEAST_SCALE : middle > MOST_SCALE ? MOST_SCALE : middle;
}

/* Each sheet as a whole stays about where its people would stand. */
static void shift_sheet(const kr_geno *g, kr_sheet_spot *spots, const standing *all, size_t n, double scale) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += g->items[all[i].item].x - all[i].x * scale;
    for (size_t i = 0; i < n; i++) {
        double move = all[i].x * scale + sum / (double)n - g->items[all[i].item].x;
        if (move < -KR_MOST_MOVE) move = -KR_MOST_MOVE;
        if (move > KR_MOST_MOVE) move = KR_MOST_MOVE;
        spots[all[i].at].move = (int32_t)(move < 0 ? move - 0.5 : move + 0.5);
    }
}

static kr_err fit(kr_geno *g, kr_sheet_spot *spots, size_t n) {
    standing *all = kr_new_n(g->arena, standing, n + 1), *scratch = kr_new_n(g->arena, standing, n + 1);
    double *ratios = kr_new_n(g->arena, double, 2 * n + 2);
    size_t count = 0;
    if (!all || !scratch || !ratios) return KR_E_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t member = kr_family_index(&g->family, spots[i].person);
        uint32_t person = member == KR_NOBODY ? KR_NOBODY : g->local[member];
        spots[i].move = 0;
        if (person == KR_NOBODY || g->persons[person].apart) continue;
        all[count++] = (standing){i, person, g->persons[person].row, spots[i].sheet, spots[i].x};
    }
    kr_sort(all, count, sizeof *all, by_place, NULL, scratch);
    double scale = scale_of(g, all, count, ratios, ratios + n + 1);
    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && all[to].sheet == all[from].sheet) to++;
        shift_sheet(g, spots, all + from, to - from, scale);
    }
    return KR_OK;
}

kr_err kr_genogram_fit(kr_sheet_spot *spots, size_t n, kr_arena *arena, const kr_network *network,
                       kr_text_fn text, void *context) {
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM,
                               .layers = KR_LAYER_YEARS,
                               .generations = KR_EVERYBODY,
                               .text = text,
                               .text_context = context};
    kr_drawing_work work = {.arena = arena, .network = network, .options = &options, .n = network->n};
    kr_geno *g = kr_new(arena, kr_geno);
    kr_view view = {.circle = network->circle};
    work.scene = kr_new(arena, kr_scene);
    if (!g || !work.scene) return KR_E_MEMORY;
    work.scene->arena = arena;
    work.width = 800;
    *g = (kr_geno){.w = &work, .arena = arena, .options = &options};
    kr_work_words(&work);
    kr_err err = kr_family_make(&g->family, arena, &view);
    if (err == KR_OK) err = kr_geno_choose(g);
    if (err == KR_OK) err = kr_geno_rows(g);
    if (err == KR_OK) err = kr_geno_order(g);
    if (err == KR_OK) err = kr_geno_words(g);
    if (err == KR_OK) err = kr_geno_place(g);
    if (err == KR_OK) err = work.scene->err;
    return err == KR_OK ? fit(g, spots, n) : err;
}
