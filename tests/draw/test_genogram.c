/* The family tree: hand-made families with everything that may occur, and families grown by chance. What is
 * looked at are the finished shapes; who is married to whom and whose child comes from the lines the families
 * were made of. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <stdlib.h>

#include "draw/scene.h"
#include "kin.h"

#define MEMORY ((size_t)1 << 30)

static const char example[] =
    "circle -; ego annie; title De kring van Annie\n"
    "household h1; name Annie\n"
    "household h2; name Sanne\n"
    "household h3; name Joost\n"
    "person annie; name Annie; surname de Groot; gender woman; birth_year 1947; household h1; sector "
    "household\n"
    "person hendrik; name Hendrik; gender man; birth_year 1915; died 1951; only_family yes\n"
    "person geertje; name Geertje; gender woman; birth_year 1919; died 2004; only_family yes\n"
    "person willem; name Willem; gender man; birth_year 1916; died 1988; only_family yes\n"
    "person gerard; name Gerard; gender man; birth_year 1940; died 2015; only_family yes\n"
    "person dirkje; name Dirkje; gender woman; birth_year 1943; died 2019; only_family yes\n"
    "person jan; name Jan; gender man; birth_year 1944; died 2018; only_family yes\n"
    "person kees; name Kees; gender man; birth_year 1956; sector family\n"
    "person ineke; name Ineke; gender woman; birth_year 1958; sector family\n"
    "person marga; name Marga; gender woman; birth_year 1960; sector family\n"
    "person wim; name Wim; gender man; birth_year 1965; sector family\n"
    "person tineke; name Tineke; gender woman; birth_year 1968; sector family\n"
    "person erik; name Erik; gender man; birth_year 1969; sector family\n"
    "person sanne; name Sanne; gender woman; birth_year 1971; sector family; household h2; role dochter; "
    "surname Mulder\n"
    "person mis; arrival miscarriage; birth_year 1974; only_family yes\n"
    "person joost; name Joost; gender man; birth_year 1976; sector family; household h3\n"
    "person lotte; name Lotte; gender woman; birth_year 1978; sector family; household h3\n"
    "person robin; name Robin; gender non_binary; birth_year 1999; sector family\n"
    "person bram; name Bram; gender man; birth_year 2003; sector family; household h2\n"
    "person fleur; name Fleur; gender woman; birth_year 2006; sector family; household h3\n"
    "person roos; name Roos; gender woman; birth_year 2006; sector family; household h3\n"
    "person mei; name Mei; gender woman; birth_year 2011; sector family; household h3\n"
    "person sem; name Sem; gender man; birth_year 2016; sector family; household h3\n"
    "person moos; name Moos; what animal; sector household; household h1\n"
    "person corrie; name Corrie; sector neighbour\n"
    "union u1; a hendrik; b geertje; type married; since 1941\n"
    "union u2; a geertje; b willem; type married; since 1954\n"
    "union u3; a gerard; b dirkje; type married; since 1963\n"
    "union u4; a jan; b annie; type married; since 1969\n"
    "union u5; a kees; b ineke; type married; since 1981; end divorced; until 1999\n"
    "union u6; a kees; b marga; type lat; since 2004\n"
    "union u7; a erik; b sanne; type married; since 1997; end divorced; until 2008; custody sanne\n"
    "union u8; a joost; b lotte; type living_together; since 2003\n"
    "parentage c1; child dirkje; pair u1\n"
    "parentage c2; child annie; pair u1\n"
    "parentage c3; child kees; pair u2\n"
    "parentage c4; child wim; pair u3\n"
    "parentage c5; child tineke; pair u3\n"
    "parentage c6; child sanne; pair u4\n"
    "parentage c7; child mis; pair u4\n"
    "parentage c8; child joost; pair u4\n"
    "parentage c9; child robin; pair u7\n"
    "parentage c10; child bram; pair u7\n"
    "parentage c11; child fleur; pair u8; twin 1; twin_type identical\n"
    "parentage c12; child roos; pair u8; twin 1; twin_type identical\n"
    "parentage c13; child mei; pair u8; type adopted; since 2013\n"
    "parentage c14; child sem; pair u8; type foster; since 2022\n"
    "bond b1; from sanne; to bram; type close; told_by Annie\n"
    "bond b2; from sanne; to erik; type conflict; told_by Sanne\n"
    "bond b3; from annie; to kees; type cutoff; told_by Annie\n";

static const char everything[] =
    "circle -; ego an\n"
    "household ha; name Huis A\n"
    "household hb; name Huis B\n"
    "person an; name Anouk van der Berg; gender woman; birth_year 1980; household ha; orientation lgb\n"
    "person bo; name Bo; gender woman; birth_year 1978; household ha; only_family yes\n"
    "person ex; name Erik; gender man; birth_year 1975; household hb; only_family yes; condition addiction\n"
    "person kid; name Kim; gender trans_man; birth_year 2005; household ha; second_household hb; only_family "
    "yes\n"
    "person don; name Donor; gender man; only_family yes\n"
    "person baby; name Bas; gender man; birth_year 2015; household ha; only_family yes\n"
    "person t1; name Tom; gender man; birth_year 2010; only_family yes; household hb\n"
    "person t2; name Tim; gender man; birth_year 2010; only_family yes; household hb\n"
    "person t3; name Teun; gender man; birth_year 2010; only_family yes; household hb\n"
    "person exp; arrival expected; birth_year 2026; only_family yes\n"
    "person sb; name Stil; arrival stillborn; gender woman; birth_year 2008; only_family yes\n"
    "person ab; arrival abortion; birth_year 2007; only_family yes\n"
    "person pa; name Pa; gender man; birth_year 1950; died 2001; only_family yes; condition illness\n"
    "person ma; name Ma; gender woman; birth_year 1951; only_family yes; mark migration smoker\n"
    "person sis; name Sofie; gender woman; birth_year 1982; only_family yes\n"
    "person cou; name Carl; gender man; birth_year 1981; only_family yes\n"
    "person opa; name Opa; gender man; birth_year 1920; died 1990; only_family yes\n"
    "person oma; name Oma; gender woman; birth_year 1922; died 1999; only_family yes\n"
    "person oom; name Oom; gender man; birth_year 1953; only_family yes\n"
    "person tante; name Tante; gender woman; birth_year 1955; only_family yes\n"
    "person nef; name Neef; gender non_binary; birth_year 2012; only_family yes\n"
    "person ado; name Ada; gender woman; birth_year 2009; only_family yes\n"
    "person bm; name Bio; gender woman; birth_year 1990; only_family yes\n"
    "person step; name Stef; gender intersex; birth_year 2001; only_family yes\n"
    "person w1; name Wil; gender woman; birth_year 1979; only_family yes\n"
    "person w2; name Wies; gender woman; birth_year 1976; only_family yes\n"
    "person fr; name Gekozen tante Jo; gender woman; sector family\n"
    "union u0; a opa; b oma; type married; since 1945\n"
    "union u1; a pa; b ma; type married; since 1975; end divorced; until 1990\n"
    "union u2; a oom; b tante; type married; since 1979\n"
    "union u3; a an; b ex; type married; since 2004; end divorced; until 2012\n"
    "union u4; a an; b bo; type married; since 2014\n"
    "union u5; a sis; b cou; type married; since 2008\n"
    "union u6; a ex; b w1; type affair; since 2011\n"
    "union u7; a ex; b w2; type living_together; since 2014; end together_again; again 2016\n"
    "parentage a1; child pa; pair u0\n"
    "parentage a2; child oom; pair u0\n"
    "parentage a3; child an; pair u1\n"
    "parentage a4; child sis; pair u1\n"
    "parentage a5; child cou; pair u2\n"
    "parentage a6; child kid; pair u3\n"
    "parentage a7; child t1; pair u3; twin 1; twin_type fraternal\n"
    "parentage a8; child t2; pair u3; twin 1\n"
    "parentage a9; child t3; pair u3; twin 1\n"
    "parentage a10; child sb; pair u3\n"
    "parentage a11; child ab; pair u3\n"
    "parentage a12; child baby; pair u4\n"
    "parentage a13; child baby; parent don; type donor\n"
    "parentage a14; child nef; pair u5\n"
    "parentage a15; child ado; pair u5; type adopted; since 2010\n"
    "parentage a16; child ado; parent bm\n"
    "parentage a17; child step; pair u7\n"
    "parentage a18; child exp; pair u4\n"
    "bond b1; from an; to sis; type fused_conflict\n"
    "bond b2; from ex; to kid; type physical_abuse\n"
    "bond b3; from ma; to an; type caretaker\n"
    "bond b4; from bo; to baby; type in_love\n";

/* -- where everybody stands -- */

