// The body of one request, read from its connection by the worker that serves it: exactly Content-Length
// bytes, or strict chunks up to the policy's size.
#pragma once

#include "shared/http/connection.hpp"
#include "shared/http/pace.hpp"

namespace khaosan::guard {

class BodyReader : public BodyStream {
 public:
  BodyReader(Connection& connection, const GuardLimits& limits);

  Done read(const ByteSink& take) override;
  bool finished() const { return finished_; }
  // The next bytes of the connection are the next request: nothing of this body is left, or it is swallowed
  // now.
  bool connection_is_usable();

 private:
  Done read_counted(std::uint64_t count_bytes, const ByteSink& take);
  Done read_chunked(const ByteSink& take);
  Result<std::uint64_t> next_chunk_size();
  Result<std::string> next_line();
  Done fill();  // at least one more byte in connection_.in
  Done ask_to_continue();

  Connection& connection_;
  Pace pace_;
  std::uint64_t left_bytes_;
  std::uint64_t chunked_bytes_ = 0;
  bool continue_due_;
  bool finished_;
  bool failed_ = false;
  Bytes buffer_;
};

// Sends all of it, at the pace; false: the connection is of no more use.
bool send_all(Connection& connection, std::string_view bytes, Pace& pace, Moment deadline);

}  // namespace khaosan::guard
