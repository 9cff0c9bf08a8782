#include "client/net/office_url.hpp"

#include <algorithm>
#include <charconv>

namespace khaosan::client {
namespace {

constexpr int port_max = 65'535;
constexpr std::size_t host_bytes_max = 253;

Refusal wrong(std::string_view text, std::string_view why) {
  return refuse(Code::usage, std::string(text.substr(0, url_bytes_max)) + ": " + std::string(why));
}

bool is_digit(char sign) {
  return sign >= '0' && sign <= '9';
}

bool is_name_sign(char sign) {
  return is_digit(sign) || (sign >= 'a' && sign <= 'z') || sign == '-' || sign == '.' || sign == '_';
}

bool is_ipv6_sign(char sign) {
  return is_digit(sign) || (sign >= 'a' && sign <= 'f') || sign == ':' || sign == '.';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& sign : out) {
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  }
  return out;
}

bool takes(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "127.x.y.z" with numbers up to 255.
bool is_loopback_v4(std::string_view host) {
  int parts = 0;
  bool first_is_127 = false;
  while (parts < 4) {
    const auto dot = std::min(host.find('.'), host.size());
    int number = -1;
    const auto [end, error] = std::from_chars(host.data(), host.data() + dot, number);
    if (error != std::errc() || end != host.data() + dot || number < 0 || number > 255) return false;
    if (parts == 0) first_is_127 = number == 127;
    ++parts;
    host.remove_prefix(dot);
    if (host.empty()) break;
    host.remove_prefix(1);
  }
  return parts == 4 && host.empty() && first_is_127;
}

bool is_loopback_name(std::string_view host) {
  return host == "localhost" || host == "::1" || is_loopback_v4(host);
}

// Takes the host off the front of `rest`; empty if there is none.
std::string take_host(std::string_view& rest) {
  std::string host;
  if (takes(rest, "[")) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return {};
    host = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const bool good =
        host.find(':') != std::string::npos && std::all_of(host.begin(), host.end(), is_ipv6_sign);
    return good ? host : std::string();
  }
  const auto end =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_name_sign) - rest.begin());
  host = rest.substr(0, end);
  rest.remove_prefix(end);
  const bool good = host.size() <= host_bytes_max && !host.starts_with('.') && !host.starts_with('-');
  return good ? host : std::string();
}

}  // namespace

std::string OfficeUrl::place() const {
  const bool bare_v6 = host.find(':') != std::string::npos;
  return (bare_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<OfficeUrl> parse_office_url(std::string_view text) {
  if (text.size() > url_bytes_max) return wrong(text, in_both("too long", "ยาวเกินไป"));
  const std::string lowered = lower(text);
  std::string_view rest = lowered;
  OfficeUrl url;
  if (takes(rest, "http://")) {
    url.secure = false;
    url.port = default_http_port;
  } else if (!takes(rest, "https://")) {
    return wrong(text, in_both("an address starts with https://", "ที่อยู่ต้องขึ้นต้นด้วย https://"));
  }
  url.host = take_host(rest);
  if (url.host.empty()) return wrong(text, in_both("no host name or IP address", "ไม่มีชื่อเครื่องหรือหมายเลขไอพี"));
  if (takes(rest, ":")) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), url.port);
    if (error != std::errc() || url.port < 1 || url.port > port_max)
      return wrong(text, in_both("port is 1 to 65535", "พอร์ตต้องเป็น 1 ถึง 65535"));
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  }
  if (!rest.empty() && rest != "/")
    return wrong(text, in_both("only https://HOST:PORT", "ต้องเป็น https://ชื่อเครื่อง:พอร์ต เท่านั้น"));
  if (!url.secure && !is_loopback_name(url.host)) {
    return wrong(text, in_both("http:// only to this machine (127.0.0.1); use https://",
                               "http:// ใช้ได้กับเครื่องนี้เท่านั้น (127.0.0.1) โปรดใช้ https://"));
  }
  return url;
}

}  // namespace khaosan::client
