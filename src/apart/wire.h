/* How the web process and the courier speak: messages with a length in front, each a kind and some fields.
 * Bounded and total: whatever comes in, at most KR_WIRE_MOST bytes and KR_WIRE_FIELDS fields are looked at.
 */
#ifndef KR_APART_WIRE_H
#define KR_APART_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KR_WIRE_MOST   (1u << 20)
#define KR_WIRE_FIELDS 40u

typedef enum kr_wire_kind {
    KR_WIRE_SETTINGS = 1, /* to the courier, first, from who started it */
    KR_WIRE_MAIL,         /* to, message */
    KR_WIRE_READY, /* from the courier: all but the last dot was sent. Answered with GO, or not at all */
    KR_WIRE_GO,
    KR_WIRE_MAILED, /* result, code */
    KR_WIRE_FETCH,  /* url, type, body, user, secret, bearer */
    KR_WIRE_FETCHED /* result, code, type, body */
} kr_wire_kind;

typedef enum kr_wire_tag {
    KR_TAG_RESULT = 1, /* one byte: kr_wire_result */
    KR_TAG_CODE,       /* three digits: of SMTP or HTTP */
    KR_TAG_TO,
    KR_TAG_MESSAGE,
    KR_TAG_URL,
    KR_TAG_TYPE,
    KR_TAG_BODY,
    KR_TAG_USER,
    KR_TAG_SECRET,
    KR_TAG_BEARER,
    KR_TAG_SERVER, /* "smtp://host:587" */
    KR_TAG_TLS,    /* "must" or "none" */
    KR_TAG_FROM,   /* address */
    KR_TAG_CA,     /* certificates as PEM, beside those of the machine */
    KR_TAG_HOST    /* "https://host:443"; may be there often */
} kr_wire_tag;

typedef enum kr_wire_result {
    KR_RESULT_DONE = 1,
    KR_RESULT_LATER,   /* for certain not taken; perhaps later */
    KR_RESULT_REFUSED, /* for certain not taken, nor will it be */
    KR_RESULT_UNSURE   /* the line broke after the last dot */
} kr_wire_result;

typedef struct kr_wire_field {
    uint8_t tag;
    const char *ptr;
    size_t len;
} kr_wire_field;

typedef struct kr_wire {
    uint8_t kind;
    size_t count;
    kr_wire_field fields[KR_WIRE_FIELDS]; /* borrowed from the bytes */
} kr_wire;

/* The bytes of a message without its length in front: kind, then tag, length (4 bytes, lowest first) and
 * bytes of each field. false when they are no such thing. O(len). */
bool kr_wire_parse(kr_wire *out, const unsigned char *bytes, size_t len);
/* The first field with this tag; NULL. */
const kr_wire_field *kr_wire_find(const kr_wire *wire, kr_wire_tag tag);
/* Copies it with a NUL behind it. false: not there, empty, too long for `cap`, or with a NUL inside. */
bool kr_wire_text(const kr_wire *wire, kr_wire_tag tag, char *out, size_t cap);

/* The same as bytes with the length in front; the caller's to free(). NULL: too large, or no memory. */
unsigned char *kr_wire_pack(size_t *len, uint8_t kind, const kr_wire_field *fields, size_t count);
/* Sends one; blocks. false when the other side is gone or it is too large. */
bool kr_wire_send(int fd, uint8_t kind, const kr_wire_field *fields, size_t count);
/* Reads one within `ms` (-1: any time); *bytes is the caller's to free() when true. */
bool kr_wire_read(int fd, int ms, unsigned char **bytes, kr_wire *out);

#endif
