/* What each level defines before it includes bits.h and equalisation.h and, with them, kernels.h: KERNEL and KERNEL_INLINE, which name
 * the instructions, and LEVEL, which gives its functions a name of their own. */
#ifndef CRASTERKERNELS_LEVELS_H
#define CRASTERKERNELS_LEVELS_H

#include "CRasterKernels.h"

/* The rows or columns that the equalisation takes side by side: a step of a line holds a number of each. */
enum { lines_at_once = 16 };

#define DECLARE_LEVEL(name)                                                                                            \
  void ckernels_means_along_rows_##name(float *, size_t, size_t, size_t, void *);                                      \
  void ckernels_means_along_columns_##name(float *, size_t, size_t, size_t, void *);                                   \
  void ckernels_sum_stretches_##name(                                                                                  \
    const float *, const ptrdiff_t *, const float *, size_t, float *, size_t);                                         \
  void ckernels_weigh_rows_16_##name(const uint16_t *, size_t, const float *, float *, size_t);                        \
  void ckernels_weigh_rows_8_##name(const uint8_t *, size_t, const float *, float *, size_t);                          \
  void ckernels_weigh_rows_float_##name(const float *, size_t, const float *, float *, size_t);                        \
  void ckernels_flag_flat_##name(const float *, const float *, size_t, float, float, float, uint8_t *);                \
  void ckernels_equalise_##name(float *, size_t, size_t, size_t, size_t, float, int32_t *, void *);                    \
  void ckernels_pack_bits_##name(const uint8_t *, size_t, uint64_t *);                                                 \
  void ckernels_unpack_bits_##name(const uint64_t *, size_t, uint8_t *);                                               \
  void ckernels_widen_bits_##name(const uint64_t *, size_t, size_t, uint64_t *);                                       \
  void ckernels_join_bits_##name(const uint64_t *, size_t, uint64_t *);

DECLARE_LEVEL(baseline)
#if defined(__x86_64__)
DECLARE_LEVEL(avx2)
#endif

#endif
