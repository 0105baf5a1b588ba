/* The kernels, written once in vectors that any compiler target splits into its own, and compiled for each level. */
#ifndef CRASTERKERNELS_KERNELS_H
#define CRASTERKERNELS_KERNELS_H

#include <string.h>

#include "levels.h"

/* Products and sums are rounded one by one on every machine. */
#pragma STDC FP_CONTRACT OFF

typedef float f4 __attribute__((vector_size(16)));
typedef double d4 __attribute__((vector_size(32)));
/* Eight numbers anywhere in memory. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

#define AT(type, place) (*(const type *)(const void *)(place))

/* Four vectors of four as four columns. */
KERNEL_INLINE void transpose(f4 *v) {
  const f4 a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5), b = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
  const f4 c = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5), d = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  v[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  v[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  v[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  v[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

enum { rows_at_once = 8 };

/* Eight rows side by side between margins that repeat their ends: the window's first sample leaves before one enters. */
KERNEL_INLINE void lay_side_by_side(float *const *rows, size_t width, size_t radius, f4 *line) {
  f4 *middle = line + 2 * (radius + 1);
  for (size_t half = 0; half < 2; half++) {
    float *const *own = rows + 4 * half;
    size_t x = 0;
    for (; x + 4 <= width; x += 4) {
      f4 block[4];
      for (size_t k = 0; k < 4; k++) memcpy(&block[k], own[k] + x, sizeof block[k]);
      transpose(block);
      for (size_t k = 0; k < 4; k++) middle[2 * (x + k) + half] = block[k];
    }
    for (; x < width; x++) middle[2 * x + half] = (f4){own[0][x], own[1][x], own[2][x], own[3][x]};
    for (size_t i = 0; i <= radius; i++) line[2 * i + half] = middle[half];
    for (size_t i = 0; i < radius; i++) middle[2 * (width + i) + half] = middle[2 * (width - 1) + half];
  }
}

/* Moves the windows on by a place and takes the means. */
KERNEL_INLINE void step(d4 *sums, const f4 *entering, const f4 *leaving, double scale, f4 *even, f4 *odd) {
  for (size_t half = 0; half < 2; half++) {
    sums[half] += __builtin_convertvector(entering[half], d4) - __builtin_convertvector(leaving[half], d4);
    *(half ? odd : even) = __builtin_convertvector(sums[half] * scale, f4);
  }
}

/* Eight running sums, each a chain of additions, do not wait for one another. */
KERNEL_INLINE void slide(float *const *rows, size_t width, size_t radius, const f4 *line) {
  const double scale = 1 / (double)(2 * radius + 1);
  d4 sums[2] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
  for (size_t i = 0; i <= 2 * radius; i++)
    for (size_t half = 0; half < 2; half++) sums[half] += __builtin_convertvector(line[2 * i + half], d4);
  const f4 *entering = line + 2 * (2 * radius + 1);
  size_t x = 0;
  for (; x + 4 <= width; x += 4) {
    f4 means[2][4];
    for (size_t k = 0; k < 4; k++)
      step(sums, entering + 2 * (x + k), line + 2 * (x + k), scale, &means[0][k], &means[1][k]);
    for (size_t half = 0; half < 2; half++) {
      transpose(means[half]);
      for (size_t k = 0; k < 4; k++) memcpy(rows[4 * half + k] + x, &means[half][k], sizeof means[half][k]);
    }
  }
  for (; x < width; x++) {
    f4 means[2];
    step(sums, entering + 2 * x, line + 2 * x, scale, &means[0], &means[1]);
    for (size_t k = 0; k < rows_at_once; k++) rows[k][x] = means[k / 4][k % 4];
  }
}

KERNEL void LEVEL(means_along_rows)(float *samples, size_t width, size_t height, size_t radius, void *scratch) {
  for (size_t y = 0; y < height; y += rows_at_once) {
    float *rows[rows_at_once];
    /* Below the last row, that row again: its means are written again. */
    for (size_t k = 0; k < rows_at_once; k++) rows[k] = samples + (y + k < height ? y + k : height - 1) * width;
    lay_side_by_side(rows, width, radius, scratch);
    slide(rows, width, radius, scratch);
  }
}

/* Moves the window down by a row: `row` is written, `entering` enters, what `leaving` holds leaves and `row` is kept there. */
KERNEL_INLINE void move_down(
  float *row, const float *entering, float *leaving, double *sums, size_t width, double scale) {
#pragma clang loop vectorize(assume_safety)
  for (size_t x = 0; x < width; x++) {
    const float old = row[x];
    const double sum = sums[x] + ((double)entering[x] - (double)leaving[x]);
    sums[x] = sum;
    leaving[x] = old;
    row[x] = (float)(sum * scale);
  }
}

/* The rows that are written over are kept until the window has left them. */
KERNEL void LEVEL(means_along_columns)(float *samples, size_t width, size_t height, size_t radius, void *scratch) {
  double *sums = scratch;
  float *kept = (float *)(sums + width);
  const size_t last = height - 1;
  const double scale = 1 / (double)(2 * radius + 1);
  for (size_t x = 0; x < width; x++) sums[x] = 0;
  for (size_t i = 0; i <= 2 * radius; i++) {
    /* Above the plane its first row repeats, below it the last. */
    const size_t y = i <= radius ? 0 : i - radius - 1;
    const float *row = samples + (y < last ? y : last) * width;
    for (size_t x = 0; x < width; x++) sums[x] += (double)row[x];
  }
  for (size_t i = 0; i <= radius; i++) memcpy(kept + i * width, samples, width * sizeof *kept);
  for (size_t y = 0; y <= last; y++) {
    const float *entering = samples + (y + radius < last ? y + radius : last) * width;
    move_down(samples + y * width, entering, kept + y % (radius + 1) * width, sums, width, scale);
  }
}

KERNEL void LEVEL(sum_stretches)(
  const float *source, const ptrdiff_t *starts, const float *weights, size_t taps, float *out, size_t count) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const float *from = source + i;
    eight sums[2];
    for (size_t h = 0; h < 2; h++) sums[h] = AT(eight, from + starts[0] + 8 * h) * weights[0];
    size_t k = 1;
    for (; k + 4 <= taps; k += 4) {
      const float *a = from + starts[k], *b = from + starts[k + 1], *c = from + starts[k + 2], *d = from + starts[k + 3];
      for (size_t h = 0; h < 16; h += 8)
        sums[h / 8] += (AT(eight, a + h) * weights[k] + AT(eight, b + h) * weights[k + 1])
          + (AT(eight, c + h) * weights[k + 2] + AT(eight, d + h) * weights[k + 3]);
    }
    for (; k < taps; k++)
      for (size_t h = 0; h < 2; h++) sums[h] += AT(eight, from + starts[k] + 8 * h) * weights[k];
    memcpy(out + i, sums, sizeof sums);
  }
  for (; i < count; i++) {
    const float *from = source + i;
    float sum = from[starts[0]] * weights[0];
    size_t k = 1;
    for (; k + 4 <= taps; k += 4)
      sum += (from[starts[k]] * weights[k] + from[starts[k + 1]] * weights[k + 1])
        + (from[starts[k + 2]] * weights[k + 2] + from[starts[k + 3]] * weights[k + 3]);
    for (; k < taps; k++) sum += from[starts[k]] * weights[k];
    out[i] = sum;
  }
}

/* The rows' sum, a block of columns at a time, so that it stays in registers. */
#define WEIGH_ROWS(first, rows, weights, line, width)                                                                  \
  do {                                                                                                                 \
    enum { block = 16 };                                                                                               \
    size_t x = 0;                                                                                                      \
    for (; x + block <= (width); x += block) {                                                                         \
      float sums[block];                                                                                               \
      for (size_t i = 0; i < block; i++) sums[i] = (float)(first)[x + i] * (weights)[0];                               \
      for (size_t y = 1; y < (rows); y++) {                                                                            \
        const float weight = (weights)[y + 1 == (rows) ? 2 : 1];                                                       \
        for (size_t i = 0; i < block; i++) sums[i] += (float)(first)[y * (width) + x + i] * weight;                    \
      }                                                                                                                \
      memcpy((line) + x, sums, sizeof sums);                                                                           \
    }                                                                                                                  \
    for (; x < (width); x++) {                                                                                         \
      float sum = (float)(first)[x] * (weights)[0];                                                                    \
      for (size_t y = 1; y < (rows); y++)                                                                              \
        sum += (float)(first)[y * (width) + x] * (weights)[y + 1 == (rows) ? 2 : 1];                                   \
      (line)[x] = sum;                                                                                                 \
    }                                                                                                                  \
  } while (0)

KERNEL void LEVEL(weigh_rows_16)(
  const uint16_t *first, size_t rows, const float weights[3], float *line, size_t width) {
  WEIGH_ROWS(first, rows, weights, line, width);
}

KERNEL void LEVEL(weigh_rows_8)(
  const uint8_t *first, size_t rows, const float weights[3], float *line, size_t width) {
  WEIGH_ROWS(first, rows, weights, line, width);
}

KERNEL void LEVEL(weigh_rows_float)(
  const float *first, size_t rows, const float weights[3], float *line, size_t width) {
  WEIGH_ROWS(first, rows, weights, line, width);
}

KERNEL void LEVEL(flag_flat)(
  const float *restrict values, const float *restrict slopes, size_t count, float low, float high, float steepest,
  uint8_t *restrict flags) {
  for (size_t i = 0; i < count; i++)
    flags[i] = (uint8_t)((slopes[i] < steepest) & (values[i] > low) & (values[i] < high));
}

#endif
