// Drafts: what was typed and is not on the disk yet. Each is handed in at the latest `hand_in_after_ms` after
// the first key that is not, and at once when its field is left; it stays pending until the worker has
// answered. One that could not be kept is tried again, by itself where the reason may pass (a full disk).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/app/worker.hpp"

namespace khaosan::client {

inline constexpr std::int64_t hand_in_after_ms = 250;  // with the write, well under half a second
inline constexpr std::int64_t try_again_after_ms = 1'000;
inline constexpr std::int64_t try_again_after_max_ms = 30'000;

// A field of a record; or, without a kind, what is typed into a form that makes no record yet, by its name.
struct DraftKey {
  std::string kind;
  RecordId id;
  std::string field;
  auto operator<=>(const DraftKey&) const = default;
};

class Drafts {
 public:
  void typed(const DraftKey& key, std::string text, std::int64_t now_ms);
  void left(const DraftKey& key);  // hand it in now
  void leave_all();
  bool is_pending(const DraftKey& key) const { return drafts_.contains(key); }
  bool is_pending(const std::string& kind, RecordId id) const;
  bool any_pending() const { return !drafts_.empty(); }
  std::optional<std::int64_t> due_ms() const;

  // What is due, one intent a record; each is to be handed in and its ticket told. What was refused goes
  // alone the next time, so that one field's fault holds no other one up.
  struct Due {
    Intent intent;
    std::vector<DraftKey> keys;
  };
  std::vector<Due> take_due(std::int64_t now_ms);
  void handed_in(const Due& due, Ticket ticket);
  // A refused one stays pending with its reason: the typed value is not lost.
  void answered(const Outcome& outcome, std::int64_t now_ms);
  const Refusal* fault(const DraftKey& key) const;
  const std::string* pending_text(const DraftKey& key) const;
  struct Unkept {
    DraftKey key;
    std::string text;
    Refusal fault;
  };
  std::vector<Unkept> unkept() const;  // those that were refused
  void give_up(const DraftKey& key) { drafts_.erase(key); }
  std::optional<std::int64_t> saved_at_ms() const { return saved_at_ms_; }  // of the last one on the disk
  void note_saved(std::int64_t now_ms) { saved_at_ms_ = now_ms; }

 private:
  struct Draft {
    std::string text;
    std::int64_t since_ms = 0;  // of the first key that is not handed in; 0: all is
    bool now = false;
    Ticket ticket = 0;  // that carries the present text; 0: none
    std::optional<Refusal> fault;
    std::int64_t again_ms = 0;  // when it is tried again; 0: not by itself
    std::int64_t wait_ms = 0;   // of the last time
  };
  static std::optional<std::int64_t> due_of(const Draft& draft);
  std::map<DraftKey, Draft> drafts_;
  std::optional<std::int64_t> saved_at_ms_;
};

}  // namespace khaosan::client
