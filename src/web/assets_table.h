/* The tables that tools/embed.mjs makes; only for assets.c. */
#ifndef KR_ASSETS_TABLE_H
#define KR_ASSETS_TABLE_H

#include "web/assets.h"

extern const kr_asset kr_asset_table[];
extern const size_t kr_asset_count;
extern const char kr_asset_hash[];
extern const kr_template_file kr_template_table[];
extern const size_t kr_template_count;

#endif
