// A seeded source of randomness for property tests. KHAOSAN_SEED replaces the seed; a failing case prints its
// own.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <string>

namespace khaosan {

inline std::uint64_t property_seed() {
  static constexpr std::uint64_t usual_seed = 2569;
  const char* given = std::getenv("KHAOSAN_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : usual_seed;
}

class Seeded {
 public:
  explicit Seeded(std::uint64_t seed) : engine_(seed) {}

  // 0 .. count - 1. Not std::uniform_int_distribution, which gives other numbers on other systems.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  template <typename T, std::size_t size>
  const T& any_of(const T (&values)[size]) {
    return values[below(size)];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace khaosan
