/* XML of other programs, element by element, behind limits: no document type, so no entities; not deeper than
 * 64; no text of more than 100,000 bytes. Not for other rooms. */
#ifndef KR_FORMAT_XML_H
#define KR_FORMAT_XML_H

#include <expat.h>

#include "format/inside.h"

#define KR_XML_MOST_DEPTH 64

typedef struct kr_xml {
    kr_arena *arena;
    XML_Parser parser;
    int depth; /* of the element that begins or ends; the outermost is 1 */
    kr_buf text;
    void *context;
    /* `name` without a prefix. When an element begins, xml->text still holds what stood before it in the one
     * around it. `text`: what stood in the element after the last tag, borrowed for the call.
     */
    void (*on_begin)(struct kr_xml *xml, kr_str name, const XML_Char **attributes);
    void (*on_end)(struct kr_xml *xml, kr_str name, kr_str text);
    kr_err err; /* the first failure sticks, and stops the reading */
    bool refused;
} kr_xml;

/* Errors: KR_E_SYNTAX "format.error.xml" with the line; KR_E_MEMORY; whatever `err` was set to. */
kr_err kr_xml_read(kr_xml *xml, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
uint32_t kr_xml_line(const kr_xml *xml);
void kr_xml_fail(kr_xml *xml, kr_err err);
/* A copy of the attribute by its name without a prefix; empty when it is not there. */
kr_str kr_xml_attribute(kr_xml *xml, const XML_Char **attributes, const char *name);
kr_str kr_xml_copy(kr_xml *xml, kr_str s);

#endif
