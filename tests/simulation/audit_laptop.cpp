// The invariants of one laptop.
#include "tests/simulation/auditor.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

using nlohmann::json;

struct ServerLine {
  std::int64_t seq = 0;
  std::string line;
};

std::map<std::string, ServerLine> lines_of_server(StoreView& server) {
  std::map<std::string, ServerLine> lines;
  for (Row& row : server.rows("SELECT kind || '/' || lower(hex(id)), seq, line FROM record"))
    lines[row[0]] = {std::stoll(row[1]), std::move(row[2])};
  return lines;
}

// What a laptop's row says, in the form of the server's line.
json line_of_row(const Row& row) {
  json line = {{"kind", row[0]},
               {"id", row[1]},
               {"seq", std::stoll(row[2])},
               {"older", json::parse(row[3])},
               {"delete_seq", std::stoll(row[4])},
               {"deleted", row[5] == "1" || row[5] == "3"},
               {"erased", row[5] == "3"},
               {"by", row[6]},
               {"time", std::stoll(row[7])},
               {"fields", json::parse(row[8])}};
  return line;
}

json plain_line(const std::string& text) {
  json line = json::parse(text);
  const json deleted = line.value("deleted", json::array({0, false}));
  line["erased"] = line.value("erased", false);
  line["delete_seq"] = deleted[0];
  line["deleted"] = deleted[1];
  line["id"] = hex_of_id(line["id"].get<std::string>());
  line["by"] = hex_of_id(line.value("by", std::string()));
  line["older"] = line.value("older", json::object());
  line["fields"] = line.value("fields", json::object());
  return line;
}

// What the office had before it was restored, and nobody has brought back: what people had written, still
// shown.
const std::string not_lost =
    " WHERE NOT EXISTS (SELECT 1 FROM lost_record l WHERE l.kind = record.kind AND l.id = record.id AND "
    "l.kind NOT IN "
    "('revision', 'decision', 'conflict', 'likeness', 'laptop', 'user'))";

std::string verb_of(const json& payload) {
  const std::string op = payload.value("op", "");
  return op == "act" ? payload.at("act").value("verb", "") : op;
}

std::string first_difference(const json& left, const json& right) {
  const json patch = json::diff(left, right);
  return patch.empty() ? "" : patch[0].dump();
}

}  // namespace

void Auditor::i1_convergence(const std::string& laptop) {
  const auto lines = lines_of_server(server());
  const auto rows = store_of(laptop).rows(
      "SELECT kind, lower(hex(id)), seq, older_seqs, delete_seq, deleted, lower(hex(changed_by)), "
      "changed_at, "
      "fields FROM record" +
      not_lost);
  if (rows.size() != lines.size())
    throw Violation{"I1", laptop + " holds " + std::to_string(rows.size()) + " records, the office " +
                              std::to_string(lines.size())};
  for (const Row& row : rows) {
    const auto line = lines.find(row[0] + "/" + row[1]);
    if (line == lines.end()) throw Violation{"I1", laptop + " alone has " + row[0] + "/" + row[1]};
    const std::string difference = first_difference(plain_line(line->second.line), line_of_row(row));
    if (!difference.empty()) throw Violation{"I1", laptop + " " + row[0] + "/" + row[1] + ": " + difference};
  }
}

void Auditor::i2_told_is_shown(const Told& what) {
  StoreView& store = store_of(what.laptop);
  const auto row = store.rows("SELECT fields, deleted FROM record WHERE kind = ? AND id = ?",
                              {what.kind, id_literal(what.record)});
  if (row.empty()) throw Violation{"I2", "told as saved, and not there: " + what.kind + "/" + what.record};
  const json fields = json::parse(row[0][0]);
  for (const auto& [field, value] : what.set) {
    if (fields.value(field, json()) != json::parse(value))
      throw Violation{"I2", what.laptop + ": " + what.kind + "." + field + " was told as saved: " + value +
                                ", and shows " + fields.value(field, json()).dump()};
  }
  const bool is_mark = what.verb == "delete" || what.verb == "restore";
  if (is_mark && (row[0][1] == "1") != (what.verb == "delete"))
    throw Violation{"I2", what.laptop + ": " + what.verb + " was told and does not show"};
}

bool Auditor::is_answered_same(const std::string& change) {
  return !server()
              .rows("SELECT 1 FROM answer WHERE change_id = ? AND outcome = 'same'", {id_literal(change)})
              .empty();
}

