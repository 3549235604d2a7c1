#include "share_help.h"

#include <stdio.h>

kr_share_entry wish_for(const char *name) {
    kr_share_entry e = {.name = kr_str_z(name),
                        .word = KR_STR("dochter en mantelzorger"),
                        .why = KR_STR("om mee te denken"),
                        .role = KR_ROLE_CARER};
    e.rules.rights[KR_PART_MAP] = KR_RIGHT_EDIT;
    return e;
}

kr_id let_in(place *p, kr_id circle, kr_id guest, const kr_share_entry *wish) {
    char code[KR_CODE_TEXT];
    kr_share_entry told;
    kr_id share = 0;
    assert_int_equal(kr_share_put(p->store, &share, p->annie.id, circle, wish, NOW, &p->error), KR_OK);
    assert_int_equal(
        kr_invite_make(p->store, code, p->annie.id, circle, share, KR_INVITE_LETTER, NOW, &p->error), KR_OK);
    assert_int_equal(kr_invite_open(p->store, &told, &p->arena, guest, kr_str_z(code), NOW, &p->error),
                     KR_OK);
    assert_int_equal(kr_share_confirm(p->store, p->annie.id, circle, share, true, NOW, &p->error), KR_OK);
    return share;
}

kr_err look_in(place *p, kr_id account, kr_id circle) {
    kr_snapshot *s = NULL;
    kr_access access;
    kr_err err = kr_circle_enter(p->store, &s, &access, &p->arena, account, circle, NOW + 1, &p->error);
    kr_snapshot_release(p->store, s);
    return err;
}

void harm(const place *p, const char *text, kr_id a, kr_id b) {
    char out[3000];
    size_t len = 0;
    for (const char *at = text; *at && len < sizeof out - 30;) {
        if (at[0] == '#' && (at[1] == 'A' || at[1] == 'B') && at[2] == '#') {
            len += (size_t)snprintf(out + len, 30, "%lld", (long long)(at[1] == 'A' ? a : b));
            at += 3;
        } else
            out[len++] = *at++;
    }
    out[len] = '\0';
    place_sql(p, "kring.db", out);
}
