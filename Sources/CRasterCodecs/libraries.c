#include <libdeflate.h>
#include <png.h>
#include <stdio.h>
#include <jpeglib.h>
#include <zlib.h>

#include "CRasterCodecs.h"

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)

craster_libraries craster_library_versions(void) {
  return (craster_libraries){
    .png = png_get_libpng_ver(NULL),
    .png_headers = PNG_LIBPNG_VER_STRING,
#ifdef LIBJPEG_TURBO_VERSION
    .jpeg_headers = "libjpeg-turbo " TEXT_OF(LIBJPEG_TURBO_VERSION) ", interface " TEXT_OF(JPEG_LIB_VERSION),
#else
    .jpeg_headers = "libjpeg, interface " TEXT_OF(JPEG_LIB_VERSION),
#endif
    .zlib_headers = ZLIB_VERSION,
    .deflate_headers = LIBDEFLATE_VERSION_STRING,
  };
}
