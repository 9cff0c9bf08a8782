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
std::vector<std::string> dates_in(const std::string& text);  // "25 มิถุนายน"

}  // namespace khaosan::simulation
