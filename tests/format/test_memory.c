/* Memory runs out at every single allocation in turn: an error each time, never a crash, a leak or half a
 * result. The allocator here is the one under the arena; jansson's own is global state of the process and is
 * left alone. */
#include "format_help.h"
#include "format/research.h"

#include <stdlib.h>

typedef struct meagre {
    size_t count, fail_at, alive;
} meagre;

static void *meagre_alloc(void *context, size_t size) {
    meagre *m = context;
    if (++m->count == m->fail_at) return NULL;
    void *ptr = malloc(size);
    m->alive += ptr != NULL;
    return ptr;
}

static void meagre_release(void *context, void *ptr) {
    meagre *m = context;
    m->alive -= ptr != NULL;
    free(ptr);
}

static uint64_t code(void *context, kr_id id) {
    (void)context;
    return id;
}

static kr_str word(void *context, const char *key) {
    (void)context;
    return kr_str_z(key);
}

/* To research tools, and as a study. */
static kr_err for_research(help *h, const kr_circle *circle, const kr_network *network) {
    kr_buf buf;
    kr_file files[3];
    kr_research_circle one = {circle, KR_STR("a")};
    kr_research_options options = {.with_text = false, .code = code, .text = word};
    kr_buf_init(&buf, &h->arena, 1u << 24);
    kr_err err = kr_graphml_write(&buf, &h->arena, network, true, &h->error);
    kr_buf_init(&buf, &h->arena, 1u << 24);
    if (err == KR_OK) err = kr_gexf_write(&buf, &h->arena, circle, KR_VIEWER_OWNER, &h->error);
    if (err == KR_OK) err = kr_networkcanvas_write(files, &h->arena, network, KR_STR("c"), &h->error);
    if (err == KR_OK) err = kr_egor_write(files, &h->arena, network, false, &h->error);
    kr_buf_init(&buf, &h->arena, 1u << 24);
    if (err == KR_OK) err = kr_zip_write(&buf, &h->arena, files, 3, &h->error);
    kr_buf_init(&buf, &h->arena, 1u << 24);
    return err == KR_OK ? kr_research_write(&buf, &h->arena, &one, 1, &options, &h->error) : err;
}

/* Reads, makes a circle, folds it and writes it in all forms. */
static kr_err whole_way(help *h, kr_format format, kr_str bytes) {
    kr_import *import;
    kr_change *changes;
    size_t count;
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_buf buf;
    kr_err err = kr_import_read(&import, &h->arena, format, bytes, true, &h->error);
    if (err == KR_OK)
        err = kr_import_history(&changes, &count, &h->arena, import, help_maker(h), KR_NONE, &h->error);
    if (err == KR_OK) err = kr_circle_fold(&circle, &h->arena, changes, count, &h->error);
    if (err == KR_OK) err = kr_view_make(&view, &h->arena, &circle, KR_VIEWER_OWNER, 0, &h->error);
    if (err == KR_OK) err = kr_network_make(&network, &h->arena, &view);
    if (err != KR_OK) return err;
    kr_buf_init(&buf, &h->arena, 1u << 24);
    err = kr_csv_write(&buf, &network, true);
    if (err == KR_OK) err = kr_json_write(&buf, &network);
    kr_buf_init(&buf, &h->arena, 1u << 24);
    if (err == KR_OK) err = kr_kring_write(&buf, &view, &h->error);
    if (err == KR_OK) err = kr_kring_read(&changes, &count, &h->arena, kr_str_n(buf.ptr, buf.len), &h->error);
    for (int seven = 0; seven < 2 && err == KR_OK; seven++) {
        kr_gedcom_options options = {.seven = seven, .with_private = true, .with_notes = true};
        kr_buf_init(&buf, &h->arena, 1u << 24);
        err = kr_gedcom_write(&buf, &h->arena, &view, &options, &h->error);
    }
    bool study = kr_is_study(format);
    return err == KR_OK && study ? for_research(h, &circle, &network) : err;
}

/* Small blocks make many allocations: the arena's blocks grow, so the sweep is repeated with text that is
 * long enough. */
