/* From request line to answer, over a real store: METHOD TARGET, header lines, an empty line, a body.
 * "@KRING@" becomes the address of a circle, "@TOKEN@" a good CSRF token, and the header line "Cookie:
 * @MINE@" a sign-in. Every answer has a status, the policy, and no header with a line break in it. */
#define _GNU_SOURCE /* web_help.c removes its folder with nftw */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* script/fuzz builds a fuzzer from one file and the libraries */
#include "../tests/web/web_help.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct world {
    site s;
    char base[40], cookie[2048];
    kr_arena arena;
} world;

static world w; /* opened once: a store is dear */

static void close_world(void) {
    kr_arena_dispose(&w.arena);
    site_close(&w.s);
}

static void open_world(void) {
    static bool ready;
    if (ready) return;
    if (!site_open(&w.s) || !site_begin(&w.s, "fuzz", "Fuzz", w.base)) abort();
    w.s.web.strict = false;
    memcpy(w.cookie, w.s.cookie, sizeof(w.cookie));
    kr_arena_init(&w.arena, kr_heap(), KR_REQUEST_MEMORY);
    ready = true;
    if (atexit(close_world) != 0) abort();
}

/* A fresh token: the form page gives one. */
static void fresh_token(char token[128]) {
    memcpy(w.s.cookie, w.cookie, sizeof(w.cookie));
    kr_output page = site_ask(&w.s, "GET", "/kringen", NULL, NULL);
    if (!site_token(&page, token)) {
        /* the input before this one signed out or left for good: begin anew */
        char login[40];
        w.s.cookie[0] = '\0';
        snprintf(login, sizeof(login), "fuzz%lld", (long long)++w.s.now);
        if (!site_begin(&w.s, login, "Fuzz", w.base)) abort();
        memcpy(w.cookie, w.s.cookie, sizeof(w.cookie));
        page = site_ask(&w.s, "GET", "/kringen", NULL, NULL);
        if (!site_token(&page, token)) abort();
    }
}

static kr_str replace(kr_arena *arena, kr_str text, kr_str from, const char *to) {
    kr_buf out;
    kr_str done;
    kr_buf_init(&out, arena, 4u << 20);
    for (;;) {
        size_t at = kr_str_find(text, from);
        if (at == SIZE_MAX) break;
        kr_put(&out, kr_str_n(text.ptr, at));
        kr_put_z(&out, to);
        text = kr_str_n(text.ptr + at + from.len, text.len - at - from.len);
    }
    kr_put(&out, text);
    return kr_buf_end(&out, &done) == KR_OK ? done : KR_NONE;
}

static size_t read_head(kr_call *call, kr_str text, kr_header *headers, size_t cap) {
    kr_str line, version;
    size_t n = 0;
    kr_str rest = kr_str_cut(text, '\n', &line);
    kr_str target = kr_str_cut(line, ' ', &call->method);
    version = kr_str_cut(target, ' ', &call->target);
    call->http10 = kr_str_is(version, "HTTP/1.0");
    while (rest.len && n < cap) {
        rest = kr_str_cut(rest, '\n', &line);
        if (line.len == 0) break;
        headers[n].value = kr_str_trim(kr_str_cut(line, ':', &headers[n].name));
        if (kr_str_is(headers[n].value, "@MINE@")) headers[n].value = kr_str_z(w.cookie);
        n++;
    }
    call->body = rest;
    return n;
}

static void check(const kr_output *output, bool refused) {
    bool policy = refused;
    if (output->status < 200 || output->status > 599) abort();
    for (size_t i = 0; i < output->n_headers; i++) {
        kr_str value = output->headers[i].value;
        if (value.len && (memchr(value.ptr, '\n', value.len) || memchr(value.ptr, '\r', value.len))) abort();
        if (kr_str_is(output->headers[i].name, "Content-Security-Policy")) policy = true;
    }
    if (!policy) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    open_world();
    kr_header headers[40];
    kr_output output = {0};
    char token[128] = "";
    if (size > (256u << 10)) return 0;
    kr_str text = kr_str_n((const char *)data, size);
    if (kr_str_find(text, KR_STR("@TOKEN@")) != SIZE_MAX) fresh_token(token);
    kr_arena_reset(&w.arena);
    text = replace(&w.arena, text, KR_STR("@KRING@"), w.base);
    text = replace(&w.arena, text, KR_STR("@TOKEN@"), token);
    kr_call call = {.arena = &w.arena, .headers = headers};
    call.n_headers = read_head(&call, text, headers, KR_COUNT(headers));
    int refused = kr_call_open(&w.s.web, &call);
    if (refused) {
        kr_output_plain(&output, refused);
    } else {
        call.body_too_large = call.body.len > call.most_body;
        kr_call_answer(&w.s.web, &call, &output);
    }
    check(&output, refused != 0);
    return 0;
}
