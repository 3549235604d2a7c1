/* One mail over SMTP. Just before the dot that makes the server take it, who asked is told and must say GO:
 * so it can note that from here on nobody knows for certain until the answer is in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker/courier.h"

#define GO_MS 20000

typedef struct sending {
    const char *at;
    size_t left;
    int in, out;
    bool asked, go, gone, at_rcpt, at_quit;
    long said; /* the code of its last answer, but for that to the goodbye */
} sending;

static bool may_go(sending *s) {
    unsigned char *bytes = NULL;
    kr_wire answer;
    s->asked = true;
    s->gone = !kr_wire_send(s->out, KR_WIRE_READY, NULL, 0) || !kr_wire_read(s->in, GO_MS, &bytes, &answer);
    s->go = !s->gone && answer.kind == KR_WIRE_GO;
    free(bytes);
    return s->go;
}

static size_t give(char *out, size_t size, size_t n, void *context) {
    sending *s = context;
    size_t room = size * n, len = s->left < room ? s->left : room;
    if (len == 0 && s->left == 0 && !s->asked && !may_go(s)) return CURL_READFUNC_ABORT;
    memcpy(out, s->at, len);
    s->at += len;
    s->left -= len;
    return len;
}

static bool begins(const char *data, size_t len, const char *with) {
    return len >= strlen(with) && memcmp(data, with, strlen(with)) == 0;
}

/* What was said last, and what came back: libcurl itself only knows the answer to its goodbye afterwards. */
static int watch(CURL *curl, curl_infotype kind, char *data, size_t len, void *context) {
    sending *s = context;
    long code = 0;
    (void)curl;
    if (kind == CURLINFO_HEADER_OUT) {
        s->at_quit = begins(data, len, "QUIT");
        if (!s->at_quit) s->at_rcpt = begins(data, len, "RCPT TO:");
    }
    if (kind != CURLINFO_HEADER_IN || s->at_quit || len < 3) return 0;
    for (size_t i = 0; i < 3; i++)
        code = data[i] >= '0' && data[i] <= '9' ? code * 10 + data[i] - '0' : -1000;
    if (code >= 100) s->said = code;
    return 0;
}

static kr_wire_result result_of(const sending *s, CURLcode code) {
    long said = s->said;
    if (code == CURLE_OK) return KR_RESULT_DONE;
    bool answered = code == CURLE_WEIRD_SERVER_REPLY && said >= 400 && said <= 599;
    if (s->go) return !answered ? KR_RESULT_UNSURE : said >= 500 ? KR_RESULT_REFUSED : KR_RESULT_LATER;
    return s->at_rcpt && said >= 500 && said <= 599 ? KR_RESULT_REFUSED : KR_RESULT_LATER;
}

static bool answer(int out, kr_wire_result result, long said) {
    char byte = (char)result, digits[4] = "";
    if (said >= 100 && said <= 999) snprintf(digits, sizeof digits, "%ld", said);
    const kr_wire_field fields[] = {{KR_TAG_RESULT, &byte, 1}, {KR_TAG_CODE, digits, strlen(digits)}};
    return kr_wire_send(out, KR_WIRE_MAILED, fields, 2);
}

/* The name with which to greet: that of the address the mail is from. */
static bool where(char *out, size_t cap, const courier_settings *settings) {
    const char *at = strrchr(settings->from, '@');
    int n = snprintf(out, cap, "%s/%s", settings->server, at ? at + 1 : "localhost");
    return n > 0 && (size_t)n < cap;
}

static bool prepare(CURL *curl, const courier_settings *settings, sending *s, struct curl_slist *to) {
    char url[700], from[320];
    snprintf(from, sizeof from, "<%s>", settings->from);
    bool good = where(url, sizeof url, settings) && courier_common(curl, settings, "smtp,smtps") &&
                curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_USE_SSL,
                                 settings->tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_READDATA, s) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_DEBUGDATA, s) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK;
    if (good && settings->user[0])
        good = curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->secret) == CURLE_OK;
    return good;
}

bool courier_mail(CURL *curl, const courier_settings *settings, const kr_wire *request, int in, int out) {
    char to[300], bare[260];
    const kr_wire_field *message = kr_wire_find(request, KR_TAG_MESSAGE);
    if (!settings->server[0] || !message || !kr_wire_text(request, KR_TAG_TO, bare, sizeof bare) ||
        strpbrk(bare, "<> \r\n"))
        return answer(out, KR_RESULT_REFUSED, 0);
    snprintf(to, sizeof to, "<%s>", bare);
    sending s = {.at = message->ptr, .left = message->len, .in = in, .out = out};
    struct curl_slist *list = curl_slist_append(NULL, to);
    curl_easy_reset(curl); /* the line stays for the next one */
    if (!list || !prepare(curl, settings, &s, list)) {
        curl_slist_free_all(list);
        return answer(out, KR_RESULT_LATER, 0);
    }
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(list);
    if (s.gone) return false;
    return answer(out, result_of(&s, code), s.said);
}
