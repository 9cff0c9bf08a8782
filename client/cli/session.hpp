// Session: one run of one command: its arguments, the words of its language, the open home, and the one way
// out: done() or refused().
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "client/cli/arguments.hpp"
#include "client/cli/cli.hpp"
#include "client/cli/texts.hpp"
#include "shared/base/result.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::client {

class Session {
 public:
  Session(Arguments arguments, CliPorts& ports) : args(std::move(arguments)), ports_(ports) {}

  const Arguments args;

  // Opens the home at the first call, and lets --user write from then on.
  Result<App*> app(HomeUse use = HomeUse::writes);

  template <typename... Values>
  std::string words(Text text, const Values&... values) const {
    return filled(text_in(args.lang, text), {std::string(values)...});
  }
  std::string_view label(std::string_view th, std::string_view en) const {
    return args.lang == Lang::th ? th : en;
  }
  bool speaks_json() const { return args.json; }
  bool shows_progress() const { return ports_.shows_progress; }
  CliPorts& ports() { return ports_; }

  // A line for people; with --json nothing.
  void say(std::string_view line);
  void say_lines(std::string_view text);  // the same, of many lines
  // A remark beside the result, on `err`.
  void remark(std::string_view line);
  // The reason of a refusal on `err`, after what it is about (a path), or after `place` filled with it.
  void explain(const Refusal& refusal, std::string_view about = {}, Text place = Text::of_this);

  // What is printed with --json; once a run.
  void answer(const nlohmann::json& document);

  int refused(const Refusal& refusal);
  int misused(const UsageFault& fault);

  // The password from the environment or the terminal; "" where there is neither.
  Result<std::string> password(Text prompt);

 private:
  CliPorts& ports_;
  std::unique_ptr<OpenHome> home_;
};

// {"error","detail","en","th"}.
nlohmann::json refusal_document(const Refusal& refusal);
int exit_code_of(const Refusal& refusal);

// The declaration of a kind that a person typed; unknown_kind names it.
Result<const KindDecl*> kind_named(const std::string& typed);
Result<RecordId> id_typed(const std::string& typed);
Result<std::optional<RecordId>> id_typed_or_none(const std::string& typed);  // "" is none

}  // namespace khaosan::client
