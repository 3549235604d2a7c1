/* The web room: request -> account -> circle -> view -> page function -> model -> template or JSON.
 *
 * A page function builds a model and nothing else; a post makes a change and redirects. Everything built for
 * a request lives in its arena and dies with it. */
#ifndef KR_WEB_H
#define KR_WEB_H

#include "core/draft.h"
#include "core/network.h"
#include "store/share.h"
#include "web/model.h"
#include "words/words.h"

/* -- the server, for the command
 * --------------------------------------------------------------------------------- */
typedef struct kr_server kr_server;
typedef struct kr_server_options {
    const char *listen; /* "127.0.0.1:8700", "[::1]:8700"; port 0 picks a free one */
    const char *dir;    /* the data folder; NULL: a folder of its own in the user's home */
    bool verbose; /* one line per request on stderr: method, route pattern, status, ms; never a name or an id
                   */
    bool behind_tls; /* a proxy in front speaks TLS: browsers are told to come back by https only (HSTS) */
    unsigned per_address; /* connections that one address may have; 0: any number. Behind a proxy all have its
                             address */
    const char *bench_page; /* script/bench only: this file is answered at /bench, with the headers of any
                               page; NULL */
    kr_lang lang;           /* of what is told on stderr */
    const char *contact;    /* where to report a leak, for security.txt: mailto:, https: or tel:; NULL */
    int spawner;            /* of kr_server_spawner; 0: none, programs are started by this process itself */
    int new_accounts;       /* as in kr_store_options */
    bool confine; /* give up what is not needed once all is open; needs a spawner, and no other threads */
    const char *key, *key_command; /* where the server's key comes from, as in kr_store_options; NULL */
} kr_server_options;
/* Makes the process that will start the worker and the courier for a server on this folder. Before everything
 * else, so that it knows nothing. Reads DIR/mail.yaml and DIR/oidc.yaml. */
kr_err kr_server_spawner(int *out, const char *dir, kr_error *error) KR_CHECKED;
kr_err kr_server_start(kr_server **out, const kr_server_options *options, kr_error *error) KR_CHECKED;
int kr_server_port(const kr_server *server);
/* Finishes what is being answered, then stops. */
void kr_server_stop(kr_server *server);

/* -- a request
 * ------------------------------------------------------------------------------------------------------ */
typedef struct kr_field_in {
    kr_str name, value;
    kr_str filename; /* of an uploaded file */
    bool is_file;
} kr_field_in;

/* What somebody chose under "Leesbaar": stored with the account, and in a cookie before signing in. */
typedef struct kr_prefs {
    kr_lang lang;
    int text;    /* 0 normal, 1 large, 2 larger, 3 largest */
    bool calm;   /* no movement, less colour */
    int dark;    /* 0 as the device, 1 light, 2 dark */
    kr_str word; /* own word for one's own role; empty */
} kr_prefs;

typedef struct kr_request {
    kr_arena *arena;
    struct kr_web *web;
    kr_str method, path;
    kr_str params[4]; /* what stood at :names in the route, in order */
    kr_field_in *query, *form;
    size_t n_query, n_form;
    bool fragment; /* our own script asked ("X-Kring: part"): answer with the changed part */
    bool wants_json;
    int64_t now;   /* ms since 1970, UTC */
    int64_t local; /* the same, shifted to the reader's place (Europe/Amsterdam) */
    kr_prefs prefs;
    bool signed_in;
    kr_session session;
    kr_account account;
    /* for routes below /kring/:circle */
    kr_id circle_id; /* 0 in an example */
    bool example;    /* an example anybody may look at; nothing can be changed */
    kr_str base;     /* "/kring/0123456789abcdef" or "/kring/voorbeeld" */
    kr_snapshot *snapshot;
    kr_view view; /* what this reader may see; the newest state */
    /* NULL for the owner and in an example; else how the reader was let in. Of a preview: whose eyes. */
    const kr_share_entry *guest;
    bool preview; /* the owner looks through the eyes of `guest`: nothing can be changed */
    bool safe;    /* the same, because somebody looks along at the owner's screen */
    /* kept by the engine */
    const struct kr_route *route; /* of a page below /kring/:circle */
    bool proposed;                /* what this guest changed waits until the owner accepts it */
    kr_visit visit;
    const struct kr_call *call;
    struct kr_field_index *form_index;
    kr_str cookies[6];
    size_t n_cookies;
    bool new_browser;              /* whatever this browser was known by is not to be trusted any longer */
    bool prefs_lang;               /* the language was chosen, not guessed from the browser */
    struct kr_conflict *conflicts; /* with KR_E_CONFLICT: fields that somebody else changed since */
    size_t n_conflicts;
    bool prefs_link; /* it was chosen by a link, in this browser: goes before that of the account */
} kr_request;

