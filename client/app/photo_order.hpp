// The order of a story's photos: which records to write when one is moved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/app/intents.hpp"

namespace khaosan::client {

// By (position, id), as everybody sees them.
void sort_photos(std::vector<Record>& photos);

// What brings the photo at `from` to the place `to` of the sorted list: one Put as a rule, more where there
// is no room between its new neighbours. Nothing if it stands there already. `tail`: new_position_tail().
std::vector<Put> move_photo(std::vector<Record> photos, std::size_t from, std::size_t to,
                            std::string_view tail);

// Random digits, so that two laptops do not make the same position.
std::string new_position_tail();

}  // namespace khaosan::client