static void sweep(kr_format format, kr_str bytes) {
    for (size_t fail_at = 1;; fail_at++) {
        meagre m = {0, fail_at, 0};
        kr_allocator allocator = {meagre_alloc, meagre_release, &m};
        help h;
        help_begin(&h, &allocator);
        kr_err err = whole_way(&h, format, bytes);
        help_end(&h);
        assert_int_equal(m.alive, 0);
        if (m.count < fail_at) {
            assert_int_equal(err, KR_OK);
            assert_true(fail_at > 3);
            return;
        }
        assert_int_equal(err, KR_E_MEMORY);
    }
}

/* `limit` of the arena instead of the allocator: fails at every size, so also within a block. */
static void squeeze(kr_format format, kr_str bytes) {
    size_t need = 0, step = 97;
    help h;
    help_begin(&h, NULL);
    assert_int_equal(whole_way(&h, format, bytes), KR_OK);
    need = h.arena.used;
    help_end(&h);
    if (need / step > 3000) step = need / 3000;
    for (size_t limit = 0; limit < need; limit += step) {
        help_begin(&h, NULL);
        kr_arena_dispose(&h.arena);
        kr_arena_init(&h.arena, kr_heap(), limit);
        assert_int_equal(whole_way(&h, format, bytes), KR_E_MEMORY);
        help_end(&h);
    }
}

static const char csv[] =
    "id,name,role,sector,domain,acquainted,Notes,E-mail 1 - Value,Birthday,Spouse\n"
    "00000000000000aa,=Jan,\"a \"\"b\"\"\",friend,home hobby,00000000000000bb,x,j@v.nl,1970-01-02,Piet\n"
    "00000000000000bb,Piet,,Familie,,,\"een\ntwee\",,,Jan\n";
static const char vcard[] =
    "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1252:Do\xEB;John;;;\nNOTE;QUOTED-PRINTABLE:a=0D=0A=\n"
    "b\nTEL:1\nADR:;;s;t;;;\nORG:x;y\nUID:1\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nRELATED:urn:uuid:1\nEMAIL:x@y\nCATEGORIES:Familie\nBDAY:19800203\nEND:VCARD\n";
static const char easynwk[] = "{\"versions\":[{\"title\":\"a\",\"date\":\"2024-01-01\",\"nwk\":{\"ego\":{"
                              "\"name\":\"E\",\"age\":\"40\"},\"alteri\":["
                              "{\"id\":1,\"name\":\"J\",\"angle\":10,\"distance\":3,\"edgeType\":2,\"note\":"
                              "\"n\"},{\"id\":2,\"name\":\"P\",\"angle\":-10,\"distance\":120}],"
                              "\"connections\":[{\"id1\":1,\"id2\":2}]}},{\"title\":\"b\",\"nwk\":{"
                              "\"alteri\":[{\"id\":2,\"name\":\"P\",\"role\":\"r\"}]}}]}";
static const char kring[] = "{\"format\":\"kring\",\"version\":1,\"circle\":{\"ego\":\"1\",\"people\":[{"
                            "\"id\":\"1\",\"name\":\"E\"},{\"id\":\"2\",\"name\":\"J\","
                            "\"domain\":[\"home\"]},{\"id\":\"3\",\"name\":\"P\"}],\"ties\":[{\"a\":\"1\","
                            "\"b\":\"2\",\"closeness\":\"friend\"},{\"a\":\"2\",\"b\":\"3\"}]}}";

static const char gedcom[] =
    "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Jan  van /Dam/\n2 NPFX Dr.\n1 SEX M\n"
    "1 BIRT\n2 DATE ABT 1900\n2 PLAC Delft\n2 AGE 1y\n1 DEAT Y\n1 FAMS @F1@\n1 NOTE @N1@\n1 NOTE two\n2 CONC "
    "s\n"
    "0 @I2@ INDI\n1 NAME Piet\n1 ASSO @I3@\n2 RELA twin\n1 FAMC @F1@\n2 PEDI adopted\n1 FAMS @F9@\n1 OCCU "
    "a@@b\n2 TYPE c\n"
    "0 @I3@ INDI\n1 NAME An (twin)\n"
    "0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I2@\n1 CHIL @I2@\n1 CHIL @I3@\n1 MARR\n2 DATE 1920\n1 DIV\n2 DATE "
    "(once)\n"
    "0 @N1@ NOTE one\n1 CONT more\n0 TRLR\n";

