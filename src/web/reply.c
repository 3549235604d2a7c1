/* From a model to bytes: the template in the reader's language, or the model as JSON; and errors as friendly
 * pages. */
#include <zlib.h>

#include "web/engine.h"

#define MOST_PAGE  (8u << 20)
#define FIRST_PAGE (96u << 10)
#define WORTH_GZIP 700

static const kr_template *partial(void *context, kr_str name) {
    return kr_web_template(context, name);
}

void kr_output_header(kr_output *output, const char *name, kr_str value) {
    if (output->n_headers == KR_MOST_HEADERS_OUT) return;
    output->headers[output->n_headers++] = (kr_header){kr_str_z(name), value};
}

void kr_output_policy(const kr_web *web, kr_output *output, bool immutable) {
    kr_output_header(output, "Content-Security-Policy",
                     KR_STR("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
                            "img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; "
                            "frame-ancestors 'none'"));
    kr_output_header(output, "X-Content-Type-Options", KR_STR("nosniff"));
    kr_output_header(output, "Referrer-Policy", KR_STR("same-origin"));
    kr_output_header(output, "Cross-Origin-Opener-Policy", KR_STR("same-origin"));
    kr_output_header(output, "Cross-Origin-Resource-Policy", KR_STR("same-origin"));
    kr_output_header(
        output, "Permissions-Policy",
        KR_STR("camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"));
    kr_output_header(output, "Cache-Control",
                     immutable ? KR_STR("public, max-age=31536000, immutable") : KR_STR("no-store"));
    /* this name only: what else stands under it is not ours to decide about */
    if (web->behind_tls) kr_output_header(output, "Strict-Transport-Security", KR_STR("max-age=63072000"));
}

void kr_output_plain(kr_output *output, int status) {
    output->status = status;
    output->body = KR_STR("Kring kan deze aanvraag niet lezen.\nKring cannot read this request.\n");
    kr_output_header(output, "Content-Type", KR_STR("text/plain; charset=utf-8"));
}

void kr_output_compress(const kr_call *call, kr_output *output) {
    z_stream z = {0};
    if (output->body.len < WORTH_GZIP || output->body.len > MOST_PAGE) return;
    if (!kr_parse_accepts(kr_header_in(call, "accept-encoding"), "gzip", NULL)) return;
    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return;
    size_t cap = deflateBound(&z, (uLong)output->body.len);
    char *packed = kr_arena_alloc(call->arena, cap);
    if (packed) {
        z.next_in = (Bytef *)(uintptr_t)output->body.ptr;
        z.avail_in = (uInt)output->body.len;
        z.next_out = (Bytef *)packed;
        z.avail_out = (uInt)cap;
        if (deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < output->body.len) {
            output->body = kr_str_n(packed, z.total_out);
            kr_output_header(output, "Content-Encoding", KR_STR("gzip"));
        }
    }
    deflateEnd(&z);
}

/* Content-Disposition with a name in any script (RFC 6266). */
static kr_str disposition(kr_request *request, kr_str filename) {
    static const char hex[] = "0123456789ABCDEF";
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, request->arena, 2048);
    kr_put_z(&out, "attachment; filename*=UTF-8''");
    for (size_t i = 0; i < filename.len && i < 400; i++) {
        unsigned char c = (unsigned char)filename.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                     c == '-';
        if (plain) {
            kr_put_c(&out, (char)c);
        } else {
            kr_put_c(&out, '%');
            kr_put_c(&out, hex[c >> 4]);
            kr_put_c(&out, hex[c & 15]);
        }
    }
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_STR("attachment");
}

static kr_err write_json(kr_request *request, kr_model *model, kr_output *output, kr_error *error) {
    kr_buf out;
    kr_buf_init(&out, request->arena, MOST_PAGE);
    kr_model_json(&out, model);
    if (kr_buf_end(&out, &output->body) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_output_header(output, "Content-Type", KR_STR("application/json"));
    return KR_OK;
}

static kr_err write_page(kr_request *request, const kr_template *tmpl, kr_model *model, kr_output *output,
                         kr_error *error) {
    kr_render how = {.partial = partial,
                     .partial_context = request->web,
                     .words = true,
                     .lang = request->prefs.lang,
                     .strict = request->web->strict};
    kr_buf out;
    kr_buf_init(&out, request->arena, MOST_PAGE);
    out.ptr = kr_arena_grow(request->arena, NULL, 0,
                            FIRST_PAGE); /* most pages fit; growing would copy them a few times */
    if (!out.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    out.cap = FIRST_PAGE;
    kr_err err = kr_template_render(&out, tmpl, model, &how, error);
    if (err != KR_OK) return err;
    err = kr_buf_end(&out, &output->body);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    kr_output_header(output, "Content-Type", KR_STR("text/html; charset=utf-8"));
    return KR_OK;
}

static void put_cookies(const kr_request *request, kr_output *output) {
    for (size_t i = 0; i < request->n_cookies; i++)
        kr_output_header(output, "Set-Cookie", request->cookies[i]);
}

/* From here on the connection is no longer one of pages. */
static kr_err switch_over(const kr_reply *reply, kr_output *output) {
    output->status = 101;
    output->body = KR_NONE;
    output->live = reply->live;
    kr_output_header(output, "Upgrade", KR_STR("websocket"));
    kr_output_header(output, "Sec-WebSocket-Accept", reply->accept);
    return KR_OK;
}

kr_err kr_reply_write(kr_request *request, const kr_template *tmpl, kr_reply *reply, kr_output *output,
                      kr_error *error) {
    kr_err err = KR_OK;
    output->status = reply->status ? reply->status : 200;
    if (reply->live) return switch_over(reply, output);
    if (reply->location.len) {
        output->status = 303;
        output->body = KR_NONE;
        kr_output_header(output, "Location", reply->location);
    } else if (reply->type) {
        output->body = reply->body;
        kr_output_header(output, "Content-Type", kr_str_z(reply->type));
        if (reply->filename.len)
            kr_output_header(output, "Content-Disposition", disposition(request, reply->filename));
    } else {
        err = kr_page_common(request, reply, error);
        if (err == KR_OK && request->wants_json)
            err = write_json(request, reply->model, output, error);
        else if (err == KR_OK && tmpl)
            err = write_page(request, tmpl, reply->model, output, error);
        else if (err == KR_OK)
            err = kr_fail(error, KR_E_UNSUPPORTED, "error.say.500", NULL, "template");
        if (err != KR_OK) return err;
    }
    put_cookies(request, output);
    if (output->status == 503 || output->status == 429)
        kr_output_header(output, "Retry-After", reply->retry.len ? reply->retry : KR_STR("10"));
    if (reply->forget) kr_output_header(output, "Clear-Site-Data", KR_STR("\"cache\", \"storage\""));
    kr_output_policy(request->web, output, false);
    return KR_OK;
}
