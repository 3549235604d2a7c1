/* Circles as bytes of changes, and what the native program draws of them: for comparing with WebAssembly.
 * wasm_circle FOLDER writes N.changes, N.KIND.PAPER.FLAGS.svg and words.txt. */
#include <stdio.h>
#include <stdlib.h>

#include "core/draft.h"
#include "made.h"

static const struct {
    const char *key, *text;
} words[] = {
#include "draw_words.inc"
};

static void die(const char *what) {
    fprintf(stderr, "wasm_circle: %s\n", what);
    exit(1);
}

static void write_file(const char *folder, const char *name, kr_str bytes) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0) die(path);
}

static kr_id next_id(void *context) {
    uint64_t *last = context;
    return ++*last * 0x9e3779b97f4a7c15ull | 1;
}

/* The changes that make this network: first everybody, then how it is. */
static void tell(kr_draft *draft, const kr_network *net) {
    kr_draft_ego(draft, net->ego->name);
    for (size_t i = 0; i < net->n; i++) {
        const kr_alter *alter = &net->alters[i];
        kr_id id = kr_draft_contact(draft, alter->person->name, alter->person->what);
        kr_draft_text(draft, KR_KIND_person, id, KR_F_person_role, alter->person->role);
        kr_draft_number(draft, KR_KIND_person, id, KR_F_person_sector, alter->person->sector);
        kr_draft_number(draft, KR_KIND_person, id, KR_F_person_carer, alter->person->carer);
        kr_draft_number(draft, KR_KIND_person, id, KR_F_person_lives_where, alter->person->lives_where);
    }
}

/* A family among them, parts of life, events, choices, a form of one's own: something for every drawing. */
static void tell_more(kr_draft *draft, const kr_circle *circle) {
    const kr_person *people = circle->persons;
    size_t n = circle->n_persons;
    for (size_t i = 0; i + 2 < n && i < 24; i += 3) {
        kr_id pair = kr_draft_new_id(draft), child = kr_draft_new_id(draft), bond = kr_draft_new_id(draft);
        kr_draft_ref(draft, KR_KIND_union, pair, KR_F_union_a, people[i].id);
        kr_draft_ref(draft, KR_KIND_union, pair, KR_F_union_b, people[i + 1].id);
        kr_draft_number(draft, KR_KIND_union, pair, KR_F_union_type, (int64_t)(1 + i % 7));
        kr_draft_number(draft, KR_KIND_union, pair, KR_F_union_since, 19700000 + (int64_t)i * 10000);
        kr_draft_ref(draft, KR_KIND_parentage, child, KR_F_parentage_child, people[(i + 5) % n].id);
        kr_draft_ref(draft, KR_KIND_parentage, child, KR_F_parentage_pair, pair);
        kr_draft_number(draft, KR_KIND_parentage, child, KR_F_parentage_type, (int64_t)(1 + i % 6));
        kr_draft_ref(draft, KR_KIND_bond, bond, KR_F_bond_from, people[i].id);
        kr_draft_ref(draft, KR_KIND_bond, bond, KR_F_bond_to, people[i + 2].id);
        kr_draft_number(draft, KR_KIND_bond, bond, KR_F_bond_type, (int64_t)(1 + i % 24));
    }
    for (size_t i = 1; i < n && i < 30; i++) {
        kr_id event = kr_draft_new_id(draft), choice = kr_draft_new_id(draft);
        kr_draft_set(draft, KR_KIND_person, people[i].id, KR_F_person_domain, 2u << (i % 12));
        kr_draft_number(draft, KR_KIND_person, people[i].id, KR_F_person_birth_year, 1930 + (int64_t)i);
        kr_draft_number(draft, KR_KIND_person, people[i].id, KR_F_person_gender, (int64_t)(1 + i % 4));
        kr_draft_number(draft, KR_KIND_event, event, KR_F_event_date, 19500000 + (int64_t)i * 20000);
        kr_draft_text(draft, KR_KIND_event, event, KR_F_event_what, people[i].name);
        kr_draft_number(draft, KR_KIND_event, event, KR_F_event_strand, (int64_t)(1 + i % 6));
        kr_draft_ref(draft, KR_KIND_nomination, choice, KR_F_nomination_from, people[i].id);
        kr_draft_ref(draft, KR_KIND_nomination, choice, KR_F_nomination_to, people[(i * 7 + 1) % n].id);
    }
}

