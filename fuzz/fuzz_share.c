/* A shared view of any circle: the first bytes are the share, the rest changes. The view folds, holds no
 * field that is the owner's alone and nobody behind a private tie, tells of nobody else who made a change,
 * and is a circle whenever the whole is. The newest change once more as the guest's is judged, whatever it
 * is. */
#include "core/share.h"
#include "fuzz_import.h"

enum { RIGHTS = KR_PARTS, HEAD = RIGHTS + 2, GUEST = 77, OWNER = 901 };

static void must_be_filtered(const kr_circle *whole, const kr_circle *shown) {
    must(shown->n_changes == whole->n_changes);
    for (size_t i = 0; i < shown->n_changes; i++) {
        const kr_change *change = &shown->changes[i];
        must(change->seq == whole->changes[i].seq);
        must(change->author == 0 || change->author == GUEST || change->author == OWNER);
        must(change->author != 0 || change->author_name.len == 0);
        for (size_t k = 0; k < change->count; k++) {
            const kr_assignment *a = &change->assignments[k];
            const kr_field *f = kr_schema_field((kr_kind)a->kind, a->field);
            must(f != NULL);
            must(f->sensitivity != KR_PRIVATE || kr_str_is(kr_str_z(f->name), "gone"));
        }
    }
    for (size_t i = 0; i < whole->n_ties; i++) {
        const kr_tie *t = &whole->ties[i];
        if (t->private_mark != KR_yesno_yes) continue;
        must(t->a == whole->self.ego || !kr_circle_person(shown, t->a));
        must(t->b == whole->self.ego || !kr_circle_person(shown, t->b));
    }
}

static void share_of(kr_share *out, const kr_circle *c, const uint8_t *head) {
    *out = (kr_share){.guest = GUEST, .owner = OWNER, .self_too = head[RIGHTS] & 1};
    for (int part = 0; part < RIGHTS; part++) out->rights[part] = head[part] & 3;
    if (c->n_persons) out->person = c->persons[head[RIGHTS + 1] % c->n_persons].id;
    if (c->n_runs) out->ones[out->n_ones++] = (kr_share_one){c->runs[0].id, head[RIGHTS] >> 1 & 3};
}

static void look(kr_arena *arena, const kr_circle *circle, const uint8_t *head) {
    kr_share share;
    kr_view view, past;
    bool sound = kr_circle_check(circle, NULL) == KR_OK;
    share_of(&share, circle, head);
    kr_err err = kr_view_shared(&view, arena, circle, &share, 0, NULL);
    if (circle->self.gone) must(err == KR_E_NOT_FOUND);
    if (circle->self.gone || !went_well(err)) return;
    must_be_filtered(circle, view.circle);
    if (sound) must(kr_circle_check(view.circle, NULL) == KR_OK);
    if (share.rights[KR_PART_TIME])
        (void)went_well(kr_view_shared(&past, arena, circle, &share, circle->n_changes / 2 + 1, NULL));
    if (circle->n_changes == 0) return;
    kr_change change = circle->changes[circle->n_changes - 1];
    change.author = GUEST;
    err = kr_share_allows(circle, view.circle, &share, &change, NULL);
    must(err == KR_OK || err == KR_E_DENIED || err == KR_E_INVALID || err == KR_E_MEMORY ||
         err == KR_E_LIMIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_change *changes;
    kr_circle circle;
    size_t count;
    if (size < HEAD) return 0;
    kr_str bytes = kr_str_n((const char *)data + HEAD, size - HEAD);
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    if (kr_changes_decode(&changes, &count, &arena, bytes, NULL) == KR_OK &&
        went_well(kr_circle_fold(&circle, &arena, changes, count, NULL)))
        look(&arena, &circle, data);
    kr_arena_dispose(&arena);
    return 0;
}
