/* Which guide is about what, and what waits for a tool that comes later: tables in Markdown, made from the
 * guides themselves. */
#include "cli/guide.h"

#define CAPABILITIES kr_guide_list_count(KR_GUIDE_LIST_CAPABILITY)

static void put_key(cli *c, kr_buf *out, const char *key) {
    kr_put(out, kr_word(c->lang, key));
}

static void put_heading(cli *c, kr_buf *out, const char *marks, const char *key) {
    kr_put_z(out, marks);
    put_key(c, out, key);
    kr_put_z(out, "\n\n");
}

/* A bar is the only sign that would end a cell. */
static void put_cell(kr_buf *out, kr_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|') kr_put_c(out, '\\');
        kr_put_c(out, text.ptr[i]);
    }
    kr_put_c(out, '|');
}

static void put_nr(kr_buf *out, const kr_guide *guide) {
    char nr[4];
    (void)kr_guide_nr_text(guide->nr, nr);
    kr_put_z(out, nr);
}

static bool uses(const kr_guide *guide, unsigned tool) {
    for (size_t i = 0; i < guide->n_steps; i++) {
        if (guide->steps[i].tool == tool) return true;
    }
    return false;
}

static void put_row(cli *c, kr_buf *out, const kr_guide *guide) {
    kr_put_c(out, '|');
    put_nr(out, guide);
    kr_put_c(out, '|');
    put_cell(out, kr_guide_text_in(guide, (int)c->lang)->name);
    for (unsigned value = 1; value <= CAPABILITIES; value++) {
        if (guide->main & KR_GUIDE_BIT(value)) kr_put_z(out, "●");
        if (guide->also & KR_GUIDE_BIT(value)) kr_put_z(out, "○");
        kr_put_c(out, '|');
    }
    kr_put_int(out, (int64_t)guide->n_steps);
    kr_put_c(out, '|');
    bool any = false;
    for (unsigned tool = KR_GUIDE_FIRST_LATER; tool < KR_GUIDE_tools_end; tool++) {
        if (!uses(guide, tool)) continue;
        if (any) kr_put_z(out, ", ");
        kr_put(out, guide_word(c, KR_GUIDE_LIST_TOOL, tool));
        any = true;
    }
    kr_put_z(out, "|\n");
}

static void put_guides(cli *c, kr_buf *out, const kr_guides *guides) {
    kr_put_c(out, '|');
    put_cell(out, kr_word(c->lang, "guide.cover.nr"));
    put_cell(out, kr_word(c->lang, "guide.cover.name"));
    for (unsigned value = 1; value <= CAPABILITIES; value++)
        put_cell(out, kr_str_z(kr_guide_word(KR_GUIDE_LIST_CAPABILITY, value)));
    put_cell(out, kr_word(c->lang, "guide.cover.steps"));
    put_cell(out, kr_word(c->lang, "guide.cover.waits"));
    kr_put_z(out, "\n|---|---|");
    for (unsigned value = 1; value <= CAPABILITIES; value++) kr_put_z(out, "-|");
    kr_put_z(out, "--:|---|\n");
    for (size_t i = 0; i < guides->n; i++) {
        if (guides->items[i].nr) put_row(c, out, &guides->items[i]);
    }
    kr_put_c(out, '\n');
}

static void put_capability(cli *c, kr_buf *out, const kr_guides *guides, unsigned value) {
    size_t mains = 0, alsos = 0, put = 0;
    for (size_t i = 0; i < guides->n; i++) {
        if (!guides->items[i].nr) continue;
        mains += (guides->items[i].main & KR_GUIDE_BIT(value)) != 0;
        alsos += (guides->items[i].also & KR_GUIDE_BIT(value)) != 0;
    }
    kr_put_c(out, '|');
    kr_put_z(out, kr_guide_word(KR_GUIDE_LIST_CAPABILITY, value));
    kr_put_z(out, ": ");
    put_cell(out, guide_word(c, KR_GUIDE_LIST_CAPABILITY, value));
    kr_put_int(out, (int64_t)mains);
    kr_put_c(out, '|');
    kr_put_int(out, (int64_t)alsos);
    kr_put_c(out, '|');
    for (size_t i = 0; i < guides->n; i++) {
        if (!guides->items[i].nr || !(guides->items[i].main & KR_GUIDE_BIT(value))) continue;
        if (put++) kr_put_z(out, ", ");
        put_nr(out, &guides->items[i]);
    }
    kr_put_z(out, "|\n");
}

static void put_tool(cli *c, kr_buf *out, const kr_guides *guides, unsigned tool) {
    size_t n = 0, put = 0;
    for (size_t i = 0; i < guides->n; i++) {
        for (size_t k = 0; guides->items[i].nr && k < guides->items[i].n_steps; k++)
            n += guides->items[i].steps[k].tool == tool;
    }
    kr_put_c(out, '|');
    put_cell(out, guide_word(c, KR_GUIDE_LIST_TOOL, tool));
    kr_put_int(out, (int64_t)n);
    kr_put_c(out, '|');
    for (size_t i = 0; i < guides->n; i++) {
        if (!guides->items[i].nr || !uses(&guides->items[i], tool)) continue;
        if (put++) kr_put_z(out, ", ");
        put_nr(out, &guides->items[i]);
    }
    kr_put_z(out, "|\n");
}

static void put_head(cli *c, kr_buf *out, const char *const *keys, size_t n, const char *line) {
    kr_put_c(out, '|');
    for (size_t i = 0; i < n; i++) put_cell(out, kr_word(c->lang, keys[i]));
    kr_put_z(out, line);
}

void guide_put_coverage(cli *c, kr_buf *out, const kr_guides *guides) {
    static const char *const of_capability[] = {"guide.cover.capability", "guide.cover.main",
                                                "guide.cover.also", "guide.cover.which"};
    static const char *const of_tool[] = {"guide.cover.tool", "guide.cover.step_list", "guide.cover.which"};
    size_t n = 0;
    for (size_t i = 0; i < guides->n; i++) n += guides->items[i].nr != 0;
    put_heading(c, out, "# ", "guide.cover.title");
    put_key(c, out, "guide.cover.legend");
    kr_put_z(out, "\n\n");
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)n), KR_WORD_NUMBER("most", KR_GUIDE_MOST_NR)};
    kr_say(out, c->lang, "guide.cover.count", args, KR_COUNT(args));
    kr_put_z(out, "\n\n");
    put_guides(c, out, guides);
    put_heading(c, out, "## ", "guide.cover.per_capability");
    put_head(c, out, of_capability, KR_COUNT(of_capability), "\n|---|--:|--:|---|\n");
    for (unsigned value = 1; value <= CAPABILITIES; value++) put_capability(c, out, guides, value);
    kr_put_c(out, '\n');
    put_heading(c, out, "## ", "guide.cover.per_tool");
    put_head(c, out, of_tool, KR_COUNT(of_tool), "\n|---|--:|---|\n");
    for (unsigned tool = KR_GUIDE_FIRST_LATER; tool < KR_GUIDE_tools_end; tool++)
        put_tool(c, out, guides, tool);
}
