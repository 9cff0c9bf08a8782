#include "client/ui/office_address.hpp"

#include <algorithm>

#include "shared/base/trim.hpp"

namespace khaosan::client {
namespace {

constexpr std::string_view usual_port = "8443";
constexpr std::size_t port_digits_max = 5;

bool is_digit(char sign) {
  return sign >= '0' && sign <= '9';
}

bool is_name_sign(char sign) {
  return is_digit(sign) || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '-' ||
         sign == '.' || sign == '_';
}

// The length of the host that `rest` begins with; 0: it is none.
std::size_t host_length(std::string_view rest) {
  if (rest.starts_with('[')) {  // a number of IPv6
    const auto end = rest.find(']');
    return end == std::string_view::npos || end < 3 ? 0 : end + 1;
  }
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_sign);
  const bool begins = !rest.empty() && rest.front() != '.' && rest.front() != '-';
  return begins ? static_cast<std::size_t>(end - rest.begin()) : 0;
}

}  // namespace

std::optional<std::string> office_address(std::string_view typed) {
  std::string_view rest = trimmed(typed);
  std::string scheme = "https://";
  if (const auto at = rest.find("://"); at != std::string_view::npos) {
    scheme = rest.substr(0, at + 3);
    std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (scheme != "https://" && scheme != "http://") return std::nullopt;
    rest.remove_prefix(at + 3);
  }
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t host = host_length(rest);
  if (host == 0) return std::nullopt;
  std::string_view port = rest.substr(host);
  if (port.empty()) return scheme + std::string(rest) + ":" + std::string(usual_port);
  if (!port.starts_with(':')) return std::nullopt;
  port.remove_prefix(1);
  const bool is_number =
      !port.empty() && port.size() <= port_digits_max && std::all_of(port.begin(), port.end(), is_digit);
  if (!is_number) return std::nullopt;
  return scheme + std::string(rest);
}

}  // namespace khaosan::client
