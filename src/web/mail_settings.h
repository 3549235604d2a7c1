/* What the operator says about mail (DIR/mail.yaml) and about which hosts may be asked (DIR/oidc.yaml). Read
 * once, at the start. The password of the mail server is only read by the process that starts couriers. */
#ifndef KR_MAIL_SETTINGS_H
#define KR_MAIL_SETTINGS_H

#include "core/buf.h"

typedef struct kr_mail_settings {
    bool on;
    kr_str server; /* "smtp://host:587", "smtps://host:465" */
    bool tls;      /* the mail server must speak TLS */
    kr_str from;   /* address */
    kr_str name;   /* beside it */
    kr_str user;
    kr_str password_file, ca_file; /* paths with a NUL behind; empty */
    kr_str
        address; /* "https://kring.example.org": where links in mails lead; empty: where the request came */
} kr_mail_settings;

/* No mail.yaml: KR_OK, and not `on`. Errors: KR_E_INVALID ("mail.settings", with what is wrong in detail). */
kr_err kr_mail_settings_read(kr_mail_settings *out, kr_arena *arena, const char *dir,
                             kr_error *error) KR_CHECKED;
/* The hosts of all addresses in DIR/oidc.yaml, as "https://host:443", at most `cap`. */
size_t kr_outward_hosts(kr_str *out, size_t cap, kr_arena *arena, const char *dir);
/* Is this an address that mail can go to? One @, only characters that mean nothing else in a mail. */
bool kr_mail_address(kr_str s);

#endif
