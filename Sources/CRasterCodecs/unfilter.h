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

#if defined(__SSE2__)
/* The first 16 or 32 bits of four vectors side by side. */
static inline __m128i first_words(const __m128i *v) {
  return _mm_unpacklo_epi32(_mm_unpacklo_epi16(v[0], v[1]), _mm_unpacklo_epi16(v[2], v[3]));
}
static inline __m128i first_double_words(const __m128i *v) {
  return _mm_unpacklo_epi64(_mm_unpacklo_epi32(v[0], v[1]), _mm_unpacklo_epi32(v[2], v[3]));
}
#endif

/* Eight bytes at a time, in complements: the mean that rounds up, of the complements of two bytes, is the complement of the one
 * that rounds down, so that the next pixel waits for two steps; the number of bytes that were done. */
static inline size_t unfilter_average_vectors(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i ones = _mm_set1_epi8(-1);
  __m128i left = ones;
  for (; i + 8 <= count; i += 8) {
    __m128i ups = _mm_xor_si128(_mm_loadl_epi64((const __m128i *)(above + i)), ones);
    __m128i added = _mm_loadl_epi64((const __m128i *)(in + i));
    __m128i pixels[4];
#pragma GCC unroll 4
    for (size_t k = 0; k < 4; k++) {
      pixels[k] = left = _mm_sub_epi8(_mm_avg_epu8(left, ups), added);
      ups = _mm_srli_si128(ups, 2);
      added = _mm_srli_si128(added, 2);
    }
    _mm_storel_epi64((__m128i *)(out + i), _mm_xor_si128(first_words(pixels), ones));
  }
#endif
  return i;
}

static inline void unfilter_average(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  size_t i = pixel == 2 ? unfilter_average_vectors(in, above, out, count) : 0;
  for (; i < count; i++) out[i] = (uint8_t)(in[i] + (((i >= pixel ? out[i - pixel] : 0) + above[i]) >> 1));
}

static inline int away(int a) { return a < 0 ? -a : a; }

/* The byte of left, up and corner that is nearest to left + up - corner, the first of equals. */
static inline int paeth_guess(int left, int up, int corner) {
  const int byLeft = away(up - corner), byUp = away(left - corner), byCorner = away(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

#if defined(__SSE2__)
/* What decides the guesses of eight lanes of 16 bits, found before the byte to the left is known: between `low` and `high` it is
 * the lesser of up and corner as far as `middle`, the greater one beyond; elsewhere it is left. */
typedef struct {
  __m128i low, middle, high;
  /* What is added, and its sums with the lesser and the greater one. */
  __m128i added, lesser, greater;
} paeth_limits;

/* Left is nearest to left + up - corner where it does not lie between up and 3 corner - 2 up. Sums of bytes wrap around. */
static inline paeth_limits limits_of_paeth(__m128i up, __m128i corner, __m128i added) {
  const __m128i rise = _mm_sub_epi16(up, corner), falls = _mm_srai_epi16(rise, 15);
  const __m128i far = _mm_sub_epi16(corner, _mm_add_epi16(rise, rise));
  const __m128i half = _mm_srai_epi16(_mm_sub_epi16(rise, falls), 1);
  /* One less where up is the greater one: of two as near, up comes before the corner. */
  const __m128i middle = _mm_sub_epi16(_mm_sub_epi16(corner, half), _mm_add_epi16(falls, _mm_set1_epi16(1)));
  return (paeth_limits){
    .low = _mm_min_epi16(up, far), .middle = middle, .high = _mm_max_epi16(up, far), .added = added,
    .lesser = _mm_add_epi8(_mm_min_epi16(up, corner), added), .greater = _mm_add_epi8(_mm_max_epi16(up, corner), added)};
}

/* The pixel right of `left`, in the first lanes. */
static inline __m128i paeth_step(__m128i left, const paeth_limits *limits) {
  const __m128i between = _mm_and_si128(_mm_cmpgt_epi16(left, limits->low), _mm_cmpgt_epi16(limits->high, left));
  const __m128i beyond = _mm_cmpgt_epi16(left, limits->middle);
  const __m128i inner = _mm_or_si128(_mm_and_si128(beyond, limits->greater), _mm_andnot_si128(beyond, limits->lesser));
  const __m128i outer = _mm_add_epi8(left, limits->added);
  return _mm_or_si128(_mm_and_si128(between, inner), _mm_andnot_si128(between, outer));
}

/* The lanes of the pixel after. */
#define NEXT_LANES(v, pixel) ((pixel) == 1 ? _mm_srli_si128(v, 2) : _mm_srli_si128(v, 4))
static inline paeth_limits next_pixel(paeth_limits l, const size_t pixel) {
  return (paeth_limits){
    .low = NEXT_LANES(l.low, pixel), .middle = NEXT_LANES(l.middle, pixel), .high = NEXT_LANES(l.high, pixel),
    .added = NEXT_LANES(l.added, pixel), .lesser = NEXT_LANES(l.lesser, pixel),
    .greater = NEXT_LANES(l.greater, pixel)};
}
#endif

/* Eight bytes at a time, in few steps from one pixel to the next, which waits for it; the number of bytes that were done. */
static inline size_t unfilter_paeth_vectors(
  const uint8_t *in, const uint8_t *above, uint8_t *out, size_t count, const size_t pixel) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  __m128i left = zero, last = zero;
  for (; i + 8 <= count; i += 8) {
    const __m128i ups = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(above + i)), zero);
    const __m128i added = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(in + i)), zero);
    /* The lanes before: those of the last pixel, then all but the last. */
    const __m128i corners = pixel == 1 ? _mm_or_si128(_mm_slli_si128(ups, 2), _mm_srli_si128(last, 14))
                                       : _mm_or_si128(_mm_slli_si128(ups, 4), _mm_srli_si128(last, 12));
    last = ups;
    paeth_limits limits = limits_of_paeth(ups, corners, added);
    __m128i pixels[8];
#pragma GCC unroll 8
    for (size_t k = 0; k < 8 / pixel; k++) {
      pixels[k] = left = paeth_step(left, &limits);
      limits = next_pixel(limits, pixel);
    }
    const __m128i lanes = pixel == 1 ? _mm_unpacklo_epi64(first_words(pixels), first_words(pixels + 4))
                                     : first_double_words(pixels);
    _mm_storel_epi64((__m128i *)(out + i), _mm_packus_epi16(lanes, lanes));
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
