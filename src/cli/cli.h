/* The command `kring`: one table of commands, one table of options, one function per command. */
#ifndef KR_CLI_H
#define KR_CLI_H

#include <stdio.h>

#include "core/draft.h"
#include "core/network.h"
#include "words/words.h"

/* What the shell gets back. */
enum { CLI_DONE = 0, CLI_WRONG = 1, CLI_USAGE = 2 };

/* Options by number; the table in args.c has them in this order. */
typedef enum cli_opt {
    OPT_NAME,
    OPT_FROM,
    OPT_EGO,
    OPT_CASE,
    OPT_INTO,
    OPT_SAME,
    OPT_DETAILS,
    OPT_NOTES,
    OPT_AS,
    OPT_INITIALS,
    OPT_PAPER,
    OPT_LARGE,
    OPT_AREA,
    OPT_ROOT,
    OPT_GENERATIONS,
    OPT_SHEETS,
    OPT_LAYERS,
    OPT_PLAIN,
    OPT_PICTURE, /* --to of draw */
    OPT_CHECK,
    OPT_JSON,
    OPT_CSV,
    OPT_FILE, /* --to of export */
    OPT_PRIVATE,
    OPT_NAMES,
    OPT_TEXT,
    OPT_KEY,
    OPT_OUT,
    OPT_DATA,
    OPT_LISTEN,
    OPT_VERBOSE,
    OPT_TLS,
    OPT_PER_ADDRESS,
    OPT_NEW_ACCOUNTS,
    OPT_KEY_COMMAND,
    OPT_CONTACT,
    OPT_USER,
    OPT_ADMINISTRATOR,
    OPT_OFF,
    OPT_REASON,
    OPT_EMERGENCY,
    OPT_FOLDER, /* --to of admin */
    OPT_KEEP,
    OPT_COPY,
    OPT_KEYS,
    OPT_SINCE,
    OPT_EGOR,
    OPT_TABLE, /* --as of measure */
    OPT_WHERE,
    OPT_NO_TIE,
    OPT_COLUMNS,
    OPT_COMPOSITION,
    OPT_ALTERS,
    OPT_SUPPORT,
    OPT_GUIDES,
    OPT_SCORE,
    OPT_LANG,
    OPT_HELP,
    OPT_COUNT
} cli_opt;
#define CLI_BIT(opt)      ((uint64_t)1 << (opt))
#define CLI_MOST_OPERANDS 10000

typedef struct cli_option {
    const char *name;  /* without the dashes */
    const char *value; /* what stands for its value in the help; NULL for a switch. Words with | between: one
                          of these */
    const char *help;  /* catalogue key */
} cli_option;

typedef struct cli cli;

typedef struct cli_command {
    const char *name;
    const char *operand; /* "FILE.kring"; NULL without; "A B" wants two, "FILE..." one or more, "A [B...]"
                            one and any number behind it */
    uint64_t required, allowed; /* CLI_BIT of options; --lang and --help go with every command */
    const char *help;           /* catalogue key: one line; "KEY.more" has what else there is to say */
    int (*run)(cli *c);
} cli_command;

/* One run of the command. Borrows the arguments. */
struct cli {
    kr_arena arena;
    kr_lang lang;
    const cli_command *command;
    const char *operand;         /* the first one */
    const char *const *operands; /* all of them */
    size_t n_operands;
    const char *values[OPT_COUNT]; /* "" for a switch that was given; NULL when not given */
};

extern const cli_option cli_options[OPT_COUNT];
extern const cli_command cli_commands[];
extern const size_t cli_command_count;

/* -- args.c
 * ----------------------------------------------------------------------------------------------------- */
/* Fills in command, operand and values. Returns CLI_DONE, or CLI_USAGE after saying what was wrong. */
int cli_parse(cli *c, int argc, char **argv);
/* Language of messages: --lang, else KRING_LANG, LC_ALL, LC_MESSAGES, LANG; English when none says nl. */
kr_lang cli_language(int argc, char **argv);
static inline bool cli_has(const cli *c, cli_opt opt) {
    return c->values[opt] != NULL;
}
/* An option's value, or `otherwise`. */
const char *cli_value(const cli *c, cli_opt opt, const char *otherwise);

/* -- help.c
 * ----------------------------------------------------------------------------------------------------- */
int cli_help(cli *c);
int cli_version(void);

/* -- say.c
 * ------------------------------------------------------------------------------------------------------ */
/* One sentence and a line end. */
void cli_say(cli *c, FILE *out, const char *key, const kr_word_arg *args, size_t count);
/* Says what is wrong with the input, with `subject` (a file, may be NULL) before it. Returns CLI_WRONG. */
int cli_fail(cli *c, const char *subject, const kr_error *error);
/* The same for a key of our own. */
int cli_fail_key(cli *c, const char *subject, const char *key, const char *detail);
/* Says how the command is used wrongly, and where help is. Returns CLI_USAGE. */
int cli_misuse(cli *c, const char *key, const char *detail);

