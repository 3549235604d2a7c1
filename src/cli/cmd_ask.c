/* kring ask: a list of questions and its answers, read, and what comes out of them. */
#include "cli/cli.h"
#include "web/ask_words.h"

typedef struct asking {
    kr_ask_set *set;
    kr_ask_response *response;
    kr_ask_filled filled;
} asking;

static kr_err read_files(cli *c, asking *a, const char **subject, kr_error *error) {
    kr_str questions, answers;
    *subject = c->operands[0];
    kr_err err = cli_read(c, c->operands[0], &questions, error);
    if (err == KR_OK) err = kr_ask_read(&a->set, &c->arena, questions, error);
    if (err != KR_OK) return err;
    *subject = c->operands[1];
    err = cli_read(c, c->operands[1], &answers, error);
    if (err == KR_OK) err = kr_ask_read_response(&a->response, &c->arena, a->set, answers, error);
    if (err != KR_OK) return err;
    kr_str said;
    (void)kr_str_cut(a->response->questionnaire, '|', &said);
    if (said.len && a->set->url.len && !kr_str_eq(said, a->set->url))
        return kr_fail(error, KR_E_INVALID, "ask.error.other_set", NULL, kr_arena_copy(&c->arena, said).ptr);
    err = kr_ask_fill(&a->filled, &c->arena, a->set, a->response->answers, a->response->n_answers);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

/* Each question that has an answer, with its answers. */
static void put_answers(cli *c, kr_buf *out, const asking *a) {
    for (uint32_t i = 0; i < a->set->n_items; i++) {
        const kr_ask_item *item = &a->set->items[i];
        uint32_t group = item->repeater,
                 most = group == KR_ASK_NOWHERE ? 1 : kr_ask_instances(&a->filled, group);
        for (uint32_t g = 1; kr_ask_is_question(item) && g <= most; g++) {
            size_t n;
            const kr_ask_answer *answers = kr_ask_answers(&a->filled, i, g, &n);
            if (n == 0 || !kr_ask_on(&a->filled, i, g)) continue;
            kr_put(out, item->text.in[c->lang].len ? item->text.in[c->lang] : item->link_id);
            kr_put_z(out, "\n    ");
            for (size_t k = 0; k < n; k++) {
                if (k) kr_put_z(out, ", ");
                kr_ask_put_answer(out, c->lang, item, &answers[k]);
            }
            kr_put_c(out, '\n');
        }
    }
}

static void put_scores(cli *c, kr_buf *out, const kr_ask_score *scores, size_t n) {
    const char *before = "";
    for (size_t i = 0; i < n; i++) {
        const kr_ask_scale *scale = scores[i].scale;
        if (strcmp(before, scale->instrument) != 0) {
            if (i) kr_put_c(out, '\n');
            kr_put(out, kr_ask_word(c->lang, "instrument", scale->instrument, NULL));
            kr_put_c(out, '\n');
            kr_put(out, kr_ask_word(c->lang, "rule", scale->instrument, NULL));
            kr_put_c(out, '\n');
            kr_word_arg source =
                KR_WORD_TEXT("source", kr_ask_word(c->lang, "source", scale->instrument, NULL));
            kr_say(out, c->lang, "ask.source", &source, 1);
            kr_put_c(out, '\n');
            before = scale->instrument;
        }
        kr_put_z(out, "\n- ");
        kr_put(out, kr_ask_word(c->lang, "scale", scale->instrument, scale->name));
        kr_put_z(out, "\n  ");
        kr_ask_say_score(out, c->lang, &scores[i]);
        kr_put_z(out, "\n  ");
        kr_put(out, kr_ask_say_missing(c->lang, scale));
        kr_put_c(out, '\n');
    }
    kr_put_c(out, '\n');
    kr_put(out, kr_word(c->lang, "ask.signal"));
    kr_put_c(out, '\n');
}

static void put_pair(kr_buf *out, const char *name, kr_str text) {
    static const char digits[] = "0123456789abcdef";
    kr_put_z(out, ", \"");
    kr_put_z(out, name);
    kr_put_z(out, "\": \"");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char b = (unsigned char)text.ptr[i];
        if (b == '"' || b == '\\') kr_put_c(out, '\\');
        if (b >= 0x20) {
            kr_put_c(out, (char)b);
        } else {
            kr_put_z(out, "\\u00");
            kr_put_c(out, digits[b >> 4]);
            kr_put_c(out, digits[b & 15]);
        }
    }
    kr_put_c(out, '"');
}

