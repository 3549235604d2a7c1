#include "guide/builtin.h"

#include "guide/sheet.h"

const kr_guide_file *kr_guide_files(size_t *count) {
    *count = kr_guide_table_count;
    return kr_guide_table;
}

const kr_guide_file *kr_sheet_files(size_t *count) {
    *count = kr_sheet_table_count;
    return kr_sheet_table;
}
