#include "web/tools.h"

typedef struct tool {
    const char *path, *icon;
} tool;

#define AT(name, path, icon) [KR_GUIDE_tool_##name] = {path, icon}

/* A path that ends in "/" goes on with the set of the step. */
static const tool tools[KR_GUIDE_tools_end] = {
    AT(none, NULL, "ico-talk"),
    AT(names, "/namen", "ico-plus"),
    AT(circle, "", "ico-web"),
    AT(list, "/lijst", "ico-list"),
    AT(ecogram, "/ecogram", "ico-energy"),
    AT(genogram, "/stamboom", "ico-home"),
    AT(functions, "/functies", "ico-hand"),
    AT(domains, "/levensgebieden", "ico-work"),
    AT(sociogram, "/sociogram", "ico-knows"),
    AT(group, "/groep", "ico-swap"),
    AT(table, "/tabel", "ico-table"),
    AT(cards, "/kaarten", "ico-people"),
    AT(lifeline, "/levenslijn", "ico-calendar"),
    AT(over_time, "/door-de-tijd", "ico-past"),
    AT(neighbourhood, "/buurt", "ico-house"),
    AT(own_form, "/vormen", "ico-star"),
    AT(plain, "/eenvoudig", "ico-heart"),
    AT(self, "/ik", "ico-person"),
    AT(pairs, "/paren", "ico-knows"),
    AT(person, "/lijst", "ico-person"),
    AT(look, "/opvalt", "ico-eye"),
    AT(characteristics, "/kenmerken", "ico-list"),
    AT(what_if, "/als", "ico-question"),
    AT(load, "/schouders", "ico-hand"),
    AT(introductions, "/wie-kent", "ico-knows"),
    AT(story, "/ik", "ico-told"),
    AT(two_maps, "/samen", "ico-swap"),
    AT(wishes, "/wensen", "ico-wish"),
    AT(plan, "/plan", "ico-check"),
    AT(talents, "/talenten", "ico-star"),
    AT(roles, "/rollen", "ico-person"),
    AT(strengths, "/sterk", "ico-sun"),
    AT(asking, "/hulp-vragen", "ico-ask"),
    AT(poster, "/bladen/poster", "ico-photo"),
    AT(life_book, "/bladen/life-book", "ico-told"),
    AT(if_no_longer, "/bladen/if-no-longer", "ico-key"),
    AT(compass, "/bladen/compass", "ico-globe"),
    AT(issue, "/bladen/issue", "ico-question"),
    AT(triad, "/bladen/triad", "ico-people"),
    AT(support_cycle, "/bladen/support-cycle", "ico-swap"),
    AT(questions, "/vragenlijsten/", "ico-question"),
    AT(deck, "/bladen/", "ico-talk"),
    AT(sheet, "/bladen/", "ico-list"),
    AT(print, "/meenemen", "ico-print"),
    AT(history, "/tijd/alles", "ico-past"),
    AT(moment, "/tijd", "ico-calendar"),
    AT(conference, NULL, "ico-people"),
    AT(matching, NULL, "ico-swap"),
    AT(groups, NULL, "ico-people"),
    AT(visits, NULL, "ico-door"),
    AT(board, NULL, "ico-news"),
    AT(page, NULL, "ico-screen"),
    AT(agenda, NULL, "ico-calendar"),
    AT(directory, NULL, "ico-globe"),
    AT(area, NULL, "ico-house"),
};

const char *kr_tool_icon(unsigned number) {
    return number && number < KR_COUNT(tools) && tools[number].icon ? tools[number].icon : "ico-talk";
}

/* Is there a page at this address below a circle? */
static bool there(const kr_web *web, kr_arena *arena, kr_str path) {
    kr_buf whole;
    kr_str address, params[4];
    bool other_method;
    kr_buf_init(&whole, arena, 400);
    kr_put_z(&whole, "/kring/0");
    kr_put(&whole, path);
    if (kr_buf_end(&whole, &address) != KR_OK) return false;
    return kr_route_find(web->router, KR_STR("GET"), address, params, &other_method) != NULL;
}

kr_str kr_tool_path(const kr_web *web, kr_arena *arena, const kr_guide_step *step) {
    kr_buf out;
    kr_str path;
    const char *base = step->tool < KR_COUNT(tools) ? tools[step->tool].path : NULL;
    if (!base) return KR_NONE;
    kr_buf_init(&out, arena, 400);
    kr_put_z(&out, base);
    if (kr_str_ends(kr_str_z(base), KR_STR("/"))) kr_put(&out, step->set);
    if (kr_buf_end(&out, &path) != KR_OK || !there(web, arena, path)) return KR_NONE;
    const char *form = kr_guide_word(KR_GUIDE_LIST_FORM, step->form);
    if (step->tool == KR_GUIDE_tool_circle) {
        kr_put_z(&out, "?vorm=");
        kr_put_z(&out, form ? form : "lensink");
        if (kr_buf_end(&out, &path) != KR_OK) return KR_NONE;
    }
    return path;
}
