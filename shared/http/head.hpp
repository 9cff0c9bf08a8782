// The strict reading of a request's head, and of a Range against a length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/http/message.hpp"

namespace khaosan::guard {

enum class HeadEnd { found, not_yet, broken };
// Looks for the blank line, going on at `searched` (moved on). `end` is the position after it. Broken: a bare
// CR or LF, or a control character.
HeadEnd find_head_end(std::string_view received, std::size_t& searched, std::size_t& end);

// `text` ends with the blank line. Refusals: bad_request, head_too_large, wrong_method, unsupported_encoding,
// bad_range.
Result<RequestHead> parse_head(std::string_view text);

// The head as the library gets it: the request line and the connection's fate, nothing a peer can put a trap
// in.
std::string normalised_head(const RequestHead& head);

struct Slice {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
};
Result<Slice> slice_of(const ByteRange& range, std::uint64_t length_bytes);  // bad_range

}  // namespace khaosan::guard
