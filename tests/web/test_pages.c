/* The pages of a circle, through the whole web room with strict templates: a name, partial or word that does
 * not exist is an error. Every page of every example and of a circle that grows from nothing, in both
 * languages. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "web_help.h"

static const char *const pages[] = {
    "",
    "?vorm=wijkecogram",
    "?vorm=horizons&lijnen=1",
    "?vorm=rings",
    "?vak=2",
    "/namen",
    "/namen?kaart=past",
    "/plaats",
    "/plaats?vorm=horizons",
    "/lijst",
    "/lijst?vak=geen",
    "/lijst?vak=1&sorteer=naam&zoek=a",
    "/lijst?zoek=nobody-at-all",
    "/paren",
    "/ecogram",
    "/ecogram?kies=1&laag=sterk",
    "/opvalt",
    "/opvalt?thema=support",
    "/opvalt?thema=support&vanaf=3",
    "/opvalt?keek=1",
    "/kenmerken",
    "/kenmerken?zonder=1",
    "/naast",
    "/naast?vanaf=3",
    "/wensen?bij=see.close",
    "/wensen?steun=listening",
    "/wensen",
    "/ik",
    "/tijd",
    "/tijd?van=nu&tot=nu",
    "/tijd/alles",
    "/bak",
    "/stamboom",
    "/stamboom?gen=alles&gevoel=1&tekens=1&maat=groot",
    "/stamboom?gen=3&hoe=eenvoudig",
    "/stamboom/afdruk",
    "/stamboom/gevoel/nieuw",
    "/stamboom/huis",
    "/stamboom/gebeurtenis",
    "/wegen",
    "/wegwijzers",
    "/wegwijzers?zoek=koffie&thema=carers",
    "/wegwijzers/mantelscan",
    "/wegwijzers/natuurlijk-een-netwerkcoach/kaarten",
    "/wegwijzers/kiezen",
    "/wegwijzers/kiezen?met=alone",
    "/wegwijzers/kiezen?doel=loneliness&met=together&voor=vrijwilliger&tijd=vaker"};
static const char *const in_family[] = {"", "/erbij/ouders", "/erbij/broerzus", "/erbij/partner",
                                        "/erbij/kind"};
static const char *const per_person[] = {"", "?laag=plek", "?laag=kennen", "/samen"};

static int begin(void **state) {
    static site s;
    *state = &s;
    return site_open(&s) ? 0 : -1;
}

static int end(void **state) {
    site_close(*state);
    return 0;
}

static size_t count_of(const kr_output *output, const char *text) {
    size_t count = 0;
    kr_str rest = output->body, wanted = kr_str_z(text);
    for (size_t at; (at = kr_str_find(rest, wanted)) != SIZE_MAX; count++)
        rest = kr_str_n(rest.ptr + at + wanted.len, rest.len - at - wanted.len);
    return count;
}

static void look_at(site *s, const char *base, const char *page) {
    char target[200];
    snprintf(target, sizeof target, "%s%s", base, page);
    kr_output output = site_ask(s, "GET", target, NULL, NULL);
    if (output.status != 200) fail_msg("%s: %d", target, output.status);
    if (count_of(&output, "<h1") != 1) fail_msg("%s: not one h1", target);
    if (!site_has(&output, "</html>")) fail_msg("%s: not whole", target);
}

/* The ids of the first few contacts on the list. */
static size_t people_of(site *s, const char *base, char ids[][17], size_t cap) {
    char target[200], before[80];
    snprintf(target, sizeof target, "%s/lijst?sorteer=naam", base);
    snprintf(before, sizeof before, "%s/mens/", base);
    kr_output output = site_ask(s, "GET", target, NULL, NULL);
    kr_str rest = output.body, wanted = kr_str_z(before);
    size_t count = 0;
    for (size_t at; count < cap && (at = kr_str_find(rest, wanted)) != SIZE_MAX;) {
        rest = kr_str_n(rest.ptr + at + wanted.len, rest.len - at - wanted.len);
        if (rest.len < 17 || rest.ptr[16] != '"') continue;
        memcpy(ids[count], rest.ptr, 16);
        ids[count++][16] = '\0';
    }
    return count;
}

