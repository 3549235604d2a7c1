#include "ask/inside.h"

const kr_ask_file *kr_ask_files(size_t *count) {
    *count = kr_ask_table_count;
    return kr_ask_table;
}
