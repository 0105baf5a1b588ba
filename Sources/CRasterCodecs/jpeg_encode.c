#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "CRasterCodecs.h"
#include "buffer.h"

typedef struct {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf jump;
  bool created;
  uint8_t chunk[16384];
  buffer written;
  char *message;
} encoder;

static encoder *encoder_of(j_common_ptr jpeg) { return jpeg->client_data; }

static void on_error(j_common_ptr jpeg) {
  encoder *e = encoder_of(jpeg);
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  snprintf(e->message, CRASTER_MESSAGE, "%s", text);
  longjmp(e->jump, 1);
}

static void stay_silent(j_common_ptr jpeg) { (void)jpeg; }

static void on_message(j_common_ptr jpeg, int level) {
  (void)jpeg;
  (void)level;
}

static void start_chunk(j_compress_ptr jpeg) {
  encoder *e = encoder_of((j_common_ptr)jpeg);
  e->destination.next_output_byte = e->chunk;
  e->destination.free_in_buffer = sizeof e->chunk;
}

static void keep(encoder *e, size_t count) {
  if (!buffer_append(&e->written, e->chunk, count)) {
    snprintf(e->message, CRASTER_MESSAGE, "out of memory");
    longjmp(e->jump, 1);
  }
}

static boolean chunk_full(j_compress_ptr jpeg) {
  keep(encoder_of((j_common_ptr)jpeg), sizeof encoder_of((j_common_ptr)jpeg)->chunk);
  start_chunk(jpeg);
  return TRUE;
}

static void last_chunk(j_compress_ptr jpeg) {
  encoder *e = encoder_of((j_common_ptr)jpeg);
  keep(e, sizeof e->chunk - e->destination.free_in_buffer);
}

static void encode(
  encoder *e, const uint8_t *samples, uint32_t width, uint32_t height, uint8_t channels, int32_t quality,
  bool progressive) {
  e->jpeg.err = jpeg_std_error(&e->errors);
  e->errors.error_exit = on_error;
  e->errors.emit_message = on_message;
  e->errors.output_message = stay_silent;
  e->jpeg.client_data = e;
  jpeg_create_compress(&e->jpeg);
  e->created = true;
  e->destination.init_destination = start_chunk;
  e->destination.empty_output_buffer = chunk_full;
  e->destination.term_destination = last_chunk;
  e->jpeg.dest = &e->destination;
  e->jpeg.image_width = width;
  e->jpeg.image_height = height;
  e->jpeg.input_components = channels;
  e->jpeg.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&e->jpeg);
  jpeg_set_quality(&e->jpeg, quality, TRUE);
  e->jpeg.dct_method = JDCT_ISLOW;
  e->jpeg.optimize_coding = TRUE;
  if (progressive) jpeg_simple_progression(&e->jpeg);
  jpeg_start_compress(&e->jpeg, TRUE);
  while (e->jpeg.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(samples + (size_t)e->jpeg.next_scanline * width * channels);
    jpeg_write_scanlines(&e->jpeg, &row, 1);
  }
  jpeg_finish_compress(&e->jpeg);
}

craster_status craster_jpeg_encode(
  const uint8_t *samples, uint32_t width, uint32_t height, uint8_t channels, int32_t quality, bool progressive,
  craster_bytes *out, char message[CRASTER_MESSAGE]) {
  *out = (craster_bytes){0};
  message[0] = 0;
  encoder *e = calloc(1, sizeof *e);
  if (e == NULL) return craster_status_outOfMemory;
  volatile craster_status status = craster_status_corrupt;
  e->message = message;
  if (setjmp(e->jump)) goto done;
  encode(e, samples, width, height, channels, quality, progressive);
  *out = e->written.content;
  e->written.content.bytes = NULL;
  status = craster_status_ok;
done:
  if (e->created) jpeg_destroy_compress(&e->jpeg);
  free(e->written.content.bytes);
  free(e);
  return status;
}
