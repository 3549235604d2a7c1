#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker/courier.h"

bool courier_settings_take(courier_settings *out, const kr_wire *wire) {
    courier_settings s = {.tls = true};
    char tls[8];
    if (wire->kind != KR_WIRE_SETTINGS) return false;
    if (!kr_wire_text(wire, KR_TAG_SERVER, s.server, sizeof s.server) ||
        !kr_wire_text(wire, KR_TAG_FROM, s.from, sizeof s.from))
        s.server[0] = '\0';
    if (!kr_wire_text(wire, KR_TAG_USER, s.user, sizeof s.user) ||
        !kr_wire_text(wire, KR_TAG_SECRET, s.secret, sizeof s.secret))
        s.user[0] = s.secret[0] = '\0';
    if (kr_wire_text(wire, KR_TAG_TLS, tls, sizeof tls)) s.tls = strcmp(tls, "none") != 0;
    for (size_t i = 0; i < wire->count && s.n_hosts < COURIER_MOST_HOSTS; i++) {
        const kr_wire_field *f = &wire->fields[i];
        if (f->tag != KR_TAG_HOST || f->len == 0 || f->len >= sizeof s.hosts[0] || memchr(f->ptr, 0, f->len))
            continue;
        memcpy(s.hosts[s.n_hosts], f->ptr, f->len);
        s.hosts[s.n_hosts++][f->len] = '\0';
    }
    const kr_wire_field *ca = kr_wire_find(wire, KR_TAG_CA);
    if (ca && ca->len) {
        s.ca = malloc(ca->len);
        if (!s.ca) return false;
        memcpy(s.ca, ca->ptr, ca->len);
        s.ca_len = ca->len;
    }
    *out = s;
    return true;
}

static bool this_machine(const char *host) {
    return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0;
}

static bool named(const courier_settings *settings, const char *scheme, const char *host, const char *port) {
    char whole[600];
    int n = snprintf(whole, sizeof whole, "%s://%s:%s", scheme, host, port);
    if (n < 0 || (size_t)n >= sizeof whole) return false;
    for (char *at = whole; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at + 'a' - 'A');
    for (size_t i = 0; i < settings->n_hosts; i++)
        if (strcmp(settings->hosts[i], whole) == 0) return true;
    return false;
}

bool courier_may_ask(const courier_settings *settings, const char *url) {
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
    bool may = parts && curl_url_set(parts, CURLUPART_URL, url, CURLU_DISALLOW_USER) == CURLUE_OK &&
               curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
               curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
               curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
               curl_url_get(parts, CURLUPART_USER, &user, 0) != CURLUE_OK;
    if (may) may = strcmp(scheme, "https") == 0 || (strcmp(scheme, "http") == 0 && this_machine(host));
    if (may) may = named(settings, scheme, host, port);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(user);
    curl_url_cleanup(parts);
    return may;
}