typedef struct stand {
    kr_id id;
    double x, y;
} stand;

typedef struct picture {
    kr_arena arena;
    kr_circle circle;
    kr_network network;
    kr_scene *scene;
    kr_scene_report report;
    stand *who;
    size_t n;
} picture;

static kr_draw_options usual(int generations) {
    return (kr_draw_options){.as = KR_DRAW_GENOGRAM,
                             .layers = KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS,
                             .today = 20261112,
                             .generations = generations,
                             .link_prefix = KR_STR("/p/"),
                             .text = kin_words};
}

static void look(picture *p) {
    const kr_scene *s = p->scene;
    p->who = kr_new_n(&p->arena, stand, s->count + 1);
    assert_non_null(p->who);
    for (size_t i = 0; i + 1 < s->count; i++) {
        const kr_shape *item = &s->shapes[i], *link = &s->shapes[i + 1];
        if (item->kind != KR_SH_ITEM || link->kind != KR_SH_LINK) continue;
        stand one = {0, item->x, item->y};
        assert_int_equal(link->extra.len, 19);
        assert_true(kr_id_parse(kr_str_n(link->extra.ptr + 3, 16), &one.id));
        assert_true(link->text.len > 0);
        p->who[p->n++] = one;
    }
    assert_int_equal(kr_scene_check(&p->report, &p->arena, s), KR_OK);
}

