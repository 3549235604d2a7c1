/* The figures of networks as bytes, for comparing with WebAssembly and between processors. Standard input
 * holds networks: two numbers of 32 bits (alters, ties) and two for each tie. Out come the doubles of each.
 */
#include <stdio.h>
#include <stdlib.h>

#include "measure/measure.h"

static void must(bool well) {
    if (!well) exit(1);
}

int main(void) {
    kr_arena arena;
    uint32_t head[2];
    kr_arena_init(&arena, kr_heap(), (size_t)1 << 30);
    while (fread(head, sizeof head, 1, stdin) == 1) {
        kr_ego_net net;
        kr_structure structure;
        kr_arena_reset(&arena);
        kr_ego_tie *ties = kr_new_n(&arena, kr_ego_tie, head[1]);
        kr_alter_structure *alters = kr_new_n(&arena, kr_alter_structure, head[0]);
        must(ties && alters && fread(ties, sizeof *ties, head[1], stdin) == head[1]);
        must(kr_ego_net_make(&net, &arena, head[0], ties, head[1], NULL) == KR_OK);
        must(kr_structure_of(&structure, alters, &arena, &net, KR_PART_ALL) == KR_OK);
        must(fwrite(&structure, sizeof structure, 1, stdout) == 1);
        must(fwrite(alters, sizeof *alters, head[0], stdout) == head[0]);
    }
    kr_arena_dispose(&arena);
    return fflush(stdout) == 0 ? 0 : 1;
}
