/* Family trees in GEDCOM of any version and character set, also packed. */
#include "fuzz_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_tree(KR_FORMAT_GEDCOM, data, size);
}
