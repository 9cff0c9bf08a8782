#include "shared/schema/names.hpp"

#include <algorithm>

#include "shared/base/refusal.hpp"

namespace khaosan {
namespace {

std::string choice_in_both(std::span<const Choice> choices, std::string_view name) {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.name == name; });
  return found == choices.end() ? std::string(name) : in_both(name, found->th);
}

}  // namespace

std::string name_in_both(const FieldDecl& field) {
  return in_both(field.name, field.th);
}

std::string kind_in_both(std::string_view kind) {
  const KindDecl* decl = find_kind(kind);
  return decl == nullptr ? std::string(kind) : in_both(kind, decl->th);
}

std::string field_in_both(std::string_view kind, std::string_view field) {
  const KindDecl* decl = find_kind(kind);
  if (decl == nullptr) return std::string(field);
  if (const FieldDecl* one = decl->field(field)) return name_in_both(*one);
  std::string labels;
  for (const FieldDecl& one : decl->fields) {
    if (!field.empty() && one.group == field) labels += (labels.empty() ? "" : ", ") + std::string(one.th);
  }
  return labels.empty() ? std::string(field) : in_both(field, labels);
}

std::string fields_in_both(std::string_view kind, const TextSet& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + field_in_both(kind, name);
  return list;
}

std::string verb_in_both(std::string_view verb) {
  return choice_in_both(find_kind("decision")->field("verb")->choices, verb);
}

std::string status_in_both(std::string_view status) {
  return choice_in_both(find_kind("news")->field("status")->choices, status);
}

}  // namespace khaosan
