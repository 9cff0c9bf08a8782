#include "shared/media/file_type.hpp"

#include <algorithm>
#include <array>

namespace khaosan {
namespace {

constexpr std::string_view png_sign = "\x89PNG\r\n\x1a\n";

struct TypeNames {
  FileType type;
  std::string_view name;
  std::string_view mime;
};
constexpr std::array<TypeNames, 10> type_names{{
    {FileType::other, "other", "application/octet-stream"},
    {FileType::jpeg, "jpeg", "image/jpeg"},
    {FileType::png, "png", "image/png"},
    {FileType::heic, "heic", "image/heic"},
    {FileType::pdf, "pdf", "application/pdf"},
    {FileType::mp4, "mp4", "video/mp4"},
    {FileType::mov, "mov", "video/quicktime"},
    {FileType::mp3, "mp3", "audio/mpeg"},
    {FileType::m4a, "m4a", "audio/mp4"},
    {FileType::wav, "wav", "audio/wav"},
}};

const TypeNames& names_of(FileType type) {
  return type_names.at(static_cast<std::size_t>(type));
}

bool any_of(std::string_view sign, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), sign) != list.end();
}

// ISO base media: a box "ftyp" with the main brand, then a version and the brands it is compatible with.
FileType type_of_brand(std::string_view brand) {
  if (any_of(brand, {"heic", "heix", "heim", "heis", "hevc", "hevx"})) return FileType::heic;
  if (any_of(brand, {"M4A ", "M4B "})) return FileType::m4a;
  if (brand == "qt  ") return FileType::mov;
  if (any_of(brand, {"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV",
                     "3gp4", "3gp5", "3gp6", "XAVC"})) {
    return FileType::mp4;
  }
  return FileType::other;
}

FileType type_of_boxes(std::string_view head) {
  const std::string_view box = head.substr(4, 4);
  if (any_of(box, {"moov", "mdat", "wide"})) return FileType::mov;  // QuickTime before it knew "ftyp"
  if (box != "ftyp" || head.size() < 16) return FileType::other;
  const FileType main_type = type_of_brand(head.substr(8, 4));
  if (main_type != FileType::other) return main_type;
  const auto box_size = static_cast<unsigned char>(head[3]) | (static_cast<unsigned char>(head[2]) << 8U);
  const std::size_t end = std::min<std::size_t>(head.size(), static_cast<std::size_t>(box_size));
  for (std::size_t at = 16; at + 4 <= end; at += 4) {
    const FileType type = type_of_brand(head.substr(at, 4));
    if (type != FileType::other) return type;
  }
  return FileType::other;
}

// Length of the MPEG layer III frame that starts with these bytes; 0 if none does.
std::size_t mp3_frame_bytes(ByteView head) {
  constexpr std::array<int, 16> kbit_1{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
  constexpr std::array<int, 16> kbit_2{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
  constexpr std::array<int, 4> rates_hz{44100, 48000, 32000, 0};
  if (head.size() < 4 || head[0] != 0xFF || (head[1] & 0xE0U) != 0xE0U) return 0;
  const unsigned version = (head[1] >> 3U) & 3U;  // 0: 2.5, 2: 2, 3: 1
  const unsigned layer = (head[1] >> 1U) & 3U;    // 1: layer III
  const int rate_hz = rates_hz[(head[2] >> 2U) & 3U] / (version == 3 ? 1 : version == 2 ? 2 : 4);
  const int kbit = (version == 3 ? kbit_1 : kbit_2)[head[2] >> 4U];
  if (version == 1 || layer != 1 || rate_hz == 0 || kbit == 0) return 0;
  const int samples = version == 3 ? 144 : 72;
  return static_cast<std::size_t>(samples * kbit * 1000 / rate_hz) + ((head[2] >> 1U) & 1U);
}

// Two frames in a row: one alone is too easily met by chance.
bool is_bare_mp3(ByteView head) {
  const std::size_t length = mp3_frame_bytes(head);
  return length != 0 && head.size() >= length + 4 && mp3_frame_bytes(head.subspan(length)) != 0;
}

}  // namespace

FileType detect_type(ByteView head) {
  const std::string_view text = text_of(head);
  if (text.size() < 12) return FileType::other;
  if (text.starts_with("\xFF\xD8\xFF")) return FileType::jpeg;
  if (text.starts_with(png_sign)) return FileType::png;
  if (text.starts_with("%PDF-")) return FileType::pdf;
  if (text.starts_with("RIFF") && text.substr(8, 4) == "WAVE") return FileType::wav;
  if (text.starts_with("ID3") || is_bare_mp3(head)) return FileType::mp3;
  return type_of_boxes(text);
}

bool is_picture(FileType type) {
  return type == FileType::jpeg || type == FileType::png || type == FileType::heic;
}

std::string_view name_of(FileType type) {
  return names_of(type).name;
}

std::string_view mime_type_of(FileType type) {
  return names_of(type).mime;
}

}  // namespace khaosan
