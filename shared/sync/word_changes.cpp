#include "shared/sync/word_changes.hpp"

#include <cstdint>
#include <map>

#include "shared/sync/token_diff.hpp"
#include "shared/thai/words.hpp"

namespace khaosan {
namespace {

class Numbers {
 public:
  std::vector<std::uint32_t> of(std::string_view text, const std::vector<Token>& tokens) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(tokens.size());
    for (const Token& token : tokens)
      numbers.push_back(
          known_.emplace(token.of(text), static_cast<std::uint32_t>(known_.size())).first->second);
    return numbers;
  }

 private:
  std::map<std::string_view, std::uint32_t> known_;
};

std::string_view run(std::string_view text, const std::vector<Token>& tokens, std::size_t begin,
                     std::size_t end) {
  if (begin == end) return {};
  return text.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin);
}

}  // namespace

std::vector<WordChange> word_changes(std::string_view before, std::string_view after) {
  const auto old_tokens = words(before);
  const auto new_tokens = words(after);
  Numbers numbers;
  const auto old_numbers = numbers.of(before, old_tokens);
  const auto new_numbers = numbers.of(after, new_tokens);
  std::vector<WordChange> changes;
  const auto add = [&](WordChange::Kind kind, std::string_view text) {
    if (!text.empty()) changes.push_back({kind, std::string(text)});
  };
  std::size_t done = 0;  // of the new tokens
  for (const Hunk& hunk : diff_tokens(old_numbers, new_numbers)) {
    add(WordChange::Kind::same, run(after, new_tokens, done, hunk.new_begin));
    add(WordChange::Kind::removed, run(before, old_tokens, hunk.old_begin, hunk.old_end));
    add(WordChange::Kind::added, run(after, new_tokens, hunk.new_begin, hunk.new_end));
    done = hunk.new_end;
  }
  add(WordChange::Kind::same, run(after, new_tokens, done, new_tokens.size()));
  return changes;
}

}  // namespace khaosan
