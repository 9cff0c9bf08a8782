// Laptops know each other by records of kind laptop, which the office writes: to whom one may seal an event
// in the field, and who shared one.
#pragma once

#include "server/logic/store.hpp"

namespace khaosan::server {

Done tell_of_laptop(StoreWriter& store, const Device& device, Instant wall);
// Of those that were paired before laptops were told of.
Done tell_of_untold_laptops(StoreWriter& store, Instant wall);

}  // namespace khaosan::server
