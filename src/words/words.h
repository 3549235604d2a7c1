/* The catalogue: every sentence on screen, in Dutch and English, from the files in po/. The language belongs
 * to the request. */
#ifndef KR_WORDS_H
#define KR_WORDS_H

#include "core/buf.h"

typedef enum kr_lang { KR_NL, KR_EN } kr_lang;

/* "nl", "en"; false for anything else. */
bool kr_lang_parse(kr_str s, kr_lang *out);
const char *kr_lang_code(kr_lang lang);

/* One argument of a sentence: {name}. A number is written in digits, or as a word where the catalogue says
 * {name:word}
 * ("drie"; {name:Word} with a capital). */
typedef struct kr_word_arg {
    const char *name;
    kr_str text;
    int64_t number;
    bool is_number;
} kr_word_arg;
#define KR_WORD_TEXT(n, t)   ((kr_word_arg){.name = (n), .text = (t)})
#define KR_WORD_NUMBER(n, v) ((kr_word_arg){.name = (n), .number = (v), .is_number = true})

/* The sentence itself, with its {arguments} still in it. A key that is not in the catalogue gives the key,
 * and a test fails on it. O(length of the key). Static memory. */
kr_str kr_word(kr_lang lang, const char *key);
kr_str kr_word_s(kr_lang lang, kr_str key);
bool kr_word_known(kr_str key);
/* With arguments filled in, unescaped. A key with plural forms chooses by the argument "n" (gettext msgstr[0]
 * for one, msgstr[1] otherwise). An argument that is missing stays {as it is}. */
void kr_say(kr_buf *out, kr_lang lang, const char *key, const kr_word_arg *args, size_t count);

/* A sentence found once and said many times: what templates keep. NULL for an unknown key. Static memory. */
typedef struct kr_sentence kr_sentence;
const kr_sentence *kr_sentence_find(kr_str key);
/* Is it the same whatever the arguments are? */
bool kr_sentence_plain(const kr_sentence *sentence);
/* Where {name} comes from: fills *out (borrowed until the sentence is said) or returns false, and {name}
 * stays as it is. */
typedef bool (*kr_word_source)(void *context, kr_str name, kr_word_arg *out);
/* The same as kr_say; with `xml` everything is escaped for HTML and XML. False when an argument was missing.
 */
bool kr_say_sentence(kr_buf *out, kr_lang lang, const kr_sentence *sentence, bool xml, kr_word_source source,
                     void *context);

/* "Sanne, Bram en Corrie". With more than `most` names: "Sanne, Bram en 4 anderen". */
void kr_say_names(kr_buf *out, kr_lang lang, const kr_str *names, size_t count, size_t most);
/* 12 november 2026; november 2026; 2026. */
void kr_say_date(kr_buf *out, kr_lang lang, kr_date date);
/* "14.32 uur" or "2:32 pm" style for English ("14:32"); minutes since midnight. */
void kr_say_clock(kr_buf *out, kr_lang lang, int minutes);
/* "vandaag, 14.32 uur", "gisteren, 9.05 uur", "12 november, 14.32 uur" (with the year when it is another
 * one). Both moments in ms since 1970, already shifted to the reader's place. */
void kr_say_moment(kr_buf *out, kr_lang lang, int64_t at_ms, int64_t now_ms);
/* "drie"; digits above twenty. */
void kr_say_count(kr_buf *out, kr_lang lang, int64_t number, bool capital);
/* The sentence for an error: its key with {field}, {detail}, {line}, {column}. */
void kr_say_error(kr_buf *out, kr_lang lang, const kr_error *error);

#endif
