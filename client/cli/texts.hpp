// What the command line says, in Thai and in English. {1}, {2} … are values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace khaosan::client {

enum class Lang { th, en };

enum class Text {
#define KHAOSAN_TEXT(name) name,
#include "client/cli/texts.inc"
#undef KHAOSAN_TEXT
};

inline constexpr std::array all_texts = {
#define KHAOSAN_TEXT(name) Text::name,
#include "client/cli/texts.inc"
#undef KHAOSAN_TEXT
};

std::string_view thai_text(Text text);     // texts_th.cpp
std::string_view english_text(Text text);  // texts_en.cpp
std::string_view text_in(Lang lang, Text text);

// The pattern with {1} replaced by the first value, and so on. Values are taken as they are.
std::string filled(std::string_view pattern, const std::vector<std::string>& values);

// What a command is called on its button ("approve": อนุมัติเผยแพร่); the verb itself if it has no such name.
std::string verb_text(Lang lang, std::string_view verb);
bool is_act_verb(std::string_view verb);  // one that `act` knows

}  // namespace khaosan::client
