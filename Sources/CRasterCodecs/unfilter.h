/* The five filters of PNG, undone, for pixels of one or two bytes. */
#ifndef CRASTER_UNFILTER_H
#define CRASTER_UNFILTER_H

#include <string.h>

#include "CRasterCodecs.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Whole vectors of the filter Sub: a running sum in log steps; the number of bytes that were done. */
static inline size_t unfilter_sub_vectors(const uint8_t *in, uint8_t *out, size_t count, size_t pixel) {
  size_t i = 0;
#if defined(__SSE2__)
  __m128i carry = _mm_setzero_si128();
  for (; i + 16 <= count; i += 16) {
    __m128i sum = _mm_loadu_si128((const __m128i *)(in + i));
    if (pixel == 1) sum = _mm_add_epi8(sum, _mm_slli_si128(sum, 1));
    sum = _mm_add_epi8(sum, _mm_slli_si128(sum, 2));
    sum = _mm_add_epi8(sum, _mm_slli_si128(sum, 4));
    sum = _mm_add_epi8(sum, _mm_slli_si128(sum, 8));
    sum = _mm_add_epi8(sum, carry);
    _mm_storeu_si128((__m128i *)(out + i), sum);
    /* The last pixel into every place. */
    const __m128i last = pixel == 1 ? _mm_unpackhi_epi8(sum, sum) : sum;
    carry = _mm_shufflehi_epi16(last, 0xFF);
    carry = _mm_unpackhi_epi64(carry, carry);
  }
#endif
  return i;
}

static inline void unfilter_sub(const uint8_t *in, uint8_t *out, size_t count, size_t pixel) {
  for (size_t i = unfilter_sub_vectors(in, out, count, pixel); i < count; i++)
    out[i] = (uint8_t)(in[i] + (i >= pixel ? out[i - pixel] : 0));
}

static inline void unfilter_up(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(in[i] + above[i]);
}

static inline void unfilter_average(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  uint8_t left[2] = {0, 0};
  for (size_t i = 0; i < count; i += pixel) {
    for (size_t k = 0; k < pixel; k++) {
      left[k] = (uint8_t)(in[i + k] + ((left[k] + above[i + k]) >> 1));
      out[i + k] = left[k];
    }
  }
}

static inline int away(int a) { return a < 0 ? -a : a; }

static inline void unfilter_paeth(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  int left[2] = {0, 0}, corner[2] = {0, 0};
  for (size_t i = 0; i < count; i += pixel) {
    for (size_t k = 0; k < pixel; k++) {
      const int up = above[i + k];
      const int byLeft = away(up - corner[k]), byUp = away(left[k] - corner[k]);
      const int byCorner = away(left[k] + up - 2 * corner[k]);
      const int nearest = byUp <= byCorner ? up : corner[k];
      const int guess = byLeft <= byUp && byLeft <= byCorner ? left[k] : nearest;
      left[k] = (in[i + k] + guess) & 255;
      corner[k] = up;
      out[i + k] = (uint8_t)left[k];
    }
  }
}

/* Undoes `filter`; false where there is none of that number. `count` is a multiple of `pixel`, 1 or 2. */
static inline bool unfilter_row(
  uint8_t filter, const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, size_t pixel) {
  switch (filter) {
  case 0: memcpy(out, in, count); return true;
  case 1:
    if (pixel == 1) unfilter_sub(in, out, count, 1);
    else unfilter_sub(in, out, count, 2);
    return true;
  case 2: unfilter_up(in, above, out, count); return true;
  case 3:
    if (pixel == 1) unfilter_average(in, above, out, count, 1);
    else unfilter_average(in, above, out, count, 2);
    return true;
  case 4:
    if (pixel == 1) unfilter_paeth(in, above, out, count, 1);
    else unfilter_paeth(in, above, out, count, 2);
    return true;
  default: return false;
  }
}

#endif
