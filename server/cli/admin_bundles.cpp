#include <nlohmann/json.hpp>

#include "server/cli/admin_desk.hpp"
#include "shared/stick/stick_folder.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

json visit_json(const BundleVisit& visit) {
  std::int64_t refused = 0;
  for (const ChangeAnswer& answer : visit.answers) refused += answer.outcome == Outcome::refused ? 1 : 0;
  return {{"device", visit.device.id.text()},
          {"name", visit.device.name},
          {"taken", static_cast<std::int64_t>(visit.answers.size()) - refused},
          {"refused", refused},
          {"files", visit.arrived.size()},
          {"new_files", visit.new_files},
          {"waiting", visit.waiting_changes},
          {"shut_out", visit.is_shut_out},
          {"quarantined", visit.quarantined},
          {"left_out_files", visit.left_out_files},
          {"answers", visit.answer_parts}};
}

}  // namespace

Result<json> AdminDesk::read_bundles(const AdminRequest& request) {
  KHAOSAN_LET(folder, StickFolder::open_for_reading(path_from_utf8(request.folder)));
  KHAOSAN_LET(reading, bundles_.read(*folder));
  if (!request.answers.empty()) {
    KHAOSAN_LET(answers, StickFolder::open_for_writing(path_from_utf8(request.answers)));
    const std::uint64_t part_bytes =
        request.part_bytes == 0 ? part_bytes_usual : static_cast<std::uint64_t>(request.part_bytes);
    KHAOSAN_TRY(bundles_.answer(reading, *answers, part_bytes));
  }
  json laptops = json::array();
  for (const BundleVisit& visit : reading.visits) laptops.push_back(visit_json(visit));
  json refused = json::array();
  for (const RefusedPart& part : reading.refused)
    refused.push_back({{"part", part.name},
                       {"error", part.why.name()},
                       {"detail", part.why.detail_for_programs()},
                       {"en", part.why.english()},
                       {"th", part.why.thai()}});
  return json{{"laptops", laptops}, {"refused", refused}, {"answered", !request.answers.empty()}};
}

}  // namespace khaosan::server
