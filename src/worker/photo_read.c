/* The three formats that phones and browsers send, through the libraries of Debian. */
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h> /* before jpeglib.h, which needs it */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
/* after jpeglib.h */
#include <jerror.h>
#include <webp/decode.h>

#include "worker/photo.h"

/* Twice what is asked for, so that making it smaller afterwards is still smooth. */
#define ENOUGH ((size_t)PHOTO_SIDE * 2)
/* A picture that comes in so many layers is there to take time. */
#define MOST_SCANS 60

static bool too_large(size_t width, size_t height) {
    return width == 0 || height == 0 || width > PHOTO_MOST_PIXELS / height;
}

static bool room(photo_pixels *out, size_t width, size_t height, size_t bytes) {
    out->width = width;
    out->height = height;
    out->rgb = malloc(width * height * bytes);
    return out->rgb != NULL;
}

/* -- JPEG -- */

typedef struct jpeg_job {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    const char *wrong;
    bool cut; /* the file ends too early: what is missing would be grey */
    photo_pixels *pixels;
    unsigned char *line; /* four colours of ink, when it was made for printing */
} jpeg_job;

static _Noreturn void jpeg_stop(j_common_ptr info) {
    jpeg_job *job = info->client_data;
    if (!job->wrong)
        job->wrong = info->err->msg_code == JERR_OUT_OF_MEMORY ? "worker.memory" : "photo.broken";
    longjmp(job->out, 1);
}

static void jpeg_quiet(j_common_ptr info) {
    (void)info;
}

/* Most of what libjpeg warns about does no harm to what is seen. */
static void jpeg_warned(j_common_ptr info, int level) {
    jpeg_job *job = info->client_data;
    int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) job->cut = true;
}

static void jpeg_watch(j_common_ptr info) {
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > MOST_SCANS) jpeg_stop(info);
}

/* Printing colours, as Adobe writes them: upside down. */
static void from_ink(unsigned char *rgb, const unsigned char *cmyk, size_t width) {
    for (size_t x = 0; x < width; x++)
        for (size_t c = 0; c < 3; c++)
            rgb[x * 3 + c] = (unsigned char)(cmyk[x * 4 + c] * cmyk[x * 4 + 3] / 255);
}

static void jpeg_rows(struct jpeg_decompress_struct *info, jpeg_job *job) {
    size_t shorter = info->image_width < info->image_height ? info->image_width : info->image_height;
    bool ink = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
    info->out_color_space = ink ? JCS_CMYK : JCS_RGB;
    info->scale_denom = 8;
    for (info->scale_num = 1; info->scale_num < 8 && shorter * info->scale_num / 8 < ENOUGH;)
        info->scale_num++;
    jpeg_start_decompress(info);
    size_t width = info->output_width;
    bool got = room(job->pixels, width, info->output_height, 3);
    if (ink) job->line = malloc(width * 4);
    if (!got || (ink && !job->line)) {
        job->wrong = "worker.memory";
        jpeg_stop((j_common_ptr)info);
    }
    while (info->output_scanline < info->output_height) {
        unsigned char *row = job->pixels->rgb + (size_t)info->output_scanline * width * 3;
        JSAMPROW into = ink ? job->line : row;
        if (jpeg_read_scanlines(info, &into, 1) != 1) jpeg_stop((j_common_ptr)info);
        if (ink) from_ink(row, job->line, width);
    }
    if (job->cut) jpeg_stop((j_common_ptr)info);
}

static const char *read_jpeg(photo_pixels *out, const unsigned char *ptr, size_t len) {
    struct jpeg_decompress_struct info;
    jpeg_job job = {.wrong = NULL, .pixels = out};
    memset(&info, 0, sizeof info);
    info.err = jpeg_std_error(&job.errors);
    job.errors.error_exit = jpeg_stop;
    job.errors.output_message = jpeg_quiet;
    job.errors.emit_message = jpeg_warned;
    job.progress.progress_monitor = jpeg_watch;
    info.client_data = &job;
    if (setjmp(job.out) == 0) {
        jpeg_create_decompress(&info);
        info.progress = &job.progress;
        jpeg_mem_src(&info, ptr, (unsigned long)len);
        (void)jpeg_read_header(&info, TRUE);
        if (too_large(info.image_width, info.image_height)) {
            job.wrong = "photo.large";
            jpeg_stop((j_common_ptr)&info);
        }
        jpeg_rows(&info, &job);
    }
    jpeg_destroy_decompress(&info);
    free(job.line);
    return job.wrong;
}

/* -- PNG: what can be seen through becomes white -- */