static void draw_lines(picture *p, const char *lines, const kr_draw_options *options) {
    *p = (picture){.n = 0};
    kr_arena_init(&p->arena, kr_heap(), MEMORY);
    p->circle = kin_circle(&p->arena, lines);
    p->network = kin_network(&p->arena, &p->circle);
    kr_error error = {0};
    if (kr_scene_make(&p->scene, &p->arena, &p->network, options, &error) != KR_OK) fail_msg("%s", error.key);
    look(p);
}

static const stand *find(const picture *p, kr_id id) {
    const stand *found = NULL;
    for (size_t i = 0; i < p->n; i++) {
        if (p->who[i].id != id) continue;
        assert_null(found); /* nobody is drawn twice */
        found = &p->who[i];
    }
    return found;
}

static const stand *named(const picture *p, const char *name) {
    for (size_t i = 0; i < p->circle.n_persons; i++) {
        if (kr_str_is(p->circle.persons[i].name, name)) return find(p, p->circle.persons[i].id);
    }
    return NULL;
}

static size_t unions_of(const picture *p, kr_id id) {
    size_t n = 0;
    for (size_t i = 0; i < p->circle.n_unions; i++)
        n += p->circle.unions[i].a == id || p->circle.unions[i].b == id;
    return n;
}

static size_t between(const picture *p, const stand *a, const stand *b) {
    size_t n = 0;
    double x0 = a->x < b->x ? a->x : b->x, x1 = a->x < b->x ? b->x : a->x;
    for (size_t i = 0; i < p->n; i++) n += p->who[i].y == a->y && p->who[i].x > x0 && p->who[i].x < x1;
    return n;
}

