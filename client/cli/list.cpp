// list, users, conflicts: many records, as a table.
#include <algorithm>
#include <limits>

#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/pages.hpp"
#include "client/cli/put_parts.hpp"
#include "client/cli/shown.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

constexpr std::size_t keep_columns = 15;     // "--keep theirs" and a gap
constexpr std::size_t table_fields_max = 4;  // beside the id

bool is_shown_in_tables(const FieldDecl& field) {
  return field.type != FieldType::sha256 && field.type != FieldType::prose && field.group != "edit";
}

// A date or time; the server writes its own down as text.
bool is_moment(const FieldDecl& field) {
  const bool is_instant =
      field.writer == Writer::server && (field.name == "at" || field.name.ends_with("_at"));
  return is_instant || field.type == FieldType::date || field.type == FieldType::time ||
         field.type == FieldType::date_time;
}

// What tells one row from another: title, the sort field, the status, then what is declared first.
std::vector<const FieldDecl*> table_fields(const KindDecl& kind) {
  std::vector<const FieldDecl*> fields;
  const auto take = [&](const FieldDecl* field) {
    const bool have = std::find(fields.begin(), fields.end(), field) != fields.end();
    if (field != nullptr && !have && fields.size() < table_fields_max) fields.push_back(field);
  };
  take(kind.field(kind.title));
  take(kind.field(kind.sort));
  for (const char* name : {"status", "number", "type"}) take(kind.field(name));
  for (const FieldDecl& field : kind.fields) {
    if (is_shown_in_tables(field)) take(&field);
  }
  return fields;
}

class RowTable {
 public:
  RowTable(Session& session, App& app, const KindDecl& kind)
      : session_(session),
        kind_(kind),
        fields_(table_fields(kind)),
        names_(app, session.args.lang),
        table_(header()) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (is_moment(*fields_[i])) table_.never_cut(i + 1);
    }
  }

  void add(const Record& record) {
    std::vector<std::string> row = {record.id.text()};
    for (const FieldDecl* field : fields_) row.push_back(cell(record, *field));
    if (record.deleted) row.back() += " " + session_.words(Text::deleted_mark);
    if (is_alias(record)) row.back() += " " + session_.words(Text::joined_mark);
    for (std::string& text : row) text = safe_text(text, Lines::one);
    table_.add(std::move(row));
  }

  std::string text() { return table_.text(session_.ports().width_columns); }

 private:
  std::vector<std::string> header() const {
    std::vector<std::string> row = {session_.words(Text::column_id)};
    for (const FieldDecl* field : fields_) row.emplace_back(session_.label(field->th, field->en));
    return row;
  }

  std::string cell(const Record& record, const FieldDecl& field) {
    if (kind_.name == "news" && field.name == "status") return shown_status(session_.args.lang, record, {});
    return shown_value(session_.args.lang, field, field_or_empty(record.fields, field.name), names_);
  }

  Session& session_;
  const KindDecl& kind_;
  std::vector<const FieldDecl*> fields_;
  Names names_;
  Table table_;
};

struct Listing {
  ListQuery query;
  Text empty = Text::list_empty;
  std::function<bool(const Record&)> wanted = [](const Record&) { return true; };
};

Result<json> print_listing(Session& session, const KindDecl& kind, const Listing& listing) {
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  RowTable table(session, *app, kind);
  json rows = json::array();
  std::int64_t shown_rows = 0;
  KHAOSAN_LET(total, each_row(*app, listing.query, [&](const Record& record) {
                if (!listing.wanted(record)) return;
                ++shown_rows;
                if (session.speaks_json()) {
                  rows.push_back(record_document(record));
                } else {
                  table.add(record);
                }
              }));
  if (shown_rows == 0) {
    session.say(
        session.words(listing.empty, std::string(session.label(kind.th, kind.en)), std::string(kind.name)));
  } else {
    session.say_lines(table.text());
    session.say(session.words(Text::list_count, std::to_string(shown_rows), std::to_string(total)));
  }
  return json{{"total", total}, {"first", listing.query.first}, {"rows", std::move(rows)}};
}

