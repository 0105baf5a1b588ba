/* Rows of stored pixels to rows of grey samples, by the one rule that DecodedImage.swift states. */
#ifndef CRASTER_GREY_H
#define CRASTER_GREY_H

#include "CRasterCodecs.h"

/* Rec. 601 luma in 16-bit fixed point, rounded; equal channels come out as they are. */
static inline uint32_t luma(uint32_t red, uint32_t green, uint32_t blue) {
  return (red * 19595u + green * 38470u + blue * 7471u + 32768u) >> 16;
}

/* a * b / 255, rounded. */
static inline uint32_t times_over_255(uint32_t a, uint32_t b) {
  uint32_t product = a * b + 128u;
  return ((product >> 8) + product) >> 8;
}

/* a * b / 65535, rounded. */
static inline uint32_t times_over_65535(uint32_t a, uint32_t b) {
  uint32_t product = a * b + 32768u;
  return ((product >> 16) + product) >> 16;
}

static inline void note_maximum(craster_header *header, const uint16_t *row, size_t width) {
  uint16_t maximum = header->maximum;
  for (size_t x = 0; x < width; x++) maximum = row[x] > maximum ? row[x] : maximum;
  header->maximum = maximum;
}

/* Samples of 16 bits with their high byte first. */
static inline void swap_row(const uint8_t *in, uint16_t *out, size_t width, craster_header *header) {
  uint16_t maximum = header->maximum;
  for (size_t x = 0; x < width; x++) {
    const uint16_t value = (uint16_t)(in[2 * x] << 8 | in[2 * x + 1]);
    out[x] = value;
    maximum = value > maximum ? value : maximum;
  }
  header->maximum = maximum;
}

/* `channels` 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) of 8 bits. */
static inline void grey_row_8(const uint8_t *in, uint16_t *out, size_t width, int channels, craster_header *header) {
  uint32_t differ = 0, clear = 0;
  switch (channels) {
  case 1:
    for (size_t x = 0; x < width; x++) out[x] = in[x];
    break;
  case 2:
    for (size_t x = 0; x < width; x++) {
      out[x] = (uint16_t)times_over_255(in[2 * x], in[2 * x + 1]);
      clear |= in[2 * x + 1] ^ 255u;
    }
    break;
  case 3:
    for (size_t x = 0; x < width; x++) {
      uint32_t r = in[3 * x], g = in[3 * x + 1], b = in[3 * x + 2];
      out[x] = (uint16_t)luma(r, g, b);
      differ |= (r ^ g) | (g ^ b);
    }
    break;
  default:
    for (size_t x = 0; x < width; x++) {
      uint32_t r = in[4 * x], g = in[4 * x + 1], b = in[4 * x + 2], a = in[4 * x + 3];
      out[x] = (uint16_t)times_over_255(luma(r, g, b), a);
      differ |= (r ^ g) | (g ^ b);
      clear |= a ^ 255u;
    }
  }
  header->channels_differ |= differ != 0;
  header->transparent |= clear != 0;
  note_maximum(header, out, width);
}

/* The same of 16 bits; one channel may be read in place. */
static inline void grey_row_16(const uint16_t *in, uint16_t *out, size_t width, int channels, craster_header *header) {
  uint32_t differ = 0, clear = 0;
  switch (channels) {
  case 1:
    if (in != out)
      for (size_t x = 0; x < width; x++) out[x] = in[x];
    break;
  case 2:
    for (size_t x = 0; x < width; x++) {
      out[x] = (uint16_t)times_over_65535(in[2 * x], in[2 * x + 1]);
      clear |= in[2 * x + 1] ^ 65535u;
    }
    break;
  case 3:
    for (size_t x = 0; x < width; x++) {
      uint32_t r = in[3 * x], g = in[3 * x + 1], b = in[3 * x + 2];
      out[x] = (uint16_t)luma(r, g, b);
      differ |= (r ^ g) | (g ^ b);
    }
    break;
  default:
    for (size_t x = 0; x < width; x++) {
      uint32_t r = in[4 * x], g = in[4 * x + 1], b = in[4 * x + 2], a = in[4 * x + 3];
      out[x] = (uint16_t)times_over_65535(luma(r, g, b), a);
      differ |= (r ^ g) | (g ^ b);
      clear |= a ^ 65535u;
    }
  }
  header->channels_differ |= differ != 0;
  header->transparent |= clear != 0;
  note_maximum(header, out, width);
}

/* Labels: the first channel as stored, 0 where a pixel is wholly transparent. */
static inline void label_row(
  const void *in, uint16_t *out, size_t width, int channels, int depth, craster_header *header) {
  for (size_t x = 0; x < width; x++) {
    uint32_t pixel[4] = {0, 0, 0, 0};
    for (int c = 0; c < channels; c++)
      pixel[c] = depth == 16 ? ((const uint16_t *)in)[x * (size_t)channels + (size_t)c]
                             : ((const uint8_t *)in)[x * (size_t)channels + (size_t)c];
    bool visible = (channels == 1 || channels == 3) || pixel[channels - 1] != 0;
    if (channels >= 3 && visible) header->channels_differ |= pixel[0] != pixel[1] || pixel[1] != pixel[2];
    header->transparent |= !visible;
    out[x] = (uint16_t)(visible ? pixel[0] : 0);
  }
  note_maximum(header, out, width);
}

/* Four inks of 8 bits to grey; Adobe's files hold them inverted. */
static inline void cmyk_row(const uint8_t *in, uint16_t *out, size_t width, bool inverted, craster_header *header) {
  const uint32_t flip = inverted ? 255u : 0u;
  uint32_t differ = 0;
  for (size_t x = 0; x < width; x++) {
    uint32_t white = 255u - (in[4 * x + 3] ^ flip);
    uint32_t r = white - times_over_255(in[4 * x] ^ flip, white);
    uint32_t g = white - times_over_255(in[4 * x + 1] ^ flip, white);
    uint32_t b = white - times_over_255(in[4 * x + 2] ^ flip, white);
    out[x] = (uint16_t)luma(r, g, b);
    differ |= (r ^ g) | (g ^ b);
  }
  header->channels_differ |= differ != 0;
  note_maximum(header, out, width);
}

#endif
