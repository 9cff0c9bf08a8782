#include "shared/media/picture.hpp"

#include <algorithm>

#include "shared/media/exif.hpp"
#include "shared/media/limits.hpp"

namespace khaosan {

Done check_picture_size(std::int64_t width_px, std::int64_t height_px) {
  using namespace media_limits;
  if (width_px <= 0 || height_px <= 0) return refuse(Code::picture_unreadable, "size");
  const bool too_long = width_px > max_picture_side_px || height_px > max_picture_side_px;
  if (too_long || width_px * height_px > max_picture_pixels) {
    return refuse(Code::picture_too_large, std::to_string(width_px) + " x " + std::to_string(height_px));
  }
  return {};
}

int shrink_factor(double least_scale) {
  if (least_scale >= 1.0) return 1;
  return std::max(1, static_cast<int>(1.0 / std::max(least_scale, 0.001)));
}

Result<PictureHead> picture_head(ByteView file, FileType type) {
  switch (type) {
    case FileType::jpeg:
      return jpeg_head(file);
    case FileType::png:
      return png_head(file);
    case FileType::heic:
      return heic_head(file);
    default:
      return refuse(Code::picture_unreadable, std::string(name_of(type)));
  }
}

Result<Pixels> decode_picture(ByteView file, FileType type, double least_scale) {
  switch (type) {
    case FileType::jpeg:
      return decode_jpeg(file, least_scale);
    case FileType::png:
      return decode_png(file, least_scale);
    case FileType::heic:
      return decode_heic(file, least_scale);
    default:
      return refuse(Code::picture_unreadable, std::string(name_of(type)));
  }
}

PhotoFacts facts_of(const PictureHead& head, FileType type) {
  PhotoFacts facts;
  facts.type = type;
  read_exif(head.exif_tiff, facts);
  if (head.turned_by_decoder) facts.orientation = 1;
  const bool on_its_side = facts.orientation >= 5;
  facts.width_px = on_its_side ? head.stored_height_px : head.stored_width_px;
  facts.height_px = on_its_side ? head.stored_width_px : head.stored_height_px;
  return facts;
}

}  // namespace khaosan
