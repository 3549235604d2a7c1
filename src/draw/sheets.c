/* A drawing over several sheets of paper: each shows its part and a little of the next, with a line to cut
 * along and which sheet it is, so that they can be glued into one. */
#include "draw/sheets.h"

#include "draw/more.h"

#define EDGE    10.0 /* mm: what a printer leaves white */
#define OVERLAP 10.0 /* mm that stand on two sheets */
#define READ    2.48 /* mm: seven points */
#define MANY    60   /* rather larger paper than more sheets */
#define FAR_TOO 200  /* as many as a file of paper may have */

static const struct {
    double across, down;
} papers[] = {{210, 297}, {297, 420}, {420, 594}, {594, 841}, {841, 1189}};

double kr_sheets_smallest(const kr_scene *scene) {
    double least = 1e9;
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind == KR_SH_TEXT && s->a > 0 && s->a < least) least = s->a;
    }
    return least;
}

bool kr_sheets_readable(const kr_scene *scene) {
    return kr_sheets_smallest(scene) * scene->mm_width / scene->width >= READ - 0.02;
}

static size_t needed(double length, double room) {
    double rest = length - room, step = room - OVERLAP;
    size_t n = 1;
    while (rest > 0.01 && n < 100000) rest -= step, n++;
    return n;
}

/* The fewest sheets of one size of paper, upright or on their side. */
static size_t try_paper(kr_sheets *out, const kr_scene *s, size_t paper, double mm) {
    size_t best = SIZE_MAX;
    for (int side = 0; side < 2; side++) {
        double a = side ? papers[paper].down : papers[paper].across,
               b = side ? papers[paper].across : papers[paper].down;
        size_t across = needed(s->width * mm, a - 2 * EDGE), down = needed(s->height * mm, b - 2 * EDGE);
        if (across * down >= best) continue;
        best = across * down;
        *out = (kr_sheets){.across = across, .down = down, .mm = mm, .width = a, .height = b};
    }
    return best;
}

/* -- which shapes stand on a sheet -- */

/* Around the numbers of path data: far enough for any command, and for the width of the line. */
static kr_box box_of_path(const kr_shape *s) {
    double least[2] = {1e18, 1e18}, most[2] = {-1e18, -1e18}, far = 0;
    bool relative = false;
    int axis = 0;
    for (size_t i = 0; i < s->text.len;) {
        char c = s->text.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            relative |= c >= 'a';
            axis = c == 'V' ? 1 : 0;
            i++;
            continue;
        }
        bool number = c == '-' || c == '.' || (c >= '0' && c <= '9');
        if (!number) {
            i++;
            continue;
        }
        double sign = 1, value = 0, unit = 1;
        if (c == '-') sign = -1, i++;
        for (; i < s->text.len && s->text.ptr[i] >= '0' && s->text.ptr[i] <= '9'; i++)
            value = value * 10 + (s->text.ptr[i] - '0');
        if (i < s->text.len && s->text.ptr[i] == '.') {
            for (i++; i < s->text.len && s->text.ptr[i] >= '0' && s->text.ptr[i] <= '9'; i++)
                unit /= 10, value += unit * (s->text.ptr[i] - '0');
        }
        far += value;
        value *= sign;
        if (value < least[axis]) least[axis] = value;
        if (value > most[axis]) most[axis] = value;
        if (axis == 0)
            axis = 1;
        else
            axis = 0;
    }
    if (relative) return (kr_box){s->x - far, s->y - far, s->x + far, s->y + far};
    return (kr_box){s->x + least[0], s->y + least[1], s->x + most[0], s->y + most[1]};
}

static kr_box box_of(const kr_shape *s) {
    double r = s->a;
    switch (s->kind) {
    case KR_SH_RECT:
        return (kr_box){s->x, s->y, s->x + s->a, s->y + s->b};
    case KR_SH_SECTOR:
        return (kr_box){s->x - s->b, s->y - s->b, s->x + s->b, s->y + s->b};
    case KR_SH_LINE:
    case KR_SH_CURVE: {
        double x = s->kind == KR_SH_CURVE ? s->c : s->a, y = s->kind == KR_SH_CURVE ? s->d : s->b;
        kr_box b = {s->x < x ? s->x : x, s->y < y ? s->y : y, s->x > x ? s->x : x, s->y > y ? s->y : y};
        if (s->kind == KR_SH_LINE) return b;
        return (kr_box){b.x0 < s->a ? b.x0 : s->a, b.y0 < s->b ? b.y0 : s->b, b.x1 > s->a ? b.x1 : s->a,
                        b.y1 > s->b ? b.y1 : s->b};
    }
    case KR_SH_PATH:
        return box_of_path(s);
    case KR_SH_TEXT: {
        kr_box b = kr_text_box(s);
        double wide = b.x1 - b.x0;
        if (s->c != 0) return (kr_box){s->x - wide, s->y - wide, s->x + wide, s->y + wide};
        return b;
    }
    default:
        return (kr_box){s->x - r, s->y - r, s->x + r, s->y + r};
    }
}

