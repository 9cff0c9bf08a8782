// What may stand in a field. Everything that comes in, by hand or by wire, passes here.
#pragma once

#include <string_view>

#include "shared/base/result.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

// The value in its one form (dates in ISO, sets sorted), or why it cannot stand there. Empty is always
// allowed.
Result<Value> validate(const FieldDecl& field, Value value);

// Whether `set`, written on what is present, leaves a field that comes before the one it may not precede (an
// event ends after its start). What `set` does not touch is not looked at. bad_value.
Done check_order(const KindDecl& kind, const Fields& present, const Fields& set);

// Reads what a person typed for this field ("2569-11-23", "true", "a,b"), then validates it.
Result<Value> read_typed(const FieldDecl& field, std::string_view typed);

}  // namespace khaosan
