#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
/* After jpeglib.h, whose settings decide the numbers of the messages. */
#include <jerror.h>

#include "CRasterCodecs.h"
#include "grey.h"

/* Everything that lives across the jump, behind one pointer that does not change after setjmp. */
typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;
  bool created;
  bool ran_out;
  /* A warning that says that pixels are wrong. */
  bool damaged;
  bool too_many_scans;
  uint32_t max_scans;
  craster_header *header;
  char *message;
  uint8_t *row;
} decoder;

static decoder *decoder_of(j_common_ptr jpeg) { return jpeg->client_data; }

static void on_error(j_common_ptr jpeg) {
  decoder *d = decoder_of(jpeg);
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  snprintf(d->message, CRASTER_MESSAGE, "%s", text);
  longjmp(d->jump, 1);
}

/* Level -1 is a warning: most of them mean that the entropy-coded data is damaged and the library guesses on. */
static void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  decoder *d = decoder_of(jpeg);
  jpeg->err->num_warnings++;
  switch (jpeg->err->msg_code) {
  case JWRN_HIT_MARKER:
    /* The data ends at the end-of-image marker before all rows are there: cut and closed by an editor. */
    if (d->jpeg.unread_marker == JPEG_EOI) {
      d->ran_out = true;
      break;
    }
    /* fallthrough */
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
  case JWRN_BOGUS_PROGRESSION:
    if (!d->damaged && !d->ran_out) {
      char text[JMSG_LENGTH_MAX];
      jpeg->err->format_message(jpeg, text);
      snprintf(d->message, CRASTER_MESSAGE, "%s", text);
    }
    d->damaged = true;
    break;
  default:
    break;
  }
}

static void stay_silent(j_common_ptr jpeg) { (void)jpeg; }

static void nothing(j_decompress_ptr jpeg) { (void)jpeg; }

/* The file ended: feeds end-of-image markers, as the library's own sources do. */
static boolean out_of_bytes(j_decompress_ptr jpeg) {
  static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};
  decoder_of((j_common_ptr)jpeg)->ran_out = true;
  jpeg->src->next_input_byte = end_of_image;
  jpeg->src->bytes_in_buffer = 2;
  return TRUE;
}

static void skip_bytes(j_decompress_ptr jpeg, long wanted) {
  if (wanted <= 0) return;
  if ((size_t)wanted > jpeg->src->bytes_in_buffer) {
    out_of_bytes(jpeg);
    return;
  }
  jpeg->src->next_input_byte += wanted;
  jpeg->src->bytes_in_buffer -= (size_t)wanted;
}

/* A file with thousands of scans costs a pass over all coefficients for each. */
static void watch_scans(j_common_ptr jpeg) {
  decoder *d = decoder_of(jpeg);
  if ((uint32_t)d->jpeg.input_scan_number > d->max_scans) {
    d->too_many_scans = true;
    longjmp(d->jump, 1);
  }
}

static void open_decoder(decoder *d, const uint8_t *bytes, size_t count) {
  d->jpeg.err = jpeg_std_error(&d->errors);
  d->errors.error_exit = on_error;
  d->errors.emit_message = on_message;
  d->errors.output_message = stay_silent;
  d->jpeg.client_data = d;
  /* Creating clears the structure but keeps err and client_data. */
  jpeg_create_decompress(&d->jpeg);
  d->created = true;
  d->source.next_input_byte = bytes;
  d->source.bytes_in_buffer = count;
  d->source.init_source = nothing;
  d->source.fill_input_buffer = out_of_bytes;
  d->source.skip_input_data = skip_bytes;
  d->source.resync_to_restart = jpeg_resync_to_restart;
  d->source.term_source = nothing;
  d->jpeg.src = &d->source;
  d->progress.progress_monitor = watch_scans;
  d->jpeg.progress = &d->progress;
}

static void read_head(decoder *d) {
  jpeg_read_header(&d->jpeg, TRUE);
  d->header->width = d->jpeg.image_width;
  d->header->height = d->jpeg.image_height;
  d->header->stored_depth = (uint8_t)d->jpeg.data_precision;
  d->header->channels = (uint8_t)d->jpeg.num_components;
}

/* Huffman coding spends at least a bit on each block: a file with fewer bits than blocks cannot be whole.
 * Arithmetic coding has no such floor: a file whose coefficients take more than 256 MB must bring a bit for 32 blocks. */
static bool too_few_bytes(const decoder *d, size_t count) {
  uint64_t blocks = 0;
  for (int i = 0; i < d->jpeg.num_components; i++)
    blocks += (uint64_t)d->jpeg.comp_info[i].width_in_blocks * d->jpeg.comp_info[i].height_in_blocks;
  const uint64_t bits = (uint64_t)count * 8;
  if (d->jpeg.arith_code) return blocks > (256u << 20) / sizeof(JBLOCK) && bits * 32 < blocks;
  return bits < blocks;
}

