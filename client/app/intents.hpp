// What a user can do, as a closed list. The command line and the window both make these; App performs them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/schema/value.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

// Enrols this laptop with an office by a one-time code. With the password the user's own key is made and
// sealed under it: decisions need it. Without, the user may write and sync, and signs in later.
struct Pair {
  std::string url;  // https://host:port, or http://127.0.0.1:port
  std::string code;
  std::string password;
  std::string device_name;  // "": the one it was paired under before
};

// A further user of this laptop, or the key of the one it was paired for.
struct SignInUser {
  std::string user_name;
  std::string password;
};

// A form that is kept while somebody types it is a draft. One that is handed over whole has its required
// fields: all of them, or of a kind that is submitted later (where they are asked for) its title.
enum class Form { draft, whole };

// Makes a record (no id) or edits one. An empty value clears a field.
struct Put {
  std::string kind;
  std::optional<RecordId> id;
  Fields set;
  Form form = Form::draft;
};

struct Remove {
  std::string kind;
  RecordId id;
};

struct Restore {
  std::string kind;
  RecordId id;
};

// Takes a file in: the original by its hash, facts, a small rendition, a media record. With `news` also a
// news_photo.
struct AddFile {
  std::filesystem::path path;
  std::optional<RecordId> event;
  std::optional<RecordId> news;
  std::string caption;
};

// A command about a record: submit, pass, return, reject, approve, publish, correct, withdraw, recall,
// cancel; seen (merged text was read), drop_photo; on a conflict: resolve; on a likeness: join, differ, part.
struct Perform {
  std::string kind;
  RecordId id;
  std::string verb;
  std::string revision;  // "" binds to the revision in the local store
  std::string comment;
  std::string capacity;
  std::string order;
  std::string
      keep;  // resolve: ours, theirs, text; join: the id of the one that stays, "" leaves it to the rule
  std::string text;
  std::string password;  // opens the user's key, for decisions; "": Unlock has done so
};

// Takes a refused change out of the tray: its content is given up.
struct DismissRefused {
  ChangeId change;
};

// Writes what was refused once more, as a new change based on what is there now; it leaves the tray with
// that.
struct Resubmit {
  ChangeId change;
  std::string password;  // as in Perform
};

// Opens the user's key for the decisions that follow, until the program ends or Lock. Wrong: wrong_password,
// sign_in_needed.
struct Unlock {
  std::string user_name;
  std::string password;
};
struct Lock {};

// Takes a command back that nobody else has seen: it is not on its way to the office yet.
struct TakeBack {
  ChangeId change;
};

// `by_itself`: nobody asked for it, so that an office that is away is not told as a fault.
struct Sync {
  bool by_itself = false;
};

// Writes a bundle for the office to a USB stick; a rescue goes into a folder of its own beside the last one.
struct WriteBundle {
  std::filesystem::path folder;
  bool is_rescue = false;
};

// Takes the office's answer, or what another laptop shared, from a USB stick.
struct ReadBundle {
  std::filesystem::path folder;
};

// Brings the original of a photo, of which only the small rendition is here, or which is damaged here.
struct FetchOriginal {
  RecordId media;
};

// Looks which files of a camera card are on this laptop and which at the office.
struct CheckCard {
  std::filesystem::path folder;
};

// Asks the office which laptops it waits for.
struct AskLaptops {};

// What is typed into a form before it is handed over: kept on this laptop alone, so that a crash does not
// take it. An empty text forgets it.
struct KeepTyped {
  std::string name;  // the form's and the field's own
  std::string text;
};

using Intent = std::variant<Pair, SignInUser, Put, Remove, Restore, AddFile, Perform, DismissRefused,
                            Resubmit, Sync, KeepTyped, Unlock, Lock, TakeBack, WriteBundle, ReadBundle,
                            FetchOriginal, CheckCard, AskLaptops>;

}  // namespace khaosan::client