static void look_at_all(site *s, const char *base) {
    char ids[6][17], page[200];
    for (size_t i = 0; i < KR_COUNT(pages); i++) look_at(s, base, pages[i]);
    size_t count = people_of(s, base, ids, KR_COUNT(ids));
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < KR_COUNT(in_family); k++) {
            snprintf(page, sizeof page, "/stamboom/mens/%s%s", ids[i], in_family[k]);
            look_at(s, base, page);
        }
        for (size_t k = 0; k < KR_COUNT(per_person); k++) {
            snprintf(page, sizeof page, "/mens/%s%s", ids[i], per_person[k]);
            look_at(s, base, page);
        }
        snprintf(page, sizeof page, "?wie=%s", ids[i]);
        look_at(s, base, page);
        snprintf(page, sizeof page, "/plaats?wie=%s&ring=2&area=1", ids[i]);
        look_at(s, base, page);
    }
}

static void in_both_languages(site *s, const char *base) {
    look_at_all(s, base);
    assert_int_equal(site_ask(s, "GET", "/taal/en?terug=/", NULL, NULL).status, 303);
    look_at_all(s, base);
    assert_int_equal(site_ask(s, "GET", "/taal/nl?terug=/", NULL, NULL).status, 303);
}

static void test_examples(void **state) {
    in_both_languages(*state, "/kring/voorbeeld");
    in_both_languages(*state, "/kring/voorbeeld-2");
    in_both_languages(*state, "/kring/voorbeeld-3");
}

/* Posts a form of this page; `fields` without the token. Gives the answer. */
static kr_output post(site *s, const char *base, const char *path, const char *fields) {
    char target[200], token[128], body[2000];
    snprintf(target, sizeof target, "%s/ik", base);
    kr_output output = site_ask(s, "GET", target, NULL, NULL);
    assert_true(site_token(&output, token));
    snprintf(target, sizeof target, "%s%s", base, path);
    snprintf(body, sizeof body, "csrf=%s&%s", token, fields);
    return site_ask(s, "POST", target, NULL, body);
}

static void done(kr_output output, const char *what) {
    if (output.status != 303) fail_msg("%s: %d", what, output.status);
}

static bool shows(site *s, const char *base, const char *page, const char *text) {
    char target[200];
    snprintf(target, sizeof target, "%s%s", base, page);
    kr_output output = site_ask(s, "GET", target, NULL, NULL);
    return output.status == 200 && site_has(&output, text);
}

static void test_from_nothing(void **state) {
    site *s = *state;
    char base[40], ids[4][17], path[120], fields[300];
    assert_true(site_begin(s, "jo", "Jo", base));
    in_both_languages(s, base);
    done(post(s, base, "/namen", "naam=Sanne%2C+Bram+%28zoon%29%3B+Corrie&wat=person"), "names");
    assert_true(shows(s, base, "/namen", "‘zoon’"));
    assert_int_equal(people_of(s, base, ids, 4), 3); /* Bram, Corrie, Sanne */
    snprintf(fields, sizeof fields, "kies=%s&kies=%s&vorm=lensink&ring.lensink=2&vak.lensink=2", ids[0],
             ids[1]);
    done(post(s, base, "/plaats", fields), "place");
    assert_true(shows(s, base, "/lijst?vak=2", "Corrie"));
    assert_false(shows(s, base, "/lijst?vak=2", "Sanne"));
    snprintf(path, sizeof path, "/mens/%s/laag/contact", ids[1]);
    done(post(s, base, path, "tie.live=weekly&tie.since=14-7-1998&tie.how_met="), "contact");
    snprintf(path, sizeof path, "/mens/%s", ids[1]);
    assert_true(shows(s, base, path, "14 juli 1998"));
    snprintf(path, sizeof path, "/mens/%s/laag/contact", ids[1]);
    static const char *const ways[] = {"14+juli+1998", "juli+1998",     "1998",      "1998-07-14",
                                       "14/07/1998",   "JULY+14,+1998", "mrt.+2001", "14.7.1998"};
    static const char *const said[] = {"14 juli 1998", "juli 1998",    "1998",       "14 juli 1998",
                                       "14 juli 1998", "14 juli 1998", "maart 2001", "14 juli 1998"};
    for (size_t i = 0; i < KR_COUNT(ways); i++) { /* taken, and shown again in words in its own field */
        char body[80], value[80], person[40];
        snprintf(person, sizeof person, "/mens/%s", ids[1]);
        snprintf(body, sizeof body, "tie.since=%s", ways[i]);
        done(post(s, base, path, body), "contact");
        snprintf(value, sizeof value, "name=\"tie.since\" value=\"%s\"", said[i]);
        assert_true(shows(s, base, person, value));
    }
    kr_output refused = post(s, base, path, "tie.since=gisteren");
    assert_int_equal(refused.status, 422);
    assert_true(site_has(&refused, "gisteren") && site_has(&refused, "role=\"alert\""));
    snprintf(path, sizeof path, "/mens/%s/laag/kennen", ids[0]);
    snprintf(fields, sizeof fields, "kent=%s", ids[2]);
    done(post(s, base, path, fields), "knows");
    snprintf(path, sizeof path, "/mens/%s", ids[2]);
    assert_true(shows(s, base, path, "Sanne kent Bram."));
    done(post(s, base, "/wensen", "words=Samen+eten&goal=contacts"), "wish");
    assert_true(shows(s, base, "/wensen", "Samen eten"));
    done(post(s, base, "/tijd", "naam=Eerste"), "moment");
    done(post(s, base, "/namen", "naam=Piet"), "one more");
    assert_true(shows(s, base, "/tijd", "Piet kwam erbij."));
    in_both_languages(s, base);
}

