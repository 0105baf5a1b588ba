#include "CAllocation.h"

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void callocation_keep(void) {
#if defined(__GLIBC__)
  /* One arena: a thread's own one would map and unmap every plane. 32 MB is the most that glibc takes. */
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}
