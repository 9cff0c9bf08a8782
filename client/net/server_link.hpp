// ServerLink: one connection to the office's server, with the laptop's token on every request, and its
// refusals turned back into ours.
#pragma once

#include <string>
#include <string_view>

#include "client/net/office_url.hpp"
#include "shared/base/result.hpp"
#include "shared/http/client.hpp"

namespace khaosan::client {

class ServerLink {
 public:
  ServerLink(OfficeUrl url, HttpsClient client, std::string device_token);

  // Says whether somebody is there: a handshake and one small request. server_away, wrong_pin.
  Done probe();

  // The answer of any status. server_away, wrong_pin.
  Result<HttpAnswer> send(HttpCall call);

  // The body of a 2xx answer; the server's refusal otherwise.
  Result<std::string> post(const std::string& path, std::string body, std::string_view content_type);
  Result<std::string> get(const std::string& path);

  Sha256 peer_key() const { return client_.peer_key(); }
  const OfficeUrl& url() const { return url_; }
  Refusal stopped() const;  // what a transfer that the user stopped ends with

 private:
  OfficeUrl url_;
  HttpsClient client_;
  std::string device_token_;
};

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view zstd_type = "application/zstd";

// Of an answer that is not 2xx. A HEAD has no body: then the status alone tells.
Refusal refusal_of(const HttpAnswer& answer);

// A segment of a path: everything but unreserved signs as %XX.
std::string escaped_segment(std::string_view text);

// The parsed answer, or that the server answered something else, and where.
template <typename T>
Result<T> understood(std::string_view path, Result<T> parsed) {
  if (parsed.ok()) return parsed;
  const Refusal& why = parsed.refusal();
  return refuse(Code::internal, "answer to " + std::string(path) + ": " + why.english());
}

}  // namespace khaosan::client
