/* Bytes that grow while an encoder writes. */
#ifndef CRASTER_BUFFER_H
#define CRASTER_BUFFER_H

#include <stdlib.h>
#include <string.h>

#include "CRasterCodecs.h"

typedef struct {
  craster_bytes content;
  size_t capacity;
} buffer;

/* Appends `count` bytes; false where memory is short, the buffer then stays as it was. */
static inline bool buffer_append(buffer *b, const void *bytes, size_t count) {
  if (count > b->capacity - b->content.count) {
    size_t capacity = b->capacity < 65536 ? 65536 : b->capacity;
    while (capacity - b->content.count < count) {
      if (capacity > SIZE_MAX / 2) return false;
      capacity *= 2;
    }
    uint8_t *grown = realloc(b->content.bytes, capacity);
    if (grown == NULL) return false;
    b->content.bytes = grown;
    b->capacity = capacity;
  }
  if (count > 0) memcpy(b->content.bytes + b->content.count, bytes, count);
  b->content.count += count;
  return true;
}

#endif
