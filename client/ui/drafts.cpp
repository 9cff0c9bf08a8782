#include "client/ui/drafts.hpp"

#include <algorithm>

namespace khaosan::client {

void Drafts::typed(const DraftKey& key, std::string text, std::int64_t now_ms) {
  Draft& draft = drafts_[key];
  if (draft.since_ms == 0) draft.since_ms = std::max<std::int64_t>(now_ms, 1);
  draft.text = std::move(text);
  draft.ticket = 0;
  draft.fault.reset();
}

void Drafts::left(const DraftKey& key) {
  const auto found = drafts_.find(key);
  if (found != drafts_.end()) found->second.now = true;
}

void Drafts::leave_all() {
  for (auto& [key, draft] : drafts_) draft.now = true;
}

std::optional<std::int64_t> Drafts::due_ms() const {
  std::optional<std::int64_t> due;
  for (const auto& [key, draft] : drafts_) {
    if (draft.since_ms == 0) continue;
    const std::int64_t at = draft.now ? 0 : draft.since_ms + hand_in_after_ms;
    if (!due || at < *due) due = at;
  }
  return due;
}

std::vector<Drafts::Due> Drafts::take_due(std::int64_t now_ms) {
  std::map<std::pair<std::string, RecordId>, Due> by_record;
  for (auto& [key, draft] : drafts_) {
    if (draft.since_ms == 0 || (!draft.now && now_ms < draft.since_ms + hand_in_after_ms)) continue;
    Due& due = by_record[{key.kind, key.id}];
    due.put.kind = key.kind;
    due.put.id = key.id;
    due.put.set[key.field] = draft.text.empty() ? Value{} : Value{draft.text};
    due.keys.push_back(key);
    draft.since_ms = 0;
    draft.now = false;
  }
  std::vector<Due> all;
  all.reserve(by_record.size());
  for (auto& [record, due] : by_record) all.push_back(std::move(due));
  return all;
}

void Drafts::handed_in(const Due& due, Ticket ticket) {
  for (const DraftKey& key : due.keys) {
    const auto found = drafts_.find(key);
    if (found != drafts_.end() && found->second.since_ms == 0) found->second.ticket = ticket;
  }
}

void Drafts::answered(const Outcome& outcome) {
  for (auto draft = drafts_.begin(); draft != drafts_.end();) {
    if (draft->second.ticket != outcome.ticket || outcome.ticket == 0) {
      ++draft;
      continue;
    }
    if (outcome.refusal) {
      draft->second.fault = outcome.refusal;
      draft->second.ticket = 0;
      ++draft;
    } else {
      draft = drafts_.erase(draft);
    }
  }
}

const Refusal* Drafts::fault(const DraftKey& key) const {
  const auto found = drafts_.find(key);
  return found == drafts_.end() || !found->second.fault ? nullptr : &*found->second.fault;
}

}  // namespace khaosan::client
