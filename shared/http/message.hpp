// What a handler of the guarded server sees: the request, the answer, and the policy a request is admitted
// under.
#pragma once

#include <any>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

// Names in lower case (requests), in the order received; a name may occur more than once.
using HttpFields = std::vector<std::pair<std::string, std::string>>;

// The first value of this name (any case); empty if there is none.
std::string_view field_of(const HttpFields& fields, std::string_view name);

// Takes bytes; false means: no more.
using ByteSink = std::function<bool(ByteView)>;

// A body of known length that is produced in pieces.
struct BodySource {
  std::uint64_t length_bytes = 0;
  // Gives at least one and at most `length_bytes` bytes from `offset_bytes` on to the sink, in one or more
  // calls. False ends the transfer: the other side sees a body that is cut short.
  std::function<bool(std::uint64_t offset_bytes, std::uint64_t length_bytes, const ByteSink& sink)> produce;
};

Result<BodySource> file_source(const std::filesystem::path& path);  // file_not_found; its length is fixed now

// "bytes=first-last": either end may be missing, not both.
struct ByteRange {
  std::optional<std::uint64_t> first;
  std::optional<std::uint64_t> last;
};

// The head of a request. What it holds has been checked: the method is one of GET HEAD POST PUT PATCH DELETE
// OPTIONS; path and query are decoded UTF-8; the path has no control character, no "." or ".." segment and no
// escaped slash (the query's values may have any character); there is one framing of the body at most.
// Headers that claim to be an address are not in it.
struct RequestHead {
  std::string method;
  std::string target;                 // as received
  std::string path;                   // "/api/v1/sync"
  std::vector<std::string> segments;  // of the path
  HttpFields query;                   // names as received
  HttpFields headers;
  std::string remote_address;  // from the socket
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  std::uint64_t content_length_bytes = 0;  // 0 when chunked
  std::optional<ByteRange> range;

  std::string_view header(std::string_view name) const { return field_of(headers, name); }
  std::string_view parameter(std::string_view name) const { return field_of(query, name); }
};

// Under which bounds a request may go on. Decided from its head, before any byte of its body is taken.
struct RequestPolicy {
  std::optional<Refusal> refusal;  // set: answered with it, nothing more is read
  // A peer that is not authenticated gets at most stranger_body_bytes_max and stranger_body_ms.
  bool authenticated = false;
  std::uint64_t max_body_bytes = 64 * 1024;
  std::int64_t deadline_ms = 10'000;  // for the whole body, from the end of the head
  bool chunked_allowed = false;
  // Takes a heavy slot: set it where the answer is large or the work long. Bodies that are not collected by
  // the front (over collected_body_bytes_max, or chunked) take one in any case.
  bool heavy = false;
  std::string account;  // heavy slots are counted for it; empty: for the address
  std::any session;     // handed to the handler as it is
};

// Runs on the front thread, for one request at a time: a look-up in memory, no disk, no waiting.
using Admit = std::function<RequestPolicy(const RequestHead&)>;

// Where the body of the current request comes from.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  virtual Done read(const ByteSink& take) = 0;
};

struct HttpRequest {
  const RequestHead& head;
  RequestPolicy& policy;
  HttpFields path_parameters;  // ":name" and "*name" of the pattern
  std::string body;            // whole; empty on streaming routes

  std::string_view header(std::string_view name) const { return head.header(name); }
  std::string_view parameter(std::string_view name) const { return head.parameter(name); }
  std::string_view path_parameter(std::string_view name) const { return field_of(path_parameters, name); }
  const std::string& remote_address() const { return head.remote_address; }

  // Streaming routes: passes what is left of the body to `take`, piece by piece, until its end. Refusals:
  // too_large (chunked, over the policy), too_slow, bad_request (cut short, wrong chunk), usage (`take` said
  // stop). What was passed before a refusal did arrive.
  Done read(const ByteSink& take) { return stream->read(take); }

  BodyStream* stream = nullptr;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  HttpFields headers;  // written as given; Content-Length, Connection and Content-Type are set by the server
  std::string body;
  std::optional<BodySource> source;  // instead of `body`

  static HttpResponse json(std::string text, int http_status = 200);
  static HttpResponse of(BodySource body_source, std::string type);
  // {"error","detail","en","th"} under the refusal's own status; Retry-After where waiting helps.
  static HttpResponse refused(const Refusal& refusal);
};

// A GET or HEAD answered 200 with a known length is cut to the asked range by the server (206, 416).
using HttpHandler = std::function<HttpResponse(HttpRequest&)>;

// The body of a refusal on the wire, and back. An unknown body becomes `internal` with the status as detail.
std::string refusal_json(const Refusal& refusal);
Refusal refusal_from_json(int http_status, std::string_view body);

}  // namespace khaosan
