#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* nftw */
#endif
#include "web_help.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HOST "127.0.0.1:8700"

static int64_t clock_of(void *context) {
    return ((const site *)context)->now;
}

bool site_open(site *s) {
    kr_error error;
    memset(s, 0, sizeof(*s));
    s->now = 1763726400000; /* 21 November 2025, noon UTC */
    const char *tmp = getenv("TMPDIR");
    snprintf(s->dir, sizeof(s->dir), "%.150s/kring-web-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(s->dir)) return false;
    char data[sizeof(s->dir) + 8];
    snprintf(data, sizeof(data), "%s/data", s->dir);
    const kr_store_options options = {.dir = data};
    const kr_server_options web = {.dir = data};
    kr_arena_init(&s->arena, kr_heap(), KR_REQUEST_MEMORY);
    if (kr_store_open(&s->store, &options, &error) != KR_OK ||
        kr_web_open(&s->web, s->store, &web, &error) != KR_OK) {
        fprintf(stderr, "%s %s %s\n", error.key, error.field, error.detail);
        return false;
    }
    s->web.clock = clock_of;
    s->web.clock_context = s;
    s->web.strict = true;
    return true;
}

static int drop(const char *path, const struct stat *info, int flag, struct FTW *where) {
    (void)info;
    (void)flag;
    (void)where;
    return remove(path);
}

void site_close(site *s) {
    kr_web_close(&s->web);
    if (s->store) kr_store_close(s->store);
    kr_arena_dispose(&s->arena);
    if (s->dir[0]) nftw(s->dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* Takes over one Set-Cookie: a new value, or away with it. */
static void keep_cookie(site *s, kr_str line) {
    char next[sizeof(s->cookie)] = "";
    size_t used = 0;
    kr_str pair, name, old = kr_str_z(s->cookie);
    kr_str rest = kr_str_cut(line, ';', &pair);
    kr_str_cut(pair, '=', &name);
    bool gone = kr_str_find(rest, KR_STR("Max-Age=0")) != SIZE_MAX;
    while (old.len) {
        kr_str one, key;
        old = kr_str_cut(old, ';', &one);
        one = kr_str_trim(one);
        kr_str_cut(one, '=', &key);
        if (one.len == 0 || kr_str_eq(key, name)) continue;
        used += (size_t)snprintf(next + used, sizeof(next) - used, "%s%.*s", used ? "; " : "", KR_ARG(one));
    }
    if (!gone) snprintf(next + used, sizeof(next) - used, "%s%.*s", used ? "; " : "", KR_ARG(pair));
    memcpy(s->cookie, next, sizeof(next));
}

static size_t split_headers(kr_header *out, size_t cap, const char *extra) {
    size_t n = 0;
    kr_str rest = kr_str_z(extra);
    while (rest.len && n < cap) {
        kr_str line;
        rest = kr_str_cut(rest, '\n', &line);
        out[n].value = kr_str_trim(kr_str_cut(line, ':', &out[n].name));
        n++;
    }
    return n;
}

kr_output site_send(site *s, const char *method, const char *target, const char *extra, kr_str type,
                    kr_str body) {
    kr_header headers[24];
    kr_output output = {0};
    kr_arena_reset(&s->arena);
    if (s->fill && !kr_arena_alloc(&s->arena, s->fill)) {
        kr_output_plain(&output, 503);
        return output;
    }
    size_t n = split_headers(headers, 18, extra ? extra : "");
    bool origin = extra && strstr(extra, "Origin:");
    headers[n++] = (kr_header){KR_STR("Host"), KR_STR(HOST)};
    kr_str cookie = kr_arena_copy(&s->arena, kr_str_z(s->cookie));
    if (cookie.len) headers[n++] = (kr_header){KR_STR("Cookie"), cookie};
    if (type.len) headers[n++] = (kr_header){KR_STR("Content-Type"), type};
    if (strcmp(method, "POST") == 0 && !origin)
        headers[n++] = (kr_header){KR_STR("Origin"), KR_STR("http://" HOST)};
    kr_call call = {.arena = &s->arena,
                    .method = kr_str_z(method),
                    .target = kr_str_z(target),
                    .headers = headers,
                    .n_headers = n,
                    .body = body};
    int refused = kr_call_open(&s->web, &call);
    if (refused) {
        kr_output_plain(&output, refused);
        return output;
    }
    call.body_too_large = body.len > call.most_body;
    kr_call_answer(&s->web, &call, &output);
    for (size_t i = 0; i < output.n_headers; i++)
        if (kr_str_is(output.headers[i].name, "Set-Cookie")) keep_cookie(s, output.headers[i].value);
    return output;
}

kr_output site_ask(site *s, const char *method, const char *target, const char *extra, const char *body) {
    return site_send(s, method, target, extra, body ? KR_STR("application/x-www-form-urlencoded") : KR_NONE,
                     kr_str_z(body));
}

kr_str site_header(const kr_output *output, const char *name) {
    for (size_t i = 0; i < output->n_headers; i++)
        if (kr_str_is(output->headers[i].name, name)) return output->headers[i].value;
    return KR_NONE;
}

bool site_has(const kr_output *output, const char *text) {
    return kr_str_find(output->body, kr_str_z(text)) != SIZE_MAX;
}

bool site_token(const kr_output *output, char out[128]) {
    kr_str mark = KR_STR("name=\"csrf\" value=\""), token;
    size_t at = kr_str_find(output->body, mark);
    if (at == SIZE_MAX) return false;
    kr_str_cut(kr_str_n(output->body.ptr + at + mark.len, output->body.len - at - mark.len), '"', &token);
    return token.len > 0 && snprintf(out, 128, "%.*s", KR_ARG(token)) < 128;
}

bool site_begin(site *s, const char *login, const char *name, char base[40]) {
    char body[400];
    kr_str mark = KR_STR("href=\"/kring/");
    snprintf(body, sizeof(body), "login=%s&name=%s&password=een+mooie+zin", login, name);
    kr_output page = site_ask(s, "POST", "/begin", NULL, body);
    size_t at = kr_str_find(page.body, mark);
    if (page.status != 200 || at == SIZE_MAX) return false;
    snprintf(base, 40, "/kring/%.16s", page.body.ptr + at + mark.len);
    return true;
}

bool site_change(kr_change *out, kr_arena *arena, const site_value *values, size_t n, const kr_change *last,
                 kr_id author) {
    kr_assignment *items = kr_new_n(arena, kr_assignment, n);
    if (!items) return false;
    for (size_t i = 0; i < n; i++)
        items[i] = (kr_assignment){.record = values[i].record,
                                   .kind = (uint16_t)values[i].kind,
                                   .field = values[i].field,
                                   .op = KR_OP_SET,
                                   .type = (uint8_t)kr_schema_field(values[i].kind, values[i].field)->type,
                                   .value = values[i].value};
    *out = (kr_change){.seq = last->seq + 1,
                       .base = last->seq,
                       .author = author,
                       .device = last->device,
                       .at_ms = last->at_ms,
                       .act = KR_ACT_SAY,
                       .assignments = items,
                       .count = n};
    return true;
}
