#include "tests/unit/media/made_pictures.hpp"

#include <libheif/heif.h>
#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "shared/media/jpeg.hpp"

namespace khaosan {
namespace {

void fill(Pixels& pixels, int left, int top, int width, int height, const Colour& colour) {
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) {
      std::uint8_t* pixel = pixels.row(y) + x * 3;
      pixel[0] = static_cast<std::uint8_t>(colour.red);
      pixel[1] = static_cast<std::uint8_t>(colour.green);
      pixel[2] = static_cast<std::uint8_t>(colour.blue);
    }
  }
}

Pixels quarters(int width, int height, const std::array<Colour, 4>& colours) {
  Pixels pixels(width, height);
  const int half_width = width / 2;
  const int half_height = height / 2;
  fill(pixels, 0, 0, half_width, half_height, colours[0]);
  fill(pixels, half_width, 0, width - half_width, half_height, colours[1]);
  fill(pixels, 0, half_height, half_width, height - half_height, colours[2]);
  fill(pixels, half_width, half_height, width - half_width, height - half_height, colours[3]);
  return pixels;
}

// Little-endian TIFF: entries first, what does not fit into them after all directories.
class TiffWriter {
 public:
  void short_number(std::uint16_t tag, std::uint16_t value) { entry(tag, 3, 1, value); }
  void long_number(std::uint16_t tag, std::uint32_t value) { entry(tag, 4, 1, value); }
  void text(std::uint16_t tag, const std::string& value) {
    Bytes bytes(value.begin(), value.end());
    bytes.push_back(0);
    block(tag, 2, static_cast<std::uint32_t>(bytes.size()), bytes);
  }
  void fractions(std::uint16_t tag, const std::array<std::uint32_t, 6>& values) {
    Bytes bytes;
    for (const std::uint32_t value : values) put(bytes, value, 4);
    block(tag, 5, 3, bytes);
  }
  // Its size depends on the entries only in number, so that the caller can place the next one.
  Bytes finish(std::uint32_t offset) const {
    Bytes directory;
    put(directory, static_cast<std::uint32_t>(entries_.size()), 2);
    std::uint32_t data_at = offset + 2 + static_cast<std::uint32_t>(entries_.size()) * 12 + 4;
    Bytes data;
    for (const Entry& each : entries_) {
      put(directory, each.tag, 2);
      put(directory, each.type, 2);
      put(directory, each.count, 4);
      if (each.data.size() <= 4) {
        Bytes inside = each.data;
        inside.resize(4);
        directory.insert(directory.end(), inside.begin(), inside.end());
      } else {
        put(directory, data_at + static_cast<std::uint32_t>(data.size()), 4);
        data.insert(data.end(), each.data.begin(), each.data.end());
      }
    }
    put(directory, 0, 4);
    directory.insert(directory.end(), data.begin(), data.end());
    return directory;
  }

 private:
  struct Entry {
    std::uint16_t tag;
    std::uint16_t type;
    std::uint32_t count;
    Bytes data;
  };
  static void put(Bytes& bytes, std::uint32_t value, int width) {
    for (int i = 0; i < width; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value) {
    Bytes bytes;
    put(bytes, value, type == 3 ? 2 : 4);
    block(tag, type, count, bytes);
  }
  void block(std::uint16_t tag, std::uint16_t type, std::uint32_t count, const Bytes& data) {
    entries_.push_back({tag, type, count, data});
  }
  std::vector<Entry> entries_;
};

Bytes with_segment(const Bytes& jpeg, std::uint8_t marker, const std::string& sign, const Bytes& content) {
  const std::size_t length = 2 + sign.size() + content.size();
  Bytes out;
  const auto add = [&out](const auto& bytes) {
    std::copy(bytes.begin(), bytes.end(), std::back_inserter(out));
  };
  add(ByteView(jpeg).first(2));
  add(std::array<std::uint8_t, 4>{0xFF, marker, static_cast<std::uint8_t>(length >> 8U),
                                  static_cast<std::uint8_t>(length)});
  add(sign);
  add(content);
  add(ByteView(jpeg).subspan(2));
  return out;
}

void collect(png_structp png, png_bytep bytes, std::size_t count) {
  auto* out = static_cast<Bytes*>(png_get_io_ptr(png));
  out->insert(out->end(), bytes, bytes + count);
}

Bytes png_from(const std::uint8_t* rows, int width, int height, int colour_type, int channels,
               bool interlaced) {
  Bytes out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &out, collect, nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), 8, colour_type,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const int passes = interlaced ? png_set_interlace_handling(png) : 1;
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < height; ++y)
      png_write_row(png, rows + static_cast<std::size_t>(y) * width * channels);
  }
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return out;
}

heif_error collect_heif(heif_context*, const void* data, std::size_t size, void* into) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(into)->assign(bytes, bytes + size);
  return {heif_error_Ok, heif_suberror_Unspecified, "ok"};
}