int finish(Session& session, const Result<json>& document) {
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

Result<json> list_records(Session& session) {
  const Arguments& args = session.args;
  KHAOSAN_LET(kind, kind_named(args.kind));
  KHAOSAN_LET(where, fields_from_words(*kind, args.where));
  Listing listing;
  listing.query = {args.kind, std::move(where), args.first, args.limit, args.deleted};
  if (!args.where.empty() || args.first > 0) listing.empty = Text::list_nothing_found;
  return print_listing(session, *kind, listing);
}

Result<json> list_users(Session& session) {
  Listing listing;
  listing.query.kind = "user";
  listing.query.limit = std::numeric_limits<std::int64_t>::max();
  listing.empty = Text::users_empty;
  return print_listing(session, *find_kind("user"), listing);
}

// Both texts of a collision, one under the other: the person chooses by reading them.
void print_conflict(Session& session, Names& names, const Record& conflict, UserId reader, bool waiting) {
  const auto field_text = [&](std::string_view name) { return text_field(conflict.fields, name); };
  const KindDecl* kind = find_kind(field_text("record_kind"));
  const FieldDecl* field = kind == nullptr ? nullptr : kind->field(field_text("field"));
  const std::string where =
      kind == nullptr ? field_text("record_kind") : std::string(session.label(kind->th, kind->en));
  const std::string what =
      field == nullptr ? field_text("field") : std::string(session.label(field->th, field->en));
  session.say(conflict.id.text());
  session.say("  " + where + " · " + names.of(field_text("record_kind"), field_text("record")) + " · " +
              what);
  const auto side = [&](std::string_view keep, Text label, std::string_view value, std::string_view by) {
    std::string writer = names.of("user", field_text(by));
    if (field_text(by) == reader.text()) writer = session.words(Text::conflict_own, writer);
    session.say("  " + padded("--keep " + std::string(keep), keep_columns) + session.words(label, writer) +
                " " +
                (kind == nullptr ? field_text(value)
                                 : shown_side(session.args.lang, *kind, field_text(value), names)));
  };
  side("ours", Text::conflict_ours, "ours", "ours_by");
  side("theirs", Text::conflict_theirs, "theirs", "theirs_by");
  if (waiting)
    session.say("  " + session.words(Text::pending_mark) + " " + session.words(Text::conflict_waiting));
}

Result<json> list_conflicts(Session& session) {
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  KHAOSAN_LET(status, app->status());
  std::int64_t to_settle = 0;
  Names names(*app, session.args.lang);
  ListQuery query;
  query.kind = "conflict";
  query.limit = std::numeric_limits<std::int64_t>::max();
  json rows = json::array();
  KHAOSAN_LET(total, each_row(*app, query, [&](const Record& conflict) {
                if (!text_field(conflict.fields, "settled").empty()) return;
                const auto view = app->get("conflict", conflict.id);
                const bool waits = view.ok() && !view->waiting_verbs.empty();
                json row = record_document(conflict);
                row["state"] = waits ? "waiting" : "open";
                rows.push_back(std::move(row));
                if (!waits) ++to_settle;
                print_conflict(session, names, conflict, status.user, waits);
              }));
  static_cast<void>(total);  // counts the settled ones too
  if (to_settle > 0) session.say(session.words(Text::conflicts_next, std::to_string(to_settle)));
  if (rows.empty()) session.say(session.words(Text::conflicts_none));
  const auto count = rows.size();
  return json{{"total", count}, {"rows", std::move(rows)}};
}

}  // namespace

int run_list(Session& session) {
  if (session.args.kind == "likeness") return run_likenesses(session);
  return finish(session, list_records(session));
}

int run_users(Session& session) {
  return finish(session, list_users(session));
}

int run_conflicts(Session& session) {
  return finish(session, list_conflicts(session));
}

}  // namespace khaosan::client
