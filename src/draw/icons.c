#include "draw/icons.h"

#include "core/num.h"

#define ROUND "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0Z"

static const kr_icon all[] = {
    {"person", "M8 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM4 21a8 8 0 0 1 16 0", true},
    {"people",
     "M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0ZM2 20.5a7 7 0 0 1 14 0M15.8 4.7a3.5 3.5 0 0 1 0 6.6M18.5 "
     "14.4A7 7 0 0 1 22 20.5",
     true},
    {"family",
     "M4 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM15 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM2 20v-3.5a4.5 4.5 "
     "0 "
     "0 1 5.5-4.4M22 20v-3.5a4.5 4.5 0 0 0-5.5-4.4M10 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM8 21a4 4 0 0 1 8 0",
     true},
    {"child", "M9 5.5a3 3 0 1 0 6 0a3 3 0 1 0-6 0ZM12 8.5v6.500M6.5 11l5.5 1.500l5.5-1.500M8 21l4-6l4 6",
     true},
    {"baby", ROUND "M9 11v.01M15 11v.01M9 15a4 4 0 0 0 6 0M12 3c-1.5 2 .5 3.5 2 2.5", true},
    {"elder",
     "M8.5 4.500a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM10.5 8.500c-2 1.5-2.5 4-2.5 6.500l-2 6M8 "
     "15l4 2v4M10.5 9.500l3 3.500h3.500M17.5 12v9",
     true},
    {"friend",
     "M4 11.500a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM15 11.500a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 "
     "0ZM2 20.500a4.7 4.7 0 0 1 9.2 0M12.8 20.500a4.7 4.7 0 0 1 9.2 0M12 8L9.8 5.700a1.6 1.6 0 "
     "0 1 2.2-2.200a1.6 1.6 0 0 1 2.2 2.200Z",
     true},
    {"neighbour", "M2 12.500L7.5 7l5.5 5.500M4 11v9.500h7V11M12.5 8.500L16.5 4L22 9.500M20 8v12.500h-5.5",
     true},
    {"doctor",
     "M6.5 3h-2v5.500a4.5 4.5 0 0 0 9 0V3h-2M9 13v2a5 5 0 0 0 10 0v-2M17 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0Z",
     true},
    {"nurse", "M7 10.500a5 5 0 0 0 10 0M6 6.500L12 3l6 3.500l-1 4H7ZM12 5.500v3M10.5 7h3M4 21a8 8 0 0 1 16 0",
     true},
    {"teacher", "M3.5 4h17v11h-17ZM7.5 8h9M7.5 11.500h5M12 15v2M8 21l4-4l4 4", true},
    {"colleague", "M3 8h18v12H3ZM8.5 8V5h7v3M3 13.500h18M12 12.500v2", true},
    {"help",
     "M12 10.500L8.8 7.200a2.1 2.1 0 0 1 3.2-2.900a2.1 2.1 0 0 1 3.2 2.900ZM2.5 14h3.500l3.5 "
     "1.500h3.500a1.5 1.5 0 0 1 0 3H9.500M13.8 17l5-2.800a1.5 1.5 0 0 1 1.7 2.500L14 21H9L6 19.500H2.5",
     true},
    {"dog",
     "M7 5.500C4 4.5 2.5 7 2.5 9.500s1 4.5 2.7 3.500M17 5.500c3-1 4.5 1.5 4.5 4s-1 4.5-2.7 3.500M7 "
     "5.500c1.5-1 3-1.5 5-1.500s3.5.5 5 1.500c1.5 2 2.2 5 1.8 8a6.8 6.8 0 0 1-13.6 0c-.4-3 .3-6 "
     "1.8-8ZM9.5 10.500v.01M14.5 10.500v.01M10.5 14h3l-1.5 1.500ZM12 15.500v1.5",
     true},
    {"cat",
     "M5 4l4.5 3.500h5L19 4v9.500a7 7 0 0 1-14 0ZM9.5 12v.01M14.5 12v.01M12 15.500v.01M2 14l3 .5M22 14l-3 .5",
     true},
    {"bird",
     "M3 20l3.5-3.500A6.5 6.5 0 0 1 4 11.500C4 7.5 7 4.5 11 4.500a4 4 0 0 1 4 4l5.5 2l-5.5 2c0 4.2-3 7.5-7 "
     "7.500ZM11.5 8.500v.01M8 14c2 1.5 4 1 5-.5",
     true},
    {"home", "M3 11.500L12 4l9 7.500M5.5 9.500V20h13V9.500M10 20v-6h4v6", true},
    {"school", "M2 9l10-5l10 5l-10 5ZM6 11.500V17c3 2.7 9 2.7 12 0v-5.500M22 9v6", true},
    {"work",
     "M10.5 3.500l7 7l-3 3l-7-7c.5-1.5 1.5-2.5 3-3ZM11 10L3.8 17.200a2.1 2.1 0 0 0 3 3L14 13M16 9l2.5-2.5",
     true},
    {"shop", "M5 8h14l1 13H4ZM8.5 11.500V7a3.5 3.5 0 0 1 7 0v4.5", true},
    {"church", "M12 2v6M10 4.500h4M5.5 21v-8.500L12 8l6.5 4.500V21ZM10 21v-4a2 2 0 0 1 4 0v4", true},
    {"mosque",
     "M5.5 21v-7.500h13V21ZM6 13.500c0-4.5 6-4.5 6-8.500c0 4 6 4 6 8.500M12 2.500V5M10 21v-3a2 2 0 0 1 4 "
     "0v3M2 21V9M22 21V9",
     true},
    {"sport",
     ROUND "M12 8.200l3.7 2.700l-1.4 4.300H9.700l-1.4-4.300ZM12 8.200V3.500M15.7 10.900l4.5-1.500M14.3 "
           "15.200l2.8 3.700M9.7 15.200l-2.8 3.700M8.3 10.900L3.8 9.4",
     true},
    {"music", "M9 18V5.500L20 3v13M3 18a3 3 0 1 0 6 0a3 3 0 1 0-6 0ZM14 16a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z",
     true},
    {"phone", "M9 2.500h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM11 18h2", true},
    {"coffee",
     "M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5ZM17 10.500h1.500a2.5 2.5 0 0 1 0 5H17M8 3v2.500M12.5 3v2.5",
     true},
    {"bike",
     "M1.8 16.5a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0ZM14.8 16.5a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 "
     "0ZM5.5 16.5L8.5 10.5h6.5l3.5 6M8.5 10.5l3.5 6l3-6M7 7.5h3M8.5 10.5L7.8 7.5M15 10.5L13.7 6h3.3",
     true},
    {"bus", "M4 4.500h16V17H4ZM4 11h16M12 4.500V11M7 17v3M17 17v3M7.5 14v.01M16.5 14v.01", true},
    {"car", "M3 17.500v-5L6 6.500h12l3 6v5ZM3 12.500h18M5.5 17.500V20M18.5 17.500V20M7 15v.01M17 15v.01",
     true},
    {"train",
     "M8 3.500h8a2 2 0 0 1 2 2V16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V5.500a2 2 0 0 1 2-2ZM6 11h12M9.5 "
     "14.500v.01M14.5 14.500v.01M8 18l-2 3M16 18l2 3",
     true},
    {"walk",
     "M11 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM12.5 8.500l-1.5 6l3.5 2.500l1 4.500M11 14.500l-3 7M12.5 8.500l-4 "
     "2l-1.5 3.500M12.5 8.500l2 3l3.5 1",
     true},
    {"wheelchair",
     "M8.5 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM10.5 8v6.500H16l2.5 5H21M10.5 11H15M7.5 12a5.3 5.3 0 1 0 7.5 6.5",
     true},
    {"talk", "M4 4h16v12h-8.500L6.5 20.500V16H4Z", true},
    {"listen",
     "M6.5 9.500a5.5 5.5 0 0 1 11 0c0 4-4 4.5-4 8a3.5 3.5 0 0 1-6.5 1.500M9.5 9.500a2.5 2.5 0 0 1 5 0c0 "
     "2-2.5 2-2.5 4.5",
     true},
    {"hug",
     "M5.5 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM13.5 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0ZM3.5 "
     "21v-5.500a4.5 4.5 0 0 1 4.5-4c3 0 3 4.5 7 4.500M20.5 21v-5.500a4.5 4.5 0 0 0-4.5-4c-1.2 0-2 .6-2.7 1.5",
     true},
    {"happy", ROUND "M8.7 9.500v.01M15.3 9.500v.01M7.8 14a5 5 0 0 0 8.4 0", false},
    {"ordinary", ROUND "M8.7 9.500v.01M15.3 9.500v.01M8.5 15h7", false},
    {"hard", ROUND "M8.7 9.500v.01M15.3 9.500v.01M7.8 16.500a5 5 0 0 1 8.4 0", false},
    {"sun",
     "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM12 2v2.500M12 19.500V22M2 12h2.500M19.5 12H22M4.9 4.900l1.8 "
     "1.800M17.3 17.300l1.8 1.800M4.9 19.100l1.8-1.800M17.3 6.700l1.8-1.8",
     true},
    {"cloud", "M7 18.500a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.3 1.700a3.7 3.7 0 0 1-.3 7.300Z", true},
    {"rain",
     "M7 14.500a4.3 4.3 0 0 1-.4-8.500a6 6 0 0 1 11.2 1.500a3.5 3.5 0 0 1-.3 7ZM8 18v3M12 18v3M16 18v3",
     true},
    {"moon", "M20 14.500A8.5 8.5 0 1 1 9.5 4A7 7 0 0 0 20 14.500Z", true},
    {"heart",
     "M12 20.500C7 17 3.5 13.5 3.5 9.500A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 8.5 2.500c0 4-3.5 7.5-8.5 11Z",
     true},
    {"star", "M12 3l2.7 5.800l6.3.7l-4.7 4.200l1.3 6.300L12 16.800L6.4 20l1.3-6.300L3 9.500l6.3-.7Z", true},
    {"book",
     "M12 6.500C9.5 4.7 6 4.5 3 5v14c3-.5 6.5-.3 9 1.500c2.5-1.8 6-2 9-1.500V5c-3-.5-6.5-.3-9 1.500ZM12 "
     "6.500v14",
     true},
    {"tv", "M3 7.500h18V20H3ZM8 3l4 4.500L16 3", true},
    {"flower",
     "M12 13a5 5 0 0 1-5-5V3.5L9.5 6L12 3l2.5 3L17 3.5V8a5 5 0 0 1-5 5ZM12 13v9M12 20.5c0-3 2-4.5 5-4.5c0 "
     "3-2 4.5-5 4.5Z",
     true},
    {"tree",
     "M12 2.500a5 5 0 0 1 4.7 6.700A4.7 4.7 0 0 1 15.5 18h-7A4.7 4.7 0 0 1 7.3 9.200A5 5 0 0 1 12 2.500ZM12 "
     "10.500V22M12 15l3-2.5",
     true},
    {"food", "M7 3v18M4 3v5a3 3 0 0 0 6 0V3M17.5 21V3c-3 1.5-4 5-4 10h4", true},
    {"bed",
     "M2.5 19.500V5.500M2.5 16.500h19M21.5 19.500V14a4 4 0 0 0-4-4H11v6.500M5 11.500a1.5 1.5 0 1 0 3 0a1.5 "
     "1.5 0 1 0-3 0Z",
     true},
    {"clean", "M5 9.500h14l-1.5 11.500h-11ZM5 9.500a7 6.5 0 0 1 14 0", true},
    {"money", "M18 6.500a7 7 0 1 0 0 11M3.5 10.500h9.500M3.5 13.500h9.5", true},
    {"medicine", "M5 12.500L12.5 5a4.6 4.6 0 0 1 6.5 6.500L11.5 19A4.6 4.6 0 0 1 5 12.500ZM8.8 8.800l6.4 6.4",
     true},
    {"gift",
     "M4.5 11.500h15V21h-15ZM3 7.500h18v4H3ZM12 7.500V21M12 7.500c-2.5 0-5-.5-5-2.500S10.5 3 12 "
     "7.500c1.5-4.5 5-4.5 5-2.500s-2.5 2.5-5 2.5",
     true},
    {"letter", "M3 5.500h18v13H3ZM3 7l9 6.500L21 7", true},
    {"key", "M3 16a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0ZM10.7 12.800L20 3.500l1.5 1.500M16 7.500l2.5 2.5",
     true},
    {"calendar", "M4 5.500h16V20H4ZM4 10h16M8.5 3v4M15.5 3v4", true},
    {"clock", ROUND "M12 7v5l3.5 2", true},
    {"question", ROUND "M9.3 9.500a2.7 2.7 0 1 1 4 2.400c-.9.5-1.3 1-1.3 2M12 17v.01", false},
    {"yes", "M4 12.500L9.5 18L20 6.5", false},
    {"no", "M5.5 5.500l13 13M18.5 5.500l-13 13", false},
    {"stop", "M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300ZM9 12h6", false},
    {"back", "M20 12H4M10.5 5.500L4 12l6.5 6.5", false},
    {"forward", "M4 12h16M13.5 5.500L20 12l-6.5 6.5", false},
    {"photo", "M3 7.500h4l2-3h6l2 3h4V20H3ZM8 13.500a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z", false},
    {"pencil", "M4 20l1-4.500L16.5 4L20 7.500L8.5 19ZM14 6.500l3.5 3.5", false},
    {"plus", "M12 4.500v15M4.5 12h15", false},
    {"look",
     "M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7ZM9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z",
     false},
};

