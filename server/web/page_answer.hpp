// A page as an answer: strict headers, and 304 for who has it already.
#pragma once

#include <optional>
#include <string>

#include "shared/base/time.hpp"
#include "shared/http/message.hpp"

namespace khaosan::server {

inline constexpr const char* html_type = "text/html; charset=utf-8";

struct Page {
  std::string text;
  std::string content_type = html_type;
  std::optional<Instant> changed;  // Last-Modified
  int status = 200;
};

HttpResponse page_answer(const RequestHead& head, Page page);
// What a page may load: pictures and style from here, nothing else, and it stands in nobody's frame.
inline constexpr const char* content_security_policy =
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

}  // namespace khaosan::server
