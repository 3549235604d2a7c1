/* The story between two moments, in sentences. */
#ifndef KR_WEB_STORY_WORDS_H
#define KR_WEB_STORY_WORDS_H

#include "core/story.h"
#include "web/pages.h"

/* Puts into the object: story_good, what grew, came back or came nearer; story_more, what else changed, and a
 * last line about who stayed where they were; and story, all of it. Each [{line}]. */
void kr_put_story(const kr_page *page, kr_model *object, const kr_story *story);
/* One line of it. */
kr_str kr_story_said(const kr_page *page, const kr_story_line *line);

#endif
