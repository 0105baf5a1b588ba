#include <string.h>

#include "row.h"

typedef void (*row_function)(const row *);

static row_function function_of(cnetwork_level level) {
  switch (level) {
#if defined(__x86_64__)
  case cnetwork_level_sse2: return cnetwork_row_sse2;
  case cnetwork_level_avx2: return cnetwork_row_avx2;
  case cnetwork_level_avxvnni: return cnetwork_row_avxvnni;
  case cnetwork_level_avx512vnni: return cnetwork_row_avx512vnni;
#endif
  default: return cnetwork_row_portable;
  }
}

bool cnetwork_has_level(cnetwork_level level) {
  switch (level) {
  case cnetwork_level_portable: return true;
#if defined(__x86_64__)
  case cnetwork_level_sse2: return true;
  case cnetwork_level_avx2: return __builtin_cpu_supports("avx2") != 0;
  case cnetwork_level_avxvnni: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avxvnni");
  case cnetwork_level_avx512vnni:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512vnni");
#endif
  default: return false;
  }
}

/* Whether the level multiplies bytes, four in a word, or else 16-bit numbers, two in a word. */
static bool takes_bytes(cnetwork_level level) { return level >= cnetwork_level_avxvnni; }

/* The words of one pixel. */
static size_t pixel_words(cnetwork_level level, size_t inputs) {
  return takes_bytes(level) ? (inputs + 3) / 4 : (inputs + 1) / 2;
}

size_t cnetwork_blocks(size_t outputs) { return (outputs + CNETWORK_LANES - 1) / CNETWORK_LANES; }

size_t cnetwork_packed_size(cnetwork_level level, size_t inputs, size_t outputs, size_t kernel) {
  return cnetwork_blocks(outputs) * kernel * kernel * pixel_words(level, inputs) * 4 * CNETWORK_LANES;
}

static void pack_rescaling(
  size_t outputs, const int32_t *bias, const int32_t *multiplier, const int32_t *shift, cnetwork_rescaling *rescaling) {
  memset(rescaling, 0, cnetwork_blocks(outputs) * sizeof *rescaling);
  for (size_t o = 0; o < outputs; o++) {
    cnetwork_rescaling *numbers = rescaling + o / CNETWORK_LANES;
    const size_t lane = o % CNETWORK_LANES;
    numbers->bias[lane] = bias[o];
    /* One shift for all: the result is the upper half of 64 bits. */
    numbers->multiplier[lane] = multiplier[o] << (32 - shift[o]);
  }
}

/* The weights of one tap, `area` apart, to a lane's place in each word, with `width` of them in a word. */
ALWAYS_INLINE void pack_tap(const int8_t *from, size_t inputs, size_t area, uint8_t *lane, const size_t width) {
  for (size_t i = 0; i < inputs; i++, from += area) {
    uint8_t *to = lane + i / width * 4 * CNETWORK_LANES + i % width * (4 / width);
    const int16_t weight = *from;
    if (width == 4) *to = (uint8_t)*from;
    else memcpy(to, &weight, sizeof weight);
  }
}

void cnetwork_pack(
  cnetwork_level level, size_t inputs, size_t outputs, size_t kernel, const int8_t *weights, const int32_t *bias,
  const int32_t *multiplier, const int32_t *shift, uint8_t *packed, cnetwork_rescaling *rescaling) {
  const size_t words = pixel_words(level, inputs), area = kernel * kernel;
  pack_rescaling(outputs, bias, multiplier, shift, rescaling);
  memset(packed, 0, cnetwork_packed_size(level, inputs, outputs, kernel));
  for (size_t o = 0; o < outputs; o++) {
    const int8_t *from = weights + o * inputs * area;
    uint8_t *lane = packed + o / CNETWORK_LANES * area * words * 4 * CNETWORK_LANES + o % CNETWORK_LANES * 4;
    for (size_t tap = 0; tap < area; tap++, lane += words * 4 * CNETWORK_LANES) {
      if (takes_bytes(level)) pack_tap(from + tap, inputs, area, lane, 4);
      else pack_tap(from + tap, inputs, area, lane, 2);
    }
  }
}

/* What is known of a layer before its first row. */
typedef struct {
  const cnetwork_layer *layer;
  cnetwork_source sources[2];
  size_t width;
  size_t height;
  size_t pixel;
  bool bytes;
} plan;

