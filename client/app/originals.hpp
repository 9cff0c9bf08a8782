// Originals that come from the office: because the user asked, or because the one here is damaged.
#pragma once

#include "client/app/file_desk.hpp"
#include "client/app/office.hpp"

namespace khaosan::client {

inline constexpr int fetch_idle_tries_max = 3;  // in a row in which not one more byte came

// Goes on where an earlier try stopped, and puts it in its place if its bytes are what the hash says. How
// many bytes it has. original_away; file_damaged: the office sent other bytes, the next try begins anew;
// store_locked; what the office, the network or the disk refuse.
Result<std::uint64_t> bring_original(FileDesk& files, FileTransfer& office, const Sha256& sha,
                                     const TransferProgress& progress);

// Of the file itself: its bytes are not what its hash says, or there are none.
bool is_spoilt(Code code);

}  // namespace khaosan::client
