#include "shared/media/byte_source.hpp"

#include <algorithm>
#include <string>

namespace khaosan {

Result<std::size_t> MemorySource::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  if (offset >= bytes_.size()) return std::size_t{0};
  const std::size_t count =
      std::min<std::size_t>(into.size(), bytes_.size() - static_cast<std::size_t>(offset));
  std::copy_n(bytes_.data() + offset, count, into.data());
  return count;
}

Result<Bytes> read_head(const ByteSource& source, std::size_t limit_bytes) {
  Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(source.size_bytes(), limit_bytes)));
  KHAOSAN_LET(count, source.read_at(0, bytes));
  bytes.resize(count);
  return bytes;
}

Result<Bytes> read_everything(const ByteSource& source, std::uint64_t limit_bytes) {
  if (source.size_bytes() > limit_bytes) {
    return refuse(Code::file_too_large, std::to_string(source.size_bytes()) + " bytes");
  }
  return read_head(source, static_cast<std::size_t>(limit_bytes));
}

}  // namespace khaosan