/* Who leaves stays among before; what is thrown away comes back, or is erased. */
static void test_going(void **state) {
    site *s = *state;
    char base[40], ids[4][17], path[120], fields[80];
    assert_true(site_begin(s, "riet", "Riet", base));
    done(post(s, base, "/namen", "naam=Els%2C+Kees%2C+Mies"), "names");
    assert_int_equal(people_of(s, base, ids, 4), 3);
    snprintf(path, sizeof path, "/mens/%s/doe", ids[0]);
    done(post(s, base, path, "doe=uit"), "leave");
    assert_true(shows(s, base, "/lijst", "h-vroeger"));
    done(post(s, base, "/ongedaan", "seq=0"), "undo");
    assert_false(shows(s, base, "/lijst", "h-vroeger"));
    snprintf(path, sizeof path, "/mens/%s/doe", ids[1]);
    done(post(s, base, path, "doe=weg"), "bin");
    assert_true(shows(s, base, "/bak", "Kees"));
    assert_false(shows(s, base, "/lijst", "Kees"));
    snprintf(fields, sizeof fields, "terug=%s", ids[1]);
    done(post(s, base, "/bak", fields), "restore");
    assert_true(shows(s, base, "/lijst", "Kees"));
    done(post(s, base, path, "doe=weg"), "bin again");
    snprintf(fields, sizeof fields, "wis=%s", ids[1]);
    done(post(s, base, "/bak", fields), "erase");
    assert_false(shows(s, base, "/bak", "Kees"));
    assert_false(shows(s, base, "/tijd/alles", "Kees"));
    snprintf(path, sizeof path, "/mens/%s/samen", ids[0]);
    snprintf(fields, sizeof fields, "met=%s", ids[2]);
    done(post(s, base, path, fields), "merge");
    assert_int_equal(people_of(s, base, ids, 4), 1);
}

/* What was changed after a step stays when that step is undone, and the page says which. */
static void test_undo_in_part(void **state) {
    site *s = *state;
    char base[40], ids[4][17], path[120], target[200];
    assert_true(site_begin(s, "mies", "Mies", base));
    done(post(s, base, "/namen", "naam=Els"), "name");
    assert_int_equal(people_of(s, base, ids, 4), 1);
    snprintf(path, sizeof path, "/mens/%s/laag/wie", ids[0]);
    done(post(s, base, path, "person.role=buurvrouw&person.remark=zwaait"), "first");
    snprintf(target, sizeof target, "%s/mens/%s", base, ids[0]);
    kr_output page = site_ask(s, "GET", target, NULL, NULL);
    kr_str at = page.body;
    char seq[24] = "seq=";
    size_t found = kr_str_find(at, KR_STR("name=\"base\" value=\""));
    assert_true(found != SIZE_MAX);
    for (size_t i = 0; i < 12 && at.ptr[found + 19 + i] != '"'; i++) seq[4 + i] = at.ptr[found + 19 + i];
    done(post(s, base, path, "person.role=vriendin&person.remark=zwaait"), "second");
    kr_output undone = post(s, base, "/ongedaan", seq);
    done(undone, "undo");
    char back[200];
    snprintf(back, sizeof back, "%.*s", KR_ARG(site_header(&undone, "Location")));
    *strchr(back, '#') = '\0';
    page = site_ask(s, "GET", back, NULL, NULL);
    assert_true(site_has(&page, "Wie is dat voor u?"));
    snprintf(path, sizeof path, "/mens/%s", ids[0]);
    assert_true(shows(s, base, path, "Vriendin."));
    assert_false(shows(s, base, path, "zwaait"));
    done(post(s, base, "/ongedaan", "seq=999"), "nothing to undo");
    assert_true(shows(s, base, "/tijd", "niets meer terug te draaien"));
}

