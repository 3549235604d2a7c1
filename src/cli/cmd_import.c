#include "cli/cli.h"
#include "format/format.h"

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

static void say_note(cli *c, const kr_import_note *note) {
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

static void say_all(cli *c, const kr_import *import, const kr_import_counts *counts) {
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)counts->taken),
                          KR_WORD_NUMBER("pairs", (int64_t)counts->pairs)};
    cli_say(c, stderr, "cli.taken", args, 1);
    args[0].number = (int64_t)counts->pairs;
    if (counts->pairs) cli_say(c, stderr, "cli.pairs", args, 1);
    say_joined(c, import);
    args[0].number = (int64_t)counts->left;
    if (counts->left) cli_say(c, stderr, "cli.left", args, 1);
    if (import->n_notes) cli_say(c, stderr, "cli.notes", NULL, 0);
    for (size_t i = 0; i < import->n_notes; i++) say_note(c, &import->notes[i]);
    args[0].number = (int64_t)import->n_versions;
    if (import->n_versions) cli_say(c, stderr, "cli.older", args, 1);
}

/* A whole .kring file is a circle already, with its history. */
static kr_err take_whole(cli *c, kr_circle *circle, const kr_import *import, kr_error *error) {
    kr_err err = kr_circle_fold(circle, &c->arena, import->changes, import->n_changes, error);
    if (err != KR_OK) return err;
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)import->n_changes)};
    cli_say(c, stderr, "cli.whole", args, 1);
    if (!cli_has(c, OPT_NAME)) return KR_OK;
    kr_draft draft;
    kr_str name = kr_str_z(c->values[OPT_NAME]);
    kr_draft_begin(&draft, &c->arena, circle, cli_maker(name), KR_ACT_SELF, circle->n_changes);
    kr_draft_ego(&draft, name);
    err = cli_add(c, circle, &draft, error);
    return err == KR_E_NOT_FOUND ? KR_OK : err; /* it was called that already */
}

static kr_err take_rows(cli *c, kr_circle *circle, kr_import *import, kr_error *error) {
    kr_draft draft;
    kr_import_counts counts = {0};
    const kr_person *ego = kr_circle_ego(circle);
    kr_str name = kr_str_z(cli_value(c, OPT_NAME, ""));
    if (cli_has(c, OPT_INTO)) {
        kr_view view;
        kr_network network;
        kr_err err = cli_network(c, circle, KR_VIEWER_OWNER, &view, &network, error);
        if (err != KR_OK) return err;
        kr_import_match(import, &network);
        settle(import, cli_value(c, OPT_SAME, "join"));
    }
    kr_maker maker = cli_maker(name.len ? name : ego ? ego->name : KR_STR("Ik"));
    kr_draft_begin(&draft, &c->arena, circle, maker, KR_ACT_IMPORT, circle->n_changes);
    kr_err err = kr_import_apply(&draft, import, name, &counts, error);
    if (err == KR_OK && name.len) kr_draft_ego(&draft, name);
    if (err == KR_OK) err = cli_add(c, circle, &draft, error);
    if (err == KR_E_NOT_FOUND && cli_has(c, OPT_INTO)) err = KR_OK; /* everything was there already */
    if (err == KR_OK) say_all(c, import, &counts);
    return err;
}

int cmd_import(cli *c) {
    kr_error error = {0};
    kr_str bytes;
    kr_import *import;
    kr_circle circle = {0};
    const char *into = c->values[OPT_INTO], *out = c->values[OPT_OUT];
    if (into && strcmp(into, "-") == 0 && strcmp(c->operand, "-") == 0)
        return cli_misuse(c, "cli.one_input", NULL);
    if (cli_absent(out, &error) != KR_OK) return cli_fail(c, out, &error);
    if (into && cli_load(c, into, &circle, &error) != KR_OK) return cli_fail(c, into, &error);
    if (cli_read(c, c->operand, &bytes, &error) != KR_OK) return cli_fail(c, c->operand, &error);
    kr_format format =
        cli_has(c, OPT_FROM) ? kr_format_named(kr_str_z(c->values[OPT_FROM])) : kr_format_guess(bytes);
    if (!format) return cli_fail_key(c, c->operand, "cli.which_format", NULL);
    kr_err err = kr_import_read(&import, &c->arena, format, bytes, cli_has(c, OPT_DETAILS), &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    err = format == KR_FORMAT_KRING && !into ? take_whole(c, &circle, import, &error)
                                             : take_rows(c, &circle, import, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    err = cli_save(c, out, &circle, KR_VIEWER_OWNER, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}
