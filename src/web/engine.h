/* Inside the web room: one request from its header lines to its answer, without a socket, so that tests and
 * fuzzers can send requests too. The public face is web.h. */
#ifndef KR_ENGINE_H
#define KR_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>

#include "guide/sheet.h"
#include "web/mail_settings.h"
#include "web/mustache.h"
#include "web/questions.h"
#include "web/web.h"

/* Form fields in one request; a page with all pairs of 150 people has some 11,000. */
#define KR_MOST_FIELDS 24000
/* Of a body unless the route says otherwise. */
#define KR_MOST_BODY (256u << 10)
/* Of a body from somebody who is not signed in, whatever the route says; above this a body counts as large.
 */
#define KR_MOST_UNKNOWN (1u << 20)
/* What one request may take in memory. */
#define KR_REQUEST_MEMORY ((size_t)160 << 20)

#define KR_COOKIE_SESSION "__Host-kring"
#define KR_COOKIE_PREFS   "__Host-kring-leesbaar"
#define KR_COOKIE_NOTICE  "__Host-kring-bericht"
#define KR_COOKIE_NARROW  "__Host-kring-smal"
/* Somebody looks along at this screen: see kr_request_safe. */
#define KR_COOKIE_SAFE "__Host-kring-scherm"
/* A browser in which somebody signed in before. */
#define KR_COOKIE_BROWSER "__Host-kring-bekend"

typedef struct kr_header {
    kr_str name, value;
} kr_header;

/* One request as it came off the line. Everything is borrowed. */
typedef struct kr_call {
    kr_arena *arena;
    kr_str method, target; /* target as sent, with what comes after "?" */
    bool http10;
    const kr_header *headers;
    size_t n_headers;
    kr_str content_type;
    kr_str body;
    size_t most_body; /* of the route; filled by kr_call_open */
    bool body_too_large;
} kr_call;

#define KR_MOST_HEADERS_OUT 24
typedef struct kr_output {
    int status;
    kr_header headers[KR_MOST_HEADERS_OUT]; /* values borrowed from the arena or static */
    size_t n_headers;
    kr_str body;                     /* arena or static */
    const char *route;               /* pattern, for the log */
    const struct kr_live_seat *live; /* with status 101: who takes the connection over */
} kr_output;

/* A circle anybody may look at, folded once. */
typedef struct kr_example_circle {
    kr_circle circle;
    kr_str title, name;
    char slug[24]; /* "voorbeeld", "voorbeeld-2" */
} kr_example_circle;

typedef struct kr_named_template {
    kr_str name;
    kr_template *tmpl;
} kr_named_template;

typedef struct kr_branch kr_branch;
struct kr_oidc;

/* What all requests share; immutable after kr_web_open but for the store and the render slots. */
typedef struct kr_web {
    kr_store *store;
    kr_arena memory;
    kr_named_template *templates; /* by name */
    size_t n_templates;
    const kr_route *routes;
    const kr_template **route_templates;
    size_t n_routes;
    kr_branch *router; /* the same, to be found */
    kr_example_circle examples[4];
    size_t n_examples;
    kr_guides guides;       /* built in, and those of the data folder */
    kr_sheet_forms sheets;  /* the same */
    kr_questions questions; /* the question sets, built in and of the data folder */
    kr_str static_base;     /* "/s/HASH" */
    kr_str bench;           /* bytes of the bench page */
    kr_str worker;          /* path of kring-worker, NUL-terminated; empty when there is none */
    kr_str contact;         /* where to report a leak; empty */
    int spawner;            /* the line to it; 0: programs are started from here, and there is no courier */
    atomic_int asking;      /* questions outward at this moment */
    kr_mail_settings mail;  /* without its password */
    struct kr_post *post;   /* the thread that sends mail; NULL */
    struct kr_oidc *oidc;   /* organisations that one can sign in by; NULL: none */
    bool behind_tls, strict;
    int64_t (*clock)(void *context); /* ms since 1970; tests put their own here */
    void *clock_context;
    struct kr_live *live; /* open pages; NULL without a server */
    pthread_mutex_t render_lock;
    pthread_cond_t render_free;
    int render_slots;
} kr_web;

/* `store` stays the caller's. */
kr_err kr_web_open(kr_web *web, kr_store *store, const kr_server_options *options,
                   kr_error *error) KR_CHECKED;
void kr_web_close(kr_web *web);
const kr_template *kr_web_template(const kr_web *web, kr_str name);

/* The header lines are there, the body is not: 0 to go on (most_body is set), or the status to refuse with.
 */
int kr_call_open(const kr_web *web, kr_call *call);
/* Answers. Always gives an answer, if only "something went wrong". */
void kr_call_answer(kr_web *web, const kr_call *call, kr_output *output);
/* A plain answer with this status, for what never became a request. */
void kr_output_plain(kr_output *output, int status);

/* -- gate.c -- */
/* Can these header lines be read in one way only? Token names, one Host (HTTP/1.0: at most one), at most one
 * of Content-Length and Transfer-Encoding, nothing twice that must be there once. */
