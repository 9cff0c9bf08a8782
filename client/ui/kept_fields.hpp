// The fields of records: those that were not drawn for longest are forgotten with their layout and their
// steps to undo, beyond a number that is enough to go back to.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "client/ui/drafts.hpp"
#include "client/ui/ui.hpp"

namespace khaosan::client {

inline constexpr std::size_t kept_fields_max = 64;

class KeptFields {
 public:
  void drawn(WidgetId field, const DraftKey& key, std::int64_t now_ms);
  // Never one whose text is not on the disk yet, nor one that is on the screen.
  void forget_old(Memory& memory, const Drafts& drafts, std::int64_t now_ms);

 private:
  struct Drawn {
    DraftKey key;
    std::int64_t at_ms = 0;
  };
  std::unordered_map<WidgetId, Drawn> fields_;
};

}  // namespace khaosan::client
