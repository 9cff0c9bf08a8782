#include "client/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>

namespace khaosan::client {
namespace {

enum class Shape { option, flag, word, many_words, many_options };

// One thing that may be typed after a command. `bind` gives it its place in the arguments.
struct Parameter {
  std::string name;  // "--id" or "KIND"
  Shape shape = Shape::option;
  bool required = false;
  std::function<CLI::Option*(CLI::App&, Arguments&, const std::string&)> bind;
};

Parameter text_of(std::string name, Shape shape, bool required, std::string Arguments::*member) {
  return {std::move(name), shape, required, [member](CLI::App& app, Arguments& into, const std::string& as) {
            return app.add_option(as, into.*member);
          }};
}

Parameter texts_of(std::string name, Shape shape, bool required,
                   std::vector<std::string> Arguments::*member) {
  return {std::move(name), shape, required,
          [member, shape](CLI::App& app, Arguments& into, const std::string& as) {
            CLI::Option* option = app.add_option(as, into.*member);
            // One value each time it is typed; as many words as are typed.
            if (shape == Shape::many_options) option->expected(1)->allow_extra_args(false);
            return option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
          }};
}

Parameter flag_of(std::string name, bool Arguments::*member) {
  return {std::move(name), Shape::flag, false,
          [member](CLI::App& app, Arguments& into, const std::string& as) {
            return app.add_flag(as, into.*member);
          }};
}

Parameter number_of(std::string name, std::int64_t least, std::int64_t Arguments::*member,
                    std::int64_t most = list_limit_max) {
  const auto bind = [member, least, most](CLI::App& app, Arguments& into, const std::string& as) {
    return app.add_option_function<std::string>(
        as, [member, least, most, &into, as](const std::string& typed) {
          const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), into.*member);
          const bool whole = error == std::errc() && end == typed.data() + typed.size();
          if (!whole || into.*member < least || into.*member > most)
            throw CLI::ConversionError(as + " " + typed + " (" + std::to_string(least) + " … " +
                                       std::to_string(most) + ")");
        });
  };
  return {std::move(name), Shape::option, false, bind};
}

Parameter option(std::string name, std::string Arguments::*member) {
  return text_of(std::move(name), Shape::option, false, member);
}
Parameter word(std::string name, std::string Arguments::*member) {
  return text_of(std::move(name), Shape::word, true, member);
}

struct CommandDecl {
  std::string name;
  std::vector<Parameter> parameters;
};

const std::vector<CommandDecl>& commands() {
  static const Parameter kind = word("KIND", &Arguments::kind);
  static const Parameter id = word("ID", &Arguments::id);
  static const Parameter jsonl = {
      "--jsonl", Shape::option, false,
      [](CLI::App& app, Arguments& into, const std::string& as) { return app.add_option(as, into.jsonl); }};
  static const std::vector<CommandDecl> all = {
      {"pair",
       {word("URL", &Arguments::url), text_of("--code", Shape::option, true, &Arguments::code),
        option("--name", &Arguments::name)}},
      {"find", {}},
      {"sign-in", {word("USER", &Arguments::name)}},
      {"users", {}},
      {"sync", {}},
      {"bundle",
       {word("write|read", &Arguments::verb), word("FOLDER", &Arguments::folder),
        option("--to", &Arguments::to), option("--event", &Arguments::event),
        number_of("--part-bytes", part_bytes_least, &Arguments::part_bytes, part_bytes_default)}},
      {"status", {}},
      {"laptops", {}},
      {"kinds", {}},
      {"put",
       {kind, texts_of("FIELD=VALUE", Shape::many_words, false, &Arguments::words),
        option("--id", &Arguments::id), jsonl}},
      {"get", {kind, id}},
      {"list",
       {kind, texts_of("--where", Shape::many_options, false, &Arguments::where),
        number_of("--limit", 1, &Arguments::limit), number_of("--first", 0, &Arguments::first),
        flag_of("--deleted", &Arguments::deleted)}},
      {"history", {kind, id, flag_of("--office", &Arguments::office)}},
      {"add",
       {texts_of("FILE", Shape::many_words, true, &Arguments::words), option("--event", &Arguments::event),
        option("--news", &Arguments::news), option("--caption", &Arguments::caption)}},
      {"fetch", {texts_of("MEDIA", Shape::many_words, true, &Arguments::words)}},
      {"card", {word("FOLDER", &Arguments::folder)}},
      {"act",
       {kind, id, word("VERB", &Arguments::verb), option("--revision", &Arguments::revision),
        option("--comment", &Arguments::comment), option("--capacity", &Arguments::capacity),
        option("--order", &Arguments::order), option("--keep", &Arguments::keep),
        option("--photo", &Arguments::photo)}},
      {"delete", {kind, id}},
      {"restore", {kind, id}},
      {"conflicts", {}},
      {"resolve",
       {id, text_of("--keep", Shape::option, true, &Arguments::keep),
        option("--comment", &Arguments::comment)}},
      {"refused", {option("--again", &Arguments::again), option("--dismiss", &Arguments::dismiss)}},
      {"check", {}},
  };
  return all;
}

