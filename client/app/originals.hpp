// Originals that come from the office: because the user asked, or because the one here is damaged.
#pragma once

#include "client/app/file_desk.hpp"
#include "client/app/local_store.hpp"
#include "client/app/office.hpp"

namespace khaosan::client {

inline constexpr int fetch_idle_tries_max = 3;  // in a row in which not one more byte came

// What a fetch leaves free on the disk, so that writing goes on.
inline constexpr std::uint64_t fetch_leaves_free_bytes = 100'000'000;

// Of about `size_bytes` (0: not known). Goes on where an earlier try stopped, and puts it in its place if its
// bytes are what the hash says. How many bytes it has. disk_full: it would leave too little room, and no
// piece of it stays; original_away; file_damaged: the office sent other bytes, the next try begins anew;
// stopped; store_locked; what the office, the network or the disk refuse.
Result<std::uint64_t> bring_original(FileDesk& files, FileTransfer& office, const Sha256& sha,
                                     std::uint64_t size_bytes, const TransferProgress& progress);

// The photo of this original was erased for good.
Result<bool> is_erased_photo(LocalStore& store, const Sha256& sha);

// Of the file itself: its bytes are not what its hash says, or there are none.
bool is_spoilt(Code code);

}  // namespace khaosan::client
