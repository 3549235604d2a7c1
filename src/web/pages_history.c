/* Who did what and when, in sentences; undoing a step and doing it again. */
#include "web/pages.h"

#include <stdio.h>

#define NAMES_IN_LINE 4
#define HISTORY_PAGE  50

static const char *act_key(uint16_t act) {
    static const char *const keys[] = {
        "act.other",  "act.begin",  "act.name",    "act.place",   "act.say",    "act.know",   "act.leave",
        "act.return", "act.bin",    "act.restore", "act.merge",   "act.undo",   "act.moment", "act.import",
        "act.wish",   "act.answer", "act.card",    "act.self",    "act.erased", "act.redo",   "act.way",
        "act.plan",   "act.sheet",  "act.outcome", "act.success", "act.review"};
    return act < KR_COUNT(keys) ? keys[act] : keys[0];
}

/* The person an assignment is about: themselves, or the other end of a tie with the one in the middle. */
static const kr_person *person_of(const kr_circle *circle, const kr_assignment *a) {
    kr_id ego = circle->self.ego, id = a->record;
    if (a->kind == KR_KIND_tie) {
        const kr_tie *tie = kr_circle_tie(circle, a->record);
        if (!tie) return NULL;
        id = tie->a == ego ? tie->b : tie->a;
    } else if (a->kind != KR_KIND_person) {
        return NULL;
    }
    return id == ego ? NULL : kr_circle_person(circle, id);
}

static void put_names(const kr_page *page, kr_buf *out, const kr_change *change) {
    const kr_circle *circle = page->request->view.circle;
    const kr_person *people[24];
    kr_str names[24];
    size_t n = 0, more = 0;
    for (size_t i = 0; i < change->count && more < 2000; i++) {
        const kr_person *person = person_of(circle, &change->assignments[i]);
        bool seen = !person || !person->name.len;
        for (size_t k = 0; k < n && !seen; k++) seen = people[k] == person;
        if (seen) continue;
        if (n == KR_COUNT(people)) {
            more++;
            continue;
        }
        people[n] = person;
        names[n++] = person->name;
    }
    if (n)
        kr_say_names(out, page->lang, names, n, NAMES_IN_LINE);
    else
        kr_put(out, kr_word(page->lang, "act.somebody"));
}

#define PARTS_IN_LINE 3

/* A few short pieces of a line, each said once. */
typedef struct pieces {
    kr_str text[PARTS_IN_LINE];
    size_t n;
    bool more;
} pieces;

static void add_piece(pieces *p, kr_str text) {
    for (size_t i = 0; i < p->n; i++)
        if (kr_str_eq(p->text[i], text)) return;
    if (p->n == PARTS_IN_LINE)
        p->more = true;
    else if (text.len)
        p->text[p->n++] = text;
}

static void say_pieces(const kr_page *page, kr_buf *out, const char *key, const pieces *p) {
    kr_buf all = kr_page_buf(page);
    if (p->n == 0) return;
    for (size_t i = 0; i < p->n; i++) {
        if (i) kr_put_z(&all, ", ");
        kr_put(&all, p->text[i]);
    }
    if (p->more) {
        kr_put_z(&all, ", ");
        kr_put(&all, kr_word(page->lang, "history.more"));
    }
    kr_put_c(out, ' ');
    kr_say_with(page, out, key, "what", kr_page_text(&all));
}

/* "Nu: vriend, familie." after giving people a place: where they stand now. */
static void say_where(const kr_page *page, kr_buf *out, const kr_change *change) {
    pieces places = {.n = 0};
    for (size_t i = 0; i < change->count && !places.more; i++) {
        const kr_assignment *a = &change->assignments[i];
        if (a->kind != KR_KIND_tie && a->kind != KR_KIND_person) continue;
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        if (a->op == KR_OP_SET && field && field->type == KR_CHOICE && field->list)
            add_piece(&places, kr_page_choice_low(page, field->list, (unsigned)a->value.number));
    }
    if (!places.more) say_pieces(page, out, "history.now", &places);
}

/* "Over: sinds wanneer, plezier." after telling something: which questions it was about, not the answers. */
static void say_about(const kr_page *page, kr_buf *out, const kr_change *change) {
    pieces labels = {.n = 0};
    for (size_t i = 0; i < change->count && !labels.more; i++) {
        const kr_assignment *a = &change->assignments[i];
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        char name[48], key[64];
        if (!field) continue;
        kr_field_name(name, (kr_field_spec){a->kind, a->field, KR_AS_LINE});
        snprintf(key, sizeof key, "field.%s", name);
        if (!kr_word_known(kr_str_z(key))) continue;
        add_piece(&labels, kr_page_low(page, kr_word(page->lang, key)));
    }
    say_pieces(page, out, "history.about", &labels);
}

