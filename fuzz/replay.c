/* Runs a fuzzer's function over every file of the folders given as arguments: the corpus as an ordinary test,
 * with any compiler. Ends with 1 when a folder has no files. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST_BYTES ((size_t)16 << 20)

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    uint8_t *bytes = malloc(MOST_BYTES);
    if (!bytes) {
        fclose(file);
        return 0;
    }
    size_t size = fread(bytes, 1, MOST_BYTES, file);
    int well = !ferror(file);
    fclose(file);
    /* A copy of exactly this size, so that the sanitizers see one byte too far. */
    uint8_t *exact = well ? malloc(size ? size : 1) : NULL;
    if (exact) {
        if (size > 0) memcpy(exact, bytes, size);
        LLVMFuzzerTestOneInput(exact, size);
    }
    well = exact != NULL;
    free(exact);
    free(bytes);
    return well;
}

static int replay_folder(const char *folder) {
    char path[4096];
    int count = 0;
    DIR *dir = opendir(folder);
    if (!dir) return 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        if (snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >= (int)sizeof path) continue;
        if (!replay(path)) fprintf(stderr, "cannot read %s\n", path);
        count++;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv) {
    int code = argc < 2;
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        printf("%s: %d files\n", argv[i], count);
        if (count == 0) code = 1;
    }
    return code;
}
