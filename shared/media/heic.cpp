// HEIC by libheif. Called only in the decoding process.
#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <string>

#include "shared/media/limits.hpp"
#include "shared/media/picture.hpp"

namespace khaosan {
namespace {

struct ContextRelease {
  void operator()(heif_context* context) const { heif_context_free(context); }
};
struct HandleRelease {
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
};
struct ImageRelease {
  void operator()(heif_image* image) const { heif_image_release(image); }
};
using Context = std::unique_ptr<heif_context, ContextRelease>;
using ImageHandle = std::unique_ptr<heif_image_handle, HandleRelease>;
using Image = std::unique_ptr<heif_image, ImageRelease>;

constexpr std::size_t exif_offset_bytes = 4;  // an Exif item starts with the distance to its TIFF header

struct Opened {
  Context context;
  ImageHandle picture;  // the main one of the file
  int width = 0;        // as it is seen: libheif turns it
  int height = 0;
};

Refusal heif_refusal(const heif_error& error) {
  return refuse(Code::picture_unreadable, error.message == nullptr ? "HEIC" : error.message);
}

Result<Opened> open(ByteView file) {
  Opened opened;
  opened.context.reset(heif_context_alloc());
  if (!opened.context) return refuse(Code::internal, "libheif");
  heif_context_set_max_decoding_threads(opened.context.get(), 0);  // tiles one after the other: less memory
  heif_context_set_maximum_image_size_limit(opened.context.get(), media_limits::max_picture_side_px);
  heif_error error =
      heif_context_read_from_memory_without_copy(opened.context.get(), file.data(), file.size(), nullptr);
  if (error.code != heif_error_Ok) return heif_refusal(error);
  heif_image_handle* picture = nullptr;
  error = heif_context_get_primary_image_handle(opened.context.get(), &picture);
  if (error.code != heif_error_Ok) return heif_refusal(error);
  opened.picture.reset(picture);
  opened.width = heif_image_handle_get_width(picture);
  opened.height = heif_image_handle_get_height(picture);
  return opened;
}

Bytes exif_of(const Opened& opened) {
  heif_item_id id = 0;
  if (heif_image_handle_get_list_of_metadata_block_IDs(opened.picture.get(), "Exif", &id, 1) != 1) return {};
  const std::size_t size = heif_image_handle_get_metadata_size(opened.picture.get(), id);
  if (size <= exif_offset_bytes || size > media_limits::max_exif_bytes) return {};
  Bytes item(size);
  if (heif_image_handle_get_metadata(opened.picture.get(), id, item.data()).code != heif_error_Ok) return {};
  const std::size_t offset = static_cast<std::size_t>(item[0]) << 24U |
                             static_cast<std::size_t>(item[1]) << 16U |
                             static_cast<std::size_t>(item[2]) << 8U | item[3];
  if (offset >= size - exif_offset_bytes) return {};
  item.erase(item.begin(), item.begin() + static_cast<std::ptrdiff_t>(exif_offset_bytes + offset));
  return item;
}

Bytes profile_of(const Opened& opened) {
  const std::size_t size = heif_image_handle_get_raw_color_profile_size(opened.picture.get());
  if (size == 0 || size > media_limits::max_icc_bytes) return {};
  Bytes profile(size);
  const heif_error error = heif_image_handle_get_raw_color_profile(opened.picture.get(), profile.data());
  return error.code == heif_error_Ok ? profile : Bytes{};
}

}  // namespace

void warm_up_heic() {
  heif_init(nullptr);
}

Result<PictureHead> heic_head(ByteView file) {
  KHAOSAN_LET(opened, open(file));
  PictureHead head;
  head.stored_width_px = opened.width;
  head.stored_height_px = opened.height;
  head.exif_tiff = exif_of(opened);
  head.icc_profile = profile_of(opened);
  head.turned_by_decoder = true;
  return head;
}

Result<Pixels> decode_heic(ByteView file, double least_scale) {
  KHAOSAN_LET(opened, open(file));
  KHAOSAN_TRY(check_picture_size(opened.width, opened.height));
  heif_image* decoded = nullptr;
  const heif_error error = heif_decode_image(opened.picture.get(), &decoded, heif_colorspace_RGB,
                                             heif_chroma_interleaved_RGB, nullptr);
  if (error.code != heif_error_Ok) return heif_refusal(error);
  const Image image(decoded);
  const int width = heif_image_get_width(decoded, heif_channel_interleaved);
  const int height = heif_image_get_height(decoded, heif_channel_interleaved);
  KHAOSAN_TRY(check_picture_size(width, height));
  int stride = 0;
  const std::uint8_t* rows = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
  if (rows == nullptr || stride < width * 3) return refuse(Code::picture_unreadable, "HEIC plane");
  RowShrinker shrinker(width, height, shrink_factor(least_scale));
  for (int y = 0; y < height; ++y) shrinker.add_row(rows + static_cast<std::size_t>(y) * stride);
  Pixels pixels = shrinker.finish();
  return pixels;
}

}  // namespace khaosan
