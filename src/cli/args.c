#include <stdlib.h>

#include "cli/cli.h"

const cli_option cli_options[OPT_COUNT] = {
    [OPT_NAME] = {"name", "NAME", "cli.opt.name"},
    [OPT_FROM] = {"from", "csv|vcard|easynwk|gedcom|genopro|kring|egor|egoweb|networkcanvas|graphml|gexf",
                  "cli.opt.from"},
    [OPT_EGO] = {"ego", "MARK", "cli.opt.ego"},
    [OPT_CASE] = {"case", "ID", "cli.opt.case"},
    [OPT_INTO] = {"into", "FILE.kring", "cli.opt.into"},
    [OPT_SAME] = {"same", "join|separate|leave", "cli.opt.same"},
    [OPT_DETAILS] = {"details", NULL, "cli.opt.details"},
    [OPT_NOTES] = {"notes", NULL, "cli.opt.notes"},
    [OPT_AS] = {"as",
                "lensink|wijkecogram|horizons|rings|ecogram|genogram|functions|domains|sociogram|group|"
                "matrix|cards|lifeline|over-time|neighbourhood|map:NAME|plain",
                "cli.opt.as"},
    [OPT_INITIALS] = {"initials", NULL, "cli.opt.initials"},
    [OPT_PAPER] = {"paper", "a4|a3|a2|a1|a0", "cli.opt.paper"},
    [OPT_LARGE] = {"large", NULL, "cli.opt.large"},
    [OPT_AREA] = {"area", "NAME", "cli.opt.area"},
    [OPT_ROOT] = {"root", "PERSON", "cli.opt.root"},
    [OPT_GENERATIONS] = {"generations", "NUMBER|all", "cli.opt.generations"},
    [OPT_SHEETS] = {"sheets", "one|many|readable", "cli.opt.sheets"},
    [OPT_LAYERS] = {"layers", "NAME,...", "cli.opt.layers"},
    [OPT_PLAIN] = {"plain", NULL, "cli.opt.plain"},
    [OPT_PICTURE] = {"to", "svg|pdf|png", "cli.opt.picture"},
    [OPT_CHECK] = {"check", NULL, "cli.opt.check"},
    [OPT_JSON] = {"json", NULL, "cli.opt.json"},
    [OPT_CSV] = {"csv", NULL, "cli.opt.csv"},
    [OPT_FILE] = {"to",
                  "csv|json|kring|gedcom|gedcom551|vcard|vcard3|svg|pdf|png|egor|egoweb|networkcanvas|"
                  "graphml|gexf|research",
                  "cli.opt.file"},
    [OPT_PRIVATE] = {"private", NULL, "cli.opt.private"},
    [OPT_NAMES] = {"names", NULL, "cli.opt.names"},
    [OPT_TEXT] = {"text", NULL, "cli.opt.text"},
    [OPT_KEY] = {"key", "FILE", "cli.opt.key"},
    [OPT_OUT] = {"o", "OUT", "cli.opt.out"},
    [OPT_DATA] = {"data", "DIR", "cli.opt.data"},
    [OPT_LISTEN] = {"listen", "ADDR:PORT", "cli.opt.listen"},
    [OPT_VERBOSE] = {"verbose", NULL, "cli.opt.verbose"},
    [OPT_TLS] = {"behind-tls", NULL, "cli.opt.behind_tls"},
    [OPT_PER_ADDRESS] = {"per-address", "NUMBER", "cli.opt.per_address"},
    [OPT_NEW_ACCOUNTS] = {"new-accounts", "NUMBER", "cli.opt.new_accounts"},
    [OPT_KEY_COMMAND] = {"key-command", "WORDS", "cli.opt.key_command"},
    [OPT_CONTACT] = {"contact", "ADDRESS", "cli.opt.contact"},
    [OPT_USER] = {"user", "NAME", "cli.opt.user"},
    [OPT_ADMINISTRATOR] = {"administrator", NULL, "admin.opt.administrator"},
    [OPT_OFF] = {"off", NULL, "admin.opt.off"},
    [OPT_REASON] = {"reason", "TEXT", "admin.opt.reason"},
    [OPT_EMERGENCY] = {"emergency", NULL, "admin.opt.emergency"},
    [OPT_FOLDER] = {"to", "FOLDER", "admin.opt.to"},
    [OPT_KEEP] = {"keep", "NUMBER", "admin.opt.keep"},
    [OPT_COPY] = {"copy", "FILE", "admin.opt.copy"},
    [OPT_KEYS] = {"keys", "FILE", "admin.opt.keys"},
    [OPT_SINCE] = {"since", "DATE", "admin.opt.since"},
    [OPT_EGOR] = {"egor", NULL, "measure.opt.egor"},
    [OPT_TABLE] = {"as", "easynwk", "measure.opt.as"},
    [OPT_WHERE] = {"where", "COLUMN=VALUE", "measure.opt.where"},
    [OPT_NO_TIE] = {"no-tie", "VALUE", "measure.opt.no_tie"},
    [OPT_COLUMNS] = {"columns", "MAP", "measure.opt.columns"},
    [OPT_COMPOSITION] = {"composition", NULL, "measure.opt.composition"},
    [OPT_ALTERS] = {"alters", NULL, "measure.opt.alters"},
    [OPT_SUPPORT] = {"support", NULL, "measure.opt.support"},
    [OPT_GUIDES] = {"guides", "DIR", "guide.opt.guides"},
    [OPT_SCORE] = {"score", NULL, "ask.opt.score"},
    [OPT_LANG] = {"lang", "nl|en", "cli.opt.lang"},
    [OPT_HELP] = {"help", NULL, "cli.opt.help"},
};

