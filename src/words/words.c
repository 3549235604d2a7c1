#include "words/sentence.h"

bool kr_lang_parse(kr_str s, kr_lang *out) {
    if (kr_str_is(s, "nl"))
        *out = KR_NL;
    else if (kr_str_is(s, "en"))
        *out = KR_EN;
    else
        return false;
    return true;
}

const char *kr_lang_code(kr_lang lang) {
    return lang == KR_EN ? "en" : "nl";
}

const kr_sentence *kr_sentence_find(kr_str key) {
    size_t from = 0, to = kr_sentence_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = kr_str_cmp(key, kr_sentences[middle].key);
        if (order == 0) return &kr_sentences[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

kr_str kr_word_s(kr_lang lang, kr_str key) {
    const kr_sentence *found = kr_sentence_find(key);
    return found ? found->text[lang == KR_EN][found->plural] : key;
}

kr_str kr_word(kr_lang lang, const char *key) {
    return kr_word_s(lang, kr_str_z(key));
}

bool kr_word_known(kr_str key) {
    return kr_sentence_find(key) != NULL;
}
