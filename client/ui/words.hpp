// What the window says, in Thai and in English: one table (words.inc), one row a text. {1}, {2} … are values,
// {s1} an "s" unless the first value is 1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/refusal.hpp"
#include "shared/base/time.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::client {

enum class Word {
#define KHAOSAN_WORD(name, thai, english) name,
#include "client/ui/words.inc"
#undef KHAOSAN_WORD
};
// A plain array: the deduction of std::array folds over more arguments than clang allows.
inline constexpr Word all_words[] = {
#define KHAOSAN_WORD(name, thai, english) Word::name,
#include "client/ui/words.inc"
#undef KHAOSAN_WORD
};

enum class Language { th, en };

std::string_view thai_word(Word word);
std::string_view english_word(Word word);

class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  Language language() const { return language_; }

  std::string_view operator()(Word word) const {
    return language_ == Language::th ? thai_word(word) : english_word(word);
  }
  template <typename... Values>
  std::string operator()(Word word, const Values&... values) const {
    return filled((*this)(word), {std::string(values)...});
  }
  std::string_view label(std::string_view th, std::string_view en) const {
    return language_ == Language::th ? th : en;
  }
  std::string choice(const FieldDecl& field, std::string_view name) const;  // its label; the name if unknown
  std::string status(std::string_view status_name) const;                   // of news; "" is a draft
  std::string reason(const Refusal& refusal) const;

  std::string date(std::string_view iso) const;        // "พฤ. 19 พ.ย. 2569"; as it is if it is none
  std::string_view day(std::size_t weekday) const;     // "พฤ."; 0 is Sunday
  std::string short_date(std::string_view iso) const;  // "19 พ.ย. 2569"
  std::string time(std::string_view civil) const;      // "08.30 น."
  std::string instant(Instant at) const;               // "19 พ.ย. 2569 15.20 น.", Bangkok
  std::string clock(Instant at) const;                 // "15.20 น." of today's Bangkok
  std::string bytes(std::int64_t count) const;         // "4.2 MB"

  static std::string filled(std::string_view pattern, const std::vector<std::string>& values);

 private:
  Language language_;
};

}  // namespace khaosan::client
