/* What the binary carries for the browser: styles, scripts, fonts, icons, and the text of the templates. Made
 * when building by tools/embed.mjs. Everything is static memory. */
#ifndef KR_ASSETS_H
#define KR_ASSETS_H

#include "core/base.h"

typedef struct kr_asset {
    kr_str name;      /* "kring.css" */
    const char *type; /* content type, with charset for text */
    kr_str bytes;
    kr_str gzip;      /* the same, compressed; empty where that does not pay (fonts) */
    const char *hash; /* of the bytes: 16 hexadecimal digits */
} kr_asset;

/* NULL when there is none. O(log files). */
const kr_asset *kr_asset_find(kr_str name);
/* All of them, in byte order of their names. */
const kr_asset *kr_assets(size_t *count);
/* One hash over all files with their names, for addresses such as /s/HASH/kring.css: a style that names a
 * font by a relative address then finds it, and whatever changes gets a new address. */
const char *kr_assets_hash(void);

/* A template: web/templates/NAME.mustache. */
typedef struct kr_template_file {
    kr_str name; /* without .mustache */
    kr_str text;
} kr_template_file;

/* In byte order of their names. */
const kr_template_file *kr_template_files(size_t *count);
/* Empty when there is none by that name (or it is empty). O(log templates). */
kr_str kr_template_text(kr_str name);

#endif
