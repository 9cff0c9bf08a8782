// What was refused, as people are told.
#pragma once

#include "client/app/app.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

RefusedChange refused_change(const PastChange& past);
inline constexpr const char* file_verb = "file";
RefusedChange refused_file(const LocalFile& file, const Refusal& refusal);  // verb file_verb
std::string verb_of(const Change& change);                                  // "put", "delete", "submit" …

}  // namespace khaosan::client
