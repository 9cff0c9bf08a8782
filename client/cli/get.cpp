// get: one record, its fields in the order of their declaration, and what waits to be sent.
#include <algorithm>

#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/pages.hpp"
#include "client/cli/shown.hpp"
#include "shared/wire/revision_json.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

constexpr std::size_t label_width_max = 32;

class RecordPage {
 public:
  RecordPage(Session& session, App& app, const KindDecl& kind, const RecordView& view)
      : session_(session), app_(app), kind_(kind), view_(view), names_(app, session.args.lang) {}

  void print() {
    const Record& record = view_.record;
    session_.say(std::string(session_.label(kind_.th, kind_.en)) + " " + record.id.text());
    if (record.erased) return session_.say(session_.words(Text::record_erased));
    if (record.deleted) session_.say(session_.words(Text::record_deleted));
    if (is_alias(record)) {
      const std::string& main = text_field(record.fields, joined_into);
      session_.say(session_.words(Text::record_joined, names_.of(kind_.name, main), main));
    }
    if (kind_.name == "news")
      print_row(session_.label("สถานะ", "Status"), status_line(), is_pending("status"));
    for (const FieldDecl& field : kind_.fields) print_field(field);
    print_unknown_fields();
    if (kind_.name == "news") print_news();
    if (view_.original) print_original(*view_.original);
    if (view_.newer_edits > 0)
      session_.say(session_.words(Text::newer_edits, std::to_string(view_.newer_edits)));
    print_change();
  }

  json document() {
    json document = record_document(view_.record);
    document["pending"] = view_.pending_fields;
    document["newer_edits"] = view_.newer_edits;
    document["waiting"] = view_.waiting_verbs;
    if (kind_.name == "news") document["status_text"] = status();
    if (view_.original)
      document["original"] = {{"here", view_.original->here},
                              {"damaged", view_.original->damaged},
                              {"at_office", view_.original->at_office}};
    return document;
  }

 private:
  bool is_pending(std::string_view field) const {
    return std::find(view_.pending_fields.begin(), view_.pending_fields.end(), field) !=
           view_.pending_fields.end();
  }

  std::string status() {
    return shown_status(session_.args.lang, view_.record, members_of_news(app_, "decision", view_.record.id));
  }

  // Who has it now is in the status; since when is in the last submission or decision.
  std::string status_line() {
    std::string since;
    for (const Record& one : members_of_news(app_, "decision", view_.record.id))
      since = std::max(since, text_field(one.fields, "at"));
    for (const Record& one : members_of_news(app_, "revision", view_.record.id))
      since = std::max(since, text_field(one.fields, "submitted_at"));
    const auto instant = parse_iso_utc(since);
    if (!instant.ok()) return status();
    return status() + " · " + session_.words(Text::since, shown_instant(session_.args.lang, *instant));
  }

  void print_field(const FieldDecl& field) {
    if (kind_.name == "news" && field.name == "status") return;  // stands on top
    const Value& value = field_or_empty(view_.record.fields, field.name);
    const bool pending = is_pending(field.name);
    if (is_empty(value) && !pending) return;
    print_row(session_.label(field.th, field.en), shown_value(session_.args.lang, field, value, names_),
              pending);
  }

  // What belongs to a news item besides its fields: photos, what waits, the last comment, and the text that
  // was submitted where the working copy has gone on.
  void print_news() {
    print_photos();
    for (const std::string& verb : view_.waiting_verbs)
      session_.say(session_.words(Text::waiting_verb, verb_text(session_.args.lang, verb)));
    print_last_comment();
    if (view_.newer_edits > 0) print_submitted();
  }

  void print_photos() {
    const auto photos = members_of_news(app_, "news_photo", view_.record.id);
    if (photos.empty()) return;
    session_.say(session_.words(Text::photos_heading, std::to_string(photos.size())));
    int number = 0;
    for (const Record& photo : photos) {
      const auto media = RecordId::parse(text_field(photo.fields, "media"));
      const auto view = media.ok() ? app_.get("media", *media) : Result<RecordView>(media.refusal());
      std::string caption = text_field(photo.fields, "caption");
      if (caption.empty() && view.ok()) caption = text_field(view->record.fields, "caption");
      const std::string name = view.ok() ? text_field(view->record.fields, "file_name") : photo.id.text();
      const bool hidden = view.ok() && flag_field(view->record.fields, "do_not_publish");
      const bool is_here = view.ok() && view->original && (view->original->here || view->original->at_office);
      session_.say("    " + std::to_string(++number) + ". " + name +
                   (caption.empty() ? "" : " · " + caption) +
                   (hidden ? " " + session_.words(Text::do_not_publish_mark) : "") +
                   (is_here ? "" : " " + session_.words(Text::photo_without_original, photo.id.text())));
    }
  }

