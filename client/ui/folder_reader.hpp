// What a folder holds, read once and away from the window: a camera card may be slow.
#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace khaosan::client {

struct FolderEntry {
  std::filesystem::path path;
  std::string name;  // UTF-8
  bool is_folder = false;
  bool is_picture = false;
  std::int64_t size_bytes = 0;
};

struct FolderContent {
  std::filesystem::path folder;
  std::vector<FolderEntry> entries;  // folders first, then files, by name; nothing hidden
  std::string fault;                 // why it could not be read, by the system's words; "": it could
};

FolderContent read_folder(const std::filesystem::path& folder);
bool has_picture_name(const std::filesystem::path& path);

struct KnownPlace {
  enum class Kind : std::uint8_t { home, pictures, downloads, card, root };
  Kind kind = Kind::home;
  std::filesystem::path path;
  std::string name;  // of a card or drive
};
// Home, pictures and what is mounted: cards and sticks.
std::vector<KnownPlace> known_places();

class FolderReader {
 public:
  // Starts reading; what was being read is forgotten when it is done. An empty path: the folder where photos
  // are most likely, a card before the pictures of the person.
  void open(const std::filesystem::path& folder);
  // Something came since the last call.
  bool poll();
  bool is_reading() const { return reading_.valid(); }
  const FolderContent& content() const { return content_; }
  const std::vector<KnownPlace>& places() const { return places_; }

 private:
  struct Found {
    FolderContent content;
    std::vector<KnownPlace> places;
  };
  std::future<Found> reading_;
  std::optional<std::filesystem::path> next_;
  FolderContent content_;
  std::vector<KnownPlace> places_;
};

}  // namespace khaosan::client
