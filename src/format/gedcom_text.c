/* Character sets of GEDCOM. ANSEL, the old one of libraries, writes accents before their letter. */
#include "core/utf8.h"
#include "format/tree.h"

/* 0xA1..0xCF; 0: nothing stands there. */
static const uint16_t letters[47] = {
    0x0141, 0x00D8, 0x0110, 0x00DE, 0x00C6, 0x0152, 0x02B9, 0x00B7, 0x266D, 0x00AE, 0x00B1, 0x01A0,
    0x01AF, 0x02BC, 0,      0x02BB, 0x0142, 0x00F8, 0x0111, 0x00FE, 0x00E6, 0x0153, 0x02BA, 0x0131,
    0x00A3, 0x00F0, 0,      0x01A1, 0x01B0, 0x25A1, 0x25A0, 0x00B0, 0x2113, 0x2117, 0x00A9, 0x266F,
    0x00BF, 0x00A1, 0x00DF, 0x20AC, 0,      0,      0,      0,      0x0065, 0x006F, 0x00DF};
/* 0xE0..0xFE. */
static const uint16_t accents[31] = {0x0309, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304, 0x0306, 0x0307,
                                     0x0308, 0x030C, 0x030A, 0xFE20, 0xFE21, 0x0315, 0x030B, 0x0310,
                                     0x0327, 0x0328, 0x0323, 0x0324, 0x0325, 0x0333, 0x0332, 0x0326,
                                     0x031C, 0x032E, 0xFE22, 0xFE23, 0,      0,      0x0313};

/* Letter and accent as one, where that exists: names are compared and drawn so. */
static const struct {
    uint16_t accent;
    const char *bases;
    uint16_t whole[24];
} composed[] = {
    {0x0300,
     "AEIOUaeiouNnWwYy",
     {0xC0, 0xC8, 0xCC, 0xD2, 0xD9, 0xE0, 0xE8, 0xEC, 0xF2, 0xF9, 0x1F8, 0x1F9, 0x1E80, 0x1E81, 0x1EF2,
      0x1EF3}},
    {0x0301, "AEIOUYaeiouyCcLlNnRrSsZz", {0xC1,  0xC9,  0xCD,  0xD3,  0xDA,  0xDD,  0xE1,  0xE9,
                                          0xED,  0xF3,  0xFA,  0xFD,  0x106, 0x107, 0x139, 0x13A,
                                          0x143, 0x144, 0x154, 0x155, 0x15A, 0x15B, 0x179, 0x17A}},
    {0x0302, "AEIOUaeiouCcGgHhJjSsWwYy", {0xC2,  0xCA,  0xCE,  0xD4,  0xDB,  0xE2,  0xEA,  0xEE,
                                          0xF4,  0xFB,  0x108, 0x109, 0x11C, 0x11D, 0x124, 0x125,
                                          0x134, 0x135, 0x15C, 0x15D, 0x174, 0x175, 0x176, 0x177}},
    {0x0303, "ANOanoIiUu", {0xC3, 0xD1, 0xD5, 0xE3, 0xF1, 0xF5, 0x128, 0x129, 0x168, 0x169}},
    {0x0304, "AaEeIiOoUu", {0x100, 0x101, 0x112, 0x113, 0x12A, 0x12B, 0x14C, 0x14D, 0x16A, 0x16B}},
    {0x0306,
     "AaEeGgIiOoUu",
     {0x102, 0x103, 0x114, 0x115, 0x11E, 0x11F, 0x12C, 0x12D, 0x14E, 0x14F, 0x16C, 0x16D}},
    {0x0307, "CcEeGgIZz", {0x10A, 0x10B, 0x116, 0x117, 0x120, 0x121, 0x130, 0x17B, 0x17C}},
    {0x0308, "AEIOUaeiouyY", {0xC4, 0xCB, 0xCF, 0xD6, 0xDC, 0xE4, 0xEB, 0xEF, 0xF6, 0xFC, 0xFF, 0x178}},
    {0x030A, "AaUu", {0xC5, 0xE5, 0x16E, 0x16F}},
    {0x030B, "OoUu", {0x150, 0x151, 0x170, 0x171}},
    {0x030C,
     "CcDdEeNnRrSsTtZz",
     {0x10C, 0x10D, 0x10E, 0x10F, 0x11A, 0x11B, 0x147, 0x148, 0x158, 0x159, 0x160, 0x161, 0x164, 0x165, 0x17D,
      0x17E}},
    {0x0327,
     "CcSsTtGKkLlNnRr",
     {0xC7, 0xE7, 0x15E, 0x15F, 0x162, 0x163, 0x122, 0x136, 0x137, 0x13B, 0x13C, 0x145, 0x146, 0x156, 0x157}},
    {0x0328, "AaEeIiUu", {0x104, 0x105, 0x118, 0x119, 0x12E, 0x12F, 0x172, 0x173}},
};