static const char *read_png(photo_pixels *out, const unsigned char *ptr, size_t len) {
    static const png_color white = {255, 255, 255};
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    if (!photo_png_whole(ptr, len)) return "photo.broken";
    if (!png_image_begin_read_from_memory(&image, ptr, len)) return "photo.broken";
    const char *wrong = too_large(image.width, image.height) ? "photo.large" : NULL;
    image.format = PNG_FORMAT_RGB;
    if (!wrong && !room(out, image.width, image.height, 3)) wrong = "worker.memory";
    if (!wrong && !png_image_finish_read(&image, &white, out->rgb, 0, NULL)) wrong = "photo.broken";
    png_image_free(&image);
    return wrong;
}

/* -- WebP -- */

static void onto_white(photo_pixels *pixels) {
    for (size_t i = 0; i < pixels->width * pixels->height; i++) {
        const unsigned char *from = pixels->rgb + i * 4;
        unsigned alpha = from[3];
        for (size_t c = 0; c < 3; c++)
            pixels->rgb[i * 3 + c] = (unsigned char)((from[c] * alpha + 255 * (255 - alpha)) / 255);
    }
}

static const char *read_webp(photo_pixels *out, const unsigned char *ptr, size_t len) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) || WebPGetFeatures(ptr, len, &config.input) != VP8_STATUS_OK)
        return "photo.broken";
    size_t width = (size_t)config.input.width, height = (size_t)config.input.height;
    if (config.input.has_animation) return "photo.moving";
    if (too_large(width, height)) return "photo.large";
    size_t shorter = width < height ? width : height;
    if (shorter > ENOUGH) {
        width = width * ENOUGH / shorter;
        height = height * ENOUGH / shorter;
        config.options.use_scaling = 1;
        config.options.scaled_width = (int)width;
        config.options.scaled_height = (int)height;
    }
    if (!room(out, width, height, 4)) return "worker.memory";
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = out->rgb;
    config.output.u.RGBA.stride = (int)(width * 4);
    config.output.u.RGBA.size = width * height * 4;
    VP8StatusCode status = WebPDecode(ptr, len, &config);
    WebPFreeDecBuffer(&config.output);
    if (status == VP8_STATUS_OK) onto_white(out);
    return status == VP8_STATUS_OK              ? NULL
           : status == VP8_STATUS_OUT_OF_MEMORY ? "worker.memory"
                                                : "photo.broken";
}

const char *photo_read(photo_pixels *out, photo_kind kind, const unsigned char *ptr, size_t len) {
    photo_pixels pixels = {0};
    const char *wrong = kind == PHOTO_JPEG  ? read_jpeg(&pixels, ptr, len)
                        : kind == PHOTO_PNG ? read_png(&pixels, ptr, len)
                                            : read_webp(&pixels, ptr, len);
    if (wrong)
        free(pixels.rgb);
    else
        *out = pixels;
    return wrong;
}

/* -- writing -- */

typedef struct jpeg_out {
    struct jpeg_error_mgr errors;
    jmp_buf out;
    unsigned char *bytes;
    unsigned long size;
} jpeg_out;

static _Noreturn void write_stop(j_common_ptr info) {
    longjmp(((jpeg_out *)info->client_data)->out, 1);
}

/* Only the picture: libjpeg adds nothing but the mark of the format. */
static bool write_at(jpeg_out *to, const unsigned char *rgb, size_t width, size_t height, int quality) {
    struct jpeg_compress_struct info;
    memset(&info, 0, sizeof info);
    info.err = jpeg_std_error(&to->errors);
    to->errors.error_exit = write_stop;
    to->errors.output_message = jpeg_quiet;
    info.client_data = to;
    bool good = setjmp(to->out) == 0;
    if (good) {
        jpeg_create_compress(&info);
        jpeg_mem_dest(&info, &to->bytes, &to->size);
        info.image_width = (JDIMENSION)width;
        info.image_height = (JDIMENSION)height;
        info.input_components = 3;
        info.in_color_space = JCS_RGB;
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, quality, TRUE);
        info.optimize_coding = TRUE;
        jpeg_start_compress(&info, TRUE);
        for (size_t y = 0; y < height; y++) {
            JSAMPROW row = (JSAMPROW)(uintptr_t)(rgb + y * width * 3);
            (void)jpeg_write_scanlines(&info, &row, 1);
        }
        jpeg_finish_compress(&info);
    }
    jpeg_destroy_compress(&info);
    return good;
}

const char *photo_write(worker_bytes *out, const unsigned char *rgb, size_t width, size_t height,
                        size_t most) {
    for (int quality = 86; quality > 0; quality -= 12) {
        jpeg_out to = {.bytes = NULL, .size = 0};
        bool good = write_at(&to, rgb, width, height, quality);
        bool fits = good && to.size <= most;
        if (fits) good = worker_bytes_add(out, to.bytes, to.size);
        free(to.bytes);
        if (!good) return "worker.memory";
        if (fits) return NULL;
    }
    return "photo.broken";
}
