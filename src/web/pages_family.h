/* What the pages of the family tree share. */
#ifndef KR_WEB_PAGES_FAMILY_H
#define KR_WEB_PAGES_FAMILY_H

#include "core/kinship.h"
#include "web/pages.h"

/* One page about the family, seen from one person in it. Lives on the stack of the page function. */
typedef struct kr_tree {
    kr_page page;
    kr_family f;
    kr_kinship *kin;
    uint32_t root; /* who is asked for (?om=ID), else the root of the circle, else the one in the middle */
    kr_date today;
} kr_tree;

/* Opens the page with its title, the family and what everybody is to the root. `root` 0: as asked for. */
kr_err kr_tree_open(kr_tree *tree, kr_request *request, kr_reply *reply, const char *title_key, kr_id root,
                    kr_error *error) KR_CHECKED;

/* -- words (family_words.c); all borrowed from the request's arena -- */
/* "Hendrik"; for who has no name what they are: "Een miskraam", "Iemand zonder naam". */
kr_str kr_tree_name(const kr_tree *tree, uint32_t member);
kr_str kr_person_called(const kr_page *page, const kr_person *person);
/* "Hendrik de Groot". */
kr_str kr_tree_full_name(const kr_tree *tree, uint32_t member);
/* "halfbroer", "vriendin van Kees", "dat bent u"; empty when there is no tie. */
kr_str kr_tree_kin(const kr_tree *tree, uint32_t member);
/* "1915–1951, 36 jaar geworden". */
kr_str kr_tree_years(const kr_tree *tree, uint32_t member);
/* Everything that happened, in plain sentences. */
kr_str kr_tree_story(const kr_tree *tree, uint32_t member);
/* "Getrouwd met Erik in 1997, gescheiden in 2008." as seen by this member. */
void kr_tree_say_union(const kr_tree *tree, kr_buf *out, const kr_couple *couple, uint32_t member);
/* "Hendrik en Geertje"; the parents of this couple by name. */
kr_str kr_tree_couple(const kr_tree *tree, uint32_t couple);
/* How people are with each other: everybody (person 0), or with one person. */
void kr_put_bonds(const kr_tree *tree, kr_id person);
/* "Sanne en Bram: hecht, sinds 2019" in two parts. */
kr_str kr_bond_who(const kr_tree *tree, const kr_bond *bond);
kr_str kr_bond_how(const kr_tree *tree, const kr_bond *bond);
kr_str kr_bond_told(const kr_tree *tree, const kr_bond *bond);

/* square, circle, dome, diamond, triangle, unknown, dead, me: what family-sym.mustache draws. */
void kr_put_tree_symbol(const kr_tree *tree, kr_model *object, uint32_t member);
/* name, kin, years, href and the symbol. */
void kr_put_relative(const kr_tree *tree, kr_model *object, uint32_t member);
/* "/stamboom/mens/ID". */
kr_str kr_tree_link(const kr_tree *tree, uint32_t member);

/* -- the family as a list (family_list.c) -- */
/* rows: [{..., more, ends}] for family-list.mustache; partners, elsewhere, unplaced the same. */
kr_err kr_put_family_list(const kr_tree *tree) KR_CHECKED;

/* -- choosing somebody -- */
/* Options [{id, label, checked}] of everybody here but `except`; `chosen` 0: nobody. */
void kr_put_people_options(const kr_tree *tree, kr_model *object, const char *name, uint32_t except,
                           kr_id chosen);
/* A record of this kind whose id stands in the address (params[1]), not in the bin; NULL otherwise. */
const void *kr_page_record(kr_request *request, kr_kind kind);
/* Shows what was wrong above a form: `problem`. */
void kr_put_problem(const kr_page *page, const char *key);
void kr_put_problem_of(const kr_page *page, const kr_error *error);

kr_err kr_page_family(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_paper(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_person(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_act(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_add_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_union(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_union_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_parentage(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_parentage_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bond(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bond_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_households(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_household_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_events(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_event_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_event(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_family_event_change(kr_request *request, kr_reply *reply, kr_error *error);

#endif
