/* Every file in tests/reject is refused with the error that stands beside it: "KEY LINE". The sentences
 * themselves are in po/format.*.po, po/tree.*.po and po/study.*.po. */
#include "format_help.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static kr_format format_of(kr_str name) {
    if (kr_str_ends(name, KR_STR(".csv"))) return KR_FORMAT_CSV;
    if (kr_str_ends(name, KR_STR(".vcf"))) return KR_FORMAT_VCARD;
    if (kr_str_ends(name, KR_STR(".easynwk"))) return KR_FORMAT_EASYNWK;
    if (kr_str_ends(name, KR_STR(".ged")) || kr_str_ends(name, KR_STR(".gdz"))) return KR_FORMAT_GEDCOM;
    if (kr_str_ends(name, KR_STR(".gno"))) return KR_FORMAT_GENOPRO;
    if (kr_str_ends(name, KR_STR(".graphml"))) return KR_FORMAT_GRAPHML;
    if (kr_str_ends(name, KR_STR(".gexf"))) return KR_FORMAT_GEXF;
    if (kr_str_ends(name, KR_STR(".egor"))) return KR_FORMAT_EGOR;
    return kr_str_ends(name, KR_STR(".kring")) ? KR_FORMAT_KRING : (kr_format)0;
}

static void refuse(const char *name, kr_str want, const char *catalogue) {
    char path[512], have[96], msgid[80];
    help h;
    help_begin(&h, NULL);
    (void)snprintf(path, sizeof path, "tests/reject/%s", name);
    kr_str bytes = help_read(path);
    assert_non_null(bytes.ptr);
    kr_import *import = NULL;
    kr_err err = kr_import_read(&import, &h.arena, format_of(kr_str_z(name)), bytes, false, &h.error);
    (void)snprintf(have, sizeof have, "%s %u", h.error.key, h.error.line);
    if (!kr_str_is(kr_str_trim(want), have)) print_message("%s: %s, not %.*s\n", name, have, KR_ARG(want));
    assert_true(err != KR_OK && err == h.error.code);
    assert_null(import);
    assert_true(kr_str_is(kr_str_trim(want), have));
    (void)snprintf(msgid, sizeof msgid, "msgid \"%s\"", h.error.key);
    assert_true(kr_str_find(kr_str_z(catalogue), kr_str_z(msgid)) != SIZE_MAX);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

static void wrong_files(void **state) {
    (void)state;
    DIR *folder = opendir("tests/reject");
    assert_non_null(folder);
    static const char *const books[] = {"po/format.nl.po", "po/tree.nl.po", "po/study.nl.po"};
    char *catalogue = calloc(1u << 20, 1);
    size_t len = 0;
    assert_non_null(catalogue);
    for (size_t i = 0; i < KR_COUNT(books); i++) {
        kr_str po = help_read(books[i]);
        assert_non_null(po.ptr);
        assert_true(len + po.len < 1u << 20);
        memcpy(catalogue + len, po.ptr, po.len);
        len += po.len;
        free((void *)(uintptr_t)po.ptr);
    }
    size_t seen = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[512];
        if (!format_of(kr_str_z(entry->d_name))) continue;
        (void)snprintf(path, sizeof path, "tests/reject/%s.expected", entry->d_name);
        kr_str want = help_read(path);
        if (!want.ptr) continue; /* another room's */
        refuse(entry->d_name, want, catalogue);
        free((void *)(uintptr_t)want.ptr);
        seen++;
    }
    (void)closedir(folder);
    assert_true(seen >= 25);
    free(catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(wrong_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
