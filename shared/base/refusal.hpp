// Refusal: why something was not done. Every refusal has a code (stable, for programs), an English line (for
// logs) and a Thai line (for people). The texts live in refusal.cpp, one row a code.
#pragma once

#include <string>
#include <string_view>

namespace khaosan {

enum class Code {
#define KHAOSAN_REFUSAL(code, http_status, english, thai) code,
#include "shared/base/refusals.inc"
#undef KHAOSAN_REFUSAL
};

struct Refusal {
  Code code;
  std::string detail;  // what the refusal is about: a field, a path, a verb. Replaces {} in both texts.

  std::string detail_for_programs() const;  // without the Thai words of in_both()
  std::string_view name() const;            // "unknown_field"
  int http_status() const;                  // the HTTP status that carries it
  std::string english() const;              // one line, for logs and developers
  std::string thai() const;                 // one line, for people: what happened and what to do next
};

inline Refusal refuse(Code code, std::string detail = {}) {
  return Refusal{code, std::move(detail)};
}

// A word of a detail in both languages, "«body|เนื้อข่าว»": the English line shows the first, the Thai line the
// second. So it stands over HTTP and in the stores, where the other side makes its own lines of it.
std::string in_both(std::string_view english, std::string_view thai);

// The code with this name, for refusals that arrive over the wire; `internal` if the name is unknown.
Code code_named(std::string_view name);

}  // namespace khaosan
