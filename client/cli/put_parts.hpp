// What `put` and `list --where` are given, as typed values of declared fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/app/intents.hpp"
#include "shared/base/result.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::client {

inline constexpr std::size_t jsonl_batch_lines = 500;

// FIELD=VALUE; the value is everything after the first "=", as it is. usage, unknown_field, and what
// read_typed refuses, with the field's name.
Result<std::pair<std::string, Value>> field_from_word(const KindDecl& kind, std::string_view word);
// Each field once: usage otherwise.
Result<Fields> fields_from_words(const KindDecl& kind, const std::vector<std::string>& words);
Result<Put> put_from_words(const KindDecl& kind, const std::string& id,
                           const std::vector<std::string>& words);

// {"id":…, "headline":"…"}: the id may be missing. bad_json, bad_id, unknown_field, bad values.
Result<Put> put_from_json_line(const KindDecl& kind, std::string_view line);

}  // namespace khaosan::client
