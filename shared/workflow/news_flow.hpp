// The way of a news item from draft to published, as a pure rule: no clock, no store. Every case is
// enumerated in tests/unit/workflow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/refusal.hpp"

namespace khaosan {

enum class Status {
  draft,
  in_review,
  with_director,
  returned,
  approved,
  published,
  rejected,
  withdrawn,
  cancelled
};
inline constexpr std::array<std::string_view, 9> status_names = {"draft",    "in_review", "with_director",
                                                                 "returned", "approved",  "published",
                                                                 "rejected", "withdrawn", "cancelled"};

// submit เสนอตรวจ · recall ถอนเรื่องคืน · pass เสนอ ผอ.สพท. · send_back ส่งคืนแก้ไข · reject ไม่อนุมัติ ·
// approve อนุมัติเผยแพร่ · publish บันทึกการเผยแพร่ · correct แก้ไขข่าวที่เผยแพร่แล้ว · withdraw ถอนการเผยแพร่ ·
// cancel ยกเลิกเรื่อง
enum class Move { submit, recall, pass, send_back, reject, approve, publish, correct, withdraw, cancel };
inline constexpr std::array<std::string_view, 10> move_names = {
    "submit", "recall", "pass", "return", "reject", "approve", "publish", "correct", "withdraw", "cancel"};

enum class Role { staff, reviewer, deputy, director, group_sender, committee, network_member, administrator };
inline constexpr std::array<std::string_view, 8> role_names = {"staff",          "reviewer",     "deputy",
                                                               "director",       "group_sender", "committee",
                                                               "network_member", "administrator"};

// One person may hold several roles.
struct RoleSet {
  std::uint8_t bits = 0;
  constexpr bool has(Role role) const { return (bits >> static_cast<unsigned>(role)) & 1U; }
  constexpr RoleSet with(Role role) const {
    return {static_cast<std::uint8_t>(bits | (1U << static_cast<unsigned>(role)))};
  }
};

// own ตำแหน่งของตน · delegated ปฏิบัติราชการแทน · acting รักษาราชการแทน; the last two stand on an order.
enum class Capacity { own, delegated, acting };
inline constexpr std::array<std::string_view, 3> capacity_names = {"own", "delegated", "acting"};

struct Verdict {
  bool allowed = false;
  Status next = Status::draft;    // if allowed
  Code why = Code::wrong_status;  // if not
};

namespace news_flow {

constexpr bool needs_comment(Move move) {
  return move == Move::send_back || move == Move::reject || move == Move::withdraw || move == Move::cancel;
}
// Makes a new immutable revision of what will be seen outside.
constexpr bool makes_revision(Move move) {
  return move == Move::submit || move == Move::correct;
}
// Names the revision it is about, and stands in the journal with a capacity and the person's own signature.
constexpr bool is_decision(Move move) {
  return move == Move::pass || move == Move::send_back || move == Move::reject || move == Move::approve;
}

// Where the move leads from this status, whoever makes it.
constexpr std::optional<Status> next_status(Status from, Move move) {
  using enum Status;
  const bool undecided = from == in_review || from == with_director;
  switch (move) {
    case Move::submit:
      if (from == draft || from == returned || from == approved) return in_review;
      break;
    case Move::recall:
      if (undecided) return draft;
      break;
    case Move::pass:
      if (from == in_review) return with_director;
      break;
    case Move::send_back:
      if (undecided) return returned;
      break;
    case Move::reject:
      if (from == with_director) return rejected;
      break;
    case Move::approve:
      if (from == with_director) return approved;
      break;
    case Move::publish:
      if (from == approved) return published;
      break;
    case Move::correct:
      if (from == published || from == withdrawn) return in_review;
      break;
    case Move::withdraw:
      if (from == published) return withdrawn;
      break;
    case Move::cancel:
      if (undecided || from == draft || from == returned || from == approved || from == rejected)
        return cancelled;
      break;
  }
  return std::nullopt;
}

constexpr bool is_writer(RoleSet roles) {
  return roles.has(Role::staff) || roles.has(Role::reviewer) || roles.has(Role::group_sender);
}

// Who writes and edits records at all; committee and network members have the web pages.
constexpr bool may_edit(RoleSet roles) {
  return is_writer(roles) || roles.has(Role::deputy) || roles.has(Role::director) ||
         roles.has(Role::administrator);
}

// What was submitted or shown leaves by recall, cancel or withdraw, with a reason; only the rest is deleted.
constexpr bool is_deletable(Status status) {
  return status == Status::draft || status == Status::returned || status == Status::rejected ||
         status == Status::cancelled;
}

// The director decides in the own post. Deputies and reviewers decide for the director only by an order.
constexpr Verdict may_decide_as_director(RoleSet roles, Capacity capacity, bool has_order, Status next) {
  if (capacity == Capacity::own) {
    if (roles.has(Role::director)) return {true, next, {}};
    const bool could_act = roles.has(Role::deputy) || roles.has(Role::reviewer);
    return {false, {}, could_act ? Code::wrong_capacity : Code::wrong_role};
  }
  if (!roles.has(Role::deputy) && !roles.has(Role::reviewer)) return {false, {}, Code::wrong_role};
  if (!has_order) return {false, {}, Code::wrong_capacity};
  return {true, next, {}};
}

constexpr Verdict decide(Status from, Move move, RoleSet roles, Capacity capacity, bool has_order) {
  const auto next = next_status(from, move);
  if (!next) return {false, {}, Code::wrong_status};
  const Verdict yes{true, *next, {}};
  const Verdict wrong_role{false, {}, Code::wrong_role};
  const bool acts_for_director = move == Move::approve || move == Move::reject ||
                                 (move == Move::send_back && from == Status::with_director);
  if (acts_for_director) return may_decide_as_director(roles, capacity, has_order, *next);
  if (capacity != Capacity::own) return {false, {}, Code::wrong_capacity};
  switch (move) {
    case Move::pass:
      return roles.has(Role::reviewer) || roles.has(Role::deputy) ? yes : wrong_role;
    case Move::send_back:
      return roles.has(Role::reviewer) || roles.has(Role::deputy) || roles.has(Role::director) ? yes
                                                                                               : wrong_role;
    case Move::withdraw:
      return is_writer(roles) || roles.has(Role::deputy) || roles.has(Role::director) ? yes : wrong_role;
    case Move::publish:
      return roles.has(Role::staff) || roles.has(Role::reviewer) ? yes : wrong_role;
    default:
      return is_writer(roles) ? yes : wrong_role;
  }
}

}  // namespace news_flow

std::optional<Status> status_named(std::string_view name);  // "" is draft
std::optional<Move> move_named(std::string_view name);
std::optional<Role> role_named(std::string_view name);
std::optional<Capacity> capacity_named(std::string_view name);  // "" is own
constexpr std::string_view name_of(Status status) {
  return status_names[static_cast<std::size_t>(status)];
}
constexpr std::string_view name_of(Move move) {
  return move_names[static_cast<std::size_t>(move)];
}
constexpr std::string_view name_of(Role role) {
  return role_names[static_cast<std::size_t>(role)];
}
constexpr std::string_view name_of(Capacity capacity) {
  return capacity_names[static_cast<std::size_t>(capacity)];
}

}  // namespace khaosan
