/* One value at a time: is it there, is it of the right kind, does it fit? */
#include "guide/read.h"

#include "core/utf8.h"

static void report(kr_guide_reader *r, const kr_guide_problem *problem) {
    kr_guide_report *all = r->report;
    if (all->n >= KR_GUIDE_MOST_PROBLEMS) {
        all->left_off++;
        return;
    }
    if (all->n == all->cap) {
        size_t cap = all->cap ? all->cap * 2 : 16;
        void *grown =
            kr_arena_grow(r->arena, all->items, all->cap * sizeof *all->items, cap * sizeof *all->items);
        if (!grown) {
            r->err = KR_E_MEMORY;
            return;
        }
        all->items = grown;
        all->cap = cap;
    }
    all->items[all->n++] = *problem;
}

kr_str kr_guide_copy(kr_guide_reader *r, kr_str text) {
    kr_str copied = kr_arena_copy(r->arena, text);
    if (copied.ptr) return copied;
    r->err = KR_E_MEMORY;
    return KR_NONE;
}

void kr_guide_wrong(kr_guide_reader *r, uint32_t line, const char *key, kr_str what, kr_str more) {
    kr_guide_problem problem = {r->file,
                                line,
                                kr_str_z(key),
                                kr_guide_copy(r, kr_utf8_head(what, 120)),
                                kr_guide_copy(r, kr_utf8_head(more, 120)),
                                false};
    r->wrong = true;
    report(r, &problem);
}

void kr_guide_remark(kr_guide_reader *r, uint32_t line, const char *key, kr_str what, kr_str more) {
    kr_guide_problem problem = {
        r->file, line, kr_str_z(key), kr_guide_copy(r, kr_utf8_head(what, 400)), kr_guide_copy(r, more),
        true};
    report(r, &problem);
}

kr_str kr_guide_number_text(kr_guide_reader *r, uint64_t number) {
    kr_buf buf;
    kr_str text;
    kr_buf_init(&buf, r->arena, 32);
    kr_put_int(&buf, (int64_t)number);
    if (kr_buf_end(&buf, &text) == KR_OK) return text;
    r->err = KR_E_MEMORY;
    return KR_NONE;
}

void kr_guide_only(kr_guide_reader *r, const kr_yaml *map, const char *const *keys, size_t n_keys) {
    for (const kr_yaml *one = map->kind == KR_YAML_MAP ? map->first : NULL; one; one = one->next) {
        bool known = false;
        for (size_t i = 0; i < n_keys && !known; i++) known = kr_str_is(one->key, keys[i]);
        if (!known) kr_guide_wrong(r, one->key_line, "guide.error.key", one->key, KR_NONE);
    }
}

const kr_yaml *kr_guide_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_yaml_kind kind,
                           bool need) {
    static const char *const wanted[] = {[KR_YAML_WORD] = "guide.error.not_text",
                                         [KR_YAML_LIST] = "guide.error.not_list",
                                         [KR_YAML_MAP] = "guide.error.not_map"};
    const kr_yaml *found = kr_yaml_find(map, key);
    bool empty = found && found->kind == KR_YAML_WORD && kr_str_trim(found->word).len == 0;
    if (!found || empty) {
        if (need)
            kr_guide_wrong(r, found ? found->key_line : map->line, "guide.error.missing", kr_str_z(key),
                           KR_NONE);
        return NULL;
    }
    if (found->kind == kind) return found;
    kr_guide_wrong(r, found->key_line, wanted[kind], kr_str_z(key), KR_NONE);
    return NULL;
}

static unsigned word_of(kr_guide_reader *r, const kr_yaml *value, const char *key, kr_guide_list list) {
    unsigned found = value->kind == KR_YAML_WORD ? kr_guide_word_find(list, value->word) : 0;
    if (found) return found;
    kr_guide_wrong(r, value->line, "guide.error.word", value->kind == KR_YAML_WORD ? value->word : KR_NONE,
                   kr_str_z(key));
    return 0;
}

unsigned kr_guide_word_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_guide_list list,
                          bool need) {
    const kr_yaml *value = kr_guide_at(r, map, key, KR_YAML_WORD, need);
    return value ? word_of(r, value, key, list) : 0;
}

uint32_t kr_guide_words_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_guide_list list,
                           bool need, uint8_t *out, size_t most, uint8_t *count) {
    uint32_t set = 0;
    size_t n = 0;
    const kr_yaml *values = kr_guide_at(r, map, key, KR_YAML_LIST, need);
    if (!values) return 0;
    if (need && values->count == 0)
        kr_guide_wrong(r, values->line, "guide.error.missing", kr_str_z(key), KR_NONE);
    for (const kr_yaml *one = values->first; one; one = one->next) {
        unsigned value = word_of(r, one, key, list);
        if (!value) continue;
        if (set & KR_GUIDE_BIT(value)) kr_guide_wrong(r, one->line, "guide.error.twice", one->word, KR_NONE);
        set |= KR_GUIDE_BIT(value);
        if (out && n < most) out[n] = (uint8_t)value;
        n++;
    }
    if (out && n > most)
        kr_guide_wrong(r, values->line, "guide.error.many", kr_str_z(key), kr_guide_number_text(r, most));
    if (count) *count = (uint8_t)(n < most ? n : most);
    return set;
}

