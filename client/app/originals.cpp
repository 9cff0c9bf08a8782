#include "client/app/originals.hpp"

namespace khaosan::client {

bool is_spoilt(Code code) {
  return code == Code::file_damaged || code == Code::file_not_found || code == Code::file_empty;
}

Result<std::uint64_t> bring_original(FileDesk& files, FileTransfer& office, const Sha256& sha,
                                     const TransferProgress& progress) {
  KHAOSAN_LET(original, files.receive_original(sha));
  bool stopped = false;
  const TakeBytes take = [&, &original = original](ByteView bytes) -> Done {
    KHAOSAN_TRY(original->append(bytes));
    stopped = !progress(original->size_bytes());
    return stopped ? Done(refuse(Code::server_away, in_both("stopped", "หยุดแล้ว"))) : Done();
  };
  for (int idle_tries = 0;;) {
    const std::uint64_t before = original->size_bytes();
    const Done came = office.fetch_original(sha, before, take);
    if (came.ok()) {
      const std::uint64_t size_bytes = original->size_bytes();
      KHAOSAN_TRY(original->finish());
      return size_bytes;
    }
    const Code why = came.refusal().code;
    if (why == Code::file_not_found) return refuse(Code::original_away, sha.hex());
    idle_tries = original->size_bytes() > before ? 0 : idle_tries + 1;
    if (stopped || why != Code::server_away || idle_tries >= fetch_idle_tries_max) return came.refusal();
  }
}

}  // namespace khaosan::client
