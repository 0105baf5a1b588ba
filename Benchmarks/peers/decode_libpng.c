/* The CPU milliseconds that plain libpng takes to decode a PNG from memory: the least of as many times as are asked for, 9 if none. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

int main(int count, char **arguments) {
  FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
  if (!file) return 1;
  fseek(file, 0, SEEK_END);
  const size_t size = (size_t)ftell(file);
  rewind(file);
  void *bytes = malloc(size);
  if (!bytes || fread(bytes, 1, size, file) != size) return 1;
  const int runs = count > 2 ? atoi(arguments[2]) : 9;
  double best = 1e9;
  for (int run = 0; run < runs; run++) {
    const double start = milliseconds();
    FILE *memory = fmemopen(bytes, size, "rb");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) return 1;
    png_init_io(png, memory);
    png_read_info(png, info);
    if (png_get_bit_depth(png, info) == 16) png_set_swap(png);
    png_read_update_info(png, info);
    const size_t stride = png_get_rowbytes(png, info), height = png_get_image_height(png, info);
    png_bytep pixels = malloc(stride * height);
    for (size_t y = 0; y < height; y++) png_read_row(png, pixels + y * stride, NULL);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(memory);
    free(pixels);
    const double taken = milliseconds() - start;
    if (taken < best) best = taken;
  }
  printf("%.1f\n", best);
  return 0;
}
