#include "CAllocation.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>

/* More than one image takes, and what makes the heap grow by it. */
enum { heap = 248 << 20, growing = 256 << 10 };
/* The large pages of x86-64, and of arm64 with small pages of 4 kB. */
#define LARGE_PAGE ((uintptr_t)2 << 20)

/* Asks for large pages where the heap is going to grow: a fault for each 2 MB instead of 512. No memory is taken by it, and
 * a system that has no large pages to give goes on with small ones. */
static void prefer_large_pages(void) {
#if defined(MADV_HUGEPAGE)
  /* The heap grows by as much once, and none of it is touched: a large page cannot take the place of a small one. Volatile:
   * memory that nobody uses is not asked for else. */
  mallopt(M_TOP_PAD, heap);
  void *volatile first = malloc(growing);
  mallopt(M_TOP_PAD, 128 << 10);
  const uintptr_t start = ((uintptr_t)first + growing + LARGE_PAGE) & ~(LARGE_PAGE - 1);
  const uintptr_t end = (uintptr_t)sbrk(0) & ~(LARGE_PAGE - 1);
  if (first != NULL && start < end) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
  free(first);
#endif
}
#endif

void callocation_keep(void) {
#if defined(__GLIBC__)
  /* One arena: a thread's own one would map and unmap every plane. 32 MB is the most that glibc takes. */
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  prefer_large_pages();
#endif
}