/* Children below both parents. */
static void children_below(const picture *p) {
    for (size_t i = 0; i < p->circle.n_parentages; i++) {
        const kr_parentage *link = &p->circle.parentages[i];
        kr_kind kind;
        const kr_union *u = link->pair ? kr_circle_record_of(&p->circle, link->pair, &kind) : NULL;
        const stand *child = find(p, link->child), *a = find(p, u ? u->a : link->parent);
        if (child && a) assert_true(child->y > a->y);
        if (u && child && find(p, u->b)) assert_true(child->y > find(p, u->b)->y);
    }
}

static void nothing_touches(const picture *p) {
    assert_int_equal(p->report.overlaps, 0);
    assert_int_equal(p->report.through, 0);
    assert_int_equal(p->report.persons, p->n);
}

static void the_example(void **state) {
    picture p;
    (void)state;
    kr_draw_options options = usual(0);
    draw_lines(&p, example, &options);
    assert_int_equal(p.n, 24);
    nothing_touches(&p);
    children_below(&p);
    assert_int_equal(p.report.crossings, 0);
    assert_true(named(&p, "Hendrik")->y == named(&p, "Willem")->y);
    assert_true(named(&p, "Annie")->y == named(&p, "Kees")->y);
    assert_true(named(&p, "Annie")->y == named(&p, "Moos")->y);
    /* Oldest left. */
    assert_true(named(&p, "Dirkje")->x < named(&p, "Annie")->x &&
                named(&p, "Annie")->x < named(&p, "Kees")->x);
    assert_true(named(&p, "Fleur")->x < named(&p, "Roos")->x && named(&p, "Mei")->x < named(&p, "Sem")->x);
    /* First husband left, second right. */
    assert_true(named(&p, "Hendrik")->x < named(&p, "Geertje")->x);
    assert_true(named(&p, "Geertje")->x < named(&p, "Willem")->x);
    assert_null(named(&p, "Corrie"));
    kr_arena_dispose(&p.arena);
}

static void everything_that_occurs(void **state) {
    picture p;
    (void)state;
    kr_draw_options options = usual(KR_EVERYBODY);
    draw_lines(&p, everything, &options);
    assert_int_equal(p.n, 27);
    nothing_touches(&p);
    children_below(&p);
    /* Birth mother and adoptive mother of Ada; donor and mothers of Bas. */
    assert_non_null(named(&p, "Bio"));
    assert_non_null(named(&p, "Donor"));
    /* Cousins who marry stand side by side, once. */
    assert_int_equal(between(&p, named(&p, "Sofie"), named(&p, "Carl")), 0);
    assert_int_equal(between(&p, named(&p, "Anouk van der Berg"), named(&p, "Bo")), 0);
    /* Chosen family stands below the tree. */
    assert_true(named(&p, "Gekozen tante Jo")->y > named(&p, "Bas")->y);
    kr_arena_dispose(&p.arena);
}

static void a_branch_folds(void **state) {
    static const char lines[] =
        "circle -; ego a\n"
        "person a; name A; gender man\nperson b; name B; gender woman; branch_hidden yes\n"
        "person c; name C; gender man\nperson d; name D; gender man\n"
        "union u; a a; b b; type married\nunion v; a b; b c; type married\n"
        "parentage x; child d; pair v\n";
    picture p;
    (void)state;
    kr_draw_options options = usual(KR_EVERYBODY);
    draw_lines(&p, lines, &options);
    assert_null(named(&p, "D"));
    assert_non_null(named(&p, "C"));
    kr_arena_dispose(&p.arena);
}

