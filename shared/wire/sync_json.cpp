#include "shared/wire/sync_json.hpp"

#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>

#include "shared/crypto/sha256.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/unsent_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

namespace {

constexpr int compression_level = 3;

json digests_to_json(const Digests& digests) {
  json object = json::object();
  for (const auto& [kind, digest] : digests) {
    object[kind] = {std::to_string(digest.high), std::to_string(digest.low), digest.count};
  }
  return object;
}

Result<std::uint64_t> big_number(const json& from) {
  if (!from.is_string()) return refuse(Code::bad_json, "digest");
  const auto& text = from.get_ref<const std::string&>();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return refuse(Code::bad_json, "digest");
  return number;
}

Result<Digests> digests_from_json(const json& object) {
  Digests digests;
  const auto found = object.find("digests");
  if (found == object.end() || !found->is_object()) return digests;
  for (const auto& [kind, member] : found->items()) {
    if (!member.is_array() || member.size() != 3 || !member[2].is_number_integer()) {
      return refuse(Code::bad_json, "digest");
    }
    KHAOSAN_LET(high, big_number(member[0]));
    KHAOSAN_LET(low, big_number(member[1]));
    digests[kind] = {high, low, member[2].get<std::int64_t>()};
  }
  return digests;
}

Result<Sha256> sha_member(const json& object, const char* name) {
  const std::string hex = text_member_or(object, name, "");
  if (hex.empty()) return Sha256{};
  return Sha256::parse(hex);
}

// Calls `take` for each line; stops at its first refusal.
template <typename Take>
Done each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!line.empty()) KHAOSAN_TRY(take(line));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

Result<EpochId> epoch_member(const json& object) {
  const std::string text = text_member_or(object, "epoch", "");
  if (text.empty()) return EpochId{};
  return EpochId::parse(text);
}

Result<std::vector<KnownNumber>> known_numbers(const json& object) {
  std::vector<KnownNumber> numbers;
  const auto found = object.find("numbers");
  if (found == object.end()) return numbers;
  for (const json& one : *found) {
    const bool is_text =
        one.is_array() && one.size() == 3 &&
        std::all_of(one.begin(), one.end(), [](const json& part) { return part.is_string(); });
    if (!is_text) return refuse(Code::bad_json, "numbers");
    KHAOSAN_LET(news, RecordId::parse(one[0].get_ref<const std::string&>()));
    numbers.push_back({news, one[1].get<std::string>(), one[2].get<std::string>()});
  }
  return numbers;
}

Result<std::vector<ErasedRecord>> erased_records(const json& object) {
  std::vector<ErasedRecord> all;
  const auto found = object.find("erased");
  if (found == object.end()) return all;
  if (!found->is_array()) return refuse(Code::bad_json, "erased");
  for (const json& one : *found) {
    if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string())
      return refuse(Code::bad_json, "erased");
    KHAOSAN_LET(id, RecordId::parse(one[1].get<std::string>()));
    all.push_back({one[0].get<std::string>(), id});
  }
  return all;
}

}  // namespace

std::string hello_text(const Hello& hello) {
  json object = {{"protocol", hello.protocol},     {"schema", hello.schema},
                 {"scope", hello.scope},           {"epoch", hello.epoch.empty() ? "" : hello.epoch.text()},
                 {"cursor", hello.cursor},         {"round", hello.round.text()},
                 {"last_token", hello.last_token}, {"witnessed_seq", hello.witnessed_seq}};
  if (hello.unsent) object["unsent"] = unsent_to_json(*hello.unsent);
  return canonical(object);
}

Result<Hello> hello_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  Hello hello;
  KHAOSAN_LET(protocol, number_member(object, "protocol"));
  KHAOSAN_LET(epoch, epoch_member(object));
  KHAOSAN_LET(cursor, number_member(object, "cursor"));
  KHAOSAN_LET(round, text_member(object, "round"));
  KHAOSAN_LET(round_id, RoundId::parse(round));
  hello.protocol = static_cast<int>(protocol);
  hello.schema = static_cast<int>(number_member_or(object, "schema", 0));
  hello.scope = static_cast<int>(number_member_or(object, "scope", office_scope));
  hello.epoch = epoch;
  hello.cursor = cursor;
  hello.round = round_id;
  hello.last_token = text_member_or(object, "last_token", "");
  hello.witnessed_seq = number_member_or(object, "witnessed_seq", 0);
  KHAOSAN_LET(unsent, unsent_member(object));
  hello.unsent = unsent;
  return hello;
}

