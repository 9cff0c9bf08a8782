#include "client/app/refused_change.hpp"

#include "shared/wire/media_id.hpp"

namespace khaosan::client {

std::string verb_of(const Change& change) {
  return change.op == Op::act ? change.act.verb : std::string(op_name(change.op));
}

RefusedChange refused_change(const PastChange& past) {
  const Refusal refusal{code_named(past.code), past.detail};
  return {past.change.id,         past.change.kind, past.change.record,
          verb_of(past.change),   past.code,        refusal.detail_for_programs(),
          refusal.english(),      refusal.thai(),   past.change.set,
          past.change.act.comment};
}

RefusedChange refused_file(const LocalFile& file, const Refusal& refusal) {
  return {{},        "media",           media_id(file.sha), file_verb, std::string(refusal.name()),
          file.name, refusal.english(), refusal.thai()};
}

}  // namespace khaosan::client
