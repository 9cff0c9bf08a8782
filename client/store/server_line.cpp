#include "client/store/server_line.hpp"

#include <nlohmann/json.hpp>

#include "client/app/json_walk.hpp"
#include "client/store/store_tables.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

template <typename Id>
bool read_id(std::string_view value, Id& id) {
  const auto text = plain_text(value);
  if (!text) return false;
  const auto parsed = Id::parse(*text);
  if (parsed.ok()) id = *parsed;
  return parsed.ok();
}

bool read_number(std::string_view value, std::int64_t& number) {
  const auto parsed = whole_number(value);
  if (parsed) number = *parsed;
  return parsed.has_value();
}

bool read_deleted(std::string_view value, ServerLine& line) {
  int at = 0;
  return each_item(value,
                   [&](std::string_view item) {
                     if (at++ == 0) return read_number(item, line.delete_seq);
                     line.deleted = item == "true";
                     return item == "true" || item == "false";
                   }) &&
         at == 2;
}

// Such a text may be one that is looked for, written otherwise.
bool is_escaped(std::string_view text) {
  return text.find('\\') != std::string_view::npos;
}

// Names as the server writes them: plain, in order, each once.
class NamesInOrder {
 public:
  bool take(std::string_view name) {
    if (is_escaped(name) || (any_ && name <= last_)) return false;
    last_ = name;
    any_ = true;
    return true;
  }

 private:
  std::string_view last_;
  bool any_ = false;
};

bool has_picture(std::string_view media_type) {
  return media_type == "photo" || media_type == "drawing";
}

// Of numbers that every JSON program holds exactly; a longer one is looked at closely.
constexpr std::size_t plain_number_signs_max = 15;

bool is_plain_value(std::string_view value) {
  if (value.front() == '{') return false;
  if (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'))
    return value.size() <= plain_number_signs_max;
  return value.front() != '[' || each_item(value, [](std::string_view item) { return item.front() == '"'; });
}

// The fields that have a column of their own; and that the others are values at all.
bool read_fields(ServerLine& line) {
  const KindDecl* kind = find_kind(line.kind);
  const bool is_media = line.kind == "media";
  std::string_view type;
  std::optional<Sha256> sha;
  NamesInOrder names;
  const bool walked = each_member(line.fields, [&](std::string_view name, std::string_view value) {
    if (!names.take(name) || !is_plain_value(value)) return false;
    if (kind != nullptr && name == kind->parent && !kind->parent.empty()) {
      if (is_escaped(value)) return false;
      RecordId parent;
      if (read_id(value, parent)) line.parent = parent;
    }
    if (kind != nullptr && name == kind->sort && !kind->sort.empty())
      line.sort = unquoted(value).value_or("");
    if (kind != nullptr && name == kind->filter && !kind->filter.empty())
      line.filter = unquoted(value).value_or("");
    if (kind != nullptr && name == joined_into) line.is_alias = kind->may_be_joined();
    if (is_media && (name == "type" || name == "sha256") && is_escaped(value)) return false;
    if (is_media && name == "type") type = plain_text(value).value_or("");
    if (is_media && name == "sha256") {
      if (const auto parsed = Sha256::parse(plain_text(value).value_or("")); parsed.ok()) sha = *parsed;
    }
    return true;
  });
  if (kind != nullptr) line.filter = filter_value(*kind, line.filter);
  if (walked && has_picture(type)) line.wanted_picture = sha;
  return walked;
}

bool read_member(std::string_view name, std::string_view value, ServerLine& line, unsigned& seen) {
  const auto mark = [&](unsigned bit, bool read) {
    seen |= 1U << bit;
    return read;
  };
  if (name == "by") return mark(0, read_id(value, line.changed_by));
  if (name == "fields") {
    line.fields = value;
    return mark(1, value.front() == '{');
  }
  if (name == "id") return mark(2, read_id(value, line.id));
  if (name == "kind") {
    const auto text = plain_text(value);
    line.kind = text.value_or("");
    return mark(3, text.has_value());
  }
  if (name == "seq") return mark(4, read_number(value, line.seq));
  if (name == "time") return mark(5, read_number(value, line.changed_at.unix_ms));
  if (name == "deleted") return read_deleted(value, line);
  if (name == "erased") {
    line.erased = value == "true";
    return true;
  }
  if (name == "older") {
    line.older_seqs = value;
    return each_member(value,
                       [](std::string_view, std::string_view seq) { return whole_number(seq).has_value(); });
  }
  return true;
}

// ASCII and Thai are most of every page, and their UTF-8 is told at a glance.
bool is_utf8_line(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    if (byte(at) < 0x80) {
      ++at;
      continue;
    }
    const bool is_thai = text.size() - at >= 3 && byte(at) == 0xE0 && (byte(at + 1) & 0xFEU) == 0xB8 &&
                         (byte(at + 2) & 0xC0U) == 0x80;
    if (!is_thai) return is_utf8(text.substr(at));
    at += 3;
  }
  return true;
}

constexpr unsigned all_members = 0b111111;

Done read_as_json(std::string_view raw, ServerLine& line) {
  KHAOSAN_LET(record, record_from_line(raw));
  line.own_text[0] = record.kind;
  line.own_text[1] = fields_to_text(record.fields);
  line.own_text[2] = canonical(nlohmann::json(record.older_seqs.empty() ? nlohmann::json::object()
                                                                        : nlohmann::json(record.older_seqs)));
  line.kind = line.own_text[0];
  line.fields = line.own_text[1];
  line.older_seqs = line.own_text[2];
  line.id = record.id;
  line.seq = record.seq;
  line.delete_seq = record.delete_seq;
  line.deleted = record.deleted;
  line.erased = record.erased;
  line.changed_by = record.changed_by;
  line.changed_at = record.changed_at;
  line.sort = sort_key(record.kind, record.fields);
  line.filter = filter_key(record.kind, record.fields);
  line.parent = parent_id(record.kind, record.fields);
  const KindDecl* kind = find_kind(record.kind);
  line.is_alias = kind != nullptr && kind->may_be_joined() && is_alias(record);
  if (record.kind == "media" && has_picture(text_field(record.fields, "type"))) {
    if (const auto sha = Sha256::parse(text_field(record.fields, "sha256")); sha.ok())
      line.wanted_picture = *sha;
  }
  return {};
}

}  // namespace

bool read_plain_line(std::string_view raw, ServerLine& line) {
  unsigned seen = 0;
  NamesInOrder names;
  const bool walked = each_member(raw, [&](std::string_view name, std::string_view value) {
    return names.take(name) && read_member(name, value, line, seen);
  });
  return walked && seen == all_members && read_fields(line);
}

Done read_server_line(std::string_view raw, ServerLine& line) {
  if (!is_utf8_line(raw)) return refuse(Code::not_utf8, "a record of the server");
  line = {};
  if (!read_plain_line(raw, line)) {
    line = {};
    KHAOSAN_TRY(read_as_json(raw, line));
  }
  line.raw = raw;
  line.hash = sha256(raw);
  return {};
}

}  // namespace khaosan::client