std::string hello_answer_text(const HelloAnswer& answer) {
  json object = {{"protocol", answer.protocol},
                 {"schema", answer.schema},
                 {"office", answer.office},
                 {"epoch", answer.epoch.text()},
                 {"head", answer.head},
                 {"chain_head", answer.chain_head.hex()},
                 {"chain_at_witness", answer.chain_at_witness.hex()},
                 {"token", answer.token},
                 {"server_now", iso_utc(answer.server_now)},
                 {"digests", digests_to_json(answer.digests)}};
  if (answer.clock_waits) object["clock_waits"] = true;
  if (answer.epoch_end != 0) object["epoch_end"] = answer.epoch_end;
  if (answer.wants_numbers) object["wants_numbers"] = true;
  if (answer.backed_up_seq != 0) object["backed_up_seq"] = answer.backed_up_seq;
  return canonical(object);
}

Result<HelloAnswer> hello_answer_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  HelloAnswer answer;
  KHAOSAN_LET(protocol, number_member(object, "protocol"));
  KHAOSAN_LET(epoch, epoch_member(object));
  KHAOSAN_LET(head, number_member(object, "head"));
  KHAOSAN_LET(chain_head, sha_member(object, "chain_head"));
  KHAOSAN_LET(chain_at_witness, sha_member(object, "chain_at_witness"));
  KHAOSAN_LET(token, text_member(object, "token"));
  KHAOSAN_LET(now, text_member(object, "server_now"));
  KHAOSAN_LET(server_now, parse_iso_utc(now));
  KHAOSAN_LET(digests, digests_from_json(object));
  answer.protocol = static_cast<int>(protocol);
  answer.schema = static_cast<int>(number_member_or(object, "schema", 0));
  answer.office = text_member_or(object, "office", "");
  answer.epoch = epoch;
  answer.head = head;
  answer.chain_head = chain_head;
  answer.chain_at_witness = chain_at_witness;
  answer.token = token;
  answer.server_now = server_now;
  answer.digests = std::move(digests);
  answer.clock_waits = object.value("clock_waits", json(false)) == json(true);
  answer.epoch_end = number_member_or(object, "epoch_end", 0);
  answer.backed_up_seq = number_member_or(object, "backed_up_seq", 0);
  answer.wants_numbers = object.value("wants_numbers", json(false)) == json(true);
  return answer;
}

std::string push_text(const PushRequest& request) {
  json head = {{"round", request.round.text()}};
  for (const KnownNumber& known : request.numbers)
    head["numbers"].push_back({known.news.text(), known.number, known.published_at});
  for (const ErasedRecord& one : request.erased) head["erased"].push_back({one.kind, one.record.text()});
  std::string text = canonical(head) + "\n";
  for (const SealedChange& sealed : request.changes) text += push_line(sealed) + "\n";
  return text;
}

Result<PushRequest> push_from_text(std::string_view text) {
  PushRequest request;
  bool first = true;
  KHAOSAN_TRY(each_line(text, [&](std::string_view line) -> Done {
    if (first) {
      first = false;
      KHAOSAN_LET(object, parse_json(line));
      KHAOSAN_LET(round, text_member(object, "round"));
      KHAOSAN_LET(round_id, RoundId::parse(round));
      request.round = round_id;
      KHAOSAN_LET(numbers, known_numbers(object));
      request.numbers = std::move(numbers);
      KHAOSAN_LET(erased, erased_records(object));
      request.erased = std::move(erased);
      return {};
    }
    auto sealed = sealed_from_line(line);
    request.changes.push_back(
        sealed.ok()
            ? std::move(*sealed)
            : SealedChange{
                  .payload = std::string(line), .sha = sha256(line), .signature = {}, .base_values = {}});
    return {};
  }));
  if (first) return refuse(Code::bad_request, "empty push");
  return request;
}

