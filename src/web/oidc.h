/* Signing in by an organisation (OpenID Connect: a code with PKCE). Which ones there are stands in
 * DIR/oidc.yaml:
 *
 *   providers:
 *     - name: stichting              in addresses: small letters, digits, dashes
 *       title: Stichting Voorbeeld   on the button
 *       issuer: https://login.voorbeeld.nl
 *       client: kring
 *       secret_file: oidc-stichting  in the data folder, or a whole path; none: a client without a secret
 *       method: basic                or post: how the secret is sent
 *       hosts: [https://keys.voorbeeld.nl]   other places that this organisation's settings name
 *
 * An organisation says who somebody is and learns that they sign in here; it gets no access to anything. */
#ifndef KR_OIDC_H
#define KR_OIDC_H

#include "web/oidc_token.h"
#include "web/second.h"

typedef struct kr_provider kr_provider;
typedef struct kr_oidc kr_oidc;

/* NULL in *out when there is no such file. KR_E_INVALID, key "via.settings", detail what is wrong. */
kr_err kr_oidc_open(kr_oidc **out, const char *dir, kr_error *error) KR_CHECKED;
void kr_oidc_close(kr_oidc *oidc);
size_t kr_oidc_count(const kr_oidc *oidc);
const kr_provider *kr_oidc_at(const kr_oidc *oidc, size_t i);
/* NULL: none of that name. */
const kr_provider *kr_oidc_find(const kr_oidc *oidc, kr_str name);
kr_str kr_provider_name(const kr_provider *provider);
kr_str kr_provider_title(const kr_provider *provider);
kr_str kr_provider_issuer(const kr_provider *provider);

/* What was asked, until the answer comes: kept by the browser, sealed. */
typedef struct kr_via {
    kr_str provider, state, nonce, verifier;
    kr_str go_on;   /* a path on this site, or KR_NONE */
    kr_id link;     /* the account that wants this link; 0: signing in */
    kr_str back_to; /* the address that the organisation sends the browser back to */
} kr_via;

/* Where the browser goes. May ask outside: not under a lock. */
kr_err kr_oidc_address(kr_request *request, kr_str *out, const kr_provider *provider, const kr_via *via,
                       kr_error *error) KR_CHECKED;
/* Who it is, for the code that came back; `issuer` is what came along (RFC 9207), or KR_NONE. */
kr_err kr_oidc_person_for(kr_request *request, kr_oidc_person *out, const kr_provider *provider,
                          const kr_via *via, kr_str code, kr_str issuer, kr_error *error) KR_CHECKED;

/* Array "vias" of {name, title, href} for the page to sign in on. */
void kr_put_vias(kr_request *request, kr_model *model, kr_str go_on);

/* page_oidc.c */
kr_err kr_page_via(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_via_back(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_via_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_vias(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_vias_do(kr_request *request, kr_reply *reply, kr_error *error);

#endif
