// Result<T>: a value or a Refusal. Errors are values with a kind; a Result cannot be ignored.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "shared/base/refusal.hpp"

namespace khaosan {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Refusal refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }

  const Refusal& refusal() const { return std::get<1>(state_); }

 private:
  std::variant<T, Refusal> state_;
};

// Result<void>: done, or a Refusal.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Refusal refusal) : refusal_(std::move(refusal)) {}
  bool ok() const { return !refusal_; }
  explicit operator bool() const { return ok(); }
  const Refusal& refusal() const { return *refusal_; }

 private:
  std::optional<Refusal> refusal_;
};

using Done = Result<void>;

}  // namespace khaosan

// Returns the refusal of `expression` to the caller, or goes on. A work function inside the expression may
// use it too, so each use has a name of its own.
#define KHAOSAN_TRY(expression) KHAOSAN_TRY_NAMED(expression, __COUNTER__)
#define KHAOSAN_TRY_NAMED(expression, number) KHAOSAN_TRY_PASTED(expression, number)
#define KHAOSAN_TRY_PASTED(expression, number) KHAOSAN_TRY_AS(expression, khaosan_done_##number)
#define KHAOSAN_TRY_AS(expression, done)        \
  do {                                          \
    if (auto done = (expression); !done.ok()) { \
      return done.refusal();                    \
    }                                           \
  } while (false)

// Declares `name` as the value of `expression`, or returns its refusal to the caller.
#define KHAOSAN_LET(name, expression)        \
  auto khaosan_result_##name = (expression); \
  if (!khaosan_result_##name.ok()) {         \
    return khaosan_result_##name.refusal();  \
  }                                          \
  auto& name = *khaosan_result_##name
