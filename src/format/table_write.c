/* A circle as the tables of egor, EgoWeb and Network Canvas; and a zip around tables. */
#include <zlib.h>

#include "format/graph.h"

/* Spreadsheets take a cell that begins like this for a sum, and sums can reach other files. */
static bool is_sum(kr_str cell) {
    return cell.len > 0 && memchr("=+-@\t\r", cell.ptr[0], 6);
}

static bool looks_guarded(kr_str cell) {
    return cell.len > 1 && cell.ptr[0] == '\'' && memchr("=+-@'", cell.ptr[1], 5);
}

void kr_put_csv_cell(kr_buf *out, kr_str cell) {
    bool quote = false;
    for (size_t i = 0; i < cell.len && !quote; i++) quote = memchr("\",;\n\r", cell.ptr[i], 5) != NULL;
    if (quote) kr_put_c(out, '"');
    if (is_sum(cell) || looks_guarded(cell)) kr_put_c(out, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        if (c == '"') kr_put_c(out, '"');
        kr_put_c(out, c < 0x20 || c == 0x7F ? ' ' : cell.ptr[i]);
    }
    if (quote) kr_put_c(out, '"');
}

typedef struct tables {
    kr_buf egos, alters, ties, scratch;
    const kr_network *network;
    kr_column columns[KR_MOST_COLUMNS];
    size_t n;
} tables;

static void begin(tables *t, kr_arena *arena, const kr_network *network) {
    t->network = network;
    kr_buf_init(&t->egos, arena, 16u << 20);
    kr_buf_init(&t->alters, arena, 64u << 20);
    kr_buf_init(&t->ties, arena, 64u << 20);
    kr_buf_init(&t->scratch, arena, 1u << 20);
    t->n = kr_columns(t->columns);
}

static void put_id(kr_buf *out, kr_id id) {
    char text[17];
    kr_id_text(id, text);
    kr_put_z(out, text);
}

static kr_id ego_id(const tables *t) {
    return t->network->ego ? t->network->ego->id : 0;
}

static bool is_column(const tables *t, size_t i, bool of_ego) {
    return !of_ego || t->columns[i].field->kind == KR_KIND_person;
}

static void put_heads(tables *t, kr_buf *out, bool of_ego) {
    for (size_t i = 0; i < t->n; i++) {
        if (!is_column(t, i, of_ego)) continue;
        kr_put_c(out, ',');
        kr_put_z(out, t->columns[i].name);
    }
    kr_put_c(out, '\n');
}

static void put_cells(tables *t, kr_buf *out, const kr_alter *alter, bool of_ego) {
    for (size_t i = 0; i < t->n; i++) {
        kr_str text = KR_NONE;
        if (!is_column(t, i, of_ego)) continue;
        kr_assignment value = kr_column_value(t->network, alter, t->columns[i].field);
        t->scratch.len = 0;
        kr_put_written(&t->scratch, t->columns[i].field, &value);
        if (kr_buf_end(&t->scratch, &text) != KR_OK) out->err = t->scratch.err;
        kr_put_c(out, ',');
        kr_put_csv_cell(out, text);
    }
    kr_put_c(out, '\n');
}

static void put_tie_cells(tables *t, const kr_pair *pair) {
    static const uint16_t fields[] = {KR_F_tie_strength, KR_F_tie_between};
    kr_put_z(&t->ties, pair->no ? ",no" : ",yes");
    for (size_t i = 0; i < 2; i++) {
        kr_str text = KR_NONE;
        const kr_field *field = kr_schema_field(KR_KIND_tie, fields[i]);
        t->scratch.len = 0;
        if (pair->tie) {
            kr_assignment value = kr_record_get(pair->tie, KR_KIND_tie, field);
            kr_put_written(&t->scratch, field, &value);
        }
        if (kr_buf_end(&t->scratch, &text) != KR_OK) t->ties.err = t->scratch.err;
        kr_put_c(&t->ties, ',');
        kr_put_csv_cell(&t->ties, text);
    }
    kr_put_c(&t->ties, '\n');
}

