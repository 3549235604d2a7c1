/* kring-courier: the only process of Kring that opens a connection outward: mail over SMTP, and questions
 * over HTTPS to the hosts it was told. Started by the spawner of `kring serve`; ends when its input does. It
 * has no files but certificates and what finding an address takes, and leaves nothing behind. */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "apart/confine.h"
#include "worker/courier.h"

#define SETTINGS_FD 3

bool courier_common(CURL *curl, const courier_settings *settings, const char *protocols) {
    bool good = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_TIMEOUT, 45L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
    struct curl_blob ca = {.data = settings->ca, .len = settings->ca_len, .flags = CURL_BLOB_COPY};
    if (good && settings->ca) good = curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca) == CURLE_OK;
    return good;
}

static bool limit(int what, rlim_t most) {
    const struct rlimit limits = {most, most};
    return kr_confine_checked() || setrlimit(what, &limits) == 0;
}

static bool confine(void) {
    static const kr_reach_path paths[] = {
        {"/etc/ssl/certs", KR_REACH_READ},
        {"/etc/ssl/openssl.cnf", KR_REACH_READ},
        {"/usr/share/ca-certificates", KR_REACH_READ},
        {"/usr/local/share/ca-certificates", KR_REACH_READ},
        {"/etc/resolv.conf", KR_REACH_READ},
        {"/etc/hosts", KR_REACH_READ},
        {"/etc/host.conf", KR_REACH_READ},
        {"/etc/nsswitch.conf", KR_REACH_READ},
        {"/etc/gai.conf", KR_REACH_READ},
        {"/etc/services", KR_REACH_READ},
        {"/etc/ld.so.cache", KR_REACH_READ},
        {"/run/systemd/resolve", KR_REACH_READ},
        {"/dev/urandom", KR_REACH_READ},
        {"/usr/lib", KR_REACH_READ},
        {"/lib", KR_REACH_READ},
        {"/lib64", KR_REACH_READ},
    };
    kr_confined confined = {0};
    return limit(RLIMIT_AS, (rlim_t)1 << 30) && limit(RLIMIT_NOFILE, 64) && limit(RLIMIT_FSIZE, 0) &&
           kr_confine_self() && kr_confine_files(paths, sizeof paths / sizeof paths[0], true, &confined) &&
           kr_confine_calls(true, &confined);
}

static bool settings_from(int fd, courier_settings *out) {
    unsigned char *bytes = NULL;
    kr_wire wire;
    bool good = kr_wire_read(fd, 5000, &bytes, &wire) && courier_settings_take(out, &wire);
    free(bytes);
    close(fd);
    return good;
}

static bool answer(CURL *curl, const courier_settings *settings, const kr_wire *request) {
    if (request->kind == KR_WIRE_MAIL)
        return courier_mail(curl, settings, request, STDIN_FILENO, STDOUT_FILENO);
    if (request->kind == KR_WIRE_FETCH) return courier_fetch(curl, settings, request, STDOUT_FILENO);
    return false;
}

int main(void) {
    courier_settings settings = {.tls = true};
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || !settings_from(SETTINGS_FD, &settings) || !confine() ||
        curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return 3;
    CURL *curl = curl_easy_init();
    bool going_on = curl != NULL;
    while (going_on) {
        unsigned char *bytes = NULL;
        kr_wire request;
        going_on = kr_wire_read(STDIN_FILENO, -1, &bytes, &request) && answer(curl, &settings, &request);
        free(bytes);
    }
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    free(settings.ca);
    return curl ? 0 : 3;
}
