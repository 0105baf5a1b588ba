#include "levels.h"

bool ckernels_has_level(ckernels_level level) {
  switch (level) {
  case ckernels_level_baseline: return true;
#if defined(__x86_64__)
  case ckernels_level_avx2: return __builtin_cpu_supports("avx2") != 0;
#endif
  default: return false;
  }
}

#if defined(__x86_64__)
#define CALL(level, name, ...)                                                                                         \
  ((level) == ckernels_level_avx2 ? ckernels_##name##_avx2(__VA_ARGS__) : ckernels_##name##_baseline(__VA_ARGS__))
#else
#define CALL(level, name, ...) ((void)(level), ckernels_##name##_baseline(__VA_ARGS__))
#endif

/* Eight rows with their margins; a row of sums and the rows that are kept. */
size_t ckernels_means_scratch(size_t width, size_t radius) {
  const size_t rows = (width + 2 * radius + 1) * 8 * sizeof(float);
  const size_t columns = width * (sizeof(double) + (radius + 1) * sizeof(float));
  return rows > columns ? rows : columns;
}

void ckernels_means_along_rows(
  ckernels_level level, float *samples, size_t width, size_t height, size_t radius, void *scratch) {
  CALL(level, means_along_rows, samples, width, height, radius, scratch);
}

void ckernels_means_along_columns(
  ckernels_level level, float *samples, size_t width, size_t height, size_t radius, void *scratch) {
  CALL(level, means_along_columns, samples, width, height, radius, scratch);
}

void ckernels_sum_stretches(
  ckernels_level level, const float *source, const ptrdiff_t *starts, const float *weights, size_t taps, float *out,
  size_t count) {
  CALL(level, sum_stretches, source, starts, weights, taps, out, count);
}

void ckernels_weigh_rows_16(
  ckernels_level level, const uint16_t *first, size_t rows, const float weights[3], float *line, size_t width) {
  CALL(level, weigh_rows_16, first, rows, weights, line, width);
}

void ckernels_weigh_rows_8(
  ckernels_level level, const uint8_t *first, size_t rows, const float weights[3], float *line, size_t width) {
  CALL(level, weigh_rows_8, first, rows, weights, line, width);
}

void ckernels_weigh_rows_float(
  ckernels_level level, const float *first, size_t rows, const float weights[3], float *line, size_t width) {
  CALL(level, weigh_rows_float, first, rows, weights, line, width);
}

void ckernels_flag_flat(
  ckernels_level level, const float *values, const float *slopes, size_t count, float low, float high, float steepest,
  uint8_t *flags) {
  CALL(level, flag_flat, values, slopes, count, low, high, steepest, flags);
}

/* Two lines of vectors with room for the widest window at both ends. */
size_t ckernels_equalise_scratch(size_t width, size_t height, size_t radius) {
  return 2 * ((width > height ? width : height) + 2 * radius) * lines_at_once * sizeof(int32_t);
}

void ckernels_equalise(
  ckernels_level level, float *values, size_t width, size_t height, size_t fine, size_t spread, float least,
  int32_t *wholes, void *scratch) {
  CALL(level, equalise, values, width, height, fine, spread, least, wholes, scratch);
}

void ckernels_pack_bits(ckernels_level level, const uint8_t *flags, size_t count, uint64_t *words) {
  CALL(level, pack_bits, flags, count, words);
}

void ckernels_unpack_bits(ckernels_level level, const uint64_t *words, size_t count, uint8_t *flags) {
  CALL(level, unpack_bits, words, count, flags);
}

void ckernels_widen_bits(ckernels_level level, const uint64_t *words, size_t count, size_t step, uint64_t *wider) {
  CALL(level, widen_bits, words, count, step, wider);
}

void ckernels_join_bits(ckernels_level level, const uint64_t *words, size_t count, uint64_t *target) {
  CALL(level, join_bits, words, count, target);
}
