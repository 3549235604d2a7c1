#include "core/num.h"
#include "measure/measure.h"

static void spread(double *of, const double *p, uint16_t k) {
    static const double ln2 = 0.69314718055994530942;
    double entropy = 0, same = 0;
    uint32_t present = 0;
    for (uint16_t c = 0; c < k; c++) {
        present += p[c] > 0;
        same += p[c] * p[c];
        if (p[c] > 0) entropy -= p[c] * kr_measure_ln(p[c]);
    }
    if (present == 1) entropy = 0;
    double blau = present == 1 ? 0 : 1 - same;
    of[KR_C_richness] = present;
    of[KR_C_entropy_nat] = entropy;
    of[KR_C_entropy_bits] = entropy / ln2;
    of[KR_C_blau] = blau;
    of[KR_C_iqv_observed] = present > 1 ? blau * present / (present - 1.0) : 0;
    if (k < 2) return;
    of[KR_C_evenness] = entropy / kr_measure_ln(k);
    of[KR_C_iqv] = blau * k / (k - 1.0);
}

static void like_ego(double *of, const uint32_t *counts, double valid, uint16_t ego,
                     const double *reference) {
    double same = counts[ego - 1];
    if (valid < 1) return;
    double s = same / valid;
    of[KR_C_n_same_as_ego] = same;
    of[KR_C_prop_same_as_ego] = s;
    of[KR_C_ei_with_ego] = (valid - 2 * same) / valid;
    if (!reference || !kr_is_defined(reference[ego - 1])) return;
    double w = reference[ego - 1];
    if (s >= w && w < 1) of[KR_C_coleman_homophily] = (s - w) / (1 - w);
    if (s < w) of[KR_C_coleman_homophily] = (s - w) / w;
}

static void among_ties(double *of, const kr_ego_net *net, const uint16_t *values) {
    uint32_t within = 0, between = 0;
    for (uint32_t a = 0; a < net->n; a++) {
        const uint64_t *row = net->rows + (size_t)a * net->words;
        for (uint32_t word = a / 64; values[a] && word < net->words; word++) {
            for (uint64_t set = row[word]; set; set &= set - 1) {
                uint32_t b = word * 64 + (uint32_t)__builtin_ctzll(set);
                if (b <= a || !values[b]) continue;
                within += values[a] == values[b];
                between += values[a] != values[b];
            }
        }
    }
    of[KR_C_ties_within] = within;
    of[KR_C_ties_between] = between;
    if (within + between > 0) of[KR_C_ei_ties] = ((double)between - within) / ((double)between + within);
}

kr_err kr_category_of(kr_category *out, kr_arena *arena, const kr_ego_net *net, const uint16_t *values,
                      uint16_t k, uint16_t ego, const double *reference) {
    kr_category c;
    double *of = c.of, valid = 0;
    uint32_t *counts = kr_new_n(arena, uint32_t, k);
    double *shares = kr_new_n(arena, double, k);
    if (!counts || !shares) return KR_E_MEMORY;
    for (size_t i = 0; i < KR_C_COUNT; i++) of[i] = KR_UNDEFINED;
    for (uint32_t j = 0; j < net->n; j++) {
        if (!values[j] || values[j] > k) continue;
        counts[values[j] - 1]++;
        valid++;
    }
    for (uint16_t i = 0; i < k; i++) shares[i] = valid > 0 ? counts[i] / valid : KR_UNDEFINED;
    of[KR_C_n_valid] = valid;
    of[KR_C_n_missing] = net->n - valid;
    of[KR_C_richness] = 0;
    if (valid > 0) spread(of, shares, k);
    if (ego && ego <= k) like_ego(of, counts, valid, ego, reference);
    among_ties(of, net, values);
    c.counts = counts;
    c.proportions = shares;
    *out = c;
    return KR_OK;
}

static int by_size(const void *a, const void *b, void *context) {
    double x = *(const double *)a, y = *(const double *)b;
    (void)context;
    return x < y ? -1 : x > y;
}

static void from_ego(double *of, const double *sorted, size_t n, double ego) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double gap = sorted[i] > ego ? sorted[i] - ego : ego - sorted[i];
        sum += gap;
        squares += gap * gap;
    }
    of[KR_N_mean_abs_diff_ego] = sum / (double)n;
    of[KR_N_rms_diff_ego] = kr_sqrt(squares / (double)n);
}

static void describe(double *of, const double *sorted, size_t n) {
    double sum = 0, squares = 0, count = (double)n;
    for (size_t i = 0; i < n; i++) sum += sorted[i];
    double mean = sum / count;
    for (size_t i = 0; i < n; i++) squares += (sorted[i] - mean) * (sorted[i] - mean);
    of[KR_N_mean] = mean;
    of[KR_N_median] = n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    of[KR_N_sd_population] = kr_sqrt(squares / count);
    if (n > 1) of[KR_N_sd_sample] = kr_sqrt(squares / (count - 1));
    of[KR_N_min] = sorted[0];
    of[KR_N_max] = sorted[n - 1];
}

kr_err kr_numeric_of(kr_numeric *out, kr_arena *arena, const double *values, size_t n, double ego) {
    kr_numeric numeric;
    size_t valid = 0;
    double *sorted = kr_new_n(arena, double, n), *scratch = kr_new_n(arena, double, n);
    if (!sorted || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < KR_N_COUNT; i++) numeric.of[i] = KR_UNDEFINED;
    for (size_t i = 0; i < n; i++) {
        if (kr_is_defined(values[i])) sorted[valid++] = values[i];
    }
    numeric.of[KR_N_n_valid] = (double)valid;
    numeric.of[KR_N_n_missing] = (double)(n - valid);
    if (valid > 0) {
        kr_sort(sorted, valid, sizeof *sorted, by_size, NULL, scratch);
        describe(numeric.of, sorted, valid);
        if (kr_is_defined(ego)) from_ego(numeric.of, sorted, valid, ego);
    }
    *out = numeric;
    return KR_OK;
}

double kr_within_of(const double *values, size_t n, double limit) {
    double count = 0;
    for (size_t i = 0; i < n; i++) count += kr_is_defined(values[i]) && values[i] <= limit;
    return count;
}
