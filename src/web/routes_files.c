#include "web/pages_own.h"

/* A file of 16 MiB, carried as text, and its ticks. */
#define FILE_BODY (24u << 20)

const kr_route kr_routes_files[] = {
    {"GET", "/leeg", KR_ANYBODY, false, kr_page_empty, "leeg", 0, 0, 0},
    {"GET", "/leeg.pdf", KR_ANYBODY, false, kr_page_empty_pdf, NULL, 0, 0, 0},
    {"GET", "/kringen/bestand", KR_SIGNED_IN, false, kr_page_bring_show, "erbij", 0, 0, 0},
    {"POST", "/kringen/bestand", KR_SIGNED_IN, true, kr_page_bring, "erbij-wie", 0, FILE_BODY, 0},
    {"POST", "/kringen/bestand/neem", KR_SIGNED_IN, true, kr_page_bring_take, NULL, 0, FILE_BODY, 0},
    {"GET", "/kring/:circle/erbij", KR_OWNER, false, kr_page_bring_show, "erbij", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/erbij", KR_OWNER, true, kr_page_bring, "erbij-wie", KR_PART_MAP, FILE_BODY, 0},
    {"POST", "/kring/:circle/erbij/neem", KR_OWNER, true, kr_page_bring_take, NULL, KR_PART_MAP, FILE_BODY,
     0},
    {"GET", "/kring/:circle/meenemen", KR_OWNER, false, kr_page_take, "meenemen", KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/papier", KR_SHARED, false, kr_page_paper, NULL, KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/afdruk", KR_SHARED, false, kr_page_print, "afdruk", KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/bestand.kring", KR_OWNER, false, kr_page_take_kring, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/bestand.csv", KR_OWNER, false, kr_page_take_csv, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/adresboek.vcf", KR_OWNER, false, kr_page_take_vcard, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/stamboom.ged", KR_OWNER, false, kr_page_take_gedcom, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/stamboom551.ged", KR_OWNER, false, kr_page_take_gedcom551, NULL, KR_PART_FEEL, 0,
     0},
    {"GET", "/kring/:circle/weg", KR_OWNER, false, kr_page_circle_gone, "weg", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/weg", KR_OWNER, true, kr_page_circle_destroy, "weg", KR_PART_MAP, 4096, 0},
    {"GET", "/kring/:circle/gekeken", KR_OWNER, false, kr_page_looked, "gekeken", KR_PART_TIME, 0, 0},
    {0},
};