static void tell_ties(kr_draft *draft, const kr_circle *circle, const kr_network *net) {
    for (size_t i = 0; i < circle->n_ties && i < net->n; i++) {
        const kr_tie *tie = net->alters[i].tie;
        kr_id id = circle->ties[i].id;
        if (!tie) continue;
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_closeness, tie->closeness);
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_lensink_area, tie->lensink_area);
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_live, net->alters[i].often);
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_strength, tie->strength);
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_tone, tie->tone);
        kr_draft_number(draft, KR_KIND_tie, id, KR_F_tie_energy, tie->energy);
        kr_draft_set(draft, KR_KIND_tie, id, KR_F_tie_gets, tie->gets);
    }
    for (size_t i = 0; i < net->n_known; i++)
        kr_draft_acquainted(draft, circle->persons[net->pairs[i].a + 1].id,
                            circle->persons[net->pairs[i].b + 1].id, 1);
}

static void draw_all(const char *folder, size_t number, const kr_network *net) {
    for (unsigned kind = 1; kind <= KR_DRAW_LAST; kind++) {
        for (unsigned paper = 0; paper < 3; paper++) {
            unsigned flags = (kind + paper) % 8;
            kr_arena arena;
            kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
            kr_draw_options options = {.as = (kr_drawing)kind,
                                       .layers = kind >= KR_DRAW_ECOGRAM ? 0x7fffu : KR_LAYER_ALL,
                                       .paper = (kr_paper)paper,
                                       .text = made_words};
            options.large = (flags & 1) != 0;
            options.roles = (flags & 2) != 0;
            kr_scene *scene;
            kr_buf out;
            kr_str svg;
            char name[64];
            kr_err err = kr_scene_make(&scene, &arena, net, &options, NULL);
            if (err != KR_OK && kind <= KR_DRAW_ECOGRAM) die("cannot draw");
            if (err != KR_OK) { /* nothing to draw of this kind: the other must say so too */
                kr_arena_dispose(&arena);
                continue;
            }
            kr_buf_init(&out, &arena, (size_t)64 << 20);
            kr_scene_svg(&out, scene, (flags & 4) != 0);
            if (kr_buf_end(&out, &svg) != KR_OK) die("cannot write");
            snprintf(name, sizeof name, "%zu.%u.%u.%u.svg", number, kind, paper, flags);
            write_file(folder, name, svg);
            kr_arena_dispose(&arena);
        }
    }
}

static void one_circle(const char *folder, size_t number, size_t n) {
    kr_arena arena;
    uint64_t last = number;
    char name[64];
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    kr_network made = made_network(&arena, number, n, (int)(number % 2)), net;
    kr_circle circle = {0};
    kr_change changes[2];
    kr_draft draft;
    kr_maker maker = {.at_ms = 1, .ids = {next_id, &last}};
    kr_draft_begin(&draft, &arena, &circle, maker, KR_ACT_NAME, 0);
    tell(&draft, &made);
    if (kr_draft_end(&draft, &changes[0], NULL) != KR_OK ||
        kr_circle_fold(&circle, &arena, changes, 1, NULL) != KR_OK)
        die("names");
    kr_draft_begin(&draft, &arena, &circle, maker, KR_ACT_SAY, 1);
    tell_ties(&draft, &circle, &made);
    tell_more(&draft, &circle);
    if (kr_draft_end(&draft, &changes[1], NULL) != KR_OK ||
        kr_circle_fold(&circle, &arena, changes, 2, NULL) != KR_OK)
        die("ties");
    kr_view view;
    kr_buf out;
    kr_str bytes;
    if (kr_view_make(&view, &arena, &circle, KR_VIEWER_OWNER, 0, NULL) != KR_OK ||
        kr_network_make(&net, &arena, &view) != KR_OK)
        die("view");
    kr_buf_init(&out, &arena, (size_t)16 << 20);
    kr_changes_encode(&out, changes, 2);
    if (kr_buf_end(&out, &bytes) != KR_OK) die("encode");
    snprintf(name, sizeof name, "%zu.changes", number);
    write_file(folder, name, bytes);
    draw_all(folder, number, &net);
    kr_arena_dispose(&arena);
}

int main(int argc, char **argv) {
    static const size_t sizes[] = {1, 5, 12, 24, 40, 75, 120, 150};
    if (argc != 2) return 2;
    char path[1024];
    snprintf(path, sizeof path, "%s/words.txt", argv[1]);
    FILE *file = fopen(path, "wb");
    if (!file) die(path);
    for (size_t i = 0; i < KR_COUNT(words); i++) fprintf(file, "%s\t%s\n", words[i].key, words[i].text);
    if (fclose(file) != 0) die(path);
    for (size_t i = 0; i < KR_COUNT(sizes); i++) one_circle(argv[1], i + 1, sizes[i]);
    return 0;
}
