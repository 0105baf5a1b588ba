#define KERNEL
#define KERNEL_INLINE static inline __attribute__((always_inline))
#define LEVEL(name) ckernels_##name##_baseline
#include "bits.h"
#include "equalisation.h"
