/* The witness outside the data folder: now and then, how far each circle, its shares and its ledger had come
 * is added to a file. Who rolls back the whole database, or cuts a ledger with head and all, does not reach
 * it when it lies elsewhere; lines are signed and each covers the one before. keys.db notes the last line, so
 * that the file itself cannot be cut unseen.
 *
 * A line: "H time circle version seq chain n mac shares mac" and its own mac; "A time" and its mac: begun
 * anew, lines before this one say nothing of now (after a restore). Numbers are decimal, the rest
 * hexadecimal; hashes are cut to 16 bytes. */
#include "store/heads.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "store/key_ring.h"

#define EVERY_MS  (5 * 60 * 1000LL)
#define LINE_MOST 400

static int64_t monotonic_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* -- what a line says -- */
static kr_err end_of(kr_db *db, kr_sql which, kr_id circle, uint64_t *n, unsigned char out[KR_HEAD_HASH],
                     kr_error *error) {
    unsigned char mac[KR_HASH_BYTES];
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row && kr_column_bytes(st, 1, mac, KR_HASH_BYTES)) {
        *n = (uint64_t)sqlite3_column_int64(st, 0);
        memcpy(out, mac, KR_HEAD_HASH);
    }
    kr_db_done(st);
    return err;
}

static kr_err read_head(kr_db *db, kr_witness *out, kr_id circle, kr_error *error) {
    kr_head head = {.circle = circle};
    kr_err err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err && circle > KR_LEDGER_DOOR) err = kr_head_read(db, &head, circle, error);
    *out = (kr_witness){.circle = circle, .version = head.version, .seq = head.seq};
    memcpy(out->chain, head.chain, KR_HEAD_HASH);
    if (!err) err = end_of(db, KR_SQL_LOOK_LAST, circle, &out->n, out->mac, error);
    if (!err && !out->n) err = end_of(db, KR_SQL_LOOK_ANCHOR, circle, &out->n, out->mac, error);
    if (!err) err = end_of(db, KR_SQL_SHARE_HEAD, circle, &out->shares, out->shares_mac, error);
    kr_db_back(db);
    return err;
}

static void line_mac(const kr_store *store, unsigned char out[KR_HEAD_HASH],
                     const unsigned char before[KR_HEAD_HASH], const char *text, size_t len) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, store->keys[KR_FOR_LEDGER], KR_KEY_BYTES, KR_HEAD_HASH);
    crypto_generichash_update(&state, (const unsigned char *)"heads", 5);
    crypto_generichash_update(&state, before, KR_HEAD_HASH);
    crypto_generichash_update(&state, (const unsigned char *)text, len);
    crypto_generichash_final(&state, out, KR_HEAD_HASH);
}

/* Closes the line with its mac, which `last` becomes. */
static size_t close_line(const kr_store *store, char *line, size_t len, unsigned char last[KR_HEAD_HASH]) {
    char hex[2 * KR_HEAD_HASH + 1];
    line_mac(store, last, last, line, len);
    sodium_bin2hex(hex, sizeof hex, last, KR_HEAD_HASH);
    return len + (size_t)snprintf(line + len, LINE_MOST - len, " %s\n", hex);
}

static size_t head_line(char *line, const kr_witness *h, int64_t now) {
    char chain[2 * KR_HEAD_HASH + 1], mac[2 * KR_HEAD_HASH + 1], shares[2 * KR_HEAD_HASH + 1];
    sodium_bin2hex(chain, sizeof chain, h->chain, KR_HEAD_HASH);
    sodium_bin2hex(mac, sizeof mac, h->mac, KR_HEAD_HASH);
    sodium_bin2hex(shares, sizeof shares, h->shares_mac, KR_HEAD_HASH);
    return (size_t)snprintf(line, LINE_MOST,
                            "H %" PRId64 " %016" PRIx64 " %" PRIu64 " %" PRIu64 " %s %" PRIu64 " %s %" PRIu64
                            " %s",
                            now, h->circle, h->version, h->seq, chain, h->n, mac, h->shares, shares);
}

/* -- the file -- */
void kr_heads_open(kr_store *store) {
    /* kept open: who confines this process to the data folder later leaves it its witness */
    int fd = open(store->heads_path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && lseek(fd, 0, SEEK_END) == 0) (void)kr_owned_as(fd, store->heads_path); /* it may be new */
    store->heads.fd = fd;
}

static bool lock_file(int fd, short type) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    while (fcntl(fd, F_SETLKW, &lock) != 0)
        if (errno != EINTR) return false;
    return true;
}

