/* Rows by registers of eight sums, for AVX2 and AVX-VNNI: before this file is included, TARGET names the instructions
 * and MULTIPLY_ADD(sum, word, factors) adds the products of a word of inputs with the weights of eight outputs. */
#include <immintrin.h>
#include <string.h>

#include "row.h"

enum { most = 6 };

#define INLINE_TARGET static inline __attribute__((always_inline, target(TARGET)))

INLINE_TARGET __m256i load(const void *from) { return _mm256_loadu_si256((const __m256i *)from); }

/* Eight sums rescaled. */
INLINE_TARGET __m256i rescaled_sums(__m256i sums, const int32_t *multipliers) {
  const __m256i factors = load(multipliers), half = _mm256_set1_epi64x((int64_t)1 << 31);
  const __m256i even = _mm256_add_epi64(_mm256_mul_epi32(sums, factors), half);
  const __m256i odd =
    _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(sums, 32), _mm256_srli_epi64(factors, 32)), half);
  /* The upper halves: the odd ones stand where they belong. */
  return _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA);
}

INLINE_TARGET void finish_bytes(const row *r, size_t x, size_t block, __m256i low, __m256i high) {
  const int32_t *multipliers = r->rescaling[block].multiplier;
  const size_t first = block * CNETWORK_LANES;
  /* Packing saturates at 0 and 255. */
  const __m256i words = _mm256_packs_epi32(rescaled_sums(low, multipliers), rescaled_sums(high, multipliers + 8));
  const __m256i ordered = _mm256_permute4x64_epi64(words, 0xD8);
  const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(ordered), _mm256_extracti128_si256(ordered, 1));
  uint8_t *to = r->bytes + x * r->outputs + first;
  if (r->outputs - first >= CNETWORK_LANES) {
    _mm_storeu_si128((__m128i *)to, bytes);
  } else {
    uint8_t stored[CNETWORK_LANES];
    _mm_storeu_si128((__m128i *)stored, bytes);
    memcpy(to, stored, r->outputs - first);
  }
}

INLINE_TARGET void sum_pixels(const row *r, size_t x, size_t block, const size_t many) {
  const uint8_t *weights = r->weights + block * block_size(r);
  const int32_t *bias = r->rescaling[block].bias;
  const size_t pixel = 4 * r->pixel;
  __m256i low[most], high[most];
  UNROLLED for (size_t p = 0; p < many; p++) {
    low[p] = load(bias);
    high[p] = load(bias + 8);
  }
  for (size_t ky = 0; ky < r->kernel; ky++) {
    const uint8_t *inputs = r->inputs[ky] + x * pixel;
    for (size_t t = 0; t < r->taps; t++) {
      const __m256i first = load(weights), second = load(weights + 32);
      UNROLLED for (size_t p = 0; p < many; p++) {
        int32_t word;
        memcpy(&word, inputs + p * pixel, sizeof word);
        const __m256i all = _mm256_set1_epi32(word);
        low[p] = MULTIPLY_ADD(low[p], all, first);
        high[p] = MULTIPLY_ADD(high[p], all, second);
      }
      weights += 4 * CNETWORK_LANES;
      inputs += 4;
    }
  }
  __m256i stored[2 * most];
  UNROLLED for (size_t p = 0; p < many; p++) {
    stored[2 * p] = low[p];
    stored[2 * p + 1] = high[p];
  }
  for (size_t p = 0; p < many; p++) {
    if (r->bytes) {
      finish_bytes(r, x + p, block, stored[2 * p], stored[2 * p + 1]);
    } else {
      int32_t sums[CNETWORK_LANES];
      memcpy(sums, stored + 2 * p, sizeof sums);
      finish_slowly(r, x + p, block, sums);
    }
  }
}

#define ROW_FUNCTION(name)                                                                                             \
  __attribute__((target(TARGET))) void name(const row *r) {                                                            \
    for (size_t block = 0; block * CNETWORK_LANES < r->outputs; block++)                                               \
      FOR_STRETCHES(r->width, most, sum_pixels(r, at, block, most), sum_pixels(r, at, block, 1));                      \
  }