void declare(CLI::App& app, const CommandDecl& command, Arguments& into) {
  CLI::App* sub = app.add_subcommand(command.name);
  sub->set_help_flag();
  for (const Parameter& parameter : command.parameters) {
    // The library wants a name without "=" for a positional.
    const std::string as = parameter.name == "FIELD=VALUE" ? "FIELD" : parameter.name;
    CLI::Option* made = parameter.bind(*sub, into, as);
    if (parameter.required) made->required();
  }
}

// "--lang fr", "--capacity boss": words from a closed list.
bool is_one_of(const std::string& typed, std::initializer_list<std::string_view> allowed) {
  return std::find(allowed.begin(), allowed.end(), typed) != allowed.end();
}

// The library takes a word in square brackets for a list and takes it apart, where several words may stand.
// "./[a,b].jpg" is not one; the bare word is refused rather than read as another.
const std::string* word_taken_apart(const std::vector<std::string>& args, const Arguments& read) {
  if (read.command != "add" && read.command != "put") return nullptr;
  for (const std::string& arg : args) {
    const bool list = arg.starts_with('[') && arg.ends_with(']');
    if (list && arg != read.caption && arg != read.jsonl) return &arg;
  }
  return nullptr;
}

// An option that no command knows. It is told before what is missing: it may be why that is missing.
const std::string* unknown_option(const CLI::App& app, const std::vector<std::string>& args) {
  for (const std::string& arg : args) {
    if (arg == "--") break;
    const std::string name = arg.substr(0, arg.find('='));
    if (!name.starts_with("--")) continue;
    const auto given = app.get_subcommands();
    const bool known = app.get_option_no_throw(name) != nullptr ||
                       (!given.empty() && given.front()->get_option_no_throw(name) != nullptr);
    if (!known) return &arg;
  }
  return nullptr;
}

UsageFault fault_of(const CLI::ParseError& error, const std::string& command) {
  const std::string what = error.what();
  const std::string name = what.substr(0, what.find_first_of(": "));
  const std::string whose = command.empty() ? "" : command + ": ";
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return {Text::usage_missing, whose + (name == "FIELD" ? "FIELD=VALUE" : name)};
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) return {Text::usage_number, what};
  return {Text::usage_argument, whose + name};
}

}  // namespace

std::variant<Arguments, UsageFault> read_arguments(const std::vector<std::string>& args) {
  Arguments read;
  std::string lang = "th";
  CLI::App app;
  app.set_help_flag();
  app.fallthrough();             // --json and its like may stand anywhere
  app.require_subcommand(0, 1);  // so that the verb "resolve" after `act` is no second command
  app.allow_extras();
  app.add_option("--home", read.home);
  CLI::Option* lang_option = app.add_option("--lang", lang);
  app.add_option("--shots", read.shots);
  app.add_option("--user", read.user);
  app.add_flag("--json", read.json);
  app.add_flag("--help,-h", read.help);
  app.add_flag("--version", read.version);
  for (const CommandDecl& command : commands()) declare(app, command, read);
  std::vector<std::string> reversed(args.rbegin(), args.rend());
  const auto command_of = [&]() -> std::string {
    const auto given = app.get_subcommands();
    return given.empty() ? "" : given.front()->get_name();
  };
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    // Help is wanted most by those whose line is not right yet.
    if (std::find(args.begin(), args.end(), "--help") == args.end()) {
      const std::string* unknown = unknown_option(app, args);
      return unknown != nullptr ? UsageFault{Text::usage_unexpected, *unknown}
                                : fault_of(error, command_of());
    }
    read.help = true;
  }
  read.command = command_of();
  if (!is_one_of(lang, {"th", "en"})) return UsageFault{Text::usage_choice, "--lang th|en"};
  read.lang = lang == "en" ? Lang::en : Lang::th;
  read.lang_given = lang_option->count() > 0;
  if (read.help) return read;
  if (const auto extras = app.remaining(true); !extras.empty()) {
    return UsageFault{read.command.empty() ? Text::usage_unknown_command : Text::usage_unexpected,
                      extras.front()};
  }
  if (!read.shots.empty() && !read.command.empty())
    return UsageFault{Text::usage_together, "--shots, " + read.command};
  if (const std::string* word = word_taken_apart(args, read))
    return UsageFault{Text::usage_unexpected, *word};
  if (read.command == "bundle" && !is_one_of(read.verb, {"write", "read"}))
    return UsageFault{Text::usage_choice, "bundle write|read"};
  if (!is_one_of(read.capacity, {"", "own", "delegated", "acting"}))
    return UsageFault{Text::usage_choice, "--capacity own|delegated|acting"};
  return read;
}

Lang language_of(const std::vector<std::string>& args) {
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--lang=en") return Lang::en;
    if (args[i] == "--lang" && i + 1 < args.size() && args[i + 1] == "en") return Lang::en;
  }
  return Lang::th;
}

bool wants_json(const std::vector<std::string>& args) {
  const auto end = std::find(args.begin(), args.end(), "--");
  return std::find(args.begin(), end, "--json") != end;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandDecl& command : commands()) names.push_back(command.name);
  return names;
}

std::vector<std::string> parameters_of(const std::string& name) {
  std::vector<std::string> names;
  for (const CommandDecl& command : commands()) {
    if (command.name != name) continue;
    for (const Parameter& parameter : command.parameters) names.push_back(parameter.name);
  }
  return names;
}

}  // namespace khaosan::client
