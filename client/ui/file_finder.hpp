// Which files were dropped or pasted: folders are walked and paths looked up away from the window, since a
// card or a network drive may be slow.
#pragma once

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

struct FoundFiles {
  std::vector<std::filesystem::path> files;
  bool left_out = false;  // there are more than are taken at once
};

// What was dropped, with the files of the folders among it; nothing hidden. Stops early when `stop` is set.
FoundFiles files_in(const std::vector<std::filesystem::path>& dropped, const std::atomic<bool>& stop);
// "file:///…" lines and plain paths, as a file manager copies them; whether they exist is not looked at.
std::vector<std::filesystem::path> paths_in_text(std::string_view text);

class FileFinder {
 public:
  struct Target {
    RecordId event;  // empty: a new one
    RecordId news;   // empty: none
    bool pasted = false;
  };
  struct Answer {
    Target target;
    FoundFiles found;
  };

  FileFinder() = default;
  ~FileFinder() { *stop_ = true; }
  FileFinder(const FileFinder&) = delete;
  FileFinder& operator=(const FileFinder&) = delete;

  void look_in(std::vector<std::filesystem::path> paths, Target target);
  bool is_looking() const { return !looking_.empty(); }
  std::vector<Answer> answers();  // those that came since the last call, in order

 private:
  std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
  std::vector<std::future<Answer>> looking_;
};

}  // namespace khaosan::client
