/* Which files belong together, by their names. */
#include "guide/read.h"

#include "core/num.h"

/* "guides/groslijst.nl.yaml" is the Dutch of groslijst. False when the name says no such thing. */
static bool entry_of(kr_guide_reader *r, const kr_guide_file *file, kr_guide_entry *out) {
    static const char *const langs[KR_GUIDE_LANGS] = {"nl", "en"};
    kr_str ending = KR_STR(".yaml"), name = file->name, stem, lang;
    if (!kr_str_ends(name, ending)) return false;
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] != '/') continue;
        name = kr_str_n(name.ptr + i, name.len - i);
        break;
    }
    lang = kr_str_cut(kr_str_n(name.ptr, name.len - ending.len), '.', &stem);
    *out = (kr_guide_entry){stem, KR_GUIDE_PART_STRUCTURE, file};
    for (unsigned i = 0; i < KR_GUIDE_LANGS; i++) {
        if (kr_str_is(lang, langs[i])) out->part = KR_GUIDE_PART_TEXT + i;
    }
    bool fits = kr_guide_id_fits(stem), no_lang = lang.len && out->part == KR_GUIDE_PART_STRUCTURE;
    r->file = kr_guide_copy(r, file->name);
    if (!fits) kr_guide_wrong(r, 0, "guide.error.id", stem, KR_NONE);
    if (fits && no_lang) kr_guide_wrong(r, 0, "guide.error.language", lang, KR_NONE);
    return fits && !no_lang;
}

static int by_id(const void *a, const void *b, void *context) {
    const kr_guide_entry *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->id, y->id);
    return order ? order : (int)x->part - (int)y->part;
}

kr_err kr_guide_sort(kr_guide_reader *r, void *items, size_t n, size_t size,
                     int (*compare)(const void *, const void *, void *)) {
    void *spare = kr_arena_array(r->scratch, n + 1, size);
    if (!spare) return KR_E_MEMORY;
    kr_sort(items, n, size, compare, NULL, spare);
    kr_arena_reset(r->scratch);
    return KR_OK;
}

kr_err kr_guide_entries(kr_guide_reader *r, const kr_guide_file *files, size_t n_files, kr_guide_entry **out,
                        size_t *n) {
    size_t count = 0;
    kr_guide_entry *entries = kr_new_n(r->arena, kr_guide_entry, n_files + 1);
    if (!entries) return KR_E_MEMORY;
    for (size_t i = 0; i < n_files; i++) count += entry_of(r, &files[i], &entries[count]);
    *out = entries;
    *n = count;
    return kr_guide_sort(r, entries, count, sizeof *entries, by_id);
}
