/* What somebody chose under "Leesbaar", and in which language they read: from their account, a cookie, or the
 * browser. */
#include <jansson.h>
#include <stdlib.h>

#include "web/engine.h"

void kr_prefs_from_json(kr_prefs *prefs, kr_arena *arena, kr_str json, bool *has_lang) {
    json_t *root = json.len ? json_loadb(json.ptr, json.len, 0, NULL) : NULL;
    if (!root) return; /* nothing chosen yet: what the cookie or the browser says stays */
    const char *lang = json_string_value(json_object_get(root, "lang"));
    json_int_t text = json_integer_value(json_object_get(root, "text"));
    json_int_t dark = json_integer_value(json_object_get(root, "dark"));
    if (lang && kr_lang_parse(kr_str_z(lang), &prefs->lang)) *has_lang = true;
    prefs->text = text >= 0 && text <= 3 ? (int)text : 0;
    prefs->dark = dark >= 0 && dark <= 2 ? (int)dark : 0;
    prefs->calm = json_is_true(json_object_get(root, "calm"));
    prefs->word = kr_arena_copy(arena, kr_str_z(json_string_value(json_object_get(root, "word"))));
    if (!prefs->word.ptr) prefs->word = KR_NONE;
    json_decref(root);
}

kr_str kr_prefs_json(kr_arena *arena, const kr_prefs *prefs) {
    json_t *root = json_pack("{ss si sb si ss%}", "lang", kr_lang_code(prefs->lang), "text", prefs->text,
                             "calm", (int)prefs->calm, "dark", prefs->dark, "word",
                             prefs->word.ptr ? prefs->word.ptr : "", prefs->word.len);
    char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
    kr_str out = text ? kr_arena_copy(arena, kr_str_z(text)) : KR_NONE;
    free(text);
    json_decref(root);
    return out.ptr ? out : KR_NONE;
}

kr_str kr_prefs_cookie(kr_arena *arena, const kr_prefs *prefs, bool by_link) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, arena, 40);
    kr_put_z(&out, kr_lang_code(prefs->lang));
    kr_put_c(&out, '-');
    kr_put_int(&out, prefs->text);
    kr_put_c(&out, '-');
    kr_put_int(&out, prefs->dark);
    kr_put_z(&out, prefs->calm ? "-1" : "-0");
    if (by_link) kr_put_z(&out, "-1");
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

static int digit(kr_str s, int most) {
    return s.len == 1 && s.ptr[0] >= '0' && s.ptr[0] <= '0' + most ? s.ptr[0] - '0' : 0;
}

void kr_prefs_read(kr_request *request, const kr_call *call) {
    kr_str cookie = kr_parse_cookie(kr_header_in(call, "cookie"), KR_COOKIE_PREFS);
    kr_str lang, text, dark, calm;
    cookie = kr_str_cut(cookie, '-', &lang);
    cookie = kr_str_cut(cookie, '-', &text);
    cookie = kr_str_cut(cookie, '-', &dark);
    cookie = kr_str_cut(cookie, '-', &calm);
    request->prefs.text = digit(text, 3);
    request->prefs.dark = digit(dark, 2);
    request->prefs.calm = digit(calm, 1) == 1;
    request->prefs_lang = kr_lang_parse(lang, &request->prefs.lang);
    request->prefs_link = request->prefs_lang && kr_str_is(cookie, "1");
    if (request->prefs_lang) return;
    kr_str accepted = kr_header_in(call, "accept-language");
    int dutch = 0, english = 0, found = 0;
    if (kr_parse_accepts(accepted, "nl", &found) || kr_parse_accepts(accepted, "nl-nl", &found))
        dutch = found;
    if (kr_parse_accepts(accepted, "nl-be", &found) && found > dutch) dutch = found;
    if (kr_parse_accepts(accepted, "en", &found)) english = found;
    if (kr_parse_accepts(accepted, "en-us", &found) && found > english) english = found;
    if (kr_parse_accepts(accepted, "en-gb", &found) && found > english) english = found;
    request->prefs.lang = english > dutch ? KR_EN : KR_NL;
}
