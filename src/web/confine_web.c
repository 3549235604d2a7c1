/* What the web process keeps when all is open: its folder, the key beside it, and the calls that serving
 * takes. */
#include <stdio.h>
#include <string.h>

#include "apart/confine.h"
#include "web/engine.h"

/* DIR, and a file beside it with this ending. */
static bool beside(char *out, size_t cap, const char *dir, const char *ending) {
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/') len--;
    int n = snprintf(out, cap, "%.*s%s", (int)len, dir, ending);
    return n > 0 && (size_t)n < cap;
}

static void tell(kr_lang lang, const char *what) {
    kr_arena arena;
    kr_buf line;
    kr_str text;
    const kr_word_arg args[] = {KR_WORD_TEXT("what", kr_str_z(what))};
    kr_arena_init(&arena, kr_heap(), 4096);
    kr_buf_init(&line, &arena, 2000);
    kr_say(&line, lang, "confine.without", args, 1);
    if (kr_buf_end(&line, &text) == KR_OK) fprintf(stderr, "%.*s\n", KR_ARG(text));
    kr_arena_dispose(&arena);
}

kr_err kr_web_confine(const char *dir, kr_lang lang, kr_error *error) {
    char key[4200], heads[4200];
    if (!beside(key, sizeof key, dir, ".key") || !beside(heads, sizeof heads, dir, ".heads"))
        return kr_fail(error, KR_E_LIMIT, "confine.failed", NULL, "DIR");
    const kr_reach_path paths[] = {
        {dir, KR_REACH_WRITE},
        {heads, KR_REACH_WRITE},
        {key, KR_REACH_READ},
        {"/dev/null", KR_REACH_WRITE},
        {"/dev/urandom", KR_REACH_READ},
        {"/etc/ssl/openssl.cnf", KR_REACH_READ},
        {"/etc/ld.so.cache", KR_REACH_READ},
        {"/usr/lib", KR_REACH_READ}, /* libraries; programs among them cannot be started */
        {"/lib", KR_REACH_READ},
        {"/lib64", KR_REACH_READ},
        {"/sys/devices/system/cpu", KR_REACH_READ},
    };
    kr_confined files = {0}, calls = {0};
    if (!kr_confine_self()) return kr_fail(error, KR_E_IO, "confine.failed", NULL, "no_new_privs");
    if (!kr_confine_files(paths, KR_COUNT(paths), false, &files))
        return kr_fail(error, KR_E_IO, "confine.failed", NULL, "Landlock");
    if (!kr_confine_calls(false, &calls)) return kr_fail(error, KR_E_IO, "confine.failed", NULL, "seccomp");
    if (files.wrong) tell(lang, files.wrong);
    if (calls.wrong) tell(lang, calls.wrong);
    return KR_OK;
}