/* "Over: Fatima en Gerard." after telling who know each other. */
static void say_pairs(const kr_page *page, kr_buf *out, const kr_change *change) {
    const kr_circle *circle = page->request->view.circle;
    pieces pairs = {.n = 0};
    for (size_t i = 0; i < change->count && !pairs.more; i++) {
        const kr_assignment *a = &change->assignments[i];
        const kr_tie *tie = a->kind == KR_KIND_tie ? kr_circle_tie(circle, a->record) : NULL;
        const kr_person *one = tie ? kr_circle_person(circle, tie->a) : NULL;
        const kr_person *two = tie ? kr_circle_person(circle, tie->b) : NULL;
        if (!one || !two || !one->name.len || !two->name.len) continue;
        kr_str names[2] = {one->name, two->name};
        kr_buf buf = kr_page_buf(page);
        kr_say_names(&buf, page->lang, names, 2, 2);
        add_piece(&pairs, kr_page_text(&buf));
    }
    say_pieces(page, out, "history.about", &pairs);
}

/* "Over: Corrie vragen of zij meegaat." after something of the plan. */
static void say_plan(const kr_page *page, kr_buf *out, const kr_change *change) {
    pieces said = {.n = 0};
    for (size_t i = 0; i < change->count && !said.more; i++) {
        kr_kind kind = KR_KIND_none;
        const void *record =
            kr_circle_record_of(page->request->view.circle, change->assignments[i].record, &kind);
        if (record) add_piece(&said, kr_page_record_words(kind, record));
    }
    say_pieces(page, out, "history.about", &said);
}

static kr_str who_of(const kr_page *page, const kr_change *change, bool own) {
    kr_str who = own ? kr_word(page->lang, "history.you") : change->author_name;
    return who.len ? who : kr_word(page->lang, "history.somebody");
}

static bool is_own(const kr_request *request, const kr_change *change) {
    return change->author == kr_reader(request) && request->signed_in;
}

/* The panel beside the map keeps a place and what was told in one step: then it is telling. */
static uint16_t act_of(const kr_change *change) {
    for (size_t i = 0; change->act == KR_ACT_PLACE && i < change->count; i++) {
        const kr_assignment *a = &change->assignments[i];
        bool told = a->kind == KR_KIND_tie && (a->field == KR_F_tie_live || a->field == KR_F_tie_gets ||
                                               a->field == KR_F_tie_gives || a->field == KR_F_tie_wish_words);
        if (told || (a->kind == KR_KIND_person && a->field == KR_F_person_knows)) return KR_ACT_SAY;
    }
    return change->act;
}

/* Who did what, in a sentence or two, without regard to turning back. */
static kr_str act_line(const kr_page *page, const kr_change *change) {
    uint16_t act = act_of(change);
    kr_buf names = kr_page_buf(page), line = kr_page_buf(page);
    put_names(page, &names, change);
    kr_word_arg args[2] = {KR_WORD_TEXT("who", who_of(page, change, is_own(page->request, change))),
                           KR_WORD_TEXT("names", kr_page_text(&names))};
    kr_say(&line, page->lang, act_key(act), args, 2);
    if (act == KR_ACT_PLACE) say_where(page, &line, change);
    if (act == KR_ACT_SAY || act == KR_ACT_SELF) say_about(page, &line, change);
    if (act == KR_ACT_KNOW) say_pairs(page, &line, change);
    if (act == KR_ACT_PLAN || (act >= KR_ACT_OUTCOME && act <= KR_ACT_REVIEW)) say_plan(page, &line, change);
    return kr_page_text(&line);
}

/* Turning back says what was turned back; turning back a turning back, what that was. */
static kr_str full_line(const kr_page *page, const kr_change *change) {
    const kr_circle *circle = page->request->view.circle;
    const kr_change *target = change;
    for (int depth = 0; depth < 8 && (target->act == KR_ACT_UNDO || target->act == KR_ACT_REDO); depth++) {
        if (!target->undoes || target->undoes >= target->seq || target->undoes > circle->n_changes) break;
        target = &circle->changes[target->undoes - 1];
    }
    if (target == change || target->act == KR_ACT_UNDO || target->act == KR_ACT_REDO)
        return act_line(page, change);
    kr_buf line = kr_page_buf(page);
    kr_word_arg args[2] = {KR_WORD_TEXT("who", who_of(page, change, is_own(page->request, change))),
                           KR_WORD_TEXT("line", act_line(page, target))};
    kr_say(&line, page->lang, change->act == KR_ACT_UNDO ? "history.undid" : "history.redid", args, 2);
    return kr_page_text(&line);
}

