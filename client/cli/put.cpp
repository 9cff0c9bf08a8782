// put: makes or edits records, one from the command line or many from a file of JSON lines.
#include "client/cli/commands.hpp"
#include "client/cli/line_reader.hpp"
#include "client/cli/put_parts.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

json put_document(const PutReport& report) {
  return {{"id", report.id.text()}, {"change", report.change.text()}};
}

// Lines read and not yet committed, and everything that came of those before.
class JsonlRun {
 public:
  JsonlRun(Session& session, App& app, const KindDecl& kind) : session_(session), app_(app), kind_(kind) {}

  void take(const NumberedLine& line) {
    if (line.fault) return fail(line.number, *line.fault);
    if (line.text.find_first_not_of(" \t\r") == std::string::npos) return;
    auto put = put_from_json_line(kind_, line.text);
    if (!put.ok()) return fail(line.number, put.refusal());
    batch_.push_back(std::move(*put));
    numbers_.push_back(line.number);
    if (batch_.size() >= jsonl_batch_lines) commit();
  }

  // An id is printed only when its record is on the disk.
  void commit() {
    const auto reports = app_.perform_all(batch_);
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (!reports[i].ok()) {
        fail(numbers_[i], reports[i].refusal());
        continue;
      }
      session_.say(reports[i]->id.text());
      json document = put_document(*reports[i]);
      document["line"] = numbers_[i];
      if (session_.speaks_json()) saved_.push_back(std::move(document));
    }
    batch_.clear();
    numbers_.clear();
  }

  int finish() {
    json document = first_fault_ ? refusal_document(*first_fault_) : json::object();
    document["saved"] = std::move(saved_);
    document["failed"] = std::move(failed_);
    session_.answer(document);
    return first_fault_ ? exit_refused : exit_done;
  }

 private:
  void fail(std::int64_t number, const Refusal& refusal) {
    session_.explain(refusal, std::to_string(number), Text::line_number);
    json document = refusal_document(refusal);
    document["line"] = number;
    failed_.push_back(std::move(document));
    if (!first_fault_) first_fault_ = refusal;
  }

  Session& session_;
  App& app_;
  const KindDecl& kind_;
  std::vector<Put> batch_;
  std::vector<std::int64_t> numbers_;
  json saved_ = json::array();
  json failed_ = json::array();
  std::optional<Refusal> first_fault_;
};

Result<LineReader> open_lines(Session& session) {
  const std::string& name = *session.args.jsonl;
  if (name == "-") {
    std::istream& in = session.ports().in;
    return LineReader([&in](std::span<char> into) -> Result<std::size_t> {
      in.read(into.data(), static_cast<std::streamsize>(into.size()));
      return static_cast<std::size_t>(in.gcount());
    });
  }
  KHAOSAN_LET(file, FileReader::open(path_from_utf8(name)));
  auto shared = std::make_shared<FileReader>(std::move(file));
  return LineReader([shared](std::span<char> into) {
    return shared->read({reinterpret_cast<std::uint8_t*>(into.data()), into.size()});
  });
}

int put_lines(Session& session, const KindDecl& kind) {
  auto lines = open_lines(session);
  if (!lines.ok()) return session.refused(lines.refusal());
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  JsonlRun run(session, **app, kind);
  for (;;) {
    const auto line = lines->next();
    if (!line.ok()) {  // what was read before stands
      run.commit();
      return session.refused(line.refusal());
    }
    if (!*line) break;
    run.take(**line);
  }
  run.commit();
  return run.finish();
}

int put_one(Session& session, const KindDecl& kind) {
  const auto put = put_from_words(kind, session.args.id, session.args.words);
  if (!put.ok()) return session.refused(put.refusal());
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  const auto report = (*app)->perform(*put);
  if (!report.ok()) return session.refused(report.refusal());
  session.say(report->id.text());
  session.answer(put_document(*report));
  return exit_done;
}

}  // namespace

int run_put(Session& session) {
  const auto kind = kind_named(session.args.kind);
  if (!kind.ok()) return session.refused(kind.refusal());
  const bool from_file = session.args.jsonl.has_value();
  if (from_file && (!session.args.words.empty() || !session.args.id.empty()))
    return session.misused({Text::usage_together, "--jsonl, --id, FIELD=VALUE"});
  if (!from_file && session.args.words.empty())
    return session.misused({Text::usage_missing, "put: FIELD=VALUE"});
  return from_file ? put_lines(session, **kind) : put_one(session, **kind);
}

}  // namespace khaosan::client
