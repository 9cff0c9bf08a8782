// Bytes that can be read anywhere: a stored file, a file not yet stored, or memory.
#pragma once

#include <cstdint>
#include <span>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size_bytes() const = 0;
  // How many bytes were read: fewer than asked only at the end. io_failed.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(ByteView bytes) : bytes_(bytes) {}  // the bytes must outlive it
  std::uint64_t size_bytes() const override { return bytes_.size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override;

 private:
  ByteView bytes_;
};

Result<Bytes> read_head(const ByteSource& source, std::size_t limit_bytes);          // at most so many bytes
Result<Bytes> read_everything(const ByteSource& source, std::uint64_t limit_bytes);  // file_too_large

}  // namespace khaosan