#define EVERY (CLI_BIT(OPT_LANG) | CLI_BIT(OPT_HELP))

const cli_command cli_commands[] = {
    {"new", "FILE.kring", CLI_BIT(OPT_NAME), CLI_BIT(OPT_NAME), "cli.new", cmd_new},
    {"import", "INPUT...", CLI_BIT(OPT_OUT),
     CLI_BIT(OPT_FROM) | CLI_BIT(OPT_NAME) | CLI_BIT(OPT_INTO) | CLI_BIT(OPT_SAME) | CLI_BIT(OPT_DETAILS) |
         CLI_BIT(OPT_EGO) | CLI_BIT(OPT_CASE) | CLI_BIT(OPT_NOTES) | CLI_BIT(OPT_OUT),
     "cli.import", cmd_import},
    {"list", "FILE.kring", 0,
     CLI_BIT(OPT_JSON) | CLI_BIT(OPT_CSV) | CLI_BIT(OPT_INITIALS) | CLI_BIT(OPT_LARGE) | CLI_BIT(OPT_OUT),
     "cli.list", cmd_list},
    {"draw", "FILE.kring", CLI_BIT(OPT_AS),
     CLI_BIT(OPT_AS) | CLI_BIT(OPT_INITIALS) | CLI_BIT(OPT_PAPER) | CLI_BIT(OPT_LARGE) | CLI_BIT(OPT_AREA) |
         CLI_BIT(OPT_ROOT) | CLI_BIT(OPT_GENERATIONS) | CLI_BIT(OPT_SHEETS) | CLI_BIT(OPT_LAYERS) |
         CLI_BIT(OPT_PLAIN) | CLI_BIT(OPT_PICTURE) | CLI_BIT(OPT_CHECK) | CLI_BIT(OPT_OUT),
     "cli.draw", cmd_draw},
    {"check", "FILE.kring", 0, 0, "cli.check", cmd_check},
    {"compare", "A.kring B.kring", 0, CLI_BIT(OPT_JSON) | CLI_BIT(OPT_INITIALS), "cli.compare", cmd_compare},
    {"measure", "FILE...", 0,
     CLI_BIT(OPT_EGOR) | CLI_BIT(OPT_WHERE) | CLI_BIT(OPT_NO_TIE) | CLI_BIT(OPT_COLUMNS) |
         CLI_BIT(OPT_COMPOSITION) | CLI_BIT(OPT_ALTERS) | CLI_BIT(OPT_SUPPORT) | CLI_BIT(OPT_TABLE) |
         CLI_BIT(OPT_JSON) | CLI_BIT(OPT_CSV),
     "cli.measure", cmd_measure},
    {"export", "FILE.kring...", CLI_BIT(OPT_FILE) | CLI_BIT(OPT_OUT),
     CLI_BIT(OPT_FILE) | CLI_BIT(OPT_INITIALS) | CLI_BIT(OPT_PRIVATE) | CLI_BIT(OPT_NOTES) |
         CLI_BIT(OPT_NAMES) | CLI_BIT(OPT_TEXT) | CLI_BIT(OPT_KEY) | CLI_BIT(OPT_AS) | CLI_BIT(OPT_PAPER) |
         CLI_BIT(OPT_LARGE) | CLI_BIT(OPT_AREA) | CLI_BIT(OPT_ROOT) | CLI_BIT(OPT_GENERATIONS) |
         CLI_BIT(OPT_LAYERS) | CLI_BIT(OPT_PLAIN) | CLI_BIT(OPT_OUT),
     "cli.export", cmd_export},
    {"guide", "list|show|check|coverage [ID|FILE...]", 0, CLI_BIT(OPT_GUIDES), "guide.help", cmd_guide},
    {"ask", "QUESTIONNAIRE.json ANSWERS.json", 0, CLI_BIT(OPT_SCORE) | CLI_BIT(OPT_JSON), "ask.help",
     cmd_ask},
    {"demo", "DIR", 0, 0, "cli.demo", cmd_demo},
    {"serve", NULL, 0,
     CLI_BIT(OPT_DATA) | CLI_BIT(OPT_LISTEN) | CLI_BIT(OPT_VERBOSE) | CLI_BIT(OPT_TLS) |
         CLI_BIT(OPT_PER_ADDRESS) | CLI_BIT(OPT_NEW_ACCOUNTS) | CLI_BIT(OPT_KEY_COMMAND) |
         CLI_BIT(OPT_CONTACT) | CLI_BIT(OPT_USER),
     "cli.serve", cmd_serve},
    {"admin", "WHAT [ARGUMENT...]", 0,
     CLI_BIT(OPT_DATA) | CLI_BIT(OPT_KEY_COMMAND) | CLI_BIT(OPT_NAME) | CLI_BIT(OPT_ADMINISTRATOR) |
         CLI_BIT(OPT_OFF) | CLI_BIT(OPT_REASON) | CLI_BIT(OPT_EMERGENCY) | CLI_BIT(OPT_FOLDER) |
         CLI_BIT(OPT_KEEP) | CLI_BIT(OPT_COPY) | CLI_BIT(OPT_KEYS) | CLI_BIT(OPT_SINCE) | CLI_BIT(OPT_JSON),
     "admin.help", cmd_admin},
};
const size_t cli_command_count = KR_COUNT(cli_commands);

