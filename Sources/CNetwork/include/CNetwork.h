#ifndef CNETWORK_H
#define CNETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The segmentation network's weights file as it is built into the program.
const uint8_t *cnetwork_weights(size_t *count);

/// The weights file of the judge of candidates as it is built into the program.
const uint8_t *cnetwork_judge(size_t *count);

/// The instructions that a convolution is computed with. All give the same bits.
typedef enum __attribute__((enum_extensibility(closed))) : int32_t {
  /// Plain C, for any processor.
  cnetwork_level_portable,
  /// Eight 16-bit products at a time: every x86-64.
  cnetwork_level_sse2,
  /// Sixteen 16-bit products at a time.
  cnetwork_level_avx2,
  /// 32 products of bytes at a time.
  cnetwork_level_avxvnni,
  /// 64 products of bytes at a time.
  cnetwork_level_avx512vnni,
} cnetwork_level;

/// Whether this processor (and its operating system) has the instructions.
bool cnetwork_has_level(cnetwork_level level);

/// The outputs that are summed side by side; weights and rescaling are filled up to a multiple of it.
#define CNETWORK_LANES 16

/// The numbers that bring 16 outputs' sums back to small integers: (sum * multiplier + 2^31) >> 32, sums with their bias.
typedef struct {
  int32_t bias[CNETWORK_LANES];
  int32_t multiplier[CNETWORK_LANES];
} cnetwork_rescaling;

/// One convolution, packed for a level by ``cnetwork_pack``.
typedef struct {
  cnetwork_level level;
  size_t inputs;
  size_t outputs;
  /// 1 or 3.
  size_t kernel;
  const uint8_t *weights;
  const cnetwork_rescaling *rescaling;
} cnetwork_layer;

/// The bytes of a layer's packed weights.
size_t cnetwork_packed_size(cnetwork_level level, size_t inputs, size_t outputs, size_t kernel);

/// The number of ``cnetwork_rescaling`` that a layer needs.
size_t cnetwork_blocks(size_t outputs);

/// Packs weights [output][input][ky][kx], in blocks of 16 outputs: [block][ky][kx][input / n][16][n] with n inputs in
/// 32 bits (four bytes or two 16-bit numbers), and the outputs' bias, multiplier (not negative) and shift (17 ... 32), such that
/// multiplier << (32 - shift) stays in 31 bits.
void cnetwork_pack(
  cnetwork_level level, size_t inputs, size_t outputs, size_t kernel, const int8_t *weights, const int32_t *bias,
  const int32_t *multiplier, const int32_t *shift, uint8_t *packed, cnetwork_rescaling *rescaling);

/// Channels of bytes, pixel by pixel: value [y][x][channel].
typedef struct {
  const uint8_t *values;
  size_t channels;
  /// Whether each pixel stands for a block of 2 x 2.
  bool enlarged;
} cnetwork_source;

/// The bytes that ``cnetwork_convolve`` needs as scratch.
size_t cnetwork_scratch(const cnetwork_layer *layer, size_t width);

/// bytes[y][x][o] = clamp((sum * multiplier[o] + 2^(shift[o] - 1)) >> shift[o], 0, 255), where
/// sum = bias[o] + sum of weight[o][i][ky][kx] * input[y + ky - r][x + kx - r][i], zero outside the plane; the channels
/// of the two sources follow each other (the second may have none).
///
/// Exact on every machine as long as no sum of magnitudes reaches 2^24.
void cnetwork_convolve(
  const cnetwork_layer *layer, cnetwork_source first, cnetwork_source second, size_t width, size_t height,
  uint8_t *scratch, uint8_t *bytes);

/// Where the results of one class go: into one of the two, which the other leaves out.
typedef struct {
  /// The results themselves.
  int16_t *words;
  /// (result + limit) * 128 / limit, rounded down: 0 ... 255.
  uint8_t *bytes;
} cnetwork_plane;

/// The same with the results between -limit and limit - 1 (at most 32768; a power of two from 128 on where bytes are wanted),
/// each channel 4c + 2dy + dx of pixel (x, y) at planes[c][2y + dy][2x + dx]; the outputs are a multiple of 4.
void cnetwork_convolve_shuffled(
  const cnetwork_layer *layer, cnetwork_source source, size_t width, size_t height, int32_t limit, uint8_t *scratch,
  const cnetwork_plane *planes);

/// bytes[y][x] = values[y][x] * factor + offset, rounded to the nearest (halves up) and held between 0 and 255; rows of
/// `bytes` lie `stride` apart. No value is NaN.
void cnetwork_quantise(
  const float *values, size_t width, size_t height, float factor, float offset, uint8_t *bytes, size_t stride);

/// Every block of 2 x 2 as four channels: channel 4c + 2dy + dx of (x, y) is plane c at (2x + dx, 2y + dy).
/// `width` and `height` are those of the planes [c][y][x], and even.
void cnetwork_unshuffle(const uint8_t *planes, size_t channels, size_t width, size_t height, uint8_t *bytes);

/// The maximum of every block of 2 x 2 pixels; `width` and `height` are the source's, and even.
void cnetwork_pool(const uint8_t *values, size_t channels, size_t width, size_t height, uint8_t *bytes);

#endif
