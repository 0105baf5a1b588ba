#include "CNetwork.h"

/* Products and sums are rounded one by one on every machine. */
#pragma STDC FP_CONTRACT OFF

void cnetwork_quantise(
  const float *values, size_t width, size_t height, float factor, float offset, uint8_t *bytes, size_t stride) {
  for (size_t y = 0; y < height; y++) {
    const float *restrict from = values + y * width;
    uint8_t *restrict to = bytes + y * stride;
    for (size_t x = 0; x < width; x++) {
      const float value = from[x] * factor + offset + 0.5f;
      const float above = value > 0 ? value : 0;
      to[x] = (uint8_t)(int32_t)(above < 255 ? above : 255);
    }
  }
}

void cnetwork_unshuffle(const uint8_t *planes, size_t channels, size_t width, size_t height, uint8_t *bytes) {
  const size_t w = width / 2, h = height / 2;
  for (size_t y = 0; y < h; y++) {
    for (size_t c = 0; c < channels; c++) {
      const uint8_t *upper = planes + (c * height + 2 * y) * width, *lower = upper + width;
      uint8_t *to = bytes + y * w * 4 * channels + 4 * c;
      for (size_t x = 0; x < w; x++, to += 4 * channels) {
        to[0] = upper[2 * x];
        to[1] = upper[2 * x + 1];
        to[2] = lower[2 * x];
        to[3] = lower[2 * x + 1];
      }
    }
  }
}

static inline uint8_t larger(uint8_t a, uint8_t b) { return a > b ? a : b; }

void cnetwork_pool(const uint8_t *values, size_t channels, size_t width, size_t height, uint8_t *bytes) {
  const size_t row = width * channels;
  for (size_t y = 0; y < height / 2; y++) {
    for (size_t x = 0; x < width / 2; x++) {
      const uint8_t *restrict from = values + 2 * y * row + 2 * x * channels;
      uint8_t *restrict to = bytes + (y * (width / 2) + x) * channels;
      for (size_t c = 0; c < channels; c++)
        to[c] = larger(
          larger(from[c], from[channels + c]), larger(from[row + c], from[row + channels + c]));
    }
  }
}