static uint32_t whole_of(uint32_t base, uint32_t accent) {
    for (size_t i = 0; base < 0x80 && base && i < KR_COUNT(composed); i++) {
        const char *at = composed[i].accent == accent ? strchr(composed[i].bases, (int)base) : NULL;
        if (at) return composed[i].whole[at - composed[i].bases];
    }
    return 0;
}

#define MOST_ACCENTS 4

static kr_err from_ansel(kr_str *out, kr_arena *arena, kr_str bytes) {
    kr_buf buf;
    uint32_t waiting[MOST_ACCENTS];
    size_t n = 0;
    kr_buf_init(&buf, arena, bytes.len * 3 + 16);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c >= 0xE0 && c <= 0xFE && accents[c - 0xE0]) {
            if (n < MOST_ACCENTS) waiting[n++] = accents[c - 0xE0];
            continue;
        }
        uint32_t point = c;
        if (c >= 0x80) point = c >= 0xA1 && c <= 0xCF && letters[c - 0xA1] ? letters[c - 0xA1] : 0xFFFD;
        /* The accent nearest to the letter joins it; the others follow. */
        uint32_t whole = n ? whole_of(point, waiting[n - 1]) : 0;
        kr_put_utf8(&buf, whole ? whole : point);
        for (size_t k = whole ? n - 1 : n; k > 0; k--) kr_put_utf8(&buf, waiting[k - 1]);
        n = 0;
    }
    return kr_buf_end(&buf, out);
}

/* Two bytes for each character, and no mark that says so: "0 HEAD" tells. */
static bool wide_without_mark(kr_str bytes) {
    if (bytes.len < 4) return false;
    return (bytes.ptr[0] == '0' && bytes.ptr[1] == 0) || (bytes.ptr[0] == 0 && bytes.ptr[1] == '0');
}

static kr_err with_mark(kr_str *out, kr_arena *arena, kr_str bytes) {
    char *copy = kr_arena_alloc(arena, bytes.len + 2);
    if (!copy) return KR_E_MEMORY;
    bool big = bytes.ptr[0] == 0;
    memcpy(copy, big ? "\xFE\xFF" : "\xFF\xFE", 2);
    memcpy(copy + 2, bytes.ptr, bytes.len);
    *out = kr_str_n(copy, bytes.len + 2);
    return KR_OK;
}

/* The value of "1 CHAR", from the first lines. */
static kr_str charset_of(kr_str bytes) {
    kr_str head = kr_str_n(bytes.ptr, bytes.len < 8192 ? bytes.len : 8192);
    size_t at = kr_str_find(head, KR_STR("1 CHAR "));
    if (at == SIZE_MAX) return KR_NONE;
    size_t end = at + 7;
    while (end < head.len && head.ptr[end] != '\r' && head.ptr[end] != '\n') end++;
    return kr_str_trim(kr_str_n(head.ptr + at + 7, end - at - 7));
}

kr_err kr_gedcom_text(kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    kr_err err = KR_OK;
    if (!kr_is_utf16(bytes) && wide_without_mark(bytes)) err = with_mark(&bytes, arena, bytes);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    bool narrow = !kr_is_utf16(bytes) && !kr_str_starts(bytes, KR_STR("\xEF\xBB\xBF"));
    if (!narrow || kr_utf8_valid(bytes) || memchr(bytes.ptr, 0, bytes.len))
        return kr_text_of_file(out, arena, bytes, error);
    kr_str charset = charset_of(bytes);
    if (kr_same_folded(charset, KR_STR("ANSEL")))
        err = from_ansel(out, arena, bytes);
    else if (kr_same_folded(charset, KR_STR("IBMPC")) || kr_same_folded(charset, KR_STR("IBM DOS")))
        err = kr_text_of_charset(out, arena, bytes, KR_STR("cp850"));
    else
        err = kr_text_of_charset(out, arena, bytes, charset);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}
