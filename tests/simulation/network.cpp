#include "tests/simulation/network.hpp"

#include <algorithm>
#include <array>

#include "shared/crypto/sha256.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/media_id.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::simulation {

template <typename Answer>
Result<Answer> LaptopNetwork::exchange(const char* what, const std::function<Result<Answer>()>& ask) {
  KHAOSAN_TRY(before(what));
  Result<Answer> answer = ask();
  if (!wires_.server.disk.dead() && wires_.faults.strikes(Fault::request_sent_twice)) {
    wires_.faults.count(Fault::request_sent_twice);
    Result<Answer> again = ask();
    if (wires_.dice.below(2) == 0) answer = std::move(again);
  }
  KHAOSAN_TRY(after(what, answer.ok() ? nullptr : &answer.refusal()));
  if (meanwhile) meanwhile();
  return answer;
}

namespace {

constexpr std::int64_t exchange_ms = 40;
constexpr std::size_t old_requests_kept = 6;
constexpr int server_steps_max = 40;  // of its disk, in which a planned fault falls
constexpr std::size_t upload_piece_bytes = 512;

Refusal away() {
  return refuse(Code::server_away, "simulation");
}

class Pairing : public client::PairingChannel {
 public:
  explicit Pairing(LaptopNetwork& network) : network_(network) {}
  Result<PairOffer> start(const PairStart& request) override {
    return network_.exchange<PairOffer>("pair/start", [this, request]() -> Result<PairOffer> {
      OfficeServer& server = network_.wires().server;
      return server.accounts().pair_start(request, server.certificate);
    });
  }
  Sha256 peer_spki() const override { return network_.wires().server.certificate; }
  Result<Enrolment> finish(const PairFinish& request) override {
    return network_.exchange<Enrolment>("pair/finish", [this, request]() -> Result<Enrolment> {
      OfficeServer& server = network_.wires().server;
      return server.accounts().pair_finish(request, server.certificate);
    });
  }

 private:
  LaptopNetwork& network_;
};

class Service : public SyncService {
 public:
  Service(LaptopNetwork& network, std::string token) : network_(network), token_(std::move(token)) {}

  Result<HelloAnswer> hello(const Hello& hello) override {
    const auto told = ask("hello", hello_text(hello), [](SyncService& service, const std::string& text) {
      const auto read = hello_from_text(text);
      const auto answer = read.ok() ? service.hello(*read) : Result<HelloAnswer>(read.refusal());
      return answer.ok() ? Result<std::string>(hello_answer_text(*answer)) : answer.refusal();
    });
    if (!told.ok()) return told.refusal();
    return hello_answer_from_text(*told);
  }
  Result<PushAnswer> push(const PushRequest& request) override {
    const auto told = ask("push", push_text(request), [](SyncService& service, const std::string& text) {
      const auto read = push_from_text(text);
      const auto answer = read.ok() ? service.push(*read) : Result<PushAnswer>(read.refusal());
      return answer.ok() ? Result<std::string>(push_answer_text(*answer)) : answer.refusal();
    });
    if (!told.ok()) return told.refusal();
    auto answer = push_answer_from_text(*told);
    if (answer.ok()) trace(*answer);
    return answer;
  }
  Result<Quarantined> quarantine(const std::vector<SealedChange>& changes) override {
    const std::string text = push_text({{}, changes, {}});
    LaptopNetwork& network = network_;
    const auto at_server = [&network, token = token_, text]() -> Result<Quarantined> {
      KHAOSAN_LET(device, network.wires().server.accounts().shut_out("Bearer " + token));
      KHAOSAN_LET(read, push_from_text(text));
      KHAOSAN_LET(answer, network.wires().server.desk().quarantine(device, read.changes));
      return quarantined_from_text(quarantined_text(answer));
    };
    auto answer = network.exchange<Quarantined>("quarantine", at_server);
    network.remember([at_server] { static_cast<void>(at_server().ok()); });
    if (answer.ok() && answer->kept > 0) ++network_.wires().counters["quarantined"];
    return answer;
  }
  Result<PullPage> pull(const PullRequest& request) override {
    const auto told = ask("pull", pull_text(request), [](SyncService& service, const std::string& text) {
      const auto read = pull_from_text(text);
      const auto answer = read.ok() ? service.pull(*read) : Result<PullPage>(read.refusal());
      return answer.ok() ? Result<std::string>(pull_page_text(*answer)) : answer.refusal();
    });
    if (!told.ok()) return told.refusal();
    return pull_page_from_text(*told);
  }

