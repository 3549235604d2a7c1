#include "measure/measure.h"

static unsigned functions_in(uint32_t set) {
    return (unsigned)__builtin_popcount(set);
}

static double over(double part, double all) {
    return all > 0 ? part / all : KR_UNDEFINED;
}

void kr_support_of(kr_support *out, const uint32_t *gives, const bool *conflict, size_t n,
                   unsigned functions) {
    kr_support s = {.conflict = 0};
    uint32_t asked = functions >= 32 ? UINT32_MAX : ((uint32_t)1 << functions) - 1;
    uint32_t covered = 0, single = 0, sum = 0, several = 0, some = 0, both = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t given = gives[i] & asked;
        for (unsigned f = 0; f < functions && f < KR_MOST_FUNCTIONS; f++) s.providers[f] += given >> f & 1;
        sum += functions_in(given);
        several += functions_in(given) >= 2;
        some += given != 0;
        both += given && conflict && conflict[i];
        s.conflict += conflict && conflict[i];
    }
    for (unsigned f = 0; f < functions && f < KR_MOST_FUNCTIONS; f++) {
        s.share[f] = over(s.providers[f], (double)n);
        covered += s.providers[f] > 0;
        single += s.providers[f] == 1;
    }
    s.conflict_share = over(s.conflict, (double)n);
    s.of[KR_P_functions_covered] = covered;
    s.of[KR_P_functions_single_provider] = single;
    s.of[KR_P_functions_uncovered] = functions - covered;
    s.of[KR_P_mean_functions_per_alter] = over(sum, (double)n);
    s.of[KR_P_multiplex_alters] = several;
    s.of[KR_P_prop_multiplex] = over(several, (double)n);
    s.of[KR_P_supportive_alters] = some;
    s.of[KR_P_prop_supportive] = over(some, (double)n);
    s.of[KR_P_support_and_conflict] = both;
    *out = s;
}

static void function_of(double *of, const uint32_t *receives, const uint32_t *gives, size_t n, unsigned f) {
    uint32_t from = 0, to = 0, both = 0;
    for (size_t i = 0; i < n; i++) {
        bool gets = receives[i] >> f & 1, gave = gives[i] >> f & 1;
        from += gets;
        to += gave;
        both += gets && gave;
    }
    of[KR_FN_providers] = from;
    of[KR_FN_recipients] = to;
    of[KR_FN_mutual] = both;
    of[KR_FN_proportion_providers] = over(from, (double)n);
    of[KR_FN_single_provider] = from == 1;
    of[KR_FN_uncovered] = from == 0;
    of[KR_FN_balance] = over((double)to - from, (double)to + from);
}

void kr_exchange_of(kr_exchange *out, const uint32_t *receives, const uint32_t *gives, size_t n,
                    unsigned functions) {
    kr_exchange e = {.of = {0}};
    uint32_t asked = functions >= 32 ? UINT32_MAX : ((uint32_t)1 << functions) - 1;
    uint32_t from = 0, to = 0, both = 0, received = 0, given = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t gets = receives[i] & asked, gave = gives[i] & asked;
        from += gets != 0;
        to += gave != 0;
        both += gets && gave;
        received += functions_in(gets);
        given += functions_in(gave);
    }
    uint32_t any = from + to - both;
    e.of[KR_X_size] = (double)n;
    e.of[KR_X_receive_alters] = from;
    e.of[KR_X_give_alters] = to;
    e.of[KR_X_reciprocal_alters] = both;
    e.of[KR_X_receive_only] = from - both;
    e.of[KR_X_give_only] = to - both;
    e.of[KR_X_no_exchange] = (double)n - any;
    e.of[KR_X_received] = received;
    e.of[KR_X_given] = given;
    e.of[KR_X_reciprocity] = over(both, any);
    e.of[KR_X_balance] = over((double)given - received, (double)given + received);
    for (unsigned f = 0; f < functions && f < KR_MOST_FUNCTIONS; f++)
        function_of(e.function[f], receives, gives, n, f);
    *out = e;
}

void kr_naming_of(kr_naming *out, uint32_t named, uint32_t named_by, uint32_t mutual) {
    out->of[KR_NM_named] = named;
    out->of[KR_NM_named_by] = named_by;
    out->of[KR_NM_mutual] = mutual;
    out->of[KR_NM_reciprocity_of_named] = over(mutual, named);
    out->of[KR_NM_reciprocity_dyadic] = over(mutual, (double)named + named_by - mutual);
    out->of[KR_NM_balance] = over((double)named - named_by, (double)named + named_by);
}
