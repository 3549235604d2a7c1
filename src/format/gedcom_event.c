/* What the tags of events and attributes mean here. */
#include "core/utf8.h"
#include "format/gedcom_in.h"

/* tag, kind, attribute, of a person, of a union; by the alphabet */
static const kr_gedcom_tag tags[] = {
    {"ADOP", KR_event_kind_adoption, false, true, false},
    {"ANUL", KR_event_kind_parting, false, false, true},
    {"BAPL", KR_event_kind_faith, false, true, false},
    {"BAPM", KR_event_kind_faith, false, true, false},
    {"BARM", KR_event_kind_faith, false, true, false},
    {"BASM", KR_event_kind_faith, false, true, false},
    {"BIRT", KR_event_kind_birth, false, true, false},
    {"BLES", KR_event_kind_faith, false, true, false},
    {"BURI", KR_event_kind_burial, false, true, false},
    {"CAST", KR_event_kind_other, true, true, false},
    {"CENS", KR_event_kind_other, false, true, true},
    {"CHR", KR_event_kind_faith, false, true, false},
    {"CHRA", KR_event_kind_faith, false, true, false},
    {"CONF", KR_event_kind_faith, false, true, false},
    {"CONL", KR_event_kind_faith, false, true, false},
    {"CREM", KR_event_kind_burial, false, true, false},
    {"DEAT", KR_event_kind_death, false, true, false},
    {"DIV", KR_event_kind_parting, false, false, true},
    {"DIVF", KR_event_kind_parting, false, false, true},
    {"DSCR", KR_event_kind_other, true, true, false},
    {"EDUC", KR_event_kind_school, true, true, false},
    {"EMIG", KR_event_kind_migration, false, true, false},
    {"ENDL", KR_event_kind_faith, false, true, false},
    {"ENGA", KR_event_kind_union, false, false, true},
    {"EVEN", KR_event_kind_other, true, true, true},
    {"FACT", KR_event_kind_other, true, true, true},
    {"FCOM", KR_event_kind_faith, false, true, false},
    {"GRAD", KR_event_kind_school, false, true, false},
    {"IMMI", KR_event_kind_migration, false, true, false},
    {"INIL", KR_event_kind_faith, false, true, false},
    {"MARB", KR_event_kind_union, false, false, true},
    {"MARC", KR_event_kind_union, false, false, true},
    {"MARL", KR_event_kind_union, false, false, true},
    {"MARR", KR_event_kind_union, false, false, true},
    {"MARS", KR_event_kind_union, false, false, true},
    {"NATI", KR_event_kind_other, true, true, false},
    {"NATU", KR_event_kind_migration, false, true, false},
    {"NCHI", KR_event_kind_other, true, true, true},
    {"NMR", KR_event_kind_other, true, true, false},
    {"OCCU", KR_event_kind_work, true, true, false},
    {"ORDN", KR_event_kind_faith, false, true, false},
    {"PROB", KR_event_kind_other, false, true, false},
    {"PROP", KR_event_kind_other, true, true, false},
    {"RELI", KR_event_kind_faith, true, true, false},
    {"RESI", KR_event_kind_move, true, true, true},
    {"RETI", KR_event_kind_pension, false, true, false},
    {"SLGC", KR_event_kind_faith, false, true, false},
    {"SLGS", KR_event_kind_faith, false, false, true},
    {"TITL", KR_event_kind_other, true, true, false},
    {"WILL", KR_event_kind_other, false, true, false},
};