/* -- file.c
 * ----------------------------------------------------------------------------------------------------- */
#define CLI_MOST_BYTES (64u << 20)
/* All of a file, or of standard input for "-". Errors: KR_E_NOT_FOUND, KR_E_IO, KR_E_LIMIT, KR_E_MEMORY. */
kr_err cli_read(cli *c, const char *path, kr_str *out, kr_error *error) KR_CHECKED;
/* Writes a new file at once or not at all: a file that is there already is left alone (KR_E_EXISTS). Only its
 * owner may read it. "-" is standard output. */
kr_err cli_write(cli *c, const char *path, kr_str bytes, kr_error *error) KR_CHECKED;
/* KR_E_EXISTS when there is something at `path` already: said before any work is done. */
kr_err cli_absent(const char *path, kr_error *error) KR_CHECKED;
/* Beside this program, e.g. "kring-worker". */
kr_err cli_beside(cli *c, const char *name, const char **out, kr_error *error) KR_CHECKED;

/* -- circle.c
 * --------------------------------------------------------------------------------------------------- */
/* Reads a .kring file and folds it. */
kr_err cli_load(cli *c, const char *path, kr_circle *out, kr_error *error) KR_CHECKED;
/* Writes all changes as a .kring file, seen by `viewer`. */
kr_err cli_save(cli *c, const char *path, const kr_circle *circle, kr_viewer viewer,
                kr_error *error) KR_CHECKED;
/* The circle with one change more. */
kr_err cli_add(cli *c, kr_circle *circle, kr_draft *draft, kr_error *error) KR_CHECKED;
/* Who makes changes here: nobody's account, the name of the person in the middle, now. */
kr_maker cli_maker(kr_str name);
/* The network as `viewer` sees it. */
kr_err cli_network(cli *c, const kr_circle *circle, kr_viewer viewer, kr_view *view, kr_network *out,
                   kr_error *error) KR_CHECKED;

/* What stands at the head of a sheet: "De kring van Annie", and the day of the last change, so that the same
 * circle gives the same sheet. Errors: KR_E_MEMORY. */
kr_err cli_heading(cli *c, const kr_view *view, const kr_network *network, kr_str *title,
                   kr_str *date_line) KR_CHECKED;

/* -- draw_options.c: what draw is asked for besides the drawing itself. Each says what is wrong and returns
 * CLI_USAGE, or CLI_DONE.
 * ------------------------------------------------------------------------------------------------------- */
struct kr_draw_options;
int cli_draw_options(cli *c, const kr_circle *circle, struct kr_draw_options *options);

/* -- paper.c
 * ---------------------------------------------------------------------------------------------------- */
/* SVG to "pdf" or "png" by the worker beside this program. Errors: KR_E_IO, KR_E_INVALID, KR_E_MEMORY. */
kr_err cli_paper(cli *c, const char *kind, kr_str svg, kr_str *out, kr_error *error) KR_CHECKED;

/* cmd_serve.c: where everything is kept when nothing is said; NULL when there is no home. */
const char *cli_own_folder(cli *c);

/* -- key.c
 * ------------------------------------------------------------------------------------------------------ */
struct kr_store_options;
/* Where the server's key comes from: --key-command, else KRING_KEY, else the file beside the data folder.
 * What the environment held is wiped there, so that no process begun later inherits it. */
kr_err cli_key_from(cli *c, struct kr_store_options *options, kr_error *error) KR_CHECKED;
/* The value of an environment variable, copied and wiped there; NULL when it is not set. */
const char *cli_secret(cli *c, const char *name);

/* -- the commands
 * ----------------------------------------------------------------------------------------------- */
/* -- study.c: files of research tools, with several persons in the middle
 * ------------------------------------------------------------------------------------------------------ */
struct kr_import;
struct kr_import_note;
/* Reads all operands, folders and zips included, and takes one case, or all into a folder. `format` is a
 * kr_format. */
int cli_import_study(cli *c, int format);
/* By the names of the operands alone. */
bool cli_looks_like_study(const cli *c);
/* export_study.c: one circle for a research tool; all operands as a study without names. */
int cli_export_graph(cli *c);
int cli_export_research(cli *c);
/* cmd_import.c: a new circle of this import, or people into a circle; tells what was taken and left. */
kr_err cli_take_new(cli *c, kr_circle *circle, const struct kr_import *import, kr_error *error) KR_CHECKED;
kr_err cli_take_into(cli *c, kr_circle *circle, struct kr_import *import, kr_error *error) KR_CHECKED;
void cli_say_note(cli *c, const struct kr_import_note *note);

int cmd_new(cli *c);
int cmd_import(cli *c);
int cmd_list(cli *c);
int cmd_draw(cli *c);
int cmd_check(cli *c);
int cmd_export(cli *c);
int cmd_compare(cli *c);
int cmd_measure(cli *c);
int cmd_guide(cli *c);
int cmd_ask(cli *c);
int cmd_demo(cli *c);
int cmd_serve(cli *c);
int cmd_admin(cli *c);

#endif
