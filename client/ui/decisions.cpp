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

}  // namespace khaosan::client