const kr_icon *kr_icons(size_t *count) {
    *count = KR_COUNT(all);
    return all;
}

const kr_icon *kr_icon_named(kr_str name) {
    for (size_t i = 0; name.len && i < KR_COUNT(all); i++)
        if (kr_str_is(name, all[i].name)) return &all[i];
    return NULL;
}

void kr_put_icon(kr_buf *out, const kr_icon *icon) {
    kr_put_z(
        out,
        "<svg class=\"k-pic\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"");
    kr_put_z(out, icon->path);
    kr_put_z(out, "\"/></svg>");
}

/* -- made larger -- */

static bool in_number(char c, bool first, bool dot) {
    return (c >= '0' && c <= '9') || (c == '.' && !dot) || (c == '-' && first);
}

/* One number of path data from `at` on; moves `at` behind it. */
static double number_at(const char *path, size_t *at) {
    double value = 0, place = 0;
    bool minus = path[*at] == '-', dot = false;
    for (bool first = true; in_number(path[*at], first, dot); first = false, (*at)++) {
        char c = path[*at];
        if (c == '.') {
            dot = true;
            place = 1;
        } else if (c != '-') {
            value = dot ? value : value * 10;
            if (dot) place /= 10;
            value += (c - '0') * (dot ? place : 1);
        }
    }
    return minus ? -value : value;
}

/* Every number times `scale`, but for the turn and the flags of an arc. */
static void put_scaled(kr_buf *out, const char *path, double scale) {
    char command = 0;
    size_t n = 0;
    for (size_t at = 0; path[at];) {
        char c = path[at];
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            command = c;
            n = 0;
            kr_put_c(out, c);
            at++;
        } else if (in_number(c, true, false)) {
            bool arc = command == 'a' || command == 'A', as_is = arc && n % 7 >= 2 && n % 7 <= 4;
            double value = number_at(path, &at);
            if (n) kr_put_c(out, ' ');
            kr_put_num(out, as_is ? value : value * scale);
            n++;
        } else {
            at++;
        }
    }
}

void kr_scene_icon(kr_scene *scene, const char *cls, const kr_icon *icon, double x, double y, double size) {
    kr_buf buf;
    kr_shape *shape = kr_scene_add(scene, KR_SH_PATH, cls);
    shape->x = x - size / 2;
    shape->y = y - size / 2;
    shape->a = 0;
    kr_buf_init(&buf, scene->arena, 4000);
    put_scaled(&buf, icon->path, size / 24);
    if (kr_buf_end(&buf, &shape->text) != KR_OK) scene->err = KR_E_MEMORY;
}