/* First value of a field; KR_NONE when absent. */
kr_str kr_query(const kr_request *request, const char *name);
kr_str kr_posted(const kr_request *request, const char *name);
bool kr_posted_has(const kr_request *request, const char *name);
/* All values of a field with several (checkboxes). */
size_t kr_posted_all(const kr_request *request, const char *name, kr_str *out, size_t cap);

typedef struct kr_reply {
    int status;                /* 200 unless set */
    kr_model *model;           /* for the template, or as it is for JSON; owned by the reply */
    const char *tmpl;          /* instead of the route's own template; NULL */
    kr_str location;           /* redirect (303) */
    kr_str body;               /* instead of a template: bytes from the arena */
    const char *type;          /* content type of body */
    kr_str filename;           /* offered as a download under this name */
    kr_str retry;              /* with status 429 or 503: after how many seconds to try again; empty: 10 */
    bool forget;               /* the browser throws away what it kept of this site: somebody left */
    struct kr_live_seat *live; /* a page that stays open: answered with 101 and `accept` */
    kr_str accept;
    bool lost; /* kept by the engine: there was no memory for the model */
} kr_reply;

typedef kr_err (*kr_page_fn)(kr_request *request, kr_reply *reply, kr_error *error);

typedef enum kr_who {
    KR_ANYBODY,
    KR_SIGNED_IN,
    KR_OWNER, /* of the circle in the address; GET also works for an example */
    KR_SHARED /* the same, and whom the owner let in: whose share opens `part` with `right`. For anybody else
                 it is as if there were no such circle */
} kr_who;
/* A part for routes that no single part stands for: open to whom any part is open with that right. */
#define KR_PART_ANY KR_PARTS

typedef struct kr_route {
    const char *method; /* "GET", "POST" */
    const char *path;   /* "/kring/:circle/mens/:person" */
    kr_who who;
    bool csrf; /* a post that needs a token; posts without a session check Origin instead */
    kr_page_fn page;
    const char
        *tmpl;    /* file in web/templates without .mustache; NULL: the page answers with location or body */
    uint8_t part; /* which part of the circle this shows, for the ledger (kr_part) */
    uint32_t most_bytes; /* of the body; 0: 256 KiB */
    uint8_t right;       /* of a shared route (kr_right); 0: KR_RIGHT_READ. Pages that only ask something name
                            the right of what is asked */
} kr_route;

static inline bool kr_route_in_circle(const kr_route *route) {
    return route->who == KR_OWNER || route->who == KR_SHARED;
}

/* The tables of the page files, joined in routes.c; each ends with a row of zeros. */
extern const kr_route kr_routes_account[], kr_routes_circle[], kr_routes_contact[], kr_routes_time[],
    kr_routes_files[], kr_routes_drawings[], kr_routes_family[], kr_routes_among[], kr_routes_life[],
    kr_routes_web[], kr_routes_photo[], kr_routes_whatif[], kr_routes_see[], kr_routes_research[],
    kr_routes_measures[], kr_routes_guides[], kr_routes_ways[], kr_routes_plan[], kr_routes_good[],
    kr_routes_sheets[], kr_routes_asking[], kr_routes_questions[], kr_routes_people[], kr_routes_safe[],
    kr_routes_all[], kr_routes_operator[], kr_routes_share[];
