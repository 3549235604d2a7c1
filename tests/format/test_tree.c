/* What family trees hold besides people, couples and children: twins in GEDCOM of both versions, and all that
 * a file of GenoPro says. */
#include "format_help.h"

#include "core/family.h"
#include "format/tree.h"

#include <stdio.h>
#include <stdlib.h>

static kr_circle circle_of(help *h, kr_format format, const char *text, kr_import **import) {
    kr_change *changes;
    size_t count;
    kr_circle circle;
    *import = help_import(h, format, kr_str_z(text), true);
    assert_int_equal(
        kr_import_history(&changes, &count, &h->arena, *import, help_maker(h), KR_NONE, &h->error), KR_OK);
    help_fold(h, &circle, changes, count);
    return circle;
}

static const kr_person *called(const kr_circle *c, const char *name) {
    for (size_t i = 0; i < c->n_persons; i++) {
        if (kr_str_is(c->persons[i].name, name)) return &c->persons[i];
    }
    print_message("nobody is called %s\n", name);
    fail();
    return NULL;
}

static const kr_parentage *child(const kr_circle *c, const char *name) {
    kr_id id = called(c, name)->id;
    for (size_t i = 0; i < c->n_parentages; i++) {
        if (c->parentages[i].child == id) return &c->parentages[i];
    }
    return NULL;
}

static bool noted(const kr_import *import, const char *key, const char *detail) {
    for (size_t i = 0; i < import->n_notes; i++) {
        const kr_import_note *note = &import->notes[i];
        if (strcmp(note->key, key) == 0 && kr_str_is(note->detail, detail)) return true;
    }
    return false;
}

/* -- twins -- */

#define CHILDREN                                                                                             \
    "0 @F1@ FAM\n1 HUSB @I9@\n1 CHIL @I1@\n1 CHIL @I2@\n1 CHIL @I3@\n1 CHIL @I4@\n0 @I9@ INDI\n1 NAME "      \
    "Pa\n0 TRLR\n"

static const char old_twins[] =
    "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n"
    "0 @I1@ INDI\n1 NAME Een\n1 FAMC @F1@\n1 ASSO @I2@\n2 RELA identical twin\n"
    "0 @I2@ INDI\n1 NAME Twee\n1 FAMC @F1@\n1 ASSO @I1@\n2 RELA Twin_Brother\n"
    "0 @I3@ INDI\n1 NAME Drie\n1 FAMC @F1@\n1 ASSO @I9@\n2 RELA twin\n"
    "0 @I4@ INDI\n1 NAME Vier\n1 FAMC @F1@\n1 ASSO @I3@\n2 RELA Twining\n" CHILDREN;

static const char new_twins[] =
    "0 HEAD\n1 GEDC\n2 VERS 7.0\n"
    "0 @I1@ INDI\n1 NAME Een\n1 FAMC @F1@\n1 ASSO @I2@\n2 ROLE MULTIPLE\n3 PHRASE triplet\n"
    "0 @I2@ INDI\n1 NAME Twee\n1 FAMC @F1@\n"
    "0 @I3@ INDI\n1 NAME Drie\n1 FAMC @F1@\n1 ASSO @I2@\n2 ROLE OTHER\n"
    "3 PHRASE twee-eiige drieling\n"
    "0 @I4@ INDI\n1 NAME Vier\n1 FAMC @F1@\n1 ASSO @I3@\n2 ROLE FRIEND\n" CHILDREN;

static void named_together(void **state) {
    (void)state;
    help h;
    kr_import *import;
    help_begin(&h, NULL);
    kr_circle c = circle_of(&h, KR_FORMAT_GEDCOM, old_twins, &import);
    assert_int_equal(child(&c, "Een")->twin, 1);
    assert_int_equal(child(&c, "Twee")->twin, 1);
    assert_int_equal(child(&c, "Een")->twin_type, KR_twin_type_identical);
    assert_int_equal(child(&c, "Twee")->twin_type, KR_twin_type_identical);
    assert_int_equal(child(&c, "Drie")->twin, 0);
    assert_int_equal(child(&c, "Vier")->twin, 0);
    assert_true(noted(import, "format.note.twin", "Drie")); /* of their father */
    assert_true(noted(import, "format.note.gedcom_tag", "INDI.ASSO"));
    c = circle_of(&h, KR_FORMAT_GEDCOM, new_twins, &import);
    assert_int_equal(child(&c, "Een")->twin, 1);
    assert_int_equal(child(&c, "Twee")->twin, 1);
    assert_int_equal(child(&c, "Drie")->twin, 1);
    assert_int_equal(child(&c, "Vier")->twin, 0);
    help_end(&h);
}

