#include "client/ui/folder_reader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <system_error>

namespace khaosan::client {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> picture_endings = {".jpg",  ".jpeg", ".png",  ".heic", ".heif",
                                                             ".webp", ".tif",  ".tiff", ".gif"};

std::string utf8(const fs::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? fs::path() : fs::path(value);
}

bool is_folder(const fs::path& path) {
  std::error_code fault;
  return !path.empty() && fs::is_directory(path, fault);
}

void add_inside(std::vector<KnownPlace>& places, const fs::path& folder) {
  std::error_code fault;
  fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, fault);
  for (const fs::directory_iterator end; !fault && entry != end; entry.increment(fault)) {
    if (is_folder(entry->path()))
      places.push_back({KnownPlace::Kind::card, entry->path(), utf8(entry->path().filename())});
  }
}

fs::path likely_folder(const std::vector<KnownPlace>& places) {
  for (const auto kind : {KnownPlace::Kind::card, KnownPlace::Kind::pictures}) {
    for (const KnownPlace& place : places) {
      if (place.kind == kind) return place.path;
    }
  }
  return places.front().path;
}

}  // namespace

bool has_picture_name(const fs::path& path) {
  const std::string ending = lower(utf8(path.extension()));
  return std::find(picture_endings.begin(), picture_endings.end(), ending) != picture_endings.end();
}

FolderContent read_folder(const fs::path& folder) {
  FolderContent content;
  content.folder = folder;
  std::error_code fault;
  fs::directory_iterator entry(folder, fault);
  for (const fs::directory_iterator end; !fault && entry != end; entry.increment(fault)) {
    FolderEntry one;
    one.path = entry->path();
    one.name = utf8(entry->path().filename());
    if (one.name.empty() || one.name.front() == '.') continue;
    std::error_code unreadable;
    one.is_folder = entry->is_directory(unreadable);
    if (!one.is_folder) {
      if (!entry->is_regular_file(unreadable)) continue;
      const auto size = entry->file_size(unreadable);
      one.size_bytes = unreadable ? 0 : static_cast<std::int64_t>(size);
      one.is_picture = has_picture_name(one.path);
    }
    content.entries.push_back(std::move(one));
  }
  if (fault) content.fault = fault.message();
  std::sort(content.entries.begin(), content.entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
    if (a.is_folder != b.is_folder) return a.is_folder;
    return lower(a.name) != lower(b.name) ? lower(a.name) < lower(b.name) : a.name < b.name;
  });
  return content;
}

std::vector<KnownPlace> known_places() {
  std::vector<KnownPlace> places;
  fs::path home = from_environment("HOME");
  if (home.empty()) home = from_environment("USERPROFILE");
  if (is_folder(home)) {
    places.push_back({KnownPlace::Kind::home, home, {}});
    const std::u8string pictures_th = u8"รูปภาพ";
    const std::u8string downloads_th = u8"ดาวน์โหลด";
    for (const fs::path& name : {fs::path("Pictures"), fs::path(pictures_th)}) {
      if (is_folder(home / name)) places.push_back({KnownPlace::Kind::pictures, home / name, {}});
    }
    for (const fs::path& name : {fs::path("Downloads"), fs::path(downloads_th)}) {
      if (is_folder(home / name)) places.push_back({KnownPlace::Kind::downloads, home / name, {}});
    }
  }
  const fs::path user = from_environment("USER");
  if (!user.empty()) {
    add_inside(places, fs::path("/media") / user);
    add_inside(places, fs::path("/run/media") / user);
  }
  for (char drive = 'D'; drive <= 'Z'; ++drive) {
    const fs::path root = std::string(1, drive) + ":\\";
    if (root.has_root_directory() && root.is_absolute() && is_folder(root))
      places.push_back({KnownPlace::Kind::card, root, std::string(1, drive) + ":"});
  }
  places.push_back({KnownPlace::Kind::root, home.empty() ? fs::path("/") : home.root_path(), {}});
  return places;
}

void FolderReader::open(const fs::path& folder) {
  next_ = folder;
  if (reading_.valid()) return;  // poll() starts it
  reading_ = std::async(std::launch::async, [folder] {
    std::vector<KnownPlace> places = known_places();
    FolderContent content = read_folder(folder.empty() ? likely_folder(places) : folder);
    return Found{std::move(content), std::move(places)};
  });
  next_.reset();
}

bool FolderReader::poll() {
  if (!reading_.valid() || reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return false;
  Found found = reading_.get();
  if (next_) {
    open(fs::path(*next_));
    return false;
  }
  content_ = std::move(found.content);
  places_ = std::move(found.places);
  return true;
}

}  // namespace khaosan::client