static uint16_t number_of(kr_guide_reader *r, const kr_yaml *value, const char *key, uint16_t most) {
    int64_t number = -1;
    bool fits =
        value->kind == KR_YAML_WORD && kr_str_int(value->word, &number) && number >= 0 && number <= most;
    if (!fits)
        kr_guide_wrong(r, value->line, "guide.error.number", kr_str_z(key), kr_guide_number_text(r, most));
    return fits ? (uint16_t)number : 0;
}

uint16_t kr_guide_number_at(kr_guide_reader *r, const kr_yaml *map, const char *key, uint16_t most) {
    const kr_yaml *value = kr_yaml_find(map, key);
    return value ? number_of(r, value, key, most) : 0;
}

kr_guide_range kr_guide_range_at(kr_guide_reader *r, const kr_yaml *map, const char *key, uint16_t most) {
    const kr_yaml *value = kr_yaml_find(map, key);
    if (!value) return (kr_guide_range){0, 0};
    if (value->kind != KR_YAML_LIST) {
        uint16_t number = number_of(r, value, key, most);
        return (kr_guide_range){number, number};
    }
    if (value->count != 2) {
        kr_guide_wrong(r, value->line, "guide.error.range", kr_str_z(key), KR_NONE);
        return (kr_guide_range){0, 0};
    }
    kr_guide_range range = {number_of(r, value->first, key, most),
                            number_of(r, value->first->next, key, most)};
    if (range.from > range.to) kr_guide_wrong(r, value->line, "guide.error.range", kr_str_z(key), KR_NONE);
    return range;
}

bool kr_guide_yes_at(kr_guide_reader *r, const kr_yaml *map, const char *key, bool otherwise) {
    const kr_yaml *value = kr_guide_at(r, map, key, KR_YAML_WORD, false);
    if (!value) return otherwise;
    if (kr_str_is(value->word, "true")) return true;
    if (!kr_str_is(value->word, "false"))
        kr_guide_wrong(r, value->line, "guide.error.yes", kr_str_z(key), value->word);
    return false;
}

bool kr_guide_id_fits(kr_str id) {
    if (id.len == 0 || id.len > 60 || id.ptr[0] == '-') return false;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    return true;
}

kr_str kr_guide_id_at(kr_guide_reader *r, const kr_yaml *map, const char *key, bool need) {
    const kr_yaml *value = kr_guide_at(r, map, key, KR_YAML_WORD, need);
    if (!value) return KR_NONE;
    if (kr_guide_id_fits(value->word)) return kr_guide_copy(r, value->word);
    kr_guide_wrong(r, value->line, "guide.error.id", value->word, KR_NONE);
    return KR_NONE;
}

/* What breaks a line, moves the cursor or turns the direction of reading has no place in a paragraph. */
static bool is_plain(kr_str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t point = kr_utf8_next(text, &at);
        if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029)
            return false;
        if ((point >= 0x200e && point <= 0x200f) || (point >= 0x202a && point <= 0x202e)) return false;
        if ((point >= 0x2066 && point <= 0x2069) || point == 0xfeff) return false;
    }
    return true;
}

kr_str kr_guide_line_at(kr_guide_reader *r, const kr_yaml *map, const char *key, size_t most, bool need) {
    const kr_yaml *value = kr_guide_at(r, map, key, KR_YAML_WORD, need);
    if (!value) return KR_NONE;
    kr_str text = kr_str_trim(value->word);
    size_t length = kr_utf8_count(text);
    if (!is_plain(text)) kr_guide_wrong(r, value->line, "guide.error.lines", kr_str_z(key), KR_NONE);
    if (length > most) {
        kr_buf said;
        kr_str numbers;
        kr_buf_init(&said, r->arena, 64);
        kr_put_int(&said, (int64_t)length);
        kr_put_z(&said, " > ");
        kr_put_int(&said, (int64_t)most);
        if (kr_buf_end(&said, &numbers) != KR_OK) r->err = KR_E_MEMORY, numbers = KR_NONE;
        kr_guide_wrong(r, value->line, "guide.error.long", kr_str_z(key), numbers);
    }
    return kr_guide_copy(r, text);
}

const kr_yaml *kr_guide_tree(kr_guide_reader *r, kr_str bytes) {
    kr_error error = {0};
    kr_yaml *root = NULL;
    const char *key = "guide.error.yaml";
    kr_err err =
        bytes.len > KR_GUIDE_MOST_BYTES ? KR_E_LIMIT : kr_yaml_read(&root, r->scratch, bytes, &error);
    if (err == KR_OK && root->kind == KR_YAML_MAP) return root;
    if (err == KR_E_MEMORY) {
        r->err = err;
        return NULL;
    }
    if (err == KR_E_LIMIT) key = "guide.error.large";
    if (err == KR_E_UNSUPPORTED) key = "guide.error.anchor";
    if (err == KR_E_EXISTS) key = "guide.error.key_twice";
    kr_guide_wrong(r, err == KR_OK ? root->line : error.line, key, KR_NONE, KR_NONE);
    return NULL;
}
