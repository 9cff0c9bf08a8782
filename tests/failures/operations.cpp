#include "tests/failures/operations.hpp"

#include <vector>

namespace khaosan::failures {

using simulation::Laptop;

namespace {

Value text(const char* words) {
  return Value{std::string(words)};
}

// A text too long for one page of the store, so that more than one is written.
Value long_text() {
  std::string words;
  for (int i = 0; i < 300; ++i) words += "บันทึกยาวจากงาน ";
  return Value{words};
}

Done put(Scene& scene, RecordId& made, const char* kind, const Fields& set, std::optional<RecordId> id = {}) {
  const auto done = scene.somsri().app().perform(client::Put{kind, id, set});
  if (!done.ok()) return done.refusal();
  made = done->id;
  return {};
}

bool status_is(Scene& scene, const char* status) {
  return text_field(scene.at_office("news", scene.news), "status") == status;
}

void write_much(Scene& scene) {
  for (int i = 0; i < 3; ++i) scene.put(scene.somsri(), "note", {{"text", long_text()}});
  static_cast<void>(scene.somsri().app().perform(client::AddFile{"second.jpg", scene.event, {}, ""}).ok());
}

bool all_notes_at_office(Scene& scene) {
  client::ListQuery query;
  query.kind = "note";
  const auto here = scene.somsri().app().list(query);
  if (!here.ok() || here->rows.size() < 4) return false;
  for (const auto& row : here->rows) {
    if (scene.at_office("note", row.id) != row.fields) return false;
  }
  return true;
}

Done sync_of(Scene& scene, Laptop& laptop) {
  return scene.sync(laptop);
}

// The news, as far as its next step.
void bring_to(Scene& scene, std::string_view step) {
  static_cast<void>(scene.act(scene.somsri(), "submit").ok());
  if (step == "submit") return;
  scene.all_synced();
  static_cast<void>(scene.act(scene.prasert(), "pass").ok());
  if (step == "pass") return;
  scene.all_synced();
  static_cast<void>(scene.act(scene.thawee(), "approve").ok());
}

void nothing(Scene&) {}

const std::vector<Operation>& all() {
  static const std::vector<Operation> list = {
      {"put a new record", "somsri", nothing,
       [](Scene& scene, RecordId& made) {
         return put(scene, made, "note", {{"text", long_text()}});
       },
       [](Scene& scene, const RecordId& made) { return !scene.at(scene.somsri(), "note", made).empty(); }},
      {"edit a record", "somsri", nothing,
       [](Scene& scene, RecordId& made) {
         return put(scene, made, "news", {{"headline", text("เขียนใหม่")}}, scene.news);
       },
       [](Scene& scene, const RecordId&) {
         return text_field(scene.at(scene.somsri(), "news", scene.news), "headline") == "เขียนใหม่";
       }},
      {"delete a record", "somsri", nothing,
       [](Scene& scene, RecordId&) -> Done {
         const auto done = scene.somsri().app().perform(client::Remove{"note", scene.note});
         return done.ok() ? Done{} : Done{done.refusal()};
       },
       [](Scene& scene, const RecordId&) { return scene.at(scene.somsri(), "note", scene.note).empty(); }},
      {"take a photo in", "somsri", nothing,
       [](Scene& scene, RecordId& made) -> Done {
         const auto done =
             scene.somsri().app().perform(client::AddFile{"new.jpg", scene.event, scene.news, ""});
         if (!done.ok()) return done.refusal();
         made = done->media;
         return {};
       },
       [](Scene& scene, const RecordId& made) { return !scene.at(scene.somsri(), "media", made).empty(); }},
      {"keep what is typed", "somsri", nothing,
       [](Scene& scene, RecordId&) {
         return scene.somsri().app().perform(client::KeepTyped{"form", "พิมพ์ค้างไว้"});
       },
       [](Scene& scene, const RecordId&) {
         const auto typed = scene.somsri().app().typed();
         return typed.ok() && typed->size() == 1;
       }},
      {"start a laptop", "somsri", write_much,
       [](Scene& scene, RecordId&) -> Done {
         scene.somsri().stop();
         scene.somsri().start();  // throws where it cannot
         return {};
       },
       [](Scene& scene, const RecordId&) { return scene.somsri().runs(); }},
      {"seal and sync, the laptop's calls", "somsri", write_much,
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.somsri()); },
       [](Scene& scene, const RecordId&) { return all_notes_at_office(scene); }},
      {"take a push, the office's calls", "office", write_much,
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.somsri()); },
       [](Scene& scene, const RecordId&) { return all_notes_at_office(scene); }},
      {"pull", "prasert",
       [](Scene& scene) {
         write_much(scene);
         static_cast<void>(scene.sync(scene.somsri()).ok());
       },
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.prasert()); },
       [](Scene& scene, const RecordId&) {
         client::ListQuery query;
         query.kind = "note";
         const auto here = scene.prasert().app().list(query);
         return here.ok() && here->rows.size() == 4;
       }},
      {"submit", "office", [](Scene& scene) { bring_to(scene, "submit"); },
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.somsri()); },
       [](Scene& scene, const RecordId&) { return status_is(scene, "in_review"); }},
      {"decide on a laptop", "thawee",
       [](Scene& scene) {
         bring_to(scene, "pass");
         scene.all_synced();
       },
       [](Scene& scene, RecordId&) { return scene.act(scene.thawee(), "approve"); },
       [](Scene& scene, const RecordId&) {
         const auto status = scene.thawee().app().status();
         return (status.ok() && status->waiting_commands == 1) || status_is(scene, "approved");
       }},
      {"approve", "office", [](Scene& scene) { bring_to(scene, "approve"); },
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.thawee()); },
       [](Scene& scene, const RecordId&) {
         return status_is(scene, "approved") &&
                text_field(scene.at_office("news", scene.news), "number") == "1/2570";
       }},
      {"back up", "office", nothing,
       [](Scene& scene, RecordId&) -> Done {
         return scene.office().back_up() ? Done{} : Done{refuse(Code::io_failed, "backup")};
       },
       [](Scene& scene, const RecordId&) { return scene.office().has_backup(); }},
      {"forget what a backup holds", "somsri",
       [](Scene& scene) { static_cast<void>(scene.office().back_up()); },
       [](Scene& scene, RecordId&) { return sync_of(scene, scene.somsri()); },
       [](Scene& scene, const RecordId&) { return !scene.at(scene.somsri(), "note", scene.note).empty(); }},
      {"start the office", "office", nothing, [](Scene& scene, RecordId&) { return scene.office().start(); },
       [](Scene& scene, const RecordId&) { return !scene.at_office("note", scene.note).empty(); }},
  };
  return list;
}

}  // namespace

std::span<const Operation> operations() {
  return all();
}

}  // namespace khaosan::failures