/* The mac of the last line; zeros when there is none. A line that was half written is closed off first. */
static bool last_mac(int fd, unsigned char out[KR_HEAD_HASH]) {
    char tail[LINE_MOST + 1];
    off_t size = lseek(fd, 0, SEEK_END);
    memset(out, 0, KR_HEAD_HASH);
    if (size <= 0) return size == 0;
    off_t from = size > LINE_MOST ? size - LINE_MOST : 0;
    ssize_t n = pread(fd, tail, LINE_MOST, from);
    if (n <= 0) return false;
    if (tail[n - 1] != '\n' && write(fd, "\n", 1) != 1) return false;
    size_t end = (size_t)n, len = 0;
    while (end > 0 && tail[end - 1] != '\n') end--; /* the half line says nothing */
    if (end < 2 * KR_HEAD_HASH + 1) return true;
    (void)sodium_hex2bin(out, KR_HEAD_HASH, tail + end - 1 - 2 * KR_HEAD_HASH, 2 * KR_HEAD_HASH, NULL, &len,
                         NULL);
    if (len != KR_HEAD_HASH) memset(out, 0, KR_HEAD_HASH);
    return true;
}

static bool write_all(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static void note_last(kr_store *store, const unsigned char last[KR_HEAD_HASH]) {
    kr_err err = kr_keys_begin(store, NULL);
    if (err) return;
    err = kr_meta_name(&store->keys_db, "heads", last, KR_HEAD_HASH, NULL);
    kr_may_fail(kr_keys_end(store, err, NULL));
}

static size_t lines_of(kr_store *store, char *out, size_t room, const kr_id *circles, size_t count,
                       int64_t now, unsigned char last[KR_HEAD_HASH]) {
    kr_db *db = NULL;
    size_t len = 0;
    if (kr_reader_take(store, &db, NULL)) return 0;
    for (size_t i = 0; i < count && len + LINE_MOST <= room; i++) {
        kr_witness h;
        if (read_head(db, &h, circles[i], NULL)) continue; /* destroyed meanwhile, or tidying will see */
        len += close_line(store, out + len, head_line(out + len, &h, now), last);
    }
    kr_reader_give(store, db);
    return len;
}

/* A witness, not a promise: when it cannot be written, a roll-back goes unnoticed for longer. */
static void append(kr_store *store, const kr_id *circles, size_t count, int64_t now, bool anew) {
    unsigned char last[KR_HEAD_HASH];
    char *lines = malloc((count + 1) * LINE_MOST);
    int fd = store->heads.fd;
    if (lines && fd >= 0 && lock_file(fd, F_WRLCK)) {
        size_t len = 0;
        bool good = last_mac(fd, last);
        if (anew) len = close_line(store, lines, (size_t)snprintf(lines, LINE_MOST, "A %" PRId64, now), last);
        if (good) len += lines_of(store, lines + len, count * LINE_MOST, circles, count, now, last);
        good = good && len && write_all(fd, lines, len) && fdatasync(fd) == 0;
        (void)lock_file(fd, F_UNLCK);
        if (good) note_last(store, last);
    }
    free(lines);
}

static int64_t wall_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void kr_heads_flush(kr_store *store) {
    kr_id circles[KR_SEEN_MOST];
    pthread_mutex_lock(&store->heads.lock);
    size_t count = store->heads.count;
    memcpy(circles, store->heads.circles, count * sizeof circles[0]);
    store->heads.count = 0;
    store->heads.written = monotonic_ms();
    pthread_mutex_unlock(&store->heads.lock);
    if (count) append(store, circles, count, wall_ms(), false);
}

void kr_heads_note(kr_store *store, kr_id circle) {
    int64_t now = monotonic_ms();
    pthread_mutex_lock(&store->heads.lock);
    size_t at = 0;
    while (at < store->heads.count && store->heads.circles[at] != circle) at++;
    if (at == store->heads.count && at < KR_SEEN_MOST) store->heads.circles[store->heads.count++] = circle;
    if (!store->heads.written) store->heads.written = now;
    bool due = store->heads.count == KR_SEEN_MOST || now - store->heads.written > EVERY_MS;
    pthread_mutex_unlock(&store->heads.lock);
    if (due) kr_heads_flush(store);
}

void kr_heads_anew(kr_store *store) {
    append(store, NULL, 0, wall_ms(), true);
}

/* -- reading it -- */
static bool take_hash(const char *text, unsigned char out[KR_HEAD_HASH]) {
    size_t len = 0;
    return strlen(text) == 2 * KR_HEAD_HASH &&
           sodium_hex2bin(out, KR_HEAD_HASH, text, 2 * KR_HEAD_HASH, NULL, &len, NULL) == 0 &&
           len == KR_HEAD_HASH;
}

static bool take_line(const char *line, kr_witness *h) {
    char chain[40], mac[40], shares[40];
    int64_t at;
    int n = sscanf(line,
                   "H %" SCNd64 " %" SCNx64 " %" SCNu64 " %" SCNu64 " %39s %" SCNu64 " %39s %" SCNu64 " %39s",
                   &at, &h->circle, &h->version, &h->seq, chain, &h->n, mac, &h->shares, shares);
    return n == 9 && take_hash(chain, h->chain) && take_hash(mac, h->mac) && take_hash(shares, h->shares_mac);
}

static size_t slot_of(const kr_heads *heads, kr_id circle) {
    size_t at = (size_t)((circle ^ circle >> 32) * 0x9e3779b97f4a7c15u >> 20) & heads->mask;
    while (heads->slots[at].known && heads->slots[at].circle != circle) at = (at + 1) & heads->mask;
    return at;
}

const kr_witness *kr_heads_of(const kr_heads *heads, kr_id circle) {
    if (!heads->slots) return NULL;
    const kr_witness *h = &heads->slots[slot_of(heads, circle)];
    return h->known ? h : NULL;
}

static bool make_room(kr_heads *heads) {
    if (heads->slots && heads->count * 2 <= heads->mask) return true;
    size_t mask = heads->slots ? heads->mask * 2 + 1 : 255;
    kr_heads more = {.slots = calloc(mask + 1, sizeof *more.slots), .mask = mask, .count = heads->count};
    if (!more.slots) return false;
    for (size_t i = 0; heads->slots && i <= heads->mask; i++)
        if (heads->slots[i].known) more.slots[slot_of(&more, heads->slots[i].circle)] = heads->slots[i];
    free(heads->slots);
    heads->slots = more.slots;
    heads->mask = mask;
    return true;
}

static bool keep(kr_heads *heads, kr_witness h) {
    if (!make_room(heads)) return false;
    size_t at = slot_of(heads, h.circle);
    heads->count += !heads->slots[at].known;
    h.known = true;
    heads->slots[at] = h;
    return true;
}

static void begin_anew(kr_heads *heads) {
    free(heads->slots);
    heads->slots = NULL;
    heads->count = 0;
}

/* One line without its end; false: no memory. */
static bool read_line(const kr_store *store, kr_heads *heads, char *line, unsigned char last[KR_HEAD_HASH]) {
    unsigned char mac[KR_HEAD_HASH], there[KR_HEAD_HASH];
    kr_witness h = {0};
    size_t len = strlen(line), text = len > 2 * KR_HEAD_HASH ? len - 2 * KR_HEAD_HASH - 1 : 0;
    heads->lines++;
    bool shaped = text > 0 && line[text] == ' ' && take_hash(line + text + 1, there);
    if (!shaped) { /* one that was half written when the power went is no damage; more are */
        heads->halves++;
        return true;
    }
    line_mac(store, mac, last, line, text);
    bool good = sodium_memcmp(mac, there, KR_HEAD_HASH) == 0;
    memcpy(last, there, KR_HEAD_HASH);
    if (heads->noted && sodium_memcmp(there, heads->note, KR_HEAD_HASH) == 0) heads->met = true;
    line[text] = '\0';
    if (!good && !heads->broken) heads->broken = heads->lines;
    if (!good) return true;
    if (line[0] == 'A') begin_anew(heads);
    return line[0] != 'H' || !take_line(line, &h) || keep(heads, h);
}

static kr_err read_file(const kr_store *store, kr_heads *heads, FILE *file, kr_error *error) {
    char line[LINE_MOST + 2];
    unsigned char last[KR_HEAD_HASH] = {0};
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] && !read_line(store, heads, line, last)) return kr_no_memory(error);
    }
    return ferror(file) ? kr_fail(error, KR_E_IO, "error.disk", "", store->heads_path) : KR_OK;
}

kr_err kr_heads_read(kr_store *store, kr_heads *out, kr_error *error) {
    kr_meta_row row = {0};
    *out = (kr_heads){0};
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_meta_named(&store->keys_db, &row, "heads", error);
    pthread_mutex_unlock(&store->keys_lock);
    if (err) return err;
    out->noted = row.len == KR_HEAD_HASH;
    if (out->noted) memcpy(out->note, row.bytes, KR_HEAD_HASH);
    FILE *file = fopen(store->heads_path, "re");
    if (!file) return KR_OK; /* noted and not met: it is gone */
    err = read_file(store, out, file, error);
    fclose(file);
    if (err) kr_heads_free(out);
    return err;
}

void kr_heads_free(kr_heads *heads) {
    free(heads->slots);
    *heads = (kr_heads){0};
}
