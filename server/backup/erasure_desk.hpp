// ErasureDesk: erases everywhere at the office: in the register, then in the store, then the files. After a
// crash between the two it goes on at the next start.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "server/logic/erasure.hpp"
#include "server/logic/ports.hpp"
#include "shared/media/blob_store.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

struct Erased {
  std::vector<Erasure> records;
  // false: its disk was not here, so what is put back from it holds them until a laptop says so
  bool backup_told = true;
};

class ErasureDesk final : public Eraser {
 public:
  ErasureDesk(Store& store, const BlobStore& blobs, const BlobStore& quarantined, Clock& clock,
              Path data_folder)
      : store_(store),
        blobs_(blobs),
        quarantined_(quarantined),
        clock_(clock),
        data_folder_(std::move(data_folder)) {}

  // What else holds bytes of an original, such as unfinished uploads.
  void also_forget(std::function<Done(const Sha256&)> forget) { others_.push_back(std::move(forget)); }

  // See plan_erasure() for the refusals. Nothing to do: no records.
  Result<Erased> erase(std::string_view kind, RecordId record, std::string_view reason);
  // What the register names and the store still holds, because it was put back from a backup or the power
  // went between the two. Before anything is served, and again once others can forget.
  Done erase_registered();
  Done take_over(const std::vector<ErasedRecord>& told) override;

 private:
  using Planner = std::function<Result<std::vector<Erasure>>(StoreReader&)>;
  Result<Erased> erase_in_order(std::string_view reason, const Planner& planner);
  Done find_files(std::vector<Erasure>& erasures);
  Done remove_files(const std::vector<Erasure>& erasures);
  Done remove_copies(const Sha256& original);
  bool tell_last_backup(StoreReader& store, const std::vector<Erasure>& erasures);

  Store& store_;
  const BlobStore& blobs_;
  const BlobStore& quarantined_;
  Clock& clock_;
  Path data_folder_;
  std::vector<std::function<Done(const Sha256&)>> others_;
};

}  // namespace khaosan::server
