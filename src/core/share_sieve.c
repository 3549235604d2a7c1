#include "core/share_int.h"

uint32_t kr_sieve_of(const kr_sieve *s, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const char *record = kr_circle_record_of(s->circle, id, &kind);
    if (!record) return KR_SIEVE_NOBODY;
    if (kind == KR_KIND_circle) return 0;
    return s->base[kind] + (uint32_t)((size_t)(record - s->first[kind]) / s->size[kind]);
}

uint32_t kr_sieve_number(const kr_sieve *s, kr_id id, kr_kind kind) {
    uint32_t number = id ? kr_sieve_of(s, id) : KR_SIEVE_NOBODY;
    if (number == KR_SIEVE_NOBODY) return number;
    if (kind == KR_KIND_circle) return number == 0 ? 0 : KR_SIEVE_NOBODY;
    return number >= s->base[kind] && number < s->base[kind + 1] ? number : KR_SIEVE_NOBODY;
}

const void *kr_sieve_record(const kr_sieve *s, uint32_t number, kr_kind *kind) {
    int low = KR_KIND_circle, high = KR_KIND_LAST;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (s->base[middle] <= number)
            low = middle;
        else
            high = middle - 1;
    }
    *kind = (kr_kind)low;
    return kr_sieve_record_at(s, number, *kind);
}

/* -- numbers, and who made what -- */

static kr_err number_records(kr_sieve *s) {
    uint32_t n = 1; /* the circle itself */
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        size_t count;
        s->first[kind] = kr_circle_records(s->circle, (kr_kind)kind, &count);
        s->size[kind] = kr_kind_size((kr_kind)kind);
        s->base[kind] = n;
        n += (uint32_t)count; /* at most KR_MAX_RECORDS */
    }
    s->base[KR_KIND_LAST + 1] = n;
    s->is = kr_new_n(s->arena, uint8_t, n);
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) s->fields[fields[i].kind][fields[i].number] = &fields[i];
    return s->is ? KR_OK : KR_E_MEMORY;
}

/* An assignment that the fold skipped has nobody. */
static uint32_t whose(const kr_sieve *s, const kr_assignment *a, uint32_t last, kr_id last_id) {
    if (a->kind > KR_KIND_LAST || a->field >= KR_SIEVE_FIELDS) return KR_SIEVE_NOBODY;
    const kr_field *field = s->fields[a->kind][a->field];
    if (!field || field->type != (kr_type)a->type) return KR_SIEVE_NOBODY;
    uint32_t number = a->record == last_id ? last : kr_sieve_of(s, a->record);
    if (number == KR_SIEVE_NOBODY) return number;
    uint32_t from = a->kind == KR_KIND_circle ? 0 : s->base[a->kind], to = s->base[a->kind + 1];
    return number >= from && number < to ? number : KR_SIEVE_NOBODY;
}

static bool is_name(const kr_assignment *a) {
    return a->kind == KR_KIND_person && a->op == KR_OP_SET &&
           (a->field == KR_F_person_name || a->field == KR_F_person_surname);
}

static kr_err number_assignments(kr_sieve *s) {
    const kr_circle *c = s->circle;
    for (size_t i = 0; i < c->n_changes; i++) s->n_assignments += c->changes[i].count;
    s->who = kr_arena_grow(s->arena, NULL, 0, (s->n_assignments + 1) * sizeof *s->who);
    s->called = kr_arena_grow(s->arena, NULL, 0, (s->n_assignments + 1) * sizeof(kr_assignment *));
    bool *seen = kr_new_n(s->arena, bool, s->base[KR_KIND_LAST + 1]);
    if (!s->who || !s->called || !seen) return KR_E_MEMORY;
    uint32_t last = KR_SIEVE_NOBODY, *who = s->who;
    kr_id last_id = 0;
    for (size_t i = 0; i < c->n_changes; i++) {
        bool mine = s->share->guest && c->changes[i].author == s->share->guest;
        for (size_t j = 0; j < c->changes[i].count; j++, who++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            *who = whose(s, a, last, last_id);
            if (*who == KR_SIEVE_NOBODY) continue;
            last = *who;
            last_id = a->record;
            if (is_name(a)) s->called[s->n_called++] = a;
            if (!seen[*who] && mine) s->is[*who] |= KR_SIEVE_MINE;
            seen[*who] = true;
        }
    }
    return KR_OK;
}

/* -- persons -- */

