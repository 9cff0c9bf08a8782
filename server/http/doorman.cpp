#include "server/http/doorman.hpp"

#include <algorithm>
#include <array>

#include "server/http/limits.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/http/limits.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::server {
namespace {

enum class Open { to_all, to_callers, to_shut_out };

// The bounds of all addresses that begin with `prefix`; the first that fits counts.
struct Bounds {
  std::string_view prefix;
  Open open = Open::to_callers;
  std::uint64_t max_body_bytes = message_bytes_max;
  std::int64_t deadline_ms = message_deadline_ms;
  bool chunked_allowed = false;
  bool heavy = false;
};

constexpr std::array bounds_by_prefix = {
    Bounds{.prefix = "/api/v1/pair/", .open = Open::to_all},
    Bounds{.prefix = "/api/v1/media",
           .max_body_bytes = upload_bytes_max,
           .deadline_ms = upload_deadline_ms,
           .chunked_allowed = true},
    Bounds{.prefix = "/api/v1/sync/push",
           .max_body_bytes = push_bytes_max,
           .deadline_ms = push_deadline_ms,
           .heavy = true},
    Bounds{.prefix = "/api/v1/quarantine/changes",
           .open = Open::to_shut_out,
           .max_body_bytes = push_bytes_max,
           .deadline_ms = push_deadline_ms,
           .heavy = true},
    Bounds{.prefix = "/api/v1/quarantine/",
           .open = Open::to_shut_out,
           .max_body_bytes = upload_bytes_max,
           .deadline_ms = upload_deadline_ms,
           .chunked_allowed = true},
    Bounds{.prefix = "/api/v1/sync/pull", .heavy = true},
    Bounds{.prefix = "/api/v1/files/", .max_body_bytes = preview_bytes_max, .heavy = true},
    Bounds{.prefix = "/api/v1/records/", .heavy = true},
    Bounds{.prefix = "/api/"},
    Bounds{.prefix = "/news/", .open = Open::to_all, .heavy = true},  // pictures may have to be made first
    Bounds{.prefix = "/", .open = Open::to_all},
};

const Bounds& bounds_of(std::string_view path) {
  const auto fits = [&](const Bounds& bounds) { return path.starts_with(bounds.prefix); };
  const auto* found = std::find_if(bounds_by_prefix.begin(), bounds_by_prefix.end(), fits);
  return found != bounds_by_prefix.end() ? *found : bounds_by_prefix.back();
}

bool is_large(const RequestHead& head) {
  return head.chunked || head.content_length_bytes > stranger_body_bytes_max;
}

}  // namespace

Doorman::Doorman(LookUp look_up) : look_up_(std::move(look_up)), thread_([this] { run(); }) {}

Doorman::~Doorman() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

RequestPolicy Doorman::admit(const RequestHead& head) {
  const Bounds& bounds = bounds_of(head.path);
  RequestPolicy policy;
  policy.max_body_bytes = bounds.max_body_bytes;
  policy.deadline_ms = bounds.deadline_ms;
  policy.chunked_allowed = bounds.chunked_allowed;
  policy.heavy = bounds.heavy;
  if (bounds.open == Open::to_all || head.method == "OPTIONS") return policy;

  const std::string_view authorization = head.header("authorization");
  if (authorization.empty()) {
    policy.refusal = refuse(Code::unauthorized, "Authorization");
    return policy;
  }
  auto key = known_key(sha256(authorization));
  const bool is_for_shut_out = bounds.open == Open::to_shut_out;
  if (key && key->starts_with(shut_out_key_prefix) == is_for_shut_out) {
    policy.authenticated = true;
    policy.account = std::move(*key);
  } else if (!head.chunked && head.content_length_bytes > bounds.max_body_bytes) {
    policy.refusal = refuse(Code::too_large, std::to_string(bounds.max_body_bytes));
  } else if (is_large(head) && ask_for(authorization)) {
    policy.refusal = refuse(Code::overloaded, "sign-in");
  }
  return policy;
}

std::optional<std::string> Doorman::known_key(const Sha256& token) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(token);
  if (known == known_.end() || known->second.until_ms < monotonic_ms()) return std::nullopt;
  return known->second.account_key;
}

void Doorman::remember(std::string_view authorization, const std::string& account_key) {
  const Sha256 token = sha256(authorization);
  const std::int64_t now_ms = monotonic_ms();
  const std::lock_guard lock(mutex_);
  if (known_.size() >= known_tokens_max && !known_.contains(token)) {
    std::erase_if(known_, [&](const auto& entry) { return entry.second.until_ms < now_ms; });
  }
  if (known_.size() >= known_tokens_max && !known_.contains(token)) known_.erase(known_.begin());
  known_[token] = {account_key, now_ms + known_token_ms};
}

void Doorman::forget(std::string_view authorization) {
  const std::lock_guard lock(mutex_);
  known_.erase(sha256(authorization));
}

bool Doorman::ask_for(std::string_view authorization) {
  const std::lock_guard lock(mutex_);
  if (to_look_up_.size() < tokens_to_look_up_max) to_look_up_.emplace_back(authorization);
  changed_.notify_all();
  return true;
}

void Doorman::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !to_look_up_.empty(); });
    if (stopping_) return;
    const std::string authorization = std::move(to_look_up_.front());
    to_look_up_.pop_front();
    lock.unlock();
    if (const auto key = look_up_(authorization); key.ok()) remember(authorization, *key);
    lock.lock();
  }
}

}  // namespace khaosan::server
