// The reader that takes a line of the server in place agrees with shared/wire, which builds a tree of it: on
// random lines, on every way JSON has of writing the same, and on damaged ones. KHAOSAN_SEED replays a run.
#include <algorithm>
#include <cctype>
#include <iostream>
#include <nlohmann/json.hpp>

#include "client/store/server_line.hpp"
#include "client/store/store_tables.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/property/seeded.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

constexpr int runs = 20'000;

std::uint64_t seed() {
  static const std::uint64_t chosen = [] {
    const std::uint64_t given = property_seed();
    std::cout << "server lines: KHAOSAN_SEED=" << given << "\n";
    return given;
  }();
  return chosen;
}

class Lines {
 public:
  explicit Lines(std::uint64_t seed) : dice_(seed) {}

  // A line that says a record, mostly in the server's own form.
  std::string record() {
    static const char* const kinds[] = {"news", "media", "note", "event", "conflict", "of_a_newer_program"};
    const std::string kind = dice_.any_of(kinds);
    std::vector<std::string> members = {member("by", quoted(id())), member("fields", fields(kind)),
                                        member("id", quoted(id())), member("kind", string(kind)),
                                        member("seq", number()),    member("time", number())};
    if (dice_.one_in(3)) members.push_back(member("older", older()));
    if (dice_.one_in(3))
      members.push_back(member("deleted", "[" + number() + (dice_.one_in(2) ? ",true]" : ",false]")));
    if (dice_.one_in(5)) members.push_back(member("later", deep(dice_.below(12))));
    return object(std::move(members));
  }

  std::string damaged(std::string line) {
    static const char* const pieces[] = {"\"",       "\\",  "{",    "}",   "[",       "]",   ",",    ":",
                                         "null",     "1.5", "-",    "00",  "\\ud800", "\\u", "\x01", "\xff",
                                         "\xe0\xb8", " ",   "true", "1e3", "\n",      "\t"};
    for (std::size_t times = 1 + dice_.below(3); times > 0; --times) {
      const std::size_t at = dice_.below(line.size());
      switch (dice_.below(4)) {
        case 0:
          line.resize(at + 1);
          break;
        case 1:
          line.erase(at, 1 + dice_.below(4));
          break;
        case 2:
          line.insert(at, dice_.any_of(pieces));
          break;
        default:
          line[at] = static_cast<char>(dice_.below(256));
      }
      if (line.empty()) return "x";
    }
    return line;
  }