static kr_err finish(tables *t, kr_file files[3], const kr_str names[3], kr_error *error) {
    kr_buf *bufs[3] = {&t->egos, &t->alters, &t->ties};
    kr_file made[3];
    for (size_t i = 0; i < 3; i++) {
        made[i].name = names[i];
        if (kr_buf_end(bufs[i], &made[i].bytes) != KR_OK)
            return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    }
    memcpy(files, made, sizeof made);
    return KR_OK;
}

kr_err kr_egor_write(kr_file files[3], kr_arena *arena, const kr_network *network, bool egoweb,
                     kr_error *error) {
    tables t;
    static const kr_str names[3] = {{"egos.csv", 8}, {"alters.csv", 10}, {"edges.csv", 9}};
    begin(&t, arena, network);
    kr_put_z(&t.egos, egoweb ? "EgoID" : "egoID");
    kr_put_z(&t.alters, egoweb ? "EgoID,Alter Number" : "egoID,alterID");
    kr_put_z(&t.ties, egoweb ? "EgoID,Alter 1 Number,Alter 2 Number" : "egoID,Source,Target");
    kr_put_z(&t.ties, ",acquainted,strength,between\n");
    put_heads(&t, &t.egos, true);
    put_heads(&t, &t.alters, false);
    if (network->ego) {
        kr_alter ego = {.person = network->ego};
        put_id(&t.egos, ego_id(&t));
        put_cells(&t, &t.egos, &ego, true);
    }
    for (size_t i = 0; i < network->n && t.alters.err == KR_OK; i++) {
        put_id(&t.alters, ego_id(&t));
        kr_put_c(&t.alters, ',');
        put_id(&t.alters, network->alters[i].person->id);
        put_cells(&t, &t.alters, &network->alters[i], false);
    }
    for (size_t i = 0; i < network->n_pairs && t.ties.err == KR_OK; i++) {
        put_id(&t.ties, ego_id(&t));
        kr_put_c(&t.ties, ',');
        put_id(&t.ties, network->alters[network->pairs[i].a].person->id);
        kr_put_c(&t.ties, ',');
        put_id(&t.ties, network->alters[network->pairs[i].b].person->id);
        put_tie_cells(&t, &network->pairs[i]);
    }
    return finish(&t, files, names, error);
}

