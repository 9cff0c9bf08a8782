// What may be decided by whom, and what is under way until it is signed. No drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/app/intents.hpp"
#include "shared/base/refusal.hpp"
#include "shared/base/secret.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {

// A move that is open to these roles now, and the capacities it may be made in; more than `own` needs an
// order.
struct Offer {
  Move move = Move::submit;
  std::vector<Capacity> capacities;
  bool operator==(const Offer&) const = default;
};
std::vector<Offer> offers(Status status, RoleSet roles);
const Offer* offer_of(const std::vector<Offer>& all, Move move);
// Stages of which the person decides, the own one first.
std::vector<Status> queues_of(RoleSet roles);

// What the approvals and the sheets keep between frames.
struct Deciding {
  std::string signer;              // whose key is open in this run of the window; "": nobody's
  std::optional<Perform> to_sign;  // waits for the password
  std::optional<Refusal> sign_fault;
  bool signing_in = false;  // the password is being tried, here or at the office
  Perform to_explain;       // waits for a reason
  Capacity capacity = Capacity::own;
  std::string order;
};

}  // namespace khaosan::client
