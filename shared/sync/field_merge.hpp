// Merging one field, or one group of fields, of a change whose base is no longer the present value. Laws
// (tested): merge(b, x, b) = x; merge(b, x, x) = x; equal values never collide; without a base nothing is
// merged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

enum class MergeOutcome {
  same,      // the present value is what came in
  taken,     // what came in stands now
  merged,    // both sides stand now, word by word or member by member
  collided,  // the present value stays; what came in is kept whole in a conflict
};

struct FieldMerge {
  MergeOutcome outcome = MergeOutcome::same;
  Value value;  // that stands now
};

// `base` is what the writer had seen; nothing if it cannot be found.
FieldMerge merge_field(MergeRule rule, const std::optional<Value>& base, const Value& present,
                       const Value& incoming);

// A group collides as one: its fields are one value.
using GroupValue = std::vector<Value>;
MergeOutcome merge_group(const std::optional<GroupValue>& base, const GroupValue& present,
                         const GroupValue& incoming);

}  // namespace khaosan
