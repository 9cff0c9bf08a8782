#include "client/ui/drafts.hpp"

#include <algorithm>

namespace khaosan::client {
namespace {

// Not about what was typed: the same may be taken a moment later.
bool may_pass(Code code) {
  return code == Code::disk_full || code == Code::io_failed || code == Code::store_locked ||
         code == Code::memory_short || code == Code::internal;
}

void add(Intent& intent, const DraftKey& key, const std::string& text) {
  if (key.kind.empty()) {
    intent = KeepTyped{key.field, text};
    return;
  }
  if (!std::holds_alternative<Put>(intent)) intent = Put{};
  Put& put = std::get<Put>(intent);
  put.kind = key.kind;
  put.id = key.id;
  put.set[key.field] = text.empty() ? Value{} : Value{text};
}

}  // namespace

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

bool Drafts::is_pending(const std::string& kind, RecordId id) const {
  const auto first = drafts_.lower_bound({kind, id, {}});
  return first != drafts_.end() && first->first.kind == kind && first->first.id == id;
}

// Nothing: it is handed in and not answered, or waits for a person.
std::optional<std::int64_t> Drafts::due_of(const Draft& draft) {
  if (draft.since_ms != 0) return draft.now ? 0 : draft.since_ms + hand_in_after_ms;
  if (!draft.fault) return std::nullopt;
  if (draft.now) return 0;
  return draft.again_ms == 0 ? std::nullopt : std::optional(draft.again_ms);
}

std::optional<std::int64_t> Drafts::due_ms() const {
  std::optional<std::int64_t> due;
  for (const auto& [key, draft] : drafts_) {
    const auto at = due_of(draft);
    if (at && (!due || *at < *due)) due = at;
  }
  return due;
}

std::vector<Drafts::Due> Drafts::take_due(std::int64_t now_ms) {
  std::map<DraftKey, Due> by_record;
  for (auto& [key, draft] : drafts_) {
    const auto at = due_of(draft);
    if (!at || *at > now_ms) continue;
    const bool alone = key.kind.empty() || draft.fault;
    Due& due = by_record[{key.kind, key.id, alone ? key.field : std::string()}];
    add(due.intent, key, draft.text);
    due.keys.push_back(key);
    draft.since_ms = 0;
    draft.again_ms = 0;
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

void Drafts::answered(const Outcome& outcome, std::int64_t now_ms) {
  const auto of_ticket = [&](const auto& one) { return one.second.ticket == outcome.ticket; };
  const bool with_others = std::count_if(drafts_.begin(), drafts_.end(), of_ticket) > 1;
  for (auto found = drafts_.begin(); found != drafts_.end();) {
    Draft& draft = found->second;
    if (draft.ticket != outcome.ticket || outcome.ticket == 0) {
      ++found;
      continue;
    }
    if (!outcome.refusal) {
      found = drafts_.erase(found);
      continue;
    }
    draft.fault = outcome.refusal;
    draft.ticket = 0;
    if (may_pass(outcome.refusal->code)) {
      draft.wait_ms = std::clamp(draft.wait_ms * 2, try_again_after_ms, try_again_after_max_ms);
      draft.again_ms = now_ms + draft.wait_ms;
    } else if (with_others) {
      draft.again_ms = now_ms;
    }
    ++found;
  }
}

const std::string* Drafts::pending_text(const DraftKey& key) const {
  const auto found = drafts_.find(key);
  return found == drafts_.end() ? nullptr : &found->second.text;
}

const Refusal* Drafts::fault(const DraftKey& key) const {
  const auto found = drafts_.find(key);
  return found == drafts_.end() || !found->second.fault ? nullptr : &*found->second.fault;
}

std::vector<Drafts::Unkept> Drafts::unkept() const {
  std::vector<Unkept> all;
  for (const auto& [key, draft] : drafts_) {
    if (draft.fault) all.push_back({key, draft.text, *draft.fault});
  }
  return all;
}

}  // namespace khaosan::client
