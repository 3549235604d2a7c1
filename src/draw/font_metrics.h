/* Advance widths of the bundled font, in thousandths of an em; [0] weight 400, [1] weight 700; 0: no such
 * glyph. The tables are made by tools/font_metrics.c. */
#ifndef KR_FONT_METRICS_H
#define KR_FONT_METRICS_H

#include <stdint.h>

typedef struct kr_glyph {
    uint32_t code;
    uint16_t width[2];
} kr_glyph;

#define KR_FONT_MAIN_FIRST  0x20
#define KR_FONT_MAIN_LAST   0x17f
#define KR_FONT_PUNCT_FIRST 0x2010
#define KR_FONT_PUNCT_LAST  0x203a
#define KR_FONT_OTHERS      8

extern const uint16_t kr_font_main[2][352];
extern const uint16_t kr_font_punct[2][43];
extern const kr_glyph kr_font_others[KR_FONT_OTHERS];

/* Height above and below the baseline of a line of text, in em. */
#define KR_FONT_ASCENT  0.984
#define KR_FONT_DESCENT 0.316
#define KR_FONT_LINE    1.3

#endif
