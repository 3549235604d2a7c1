/* A circle as an array of objects, with the same names as the columns of the table. What is unknown is left
 * out. */
#include "format/inside.h"

static void put_known(kr_buf *out, const kr_network *network, const kr_known *known, size_t i) {
    char text[17];
    if (known->first[i] == known->first[i + 1]) return;
    kr_put(out, KR_STR(", \"acquainted\": ["));
    for (uint32_t at = known->first[i]; at < known->first[i + 1]; at++) {
        if (at > known->first[i]) kr_put_c(out, ',');
        kr_id_text(network->alters[known->others[at]].person->id, text);
        kr_put_json(out, kr_str_z(text));
    }
    kr_put_c(out, ']');
}

static void put_contact(kr_buf *out, const kr_network *network, const kr_alter *alter,
                        const kr_column *columns, size_t n) {
    char id[17];
    kr_id_text(alter->person->id, id);
    kr_put(out, KR_STR("{\"id\": "));
    kr_put_json(out, kr_str_z(id));
    for (size_t i = 0; i < n; i++) {
        kr_assignment value = kr_column_value(network, alter, columns[i].field);
        if (value.op != KR_OP_SET) continue;
        kr_put(out, KR_STR(", "));
        kr_put_json(out, kr_str_z(columns[i].name));
        kr_put(out, KR_STR(": "));
        kr_put_json_value(out, columns[i].field, &value);
    }
}

kr_err kr_json_write(kr_buf *out, const kr_network *network) {
    kr_column columns[KR_MOST_COLUMNS];
    size_t n = kr_columns(columns);
    kr_known known;
    kr_err err = kr_known_make(&known, out->arena, network);
    if (err != KR_OK) return err;
    kr_put_c(out, '[');
    for (size_t i = 0; i < network->n && out->err == KR_OK; i++) {
        kr_put(out, i ? KR_STR(",\n ") : KR_STR("\n "));
        put_contact(out, network, &network->alters[i], columns, n);
        put_known(out, network, &known, i);
        kr_put_c(out, '}');
    }
    kr_put(out, KR_STR("\n]\n"));
    return out->err;
}
