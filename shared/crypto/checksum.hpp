// Upload-Checksum of tus: "sha1 <base64>", "sha256 <base64>". SHA-1 because the protocol demands it: it finds
// broken bytes, it protects from nobody.
#pragma once

#include <memory>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

inline constexpr std::string_view checksum_algorithms = "sha1,sha256";

enum class ChecksumKind { sha1, sha256 };

struct Checksum {
  ChecksumKind kind = ChecksumKind::sha1;
  Bytes digest;
};

Result<Checksum> parse_checksum(std::string_view header);  // bad_request

class ChecksumStream {
 public:
  explicit ChecksumStream(ChecksumKind kind);
  ~ChecksumStream();
  ChecksumStream(const ChecksumStream&) = delete;
  ChecksumStream& operator=(const ChecksumStream&) = delete;
  void add(ByteView bytes);
  Bytes finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace khaosan
