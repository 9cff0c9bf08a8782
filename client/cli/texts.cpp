#include "client/cli/texts.hpp"

#include <algorithm>

#include "shared/schema/kinds.hpp"

namespace khaosan::client {
namespace {

// What a history tells and `act` does not do.
constexpr std::array<std::string_view, 3> edits = {"put", "delete", "restore"};

const Choice* verb_named(std::string_view verb) {
  const auto verbs = find_kind("decision")->field("verb")->choices;
  const auto found =
      std::find_if(verbs.begin(), verbs.end(), [&](const Choice& choice) { return choice.name == verb; });
  return found == verbs.end() ? nullptr : &*found;
}

}  // namespace

std::string_view text_in(Lang lang, Text text) {
  return lang == Lang::th ? thai_text(text) : english_text(text);
}

std::string filled(std::string_view pattern, const std::vector<std::string>& values) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool hole = pattern.size() - at >= 3 && pattern[at] == '{' && pattern[at + 2] == '}';
    const int number = hole ? pattern[at + 1] - '1' : -1;
    if (number < 0 || number >= static_cast<int>(values.size())) {
      out += pattern[at];
      continue;
    }
    out += values[static_cast<std::size_t>(number)];
    at += 2;
  }
  return out;
}

bool is_act_verb(std::string_view verb) {
  return verb_named(verb) != nullptr && std::find(edits.begin(), edits.end(), verb) == edits.end();
}

std::string verb_text(Lang lang, std::string_view verb) {
  if (const Choice* named = verb_named(verb)) return std::string(lang == Lang::th ? named->th : named->en);
  if (verb == "changed") return std::string(text_in(lang, Text::history_changed));
  if (verb == "revision") return std::string(text_in(lang, Text::history_revision_made));
  return std::string(verb);
}

}  // namespace khaosan::client
