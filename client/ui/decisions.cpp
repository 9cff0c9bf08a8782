#include "client/ui/decisions.hpp"

#include <algorithm>
#include <utility>

namespace khaosan::client {

std::vector<Offer> offers(Status status, RoleSet roles) {
  std::vector<Offer> all;
  for (std::size_t i = 0; i < move_names.size(); ++i) {
    Offer offer{static_cast<Move>(i), {}};
    for (const Capacity capacity : {Capacity::own, Capacity::delegated, Capacity::acting}) {
      const bool has_order = capacity != Capacity::own;
      if (news_flow::decide(status, offer.move, roles, capacity, has_order).allowed)
        offer.capacities.push_back(capacity);
    }
    if (!offer.capacities.empty()) all.push_back(std::move(offer));
  }
  return all;
}

const Offer* offer_of(const std::vector<Offer>& all, Move move) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Offer& offer) { return offer.move == move; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<Status> queues_of(RoleSet roles) {
  std::vector<Status> queues;
  if (roles.has(Role::director)) queues.push_back(Status::with_director);
  if (roles.has(Role::reviewer)) queues.push_back(Status::in_review);
  if (roles.has(Role::deputy) || roles.has(Role::reviewer)) {
    for (const Status status : {Status::with_director, Status::in_review}) {
      if (std::find(queues.begin(), queues.end(), status) == queues.end()) queues.push_back(status);
    }
  }
  return queues;
}

std::uint64_t Holds::hold(Perform command, std::int64_t now_ms, std::int64_t for_ms) {
  wipe(command.password);
  held_.push_back({next_, std::move(command), now_ms + for_ms});
  return next_++;
}

bool Holds::take_back(std::uint64_t number) {
  return std::erase_if(held_, [&](const Held& held) { return held.number == number; }) > 0;
}

bool Holds::take_back_last() {
  if (held_.empty()) return false;
  held_.pop_back();
  return true;
}

std::vector<Perform> Holds::take_due(std::int64_t now_ms) {
  std::vector<Perform> due;
  for (auto held = held_.begin(); held != held_.end();) {
    if (held->due_ms > now_ms) {
      ++held;
      continue;
    }
    due.push_back(std::move(held->command));
    held = held_.erase(held);
  }
  return due;
}

std::vector<Perform> Holds::take_all() {
  std::vector<Perform> all;
  for (Held& held : held_) all.push_back(std::move(held.command));
  held_.clear();
  return all;
}

bool Holds::holds(std::string_view kind, RecordId id) const {
  return std::any_of(held_.begin(), held_.end(),
                     [&](const Held& held) { return held.command.kind == kind && held.command.id == id; });
}

std::optional<std::int64_t> Holds::due_ms() const {
  std::optional<std::int64_t> due;
  for (const Held& held : held_) {
    if (!due || held.due_ms < *due) due = held.due_ms;
  }
  return due;
}

void Signer::keep(std::string user_name, std::string password) {
  forget();
  user_name_ = std::move(user_name);
  password_ = std::move(password);
}

void Signer::forget() {
  wipe(password_);
  user_name_.clear();
}

std::string Signer::password_of(std::string_view user_name) const {
  return knows(user_name) ? password_ : std::string();
}

}  // namespace khaosan::client
