/* What all requests share: the templates, compiled once; the routes; the examples; the way to the worker. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "web/assets.h"
#include "web/engine.h"
#include "web/helpers.h"
#include "web/oidc.h"

#define MOST_MEMORY ((size_t)64 << 20)
#define MOST_BENCH  ((size_t)8 << 20)

/* The list is in the order of names, and so is what comes out. */
static kr_err compile_templates(kr_web *web, kr_error *error) {
    size_t count;
    const kr_template_file *list = kr_template_files(&count);
    web->templates = kr_new_n(&web->memory, kr_named_template, count);
    if (!web->templates) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        kr_template *made;
        kr_err err = kr_template_compile(&made, &web->memory, list[i].text, error);
        if (err != KR_OK) {
            if (error) snprintf(error->detail, sizeof(error->detail), "%.*s", KR_ARG(list[i].name));
            return err;
        }
        web->templates[i] = (kr_named_template){list[i].name, made};
    }
    web->n_templates = count;
    return KR_OK;
}

static const kr_template *by_name(void *context, kr_str name) {
    return kr_web_template(context, name);
}

const kr_template *kr_web_template(const kr_web *web, kr_str name) {
    size_t low = 0, high = web->n_templates;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = kr_str_cmp(name, web->templates[middle].name);
        if (order == 0) return web->templates[middle].tmpl;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static kr_err join_routes(kr_web *web, kr_error *error) {
    size_t count = kr_routes(NULL, 0);
    kr_route *routes = kr_new_n(&web->memory, kr_route, count);
    web->route_templates = kr_new_n(&web->memory, const kr_template *, count);
    if (!routes || !web->route_templates) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    web->n_routes = kr_routes(routes, count);
    web->routes = routes;
    for (size_t i = 0; i < count; i++) {
        if (!routes[i].tmpl) continue;
        web->route_templates[i] = kr_web_template(web, kr_str_z(routes[i].tmpl));
        if (!web->route_templates[i])
            return kr_fail(error, KR_E_NOT_FOUND, "error.template", NULL, routes[i].tmpl);
    }
    return kr_router_make(&web->router, &web->memory, routes, count) == KR_OK
               ? KR_OK
               : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err read_bench(kr_web *web, const char *path, kr_error *error) {
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!path) return KR_OK;
    char *bytes = file ? kr_arena_alloc(&web->memory, MOST_BENCH) : NULL;
    size_t n = bytes ? fread(bytes, 1, MOST_BENCH, file) : 0;
    if (file) fclose(file);
    if (n == 0) return kr_fail(error, KR_E_IO, "error.file", NULL, path);
    web->bench = kr_str_n(bytes, n);
    return KR_OK;
}

static void find_worker(kr_web *web) {
    const char *path = kr_helper_path(&web->memory, "kring-worker");
    web->worker = path ? kr_str_z(path) : KR_NONE;
}

static kr_err static_base(kr_web *web, kr_error *error) {
    kr_buf out;
    kr_buf_init(&out, &web->memory, 200);
    kr_put_z(&out, "/s/");
    kr_put_z(&out, kr_assets_hash());
    kr_err err = kr_buf_end(&out, &web->static_base);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

static int64_t real_clock(void *context) {
    (void)context;
    return kr_clock_utc();
}

kr_err kr_web_open(kr_web *web, kr_store *store, const kr_server_options *options, kr_error *error) {
    memset(web, 0, sizeof(*web));
    web->store = store;
    web->clock = real_clock;
    web->behind_tls = options->behind_tls;
    web->contact = options->contact ? kr_str_z(options->contact) : KR_NONE;
    web->bench = KR_NONE;
    web->worker = KR_NONE;
    web->spawner = options->spawner;
    kr_arena_init(&web->memory, kr_heap(), MOST_MEMORY);
    pthread_mutex_init(&web->render_lock, NULL);
    pthread_cond_init(&web->render_free, NULL);
    kr_err err = compile_templates(web, error);
    for (size_t i = 0; err == KR_OK && i < web->n_templates; i++)
        kr_template_join(web->templates[i].tmpl, by_name, web);
    if (err == KR_OK) err = join_routes(web, error);
    if (err == KR_OK) err = static_base(web, error);
    if (err == KR_OK) err = kr_examples_open(web, error);
    if (err == KR_OK) err = kr_web_guides_open(web, options, error);
    if (err == KR_OK) err = read_bench(web, options->bench_page, error);
    find_worker(web);
    if (err == KR_OK) err = kr_questions_open(&web->questions, options->dir, error);
    if (err == KR_OK && options->dir)
        err = kr_mail_settings_read(&web->mail, &web->memory, options->dir, error);
    if (err == KR_OK) err = kr_oidc_open(&web->oidc, options->dir, error);
    return err;
}

void kr_web_close(kr_web *web) {
    if (!web->memory.allocator) return; /* never opened */
    pthread_cond_destroy(&web->render_free);
    pthread_mutex_destroy(&web->render_lock);
    kr_oidc_close(web->oidc);
    kr_questions_close(&web->questions);
    kr_arena_dispose(&web->memory);
}
