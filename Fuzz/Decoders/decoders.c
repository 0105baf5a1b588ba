/* The C decoders and encoders alone under libFuzzer: some twenty times faster than through Swift. See Scripts/fuzz. */
#include <stdlib.h>
#include <string.h>

#include "CRasterCodecs.h"

static void expect(int promise) {
  if (!promise) abort();
}

/* Head, then pixels, as NativeDecoder.swift does. */
static craster_status decode_own(
  uint8_t *bytes, size_t count, craster_limits limits, craster_purpose purpose, craster_header *header,
  uint16_t **samples) {
  char message[CRASTER_MESSAGE];
  const int is_png = count > 1 && bytes[0] == 0x89;
  *samples = NULL;
  craster_status status = is_png ? craster_png_decode(bytes, count, limits, purpose, header, NULL, 0, message)
                                 : craster_jpeg_decode(bytes, count, limits, header, NULL, 0, message);
  expect(memchr(message, 0, sizeof message) != NULL);
  if (status != craster_status_ok) return status;
  const size_t pixels = (size_t)header->width * header->height;
  expect(pixels > 0 && pixels <= limits.max_pixels);
  const size_t room = craster_samples(header->width, header->height);
  *samples = malloc(room * sizeof **samples);
  expect(*samples != NULL);
  return is_png ? craster_png_decode(bytes, count, limits, purpose, header, *samples, room, message)
                : craster_jpeg_decode(bytes, count, limits, header, *samples, pixels, message);
}

/* The same of a copy, which may be written over; as it was unless the fast path read it. */
static craster_status decode(
  const uint8_t *bytes, size_t count, craster_limits limits, craster_purpose purpose, craster_header *header,
  uint16_t **samples) {
  uint8_t *own = malloc(count > 0 ? count : 1);
  expect(own != NULL);
  memcpy(own, bytes, count);
  const craster_status status = decode_own(own, count, limits, purpose, header, samples);
  expect(header->plain || memcmp(own, bytes, count) == 0);
  free(own);
  return status;
}

/* Every sample is read, so that one that was never written shows under MemorySanitizer and valgrind. */
static void check(const craster_header *header, const uint16_t *samples) {
  const size_t pixels = (size_t)header->width * header->height;
  uint16_t maximum = 0;
  for (size_t i = 0; i < pixels; i++) maximum = samples[i] > maximum ? samples[i] : maximum;
  if (!header->truncated) expect(maximum == header->maximum);
}

static void check_round_trip(const craster_header *header, const uint16_t *samples, craster_limits limits) {
  const size_t pixels = (size_t)header->width * header->height;
  char message[CRASTER_MESSAGE];
  craster_bytes png;
  const craster_png_options options = {.level = 1, .predict = true, .pixels_per_metre_x = 5000, .pixels_per_metre_y = 4000};
  expect(
    craster_png_encode(samples, header->width, header->height, 16, options, &png, message) == craster_status_ok);
  craster_header again;
  uint16_t *copy;
  limits.allow_truncated = false;
  expect(decode(png.bytes, png.count, limits, craster_purpose_grey, &again, &copy) == craster_status_ok);
  expect(memcmp(copy, samples, pixels * sizeof *samples) == 0);
  free(copy);
  craster_bytes_free(&png);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  for (int choice = 0; choice < 3; choice++) {
    const craster_limits limits = {1u << 16, 500, 1u << 24, choice == 1};
    craster_header header;
    uint16_t *samples;
    const craster_purpose purpose = choice == 2 ? craster_purpose_labels : craster_purpose_grey;
    if (decode(bytes, count, limits, purpose, &header, &samples) == craster_status_ok) {
      check(&header, samples);
      check_round_trip(&header, samples, limits);
    }
    free(samples);
  }
  return 0;
}
