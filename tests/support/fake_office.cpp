#include "tests/support/fake_office.hpp"

#include <algorithm>

#include "shared/crypto/pairing.hpp"
#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t upload_piece_bytes = 4;

Refusal away() {
  return refuse(Code::server_away, "fake office");
}

void set_fields(Record& record, const Fields& set, Seq seq) {
  const Record before = record;
  for (const auto& [name, value] : before.fields) record.older_seqs[name] = before.seq_of(name);
  for (const auto& [name, value] : set) {
    if (is_empty(value)) {
      record.fields.erase(name);
    } else {
      record.fields.insert_or_assign(name, value);
    }
    record.older_seqs.erase(name);
  }
  record.seq = seq;
}

class FakePairing : public PairingChannel {
 public:
  explicit FakePairing(FakeOffice& office) : office_(office) {}

  Result<PairOffer> start(const PairStart& request) override {
    client_nonce_ = request.client_nonce;
    offer_.salt[0] = 7;
    offer_.server_nonce[0] = 9;
    const auto other = *pairing_key("0000000000", offer_.salt);
    terms_ = pairing_terms(request, offer_);
    offer_.proofs = {server_proof(other, office_.certificate, client_nonce_, offer_.server_nonce, terms_),
                     server_proof(key(), office_.certificate, client_nonce_, offer_.server_nonce, terms_)};
    return offer_;
  }
  Sha256 peer_spki() const override { return office_.seen_instead.value_or(office_.certificate); }
  Result<Enrolment> finish(const PairFinish& request) override {
    office_.finished = request;
    const Mac expected = client_proof(key(), office_.certificate, client_nonce_, offer_.server_nonce, terms_,
                                      request.registration);
    if (request.proof != expected) return refuse(Code::wrong_code);
    Enrolment enrolment;
    enrolment.device = DeviceId{uuid_v5(media_name_space(), "device")};
    enrolment.device_token = "device-token";
    enrolment.round_token = "token-0";
    enrolment.user = office_.user;
    enrolment.user_name = "somsri";
    enrolment.display_name = "สมศรี ใจดี";
    enrolment.office = "สพป.ตัวอย่าง";
    return enrolment;
  }

 private:
  static Uuid media_name_space() { return Uuid{{1}}; }
  MacKey key() const { return *pairing_key(*read_pairing_code(office_.pairing_code), offer_.salt); }
  FakeOffice& office_;
  Nonce client_nonce_{};
  PairOffer offer_;
  std::string terms_;
};

class QuarantineTransfer : public FileTransfer {
 public:
  explicit QuarantineTransfer(FakeOffice& office) : office_(office) {}
  Done send(const Sha256& sha, const std::string&, std::uint64_t size_bytes, const ReadAt& read,
            const std::string&, const std::function<Done(const std::string&)>& remember,
            const TransferProgress&) override {
    KHAOSAN_TRY(remember("/quarantine/1"));
    Bytes all(static_cast<std::size_t>(size_bytes));
    KHAOSAN_LET(count, read(0, all));
    all.resize(count);
    office_.quarantined_files[sha] = all;
    return {};
  }
  Result<Bytes> fetch_small(const Sha256&) override { return refuse(Code::revoked); }
  Done send_small(const Sha256&, ByteView) override { return refuse(Code::revoked); }
  Done fetch_original(const Sha256&, std::uint64_t, const TakeBytes&) override {
    return refuse(Code::revoked);
  }
  Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>&) override {
    return refuse(Code::revoked);
  }

 private:
  FakeOffice& office_;
};

class FakeConnection : public Office {
 public:
  explicit FakeConnection(FakeOffice& office) : office_(office), aside_(office) {}
  FileTransfer& quarantined_files() override { return aside_; }
  SyncService& sync() override { return office_; }
  FileTransfer& files() override { return office_; }
  Result<SignedIn> sign_in(const SignIn& request) override {
    return SignedIn{UserId{uuid_v5(Uuid{{2}}, request.user_name)}, request.user_name, request.user_name};
  }
  Result<Radar> laptops() override { return office_.radar; }
  Result<std::string> history(const std::string&, const std::string&) override {
    return std::string(R"({"entries":[{"at":"2026-11-23T02:00:00.000Z","by":")") + office_.user.text() +
           R"(","detail":"ข่าว \"ใหม่\"","what":"put"}]})";
  }

 private:
  FakeOffice& office_;
  QuarantineTransfer aside_;
};

}  // namespace

FakeOffice::FakeOffice() {
  certificate = sha256("certificate of the office");
  user = UserId{uuid_v5(Uuid{{3}}, "somsri")};
  epoch = EpochId{uuid_v5(Uuid{{4}}, "first")};
  chain_.emplace_back();
}

