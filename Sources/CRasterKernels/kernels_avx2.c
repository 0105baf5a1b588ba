#if defined(__x86_64__)

/* Without FMA, which would round once where the others round twice. */
#define KERNEL __attribute__((target("avx2")))
#define KERNEL_INLINE static inline __attribute__((always_inline, target("avx2")))
#define LEVEL(name) ckernels_##name##_avx2
#include "bits.h"
#include "equalisation.h"

#endif
