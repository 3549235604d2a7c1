/* Circle forms of one's own: names of rings and sectors, one on a line, and who stands where. */
#include "core/network.h"
#include "core/utf8.h"

const kr_own_form *kr_own_form_of(const kr_circle *circle, kr_id form) {
    for (size_t i = 0; circle && i < circle->n_own_forms; i++) {
        const kr_own_form *one = &circle->own_forms[i];
        if (!one->gone && (!form || one->id == form)) return one;
    }
    return NULL;
}

static bool same_word(kr_str a, kr_str b) {
    size_t at = 0, bt = 0;
    while (at < a.len && bt < b.len) {
        if (kr_utf8_fold(kr_utf8_next(a, &at)) != kr_utf8_fold(kr_utf8_next(b, &bt))) return false;
    }
    return at == a.len && bt == b.len;
}

const kr_own_form *kr_own_form_named(const kr_circle *circle, kr_str name) {
    for (size_t i = 0; circle && i < circle->n_own_forms; i++) {
        const kr_own_form *one = &circle->own_forms[i];
        if (!one->gone && same_word(kr_str_trim(one->name), kr_str_trim(name))) return one;
    }
    return NULL;
}

size_t kr_own_words(kr_str lines, kr_str *out, size_t cap) {
    size_t n = 0;
    while (lines.len && n < cap) {
        kr_str line;
        lines = kr_str_cut(lines, '\n', &line);
        line = kr_str_trim(line);
        if (line.len) out[n++] = line;
    }
    return n;
}

const kr_form_place *kr_own_place(const kr_circle *circle, kr_id form, kr_id person) {
    for (size_t i = 0; circle && i < circle->n_form_places; i++) {
        const kr_form_place *place = &circle->form_places[i];
        if (!place->gone && place->form == form && place->person == person) return place;
    }
    return NULL;
}
