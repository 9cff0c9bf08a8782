// history: what happened to one record, oldest first.
#include "client/cli/commands.hpp"
#include "client/cli/shown.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

Text state_text(const std::string& state) {
  if (state == "pending") return Text::history_pending;
  if (state == "refused") return Text::history_refused;
  if (state == "kept") return Text::history_kept;
  return Text::history_office;
}

constexpr std::size_t revision_signs = 12;  // of 64: enough to tell two apart by eye

std::string labels_of(Session& session, const KindDecl& kind, const std::vector<std::string>& names) {
  std::string labels;
  for (const std::string& name : names) {
    const FieldDecl* field = kind.field(name);
    labels += (labels.empty() ? "" : ", ") +
              (field == nullptr ? name : std::string(session.label(field->th, field->en)));
  }
  return labels;
}

std::string capacity_text(Session& session, Names& names, const HistoryEntry& entry) {
  if (entry.capacity.empty() || (entry.capacity == "own" && !needs_password(entry.what))) return {};
  return shown_value(session.args.lang, *find_kind("decision")->field("capacity"), Value{entry.capacity},
                     names);
}

std::string detail_of(Session& session, const KindDecl& kind, Names& names, const HistoryEntry& entry) {
  std::string detail = labels_of(session, kind, entry.fields);
  const auto join = [&](const std::string& part) {
    if (!part.empty()) detail += (detail.empty() ? "" : " · ") + part;
  };
  join(capacity_text(session, names, entry));
  if (!entry.order.empty()) join(session.words(Text::history_order, entry.order));
  join(entry.keep);
  join(entry.comment);
  if (!entry.revision.empty())
    join(session.words(Text::history_revision, entry.revision.substr(0, revision_signs)));
  if (!entry.refusal.empty()) {
    const Refusal why{code_named(entry.refusal), entry.refusal_detail};
    join(session.args.lang == Lang::th ? why.thai() : why.english());
  }
  return detail;
}

void print_entry(Session& session, const KindDecl& kind, Names& names, const HistoryEntry& entry) {
  const std::string detail = detail_of(session, kind, names, entry);
  session.say(shown_instant(session.args.lang, entry.at) + "  " + names.of("user", entry.by) + "  " +
              verb_text(session.args.lang, entry.what) + (detail.empty() ? "" : ": " + detail) + "  [" +
              session.words(state_text(entry.state)) + "]");
}

json entry_row(const HistoryEntry& entry) {
  json row = {{"at", iso_utc(entry.at)}, {"by", entry.by},           {"what", entry.what},
              {"state", entry.state},    {"fields", entry.fields},   {"capacity", entry.capacity},
              {"order", entry.order},    {"comment", entry.comment}, {"revision", entry.revision}};
  if (!entry.keep.empty()) row["keep"] = entry.keep;
  if (!entry.refusal.empty()) {
    row["error"] = entry.refusal;
    row["detail"] = Refusal{code_named(entry.refusal), entry.refusal_detail}.detail_for_programs();
  }
  return row;
}

Text reach_text(const std::string& laptop) {
  if (laptop == "reached") return Text::reach_reached;
  return laptop == "not_yet" ? Text::reach_not_yet : Text::reach_no_laptop;
}

Result<json> read_history(Session& session) {
  KHAOSAN_LET(kind, kind_named(session.args.kind));
  KHAOSAN_LET(id, id_typed(session.args.id));
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  OfficeHistory history;
  if (session.args.office) {
    KHAOSAN_LET(told, app->history_of_office(session.args.kind, id));
    history = std::move(told);
  } else {
    KHAOSAN_LET(known, app->history(session.args.kind, id));
    history.entries = std::move(known);
  }
  json rows = json::array();
  Names names(*app, session.args.lang);
  for (const HistoryEntry& entry : history.entries) {
    print_entry(session, *kind, names, entry);
    rows.push_back(entry_row(entry));
  }
  if (history.entries.empty()) session.say(session.words(Text::history_empty));
  json document = {{"kind", session.args.kind}, {"id", id.text()}, {"entries", std::move(rows)}};
  if (session.args.office) document["from_office"] = !history.office_away;
  if (history.writer) {
    session.say(session.words(reach_text(history.writer->laptop), history.writer->user));
    document["writer"] = {{"user", history.writer->user}, {"laptop", history.writer->laptop}};
  }
  if (history.office_away) {
    session.remark(session.words(Text::history_local));
    session.explain(*history.office_away);
    document["office_away"] = refusal_document(*history.office_away);
  }
  return document;
}

}  // namespace

int run_history(Session& session) {
  const auto document = read_history(session);
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

}  // namespace khaosan::client