static kr_err file_names(kr_str out[3], kr_arena *arena, kr_str name) {
    static const char *const tails[] = {"_ego.csv", "_attributeList_Person.csv", "_edgeList_Knows.csv"};
    for (size_t i = 0; i < 3; i++) {
        kr_buf text;
        kr_buf_init(&text, arena, name.len + 64);
        kr_put(&text, name);
        kr_put_z(&text, tails[i]);
        kr_err err = kr_buf_end(&text, &out[i]);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

kr_err kr_networkcanvas_write(kr_file files[3], kr_arena *arena, const kr_network *network, kr_str name,
                              kr_error *error) {
    tables t;
    kr_str names[3];
    begin(&t, arena, network);
    if (file_names(names, arena, name) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_put_z(&t.egos, "networkCanvasEgoUUID,networkCanvasCaseID");
    kr_put_z(&t.alters, "nodeID,networkCanvasEgoUUID,networkCanvasUUID");
    kr_put_z(&t.ties, "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,"
                      "networkCanvasTargetUUID,acquainted,strength,between\n");
    put_heads(&t, &t.egos, true);
    put_heads(&t, &t.alters, false);
    if (network->ego) {
        kr_alter ego = {.person = network->ego};
        put_id(&t.egos, ego_id(&t));
        kr_put_c(&t.egos, ',');
        kr_put_csv_cell(&t.egos, name);
        put_cells(&t, &t.egos, &ego, true);
    }
    for (size_t i = 0; i < network->n && t.alters.err == KR_OK; i++) {
        kr_put_int(&t.alters, (int64_t)i + 1);
        kr_put_c(&t.alters, ',');
        put_id(&t.alters, ego_id(&t));
        kr_put_c(&t.alters, ',');
        put_id(&t.alters, network->alters[i].person->id);
        put_cells(&t, &t.alters, &network->alters[i], false);
    }
    for (size_t i = 0; i < network->n_pairs && t.ties.err == KR_OK; i++) {
        const kr_pair *p = &network->pairs[i];
        int64_t numbers[] = {(int64_t)i + 1, (int64_t)p->a + 1, (int64_t)p->b + 1};
        kr_id ids[] = {ego_id(&t), p->tie ? p->tie->id : 0, network->alters[p->a].person->id,
                       network->alters[p->b].person->id};
        for (size_t k = 0; k < 3; k++) kr_put_int(&t.ties, numbers[k]), kr_put_c(&t.ties, ',');
        for (size_t k = 0; k < 4; k++) {
            put_id(&t.ties, ids[k]);
            if (k < 3) kr_put_c(&t.ties, ',');
        }
        put_tie_cells(&t, p);
    }
    return finish(&t, files, names, error);
}

/* -- zip -- */

static void put_16(kr_buf *out, uint32_t v) {
    kr_put_c(out, (char)(v & 255));
    kr_put_c(out, (char)(v >> 8 & 255));
}

static void put_32(kr_buf *out, uint32_t v) {
    put_16(out, v & 65535);
    put_16(out, v >> 16);
}

typedef struct packed {
    kr_str bytes;
    uint32_t crc, at;
} packed;

static kr_err pack(packed *out, kr_arena *arena, kr_str bytes) {
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return KR_E_MEMORY;
    uLong room = deflateBound(&z, (uLong)bytes.len);
    char *text = kr_arena_alloc(arena, (size_t)room + 1);
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)text;
    z.avail_out = (uInt)room;
    int code = text ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
    size_t size = (size_t)room - z.avail_out;
    (void)deflateEnd(&z);
    if (code != Z_STREAM_END) return KR_E_MEMORY;
    out->bytes = kr_str_n(text, size);
    out->crc = (uint32_t)crc32(crc32(0, NULL, 0), (const Bytef *)bytes.ptr, (uInt)bytes.len);
    return KR_OK;
}

/* What stands in both heads: the first of January 1980, so that the same files give the same bytes; UTF-8
 * names. */
static void put_head(kr_buf *out, const kr_file *file, const packed *p) {
    put_16(out, 20);
    put_16(out, 0x0800);
    put_16(out, 8);
    put_16(out, 0);
    put_16(out, 33);
    put_32(out, p->crc);
    put_32(out, (uint32_t)p->bytes.len);
    put_32(out, (uint32_t)file->bytes.len);
    put_16(out, (uint32_t)file->name.len);
    put_16(out, 0);
}

kr_err kr_zip_write(kr_buf *out, kr_arena *arena, const kr_file *files, size_t count, kr_error *error) {
    packed *all = kr_new_n(arena, packed, count + 1);
    size_t start = out->len;
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        bool fits = files[i].bytes.len <= 1u << 30 && files[i].name.len <= 1000 && count <= 65000;
        if (!fits) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
        if (pack(&all[i], arena, files[i].bytes) != KR_OK)
            return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
        all[i].at = (uint32_t)(out->len - start);
        put_32(out, 0x04034b50);
        put_head(out, &files[i], &all[i]);
        kr_put(out, files[i].name);
        kr_put(out, all[i].bytes);
    }
    uint32_t at = (uint32_t)(out->len - start);
    for (size_t i = 0; i < count; i++) {
        put_32(out, 0x02014b50);
        put_16(out, 20);
        put_head(out, &files[i], &all[i]);
        for (int k = 0; k < 3; k++) put_16(out, 0);
        put_32(out, 0);
        put_32(out, all[i].at);
        kr_put(out, files[i].name);
    }
    uint32_t size = (uint32_t)(out->len - start) - at;
    put_32(out, 0x06054b50);
    put_32(out, 0);
    put_16(out, (uint32_t)count);
    put_16(out, (uint32_t)count);
    put_32(out, size);
    put_32(out, at);
    put_16(out, 0);
    return out->err == KR_OK ? KR_OK : kr_fail(error, out->err, "error.memory", NULL, NULL);
}
