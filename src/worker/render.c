#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>
#include <string.h>

#include "worker/worker.h"

static cairo_status_t keep(void *closure, const unsigned char *data, unsigned len) {
    worker_bytes *out = closure;
    return worker_bytes_add(out, data, len) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* In points of 1/72 inch; 0 for a length that says nothing on paper. */
static double points(RsvgLength length) {
    switch (length.unit) {
    case RSVG_UNIT_MM:
        return length.length * 72 / 25.4;
    case RSVG_UNIT_CM:
        return length.length * 720 / 25.4;
    case RSVG_UNIT_IN:
        return length.length * 72;
    case RSVG_UNIT_PT:
        return length.length;
    case RSVG_UNIT_PC:
        return length.length * 12;
    case RSVG_UNIT_PX:
        return length.length * 0.75;
    default:
        return 0;
    }
}

static bool page_size(RsvgHandle *svg, double *width, double *height) {
    gboolean has_width, has_height, has_box;
    RsvgLength w, h;
    RsvgRectangle box;
    rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &w, &has_height, &h, &has_box, &box);
    *width = has_width ? points(w) : 0;
    *height = has_height ? points(h) : 0;
    if ((*width <= 0 || *height <= 0) && has_box) {
        *width = box.width * 0.75;
        *height = box.height * 0.75;
    }
    const double most = WORKER_MOST_MM * 72 / 25.4;
    return *width >= 1 && *height >= 1 && *width <= most && *height <= most;
}

/* Draws on `surface`, which is `width` × `height` of its own units. */
static const char *paint(cairo_surface_t *surface, RsvgHandle *svg, double width, double height, bool white) {
    cairo_t *cairo = cairo_create(surface);
    if (white) {
        cairo_set_source_rgb(cairo, 1, 1, 1);
        cairo_paint(cairo);
    }
    RsvgRectangle all = {0, 0, width, height};
    GError *error = NULL;
    gboolean drawn = rsvg_handle_render_document(svg, cairo, &all, &error);
    if (error) g_error_free(error);
    if (drawn) cairo_show_page(cairo);
    bool sound = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    return !drawn ? "worker.input" : sound ? NULL : "worker.memory";
}

/* Where this sheet ends: at a form feed, which no SVG can hold, or with the input. */
static size_t sheet_end(const worker_bytes *svg, size_t from) {
    const unsigned char *feed = memchr(svg->ptr + from, '\f', svg->len - from);
    return feed ? (size_t)(feed - svg->ptr) : svg->len;
}

/* Without a base address librsvg follows no reference to a file or an address. */
static const char *open_sheet(RsvgHandle **out, const unsigned char *ptr, size_t len, double *width,
                              double *height) {
    RsvgHandle *handle = rsvg_handle_new_from_data(ptr, len, NULL);
    if (!handle) return "worker.input";
    if (!page_size(handle, width, height)) {
        g_object_unref(handle);
        return "worker.too_large";
    }
    *out = handle;
    return NULL;
}

/* A page for each sheet, of its own size; one drawing is in memory at a time. */
static const char *make_pdf(worker_bytes *out, const worker_bytes *svg) {
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, 1, 1);
    const char *wrong = NULL;
    size_t pages = 0, end;
    for (size_t from = 0; from < svg->len && !wrong; from = end + 1) {
        RsvgHandle *handle;
        double width, height;
        end = sheet_end(svg, from);
        wrong = ++pages > WORKER_MOST_PAGES
                    ? "worker.too_large"
                    : open_sheet(&handle, svg->ptr + from, end - from, &width, &height);
        if (wrong) break;
        cairo_pdf_surface_set_size(surface, width, height);
        wrong = paint(surface, handle, width, height, false);
        g_object_unref(handle);
    }
    cairo_surface_finish(surface);
    if (!wrong && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) wrong = "worker.memory";
    cairo_surface_destroy(surface);
    return wrong;
}

static const char *make_png(worker_bytes *out, RsvgHandle *svg, double width, double height,
                            unsigned pixels) {
    double across = pixels ? pixels : (double)(unsigned)(width / 72 * 300 + 0.5);
    double down = (double)(unsigned)(across * height / width + 0.5);
    if (across < 1 || down < 1 || across > 32000 || down > 32000 || across * down > WORKER_MOST_PIXELS) {
        return "worker.too_large";
    }
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)across, (int)down);
    const char *wrong = paint(surface, svg, across, down, true);
    if (!wrong && cairo_surface_write_to_png_stream(surface, keep, out) != CAIRO_STATUS_SUCCESS) {
        wrong = "worker.memory";
    }
    cairo_surface_destroy(surface);
    return wrong;
}

const char *worker_render(worker_bytes *out, worker_kind kind, const worker_bytes *svg, unsigned pixels) {
    if (kind == WORKER_PDF) return make_pdf(out, svg);
    RsvgHandle *handle;
    double width, height;
    const char *wrong = open_sheet(&handle, svg->ptr, svg->len, &width, &height);
    if (wrong) return wrong;
    wrong = make_png(out, handle, width, height, pixels);
    g_object_unref(handle);
    return wrong;
}
