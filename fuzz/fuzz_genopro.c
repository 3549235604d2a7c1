/* Family trees of GenoPro: the zip, and what lies in it. */
#include "fuzz_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_tree(KR_FORMAT_GENOPRO, data, size);
}
