/* ASSO below a person of GEDCOM: what somebody is to somebody else. Version 7 has a word for those of one
 * birth (ROLE MULTIPLE), older files say it in words (RELA twin). All others stay behind and are told about.
 */
#include "format/gedcom_in.h"

/* The role, and in version 7 the words below it. */
typedef struct roles {
    kr_str role, phrase;
} roles;

static roles roles_below(gedcom *g, const kr_gedcom_line *line) {
    roles out = {KR_NONE, KR_NONE};
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        const kr_gedcom_line *below = &g->lines[i];
        if (!kr_str_is(below->tag, "RELA") && !kr_str_is(below->tag, "ROLE")) continue;
        out.role = kr_str_trim(below->value);
        for (size_t k = i + 1; k < below->end; k = g->lines[k].end) {
            if (kr_str_is(g->lines[k].tag, "PHRASE")) out.phrase = kr_str_trim(g->lines[k].value);
        }
    }
    return out;
}

static void leave_rest(gedcom *g, const kr_gedcom_line *line) {
    for (size_t i = (size_t)(line - g->lines) + 1; i < line->end; i = g->lines[i].end) {
        if (!kr_str_is(g->lines[i].tag, "RELA") && !kr_str_is(g->lines[i].tag, "ROLE"))
            gedcom_left(g, "INDI", "ASSO", &g->lines[i]);
    }
}

void gedcom_association(gedcom *g, const kr_gedcom_line *line, uint32_t person) {
    const gedcom_mark *to = gedcom_find(g, line->value);
    roles said = roles_below(g, line);
    uint8_t type = 0;
    bool twin = kr_str_is(said.role, "MULTIPLE");
    twin = kr_tree_says_twin(said.role, &type) || twin;
    twin = kr_tree_says_twin(said.phrase, &type) || twin;
    kr_str word = said.phrase.len ? said.phrase : said.role;
    unsigned bond = g->ours ? kr_choice_named(kr_choice_list_named(KR_STR("bond_type")), word) : 0;
    if (!to || to->person == KR_NOBODY || (!twin && !bond)) {
        gedcom_left(g, "INDI", NULL, line);
        return;
    }
    leave_rest(g, line);
    if (twin)
        kr_tree_twin_add(g->tree, (kr_tree_twin){person, to->person, line->line, type});
    else
        kr_tree_bond_add(g->tree, (kr_tree_bond){person, to->person, line->line, (uint8_t)bond, KR_NONE});
}
