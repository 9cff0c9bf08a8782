// list likeness: records that may be one, side by side.
#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/pages.hpp"
#include "client/cli/put_parts.hpp"
#include "client/cli/shown.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

constexpr std::size_t keep_columns = 46;  // "--keep " and an id

class PairText {
 public:
  PairText(Session& session, App& app, Names& names, const Record& likeness)
      : session_(session), app_(app), names_(names), likeness_(likeness) {}

  bool is_open() const { return waiting().empty() && text_of("settled").empty(); }

  std::string waiting() const {
    const auto view = app_.get("likeness", likeness_.id);
    return view.ok() && !view->waiting_verbs.empty() ? view->waiting_verbs.back() : std::string();
  }

  void print() {
    session_.say(likeness_.id.text());
    session_.say("  " + names_.of_kind(text_of("record_kind")) + " · " + shown_field("why") + " · " +
                 state());
    print_side("one");
    print_side("other");
    const std::string& left = text_of("left");
    if (left.empty()) return;
    session_.say("  " + session_.words(Text::likeness_left));
    session_.say_lines(left);
  }

 private:
  const std::string& text_of(std::string_view name) const { return text_field(likeness_.fields, name); }

  std::string shown_field(std::string_view name) {
    const FieldDecl& field = *find_kind("likeness")->field(name);
    return shown_value(session_.args.lang, field, field_or_empty(likeness_.fields, name), names_);
  }

  std::string state() {
    if (const std::string verb = waiting(); !verb.empty())
      return session_.words(Text::likeness_waiting, verb_text(session_.args.lang, verb));
    return text_of("settled").empty() ? session_.words(Text::likeness_open) : shown_field("settled");
  }

  // What tells the two apart: title, date, place, who.
  void print_side(std::string_view name) {
    const std::string& id = text_of(name);
    const std::string& kind = text_of("record_kind");
    std::string line = names_.of(kind, id);
    const auto parsed = RecordId::parse(id);
    const auto view = parsed.ok() ? app_.get(kind, *parsed) : Result<RecordView>(parsed.refusal());
    if (view.ok()) {
      for (const char* field_name : {"date", "start_time", "place", "status", "number"}) {
        const FieldDecl* field = find_kind(kind)->field(field_name);
        const Value& value = field_or_empty(view->record.fields, field_name);
        if (field != nullptr && !is_empty(value))
          line += " · " + shown_value(session_.args.lang, *field, value, names_);
      }
      line += " · " + names_.of("user", view->record.changed_by.text());
    }
    if (text_of("main") == id) line += " " + session_.words(Text::likeness_main);
    session_.say("  " + padded("--keep " + id, keep_columns) + safe_text(line, Lines::one));
  }

  Session& session_;
  App& app_;
  Names& names_;
  const Record& likeness_;
};

Result<json> list_likenesses(Session& session) {
  const Arguments& args = session.args;
  KHAOSAN_LET(where, fields_from_words(*find_kind("likeness"), args.where));
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  Names names(*app, args.lang);
  ListQuery query{"likeness", std::move(where), args.first, args.limit, args.deleted};
  json rows = json::array();
  std::int64_t open = 0;
  KHAOSAN_LET(total, each_row(*app, query, [&](const Record& likeness) {
                PairText pair(session, *app, names, likeness);
                pair.print();
                if (pair.is_open()) ++open;
                json row = record_document(likeness);
                row["waiting"] = pair.waiting();
                rows.push_back(std::move(row));
              }));
  if (rows.empty()) session.say(session.words(Text::likenesses_none));
  if (open > 0) session.say(session.words(Text::likenesses_next, std::to_string(open)));
  return json{{"total", total}, {"first", query.first}, {"rows", std::move(rows)}};
}

}  // namespace

int run_likenesses(Session& session) {
  const auto document = list_likenesses(session);
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

}  // namespace khaosan::client
