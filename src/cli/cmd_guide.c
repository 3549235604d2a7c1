#include <dirent.h>
#include <errno.h>

#include "cli/guide.h"
#include "guide/sheet.h"

/* The guides at hand, and what is wrong with the rest. */
typedef struct shelf {
    kr_guides guides;
    kr_guide_report built_in, own;
} shelf;

typedef struct file_list {
    kr_guide_file *items;
    size_t n;
} file_list;

kr_str guide_word(cli *c, kr_guide_list list, unsigned value) {
    kr_buf key;
    kr_str said;
    const char *word = kr_guide_word(list, value);
    if (!word) return KR_NONE;
    kr_buf_init(&key, &c->arena, 128);
    kr_put_z(&key, "guide.");
    kr_put_z(&key, kr_guide_list_name(list));
    kr_put_c(&key, '.');
    kr_put_z(&key, word);
    return kr_buf_end(&key, &said) == KR_OK ? kr_word_s(c->lang, said) : KR_NONE;
}

void guide_put_words(cli *c, kr_buf *out, kr_guide_list list, uint32_t set) {
    bool first = true;
    for (unsigned value = 1; value <= kr_guide_list_count(list); value++) {
        if (!(set & KR_GUIDE_BIT(value))) continue;
        if (!first) kr_put_z(out, ", ");
        kr_put(out, guide_word(c, list, value));
        first = false;
    }
}

/* A path in the arena that may be opened. */
static const char *path_of(cli *c, kr_str folder, kr_str name, const char *ending) {
    kr_buf path;
    kr_str whole;
    kr_buf_init(&path, &c->arena, 8192);
    kr_put(&path, folder);
    kr_put(&path, name);
    kr_put_z(&path, ending);
    kr_put_c(&path, '\0');
    return kr_buf_end(&path, &whole) == KR_OK ? whole.ptr : NULL;
}

/* A file that is not there is passed over when `maybe`. */
static kr_err take_file(cli *c, file_list *list, const char *path, bool maybe, kr_error *error) {
    kr_str bytes;
    if (!path) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (list->n >= KR_GUIDE_MOST_FILES) return kr_fail(error, KR_E_LIMIT, "cli.too_large", NULL, NULL);
    kr_err err = cli_read(c, path, &bytes, error);
    if (err == KR_OK) list->items[list->n++] = (kr_guide_file){kr_str_z(path), bytes};
    return maybe && err == KR_E_NOT_FOUND ? KR_OK : err;
}

