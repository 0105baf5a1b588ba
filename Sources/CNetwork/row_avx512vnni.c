#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "row.h"

#define TARGET "avx512f,avx512bw,avx512vl,avx512vnni"
#define INLINE_TARGET static inline __attribute__((always_inline, target(TARGET)))

enum { most_pixels = 14, most_blocks = 4 };

INLINE_TARGET __m512i load(const void *from) { return _mm512_loadu_si512(from); }

/* 16 sums rescaled to 0 ... 255. */
INLINE_TARGET __m128i rescaled_bytes(__m512i sums, const cnetwork_rescaling *numbers) {
  const __m512i above = _mm512_max_epi32(sums, _mm512_setzero_si512());
  __m512i even = _mm512_mul_epu32(above, load(numbers->multiplier[0]));
  __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(above, 32), load(numbers->multiplier[1]));
  even = _mm512_srlv_epi64(_mm512_add_epi64(even, load(numbers->half[0])), load(numbers->shift[0]));
  odd = _mm512_srlv_epi64(_mm512_add_epi64(odd, load(numbers->half[1])), load(numbers->shift[1]));
  return _mm512_cvtusepi32_epi8(_mm512_or_si512(even, _mm512_slli_epi64(odd, 32)));
}

/* 16 sums rescaled to `lowest` ... `highest`. */
INLINE_TARGET __m256i rescaled_words(__m512i sums, const cnetwork_rescaling *numbers, int32_t lowest, int32_t highest) {
  __m512i even = _mm512_mul_epi32(sums, load(numbers->multiplier[0]));
  __m512i odd = _mm512_mul_epi32(_mm512_srli_epi64(sums, 32), load(numbers->multiplier[1]));
  even = _mm512_srav_epi64(_mm512_add_epi64(even, load(numbers->half[0])), load(numbers->shift[0]));
  odd = _mm512_srav_epi64(_mm512_add_epi64(odd, load(numbers->half[1])), load(numbers->shift[1]));
  const __m512i all = _mm512_mask_blend_epi32(0xAAAA, even, _mm512_slli_epi64(odd, 32));
  return _mm512_cvtepi32_epi16(
    _mm512_min_epi32(_mm512_max_epi32(all, _mm512_set1_epi32(lowest)), _mm512_set1_epi32(highest)));
}

/* Stores the results of `many` pixels from `x` on. */
INLINE_TARGET void finish(const row *r, size_t x, size_t block, const __m512i *sums, const size_t many) {
  const size_t first = block * CNETWORK_LANES, left = r->outputs - first;
  const cnetwork_rescaling *numbers = r->rescaling + block;
  const __mmask16 kept = left >= CNETWORK_LANES ? 0xFFFF : (__mmask16)((1u << left) - 1);
  if (r->words) {
    int16_t *to = r->words + x * r->outputs + first;
    for (size_t p = 0; p < many; p++, to += r->outputs)
      _mm256_mask_storeu_epi16(to, kept, rescaled_words(sums[p], numbers, r->lowest, r->highest));
    return;
  }
  uint8_t *to = r->bytes + x * r->outputs + first;
  for (size_t p = 0; p < many; p++, to += r->outputs) {
    const __m128i bytes = rescaled_bytes(sums[p], numbers);
    if (left >= CNETWORK_LANES) _mm_storeu_si128((__m128i *)to, bytes);
    else _mm_mask_storeu_epi8(to, kept, bytes);
  }
}

/* Sums of `blocks` times 16 outputs at `many` pixels from `x` on: their product is the number of registers in use. */
INLINE_TARGET void sum_pixels(const row *r, size_t x, size_t block, const size_t many, const size_t blocks) {
  const size_t size = block_size(r), pixel = 4 * r->pixel;
  const uint8_t *weights = r->weights + block * size;
  __m512i sums[most_pixels][most_blocks];
  UNROLLED for (size_t b = 0; b < blocks; b++)
    UNROLLED for (size_t p = 0; p < many; p++) sums[p][b] = load(r->rescaling[block + b].bias);
  for (size_t ky = 0; ky < r->kernel; ky++) {
    const uint8_t *inputs = r->inputs[ky] + x * pixel;
    for (size_t t = 0; t < r->taps; t++) {
      __m512i factors[most_blocks];
      UNROLLED for (size_t b = 0; b < blocks; b++) factors[b] = load(weights + b * size);
      UNROLLED for (size_t p = 0; p < many; p++) {
        int32_t word;
        memcpy(&word, inputs + p * pixel, sizeof word);
        const __m512i all = _mm512_set1_epi32(word);
        UNROLLED for (size_t b = 0; b < blocks; b++) sums[p][b] = _mm512_dpbusd_epi32(sums[p][b], all, factors[b]);
      }
      weights += 4 * CNETWORK_LANES;
      inputs += 4;
    }
  }
  __m512i stored[most_pixels * most_blocks];
  UNROLLED for (size_t p = 0; p < many; p++)
    UNROLLED for (size_t b = 0; b < blocks; b++) stored[b * many + p] = sums[p][b];
  for (size_t b = 0; b < blocks; b++) finish(r, x, block + b, stored + b * many, many);
}

__attribute__((target(TARGET))) void cnetwork_row_avx512vnni(const row *r) {
  const size_t blocks = (r->outputs + CNETWORK_LANES - 1) / CNETWORK_LANES;
  size_t block = 0;
  while (block < blocks) {
    /* Five blocks are summed as three and two. */
    switch (blocks - block == 5 ? 3 : blocks - block) {
    case 1:
      FOR_STRETCHES(r->width, 14, sum_pixels(r, at, block, 14, 1), sum_pixels(r, at, block, 1, 1));
      block += 1;
      break;
    case 2:
      FOR_STRETCHES(r->width, 12, sum_pixels(r, at, block, 12, 2), sum_pixels(r, at, block, 1, 2));
      block += 2;
      break;
    case 3:
      FOR_STRETCHES(r->width, 8, sum_pixels(r, at, block, 8, 3), sum_pixels(r, at, block, 1, 3));
      block += 3;
      break;
    default:
      FOR_STRETCHES(r->width, 6, sum_pixels(r, at, block, 6, 4), sum_pixels(r, at, block, 1, 4));
      block += 4;
    }
  }
}

#endif