#define LINE_WIDTH 6.0

static bool stands_in(const kr_shape *s, const kr_box *part) {
    kr_box b = box_of(s);
    /* What is moved as a whole (a badge) is small, and stands beside its owner. */
    double air = LINE_WIDTH + (s->bare ? 40 : 0);
    return b.x0 - air < part->x1 && b.x1 + air > part->x0 && b.y0 - air < part->y1 && b.y1 + air > part->y0;
}

/* -- how it is divided -- */

/* How many symbols would stand on two sheets, one above the other, were the drawing `down` lower. */
static size_t cut_through(const kr_scene *s, double down) {
    const kr_sheets *p = &s->sheets;
    double step = (p->height - 2 * EDGE - OVERLAP) / p->mm, over = OVERLAP / p->mm;
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->shapes[i].mark != KR_MARK_SYMBOL) continue;
        kr_box b = box_of(&s->shapes[i]);
        for (size_t row = 1; row < p->down; row++) {
            double line = (double)row * step - down;
            n += b.y0 - s->top < line + over && b.y1 - s->top + 24 > line;
        }
    }
    return n;
}

#define TRIES 24

/* What is over stands to both sides, and above and below so that as few people as can be stand across a line
 * to cut along. */
static void take_room(kr_scene *s) {
    const kr_sheets *p = &s->sheets;
    double wide = (double)p->across * (p->width - 2 * EDGE) - (double)(p->across - 1) * OVERLAP,
           tall = (double)p->down * (p->height - 2 * EDGE) - (double)(p->down - 1) * OVERLAP;
    double over = tall / p->mm - s->height, best = over < 80 / p->mm ? over / 2 : 40 / p->mm;
    size_t least = p->down > 1 ? cut_through(s, best) : 0;
    for (int i = 0; i <= TRIES && least > 0; i++) {
        double down = over * i / TRIES;
        size_t n = cut_through(s, down);
        if (n < least) least = n, best = down;
    }
    s->left -= (wide / p->mm - s->width) / 2;
    s->top -= best;
    s->width = wide / p->mm;
    s->height = tall / p->mm;
    s->mm_width = wide;
    s->mm_height = tall;
}

static kr_box part_of(const kr_scene *s, size_t row, size_t col) {
    const kr_sheets *p = &s->sheets;
    double x = s->left + (double)col * (p->width - 2 * EDGE - OVERLAP) / p->mm,
           y = s->top + (double)row * (p->height - 2 * EDGE - OVERLAP) / p->mm;
    return (kr_box){x, y, x + (p->width - 2 * EDGE) / p->mm, y + (p->height - 2 * EDGE) / p->mm};
}

/* Sheets on which nothing stands are not printed. */
static kr_err list_sheets(kr_scene *s) {
    kr_sheets *p = &s->sheets;
    size_t all = p->across * p->down;
    bool *used = kr_new_n(s->arena, bool, all);
    p->list = kr_new_n(s->arena, uint32_t, all);
    if (!used || !p->list) return KR_E_MEMORY;
    for (size_t i = 0; i < s->count; i++) {
        const kr_shape *shape = &s->shapes[i];
        bool ink = shape->kind > KR_SH_END && shape->kind != KR_SH_RECT;
        for (size_t k = 0; ink && k < all; k++) {
            kr_box part = part_of(s, k / p->across, k % p->across);
            if (!used[k]) used[k] = stands_in(shape, &part);
        }
    }
    p->n = 0;
    for (size_t k = 0; k < all; k++) {
        if (used[k]) p->list[p->n++] = (uint32_t)k;
    }
    if (!p->n) p->n = 1;
    return KR_OK;
}

kr_err kr_sheets_fit(kr_drawing_work *w) {
    kr_scene *s = w->scene;
    double mm = READ / kr_sheets_smallest(s);
    size_t from = (size_t)w->options->paper - KR_A4, n = SIZE_MAX;
    if (mm < 0.185) mm = 0.185;
    for (size_t paper = from; paper < KR_COUNT(papers) && n > MANY; paper++) {
        n = try_paper(&s->sheets, s, paper, mm);
        s->grown = paper > from;
    }
    if (n > FAR_TOO) return KR_E_LIMIT;
    take_room(s);
    s->sheets.words = kr_word_for(w, "draw.sheet");
    return list_sheets(s);
}

size_t kr_scene_sheets(const kr_scene *scene) {
    return scene->sheets.across ? scene->sheets.n : 1;
}

/* -- a part of the drawing -- */

static bool opens(const kr_shape *s) {
    return s->kind <= KR_SH_LINK;
}