Result<std::unique_ptr<PairingChannel>> FakeOffice::open_pairing(const std::string&) {
  return std::unique_ptr<PairingChannel>(std::make_unique<FakePairing>(*this));
}

Result<std::unique_ptr<Office>> FakeOffice::connect(const OfficeAddress& address) {
  pin_used = address.spki_pin;
  return std::unique_ptr<Office>(std::make_unique<FakeConnection>(*this));
}

Done FakeOffice::begin(Step step) {
  if (meanwhile) meanwhile(step);
  if (fail_at != step) return {};
  fail_at.reset();
  return away();
}

Done FakeOffice::end(Step step) {
  if (lose_at != step) return {};
  lose_at.reset();
  return away();
}

Seq FakeOffice::next_seq() {
  chain_.push_back(sha256(chain_.back().hex() + std::to_string(chain_.size()) + epoch.text()));
  return head();
}

void FakeOffice::write(const std::string& kind, RecordId id, const Fields& set, bool deleted) {
  Record& record = records[{kind, id}];
  const Seq seq = next_seq();
  record.kind = kind;
  record.id = id;
  record.changed_by = user;
  record.changed_at = Instant{1'790'000'000'000 + seq};
  set_fields(record, set, seq);
  if (deleted != record.deleted) {
    record.deleted = deleted;
    record.delete_seq = seq;
  }
}

void FakeOffice::restart_epoch(Seq at) {
  chain_.resize(static_cast<std::size_t>(at) + 1);
  std::erase_if(records, [&](const auto& one) { return one.second.seq > at; });
  ended_ = {epoch, at};
  epoch = EpochId{uuid_v5(Uuid{{4}}, "second")};
  answered_.clear();
  next_seq();
}

Digests FakeOffice::digests() const {
  Digests sums;
  for (const auto& [key, record] : records) sums[key.first].add(sha256(record_line(record)));
  if (wrong_digest && !sums.empty()) sums.begin()->second.low += 1;
  return sums;
}

Result<HelloAnswer> FakeOffice::hello(const Hello& hello) {
  steps.emplace_back("hello");
  rounds.push_back(hello.round);
  tokens.push_back(hello.last_token);
  KHAOSAN_TRY(begin(Step::hello));
  if (shuts_out) return refuse(*shuts_out, "laptop-1");
  HelloAnswer answer;
  answer.epoch = epoch;
  answer.head = head();
  answer.chain_head = chain_.back();
  if (hello.witnessed_seq <= head())
    answer.chain_at_witness = chain_[static_cast<std::size_t>(hello.witnessed_seq)];
  if (break_chain) answer.chain_at_witness = sha256("another history");
  if (hello.epoch == ended_.first && hello.epoch != epoch) {
    answer.epoch_end = ended_.second;
    answer.wants_numbers = true;
  }
  answer.backed_up_seq = backed_up_seq;
  answer.server_now = server_now;
  answer.token = "token-" + std::to_string(rounds.size());
  answer.digests = digests();
  KHAOSAN_TRY(end(Step::hello));
  return answer;
}

void FakeOffice::carry_out(const Change& change, Seq seq) {
  Record& record = records[{change.kind, change.record}];
  record.kind = change.kind;
  record.id = change.record;
  record.changed_by = change.author;
  record.changed_at = Instant{1'790'000'000'000 + seq};
  Fields set = change.set;
  if (change.op == Op::act && change.act.verb == "submit") {
    set["status"] = Value{std::string("in_review")};
    set["revision"] = Value{change.act.revision};
  }
  set_fields(record, set, seq);
  if (change.op == Op::remove || change.op == Op::restore) {
    record.deleted = change.op == Op::remove;
    record.delete_seq = seq;
  }
}

ChangeAnswer FakeOffice::answer_to(const SealedChange& change) {
  const Change content = *change_from_payload(change.payload);
  if (unreadable_if && unreadable_if(content)) return {{}, Outcome::refused, 0, "bad_json", "line"};
  const auto before = answered_.find(content.id);
  if (before != answered_.end()) {
    if (before->second.first == change.sha) return before->second.second;
    return {content.id, Outcome::refused, 0, "id_reused", content.id.text()};
  }
  ChangeAnswer answer{content.id, Outcome::accepted, 0, "", ""};
  const auto refusal = refuse_if ? refuse_if(content) : std::nullopt;
  if (refusal) {
    answer.outcome = Outcome::refused;
    answer.code = refusal->name();
    answer.detail = refusal->detail;
    if (refusal->code == Code::id_reused) return answer;
  } else {
    answer.seq = next_seq();
    carry_out(content, answer.seq);
  }
  answered_[content.id] = {change.sha, answer};
  return answer;
}

