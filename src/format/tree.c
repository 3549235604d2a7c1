/* Building a family tree from a file, whatever its format. */
#include "format/tree.h"

#include "core/utf8.h"

#define MOST_NOTES 400
#define NOTE_SLOTS 1024u

kr_err kr_tree_begin(kr_tree **out, kr_arena *arena, kr_format format, bool with_notes) {
    kr_tree *tree = kr_new(arena, kr_tree);
    if (!tree) return KR_E_MEMORY;
    tree->arena = arena;
    tree->with_notes = with_notes;
    tree->import = kr_new(arena, kr_import);
    tree->note_slots = kr_new_n(arena, uint16_t, NOTE_SLOTS);
    if (!tree->import || !tree->note_slots) return KR_E_MEMORY;
    tree->import->format = format;
    tree->import->tree = tree;
    *out = tree;
    return KR_OK;
}

static void fail(kr_tree *tree, kr_err err) {
    if (tree->err == KR_OK) tree->err = err;
}

/* Room for one more of any kind, empty; all together have a limit. */
static void *add(kr_tree *tree, void **items, size_t *count, size_t *cap, size_t size) {
    size_t all =
        tree->n_persons + tree->n_unions + tree->n_children + tree->n_events + tree->n_twins + tree->n_bonds;
    if (tree->err == KR_OK && all >= KR_TREE_MOST) fail(tree, KR_E_LIMIT);
    if (tree->err != KR_OK) return NULL;
    char *more = kr_grow_one(tree->arena, *items, *count, cap, size);
    if (!more) {
        fail(tree, KR_E_MEMORY);
        return NULL;
    }
    *items = more;
    void *one = more + (*count)++ * size;
    memset(one, 0, size);
    return one;
}

kr_tree_person *kr_tree_person_add(kr_tree *t) {
    void *all = t->persons;
    kr_tree_person *one = add(t, &all, &t->n_persons, &t->cap_persons, sizeof *one);
    t->persons = all;
    return one;
}

kr_tree_union *kr_tree_union_add(kr_tree *t) {
    void *all = t->unions;
    kr_tree_union *one = add(t, &all, &t->n_unions, &t->cap_unions, sizeof *one);
    t->unions = all;
    if (one) one->a = one->b = KR_NOBODY;
    return one;
}

kr_tree_child *kr_tree_child_add(kr_tree *t) {
    void *all = t->children;
    kr_tree_child *one = add(t, &all, &t->n_children, &t->cap_children, sizeof *one);
    t->children = all;
    return one;
}

kr_tree_event *kr_tree_event_add(kr_tree *t) {
    void *all = t->events;
    kr_tree_event *one = add(t, &all, &t->n_events, &t->cap_events, sizeof *one);
    t->events = all;
    return one;
}

void kr_tree_twin_add(kr_tree *t, kr_tree_twin twin) {
    void *all = t->twins;
    kr_tree_twin *one = add(t, &all, &t->n_twins, &t->cap_twins, sizeof *one);
    t->twins = all;
    if (one) *one = twin;
}

void kr_tree_bond_add(kr_tree *t, kr_tree_bond bond) {
    void *all = t->bonds;
    kr_tree_bond *one = add(t, &all, &t->n_bonds, &t->cap_bonds, sizeof *one);
    t->bonds = all;
    if (one) *one = bond;
}

static uint32_t hash_of(const char *key, kr_str detail) {
    uint32_t hash = 2166136261u;
    for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 16777619u;
    for (size_t i = 0; i < detail.len; i++) hash = (hash ^ (unsigned char)detail.ptr[i]) * 16777619u;
    return hash ^ hash >> 15;
}

