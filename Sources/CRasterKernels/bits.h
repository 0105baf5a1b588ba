/* Sets of pixels, a bit each, for each level. */
#include "kernels.h"

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

KERNEL_INLINE uint64_t packed(const uint8_t *flags) {
  bytes64 bytes;
  memcpy(&bytes, flags, sizeof bytes);
  const bits64 bits = __builtin_convertvector(bytes, bits64);
  uint64_t word;
  memcpy(&word, &bits, sizeof word);
  return word;
}

KERNEL void LEVEL(pack_bits)(const uint8_t *flags, size_t count, uint64_t *words) {
  size_t i = 0;
  for (; i + 64 <= count; i += 64) words[i / 64] = packed(flags + i);
  if (i == count) return;
  uint8_t rest[64] = {0};
  memcpy(rest, flags + i, count - i);
  words[i / 64] = packed(rest);
}

KERNEL_INLINE void unpack(uint64_t word, uint8_t *flags, size_t count) {
  bits64 bits;
  memcpy(&bits, &word, sizeof bits);
  const bytes64 bytes = __builtin_convertvector(bits, bytes64);
  memcpy(flags, &bytes, count);
}

KERNEL void LEVEL(unpack_bits)(const uint64_t *words, size_t count, uint8_t *flags) {
  size_t i = 0;
  for (; i + 64 <= count; i += 64) unpack(words[i / 64], flags + i, 64);
  if (i < count) unpack(words[i / 64], flags + i, count - i);
}

KERNEL void LEVEL(widen_bits)(const uint64_t *words, size_t count, size_t step, uint64_t *restrict wider) {
  const size_t rest = 64 - step;
  for (size_t i = 0; i < count; i++) {
    const uint64_t before = words[i], here = words[i + 1], after = words[i + 2];
    wider[i] = here | here << step | before >> rest | here >> step | after << rest;
  }
}

KERNEL void LEVEL(join_bits)(const uint64_t *restrict words, size_t count, uint64_t *restrict target) {
  for (size_t i = 0; i < count; i++) target[i] |= words[i];
}
