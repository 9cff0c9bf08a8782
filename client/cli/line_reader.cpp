#include "client/cli/line_reader.hpp"

#include <algorithm>

namespace khaosan::client {

void LineReader::append(std::string_view piece) {
  too_long_ = too_long_ || line_.size() + piece.size() > line_bytes_max;
  if (too_long_) {
    line_.clear();
  } else {
    line_ += piece;
  }
}

Result<std::optional<NumberedLine>> LineReader::next() {
  line_.clear();
  too_long_ = false;
  bool any = false;
  for (;;) {
    if (at_ == buffer_.size()) {
      buffer_.resize(read_piece_bytes);
      KHAOSAN_LET(count, source_(std::span<char>(buffer_.data(), buffer_.size())));
      buffer_.resize(count);
      at_ = 0;
      if (count == 0) break;
    }
    any = true;
    const std::size_t end = std::min(buffer_.find('\n', at_), buffer_.size());
    append(std::string_view(buffer_).substr(at_, end - at_));
    at_ = std::min(end + 1, buffer_.size());
    if (end < buffer_.size()) break;
  }
  if (!any) return std::optional<NumberedLine>();
  NumberedLine line{++number_, std::move(line_), std::nullopt};
  if (too_long_) line.fault = refuse(Code::too_long, std::to_string(line_bytes_max) + " bytes");
  return std::optional<NumberedLine>(std::move(line));
}

}  // namespace khaosan::client
