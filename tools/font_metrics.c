/* Makes src/draw/font_metrics.c: how wide each glyph of the bundled font is, so that layouts can be computed
 * without the font and come out the same everywhere. Run it again only when the font changes:
 *
 *   cc tools/font_metrics.c $(pkg-config --cflags --libs freetype2) -o /tmp/fm
 *   /tmp/fm LATIN.woff2 LATIN-EXT.woff2 > src/draw/font_metrics.c
 *
 * Widths are in thousandths of an em, at weight 400 and 700; 0 means that the font has no such glyph.
 */
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MULTIPLE_MASTERS_H

#include <stdio.h>
#include <stdlib.h>

#define FIRST_MAIN  0x20
#define LAST_MAIN   0x17f
#define FIRST_PUNCT 0x2010
#define LAST_PUNCT  0x203a

static const unsigned others[] = {0x218,  0x219,  0x21a,  0x21b,  0x1e9e, 0x20ac,
                                  0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212};

/* The width in either of the two files, whichever has the glyph. */
static int width_of(FT_Face *faces, size_t n, unsigned code) {
    for (size_t i = 0; i < n; i++) {
        FT_UInt glyph = FT_Get_Char_Index(faces[i], code);
        if (glyph == 0) continue;
        if (FT_Load_Glyph(faces[i], glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) != 0) return 0;
        return (int)((faces[i]->glyph->metrics.horiAdvance * 1000 + faces[i]->units_per_EM / 2) /
                     faces[i]->units_per_EM);
    }
    return 0;
}

static int set_weight(FT_Face *faces, size_t n, int weight) {
    for (size_t i = 0; i < n; i++) {
        FT_Fixed axis = (FT_Fixed)weight * 65536;
        if (FT_Set_Var_Design_Coordinates(faces[i], 1, &axis) != 0) return -1;
    }
    return 0;
}

static void range(FT_Face *faces, size_t n, const char *name, unsigned first, unsigned last) {
    printf("const uint16_t %s[2][%u] = {\n", name, last - first + 1);
    for (int bold = 0; bold < 2; bold++) {
        if (set_weight(faces, n, bold ? 700 : 400) != 0) exit(1);
        printf("    {");
        for (unsigned c = first; c <= last; c++)
            printf("%s%d",
                   c == first              ? ""
                   : (c - first) % 20 == 0 ? ",\n     "
                                           : ", ",
                   width_of(faces, n, c));
        printf("},\n");
    }
    printf("};\n\n");
}

static void list(FT_Face *faces, size_t n) {
    size_t count = sizeof others / sizeof others[0];
    int width[2][32];
    for (int bold = 0; bold < 2; bold++) {
        if (set_weight(faces, n, bold ? 700 : 400) != 0) exit(1);
        for (size_t i = 0; i < count; i++) width[bold][i] = width_of(faces, n, others[i]);
    }
    printf("const kr_glyph kr_font_others[KR_FONT_OTHERS] = {\n");
    for (size_t i = 0; i < count; i++)
        if (width[0][i] > 0) printf("    {0x%04x, {%d, %d}},\n", others[i], width[0][i], width[1][i]);
    printf("};\n");
}

int main(int argc, char **argv) {
    FT_Library library;
    FT_Face faces[4];
    size_t n = 0;
    if (argc < 2 || FT_Init_FreeType(&library) != 0) return 2;
    for (int i = 1; i < argc && n < 4; i++)
        if (FT_New_Face(library, argv[i], 0, &faces[n++]) != 0) {
            fprintf(stderr, "cannot open %s\n", argv[i]);
            return 1;
        }
    fprintf(stderr, "ascender %d descender %d em %d\n", faces[0]->ascender, faces[0]->descender,
            faces[0]->units_per_EM);
    printf("/* Made by tools/font_metrics.c from Atkinson Hyperlegible Next (SIL OFL 1.1); do not edit. */\n"
           "#include \"draw/font_metrics.h\"\n\n");
    range(faces, n, "kr_font_main", FIRST_MAIN, LAST_MAIN);
    range(faces, n, "kr_font_punct", FIRST_PUNCT, LAST_PUNCT);
    list(faces, n);
    return 0;
}