/* A child who was not born, or not yet, is the owner's to tell (as in view.c); whoever told it knows. */
static bool is_unborn(const kr_sieve *s, uint32_t number, const kr_person *p) {
    if (p->arrival <= KR_arrival_alive || s->is[number] & KR_SIEVE_MINE) return false;
    return !p->name.len || !kr_person_is_dead(p);
}

static bool is_there(const kr_sieve *s, uint32_t number, const kr_person *p) {
    if (p->id == s->circle->self.ego) return true;
    if (s->is[number] & KR_SIEVE_PRIVATE) return false;
    if ((p->gone || p->merged_into) && !kr_share__off(KR_RULE_BIN)) return false;
    if (p->left && !kr_share__reads(s->share, KR_PART_TIME) && !kr_share__off(KR_RULE_LEFT)) return false;
    if (is_unborn(s, number, p)) return false;
    /* Without the family's word for it they would stand among the people of today. */
    return p->only_family != KR_yesno_yes || kr_share__reads(s->share, KR_PART_FAMILY);
}

static bool points_at_shown(const kr_sieve *s, kr_id id) {
    uint32_t to = kr_sieve_of(s, id);
    return to != KR_SIEVE_NOBODY && (s->is[to] & (KR_SIEVE_THERE | KR_SIEVE_SHOWN));
}

/* -- the other records -- */

static bool has(const void *record, const kr_field *field) {
    uint64_t bits;
    memcpy(&bits, (const char *)record + sizeof(kr_id), sizeof bits); /* every struct has it second */
    return bits >> field->number & 1;
}

static kr_id target(const void *record, const kr_field *field) {
    kr_id id;
    memcpy(&id, (const char *)record + field->offset, sizeof id);
    return id;
}

/* A text in which somebody hidden is named says nothing. */
static bool is_told(kr_sieve *s, const void *record, const kr_field *f) {
    if (f->type != KR_TEXT || !s->names || kr_share__is_code(f->kind, f->number)) return true;
    kr_str text;
    bool named = true;
    memcpy(&text, (const char *)record + f->offset, sizeof text);
    kr_err err = kr_share_names_in(&named, s->names, text, false);
    if (err != KR_OK) s->err = err;
    return !named;
}

/* Where somebody lives, when that home may be known of. */
static bool is_home(const kr_sieve *s, const void *record, const kr_field *f) {
    bool home = f->kind == KR_KIND_person &&
                (f->number == KR_F_person_household || f->number == KR_F_person_second_household);
    return home && points_at_shown(s, target(record, f));
}

/* Something of it may be seen that is no reference but to a home, and not what it is called. */
static bool says_something(kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    for (int i = 0; i < KR_SIEVE_FIELDS; i++) {
        const kr_field *f = s->fields[kind][i];
        if (!f || kr_share__is_calling(kind, f->number) || !has(record, f)) continue;
        if (f->type == KR_REF && !is_home(s, record, f)) continue;
        if (f->sensitivity == KR_PRIVATE || !kr_sieve_field(s, number, kind, record, f)) continue;
        if (is_told(s, record, f)) return true;
    }
    return false;
}

/* Everything without which it makes no sense is there. */
static bool makes_sense(const kr_sieve *s, kr_kind kind, const void *record) {
    for (int i = 0; i < KR_SIEVE_FIELDS; i++) {
        const kr_field *f = s->fields[kind][i];
        if (!f || f->type != KR_REF || !kr_share__is_essential(kind, f->number)) continue;
        kr_id to = target(record, f);
        if (to && !kr_share__off(KR_RULE_ABOUT) && !points_at_shown(s, to)) return false;
    }
    if (kind != KR_KIND_answer) return true;
    size_t at = 0;
    kr_str about = ((const kr_answer *)record)->about;
    for (kr_id id = kr_share__in_key(about, &at); id; id = kr_share__in_key(about, &at))
        if (!points_at_shown(s, id)) return false;
    return true;
}

/* What the owner keeps to themselves by its nature. */
static bool is_owners_alone(kr_kind kind, const void *record) {
    if (kr_share__off(KR_RULE_PRIVATE)) return false;
    if (kind == KR_KIND_nomination) return ((const kr_nomination *)record)->rather_not == KR_yesno_yes;
    return kind == KR_KIND_union && ((const kr_union *)record)->secret == KR_yesno_yes;
}

