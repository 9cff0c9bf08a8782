#include <nlohmann/json.hpp>

#include "server/cli/admin_desk.hpp"
#include "shared/base/trim.hpp"

namespace khaosan::server {

using nlohmann::json;

Result<json> AdminDesk::erase(const AdminRequest& request) {
  if (trimmed(request.reason).empty())
    return refuse(Code::usage, in_both("--reason: say why, it stands in the journal",
                                       "--reason: โปรดระบุเหตุผล จะบันทึกไว้ในประวัติ"));
  KHAOSAN_LET(id, RecordId::parse(request.record));
  KHAOSAN_LET(erased, erasures_.erase(request.kind, id, request.reason));
  json list = json::array();
  for (const Erasure& one : erased.records) list.push_back({{"kind", one.kind}, {"id", one.record.text()}});
  return json{{"erased", list}, {"backup_told", erased.backup_told}};
}

}  // namespace khaosan::server
