#include "web/pages_own.h"

/* The sign-in page carries sealed forms of at most 1 MiB, which grow by a third in text. */
#define SEALED (2u << 20)

const kr_route kr_routes_account[] = {
    {"GET", "/", KR_ANYBODY, false, kr_page_start, "start", 0, 0, 0},
    {"GET", "/begin", KR_ANYBODY, false, kr_page_begin_show, "begin", 0, 0, 0},
    {"POST", "/begin", KR_ANYBODY, false, kr_page_begin, "begin", 0, 16u << 10, 0},
    {"GET", "/inloggen", KR_ANYBODY, false, kr_page_sign_show, "inloggen", 0, 0, 0},
    {"POST", "/inloggen", KR_ANYBODY, false, kr_page_sign_in, "inloggen", 0, SEALED, 0},
    {"POST", "/uitloggen", KR_SIGNED_IN, true, kr_page_sign_out, NULL, 0, 4096, 0},
    {"GET", "/vergeten", KR_ANYBODY, false, kr_page_forgot_show, "vergeten", 0, 0, 0},
    {"POST", "/vergeten", KR_ANYBODY, false, kr_page_forgot, "vergeten", 0, 16u << 10, 0},
    {"GET", "/kringen", KR_SIGNED_IN, false, kr_page_circles, "kringen", 0, 0, 0},
    {"POST", "/kringen", KR_SIGNED_IN, true, kr_page_circle_new, "kringen", 0, 16u << 10, 0},
    {"GET", "/leren", KR_ANYBODY, false, kr_page_learn, "leren", 0, 0, 0},
    {"POST", "/leren/oefening", KR_SIGNED_IN, true, kr_page_learn_do, NULL, 0, 4096, 0},
    {"POST", "/leren/kring", KR_SIGNED_IN, true, kr_page_learn_begin, NULL, 0, 4096, 0},
    {"POST", "/kring/:circle/opnieuw-oefenen", KR_OWNER, true, kr_page_learn_again, NULL, 0, 4096, 0},
    {"GET", "/account", KR_SIGNED_IN, false, kr_page_account, "account", 0, 0, 0},
    {"POST", "/account", KR_SIGNED_IN, true, kr_page_account_save, "account", 0, 16u << 10, 0},
    {"POST", "/account/wachtwoord", KR_SIGNED_IN, true, kr_page_account_password, "account", 0, 16u << 10, 0},
    {"POST", "/account/overal", KR_SIGNED_IN, true, kr_page_account_sessions, NULL, 0, 4096, 0},
    {"POST", "/account/weg", KR_SIGNED_IN, true, kr_page_account_delete, "account", 0, 16u << 10, 0},
    {"GET", "/leesbaar", KR_ANYBODY, false, kr_page_reading, "leesbaar", 0, 0, 0},
    {"POST", "/leesbaar", KR_ANYBODY, true, kr_page_reading_save, NULL, 0, 4096, 0},
    {"GET", "/taal/:lang", KR_ANYBODY, false, kr_page_lang, NULL, 0, 0, 0},
    {"GET", "/hulp", KR_ANYBODY, false, kr_page_prose, "hulp", 0, 0, 0},
    {"GET", "/privacy", KR_ANYBODY, false, kr_page_prose, "privacy", 0, 0, 0},
    {"GET", "/toegankelijkheid", KR_ANYBODY, false, kr_page_prose, "toegankelijkheid", 0, 0, 0},
    {"GET", "/samen", KR_ANYBODY, false, kr_page_prose, "samen", 0, 0, 0},
    {0},
};