/* Somebody who is their own grandfather, and somebody who is their own ancestor: drawn, in bounded time. */
static void circles_in_the_family(void **state) {
    static const char lines[] =
        "circle -; ego m\n"
        "person m; name Man; gender man\nperson f; name Vader; gender man\nperson w; name Weduwe; gender "
        "woman\n"
        "person d; name Dochter; gender woman\nperson s; name Zoon; gender man\n"
        "union a; a m; b w; type married\nunion b; a f; b d; type married\n"
        "parentage c1; child m; parent f\nparentage c2; child d; parent w\nparentage c3; child s; pair b\n"
        "person x; name X; gender man\nperson y; name Y; gender man\n"
        "parentage c4; child x; parent y\nparentage c5; child y; parent x\n";
    picture p;
    (void)state;
    kr_draw_options options = usual(KR_EVERYBODY);
    draw_lines(&p, lines, &options);
    assert_int_equal(p.n, 7);
    assert_int_equal(p.report.overlaps, 0);
    kr_arena_dispose(&p.arena);
}

static void moved_stays_moved(void **state) {
    picture p, q;
    (void)state;
    kr_draw_options options = usual(0);
    draw_lines(&p, example, &options);
    char *lines = calloc(1, sizeof example + 200);
    assert_non_null(lines);
    snprintf(lines, sizeof example + 200, "%s%s", example,
             "moved m; drawing genogram; person marga; x 100150; y 100000\n"
             "moved n; drawing genogram; person wim; x 100000; y 100500\n"
             "moved o; drawing genogram; person tineke; y 99990\n");
    draw_lines(&q, lines, &options);
    assert_true(named(&q, "Marga")->x - named(&p, "Marga")->x > 149);
    assert_true(named(&q, "Marga")->y == named(&p, "Marga")->y);
    /* up and down, but never out of their generation */
    assert_true(named(&q, "Wim")->y == named(&p, "Wim")->y + 8);
    assert_true(named(&q, "Tineke")->y == named(&p, "Tineke")->y - 10);
    assert_true(named(&q, "Annie")->x == named(&p, "Annie")->x);
    assert_int_equal(q.report.overlaps, 0);
    kr_arena_dispose(&p.arena);
    kr_arena_dispose(&q.arena);
    free(lines);
}

/* Brothers who live together with a sister between them who does not: an outline around each, drawn alike,
 * and one around a couple with their child. Partners stand on one side, the first nearest. */
static void homes_and_partners(void **state) {
    static const char lines[] =
        "circle -; ego a\n"
        "person a; name An; gender man; household h\nperson b; name Be; gender woman\n"
        "person c; name Co; gender man; household h\nperson d; name Do; gender woman; household k\n"
        "person e; name Em; gender man; household k\nperson f; name Fa; gender man; household k\n"
        "person v; name Va; gender man\nperson w; name Wi; gender woman\nperson x; name Xa; gender woman\n"
        "person y; name Ys; gender woman\nhousehold h; name H\nhousehold k; name K\n"
        "union u; a v; type married\nunion s; a d; b e; type married\n"
        "union t1; a c; b w; type married; since 1990\nunion t2; a c; b x; type married; since 1999\n"
        "union t3; a c; b y; type married; since 2009\n"
        "parentage p1; child a; pair u\nparentage p2; child b; pair u\nparentage p3; child c; pair u\n"
        "parentage p4; child d; pair u; rank 9\nparentage p5; child f; pair s\n";
    picture p;
    size_t homes = 0, part = 0;
    (void)state;
    kr_draw_options options = usual(KR_EVERYBODY);
    draw_lines(&p, lines, &options);
    assert_int_equal(p.report.overlaps, 0);
    for (size_t i = 0; i < p.scene->count; i++) {
        const char *cls = p.scene->shapes[i].cls;
        homes += cls && strcmp(cls, "g-h") == 0;
        part += cls && strcmp(cls, "g-h g-h--part") == 0;
    }
    assert_int_equal(homes, 3);
    assert_int_equal(part, 0);
    assert_true(named(&p, "Co")->x < named(&p, "Wi")->x && named(&p, "Wi")->x < named(&p, "Xa")->x &&
                named(&p, "Xa")->x < named(&p, "Ys")->x);
    kr_arena_dispose(&p.arena);
}

