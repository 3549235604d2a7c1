/* The example people: folded once when the server starts, to be looked at by anybody, changed by nobody. */
#include "examples/examples.h"
#include "format/format.h"
#include "web/engine.h"

static kr_err open_one(kr_example_circle *out, kr_arena *arena, const kr_example *from, kr_error *error) {
    kr_change *changes;
    size_t count;
    kr_err err = kr_kring_read(&changes, &count, arena, from->kring, error);
    if (err != KR_OK) return err;
    err = kr_circle_fold(&out->circle, arena, changes, count, error);
    if (err != KR_OK) return err;
    out->title = from->title;
    out->name = from->name;
    return KR_OK;
}

kr_err kr_examples_open(kr_web *web, kr_error *error) {
    static const char *const slugs[] = {"voorbeeld", "voorbeeld-2", "voorbeeld-3", "voorbeeld-4"};
    size_t count;
    const kr_example *list = kr_examples(&count);
    for (size_t i = 0; i < count && i < KR_COUNT(slugs); i++) {
        kr_example_circle *example = &web->examples[web->n_examples];
        kr_err err = open_one(example, &web->memory, &list[i], error);
        if (err != KR_OK) return err;
        memcpy(example->slug, slugs[i], strlen(slugs[i]) + 1);
        web->n_examples++;
    }
    return KR_OK;
}

const kr_example_circle *kr_example_at(const kr_web *web, kr_str slug) {
    for (size_t i = 0; i < web->n_examples; i++)
        if (kr_str_is(slug, web->examples[i].slug)) return &web->examples[i];
    return NULL;
}
