#if defined(__x86_64__)

#define TARGET "avx2,avxvnni"
#define MULTIPLY_ADD(sum, word, factors) _mm256_dpbusd_avx_epi32(sum, word, factors)
#include "row_ymm.h"

ROW_FUNCTION(cnetwork_row_avxvnni)

#endif
