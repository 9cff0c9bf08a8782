#include "shared/http/body_reader.hpp"

#include <algorithm>

#include "shared/http/limits.hpp"

namespace khaosan::guard {
namespace {

int hex_value(char sign) {
  if (sign >= '0' && sign <= '9') return sign - '0';
  if (sign >= 'a' && sign <= 'f') return sign - 'a' + 10;
  if (sign >= 'A' && sign <= 'F') return sign - 'A' + 10;
  return -1;
}

Refusal cut_short() {
  return refuse(Code::bad_request, "the body was cut short");
}

Refusal wrong_chunk() {
  return refuse(Code::bad_request, "a wrong chunk");
}

}  // namespace

BodyReader::BodyReader(Connection& connection, const GuardLimits& limits)
    : connection_(connection),
      pace_(limits),
      left_bytes_(connection.head.content_length_bytes),
      continue_due_(connection.head.expects_continue),
      finished_(!connection.head.chunked && left_bytes_ == 0) {}

Done BodyReader::read(const ByteSink& take) {
  if (finished_) return {};
  if (failed_) return cut_short();
  const Done done = connection_.head.chunked ? read_chunked(take) : read_counted(left_bytes_, take);
  failed_ = !done.ok();
  finished_ = done.ok();
  return done;
}

bool BodyReader::connection_is_usable() {
  if (finished_) return true;
  if (failed_ || connection_.head.chunked || connection_.in.size() < left_bytes_) return false;
  connection_.in.erase(0, static_cast<std::size_t>(left_bytes_));
  finished_ = true;
  return true;
}

Done BodyReader::read_counted(std::uint64_t count_bytes, const ByteSink& take) {
  while (count_bytes > 0) {
    ByteView piece;
    if (connection_.in.empty()) {
      KHAOSAN_TRY(ask_to_continue());
      buffer_.resize(read_chunk_bytes);
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size(), count_bytes));
      std::size_t got = 0;
      const Io io = connection_.channel.read(reinterpret_cast<char*>(buffer_.data()), wanted, got);
      if (io == Io::want_read || io == Io::want_write) {
        if (!pace_.wait(connection_.channel, io, connection_.body_deadline))
          return refuse(Code::too_slow, "body");
        continue;
      }
      if (io != Io::done) return cut_short();
      pace_.moved(got);
      piece = ByteView(buffer_.data(), got);
    } else {
      const auto held = static_cast<std::size_t>(std::min<std::uint64_t>(connection_.in.size(), count_bytes));
      piece = view_of(connection_.in).first(held);
    }
    const bool goes_on = take(piece);
    if (!connection_.in.empty()) connection_.in.erase(0, piece.size());
    count_bytes -= piece.size();
    if (!connection_.head.chunked) left_bytes_ = count_bytes;
    if (!goes_on) return refuse(Code::usage, "the handler wants no more of the body");
  }
  return {};
}

Done BodyReader::read_chunked(const ByteSink& take) {
  for (;;) {
    KHAOSAN_LET(size, next_chunk_size());
    chunked_bytes_ += size;
    if (chunked_bytes_ > connection_.policy.max_body_bytes) return refuse(Code::too_large, "body");
    if (size > 0) KHAOSAN_TRY(read_counted(size, take));
    KHAOSAN_LET(end, next_line());
    if (!end.empty()) return wrong_chunk();  // the size was wrong, or there are trailers
    if (size == 0) return {};
  }
}

Result<std::uint64_t> BodyReader::next_chunk_size() {
  constexpr std::size_t digits_max = 8;
  KHAOSAN_LET(line, next_line());
  if (line.empty() || line.size() > digits_max) return wrong_chunk();
  std::uint64_t size = 0;
  for (char sign : line) {
    const int digit = hex_value(sign);
    if (digit < 0) return wrong_chunk();
    size = size * 16 + static_cast<std::uint64_t>(digit);
  }
  return size;
}

Result<std::string> BodyReader::next_line() {
  for (;;) {
    const auto end = connection_.in.find("\r\n");
    if (end != std::string::npos && end <= chunk_line_bytes_max) {
      std::string line = connection_.in.substr(0, end);
      connection_.in.erase(0, end + 2);
      return line;
    }
    if (connection_.in.size() > chunk_line_bytes_max) return wrong_chunk();
    KHAOSAN_TRY(fill());
  }
}

Done BodyReader::fill() {
  KHAOSAN_TRY(ask_to_continue());
  std::array<char, chunk_line_bytes_max> little{};
  for (;;) {
    std::size_t got = 0;
    const Io io = connection_.channel.read(little.data(), little.size(), got);
    if (io == Io::done) {
      pace_.moved(got);
      connection_.in.append(little.data(), got);
      return {};
    }
    if (io != Io::want_read && io != Io::want_write) return cut_short();
    if (!pace_.wait(connection_.channel, io, connection_.body_deadline))
      return refuse(Code::too_slow, "body");
  }
}

Done BodyReader::ask_to_continue() {
  if (!continue_due_) return {};
  continue_due_ = false;
  if (!send_all(connection_, "HTTP/1.1 100 Continue\r\n\r\n", pace_, connection_.body_deadline))
    return cut_short();
  return {};
}

bool send_all(Connection& connection, std::string_view bytes, Pace& pace, Moment deadline) {
  while (!bytes.empty()) {
    std::size_t put = 0;
    const Io io = connection.channel.write(bytes.data(), bytes.size(), put);
    if (io == Io::done) {
      pace.moved(put);
      bytes.remove_prefix(put);
    } else if (io == Io::want_read || io == Io::want_write) {
      if (!pace.wait(connection.channel, io, deadline)) return false;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace khaosan::guard
