#include "shared/stick/rescue.hpp"

#include <algorithm>

namespace khaosan {
namespace {

constexpr std::string_view folder_head = "khaosan-rescue-";
constexpr std::string_view unfinished_tail = ".unfinished";
constexpr std::uint64_t marker_bytes_max = 4096;

// Remarks of its own, because a stick is looked at by people.
std::string marker_text(const std::string& token) {
  return "khaosan-rescue 1\n" + token +
         "\nแฟลชไดรฟ์นี้เก็บสำเนางานข่าวจากเครื่องที่เลือกไว้ โปรดอย่าลบ\n"
         "This stick takes copies of the news work of one laptop. Please keep this file.\n";
}

// Names sort by time: "khaosan-rescue-20261123-025435".
std::string stamp(Instant at) {
  std::string text;
  for (const char c : iso_utc(at)) {
    if (c >= '0' && c <= '9') text += c;
  }
  return text.substr(0, 8) + "-" + text.substr(8, 6);
}

Result<std::vector<std::string>> rescues_on(const Path& stick) {
  KHAOSAN_LET(entries, list_folder(stick));
  std::vector<std::string> names;
  for (const FileInfo& entry : entries) {
    if (entry.is_folder && entry.name.starts_with(folder_head)) names.push_back(entry.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Done remove_rescue(const Path& folder) {
  std::error_code failed;
  std::filesystem::remove_all(folder, failed);
  if (failed) return refuse(Code::io_failed, utf8_from_path(folder) + ": " + failed.message());
  return {};
}

}  // namespace

Done choose_for_rescue(const Path& stick, const std::string& token) {
  return write_file(stick / rescue_marker_name, view_of(marker_text(token)));
}

Done leave_rescue(const Path& stick) {
  return remove_file(stick / rescue_marker_name);
}

bool is_for_rescue(const Path& stick, const std::string& token) {
  if (token.empty()) return false;
  const auto bytes = read_file(stick / rescue_marker_name, marker_bytes_max);
  return bytes.ok() && text_of(*bytes) == marker_text(token);
}

bool holds_rescue(const Path& stick) {
  const auto names = rescues_on(stick);
  return names.ok() && std::any_of(names->begin(), names->end(),
                                   [](const std::string& name) { return !name.ends_with(unfinished_tail); });
}

RescueFolder::RescueFolder(Path stick, Path unfinished, Path final_path)
    : stick_(std::move(stick)), unfinished_(std::move(unfinished)), final_(std::move(final_path)) {}

Result<std::unique_ptr<PartFolder>> RescueFolder::open() const {
  return StickFolder::open_for_writing(unfinished_);
}

Result<RescueFolder> RescueFolder::begin(const Path& stick, Instant now) {
  KHAOSAN_LET(names, rescues_on(stick));
  for (const std::string& name : names) {
    if (name.ends_with(unfinished_tail)) KHAOSAN_TRY(remove_rescue(stick / path_from_utf8(name)));
  }
  const std::string name = std::string(folder_head) + stamp(now);
  return RescueFolder(stick, stick / path_from_utf8(name + std::string(unfinished_tail)),
                      stick / path_from_utf8(name));
}

Done RescueFolder::keep() {
  if (file_exists(final_)) KHAOSAN_TRY(remove_rescue(final_));  // of the same second
  KHAOSAN_TRY(rename_durably(unfinished_, final_));
  KHAOSAN_LET(names, rescues_on(stick_));
  std::erase_if(names, [](const std::string& name) { return name.ends_with(unfinished_tail); });
  for (std::size_t i = 0; i + rescues_kept < names.size(); ++i)
    KHAOSAN_TRY(remove_rescue(stick_ / path_from_utf8(names[i])));
  return {};
}

}  // namespace khaosan
