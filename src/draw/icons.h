/* Line icons of our own: for people who would rather see a picture than a word, and for whoever has no photo.
 * Drawn on 24 by 24 with a stroke of 2 and round ends. The words are "pic.NAME" in the catalogue. */
#ifndef KR_DRAW_ICONS_H
#define KR_DRAW_ICONS_H

#include "draw/scene.h"

typedef struct kr_icon {
    const char *name; /* stands in person.pictogram */
    const char *path; /* path data */
    bool person;      /* may stand for somebody or something in a circle */
} kr_icon;

const kr_icon *kr_icons(size_t *count);
/* NULL for an unknown name. O(icons). */
const kr_icon *kr_icon_named(kr_str name);
/* An <svg> for a page: class k-pic, hidden from screen readers because a word stands beside it. */
void kr_put_icon(kr_buf *out, const kr_icon *icon);
/* The icon in a drawing, `size` wide around (x, y). */
void kr_scene_icon(kr_scene *scene, const char *cls, const kr_icon *icon, double x, double y, double size);

#endif
