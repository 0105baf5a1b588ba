/* PNG and JPEG bytes to grey samples and back, through libpng and libjpeg.
 *
 * The only place of the project with setjmp: both libraries leave on an error by longjmp, which must never cross a
 * Swift frame. Every function here takes bytes and gives a status; nothing calls back, nothing prints, nothing aborts. */
#ifndef CRASTERCODECS_H
#define CRASTERCODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRASTER_MESSAGE 160

/* How a decoder ended. */
typedef enum __attribute__((enum_extensibility(closed))) : int32_t {
  craster_status_ok,
  craster_status_truncated,
  craster_status_corrupt,
  craster_status_unsupported,
  craster_status_tooLarge,
  craster_status_tooManyScans,
  craster_status_outOfMemory,
} craster_status;

/* What the samples are wanted for. */
typedef enum __attribute__((enum_extensibility(closed))) : int32_t {
  /* Grey values: small depths stretched to 0...255, palettes looked up, colour made luma, alpha laid on black. */
  craster_purpose_grey,
  /* Labels: grey values and palette indices as stored; a wholly transparent pixel is 0. */
  craster_purpose_labels,
} craster_purpose;

/* What a file may cost, checked before anything is allocated for its pixels. */
typedef struct {
  uint64_t max_pixels;
  /* Scans of a progressive JPEG. */
  uint32_t max_scans;
  /* Scans times pixels, for scans past the twentieth. */
  uint64_t max_scan_pixels;
  /* Whether a file that ends early still gives the rows that it has. */
  bool allow_truncated;
  /* Whether plain grey PNG is read by libpng, too: the judge of the fast path. */
  bool only_libpng;
} craster_limits;

/* What a file says of its pixels and what was met while they were read. */
typedef struct {
  uint32_t width;
  uint32_t height;
  /* Bits per sample as stored: 1, 2, 4, 8 or 16. */
  uint8_t stored_depth;
  /* Samples per pixel as stored, the palette index and alpha included. */
  uint8_t channels;
  bool palette;
  bool alpha;
  /* From sBIT, the largest of the colour channels; 0 where the file has none. */
  uint8_t significant_bits;
  /* From pHYs as stored; both 0 where the file has none. */
  uint32_t density_x;
  uint32_t density_y;
  bool density_per_metre;
  /* Some pixel has unequal red, green and blue. */
  bool channels_differ;
  /* Some pixel is not wholly opaque. */
  bool transparent;
  /* The largest sample. */
  uint16_t maximum;
  bool truncated;
  /* Rows read before the file ended. */
  uint32_t rows;
  /* Whether the fast path for plain grey PNG read it. */
  bool plain;
  /* The scans that a progressive JPEG of this size may have. */
  uint32_t scan_limit;
} craster_header;

/* The samples of memory that the fast path for PNG wants for a picture: its pixels, and a byte for each row. */
static inline size_t craster_samples(uint32_t width, uint32_t height) {
  return (size_t)width * height + ((size_t)height + 1) / 2;
}

/* Reads `count` bytes of a PNG into `samples`, row by row; `capacity` must be at least width * height, and is better
 * craster_samples of both.
 * With no `samples` it fills the part of `header` that the file's head tells and stops there. Where the samples were read, `bytes`
 * may have changed behind the head: the pixels' chunks are moved together; else they are as they were. */
craster_status craster_png_decode(
  uint8_t *bytes, size_t count, craster_limits limits, craster_purpose purpose, craster_header *header,
  uint16_t *samples, size_t capacity, char message[CRASTER_MESSAGE]);

/* The same for a JPEG, whose purpose is always grey. */
craster_status craster_jpeg_decode(
  const uint8_t *bytes, size_t count, craster_limits limits, craster_header *header, uint16_t *samples, size_t capacity,
  char message[CRASTER_MESSAGE]);

/* Encoded bytes; give them back with craster_bytes_free. */
typedef struct {
  uint8_t *bytes;
  size_t count;
} craster_bytes;

/* What is written besides the pixels; 0 leaves a value out. */
typedef struct {
  uint8_t significant_bits;
  uint32_t pixels_per_metre_x;
  uint32_t pixels_per_metre_y;
  /* 0 to 9, as zlib counts. */
  uint8_t level;
  /* Whether it is a picture; else labels, large flat areas, of which only the runs are looked for. */
  bool predict;
} craster_png_options;

/* Writes rows of grey samples of 8 bits (`depth` 8) or native 16 bits (`depth` 16). */
craster_status craster_png_encode(
  const void *samples, uint32_t width, uint32_t height, uint8_t depth, craster_png_options options, craster_bytes *out,
  char message[CRASTER_MESSAGE]);

/* What a PNG of 8-bit samples holds as IDAT: rows of `stride` bytes, each less the one above (filter Up), as a zlib stream that is
 * made fast. */
craster_status craster_png_compress(
  const uint8_t *samples, size_t stride, size_t height, craster_bytes *out, char message[CRASTER_MESSAGE]);

/* Writes rows of 8-bit samples, `channels` 1 (grey) or 3 (RGB), at `quality` 1 to 100. */
craster_status craster_jpeg_encode(
  const uint8_t *samples, uint32_t width, uint32_t height, uint8_t channels, int32_t quality, bool progressive,
  craster_bytes *out, char message[CRASTER_MESSAGE]);

void craster_bytes_free(craster_bytes *out);

/* The versions of the libraries: that which runs where the library tells, else that of the headers. */
typedef struct {
  const char *png;
  const char *png_headers;
  const char *jpeg_headers;
  const char *zlib_headers;
  const char *deflate_headers;
} craster_libraries;

craster_libraries craster_library_versions(void);

#endif
