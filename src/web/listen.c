#define _GNU_SOURCE
#include "web/listen.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* "127.0.0.1:8700" or "[::1]:8700". */
static bool split(const char *text, char host[256], char port[8]) {
    const char *colon = strrchr(text, ':');
    if (!colon || strlen(colon + 1) == 0 || strlen(colon + 1) >= 8) return false;
    size_t n = (size_t)(colon - text);
    const char *from = text;
    if (n >= 2 && from[0] == '[' && from[n - 1] == ']') {
        from++;
        n -= 2;
    }
    if (n >= 256) return false;
    memcpy(host, from, n);
    host[n] = '\0';
    memcpy(port, colon + 1, strlen(colon + 1) + 1);
    return true;
}

static bool ready(int fd, const struct addrinfo *at, bool six) {
    const int yes = 1;
    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           (!six || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0) &&
           bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0;
}

static int port_of(int fd) {
    struct sockaddr_storage own;
    socklen_t len = sizeof own;
    if (getsockname(fd, (struct sockaddr *)&own, &len) != 0) return 0;
    return own.ss_family == AF_INET6 ? ntohs(((const struct sockaddr_in6 *)&own)->sin6_port)
                                     : ntohs(((const struct sockaddr_in *)&own)->sin_port);
}

kr_err kr_listen_at(kr_listening *out, const char *text, kr_error *error) {
    char host[256], port[8];
    struct addrinfo *found = NULL;
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    if (!split(text, host, port) || getaddrinfo(host[0] ? host : "127.0.0.1", port, &hints, &found) != 0)
        return kr_fail(error, KR_E_INVALID, "error.listen", NULL, text);
    bool six = found->ai_family == AF_INET6;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = fd >= 0 && ready(fd, found, six);
    freeaddrinfo(found);
    if (good) {
        *out = (kr_listening){fd, port_of(fd), six};
        return KR_OK;
    }
    if (fd >= 0) close(fd);
    return kr_fail(error, KR_E_IO, "error.listen", NULL, text);
}
