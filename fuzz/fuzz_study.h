/* Files of research tools: whatever could be read becomes circles that keep all their rules. Several files of
 * one study stand in one input, with a form feed between them. */
#ifndef FUZZ_STUDY_H
#define FUZZ_STUDY_H

#include "fuzz_import.h"
#include "format/study.h"

#define FUZZ_FILES 4

static inline size_t fuzz_split(kr_str bytes, kr_file files[FUZZ_FILES]) {
    static const char *const names[FUZZ_FILES] = {"c_ego.csv", "c_attributeList_Person.csv",
                                                  "c_edgeList_Friends.csv", "c_attributeList_Place.csv"};
    size_t n = 0;
    while (bytes.len && n < FUZZ_FILES) {
        kr_str head;
        bytes = kr_str_cut(bytes, '\f', &head);
        files[n] = (kr_file){kr_str_z(names[n]), head};
        n++;
    }
    return n;
}

static inline int fuzz_study(kr_format format, const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_study *study;
    kr_file files[FUZZ_FILES], *unpacked;
    size_t n = 1, count;
    kr_str bytes = kr_str_n((const char *)data, size);
    kr_study_options options = {.with_details = size % 2, .ego = size % 3 ? KR_NONE : KR_STR("n0")};
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    files[0] = (kr_file){KR_STR("small"), bytes};
    if (format != KR_FORMAT_GEXF && format != KR_FORMAT_GRAPHML) n = fuzz_split(bytes, files);
    if (kr_study_unpack(&unpacked, &count, &arena, (kr_file){KR_STR("a.zip"), bytes}, NULL) == KR_OK &&
        count > 1)
        n = count < FUZZ_FILES ? count : FUZZ_FILES, memcpy(files, unpacked, n * sizeof *files);
    if (kr_study_read(&study, &arena, format, files, n, &options, NULL) == KR_OK) {
        for (size_t i = 0; i < study->n_cases; i++) {
            must(study->cases[i].id.len > 0);
            if (i < 8) into_a_circle(&arena, study->cases[i].import);
        }
    }
    kr_arena_dispose(&arena);
    return 0;
}

#endif
