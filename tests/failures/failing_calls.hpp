// SQLite's own calls, which fail when they are told to: those to the disk (a VFS over the memory disks) and
// those for memory (an allocator over the one it has).
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace khaosan::failures {

enum class Call { write, sync, truncate, open, allocate };
inline constexpr std::array calls = {Call::write, Call::sync, Call::truncate, Call::open, Call::allocate};
std::string_view name_of(Call call);

struct Plan {
  Call call = Call::write;
  std::int64_t at = 0;    // the n-th from now fails; 0: none, they are only counted
  bool for_ever = false;  // and all after it
  std::string folder;     // of the machine that is hit; memory belongs to all
};

void take_over_sqlite();       // once, before SQLite is used; makes the VFS the default
void begin(const Plan& plan);  // counts from here
std::int64_t end();            // calls of that kind since begin(); from here on nothing fails
std::int64_t failed();         // of the last plan

}  // namespace khaosan::failures
