/* All forms of a folder, in the order in which they are shown. */
#include "guide/sheet_read.h"

typedef struct gathering {
    kr_sheet_form *items;
    size_t n;
} gathering;

const kr_sheet_text *kr_sheet_text_in(const kr_sheet_form *form, int lang) {
    const kr_sheet_text *text = lang >= 0 && lang < KR_GUIDE_LANGS ? form->texts[lang] : NULL;
    for (size_t i = 0; !text && i < KR_GUIDE_LANGS; i++) text = form->texts[i];
    return text;
}

const kr_sheet_form *kr_sheet_form_find(const kr_sheet_forms *forms, kr_str id) {
    for (size_t i = 0; i < forms->n; i++) {
        if (kr_str_eq(forms->items[i].id, id)) return &forms->items[i];
    }
    return NULL;
}

static size_t at(const kr_str *ids, size_t n, kr_str id) {
    for (size_t i = 0; i < n; i++) {
        if (kr_str_eq(ids[i], id)) return i;
    }
    return SIZE_MAX;
}

size_t kr_sheet_card_at(const kr_sheet_form *form, kr_str id) {
    return at(form->cards, form->n_cards, id);
}

size_t kr_sheet_voice_at(const kr_sheet_form *form, kr_str id) {
    return at(form->voices, form->n_voices, id);
}

size_t kr_sheet_section_at(const kr_sheet_form *form, kr_str id) {
    for (size_t i = 0; i < form->n_sections; i++) {
        if (kr_str_eq(form->sections[i].id, id)) return i;
    }
    return SIZE_MAX;
}

size_t kr_sheet_place_at(const kr_sheet_form *form, kr_str id) {
    for (size_t i = 0; i < form->n_places; i++) {
        if (kr_str_eq(form->places[i].id, id)) return i;
    }
    return SIZE_MAX;
}

size_t kr_sheet_option_at(const kr_sheet_form *form, const kr_sheet_place *place, kr_str id) {
    size_t found = at(form->options + place->first, place->option, id);
    return found == SIZE_MAX ? found : found + place->first;
}

static void check_whole(kr_guide_reader *r, const kr_sheet_form *form, const gathering *all) {
    bool any = false;
    for (size_t i = 0; i < KR_GUIDE_LANGS; i++) any = any || form->texts[i];
    if (!any) kr_guide_wrong(r, 0, "guide.error.text_missing", form->id, KR_STR("nl"));
    for (size_t i = 0; i < all->n; i++) {
        if (kr_str_eq(all->items[i].id, form->id))
            kr_guide_wrong(r, 0, "guide.error.id_taken", form->id, KR_NONE);
    }
}

static bool read_structure(kr_guide_reader *r, kr_str bytes, void *form) {
    return kr_sheet_read_structure(r, bytes, form);
}

static void read_texts(kr_guide_reader *r, kr_str bytes, void *form) {
    (void)kr_sheet_read_texts(r, bytes, form);
}

/* The files of one form. True when it is sound. */
static bool read_form(kr_guide_reader *r, const kr_guide_entry *entries, size_t n, kr_sheet_form *form,
                      const gathering *all) {
    *form = (kr_sheet_form){.id = kr_guide_copy(r, entries[0].id), .icon = KR_NONE, .source = KR_NONE};
    bool known = false;
    bool there = kr_guide_read_parts(r, entries, n, read_structure, read_texts, form, &known);
    if (there && known) check_whole(r, form, all);
    return !r->wrong && r->err == KR_OK;
}

static int by_purpose(const void *a, const void *b, void *context) {
    const kr_sheet_form *x = a, *y = b;
    (void)context;
    if (x->purpose != y->purpose) return x->purpose < y->purpose ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return kr_str_cmp(x->id, y->id);
}

static kr_err read_into(kr_guide_reader *r, gathering *all, const kr_sheet_forms *base,
                        const kr_guide_file *files, size_t n_files) {
    size_t n, n_base = base ? base->n : 0;
    kr_guide_entry *entries;
    all->items = kr_new_n(r->arena, kr_sheet_form, n_base + n_files + 1);
    if (!all->items) return KR_E_MEMORY;
    for (size_t i = 0; i < n_base; i++) all->items[all->n++] = base->items[i];
    kr_err err = kr_guide_entries(r, files, n_files, &entries, &n);
    for (size_t i = 0, next; err == KR_OK && i < n && r->err == KR_OK; i = next) {
        next = i + 1;
        while (next < n && kr_str_eq(entries[next].id, entries[i].id)) next++;
        if (read_form(r, entries + i, next - i, &all->items[all->n], all)) all->n++;
    }
    if (err == KR_OK) err = r->err;
    return err == KR_OK ? kr_guide_sort(r, all->items, all->n, sizeof *all->items, by_purpose) : err;
}

kr_err kr_sheet_forms_read(kr_sheet_forms *out, kr_arena *arena, const kr_sheet_forms *base,
                           const kr_guide_file *files, size_t n_files, bool reading,
                           kr_guide_report *report) {
    kr_arena scratch;
    kr_guide_report said = {0};
    gathering all = {0};
    kr_guide_reader r = {
        .arena = arena, .scratch = &scratch, .report = &said, .reading = reading, .file = KR_NONE};
    if (n_files > KR_GUIDE_MOST_FILES) return KR_E_LIMIT;
    kr_arena_init(&scratch, arena->allocator, 16u << 20);
    kr_err err = read_into(&r, &all, base, files, n_files);
    kr_arena_dispose(&scratch);
    if (err == KR_OK) err = r.err; /* a text that could not be kept */
    if (err != KR_OK) return err;
    *out = (kr_sheet_forms){all.items, all.n};
    *report = said;
    return KR_OK;
}