// Outbox, tray and kept list together: whatever happened, what was told is in one of them.
void Auditor::i2_nothing_told_is_lost_here(const std::string& laptop) {
  std::map<std::string, json> here;
  std::multimap<std::string, json> of_record;
  for (const Row& row : store_of(laptop).rows(
           "SELECT change, record, payload FROM outbox UNION ALL SELECT change, record, payload FROM refused "
           "UNION ALL SELECT change, record, payload FROM kept")) {
    const json payload = json::parse(row[2]);
    here[row[0]] = payload.value("set", json::object());
    of_record.emplace(row[1], payload);
  }
  for (const Told& told : ledger_) {
    if (told.laptop != laptop || told.given_up) continue;
    const auto found = here.find(told.change);
    if (found != here.end() && holds_all(found->second, told)) continue;
    // Under another id, where the office knew the first one with another content.
    bool is_here = false;
    for (auto [one, end] = of_record.equal_range(told.record); one != end; ++one)
      is_here = is_here || (verb_of(one->second) == told.verb &&
                            holds_all(one->second.value("set", json::object()), told));
    if (is_here) continue;
    // A command that was refused leaves the tray when the same one is taken.
    const bool is_command = told.verb != "put" && told.verb != "delete" && told.verb != "restore";
    if (is_command &&
        !server().rows("SELECT 1 FROM answer WHERE change_id = ?", {id_literal(told.change)}).empty())
      continue;
    // It left the kept list because a backup holds it.
    if (!server().one("SELECT value FROM setting WHERE name = 'backup_seq'").empty()) {
      read_journal();
      // A mark that was set already leaves no row, only its answer.
      if (told.was_so || is_answered_same(told.change) || is_whole_at_the_office(told)) continue;
    }
    throw Violation{"I2", laptop + " lost what it told: " + told.verb + " " + told.kind + "/" + told.record +
                              " change " + told.change};
  }
}

// Its seqs are those of the office: it has heard of the last restore.
bool Auditor::is_of_this_epoch(const std::string& laptop) {
  return store_of(laptop).one("SELECT lower(hex(epoch)) FROM sync_state") ==
         hex_of_id(server().one("SELECT value FROM setting WHERE name = 'epoch'"));
}

void Auditor::i7_cursor(const std::string& laptop) {
  AuditedLaptop& audited = laptops_.at(laptop);
  const auto state = store_of(laptop).rows("SELECT cursor, epoch FROM sync_state");
  if (state.empty()) return;
  const std::int64_t cursor = std::stoll(state[0][0]);
  if (cursor < audited.cursor && state[0][1] == audited.epoch)
    throw Violation{"I7",
                    laptop + "'s cursor fell from " + std::to_string(audited.cursor) + " to " + state[0][0]};
  audited.cursor = cursor;
  audited.epoch = state[0][1];
  if (!is_of_this_epoch(laptop)) return;
  // Everything up to the cursor is here.
  std::map<std::string, std::int64_t> seqs;
  for (const Row& row : store_of(laptop).rows(
           "SELECT r.kind || '/' || lower(hex(r.id)), coalesce(json_extract(b.line, '$.seq'), r.seq) "
           "FROM record r LEFT JOIN base_record b ON b.kind = r.kind AND b.id = r.id "
           "WHERE r.line_hash IS NOT NULL"))
    seqs[row[0]] = std::stoll(row[1]);
  for (const Row& row :
       server().rows("SELECT kind || '/' || lower(hex(id)), seq FROM record WHERE seq <= CAST(? AS INTEGER)",
                     {state[0][0]})) {
    const auto found = seqs.find(row[0]);
    if (found == seqs.end() || found->second != std::stoll(row[1]))
      throw Violation{"I7", laptop + "'s cursor " + state[0][0] + " has passed " + row[0] + " at " + row[1] +
                                ", which is not here"};
  }
}

void Auditor::i10_revoked_learns_nothing(const std::string& laptop) {
  const std::int64_t revoked_at = laptops_.at(laptop).revoked_at;
  if (revoked_at == 0 || !is_of_this_epoch(laptop)) return;
  const std::string latest =
      store_of(laptop).one("SELECT coalesce(max(seq), 0) FROM record WHERE line_hash IS NOT NULL");
  if (std::stoll(latest) > revoked_at)
    throw Violation{"I10",
                    laptop + " was revoked at " + std::to_string(revoked_at) + " and learned of " + latest};
}

// A copy of the folder may end the round that was under way when it was made, and no other one.
void Auditor::i10_one_laptop_a_device(const std::string& laptop) {
  const std::string device = store_of(laptop).one("SELECT device FROM pairing");
  const auto copied = rounds_since_copy_.find(device);
  if (copied == rounds_since_copy_.end()) return;
  ++copied->second[laptop];
  int go_on = 0;
  for (const auto& [name, rounds] : copied->second) go_on += rounds > 1 ? 1 : 0;
  if (go_on > 1) throw Violation{"I10", "two copies of " + laptop + "'s folder go on as one laptop"};
}

void Auditor::i14_synced_means_the_same(const std::string& laptop) {
  StoreView& store = store_of(laptop);
  if (store.one("SELECT count(*) FROM outbox WHERE state < 2") != "0")
    throw Violation{"I14", laptop + " says synced with changes waiting"};
  const auto lines = lines_of_server(server());
  const auto rows = store.rows("SELECT kind || '/' || lower(hex(id)), seq FROM record" + not_lost);
  if (rows.size() != lines.size())
    throw Violation{"I14", laptop + " says synced with " + std::to_string(rows.size()) + " records of " +
                               std::to_string(lines.size())};
  for (const Row& row : rows) {
    const auto line = lines.find(row[0]);
    if (line == lines.end() || line->second.seq != std::stoll(row[1]))
      throw Violation{"I14", laptop + " says synced with another " + row[0]};
  }
}

}  // namespace khaosan::simulation