/* Known to be brother and sister, and nobody knows of whom: together, from one line, and nobody above them.
 */
static void siblings_alone(void **state) {
    static const char lines[] =
        "circle -; ego a\nperson a; name An; gender woman; birth_year 1950\n"
        "person b; name Bas; gender man; birth_year 1945\nperson c; name Cor; gender man; birth_year 1955\n"
        "person d; name Dirk; gender man\nperson e; name Els; gender woman\nperson f; name Fop; gender man\n"
        "union u; a a; b d; type married\nunion v; a c; b e; type married\nunion w; type unknown; "
        "source_mark F1\n"
        "parentage p1; child a; pair w\nparentage p2; child b; pair w\nparentage p3; child c; pair w\n"
        "parentage p4; child f; pair v\n";
    for (int rows = 0; rows <= KR_EVERYBODY; rows += KR_EVERYBODY) {
        picture p;
        kr_draw_options options = usual(rows);
        (void)state;
        draw_lines(&p, lines, &options);
        nothing_touches(&p);
        assert_int_equal(p.report.persons, 6);
        const stand *a = named(&p, "An"), *b = named(&p, "Bas"), *c = named(&p, "Cor");
        assert_true(a->y == b->y && b->y == c->y && b->x < a->x && a->x < c->x);
        assert_int_equal(p.report.crossings, 0);
        /* one line sideways, three down */
        size_t children = 0;
        for (size_t i = 0; i < p.scene->count; i++)
            children += p.scene->shapes[i].cls && strcmp(p.scene->shapes[i].cls, "g-c") == 0;
        assert_true(children >= 4);
        kr_arena_dispose(&p.arena);
    }
}

static void ten_thousand_siblings(void **state) {
    enum { SIBLINGS = 10000 };
    size_t cap = (size_t)SIBLINGS * 80 + 200, len;
    char *lines = calloc(1, cap);
    picture p;
    (void)state;
    assert_non_null(lines);
    len = (size_t)snprintf(lines, cap, "circle -; ego a\nperson a; name A\n");
    for (int i = 0; i < SIBLINGS; i++)
        len += (size_t)snprintf(lines + len, cap - len,
                                "person k%d; only_family yes\nparentage q%d; child k%d; parent a\n", i, i, i);
    kr_draw_options options = usual(0);
    *(&p) = (picture){.n = 0};
    draw_lines(&p, lines, &options);
    assert_int_equal(p.report.persons, SIBLINGS + 1);
    assert_int_equal(p.report.overlaps, 0);
    kr_arena_dispose(&p.arena);
    free(lines);
}

static void grown_families(void **state) {
    const char *asked = getenv("KRING_FAMILIES");
    size_t families = asked ? (size_t)strtoul(asked, NULL, 10) : 300;
    (void)state;
    kr_arena text;
    kr_arena_init(&text, kr_heap(), MEMORY);
    for (size_t seed = 1; seed <= families; seed++) {
        picture p;
        kr_draw_options options = usual(KR_EVERYBODY);
        size_t n = 3 + seed * 7 % 90;
        draw_lines(&p, kin_grown(&text, seed, n), &options);
        nothing_touches(&p);
        assert_int_equal(p.n, p.circle.n_persons);
        children_below(&p);
        for (size_t i = 0; i < p.circle.n_unions; i++) {
            const kr_union *u = &p.circle.unions[i];
            const stand *a = find(&p, u->a), *b = find(&p, u->b);
            if (!a || !b || a->y != b->y) continue;
            if (unions_of(&p, u->a) < 2 && unions_of(&p, u->b) <= 2) assert_int_equal(between(&p, a, b), 0);
        }
        kr_arena_dispose(&p.arena);
        kr_arena_reset(&text);
    }
    kr_arena_dispose(&text);
}