/* Something of everything that a file of GenoPro may hold. */
static const char genopro[] =
    "<?xml version='1.0'?><GenoPro><Date>1 Jan 2016</Date><GenoMaps><GenoMap "
    "Name='A'/></GenoMaps><Individuals>"
    "<Individual ID='a'><Name>Jan<Middle>x</Middle></Name><Position "
    "GenoMap='A'>1,2</Position><Gender>M</Gender>"
    "<Birth><Date>~1950</Date><Place>p</Place></Birth><Death><Date>2001</Date><Cause>c</Cause></Death>"
    "<Occupations>o</Occupations><Comment>n</Comment></Individual><Individual ID='b'><Name><First>E</First>"
    "<Last>B</Last></Name></Individual><Individual ID='c' IndividualInternalHyperlink='b'/>"
    "<Individual ID='d'><IsDead>Y</IsDead></Individual></Individuals>"
    "<Families><Family ID='f'><Relation>Bogus</Relation><Unions>m n</Unions></Family></Families>"
    "<Marriages><Marriage ID='m'><Date>1975</Date><Divorce><Date>~1980</Date></Divorce></Marriage>"
    "<Marriage ID='n'><Date>1990</Date><Comment>k</Comment></Marriage></Marriages>"
    "<Places><Place ID='p'><Name>Delft</Name></Place></Places>"
    "<Occupations><Occupation ID='o'><Title>t</Title></Occupation></Occupations><PedigreeLinks>"
    "<PedigreeLink PedigreeLink='Parent' Family='f' Individual='a'/>"
    "<PedigreeLink PedigreeLink='Biological' Family='f' Individual='c' Twin='t'/>"
    "<PedigreeLink PedigreeLink='Biological' Family='f' Individual='d' Twin='t'/></PedigreeLinks>"
    "<Twins><Twin ID='t'/></Twins><EmotionalRelationships><EmotionalRelationship EmotionalLink='Hate' "
    "Entity1='a'"
    " Entity2='b'><Comment>k</Comment></EmotionalRelationship></EmotionalRelationships><Pictures><Picture/>"
    "</Pictures></GenoPro>";

static const char egor[] = "egoID;alter.sex.1;alter.age.1;alter.sex.2;name.2;weight.1.2;city\n"
                           "7;w;44;m;Bram;2;Delft\n";
static const char graphml[] =
    "<graphml><key id='d0' for='node' attr.name='name'/><key id='d1' for='node' attr.name='hobby'><default>a"
    "</default></key><graph id='G'><data key='sex'>m</data><node id='n0'><data key='d0'>Bram</data></node>"
    "<node id='n1'/><edge source='n0' target='n1'><data "
    "key='between'>friends</data></edge></graph></graphml>";
static const char gexf[] =
    "<gexf><graph mode='dynamic'><attributes class='node'><attribute id='0' title='closeness'/></attributes>"
    "<nodes><node id='a' label='ego'><attvalues><attvalue for='0' value='weak'/></attvalues></node><node "
    "id='b' start='2020-01-01' end='2022-06-01'/><node id='c'><spells><spell start='2021-05-01'/></spells>"
    "</node></nodes><edges><edge source='a' target='b'/><edge source='b' target='c'/></edges></graph></gexf>";

static const struct {
    kr_format format;
    const char *text;
} files[] = {{KR_FORMAT_EGOR, egor},       {KR_FORMAT_GRAPHML, graphml}, {KR_FORMAT_GEXF, gexf},
             {KR_FORMAT_GENOPRO, genopro}, {KR_FORMAT_GEDCOM, gedcom},   {KR_FORMAT_CSV, csv},
             {KR_FORMAT_VCARD, vcard},     {KR_FORMAT_EASYNWK, easynwk}, {KR_FORMAT_KRING, kring}};

static void every_block_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(files); i++) sweep(files[i].format, kr_str_z(files[i].text));
}

static void every_size_is_too_small(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(files); i++) squeeze(files[i].format, kr_str_z(files[i].text));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_block_fails),
                                       cmocka_unit_test(every_size_is_too_small)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