heif_image* heif_image_of(const Pixels& pixels) {
  heif_image* image = nullptr;
  heif_image_create(pixels.width, pixels.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane(image, heif_channel_interleaved, pixels.width, pixels.height, 8);
  int stride = 0;
  std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (int y = 0; y < pixels.height; ++y) {
    std::memcpy(plane + static_cast<std::size_t>(y) * stride, pixels.row(y),
                static_cast<std::size_t>(pixels.width) * 3);
  }
  return image;
}

}  // namespace

Pixels corners(int width, int height) {
  return quarters(width, height,
                  {top_left_colour, top_right_colour, bottom_left_colour, bottom_right_colour});
}

// From the table in the EXIF standard: at which side the stored row 0 and the stored column 0 are to be seen.
Pixels stored_for(int orientation, int upright_width, int upright_height) {
  struct Sides {
    bool row_0_is_vertical;  // seen as the left or right side
    bool row_0_at_far_side;  // bottom, or right
    bool column_0_at_far_side;
  };
  constexpr std::array<Sides, 8> table{{{false, false, false},  // top, left
                                        {false, false, true},   // top, right
                                        {false, true, true},    // bottom, right
                                        {false, true, false},   // bottom, left
                                        {true, false, false},   // left, top
                                        {true, true, false},    // right, top
                                        {true, true, true},     // right, bottom
                                        {true, false, true}}};  // left, bottom
  const Sides sides = table[static_cast<std::size_t>(orientation) - 1];
  const auto seen = [&](bool last_row, bool last_column) {
    const bool row_far = sides.row_0_at_far_side != last_row;
    const bool column_far = sides.column_0_at_far_side != last_column;
    const bool at_right = sides.row_0_is_vertical ? row_far : column_far;
    const bool at_bottom = sides.row_0_is_vertical ? column_far : row_far;
    if (at_bottom) return at_right ? bottom_right_colour : bottom_left_colour;
    return at_right ? top_right_colour : top_left_colour;
  };
  const int width = sides.row_0_is_vertical ? upright_height : upright_width;
  const int height = sides.row_0_is_vertical ? upright_width : upright_height;
  return quarters(width, height,
                  {seen(false, false), seen(false, true), seen(true, false), seen(true, true)});
}

