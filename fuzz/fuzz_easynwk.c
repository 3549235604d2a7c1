/* Maps of easyNWK. */
#include "fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_format(KR_FORMAT_EASYNWK, data, size);
}
