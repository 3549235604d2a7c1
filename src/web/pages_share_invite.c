/* Inviting somebody: a letter with a code, a code at the table, or a mail. A code works once, and stands
 * behind the # of an address: what a browser does not send is in no log. */
#include "web/engine.h"
#include "web/pages_share.h"
#include "web/qr.h"

#include <stdio.h>

kr_str kr_share_host(const kr_request *request) {
    kr_buf out;
    kr_str text = KR_NONE, host = kr_header_in(request->call, "host");
    kr_buf_init(&out, request->arena, 400);
    kr_put_z(&out, request->web->behind_tls ? "https://" : "http://");
    kr_put(&out, host);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

void kr_put_share_code(const kr_request *request, kr_model *model, const char *path, const char *code) {
    kr_buf full, bare, svg;
    kr_str text = KR_NONE;
    kr_str host = kr_share_host(request);
    kr_buf_init(&bare, request->arena, 600);
    kr_put(&bare, host);
    kr_put_z(&bare, path);
    kr_put_text(model, "address", kr_buf_end(&bare, &text) == KR_OK ? text : KR_NONE);
    kr_buf_init(&full, request->arena, 600);
    kr_put(&full, text);
    kr_put_c(&full, '#');
    kr_put_z(&full, code);
    kr_str address = kr_buf_end(&full, &text) == KR_OK ? text : KR_NONE;
    kr_put_text(model, "full", address);
    kr_put_text(model, "code", kr_str_z(code));
    kr_buf_init(&svg, request->arena, 1u << 20);
    kr_put_qr(&svg, address, kr_word(request->prefs.lang, "share.qr"));
    bool drawn = kr_buf_end(&svg, &text) == KR_OK;
    kr_put_bool(model, "has_qr", drawn);
    kr_put_markup(model, "qr_svg", drawn ? text : KR_NONE);
}

static void put_ego(const kr_request *request, kr_model *model) {
    const kr_person *ego = kr_circle_ego(request->view.circle);
    kr_put_text(model, "ego", ego && ego->name.len ? ego->name : request->account.name);
    kr_put_text(model, "owner", request->account.name);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_share_entry *share, const kr_error *wrong) {
    kr_model *model = kr_page_model(request, reply, "share.invite.title");
    kr_page_flow(request, model, "/delen", "share.back");
    kr_put_share_name(request, model, share);
    put_ego(request, model);
    kr_put_text(model, "as_href", kr_share_link(request, "~", share->id, ""));
    kr_put_text(model, "here", kr_share_link(request, "/delen/met/", share->id, "/uitnodigen"));
    kr_put_bool(model, "opened", share->opened != 0);
    if (wrong)
        kr_put_word(request, model, "wrong", wrong->key);
    else
        kr_put_bool(model, "wrong", false);
    reply->tmpl = "delen-uitnodigen";
    return KR_OK;
}

kr_err kr_page_invite(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    kr_err err = kr_share_asked(request, &share, error);
    return err == KR_OK ? show(request, reply, &share, NULL) : err;
}

static bool like_mail(kr_str s) {
    size_t at = kr_str_find(s, KR_STR("@"));
    if (at == SIZE_MAX || at == 0 || at + 1 >= s.len || s.len > 254) return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= 0x20 || s.ptr[i] == ',' || s.ptr[i] == '<' || s.ptr[i] == '>')
            return false;
    return kr_str_find(kr_str_n(s.ptr + at + 1, s.len - at - 1), KR_STR("@")) == SIZE_MAX;
}

static void put_letter(kr_request *request, kr_reply *reply, const kr_share_entry *share, const char *code,
                       kr_invite_way way) {
    kr_model *model = kr_page_model(request, reply, "share.letter.title");
    kr_buf date;
    kr_str text = KR_NONE;
    int64_t until = kr_clock_local(request->now + 14 * KR_DAY_MS);
    kr_page_flow(request, model, "/delen", "share.back");
    kr_put_share_name(request, model, share);
    put_ego(request, model);
    kr_put_share_code(request, model, "/meekijken", code);
    kr_put_bool(model, "table", way == KR_INVITE_TABLE);
    kr_put_text(model, "why", share->why);
    kr_buf_init(&date, request->arena, 100);
    kr_say_date(&date, request->prefs.lang, kr_date_of(until));
    kr_put_text(model, "until", kr_buf_end(&date, &text) == KR_OK ? text : KR_NONE);
    kr_buf_init(&date, request->arena, 100);
    kr_say_date(&date, request->prefs.lang, kr_date_of(request->local));
    kr_put_text(model, "date", kr_buf_end(&date, &text) == KR_OK ? text : KR_NONE);
    kr_put_text(model, "here", kr_share_link(request, "/delen/met/", share->id, "/uitnodigen"));
    kr_put_bool(model, "instead", false);
}

/* The code is only known now, so this post answers with the letter itself. */
kr_err kr_page_invite_make(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share;
    char code[KR_CODE_TEXT];
    kr_error wrong = {.code = KR_OK};
    kr_str way_name = kr_posted(request, "hoe"), address = kr_str_trim(kr_posted(request, "adres"));
    kr_err err = kr_share_asked(request, &share, error);
    if (err != KR_OK) return err;
    bool mail = kr_str_is(way_name, "mail");
    kr_invite_way way = mail                           ? KR_INVITE_MAIL
                        : kr_str_is(way_name, "tafel") ? KR_INVITE_TABLE
                                                       : KR_INVITE_LETTER;
    if (share.opened || (mail && !like_mail(address))) {
        reply->status = 422;
        (void)kr_fail(&wrong, KR_E_INVALID, share.opened ? "share.invite.opened" : "share.mail.wrong", NULL,
                      NULL);
        return show(request, reply, &share, &wrong);
    }
    if (mail) {
        err = kr_post_invite(request, address, &share, &wrong);
        if (err == KR_OK) {
            kr_go(request, reply, "/delen", "share.mail.sent");
            return KR_OK;
        }
        if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    }
    /* also when the mail cannot leave: then it is a letter */
    err = kr_invite_make(request->web->store, code, request->account.id, request->circle_id, share.id, way,
                         request->now, error);
    if (err != KR_OK) return err;
    put_letter(request, reply, &share, code, way);
    if (mail) kr_put_word(request, reply->model, "instead", wrong.key[0] ? wrong.key : "share.mail.none");
    return KR_OK;
}
