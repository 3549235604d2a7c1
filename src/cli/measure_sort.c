/* Sorting more than fits in memory: sorted runs in one sealed file without a name, merged when they are
 * taken. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>

#include "cli/measure.h"
#include "core/num.h"

#define RUN_BYTES ((size_t)16 << 20)
#define RUN_ROWS  ((size_t)400000)
#define CHUNK     ((size_t)64 << 10)
#define SEALED    (CHUNK + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define MOST_RUNS ((size_t)4096)

/* A run on disk, and what is at hand of it. */
typedef struct run {
    uint64_t next, end; /* chunks */
    char *chunk;
    size_t at, len;
    char *record;
    size_t cap;
    measure_row row;
} run;

/* A record: its length, its line, the length of each cell, the cells. */
struct measure_sort {
    cli *c;
    size_t n_cells;
    char *bytes; /* records of this run */
    size_t used;
    uint32_t *index; /* where each begins */
    uint32_t *scratch;
    size_t n, taken;
    int fd;
    unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
    uint64_t chunks;
    char *plain;
    unsigned char *sealed;
    size_t filled;
    run *runs;
    size_t n_runs;
    size_t *heap;
    size_t heaped;
    measure_row row;
    bool started;
};

static kr_err memory(kr_error *error) {
    return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err disk(kr_error *error, int number) {
    if (number == ENOSPC || number == EDQUOT) return kr_fail(error, KR_E_FULL, "cli.disk_full", NULL, NULL);
    return kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(number));
}

kr_err measure_sort_begin(measure_sort **out, cli *c, size_t n_cells, kr_error *error) {
    if (sodium_init() < 0) return kr_fail(error, KR_E_UNSUPPORTED, "error.memory", NULL, NULL);
    measure_sort *s = kr_new(&c->arena, measure_sort);
    if (!s) return memory(error);
    *s = (measure_sort){.c = c, .n_cells = n_cells, .fd = -1};
    s->bytes = kr_arena_alloc(&c->arena, RUN_BYTES);
    s->index = kr_new_n(&c->arena, uint32_t, RUN_ROWS);
    s->scratch = kr_new_n(&c->arena, uint32_t, RUN_ROWS);
    s->row.cells = kr_new_n(&c->arena, kr_str, n_cells);
    if (!s->bytes || !s->index || !s->scratch || !s->row.cells) return memory(error);
    s->row.n = n_cells;
    *out = s;
    return KR_OK;
}

/* -- Records -------------------------------------------------------------------------------------------- */

static size_t record_size(const measure_row *row) {
    size_t size = (2 + row->n) * sizeof(uint32_t);
    for (size_t i = 0; i < row->n; i++) size += row->cells[i].len;
    return (size + 3) / 4 * 4;
}

static void put_record(char *to, const measure_row *row, size_t size) {
    uint32_t *head = (uint32_t *)(void *)to;
    char *text = to + (2 + row->n) * sizeof *head;
    head[0] = (uint32_t)size;
    head[1] = row->line;
    for (size_t i = 0; i < row->n; i++) {
        head[2 + i] = (uint32_t)row->cells[i].len;
        if (row->cells[i].len) memcpy(text, row->cells[i].ptr, row->cells[i].len);
        text += row->cells[i].len;
    }
}

static void get_record(measure_row *row, const char *from) {
    const uint32_t *head = (const uint32_t *)(const void *)from;
    const char *text = from + (2 + row->n) * sizeof *head;
    row->line = head[1];
    for (size_t i = 0; i < row->n; i++) {
        row->cells[i] = kr_str_n(text, head[2 + i]);
        text += head[2 + i];
    }
}

static kr_str mark_in(const measure_sort *s, uint32_t at) {
    const char *record = s->bytes + at;
    const uint32_t *head = (const uint32_t *)(const void *)record;
    return kr_str_trim(kr_str_n(record + (2 + s->n_cells) * sizeof *head, head[2]));
}

static int by_mark(const void *a, const void *b, void *context) {
    const measure_sort *s = context;
    return kr_mark_cmp(mark_in(s, *(const uint32_t *)a), mark_in(s, *(const uint32_t *)b));
}

/* -- The file ------------------------------------------------------------------------------------------- */

