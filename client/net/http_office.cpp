#include "client/net/http_office.hpp"

#include "client/net/http_files.hpp"
#include "client/net/http_sync.hpp"
#include "client/net/server_link.hpp"
#include "shared/wire/radar_json.hpp"

namespace khaosan::client {
namespace {

class HttpOffice : public Office {
 public:
  HttpOffice(ServerLink link, std::string found_at)
      : link_(std::move(link)),
        sync_(link_),
        files_(link_, "/api/v1/media/"),
        quarantined_files_(link_, "/api/v1/quarantine/media/"),
        found_at_(std::move(found_at)) {}
  std::string url() const override { return found_at_; }
  Done probe() { return link_.probe(); }
  SyncService& sync() override { return sync_; }
  FileTransfer& files() override { return files_; }
  FileTransfer& quarantined_files() override { return quarantined_files_; }

  Result<SignedIn> sign_in(const SignIn& request) override {
    const std::string path = "/api/v1/sign-in";
    KHAOSAN_LET(body, link_.post(path, sign_in_text(request), json_type));
    return understood(path, signed_in_from_text(body));
  }

  Result<Radar> laptops() override {
    const std::string path = "/api/v1/laptops";
    KHAOSAN_LET(body, link_.get(path));
    return understood(path, radar_from_text(body));
  }

  Result<std::string> history(const std::string& kind, const std::string& id) override {
    return link_.get("/api/v1/history/" + escaped_segment(kind) + "/" + escaped_segment(id));
  }

 private:
  ServerLink link_;
  HttpSync sync_;
  HttpFiles files_;
  HttpFiles quarantined_files_;
  std::string found_at_;
};

class HttpPairing : public PairingChannel {
 public:
  HttpPairing(ServerLink link, const Sha256& peer) : link_(std::move(link)), peer_(peer) {}

  Result<PairOffer> start(const PairStart& request) override {
    const std::string path = "/api/v1/pair/start";
    KHAOSAN_LET(body, link_.post(path, pair_start_text(request), json_type));
    return understood(path, pair_offer_from_text(body));
  }

  Sha256 peer_spki() const override { return peer_; }

  Result<Enrolment> finish(const PairFinish& request) override {
    const std::string path = "/api/v1/pair/finish";
    KHAOSAN_LET(body, link_.post(path, pair_finish_text(request), json_type));
    return understood(path, enrolment_from_text(body));
  }

 private:
  ServerLink link_;
  Sha256 peer_;
};

Result<HttpsClient> client_for(const OfficeUrl& url, const Sha256& pin, ClientTimes times) {
  // An address that lost its "s", or its pin, must not become a way around the pin.
  if (url.secure == pin.empty()) return refuse(Code::wrong_pin, url.place());
  if (!url.secure) return HttpsClient::plain(url.host, url.port, times);
  return HttpsClient::pinned(url.host, url.port, pin, times);
}

}  // namespace

Result<std::unique_ptr<PairingChannel>> HttpNetwork::open_pairing(const std::string& url) {
  KHAOSAN_LET(address, parse_office_url(url));
  Sha256 peer;
  if (address.secure) {
    ServerLink learning(address, HttpsClient::learning(address.host, address.port, times_), "");
    KHAOSAN_TRY(learning.probe());
    peer = learning.peer_key();
    if (peer.empty()) return refuse(Code::wrong_pin, address.place());
  }
  KHAOSAN_LET(client, client_for(address, peer, times_));
  return std::unique_ptr<PairingChannel>(
      std::make_unique<HttpPairing>(ServerLink(address, std::move(client), ""), peer));
}

// The pin holds in every handshake: whoever answers elsewhere without the key gets no byte of a request.
Result<std::unique_ptr<Office>> HttpNetwork::connect(const OfficeAddress& address) {
  auto there = connect_at(address.url, address);
  const bool is_gone =
      !there.ok() && (there.refusal().code == Code::server_away || there.refusal().code == Code::wrong_pin);
  if (!is_gone || !others_ || address.spki_pin.empty()) return there;
  for (const std::string& url : others_(address.spki_pin)) {
    if (url == address.url) continue;
    if (auto found = connect_at(url, address); found.ok()) return found;
  }
  return there;
}

Result<std::unique_ptr<Office>> HttpNetwork::connect_at(const std::string& at,
                                                        const OfficeAddress& address) const {
  KHAOSAN_LET(url, parse_office_url(at));
  KHAOSAN_LET(client, client_for(url, address.spki_pin, times_));
  auto office = std::make_unique<HttpOffice>(ServerLink(url, std::move(client), address.device_token),
                                             at == address.url ? std::string() : at);
  KHAOSAN_TRY(office->probe());
  return std::unique_ptr<Office>(std::move(office));
}

}  // namespace khaosan::client
