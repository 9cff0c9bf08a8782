#include "client/window/png_file.hpp"

#include <png.h>

namespace khaosan::client {

Done write_png(const std::filesystem::path& file, std::span<const std::uint8_t> rgb, int width, int height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  const std::string path = file.string();
  if (png_image_write_to_file(&image, path.c_str(), 0, rgb.data(), 0, nullptr) == 0)
    return refuse(Code::io_failed, path + ": " + image.message);
  return {};
}

}  // namespace khaosan::client
