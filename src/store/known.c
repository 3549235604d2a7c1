/* A filter after Bloom, in blocks: which block is said by the first 8 bytes of the hash, which 8 bits in it
 * by the next 9. 16 bits for each password make that 1 in 1000 others is found by chance. */
#include "store/known.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/utf8.h"
#include "store/store_int.h"

#define HASH      20
#define BLOCK     64
#define PER_BLOCK 32 /* passwords: 16 bits each */
#define MOST_LINE 4096
#define MOST      ((uint64_t)4 << 30)

static const char magic[32] = "kring passwords 1\n";

/* -- what anybody tries first -- */
/* Small letters without accents, and letters for the digits and signs that stand for them. */
static size_t plain_of(char *out, size_t room, kr_str text, bool letters) {
    size_t len = 0, at = 0;
    for (uint32_t c; (c = kr_utf8_next(text, &at)) != 0 && len < room;) {
        c = kr_utf8_fold(c);
        if (c >= 0x80) c = 0x80u | ((c ^ c >> 7 ^ c >> 14) & 0x7fu); /* a letter, one way or another */
        if (letters) switch (c) {
            case '0':
                c = 'o';
                break;
            case '1':
            case '!':
                c = 'i';
                break;
            case '3':
                c = 'e';
                break;
            case '4':
            case '@':
                c = 'a';
                break;
            case '5':
            case '$':
                c = 's';
                break;
            case '7':
                c = 't';
                break;
            default:
                break;
            }
        out[len++] = (char)c;
    }
    return len;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static kr_str bare(kr_str text) {
    while (text.len && !is_letter(text.ptr[0])) text = kr_str_n(text.ptr + 1, text.len - 1);
    while (text.len && !is_letter(text.ptr[text.len - 1])) text.len--;
    return text;
}

/* The same few characters again and again, up to four of them; or a row that only goes up or down. */
static bool is_row(kr_str text) {
    for (size_t period = 1; period <= 4 && period * 2 <= text.len; period++) {
        size_t i = period;
        while (i < text.len && text.ptr[i] == text.ptr[i - period]) i++;
        if (i == text.len) return true;
    }
    size_t up = 1, down = 1;
    for (size_t i = 1; i < text.len; i++) {
        up += text.ptr[i] == text.ptr[i - 1] + 1 || (text.ptr[i] == '0' && text.ptr[i - 1] == '9');
        down += text.ptr[i] == text.ptr[i - 1] - 1 || (text.ptr[i] == '9' && text.ptr[i - 1] == '0');
    }
    return up == text.len || down == text.len;
}

/* Small words stand between spaces. */
static const char common[] =
    " kring wachtwoord wachtwoorden mijnwachtwoord password passwort welkom welcome welkomthuis geheim"
    " geheimpje secret letmein laatmebinnen hallo hallohallo hello goedemorgen inloggen login admin"
    " administrator beheer beheerder root user gebruiker guest gast test testen testtest changeme"
    " verander default qwerty qwertyu qwertyui qwertyuio qwertyuiop azerty azertyuiop asdf asdfgh"
    " asdfghjk asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abc abcd abcde abcdef aap"
    " aapnootmies sesamopenu opensesame iloveyou ikhouvanjou ikhouvanje liefde lieverd liefje schatje"
    " schat kusje mama papa moeder vader familie oma opa prinses princess sunshine zonnetje"
    " zonneschijn superman batman pokemon starwars dragon monkey master shadow football baseball"
    " voetbal ajax feyenoord psv psveindhoven nederland holland amsterdam rotterdam utrecht denhaag"
    " eindhoven groningen tilburg almere breda nijmegen enschede arnhem haarlem zwolle leeuwarden"
    " maastricht computer internet telefoon samsung iphone google facebook whatsapp gmail hotmail"
    " microsoft windows zorg zorgverzekering thuiszorg mantelzorg mantelzorger ziekenhuis lente zomer"
    " herfst winter voorjaar najaar spring summer autumn januari februari maart april mei juni juli"
    " augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag"
    " zondag trustno whatever nothing niets ditismijnwachtwoord eenwachtwoord"
    " ";

static bool is_common(kr_str word) {
    size_t at = 0;
    if (word.len < 3 || memchr(word.ptr, ' ', word.len)) return false;
    for (const char *found = common; *found; found += at + 1) {
        at = strcspn(found, " ");
        if (at == word.len && memcmp(found, word.ptr, at) == 0) return true;
        if (!found[at]) break;
    }
    return false;
}

static bool is_own(kr_str word, kr_str own) {
    char text[512];
    kr_str plain = bare(kr_str_n(text, plain_of(text, sizeof text, kr_str_trim(own), false)));
    return plain.len >= 3 && kr_str_eq(word, plain);
}

const char *kr_password_easy(kr_str password, kr_str login, kr_str name) {
    char text[800], read[800];
    kr_str as_is = kr_str_n(text, plain_of(text, sizeof text, kr_str_trim(password), false));
    kr_str as_read = kr_str_n(read, plain_of(read, sizeof read, kr_str_trim(password), true));
    kr_str first;
    (void)kr_str_cut(name, ' ', &first);
    /* digits at the end are put there first, so they are taken off before they are read as letters */
    kr_str word = bare(as_is), whole = bare(as_read), middle;
    middle = word.len ? kr_str_n(read + (word.ptr - text), word.len) : KR_NONE;
    const kr_str forms[] = {word, middle, whole};
    if (is_row(as_is) || (word.len == 0 && as_is.len < 14)) return "error.password_easy";
    for (size_t i = 0; i < KR_COUNT(forms); i++) {
        if (is_own(forms[i], login) || is_own(forms[i], name) || is_own(forms[i], first))
            return "error.password_own";
        if (is_common(forms[i]) || (forms[i].len > 5 && is_row(forms[i]))) return "error.password_easy";
    }
    return NULL;
}

/* -- the list -- */
typedef struct filter {
    unsigned char *bytes; /* of the blocks; NULL while they are only read from the file */
    uint64_t blocks;
} filter;

static bool hash_of(unsigned char out[HASH], kr_str password) {
    unsigned n = 0;
    return EVP_Digest(password.ptr, password.len, out, &n, EVP_sha1(), NULL) == 1 && n == HASH;
}

static uint64_t block_of(const unsigned char hash[HASH], uint64_t blocks) {
    uint64_t first = 0;
    for (int i = 0; i < 8; i++) first = first << 8 | hash[i];
    return first % blocks;
}

/* Which bits: eight times nine bits. */
static unsigned bit_of(const unsigned char hash[HASH], unsigned i) {
    unsigned at = i * 9, byte = 8 + at / 8;
    return ((unsigned)hash[byte] << 8 | hash[byte + 1]) >> (7 - at % 8) & 511u;
}

static bool in_block(const unsigned char block[BLOCK], const unsigned char hash[HASH]) {
    for (unsigned i = 0; i < 8; i++) {
        unsigned bit = bit_of(hash, i);
        if (!(block[bit / 8] >> bit % 8 & 1)) return false;
    }
    return true;
}

static void put_in(const filter *f, const unsigned char hash[HASH]) {
    unsigned char *block = f->bytes + block_of(hash, f->blocks) * BLOCK;
    for (unsigned i = 0; i < 8; i++) {
        unsigned bit = bit_of(hash, i);
        block[bit / 8] = (unsigned char)(block[bit / 8] | 1u << bit % 8);
    }
}

static bool path_of(char *out, size_t room, const char *dir, const char *tail) {
    int n = snprintf(out, room, "%s/%s%s", dir, KR_PASSWORDS_FILE, tail);
    return n > 0 && (size_t)n < room;
}

static kr_err bad_list(kr_error *error) {
    return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", KR_PASSWORDS_FILE);
}

static kr_err look(int fd, bool *on, const unsigned char hash[HASH], kr_error *error) {
    unsigned char head[BLOCK], block[BLOCK];
    struct stat st;
    uint64_t blocks = 0;
    if (fstat(fd, &st) != 0 || pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head ||
        memcmp(head, magic, sizeof magic) != 0)
        return bad_list(error);
    for (int i = 7; i >= 0; i--) blocks = blocks << 8 | head[32 + i];
    if (blocks == 0 || blocks > MOST || (uint64_t)st.st_size != (blocks + 1) * BLOCK) return bad_list(error);
    off_t at = (off_t)((block_of(hash, blocks) + 1) * BLOCK);
    if (pread(fd, block, sizeof block, at) != (ssize_t)sizeof block) return bad_list(error);
    *on = in_block(block, hash);
    return KR_OK;
}

kr_err kr_passwords_have(const char *dir, bool *on, kr_str password, kr_error *error) {
    unsigned char hash[HASH];
    char path[4096];
    if (!path_of(path, sizeof path, dir, "") || !hash_of(hash, password))
        return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        *on = false;
        return KR_OK;
    }
    if (fd < 0) return kr_fail(error, KR_E_IO, "error.disk", "", KR_PASSWORDS_FILE);
    kr_err err = look(fd, on, hash, error);
    close(fd);
    return err;
}

