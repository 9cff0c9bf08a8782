// Golden files: formats that cannot change by accident. KHAOSAN_APPROVE=1 writes what the test produced; look
// at the difference before committing it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/catch.hpp"

namespace khaosan::test {

inline void check_golden(const std::string& name, const std::string& produced) {
  const std::string path = std::string(KHAOSAN_TESTS_DIR) + "/golden/" + name;
  if (std::getenv("KHAOSAN_APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << produced;
  std::ifstream file(path, std::ios::binary);
  std::stringstream held;
  held << file.rdbuf();
  INFO("golden file " << path);
  REQUIRE(file.good());
  CHECK(produced == held.str());
}

}  // namespace khaosan::test