static void put_score_json(cli *c, kr_buf *out, const kr_ask_score *score) {
    static const char *const states[] = {"scored", "unanswered", "no-weights", "no-items"};
    kr_buf said;
    kr_str text;
    kr_buf_init(&said, &c->arena, 4096);
    kr_ask_say_score(&said, c->lang, score);
    if (kr_buf_end(&said, &text) != KR_OK) text = KR_NONE;
    kr_put_z(out, "{\"state\": \"");
    kr_put_z(out, states[score->state]);
    kr_put_c(out, '"');
    put_pair(out, "instrument", kr_str_z(score->scale->instrument));
    put_pair(out, "scale", kr_str_z(score->scale->name));
    kr_put_z(out, ", \"value\": ");
    if (score->state == KR_ASK_SCORED)
        kr_put_num(out, score->value);
    else
        kr_put_z(out, "null");
    kr_put_z(out, ", \"least\": ");
    kr_put_num(out, score->least);
    kr_put_z(out, ", \"most\": ");
    kr_put_num(out, score->most);
    kr_put_z(out, ", \"answered\": ");
    kr_put_int(out, score->answered);
    kr_put_z(out, ", \"items\": ");
    kr_put_int(out, score->of);
    kr_put_z(out, ", \"band_from\": ");
    if (score->band >= 0)
        kr_put_int(out, score->band);
    else
        kr_put_z(out, "null");
    put_pair(out, "says", text);
    put_pair(out, "rule", kr_ask_word(c->lang, "rule", score->scale->instrument, NULL));
    put_pair(out, "missing", kr_ask_say_missing(c->lang, score->scale));
    put_pair(out, "source", kr_ask_word(c->lang, "source", score->scale->instrument, NULL));
    kr_put_c(out, '}');
}

static void put_json(cli *c, kr_buf *out, const asking *a, const kr_ask_score *scores, size_t n) {
    kr_put_z(out, "{\"kind\": \"scores\"");
    put_pair(out, "questionnaire", a->set->url.len ? a->set->url : a->set->id);
    put_pair(out, "signal", kr_word(c->lang, "ask.signal"));
    kr_put_z(out, ", \"scores\": [");
    for (size_t i = 0; i < n; i++) {
        kr_put_z(out, i ? ",\n  " : "\n  ");
        put_score_json(c, out, &scores[i]);
    }
    kr_put_z(out, n ? "\n]}\n" : "]}\n");
}

int cmd_ask(cli *c) {
    kr_error error = {0};
    const char *subject = NULL;
    asking a;
    kr_ask_score *scores = NULL;
    kr_buf out;
    kr_str text;
    size_t n = 0;
    if (c->n_operands != 2) return cli_misuse(c, "ask.two_files", NULL);
    if (cli_has(c, OPT_JSON) && !cli_has(c, OPT_SCORE)) return cli_misuse(c, "ask.json_needs", NULL);
    if (read_files(c, &a, &subject, &error) != KR_OK) return cli_fail(c, subject, &error);
    if (kr_ask_scores(&scores, &n, &c->arena, &a.filled) != KR_OK)
        return cli_fail_key(c, NULL, "error.memory", NULL);
    kr_buf_init(&out, &c->arena, CLI_MOST_BYTES);
    if (!cli_has(c, OPT_SCORE))
        put_answers(c, &out, &a);
    else if (cli_has(c, OPT_JSON))
        put_json(c, &out, &a, scores, n);
    else if (n)
        put_scores(c, &out, scores, n);
    else
        kr_put(&out, kr_word(c->lang, "ask.not_scored"));
    if (!cli_has(c, OPT_JSON) && cli_has(c, OPT_SCORE) && n == 0) kr_put_c(&out, '\n');
    if (kr_buf_end(&out, &text) != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    kr_err err = cli_write(c, "-", text, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}
