/* Taking it along for research: tables and graphs with initials, and a study without names. */
#include <sodium.h>

#include "format/research.h"
#include "web/pages.h"

#define MOST_FILE ((size_t)64 << 20)

/* As the owner's file is called, with what it is for; no name of anybody. */
static kr_err give(kr_request *request, kr_reply *reply, const kr_buf *bytes, const char *type,
                   const char *ending, kr_error *error) {
    char date[11];
    kr_buf name;
    kr_err err = kr_buf_end(bytes, &reply->body);
    kr_buf_init(&name, request->arena, 100);
    kr_put_z(&name, "kring-");
    kr_put(&name, kr_str_n(date, kr_date_text(kr_date_of(request->local), date)));
    kr_put_z(&name, ending);
    if (err == KR_OK) err = kr_buf_end(&name, &reply->filename);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    reply->type = type;
    return KR_OK;
}

/* Everybody by initials, whoever asks. */
static kr_err initials(kr_request *request, kr_network *out, kr_error *error) {
    kr_view view;
    kr_err err = kr_view_make(&view, request->arena, request->view.circle, KR_VIEWER_INITIALS, 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(out, request->arena, &view);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

static kr_err give_zip(kr_request *request, kr_reply *reply, const kr_file files[3], const char *ending,
                       kr_error *error) {
    kr_buf zip;
    kr_buf_init(&zip, request->arena, MOST_FILE);
    kr_err err = kr_zip_write(&zip, request->arena, files, 3, error);
    return err == KR_OK ? give(request, reply, &zip, "application/zip", ending, error) : err;
}

static kr_err take_egor(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_file files[3];
    kr_err err = initials(request, &net, error);
    if (err == KR_OK) err = kr_egor_write(files, request->arena, &net, false, error);
    return err == KR_OK ? give_zip(request, reply, files, "-egor.zip", error) : err;
}

static kr_err take_canvas(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_file files[3];
    kr_err err = initials(request, &net, error);
    if (err == KR_OK) err = kr_networkcanvas_write(files, request->arena, &net, KR_STR("kring"), error);
    return err == KR_OK ? give_zip(request, reply, files, "-networkcanvas.zip", error) : err;
}

static kr_err take_graphml(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_network net;
    kr_buf text;
    kr_buf_init(&text, request->arena, MOST_FILE);
    kr_err err = initials(request, &net, error);
    if (err == KR_OK) err = kr_graphml_write(&text, request->arena, &net, false, error);
    return err == KR_OK ? give(request, reply, &text, "application/xml; charset=utf-8", ".graphml", error)
                        : err;
}

static kr_err take_gexf(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_buf text;
    kr_buf_init(&text, request->arena, MOST_FILE);
    kr_err err = kr_gexf_write(&text, request->arena, request->view.circle, KR_VIEWER_INITIALS, error);
    return err == KR_OK ? give(request, reply, &text, "application/xml; charset=utf-8", ".gexf", error) : err;
}

/* Codes that are made up for this one file: the key is kept nowhere. */
typedef struct coder {
    unsigned char key[crypto_generichash_KEYBYTES];
} coder;

static uint64_t code_of(void *context, kr_id id) {
    const coder *k = context;
    unsigned char in[8], out[crypto_generichash_BYTES_MIN];
    uint64_t code = 0;
    for (unsigned i = 0; i < 8; i++) in[i] = (unsigned char)(id >> (8 * i));
    (void)crypto_generichash(out, sizeof out, in, sizeof in, k->key, sizeof k->key);
    for (unsigned i = 0; i < 8; i++) code = code << 8 | out[i];
    return code;
}

static kr_str word_of(void *context, const char *key) {
    const kr_request *request = context;
    return kr_word(request->prefs.lang, key);
}

static kr_err take_study(kr_request *request, kr_reply *reply, kr_error *error) {
    coder k;
    kr_buf zip;
    kr_research_circle one = {request->view.circle, KR_NONE};
    kr_research_options options = {
        .code = code_of, .code_context = &k, .text = word_of, .text_context = request};
    randombytes_buf(k.key, sizeof k.key);
    kr_buf_init(&zip, request->arena, MOST_FILE);
    kr_err err = kr_research_write(&zip, request->arena, &one, 1, &options, error);
    sodium_memzero(&k, sizeof k);
    return err == KR_OK ? give(request, reply, &zip, "application/zip", "-onderzoek.zip", error) : err;
}

const kr_route kr_routes_research[] = {
    {"GET", "/kring/:circle/onderzoek.zip", KR_OWNER, false, take_study, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/egor.zip", KR_OWNER, false, take_egor, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/networkcanvas.zip", KR_OWNER, false, take_canvas, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/netwerk.graphml", KR_OWNER, false, take_graphml, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/netwerk.gexf", KR_OWNER, false, take_gexf, NULL, KR_PART_FEEL, 0, 0},
    {0},
};
