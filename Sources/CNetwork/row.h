/* What the kernels of all levels compute: one row of 16 outputs at a time. */
#ifndef CNETWORK_ROW_H
#define CNETWORK_ROW_H

#include "CNetwork.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Before a loop over registers: it must not remain one. */
#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 64")
#endif

/* One row of a convolution. Inputs lie in words of 32 bits (four channels of bytes or two of 16 bits), the taps of a
 * pixel in a row one after the other, so that each of the kernel's rows is one run of words. */
typedef struct {
  /* The rows of input under the kernel, from the pixel left of the first one (kernel 3) or the first (kernel 1). */
  const uint8_t *inputs[3];
  size_t kernel;
  /* Words of one pixel, and of one pixel's taps in a row. */
  size_t pixel;
  size_t taps;
  size_t width;
  size_t outputs;
  const uint8_t *weights;
  const cnetwork_rescaling *rescaling;
  /* One of them: results from 0 to 255, or from `lowest` to `highest`. */
  uint8_t *bytes;
  int16_t *words;
  int32_t lowest;
  int32_t highest;
} row;

void cnetwork_row_portable(const row *r);
#if defined(__x86_64__)
void cnetwork_row_sse2(const row *r);
void cnetwork_row_avx2(const row *r);
void cnetwork_row_avxvnni(const row *r);
void cnetwork_row_avx512vnni(const row *r);
#endif

/* The bytes of the weights of one block of 16 outputs. */
ALWAYS_INLINE size_t block_size(const row *r) { return r->kernel * r->taps * 4 * CNETWORK_LANES; }

/* The rescaled sum of one output, as the header of CNetwork defines it. */
ALWAYS_INLINE int32_t rescaled(const cnetwork_rescaling *numbers, size_t lane, int32_t sum, int32_t low, int32_t high) {
  const int64_t value = ((int64_t)sum * numbers->multiplier[lane] + ((int64_t)1 << 31)) >> 32;
  return (int32_t)(value < low ? low : value > high ? high : value);
}

/* Stores the results of one pixel and block of outputs from its sums, bias included. */
ALWAYS_INLINE void finish_slowly(const row *r, size_t x, size_t block, const int32_t *sums) {
  const size_t first = block * CNETWORK_LANES;
  const size_t count = r->outputs - first < CNETWORK_LANES ? r->outputs - first : CNETWORK_LANES;
  const cnetwork_rescaling *numbers = r->rescaling + block;
  const size_t to = x * r->outputs + first;
  if (r->bytes)
    for (size_t k = 0; k < count; k++) r->bytes[to + k] = (uint8_t)rescaled(numbers, k, sums[k], 0, 255);
  else
    for (size_t k = 0; k < count; k++) r->words[to + k] = (int16_t)rescaled(numbers, k, sums[k], r->lowest, r->highest);
}

/* Walks over a row in stretches of `many` pixels; the last one reaches back where the width is no multiple of it, and a
 * row shorter than that goes pixel by pixel. */
#define FOR_STRETCHES(width, many, AT, SINGLE)                                                                         \
  do {                                                                                                                 \
    if ((width) >= (many)) {                                                                                           \
      for (size_t x = 0; x < (width); x += (many)) {                                                                   \
        const size_t at = (width)-x < (many) ? (width) - (many) : x;                                                   \
        AT;                                                                                                            \
      }                                                                                                                \
    } else {                                                                                                           \
      for (size_t at = 0; at < (width); at++) SINGLE;                                                                  \
    }                                                                                                                  \
  } while (0)

#endif