/* -- making it -- */
static int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False: this line is left out. */
static bool line_hash(unsigned char out[HASH], kr_str line, int64_t least) {
    kr_str word;
    int64_t count;
    while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r')) line.len--;
    kr_str rest = kr_str_cut(line, ':', &word);
    bool hex = word.len == 2 * HASH;
    for (size_t i = 0; hex && i < HASH; i++) {
        int high = nibble(word.ptr[2 * i]), low = nibble(word.ptr[2 * i + 1]);
        hex = high >= 0 && low >= 0;
        if (hex) out[i] = (unsigned char)(high << 4 | low);
    }
    if (hex) return rest.len == 0 || !kr_str_int(kr_str_trim(rest), &count) || count >= least;
    return line.len > 0 && hash_of(out, line);
}

/* Goes past all lines; with a filter they are put in. */
static uint64_t read_lines(FILE *in, const filter *f, int64_t least) {
    unsigned char hash[HASH];
    char line[MOST_LINE];
    uint64_t n = 0;
    bool whole = true;
    rewind(in);
    while (fgets(line, sizeof line, in)) {
        kr_str text = kr_str_z(line);
        bool begins = whole;
        whole = text.len && text.ptr[text.len - 1] == '\n';
        if (!begins || !line_hash(hash, text, least)) continue; /* the rest of a line that is too long */
        if (f) put_in(f, hash);
        n++;
    }
    return n;
}