const kr_gedcom_tag *kr_gedcom_tag_of(kr_str tag) {
    size_t low = 0, high = KR_COUNT(tags);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = kr_str_cmp(kr_str_z(tags[middle].tag), tag);
        if (order == 0) return &tags[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool kr_gedcom_kept(kr_str tag) {
    static const char *const kept[] = {"TYPE", "CAUS", "AGE", "AGNC", "RELI", "PHRASE", "AGE_PHRASE"};
    for (size_t i = 0; i < KR_COUNT(kept); i++) {
        if (kr_str_is(tag, kept[i])) return true;
    }
    return false;
}

/* -- one event -- */

bool gedcom_only_happened(kr_str value) {
    value = kr_str_trim(value);
    return value.len == 0 || (value.len == 1 && (value.ptr[0] == 'Y' || value.ptr[0] == 'y'));
}

/* What is kept besides: one line each below the date. */
typedef struct details {
    kr_buf buf;
    kr_str type;
} details;

static void put_detail(details *d, kr_str tag, kr_str value) {
    kr_str line;
    value = kr_str_trim(value);
    if (value.len == 0 || kr_one_line(&line, d->buf.arena, value) != KR_OK) return;
    if (d->buf.len + line.len > 3500) line = kr_utf8_head(line, 100);
    if (d->buf.len > 3500) return;
    if (d->buf.len) kr_put_c(&d->buf, '\n');
    if (tag.len) {
        kr_put(&d->buf, tag);
        kr_put_c(&d->buf, ' ');
    }
    kr_put(&d->buf, line);
}

static kr_date take_date(gedcom *g, const kr_gedcom_line *line, details *d, const char *above) {
    kr_str phrase = kr_str_trim(gedcom_value(g, line));
    kr_gedcom_date date = kr_gedcom_date_read(phrase);
    if (!date.plain) put_detail(d, KR_NONE, phrase);
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        if (kr_str_is(below->tag, "PHRASE"))
            put_detail(d, below->tag, gedcom_value(g, below));
        else
            gedcom_left(g, above, "DATE", below);
    }
    return date.date;
}

/* "INDI.BIRT", for what stays behind. */
static void path_of(char out[32], bool of_union, kr_str tag) {
    size_t n = of_union ? 4 : 5;
    memcpy(out, of_union ? "FAM." : "INDI.", n);
    size_t len = tag.len < 20 ? tag.len : 20;
    memcpy(out + n, tag.ptr, len);
    out[n + len] = '\0';
}

static void take_parts(gedcom *g, const kr_gedcom_line *line, kr_tree_event *event, details *d,
                       gedcom_notes *notes) {
    char above[32];
    path_of(above, event->of_union, line->tag);
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        kr_str tag = below->tag;
        if (kr_str_is(tag, "DATE")) {
            if (event->date == 0) event->date = take_date(g, below, d, above);
        } else if (kr_str_is(tag, "PLAC")) {
            kr_str place = gedcom_value(g, below);
            event->place = kr_tree_text(g->tree, KR_KIND_event, KR_F_event_place, place, below->line);
            for (size_t k = i + 1; k < below->end; k = g->lines[k].end)
                gedcom_left(g, above, "PLAC", &g->lines[k]);
        } else if (kr_str_is(tag, "NOTE") || kr_str_is(tag, "SNOTE")) {
            gedcom_note(g, below, notes);
        } else if (kr_gedcom_kept(tag)) {
            if (kr_str_is(tag, "TYPE")) d->type = kr_str_trim(gedcom_value(g, below));
            put_detail(d, tag, gedcom_value(g, below));
            for (size_t k = i + 1; k < below->end; k = g->lines[k].end) {
                if (kr_str_is(g->lines[k].tag, "PHRASE") && kr_str_is(tag, "AGE"))
                    put_detail(d, KR_STR("AGE_PHRASE"), gedcom_value(g, &g->lines[k]));
                else
                    gedcom_left(g, above, NULL, &g->lines[k]);
            }
        } else if (!kr_str_is(tag, "FAMC")) {
            gedcom_left(g, above, NULL, below);
        }
    }
}

kr_tree_event *gedcom_event(gedcom *g, const kr_gedcom_line *line, const kr_gedcom_tag *tag, uint32_t owner,
                            bool of_union) {
    kr_tree_event event = {
        .owner = owner, .of_union = of_union, .kind = tag->kind, .tag = kr_str_z(tag->tag)};
    details d = {.type = KR_NONE};
    gedcom_notes notes = {0};
    kr_str value = gedcom_value(g, line), text = KR_NONE;
    kr_buf_init(&d.buf, g->tree->arena, 8192);
    take_parts(g, line, &event, &d, &notes);
    if (!tag->attribute && gedcom_only_happened(value)) value = KR_NONE;
    if (kr_str_trim(value).len == 0) value = d.type;
    event.what = kr_tree_text(g->tree, KR_KIND_event, KR_F_event_what, value, line->line);
    if (kr_buf_end(&d.buf, &text) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
    event.detail = kr_tree_text(g->tree, KR_KIND_event, KR_F_event_detail, text, line->line);
    event.note = kr_tree_text(g->tree, KR_KIND_event, KR_F_event_remark, notes.all, line->line);
    kr_tree_event *kept = kr_tree_event_add(g->tree);
    if (kept) *kept = event;
    return kept;
}

size_t gedcom_count_tag(const kr_tree *t, size_t first, const char *tag) {
    size_t n = 0;
    for (size_t i = first; i < t->n_events; i++) n += kr_str_is(t->events[i].tag, tag);
    return n;
}

bool gedcom_bare(const kr_tree_event *e) {
    return e->what.len == 0 && e->detail.len == 0 && e->note.len == 0;
}
