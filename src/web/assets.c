#include "web/assets_table.h"

/* Where `name` stands in a table of `count` entries whose first member is their name; SIZE_MAX when it does
 * not. */
static size_t place_of(kr_str name, const void *table, size_t count, size_t size) {
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const kr_str *at = (const kr_str *)(const void *)((const char *)table + middle * size);
        int order = kr_str_cmp(name, *at);
        if (order == 0) return middle;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return SIZE_MAX;
}

const kr_asset *kr_asset_find(kr_str name) {
    size_t at = place_of(name, kr_asset_table, kr_asset_count, sizeof kr_asset_table[0]);
    return at == SIZE_MAX ? NULL : &kr_asset_table[at];
}

const kr_asset *kr_assets(size_t *count) {
    *count = kr_asset_count;
    return kr_asset_table;
}

const char *kr_assets_hash(void) {
    return kr_asset_hash;
}

const kr_template_file *kr_template_files(size_t *count) {
    *count = kr_template_count;
    return kr_template_table;
}

kr_str kr_template_text(kr_str name) {
    size_t at = place_of(name, kr_template_table, kr_template_count, sizeof kr_template_table[0]);
    return at == SIZE_MAX ? KR_NONE : kr_template_table[at].text;
}
