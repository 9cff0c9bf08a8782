// The kinds of record, declared once. Storage, validation, merge, forms, printing, import and export all read
// these declarations: to add a field is to add a line in kinds.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace khaosan {

// Grows with every change of a declaration that an older program cannot validate.
inline constexpr int schema_version = 1;

enum class FieldType {
  text,   // one line
  prose,  // many lines, merged by words
  integer,
  flag,
  date,       // civil date, "2026-11-23"
  time,       // civil time of day, "09:30"
  date_time,  // civil, "2026-11-23 09:30:00": what a camera writes
  choice,     // one of `choices`
  choices,    // a set of `choices`
  reference,  // the id of a record of kind `refers_to`
  sha256,     // 64 hex digits
  position,   // fractional key of a list member
  user,       // the id of a user
};

// keep: where two differ the server's stays and nobody is asked, for what no person chose (a place in a list,
// a file's name).
enum class MergeRule { scalar, prose, set, keep };

// The field of what may be joined with its duplicate (events, news): the record that it was joined into, of
// which it is an alias from then on. Set by the server alone.
inline constexpr std::string_view joined_into = "joined_into";

// Who may write a field: a person by put, a command (act), or the server alone.
enum class Writer { person, command, server };

struct Choice {
  std::string_view name;
  std::string_view th;
  std::string_view en;
};

struct FieldDecl {
  std::string_view name;
  FieldType type = FieldType::text;
  std::string_view th = {};
  std::string_view en = {};
  std::size_t limit = 200;           // code points of text and prose; the largest value of an integer
  std::int64_t least = 0;            // the smallest value of an integer
  bool required = false;             // before the record can be submitted or printed; never on arrival
  std::string_view group = {};       // fields that mean something only together, and collide as one
  std::string_view not_before = {};  // the field of the same group that it does not come before
  Writer writer = Writer::person;
  bool taken_in = false;  // read from the file when it was taken in
  bool once = false;      // what the record is of: set when it is made, never changed
  bool personal = false;  // personal data
  bool searchable = false;
  std::span<const Choice> choices = {};
  std::string_view when_empty = {};  // the choice that no value means
  std::string_view refers_to = {};

  MergeRule merge() const {
    if (type == FieldType::prose) return MergeRule::prose;
    if (type == FieldType::position || taken_in) return MergeRule::keep;
    return type == FieldType::choices ? MergeRule::set : MergeRule::scalar;
  }
};

struct KindDecl {
  std::string_view name;
  std::string_view th;
  std::string_view en;
  Writer writer = Writer::person;  // who creates records of it
  std::span<const FieldDecl> fields;
  std::string_view parent = {};  // the reference field that says where it belongs
  std::string_view sort = {};    // the field that lists are sorted by
  std::string_view title = {};   // the field that names it to people
  std::string_view filter = {};  // the field by whose value lists are narrowed

  const FieldDecl* field(std::string_view field_name) const;
  bool may_be_joined() const { return field(joined_into) != nullptr; }
};

std::span<const KindDecl> all_kinds();
const KindDecl* find_kind(std::string_view name);

}  // namespace khaosan