void kr_tree_note(kr_tree *tree, const char *key, kr_str detail, uint32_t line) {
    kr_import *import = tree->import;
    kr_str one = KR_NONE;
    if (tree->err != KR_OK) return;
    if (kr_one_line(&one, tree->arena, kr_utf8_head(detail, 120)) != KR_OK) fail(tree, KR_E_MEMORY);
    uint32_t at = hash_of(key, one) % NOTE_SLOTS;
    for (; tree->note_slots[at]; at = (at + 1) % NOTE_SLOTS) {
        kr_import_note *note = &import->notes[tree->note_slots[at] - 1];
        if (strcmp(note->key, key) != 0 || !kr_str_eq(note->detail, one)) continue;
        note->count++;
        return;
    }
    /* Never more than MOST_NOTES of the slots are taken, so the search above ends. */
    if (import->n_notes >= MOST_NOTES) return;
    kr_import_note *notes =
        kr_grow_one(tree->arena, import->notes, import->n_notes, &tree->cap_notes, sizeof *notes);
    kr_str copy = notes ? kr_arena_copy(tree->arena, one) : (kr_str){NULL, 0};
    if (notes) import->notes = notes;
    if (!copy.ptr) {
        fail(tree, KR_E_MEMORY);
        return;
    }
    kr_import_note *note = &notes[import->n_notes++];
    *note = (kr_import_note){.detail = copy, .line = line, .count = 1};
    memcpy(note->key, key, strlen(key) < sizeof note->key ? strlen(key) : sizeof note->key - 1);
    tree->note_slots[at] = (uint16_t)import->n_notes;
}

/* Line breaks stay, other control characters go. */
static kr_err several_lines(kr_str *out, kr_arena *arena, kr_str s) {
    bool clean = true;
    for (size_t i = 0; i < s.len && clean; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        clean = (c >= 0x20 && c != 0x7F) || c == '\n';
    }
    *out = s;
    if (clean) return KR_OK;
    kr_buf buf;
    kr_buf_init(&buf, arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c >= 0x20 && c != 0x7F) || c == '\n') kr_put_c(&buf, (char)c);
        if (c == '\t') kr_put_c(&buf, ' ');
    }
    return kr_buf_end(&buf, out);
}

kr_str kr_tree_text(kr_tree *tree, kr_kind kind, uint16_t number, kr_str text, uint32_t line) {
    const kr_field *field = kr_schema_field(kind, number);
    kr_str fit = KR_NONE;
    text = kr_str_trim(text);
    kr_err err =
        field->limit > 400 ? several_lines(&fit, tree->arena, text) : kr_one_line(&fit, tree->arena, text);
    if (err != KR_OK) fail(tree, err);
    /* Bytes are never fewer than code points. */
    if (fit.len <= (size_t)field->limit) return fit;
    kr_str head = kr_utf8_head(fit, (size_t)field->limit);
    if (head.len < fit.len) kr_tree_note(tree, "format.note.shortened", kr_str_z(field->name), line);
    return kr_str_trim(head);
}

bool kr_tree_living(const kr_tree *tree, const kr_tree_person *p) {
    int today = tree->today / 10000;
    if (p->dead || p->died) return false;
    int year = p->born ? p->born / 10000 : p->first_year;
    return year == 0 || today == 0 || year > today - 100;
}

/* What people remember of somebody who lives is theirs; it comes along only when asked for. */
static void leave_remarks(kr_tree *t) {
    if (t->with_notes) return;
    for (size_t i = 0; i < t->n_persons; i++) {
        kr_tree_person *p = &t->persons[i];
        if (p->note.len == 0 || !kr_tree_living(t, p)) continue;
        p->note = KR_NONE;
        kr_tree_note(t, "format.note.living", KR_NONE, p->line);
    }
    for (size_t i = 0; i < t->n_unions + t->n_events; i++) {
        kr_tree_event *event = i < t->n_unions ? NULL : &t->events[i - t->n_unions];
        const kr_tree_union *u = !event ? &t->unions[i] : event->of_union ? &t->unions[event->owner] : NULL;
        kr_str *note = event ? &event->note : &t->unions[i].note;
        if (note->len == 0) continue;
        uint32_t a = u ? u->a : event->owner, b = u ? u->b : KR_NOBODY;
        bool lives = (a != KR_NOBODY && kr_tree_living(t, &t->persons[a])) ||
                     (b != KR_NOBODY && kr_tree_living(t, &t->persons[b]));
        if (!lives) continue;
        *note = KR_NONE;
        kr_tree_note(t, "format.note.living", KR_NONE, u ? u->line : t->persons[a].line);
    }
}

