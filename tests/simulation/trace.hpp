// What happened in a run, line by line: hashed always (the same seed gives the same hash), printed on demand.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace khaosan::simulation {

class Trace {
 public:
  explicit Trace(bool prints) : prints_(prints) {}
  void say(const std::string& line) {
    for (const char sign : line) mix(static_cast<unsigned char>(sign));
    mix('\n');
    if (prints_) std::printf("%s\n", line.c_str());
  }
  std::uint64_t hash() const { return hash_; }

 private:
  void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001B3ULL; }  // FNV-1a
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
  bool prints_;
};

}  // namespace khaosan::simulation
