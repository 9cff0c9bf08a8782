// AdminDesk: does what an administrator asked for. The same code runs in a running server and, when there is
// none, in the command itself.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/backup/erasure_desk.hpp"
#include "server/bundle/bundle_desk.hpp"
#include "server/cli/admin_request.hpp"
#include "server/logic/accounts.hpp"
#include "server/logic/sync_desk.hpp"
#include "shared/media/blob_store.hpp"

namespace khaosan::server {

// Setting of the store: the address the server last listened on.
inline constexpr std::string_view server_url_setting = "server_url";

class AdminDesk {
 public:
  AdminDesk(Store& store, Accounts& accounts, SyncDesk& sync, const BlobStore& blobs,
            const BlobStore& quarantined, Clock& clock, BundleDesk& bundles, ErasureDesk& erasures,
            Path data_folder)
      : store_(store),
        accounts_(accounts),
        sync_(sync),
        blobs_(blobs),
        quarantined_(quarantined),
        clock_(clock),
        bundles_(bundles),
        erasures_(erasures),
        data_folder_(std::move(data_folder)) {}

  Result<nlohmann::json> answer(const AdminRequest& request);

 private:
  Result<nlohmann::json> add_user(const AdminRequest& request);
  Result<nlohmann::json> list_users();
  Result<nlohmann::json> pair(const AdminRequest& request);
  Result<nlohmann::json> list_devices(const AdminRequest& request);
  Result<nlohmann::json> revoke(const AdminRequest& request);
  Result<nlohmann::json> make_token(const AdminRequest& request);
  Result<nlohmann::json> list_tokens();
  Result<nlohmann::json> revoke_token(const AdminRequest& request);
  Result<nlohmann::json> clock();
  Result<nlohmann::json> back_up_into(const AdminRequest& request);
  Result<nlohmann::json> restore_state_now();
  Result<nlohmann::json> restore_go_on(const AdminRequest& request);
  Result<nlohmann::json> check();
  Result<nlohmann::json> read_bundles(const AdminRequest& request);  // admin_bundles.cpp
  Result<nlohmann::json> list_quarantine();                          // admin_quarantine.cpp
  Result<nlohmann::json> take_quarantine(const AdminRequest& request);
  Result<nlohmann::json> drop_quarantine(const AdminRequest& request);
  Result<nlohmann::json> erase(const AdminRequest& request);  // admin_erasure.cpp

  Store& store_;
  Accounts& accounts_;
  SyncDesk& sync_;
  const BlobStore& blobs_;
  const BlobStore& quarantined_;
  Clock& clock_;
  BundleDesk& bundles_;
  ErasureDesk& erasures_;
  Path data_folder_;
};

}  // namespace khaosan::server
