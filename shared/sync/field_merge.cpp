#include "shared/sync/field_merge.hpp"

#include "shared/sync/prose_merge.hpp"
#include "shared/sync/set_merge.hpp"

namespace khaosan {
namespace {

const TextSet& set_of(const Value& value) {
  static const TextSet none;
  const auto* set = std::get_if<TextSet>(&value);
  return set ? *set : none;
}

Value value_of(TextSet set) {
  return set.empty() ? Value{} : Value{std::move(set)};
}

Value value_of(std::string text) {
  return text.empty() ? Value{} : Value{std::move(text)};
}

}  // namespace

FieldMerge merge_field(MergeRule rule, const std::optional<Value>& base, const Value& present,
                       const Value& incoming) {
  if (incoming == present) return {MergeOutcome::same, present};
  if (base && *base == present) return {MergeOutcome::taken, incoming};
  if (rule == MergeRule::keep) return {MergeOutcome::merged, present};
  if (!base) return {MergeOutcome::collided, present};
  if (*base == incoming) return {MergeOutcome::merged, present};  // what came in changed nothing here
  if (rule == MergeRule::set) {
    return {MergeOutcome::merged, value_of(merge_sets(set_of(*base), set_of(present), set_of(incoming)))};
  }
  if (rule == MergeRule::prose) {
    ProseMerge merge = merge_prose(text_or_empty(*base), text_or_empty(present), text_or_empty(incoming));
    const auto outcome = merge.collided ? MergeOutcome::collided : MergeOutcome::merged;
    return {outcome, value_of(std::move(merge.text))};
  }
  return {MergeOutcome::collided, present};
}

MergeOutcome merge_group(const std::optional<GroupValue>& base, const GroupValue& present,
                         const GroupValue& incoming) {
  if (incoming == present) return MergeOutcome::same;
  if (!base) return MergeOutcome::collided;
  if (*base == present) return MergeOutcome::taken;
  if (*base == incoming) return MergeOutcome::merged;
  return MergeOutcome::collided;
}

}  // namespace khaosan
