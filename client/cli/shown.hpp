// Values of fields as people read them, in their language.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/session.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

// "23 พ.ย. 2569 09.54 น." or "23 Nov 2026 09:54", Bangkok.
std::string shown_instant(Lang lang, Instant instant);

// Names of records that others refer to, each looked up once.
class Names {
 public:
  Names(App& app, Lang lang) : app_(app), lang_(lang) {}
  // What the record is called; its id if it has no name or is not here. The user with the empty
  // id is whoever wrote before the laptop was paired.
  std::string of(std::string_view kind, std::string_view id);
  std::string of_kind(std::string_view kind) const;

 private:
  App& app_;
  Lang lang_;
  std::map<std::string, std::string, std::less<>> known_;  // by kind/id
};

std::string shown_value(Lang lang, const FieldDecl& field, const Value& value, Names& names);
// One side of a conflict: {"headline":"…"} as the values of its fields, with their labels where there are
// several; other text as it is.
std::string shown_side(Lang lang, const KindDecl& kind, const std::string& side, Names& names);
std::string record_title(const KindDecl& kind, const Record& record);  // "" if it has none

// The status of a news item in the office's words, with who decided in whose place, and whether an approval
// was voided. `decisions`: of this item, oldest first.
std::string shown_status(Lang lang, const Record& news, const std::vector<Record>& decisions);

nlohmann::json record_document(const Record& record);

}  // namespace khaosan::client
