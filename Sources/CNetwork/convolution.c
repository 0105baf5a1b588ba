#include "CNetwork.h"

#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// Eight pixels of a row; loads and stores need no alignment.
typedef float lanes __attribute__((vector_size(32), aligned(4)));

enum { outputs_at_once = 4, margin = 8, most_lanes = 16 };

/// The floats of one channel's row in the scratch: zeros on both sides, and room for a last block that runs over.
static size_t row_stride(size_t width) { return (width + most_lanes - 1) / most_lanes * most_lanes + 2 * margin; }

size_t cnetwork_scratch(const cnetwork_layer *layer, size_t width) {
  return layer->kernel * layer->inputs * row_stride(width);
}

/// Sums of four outputs over `8 * groups` pixels that start at `x`.
ALWAYS_INLINE void accumulate(
    const float *const rows[3], size_t stride, size_t inputs, const size_t kernel, const float *weights,
    const size_t groups, float sums[outputs_at_once][most_lanes]) {
  lanes total[outputs_at_once][2] = {0};
  for (size_t i = 0; i < inputs; i++) {
    for (size_t ky = 0; ky < kernel; ky++) {
      const float *row = rows[ky] + i * stride - kernel / 2;
      for (size_t kx = 0; kx < kernel; kx++) {
        for (size_t g = 0; g < groups; g++) {
          const lanes pixels = *(const lanes *)(row + kx + 8 * g);
          for (size_t o = 0; o < outputs_at_once; o++) total[o][g] += pixels * weights[o];
        }
        weights += outputs_at_once;
      }
    }
  }
  for (size_t o = 0; o < outputs_at_once; o++)
    for (size_t g = 0; g < groups; g++) *(lanes *)(sums[o] + 8 * g) = total[o][g];
}

ALWAYS_INLINE int16_t rescaled(const cnetwork_layer *layer, size_t output, float sum) {
  const int32_t *numbers = layer->rescaling + output;
  const int64_t bias = numbers[0], multiplier = numbers[layer->outputs];
  const int32_t shift = numbers[2 * layer->outputs];
  const int64_t value = (((int64_t)(int32_t)sum + bias) * multiplier + ((int64_t)1 << (shift - 1))) >> shift;
  return (int16_t)(value < layer->lowest ? layer->lowest : value > layer->highest ? layer->highest : value);
}

ALWAYS_INLINE void fill_row(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, size_t y, float *slot) {
  const size_t stride = row_stride(width);
  for (size_t i = 0; i < layer->inputs; i++) {
    const int16_t *from = input + (i * height + y) * width;
    float *to = slot + i * stride + margin;
    for (size_t x = 0; x < width; x++) to[x] = from[x];
  }
}

ALWAYS_INLINE void convolve(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, float *scratch, int16_t *output,
    const size_t kernel, const size_t groups) {
  const size_t stride = row_stride(width), slot = layer->inputs * stride, reach = kernel / 2;
  float sums[outputs_at_once][most_lanes];
  memset(scratch, 0, cnetwork_scratch(layer, width) * sizeof *scratch);
  if (reach) fill_row(layer, input, width, height, 0, scratch + slot);
  for (size_t y = 0; y < height; y++) {
    // Row r stands in slot (r + 1) % 3; the row above the first one stays zero.
    const size_t next = y + reach;
    float *incoming = scratch + (next + reach) % kernel * slot;
    if (next < height) fill_row(layer, input, width, height, next, incoming);
    else memset(incoming, 0, slot * sizeof *incoming);
    const float *rows[3];
    for (size_t o = 0; o < layer->outputs; o += outputs_at_once) {
      const float *weights = layer->weights + o * layer->inputs * kernel * kernel;
      for (size_t x = 0; x < width; x += 8 * groups) {
        for (size_t k = 0; k < kernel; k++) rows[k] = scratch + (y + k) % kernel * slot + margin + x;
        accumulate(rows, stride, layer->inputs, kernel, weights, groups, sums);
        const size_t count = width - x < 8 * groups ? width - x : 8 * groups;
        for (size_t k = 0; k < outputs_at_once && o + k < layer->outputs; k++) {
          int16_t *to = output + ((o + k) * height + y) * width + x;
          for (size_t p = 0; p < count; p++) to[p] = rescaled(layer, o + k, sums[k][p]);
        }
      }
    }
  }
}

ALWAYS_INLINE void convolve_any(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, float *scratch, int16_t *output,
    const size_t groups) {
  if (layer->kernel == 3) convolve(layer, input, width, height, scratch, output, 3, groups);
  else convolve(layer, input, width, height, scratch, output, 1, groups);
}

#if defined(__x86_64__)
__attribute__((target("arch=x86-64-v3"))) static void convolve_wide(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, float *scratch, int16_t *output) {
  convolve_any(layer, input, width, height, scratch, output, 2);
}
#endif

void cnetwork_convolve(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, float *scratch, int16_t *output) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v3")) return convolve_wide(layer, input, width, height, scratch, output);
#endif
  // Sixteen registers of four floats hold the sums of one group only.
  convolve_any(layer, input, width, height, scratch, output, 1);
}
