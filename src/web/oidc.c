#include "web/oidc.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "web/oidc_int.h"
#include "yaml/yaml_tree.h"

#define MOST_SECRET 1000

static kr_err wrong(kr_error *error, const char *what) {
    return kr_fail(error, KR_E_INVALID, "via.settings", NULL, what);
}

static kr_str word_of(const kr_yaml *map, const char *key) {
    const kr_yaml *node = kr_yaml_find(map, key);
    return node && node->kind == KR_YAML_WORD ? node->word : KR_NONE;
}

/* A file that its maker kept to themselves. */
static kr_err unread(kr_error *error, const char *path, const char *what) {
    if (access(path, R_OK) == 0 || errno != EACCES) return wrong(error, what);
    return kr_fail(error, KR_E_DENIED, "mail.unreadable", NULL, path);
}

/* Up to `cap` bytes of a file; KR_NONE when it is not there. */
static kr_str read_whole(kr_arena *arena, const char *path, size_t cap) {
    FILE *file = fopen(path, "rbe");
    if (!file) return KR_NONE;
    char *bytes = kr_arena_alloc(arena, cap);
    size_t n = bytes ? fread(bytes, 1, cap, file) : 0;
    fclose(file);
    return bytes ? kr_str_n(bytes, n) : KR_NONE;
}

/* https, or this machine itself. */
bool kr_oidc_safe(kr_str url) {
    static const char *const here[] = {"http://localhost:", "http://127.0.0.1:", "http://[::1]:",
                                       "http://localhost/", "http://127.0.0.1/", "http://[::1]/"};
    if (url.len < 9 || url.len > 1000) return false;
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] <= 0x20 || (unsigned char)url.ptr[i] >= 0x7f || url.ptr[i] == '\\')
            return false;
    if (memchr(url.ptr, '#', url.len) || memchr(url.ptr, '@', url.len)) return false;
    if (kr_str_starts(url, KR_STR("https://"))) return true;
    for (size_t i = 0; i < KR_COUNT(here); i++)
        if (kr_str_starts(url, kr_str_z(here[i]))) return true;
    return false;
}

static bool is_name(kr_str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    return name.len > 0 && name.len <= 40;
}

static kr_err take_secret(kr_oidc *oidc, kr_provider *p, const char *dir, kr_str file, kr_error *error) {
    char path[4400];
    if (file.len == 0) return KR_OK;
    int n = file.ptr[0] == '/' ? snprintf(path, sizeof path, "%.*s", KR_ARG(file))
                               : snprintf(path, sizeof path, "%s/%.*s", dir, KR_ARG(file));
    if (n <= 0 || (size_t)n >= sizeof path) return wrong(error, "secret_file");
    p->secret = kr_str_trim(read_whole(&oidc->arena, path, MOST_SECRET));
    return p->secret.len ? KR_OK : unread(error, path, "secret_file");
}

static kr_err take_provider(kr_oidc *oidc, const char *dir, const kr_yaml *map, kr_error *error) {
    if (map->kind != KR_YAML_MAP) return wrong(error, "providers");
    if (oidc->n == KR_PROVIDERS_MOST) return wrong(error, "providers");
    kr_provider *p = &oidc->items[oidc->n];
    *p = (kr_provider){.name = word_of(map, "name"),
                       .title = word_of(map, "title"),
                       .issuer = word_of(map, "issuer"),
                       .client = word_of(map, "client")};
    kr_str method = word_of(map, "method");
    if (!is_name(p->name) || kr_oidc_find(oidc, p->name)) return wrong(error, "name");
    if (!p->title.len) p->title = p->name;
    if (!kr_oidc_safe(p->issuer) || memchr(p->issuer.ptr, '?', p->issuer.len)) return wrong(error, "issuer");
    if (!p->client.len || p->client.len > 200) return wrong(error, "client");
    if (method.len && !kr_str_is(method, "basic") && !kr_str_is(method, "post"))
        return wrong(error, "method");
    p->post = kr_str_is(method, "post");
    kr_err err = take_secret(oidc, p, dir, word_of(map, "secret_file"), error);
    if (!err) oidc->n++;
    return err;
}

static kr_err read_settings(kr_oidc *oidc, const char *dir, kr_str bytes, kr_error *error) {
    kr_yaml *map = NULL;
    if (kr_yaml_read(&map, &oidc->arena, bytes, NULL) != KR_OK || map->kind != KR_YAML_MAP)
        return wrong(error, "YAML");
    const kr_yaml *list = kr_yaml_find(map, "providers");
    if (!list || list->kind != KR_YAML_LIST) return wrong(error, "providers");
    kr_err err = KR_OK;
    for (const kr_yaml *one = list->first; one && !err; one = one->next)
        err = take_provider(oidc, dir, one, error);
    return err;
}

kr_err kr_oidc_open(kr_oidc **out, const char *dir, kr_error *error) {
    char path[4200];
    *out = NULL;
    int n = dir ? snprintf(path, sizeof path, "%s/oidc.yaml", dir) : 0;
    if (n <= 0 || (size_t)n >= sizeof path || access(path, F_OK) != 0) return KR_OK;
    kr_oidc *oidc = calloc(1, sizeof *oidc);
    if (!oidc) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    pthread_mutex_init(&oidc->lock, NULL);
    kr_arena_init(&oidc->arena, kr_heap(), 4u << 20);
    kr_str bytes = read_whole(&oidc->arena, path, KR_YAML_MOST_BYTES);
    kr_err err = bytes.len ? read_settings(oidc, dir, bytes, error) : unread(error, path, "YAML");
    if (err)
        kr_oidc_close(oidc);
    else
        *out = oidc;
    return err;
}

void kr_oidc_close(kr_oidc *oidc) {
    if (!oidc) return;
    for (size_t i = 0; i < oidc->n; i++) {
        json_decref(oidc->items[i].settings);
        json_decref(oidc->items[i].keys);
    }
    pthread_mutex_destroy(&oidc->lock);
    kr_arena_dispose(&oidc->arena);
    free(oidc);
}

size_t kr_oidc_count(const kr_oidc *oidc) {
    return oidc ? oidc->n : 0;
}

const kr_provider *kr_oidc_at(const kr_oidc *oidc, size_t i) {
    return &oidc->items[i];
}

const kr_provider *kr_oidc_find(const kr_oidc *oidc, kr_str name) {
    for (size_t i = 0; i < kr_oidc_count(oidc); i++)
        if (kr_str_eq(oidc->items[i].name, name)) return &oidc->items[i];
    return NULL;
}

kr_str kr_provider_name(const kr_provider *provider) {
    return provider->name;
}

kr_str kr_provider_title(const kr_provider *provider) {
    return provider->title;
}

kr_str kr_provider_issuer(const kr_provider *provider) {
    return provider->issuer;
}
