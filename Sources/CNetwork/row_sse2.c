#if defined(__x86_64__)

#include <emmintrin.h>
#include <string.h>

#include "row.h"

enum { most = 2, quarters = CNETWORK_LANES / 4 };

/* Sums of 16 outputs at `many` pixels from `x` on. */
ALWAYS_INLINE void sum_pixels(const row *r, size_t x, size_t block, const size_t many) {
  const uint8_t *weights = r->weights + block * block_size(r);
  const size_t pixel = 4 * r->pixel;
  __m128i sums[most][quarters];
  UNROLLED for (size_t p = 0; p < many; p++)
    UNROLLED for (size_t q = 0; q < quarters; q++)
      sums[p][q] = _mm_loadu_si128((const __m128i *)(r->rescaling[block].bias + 4 * q));
  for (size_t ky = 0; ky < r->kernel; ky++) {
    const uint8_t *inputs = r->inputs[ky] + x * pixel;
    for (size_t t = 0; t < r->taps; t++) {
      __m128i pairs[most];
      UNROLLED for (size_t p = 0; p < many; p++) {
        int32_t word;
        memcpy(&word, inputs + p * pixel, sizeof word);
        pairs[p] = _mm_set1_epi32(word);
      }
      UNROLLED for (size_t q = 0; q < quarters; q++) {
        const __m128i factors = _mm_loadu_si128((const __m128i *)(weights + 16 * q));
        UNROLLED for (size_t p = 0; p < many; p++)
          sums[p][q] = _mm_add_epi32(sums[p][q], _mm_madd_epi16(pairs[p], factors));
      }
      weights += 4 * CNETWORK_LANES;
      inputs += 4;
    }
  }
  __m128i stored[most * quarters];
  UNROLLED for (size_t p = 0; p < many; p++)
    UNROLLED for (size_t q = 0; q < quarters; q++) stored[p * quarters + q] = sums[p][q];
  for (size_t p = 0; p < many; p++) {
    int32_t of_pixel[CNETWORK_LANES];
    memcpy(of_pixel, stored + p * quarters, sizeof of_pixel);
    finish_slowly(r, x + p, block, of_pixel);
  }
}

void cnetwork_row_sse2(const row *r) {
  for (size_t block = 0; block * CNETWORK_LANES < r->outputs; block++)
    FOR_STRETCHES(r->width, most, sum_pixels(r, at, block, most), sum_pixels(r, at, block, 1));
}

#endif
