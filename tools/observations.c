/* Writes the rules of what stands out into the manual, from the table that the program itself runs:
 * `observations FILE` gives the file with what stands between its two marks made anew. A test fails when that
 * differs. */
#include <stdio.h>
#include <stdlib.h>

#include "words/notice.h"

#define BEGIN "<!-- regels: begin -->"
#define END   "<!-- regels: einde -->"
#define ROOM  ((size_t)4 << 20)

static void stop(const char *what) {
    fprintf(stderr, "observations: %s\n", what);
    exit(1);
}

/* What stands for the people and words of somebody's own circle. */
static const struct {
    const char *key, *names, *words;
} samples[] = {{"see.know", "Corrie", ""},
               {"see.composition", "Sanne, Bram, Kees, Wim en Joost", ""},
               {"see.one_carries", "Corrie", ""},
               {"see.support_one", "Corrie", ""},
               {"see.trio", "Sanne, Bram en Joost", ""},
               {"see.same_age", "Riet, Hennie en Corrie", ""},
               {"see.one_way", "Piet, Ruud en Loes", ""},
               {"see.quiet", "Kees en Wim", ""},
               {"see.died", "Gerrit en Truus", ""},
               {"see.animals", "Moos en Stip", ""},
               {"see.groups", "De Zangvogels en Samen Lezen", ""},
               {"see.places", "de bibliotheek en de markt", ""},
               {"see.visit_want", "het zwembad", ""},
               {"see.companion", "de markt", ""},
               {"see.kinds", "", "familie, vriend, buur en lotgenoot"},
               {"see.domains", "", "thuis, sport en de buurt"},
               {"see.levels", "", "in dezelfde straat, in dezelfde plaats en in het buitenland"},
               {"see.turning", "", "verhuizing"}};

static kr_str say(kr_arena *arena, const kr_rule *rule, const char *part) {
    const char *names = "Sanne en Bram", *words = "";
    char key[80];
    kr_buf out;
    kr_str text;
    for (size_t i = 0; i < KR_COUNT(samples); i++) {
        if (strcmp(samples[i].key, rule->key) != 0) continue;
        names = samples[i].names;
        words = samples[i].words;
    }
    kr_word_arg args[] = {KR_WORD_NUMBER("n", 2),
                          KR_WORD_NUMBER("m", 3),
                          KR_WORD_NUMBER("least", rule->from),
                          KR_WORD_NUMBER("limit", rule->limit),
                          KR_WORD_TEXT("names", kr_str_z(names)),
                          KR_WORD_TEXT("others", KR_STR("Mieke en Abdel")),
                          KR_WORD_TEXT("word", KR_STR("luisteren")),
                          KR_WORD_TEXT("words", kr_str_z(words))};
    if (strcmp(rule->key, "see.know") == 0) args[0].number = 6, args[1].number = 2;
    if (strcmp(rule->key, "see.size") == 0) args[0].number = 14, args[1].number = 11;
    if (strcmp(rule->key, "see.composition") == 0) args[0].number = 5, args[1].number = 12;
    if (strcmp(rule->key, "see.composition") == 0) args[6].text = KR_STR("familie");
    if (strcmp(rule->key, "see.kinds") == 0) args[0].number = 4;
    if (strcmp(rule->key, "see.domains") == 0) args[0].number = 3;
    if (strcmp(rule->key, "see.paid_most") == 0) args[1].number = 3;
    if (strcmp(rule->key, "see.one_carries") == 0) args[0].number = 3;
    snprintf(key, sizeof key, "%s.%s", rule->key, part);
    kr_buf_init(&out, arena, 8000);
    if (strcmp(part, "others") != 0 || kr_word_known(kr_str_z(key)))
        kr_say(&out, KR_NL, key, args, KR_COUNT(args));
    if (kr_buf_end(&out, &text) != KR_OK) stop("no memory");
    return text;
}

static kr_str about(kr_arena *arena, const kr_rule *rule, kr_notice_part part) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, arena, 8000);
    kr_say_rule(&out, KR_NL, rule, part);
    if (kr_buf_end(&out, &text) != KR_OK) stop("no memory");
    return text;
}

static void write_rule(kr_arena *arena, const kr_rule *rule) {
    kr_str others = say(arena, rule, "others");
    printf("\n**%.*s**\n", KR_ARG(say(arena, rule, "title")));
    printf("- Kijkt naar: %.*s\n", KR_ARG(about(arena, rule, KR_NOTICE_LOOKS)));
    printf("- Zegt iets: %.*s\n", KR_ARG(about(arena, rule, KR_NOTICE_WHEN)));
    printf("- Zegt dan: ‘%.*s%s%.*s’\n", KR_ARG(say(arena, rule, "say")), others.len ? " " : "",
           KR_ARG(others));
    printf("- Vraagt: ‘%.*s’\n", KR_ARG(say(arena, rule, "ask")));
    printf("- %.*s\n", KR_ARG(about(arena, rule, KR_NOTICE_NOT)));
    printf("- Plaats in de volgorde: %d\n", 5 - rule->telling);
}

static void write_rules(kr_arena *arena) {
    const kr_rule *rules[200];
    size_t n = kr_rules(rules, KR_COUNT(rules));
    printf("\nEr zijn nu %zu regels.\n", n);
    for (unsigned theme = 0; theme < KR_THEME_COUNT; theme++) {
        char key[64];
        snprintf(key, sizeof key, "see.theme.%s", kr_theme_name((kr_theme)theme));
        kr_str title = kr_word(KR_NL, key);
        printf("\n#### %.*s\n", KR_ARG(title));
        for (size_t i = 0; i < n; i++)
            if (rules[i]->theme == theme) write_rule(arena, rules[i]);
    }
    printf("\n");
}

static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = file ? calloc(1, ROOM) : NULL;
    if (!text) stop(path);
    size_t len = fread(text, 1, ROOM - 1, file);
    if (len == ROOM - 1 || fclose(file) != 0) stop(path);
    return text;
}

int main(int argc, char **argv) {
    kr_arena arena;
    if (argc != 2) stop("which file?");
    char *text = read_all(argv[1]);
    const char *begin = strstr(text, BEGIN "\n"), *end = strstr(text, END);
    if (!begin || !end || end < begin) stop("the marks are not there");
    kr_arena_init(&arena, kr_heap(), ROOM);
    fwrite(text, 1, (size_t)(begin - text) + strlen(BEGIN "\n"), stdout);
    write_rules(&arena);
    fputs(end, stdout);
    kr_arena_dispose(&arena);
    free(text);
    return 0;
}
