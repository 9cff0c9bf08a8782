// The office's address as a person types it: "https://10.0.0.5:8443", "http://127.0.0.1:8080".
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace khaosan::client {

inline constexpr std::size_t url_bytes_max = 500;
inline constexpr int default_https_port = 443;
inline constexpr int default_http_port = 80;

struct OfficeUrl {
  bool secure = true;
  std::string host;  // an IPv6 address stands without its brackets
  int port = default_https_port;
  bool operator==(const OfficeUrl&) const = default;
  std::string place() const;  // "host:port", "[::1]:8080"
};

// Scheme, host and port, nothing more: no path, query or user. Plain http only to this same machine
// (127.0.0.0/8, ::1, localhost). usage, with what is wrong with it.
Result<OfficeUrl> parse_office_url(std::string_view text);

}  // namespace khaosan::client
