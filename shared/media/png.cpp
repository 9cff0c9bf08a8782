// PNG by libpng, row by row. Called only in the decoding process.
#include <png.h>

#include <csetjmp>
#include <cstring>
#include <memory>
#include <string_view>

#include "shared/media/limits.hpp"
#include "shared/media/picture.hpp"

namespace khaosan {
namespace {

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t chunk_frame_bytes = 12;  // length, name, checksum
constexpr png_alloc_size_t max_chunk_bytes = 8 << 20;
constexpr std::uint8_t white = 255;

std::uint32_t number_at(ByteView file, std::size_t at) {
  return static_cast<std::uint32_t>(file[at]) << 24U | static_cast<std::uint32_t>(file[at + 1]) << 16U |
         static_cast<std::uint32_t>(file[at + 2]) << 8U | file[at + 3];
}

// The content of the first chunk of this name; empty if there is none.
ByteView chunk_named(ByteView file, std::string_view name) {
  std::size_t at = signature_bytes;
  while (at + chunk_frame_bytes <= file.size()) {
    const std::size_t length = number_at(file, at);
    if (length > file.size() - at - chunk_frame_bytes) return {};
    if (text_of(file.subspan(at + 4, 4)) == name) return file.subspan(at + 8, length);
    at += chunk_frame_bytes + length;
  }
  return {};
}

// Everything that must outlive libpng's jump out of the middle of its work.
struct Reader {
  explicit Reader(ByteView bytes) : file(bytes) {}
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  ByteView file;
  std::size_t position = 0;
  png_structp png = nullptr;
  png_infop info = nullptr;
  int width = 0;
  int height = 0;
  int passes = 1;
  Bytes icc_profile;
  Bytes rgba;  // one row, or the whole picture if it is interlaced
  Bytes rgb;   // one row
  std::string problem;
};

void on_error(png_structp png, png_const_charp text) {
  static_cast<Reader*>(png_get_error_ptr(png))->problem = text;
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void give_bytes(png_structp png, png_bytep into, std::size_t count) {
  auto* reader = static_cast<Reader*>(png_get_io_ptr(png));
  if (count > reader->file.size() - reader->position) png_error(png, "file ends early");
  std::memcpy(into, reader->file.data() + reader->position, count);
  reader->position += count;
}

bool start(Reader& reader) {
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png == nullptr) return false;
  reader.info = png_create_info_struct(reader.png);
  if (reader.info == nullptr) return false;
  png_set_read_fn(reader.png, &reader, give_bytes);
  png_set_user_limits(reader.png, media_limits::max_picture_side_px, media_limits::max_picture_side_px);
  png_set_chunk_malloc_max(reader.png, max_chunk_bytes);
  png_set_chunk_cache_max(reader.png, 64);
  return true;
}

void keep_profile(Reader& reader) {
  png_charp name = nullptr;
  int method = 0;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  if (png_get_iCCP(reader.png, reader.info, &name, &method, &profile, &size) == 0) return;
  if (size <= media_limits::max_icc_bytes) reader.icc_profile.assign(profile, profile + size);
}

// To the pixels, as 8-bit RGBA whatever the file holds.
bool read_header(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_info(reader.png, reader.info);
  reader.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  reader.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  keep_profile(reader);
  png_set_expand(reader.png);
  png_set_scale_16(reader.png);
  png_set_gray_to_rgb(reader.png);
  png_set_add_alpha(reader.png, white, PNG_FILLER_AFTER);
  reader.passes = png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return png_get_rowbytes(reader.png, reader.info) == static_cast<std::size_t>(reader.width) * 4;
}

bool read_row(Reader& reader, std::uint8_t* into) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_row(reader.png, into, nullptr);
  return true;
}

// Shows the picture on white paper.
void add_to(RowShrinker& shrinker, Reader& reader, const std::uint8_t* rgba) {
  for (int x = 0; x < reader.width; ++x) {
    const unsigned alpha = rgba[x * 4 + 3];
    for (int channel = 0; channel < 3; ++channel) {
      const unsigned mixed = rgba[x * 4 + channel] * alpha + white * (255U - alpha);
      reader.rgb[static_cast<std::size_t>(x) * 3 + channel] = static_cast<std::uint8_t>((mixed + 127) / 255);
    }
  }
  shrinker.add_row(reader.rgb.data());
}

bool read_rows(Reader& reader, RowShrinker& shrinker) {
  const std::size_t row_bytes = static_cast<std::size_t>(reader.width) * 4;
  const bool interlaced = reader.passes > 1;
  reader.rgb.resize(static_cast<std::size_t>(reader.width) * 3);
  reader.rgba.resize(row_bytes * (interlaced ? static_cast<std::size_t>(reader.height) : 1));
  for (int pass = 0; pass < reader.passes; ++pass) {
    for (int y = 0; y < reader.height; ++y) {
      std::uint8_t* row = reader.rgba.data() + (interlaced ? row_bytes * y : 0);
      if (!read_row(reader, row)) return false;
      if (pass + 1 == reader.passes) add_to(shrinker, reader, row);
    }
  }
  return true;
}

Refusal unreadable(const Reader& reader) {
  return refuse(Code::picture_unreadable, reader.problem.empty() ? "PNG" : reader.problem);
}

}  // namespace

Result<PictureHead> png_head(ByteView file) {
  const ByteView header = chunk_named(file, "IHDR");
  if (header.size() < 13) return refuse(Code::picture_unreadable, "no IHDR");
  PictureHead head;
  const std::uint32_t width = number_at(header, 0);
  const std::uint32_t height = number_at(header, 4);
  if (width > PNG_UINT_31_MAX || height > PNG_UINT_31_MAX) return refuse(Code::picture_unreadable, "size");
  head.stored_width_px = static_cast<int>(width);
  head.stored_height_px = static_cast<int>(height);
  const ByteView exif = chunk_named(file, "eXIf");
  head.exif_tiff.assign(exif.begin(), exif.end());
  if (!check_picture_size(head.stored_width_px, head.stored_height_px)) return head;
  Reader reader(file);
  if (start(reader) && read_header(reader)) head.icc_profile = std::move(reader.icc_profile);
  return head;
}

Result<Pixels> decode_png(ByteView file, double least_scale) {
  Reader reader(file);
  if (!start(reader)) return refuse(Code::internal, "libpng");
  if (!read_header(reader)) return unreadable(reader);
  KHAOSAN_TRY(check_picture_size(reader.width, reader.height));
  RowShrinker shrinker(reader.width, reader.height, shrink_factor(least_scale));
  if (!read_rows(reader, shrinker)) return unreadable(reader);
  Pixels pixels = shrinker.finish();
  return pixels;
}

Result<Bytes> encode_png(const Pixels& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(pixels.width);
  image.height = static_cast<png_uint_32>(pixels.height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  if (png_image_write_get_memory_size(image, size, 0, pixels.rgb.data(), 0, nullptr) == 0)
    return refuse(Code::internal, image.message);
  Bytes file(size);
  if (png_image_write_to_memory(&image, file.data(), &size, 0, pixels.rgb.data(), 0, nullptr) == 0)
    return refuse(Code::internal, image.message);
  file.resize(size);
  return file;
}

}  // namespace khaosan
