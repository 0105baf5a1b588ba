#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "row.h"

#define TARGET "avx512f,avx512bw,avx512vl,avx512vnni"
#define INLINE_TARGET static inline __attribute__((always_inline, target(TARGET)))

enum { most_pixels = 14, most_blocks = 4 };

INLINE_TARGET __m512i load(const void *from) { return _mm512_loadu_si512(from); }

/* 16 sums rescaled, by the multipliers of the even outputs and those of the odd ones, each at the lower half of 64 bits. */
INLINE_TARGET __m512i rescaled_sums(__m512i sums, __m512i evens, __m512i odds) {
  const __m512i half = _mm512_set1_epi64((int64_t)1 << 31);
  const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(sums, evens), half);
  const __m512i odd = _mm512_add_epi64(_mm512_mul_epi32(_mm512_srli_epi64(sums, 32), odds), half);
  /* The upper halves: the odd ones stand where they belong. */
  return _mm512_mask_shuffle_epi32(odd, 0x5555, even, _MM_PERM_DDBB);
}

/* Stores the results of `many` pixels from `x` on. */
INLINE_TARGET void finish(const row *r, size_t x, size_t block, const __m512i *sums, const size_t many) {
  const size_t first = block * CNETWORK_LANES, left = r->outputs - first;
  /* Read once: a store of bytes may change anything for all that the compiler knows. */
  const __m512i evens = load(r->rescaling[block].multiplier), odds = _mm512_srli_epi64(evens, 32);
  const __mmask16 kept = left >= CNETWORK_LANES ? 0xFFFF : (__mmask16)((1u << left) - 1);
  const size_t step = r->outputs;
  if (r->words) {
    const __m256i lowest = _mm256_set1_epi16((int16_t)r->lowest), highest = _mm256_set1_epi16((int16_t)r->highest);
    int16_t *to = r->words + x * step + first;
    UNROLLED for (size_t p = 0; p < many; p++, to += step) {
      const __m256i words = _mm512_cvtsepi32_epi16(rescaled_sums(sums[p], evens, odds));
      _mm256_mask_storeu_epi16(to, kept, _mm256_min_epi16(_mm256_max_epi16(words, lowest), highest));
    }
    return;
  }
  uint8_t *to = r->bytes + x * step + first;
  UNROLLED for (size_t p = 0; p < many; p++, to += step) {
    const __m512i all = _mm512_max_epi32(rescaled_sums(sums[p], evens, odds), _mm512_setzero_si512());
    const __m128i bytes = _mm512_cvtusepi32_epi8(all);
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
  UNROLLED for (size_t b = 0; b < blocks; b++) {
    __m512i of_block[most_pixels];
    UNROLLED for (size_t p = 0; p < many; p++) of_block[p] = sums[p][b];
    finish(r, x, block + b, of_block, many);
  }
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
