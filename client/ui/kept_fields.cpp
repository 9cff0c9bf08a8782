#include "client/ui/kept_fields.hpp"

#include <algorithm>
#include <vector>

namespace khaosan::client {

void KeptFields::drawn(WidgetId field, const DraftKey& key, std::int64_t now_ms) {
  Drawn& one = fields_[field];
  if (one.at_ms == 0) one.key = key;
  one.at_ms = now_ms;
}

void KeptFields::forget_old(Memory& memory, const Drafts& drafts, std::int64_t now_ms) {
  if (fields_.size() <= kept_fields_max) return;
  std::vector<std::pair<std::int64_t, WidgetId>> by_age;
  for (const auto& [field, one] : fields_) {
    if (one.at_ms != now_ms && !drafts.is_pending(one.key)) by_age.emplace_back(one.at_ms, field);
  }
  std::sort(by_age.begin(), by_age.end());
  for (const auto& [at_ms, field] : by_age) {
    if (fields_.size() <= kept_fields_max) break;
    memory.kept.erase(field);
    fields_.erase(field);
  }
}

}  // namespace khaosan::client
