#include "core/circle.h"

/* The index is an open-addressing table of (kind, place + 1) packed with the id looked up in the record
 * itself. A slot holds kind << 32 | place + 1, or 0 when free. */
static uint64_t hash_id(kr_id id) {
    id ^= id >> 33;
    id *= 0xff51afd7ed558ccdu;
    id ^= id >> 33;
    return id;
}

static void **array_of(kr_circle *c, kr_kind kind, size_t **count) {
    switch (kind) {
#define ARRAY(kind, plural)                                                                                  \
    case KR_KIND_##kind:                                                                                     \
        *count = &c->n_##plural;                                                                             \
        return (void **)&c->plural;
        KR_RECORD_KINDS(ARRAY)
#undef ARRAY
    default:
        return NULL;
    }
}

const void *kr_circle_records(const kr_circle *circle, kr_kind kind, size_t *count) {
    size_t *n;
    void **array = array_of((kr_circle *)circle, kind, &n);
    *count = array ? *n : 0;
    return array ? *array : NULL;
}

/* Every struct begins with its id. */
static void *record_at(const kr_circle *circle, uint64_t slot, kr_kind *kind) {
    static const struct {
        size_t at, size;
    } arrays[] = {
#define ARRAY(kind, plural) [KR_KIND_##kind] = {offsetof(kr_circle, plural), sizeof(kr_##kind)},
        KR_RECORD_KINDS(ARRAY)
#undef ARRAY
    };
    char *base;
    *kind = (kr_kind)(slot >> 32);
    memcpy(&base, (const char *)circle + arrays[*kind].at, sizeof base);
    return base + ((slot & 0xffffffffu) - 1) * arrays[*kind].size;
}

static uint64_t *find_slot(const kr_circle *circle, kr_id id) {
    if (circle->index_cap == 0) return NULL;
    size_t mask = circle->index_cap - 1;
    for (size_t at = hash_id(id) & mask;; at = (at + 1) & mask) {
        uint64_t *slot = &circle->index[at];
        if (*slot == 0) return slot;
        kr_kind kind;
        kr_id there;
        memcpy(&there, record_at(circle, *slot, &kind), sizeof there);
        if (there == id) return slot;
    }
}

/* First pass: how many records of each kind, so that arrays are made once and the right size. Counting every
 * first mention needs the table itself, so it is sized by the number of assignments of name-like first fields
 * at most. */
typedef struct counts {
    size_t of[KR_KIND_LAST + 1], total;
} counts;

/* A table of ids seen, only for counting. */
static kr_err count_records(counts *out, kr_arena *arena, const kr_circle *before, const kr_change *changes,
                            size_t n, kr_error *error) {
    size_t assignments = 0;
    for (size_t i = 0; i < n; i++) assignments += changes[i].count;
    size_t cap = 16;
    while (cap < assignments * 2) cap *= 2;
    kr_arena scratch;
    kr_arena_init(&scratch, arena->allocator, SIZE_MAX / 2);
    kr_id *seen = kr_new_n(&scratch, kr_id, cap);
    if (!seen) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *out = (counts){{0}, 0};
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < changes[i].count; j++) {
            const kr_assignment *a = &changes[i].assignments[j];
            if (a->kind <= KR_KIND_circle || a->kind > KR_KIND_LAST || a->record <= KR_CIRCLE_RECORD)
                continue;
            size_t at = hash_id(a->record) & (cap - 1);
            while (seen[at] && seen[at] != a->record) at = (at + 1) & (cap - 1);
            if (seen[at]) continue;
            seen[at] = a->record;
            const uint64_t *known = find_slot(before, a->record);
            if (known && *known) continue;
            out->of[a->kind]++;
            out->total++;
        }
    }
    kr_arena_dispose(&scratch);
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        size_t *there;
        (void)array_of((kr_circle *)before, (kr_kind)kind, &there);
        out->of[kind] += *there;
        out->total += *there;
    }
    if (out->total > KR_MAX_RECORDS) return kr_fail(error, KR_E_LIMIT, "error.too_many_records", NULL, NULL);
    return KR_OK;
}