static void put_change(const kr_page *page, kr_model *array, const kr_change *change, bool undone) {
    const kr_request *request = page->request;
    bool own = is_own(request, change);
    kr_model *object = kr_add_object(array);
    kr_buf when = kr_page_buf(page);
    int64_t shift = request->local - request->now;
    kr_say_moment(&when, page->lang, change->at_ms + shift, request->local);
    kr_put_text(object, "line", full_line(page, change));
    kr_put_text(object, "when", kr_page_text(&when));
    kr_put_initials_of(page, object, "initials",
                       own && !request->preview ? request->account.name : who_of(page, change, own));
    kr_put_number(object, "seq", (int64_t)change->seq);
    kr_put_bool(object, "undone", undone);
    kr_put_bool(object, "can",
                !undone && kr_may(request, KR_PART_ANY, KR_RIGHT_ADD) && (own || !request->guest) &&
                    change->act != KR_ACT_ERASED && change->act != KR_ACT_BEGIN && change->count > 0);
}

/* Newest first. before: 0 from the newest on, else only changes with a smaller number. */
void kr_put_history(const kr_page *page, kr_model *array, uint64_t before, size_t most) {
    const kr_circle *circle = page->request->view.circle;
    bool *undone = kr_new_n(page->request->arena, bool, circle->n_changes + 2);
    if (!undone) return;
    size_t shown = 0;
    for (size_t i = circle->n_changes; i > 0; i--) {
        const kr_change *change = &circle->changes[i - 1];
        uint64_t target = change->undoes;
        if (target && target <= circle->n_changes && !undone[i]) undone[target] = true;
        if ((before && change->seq >= before) || shown == most) continue;
        if (page->request->guest && change->count == 0) continue; /* something they do not see */
        put_change(page, array, change, undone[i]);
        shown++;
    }
}

kr_err kr_page_history(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t before = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.history", error);
    if (err) return err;
    if (!kr_str_int(kr_query(request, "voor"), &before) || before < 0) before = 0;
    kr_model *history = kr_put_array(page.model, "history");
    kr_put_history(&page, history, (uint64_t)before, HISTORY_PAGE);
    size_t shown = kr_model_count(history);
    kr_model *last = kr_model_last(history);
    const kr_model *number = kr_model_get(last, "seq");
    int64_t seq = number && number->kind == KR_MODEL_NUMBER ? number->as.number : 0;
    kr_put_bool(page.model, "has_history", shown > 0);
    if (shown == HISTORY_PAGE && seq > 1) {
        char path[64];
        snprintf(path, sizeof path, "/tijd/alles?voor=%lld", (long long)seq);
        kr_put_text(page.model, "older", kr_page_link(&page, path, 0, ""));
    } else {
        kr_put_bool(page.model, "older", false);
    }
    kr_page_flow(request, page.model, "/tijd", "history.back");
    return KR_OK;
}

typedef struct undoing {
    uint64_t seq;
    bool redo;
    kr_id author;
    size_t kept;
    bool own; /* a guest turns back only what they did themselves */
} undoing;

static void fill_undo(kr_draft *draft, void *context) {
    undoing *job = context;
    if (!job->seq)
        job->seq =
            job->redo ? kr_redo_next(draft->circle, job->author) : kr_undo_next(draft->circle, job->author);
    bool there = job->seq && job->seq <= draft->circle->n_changes;
    if (job->own && there && draft->circle->changes[job->seq - 1].author != job->author)
        (void)kr_fail(&draft->error, KR_E_DENIED, "error.share_right", "", "");
    kr_draft_undo(draft, job->seq, &job->kept);
}

static kr_err undo(kr_request *request, kr_reply *reply, bool redo, kr_error *error) {
    undoing job = {0, redo, request->account.id, 0, request->guest != NULL};
    int64_t seq;
    if (kr_str_int(kr_posted(request, "seq"), &seq) && seq > 0) job.seq = (uint64_t)seq;
    kr_err err = kr_page_change(request, redo ? KR_ACT_REDO : KR_ACT_UNDO, fill_undo, &job, error);
    if (err == KR_E_CONFLICT || err == KR_E_NOT_FOUND) {
        /* All of it was changed since, or there is no such step any more: nothing to do, and no reason to
         * alarm. */
        kr_go(request, reply, "/tijd#h-hist", "notice.undo_nothing");
        return KR_OK;
    }
    if (err) return err;
    if (job.kept) {
        char path[64];
        snprintf(path, sizeof path, "/tijd?bleef=%llu#h-hist", (unsigned long long)job.seq);
        kr_go(request, reply, path, "notice.undone_part");
        return KR_OK;
    }
    kr_str back = kr_posted(request, "terug"), base = request->base;
    const char *path = "/tijd#h-hist";
    if (kr_str_starts(back, base) && (back.len == base.len || back.ptr[base.len] == '/')) {
        kr_str tail = kr_arena_copy(request->arena, kr_str_n(back.ptr + base.len, back.len - base.len));
        if (tail.ptr) path = tail.ptr;
    }
    kr_go(request, reply, path, redo ? "notice.redone" : "notice.undone");
    return KR_OK;
}

kr_err kr_page_undo(kr_request *request, kr_reply *reply, kr_error *error) {
    return undo(request, reply, false, error);
}

kr_err kr_page_redo(kr_request *request, kr_reply *reply, kr_error *error) {
    return undo(request, reply, true, error);
}