 private:
  std::string space() { return dice_.one_in(12) ? " " : ""; }
  std::string quoted(const std::string& text) { return "\"" + text + "\""; }
  std::string member(const std::string& name, const std::string& value) {
    return string(name) + space() + ":" + space() + value;
  }
  std::string id() {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(dice_.below(256));
    std::string text = uuid.text();
    if (dice_.one_in(10))
      std::transform(text.begin(), text.end(), text.begin(), [](char c) { return std::toupper(c); });
    return text;
  }
  std::string number() {
    static const char* const numbers[] = {"0",
                                          "1",
                                          "15",
                                          "-7",
                                          "9007199254740992",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "9223372036854775808",
                                          "18446744073709551616"};
    return dice_.one_in(40) ? dice_.any_of(numbers) : std::to_string(dice_.below(100'000));
  }
  // Plain text as a string, now and then with signs written as escapes.
  std::string string(const std::string& text) {
    std::string out = "\"";
    for (const char sign : text) {
      const bool ascii = static_cast<unsigned char>(sign) < 0x80;
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, dice_.one_in(2) ? "\\u%04x" : "\\u%04X",
                    static_cast<unsigned>(sign));
      out += ascii && dice_.one_in(200) ? std::string(escaped) : std::string(1, sign);
    }
    return out + "\"";
  }
  std::string words() {
    static const char* const pieces[] = {
        "โรงเรียน",        "กำลัง",           "a",       " ",   "\\n", "\\\"", "\\\\", "\\/", "\\u0e01", "😀",
        "\\ud83d\\ude00", "\\ud83d",        "\\ude00", "é",   "\\t", "{",    "}",    "[",   ",",       ":",
        "\\u0000",        "\\uD83D\\uDE00", "๒๕๖๙",    "\\b", "\\f", "\\r"};
    std::string text;
    for (std::size_t left = dice_.below(6); left > 0; --left) {
      const std::string piece = dice_.any_of(pieces);
      const bool half = piece == "\\ud83d" || piece == "\\ude00";
      if (!half || dice_.one_in(20)) text += piece;
    }
    return quoted(text);
  }
  std::string value() {
    switch (dice_.below(12)) {
      case 0:
        return number();
      case 1:
        return dice_.one_in(2) ? "true" : "false";
      case 2:
        return "null";
      case 3:
        return "[" + words() + "," + space() + words() + "]";
      case 4:
        return "[]";
      case 5:
        return dice_.one_in(10) ? deep(1 + dice_.below(10)) : words();
      default:
        return words();
    }
  }
  std::string deep(std::size_t levels) {
    std::string text = words();
    for (; levels > 0; --levels) text = dice_.one_in(2) ? "[" + text + "]" : "{\"a\":" + text + "}";
    return text;
  }
  std::string fields(const std::string& kind) {
    static const char* const names[] = {"headline", "body",  "event", "news",  "type",
                                        "taken_at", "title", "date",  "record"};
    std::vector<std::string> members;
    if (kind == "media" && dice_.one_in(2)) {
      members.push_back(member("sha256", quoted(sha256(id()).hex())));
      members.push_back(member("type", string(dice_.one_in(3) ? "audio" : "photo")));
    }
    if (dice_.one_in(2)) members.push_back(member("event", quoted(id())));
    for (std::size_t left = dice_.below(4); left > 0; --left)
      members.push_back(member(dice_.any_of(names), value()));
    return object(std::move(members));
  }
  // Mostly in the server's order, each name once.
  std::string object(std::vector<std::string> members) {
    if (!dice_.one_in(5)) {
      const auto name = [](const std::string& one) { return one.substr(0, one.find('"', 1)); };
      std::sort(members.begin(), members.end());
      const auto same = [&](const std::string& a, const std::string& b) { return name(a) == name(b); };
      members.erase(std::unique(members.begin(), members.end(), same), members.end());
    }
    std::string text = "{";
    for (const std::string& one : members) text += (text.size() > 1 ? "," + space() : "") + one;
    return text + "}";
  }
  std::string older() { return "{" + member("body", number()) + "," + member("title", number()) + "}"; }

  Seeded dice_;
};

// What the store would keep of it, whichever way it was read.
void check_same(const ServerLine& line, const Record& record) {
  CHECK(line.kind == record.kind);
  CHECK(line.id == record.id);
  CHECK(line.seq == record.seq);
  CHECK(line.delete_seq == record.delete_seq);
  CHECK(line.deleted == record.deleted);
  CHECK(line.changed_by == record.changed_by);
  CHECK(line.changed_at == record.changed_at);
  const auto fields = fields_from_text(std::string(line.fields));
  REQUIRE(fields.ok());
  CHECK(*fields == record.fields);
  const auto older = parse_json(std::string(line.older_seqs));
  REQUIRE(older.ok());
  CHECK(*older == (record.older_seqs.empty() ? nlohmann::json::object() : nlohmann::json(record.older_seqs)));
  CHECK(line.sort == sort_key(record.kind, record.fields));
  CHECK(line.filter == filter_key(record.kind, record.fields));
  CHECK(line.parent == parent_id(record.kind, record.fields));
  const std::string& type = text_field(record.fields, "type");
  const auto sha = Sha256::parse(text_field(record.fields, "sha256"));
  const bool pictured = record.kind == "media" && (type == "photo" || type == "drawing") && sha.ok();
  CHECK(line.wanted_picture == (pictured ? std::optional(*sha) : std::nullopt));
}

void check_agreement(const std::string& text) {
  CAPTURE(seed(), text);
  const bool utf8 = is_utf8(text);
  const auto record = utf8 ? record_from_line(text) : Result<Record>(refuse(Code::not_utf8));
  ServerLine line;
  const Done read = read_server_line(text, line);
  REQUIRE(read.ok() == record.ok());
  if (!record.ok()) return;
  check_same(line, *record);
  ServerLine fast;
  if (read_plain_line(text, fast)) check_same(fast, *record);
}

}  // namespace

TEST_CASE("law: a line read in place says what the line read as JSON says") {
  Lines lines(seed());
  int in_place = 0;
  int records = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string text = lines.record();
    ServerLine line;
    in_place += is_utf8(text) && read_plain_line(text, line) ? 1 : 0;
    records += record_from_line(text).ok() ? 1 : 0;
    check_agreement(text);
  }
  CHECK(in_place > runs / 4);  // both ways are taken
  CHECK(in_place < records);
}

TEST_CASE("law: a damaged line is refused by both readers, or means the same to both") {
  Lines lines(seed() + 1);
  int refused = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string text = lines.damaged(lines.record());
    refused += record_from_line(text).ok() ? 0 : 1;
    check_agreement(text);
  }
  CHECK(refused > runs / 2);
}