/* Answered, put aside, taken back, undone; a note; a wish about somebody; a suggestion laid aside for good.
 */
static void test_stands_out(void **state) {
    site *s = *state;
    char base[40], ids[4][17], path[160], fields[300];
    assert_true(site_begin(s, "toos", "Toos", base));
    done(post(s, base, "/namen", "naam=Els%2C+Kees%2C+Mies"), "names");
    assert_int_equal(people_of(s, base, ids, 4), 3);
    snprintf(path, sizeof path, "/mens/%s/laag/contact", ids[1]);
    done(post(s, base, path, "tie.state=dormant"), "quiet");
    assert_true(shows(s, base, "/opvalt", "Een contact is stiller geworden"));
    assert_true(shows(s, base, "/opvalt", "Hoe komen we hieraan?"));
    assert_true(shows(s, base, "/opvalt/tekening?bij=see.quiet", ">Kees</a>"));
    done(post(s, base, "/opvalt", "about=see.quiet&fits=fits&words=Met+kerst+een+kaart."), "answer");
    assert_false(shows(s, base, "/opvalt", "Een contact is stiller geworden"));
    assert_true(shows(s, base, "/opvalt?keek=1", "Met kerst een kaart."));
    done(post(s, base, "/opvalt", "about=see.quiet&terugleggen=1&terug=keek"), "back");
    assert_true(shows(s, base, "/opvalt", "Een contact is stiller geworden"));
    assert_true(shows(s, base, "/opvalt", "Met kerst een kaart."));
    done(post(s, base, "/ongedaan", "seq=0"), "undo");
    assert_true(shows(s, base, "/opvalt?keek=1", "Met kerst een kaart."));
    done(post(s, base, "/opvalt", "about=see.quiet&fits=later&thema=light"), "later");
    assert_false(shows(s, base, "/opvalt", "Een contact is stiller geworden"));
    assert_true(shows(s, base, "/opvalt?thema=light", "Een contact is stiller geworden"));
    kr_output to_wish = post(s, base, "/opvalt", "about=see.quiet&wens=1");
    done(to_wish, "to a wish");
    assert_true(kr_str_ends(site_header(&to_wish, "Location"), KR_STR("/wensen?bij=see.quiet#wens")));
    snprintf(fields, sizeof fields, "<option value=\"%s\" selected>Kees</option>", ids[1]);
    assert_true(shows(s, base, "/wensen?bij=see.quiet", fields));
    snprintf(fields, sizeof fields,
             "words=Kees+bellen&goal=contacts&hoort=1&over=%s&steun=listening&soort=friend", ids[1]);
    done(post(s, base, "/wensen", fields), "wish");
    assert_true(shows(s, base, "/wensen", "Over Kees"));
    assert_true(shows(s, base, "/naast", "Kees bellen"));
    snprintf(path, sizeof path, "/mens/%s/laag/wens", ids[1]);
    done(post(s, base, path, "tie.wish=wake"), "wake");
    assert_true(shows(s, base, "/naast", "Kees weer eens spreken"));
    snprintf(fields, sizeof fields, "about=idea.wake:%s&fits=not&terug=naast", ids[1]);
    done(post(s, base, "/opvalt", fields), "not now");
    assert_false(shows(s, base, "/naast", "Kees weer eens spreken"));
    done(post(s, base, "/opvalt", "about=trait.size&fits=fits&terug=kenmerken&deel=size"), "trait");
    assert_true(shows(s, base, "/kenmerken", "trait.size-fits\" value=\"fits\" checked"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_examples, begin, end),
                                       cmocka_unit_test_setup_teardown(test_from_nothing, begin, end),
                                       cmocka_unit_test_setup_teardown(test_going, begin, end),
                                       cmocka_unit_test_setup_teardown(test_undo_in_part, begin, end),
                                       cmocka_unit_test_setup_teardown(test_stands_out, begin, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
