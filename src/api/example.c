/* Opens a circle, lists who is in it, draws it, and says how many know each other:
 *
 *     example FILE.kring DRAWING.svg
 */
#include <kring.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(64u << 20);
    if (file && bytes) *length = fread(bytes, 1, 64u << 20, file);
    if (!file || !bytes || ferror(file)) {
        free(bytes);
        bytes = NULL;
    }
    if (file) (void)fclose(file);
    return bytes;
}

static int write_file(const char *path, const kring_text *text) {
    FILE *file = fopen(path, "wb");
    if (!file) return 1;
    size_t written = fwrite(text->bytes, 1, text->length, file);
    return fclose(file) != 0 || written != text->length;
}

static void list(const kring_circle *circle) {
    printf("%s\n", kring_ego(circle));
    for (size_t i = 0; i < kring_people(circle); i++)
        printf("  %s\t%s\t%s\n", kring_person_name(circle, i), kring_person_field(circle, i, "role"),
               kring_person_field(circle, i, "closeness"));
}

static int show(const kring_circle *circle, const char *path) {
    kring_problem problem;
    kring_text svg = {0}, said = {0};
    double density;
    list(circle);
    if (kring_measure(circle, "density", &density, &problem) == KRING_OK) printf("density %.4f\n", density);
    if (kring_observe(circle, "2026-11-21", KRING_ENGLISH, &said, &problem) == KRING_OK)
        printf("%s", said.bytes);
    kring_text_free(&said);
    if (kring_draw(circle, "lensink", KRING_ENGLISH, &svg, &problem) != KRING_OK) {
        (void)fprintf(stderr, "%s\n", problem.sentence);
        return 1;
    }
    int wrong = write_file(path, &svg);
    kring_text_free(&svg);
    return wrong;
}

int main(int argc, char **argv) {
    kring_circle *circle = NULL;
    kring_problem problem;
    size_t length = 0;
    if (argc != 3) return 2;
    char *bytes = read_file(argv[1], &length);
    if (!bytes) return 1;
    kring_status status = kring_open(&circle, bytes, length, KRING_WALL, &problem);
    free(bytes);
    if (status != KRING_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[1], problem.sentence);
        return 1;
    }
    int code = show(circle, argv[2]);
    kring_close(circle);
    return code;
}
