/* The list on paper: four columns, as many people as fit on an A4 at a size that can be read on a fridge. */
#include "core/num.h"
#include "core/utf8.h"
#include "web/paper.h"

#define WIDTH         794 /* A4 in pixels of 1/96 inch */
#define HEIGHT        1123
#define MARGIN        57
#define TOP           150
#define STEP          26
#define MOST_ON_SHEET 35

size_t kr_list_sheets(size_t people) {
    return people == 0 ? 1 : (people + MOST_ON_SHEET - 1) / MOST_ON_SHEET;
}

kr_str kr_list_near(const kr_request *request, const kr_alter *alter) {
    static const char *const keys[] = {"closeness.intimate", "closeness.friend", "closeness.acquaintance",
                                       "closeness.service"};
    unsigned near = alter->tie ? alter->tie->closeness : 0;
    return near >= 1 && near <= KR_COUNT(keys) ? kr_word(request->prefs.lang, keys[near - 1]) : KR_NONE;
}

kr_str kr_list_often(const kr_request *request, const kr_alter *alter) {
    static const char *const keys[] = {"frequency.daily", "frequency.weekly", "frequency.monthly",
                                       "frequency.yearly", "frequency.never"};
    unsigned often = alter->often;
    return often >= 1 && often <= KR_COUNT(keys) ? kr_word(request->prefs.lang, keys[often - 1]) : KR_NONE;
}

/* Text at a place, cut where it would run into the next column. */
static void put_text(kr_buf *out, int x, int y, int size, int weight, int room, kr_str text) {
    kr_str shown = text;
    size_t count = kr_utf8_count(text);
    while (count > 1 && kr_text_width(shown, weight) * size > room) shown = kr_utf8_head(text, --count);
    kr_put_z(out, "<text x=\"");
    kr_put_int(out, x);
    kr_put_z(out, "\" y=\"");
    kr_put_int(out, y);
    kr_put_z(out, "\" font-size=\"");
    kr_put_int(out, size);
    kr_put_z(out, weight >= 600 ? "\" font-weight=\"700\">" : "\">");
    kr_put_xml(out, shown);
    if (shown.len < text.len) kr_put_z(out, "…");
    kr_put_z(out, "</text>");
}

static void put_line(kr_buf *out, int y) {
    kr_put_z(out, "<path d=\"M57 ");
    kr_put_int(out, y);
    kr_put_z(out, "H737\" stroke=\"#C5D1D4\"/>");
}

static void put_head(kr_buf *out, const kr_request *request, const int *columns) {
    static const char *const keys[] = {"list.paper.name", "list.paper.role", "list.paper.near",
                                       "list.paper.often"};
    for (size_t i = 0; i < KR_COUNT(keys); i++)
        put_text(out, columns[i], TOP - 14, 13, 400, 170, kr_word(request->prefs.lang, keys[i]));
    put_line(out, TOP - 6);
}

void kr_list_svg(kr_buf *out, kr_request *request, const kr_network *network, kr_str title, kr_str date_line,
                 const kr_paper_wish *wish) {
    static const int columns[] = {MARGIN, 250, 440, 565};
    size_t first = (size_t)(wish->sheet - 1) * MOST_ON_SHEET;
    int size = wish->large ? 18 : 15;
    kr_put_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "width=\"210mm\" height=\"297mm\" viewBox=\"0 0 794 1123\" fill=\"#15282D\" "
                  "font-family=\"Atkinson Hyperlegible Next, sans-serif\">");
    put_text(out, MARGIN, 80, 30, 700, 680, title);
    put_text(out, MARGIN, 106, 15, 400, 680, date_line);
    put_head(out, request, columns);
    for (size_t i = first; i < network->n && i < first + MOST_ON_SHEET; i++) {
        const kr_alter *alter = &network->alters[i];
        int y = TOP + (int)(i - first) * STEP + 16;
        put_text(out, columns[0], y, size, 700, 180, alter->person->name);
        put_text(out, columns[1], y, size, 400, 178, alter->person->role);
        put_text(out, columns[2], y, size, 400, 115, kr_list_near(request, alter));
        put_text(out, columns[3], y, size, 400, 172, kr_list_often(request, alter));
        put_line(out, y + 8);
    }
    kr_put_z(out, "</svg>");
}
