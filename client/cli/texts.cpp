#include "client/cli/texts.hpp"

#include <algorithm>
#include <utility>

namespace khaosan::client {
namespace {

constexpr std::array verbs = {
    std::pair<std::string_view, Text>{"put", Text::verb_put},
    std::pair<std::string_view, Text>{"delete", Text::verb_delete},
    std::pair<std::string_view, Text>{"remove", Text::verb_delete},
    std::pair<std::string_view, Text>{"restore", Text::verb_restore},
    std::pair<std::string_view, Text>{"submit", Text::verb_submit},
    std::pair<std::string_view, Text>{"recall", Text::verb_recall},
    std::pair<std::string_view, Text>{"pass", Text::verb_pass},
    std::pair<std::string_view, Text>{"return", Text::verb_return},
    std::pair<std::string_view, Text>{"reject", Text::verb_reject},
    std::pair<std::string_view, Text>{"approve", Text::verb_approve},
    std::pair<std::string_view, Text>{"publish", Text::verb_publish},
    std::pair<std::string_view, Text>{"correct", Text::verb_correct},
    std::pair<std::string_view, Text>{"withdraw", Text::verb_withdraw},
    std::pair<std::string_view, Text>{"cancel", Text::verb_cancel},
    std::pair<std::string_view, Text>{"seen", Text::verb_seen},
    std::pair<std::string_view, Text>{"drop_photo", Text::verb_drop_photo},
    std::pair<std::string_view, Text>{"resolve", Text::verb_resolve},
    std::pair<std::string_view, Text>{"changed", Text::verb_changed},
    std::pair<std::string_view, Text>{"revision", Text::verb_revision},
};

// What a history tells and `act` does not do.
constexpr std::array edits = {Text::verb_put, Text::verb_delete, Text::verb_restore, Text::verb_changed,
                              Text::verb_revision};

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
  for (const auto& [name, text] : verbs) {
    if (name == verb) return std::find(edits.begin(), edits.end(), text) == edits.end();
  }
  return false;
}

std::string verb_text(Lang lang, std::string_view verb) {
  for (const auto& [name, text] : verbs) {
    if (name == verb) return std::string(text_in(lang, text));
  }
  return std::string(verb);
}

}  // namespace khaosan::client
