#include "server/web/picture_paths.hpp"

#include <charconv>

namespace khaosan::server {
namespace {

constexpr std::string_view full_suffix = ".jpg";
constexpr std::string_view small_suffix = "-small.jpg";

}  // namespace

std::string news_path(const PublicNews& news) {
  return "/news/" + news.slug;
}

std::string photo_path(const PublicNews& news, std::size_t index, CopySize size) {
  return news_path(news) + "/photo/" + std::to_string(index + 1) +
         std::string(size == CopySize::small ? small_suffix : full_suffix);
}

std::optional<PhotoFile> parse_photo_file(std::string_view name) {
  PhotoFile file;
  std::string_view digits = name;
  if (name.ends_with(small_suffix)) {
    file.size = CopySize::small;
    digits.remove_suffix(small_suffix.size());
  } else if (name.ends_with(full_suffix)) {
    digits.remove_suffix(full_suffix.size());
  } else {
    return std::nullopt;
  }
  std::size_t place = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  if (fault != std::errc() || end != digits.data() + digits.size() || place == 0) return std::nullopt;
  file.index = place - 1;
  return file;
}

PictureEdit edit_of(const PublicPhoto& photo) {
  PictureEdit edit;
  edit.rotate_quarter_turns = photo.quarter_turns;
  if (photo.crop_width_e4 > 0 && photo.crop_height_e4 > 0) {
    edit.crop = {photo.crop_left_e4, photo.crop_top_e4, photo.crop_width_e4, photo.crop_height_e4};
  }
  return edit;
}

}  // namespace khaosan::server
