#include "shared/bundle/bundle_json.hpp"

#include <nlohmann/json.hpp>

#include "shared/wire/sync_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {
namespace {

using nlohmann::json;

Result<json> object_from(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  if (!object.is_object()) return refuse(Code::bad_json, "bundle");
  return std::move(object);
}

template <typename IdType>
Result<IdType> id_member(const json& object, const char* name) {
  KHAOSAN_LET(text, text_member(object, name));
  return text.empty() ? Result<IdType>(IdType{}) : IdType::parse(text);
}

template <typename IdType>
std::string id_text(IdType id) {
  return id.empty() ? std::string() : id.text();
}

Result<std::int64_t> count_member(const json& object, const char* name) {
  KHAOSAN_LET(number, number_member(object, name));
  if (number < 0) return refuse(Code::bad_request, name);
  return number;
}

Result<int> version_member(const json& object, const char* name) {
  KHAOSAN_LET(number, number_member(object, name));
  if (number < 0 || number > 1'000'000) return refuse(Code::bad_request, name);
  return static_cast<int>(number);
}

// The first line, and what stands behind it.
std::pair<std::string_view, std::string_view> first_line(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), text.substr(end + 1)};
}

}  // namespace

std::string outbox_about_text(const OutboxAbout& about) {
  return canonical(json{{"protocol", about.protocol},
                        {"schema", about.schema},
                        {"epoch", id_text(about.epoch)},
                        {"cursor", about.cursor},
                        {"witnessed_seq", about.witnessed_seq},
                        {"changes", about.changes},
                        {"files", about.files}});
}

Result<OutboxAbout> outbox_about_from_text(std::string_view text) {
  KHAOSAN_LET(object, object_from(text));
  OutboxAbout about;
  KHAOSAN_LET(protocol, version_member(object, "protocol"));
  about.protocol = protocol;
  KHAOSAN_LET(schema, version_member(object, "schema"));
  about.schema = schema;
  KHAOSAN_LET(epoch, id_member<EpochId>(object, "epoch"));
  about.epoch = epoch;
  KHAOSAN_LET(cursor, count_member(object, "cursor"));
  about.cursor = cursor;
  KHAOSAN_LET(witnessed, count_member(object, "witnessed_seq"));
  about.witnessed_seq = witnessed;
  KHAOSAN_LET(changes, count_member(object, "changes"));
  about.changes = changes;
  KHAOSAN_LET(files, count_member(object, "files"));
  about.files = files;
  return about;
}

std::string answer_about_text(const AnswerAbout& about) {
  return canonical(json{{"protocol", about.protocol},
                        {"schema", about.schema},
                        {"office", about.office},
                        {"epoch", id_text(about.epoch)},
                        {"from", about.from},
                        {"to", about.to},
                        {"witnessed_seq", about.witnessed_seq},
                        {"chain_at_witness", about.chain_at_witness.hex()}});
}

Result<AnswerAbout> answer_about_from_text(std::string_view text) {
  KHAOSAN_LET(object, object_from(text));
  AnswerAbout about;
  KHAOSAN_LET(protocol, version_member(object, "protocol"));
  about.protocol = protocol;
  KHAOSAN_LET(schema, version_member(object, "schema"));
  about.schema = schema;
  KHAOSAN_LET(office, text_member(object, "office"));
  about.office = office;
  KHAOSAN_LET(epoch, id_member<EpochId>(object, "epoch"));
  about.epoch = epoch;
  KHAOSAN_LET(from, count_member(object, "from"));
  about.from = from;
  KHAOSAN_LET(to, count_member(object, "to"));
  about.to = to;
  KHAOSAN_LET(witnessed, count_member(object, "witnessed_seq"));
  about.witnessed_seq = witnessed;
  KHAOSAN_LET(chain, text_member(object, "chain_at_witness"));
  KHAOSAN_LET(hash, Sha256::parse(chain));
  about.chain_at_witness = hash;
  return about;
}

std::string share_about_text(const ShareAbout& about) {
  return canonical(
      json{{"schema", about.schema}, {"event", about.event.text()}, {"epoch", id_text(about.epoch)}});
}

Result<ShareAbout> share_about_from_text(std::string_view text) {
  KHAOSAN_LET(object, object_from(text));
  ShareAbout about;
  KHAOSAN_LET(schema, version_member(object, "schema"));
  about.schema = schema;
  KHAOSAN_LET(event, id_member<RecordId>(object, "event"));
  about.event = event;
  KHAOSAN_LET(epoch, id_member<EpochId>(object, "epoch"));
  about.epoch = epoch;
  return about;
}

// A push without a round: the same lines behind another first one.
std::string change_run_text(ChangeId after, const std::vector<SealedChange>& changes) {
  const std::string push = push_text({RoundId{}, changes});
  return canonical(json{{"after", id_text(after)}}) + "\n" + std::string(first_line(push).second);
}

Result<ChangeRun> change_run_from_text(std::string_view text) {
  const auto [head, lines] = first_line(text);
  KHAOSAN_LET(object, object_from(head));
  ChangeRun run;
  KHAOSAN_LET(after, id_member<ChangeId>(object, "after"));
  run.after = after;
  KHAOSAN_LET(push, push_from_text(canonical(json{{"round", RoundId{}.text()}}) + "\n" + std::string(lines)));
  run.changes = std::move(push.changes);
  return run;
}

std::string page_run_text(Seq after, const PullPage& page) {
  return canonical(json{{"after", after}}) + "\n" + pull_page_text(page);
}

Result<std::pair<Seq, PullPage>> page_run_from_text(std::string_view text) {
  const auto [head, lines] = first_line(text);
  KHAOSAN_LET(object, object_from(head));
  KHAOSAN_LET(after, count_member(object, "after"));
  KHAOSAN_LET(page, pull_page_from_text(lines));
  return std::pair<Seq, PullPage>{after, std::move(page)};
}

std::string hashes_text(const std::vector<Sha256>& hashes) {
  std::string text;
  for (const Sha256& sha : hashes) text += sha.hex() + "\n";
  return text;
}

Result<std::vector<Sha256>> hashes_from_text(std::string_view text) {
  std::vector<Sha256> hashes;
  while (!text.empty()) {
    const auto [line, rest] = first_line(text);
    KHAOSAN_LET(sha, Sha256::parse(line));
    hashes.push_back(sha);
    text = rest;
  }
  return hashes;
}

std::string piece_text(const FilePiece& piece) {
  return canonical(json{{"sha256", piece.file.sha.hex()},
                        {"size_bytes", piece.file.size_bytes},
                        {"name", piece.file.name},
                        {"offset", piece.offset}});
}

Result<FilePiece> piece_from_text(std::string_view text) {
  KHAOSAN_LET(object, object_from(text));
  FilePiece piece;
  KHAOSAN_LET(hex, text_member(object, "sha256"));
  KHAOSAN_LET(sha, Sha256::parse(hex));
  piece.file.sha = sha;
  KHAOSAN_LET(size, count_member(object, "size_bytes"));
  piece.file.size_bytes = static_cast<std::uint64_t>(size);
  KHAOSAN_LET(name, text_member(object, "name"));
  piece.file.name = name;
  KHAOSAN_LET(offset, count_member(object, "offset"));
  if (offset > size) return refuse(Code::bad_request, "offset");
  piece.offset = static_cast<std::uint64_t>(offset);
  return piece;
}

}  // namespace khaosan