static kr_err list_begin(cli *c, file_list *list, kr_error *error) {
    *list = (file_list){kr_new_n(&c->arena, kr_guide_file, KR_GUIDE_MOST_FILES), 0};
    return list->items ? KR_OK : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

/* All files of a folder that say they are guides. */
static kr_err take_folder(cli *c, file_list *list, const char *folder, kr_error *error) {
    DIR *open = opendir(folder);
    kr_err err = KR_OK;
    if (!open) {
        bool none = errno == ENOENT || errno == ENOTDIR;
        return kr_fail(error, none ? KR_E_NOT_FOUND : KR_E_IO, none ? "cli.no_file" : "cli.io", NULL, NULL);
    }
    kr_str within = kr_str_z(path_of(c, kr_str_z(folder), KR_STR("/"), ""));
    for (struct dirent *one; err == KR_OK && (one = readdir(open));) {
        kr_str name = kr_str_z(one->d_name);
        if (name.ptr[0] == '.' || !kr_str_ends(name, KR_STR(".yaml"))) continue;
        err = take_file(c, list, path_of(c, within, name, ""), false, error);
    }
    (void)closedir(open);
    return err;
}

static kr_err open_shelf(cli *c, bool reading, shelf *out, kr_error *error) {
    size_t n;
    file_list own;
    const kr_guide_file *files = kr_guide_files(&n);
    kr_guides built_in;
    *out = (shelf){0};
    kr_err err = kr_guides_read(&built_in, &c->arena, NULL, files, n, reading, &out->built_in);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    out->guides = built_in;
    if (!cli_has(c, OPT_GUIDES)) return KR_OK;
    err = list_begin(c, &own, error);
    if (err == KR_OK) err = take_folder(c, &own, c->values[OPT_GUIDES], error);
    if (err != KR_OK) return err;
    err = kr_guides_read(&out->guides, &c->arena, &built_in, own.items, own.n, reading, &out->own);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

/* "guides/groslijst.nl.yaml:12: ...", as other programs that read files say it. */
static void say_problems(cli *c, const kr_guide_report *report) {
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    for (size_t i = 0; i < report->n; i++) {
        const kr_guide_problem *one = &report->items[i];
        kr_word_arg args[] = {KR_WORD_TEXT("what", one->what), KR_WORD_TEXT("more", one->more)};
        kr_put(&text, one->file);
        kr_put_c(&text, ':');
        kr_put_int(&text, one->line ? one->line : 1);
        kr_put_z(&text, ": ");
        kr_say(&text, c->lang, one->key.ptr, args, KR_COUNT(args));
        kr_put_c(&text, '\n');
    }
    if (kr_buf_end(&text, &said) == KR_OK) (void)fwrite(said.ptr, 1, said.len, stderr);
    if (report->left_off)
        cli_say(c, stderr, "guide.more_problems", &KR_WORD_NUMBER("n", (int64_t)report->left_off), 1);
}

static int put_out(cli *c, const kr_buf *text) {
    kr_error error = {0};
    kr_str said;
    if (kr_buf_end(text, &said) != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    kr_err err = cli_write(c, "-", said, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}

/* One line each: number, id, name. */
static void put_list(cli *c, kr_buf *out, const kr_guides *guides) {
    size_t wide = 0;
    for (size_t i = 0; i < guides->n; i++) {
        if (guides->items[i].id.len > wide) wide = guides->items[i].id.len;
    }
    for (size_t i = 0; i < guides->n; i++) {
        char nr[4];
        const kr_guide *guide = &guides->items[i];
        size_t len = kr_guide_nr_text(guide->nr, nr);
        kr_put_z(out, nr);
        for (; len < 5; len++) kr_put_c(out, ' ');
        kr_put(out, guide->id);
        for (len = guide->id.len; len < wide + 2; len++) kr_put_c(out, ' ');
        kr_put(out, kr_guide_text_in(guide, (int)c->lang)->name);
        kr_put_c(out, '\n');
    }
}

static int on_shelf(cli *c, const char *what) {
    kr_error error = {0};
    shelf all;
    kr_buf text;
    kr_err err = open_shelf(c, false, &all, &error);
    if (err != KR_OK) return cli_fail(c, c->values[OPT_GUIDES], &error);
    say_problems(c, &all.built_in);
    say_problems(c, &all.own);
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    if (strcmp(what, "list") == 0) put_list(c, &text, &all.guides);
    if (strcmp(what, "coverage") == 0) guide_put_coverage(c, &text, &all.guides);
    if (strcmp(what, "show") == 0) {
        const kr_guide *guide = kr_guides_find(&all.guides, kr_str_z(c->operands[1]));
        if (!guide) return cli_fail_key(c, NULL, "guide.none", c->operands[1]);
        guide_put(c, &text, guide);
    }
    return put_out(c, &text);
}

/* A file goes with all files of its guide: "a/b.nl.yaml" with "a/b.yaml" and "a/b.en.yaml". */
static kr_err take_siblings(cli *c, file_list *list, const char *operand, kr_error *error) {
    static const char *const endings[] = {".yaml", ".nl.yaml", ".en.yaml"};
    kr_str path = kr_str_z(operand), folder = KR_NONE, stem;
    const char *slash = strrchr(operand, '/');
    if (!kr_str_ends(path, KR_STR(".yaml")))
        return kr_fail(error, KR_E_INVALID, "guide.not_yaml", NULL, NULL);
    if (slash) folder = kr_str_n(operand, (size_t)(slash - operand) + 1);
    (void)kr_str_cut(kr_str_z(operand + folder.len), '.', &stem);
    size_t before = list->n;
    bool own = false;
    for (size_t i = 0; i < KR_COUNT(endings); i++) {
        const char *one = path_of(c, folder, stem, endings[i]);
        own = own || (one && strcmp(one, operand) == 0);
        for (size_t k = 0; one && k < before; k++) {
            if (kr_str_is(list->items[k].name, one)) return KR_OK; /* with a sibling that was named before */
        }
        kr_err err = take_file(c, list, one, !(one && strcmp(one, operand) == 0), error);
        if (err != KR_OK) return err;
    }
    return own ? KR_OK : take_file(c, list, operand, false, error);
}

/* "…/sheets/poster.nl.yaml": a file in a folder of that name belongs to a sheet. */
static bool is_sheet(const char *operand) {
    const char *slash = strrchr(operand, '/');
    kr_str folder = slash ? kr_str_n(operand, (size_t)(slash - operand)) : KR_NONE;
    return kr_str_is(folder, "sheets") || kr_str_ends(folder, KR_STR("/sheets"));
}

/* The files that were named, guides or sheets. CLI_DONE, or CLI_WRONG after saying why. */
static int take_operands(cli *c, file_list *list, bool sheets) {
    kr_error error = {0};
    kr_err err = list_begin(c, list, &error);
    if (err != KR_OK) return cli_fail(c, NULL, &error);
    for (size_t i = 1; i < c->n_operands; i++) {
        if (is_sheet(c->operands[i]) != sheets) continue;
        err = take_siblings(c, list, c->operands[i], &error);
        if (err != KR_OK) return cli_fail(c, c->operands[i], &error);
    }
    return CLI_DONE;
}

/* Says how many are sound when nothing is wrong with any of them. */
static int say_checked(cli *c, bool wrong, size_t guides, size_t forms) {
    if (wrong) return CLI_WRONG;
    if (guides) cli_say(c, stdout, "guide.sound", &KR_WORD_NUMBER("n", (int64_t)guides), 1);
    if (forms) cli_say(c, stdout, "sheet.sound", &KR_WORD_NUMBER("n", (int64_t)forms), 1);
    return CLI_DONE;
}

static int check_files(cli *c) {
    file_list list, sheets;
    kr_guides guides;
    kr_sheet_forms forms;
    kr_guide_report report = {0}, of_sheets = {0};
    if (take_operands(c, &list, false) || take_operands(c, &sheets, true)) return CLI_WRONG;
    kr_err err = kr_guides_read(&guides, &c->arena, NULL, list.items, list.n, true, &report);
    if (err == KR_OK)
        err = kr_sheet_forms_read(&forms, &c->arena, NULL, sheets.items, sheets.n, true, &of_sheets);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    say_problems(c, &report);
    say_problems(c, &of_sheets);
    return say_checked(c, report.n || of_sheets.n, guides.n, forms.n);
}

static int check_shelf(cli *c) {
    kr_error error = {0};
    shelf all;
    size_t n;
    kr_sheet_forms forms;
    kr_guide_report of_sheets = {0};
    const kr_guide_file *files = kr_sheet_files(&n);
    kr_err err = open_shelf(c, true, &all, &error);
    if (err != KR_OK) return cli_fail(c, c->values[OPT_GUIDES], &error);
    err = kr_sheet_forms_read(&forms, &c->arena, NULL, files, n, true, &of_sheets);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    say_problems(c, &all.built_in);
    say_problems(c, &all.own);
    say_problems(c, &of_sheets);
    return say_checked(c, all.built_in.n || all.own.n || of_sheets.n, all.guides.n, forms.n);
}

int cmd_guide(cli *c) {
    const char *what = c->operand;
    bool show = strcmp(what, "show") == 0;
    if (strcmp(what, "check") == 0) return c->n_operands > 1 ? check_files(c) : check_shelf(c);
    if (!show && strcmp(what, "list") != 0 && strcmp(what, "coverage") != 0)
        return cli_misuse(c, "guide.no_word", what);
    if (show && c->n_operands < 2) return cli_misuse(c, "guide.missing_id", NULL);
    if (c->n_operands > (show ? 2 : 1)) return cli_misuse(c, "guide.nothing_more", c->operands[show ? 2 : 1]);
    return on_shelf(c, what);
}
