#include "shared/base/refusal.hpp"

#include <array>

namespace khaosan {
namespace {

struct Text {
  std::string_view name;
  int http_status;
  std::string_view english;
  std::string_view thai;
};

constexpr std::array texts = {
#define KHAOSAN_REFUSAL(code, http_status, english, thai) Text{#code, http_status, english, thai},
#include "shared/base/refusals.inc"
#undef KHAOSAN_REFUSAL
};

const Text& text_of(Code code) {
  return texts[static_cast<std::size_t>(code)];
}

std::string fill(std::string_view pattern, std::string_view detail) {
  std::string filled(pattern);
  if (auto at = filled.find("{}"); at != std::string::npos) filled.replace(at, 2, detail);
  return filled;
}

}  // namespace

std::string_view Refusal::name() const {
  return text_of(code).name;
}

int Refusal::http_status() const {
  return text_of(code).http_status;
}

std::string Refusal::english() const {
  return fill(text_of(code).english, detail);
}

std::string Refusal::thai() const {
  return fill(text_of(code).thai, detail);
}

Code code_named(std::string_view name) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].name == name) return static_cast<Code>(i);
  }
  return Code::internal;
}

}  // namespace khaosan
