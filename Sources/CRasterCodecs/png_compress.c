#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CRasterCodecs.h"

enum { fastest = 1 };

static void filter_rows(const uint8_t *samples, size_t stride, size_t height, uint8_t *rows) {
  for (size_t y = 0; y < height; y++) {
    uint8_t *row = rows + y * (stride + 1);
    const uint8_t *own = samples + y * stride;
    *row++ = 2;
    if (y == 0)
      memcpy(row, own, stride);
    else
      for (size_t x = 0; x < stride; x++) row[x] = (uint8_t)(own[x] - samples[(y - 1) * stride + x]);
  }
}

craster_status craster_png_compress(
  const uint8_t *samples, size_t stride, size_t height, craster_bytes *out, char message[CRASTER_MESSAGE]) {
  *out = (craster_bytes){0};
  message[0] = 0;
  const size_t count = (stride + 1) * height;
  craster_status status = craster_status_outOfMemory;
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(fastest);
  uint8_t *rows = malloc(count);
  if (compressor == NULL || rows == NULL) goto done;
  const size_t bound = libdeflate_zlib_compress_bound(compressor, count);
  out->bytes = malloc(bound);
  if (out->bytes == NULL) goto done;
  filter_rows(samples, stride, height, rows);
  out->count = libdeflate_zlib_compress(compressor, rows, count, out->bytes, bound);
  status = craster_status_ok;
done:
  if (status != craster_status_ok) snprintf(message, CRASTER_MESSAGE, "out of memory");
  free(rows);
  if (compressor != NULL) libdeflate_free_compressor(compressor);
  return status;
}
