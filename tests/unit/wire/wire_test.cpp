// The formats that cannot change later, each with its golden file. Made-up ids, people and places.
#include <nlohmann/json.hpp>

#include "shared/crypto/pairing.hpp"
#include "shared/crypto/password.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sync/compose_revision.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/pairing_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/sync_json.hpp"
#include "shared/wire/value_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

using namespace khaosan;
using khaosan::test::check_golden;

namespace {

template <typename Id>
Id id(int number) {
  return Id{uuid_v7(Instant{1'795'402'475'000 + number}, static_cast<std::uint16_t>(number),
                    {1, 2, 3, 4, 5, 6, 7, 8})};
}

Change headline_change() {
  Change change;
  change.id = id<ChangeId>(1);
  change.author = id<UserId>(2);
  change.device = id<DeviceId>(9);
  change.kind = "news";
  change.record = id<RecordId>(3);
  change.written_at = Instant{1'795'402'475'123};
  change.epoch = id<EpochId>(4);
  change.seen = {12, {}};
  change.set = {{"headline", "เปิดค่าย \"วิทยาศาสตร์\" 25 มิถุนายน 2569"}, {"lead", Value{}}};
  change.bases = {{"headline", {12, {}}}, {"lead", {0, id<ChangeId>(5)}}};
  return change;
}

Change approval() {
  Change change = headline_change();
  change.op = Op::act;
  change.set.clear();
  change.bases.clear();
  change.act = {"approve", std::string(64, 'a'), "ดีมาก", "acting", "123/2569", "", ""};
  return change;
}

// Every form that a line may take besides the first two: each op, each type of value, `seen` as the id of an
// own change, and no device.
std::vector<Change> other_forms() {
  Change removal = headline_change();
  removal.op = Op::remove;
  removal.set.clear();
  removal.bases.clear();
  removal.seen = {0, id<ChangeId>(5)};
  Change restoring = removal;
  restoring.op = Op::restore;
  restoring.seen = {14, {}};
  Change values = headline_change();
  values.device = {};
  values.seen = {};
  values.bases = {{"off", {3, {}}}};
  values.set = {{"off", true},
                {"shown", false},
                {"latitude_e7", std::int64_t{-137'563'310}},
                {"roles", TextSet{"reviewer", "staff"}},
                {"text", "บรรทัดหนึ่ง\nบรรทัดสอง"}};
  return {removal, restoring, values};
}

// The key pair of a fixed seed (RFC 8032, test 1): signatures by it are the same everywhere.
SignKeyPair fixed_key() {
  const Bytes secret = *from_hex(
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  SignKeyPair key;
  std::copy(secret.begin(), secret.end(), key.secret_key.begin());
  std::copy(secret.begin() + 32, secret.end(), key.public_key.begin());
  return key;
}

template <std::size_t size>
std::array<std::uint8_t, size> filled(std::uint8_t with) {
  std::array<std::uint8_t, size> bytes{};
  bytes.fill(with);
  return bytes;
}

NewsRevision small_revision() {
  NewsParts parts;
  parts.event = Record{.kind = "event", .id = id<RecordId>(30), .fields = {{"title", "ค่าย"}}};
  parts.news = {.kind = "news", .id = id<RecordId>(3), .fields = {{"headline", "หัวข้อ"}, {"body", "เนื้อข่าว"}}};
  for (int i : {2, 1}) {
    Record member{
        .kind = "news_photo", .id = id<RecordId>(10 + i), .fields = {{"position", "b" + std::to_string(i)}}};
    Record media{
        .kind = "media",
        .id = id<RecordId>(20 + i),
        .fields = {{"sha256", sha256(std::to_string(i)).hex()}, {"caption", "ภาพที่ " + std::to_string(i)}}};
    parts.photos.push_back({member, media});
  }
  NewsRevision revision = compose_revision(parts, 1);
  for (RevisionItem& item : revision.items) item.salt.fill(7);
  return revision;
}

}  // namespace

TEST_CASE("the change envelope is the golden one and comes back whole") {
  const Change put = headline_change();
  const Change act = approval();
  std::vector<Change> all = {put, act};
  for (const Change& change : other_forms()) all.push_back(change);
  std::string lines;
  for (const Change& change : all) lines += change_payload(change) + "\n";
  check_golden("change_envelope.jsonl", lines);
  for (const Change& change : all) {
    const Change back = *change_from_payload(change_payload(change));
    CHECK(change_payload(back) == change_payload(change));
    CHECK(back.bases == change.bases);
    CHECK(back.device == change.device);
    CHECK(back.act == change.act);
    CHECK(back.set == change.set);
    CHECK(back.seen == change.seen);
    CHECK(back.op == change.op);
  }
}

TEST_CASE("sealing fixes the payload's bytes, and a line carries signature and base values beside it") {
  SealedChange sealed = seal(headline_change());
  CHECK(sealed.sha == sha256(sealed.payload));
  CHECK(push_line(sealed) == sealed.payload);
  sealed.signature.emplace().fill(0xAB);
  sealed.base_values = {{"headline", "เดิม\tมีแท็บ"}};
  const SealedChange back = *sealed_from_line(push_line(sealed));
  CHECK(back.payload == sealed.payload);
  CHECK(back.sha == sealed.sha);
  CHECK(back.signature == sealed.signature);
  CHECK(back.base_values == sealed.base_values);
}

TEST_CASE("a line of a push with its signature and base values is the golden one") {
  SealedChange decision = seal(approval());
  decision.signature = sign(decision.sha.bytes, fixed_key());
  SealedChange put = seal(headline_change());
  put.base_values = {{"headline", "เปิดค่าย 25 มิถุนายน 2569"}, {"lead", Value{}}};
  check_golden("push_line.txt", push_line(decision) + "\n" + push_line(put) + "\n");
  const SealedChange back = *sealed_from_line(push_line(decision));
  CHECK(verify(back.sha.bytes, *back.signature, fixed_key().public_key));
  CHECK(sealed_from_line(push_line(put))->base_values == put.base_values);
}

TEST_CASE("the id of a change that cannot be read is found where there is one") {
  const std::string line = change_payload(headline_change());
  CHECK(id_in_payload(line) == id<ChangeId>(1));
  CHECK(id_in_payload(line + "\t{broken") == id<ChangeId>(1));
  for (const char* text : {"", "{", "[]", "{\"id\":7}", "{\"id\":\"x\"}"}) CHECK(id_in_payload(text).empty());
}

TEST_CASE("a payload that is not a change is refused with a reason") {
  const auto code = [](std::string text) { return change_from_payload(text).refusal().code; };
  CHECK(code("{") == Code::bad_json);
  CHECK(code("[]") == Code::bad_json);
  CHECK(code("{\"v\":2}") == Code::protocol_mismatch);
  CHECK(code("{\"v\":1}") == Code::bad_request);
  std::string text = change_payload(headline_change());
  text.replace(text.find("\"op\":\"put\""), 10, "\"op\":\"xyz\"");
  CHECK(code(text) == Code::bad_request);
  CHECK(parse_json(std::string(100, '[') + std::string(100, ']')).refusal().code == Code::bad_json);
}

TEST_CASE("a record line is the golden one and comes back whole") {
  Record record{.kind = "news", .id = id<RecordId>(3), .seq = 15};
  record.fields = {{"headline", "หัวข้อ"}, {"submissions", std::int64_t{2}}};
  record.older_seqs = {{"headline", 12}};
  record.delete_seq = 14;
  record.changed_by = id<UserId>(2);
  record.changed_at = Instant{1'795'402'475'123};
  check_golden("record_line.json", record_line(record) + "\n");
  const Record back = *record_from_line(record_line(record));
  CHECK(record_line(back) == record_line(record));
  CHECK(back.seq_of("headline") == 12);
  CHECK(back.seq_of("submissions") == 15);
  CHECK(back.seq_of("lead") == 0);
}

TEST_CASE("a revision's canonical form and hash are golden, and are over commitments") {
  const NewsRevision revision = small_revision();
  check_golden("revision_canonical.json",
               revision_canonical(revision) + "\n" + revision_sha(revision).hex() + "\n");
  check_golden("revision_document.json", revision_document(revision) + "\n");
  const NewsRevision back = *revision_from_document(revision_document(revision));
  CHECK(revision_sha(back) == revision_sha(revision));
  CHECK(revision.text("photos/0/caption") == "ภาพที่ 1");
  CHECK(revision.photo_count() == 2);
  NewsRevision other = revision;
  other.items[0].value = "หัวข้ออื่น";
  CHECK(revision_sha(other) != revision_sha(revision));
  CHECK(content_sha(other) != content_sha(revision));
  CHECK(what_changed(revision, other) == "«headline|หัวข้อข่าว»");
  other = revision;
  other.items[0].salt.fill(8);
  CHECK(revision_sha(other) != revision_sha(revision));
  CHECK(content_sha(other) == content_sha(revision));
  NewsRevision erased = revision;
  erased.items[0].erased = commitment(erased.items[0].salt, canonical(erased.items[0].value));
  erased.items[0].value = Value{};
  erased.items[0].salt = {};
  check_golden("revision_erased.json", revision_document(erased) + "\n");
  CHECK(revision_sha(*revision_from_document(revision_document(erased))) == revision_sha(revision));
}

TEST_CASE("the messages of a round are golden and come back whole") {
  Hello hello{.epoch = id<EpochId>(4),
              .cursor = 41,
              .round = id<RoundId>(6),
              .last_token = "t1",
              .witnessed_seq = 40};
  HelloAnswer answer;
  answer.office = "สพป.ตัวอย่าง เขต 1";
  answer.epoch = hello.epoch;
  answer.head = 43;
  answer.chain_head = sha256("head");
  answer.chain_at_witness = sha256("witness");
  answer.token = "t2";
  answer.server_now = Instant{1'795'402'475'123};
  answer.digests["news"] = {~0ULL, 1, 2};
  PushAnswer push_answer{{{id<ChangeId>(1), Outcome::merged, 42, "", ""},
                          {id<ChangeId>(7), Outcome::refused, 0, "revision_superseded", "headline"}}};
  PullPage page{record_line({.kind = "note", .id = id<RecordId>(8), .seq = 43}) + "\n", 43, 43,
                sha256("head"), answer.digests};
  const PushRequest push{hello.round, {seal(headline_change())}};
  check_golden("sync_round.txt", hello_text(hello) + "\n" + hello_answer_text(answer) + "\n" +
                                     push_text(push) + push_answer_text(push_answer) +
                                     pull_text({hello.epoch, 41, 262144, hello.round}) + "\n" +
                                     pull_page_text(page));
  CHECK(hello_text(*hello_from_text(hello_text(hello))) == hello_text(hello));
  CHECK(hello_answer_text(*hello_answer_from_text(hello_answer_text(answer))) == hello_answer_text(answer));
  CHECK(push_text(*push_from_text(push_text(push))) == push_text(push));
  CHECK(push_answer_text(*push_answer_from_text(push_answer_text(push_answer))) ==
        push_answer_text(push_answer));
  CHECK(pull_page_text(*pull_page_from_text(pull_page_text(page))) == pull_page_text(page));
}

TEST_CASE("a first round has no epoch yet") {
  const Hello first{.round = id<RoundId>(6)};
  CHECK(hello_from_text(hello_text(first))->epoch.empty());
}

// A pairing with a fixed code and nonces, whole: what either side must compute to be understood by the other.
TEST_CASE("the messages and proofs of a pairing are golden") {
  const Sha256 spki = sha256("the server's key");
  const PairStart start{filled<32>(0x11)};
  const Salt salt = filled<16>(0x22);
  const Nonce server_nonce = filled<32>(0x33);
  const MacKey key = *pairing_key(*read_pairing_code("ABCDE-FGHJK"), salt);
  PairOffer offer{salt, server_nonce, {}};
  const std::string terms = pairing_terms(start, offer);
  offer.proofs = {server_proof(key, spki, start.client_nonce, server_nonce, terms)};
  Registration registration{"โน้ตบุ๊ก 1", fixed_key().public_key, filled<32>(0x44), "รหัสผ่านยาว",
                            filled<32>(0x55)};
  registration.former_device = id<DeviceId>(9);
  const std::string message = former_device_message(registration, server_nonce);
  registration.former_signature = sign(view_of(message), fixed_key());
  const std::string text = registration_text(registration);
  const PairFinish finish{start.client_nonce, server_nonce,
                          client_proof(key, spki, start.client_nonce, server_nonce, terms, text), text};
  const Enrolment enrolment{id<DeviceId>(10), "device token",     "round token",    id<UserId>(2),   "somsri",
                            "สมศรี",           "สพป.ตัวอย่าง เขต 1", filled<32>(0x66), filled<32>(0x77)};
  check_golden("pairing.txt", "spki " + spki.hex() + "\nkey " + to_hex(key) + "\nterms " + terms + "\n" +
                                  pair_start_text(start) + "\n" + pair_offer_text(offer) + "\n" + message +
                                  "\n" + pair_finish_text(finish) + "\n" + enrolment_text(enrolment) + "\n");
  const Registration back = *registration_from_text(text);
  CHECK(former_device_message(back, server_nonce) == message);
  CHECK(verify(view_of(message), back.former_signature, fixed_key().public_key));
}

TEST_CASE("a user's key, sealed under the password, is golden and opens with that password alone") {
  const SignKeyPair key = fixed_key();
  const Bytes sealed = *seal_with_password(key.secret_key, "รหัสผ่านยาว", filled<16>(0x22), filled<24>(0x88));
  check_golden("sealed_user_key.txt", to_hex(sealed) + "\n");
  const Bytes opened = *open_with_password(sealed, "รหัสผ่านยาว");
  CHECK(to_hex(opened) == to_hex(key.secret_key));
  CHECK(open_with_password(sealed, "รหัสผ่าน").refusal().code == Code::wrong_password);
  CHECK(*seal_with_password(key.secret_key, "รหัสผ่านยาว") != sealed);
}

TEST_CASE("a civil date and an instant are written differently and meet only in Bangkok") {
  std::string text;
  for (const char* instant :
       {"1999-12-31T23:59:59.999Z", "2026-09-30T16:59:59.999Z", "2026-09-30T17:00:00.000Z",
        "2026-11-23T02:54:35.123Z", "2026-12-31T16:59:59.999Z", "2026-12-31T17:00:00.000Z",
        "2028-02-28T17:00:00.000Z"}) {
    const Instant at = *parse_iso_utc(instant);
    const CivilDate day = bangkok_date(at);
    text += iso_utc(at) + " " + std::to_string(at.unix_ms) + " " + day.iso() + " " +
            std::to_string(fiscal_year_be(day)) + " " + thai_long_date(day) + "\n";
  }
  check_golden("dates.txt", text);
}

TEST_CASE("the messages of a pairing come back whole") {
  Registration registration{"โน้ตบุ๊ก 1", {1}, {2}, "รหัสผ่าน", {3}};
  CHECK(registration_text(*registration_from_text(registration_text(registration))) ==
        registration_text(registration));
  registration.password.clear();
  CHECK(registration_from_text(registration_text(registration))->user_sign_key == PublicKey{});
  PairOffer offer{{4}, {5}, {{6}, {7}}};
  CHECK(pair_offer_text(*pair_offer_from_text(pair_offer_text(offer))) == pair_offer_text(offer));
  CHECK_FALSE(pair_start_from_text("{\"client_nonce\":\"zz\"}").ok());
}

TEST_CASE("what was compressed expands to itself, within its bound") {
  const std::string text(100'000, 'x');
  CHECK(*expand(compress(text)) == text);
  CHECK(expand(compress(text), 99'999).refusal().code == Code::too_large);
  CHECK(expand("not zstd").refusal().code == Code::bad_request);
  std::string cut = compress(text);
  cut.resize(cut.size() - 3);
  CHECK_FALSE(expand(cut).ok());
}

TEST_CASE("a digest is a sum: order does not matter, and what is taken out leaves no trace") {
  Digest one;
  Digest other;
  for (int i = 0; i < 50; ++i) one.add(sha256(std::to_string(i)));
  for (int i = 60; i-- > 0;) other.add(sha256(std::to_string(i)));
  for (int i = 50; i < 60; ++i) other.subtract(sha256(std::to_string(i)));
  CHECK(one == other);
  other.add(sha256("one more"));
  CHECK_FALSE(one == other);
}

TEST_CASE("derived ids are the same everywhere") {
  check_golden("derived_ids.txt",
               uuid_v5(media_name_space, sha256("photo").hex()).text() + "\n" +
                   uuid_v5(member_name_space, member_name(id<RecordId>(3), id<RecordId>(20), 0)).text() +
                   "\n" + uuid_v5(school_name_space, "ministry/1012345678").text() + "\n" +
                   uuid_v5(likeness_name_space, likeness_name(id<RecordId>(20), id<RecordId>(3))).text() +
                   "\n");
}
