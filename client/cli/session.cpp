#include "client/cli/session.hpp"

#include "client/cli/display.hpp"

namespace khaosan::client {

using nlohmann::json;

Result<App*> Session::app(HomeUse use) {
  if (!home_) {
    KHAOSAN_LET(opened, ports_.open(args.home, use));
    home_ = std::move(opened);
    if (!args.user.empty()) KHAOSAN_TRY(home_->app().use_user(args.user));
  }
  return &home_->app();
}

void Session::say(std::string_view line) {
  if (!args.json) ports_.out << safe_text(line, Lines::one) << "\n";
}

void Session::say_lines(std::string_view text) {
  if (!args.json) ports_.out << safe_text(text, Lines::many);
}

void Session::remark(std::string_view line) {
  ports_.err << safe_text(line, Lines::one) << "\n";
}

void Session::explain(const Refusal& refusal, std::string_view about, Text place) {
  const auto before = [&](Lang lang) {
    return about.empty() ? std::string() : filled(text_in(lang, place), {std::string(about)}) + ": ";
  };
  if (args.lang == Lang::th) remark(before(Lang::th) + refusal.thai());
  remark(before(Lang::en) + refusal.english());
}

void Session::answer(const json& document) {
  if (!args.json) return;
  ports_.out << safe_json(document.dump(-1, ' ', false, json::error_handler_t::replace)) << "\n";
}

int Session::refused(const Refusal& refusal) {
  explain(refusal);
  answer(refusal_document(refusal));
  return exit_code_of(refusal);
}

int Session::misused(const UsageFault& fault) {
  const std::string thai = filled(text_in(Lang::th, fault.why), {fault.what});
  const std::string english = filled(text_in(Lang::en, fault.why), {fault.what});
  if (args.lang == Lang::th) remark(thai);
  remark(english);
  answer(json{{"error", "usage"}, {"detail", fault.what}, {"en", english}, {"th", thai}});
  return exit_usage;
}

Result<std::string> Session::password(Text prompt) {
  if (!ports_.password.empty()) return ports_.password;
  if (!ports_.ask_password) return std::string();
  return ports_.ask_password(words(prompt));
}

json refusal_document(const Refusal& refusal) {
  return {{"error", refusal.name()},
          {"detail", refusal.detail_for_programs()},
          {"en", refusal.english()},
          {"th", refusal.thai()}};
}

int exit_code_of(const Refusal& refusal) {
  switch (refusal.code) {
    case Code::usage:
    case Code::unknown_kind:
    case Code::unknown_field:
    case Code::unknown_verb:
      return exit_usage;
    default:
      return exit_refused;
  }
}

Result<const KindDecl*> kind_named(const std::string& typed) {
  const KindDecl* kind = find_kind(typed);
  if (kind == nullptr) return refuse(Code::unknown_kind, typed);
  return kind;
}

Result<RecordId> id_typed(const std::string& typed) {
  return RecordId::parse(typed);
}

Result<std::optional<RecordId>> id_typed_or_none(const std::string& typed) {
  if (typed.empty()) return std::optional<RecordId>();
  KHAOSAN_LET(id, RecordId::parse(typed));
  return std::optional<RecordId>(id);
}

}  // namespace khaosan::client