/* A family too large for one sheet that can be read: over several, all of them readable, nobody lost. */
static void over_sheets(void **state) {
    kr_arena text;
    picture p;
    (void)state;
    kr_arena_init(&text, kr_heap(), MEMORY);
    kr_draw_options options = usual(KR_EVERYBODY);
    options.paper = KR_A4;
    const char *lines = kin_grown(&text, 77, 900);
    draw_lines(&p, lines, &options);
    assert_true(p.report.smallest < 7);
    assert_int_equal(kr_scene_sheets(p.scene), 1);
    kr_arena_dispose(&p.arena);
    options.sheets = KR_SHEETS_READABLE;
    draw_lines(&p, lines, &options);
    size_t n = kr_scene_sheets(p.scene), found = 0;
    assert_true(n > 1 && p.report.smallest >= 7);
    assert_int_equal(p.report.overlaps, 0);
    kr_str *sheets = kr_new_n(&text, kr_str, n);
    for (size_t i = 0; i < n; i++) {
        kr_buf out;
        kr_buf_init(&out, &text, MEMORY / 4);
        assert_int_equal(kr_scene_sheet_svg(&out, &text, p.scene, i), KR_OK);
        assert_int_equal(kr_buf_end(&out, &sheets[i]), KR_OK);
        assert_true(kr_str_find(sheets[i], KR_STR("class=\"m-cut\"")) != SIZE_MAX || i + 1 == n || n == 1);
    }
    for (size_t i = 0; i < p.circle.n_persons; i++) {
        char name[64];
        int len = snprintf(name, sizeof name, ">%.*s<", KR_ARG(p.circle.persons[i].name));
        bool there = false;
        for (size_t k = 0; k < n && !there && len > 0; k++)
            there = kr_str_find(sheets[k], kr_str_n(name, (size_t)len)) != SIZE_MAX;
        found += there;
    }
    assert_int_equal(found, p.circle.n_persons);
    assert_int_equal(kr_scene_sheet_svg(&(kr_buf){.arena = &text}, &text, p.scene, n), KR_E_INVALID);
    kr_arena_dispose(&p.arena);
    /* over several anyway; a small one is on one all the same */
    options.sheets = KR_SHEETS_MANY;
    draw_lines(&p, example, &options);
    assert_true(kr_scene_sheets(p.scene) >= 1 && kr_scene_sheets(p.scene) <= 4);
    kr_arena_dispose(&p.arena);
    kr_arena_dispose(&text);
}

/* -- memory that runs out, and the same bytes every time -- */

typedef struct meter {
    size_t left;
} meter;

static void *metered(void *context, size_t size) {
    meter *m = context;
    if (m->left == 0) return NULL;
    m->left--;
    return malloc(size);
}

static void give_back(void *context, void *ptr) {
    (void)context;
    free(ptr);
}

static void memory_runs_out(void **state) {
    kr_arena holds;
    (void)state;
    kr_arena_init(&holds, kr_heap(), MEMORY);
    kr_circle circle = kin_circle(&holds, everything);
    kr_network network = kin_network(&holds, &circle);
    kr_draw_options options = usual(KR_EVERYBODY);
    options.layers |= KR_LAYER_BONDS | KR_LAYER_CONDITIONS;
    kr_err err = KR_E_MEMORY;
    for (size_t limit = 1024; err != KR_OK; limit += 512) {
        meter m = {1000000};
        kr_allocator allocator = {metered, give_back, &m};
        kr_arena arena;
        kr_scene *scene = NULL;
        kr_error error = {0};
        kr_arena_init(&arena, &allocator, limit);
        err = kr_scene_make(&scene, &arena, &network, &options, &error);
        if (err != KR_OK) assert_int_equal(err, KR_E_MEMORY);
        kr_arena_dispose(&arena);
        assert_true(limit < 8000000);
    }
    kr_arena_dispose(&holds);
}