Result<PushAnswer> FakeOffice::push(const PushRequest& request) {
  numbers.insert(numbers.end(), request.numbers.begin(), request.numbers.end());
  steps.emplace_back("push");
  for (const SealedChange& change : request.changes) {
    pushed.push_back(change.payload);
    sealed.push_back(*sealed_from_line(push_line(change)));
  }
  KHAOSAN_TRY(begin(Step::push));
  PushAnswer answers;
  for (const SealedChange& change : request.changes) answers.answers.push_back(answer_to(change));
  KHAOSAN_TRY(end(Step::push));
  return answers;
}

Result<PullPage> FakeOffice::pull(const PullRequest& request) {
  if (request.unsent) {
    left.push_back(*request.unsent);
  } else {
    steps.emplace_back("pull");
    ++pulls;
  }
  KHAOSAN_TRY(begin(Step::pull));
  std::vector<const Record*> rows;
  for (const auto& [key, record] : records) {
    if (record.seq > request.cursor) rows.push_back(&record);
  }
  std::sort(rows.begin(), rows.end(), [](const Record* a, const Record* b) { return a->seq < b->seq; });
  PullPage page;
  page.head = head();
  page.next = head();
  std::int64_t count = 0;
  for (const Record* record : rows) {
    if (count++ == page_records_max) break;
    page.lines += record_line(*record) + "\n";
    page.next = count == page_records_max && record != rows.back() ? record->seq : head();
  }
  if (forged_page) page.lines = *forged_page;
  page.chain_head = chain_.back();
  page.digests = digests();
  KHAOSAN_TRY(end(Step::pull));
  return page;
}

Done FakeOffice::send(const Sha256& sha, const std::string&, std::uint64_t size_bytes, const ReadAt& read,
                      const std::string& upload_url, const std::function<Done(const std::string&)>& remember,
                      const TransferProgress& progress) {
  steps.emplace_back("send");
  KHAOSAN_TRY(begin(Step::send));
  std::string url = upload_url;
  if (url.empty()) {
    url = "/upload/" + std::to_string(uploads.size());
    KHAOSAN_TRY(remember(url));
  }
  Bytes& got = uploads[url];
  while (got.size() < size_bytes) {
    if (stop_upload_after != 0 && got.size() >= stop_upload_after) return away();
    Bytes piece(upload_piece_bytes);
    KHAOSAN_LET(count, read(got.size(), piece));
    got.insert(got.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    bytes_received += count;
    (void)progress(got.size());
  }
  if (sha256(got) != sha) return refuse(Code::file_damaged, sha.hex());
  files_here[sha] = got;
  return end(Step::send);
}

Result<Quarantined> FakeOffice::quarantine(const std::vector<SealedChange>& changes) {
  steps.emplace_back("quarantine");
  quarantined.insert(quarantined.end(), changes.begin(), changes.end());
  return Quarantined{static_cast<std::int64_t>(changes.size()), false};
}

Done FakeOffice::send_small(const Sha256& sha, ByteView jpeg) {
  steps.emplace_back("preview");
  KHAOSAN_TRY(begin(Step::send_small));
  if (preview_refusal) return *preview_refusal;
  small_here.try_emplace(sha, jpeg.begin(), jpeg.end());
  return end(Step::send_small);
}

Done FakeOffice::fetch_original(const Sha256& sha, std::uint64_t from, const TakeBytes& take) {
  steps.emplace_back("original");
  KHAOSAN_TRY(begin(Step::fetch_original));
  const auto found = files_here.find(sha);
  if (found == files_here.end()) return refuse(Code::file_not_found, sha.hex());
  if (rotten.contains(sha)) return away();  // its disk gives nothing more
  std::uint64_t sent = 0;
  for (std::size_t at = from; at < found->second.size();) {
    if (break_fetch_after != 0 && sent >= break_fetch_after) return away();
    const std::size_t count = std::min(upload_piece_bytes, found->second.size() - at);
    KHAOSAN_TRY(take(ByteView(found->second).subspan(at, count)));
    at += count;
    sent += count;
    bytes_fetched += count;
  }
  return end(Step::fetch_original);
}

Result<std::vector<ShelfAnswer>> FakeOffice::ask_shelf(const std::vector<Sha256>& files) {
  steps.emplace_back("shelf");
  std::vector<ShelfAnswer> answers;
  for (const Sha256& sha : files) {
    if (answers.size() == shelf_answers_max) break;
    const ShelfState state = !files_here.contains(sha) ? ShelfState::missing
                             : rotten.contains(sha)    ? ShelfState::damaged
                                                       : ShelfState::whole;
    answers.push_back({sha, state});
  }
  return answers;
}

Result<Bytes> FakeOffice::fetch_small(const Sha256& sha) {
  steps.emplace_back("small");
  KHAOSAN_TRY(begin(Step::fetch_small));
  if (small_refusal) return *small_refusal;
  const auto found = small_here.find(sha);
  if (found == small_here.end()) return refuse(Code::not_found);
  return found->second;
}

}  // namespace khaosan::client
