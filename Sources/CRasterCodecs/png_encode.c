#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "CRasterCodecs.h"
#include "buffer.h"

typedef struct {
  png_structp png;
  png_infop info;
  buffer written;
  char *message;
} encoder;

static void on_error(png_structp png, png_const_charp text) {
  encoder *e = png_get_error_ptr(png);
  snprintf(e->message, CRASTER_MESSAGE, "%s", text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  encoder *e = png_get_io_ptr(png);
  if (!buffer_append(&e->written, bytes, count)) png_error(png, "out of memory");
}

static void flush_nothing(png_structp png) { (void)png; }

static void write_head(
  encoder *e, uint32_t width, uint32_t height, uint8_t depth, craster_png_options options) {
  png_set_write_fn(e->png, e, write_bytes, flush_nothing);
  png_set_user_limits(e->png, 0x7fffffff, 0x7fffffff);
  png_set_compression_level(e->png, options.level);
  png_set_filter(e->png, PNG_FILTER_TYPE_BASE, options.predict ? PNG_ALL_FILTERS : PNG_FILTER_SUB);
  /* Behind the filter Sub, labels are zeros but for their edges: runs of one byte. */
  if (!options.predict) png_set_compression_strategy(e->png, Z_RLE);
  png_set_IHDR(
    e->png, e->info, width, height, depth, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
    PNG_FILTER_TYPE_DEFAULT);
  if (options.significant_bits > 0) {
    const png_byte bits = options.significant_bits;
    const png_color_8 all = {.red = bits, .green = bits, .blue = bits, .gray = bits};
    png_set_sBIT(e->png, e->info, &all);
  }
  if (options.pixels_per_metre_x > 0)
    png_set_pHYs(
      e->png, e->info, options.pixels_per_metre_x, options.pixels_per_metre_y, PNG_RESOLUTION_METER);
  png_write_info(e->png, e->info);
  const uint16_t one = 1;
  if (depth == 16 && *(const uint8_t *)&one == 1) png_set_swap(e->png);
}

craster_status craster_png_encode(
  const void *samples, uint32_t width, uint32_t height, uint8_t depth, craster_png_options options, craster_bytes *out,
  char message[CRASTER_MESSAGE]) {
  *out = (craster_bytes){0};
  message[0] = 0;
  encoder *e = calloc(1, sizeof *e);
  if (e == NULL) return craster_status_outOfMemory;
  volatile craster_status status = craster_status_corrupt;
  const size_t stride = (size_t)width * (depth / 8);
  e->message = message;
  e->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, e, on_error, on_warning);
  e->info = e->png != NULL ? png_create_info_struct(e->png) : NULL;
  if (e->info == NULL) {
    status = craster_status_outOfMemory;
    goto done;
  }
  if (setjmp(png_jmpbuf(e->png))) goto done;
  write_head(e, width, height, depth, options);
  for (size_t y = 0; y < height; y++) png_write_row(e->png, (png_const_bytep)samples + y * stride);
  png_write_end(e->png, e->info);
  *out = e->written.content;
  e->written.content.bytes = NULL;
  status = craster_status_ok;
done:
  if (e->png != NULL) png_destroy_write_struct(&e->png, e->info != NULL ? &e->info : NULL);
  free(e->written.content.bytes);
  free(e);
  return status;
}

void craster_bytes_free(craster_bytes *out) {
  free(out->bytes);
  *out = (craster_bytes){0};
}