/* Zeros only where nothing is copied to from `before`: a change is mostly copying what was there. */
static kr_err make_room(kr_circle *c, kr_arena *arena, const counts *n, const kr_circle *before,
                        kr_error *error) {
    bool ok = true;
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        size_t *count, *there, size = kr_kind_size((kr_kind)kind); /* KR_MAX_RECORDS of them fit */
        void **array = array_of(c, (kr_kind)kind, &count);
        (void)array_of((kr_circle *)before, (kr_kind)kind, &there);
        *array = kr_arena_grow(arena, NULL, 0, n->of[kind] * size);
        if (*array) memset((char *)*array + *there * size, 0, (n->of[kind] - *there) * size);
        ok = ok && *array;
    }
    c->index_cap = 16;
    while (c->index_cap < n->total * 2) c->index_cap *= 2;
    size_t bytes = c->index_cap * sizeof *c->index;
    c->index = kr_arena_grow(arena, NULL, 0, bytes);
    if (c->index && c->index_cap != before->index_cap) memset(c->index, 0, bytes);
    return ok && c->index ? KR_OK : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

/* The record an assignment speaks of, made at its first mention; NULL when its id belongs to another kind. */
static void *record_for(kr_circle *c, const kr_assignment *a) {
    if (a->kind == KR_KIND_circle) return a->record == KR_CIRCLE_RECORD ? &c->self : NULL;
    if (a->kind > KR_KIND_LAST || a->kind == KR_KIND_none || a->record <= KR_CIRCLE_RECORD) return NULL;
    uint64_t *slot = find_slot(c, a->record);
    kr_kind kind;
    if (*slot) {
        void *record = record_at(c, *slot, &kind);
        return kind == (kr_kind)a->kind ? record : NULL;
    }
    size_t *count;
    char *base = *array_of(c, (kr_kind)a->kind, &count);
    char *record = base + *count * kr_kind_size((kr_kind)a->kind);
    memcpy(record, &a->record, sizeof a->record);
    *slot = (uint64_t)a->kind << 32 | ++*count;
    return record;
}

static void store(void *member, const kr_field *field, const kr_value *value) {
    switch (field->type) {
    case KR_TEXT:
        memcpy(member, &value->text, sizeof value->text);
        break;
    case KR_NUMBER:
    case KR_TIME:
        memcpy(member, &value->number, sizeof value->number);
        break;
    case KR_DATE: {
        kr_date date = (kr_date)value->number;
        memcpy(member, &date, sizeof date);
        break;
    }
    case KR_CHOICE:
        *(uint8_t *)member = (uint8_t)value->number;
        break;
    case KR_SET:
        memcpy(member, &value->set, sizeof value->set);
        break;
    case KR_REF:
        memcpy(member, &value->ref, sizeof value->ref);
        break;
    }
}

static void load(const void *member, const kr_field *field, kr_value *value) {
    switch (field->type) {
    case KR_TEXT:
        memcpy(&value->text, member, sizeof value->text);
        break;
    case KR_NUMBER:
    case KR_TIME:
        memcpy(&value->number, member, sizeof value->number);
        break;
    case KR_DATE: {
        kr_date date;
        memcpy(&date, member, sizeof date);
        value->number = date;
        break;
    }
    case KR_CHOICE:
        value->number = *(const uint8_t *)member;
        break;
    case KR_SET:
        memcpy(&value->set, member, sizeof value->set);
        break;
    case KR_REF:
        memcpy(&value->ref, member, sizeof value->ref);
        break;
    }
}

/* `has` is the second member of every struct. */
static void mark(void *record, unsigned number, bool known) {
    uint64_t has;
    memcpy(&has, (char *)record + sizeof(kr_id), sizeof has);
    has = known ? has | (uint64_t)1 << number : has & ~((uint64_t)1 << number);
    memcpy((char *)record + sizeof(kr_id), &has, sizeof has);
}

static void apply(kr_circle *c, const kr_assignment *a) {
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    void *record = record_for(c, a);
    if (!field || !record || field->type != (kr_type)a->type) return;
    void *member = (char *)record + field->offset;
    kr_value value = {0};
    if (a->op == KR_OP_SET) value = a->value;
    if (field->type == KR_SET && a->op != KR_OP_CLEAR) {
        load(member, field, &value);
        if (a->op == KR_OP_ADD) value.set |= a->value.set;
        if (a->op == KR_OP_REMOVE) value.set &= ~a->value.set;
    }
    store(member, field, &value);
    mark(record, field->number, a->op != KR_OP_CLEAR && (field->type != KR_SET || value.set != 0));
}

/* What was folded before, in the new arrays; the index is made anew only when it must grow. */
static void copy_records(kr_circle *c, const kr_circle *before) {
    c->self = before->self;
    c->self.id = KR_CIRCLE_RECORD;
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        size_t *count, *there, size = kr_kind_size((kr_kind)kind);
        char *to = *array_of(c, (kr_kind)kind, &count);
        const char *from = *array_of((kr_circle *)before, (kr_kind)kind, &there);
        if (*there) memcpy(to, from, *there * size);
        for (size_t i = 0; c->index_cap != before->index_cap && i < *there; i++) {
            kr_id id;
            memcpy(&id, to + i * size, sizeof id);
            *find_slot(c, id) = (uint64_t)kind << 32 | (i + 1);
        }
        *count = *there;
    }
    if (c->index_cap == before->index_cap) memcpy(c->index, before->index, c->index_cap * sizeof *c->index);
}

