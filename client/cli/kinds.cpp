// kinds: what can be written down, field by field, as it is declared.
#include <array>

#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 13> type_names = {
    "text",   "prose",   "integer",   "flag",   "date",     "time", "date_time",
    "choice", "choices", "reference", "sha256", "position", "user"};
static_assert(type_names.size() == static_cast<std::size_t>(FieldType::user) + 1);

std::string_view type_name(FieldType type) {
  return type_names[static_cast<std::size_t>(type)];
}

Text writer_text(Writer writer) {
  switch (writer) {
    case Writer::person:
      return Text::writer_person;
    case Writer::command:
      return Text::writer_command;
    case Writer::server:
      return Text::writer_server;
  }
  return Text::writer_server;
}

std::string_view writer_name(Writer writer) {
  switch (writer) {
    case Writer::person:
      return "person";
    case Writer::command:
      return "command";
    case Writer::server:
      return "server";
  }
  return "server";
}

// "choice: policy|plan", "reference: event".
std::string type_text(const FieldDecl& field) {
  std::string text(type_name(field.type));
  std::string_view before = ": ";
  for (const Choice& choice : field.choices) {
    text += std::string(before) + std::string(choice.name);
    before = "|";
  }
  if (!field.refers_to.empty()) text += ": " + std::string(field.refers_to);
  return text;
}

void print_kind(Session& session, const KindDecl& kind) {
  session.say(std::string(kind.name) + "  " + std::string(session.label(kind.th, kind.en)) + " · " +
              session.words(writer_text(kind.writer)));
  Table table({"  " + session.words(Text::column_field), session.words(Text::column_label),
               session.words(Text::column_type), session.words(Text::column_writer)});
  for (const FieldDecl& field : kind.fields) {
    const std::string required = field.required ? " " + session.words(Text::required_mark) : "";
    table.add({"  " + std::string(field.name), std::string(session.label(field.th, field.en)) + required,
               type_text(field), session.words(writer_text(field.writer))});
  }
  session.say_lines(table.text(session.ports().width_columns));
  session.say("");
}

json field_document(const FieldDecl& field) {
  json document = {{"name", field.name},
                   {"type", type_name(field.type)},
                   {"th", field.th},
                   {"en", field.en},
                   {"limit", field.limit},
                   {"required", field.required},
                   {"personal", field.personal},
                   {"writer", writer_name(field.writer)}};
  if (!field.group.empty()) document["group"] = field.group;
  if (!field.refers_to.empty()) document["refers_to"] = field.refers_to;
  for (const Choice& choice : field.choices)
    document["choices"].push_back({{"name", choice.name}, {"th", choice.th}, {"en", choice.en}});
  return document;
}

json kind_document(const KindDecl& kind) {
  json document = {
      {"name", kind.name}, {"th", kind.th}, {"en", kind.en}, {"writer", writer_name(kind.writer)}};
  document["fields"] = json::array();
  for (const FieldDecl& field : kind.fields) document["fields"].push_back(field_document(field));
  return document;
}

}  // namespace

int run_kinds(Session& session) {
  json kinds = json::array();
  for (const KindDecl& kind : all_kinds()) {
    if (session.speaks_json()) {
      kinds.push_back(kind_document(kind));
    } else {
      print_kind(session, kind);
    }
  }
  session.answer(json{{"schema", schema_version}, {"kinds", std::move(kinds)}});
  return exit_done;
}

}  // namespace khaosan::client
