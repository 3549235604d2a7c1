/* One question over HTTPS, for signing in by an organisation: nothing is followed elsewhere, and an answer
 * that is too long or takes too long is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker/courier.h"

typedef struct answer {
    char *ptr;
    size_t len, cap;
    bool too_long;
} answer;

static size_t keep(char *data, size_t size, size_t n, void *context) {
    answer *a = context;
    size_t len = size * n;
    if (len > COURIER_MOST_BODY - a->len) {
        a->too_long = true;
        return 0;
    }
    if (a->len + len > a->cap) {
        size_t cap = a->cap ? a->cap : 16384;
        while (cap < a->len + len) cap *= 2;
        char *more = realloc(a->ptr, cap);
        if (!more) return 0;
        a->ptr = more;
        a->cap = cap;
    }
    memcpy(a->ptr + a->len, data, len);
    a->len += len;
    return len;
}

static bool reply(int out, kr_wire_result result, long code, const char *type, const answer *a) {
    char byte = (char)result, digits[4] = "";
    if (code >= 100 && code <= 999) snprintf(digits, sizeof digits, "%ld", code);
    const kr_wire_field fields[] = {{KR_TAG_RESULT, &byte, 1},
                                    {KR_TAG_CODE, digits, strlen(digits)},
                                    {KR_TAG_TYPE, type ? type : "", type ? strlen(type) : 0},
                                    {KR_TAG_BODY, a ? a->ptr : "", a ? a->len : 0}};
    return kr_wire_send(out, KR_WIRE_FETCHED, fields, 4);
}

/* Header lines of our own; none can end a line. */
static bool headers(struct curl_slist **list, const kr_wire *request) {
    char type[120], line[160];
    *list = curl_slist_append(NULL, "Accept: application/json");
    if (!*list) return false;
    if (!kr_wire_text(request, KR_TAG_TYPE, type, sizeof type)) return true;
    if (strpbrk(type, "\r\n")) return false;
    snprintf(line, sizeof line, "Content-Type: %s", type);
    struct curl_slist *more = curl_slist_append(*list, line);
    if (!more) return false;
    *list = more;
    return true;
}

static bool who(CURL *curl, const kr_wire *request) {
    char user[1024], secret[2048], bearer[8192];
    bool good = true;
    if (kr_wire_text(request, KR_TAG_USER, user, sizeof user) &&
        kr_wire_text(request, KR_TAG_SECRET, secret, sizeof secret))
        good = curl_easy_setopt(curl, CURLOPT_USERNAME, user) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PASSWORD, secret) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) == CURLE_OK;
    else if (kr_wire_text(request, KR_TAG_BEARER, bearer, sizeof bearer))
        good = curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, bearer) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER) == CURLE_OK;
    memset(secret, 0, sizeof secret);
    return good;
}

static bool prepare(CURL *curl, const courier_settings *settings, const kr_wire *request, const char *url,
                    struct curl_slist *list, answer *a) {
    const kr_wire_field *body = kr_wire_find(request, KR_TAG_BODY);
    bool good = courier_common(curl, settings, "https,http") &&
                curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_WRITEDATA, a) == CURLE_OK && who(curl, request);
    if (good && body)
        good = curl_easy_setopt(curl, CURLOPT_POST, 1L) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body->len) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->ptr) == CURLE_OK;
    return good;
}

bool courier_fetch(CURL *curl, const courier_settings *settings, const kr_wire *request, int out) {
    char url[4096], *type = NULL;
    struct curl_slist *list = NULL;
    answer a = {0};
    long code = 0;
    if (!kr_wire_text(request, KR_TAG_URL, url, sizeof url) || !courier_may_ask(settings, url))
        return reply(out, KR_RESULT_REFUSED, 0, NULL, NULL);
    curl_easy_reset(curl);
    bool done = headers(&list, request) && prepare(curl, settings, request, url, list, &a) &&
                curl_easy_perform(curl) == CURLE_OK &&
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK &&
                curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK;
    bool heard = reply(out, done ? KR_RESULT_DONE : KR_RESULT_LATER, code, done ? type : NULL,
                       done && a.ptr ? &a : NULL);
    curl_slist_free_all(list);
    free(a.ptr);
    return heard;
}