static kr_err disk(kr_error *error) {
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return kr_fail(error, full ? KR_E_FULL : KR_E_IO, full ? "error.disk_full" : "error.disk", "",
                   KR_PASSWORDS_FILE);
}

static kr_err fill(int fd, FILE *in, uint64_t n, int64_t least, kr_error *error) {
    filter f = {.blocks = n / PER_BLOCK + 1};
    unsigned char *all;
    size_t size = (size_t)(f.blocks + 1) * BLOCK;
    if (f.blocks > MOST) return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    /* room is asked for now: a full disk would end the program later, in the middle of a map */
    int full = posix_fallocate(fd, 0, (off_t)size);
    if (full) {
        errno = full;
        return disk(error);
    }
    all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (all == MAP_FAILED) return disk(error);
    memset(all, 0, BLOCK);
    memcpy(all, magic, sizeof magic);
    for (int i = 0; i < 8; i++) all[32 + i] = (unsigned char)(f.blocks >> (8 * i));
    f.bytes = all + BLOCK;
    (void)read_lines(in, &f, least);
    bool good = msync(all, size, MS_SYNC) == 0;
    munmap(all, size);
    return good && fsync(fd) == 0 ? KR_OK : disk(error);
}

kr_err kr_passwords_make(const char *dir, const char *from, int64_t least, uint64_t *count, kr_error *error) {
    char path[4096], fresh[4096];
    if (!path_of(path, sizeof path, dir, "") || !path_of(fresh, sizeof fresh, dir, ".new"))
        return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    FILE *in = fopen(from, "re");
    if (!in) return kr_fail(error, KR_E_NOT_FOUND, "error.disk", "", from);
    unlink(fresh);
    int fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    uint64_t n = read_lines(in, NULL, least);
    kr_err err = fd < 0 || !kr_owned_as(fd, path) ? disk(error) : fill(fd, in, n, least, error);
    if (ferror(in) && !err) err = disk(error);
    fclose(in);
    if (fd >= 0) close(fd);
    if (!err && rename(fresh, path) != 0) err = disk(error);
    if (err) unlink(fresh);
    if (!err) *count = n;
    return err;
}
