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

/* The byte of left, up and corner that is nearest to left + up - corner, the first of equals. */
static inline int paeth_guess(int left, int up, int corner) {
  const int byLeft = away(up - corner), byUp = away(left - corner), byCorner = away(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

#if defined(__SSE2__)
/* The same of lanes of 16 bits, in few steps from `left` on, which the next pixel waits for: with `turn` three corners less
 * both, the lower one is nearest where the higher one does not exceed it, the higher one where it does not exceed the lower. */
static inline __m128i paeth_guess_16(__m128i left, __m128i up, __m128i corner, __m128i corners_less_up) {
  const __m128i low = _mm_min_epi16(left, up), high = _mm_max_epi16(left, up);
  const __m128i turn = _mm_sub_epi16(corners_less_up, left);
  const __m128i above = _mm_cmpgt_epi16(high, turn), below = _mm_cmpgt_epi16(turn, low);
  /* Not `below`: the higher one; else not `above`: the lower one; else the corner. */
  const __m128i rest = _mm_or_si128(_mm_andnot_si128(above, low), _mm_and_si128(above, corner));
  return _mm_or_si128(_mm_andnot_si128(below, high), _mm_and_si128(below, rest));
}
#endif

/* Eight bytes at a time, of which a pixel's are guessed side by side without a branch; the number of bytes that were done. */
static inline size_t unfilter_paeth_vectors(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  __m128i left = zero, corner = zero;
  for (; i + 8 <= count; i += 8) {
    __m128i ups = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(above + i)), zero);
    __m128i added = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(in + i)), zero);
    for (size_t k = 0; k < 8; k += pixel) {
      /* Only the first lanes count: one for each byte of a pixel. */
      const __m128i corners = _mm_add_epi16(corner, _mm_add_epi16(corner, corner));
      const __m128i guess = paeth_guess_16(left, ups, corner, _mm_sub_epi16(corners, ups));
      left = _mm_add_epi8(guess, added);
      corner = ups;
      const int bytes = _mm_cvtsi128_si32(_mm_packus_epi16(left, left));
      out[i + k] = (uint8_t)bytes;
      if (pixel == 2) out[i + k + 1] = (uint8_t)(bytes >> 8);
      ups = pixel == 2 ? _mm_srli_si128(ups, 4) : _mm_srli_si128(ups, 2);
      added = pixel == 2 ? _mm_srli_si128(added, 4) : _mm_srli_si128(added, 2);
    }
  }
#endif
  return i;
}

static inline void unfilter_paeth(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  for (size_t i = unfilter_paeth_vectors(in, above, out, count, pixel); i < count; i++) {
    const bool first = i < pixel;
    out[i] = (uint8_t)(in[i] + paeth_guess(first ? 0 : out[i - pixel], above[i], first ? 0 : above[i - pixel]));
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