static bool choose_output(decoder *d) {
  d->jpeg.dct_method = JDCT_ISLOW;
  switch (d->jpeg.num_components) {
  case 1:
    d->jpeg.out_color_space = JCS_GRAYSCALE;
    return true;
  case 3:
    d->jpeg.out_color_space = JCS_RGB;
    return true;
  case 4:
    d->jpeg.out_color_space = JCS_CMYK;
    return true;
  default:
    return false;
  }
}

static craster_status read_pixels(decoder *d, bool allow_truncated, uint16_t *samples) {
  jpeg_start_decompress(&d->jpeg);
  const size_t width = d->header->width, height = d->header->height;
  const int channels = d->jpeg.output_components;
  d->row = malloc(width * (size_t)channels);
  if (d->row == NULL) return craster_status_outOfMemory;
  for (size_t y = 0; y < height; y++) {
    JSAMPROW row = d->row;
    jpeg_read_scanlines(&d->jpeg, &row, 1);
    if (d->ran_out && !allow_truncated) return craster_status_truncated;
    if (d->damaged && !d->ran_out) return craster_status_corrupt;
    uint16_t *out = samples + y * width;
    if (channels == 4) cmyk_row(row, out, width, d->jpeg.saw_Adobe_marker, d->header);
    else grey_row_8(row, out, width, channels, d->header);
    if (!d->ran_out) d->header->rows = (uint32_t)(y + 1);
  }
  jpeg_finish_decompress(&d->jpeg);
  if (d->ran_out && !allow_truncated) return craster_status_truncated;
  if (d->damaged && !d->ran_out) return craster_status_corrupt;
  d->header->truncated = d->ran_out;
  return craster_status_ok;
}

static craster_status decode(
  decoder *d, const uint8_t *bytes, size_t count, craster_limits limits, uint16_t *samples, size_t capacity) {
  open_decoder(d, bytes, count);
  read_head(d);
  const uint64_t pixels = (uint64_t)d->header->width * d->header->height;
  if (pixels > limits.max_pixels) return craster_status_tooLarge;
  if (d->jpeg.data_precision != 8) {
    snprintf(d->message, CRASTER_MESSAGE, "%d bits per sample", d->jpeg.data_precision);
    return craster_status_unsupported;
  }
  if (!choose_output(d)) {
    snprintf(d->message, CRASTER_MESSAGE, "%d colour components", d->jpeg.num_components);
    return craster_status_unsupported;
  }
  if (samples == NULL) return craster_status_ok;
  if (pixels > capacity) return craster_status_corrupt;
  if (!limits.allow_truncated && too_few_bytes(d, count)) return craster_status_truncated;
  /* Any file may have as many scans as files in use have. */
  const uint64_t affordable = limits.max_scan_pixels / pixels > 20 ? limits.max_scan_pixels / pixels : 20;
  d->max_scans = affordable < limits.max_scans ? (uint32_t)affordable : limits.max_scans;
  d->header->scan_limit = d->max_scans;
  return read_pixels(d, limits.allow_truncated, samples);
}

/* What an error that ended the decoding means. */
static craster_status status_of_jump(const decoder *d) {
  if (d->too_many_scans) return craster_status_tooManyScans;
  if (d->ran_out) return craster_status_truncated;
  switch (d->errors.msg_code) {
  case JERR_BAD_PRECISION:
  case JERR_SOF_UNSUPPORTED:
  case JERR_ARITH_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_NOT_COMPILED:
  case JERR_CCIR601_NOTIMPL:
  case JERR_FRACT_SAMPLE_NOTIMPL:
    return craster_status_unsupported;
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE:
    return craster_status_outOfMemory;
  default:
    return craster_status_corrupt;
  }
}

craster_status craster_jpeg_decode(
  const uint8_t *bytes, size_t count, craster_limits limits, craster_header *header, uint16_t *samples, size_t capacity,
  char message[CRASTER_MESSAGE]) {
  memset(header, 0, sizeof *header);
  message[0] = 0;
  decoder *d = calloc(1, sizeof *d);
  if (d == NULL) return craster_status_outOfMemory;
  volatile craster_status status = craster_status_corrupt;
  d->header = header;
  d->message = message;
  d->max_scans = limits.max_scans;
  if (setjmp(d->jump)) {
    status = status_of_jump(d);
    goto done;
  }
  status = decode(d, bytes, count, limits, samples, capacity);
done:
  if (d->created) jpeg_destroy_decompress(&d->jpeg);
  free(d->row);
  free(d);
  return status;
}
