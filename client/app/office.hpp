// The office, as the laptop sees it over a network: a port. client/net makes it real over HTTPS; the
// simulation has its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/sync/radar.hpp"
#include "shared/sync/service.hpp"
#include "shared/wire/files_json.hpp"
#include "shared/wire/pairing_json.hpp"

namespace khaosan::client {

// Where the office is and how we know it: pinned at pairing.
struct OfficeAddress {
  std::string url;
  Sha256 spki_pin;  // empty only for http:// on loopback
  std::string device_token;
};

// Bytes of an original, read on demand: `offset`, and a buffer to fill; fewer only at the end.
using ReadAt = std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> into)>;

// Called now and then during a transfer with the bytes done so far; false stops it.
using TransferProgress = std::function<bool(std::uint64_t bytes_done)>;

// Takes what comes of a file, piece by piece; what it refuses is the refusal of the transfer.
using TakeBytes = std::function<Done(ByteView)>;

class FileTransfer {
 public:
  virtual ~FileTransfer() = default;
  // Sends an original by tus: resumes at `upload_url` if that is still known to the server, else makes a new
  // one and says its URL through `remember` before the first byte. Done only when the server answered with
  // this SHA-256.
  virtual Done send(const Sha256& sha, const std::string& file_name, std::uint64_t size_bytes,
                    const ReadAt& read, const std::string& upload_url,
                    const std::function<Done(const std::string&)>& remember,
                    const TransferProgress& progress) = 0;
  virtual Result<Bytes> fetch_small(const Sha256& sha) = 0;  // the small rendition (JPEG); not_found
  // A small rendition ahead of its original; the office keeps its own if it can make one. unknown_record: it
  // does not know the media record.
  virtual Done send_small(const Sha256& sha, ByteView jpeg) = 0;
  // The bytes of an original behind `from`, in order, as they come. file_not_found; server_away also for a
  // break: what `take` took stays taken.
  virtual Done fetch_original(const Sha256& sha, std::uint64_t from, const TakeBytes& take) = 0;
  // Which of these the office has whole, by reading them now: an answer for the first ones, at least one.
  virtual Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>& files) = 0;
};

// One connection to the office, with this laptop's token.
class Office {
 public:
  virtual ~Office() = default;
  virtual SyncService& sync() = 0;
  virtual FileTransfer& files() = 0;
  virtual FileTransfer& quarantined_files() = 0;  // of a laptop that was shut out; only sends
  virtual std::string url() const { return {}; }  // where it was found, if not where it was looked for
  virtual Result<SignedIn> sign_in(const SignIn& request) = 0;
  virtual Result<Radar> laptops() = 0;  // that the office waits for
  virtual Result<std::string> history(const std::string& kind,
                                      const std::string& id) = 0;  // JSON text of the server
};

// The other side of a pairing. `peer_spki` is of the certificate that the connection really showed (empty
// over plain HTTP).
class PairingChannel {
 public:
  virtual ~PairingChannel() = default;
  virtual Result<PairOffer> start(const PairStart& request) = 0;
  virtual Sha256 peer_spki() const = 0;
  virtual Result<Enrolment> finish(const PairFinish& request) = 0;
};

class OfficeNetwork {
 public:
  virtual ~OfficeNetwork() = default;
  virtual Result<std::unique_ptr<PairingChannel>> open_pairing(
      const std::string& url) = 0;  // learns the peer's key
  virtual Result<std::unique_ptr<Office>> connect(
      const OfficeAddress& address) = 0;  // wrong_pin, server_away
};

}  // namespace khaosan::client
