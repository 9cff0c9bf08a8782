// The laptop's side: HTTPS to the office server, known by its public key.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/http/limits.hpp"
#include "shared/http/message.hpp"

namespace khaosan {

struct HttpAnswer {
  int status = 0;
  HttpFields headers;  // names as received
  std::string body;    // empty where a sink took it

  std::string_view header(std::string_view name) const { return field_of(headers, name); }
  bool ok() const { return status >= 200 && status < 300; }
  Refusal refusal() const { return refusal_from_json(status, body); }  // of an answer that is not ok()
};

struct HttpCall {
  std::string method = "GET";
  std::string path = "/";  // with its query, escaped
  HttpFields headers;      // Content-Type of the body, Range, Authorization, …
  std::string body;
  std::optional<BodySource> upload;  // instead of `body`; POST, PUT and PATCH only
  ByteSink receive;          // takes the body of a 2xx answer; the body of any other is kept in the answer
  std::int64_t read_ms = 0;  // without a byte from the server; 0: as of the client
};

// An answer of any status is a value. Refusals: server_away (detail: where and why; what was sent may or may
// not have arrived), wrong_pin (inside the handshake: nothing was sent), too_large (an answer over
// client_body_bytes_max without a sink), usage (`receive` or the upload's producer said stop; a wrong path).
//
// One request at a time; the connection is kept and used again. A GET or HEAD that finds its kept connection
// gone is tried once more on a new one; other methods are the caller's to repeat.
class HttpsClient {
 public:
  // Talks only to the holder of this key: SHA-256 of its SubjectPublicKeyInfo. Names and dates do not matter.
  static HttpsClient pinned(const std::string& host, int port, const Sha256& pin, ClientTimes times = {});
  // For pairing: takes any key and tells which one it was. Send no secret before it has been compared.
  static HttpsClient learning(const std::string& host, int port, ClientTimes times = {});
  static Result<HttpsClient> plain(const std::string& host, int port,
                                   ClientTimes times = {});  // loopback only

  ~HttpsClient();
  HttpsClient(HttpsClient&&) noexcept;
  HttpsClient& operator=(HttpsClient&&) noexcept;

  Result<HttpAnswer> send(const HttpCall& call);
  Result<HttpAnswer> request(const std::string& method, const std::string& path,
                             const HttpFields& headers = {}, const std::string& body = {});
  Result<HttpAnswer> upload(const std::string& method, const std::string& path, const HttpFields& headers,
                            const BodySource& source);
  Result<HttpAnswer> download(const std::string& path, const HttpFields& headers, const ByteSink& receive);

  Sha256 peer_key() const;  // of the last handshake that got as far as the certificate; zero before
  void stop();              // from any thread: ends the request that runs, as server_away

 private:
  class Impl;
  explicit HttpsClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace khaosan