/* The run, sheet or filled-in set that this is a piece of, or is itself. */
static uint32_t whole_of(const kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    switch (kind) {
    case KR_KIND_run_step:
        return kr_sieve_number(s, ((const kr_run_step *)record)->run, KR_KIND_run);
    case KR_KIND_run_answer:
        return kr_sieve_number(s, ((const kr_run_answer *)record)->run, KR_KIND_run);
    case KR_KIND_sheet_part:
        return kr_sieve_number(s, ((const kr_sheet_part *)record)->sheet, KR_KIND_sheet);
    case KR_KIND_filled_item:
        return kr_sieve_number(s, ((const kr_filled_item *)record)->filled, KR_KIND_filled);
    default:
        return number;
    }
}

static bool is_opened(const kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    if (s->share->n_ones == 0) return false;
    uint32_t whole = whole_of(s, number, kind, record);
    if (whole == KR_SIEVE_NOBODY) return false;
    if (whole != number) return s->is[whole] & KR_SIEVE_OPENED;
    bool can = kind == KR_KIND_run || kind == KR_KIND_sheet || kind == KR_KIND_filled;
    kr_id id;
    memcpy(&id, record, sizeof id);
    return can && kr_share__one(s->share, id) >= KR_RIGHT_READ;
}

static bool may_be_shown(const kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    if (s->is[number] & (KR_SIEVE_PRIVATE | KR_SIEVE_SELF) || is_owners_alone(kind, record)) return false;
    if (kr_record_gone(record, kind) && !kr_share__off(KR_RULE_BIN)) return false;
    return makes_sense(s, kind, record);
}

static bool is_shown(const kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    if (!may_be_shown(s, number, kind, record)) return false;
    kr_part home = kr_share__home(kind);
    if (home == KR_PARTS) return false;
    if (kr_share__reads(s->share, home) || s->is[number] & KR_SIEVE_OPENED) return true;
    return kr_share__off(KR_RULE_PART);
}

/* A household is there when somebody who may be known of lives in it. */
static void mark_homes(kr_sieve *s, bool *lived_in) {
    const kr_circle *c = s->circle;
    for (size_t i = 0; i < c->n_persons; i++) {
        if (!(s->is[s->base[KR_KIND_person] + i] & KR_SIEVE_THERE)) continue;
        const kr_id homes[] = {c->persons[i].household, c->persons[i].second_household};
        for (size_t k = 0; k < 2; k++) {
            uint32_t home = kr_sieve_number(s, homes[k], KR_KIND_household);
            if (home != KR_SIEVE_NOBODY) lived_in[home - s->base[KR_KIND_household]] = true;
        }
    }
}

static void show_kind(kr_sieve *s, kr_kind kind, const bool *lived_in) {
    size_t n, size = kr_kind_size(kind);
    const char *record = kr_circle_records(s->circle, kind, &n);
    for (size_t i = 0; i < n; i++, record += size) {
        uint32_t number = s->base[kind] + (uint32_t)i;
        if (is_opened(s, number, kind, record)) s->is[number] |= KR_SIEVE_OPENED;
        if (lived_in && !lived_in[i]) continue;
        if (is_shown(s, number, kind, record)) s->is[number] |= KR_SIEVE_SHOWN;
    }
}

/* -- whom what is shown points at -- */

static void name_targets(kr_sieve *s, uint32_t number, kr_kind kind, const void *record) {
    for (int i = 0; i < KR_SIEVE_FIELDS; i++) {
        const kr_field *f = s->fields[kind][i];
        if (!f || f->type != KR_REF) continue;
        uint32_t to = kr_sieve_number(s, target(record, f), KR_KIND_person);
        if (to == KR_SIEVE_NOBODY || !(s->is[to] & KR_SIEVE_THERE)) continue;
        if (kr_sieve_field(s, number, kind, record, f)) s->is[to] |= KR_SIEVE_SHOWN;
    }
}

/* Whom the parts themselves show, and whom what is shown points at. */
static void show_persons(kr_sieve *s) {
    const kr_circle *c = s->circle;
    bool all = kr_share__reads(s->share, KR_PART_MAP) || kr_share__reads(s->share, KR_PART_REACH) ||
               kr_share__off(KR_RULE_PART);
    for (size_t i = 0; i < c->n_persons && all; i++) {
        uint32_t number = s->base[KR_KIND_person] + (uint32_t)i;
        if (s->is[number] & KR_SIEVE_THERE) s->is[number] |= KR_SIEVE_SHOWN;
    }
    name_targets(s, 0, KR_KIND_circle, &c->self);
    for (int kind = KR_KIND_tie; kind <= KR_KIND_LAST; kind++) {
        size_t n, size = kr_kind_size((kr_kind)kind);
        const char *record = kr_circle_records(c, (kr_kind)kind, &n);
        for (size_t i = 0; i < n; i++, record += size) {
            uint32_t number = s->base[kind] + (uint32_t)i;
            if (s->is[number] & KR_SIEVE_SHOWN) name_targets(s, number, (kr_kind)kind, record);
        }
    }
}