Bytes exif_tiff(const ExifPlan& plan) {
  TiffWriter gps;
  gps.text(1, "N");
  gps.fractions(2, {13, 1, 45, 1, 22'791, 1000});
  gps.text(3, "W");
  gps.fractions(4, {100, 1, 30, 1, 64, 10});
  TiffWriter exif;
  exif.text(0x9003, plan.taken_at);
  const auto main_with = [&](std::uint32_t exif_at, std::uint32_t gps_at) {
    TiffWriter main;
    main.text(0x010F, plan.make);
    main.text(0x0110, plan.model);
    if (plan.orientation != 0) main.short_number(0x0112, static_cast<std::uint16_t>(plan.orientation));
    main.long_number(0x8769, exif_at);
    if (plan.has_place) main.long_number(0x8825, gps_at);
    return main.finish(8);
  };
  const auto exif_at = static_cast<std::uint32_t>(8 + main_with(0, 0).size());
  const Bytes exif_part = exif.finish(exif_at);
  const auto gps_at = static_cast<std::uint32_t>(exif_at + exif_part.size());
  const Bytes main_part = main_with(exif_at, gps_at);
  const Bytes gps_part = gps.finish(gps_at);
  Bytes tiff{'I', 'I', 42, 0, 8, 0, 0, 0};
  tiff.insert(tiff.end(), main_part.begin(), main_part.end());
  tiff.insert(tiff.end(), exif_part.begin(), exif_part.end());
  tiff.insert(tiff.end(), gps_part.begin(), gps_part.end());
  return tiff;
}

Bytes jpeg_of(const Pixels& pixels, int quality) {
  return encode_jpeg(pixels, quality).value();
}

Bytes with_exif(const Bytes& jpeg, const Bytes& tiff) {
  return with_segment(jpeg, 0xE1, std::string("Exif\0\0", 6), tiff);
}

Bytes with_profile(const Bytes& jpeg, const Bytes& icc_profile) {
  return with_segment(jpeg, 0xE2, std::string("ICC_PROFILE\0\1\1", 14), icc_profile);
}

Bytes png_of(const Pixels& pixels, bool interlaced) {
  return png_from(pixels.rgb.data(), pixels.width, pixels.height, PNG_COLOR_TYPE_RGB, 3, interlaced);
}

Bytes png_with_alpha(int width, int height, const Colour& colour, int alpha) {
  Bytes rgba;
  for (int i = 0; i < width * height; ++i) {
    for (const int value : {colour.red, colour.green, colour.blue, alpha}) {
      rgba.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return png_from(rgba.data(), width, height, PNG_COLOR_TYPE_RGB_ALPHA, 4, false);
}

Bytes png_header_only(std::uint32_t width, std::uint32_t height) {
  Bytes png = png_of(Pixels(4, 4));
  for (std::size_t i = 0; i < 4; ++i) {
    png[16 + i] = static_cast<std::uint8_t>(width >> (24 - 8 * i));
    png[20 + i] = static_cast<std::uint8_t>(height >> (24 - 8 * i));
  }
  return png;
}

Bytes heic_of(const Pixels& pixels, const Bytes& tiff, bool turned_right) {
  if (heif_have_encoder_for_format(heif_compression_HEVC) == 0) return {};
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder);
  heif_image* image = heif_image_of(pixels);
  heif_encoding_options* options = heif_encoding_options_alloc();
  if (turned_right) options->image_orientation = heif_orientation_rotate_90_cw;
  heif_image_handle* handle = nullptr;
  heif_context_encode_image(context, image, encoder, options, &handle);
  if (!tiff.empty()) {
    Bytes block{'E', 'x', 'i', 'f', 0, 0};
    block.insert(block.end(), tiff.begin(), tiff.end());
    heif_context_add_exif_metadata(context, handle, block.data(), static_cast<int>(block.size()));
  }
  Bytes out;
  heif_writer writer{1, collect_heif};
  heif_context_write(context, &writer, &out);
  heif_image_handle_release(handle);
  heif_encoding_options_free(options);
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return out;
}

// Display P3 as ICC writes it: primaries adapted to D50, and the curve of sRGB as a formula.
Bytes display_p3_profile() {
  const auto put = [](Bytes& bytes, std::int64_t value, int width) {
    for (int i = width - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto fixed = [](double value) {
    return static_cast<std::int64_t>(value * 65536 + (value < 0 ? -0.5 : 0.5));
  };
  Bytes curve{'p', 'a', 'r', 'a', 0, 0, 0, 0, 0, 3, 0, 0};
  for (const double value : {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) put(curve, fixed(value), 4);
  const std::array<std::array<double, 3>, 3> colours{
      {{0.515121, 0.241196, -0.001053}, {0.291977, 0.692245, 0.041885}, {0.157104, 0.066574, 0.784073}}};
  Bytes profile(128);
  std::memcpy(profile.data() + 16, "RGB XYZ ", 8);
  put(profile, 6, 4);
  Bytes data;
  const std::size_t data_at = 128 + 4 + 6 * 12;
  const auto tag = [&](const char* name, const Bytes& content) {
    profile.insert(profile.end(), name, name + 4);
    put(profile, static_cast<std::int64_t>(data_at + data.size()), 4);
    put(profile, static_cast<std::int64_t>(content.size()), 4);
    data.insert(data.end(), content.begin(), content.end());
  };
  for (std::size_t i = 0; i < 3; ++i) {
    Bytes colour{'X', 'Y', 'Z', ' ', 0, 0, 0, 0};
    for (const double value : colours[i]) put(colour, fixed(value), 4);
    tag(std::array<const char*, 3>{"rXYZ", "gXYZ", "bXYZ"}[i], colour);
    tag(std::array<const char*, 3>{"rTRC", "gTRC", "bTRC"}[i], curve);
  }
  profile.insert(profile.end(), data.begin(), data.end());
  return profile;
}

Pixels read_back(const Bytes& jpeg) {
  tjhandle handle = tjInitDecompress();
  int width = 0;
  int height = 0;
  int sampling = 0;
  int colours = 0;
  tjDecompressHeader3(handle, jpeg.data(), jpeg.size(), &width, &height, &sampling, &colours);
  Pixels pixels(width, height);
  tjDecompress2(handle, jpeg.data(), jpeg.size(), pixels.rgb.data(), width, 0, height, TJPF_RGB, 0);
  tjDestroy(handle);
  return pixels;
}

Colour colour_at(const Pixels& pixels, double across, double down) {
  const auto x = static_cast<int>(across * (pixels.width - 1));
  const auto y = static_cast<int>(down * (pixels.height - 1));
  const std::uint8_t* pixel = pixels.row(y) + x * 3;
  return {pixel[0], pixel[1], pixel[2]};
}

bool close_to(const Colour& a, const Colour& b, int tolerance) {
  return std::abs(a.red - b.red) <= tolerance && std::abs(a.green - b.green) <= tolerance &&
         std::abs(a.blue - b.blue) <= tolerance;
}

bool has_upright_corners(const Pixels& pixels) {
  return close_to(colour_at(pixels, 0.1, 0.1), top_left_colour) &&
         close_to(colour_at(pixels, 0.9, 0.1), top_right_colour) &&
         close_to(colour_at(pixels, 0.1, 0.9), bottom_left_colour) &&
         close_to(colour_at(pixels, 0.9, 0.9), bottom_right_colour);
}

}  // namespace khaosan
