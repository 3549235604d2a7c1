/* Out to research tools: tables and graphs of one circle, or several circles as a study without names. */
#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "format/research.h"

static kr_viewer viewer_of(const cli *c) {
    if (!cli_has(c, OPT_NAMES)) return KR_VIEWER_INITIALS;
    return cli_has(c, OPT_PRIVATE) ? KR_VIEWER_OWNER : KR_VIEWER_WALL;
}

static bool ends_in(const char *path, const char *ending) {
    return kr_str_ends(kr_str_z(path), kr_str_z(ending));
}

/* "FOLDER/NAME"; NULL without memory. */
static const char *path_in(cli *c, const char *folder, kr_str name) {
    kr_buf text;
    kr_str path;
    kr_buf_init(&text, &c->arena, 8192);
    kr_put_z(&text, folder);
    kr_put_c(&text, '/');
    kr_put(&text, name);
    kr_put_c(&text, '\0');
    return kr_buf_end(&text, &path) == KR_OK ? path.ptr : NULL;
}

/* A zip when the name says so, or for a pipe; else a new folder. */
static int write_files(cli *c, const char *out, const kr_file *files, size_t n) {
    kr_error error = {0};
    kr_buf zip;
    kr_str bytes;
    kr_buf_init(&zip, &c->arena, (size_t)256 << 20);
    if (strcmp(out, "-") == 0 || ends_in(out, ".zip")) {
        kr_err err = kr_zip_write(&zip, &c->arena, files, n, &error);
        if (err == KR_OK && kr_buf_end(&zip, &bytes) != KR_OK)
            err = kr_fail(&error, KR_E_MEMORY, "error.memory", NULL, NULL);
        if (err == KR_OK) err = cli_write(c, out, bytes, &error);
        return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
    }
    if (mkdir(out, 0700) != 0) return cli_fail_key(c, out, "cli.io", strerror(errno));
    for (size_t i = 0; i < n; i++) {
        const char *path = path_in(c, out, files[i].name);
        if (!path) return cli_fail_key(c, NULL, "error.memory", NULL);
        if (cli_write(c, path, files[i].bytes, &error) != KR_OK) return cli_fail(c, path, &error);
    }
    return CLI_DONE;
}

static int write_tables(cli *c, const char *out, const kr_network *network, const char *to) {
    kr_error error = {0};
    kr_file files[3];
    kr_err err = strcmp(to, "networkcanvas") == 0
                     ? kr_networkcanvas_write(files, &c->arena, network, KR_STR("kring"), &error)
                     : kr_egor_write(files, &c->arena, network, strcmp(to, "egoweb") == 0, &error);
    return err == KR_OK ? write_files(c, out, files, 3) : cli_fail(c, c->operand, &error);
}

/* One file: GraphML, as Network Canvas has it or plain, or GEXF. */
static int write_graph(cli *c, const char *out, const kr_circle *circle, const kr_network *network,
                       const char *to) {
    kr_error error = {0};
    kr_buf text;
    kr_str bytes;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    kr_err err = strcmp(to, "gexf") == 0
                     ? kr_gexf_write(&text, &c->arena, circle, viewer_of(c), &error)
                     : kr_graphml_write(&text, &c->arena, network, strcmp(to, "networkcanvas") == 0, &error);
    if (err == KR_OK && kr_buf_end(&text, &bytes) != KR_OK)
        err = kr_fail(&error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (err == KR_OK) err = cli_write(c, out, bytes, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}

int cli_export_graph(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    const char *out = c->values[OPT_OUT], *to = c->values[OPT_FILE];
    kr_err err = cli_absent(out, &error);
    if (err != KR_OK) return cli_fail(c, out, &error);
    err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = cli_network(c, &circle, viewer_of(c), &view, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    bool graph = strcmp(to, "graphml") == 0 || strcmp(to, "gexf") == 0 ||
                 (strcmp(to, "networkcanvas") == 0 && ends_in(out, ".graphml"));
    return graph ? write_graph(c, out, &circle, &network, to) : write_tables(c, out, &network, to);
}

/* -- a study -- */

typedef struct coder {
    unsigned char key[32];
} coder;

static uint64_t code_of(void *context, kr_id id) {
    const coder *k = context;
    unsigned char in[8], out[16];
    uint64_t code = 0;
    for (unsigned i = 0; i < 8; i++) in[i] = (unsigned char)(id >> (8 * i));
    (void)crypto_generichash(out, sizeof out, in, sizeof in, k->key, sizeof k->key);
    for (unsigned i = 0; i < 8; i++) code = code << 8 | out[i];
    return code;
}

static kr_str text_of(void *context, const char *key) {
    const cli *c = context;
    return kr_word(c->lang, key);
}

/* With a key the same people get the same codes next time; without one nobody can ever make them again. */
static kr_err make_coder(cli *c, coder *out, kr_error *error) {
    kr_str key;
    if (sodium_init() < 0) return kr_fail(error, KR_E_IO, "cli.io", NULL, "libsodium");
    randombytes_buf(out->key, sizeof out->key);
    if (!cli_has(c, OPT_KEY)) return KR_OK;
    kr_err err = cli_read(c, c->values[OPT_KEY], &key, error);
    if (err != KR_OK) return err;
    if (key.len < 16) return kr_fail(error, KR_E_INVALID, "cli.short_key", NULL, NULL);
    (void)crypto_generichash(out->key, sizeof out->key, (const unsigned char *)key.ptr, key.len, NULL, 0);
    return KR_OK;
}

static int fail_study(cli *c, const kr_error *error) {
    if (error->code == KR_E_DENIED) return cli_fail(c, NULL, error);
    return cli_fail(c, c->operand, error);
}

int cli_export_research(cli *c) {
    kr_error error = {0};
    coder k;
    kr_buf zip;
    kr_str bytes;
    const char *out = c->values[OPT_OUT];
    kr_research_options options = {.with_text = cli_has(c, OPT_TEXT),
                                   .code = code_of,
                                   .code_context = &k,
                                   .text = text_of,
                                   .text_context = c};
    kr_research_circle *all = kr_new_n(&c->arena, kr_research_circle, c->n_operands);
    kr_circle *circles = kr_new_n(&c->arena, kr_circle, c->n_operands);
    if (!all || !circles) return cli_fail_key(c, NULL, "error.memory", NULL);
    if (cli_absent(out, &error) != KR_OK) return cli_fail(c, out, &error);
    if (make_coder(c, &k, &error) != KR_OK) return cli_fail(c, c->values[OPT_KEY], &error);
    for (size_t i = 0; i < c->n_operands; i++) {
        if (cli_load(c, c->operands[i], &circles[i], &error) != KR_OK)
            return cli_fail(c, c->operands[i], &error);
        all[i] = (kr_research_circle){&circles[i], kr_str_z(c->operands[i])};
    }
    kr_buf_init(&zip, &c->arena, (size_t)256 << 20);
    kr_err err = kr_research_write(&zip, &c->arena, all, c->n_operands, &options, &error);
    if (err == KR_OK && kr_buf_end(&zip, &bytes) != KR_OK)
        err = kr_fail(&error, KR_E_MEMORY, "error.memory", NULL, NULL);
    sodium_memzero(&k, sizeof k);
    if (err != KR_OK) return fail_study(c, &error);
    err = cli_write(c, out, bytes, &error);
    if (err != KR_OK) return cli_fail(c, out, &error);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)c->n_operands)};
    cli_say(c, stderr, "cli.study", args, 1);
    return CLI_DONE;
}
