/* The words of GenoPro, and what they are in Kring. */
#include "format/genopro_in.h"

static const struct {
    const char *word;
    uint8_t type, end;
} relations[] = {{"Marriage", KR_union_type_married, 0},
                 {"Widowed", KR_union_type_married, KR_union_end_widowed},
                 {"Divorce", KR_union_type_married, KR_union_end_divorced},
                 {"Nullity", KR_union_type_married, KR_union_end_annulled},
                 {"Annulment", KR_union_type_married, KR_union_end_annulled},
                 {"Separation", KR_union_type_married, KR_union_end_separated},
                 {"SeparationLegal", KR_union_type_married, KR_union_end_bed_and_board},
                 {"Cohabitation", KR_union_type_living_together, 0},
                 {"CohabitationAndSeparation", KR_union_type_living_together, KR_union_end_ended},
                 {"LegalCohabitation", KR_union_type_registered, 0},
                 {"LegalCohabitationAndSeparation", KR_union_type_registered, KR_union_end_separated},
                 {"LegalCohabitationAndLegalSeparation", KR_union_type_registered, KR_union_end_ended},
                 {"Engagement", KR_union_type_engaged, 0},
                 {"EngagementAndCohabitation", KR_union_type_engaged_together, 0},
                 {"EngagementAndSeparation", KR_union_type_engaged, KR_union_end_ended},
                 {"CommittedRelationship", KR_union_type_relation, 0},
                 {"CommittedRelationshipAndSeparation", KR_union_type_relation, KR_union_end_ended},
                 {"LoveAffair", KR_union_type_affair, 0},
                 {"LoveAffairAndSeparation", KR_union_type_affair, KR_union_end_ended},
                 {"Liaison", KR_union_type_affair, 0},
                 {"CasualRelationship", KR_union_type_casual, 0},
                 {"CasualRelationshipAndSeparation", KR_union_type_casual, KR_union_end_ended},
                 {"TemporaryRelation", KR_union_type_casual, 0}};

bool geno_relation(kr_str word, uint8_t *type, uint8_t *end) {
    for (size_t i = 0; i < KR_COUNT(relations); i++) {
        if (!kr_str_is(word, relations[i].word)) continue;
        *type = relations[i].type;
        *end = relations[i].end;
        return true;
    }
    return false;
}

/* Where Kring says it less finely, the word itself stays in the remark. Violence between two has no direction
 * in GenoPro, so it does not become one of the lines that point at somebody. */
static const struct {
    const char *word;
    uint8_t type;
    bool exact;
} bonds[] = {{"Plain", KR_bond_type_connected, true},
             {"Harmony", KR_bond_type_connected, false},
             {"Friendship", KR_bond_type_close, true},
             {"Intimacy", KR_bond_type_close, false},
             {"Love", KR_bond_type_close, false},
             {"InLove", KR_bond_type_in_love, true},
             {"Limerence", KR_bond_type_in_love, false},
             {"Fused", KR_bond_type_fused, true},
             {"Psyritual", KR_bond_type_spiritual, true},
             {"Indifferent", KR_bond_type_indifferent, true},
             {"Distant", KR_bond_type_distant, true},
             {"Cutoff", KR_bond_type_cutoff, true},
             {"CutoffRepaired", KR_bond_type_repaired, true},
             {"NeverMet", KR_bond_type_never_met, true},
             {"Discord", KR_bond_type_conflict, true},
             {"Hostile", KR_bond_type_conflict, true},
             {"Hate", KR_bond_type_conflict, false},
             {"HostileDistant", KR_bond_type_conflict, false},
             {"HostileClose", KR_bond_type_close_conflict, true},
             {"HostileFused", KR_bond_type_fused_conflict, true},
             {"Violence", KR_bond_type_conflict, false},
             {"ViolenceDistant", KR_bond_type_conflict, false},
             {"ViolenceClose", KR_bond_type_close_conflict, false},
             {"ViolenceFused", KR_bond_type_fused_conflict, false},
             {"Distrust", KR_bond_type_distrust, true},
             {"Abuse", KR_bond_type_emotional_abuse, false},
             {"AbuseEmotional", KR_bond_type_emotional_abuse, true},
             {"AbusePhysical", KR_bond_type_physical_abuse, true},
             {"AbuseSexual", KR_bond_type_sexual_abuse, true},
             {"AbuseNeglect", KR_bond_type_neglect, true},
             {"Manipulative", KR_bond_type_manipulative, true},
             {"Controlling", KR_bond_type_controlling, true},
             {"Jealous", KR_bond_type_jealous, true},
             {"FocusedOn", KR_bond_type_focused, true},
             {"FocusedOnNegatively", KR_bond_type_focused_hard, true},
             {"Fan", KR_bond_type_focused, false}};

uint8_t geno_bond(kr_str word, bool *exact) {
    for (size_t i = 0; i < KR_COUNT(bonds); i++) {
        if (!kr_str_is(word, bonds[i].word)) continue;
        *exact = bonds[i].exact;
        return bonds[i].type;
    }
    return 0;
}

uint8_t geno_parentage(kr_str word) {
    if (kr_str_is(word, "Adopted")) return KR_parentage_type_adopted;
    if (kr_str_is(word, "Foster")) return KR_parentage_type_foster;
    return 0;
}

uint8_t geno_arrival(kr_str cause) {
    if (kr_str_is(cause, "Miscarriage")) return KR_arrival_miscarriage;
    if (kr_str_is(cause, "Abortion")) return KR_arrival_abortion;
    if (kr_str_is(cause, "Stillbirth") || kr_str_is(cause, "Stillborn")) return KR_arrival_stillborn;
    return 0;
}