/* Said of each alone: those of one family that were born together. */
static const char alone[] =
    "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n"
    "0 @I1@ INDI\n1 NAME Een (twin)\n1 BIRT\n2 DATE 3 MAY 1950\n1 FAMC @F1@\n"
    "0 @I2@ INDI\n1 NAME Twee\n1 BIRT\n2 DATE 3 MAY 1950\n1 FACT fraternal twin\n2 TYPE Birth\n1 FAMC @F1@\n"
    "0 @I3@ INDI\n1 NAME Drie (twin)\n1 BIRT\n2 DATE 1952\n1 FAMC @F1@\n"
    "0 @I4@ INDI\n1 NAME Vier\n1 BIRT\n2 DATE 1952\n1 FAMC @F1@\n" CHILDREN;

static void said_alone(void **state) {
    (void)state;
    help h;
    kr_import *import;
    help_begin(&h, NULL);
    kr_circle c = circle_of(&h, KR_FORMAT_GEDCOM, alone, &import);
    assert_int_equal(child(&c, "Een (twin)")->twin, 1);
    assert_int_equal(child(&c, "Twee")->twin, 1);
    assert_int_equal(child(&c, "Twee")->twin_type, KR_twin_type_fraternal);
    assert_int_equal(child(&c, "Drie (twin)")->twin, 0);
    assert_int_equal(child(&c, "Vier")->twin, 0);
    help_end(&h);
}

static void words_of_twins(void **state) {
    static const struct {
        const char *words;
        bool twin;
        uint8_t type;
    } all[] = {{"Twin", true, 0},
               {"twin sister", true, 0},
               {"TWEELINGBROER", true, 0},
               {"eeneiige tweeling", true, KR_twin_type_identical},
               {"non-identical twins", true, KR_twin_type_fraternal},
               {"Zwillingsbruder", true, 0},
               {"jumelle", true, 0},
               {"Twinkle", false, 0},
               {"Baldwin", false, 0},
               {"Centwine", false, 0},
               {"identical", false, 0},
               {"", false, 0}};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        uint8_t type = 0;
        assert_int_equal(kr_tree_says_twin(kr_str_z(all[i].words), &type), all[i].twin);
        assert_int_equal(type, all[i].type);
    }
}

/* Out and in again, in both versions: who is of one birth with whom stays. */
static void twins_go_round(void **state) {
    (void)state;
    for (int seven = 0; seven < 2; seven++) {
        help h;
        kr_import *import;
        kr_view view;
        kr_buf buf;
        kr_str text;
        help_begin(&h, NULL);
        kr_circle c = circle_of(&h, KR_FORMAT_GEDCOM, seven ? new_twins : old_twins, &import);
        kr_gedcom_options options = {.seven = seven, .today = 20260101};
        assert_int_equal(kr_view_make(&view, &h.arena, &c, KR_VIEWER_OWNER, 0, &h.error), KR_OK);
        kr_buf_init(&buf, &h.arena, 1u << 20);
        assert_int_equal(kr_gedcom_write(&buf, &h.arena, &view, &options, &h.error), KR_OK);
        kr_put_c(&buf, '\0');
        assert_int_equal(kr_buf_end(&buf, &text), KR_OK);
        kr_circle again = circle_of(&h, KR_FORMAT_GEDCOM, text.ptr, &import);
        assert_int_equal(again.n_parentages, c.n_parentages);
        for (size_t i = 0; i < c.n_parentages; i++) {
            assert_int_equal(again.parentages[i].twin, c.parentages[i].twin);
            assert_int_equal(again.parentages[i].twin_type, c.parentages[i].twin_type);
        }
        assert_true(strstr(text.ptr, seven ? "2 ROLE MULTIPLE" : "2 RELA identical twin") != NULL);
        assert_null(help_note(import, "format.note.twin"));
        help_end(&h);
    }
}

