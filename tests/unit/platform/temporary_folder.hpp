// A folder of its own for one test; gone with the object.
#pragma once

#include <atomic>
#include <string>

#include "shared/platform/files.hpp"

namespace khaosan {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    static std::atomic<int> counter{0};
    do {
      path_ = std::filesystem::temp_directory_path() / ("khaosan-ทดสอบ-" + std::to_string(++counter));
    } while (!std::filesystem::create_directory(path_));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const Path& path() const { return path_; }
  Path operator/(const Path& name) const { return path_ / name; }

 private:
  Path path_;
};

}  // namespace khaosan
