#include "client/store/card_reader.hpp"

#include <algorithm>
#include <array>

namespace khaosan::client {
namespace {

// In these folders a camera keeps lists of its own beside the pictures; they hold nothing to be kept.
constexpr std::array<std::string_view, 5> camera_folders = {"dcim", "misc", "private", "avf_info", "mp_root"};
constexpr std::array<std::string_view, 14> camera_lists = {"ctg", "mrk", "ind", "inp", "int", "bnp", "cpi",
                                                           "bdm", "mpl", "tdt", "tid", "thm", "dat", "dsc"};
constexpr std::array<std::string_view, 2> system_folders = {"system volume information", "$recycle.bin"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char sign) { return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign + 32) : sign; });
  return text;
}

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_camera_list(const std::string& name) {
  const auto dot = name.rfind('.');
  const auto folder = name.find('/');
  return dot != std::string::npos && folder != std::string::npos &&
         is_among(camera_folders, lower(name.substr(0, folder))) &&
         is_among(camera_lists, lower(name.substr(dot + 1)));
}

class Walk {
 public:
  Walk(const Path& root, const Path& own, CardContent& content) : root_(root), own_(own), content_(content) {}

  Done folder(const std::string& name, int depth) {
    const Path path = name.empty() ? root_ : root_ / path_from_utf8(name);
    if (path.lexically_normal() == own_) return {};
    const auto entries = list_folder(path);
    if (!entries.ok() || depth > card_depth_max) {
      if (name.empty()) return entries.refusal();
      content_.unreadable.emplace_back(name,
                                       entries.ok() ? refuse(Code::too_large, name) : entries.refusal());
      return {};
    }
    for (const FileInfo& entry : *entries) {
      if (entry.name.starts_with('.')) continue;
      const std::string below = name.empty() ? entry.name : name + "/" + entry.name;
      if (entry.is_folder) {
        if (!is_among(system_folders, lower(entry.name))) KHAOSAN_TRY(folder(below, depth + 1));
      } else if (is_camera_list(below)) {
        ++content_.of_camera;
      } else if (entry.size_bytes == 0) {
        content_.empty.push_back(below);
      } else {
        content_.files.push_back({root_ / path_from_utf8(below), below, entry.size_bytes});
        if (content_.files.size() > card_files_max) return refuse(Code::too_large, utf8_from_path(root_));
      }
    }
    return {};
  }

 private:
  const Path& root_;
  const Path& own_;
  CardContent& content_;
};

}  // namespace

Result<CardContent> card_content(const Path& folder, const Path& own_data) {
  std::error_code unknown;
  const Path own = std::filesystem::weakly_canonical(own_data, unknown);
  const Path root = std::filesystem::weakly_canonical(folder, unknown);
  const Path below = root.lexically_relative(own);
  if (!below.empty() && *below.begin() != "..") return refuse(Code::own_folder, utf8_from_path(folder));
  CardContent content;
  KHAOSAN_TRY(Walk(root, own, content).folder({}, 0));
  return content;
}

}  // namespace khaosan::client
