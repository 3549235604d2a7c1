#include "examples/table.h"

const kr_example *kr_examples(size_t *count) {
    if (count) *count = kr_example_count;
    return kr_example_table;
}

const kr_example *kr_practice_cases(size_t *count) {
    if (count) *count = kr_practice_count;
    return kr_example_table + kr_example_count;
}

const kr_example *kr_example_named(kr_str slug) {
    for (size_t i = 0; i < kr_example_count + kr_practice_count; i++) {
        if (kr_str_is(slug, kr_example_table[i].slug)) return &kr_example_table[i];
    }
    return NULL;
}
