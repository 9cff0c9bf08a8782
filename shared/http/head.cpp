#include "shared/http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "shared/base/trim.hpp"
#include "shared/base/utf8.hpp"
#include "shared/http/limits.hpp"

namespace khaosan::guard {
namespace {

constexpr std::array methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
// Two of one of these would let two readers understand two requests.
constexpr std::array single_headers = {
    "host",     "content-length", "transfer-encoding", "content-encoding", "range",
    "if-range", "authorization",  "content-type",      "expect",           "cookie",
    "origin"};
// Only a proxy may say these, and there is none.
constexpr std::array address_headers = {"forwarded", "x-real-ip", "client-ip", "true-client-ip"};

template <typename List>
bool is_one_of(std::string_view text, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view entry) { return entry == text; });
}

bool is_token_sign(char sign) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') ||
         marks.find(sign) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& sign : lowered) {
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  }
  return lowered;
}

constexpr std::string_view optional_blanks = " \t";  // RFC 9110, OWS

std::optional<std::uint64_t> number(std::string_view digits) {
  constexpr std::size_t digits_max = 18;
  std::uint64_t value = 0;
  if (digits.empty() || digits.size() > digits_max) return {};
  if (!std::all_of(digits.begin(), digits.end(), [](char sign) { return sign >= '0' && sign <= '9'; }))
    return {};
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Refusal bad(std::string detail) {
  return refuse(Code::bad_request, std::move(detail));
}

// Takes the text up to `mark` off the front of `text`; all of it if there is no mark.
std::string_view take_until(std::string_view& text, std::string_view mark) {
  const auto at = text.find(mark);
  const auto part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + mark.size());
  return part;
}

Result<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto byte = from_hex(text.substr(i + 1, 2));
      if (!byte.ok() || byte->size() != 1) return bad("a wrong % escape");
      plain += static_cast<char>(byte->front());
      i += 2;
    } else {
      plain += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_utf8(plain)) return bad("the address is not UTF-8");
  return plain;
}

Done add_segment(RequestHead& head, std::string_view raw) {
  KHAOSAN_LET(segment, decoded(raw, false));
  if (has_control_character(segment, false)) return bad("control character in the path");
  if (segment == "." || segment == ".." || segment.find_first_of("/\\") != std::string::npos) {
    return bad("the path leaves its folder");
  }
  head.path += '/' + segment;
  head.segments.push_back(std::move(segment));
  return {};
}

Done read_target(RequestHead& head, std::string_view target) {
  if (target.size() > target_bytes_max) return refuse(Code::head_too_large, "address");
  if (target.empty() || target.front() != '/') return bad("the address is not a path");
  const bool printable = std::all_of(target.begin(), target.end(),
                                     [](char sign) { return sign > ' ' && sign < 0x7F && sign != '#'; });
  if (!printable) return bad("a sign in the address that must be escaped");
  head.target = target;
  std::string_view query = target;
  std::string_view path = take_until(query, "?").substr(1);
  if (query.find('?') != std::string_view::npos) return bad("two question marks in the address");
  if (path.empty()) head.path = "/";
  while (!path.empty()) {
    const bool last_is_empty = path.back() == '/' && path.find('/') == path.size() - 1;
    KHAOSAN_TRY(add_segment(head, take_until(path, "/")));
    if (last_is_empty) KHAOSAN_TRY(add_segment(head, ""));
  }
  while (!query.empty()) {
    std::string_view value = take_until(query, "&");
    KHAOSAN_LET(name, decoded(take_until(value, "="), true));
    KHAOSAN_LET(text, decoded(value, true));
    head.query.emplace_back(std::move(name), std::move(text));
  }
  return {};
}

Done read_request_line(RequestHead& head, std::string_view line, bool& version_1_0) {
  head.method = take_until(line, " ");
  const std::string_view target = take_until(line, " ");
  if (line != "HTTP/1.1" && line != "HTTP/1.0") return bad("not an HTTP/1.1 request line");
  version_1_0 = line == "HTTP/1.0";
  if (!is_one_of(head.method, methods)) return refuse(Code::wrong_method, "method");
  return read_target(head, target);
}

bool claims_an_address(std::string_view name) {
  // Names with "_" are how REMOTE_ADDR and its like would slip in; no honest client sends one.
  return name.find('_') != std::string_view::npos || name.starts_with("x-forwarded-") ||
         name == "remote-addr" || is_one_of(name, address_headers);
}

std::size_t count_of(const RequestHead& head, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(head.headers.begin(), head.headers.end(),
                                                [&](const auto& header) { return header.first == name; }));
}

Done read_header(RequestHead& head, std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return bad("a header line without a name");
  if (!std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), is_token_sign)) {
    return bad("a wrong sign in a header's name");
  }
  std::string name = lower(line.substr(0, colon));
  if (claims_an_address(name)) return {};
  if (is_one_of(name, single_headers) && count_of(head, name) > 0) return bad("header given twice: " + name);
  head.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1), optional_blanks));
  return {};
}

