// Thai office prose, and the way people edit it: a word here, a date there, a sentence more or less.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/dice.hpp"

namespace khaosan::simulation {

std::string title(Dice& dice);
std::string sentence(Dice& dice);
std::string prose(Dice& dice);  // a few sentences, a line each
std::string edited(Dice& dice, const std::string& text);
// What means something only as a whole: "25 มิถุนายน", "ที่หอประชุม บ้านดอน".
std::vector<std::string> phrases_in(const std::string& text);

}  // namespace khaosan::simulation