 private:
  using Handle = Result<std::string> (*)(SyncService&, const std::string&);
  Result<std::string> ask(const char* what, const std::string& text, Handle handle) {
    LaptopNetwork& network = network_;
    const std::string token = token_;
    const auto at_server = [&network, token, text, handle]() -> Result<std::string> {
      KHAOSAN_LET(device, network.device(token));
      return handle(*network.wires().server.desk().service_for(device), text);
    };
    auto answer = network.exchange<std::string>(what, at_server);
    network.remember([at_server] { static_cast<void>(at_server().ok()); });
    return answer;
  }
  void trace(const PushAnswer& answer) {
    for (const ChangeAnswer& one : answer.answers) {
      if (!one.code.empty()) ++network_.wires().counters["answer " + one.code];
      const std::string why = one.code.empty() ? "" : " " + one.code + " " + one.detail;
      network_.wires().trace.say("      " + one.id.text() + " " + std::string(outcome_name(one.outcome)) +
                                 why);
    }
  }
  LaptopNetwork& network_;
  std::string token_;
};

class Transfer : public client::FileTransfer {
 public:
  enum class Where { office, quarantine };
  Transfer(LaptopNetwork& network, std::string token, Where where)
      : network_(network), token_(std::move(token)), where_(where) {}

  Done send(const Sha256& sha, const std::string&, std::uint64_t size_bytes, const client::ReadAt& read,
            const std::string& upload_url, const std::function<Done(const std::string&)>& remember,
            const client::TransferProgress& progress) override {
    OfficeServer& server = network_.wires().server;
    MemoryShelf& shelf = where_ == Where::office ? server.shelf : server.quarantine_shelf;
    std::string url = upload_url;
    if (shelf.upload(url) == nullptr) {
      KHAOSAN_LET(made, network_.exchange<std::string>("upload", [&]() -> Result<std::string> {
        KHAOSAN_TRY(admitted());
        KHAOSAN_TRY(check_not_erased(sha));
        return shelf.has(sha) ? std::string() : shelf.begin_upload();
      }));
      url = made;
      if (url.empty()) return {};  // it is there already
      KHAOSAN_TRY(remember(url));
    }
    for (std::uint64_t at = shelf.upload(url)->size(); at < size_bytes;) {
      if (network_.wires().faults.strikes(Fault::upload_cut)) {
        network_.wires().faults.count(Fault::upload_cut);
        return away();
      }
      std::array<std::uint8_t, upload_piece_bytes> piece{};
      KHAOSAN_LET(count, read(at, piece));
      if (count == 0) return refuse(Code::file_damaged, sha.hex());
      Bytes* upload = shelf.upload(url);
      if (upload == nullptr) return away();
      upload->insert(upload->end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
      at += count;
      if (!progress(at)) return away();
    }
    const auto whole = network_.exchange<bool>("uploaded", [&]() -> Result<bool> {
      KHAOSAN_TRY(admitted());
      KHAOSAN_TRY(check_not_erased(sha));
      if (!shelf.has(sha)) KHAOSAN_TRY(shelf.finish_upload(url, sha));
      return true;
    });
    return whole.ok() ? Done{} : Done{whole.refusal()};
  }

  Result<Bytes> fetch_small(const Sha256& sha) override {
    return network_.exchange<Bytes>("small", [this, sha]() -> Result<Bytes> {
      KHAOSAN_TRY(admitted());
      return network_.wires().server.shelf.small(sha);
    });
  }

  Done send_small(const Sha256& sha, ByteView jpeg) override {
    const auto kept = network_.exchange<bool>("preview", [this, sha, jpeg]() -> Result<bool> {
      KHAOSAN_TRY(admitted());
      OfficeServer& server = network_.wires().server;
      const RecordId media = media_id(sha);
      KHAOSAN_TRY(server.store().read([&](server::StoreReader& store) -> Done {
        KHAOSAN_LET(record, store.record("media", media));
        return record ? Done() : Done(refuse(Code::unknown_record, media.text()));
      }));
      server.shelf.keep_preview(sha, jpeg);
      ++network_.wires().counters["preview sent"];
      return true;
    });
    return kept.ok() ? Done{} : Done{kept.refusal()};
  }

  Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>&) override { return away(); }

  Done fetch_original(const Sha256& sha, std::uint64_t from, const client::TakeBytes& take) override {
    const auto found = network_.exchange<Bytes>("original", [this, sha]() -> Result<Bytes> {
      KHAOSAN_TRY(admitted());
      const auto& whole = network_.wires().server.shelf.whole();
      const auto original = whole.find(sha);
      if (original == whole.end()) return refuse(Code::file_not_found, sha.hex());
      return original->second;
    });
    return found.ok() ? take(ByteView(*found).subspan(from)) : Done{found.refusal()};
  }

