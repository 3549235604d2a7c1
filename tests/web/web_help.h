/* Requests without a socket: a web room over a real store in a folder of its own, with a clock that tests
 * turn. */
#ifndef WEB_HELP_H
#define WEB_HELP_H

#include "web/engine.h"

typedef struct site {
    char dir[200];
    kr_store *store;
    kr_web web;
    kr_arena arena; /* of the newest request and its answer */
    size_t fill;    /* so much of it is in use before a request begins */
    int64_t now;
    char cookie[2048]; /* what a browser would send */
} site;

/* false when no folder can be made. */
bool site_open(site *s);
void site_close(site *s);
/* One request; the answer lives until the next. `extra` is NULL or "Name: value\nName: value". Cookies are
 * kept as a browser does. A post gets the Origin of this site unless `extra` has one. */
kr_output site_ask(site *s, const char *method, const char *target, const char *extra, const char *body);
/* With a body of any bytes and a content type. */
kr_output site_send(site *s, const char *method, const char *target, const char *extra, kr_str type,
                    kr_str body);
kr_str site_header(const kr_output *output, const char *name);
/* Does the answer's body hold this? */
bool site_has(const kr_output *output, const char *text);
/* The token of the newest page that has one, copied to out. */
bool site_token(const kr_output *output, char out[128]);
/* Makes an account with its circle, signed in; `base` gets "/kring/ID". */
bool site_begin(site *s, const char *login, const char *name, char base[40]);

/* What is said in one change: this record's field becomes this. */
typedef struct site_value {
    kr_id record;
    kr_kind kind;
    uint16_t field;
    kr_value value;
} site_value;

/* The change after `last` that says all of it. false: out of memory. */
bool site_change(kr_change *out, kr_arena *arena, const site_value *values, size_t n, const kr_change *last,
                 kr_id author);

#endif