std::string quarantined_text(const Quarantined& answer) {
  return canonical(json{{"state", "revoked"}, {"kept", answer.kept}, {"full", answer.full}});
}

Result<Quarantined> quarantined_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(kept, number_member(object, "kept"));
  return Quarantined{kept, object.value("full", json(false)) == json(true)};
}

std::string push_answer_text(const PushAnswer& answer) {
  std::string text;
  for (const ChangeAnswer& one : answer.answers) {
    json object = {{"id", one.id.empty() ? "" : one.id.text()},
                   {"outcome", outcome_name(one.outcome)},
                   {"seq", one.seq}};
    if (!one.code.empty()) object["code"] = one.code;
    if (!one.detail.empty()) object["detail"] = one.detail;
    text += canonical(object) + "\n";
  }
  return text;
}

Result<PushAnswer> push_answer_from_text(std::string_view text) {
  PushAnswer answer;
  KHAOSAN_TRY(each_line(text, [&](std::string_view line) -> Done {
    KHAOSAN_LET(object, parse_json(line));
    KHAOSAN_LET(id, text_member(object, "id"));
    KHAOSAN_LET(change, id.empty() ? Result<ChangeId>(ChangeId{}) : ChangeId::parse(id));
    KHAOSAN_LET(outcome, text_member(object, "outcome"));
    KHAOSAN_LET(seq, number_member(object, "seq"));
    answer.answers.push_back({change, outcome_named(outcome), seq, text_member_or(object, "code", ""),
                              text_member_or(object, "detail", "")});
    return {};
  }));
  return answer;
}

std::string pull_text(const PullRequest& request) {
  json object = {{"epoch", request.epoch.text()},
                 {"cursor", request.cursor},
                 {"max_bytes", request.max_bytes},
                 {"round", request.round.text()}};
  if (request.unsent) object["unsent"] = unsent_to_json(*request.unsent);
  return canonical(object);
}

Result<PullRequest> pull_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  KHAOSAN_LET(epoch, epoch_member(object));
  KHAOSAN_LET(cursor, number_member(object, "cursor"));
  KHAOSAN_LET(max_bytes, number_member(object, "max_bytes"));
  KHAOSAN_LET(round, text_member(object, "round"));
  KHAOSAN_LET(round_id, RoundId::parse(round));
  KHAOSAN_LET(unsent, unsent_member(object));
  return PullRequest{epoch, cursor, max_bytes, round_id, unsent};
}

std::string pull_page_text(const PullPage& page) {
  json head = {{"next", page.next}, {"head", page.head}};
  if (page.next == page.head) {
    head["chain_head"] = page.chain_head.hex();
    head["digests"] = digests_to_json(page.digests);
  }
  return canonical(head) + "\n" + page.lines;
}

Result<PullPage> pull_page_from_text(std::string_view text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return refuse(Code::bad_json, "a page has a first line");
  KHAOSAN_LET(object, parse_json(text.substr(0, end)));
  PullPage page;
  KHAOSAN_LET(next, number_member(object, "next"));
  KHAOSAN_LET(head, number_member(object, "head"));
  KHAOSAN_LET(chain_head, sha_member(object, "chain_head"));
  KHAOSAN_LET(digests, digests_from_json(object));
  page.next = next;
  page.head = head;
  page.chain_head = chain_head;
  page.digests = std::move(digests);
  page.lines = text.substr(end + 1);
  return page;
}

std::string compress(std::string_view text) {
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  std::string compressed(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(context.get(), compressed.data(), compressed.size(), text.data(),
                                             text.size(), compression_level);
  compressed.resize(ZSTD_isError(size) ? 0 : size);
  return compressed;
}

Result<std::string> expand(std::string_view compressed, std::size_t bytes_max) {
  const auto size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
    return refuse(Code::bad_request, "not a zstd frame with its size");
  }
  if (size > bytes_max) return refuse(Code::too_large, "expands to " + std::to_string(size) + " bytes");
  std::string text(static_cast<std::size_t>(size), '\0');
  const std::size_t written = ZSTD_decompress(text.data(), text.size(), compressed.data(), compressed.size());
  if (ZSTD_isError(written) || written != text.size()) return refuse(Code::bad_request, "damaged zstd frame");
  return text;
}

}  // namespace khaosan
