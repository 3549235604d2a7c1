#include "format/xml.h"

#define MOST_TEXT 100000u

uint32_t kr_xml_line(const kr_xml *xml) {
    return xml->parser ? (uint32_t)XML_GetCurrentLineNumber(xml->parser) : 0;
}

void kr_xml_fail(kr_xml *xml, kr_err err) {
    if (xml->err == KR_OK) xml->err = err;
    if (xml->parser) (void)XML_StopParser(xml->parser, XML_FALSE);
}

kr_str kr_xml_copy(kr_xml *xml, kr_str s) {
    kr_str copy = kr_arena_copy(xml->arena, s);
    if (!copy.ptr) kr_xml_fail(xml, KR_E_MEMORY);
    return copy.ptr ? copy : KR_NONE;
}

static kr_str without_prefix(const XML_Char *name) {
    const char *colon = strrchr(name, ':');
    return kr_str_z(colon ? colon + 1 : name);
}

kr_str kr_xml_attribute(kr_xml *xml, const XML_Char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2) {
        if (kr_str_is(without_prefix(attributes[i]), name))
            return kr_xml_copy(xml, kr_str_z(attributes[i + 1]));
    }
    return KR_NONE;
}

static void XMLCALL on_text(void *context, const XML_Char *text, int len) {
    kr_xml *xml = context;
    if (xml->text.len + (size_t)len <= MOST_TEXT) kr_put(&xml->text, kr_str_n(text, (size_t)len));
    if (xml->text.err != KR_OK) kr_xml_fail(xml, xml->text.err);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    kr_xml *xml = context;
    if (++xml->depth > KR_XML_MOST_DEPTH) {
        xml->refused = true;
        kr_xml_fail(xml, KR_E_SYNTAX);
        return;
    }
    xml->on_begin(xml, without_prefix(name), attributes);
    xml->text.len = 0;
}

static void XMLCALL on_finish(void *context, const XML_Char *name) {
    kr_xml *xml = context;
    kr_str text = kr_str_trim(kr_str_n(xml->text.ptr ? xml->text.ptr : "", xml->text.len));
    xml->on_end(xml, without_prefix(name), text);
    xml->depth--;
    xml->text.len = 0;
}

/* None of ours has one, and entities grow without end. */
static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal) {
    kr_xml *xml = context;
    (void)name, (void)system, (void)public, (void)internal;
    xml->refused = true;
    kr_xml_fail(xml, KR_E_SYNTAX);
}

kr_err kr_xml_read(kr_xml *xml, kr_arena *arena, kr_str bytes, kr_error *error) {
    xml->arena = arena;
    kr_buf_init(&xml->text, arena, MOST_TEXT + 64);
    xml->parser = XML_ParserCreate(NULL);
    if (!xml->parser) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_finish);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    bool read = XML_Parse(xml->parser, bytes.ptr, (int)bytes.len, 1) == XML_STATUS_OK;
    bool memory = XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY;
    uint32_t line = kr_xml_line(xml);
    XML_ParserFree(xml->parser);
    xml->parser = NULL;
    if (memory || xml->err == KR_E_MEMORY) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (xml->refused || (!read && xml->err == KR_OK))
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.xml", NULL, line, 0);
    return xml->err;
}
