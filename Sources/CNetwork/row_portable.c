#include <string.h>

#include "row.h"

/* Sums of 16 outputs at one pixel, two channels at a time: a loop that any compiler turns into vectors. */
static void sum_pixel(const row *r, size_t x, size_t block) {
  const uint8_t *weights = r->weights + block * block_size(r);
  int32_t sums[CNETWORK_LANES];
  memcpy(sums, r->rescaling[block].bias, sizeof sums);
  for (size_t ky = 0; ky < r->kernel; ky++) {
    const uint8_t *inputs = r->inputs[ky] + x * r->pixel * 4;
    for (size_t t = 0; t < r->taps; t++) {
      int16_t pair[2], factors[2 * CNETWORK_LANES];
      memcpy(pair, inputs + 4 * t, sizeof pair);
      memcpy(factors, weights, sizeof factors);
      for (size_t k = 0; k < CNETWORK_LANES; k++)
        sums[k] += (int32_t)factors[2 * k] * pair[0] + (int32_t)factors[2 * k + 1] * pair[1];
      weights += sizeof factors;
    }
  }
  finish_slowly(r, x, block, sums);
}

void cnetwork_row_portable(const row *r) {
  for (size_t block = 0; block * CNETWORK_LANES < r->outputs; block++)
    for (size_t x = 0; x < r->width; x++) sum_pixel(r, x, block);
}