  void print_original(const OriginalState& original) {
    std::string line = session_.words(Text::original_is_here);
    if (original.damaged) line = session_.words(Text::original_is_damaged);
    if (!original.here && !original.damaged)
      line = session_.words(Text::original_is_not_here, view_.record.id.text());
    if (original.at_office) line += " · " + session_.words(Text::original_at_office);
    print_row(session_.words(Text::original_mark), line, false);
  }

  void print_last_comment() {
    const auto decisions = members_of_news(app_, "decision", view_.record.id);
    const auto last = std::find_if(decisions.rbegin(), decisions.rend(), [](const Record& decision) {
      return !text_field(decision.fields, "comment").empty();
    });
    if (last == decisions.rend()) return;
    session_.say(session_.words(
        Text::last_comment, verb_text(session_.args.lang, text_field(last->fields, "verb")),
        names_.of("user", text_field(last->fields, "by")), text_field(last->fields, "comment")));
  }

  void print_submitted() {
    for (const Record& record : members_of_news(app_, "revision", view_.record.id)) {
      if (text_field(record.fields, "sha256") != text_field(view_.record.fields, "revision")) continue;
      const auto revision = revision_from_document(text_field(record.fields, "document"));
      if (!revision.ok()) continue;
      session_.say(session_.words(Text::revision_heading, std::to_string(revision->number)));
      for (const char* name : {"headline", "lead", "body"}) {
        const FieldDecl& field = *kind_.field(name);
        const std::string text = revision->text(name);
        if (!text.empty()) print_row(session_.label(field.th, field.en), text, false);
      }
      session_.say(session_.words(Text::photos_heading, std::to_string(revision->photo_count())));
      for (std::size_t i = 0; i < revision->photo_count(); ++i) {
        const std::string path = "photos/" + std::to_string(i) + "/";
        if (revision->at(path + "do_not_publish") != Value{true}) continue;
        session_.say("    " + std::to_string(i + 1) + ". " + revision->text(path + "caption") + " " +
                     session_.words(Text::do_not_publish_mark));
      }
    }
  }

  // Of a newer version of the server.
  void print_unknown_fields() {
    for (const auto& [name, value] : view_.record.fields) {
      if (kind_.field(name) == nullptr) print_row(name, shown(value), false);
    }
  }

  void print_row(std::string_view label, const std::string& value, bool pending) {
    const std::string mark = pending ? " " + session_.words(Text::pending_mark) : "";
    const std::string before = "  " + padded(std::string(label) + ":", label_width() + 2);
    if (value.find('\n') == std::string::npos) {
      session_.say(before + value + mark);
      return;
    }
    session_.say(before + mark);
    for (std::size_t at = 0; at <= value.size();) {
      const std::size_t end = std::min(value.find('\n', at), value.size());
      session_.say("    " + value.substr(at, end - at));
      at = end + 1;
    }
  }

  std::size_t label_width() const {
    std::size_t width = 0;
    for (const FieldDecl& field : kind_.fields) {
      const bool used = !is_empty(field_or_empty(view_.record.fields, field.name));
      if (used) width = std::max(width, display_width(session_.label(field.th, field.en)));
    }
    return std::min(width, label_width_max);
  }

  void print_change() {
    const Record& record = view_.record;
    if (record.changed_at.unix_ms == 0) return;
    session_.say(session_.words(Text::changed_by, names_.of("user", record.changed_by.text()),
                                shown_instant(session_.args.lang, record.changed_at)));
  }

  Session& session_;
  App& app_;
  const KindDecl& kind_;
  const RecordView& view_;
  Names names_;
};

Result<json> get_record(Session& session) {
  KHAOSAN_LET(kind, kind_named(session.args.kind));
  KHAOSAN_LET(id, id_typed(session.args.id));
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  KHAOSAN_LET(view, app->get(session.args.kind, id));
  RecordPage page(session, *app, *kind, view);
  if (!session.speaks_json()) page.print();
  return page.document();
}

}  // namespace

int run_get(Session& session) {
  const auto document = get_record(session);
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

}  // namespace khaosan::client
