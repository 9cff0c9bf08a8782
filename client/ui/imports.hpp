// The files that are being taken in, and what became of them: one batch, until all of it is answered.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/app/worker.hpp"
#include "client/ui/words.hpp"

namespace khaosan::client {

struct Imports {
  std::int64_t asked = 0;
  std::int64_t done = 0;
  std::int64_t photos = 0;                     // new
  std::int64_t others = 0;                     // new files that are no pictures
  std::int64_t known = 0;                      // were here already
  std::map<RecordId, std::int64_t> elsewhere;  // were here, in another event, and stay there
  std::vector<std::pair<std::filesystem::path, Refusal>> faults;
  RecordId event;         // that they go to
  bool told = true;       // the result was said
  bool left_out = false;  // there were more files than are taken in at once

  bool running() const { return done < asked; }
  void ask(std::int64_t files, RecordId into);  // a new batch, or more of the one that runs
  void answered(const AddFile& file, const Outcome& outcome);
};

inline constexpr std::size_t files_at_once_max = 5'000;

bool is_picture_type(std::string_view media_type);  // that a story can show

// "เก็บ 6 ภาพ และ 3 แฟ้มอื่น · มีอยู่ก่อน 8"; `other_event`: the title of the one that some stay with.
std::string imports_summary(const Words& words, const Imports& imports, std::string_view other_event);
// "เก็บไม่ได้ 2 แฟ้ม: …": each file by its name, once.
std::string imports_faults(const Words& words, const Imports& imports);

}  // namespace khaosan::client
