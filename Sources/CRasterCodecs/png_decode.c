#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CRasterCodecs.h"
#include "grey.h"
#include "png_plain.h"

/* The longest side that is read, libpng's own default. */
#define LONGEST_SIDE 1000000u

/* Everything that lives across the jump, behind one pointer that does not change after setjmp. */
typedef struct {
  png_structp png;
  png_infop info;
  uint8_t *bytes;
  size_t count;
  size_t position;
  bool ran_out;
  craster_header *header;
  char *message;
  /* One stored row, or all of them where the file is interlaced; none where rows are read in place. */
  uint8_t *rows;
} decoder;

static void on_error(png_structp png, png_const_charp text) {
  decoder *d = png_get_error_ptr(png);
  snprintf(d->message, CRASTER_MESSAGE, "%s", text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep out, size_t wanted) {
  decoder *d = png_get_io_ptr(png);
  if (wanted > d->count - d->position) {
    d->ran_out = true;
    png_error(png, "the file ends early");
  }
  memcpy(out, d->bytes + d->position, wanted);
  d->position += wanted;
}

/* Lets libpng skip what is not needed, so that no text, profile or palette of suggestions is ever unpacked. */
static void skip_chunks(png_structp png) {
  static const png_byte wanted[] = "sBIT\0pHYs";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, wanted, 2);
  png_set_chunk_malloc_max(png, 0);
}

static void read_head(decoder *d) {
  craster_header *h = d->header;
  h->width = png_get_image_width(d->png, d->info);
  h->height = png_get_image_height(d->png, d->info);
  h->stored_depth = png_get_bit_depth(d->png, d->info);
  h->channels = png_get_channels(d->png, d->info);
  h->palette = png_get_color_type(d->png, d->info) == PNG_COLOR_TYPE_PALETTE;
  h->alpha = (png_get_color_type(d->png, d->info) & PNG_COLOR_MASK_ALPHA) != 0
    || png_get_valid(d->png, d->info, PNG_INFO_tRNS) != 0;
  png_color_8p bits = NULL;
  if (png_get_sBIT(d->png, d->info, &bits) != 0 && bits != NULL) {
    if (png_get_color_type(d->png, d->info) & PNG_COLOR_MASK_COLOR) {
      h->significant_bits = bits->red > bits->green ? bits->red : bits->green;
      if (bits->blue > h->significant_bits) h->significant_bits = bits->blue;
    } else {
      h->significant_bits = bits->gray;
    }
  }
  int unit = PNG_RESOLUTION_UNKNOWN;
  if (png_get_pHYs(d->png, d->info, &h->density_x, &h->density_y, &unit) != 0)
    h->density_per_metre = unit == PNG_RESOLUTION_METER;
}

static void set_transforms(decoder *d, craster_purpose purpose) {
  const uint16_t one = 1;
  if (*(const uint8_t *)&one == 1 && d->header->stored_depth == 16) png_set_swap(d->png);
  if (purpose == craster_purpose_labels) {
    png_set_packing(d->png);
    return;
  }
  /* Palettes to RGB, 1, 2 and 4 bits to 8, tRNS to alpha. */
  png_set_expand(d->png);
}

static void finish_row(
  decoder *d, craster_purpose purpose, const void *row, uint16_t *out, int channels, int depth) {
  if (purpose == craster_purpose_labels) label_row(row, out, d->header->width, channels, depth, d->header);
  else if (depth == 16) grey_row_16(row, out, d->header->width, channels, d->header);
  else grey_row_8(row, out, d->header->width, channels, d->header);
}