bool kr_gate(kr_str method, kr_str target, bool http10, const kr_header *headers, size_t count);
/* Did each header line end in CR LF, and was none folded over two or hiding a NUL? libmicrohttpd 0.9.75 takes
 * all of these, and glues what was folded to the name. It does not say so; but it leaves names and values
 * where they came in, with NULs over CR and LF, so that each name must begin two bytes after the value before
 * it, the first after the version. (Only places are compared; nothing is read there.) */
bool kr_gate_lines(const char *version, const kr_header *headers, size_t count);
/* KR_NONE when absent. */
kr_str kr_header_in(const kr_call *call, const char *name);

/* -- parse.c: total, bounded -- */
/* Splits "path?query"; decodes %XX in the path; must be valid UTF-8 without control characters. */
bool kr_parse_target(kr_arena *arena, kr_str target, kr_str *path, kr_str *query);
/* a=1&b=2, as in addresses and forms; CRLF in values becomes LF. Errors: KR_E_SYNTAX, KR_E_LIMIT,
 * KR_E_MEMORY. */
kr_err kr_parse_form(kr_field_in **out, size_t *count, kr_arena *arena, kr_str bytes) KR_CHECKED;
/* multipart/form-data. */
kr_err kr_parse_multipart(kr_field_in **out, size_t *count, kr_arena *arena, kr_str content_type,
                          kr_str bytes) KR_CHECKED;
/* One cookie of a Cookie line; KR_NONE. */
kr_str kr_parse_cookie(kr_str line, const char *name);
/* Does a header like Accept-Encoding or Accept name this token with q > 0? `q1000` gets its weight. */
bool kr_parse_accepts(kr_str line, const char *token, int *q1000);
/* Finds values by name in O(1) when there are many. */
kr_err kr_fields_index(kr_request *request) KR_CHECKED;

/* -- page_safe.c -- */
/* Did the owner say that somebody looks along at their screen? Then their circles show what a guest with only
 * the map would see, and nothing can be changed. */
bool kr_request_safe(const kr_request *request);

/* -- router.c -- */
/* The tree that these routes (which stay the caller's) are found in. */
kr_err kr_router_make(kr_branch **out, kr_arena *arena, const kr_route *routes, size_t count) KR_CHECKED;
/* The route for a path, and what stood at its :names. `other_method`: the path exists with another method. */
const kr_route *kr_route_find(const kr_branch *root, kr_str method, kr_str path, kr_str params[4],
                              bool *other_method);

/* -- sign.c: who is asking -- */
/* Reads who asks, and along with that the circle of this number (0: none), which is then in request->visit.
 */
kr_err kr_request_who(kr_request *request, kr_id circle, kr_error *error) KR_CHECKED;
/* What this browser is known by, as it says; KR_NONE. */
kr_str kr_request_browser(const kr_request *request);
/* Makes this request one of this account, with a fresh session and its cookie; the browser is known from now
 * on, under another token when request->new_browser. */
kr_err kr_request_sign_in(kr_request *request, kr_id account, uint8_t way, kr_error *error) KR_CHECKED;
/* Somebody did not come in by this way (kr_sign_way): for the ledger. What the store checks it writes itself.
 */
void kr_request_kept_out(kr_request *request, kr_id account, uint8_t way);
/* Which page sent this, by what the browser says about it (Sec-Fetch-Site, Origin against Host). Old browsers
 * say nothing. */
typedef enum kr_from { KR_FROM_UNSAID, KR_FROM_HERE, KR_FROM_ELSEWHERE } kr_from;
kr_from kr_request_from(const kr_request *request);
/* Did a page of ours send this, for certain? */
bool kr_request_same_site(const kr_request *request);
/* Reads the posted fields. */
kr_err kr_request_form(kr_request *request, kr_error *error) KR_CHECKED;
/* A form whose sign-in expired, sealed for the account that made it; and opened again. The form's path, type
 * and body. account 0: nobody knows who made it, so whoever signs in is asked before it is kept (`unsure`).
 */
#define KR_MOST_SEALED (640u << 10)
kr_err kr_request_seal(kr_request *request, kr_id account, kr_str *sealed, kr_error *error) KR_CHECKED;
typedef struct kr_sealed_form {
    kr_str path, content_type, body;
    bool unsure;
} kr_sealed_form;
kr_err kr_request_unseal(kr_request *request, kr_str sealed, kr_sealed_form *out, kr_error *error) KR_CHECKED;
/* Carries out a form that was sealed, now that its account has signed in again. */
kr_err kr_request_resume(kr_request *request, const kr_sealed_form *form, kr_reply *reply,
                         kr_error *error) KR_CHECKED;
/* A path on this site that can be gone to, or KR_NONE: never another site. */
kr_str kr_safe_path(const kr_web *web, kr_str path);

/* -- enter.c -- */
/* Opens the circle of a route below /kring/:circle, as far as this reader may, and writes down that they
 * looked. KR_E_NOT_FOUND, always the same, for whom it is not open. */
