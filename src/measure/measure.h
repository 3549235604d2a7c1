/* The measures of a personal network as research has them: structure, composition, support, change.
 *
 * An ego network is the alters and who among them is tied to whom; the person in the middle is left out,
 * except where a measure says otherwise. measures.def has each figure once: name, range, source, formula.
 *
 * What holds for all of them:
 * - Undefined or unknown is KR_UNDEFINED (a NaN that nobody prints), never 0: ask kr_is_defined.
 * - The same network gives the same bits on every machine, whatever the order in which its ties came: sums
 *   run over alters in their order, and whoever wants the result not to depend on the order of the alters
 *   either puts them in an order of their own first (the command: by their mark).
 * - Nothing is estimated: every figure is exact, also in a network of thousands.
 * - out-parameters are untouched on failure; scratch memory comes from the arena. Errors: KR_E_MEMORY, and
 *   KR_E_LIMIT where said.
 */
#ifndef KR_MEASURE_H
#define KR_MEASURE_H

#include "core/arena.h"
#include "core/network.h"

#define KR_UNDEFINED (__builtin_nan(""))
static inline bool kr_is_defined(double value) {
    return value == value;
}

/* -- The network --------------------------------------------------------------------------------------- */

/* Most alters of one network: the rows are then 50 MB. */
#define KR_EGO_NET_MOST 20000u

/* Two alters by index, 0 .. n-1, in any order. */
typedef struct kr_ego_tie {
    uint32_t a, b;
} kr_ego_tie;

/* What the list of ties held and was not counted. */
typedef struct kr_ego_faults {
    uint64_t loops;    /* somebody with themselves */
    uint64_t doubles;  /* a pair again, in either order */
    uint64_t unlisted; /* with somebody who is not among the alters (index >= n) */
} kr_ego_faults;

/* Invariants: symmetric, no bit j in row j, no bit beyond n; degree[j] counts row j; ties is half their sum.
 */
typedef struct kr_ego_net {
    uint32_t n, ties, words; /* words of 64 bits in a row: (n + 63) / 64, at least 1 */
    uint64_t *rows;          /* bit q % 64 of rows[j * words + q / 64]: j and q are tied */
    uint32_t *degree;
} kr_ego_net;

/* Undirected and simple: what is in the list twice counts once. faults may be NULL. O(n²/64 + ties). Errors:
 * KR_E_LIMIT above KR_EGO_NET_MOST. */
kr_err kr_ego_net_make(kr_ego_net *out, kr_arena *arena, size_t n, const kr_ego_tie *ties, size_t count,
                       kr_ego_faults *faults) KR_CHECKED;
/* Of a circle: everybody around the person in the middle who counts as an alter: a living human being who is
 * here. With or without those who do it as their work. `who` (may be NULL) gets, for each alter, the index in
 * network->alters. O(alters + pairs). */
kr_err kr_ego_net_of(kr_ego_net *out, uint32_t **who, kr_arena *arena, const kr_network *network,
                     bool with_paid) KR_CHECKED;
/* The part of a network with these alters (indices, each once). O(count² + n). */
kr_err kr_ego_net_part(kr_ego_net *out, kr_arena *arena, const kr_ego_net *net, const uint32_t *alters,
                       size_t count) KR_CHECKED;
static inline bool kr_ego_net_tied(const kr_ego_net *net, uint32_t a, uint32_t b) {
    return net->rows[(size_t)a * net->words + b / 64] >> (b % 64) & 1;
}

/* -- A measure, for pages, documents and tables -------------------------------------------------------- */

typedef struct kr_measure {
    const char *name;    /* of the column; words/measures.h says it in a language */
    const char *range;   /* as in mathematics */
    const char *source;  /* key of the literature */
    const char *formula; /* plain text */
} kr_measure;
typedef enum kr_measure_group {
    KR_MEASURES_STRUCTURE,
    KR_MEASURES_ALTER,
    KR_MEASURES_WEIGHTED,
    KR_MEASURES_CATEGORY,
    KR_MEASURES_NUMERIC,
    KR_MEASURES_SUPPORT,
    KR_MEASURES_EXCHANGE,
    KR_MEASURES_FUNCTION,
    KR_MEASURES_CHANGE,
    KR_MEASURES_NAMING,
    KR_MEASURE_GROUPS
} kr_measure_group;
/* All of a group, in the order of its columns. Static. */
const kr_measure *kr_measures(kr_measure_group group, size_t *count);
/* "structure", "alter" and so on; in keys of the catalogue. Static. */
const char *kr_measure_group_name(kr_measure_group group);