const char *cli_value(const cli *c, cli_opt opt, const char *otherwise) {
    return c->values[opt] ? c->values[opt] : otherwise;
}

kr_lang cli_language(int argc, char **argv) {
    static const char *const names[] = {"KRING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    kr_lang lang;
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0 && kr_lang_parse(kr_str_z(argv[i + 1]), &lang)) return lang;
    }
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return strncmp(value, "nl", 2) == 0 ? KR_NL : KR_EN;
    }
    return KR_EN;
}

static const cli_command *command_named(const char *name) {
    for (size_t i = 0; i < cli_command_count; i++) {
        if (strcmp(cli_commands[i].name, name) == 0) return &cli_commands[i];
    }
    return NULL;
}

/* The option of this command by that name, or OPT_COUNT. */
static cli_opt option_named(const cli_command *command, kr_str name) {
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (!((command->allowed | EVERY) & CLI_BIT(i))) continue;
        if (kr_str_is(name, cli_options[i].name)) return (cli_opt)i;
    }
    return OPT_COUNT;
}

/* Where words stand with | between, the value is one of them; NUMBER is any number, "map:NAME" whatever
 * begins with "map:". */
static bool one_of(const char *words, const char *value) {
    kr_str rest = kr_str_z(words);
    int64_t number;
    if (kr_str_find(rest, KR_STR("|")) == SIZE_MAX) return true;
    while (rest.len) {
        kr_str word, head;
        rest = kr_str_cut(rest, '|', &word);
        if (kr_str_is(word, value)) return true;
        if (kr_str_is(word, "NUMBER") && kr_str_int(kr_str_z(value), &number) && number > 0) return true;
        bool named = kr_str_cut(word, ':', &head).len > 0;
        if (named && strlen(value) > head.len + 1 && memcmp(value, word.ptr, head.len + 1) == 0) return true;
    }
    return false;
}

