#include "cli/cli.h"
#include "format/study.h"
#include "web/placed.h"

/* What to do with somebody who seems to be in the circle already. */
static void settle(kr_import *import, const char *same) {
    for (size_t i = 0; i < import->n_rows; i++) {
        kr_import_row *row = &import->rows[i];
        if (!row->same_as) continue;
        if (strcmp(same, "join") == 0) {
            row->join = true;
        } else if (strcmp(same, "leave") == 0) {
            row->take = false;
        } else {
            row->same_as = 0;
        }
    }
}

void cli_say_note(cli *c, const kr_import_note *note) {
    kr_word_arg args[] = {KR_WORD_TEXT("detail", note->detail), KR_WORD_NUMBER("line", note->line),
                          KR_WORD_NUMBER("count", note->count), KR_WORD_NUMBER("n", note->count)};
    if (fputs("  ", stderr) >= 0) cli_say(c, stderr, note->key, args, KR_COUNT(args));
}

static void say_joined(cli *c, const kr_import *import) {
    kr_str *names = kr_new_n(&c->arena, kr_str, import->n_rows);
    size_t count = 0;
    kr_buf text;
    kr_str said;
    for (size_t i = 0; names && i < import->n_rows; i++) {
        if (import->rows[i].take && import->rows[i].join) names[count++] = import->rows[i].name;
    }
    if (count == 0) return;
    kr_buf_init(&text, &c->arena, 65536);
    kr_say_names(&text, c->lang, names, count, 20);
    if (kr_buf_end(&text, &said) != KR_OK) return;
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)count), KR_WORD_TEXT("names", said)};
    cli_say(c, stderr, "cli.joined", args, KR_COUNT(args));
}

/* What a whole new circle takes: everybody but the one in the middle. */
static kr_import_counts counts_of(const kr_import *import) {
    kr_import_counts sum = {0};
    for (size_t i = 0; i < import->n_rows; i++) sum.taken += import->rows[i].take && !import->rows[i].is_ego;
    for (size_t i = 0; i < import->n_pairs; i++) {
        const kr_import_row *a = &import->rows[import->pairs[i].a], *b = &import->rows[import->pairs[i].b];
        sum.pairs += a->take && b->take && !a->is_ego && !b->is_ego && !import->pairs[i].no;
    }
    return sum;
}

static void say_count(cli *c, const char *key, size_t n) {
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)n)};
    if (n) cli_say(c, stderr, key, args, 1);
}

/* Where people stood on a sheet is of no use beside people who stand elsewhere already. */
static void leave_sheet(cli *c, const kr_import *import) {
    for (size_t i = 0; i < import->n_rows; i++) {
        double x;
        uint16_t sheet;
        if (!kr_import_stood(import, i, &x, &sheet)) continue;
        cli_say(c, stderr, "cli.sheet_left", NULL, 0);
        return;
    }
}

static void say_all(cli *c, const kr_import *import, const kr_import_counts *counts) {
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)counts->taken)};
    cli_say(c, stderr, "cli.taken", args, 1);
    say_count(c, "cli.pairs", counts->pairs);
    say_joined(c, import);
    say_count(c, "cli.left", counts->left);
    if (import->n_notes) cli_say(c, stderr, "cli.notes", NULL, 0);
    for (size_t i = 0; i < import->n_notes; i++) cli_say_note(c, &import->notes[i]);
}

/* A new circle: with its history when the file has one, else as many changes as the file has maps. */
kr_err cli_take_new(cli *c, kr_circle *circle, const kr_import *import, kr_error *error) {
    kr_change *changes;
    size_t count;
    kr_str name = kr_str_z(cli_value(c, OPT_NAME, ""));
    kr_maker maker = cli_maker(name.len ? name : KR_STR("Ik"));
    kr_err err = kr_import_history(&changes, &count, &c->arena, import, maker, name, error);
    if (err == KR_OK) err = kr_placed_add(&changes, &count, &c->arena, import, maker, c->lang, error);
    if (err == KR_OK) err = kr_circle_fold(circle, &c->arena, changes, count, error);
    if (err == KR_OK && name.len) {
        kr_draft draft;
        kr_draft_begin(&draft, &c->arena, circle, maker, KR_ACT_SELF, circle->n_changes);
        kr_draft_ego(&draft, name);
        err = cli_add(c, circle, &draft, error);
        if (err == KR_E_NOT_FOUND) err = KR_OK; /* it was called that already */
    }
    if (err != KR_OK) return err;
    kr_import_counts counts = counts_of(import);
    say_all(c, import, &counts);
    say_count(c, "cli.whole", import->n_changes);
    if (import->n_versions > 1) say_count(c, "cli.maps", import->n_versions);
    return KR_OK;
}

