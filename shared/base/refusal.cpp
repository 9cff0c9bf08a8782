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

constexpr std::string_view opening = "«";
constexpr std::string_view between = "|";
constexpr std::string_view closing = "»";

enum class Tongue { english, thai };

// The detail with each "«english|thai»" in one language. What is not such a pair stays as it is.
std::string detail_in(Tongue tongue, std::string_view detail) {
  std::string told;
  for (std::size_t at = 0; at < detail.size();) {
    const auto open = detail.find(opening, at);
    const auto close = detail.find(closing, open);
    if (open == std::string_view::npos || close == std::string_view::npos) return told += detail.substr(at);
    const std::string_view pair = detail.substr(open + opening.size(), close - open - opening.size());
    const auto middle = pair.find(between);
    const std::size_t end = close + closing.size();
    told += detail.substr(at, open - at);
    if (middle == std::string_view::npos) {
      told += detail.substr(open, end - open);
    } else {
      told += tongue == Tongue::english ? pair.substr(0, middle) : pair.substr(middle + between.size());
    }
    at = end;
  }
  return told;
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

std::string Refusal::detail_for_programs() const {
  return detail_in(Tongue::english, detail);
}

std::string Refusal::english() const {
  return fill(text_of(code).english, detail_for_programs());
}

std::string Refusal::thai() const {
  return fill(text_of(code).thai, detail_in(Tongue::thai, detail));
}

std::string in_both(std::string_view english, std::string_view thai) {
  return std::string(opening) + std::string(english) + std::string(between) + std::string(thai) +
         std::string(closing);
}

Code code_named(std::string_view name) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].name == name) return static_cast<Code>(i);
  }
  return Code::internal;
}

}  // namespace khaosan
