// TusUpload: sends one original by the tus 1.0 protocol (https://tus.io/protocols/resumable-upload).
// A transfer that breaks is taken up again where the server says it stands, a few times, then left to the
// next sync.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "client/app/office.hpp"
#include "client/net/server_link.hpp"

namespace khaosan::client {

inline constexpr int tus_idle_tries_max = 3;   // in a row in which not one more byte arrived
inline constexpr int tus_new_uploads_max = 2;  // in one send()
inline constexpr std::size_t tus_piece_bytes = 256U << 10U;
inline constexpr std::size_t tus_location_bytes_max = 2000;

struct TusFile {
  Sha256 sha;
  std::string name;
  std::uint64_t size_bytes = 0;
  ReadAt read;
};

class TusUpload {
 public:
  using Remember = std::function<Done(const std::string&)>;
  // `uploads`: the path under which the server makes them.
  TusUpload(ServerLink& link, std::string uploads, const TusFile& file, Remember remember,
            TransferProgress progress);

  // `upload_url`: of an earlier try, or ""; one from elsewhere is passed over. Done when the server answered
  // with the file's SHA-256; file_damaged when it answered with another.
  Done send(std::string upload_url);

 private:
  Done create();              // a new upload at url_; remembered before it returns
  Result<bool> ask_offset();  // false: the server does not know the upload any more
  Done send_rest();           // one PATCH from offset_ to the end
  void stands_at(std::uint64_t offset);
  Done step();  // one try of the above
  Result<HttpAnswer> patch();
  bool feed(std::uint64_t offset, std::uint64_t length, const ByteSink& sink);
  Done finish(const HttpAnswer& answer);  // the server's hash against ours

  ServerLink& link_;
  const std::string uploads_;
  const TusFile& file_;
  Remember remember_;
  TransferProgress progress_;
  std::string url_;                      // a path on the office's server; "" if there is none
  std::optional<std::uint64_t> offset_;  // where to go on; nothing: to be asked
  std::uint64_t confirmed_ = 0;          // the most of this upload that the server said it has
  std::optional<Refusal> last_fault_;    // of a transfer that broke
  bool finished_ = false;
  bool stopped_ = false;
  int new_uploads_ = 0;
  std::optional<Refusal> read_fault_;
  Bytes piece_;
};

// "sha256 <base64>,filename <base64>".
std::string tus_metadata(const Sha256& sha, const std::string& file_name);

// The path of an upload from a Location header, absolute or relative. Requests go to the office's own address
// whatever host it names. bad_request.
Result<std::string> tus_path(std::string_view location, std::string_view uploads);

}  // namespace khaosan::client
