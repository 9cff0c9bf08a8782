// What people were told, as plain strings: the auditor's side of the story. Ids are hex without dashes,
// values are JSON text.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace khaosan::simulation {

using Values = std::map<std::string, std::string>;  // by field

// "Saved": edits in one change; "sent": a command, a delete or a restore that is written down.
struct Told {
  std::string laptop;
  std::string author;
  std::string change;
  std::string kind;
  std::string record;
  std::string verb;       // "put", "delete", "restore", "submit" …
  Values set;             // of an edit
  Values before;          // what stood on the screen when each field was first typed in
  bool given_up = false;  // dismissed from the tray by the person, or written again under another id
  bool was_so = false;    // an office that was lost since had answered that it was so already
};

}  // namespace khaosan::simulation
