#include "draw/drawing.h"
kr_err kr_eco_scene(kr_drawing_work *w) {
    (void)w;
    return KR_E_UNSUPPORTED;
}