/* Without the map: the ties and persons of whom something is said that may be seen. After the names, because
 * a text in which somebody hidden is named is nothing that is said. */
static void show_what_is_said(kr_sieve *s) {
    const kr_circle *c = s->circle;
    if (kr_share__reads(s->share, KR_PART_MAP)) return;
    for (size_t i = 0; i < c->n_ties; i++) {
        uint32_t number = s->base[KR_KIND_tie] + (uint32_t)i;
        const kr_tie *t = &c->ties[i];
        if (s->is[number] & KR_SIEVE_SHOWN || !may_be_shown(s, number, KR_KIND_tie, t)) continue;
        if (!says_something(s, number, KR_KIND_tie, t)) continue;
        s->is[number] |= KR_SIEVE_SHOWN;
        name_targets(s, number, KR_KIND_tie, t);
    }
    for (size_t i = 0; i < c->n_persons; i++) {
        uint32_t number = s->base[KR_KIND_person] + (uint32_t)i;
        bool can = (s->is[number] & (KR_SIEVE_THERE | KR_SIEVE_SHOWN)) == KR_SIEVE_THERE;
        if (can && says_something(s, number, KR_KIND_person, &c->persons[i])) s->is[number] |= KR_SIEVE_SHOWN;
    }
}

static kr_err show_all(kr_sieve *s) {
    /* What points at others comes after them. */
    static const uint8_t order[] = {
        KR_KIND_tie,        KR_KIND_moment,     KR_KIND_union,  KR_KIND_parentage,  KR_KIND_event,
        KR_KIND_presence,   KR_KIND_wish,       KR_KIND_answer, KR_KIND_moved,      KR_KIND_own_form,
        KR_KIND_form_place, KR_KIND_nomination, KR_KIND_action, KR_KIND_success,    KR_KIND_talent,
        KR_KIND_role,       KR_KIND_gift,       KR_KIND_review, KR_KIND_asking,     KR_KIND_run,
        KR_KIND_run_step,   KR_KIND_run_answer, KR_KIND_sheet,  KR_KIND_sheet_part, KR_KIND_filled,
        KR_KIND_filled_item};
    const kr_circle *c = s->circle;
    bool *lived_in = kr_new_n(s->arena, bool, c->n_households + 1);
    if (!lived_in) return KR_E_MEMORY;
    s->is[0] |= KR_SIEVE_SHOWN;
    for (size_t i = 0; i < c->n_persons; i++) {
        uint32_t number = s->base[KR_KIND_person] + (uint32_t)i;
        if (is_there(s, number, &c->persons[i])) s->is[number] |= KR_SIEVE_THERE;
    }
    mark_homes(s, lived_in);
    show_kind(s, KR_KIND_household, lived_in);
    for (size_t i = 0; i < KR_COUNT(order); i++) show_kind(s, (kr_kind)order[i], NULL);
    show_persons(s);
    return KR_OK;
}

bool kr_sieve_field(const kr_sieve *s, uint32_t number, kr_kind kind, const void *record,
                    const kr_field *field) {
    if (field->type == KR_TIME && kr_str_is(kr_str_z(field->name), "gone")) return true;
    if (field->sensitivity == KR_PRIVATE && !kr_share__off(KR_RULE_PRIVATE)) return false;
    if (kr_share__is_calling(kind, field->number)) return true;
    if (kr_share__is_own_inner(s->share, kind, record, field)) return false;
    if (kr_share__is_own_note(kind, record, field->number)) return false;
    if (field->type == KR_REF && kr_share__is_essential(kind, field->number)) return true;
    return kr_share__reads(s->share, field->part) || s->is[number] & KR_SIEVE_OPENED ||
           kr_share__off(KR_RULE_PART);
}

kr_err kr_sieve_make(kr_sieve *out, kr_arena *arena, const kr_circle *circle, const kr_share *share) {
    *out = (kr_sieve){.circle = circle, .share = share, .arena = arena};
    kr_err err = number_records(out);
    if (err == KR_OK) err = number_assignments(out);
    if (err == KR_OK) err = kr_sieve_mark(out);
    if (err == KR_OK) err = show_all(out);
    if (err == KR_OK) err = kr_share_names_make(&out->names, out);
    if (err != KR_OK) return err;
    show_what_is_said(out);
    return out->err;
}