static void leave_bond_remarks(kr_tree *t) {
    for (size_t i = 0; i < t->n_bonds && !t->with_notes; i++) {
        kr_tree_bond *bond = &t->bonds[i];
        bool lives = kr_tree_living(t, &t->persons[bond->from]) || kr_tree_living(t, &t->persons[bond->to]);
        if (bond->note.len == 0 || !lives) continue;
        bond->note = KR_NONE;
        kr_tree_note(t, "format.note.living", KR_NONE, bond->line);
    }
}

/* The last year anywhere, for a file without a date of its own; and for each person the first in which they
 * had a child or a partner. */
static void note_years(kr_tree *t) {
    kr_date last = 0;
    for (size_t i = 0; i < t->n_persons; i++) {
        const kr_tree_person *p = &t->persons[i];
        last = p->born > last ? p->born : last;
        last = p->died > last ? p->died : last;
    }
    for (size_t i = 0; i < t->n_children + t->n_unions + t->n_events; i++) {
        const kr_tree_child *child = i < t->n_children ? &t->children[i] : NULL;
        size_t u = child ? child->pair : i - t->n_children;
        const kr_tree_event *event = u >= t->n_unions ? &t->events[u - t->n_unions] : NULL;
        kr_date when = child ? t->persons[child->person].born : event ? event->date : t->unions[u].since;
        last = when > last ? when : last;
        uint32_t who[2] = {KR_NOBODY, KR_NOBODY};
        if (event && !event->of_union) who[0] = event->owner;
        if (event && event->of_union) u = event->owner;
        if (!event || event->of_union) who[0] = t->unions[u].a, who[1] = t->unions[u].b;
        for (int k = 0; k < 2 && when; k++) {
            uint16_t *first = who[k] != KR_NOBODY ? &t->persons[who[k]].first_year : NULL;
            if (first && (!*first || when / 10000 < *first)) *first = (uint16_t)(when / 10000);
        }
    }
    if (!t->today) t->today = last;
}

kr_err kr_tree_end(kr_tree *t, kr_import **out, kr_error *error) {
    note_years(t);
    leave_remarks(t);
    leave_bond_remarks(t);
    kr_tree_number_twins(t);
    kr_tree_note_circles(t);
    if (t->n_persons == 0) kr_tree_note(t, "format.note.nobody", KR_NONE, 0);
    kr_import_row *rows = kr_new_n(t->arena, kr_import_row, t->n_persons + 1);
    if (!rows) fail(t, KR_E_MEMORY);
    if (t->err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "format.error.tree", NULL, "200000");
    if (t->err != KR_OK) return kr_fail(error, t->err, "error.memory", NULL, NULL);
    for (size_t i = 0; i < t->n_persons; i++) {
        const kr_tree_person *p = &t->persons[i];
        rows[i] = (kr_import_row){
            .name = p->name, .named = p->named, .line = p->line, .take = true, .is_ego = i == 0};
    }
    t->import->rows = rows;
    t->import->n_rows = t->n_persons;
    *out = t->import;
    return KR_OK;
}

static kr_str without_signs(kr_str mark) {
    if (mark.len > 2 && mark.ptr[0] == '@' && mark.ptr[mark.len - 1] == '@')
        return kr_str_n(mark.ptr + 1, mark.len - 2);
    return mark;
}

bool kr_import_stood(const kr_import *import, size_t row, double *x, uint16_t *sheet) {
    const kr_tree *tree = import->tree;
    if (!tree || row >= tree->n_persons || !tree->persons[row].placed) return false;
    *x = tree->persons[row].x;
    *sheet = tree->persons[row].sheet;
    return true;
}

kr_err kr_import_choose(kr_import *import, kr_str mark, kr_error *error) {
    const kr_tree *tree = import->tree;
    size_t found = SIZE_MAX;
    for (size_t i = 0; tree && i < tree->n_persons && found == SIZE_MAX; i++) {
        if (kr_str_eq(without_signs(tree->persons[i].mark), without_signs(kr_str_trim(mark)))) found = i;
    }
    if (found == SIZE_MAX) return kr_fail(error, KR_E_NOT_FOUND, "format.error.no_such_person", NULL, NULL);
    for (size_t i = 0; i < import->n_rows; i++) import->rows[i].is_ego = i == found;
    return KR_OK;
}
