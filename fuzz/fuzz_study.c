/* Tables of egor, EgoWeb and Network Canvas: the first letter says which. */
#include "fuzz_study.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    kr_format format = data[0] == 'w'   ? KR_FORMAT_EGOWEB
                       : data[0] == 'n' ? KR_FORMAT_NETWORKCANVAS
                                        : KR_FORMAT_EGOR;
    return fuzz_study(format, data + 1, size - 1);
}