/* The bytes of a row in the ring: a pixel of zeros on both sides. */
static size_t row_size(const cnetwork_layer *layer, size_t width) {
  return (width + 2) * pixel_words(layer->level, layer->inputs) * 4;
}

size_t cnetwork_scratch(const cnetwork_layer *layer, size_t width) {
  return layer->kernel * row_size(layer, width) + width * layer->outputs * sizeof(int16_t);
}

/* Channels of one pixel to where the kernel reads them. */
ALWAYS_INLINE void place(const uint8_t *from, size_t channels, uint8_t *to, const bool bytes) {
  size_t c = 0;
  for (; c + 16 <= channels; c += 16) {
    if (bytes) {
      memcpy(to + c, from + c, 16);
    } else {
      uint16_t wide[16];
      for (size_t k = 0; k < 16; k++) wide[k] = from[c + k];
      memcpy(to + 2 * c, wide, sizeof wide);
    }
  }
  for (; c < channels; c++) {
    const uint16_t wide = from[c];
    if (bytes) to[c] = from[c];
    else memcpy(to + 2 * c, &wide, sizeof wide);
  }
}

ALWAYS_INLINE void fill_pixels(const plan *p, const uint8_t *first, const uint8_t *second, uint8_t *to, const bool bytes) {
  const size_t a = p->sources[0].channels, b = p->sources[1].channels;
  const size_t halfA = p->sources[0].enlarged, halfB = p->sources[1].enlarged;
  for (size_t x = 0; x < p->width; x++) {
    uint8_t *pixel = to + x * p->pixel * 4;
    place(first + (x >> halfA) * a, a, pixel, bytes);
    if (b) place(second + (x >> halfB) * b, b, pixel + (bytes ? a : 2 * a), bytes);
  }
}

/* The start of row `y` of a source. */
static const uint8_t *source_row(const plan *p, size_t index, size_t y) {
  const cnetwork_source *s = p->sources + index;
  return s->enlarged ? s->values + (y / 2) * (p->width / 2) * s->channels : s->values + y * p->width * s->channels;
}

/* Row `y` into the ring, between its two margins; zeros where there is no such row. */
static void fill_row(const plan *p, size_t y, uint8_t *to) {
  to += p->layer->kernel / 2 * p->pixel * 4;
  if (y >= p->height) {
    memset(to, 0, p->width * p->pixel * 4);
    return;
  }
  const uint8_t *first = source_row(p, 0, y);
  const uint8_t *second = p->sources[1].channels ? source_row(p, 1, y) : NULL;
  const bool whole = p->bytes && !second && !p->sources[0].enlarged && p->sources[0].channels == p->pixel * 4;
  if (whole) memcpy(to, first, p->width * p->pixel * 4);
  else if (p->bytes) fill_pixels(p, first, second, to, true);
  else fill_pixels(p, first, second, to, false);
}

static plan planned(
  const cnetwork_layer *layer, cnetwork_source first, cnetwork_source second, size_t width, size_t height) {
  return (plan){
    .layer = layer, .sources = {first, second}, .width = width, .height = height,
    .pixel = pixel_words(layer->level, layer->inputs), .bytes = takes_bytes(layer->level)};
}

/* Sets the ring to the rows around row `y`, which follow those of row `y - 1`: row v stands in slot (v + 1) % kernel. */
static void advance(const plan *p, row *r, size_t y, uint8_t *ring) {
  const size_t kernel = p->layer->kernel, size = row_size(p->layer, p->width);
  if (kernel == 1) {
    fill_row(p, y, ring);
    r->inputs[0] = ring;
    return;
  }
  if (y == 0) {
    memset(ring, 0, kernel * size);
    fill_row(p, 0, ring + size);
  }
  fill_row(p, y + 1, ring + (y + 2) % kernel * size);
  for (size_t k = 0; k < kernel; k++) r->inputs[k] = ring + (y + k) % kernel * size;
}

static row started(const plan *p) {
  const cnetwork_layer *layer = p->layer;
  return (row){
    .kernel = layer->kernel, .pixel = p->pixel, .taps = layer->kernel * p->pixel, .width = p->width,
    .outputs = layer->outputs, .weights = layer->weights, .rescaling = layer->rescaling};
}