kr_err cli_take_into(cli *c, kr_circle *circle, kr_import *import, kr_error *error) {
    kr_draft draft;
    kr_view view;
    kr_network network;
    kr_import_counts counts = {0};
    const kr_person *ego = kr_circle_ego(circle);
    kr_str name = kr_str_z(cli_value(c, OPT_NAME, ""));
    kr_err err = cli_network(c, circle, KR_VIEWER_OWNER, &view, &network, error);
    if (err != KR_OK) return err;
    kr_import_match(import, &network);
    settle(import, cli_value(c, OPT_SAME, "join"));
    kr_maker maker = cli_maker(name.len ? name : ego ? ego->name : KR_STR("Ik"));
    kr_draft_begin(&draft, &c->arena, circle, maker, KR_ACT_IMPORT, circle->n_changes);
    err = kr_import_apply(&draft, import, name, &counts, error);
    if (err == KR_OK && name.len) kr_draft_ego(&draft, name);
    if (err == KR_OK) err = cli_add(c, circle, &draft, error);
    if (err == KR_E_NOT_FOUND) err = KR_OK; /* everything was there already */
    if (err != KR_OK) return err;
    say_all(c, import, &counts);
    if (import->n_versions > 1) say_count(c, "cli.older", import->n_versions - 1);
    leave_sheet(c, import);
    return KR_OK;
}

/* One file that makes one circle. */
static int import_one(cli *c, kr_format format) {
    kr_error error = {0};
    kr_str bytes;
    kr_import *import;
    kr_circle circle = {0};
    const char *into = c->values[OPT_INTO], *out = c->values[OPT_OUT];
    if (into && cli_load(c, into, &circle, &error) != KR_OK) return cli_fail(c, into, &error);
    if (cli_read(c, c->operand, &bytes, &error) != KR_OK) return cli_fail(c, c->operand, &error);
    if (!format) format = kr_format_guess(bytes);
    if (!format) return cli_fail_key(c, c->operand, "cli.which_format", NULL);
    if (kr_is_study(format)) return cli_import_study(c, (int)format);
    if (cli_has(c, OPT_CASE)) return cli_misuse(c, "cli.only_study", "--case");
    bool tree = format == KR_FORMAT_GEDCOM || format == KR_FORMAT_GENOPRO;
    bool more = cli_has(c, tree ? OPT_NOTES : OPT_DETAILS);
    if (cli_has(c, OPT_EGO) && !tree) return cli_misuse(c, "cli.only_tree", "--ego");
    kr_err err = kr_import_read(&import, &c->arena, format, bytes, more, &error);
    if (err == KR_OK && cli_has(c, OPT_EGO)) {
        err = kr_import_choose(import, kr_str_z(c->values[OPT_EGO]), &error);
        if (err != KR_OK) return cli_fail_key(c, c->operand, "cli.no_such_person", c->values[OPT_EGO]);
    }
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_import_call_nameless(import, kr_word(c->lang, "cli.nameless"));
    err = into ? cli_take_into(c, &circle, import, &error) : cli_take_new(c, &circle, import, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    err = cli_save(c, out, &circle, KR_VIEWER_OWNER, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}

int cmd_import(cli *c) {
    kr_error error = {0};
    const char *into = c->values[OPT_INTO], *out = c->values[OPT_OUT];
    if (into && strcmp(into, "-") == 0 && strcmp(c->operand, "-") == 0)
        return cli_misuse(c, "cli.one_input", NULL);
    if (cli_absent(out, &error) != KR_OK) return cli_fail(c, out, &error);
    kr_format format = kr_format_named(kr_str_z(cli_value(c, OPT_FROM, "")));
    if (!format && cli_looks_like_study(c)) format = KR_FORMAT_EGOR;
    if (kr_is_study(format)) return cli_import_study(c, (int)format);
    if (c->n_operands > 1) return cli_misuse(c, "cli.too_many", c->operands[1]);
    return import_one(c, format);
}
