#include "server/logic/journal.hpp"

#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

template <typename Id>
std::string text_unless_empty(const Id& id) {
  return id.empty() ? "" : id.text();
}

std::string hex_unless_empty(const Sha256& sha) {
  return sha.empty() ? "" : sha.hex();
}

}  // namespace

std::string journal_canonical(const JournalRow& row, const Commitments& commitments, const Sha256& previous) {
  return canonical(nlohmann::json{{"v", journal_version},
                                  {"seq", row.seq},
                                  {"type", row.type},
                                  {"change", text_unless_empty(row.change)},
                                  {"kind", row.kind},
                                  {"record", text_unless_empty(row.record)},
                                  {"author", text_unless_empty(row.author)},
                                  {"device", text_unless_empty(row.device)},
                                  {"what", row.what},
                                  {"capacity", row.capacity},
                                  {"outcome", row.outcome},
                                  {"cause", text_unless_empty(row.cause)},
                                  {"signature", hex_unless_empty(commitments.signature)},
                                  {"at", row.at.unix_ms},
                                  {"submitted", hex_unless_empty(commitments.submitted)},
                                  {"resulted", hex_unless_empty(commitments.resulted)},
                                  {"previous", previous.hex()}});
}

JournalRow admin_row(std::string_view what, Instant at) {
  JournalRow row;
  row.type = "admin";
  row.author = administrator_at_server;
  row.what = what;
  row.at = at;
  return row;
}

JournalRow epoch_row(EpochId epoch, const Restored& restored, Instant at) {
  JournalRow row;
  row.type = "epoch";
  row.what = "epoch";
  row.at = at;
  row.resulted = canonical(nlohmann::json{{"epoch", epoch.text()},
                                          {"restored_epoch", text_unless_empty(restored.epoch)},
                                          {"restored_hash", hex_unless_empty(restored.hash)},
                                          {"restored_head", restored.head}});
  return row;
}

}  // namespace khaosan::server