/* Royal92 says it in names: four pairs, found by reading it. */
static void royal_twins(void **state) {
    static const char *const pairs[][2] = {
        {"@I222@", "@I223@"}, {"@I638@", "@I1157@"}, {"@I1116@", "@I1117@"}, {"@I1155@", "@I1156@"}};
    (void)state;
    help h;
    kr_change *changes;
    size_t count, twins = 0, met = 0;
    kr_circle c;
    help_begin(&h, NULL);
    kr_str bytes = help_data("gedcom/royal92.ged");
    kr_import *import = help_import(&h, KR_FORMAT_GEDCOM, bytes, true);
    assert_int_equal(kr_import_history(&changes, &count, &h.arena, import, help_maker(&h), KR_NONE, &h.error),
                     KR_OK);
    help_fold(&h, &c, changes, count);
    for (size_t i = 0; i < c.n_parentages; i++) {
        const kr_parentage *one = &c.parentages[i];
        twins += one->twin > 0;
        for (size_t k = i + 1; k < c.n_parentages && one->twin; k++) {
            const kr_parentage *other = &c.parentages[k];
            if (other->pair != one->pair || other->twin != one->twin) continue;
            kr_str a = kr_circle_person(&c, one->child)->source_mark,
                   b = kr_circle_person(&c, other->child)->source_mark;
            for (size_t p = 0; p < KR_COUNT(pairs); p++)
                met += (kr_str_is(a, pairs[p][0]) && kr_str_is(b, pairs[p][1])) ||
                       (kr_str_is(b, pairs[p][0]) && kr_str_is(a, pairs[p][1]));
        }
    }
    assert_int_equal(twins, 8);
    assert_int_equal(met, 4);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

/* How people are with each other comes back from a file of Kring, and from no other. */
static void bonds_go_round(void **state) {
    (void)state;
    static const char text[] =
        "0 HEAD\n1 SOUR %s\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Een\n"
        "1 ASSO @I2@\n2 RELA close\n0 @I2@ INDI\n1 NAME Twee\n0 TRLR\n";
    for (int ours = 0; ours < 2; ours++) {
        char file[400];
        help h;
        kr_import *import;
        help_begin(&h, NULL);
        (void)snprintf(file, sizeof file, text, ours ? "KRING" : "OTHER");
        kr_circle c = circle_of(&h, KR_FORMAT_GEDCOM, file, &import);
        assert_int_equal(c.n_bonds, ours);
        if (ours) assert_int_equal(c.bonds[0].type, KR_bond_type_close);
        assert_int_equal(noted(import, "format.note.gedcom_tag", "INDI.ASSO"), !ours);
        help_end(&h);
    }
}

/* -- GenoPro -- */

static const char geno[] =
    "<?xml version='1.0' encoding='UTF-8'?><GenoPro><Software>GenoPro<Version>3</Version></Software>\n"
    "<Date>1 Jan 2016</Date><Global><Font>Arial</Font></Global>\n"
    "<GenoMaps><GenoMap Name='Een' Position='1,2'/><GenoMap Name='Twee'/></GenoMaps>\n"
    "<Individuals>\n"
    "<Individual ID='i1'><Name>Jan van Dam<First>Jan</First><Middle>Pieter</Middle><Last>van "
    "Dam</Last></Name>\n"
    "<Position BoundaryRect='1,2,3,4'>-150,35</Position><Gender>M</Gender><Birth><Date>~1950</Date>"
    "<Place>p1</Place></Birth><Death><Date>3 May 2001</Date><Cause>Hart</Cause></Death><IsDead>Y</IsDead>\n"
    "<Occupations>o1, o2</Occupations><Comment>was schipper</Comment></Individual>\n"
    "<Individual ID='i2'><Name><First>Els</First><Last>Bos</Last></Name><Position "
    "GenoMap='Twee'>20,-7</Position>"
    "<Gender>F</Gender><Birth><Place>Gouda</Place></Birth><Occupations>naaister</Occupations>"
    "<Contacts>c1</Contacts></Individual>\n"
    "<Individual ID='i3'><Name>Ans</Name><Gender>F</Gender></Individual>\n"
    "<Individual ID='i4'><Name>Bep</Name><Gender>F</Gender></Individual>\n"
    "<Individual "
    "ID='i5'><Gender>_Blank</Gender><IsDead>Y</IsDead><Death><Cause>Miscarriage</Cause></Death></"
    "Individual>\n"
    "<Individual ID='i6'><Gender>M</Gender><Birth><PregnancyLength>20 "
    "weeks</PregnancyLength></Birth></Individual>\n"
    "<Individual ID='i7'><Name>Minoes</Name><Gender>P</Gender></Individual>\n"
    "<Individual ID='i8' IndividualInternalHyperlink='i3'><Name>Ans</Name><Position "
    "GenoMap='Twee'>1,1</Position>"
    "</Individual>\n"
    "<Individual ID='i9' IndividualInternalHyperlink='weg'><Name>Wie</Name></Individual>\n"
    "</Individuals><Families>\n"
    "<Family "
    "ID='f1'><Position>1,2<Top><Left>3,4</Left></Top></Position><Relation>LegalCohabitationAndSeparation"
    "</Relation><Unions>m1 m2</Unions><Comment>op de boot</Comment></Family>\n"
    "<Family ID='f2'><Relation>Rape</Relation></Family></Families>\n"
    "<Marriages><Marriage "
    "ID='m1'><Date>1975</Date><Place>p2</Place><Divorce><Date>1990</Date></Divorce></Marriage>\n"
    "<Marriage ID='m2'><Date>1992</Date></Marriage></Marriages>\n"
    "<Places><Place ID='p1'><Name>Delft</Name><City>c</City></Place><Place "
    "ID='p2'><Name>Leiden</Name></Place></Places>\n"
    "<Occupations><Occupation ID='o1'><Title>schipper</Title></Occupation><Occupation "
    "ID='o2'><Title>smid</Title>"
    "</Occupation></Occupations>\n"
    "<PedigreeLinks><PedigreeLink PedigreeLink='Parent' Family='f1' Individual='i1'/>"
    "<PedigreeLink PedigreeLink='Parent' Family='f1' Individual='i2'/>"
    "<PedigreeLink PedigreeLink='Biological' Family='f1' Individual='i8' Twin='t1'/>"
    "<PedigreeLink PedigreeLink='Adopted' Family='f1' Individual='i4' Twin='t1'/>"
    "<PedigreeLink PedigreeLink='Biological' Family='f1' Individual='i5'/>"
    "<PedigreeLink PedigreeLink='Biological' Family='f1' Individual='i6' Twin='t9'/></PedigreeLinks>\n"
    "<Twins><Twin ID='t1' TwinLink='Fraternal' Family='f1'><Position>9</Position></Twin></Twins>\n"
    "<EmotionalRelationships>"
    "<EmotionalRelationship ID='e1' EmotionalLink='AbusePhysical' Entity1='i1' "
    "Entity2='i3'><Comment>gehoord</Comment>"
    "</EmotionalRelationship>"
    "<EmotionalRelationship EmotionalLink='Hate' Entity1='i3' Entity2='i4'/>"
    "<EmotionalRelationship EmotionalLink='Other' Entity1='i3' Entity2='i4'/>"
    "<EmotionalRelationship EmotionalLink='Fused' Entity1='i3' Entity2='nobody'/>"
    "<EmotionalRelationship EmotionalLink='Fused' Entity1='i3' Entity2='i8'/></EmotionalRelationships>\n"
    "<SocialRelationships><SocialRelationship Connection='Caretaker' Entity1='i2' Entity2='i4'/>"
    "<SocialRelationship Connection='Neighbor' Entity1='i2' Entity2='i4'/></SocialRelationships>\n"
    "<Pictures><Picture ID='x'><Path>a.jpg</Path></Picture></Pictures></GenoPro>";

static void check_people(const kr_circle *c) {
    const kr_person *jan = called(c, "Jan van Dam"), *els = called(c, "Els Bos");
    assert_int_equal(c->n_persons, 7);
    assert_int_equal(jan->gender, KR_gender_man);
    assert_int_equal(jan->born, 19500000);
    assert_int_equal(jan->died, 20010503);
    help_equal(jan->surname, "van Dam");
    help_equal(jan->birth_place, "Delft");
    help_equal(jan->occupation, "schipper");
    help_equal(jan->family_note, "was schipper");
    help_equal(els->birth_place, "Gouda");
    help_equal(els->occupation, "naaister");
    assert_int_equal(called(c, "Minoes")->what, KR_what_animal);
    assert_int_equal(called(c, "Minoes")->gender, 0);
    assert_int_equal(c->persons[4].arrival, KR_arrival_miscarriage);
    assert_int_equal(c->persons[5].arrival, KR_arrival_expected);
    bool cause = false;
    for (size_t i = 0; i < c->n_events; i++) cause |= kr_str_is(c->events[i].detail, "CAUS Hart");
    assert_true(cause);
}

static void check_family(const kr_circle *c) {
    const kr_union *u = &c->unions[0];
    assert_int_equal(c->n_unions, 2);
    assert_int_equal(u->type, KR_union_type_registered);
    assert_int_equal(u->end, KR_union_end_separated);
    assert_int_equal(u->since, 19750000);
    assert_int_equal(u->until, 19900000);
    help_equal(u->place, "Leiden");
    help_equal(u->remark, "op de boot");
    assert_int_equal(c->unions[1].type, 0);
    assert_int_equal(child(c, "Ans")->twin, 1);
    assert_int_equal(child(c, "Bep")->twin, 1);
    assert_int_equal(child(c, "Bep")->type, KR_parentage_type_adopted);
    assert_int_equal(child(c, "Ans")->twin_type, KR_twin_type_fraternal);
    bool again = false;
    for (size_t i = 0; i < c->n_events; i++)
        again |= kr_str_is(c->events[i].tag, "MARR") && c->events[i].date == 19920000;
    assert_true(again);
}

static void check_bonds(const kr_circle *c) {
    assert_int_equal(c->n_bonds, 3);
    assert_int_equal(c->bonds[0].type, KR_bond_type_physical_abuse);
    assert_int_equal(c->bonds[0].from, called(c, "Jan van Dam")->id);
    assert_int_equal(c->bonds[0].to, called(c, "Ans")->id);
    help_equal(c->bonds[0].remark, "gehoord");
    assert_int_equal(c->bonds[1].type, KR_bond_type_conflict);
    help_equal(c->bonds[1].remark, "Hate");
    assert_int_equal(c->bonds[2].type, KR_bond_type_caretaker);
    assert_int_equal(c->bonds[2].from, called(c, "Els Bos")->id);
}

static void all_of_genopro(void **state) {
    static const char *const left[] = {"Global",
                                       "Individual.Name.Middle",
                                       "Individual.Contacts",
                                       "Occupation smid",
                                       "Family.Position",
                                       "Family.Relation Rape",
                                       "Place.City",
                                       "Twin.Position",
                                       "EmotionalRelationship Other",
                                       "SocialRelationship Neighbor",
                                       "Picture"};
    (void)state;
    help h;
    kr_import *import;
    kr_view view;
    help_begin(&h, NULL);
    kr_circle c = circle_of(&h, KR_FORMAT_GENOPRO, geno, &import);
    check_people(&c);
    check_family(&c);
    check_bonds(&c);
    for (size_t i = 0; i < KR_COUNT(left); i++) {
        if (!noted(import, "format.note.genopro", left[i])) print_message("not told: %s\n", left[i]);
        assert_true(noted(import, "format.note.genopro", left[i]));
    }
    assert_true(noted(import, "format.note.bond", "Hate"));
    assert_true(noted(import, "format.note.pointer", "weg"));
    assert_true(noted(import, "format.note.pointer", "nobody"));
    assert_true(noted(import, "format.note.pointer", "t9"));
    assert_true(noted(import, "format.note.pointer_twice", "i3")); /* herself, on two sheets */
    size_t told = 0;
    for (size_t i = 0; i < import->n_notes; i++)
        told += strcmp(import->notes[i].key, "format.note.genopro") == 0;
    assert_int_equal(told, KR_COUNT(left));
    /* The owner alone sees how people are with each other. */
    assert_int_equal(kr_view_make(&view, &h.arena, &c, KR_VIEWER_WALL, 0, &h.error), KR_OK);
    assert_int_equal(view.circle->n_bonds, 0);
    help_end(&h);
}

static void where_they_stood(void **state) {
    (void)state;
    help h;
    kr_import *import;
    double x = 0;
    uint16_t sheet = 9;
    help_begin(&h, NULL);
    (void)circle_of(&h, KR_FORMAT_GENOPRO, geno, &import);
    assert_true(kr_import_stood(import, 0, &x, &sheet));
    assert_true(x == -150 && sheet == 0);
    assert_true(kr_import_stood(import, 1, &x, &sheet));
    assert_true(x == 20 && sheet == 1);
    assert_false(kr_import_stood(import, 2, &x, &sheet));
    assert_false(kr_import_stood(import, 99, &x, &sheet));
    help_end(&h);
}

/* Remarks about people who may be alive stay behind unless they are asked for: also those with a line. */
static void remarks_of_the_living(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import = help_import(&h, KR_FORMAT_GENOPRO, kr_str_z(geno), false);
    const kr_tree *tree = import->tree;
    assert_int_equal(tree->n_bonds, 3);
    assert_int_equal(tree->bonds[0].note.len, 0); /* one of them lives */
    help_equal(tree->persons[0].note, "was schipper");
    assert_non_null(help_note(import, "format.note.living"));
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_together),       cmocka_unit_test(said_alone),
        cmocka_unit_test(words_of_twins),       cmocka_unit_test(twins_go_round),
        cmocka_unit_test(royal_twins),          cmocka_unit_test(bonds_go_round),
        cmocka_unit_test(all_of_genopro),       cmocka_unit_test(where_they_stood),
        cmocka_unit_test(remarks_of_the_living)};
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
