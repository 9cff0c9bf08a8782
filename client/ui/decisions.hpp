// What may be decided by whom, the few seconds in which a command can still be taken back, and the password
// that opens the signer's key. No drawing.
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

inline constexpr std::int64_t hold_ms = 5'000;

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

// Commands that leave after hold_ms, unless they are taken back.
class Holds {
 public:
  struct Held {
    std::uint64_t number = 0;
    Perform command;  // without its password
    std::int64_t due_ms = 0;
  };
  std::uint64_t hold(Perform command, std::int64_t now_ms, std::int64_t for_ms = hold_ms);
  bool take_back(std::uint64_t number);  // false: it has left
  bool take_back_last();
  std::vector<Perform> take_due(std::int64_t now_ms);
  std::vector<Perform> take_all();
  bool holds(std::string_view kind, RecordId id) const;
  std::optional<std::int64_t> due_ms() const;
  bool any() const { return !held_.empty(); }

 private:
  std::vector<Held> held_;
  std::uint64_t next_ = 1;
};

// The password of one user, asked once in a run of the window; never written down. Overwritten when
// forgotten.
class Signer {
 public:
  Signer() = default;
  ~Signer() { forget(); }
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  void keep(std::string user_name, std::string password);
  void forget();
  bool knows(std::string_view user_name) const { return !password_.empty() && user_name == user_name_; }
  std::string password_of(std::string_view user_name) const;  // "": not known

 private:
  std::string user_name_;
  std::string password_;
};

// What the approvals and the sheets keep between frames.
struct Deciding {
  Holds holds;
  Signer signer;
  std::optional<Perform> to_sign;  // waits for the password
  bool was_held = false;           // it has waited its seconds already
  std::optional<Refusal> sign_fault;
  bool signing_in = false;  // the office is being asked
  Perform to_explain;       // waits for a reason
  Capacity capacity = Capacity::own;
  std::string order;
};

}  // namespace khaosan::client
