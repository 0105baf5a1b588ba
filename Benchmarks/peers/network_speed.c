/* The multiply-adds per second of the built-in network on a working image, by the fastest instructions here or those named.
 * `network_speed WIDTH HEIGHT [LEVEL]` prints 10^9 multiply-adds per CPU second, the most of several runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CNetwork.h"

enum { most = 64 };
static cnetwork_layer layers[most];
static size_t levels, count;
static double products;
static uint8_t *scratch;

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void read_layers(cnetwork_level level) {
  size_t size;
  const uint8_t *file = cnetwork_weights(&size);
  int32_t head[6];
  memcpy(head, file + 8, sizeof head);
  levels = (size_t)head[3];
  count = (size_t)head[4];
  size_t at = 32 + 4 * levels + 16 * (size_t)head[2];
  for (size_t i = 0; i < count; i++) {
    int32_t sizes[3];
    memcpy(sizes, file + at, sizeof sizes);
    const size_t inputs = (size_t)sizes[0], outputs = (size_t)sizes[1], kernel = (size_t)sizes[2];
    const size_t weights = inputs * outputs * kernel * kernel;
    int32_t *numbers = malloc(12 * outputs);
    memcpy(numbers, file + at + 12 + (weights + 3) / 4 * 4, 12 * outputs);
    uint8_t *packed = malloc(cnetwork_packed_size(level, inputs, outputs, kernel));
    cnetwork_rescaling *rescaling = malloc(cnetwork_blocks(outputs) * sizeof *rescaling);
    cnetwork_pack(
      level, inputs, outputs, kernel, (const int8_t *)file + at + 12, numbers, numbers + outputs, numbers + 2 * outputs,
      packed, rescaling);
    layers[i] = (cnetwork_layer){level, inputs, outputs, kernel, packed, rescaling};
    at += 12 + (weights + 3) / 4 * 4 + 12 * outputs;
    free(numbers);
  }
}

static cnetwork_source source(const uint8_t *values, size_t channels, bool enlarged) {
  return (cnetwork_source){values, channels, enlarged};
}

static uint8_t *convolved(size_t i, cnetwork_source a, cnetwork_source b, size_t w, size_t h) {
  uint8_t *out = malloc(w * h * layers[i].outputs);
  cnetwork_convolve(layers + i, a, b, w, h, scratch, out);
  products += (double)w * h * layers[i].inputs * layers[i].outputs * layers[i].kernel * layers[i].kernel;
  return out;
}

static uint8_t *twice(size_t i, cnetwork_source a, cnetwork_source b, size_t w, size_t h) {
  uint8_t *first = convolved(i, a, b, w, h);
  uint8_t *second = convolved(i + 1, source(first, layers[i].outputs, false), source(NULL, 0, false), w, h);
  free(first);
  return second;
}

static void run(const uint8_t *planes, size_t width, size_t height) {
  size_t w = width / 2, h = height / 2, channels = 12;
  uint8_t *skips[16];
  skips[0] = malloc(w * h * channels);
  cnetwork_unshuffle(planes, 3, width, height, skips[0]);
  for (size_t level = 0; level < levels; level++) {
    uint8_t *from = skips[level];
    if (level > 0) {
      from = malloc(w * h / 4 * channels);
      cnetwork_pool(skips[level - 1], channels, w, h, from);
      w /= 2;
      h /= 2;
    }
    skips[level] = twice(2 * level, source(from, channels, false), source(NULL, 0, false), w, h);
    channels = layers[2 * level + 1].outputs;
    free(from);
  }
  uint8_t *deeper = skips[levels - 1];
  for (size_t step = levels, level = levels - 2; step < 2 * levels - 1; step++, level--) {
    w *= 2;
    h *= 2;
    uint8_t *next = twice(
      2 * step, source(skips[level], layers[2 * level + 1].outputs, false), source(deeper, channels, true), w, h);
    free(skips[level]);
    free(deeper);
    deeper = next;
    channels = layers[2 * step + 1].outputs;
  }
  const cnetwork_layer *head = layers + count - 1;
  int16_t *logits = malloc(w * h * head->outputs * sizeof *logits);
  /* The two classes that the program keeps whole, as many bytes as there are words of the others. */
  cnetwork_plane targets[64] = {0};
  for (size_t c = 0; c < head->outputs / 4; c++) {
    int16_t *plane = logits + 4 * c * w * h;
    if (c < 2) targets[c].words = plane;
    else targets[c].bytes = (uint8_t *)plane;
  }
  cnetwork_convolve_shuffled(head, source(deeper, channels, false), w, h, 2048, scratch, targets);
  products += (double)w * h * channels * head->outputs;
  free(logits);
  free(deeper);
}

int main(int arguments, char **values) {
  if (arguments < 3) return 64;
  const size_t width = ((size_t)atoi(values[1]) + 31) / 32 * 32, height = ((size_t)atoi(values[2]) + 31) / 32 * 32;
  cnetwork_level level = cnetwork_level_avx512vnni;
  while (!cnetwork_has_level(level)) level = (cnetwork_level)(level - 1);
  if (arguments > 3) level = (cnetwork_level)atoi(values[3]);
  if (!cnetwork_has_level(level)) return 1;
  read_layers(level);
  size_t most_scratch = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t wanted = cnetwork_scratch(layers + i, width);
    if (wanted > most_scratch) most_scratch = wanted;
  }
  scratch = malloc(most_scratch);
  uint8_t *planes = malloc(3 * width * height);
  uint64_t random = 1;
  for (size_t i = 0; i < 3 * width * height; i++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    planes[i] = (uint8_t)(random >> 56);
  }
  double best = 0;
  for (int i = 0; i < 7; i++) {
    products = 0;
    const double start = seconds();
    run(planes, width, height);
    const double rate = products / (seconds() - start) / 1e9;
    if (rate > best) best = rate;
  }
  printf("%.1f\n", best);
  return 0;
}
