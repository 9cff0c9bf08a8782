#include "client/net/http_sync.hpp"

#include "shared/wire/sync_json.hpp"

namespace khaosan::client {
namespace {

constexpr const char* hello_path = "/api/v1/sync/hello";
constexpr const char* push_path = "/api/v1/sync/push";
constexpr const char* pull_path = "/api/v1/sync/pull";
constexpr const char* quarantine_path = "/api/v1/quarantine/changes";

}  // namespace

Result<HelloAnswer> HttpSync::hello(const Hello& hello) {
  KHAOSAN_LET(body, link_.post(hello_path, hello_text(hello), json_type));
  return understood(hello_path, hello_answer_from_text(body));
}

Result<PushAnswer> HttpSync::push(const PushRequest& request) {
  KHAOSAN_LET(body, link_.post(push_path, compress(push_text(request)), zstd_type));
  KHAOSAN_LET(text, understood(push_path, expand(body)));
  return understood(push_path, push_answer_from_text(text));
}

Result<PullPage> HttpSync::pull(const PullRequest& request) {
  KHAOSAN_LET(body, link_.post(pull_path, pull_text(request), json_type));
  KHAOSAN_LET(text, understood(pull_path, expand(body)));
  return understood(pull_path, pull_page_from_text(text));
}

Result<Quarantined> HttpSync::quarantine(const std::vector<SealedChange>& changes) {
  KHAOSAN_LET(body, link_.post(quarantine_path, compress(push_text({{}, changes, {}})), zstd_type));
  return understood(quarantine_path, quarantined_from_text(body));
}

}  // namespace khaosan::client