static void the_same_bytes(void **state) {
    kr_str first = KR_NONE;
    picture p[2];
    (void)state;
    kr_draw_options options = usual(KR_EVERYBODY);
    options.layers |= KR_LAYER_BONDS | KR_LAYER_CONDITIONS;
    for (int i = 0; i < 2; i++) {
        kr_buf out;
        kr_str svg;
        draw_lines(&p[i], everything, &options);
        kr_buf_init(&out, &p[i].arena, MEMORY / 4);
        kr_scene_svg(&out, p[i].scene, true);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        if (i == 0)
            first = svg;
        else
            assert_true(kr_str_eq(first, svg));
    }
    kr_arena_dispose(&p[0].arena);
    kr_arena_dispose(&p[1].arena);
}

/* As the page gets it; the style sheet of files changes for other reasons. */
static void golden(void **state) {
    static const char *const names[] = {"genogram-example", "genogram-everything"};
    static const char *const lines[] = {example, everything};
    (void)state;
    for (int i = 0; i < 2; i++) {
        picture p;
        kr_buf out;
        kr_str svg;
        char path[1024];
        kr_draw_options options = usual(i ? KR_EVERYBODY : 0);
        options.layers |= KR_LAYER_BONDS | KR_LAYER_CONDITIONS;
        draw_lines(&p, lines[i], &options);
        kr_buf_init(&out, &p.arena, MEMORY / 4);
        kr_scene_svg(&out, p.scene, false);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        snprintf(path, sizeof path, "%s/tests/golden/%s.svg", KR_SOURCE_ROOT, names[i]);
        FILE *file = fopen(path, getenv("KRING_GOLDEN_WRITE") ? "w+b" : "rb");
        if (!file) print_message("%s is not there; KRING_GOLDEN_WRITE=1 writes it\n", path);
        assert_non_null(file);
        if (getenv("KRING_GOLDEN_WRITE")) assert_int_equal(fwrite(svg.ptr, 1, svg.len, file), svg.len);
        rewind(file);
        char *there = malloc(svg.len + 2);
        assert_non_null(there);
        size_t len = fread(there, 1, svg.len + 1, file);
        (void)fclose(file);
        bool same = len == svg.len && memcmp(there, svg.ptr, len) == 0;
        free(there);
        if (!same)
            print_message("%s differs; look at it, then KRING_GOLDEN_WRITE=1 writes the new one\n", path);
        assert_true(same);
        kr_arena_dispose(&p.arena);
    }
}

/* Everything in the legend has a symbol; feelings only with their layer. */
static void the_legend(void **state) {
    picture p;
    kr_legend_entry entries[96];
    (void)state;
    kr_draw_options options = usual(0);
    draw_lines(&p, example, &options);
    size_t without = kr_legend(entries, KR_COUNT(entries), &p.network, &options);
    options.layers |= KR_LAYER_BONDS;
    size_t with = kr_legend(entries, KR_COUNT(entries), &p.network, &options);
    assert_int_equal(with, without + 3);
    for (size_t i = 0; i < with; i++) {
        kr_buf out;
        kr_str svg;
        kr_buf_init(&out, &p.arena, 65536);
        kr_legend_symbol(&out, entries[i].symbol, kin_words, NULL);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        assert_true(kr_str_find(svg, KR_STR("class=\"g-")) != SIZE_MAX);
        assert_true(svg.len > 100);
    }
    kr_arena_dispose(&p.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example),       cmocka_unit_test(everything_that_occurs),
        cmocka_unit_test(a_branch_folds),    cmocka_unit_test(circles_in_the_family),
        cmocka_unit_test(moved_stays_moved), cmocka_unit_test(homes_and_partners),
        cmocka_unit_test(siblings_alone),    cmocka_unit_test(ten_thousand_siblings),
        cmocka_unit_test(grown_families),    cmocka_unit_test(over_sheets),
        cmocka_unit_test(memory_runs_out),   cmocka_unit_test(the_same_bytes),
        cmocka_unit_test(the_legend),        cmocka_unit_test(golden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