bool has_token(const RequestHead& head, std::string_view name, std::string_view token) {
  for (const auto& [key, value] : head.headers) {
    if (key != name) continue;
    const std::string lowered = lower(value);
    for (std::string_view rest = lowered; !rest.empty();) {
      if (trimmed(take_until(rest, ","), optional_blanks) == token) return true;
    }
  }
  return false;
}

Done read_framing(RequestHead& head, bool version_1_0) {
  const bool has_length = count_of(head, "content-length") > 0;
  const bool has_coding = count_of(head, "transfer-encoding") > 0;
  if (has_length && has_coding) return bad("both Content-Length and Transfer-Encoding");
  if (has_coding) {
    if (version_1_0 || lower(head.header("transfer-encoding")) != "chunked") return bad("Transfer-Encoding");
    head.chunked = true;
  }
  if (has_length) {
    const auto length = number(head.header("content-length"));
    if (!length) return bad("Content-Length is not a number");
    head.content_length_bytes = *length;
  }
  const bool bodiless = head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS";
  if (bodiless && (head.chunked || head.content_length_bytes > 0)) return bad("a body where none belongs");
  const std::string coding = lower(head.header("content-encoding"));
  if (!coding.empty() && coding != "identity") return refuse(Code::unsupported_encoding, "Content-Encoding");
  return {};
}

Done read_range(RequestHead& head) {
  if (count_of(head, "range") == 0) return {};
  std::string_view text = head.header("range");
  const auto wrong = [] { return refuse(Code::bad_range, "one range, bytes=first-last"); };
  if (!lower(text).starts_with("bytes=")) return wrong();
  text.remove_prefix(6);
  if (text.find('-') == std::string_view::npos) return wrong();
  const std::string_view first = take_until(text, "-");
  ByteRange range{number(first), number(text)};
  if ((!first.empty() && !range.first) || (!text.empty() && !range.last)) return wrong();
  if (!range.first && !range.last) return wrong();
  if (range.first && range.last && *range.first > *range.last) return wrong();
  head.range = range;
  return {};
}

Done read_connection(RequestHead& head, bool version_1_0) {
  if (!version_1_0 && count_of(head, "host") != 1) return bad("not exactly one Host");
  head.keep_alive = !version_1_0 && !has_token(head, "connection", "close");
  if (count_of(head, "expect") == 0) return {};
  if (lower(head.header("expect")) != "100-continue") return bad("Expect");
  head.expects_continue = !version_1_0;
  return {};
}

}  // namespace

HeadEnd find_head_end(std::string_view received, std::size_t& searched, std::size_t& end) {
  for (; searched < received.size(); ++searched) {
    const auto sign = static_cast<unsigned char>(received[searched]);
    if (sign >= ' ' && sign != 0x7F) continue;
    if (sign == '\t') continue;
    if (sign != '\r') return HeadEnd::broken;  // every LF is passed over with its CR
    if (searched + 1 == received.size()) return HeadEnd::not_yet;
    if (received[searched + 1] != '\n') return HeadEnd::broken;
    const bool blank = searched == 0 || (searched >= 2 && received[searched - 1] == '\n');
    ++searched;
    if (!blank) continue;
    end = searched + 1;
    return HeadEnd::found;
  }
  return HeadEnd::not_yet;
}

Result<RequestHead> parse_head(std::string_view text) {
  RequestHead head;
  bool version_1_0 = false;
  KHAOSAN_TRY(read_request_line(head, take_until(text, "\r\n"), version_1_0));
  for (std::size_t count = 0; !text.empty(); ++count) {
    const std::string_view line = take_until(text, "\r\n");
    if (line.empty()) break;
    if (count == headers_max) return refuse(Code::head_too_large, "too many headers");
    KHAOSAN_TRY(read_header(head, line));
  }
  KHAOSAN_TRY(read_connection(head, version_1_0));
  KHAOSAN_TRY(read_framing(head, version_1_0));
  KHAOSAN_TRY(read_range(head));
  return head;
}

std::string normalised_head(const RequestHead& head) {
  return head.method + " " + head.target +
         " HTTP/1.1\r\nHost: khaosan\r\nConnection: " + (head.keep_alive ? "keep-alive" : "close") +
         "\r\n\r\n";
}

Result<Slice> slice_of(const ByteRange& range, std::uint64_t length_bytes) {
  const auto outside = [&] {
    return refuse(Code::bad_range, "of " + std::to_string(length_bytes) + " bytes");
  };
  if (length_bytes == 0) return outside();
  if (!range.first) {
    const std::uint64_t wanted = std::min(*range.last, length_bytes);
    if (wanted == 0) return outside();
    return Slice{length_bytes - wanted, wanted};
  }
  if (*range.first >= length_bytes) return outside();
  const std::uint64_t last = std::min(range.last.value_or(length_bytes - 1), length_bytes - 1);
  return Slice{*range.first, last - *range.first + 1};
}

}  // namespace khaosan::guard
