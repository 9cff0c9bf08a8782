// The addresses of a news item and of its pictures. Pictures are counted from 1.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/picture_cache.hpp"
#include "server/logic/news_board.hpp"

namespace khaosan::server {

std::string news_path(const PublicNews& news);
std::string photo_path(const PublicNews& news, std::size_t index, CopySize size);

struct PhotoFile {
  std::size_t index = 0;  // from 0
  CopySize size = CopySize::full;
};
std::optional<PhotoFile> parse_photo_file(std::string_view name);  // "1.jpg", "1-small.jpg"

PictureEdit edit_of(const PublicPhoto& photo);

}  // namespace khaosan::server