void cnetwork_convolve(
  const cnetwork_layer *layer, cnetwork_source first, cnetwork_source second, size_t width, size_t height,
  uint8_t *scratch, uint8_t *bytes) {
  const plan p = planned(layer, first, second, width, height);
  const row_function compute = function_of(layer->level);
  row r = started(&p);
  memset(scratch, 0, layer->kernel * row_size(layer, width));
  for (size_t y = 0; y < height; y++) {
    advance(&p, &r, y, scratch);
    r.bytes = bytes + y * width * layer->outputs;
    compute(&r);
  }
}

/* Two 16-bit results beside each other in each of four lanes. */
typedef uint32_t four_pairs __attribute__((vector_size(16)));
typedef int16_t eight_words __attribute__((vector_size(16)));
typedef uint8_t eight_bytes __attribute__((vector_size(8)));

/* Two results to place `at` of a plane; bytes without their last `shift` bits. */
ALWAYS_INLINE void store_pair(const int16_t *pair, const cnetwork_plane *plane, size_t at, int shift) {
  for (size_t k = 0; k < 2; k++) {
    if (plane->words) plane->words[at + k] = pair[k];
    else plane->bytes[at + k] = (uint8_t)((pair[k] >> shift) + 128);
  }
}

/* The same of eight results. */
ALWAYS_INLINE void store_eight(four_pairs eight, const cnetwork_plane *plane, size_t at, int shift) {
  if (plane->words) {
    memcpy(plane->words + at, &eight, sizeof eight);
    return;
  }
  const eight_words shifted = ((eight_words)eight >> (int16_t)shift) + (int16_t)128;
  const eight_bytes bytes = __builtin_convertvector(shifted, eight_bytes);
  memcpy(plane->bytes + at, &bytes, sizeof bytes);
}

/* The results of two classes at four pixels, of which each brings an upper and a lower pair, to their two rows each. */
ALWAYS_INLINE void shuffle_block(
  const int16_t *from, size_t outputs, const cnetwork_plane *planes, const size_t *rows, size_t x, int shift) {
  four_pairs v[4];
  for (size_t k = 0; k < 4; k++) memcpy(&v[k], from + k * outputs, sizeof v[k]);
  const four_pairs a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5), b = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
  const four_pairs c = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5), d = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  v[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  v[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  v[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  v[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
  for (size_t k = 0; k < 4; k++) store_eight(v[k], planes + k / 2, rows[k % 2] + 2 * x, shift);
}

/* One row of pixels with four channels for each block of 2 x 2 to two rows of each plane. */
static void shuffle_row(
  const int16_t *from, size_t outputs, size_t width, size_t y, const cnetwork_plane *planes, int shift) {
  const size_t classes = outputs / 4, rows[2] = {4 * y * width, (4 * y + 2) * width};
  for (size_t c = 0; c < classes; c += 2) {
    /* The last one of an odd number goes pixel by pixel, as the end of each row does. */
    const size_t together = classes - c < 2 ? 1 : 2;
    size_t x = 0;
    for (; together == 2 && x + 4 <= width; x += 4)
      shuffle_block(from + x * outputs + 4 * c, outputs, planes + c, rows, x, shift);
    for (; x < width; x++)
      for (size_t k = 0; k < 2 * together; k++)
        store_pair(from + x * outputs + 4 * c + 2 * k, planes + c + k / 2, rows[k % 2] + 2 * x, shift);
  }
}

void cnetwork_convolve_shuffled(
  const cnetwork_layer *layer, cnetwork_source source, size_t width, size_t height, int32_t limit, uint8_t *scratch,
  const cnetwork_plane *planes) {
  const plan p = planned(layer, source, (cnetwork_source){0}, width, height);
  const row_function compute = function_of(layer->level);
  int shift = 0;
  while (limit >> shift > 128) shift++;
  row r = started(&p);
  r.words = (int16_t *)(void *)scratch;
  r.lowest = -limit;
  r.highest = limit - 1;
  uint8_t *ring = scratch + width * layer->outputs * sizeof(int16_t);
  memset(ring, 0, layer->kernel * row_size(layer, width));
  for (size_t y = 0; y < height; y++) {
    advance(&p, &r, y, ring);
    compute(&r);
    shuffle_row(r.words, layer->outputs, width, y, planes, shift);
  }
}