/* Reads the pixels; on a jump the rows that were finished stand in `samples`. */
static craster_status read_pixels(decoder *d, craster_purpose purpose, uint16_t *samples) {
  set_transforms(d, purpose);
  const int passes = png_set_interlace_handling(d->png);
  png_read_update_info(d->png, d->info);
  const int channels = png_get_channels(d->png, d->info);
  const int depth = png_get_bit_depth(d->png, d->info);
  const size_t stride = png_get_rowbytes(d->png, d->info);
  const size_t width = d->header->width, height = d->header->height;
  const bool in_place = channels == 1 && depth == 16;
  if (!in_place) {
    const size_t kept = passes > 1 ? height : 1;
    if (stride > SIZE_MAX / kept) return craster_status_outOfMemory;
    d->rows = calloc(kept, stride);
    if (d->rows == NULL) return craster_status_outOfMemory;
  }
  for (int pass = 0; pass < passes; pass++) {
    for (size_t y = 0; y < height; y++) {
      uint8_t *row = in_place ? (uint8_t *)(samples + y * width) : d->rows + (passes > 1 ? y * stride : 0);
      png_read_row(d->png, row, NULL);
      if (pass + 1 < passes) continue;
      finish_row(d, purpose, row, samples + y * width, channels, depth);
      d->header->rows = (uint32_t)(y + 1);
    }
  }
  png_read_end(d->png, NULL);
  return craster_status_ok;
}

/* Whether the fast path may try: grey of 8 or 16 bits, row by row, every pixel opaque. libpng has read the head, up to the
 * name of the first chunk of pixels. */
static bool is_plain(const decoder *d) {
  return png_get_color_type(d->png, d->info) == PNG_COLOR_TYPE_GRAY && d->header->stored_depth >= 8 && !d->header->alpha
    && png_get_interlace_type(d->png, d->info) == PNG_INTERLACE_NONE && d->position >= 8;
}

static craster_status decode(
  decoder *d, craster_limits limits, craster_purpose purpose, uint16_t *samples, size_t capacity) {
  png_set_read_fn(d->png, d, read_bytes);
  png_set_user_limits(d->png, 0x7fffffff, 0x7fffffff);
  skip_chunks(d->png);
  png_read_info(d->png, d->info);
  read_head(d);
  const uint64_t pixels = (uint64_t)d->header->width * d->header->height;
  if (pixels > limits.max_pixels) return craster_status_tooLarge;
  /* The library keeps three stored rows: one of 512 megapixels would cost gigabytes before a byte of it is read. */
  if (d->header->width > LONGEST_SIDE || d->header->height > LONGEST_SIDE) {
    snprintf(
      d->message, CRASTER_MESSAGE, "a side of more than %u pixels (%u x %u)", LONGEST_SIDE, d->header->width,
      d->header->height);
    return craster_status_unsupported;
  }
  if (samples == NULL) return craster_status_ok;
  if (pixels > capacity) return craster_status_corrupt;
  if (!limits.only_libpng && is_plain(d)
      && craster_png_read_plain(d->bytes, d->count, d->position - 8, d->header, samples, capacity))
    return craster_status_ok;
  return read_pixels(d, purpose, samples);
}

craster_status craster_png_decode(
  uint8_t *bytes, size_t count, craster_limits limits, craster_purpose purpose, craster_header *header,
  uint16_t *samples, size_t capacity, char message[CRASTER_MESSAGE]) {
  memset(header, 0, sizeof *header);
  message[0] = 0;
  decoder *d = calloc(1, sizeof *d);
  if (d == NULL) return craster_status_outOfMemory;
  volatile craster_status status = craster_status_corrupt;
  d->bytes = bytes;
  d->count = count;
  d->header = header;
  d->message = message;
  d->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, d, on_error, on_warning);
  d->info = d->png != NULL ? png_create_info_struct(d->png) : NULL;
  if (d->info == NULL) {
    status = craster_status_outOfMemory;
    goto done;
  }
  if (setjmp(png_jmpbuf(d->png))) {
    header->truncated = d->ran_out;
    if (d->ran_out) {
      const bool usable = samples != NULL && header->rows > 0 && limits.allow_truncated;
      const size_t read = (size_t)header->rows * header->width;
      if (usable) memset(samples + read, 0, ((size_t)header->width * header->height - read) * sizeof *samples);
      status = usable ? craster_status_ok : craster_status_truncated;
    }
    goto done;
  }
  status = decode(d, limits, purpose, samples, capacity);
done:
  if (d->png != NULL) png_destroy_read_struct(&d->png, d->info != NULL ? &d->info : NULL, NULL);
  free(d->rows);
  free(d);
  return status;
}
