#include "guide/builtin.h"

const kr_guide_file *kr_guide_files(size_t *count) {
    *count = kr_guide_table_count;
    return kr_guide_table;
}