typedef enum kr_structure_measure {
#define STRUCTURE(name, range, source, formula) KR_S_##name,
#include "measure/measures.def"
#undef STRUCTURE
    KR_S_COUNT
} kr_structure_measure;
typedef enum kr_alter_measure {
#define ALTER(name, range, source, formula) KR_A_##name,
#include "measure/measures.def"
#undef ALTER
    KR_A_COUNT
} kr_alter_measure;
typedef enum kr_weighted_measure {
#define WEIGHTED(name, range, source, formula) KR_W_##name,
#include "measure/measures.def"
#undef WEIGHTED
    KR_W_COUNT
} kr_weighted_measure;
typedef enum kr_category_measure {
#define CATEGORY(name, range, source, formula) KR_C_##name,
#include "measure/measures.def"
#undef CATEGORY
    KR_C_COUNT
} kr_category_measure;
typedef enum kr_numeric_measure {
#define NUMERIC(name, range, source, formula) KR_N_##name,
#include "measure/measures.def"
#undef NUMERIC
    KR_N_COUNT
} kr_numeric_measure;
typedef enum kr_support_measure {
#define SUPPORT(name, range, source, formula) KR_P_##name,
#include "measure/measures.def"
#undef SUPPORT
    KR_P_COUNT
} kr_support_measure;
typedef enum kr_exchange_measure {
#define EXCHANGE(name, range, source, formula) KR_X_##name,
#include "measure/measures.def"
#undef EXCHANGE
    KR_X_COUNT
} kr_exchange_measure;
typedef enum kr_function_measure {
#define FUNCTION(name, range, source, formula) KR_FN_##name,
#include "measure/measures.def"
#undef FUNCTION
    KR_FN_COUNT
} kr_function_measure;
typedef enum kr_change_measure {
#define CHANGE(name, range, source, formula) KR_CH_##name,
#include "measure/measures.def"
#undef CHANGE
    KR_CH_COUNT
} kr_change_measure;
typedef enum kr_naming_measure {
#define NAMING(name, range, source, formula) KR_NM_##name,
#include "measure/measures.def"
#undef NAMING
    KR_NM_COUNT
} kr_naming_measure;

/* -- Structure ------------------------------------------------------------------------------------------ */

/* What to work out; the rest stays undefined. Size, ties, density and degrees always come. */
typedef enum kr_structure_part {
    KR_PART_COMPONENTS = 1,       /* groups and fragmentation; component_size */
    KR_PART_BETWEENNESS = 2,      /* betweenness among alters and its centralisation */
    KR_PART_TRIANGLES = 4,        /* triangles and transitivity */
    KR_PART_CLIQUES = 8,          /* cliques_ge3 and clique_number */
    KR_PART_CUTS = 16,            /* cut vertices and bridges; cut_vertex */
    KR_PART_EGO_BETWEENNESS = 32, /* with the person in the middle */
    KR_PART_CONSTRAINT = 64,      /* constraint, dyadic_constraint */
    KR_PART_HIERARCHY = 128,      /* hierarchy; includes constraint */
    KR_PART_ALL = 255
} kr_structure_part;

/* of[KR_S_density] and so on. */
typedef struct kr_structure {
    double of[KR_S_COUNT];
} kr_structure;
typedef struct kr_alter_structure {
    double of[KR_A_COUNT];
} kr_alter_structure;

/* Alters up to 64 go by a shorter way, without memory from the arena. `alters` (n of them) may be NULL.
 *
 * Cost: betweenness O(n·m) at most (a vertex and the tie to the next one on a shortest path, each once), in
 * practice O(pairs of alters); triangles and ego betweenness O(n²·n/64); groups, cuts and constraint O(n +
 * m). Cliques grow without bound in the worst case: after KR_CLIQUE_STEPS steps both figures about cliques
 * are left undefined. */
#define KR_CLIQUE_STEPS 50000000u
kr_err kr_structure_of(kr_structure *out, kr_alter_structure *alters, kr_arena *arena, const kr_ego_net *net,
                       unsigned parts) KR_CHECKED;