kr_err kr_circle_fold_more(kr_circle *out, kr_arena *arena, const kr_circle *before, const kr_change *changes,
                           size_t count, kr_error *error) {
    kr_circle c = {0};
    counts n = {{0}, 0};
    size_t from = before->n_changes;
    kr_err err = count_records(&n, arena, before, from ? changes + from : changes, count - from, error);
    if (err == KR_OK) err = make_room(&c, arena, &n, before, error);
    if (err != KR_OK) return err;
    copy_records(&c, before);
    for (size_t i = from; i < count; i++) {
        for (size_t j = 0; j < changes[i].count; j++) apply(&c, &changes[i].assignments[j]);
    }
    c.changes = changes;
    c.n_changes = count;
    *out = c;
    return KR_OK;
}

kr_err kr_circle_fold(kr_circle *out, kr_arena *arena, const kr_change *changes, size_t count,
                      kr_error *error) {
    static const kr_circle nothing;
    return kr_circle_fold_more(out, arena, &nothing, changes, count, error);
}

kr_err kr_changes_copy(kr_change **out, kr_arena *arena, const kr_change *changes, size_t count) {
    kr_change *copy = kr_new_n(arena, kr_change, count);
    if (!copy) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        copy[i] = changes[i];
        kr_assignment *items = kr_new_n(arena, kr_assignment, changes[i].count);
        copy[i].author_name = kr_arena_copy(arena, changes[i].author_name);
        if (!items || !copy[i].author_name.ptr) return KR_E_MEMORY;
        for (size_t j = 0; j < changes[i].count; j++) {
            items[j] = changes[i].assignments[j];
            if (items[j].type != KR_TEXT || items[j].op != KR_OP_SET) continue;
            items[j].value.text = kr_arena_copy(arena, items[j].value.text);
            if (!items[j].value.text.ptr) return KR_E_MEMORY;
        }
        copy[i].assignments = items;
    }
    *out = copy;
    return KR_OK;
}

const void *kr_circle_record_of(const kr_circle *circle, kr_id id, kr_kind *kind) {
    if (id == KR_CIRCLE_RECORD) {
        *kind = KR_KIND_circle;
        return &circle->self;
    }
    uint64_t *slot = id ? find_slot(circle, id) : NULL;
    return slot && *slot ? record_at(circle, *slot, kind) : NULL;
}

const kr_person *kr_circle_person(const kr_circle *circle, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(circle, id, &kind);
    return record && kind == KR_KIND_person ? record : NULL;
}

const kr_tie *kr_circle_tie(const kr_circle *circle, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(circle, id, &kind);
    return record && kind == KR_KIND_tie ? record : NULL;
}

const kr_tie *kr_circle_tie_between(const kr_circle *circle, kr_id a, kr_id b) {
    for (size_t i = 0; i < circle->n_ties; i++) {
        const kr_tie *t = &circle->ties[i];
        if (t->gone) continue;
        if ((t->a == a && t->b == b) || (t->a == b && t->b == a)) return t;
    }
    return NULL;
}

const kr_person *kr_circle_ego(const kr_circle *circle) {
    return circle->self.ego ? kr_circle_person(circle, circle->self.ego) : NULL;
}

kr_assignment kr_record_get(const void *record, kr_kind kind, const kr_field *field) {
    kr_assignment a = {.kind = (uint16_t)kind, .field = field->number, .type = (uint8_t)field->type};
    uint64_t has;
    memcpy(&a.record, record, sizeof a.record);
    memcpy(&has, (const char *)record + sizeof(kr_id), sizeof has);
    a.op = has >> field->number & 1 ? KR_OP_SET : KR_OP_CLEAR;
    if (a.op == KR_OP_SET) load((const char *)record + field->offset, field, &a.value);
    return a;
}

int64_t kr_record_gone(const void *record, kr_kind kind) {
    static const struct {
        size_t at;
    } gone[] = {[KR_KIND_circle] = {offsetof(kr_circle_record, gone)},
#define GONE(kind, plural) [KR_KIND_##kind] = {offsetof(kr_##kind, gone)},
                KR_RECORD_KINDS(GONE)
#undef GONE
    };
    int64_t when;
    memcpy(&when, (const char *)record + gone[kind].at, sizeof when);
    return when;
}
