#include "fuzz_study.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_study(KR_FORMAT_GEXF, data, size);
}
