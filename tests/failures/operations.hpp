// What is done while a call fails, and how it is told afterwards whether it was done.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "tests/failures/scene.hpp"

namespace khaosan::failures {

struct Operation {
  std::string_view name;
  std::string_view machine;                               // whose calls fail
  std::function<void(Scene&)> prepare;                    // nothing fails yet
  std::function<Done(Scene&, RecordId&)> run;             // ok: it has said that it is done, to this record
  std::function<bool(Scene&, const RecordId&)> is_there;  // also after the power was cut
};

std::span<const Operation> operations();

}  // namespace khaosan::failures