/* All of them, at most `cap`; returns how many there are. */
size_t kr_routes(kr_route *out, size_t cap);

/* Whose own changes are their own here: in a preview those of whom the owner looks as. */
static inline kr_id kr_reader(const kr_request *request) {
    return request->guest ? request->guest->rules.guest : request->account.id;
}
/* Does the share open this part (KR_PART_ANY: some part, or a record by itself)? */
bool kr_share_opens(const kr_share *share, kr_part part, kr_right right);
/* May this reader do that in the part? The owner may do everything; in an example nobody may do more than
 * read; a guest what their share says (KR_PART_ANY: in some part), and in a preview the same is shown. */
bool kr_may(const kr_request *request, kr_part part, kr_right right);
/* The same with this record, which may have been opened by itself, or made by this guest. O(log) for who may
 * only add. */
bool kr_may_with(const kr_request *request, kr_part part, kr_right right, kr_id record);
/* The same with a field, which says itself which part it belongs to. */
bool kr_may_field(const kr_request *request, kr_kind kind, uint16_t field, kr_right right);

/* Is the page at this path below the circle ("/als") open to this reader? */
bool kr_may_go(const kr_request *request, const char *path);

/* -- help for page functions
 * ------------------------------------------------------------------------------------------ */
/* The model of a page is made with the functions of web/model.h; these put words in it. `name` is not copied:
 * a literal, as there. */
void kr_put_word(const kr_request *request, kr_model *object, const char *name, const char *key);
/* A sentence with arguments. */
void kr_put_say(const kr_request *request, kr_model *object, const char *name, const char *key,
                const kr_word_arg *args, size_t n);
/* Options of a choice list as [{value, label, checked}], from the catalogue ("LIST.NAME"). */
void kr_put_choices(const kr_request *request, kr_model *object, const char *name, const kr_choice_list *list,
                    unsigned chosen);
void kr_put_set(const kr_request *request, kr_model *object, const char *name, const kr_choice_list *list,
                uint32_t chosen);

/* A change by this reader: `fill` writes assignments into the draft. Conflicts with what somebody else
 * changed since the form was made (form field "base") give KR_E_CONFLICT. On success the request's view is
 * the newest one. Refused for an example with KR_E_DENIED, key "error.example". A form that changes nothing
 * is not an error: KR_OK and nothing is stored. */
typedef void (*kr_fill_fn)(kr_draft *draft, void *context);
kr_err kr_page_change(kr_request *request, kr_act act, kr_fill_fn fill, void *context,
                      kr_error *error) KR_CHECKED;

/* The model of this reply, made when there is none yet, with the title of the page: a catalogue key, or text.
 * The members every page has (see layout.mustache) are added by the engine afterwards; what the page set
 * itself stays. */
kr_model *kr_page_model(kr_request *request, kr_reply *reply, const char *title_key);
kr_model *kr_page_model_titled(kr_request *request, kr_reply *reply, kr_str title);
/* A page that asks one thing: it shows only the way back (base + path) with this label. */
void kr_page_flow(kr_request *request, kr_model *model, const char *path, const char *label_key);
/* Redirect to base + path, with a notice the next page shows once (catalogue key, carried in a short-lived
 * cookie). */
void kr_go(kr_request *request, kr_reply *reply, const char *path, const char *notice_key);
/* The same to a record: base + path + id + tail. */
void kr_go_to(kr_request *request, kr_reply *reply, const char *path, kr_id id, const char *tail,
              const char *notice_key);
/* The person in params[1] that this reader may see, or NULL (the page answers 404). */
const kr_person *kr_page_person(kr_request *request);

#endif
