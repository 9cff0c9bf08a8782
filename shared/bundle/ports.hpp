// Where the parts of a bundle stand: a folder, as those who write and read bundles see it. shared/stick makes
// it real on a disk.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

// A part on its way out; there whole after finish(), or not at all. disk_full, io_failed.
class PartOutput {
 public:
  virtual ~PartOutput() = default;
  virtual Done write(ByteView bytes) = 0;
  virtual Done finish() = 0;
};

// A part, read in order. Fewer bytes than asked only at the end.
class PartInput {
 public:
  virtual ~PartInput() = default;
  virtual Result<std::size_t> read(std::span<std::uint8_t> into) = 0;
};

class PartFolder {
 public:
  virtual ~PartFolder() = default;
  virtual Result<std::unique_ptr<PartOutput>> create(const std::string& name) = 0;
  virtual Result<std::unique_ptr<PartInput>> open(const std::string& name) = 0;
  virtual Result<std::vector<std::string>> parts() = 0;  // names, in no order that means anything
};

}  // namespace khaosan
