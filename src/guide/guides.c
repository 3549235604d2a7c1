/* All guides of a folder: which files belong together, and in which order they come. */
#include "guide/read.h"

#include "core/num.h"

typedef struct sorting {
    kr_guide *items;
    size_t n;
    const kr_guides *base;
} sorting;

const kr_guide_text *kr_guide_text_in(const kr_guide *guide, int lang) {
    const kr_guide_text *text = lang >= 0 && lang < KR_GUIDE_LANGS ? guide->texts[lang] : NULL;
    for (size_t i = 0; !text && i < KR_GUIDE_LANGS; i++) text = guide->texts[i];
    return text;
}

size_t kr_guide_step_at(const kr_guide *guide, kr_str id) {
    for (size_t i = 0; i < guide->n_steps; i++) {
        if (kr_str_eq(guide->steps[i].id, id)) return i;
    }
    return SIZE_MAX;
}

size_t kr_guide_nr_text(unsigned nr, char out[4]) {
    size_t at = 0;
    unsigned number = nr > KR_GUIDE_METHODS ? nr - KR_GUIDE_METHODS : nr;
    if (nr > 0 && nr <= KR_GUIDE_MOST_NR) {
        out[at++] = nr > KR_GUIDE_METHODS ? 'D' : 'C';
        if (number >= 10) out[at++] = (char)('0' + number / 10);
        out[at++] = (char)('0' + number % 10);
    }
    out[at] = 0;
    return at;
}

const kr_guide *kr_guides_find(const kr_guides *guides, kr_str id) {
    for (size_t i = 0; i < guides->n; i++) {
        if (kr_str_eq(guides->items[i].id, id)) return &guides->items[i];
    }
    return NULL;
}

static int by_nr(const void *a, const void *b, void *context) {
    const kr_guide *x = a, *y = b;
    unsigned i = x->nr ? x->nr : KR_GUIDE_MOST_NR + 1, k = y->nr ? y->nr : KR_GUIDE_MOST_NR + 1;
    (void)context;
    if (i != k) return i < k ? -1 : 1;
    return kr_str_cmp(x->id, y->id);
}

/* A guide with a number is everybody's, so it is there in every language. */
static void check_languages(kr_guide_reader *r, const kr_guide *guide) {
    bool any = false;
    for (size_t i = 0; i < KR_GUIDE_LANGS; i++) any = any || guide->texts[i];
    for (size_t i = 0; i < KR_GUIDE_LANGS; i++) {
        if (guide->texts[i] || (any && !guide->nr)) continue;
        kr_guide_wrong(r, 0, "guide.error.text_missing", guide->id, i ? KR_STR("en") : KR_STR("nl"));
        if (!any) return;
    }
}

static void check_new(kr_guide_reader *r, const kr_guide *guide, const sorting *all) {
    for (size_t i = 0; i < all->n; i++) {
        if (guide->nr && all->items[i].nr == guide->nr)
            kr_guide_wrong(r, 0, "guide.error.nr_taken", all->items[i].id, KR_NONE);
        if (kr_str_eq(all->items[i].id, guide->id))
            kr_guide_wrong(r, 0, "guide.error.id_taken", guide->id, KR_NONE);
    }
}

static bool read_structure(kr_guide_reader *r, kr_str bytes, void *guide) {
    return kr_guide_read_structure(r, bytes, guide);
}

static void read_texts(kr_guide_reader *r, kr_str bytes, void *guide) {
    (void)kr_guide_read_texts(r, bytes, guide);
}

bool kr_guide_read_parts(kr_guide_reader *r, const kr_guide_entry *entries, size_t n,
                         bool (*structure)(kr_guide_reader *, kr_str, void *),
                         void (*texts)(kr_guide_reader *, kr_str, void *), void *thing, bool *known) {
    kr_str file = KR_NONE;
    r->wrong = false;
    *known = false;
    for (size_t i = 0; i < n && r->err == KR_OK; i++) {
        r->file = kr_guide_copy(r, entries[i].file->name);
        if (i > 0 && entries[i].part == entries[i - 1].part) {
            kr_guide_wrong(r, 0, "guide.error.file_twice", entries[i].id, KR_NONE);
        } else if (entries[i].part == KR_GUIDE_PART_STRUCTURE) {
            file = r->file;
            *known = structure(r, entries[i].file->bytes, thing);
        } else if (!file.len) {
            kr_guide_wrong(r, 0, "guide.error.no_structure", entries[i].id, KR_NONE);
        } else if (*known) {
            r->lang = (int)(entries[i].part - KR_GUIDE_PART_TEXT);
            texts(r, entries[i].file->bytes, thing);
        }
        kr_arena_reset(r->scratch);
    }
    r->file = file;
    return file.len > 0;
}

/* The files of one guide. True when it is sound. */
static bool read_guide(kr_guide_reader *r, const kr_guide_entry *entries, size_t n, kr_guide *guide,
                       const sorting *all) {
    *guide = (kr_guide){.id = kr_guide_copy(r, entries[0].id), .evidence_source = KR_NONE, .source = KR_NONE};
    bool known = false;
    bool there = kr_guide_read_parts(r, entries, n, read_structure, read_texts, guide, &known);
    if (there && known) check_languages(r, guide);
    if (there) check_new(r, guide, all);
    return !r->wrong && r->err == KR_OK;
}

static kr_err read_all(kr_guide_reader *r, sorting *all, kr_guide_entry *entries, size_t n) {
    for (size_t at = 0, next; at < n && r->err == KR_OK; at = next) {
        next = at + 1;
        while (next < n && kr_str_eq(entries[next].id, entries[at].id)) next++;
        if (read_guide(r, entries + at, next - at, &all->items[all->n], all)) all->n++;
    }
    return r->err;
}

static kr_err read_into(kr_guide_reader *r, sorting *all, const kr_guide_file *files, size_t n_files) {
    size_t n, n_base = all->base ? all->base->n : 0;
    kr_guide_entry *entries;
    all->items = kr_new_n(r->arena, kr_guide, n_base + n_files + 1);
    if (!all->items) return KR_E_MEMORY;
    for (size_t i = 0; i < n_base; i++) all->items[all->n++] = all->base->items[i];
    kr_err err = kr_guide_entries(r, files, n_files, &entries, &n);
    if (err == KR_OK) err = read_all(r, all, entries, n);
    return err == KR_OK ? kr_guide_sort(r, all->items, all->n, sizeof *all->items, by_nr) : err;
}

kr_err kr_guides_read(kr_guides *out, kr_arena *arena, const kr_guides *base, const kr_guide_file *files,
                      size_t n_files, bool reading, kr_guide_report *report) {
    kr_arena scratch;
    kr_guide_report said = {0};
    sorting all = {.base = base};
    kr_guide_reader r = {
        .arena = arena, .scratch = &scratch, .report = &said, .reading = reading, .file = KR_NONE};
    if (n_files > KR_GUIDE_MOST_FILES) return KR_E_LIMIT;
    kr_arena_init(&scratch, arena->allocator, 16u << 20);
    kr_err err = read_into(&r, &all, files, n_files);
    kr_arena_dispose(&scratch);
    if (err != KR_OK || r.err != KR_OK) return err != KR_OK ? err : r.err;
    *out = (kr_guides){all.items, all.n};
    *report = said;
    return KR_OK;
}