/* Copies what stands in `part`; groups come along only when something in them does. */
static void copy_part(kr_scene *to, const kr_scene *from, const kr_box *part, uint32_t *open) {
    size_t depth = 0, written = 0;
    for (size_t i = 0; i < from->count; i++) {
        const kr_shape *s = &from->shapes[i];
        if (opens(s)) {
            open[depth++] = (uint32_t)i;
        } else if (s->kind == KR_SH_END) {
            if (depth && written == depth) {
                *kr_scene_add(to, KR_SH_END, NULL) = *s;
                written--;
            }
            if (depth) depth--;
        } else if (stands_in(s, part)) {
            for (; written < depth; written++)
                *kr_scene_add(to, KR_SH_GROUP, NULL) = from->shapes[open[written]];
            *kr_scene_add(to, KR_SH_RECT, NULL) = *s;
        }
    }
}

/* -- what makes sheets of them -- */

static void put_word(kr_buf *out, kr_str pattern, const size_t numbers[4]) {
    static const char *const names[] = {"{row}", "{col}", "{n}", "{of}"};
    while (pattern.len) {
        size_t first = SIZE_MAX, which = 0;
        for (size_t i = 0; i < KR_COUNT(names); i++) {
            size_t at = kr_str_find(pattern, kr_str_z(names[i]));
            if (at < first) first = at, which = i;
        }
        if (first == SIZE_MAX) break;
        kr_put(out, kr_str_n(pattern.ptr, first));
        kr_put_int(out, (int64_t)numbers[which]);
        first += strlen(names[which]);
        pattern = kr_str_n(pattern.ptr + first, pattern.len - first);
    }
    kr_put(out, pattern);
}

/* White edges over what runs on, lines to cut along, and which sheet this is. */
static void put_frame(kr_scene *s, const kr_sheets *p, size_t sheet) {
    size_t row = p->list[sheet] / p->across, col = p->list[sheet] % p->across;
    double edge = EDGE / p->mm, over = OVERLAP / p->mm, x0 = s->left, y0 = s->top, x1 = x0 + s->width,
           y1 = y0 + s->height;
    (void)kr_scene_rect(s, "paper", x0, y0, s->width, edge, 0);
    (void)kr_scene_rect(s, "paper", x0, y1 - edge, s->width, edge, 0);
    (void)kr_scene_rect(s, "paper", x0, y0, edge, s->height, 0);
    (void)kr_scene_rect(s, "paper", x1 - edge, y0, edge, s->height, 0);
    kr_shape *line;
    if (col + 1 < p->across) {
        line = kr_scene_add(s, KR_SH_LINE, "m-cut");
        line->x = line->a = x1 - edge - over;
        line->y = y0 + edge / 2, line->b = y1 - edge / 2;
    }
    if (row + 1 < p->down) {
        line = kr_scene_add(s, KR_SH_LINE, "m-cut");
        line->y = line->b = y1 - edge - over;
        line->x = x0 + edge / 2, line->a = x1 - edge / 2;
    }
    const size_t numbers[4] = {row + 1, col + 1, sheet + 1, p->n};
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, s->arena, 4096);
    kr_put(&buf, s->title);
    kr_put(&buf, KR_STR(" \xc2\xb7 "));
    put_word(&buf, p->words, numbers);
    if (kr_buf_end(&buf, &text) != KR_OK) s->err = KR_E_MEMORY;
    kr_shape *t = kr_scene_text(s, "m-date", x0 + edge, y0 + edge * 0.72, 2.9 / p->mm, text);
    t->anchor = KR_START;
}

kr_err kr_scene_sheet_svg(kr_buf *out, kr_arena *arena, const kr_scene *scene, size_t sheet) {
    const kr_sheets *p = &scene->sheets;
    if (sheet >= kr_scene_sheets(scene)) return KR_E_INVALID;
    if (!p->across) {
        kr_scene_svg(out, scene, true);
        return KR_OK;
    }
    double edge = EDGE / p->mm;
    const kr_box box = part_of(scene, p->list[sheet] / p->across, p->list[sheet] % p->across);
    kr_scene part = *scene;
    uint32_t *open = kr_new_n(arena, uint32_t, scene->count + 1);
    part.arena = arena;
    part.count = 0;
    part.cap = 512;
    part.shapes = kr_arena_grow(arena, NULL, 0, part.cap * sizeof(kr_shape));
    part.sheets = (kr_sheets){0};
    part.left = box.x0 - edge;
    part.top = box.y0 - edge;
    part.width = p->width / p->mm;
    part.height = p->height / p->mm;
    part.mm_width = p->width;
    part.mm_height = p->height;
    if (!open || !part.shapes) return KR_E_MEMORY;
    copy_part(&part, scene, &box, open);
    put_frame(&part, p, sheet);
    if (part.err != KR_OK) return part.err;
    kr_scene_svg(out, &part, true);
    return KR_OK;
}