kr_err kr_request_enter(kr_request *request, const kr_route *route, kr_error *error) KR_CHECKED;
/* The number of the circle in the address, to be read with who asks; 0. */
kr_id kr_circle_in(const kr_route *route, kr_str param);

/* -- unsure.c: a form of which it is not certain who sent it -- */
/* Is this something a person filled in, which may be offered to be kept? Never what throws away or turns
 * back, never files. */
bool kr_form_carries(const kr_request *request, const kr_route *route);
/* "This is what you wrote. Save it?" with the posted form inside, for the session that is there now. */
kr_err kr_form_confirm(kr_request *request, kr_reply *reply);
/* What of this draft somebody else changed since, kept with the request. */
void kr_conflicts_keep(kr_request *request, const kr_draft *draft);
/* The page that shows both and asks: status 409. The form goes along and can be sent again. */
kr_err kr_page_conflicts(kr_request *request, kr_reply *reply, kr_error *error);

/* -- prefs.c -- */
void kr_prefs_read(kr_request *request, const kr_call *call);
/* As stored with the account: JSON. And as a cookie value: "nl-1-2-0", with "-1" behind it when the language
 * was chosen by a link. */
void kr_prefs_from_json(kr_prefs *prefs, kr_arena *arena, kr_str json, bool *has_lang);
kr_str kr_prefs_json(kr_arena *arena, const kr_prefs *prefs);
kr_str kr_prefs_cookie(kr_arena *arena, const kr_prefs *prefs, bool by_link);

/* -- reply.c: model to bytes -- */
kr_err kr_reply_write(kr_request *request, const kr_template *tmpl, kr_reply *reply, kr_output *output,
                      kr_error *error) KR_CHECKED;
/* Compresses the body when the browser takes that and it pays. */
void kr_output_compress(const kr_call *call, kr_output *output);
int kr_status_of(const kr_error *error);
/* Says in the reply how long to wait, when this is an error that says so. */
void kr_reply_retry(kr_request *request, kr_reply *reply, const kr_error *error);
void kr_reply_error(kr_request *request, int status, const kr_error *error, kr_output *output);
void kr_output_header(kr_output *output, const char *name, kr_str value);
/* Headers of every answer. */
void kr_output_policy(const kr_web *web, kr_output *output, bool immutable);
/* Set-Cookie; seconds 0: until the browser closes, -1: away with it. */
void kr_set_cookie(kr_request *request, const char *name, kr_str value, int seconds);

/* What a guest reads after a change that waits for the owner's word. */
#define KR_NOTICE_WAITS "guest.waits"

/* -- guest.c -- */
/* may, see, adds, guest, preview, live: what layout.mustache tells about them. */
void kr_put_guest(const kr_request *request, kr_model *model);

/* -- page_common.c -- */
kr_err kr_page_common(kr_request *request, kr_reply *reply, kr_error *error) KR_CHECKED;

/* -- example.c -- */
kr_err kr_examples_open(kr_web *web, kr_error *error) KR_CHECKED;
const kr_example_circle *kr_example_at(const kr_web *web, kr_str slug);

/* -- guides_open.c -- */
/* Reads the guides into web->guides, the forms of sheets into web->sheets. One of the data folder with
 * something wrong is left out, and told on stderr. */
kr_err kr_web_guides_open(kr_web *web, const kr_server_options *options, kr_error *error) KR_CHECKED;

/* -- clock.c -- */
int64_t kr_clock_utc(void);
/* Shifted to the clock of Amsterdam by the European rule for summer time. */
int64_t kr_clock_local(int64_t utc_ms);

/* -- confine_web.c -- */
/* Gives up all but `dir`, what lies beside it and what serving takes; before there are threads. What this
 * kernel cannot keep away is told in one line on stderr. */
/* Writes down that somebody who is signed in came or went, or was refused (kr_look_event, kr_look_action);
 * when it cannot be written, that is no reason to answer otherwise. */
void kr_request_told(kr_request *request, uint8_t event, uint8_t action, uint8_t outcome);
kr_err kr_web_confine(const char *dir, kr_lang lang, kr_error *error) KR_CHECKED;

/* -- render.c -- */
/* SVG to "pdf" or "png" in a process of its own: at most two at once, at most 20 seconds, at most 64 MiB out.
 * `width` in pixels for png, 0 for its own. Errors: KR_E_BUSY, KR_E_UNSUPPORTED (no worker), KR_E_IO. */
kr_err kr_render_svg(kr_web *web, kr_str *out, kr_arena *arena, kr_str svg, const char *kind, int width,
                     kr_error *error) KR_CHECKED;
/* A photo as somebody sent it to a small upright JPEG, in the same process. Errors: KR_E_INVALID with a key
 * that says why ("photo.heic"), KR_E_BUSY, KR_E_UNSUPPORTED. */
kr_err kr_render_photo(kr_web *web, kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
/* The same for a picture on a sheet: all of it, in its own shape, somewhat larger. */
kr_err kr_render_picture(kr_web *web, kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;

#endif