static kr_err make_file(measure_sort *s, kr_error *error) {
    const char *folder = getenv("TMPDIR");
    char path[4096];
    if (!folder || !*folder) folder = "/var/tmp";
    if (snprintf(path, sizeof path, "%s/.kring-XXXXXX", folder) >= (int)sizeof path)
        return disk(error, ENAMETOOLONG);
    s->runs = kr_new_n(&s->c->arena, run, MOST_RUNS);
    s->plain = kr_arena_alloc(&s->c->arena, CHUNK);
    s->sealed = kr_arena_alloc(&s->c->arena, SEALED);
    if (!s->runs || !s->plain || !s->sealed) return memory(error);
    s->fd = mkstemp(path);
    if (s->fd < 0) return disk(error, errno);
    if (unlink(path) != 0) return disk(error, errno);
    randombytes_buf(s->key, sizeof s->key);
    return KR_OK;
}

/* Every chunk has a number, and the key is used for this file alone. */
static void nonce_of(unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES], uint64_t chunk) {
    memset(nonce, 0, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    for (int i = 0; i < 8; i++) nonce[i] = (unsigned char)(chunk >> (8 * i));
}

static kr_err write_chunk(measure_sort *s, kr_error *error) {
    unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
    nonce_of(nonce, s->chunks);
    memset(s->plain + s->filled, 0, CHUNK - s->filled);
    crypto_aead_xchacha20poly1305_ietf_encrypt(s->sealed, NULL, (unsigned char *)s->plain, CHUNK, NULL, 0,
                                               NULL, nonce, s->key);
    for (size_t at = 0; at < SEALED;) {
        ssize_t n = pwrite(s->fd, s->sealed + at, SEALED - at, (off_t)(s->chunks * SEALED + at));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return disk(error, errno);
        at += (size_t)n;
    }
    s->chunks++;
    s->filled = 0;
    return KR_OK;
}

static kr_err write_bytes(measure_sort *s, const char *from, size_t len, kr_error *error) {
    while (len > 0) {
        size_t part = CHUNK - s->filled < len ? CHUNK - s->filled : len;
        memcpy(s->plain + s->filled, from, part);
        s->filled += part;
        from += part;
        len -= part;
        kr_err err = s->filled == CHUNK ? write_chunk(s, error) : KR_OK;
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

/* What is in memory becomes a sorted run on disk. A record of length 0 ends it. */
static kr_err spill(measure_sort *s, kr_error *error) {
    static const uint32_t end = 0;
    kr_err err = s->fd < 0 ? make_file(s, error) : KR_OK;
    if (err != KR_OK) return err;
    if (s->n_runs == MOST_RUNS) return kr_fail(error, KR_E_LIMIT, "cli.too_large", NULL, NULL);
    kr_sort(s->index, s->n, sizeof *s->index, by_mark, s, s->scratch);
    run *r = &s->runs[s->n_runs];
    *r = (run){.next = s->chunks};
    for (size_t i = 0; i < s->n && err == KR_OK; i++) {
        const char *record = s->bytes + s->index[i];
        err = write_bytes(s, record, *(const uint32_t *)(const void *)record, error);
    }
    if (err == KR_OK) err = write_bytes(s, (const char *)&end, sizeof end, error);
    if (err == KR_OK && s->filled) err = write_chunk(s, error);
    if (err != KR_OK) return err;
    r->end = s->chunks;
    s->n_runs++;
    s->n = s->used = 0;
    return KR_OK;
}

kr_err measure_sort_put(measure_sort *s, const measure_row *row, kr_error *error) {
    size_t size = record_size(row);
    if (s->used + size > RUN_BYTES || s->n == RUN_ROWS) {
        kr_err err = spill(s, error);
        if (err != KR_OK) return err;
    }
    put_record(s->bytes + s->used, row, size);
    s->index[s->n++] = (uint32_t)s->used;
    s->used += size;
    return KR_OK;
}

/* -- Taking --------------------------------------------------------------------------------------------- */

static kr_err read_chunk(measure_sort *s, run *r, kr_error *error) {
    unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
    if (r->next >= r->end) return kr_fail(error, KR_E_CORRUPT, "cli.io", NULL, NULL);
    for (size_t at = 0; at < SEALED;) {
        ssize_t n = pread(s->fd, s->sealed + at, SEALED - at, (off_t)(r->next * SEALED + at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return disk(error, n < 0 ? errno : EIO);
        at += (size_t)n;
    }
    nonce_of(nonce, r->next);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)r->chunk, NULL, NULL, s->sealed, SEALED,
                                                   NULL, 0, nonce, s->key) != 0)
        return kr_fail(error, KR_E_CORRUPT, "cli.io", NULL, NULL);
    r->next++;
    r->at = 0;
    r->len = CHUNK;
    return KR_OK;
}

static kr_err read_bytes(measure_sort *s, run *r, char *to, size_t len, kr_error *error) {
    while (len > 0) {
        kr_err err = r->at == r->len ? read_chunk(s, r, error) : KR_OK;
        if (err != KR_OK) return err;
        size_t part = r->len - r->at < len ? r->len - r->at : len;
        memcpy(to, r->chunk + r->at, part);
        r->at += part;
        to += part;
        len -= part;
    }
    return KR_OK;
}

/* The next record of a run; *there is false at its end. */
static kr_err advance(measure_sort *s, run *r, bool *there, kr_error *error) {
    uint32_t size;
    kr_err err = read_bytes(s, r, (char *)&size, sizeof size, error);
    if (err != KR_OK) return err;
    *there = size > 0;
    if (!*there) return KR_OK;
    if (size > r->cap) {
        r->cap = size * 2;
        r->record = kr_arena_alloc(&s->c->arena, r->cap);
        if (!r->record) return memory(error);
    }
    memcpy(r->record, &size, sizeof size);
    err = read_bytes(s, r, r->record + sizeof size, size - sizeof size, error);
    if (err == KR_OK) get_record(&r->row, r->record);
    return err;
}

static bool before(const measure_sort *s, size_t a, size_t b) {
    int order = kr_mark_cmp(kr_str_trim(s->runs[a].row.cells[0]), kr_str_trim(s->runs[b].row.cells[0]));
    return order < 0 || (order == 0 && a < b);
}

static void sink(measure_sort *s, size_t at) {
    for (;;) {
        size_t least = at, left = 2 * at + 1;
        if (left < s->heaped && before(s, s->heap[left], s->heap[least])) least = left;
        if (left + 1 < s->heaped && before(s, s->heap[left + 1], s->heap[least])) least = left + 1;
        if (least == at) return;
        size_t swap = s->heap[at];
        s->heap[at] = s->heap[least];
        s->heap[least] = swap;
        at = least;
    }
}

kr_err measure_sort_turn(measure_sort *s, kr_error *error) {
    if (s->n_runs == 0) {
        kr_sort(s->index, s->n, sizeof *s->index, by_mark, s, s->scratch);
        return KR_OK;
    }
    kr_err err = s->n ? spill(s, error) : KR_OK;
    s->heap = kr_new_n(&s->c->arena, size_t, s->n_runs);
    if (err == KR_OK && !s->heap) return memory(error);
    for (size_t i = 0; i < s->n_runs && err == KR_OK; i++) {
        run *r = &s->runs[i];
        bool there;
        r->chunk = kr_arena_alloc(&s->c->arena, CHUNK);
        r->row.cells = kr_new_n(&s->c->arena, kr_str, s->n_cells);
        r->row.n = s->n_cells;
        if (!r->chunk || !r->row.cells) return memory(error);
        err = advance(s, r, &there, error);
        if (err == KR_OK && there) s->heap[s->heaped++] = i;
    }
    for (size_t i = s->heaped / 2; i-- > 0;) sink(s, i);
    return err;
}

static kr_err take_merged(measure_sort *s, measure_row *row, bool *there, kr_error *error) {
    if (s->started) { /* the row that was handed out last is done with */
        bool more;
        kr_err err = advance(s, &s->runs[s->heap[0]], &more, error);
        if (err != KR_OK) return err;
        if (!more) s->heap[0] = s->heap[--s->heaped];
        sink(s, 0);
    }
    *there = s->heaped > 0;
    s->started = *there;
    if (*there) *row = s->runs[s->heap[0]].row;
    return KR_OK;
}

kr_err measure_sort_take(measure_sort *s, measure_row *row, bool *there, kr_error *error) {
    if (s->n_runs > 0) return take_merged(s, row, there, error);
    *there = s->taken < s->n;
    if (!*there) return KR_OK;
    get_record(&s->row, s->bytes + s->index[s->taken++]);
    *row = s->row;
    return KR_OK;
}

void measure_sort_end(measure_sort *s) {
    if (!s) return;
    if (s->fd >= 0) (void)close(s->fd); /* it has no name: it is gone */
    sodium_memzero(s->key, sizeof s->key);
}
