#include "web/mail_settings.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "yaml/yaml_tree.h"

static kr_err wrong(kr_error *error, const char *what) {
    return kr_fail(error, KR_E_INVALID, "mail.settings", NULL, what);
}

/* A file that its maker kept to themselves must not pass for one that is not there. */
static kr_err unread(kr_error *error, const char *path, const char *what) {
    if (errno != EACCES) return wrong(error, what);
    return kr_fail(error, KR_E_DENIED, "mail.unreadable", NULL, path);
}

/* Without bytes (NULL) when it cannot be read. */
static kr_str read_file(kr_arena *arena, const char *dir, const char *name, bool *there) {
    char path[4200];
    int n = snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = n > 0 && (size_t)n < sizeof path ? fopen(path, "rbe") : NULL;
    *there = file || errno != ENOENT;
    if (!file) return (kr_str){NULL, 0};
    char *bytes = kr_arena_alloc(arena, KR_YAML_MOST_BYTES);
    size_t len = bytes ? fread(bytes, 1, KR_YAML_MOST_BYTES, file) : 0;
    fclose(file);
    return kr_str_n(bytes, len);
}

static bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool like_host(kr_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!plain(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '.') return false;
    return s.len > 0 && s.len <= 253 && plain(s.ptr[0]) && plain(s.ptr[s.len - 1]);
}

bool kr_mail_address(kr_str s) {
    static const char marks[] = "!#$%&'*+-/=?^_`{|}~.";
    size_t at = kr_str_find(s, KR_STR("@"));
    if (s.len > 254 || at == SIZE_MAX || at == 0 || at > 64 || s.ptr[0] == '-' || s.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < at; i++)
        if (!plain(s.ptr[i]) && (!s.ptr[i] || !strchr(marks, s.ptr[i]))) return false;
    return like_host(kr_str_n(s.ptr + at + 1, s.len - at - 1));
}

static kr_str word_of(const kr_yaml *map, const char *key) {
    const kr_yaml *node = kr_yaml_find(map, key);
    return node && node->kind == KR_YAML_WORD ? node->word : KR_STR("");
}

static kr_str joined(kr_arena *arena, const char *first, kr_str second, const char *third, kr_str last) {
    kr_buf buf;
    kr_str text;
    kr_buf_init(&buf, arena, 8192);
    kr_put_z(&buf, first);
    kr_put(&buf, second);
    kr_put_z(&buf, third);
    kr_put(&buf, last);
    kr_put_c(&buf, '\0');
    return kr_buf_end(&buf, &text) == KR_OK ? kr_str_n(text.ptr, text.len - 1) : KR_NONE;
}

/* "host" or "host:port". */
static bool split(kr_str server, kr_str *host, kr_str *port) {
    size_t colon = kr_str_find(server, KR_STR(":"));
    int64_t number = 0;
    *host = colon == SIZE_MAX ? server : kr_str_n(server.ptr, colon);
    *port = colon == SIZE_MAX ? KR_STR("") : kr_str_n(server.ptr + colon + 1, server.len - colon - 1);
    return like_host(*host) && (!port->len || (kr_str_int(*port, &number) && number > 0 && number < 65536));
}

static kr_err take_server(kr_mail_settings *s, kr_arena *arena, const kr_yaml *map, kr_error *error) {
    kr_str host, port, how = word_of(map, "security");
    if (!split(word_of(map, "server"), &host, &port)) return wrong(error, "server");
    bool here = kr_str_is(host, "localhost") || kr_str_is(host, "127.0.0.1");
    if (!how.len) how = here ? KR_STR("none") : KR_STR("starttls");
    bool direct = kr_str_is(how, "tls");
    s->tls = direct || kr_str_is(how, "starttls");
    if (!s->tls && !kr_str_is(how, "none")) return wrong(error, "security");
    if (!port.len) port = direct ? KR_STR("465") : s->tls ? KR_STR("587") : KR_STR("25");
    s->server = joined(arena, direct ? "smtps://" : "smtp://", host, ":", port);
    s->user = word_of(map, "user");
    kr_str password = word_of(map, "password_file"), ca = word_of(map, "ca_file");
    if ((s->user.len > 0) != (password.len > 0)) return wrong(error, "password_file");
    if (s->user.len && !s->tls && !here) return wrong(error, "security"); /* a password in the open */
    s->password_file = joined(arena, "", password, "", KR_NONE);
    s->ca_file = joined(arena, "", ca, "", KR_NONE);
    if (!s->server.ptr || !s->password_file.ptr || !s->ca_file.ptr)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (password.len && access(s->password_file.ptr, R_OK) != 0)
        return unread(error, s->password_file.ptr, "password_file");
    if (ca.len && access(s->ca_file.ptr, R_OK) != 0) return unread(error, s->ca_file.ptr, "ca_file");
    return KR_OK;
}

