// Names of kinds, fields and choices as a refusal tells them: in English by their name, in Thai by their
// label (shared/base/refusal.hpp, in_both()). A name that is not declared stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

std::string name_in_both(const FieldDecl& field);
std::string kind_in_both(std::string_view kind);
std::string field_in_both(std::string_view kind, std::string_view field);  // a field or a group of fields
std::string fields_in_both(std::string_view kind, const TextSet& names);   // "a, b"
std::string verb_in_both(std::string_view verb);                           // "submit", "put" …
std::string status_in_both(std::string_view status);                       // of a news item

}  // namespace khaosan
