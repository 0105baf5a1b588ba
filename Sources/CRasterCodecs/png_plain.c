#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "grey.h"
#include "png_plain.h"
#include "unfilter.h"

/* Where a chunk's content lies. */
typedef struct {
  uint8_t type[4];
  size_t content;
  size_t length;
} chunk;

static uint32_t big32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The chunk at `*at`, whole and with the right checksum; `*at` moves behind it. */
static bool next_chunk(const uint8_t *bytes, size_t count, size_t *at, chunk *found) {
  if (count - *at < 12) return false;
  const size_t length = big32(bytes + *at);
  if (length > count - *at - 12) return false;
  memcpy(found->type, bytes + *at + 4, 4);
  found->content = *at + 8;
  found->length = length;
  if (libdeflate_crc32(0, bytes + *at + 4, length + 4) != big32(bytes + *at + 8 + length)) return false;
  *at += length + 12;
  return true;
}

static bool is(const chunk *c, const char *type) { return memcmp(c->type, type, 4) == 0; }

/* Whether only the end follows, after chunks of text or time that change nothing. */
static bool ends_well(const uint8_t *bytes, size_t count, size_t at) {
  chunk c;
  while (next_chunk(bytes, count, &at, &c)) {
    if (is(&c, "IEND")) return c.length == 0;
    if (!is(&c, "tEXt") && !is(&c, "zTXt") && !is(&c, "iTXt") && !is(&c, "tIME")) return false;
  }
  return false;
}

/* The compressed stream, in one piece. */
typedef struct {
  /* The contents of the chunks, moved together behind the head of the first. */
  uint8_t *bytes;
  size_t count;
  /* The lengths of those that were moved, and their number. */
  uint32_t *lengths;
  size_t moved;
} stream;

/* The number of chunks of pixels from `*at` on, as they say themselves; `*at` moves behind them. */
static size_t pixel_chunks(const uint8_t *bytes, size_t count, size_t *at) {
  size_t number = 0;
  while (count - *at >= 12 && memcmp(bytes + *at + 4, "IDAT", 4) == 0) {
    const size_t length = big32(bytes + *at);
    if (length > count - *at - 12) break;
    *at += length + 12;
    number++;
  }
  return number;
}

/* Moves the contents of the chunks of pixels together. A stream that is not whole may have moved some. */
static bool join_chunks(uint8_t *bytes, size_t count, size_t start, stream *s) {
  size_t end = start;
  s->bytes = bytes + start + 8;
  const size_t number = pixel_chunks(bytes, count, &end);
  if (number == 0 || !ends_well(bytes, count, end)) return false;
  s->lengths = malloc(number * sizeof *s->lengths);
  if (s->lengths == NULL) return false;
  /* Each is moved while its checksum has brought it into the cache. */
  chunk c;
  for (size_t at = start; at < end; s->count += c.length) {
    if (!next_chunk(bytes, count, &at, &c)) return false;
    if (s->moved > 0) memmove(s->bytes + s->count, bytes + c.content, c.length);
    s->lengths[s->moved++] = (uint32_t)c.length;
  }
  return true;
}

static void write_big32(uint8_t *at, uint32_t value) {
  for (int k = 0; k < 4; k++) at[k] = (uint8_t)(value >> (24 - 8 * k));
}

/* Brings the chunks of pixels from `start` on back to where they stood: the last first, so that none is written over. */
static void part_chunks(uint8_t *bytes, size_t start, const stream *s) {
  size_t from = start + 8, to = start;
  for (size_t k = 0; k < s->moved; k++) {
    from += s->lengths[k];
    to += (size_t)s->lengths[k] + 12;
  }
  for (size_t k = s->moved; k-- > 0;) {
    const uint32_t length = s->lengths[k];
    from -= length;
    to -= (size_t)length + 12;
    memmove(bytes + to + 8, bytes + from, length);
    write_big32(bytes + to, length);
    memcpy(bytes + to + 4, "IDAT", 4);
    write_big32(bytes + to + 8 + length, libdeflate_crc32(0, bytes + to + 4, (size_t)length + 4));
  }
}

/* Whether the stream inflates to exactly `wanted` bytes. A window under 32 kB is left to zlib, which holds a file to it;
 * so is a preset dictionary. */
static bool inflate_stream(const stream *s, uint8_t *out, size_t wanted) {
  if (s->count < 6 || s->bytes[0] != 0x78 || (s->bytes[1] & 0x20) != 0) return false;
  struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
  if (d == NULL) return false;
  size_t read = 0, written = 0;
  const enum libdeflate_result result =
    libdeflate_zlib_decompress_ex(d, s->bytes, s->count, out, wanted, &read, &written);
  libdeflate_free_decompressor(d);
  return result == LIBDEFLATE_SUCCESS && read == s->count && written == wanted;
}

/* Rows of a filter byte and `stride` bytes, `filtered` on, to samples. The rows stand at the end of the samples' memory
 * and are overtaken by no more than the row in work, which is unfiltered elsewhere. */
static bool unfilter_rows(const uint8_t *filtered, craster_header *h, size_t depth, uint16_t *samples) {
  const size_t width = h->width, stride = width * (depth / 8);
  uint8_t *rows = calloc(2, stride);
  if (rows == NULL) return false;
  bool fine = true;
  for (size_t y = 0; y < h->height && fine; y++) {
    uint8_t *row = rows + (y & 1) * stride;
    const uint8_t *above = rows + (~y & 1) * stride;
    fine = unfilter_row(filtered[0], filtered + 1, above, row, stride, depth / 8);
    filtered += stride + 1;
    uint16_t *out = samples + y * width;
    if (depth == 16) swap_row(row, out, width, h);
    else grey_row_8(row, out, width, 1, h);
  }
  free(rows);
  h->rows = h->height;
  h->plain = true;
  return fine;
}

bool craster_png_read_plain(
  uint8_t *bytes, size_t count, size_t start, craster_header *header, uint16_t *samples, size_t capacity) {
  const size_t depth = header->stored_depth;
  const size_t raw = ((size_t)header->width * (depth / 8) + 1) * header->height;
  if (capacity * sizeof *samples < raw) return false;
  stream s = {0};
  craster_header result = *header;
  uint8_t *filtered = (uint8_t *)samples + (capacity * sizeof *samples - raw);
  const bool fine = join_chunks(bytes, count, start, &s) && inflate_stream(&s, filtered, raw)
    && unfilter_rows(filtered, &result, depth, samples);
  if (fine) *header = result;
  else part_chunks(bytes, start, &s);
  free(s.lengths);
  return fine;
}