/* "Kring <kring@example.org>" or the address alone. */
static bool take_from(kr_mail_settings *s, kr_str from) {
    size_t open = kr_str_find(from, KR_STR("<"));
    if (open == SIZE_MAX) {
        s->from = from;
        s->name = KR_STR("Kring");
        return kr_mail_address(from);
    }
    s->name = kr_str_trim(kr_str_n(from.ptr, open));
    if (from.ptr[from.len - 1] != '>' || s->name.len > 60) return false;
    s->from = kr_str_n(from.ptr + open + 1, from.len - open - 2);
    for (size_t i = 0; i < s->name.len; i++)
        if (!plain(s->name.ptr[i]) && s->name.ptr[i] != ' ' && s->name.ptr[i] != '-') return false;
    return kr_mail_address(s->from);
}

/* scheme://host[:port] with nothing behind it but a slash; *host gets "scheme://host:port" in small letters.
 */
static bool take_address(kr_str url, kr_arena *arena, kr_str *bare, kr_str *host) {
    bool safe = kr_str_starts(url, KR_STR("https://"));
    size_t skip = safe ? 8 : 7, end = skip;
    if (!safe && !kr_str_starts(url, KR_STR("http://"))) return false;
    while (end < url.len && url.ptr[end] != '/' && url.ptr[end] != '?' && url.ptr[end] != '#') end++;
    kr_str name, port;
    if (!split(kr_str_n(url.ptr + skip, end - skip), &name, &port)) return false;
    if (bare) *bare = kr_str_n(url.ptr, end);
    if (!host) return true;
    if (!port.len) port = safe ? KR_STR("443") : KR_STR("80");
    kr_str whole = joined(arena, safe ? "https://" : "http://", name, ":", port);
    char *small = whole.ptr ? (char *)(uintptr_t)whole.ptr : NULL; /* ours, just made */
    for (size_t i = 0; small && i < whole.len; i++)
        if (small[i] >= 'A' && small[i] <= 'Z') small[i] = (char)(small[i] + 'a' - 'A');
    *host = whole;
    return small != NULL;
}

kr_err kr_mail_settings_read(kr_mail_settings *out, kr_arena *arena, const char *dir, kr_error *error) {
    kr_mail_settings s = {.on = true};
    kr_yaml *map = NULL;
    bool there = false;
    kr_error inner;
    kr_str bytes = read_file(arena, dir, "mail.yaml", &there);
    if (!there) {
        *out = (kr_mail_settings){0};
        return KR_OK;
    }
    if (!bytes.ptr) return unread(error, "mail.yaml", "YAML");
    if (kr_yaml_read(&map, arena, bytes, &inner) != KR_OK || map->kind != KR_YAML_MAP)
        return wrong(error, "YAML");
    kr_err err = take_server(&s, arena, map, error);
    if (err == KR_OK && !take_from(&s, word_of(map, "from"))) err = wrong(error, "from");
    kr_str address = word_of(map, "address");
    s.address = KR_STR("");
    if (err == KR_OK && address.len && !take_address(address, arena, &s.address, NULL))
        err = wrong(error, "address");
    if (err == KR_OK) *out = s;
    return err;
}

static void gather(kr_str *out, size_t cap, size_t *n, kr_arena *arena, const kr_yaml *node) {
    kr_str host;
    if (node->kind == KR_YAML_WORD && *n < cap && take_address(node->word, arena, NULL, &host))
        out[(*n)++] = host;
    if (node->kind == KR_YAML_WORD) return;
    for (const kr_yaml *one = node->first; one; one = one->next) gather(out, cap, n, arena, one);
}

size_t kr_outward_hosts(kr_str *out, size_t cap, kr_arena *arena, const char *dir) {
    kr_yaml *map = NULL;
    size_t n = 0;
    bool there = false;
    kr_error inner;
    kr_str bytes = read_file(arena, dir, "oidc.yaml", &there);
    if (bytes.ptr && kr_yaml_read(&map, arena, bytes, &inner) == KR_OK) gather(out, cap, &n, arena, map);
    return n;
}
