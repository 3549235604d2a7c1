/* The list on paper: four columns, as many people as fit on an A4 at a size that can be read on a fridge. */
#include "core/num.h"
#include "draw/text.h"
#include "web/paper.h"

#define HEIGHT        1123 /* A4 in pixels of 1/96 inch */
#define MARGIN        57
#define TOP           150
#define STEP          26
#define MOST_ON_SHEET 35

static size_t sheets_of(size_t people) {
    return people == 0 ? 1 : (people + MOST_ON_SHEET - 1) / MOST_ON_SHEET;
}

kr_str kr_list_near(kr_lang lang, const kr_alter *alter) {
    static const char *const keys[] = {"closeness.intimate", "closeness.friend", "closeness.acquaintance",
                                       "closeness.service"};
    unsigned near = alter->tie ? alter->tie->closeness : 0;
    return near >= 1 && near <= KR_COUNT(keys) ? kr_word(lang, keys[near - 1]) : KR_NONE;
}

kr_str kr_list_often(kr_lang lang, const kr_alter *alter) {
    static const char *const keys[] = {"frequency.daily", "frequency.weekly", "frequency.monthly",
                                       "frequency.yearly", "frequency.never"};
    unsigned often = alter->often;
    return often >= 1 && often <= KR_COUNT(keys) ? kr_word(lang, keys[often - 1]) : KR_NONE;
}

static void put_line_of_text(kr_buf *out, int x, double y, double size, int weight, kr_str text) {
    kr_put_z(out, "<text x=\"");
    kr_put_int(out, x);
    kr_put_z(out, "\" y=\"");
    kr_put_num(out, y);
    kr_put_z(out, "\" font-size=\"");
    kr_put_num(out, size);
    kr_put_z(out, weight >= 600 ? "\" font-weight=\"700\">" : "\">");
    kr_put_xml(out, text);
    kr_put_z(out, "</text>");
}

/* Text at a place: smaller, then on two lines, then cut where it would run into the next column. */
static void put_text(kr_buf *out, int x, int y, int size, int weight, int room, kr_str text) {
    static const double lower[2][2] = {{0, 0}, {-7.5, 4.5}};
    kr_label label = {.lines = 1, .line = {text, KR_NONE}};
    double font = size;
    bool cut;
    if (kr_text_width(text, weight) * font > room) font = size > 15 ? 15 : 13;
    if (kr_text_width(text, weight) * font > room) label = kr_label_break(text, room / font), font = 11.5;
    for (int i = 0; i < label.lines; i++) {
        kr_str shown = kr_text_fit(out->arena, label.line[i], room / font, weight, &cut);
        put_line_of_text(out, x, y + lower[label.lines - 1][i], font, weight, shown.ptr ? shown : KR_NONE);
    }
}

static void put_line(kr_buf *out, int y) {
    kr_put_z(out, "<path d=\"M57 ");
    kr_put_int(out, y);
    kr_put_z(out, "H737\" stroke=\"#C5D1D4\"/>");
}

static const int columns[] = {MARGIN, 254, 440, 570};

static void put_head(kr_buf *out, kr_lang lang) {
    static const char *const keys[] = {"list.paper.name", "list.paper.role", "list.paper.near",
                                       "list.paper.often"};
    for (size_t i = 0; i < KR_COUNT(keys); i++)
        put_text(out, columns[i], TOP - 14, 13, 400, 170, kr_word(lang, keys[i]));
    put_line(out, TOP - 6);
}

/* "blad 2 van 4" at the foot, when there is more than one. */
static void put_foot(kr_buf *out, kr_lang lang, int sheet, size_t sheets) {
    const kr_word_arg args[2] = {KR_WORD_NUMBER("n", sheet), KR_WORD_NUMBER("of", (int64_t)sheets)};
    kr_buf said;
    kr_str text;
    if (sheets < 2) return;
    kr_buf_init(&said, out->arena, 400);
    kr_say(&said, lang, "list.paper.sheet", args, 2);
    if (kr_buf_end(&said, &text) == KR_OK) put_line_of_text(out, MARGIN, HEIGHT - 40, 13, 400, text);
}

static void put_sheet(kr_buf *out, kr_lang lang, const kr_network *network, const kr_list_paper *paper,
                      int sheet) {
    size_t first = (size_t)(sheet - 1) * MOST_ON_SHEET;
    int size = paper->large ? 18 : 15;
    kr_put_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "width=\"210mm\" height=\"297mm\" viewBox=\"0 0 794 1123\" fill=\"#15282D\" "
                  "font-family=\"Atkinson Hyperlegible Next, sans-serif\">");
    put_text(out, MARGIN, 80, 30, 700, 680, paper->title);
    put_text(out, MARGIN, 106, 15, 400, 680, paper->date_line);
    put_head(out, lang);
    for (size_t i = first; i < network->n && i < first + MOST_ON_SHEET; i++) {
        const kr_alter *alter = &network->alters[i];
        int y = TOP + (int)(i - first) * STEP + 16;
        put_text(out, columns[0], y, size, 700, 186, alter->person->name);
        put_text(out, columns[1], y, size, 400, 176, alter->person->role);
        put_text(out, columns[2], y, size, 400, 120, kr_list_near(lang, alter));
        put_text(out, columns[3], y, size, 400, 167, kr_list_often(lang, alter));
        put_line(out, y + 8);
    }
    put_foot(out, lang, sheet, sheets_of(network->n));
    kr_put_z(out, "</svg>");
}

void kr_list_svg(kr_buf *out, kr_lang lang, const kr_network *network, const kr_list_paper *paper) {
    size_t sheets = sheets_of(network->n);
    if (paper->sheet > 0) {
        put_sheet(out, lang, network, paper, paper->sheet);
        return;
    }
    for (size_t i = 1; i <= sheets; i++) {
        if (i > 1) kr_put_c(out, '\f');
        put_sheet(out, lang, network, paper, (int)i);
    }
}
