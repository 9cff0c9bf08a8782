// join, differ and part, as far as this laptop can tell what the office will say.
#pragma once

#include "client/app/intents.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

bool is_likeness_verb(std::string_view verb);
Result<Act> likeness_act(StoreReader& store, const Record& likeness, const Perform& intent);

}  // namespace khaosan::client
