#include "web/story_words.h"

static const char *const keys[KR_STORY_KINDS] = {
    "story.back",    "time.story.came",      "time.story.closer",  "story.awake",
    "story.oftener", "story.gets",           "story.gives",        "story.lighter",
    "story.met",     "time.story.elsewhere", "time.story.further", "story.seldomer",
    "story.heavier", "story.faded",          "time.story.went",    "story.died"};

kr_str kr_story_said(const kr_page *page, const kr_story_line *line) {
    kr_str *names = kr_new_n(page->request->arena, kr_str, line->n + 1);
    kr_buf who = kr_page_buf(page), kinds = kr_page_buf(page), said = kr_page_buf(page);
    if (!names) return KR_NONE;
    for (size_t i = 0; i < line->n; i++) names[i] = line->who[i]->name;
    kr_say_names(&who, page->lang, names, line->n, 12);
    kr_page_set(page, &kinds, kr_list_of(KR_KIND_tie, KR_F_tie_gets), line->kinds);
    kr_word_arg args[] = {KR_WORD_TEXT("names", kr_page_text(&who)), KR_WORD_NUMBER("n", (int64_t)line->n),
                          KR_WORD_TEXT("kinds", kr_page_text(&kinds)),
                          KR_WORD_TEXT("one", line->with ? line->with->name : KR_NONE)};
    kr_say(&said, page->lang, keys[line->kind], args, KR_COUNT(args));
    return kr_page_text(&said);
}

void kr_put_story(const kr_page *page, kr_model *object, const kr_story *story) {
    kr_model *good = kr_put_array(object, "story_good"), *more = kr_put_array(object, "story_more"),
             *all = kr_put_array(object, "story");
    for (size_t i = 0; i < story->n; i++) {
        kr_str line = kr_story_said(page, &story->lines[i]);
        kr_put_text(kr_add_object(i < story->good ? good : more), "line", line);
        kr_put_text(kr_add_object(all), "line", line);
    }
    kr_put_bool(object, "has_good", story->good > 0);
    const char *last = !story->n ? "time.story.same" : story->stayed ? "time.story.stayed" : NULL;
    if (!last) return;
    kr_put_word(page->request, kr_add_object(more), "line", last);
    kr_put_word(page->request, kr_add_object(all), "line", last);
}
