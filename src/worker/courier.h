/* The parts of the courier: a process with a line to the outside and without files. It is told on line 3 what
 * it may do (which mail server, which hosts), and then does what comes in on its standard input. */
#ifndef KR_WORKER_COURIER_H
#define KR_WORKER_COURIER_H

#include <curl/curl.h>

#include "apart/wire.h"

#define COURIER_MOST_HOSTS 16u
#define COURIER_MOST_BODY  (512u << 10) /* of an answer */

typedef struct courier_settings {
    char server[300], from[300], user[300], secret[1024];
    bool tls; /* the mail server must speak TLS */
    char hosts[COURIER_MOST_HOSTS][300];
    size_t n_hosts;
    char *ca; /* PEM, or NULL; on the heap */
    size_t ca_len;
} courier_settings;

/* From the first message. false: it is no such message. What is not in it stays empty. */
bool courier_settings_take(courier_settings *out, const kr_wire *wire);
/* May this address be asked? Writes it as "https://host:port" first. Only what is in the settings; plain http
 * only to this machine itself; no user or password in it. */
bool courier_may_ask(const courier_settings *settings, const char *url);
/* What holds for every line outward: no surprises from surroundings, limits of time, certificates checked. */
bool courier_common(CURL *curl, const courier_settings *settings, const char *protocols);

/* Each answers one request on `out`. false: nobody listens any more. `in`: where GO comes from. */
bool courier_mail(CURL *curl, const courier_settings *settings, const kr_wire *request, int in, int out);
bool courier_fetch(CURL *curl, const courier_settings *settings, const kr_wire *request, int out);

#endif
