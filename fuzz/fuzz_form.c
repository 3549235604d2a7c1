/* Bodies of forms: the first byte chooses urlencoded or multipart (with the boundary "B"); cookies and
 * headers too. */
#include <stdint.h>
#include <stdlib.h>

#include "core/utf8.h"
#include "web/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool so) {
    if (!so) abort();
}

/* What was read lies within what can be shown: text is valid, and the index finds each name. */
static void check(kr_request *request) {
    for (size_t i = 0; i < request->n_form; i++) {
        const kr_field_in *field = &request->form[i];
        must(field->name.len == 0 || kr_utf8_valid(field->name));
        must(field->is_file || field->value.len == 0 || kr_utf8_valid(field->value));
        must(field->is_file || !memchr(field->value.ptr, '\r', field->value.len));
    }
    if (kr_fields_index(request) != KR_OK) return;
    for (size_t i = 0; i < request->n_form && i < 40; i++) {
        kr_str name = kr_arena_copy(request->arena, request->form[i].name);
        must(name.ptr && kr_posted_has(request, name.ptr));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_request request = {.arena = &arena};
    kr_str path, query, body = kr_str_n((const char *)data, size);
    if (size == 0 || size > (1u << 20)) return 0;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    body = kr_str_n(body.ptr + 1, body.len - 1);
    kr_err err = data[0] % 2 ? kr_parse_form(&request.form, &request.n_form, &arena, body)
                             : kr_parse_multipart(&request.form, &request.n_form, &arena,
                                                  KR_STR("multipart/form-data; boundary=B"), body);
    if (err == KR_OK) check(&request);
    if (kr_parse_target(&arena, body, &path, &query)) must(path.len == 0 || kr_utf8_valid(path));
    (void)kr_parse_cookie(body, "__Host-kring");
    (void)kr_parse_accepts(body, "gzip", NULL);
    if (kr_parse_multipart(&request.form, &request.n_form, &arena, body, body) == KR_OK) check(&request);
    kr_arena_dispose(&arena);
    return 0;
}