 private:
  Done check_not_erased(const Sha256& sha) {
    return network_.wires().server.store().read([&](server::StoreReader& store) -> Done {
      KHAOSAN_LET(erased, is_erased_file(store, sha));
      return erased ? Done{refuse(Code::record_erased, sha.hex())} : Done{};
    });
  }

  Done admitted() {
    if (where_ == Where::office) {
      const auto device = network_.device(token_);
      return device.ok() ? Done{} : Done{device.refusal()};
    }
    const auto device = network_.wires().server.accounts().shut_out("Bearer " + token_);
    return device.ok() ? Done{} : Done{device.refusal()};
  }

  LaptopNetwork& network_;
  std::string token_;
  Where where_;
};

class Connection : public client::Office {
 public:
  Connection(LaptopNetwork& network, const std::string& token)
      : network_(network),
        token_(token),
        service_(network, token),
        transfer_(network, token, Transfer::Where::office),
        aside_(network, token, Transfer::Where::quarantine) {}
  SyncService& sync() override { return service_; }
  client::FileTransfer& files() override { return transfer_; }
  client::FileTransfer& quarantined_files() override { return aside_; }
  Result<SignedIn> sign_in(const SignIn& request) override {
    return network_.exchange<SignedIn>("sign-in", [this, request]() -> Result<SignedIn> {
      KHAOSAN_LET(device, network_.device(token_));
      return network_.wires().server.accounts().sign_in(device, request);
    });
  }
  Result<Radar> laptops() override { return away(); }
  Result<std::string> history(const std::string&, const std::string&) override { return away(); }

 private:
  LaptopNetwork& network_;
  std::string token_;
  Service service_;
  Transfer transfer_;
  Transfer aside_;
};

}  // namespace

Result<std::unique_ptr<client::PairingChannel>> LaptopNetwork::open_pairing(const std::string&) {
  return std::unique_ptr<client::PairingChannel>(std::make_unique<Pairing>(*this));
}

Result<std::unique_ptr<client::Office>> LaptopNetwork::connect(const client::OfficeAddress& address) {
  if (address.spki_pin != wires_.server.certificate) return refuse(Code::wrong_pin, address.url);
  return std::unique_ptr<client::Office>(std::make_unique<Connection>(*this, address.device_token));
}

Result<server::Device> LaptopNetwork::device(const std::string& token) {
  KHAOSAN_LET(caller, wires_.server.accounts().caller("Bearer " + token));
  if (!caller.device) return refuse(Code::unauthorized);
  return std::move(*caller.device);
}

void LaptopNetwork::remember(std::function<void()> request) {
  old_requests_.push_back(std::move(request));
  if (old_requests_.size() > old_requests_kept) old_requests_.pop_front();
}

void LaptopNetwork::replay_an_old_one() {
  if (old_requests_.empty()) return;
  wires_.faults.count(Fault::old_request_replayed);
  wires_.trace.say("    an old request comes once more");
  old_requests_[wires_.dice.below(old_requests_.size())]();
}

// What may go wrong on the way there, and on the server while it works.
Done LaptopNetwork::before(const char* what) {
  if (laptop_.dead()) return away();
  wires_.time.now.unix_ms += exchange_ms;
  FaultPlan& faults = wires_.faults;
  if (faults.strikes(Fault::request_lost)) {
    faults.count(Fault::request_lost);
    wires_.trace.say(std::string("    lost: ") + what);
    return away();
  }
  if (faults.strikes(Fault::old_request_replayed)) replay_an_old_one();
  const auto steps = [&] { return 1 + static_cast<int>(wires_.dice.below(server_steps_max)); };
  if (faults.strikes(Fault::server_crash)) wires_.server.disk.crash_at(steps());
  if (faults.strikes(Fault::server_write_failed)) wires_.server.disk.fail_at(steps());
  return {};
}

Done LaptopNetwork::after(const char* what, const Refusal* refusal) {
  FaultPlan& faults = wires_.faults;
  MemoryDisk& disk = wires_.server.disk;
  if (disk.take_failed()) faults.count(Fault::server_write_failed);
  if (disk.dead()) {
    faults.count(Fault::server_crash);
    wires_.trace.say(std::string("    the server dies: ") + what);
    wires_.server_went_down();
    wires_.server.crash(wires_.dice);
    return away();
  }
  disk.plan_nothing();
  wires_.trace.say(std::string("    ") + what + (refusal ? " refused " + std::string(refusal->name()) : ""));
  if (!faults.strikes(Fault::reply_lost)) return {};
  faults.count(Fault::reply_lost);
  wires_.trace.say(std::string("    reply lost: ") + what);
  return away();
}

}  // namespace khaosan::simulation
