#ifndef CNETWORK_H
#define CNETWORK_H

#include <stddef.h>
#include <stdint.h>

/// The segmentation network's weights file as it is built into the program.
const uint8_t *cnetwork_weights(size_t *count);

/// One convolution: weights as floats that hold integers, in blocks of four outputs: [out / 4][in][ky][kx][4],
/// zeros where the last block has fewer.
typedef struct {
  size_t inputs;
  size_t outputs;
  size_t kernel;   // 1 or 3
  const float *weights;
  const int32_t *rescaling;  // the outputs' bias, then their multiplier, then their shift
  int32_t lowest;
  int32_t highest;
} cnetwork_layer;

/// The number of floats that ``cnetwork_convolve`` needs as scratch.
size_t cnetwork_scratch(const cnetwork_layer *layer, size_t width);

/// output[o][y][x] = clamp((acc * multiplier[o] + 2^(shift[o] - 1)) >> shift[o], lowest, highest), where
/// acc = bias[o] + sum of weight[o][i][ky][kx] * input[i][y + ky - r][x + kx - r], zero outside the plane.
///
/// Exact on every machine as long as no sum of magnitudes reaches 2^24: the float lanes then only hold integers.
void cnetwork_convolve(
    const cnetwork_layer *layer, const int16_t *input, size_t width, size_t height, float *scratch, int16_t *output);

#endif
