/* A fast path for plain grey PNG. */
#ifndef CRASTER_PNG_PLAIN_H
#define CRASTER_PNG_PLAIN_H

#include "CRasterCodecs.h"

/* Reads the pixels of a grey PNG of 8 or 16 bits, not interlaced and without transparency, whose first IDAT chunk starts
 * at `start`; `capacity` is in samples, at least craster_samples of the size.
 *
 * True where the file is beyond doubt: every checksum right, nothing missing, nothing left over; the chunks of pixels are then
 * no longer what they were. Whatever else it is, it answers false, with `bytes` as they were, and leaves the judgement to
 * libpng; `samples` then hold anything. */
bool craster_png_read_plain(
  uint8_t *bytes, size_t count, size_t start, craster_header *header, uint16_t *samples, size_t capacity);

#endif
