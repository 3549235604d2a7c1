#include "measure/small.h"

#define K(n)   1.0 / (n)
#define K8(n)  K(n), K(n + 1), K(n + 2), K(n + 3), K(n + 4), K(n + 5), K(n + 6), K(n + 7)
#define K64(n) K8(n), K8(n + 8), K8(n + 16), K8(n + 24), K8(n + 32), K8(n + 40), K8(n + 48), K8(n + 56)
#define K512(n)                                                                                              \
    K64(n), K64(n + 64), K64(n + 128), K64(n + 192), K64(n + 256), K64(n + 320), K64(n + 384), K64(n + 448)

/* The first 511 in steps of eight, since there is no 1/0. */
#define BEGIN                                                                                                \
    K(1.0), K(2.0), K(3.0), K(4.0), K(5.0), K(6.0), K(7.0), K8(8.0), K8(16.0), K8(24.0), K8(32.0), K8(40.0), \
        K8(48.0), K8(56.0), K64(64.0), K64(128.0), K64(192.0), K64(256.0), K64(320.0), K64(384.0),           \
        K64(448.0)

const double kr_one_over[4096] = {
    0,           BEGIN, K512(512.0), K512(1024.0), K512(1536.0), K512(2048.0), K512(2560.0), K512(3072.0),
    K512(3584.0)};
