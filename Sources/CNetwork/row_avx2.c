#if defined(__x86_64__)

#define TARGET "avx2"
#define MULTIPLY_ADD(sum, word, factors) _mm256_add_epi32(sum, _mm256_madd_epi16(word, factors))
#include "row_ymm.h"

ROW_FUNCTION(cnetwork_row_avx2)

#endif