typedef struct kr_weighted {
    double of[KR_W_COUNT];
} kr_weighted;
/* A weight for two alters; of a pair that stands there twice the larger one counts. 0 is no tie. */
typedef struct kr_ego_weight {
    uint32_t a, b;
    double weight;
} kr_ego_weight;
/* strength: of ego with each alter, KR_UNDEFINED unknown; NULL leaves constraint and effective size
 * undefined. When one alter's strength is unknown both are undefined too. An alter without any strength has
 * share 0. O(n + weights log weights). */
kr_err kr_weighted_of(kr_weighted *out, kr_arena *arena, size_t n, const double *strength,
                      const kr_ego_weight *weights, size_t count) KR_CHECKED;

/* -- Composition ---------------------------------------------------------------------------------------- */

typedef struct kr_category {
    double of[KR_C_COUNT]; /* count and proportion are undefined here: they are below, per category */
    const uint32_t *counts;
    const double *proportions; /* k of each; KR_UNDEFINED when nothing is known */
} kr_category;
/* values: for each of net->n alters 1..k, 0 unknown. ego: its category, 0 unknown. reference: share of each
 * category among people at large (k of them), or NULL. Measures among ties need net->rows. O(n + m + k). */
kr_err kr_category_of(kr_category *out, kr_arena *arena, const kr_ego_net *net, const uint16_t *values,
                      uint16_t k, uint16_t ego, const double *reference) KR_CHECKED;

typedef struct kr_numeric {
    double of[KR_N_COUNT];
} kr_numeric;
/* values: for each alter, KR_UNDEFINED unknown; ego likewise. Sums run from the smallest to the largest.
 * O(n log n). */
kr_err kr_numeric_of(kr_numeric *out, kr_arena *arena, const double *values, size_t n, double ego) KR_CHECKED;

/* How many known values are at most `limit`: who lives within five kilometres, who was heard of within a
 * year. */
double kr_within_of(const double *values, size_t n, double limit);

/* -- Support -------------------------------------------------------------------------------------------- */

#define KR_MOST_FUNCTIONS 32u
typedef struct kr_support {
    uint32_t providers[KR_MOST_FUNCTIONS]; /* how many alters give it */
    double share[KR_MOST_FUNCTIONS];       /* of all alters; undefined without alters */
    uint32_t conflict;
    double conflict_share;
    double of[KR_P_COUNT];
} kr_support;
/* gives: for each alter the functions it gives, function f as bit f, f < functions; conflict: for each alter,
 * or NULL. O(n · functions). */
void kr_support_of(kr_support *out, const uint32_t *gives, const bool *conflict, size_t n,
                   unsigned functions);

typedef struct kr_exchange {
    double of[KR_X_COUNT];
    double function[KR_MOST_FUNCTIONS][KR_FN_COUNT];
} kr_exchange;
/* receives: what ego gets from each alter, gives: what ego gives, function f as bit f. O(n · functions). */
void kr_exchange_of(kr_exchange *out, const uint32_t *receives, const uint32_t *gives, size_t n,
                    unsigned functions);

/* -- Between two moments -------------------------------------------------------------------------------- */

typedef struct kr_change_measures {
    double of[KR_CH_COUNT];
} kr_change_measures;
/* The alters of both networks by marks that mean the same at both moments (each once in a network, in any
 * order). A moment that was missed is no network: then there is nothing to call this with, and everything is
 * blank. O(n log n + n²/64). */
kr_err kr_change_of(kr_change_measures *out, kr_arena *arena, const kr_ego_net *from,
                    const uint64_t *from_marks, const kr_ego_net *to, const uint64_t *to_marks) KR_CHECKED;

typedef struct kr_naming {
    double of[KR_NM_COUNT];
} kr_naming;
/* Among people who name each other. O(1). */
void kr_naming_of(kr_naming *out, uint32_t named, uint32_t named_by, uint32_t mutual);

/* -- Numbers as text ------------------------------------------------------------------------------------ */

/* A whole number as it is, else ten decimals; nothing for KR_UNDEFINED. The same bytes on every machine.
 * |value| < 9e15, else nothing. Returns the length, at most 32. */
size_t kr_measure_text(double value, char out[33]);
/* Natural logarithm of a positive number, to the last digit but one; the same bits on every machine. */
double kr_measure_ln(double x);

#endif
