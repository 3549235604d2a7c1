/* Twins and triplets of a family tree. A file says of two that they are of one birth, or says of each alone
 * that they are a twin; here they become one number within their family. */
#include "core/num.h"
#include "format/tree.h"

#define MOST_FAMILIES 8 /* of one child, looked through for the other */
#define MOST_NUMBER   100000u

/* -- words -- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Does `text` begin with these small letters, whatever its capitals? */
static bool begins(kr_str text, const char *word) {
    size_t i = 0;
    for (; word[i]; i++) {
        if (i >= text.len || (text.ptr[i] | 0x20) != word[i]) return false;
    }
    return true;
}

static bool is_sign(kr_str word) {
    static const char *const whole[] = {"twin", "twins", "jumeau", "jumelle"};
    static const char *const heads[] = {"triplet",  "quadruplet", "quintuplet", "tweeling", "drieling",
                                        "vierling", "zwilling",   "drilling",   "gemell",   "mellizo"};
    for (size_t i = 0; i < KR_COUNT(whole); i++) {
        if (word.len == strlen(whole[i]) && begins(word, whole[i])) return true;
    }
    for (size_t i = 0; i < KR_COUNT(heads); i++) {
        if (begins(word, heads[i])) return true;
    }
    return false;
}

static uint8_t type_of(kr_str word) {
    static const struct {
        const char *head;
        uint8_t type;
    } types[] = {{"identical", KR_twin_type_identical},    {"monozyg", KR_twin_type_identical},
                 {"eeneiig", KR_twin_type_identical},      {"eineiig", KR_twin_type_identical},
                 {"nonidentical", KR_twin_type_fraternal}, {"fraternal", KR_twin_type_fraternal},
                 {"non", KR_twin_type_fraternal},          {"niet", KR_twin_type_fraternal},
                 {"dizyg", KR_twin_type_fraternal},        {"tweeeiig", KR_twin_type_fraternal},
                 {"zweieiig", KR_twin_type_fraternal}};
    for (size_t i = 0; i < KR_COUNT(types); i++) {
        if (begins(word, types[i].head)) return types[i].type;
    }
    return 0;
}

bool kr_tree_says_twin(kr_str words, uint8_t *type) {
    bool says = false;
    uint8_t kind = 0;
    for (size_t i = 0; i < words.len;) {
        size_t from = i;
        while (i < words.len && is_letter(words.ptr[i])) i++;
        kr_str word = kr_str_n(words.ptr + from, i - from);
        if (is_sign(word)) says = true;
        if (!kind) kind = type_of(word);
        if (i == from) i++;
    }
    if (says && kind) *type = kind;
    return says;
}

/* -- births -- */

typedef struct births {
    kr_tree *t;
    uint32_t *head, *next; /* of each person the places as a child, + 1 */
    uint32_t *root;        /* of each child: who stands for the birth */
} births;

static uint32_t root_of(births *b, uint32_t child) {
    while (b->root[child] != child) child = b->root[child] = b->root[b->root[child]];
    return child;
}

static void join(births *b, uint32_t one, uint32_t other, uint8_t type) {
    kr_tree_child *children = b->t->children;
    uint32_t x = root_of(b, one), y = root_of(b, other), low = x < y ? x : y, high = x < y ? y : x;
    uint8_t known = type                      ? type
                    : children[low].twin_type ? children[low].twin_type
                                              : children[high].twin_type;
    b->root[high] = low;
    children[low].twin_type = known;
}

/* In which family are both a child? */
static void join_pair(births *b, const kr_tree_twin *twin) {
    const kr_tree_child *children = b->t->children;
    bool found = false;
    int i = 0;
    for (uint32_t x = b->head[twin->a]; x && i < MOST_FAMILIES && twin->a != twin->b;
         x = b->next[x - 1], i++) {
        int k = 0;
        for (uint32_t y = b->head[twin->b]; y && k < MOST_FAMILIES; y = b->next[y - 1], k++) {
            if (children[x - 1].pair != children[y - 1].pair) continue;
            join(b, x - 1, y - 1, twin->type);
            found = true;
        }
    }
    if (!found) kr_tree_note(b->t, "format.note.twin", b->t->persons[twin->a].name, twin->line);
}

typedef struct sign {
    uint32_t pair, child;
    kr_date born;
} sign;

static int by_birth(const void *x, const void *y, void *context) {
    const sign *a = x, *b = y;
    (void)context;
    if (a->pair != b->pair) return a->pair < b->pair ? -1 : 1;
    if (a->born != b->born) return a->born < b->born ? -1 : 1;
    return a->child < b->child ? -1 : a->child > b->child;
}

/* Who is called a twin, and was born when a brother or sister was who is called that too. */
static kr_err join_signs(births *b) {
    kr_tree *t = b->t;
    sign *signs = kr_new_n(t->arena, sign, t->n_children + 1);
    sign *scratch = kr_new_n(t->arena, sign, t->n_children + 1);
    size_t n = 0;
    if (!signs || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < t->n_children; i++) {
        const kr_tree_person *p = &t->persons[t->children[i].person];
        bool born = p->born && t->children[i].type <= KR_parentage_type_birth;
        if (p->twin && born) signs[n++] = (sign){t->children[i].pair, (uint32_t)i, p->born};
    }
    kr_sort(signs, n, sizeof *signs, by_birth, NULL, scratch);
    for (size_t i = 1; i < n; i++) {
        if (signs[i].pair != signs[i - 1].pair || signs[i].born != signs[i - 1].born) continue;
        join(b, signs[i - 1].child, signs[i].child, t->persons[t->children[signs[i].child].person].twin_type);
    }
    return KR_OK;
}

static kr_err number(births *b) {
    kr_tree *t = b->t;
    uint32_t *given = kr_new_n(t->arena, uint32_t, t->n_unions + 1);
    uint32_t *of_root = kr_new_n(t->arena, uint32_t, t->n_children + 1);
    if (!given || !of_root) return KR_E_MEMORY;
    for (uint32_t i = 0; i < t->n_children; i++) {
        kr_tree_child *child = &t->children[i];
        uint32_t root = root_of(b, i);
        if (root == i) continue;
        if (!of_root[root] && given[child->pair] < MOST_NUMBER) of_root[root] = ++given[child->pair];
        child->twin = t->children[root].twin = of_root[root];
        child->twin_type = t->children[root].twin_type;
    }
    return KR_OK;
}

void kr_tree_number_twins(kr_tree *t) {
    births b = {.t = t};
    bool any = t->n_twins > 0;
    for (size_t i = 0; i < t->n_persons && !any; i++) any = t->persons[i].twin;
    if (t->err != KR_OK || !any) return;
    b.head = kr_new_n(t->arena, uint32_t, t->n_persons + 1);
    b.next = kr_new_n(t->arena, uint32_t, t->n_children + 1);
    b.root = kr_new_n(t->arena, uint32_t, t->n_children + 1);
    if (!b.head || !b.next || !b.root) {
        t->err = KR_E_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < t->n_children; i++) {
        b.root[i] = i;
        b.next[i] = b.head[t->children[i].person];
        b.head[t->children[i].person] = i + 1;
    }
    for (size_t i = 0; i < t->n_twins; i++) join_pair(&b, &t->twins[i]);
    kr_err err = join_signs(&b);
    if (err == KR_OK) err = number(&b);
    if (err != KR_OK && t->err == KR_OK) t->err = err;
}
