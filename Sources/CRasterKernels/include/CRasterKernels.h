#ifndef CRASTERKERNELS_H
#define CRASTERKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The instructions that a kernel is computed with. All give the same bits.
typedef enum __attribute__((enum_extensibility(closed))) : int32_t {
  /// What every processor of the architecture has.
  ckernels_level_baseline,
  /// Vectors of 32 bytes on x86-64.
  ckernels_level_avx2,
} ckernels_level;

/// Whether this processor (and its operating system) has the instructions.
bool ckernels_has_level(ckernels_level level);

/// The bytes that the means need as scratch, aligned to 16.
size_t ckernels_means_scratch(size_t width, size_t radius);

/// Replaces each sample by the mean of the 2 * radius + 1 samples around it in its row; the row's ends repeat outward.
///
/// Running sums in double precision: sum += entering - leaving, mean = sum * (1 / (2 * radius + 1)), rounded to a float. The
/// plane has a sample.
void ckernels_means_along_rows(
  ckernels_level level, float *samples, size_t width, size_t height, size_t radius, void *scratch);

/// The same along columns.
void ckernels_means_along_columns(
  ckernels_level level, float *samples, size_t width, size_t height, size_t radius, void *scratch);

/// out[i] = the sum over k of weights[k] * source[starts[k] + i], for the first `taps` k: the first, then four at a time,
/// (0 + 1) + (2 + 3), then one by one what is left. `out` is no part of `source`.
void ckernels_sum_stretches(
  ckernels_level level, const float *source, const ptrdiff_t *starts, const float *weights, size_t taps, float *out,
  size_t count);

/// line[x] = the sum over the rows from `first` on, `rows` of them and `width` samples each, of the sample times the row's
/// weight: `weights` are those of the first row, of those between, and of the last one.
void ckernels_weigh_rows_16(
  ckernels_level level, const uint16_t *first, size_t rows, const float weights[3], float *line, size_t width);

/// The same of bytes.
void ckernels_weigh_rows_8(
  ckernels_level level, const uint8_t *first, size_t rows, const float weights[3], float *line, size_t width);

/// The same of numbers.
void ckernels_weigh_rows_float(
  ckernels_level level, const float *first, size_t rows, const float weights[3], float *line, size_t width);

/// flags[i] = 1 where slopes[i] < steepest and values[i] lies between `low` and `high`, neither included; 0 elsewhere.
void ckernels_flag_flat(
  ckernels_level level, const float *values, const float *slopes, size_t count, float low, float high, float steepest,
  uint8_t *flags);

/// The bytes that the equalisation needs as scratch, aligned to 64, for radii up to `radius`.
size_t ckernels_equalise_scratch(size_t width, size_t height, size_t radius);

/// d / (sqrt(S(d * d)) + least) in place, with d the values, from 0 to 1, less their means: three box means of radius `fine`
/// along rows and three along columns; S the same of radius `spread`. Both are at most 31.
///
/// The means are of whole numbers, 2^25 for 1, rounded: sums are exact, each is multiplied as a float by
/// 1 / (2 * radius + 1). `wholes` has room for a number for each value. The plane has a sample.
void ckernels_equalise(
  ckernels_level level, float *values, size_t width, size_t height, size_t fine, size_t spread, float least,
  int32_t *wholes, void *scratch);

/// Bit i % 64 of words[i / 64] = flags[i], which are 0 or 1; 0 behind the last one in its word.
void ckernels_pack_bits(ckernels_level level, const uint8_t *flags, size_t count, uint64_t *words);

/// flags[i] = bit i % 64 of words[i / 64].
void ckernels_unpack_bits(ckernels_level level, const uint64_t *words, size_t count, uint8_t *flags);

/// Each of the `count` words from words[1] on joined with itself `step` bits, 1 to 63, up and down, where neighbouring words
/// fill in. `wider` is no part of `words`, which holds two words more.
void ckernels_widen_bits(ckernels_level level, const uint64_t *words, size_t count, size_t step, uint64_t *wider);

/// target[i] |= words[i]. `target` is no part of `words`.
void ckernels_join_bits(ckernels_level level, const uint64_t *words, size_t count, uint64_t *target);

#endif
