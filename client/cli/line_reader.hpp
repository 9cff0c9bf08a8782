// LineReader: numbered lines from a stream, each of bounded length; one that is too long is skipped and said.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "shared/base/result.hpp"

namespace khaosan::client {

// The longest record: a text of 100,000 signs, escaped, and room for the rest.
inline constexpr std::size_t line_bytes_max = 4U << 20U;
inline constexpr std::size_t read_piece_bytes = 64U << 10U;

struct NumberedLine {
  std::int64_t number = 0;  // from 1
  std::string text;
  std::optional<Refusal> fault;  // too_long: then there is no text
};

class LineReader {
 public:
  // Fills the buffer; 0 at the end.
  using Source = std::function<Result<std::size_t>(std::span<char> into)>;
  explicit LineReader(Source source) : source_(std::move(source)) {}

  Result<std::optional<NumberedLine>> next();  // nothing at the end

 private:
  void append(std::string_view piece);
  Source source_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::int64_t number_ = 0;
  std::string line_;
  bool too_long_ = false;
};

}  // namespace khaosan::client
