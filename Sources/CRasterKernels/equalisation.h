/* Equalisation, for each level. Its means are of whole numbers: their sums are exact, so that nothing drifts and a window
 * moves by two additions. */
#include "kernels.h"

/* A step of a line. */
typedef int32_t whole __attribute__((vector_size(4 * lines_at_once)));
typedef float real __attribute__((vector_size(4 * lines_at_once)));

/* What 1 is as a whole number: 63 of them have room. */
static const float whole_one = 1 << 25;

KERNEL_INLINE void repeat_ends(whole *line, size_t count, size_t radius) {
  for (size_t i = 0; i < radius; i++) {
    line[i] = line[radius];
    line[radius + count + i] = line[radius + count - 1];
  }
}

KERNEL_INLINE void slide_whole(const whole *from, whole *to, size_t count, size_t radius) {
  const float scale = 1 / (float)(2 * radius + 1);
  /* Half of a window more, so that cutting off rounds. */
  whole sum = (whole){0} + (int32_t)radius;
  for (size_t i = 0; i < 2 * radius; i++) sum += from[i];
  for (size_t x = 0; x < count; x++) {
    sum += from[x + 2 * radius];
    to[radius + x] = __builtin_convertvector(__builtin_convertvector(sum, real) * scale, whole);
    sum -= from[x];
  }
  repeat_ends(to, count, radius);
}

/* Three means in a row of `lines`, which has `radius` steps of room at each end and as much memory behind it; where they are. */
KERNEL_INLINE whole *smoothed(whole *lines, size_t count, size_t radius) {
  whole *other = lines + count + 2 * radius;
  repeat_ends(lines, count, radius);
  slide_whole(lines, other, count, radius);
  slide_whole(other, lines, count, radius);
  slide_whole(lines, other, count, radius);
  return other + radius;
}

/* Four columns of sixteen rows as four steps, or back. */
KERNEL_INLINE void turn(int32_t *const *rows, size_t x, whole *steps, bool back) {
  for (size_t group = 0; group < lines_at_once; group += 4) {
    f4 block[4];
    for (size_t k = 0; k < 4; k++)
      memcpy(&block[k], back ? (int32_t *)&steps[k] + group : rows[group + k] + x, sizeof block[k]);
    transpose(block);
    for (size_t k = 0; k < 4; k++)
      memcpy(back ? rows[group + k] + x : (int32_t *)&steps[k] + group, &block[k], sizeof block[k]);
  }
}

KERNEL_INLINE void smooth_rows(int32_t *values, size_t width, size_t height, size_t radius, whole *lines) {
  for (size_t y = 0; y < height; y += lines_at_once) {
    int32_t *rows[lines_at_once];
    /* Below the last row, that row again: its means are written again. */
    for (size_t k = 0; k < lines_at_once; k++) rows[k] = values + (y + k < height ? y + k : height - 1) * width;
    size_t x = 0;
    for (; x + 4 <= width; x += 4) turn(rows, x, lines + radius + x, false);
    for (; x < width; x++)
      for (size_t k = 0; k < lines_at_once; k++) lines[radius + x][k] = rows[k][x];
    whole *means = smoothed(lines, width, radius);
    for (x = 0; x + 4 <= width; x += 4) turn(rows, x, means + x, true);
    for (; x < width; x++)
      for (size_t k = 0; k < lines_at_once; k++) rows[k][x] = means[x][k];
  }
}

KERNEL_INLINE void smooth_strip(
  int32_t *values, size_t width, size_t height, size_t columns, size_t radius, whole *lines) {
  for (size_t y = 0; y < height; y++) {
    whole step = {0};
    memcpy(&step, values + y * width, columns * sizeof *values);
    lines[radius + y] = step;
  }
  const whole *means = smoothed(lines, height, radius);
  for (size_t y = 0; y < height; y++) memcpy(values + y * width, means + y, columns * sizeof *values);
}

KERNEL_INLINE void smooth_columns(int32_t *values, size_t width, size_t height, size_t radius, whole *lines) {
  size_t x = 0;
  for (; x + lines_at_once <= width; x += lines_at_once)
    smooth_strip(values + x, width, height, lines_at_once, radius, lines);
  if (x < width) smooth_strip(values + x, width, height, width - x, radius, lines);
}

KERNEL void LEVEL(equalise)(
  float *values, size_t width, size_t height, size_t fine, size_t spread, float least, int32_t *wholes, void *scratch) {
  const size_t count = width * height;
  for (size_t i = 0; i < count; i++) wholes[i] = (int32_t)(values[i] * whole_one + 0.5F);
  smooth_rows(wholes, width, height, fine, scratch);
  smooth_columns(wholes, width, height, fine, scratch);
#pragma clang loop vectorize(assume_safety)
  for (size_t i = 0; i < count; i++) {
    const float difference = values[i] - (float)wholes[i] * (1 / whole_one);
    values[i] = difference;
    wholes[i] = (int32_t)(difference * difference * whole_one + 0.5F);
  }
  smooth_rows(wholes, width, height, spread, scratch);
  smooth_columns(wholes, width, height, spread, scratch);
  size_t i = 0;
  for (; i + lines_at_once <= count; i += lines_at_once) {
    whole variance;
    real value;
    memcpy(&variance, wholes + i, sizeof variance);
    memcpy(&value, values + i, sizeof value);
    value /= __builtin_elementwise_sqrt(__builtin_convertvector(variance, real) * (1 / whole_one)) + least;
    memcpy(values + i, &value, sizeof value);
  }
  for (; i < count; i++) values[i] /= __builtin_sqrtf((float)wholes[i] * (1 / whole_one)) + least;
}
