#include "core/hash.h"
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
    for (uint32_t at = kr_hash(key);; at++) {
        uint16_t place = kr_sentence_index[at & (kr_sentence_slots - 1)];
        if (place == 0) return NULL;
        if (kr_str_eq(key, kr_sentences[place - 1].key)) return &kr_sentences[place - 1];
    }
}

bool kr_sentence_plain(const kr_sentence *sentence) {
    bool plain = !sentence->plural;
    for (int lang = KR_NL; lang <= KR_EN; lang++)
        plain = plain && kr_str_find(sentence->text[lang][0], KR_STR("{")) == SIZE_MAX;
    return plain;
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
