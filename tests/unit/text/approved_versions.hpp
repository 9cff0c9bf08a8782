// What was approved of the twenty strings holds for the libraries and fonts that it was made with, which a
// file beside it names.
#pragma once

#include <cstdlib>
#include <string>

#include "tests/support/golden.hpp"
#include "tests/unit/text/sample_texts.hpp"

namespace khaosan::test {

inline constexpr const char* versions_file = "text/versions.txt";

inline std::string golden_text(const std::string& name) {
  std::ifstream file(std::string(KHAOSAN_TESTS_DIR) + "/golden/" + name, std::ios::binary);
  std::stringstream held;
  held << file.rdbuf();
  return held.str();
}

inline bool approving() {
  return std::getenv("KHAOSAN_APPROVE") != nullptr;
}

// Warns where they are others: nothing is compared then.
inline bool made_with_approved_versions() {
  const std::string approved = golden_text(versions_file);
  if (approved == fonts().versions()) return true;
  WARN("the twenty strings were approved with other versions, so they are not compared.\napproved:\n"
       << approved << "here:\n"
       << fonts().versions());
  return false;
}

}  // namespace khaosan::test
