// The register of erasures stands outside the store, so that a store that is put back from a backup is told
// of them before it serves: a line of JSON each, appended and on the disk before the store erases anything.
#pragma once

#include <vector>

#include "server/logic/erasure.hpp"
#include "shared/base/time.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

inline constexpr const char* erasure_register_name = "erasures.jsonl";

// In this folder: the data folder, or a backup.
Done add_to_register(const Path& folder, const std::vector<Erasure>& erasures, Instant at);
// A line that was cut at the end is none; any other that cannot be read is store_damaged.
Result<std::vector<Erasure>> read_register(const Path& folder);
// Lines of the one that the other lacks. A folder that is not there is io_failed.
Done copy_register(const Path& from, const Path& to, Instant at);

}  // namespace khaosan::server
