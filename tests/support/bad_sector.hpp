// A real file whose disk fails: what pread() asks of it from an offset on ends with EIO. Another file in its
// place is whole.
#pragma once

#include <cstdint>
#include <filesystem>

namespace khaosan::test {

class BadSector {
 public:
  explicit BadSector(const std::filesystem::path& file, std::uint64_t from = 0);
  ~BadSector();
  BadSector(const BadSector&) = delete;
  BadSector& operator=(const BadSector&) = delete;
};

}  // namespace khaosan::test
