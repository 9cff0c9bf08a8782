#include "server/logic/apply.hpp"

namespace khaosan::server {

Result<ChangeAnswer> apply_act(Desk& desk, const Change& change, const SealedChange& sealed) {
  const KindDecl* kind = find_kind(change.kind);
  if (kind == nullptr) return refuse(Code::unknown_kind, change.kind);
  if (change.kind == "news") return act_on_news(desk, change, sealed);
  if (change.kind == "conflict") return act_on_conflict(desk, change, sealed);
  if (change.kind == "likeness") return act_on_likeness(desk, change, sealed);
  return refuse(Code::unknown_verb, change.kind + " " + change.act.verb);
}

}  // namespace khaosan::server
