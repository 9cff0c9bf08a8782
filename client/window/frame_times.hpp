// What each frame cost, for the benches: a line "when_us cpu_us calm|busy" each, written out as it is drawn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace khaosan::client {

class FrameTimes {
 public:
  explicit FrameTimes(const std::filesystem::path& file) : lines_(file) {}
  void begin();
  void end(bool calm);

 private:
  std::ofstream lines_;
  std::int64_t began_cpu_us_ = 0;
};

}  // namespace khaosan::client