/* argv[*at] is an option; moves *at to the last argument it took. */
static int take_option(cli *c, int argc, char **argv, int *at) {
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    kr_str name, value = kr_str_cut(kr_str_z(word + (is_long ? 2 : 1)), '=', &name);
    bool joined = is_long && name.ptr[name.len] == '=';
    cli_opt opt = option_named(c->command, name);
    if (opt == OPT_COUNT || is_long != (opt != OPT_OUT)) return cli_misuse(c, "cli.unknown_option", word);
    if (c->values[opt]) return cli_misuse(c, "cli.twice", word);
    const cli_option *option = &cli_options[opt];
    if (!option->value) {
        if (joined) return cli_misuse(c, "cli.no_value", word);
        c->values[opt] = "";
        return CLI_DONE;
    }
    if (!joined && *at + 1 >= argc) return cli_misuse(c, "cli.needs_value", word);
    c->values[opt] = joined ? value.ptr : argv[++*at];
    if (one_of(option->value, c->values[opt])) return CLI_DONE;
    kr_word_arg args[] = {KR_WORD_TEXT("detail", name), KR_WORD_TEXT("value", kr_str_z(c->values[opt])),
                          KR_WORD_TEXT("words", kr_str_z(option->value))};
    cli_say(c, stderr, "cli.not_one_of", args, KR_COUNT(args));
    return cli_misuse(c, NULL, NULL);
}

/* "FILE..." and "[FILE...]" take any number. */
static bool takes_many(const cli_command *command) {
    kr_str operand = kr_str_z(command->operand);
    return kr_str_ends(operand, KR_STR("...")) || kr_str_ends(operand, KR_STR("...]"));
}

/* What stands in brackets need not be there. */
static size_t wanted(const cli_command *command) {
    size_t n = command->operand ? 1 : 0;
    for (const char *at = command->operand; at && *at; at++) n += *at == ' ' && at[1] != '[';
    return n;
}

static int complete(cli *c) {
    if (cli_has(c, OPT_HELP)) return CLI_DONE;
    if (c->n_operands < wanted(c->command)) return cli_misuse(c, "cli.missing", c->command->operand);
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (!(c->command->required & CLI_BIT(i)) || c->values[i]) continue;
        return cli_misuse(c, i == OPT_OUT ? "cli.missing_out" : "cli.missing_option", cli_options[i].name);
    }
    return CLI_DONE;
}

int cli_parse(cli *c, int argc, char **argv) {
    bool options = true;
    const char **operands = kr_new_n(&c->arena, const char *, (size_t)argc + 1);
    if (!operands) return cli_misuse(c, "error.memory", NULL);
    c->operands = operands;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        int code = CLI_DONE;
        if (!c->command && strcmp(word, "--help") == 0) {
            c->values[OPT_HELP] = "";
        } else if (!c->command && strcmp(word, "--lang") == 0 && i + 1 < argc) {
            c->values[OPT_LANG] = argv[++i];
        } else if (!c->command) {
            c->command = command_named(word);
            c->values[OPT_LANG] = NULL;
            if (!c->command)
                return cli_misuse(c, word[0] == '-' ? "cli.unknown_option" : "cli.unknown_command", word);
        } else if (options && strcmp(word, "--") == 0) {
            options = false;
        } else if (options && word[0] == '-' && word[1]) {
            code = take_option(c, argc, argv, &i);
        } else if (c->n_operands < (takes_many(c->command) ? CLI_MOST_OPERANDS : wanted(c->command))) {
            operands[c->n_operands++] = word;
        } else {
            code = cli_misuse(c, "cli.too_many", word);
        }
        if (code != CLI_DONE) return code;
    }
    c->operand = operands[0];
    if (!c->command && !cli_has(c, OPT_HELP)) return cli_misuse(c, "cli.no_command", NULL);
    return c->command ? complete(c) : CLI_DONE;
}
