// What a file is, told from its first bytes. Its name is never looked at.
#pragma once

#include <string_view>

#include "shared/base/bytes.hpp"

namespace khaosan {

enum class FileType { other, jpeg, png, heic, pdf, mp4, mov, mp3, m4a, wav };

// `head` is the start of the file (media_limits::type_head_bytes, or all of it). Never fails: `other`.
FileType detect_type(ByteView head);
bool is_picture(FileType type);                // one that can be decoded: jpeg, png, heic
std::string_view name_of(FileType type);       // "jpeg"
std::string_view mime_type_of(FileType type);  // "image/jpeg"; "application/octet-stream" for other

}  // namespace khaosan
