#include "server/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "server/logic/accounts.hpp"
#include "shared/base/utf8.hpp"
#include "shared/bundle/bundle_writer.hpp"
#include "shared/sync/radar.hpp"

namespace khaosan::server {
namespace {

constexpr const char* default_listen = "0.0.0.0:8443";
constexpr const char* default_plain_listen = "127.0.0.1:8080";
constexpr int port_max = 65'535;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

Path default_data_folder() {
  if (const auto data = environment("KHAOSAN_DATA"); !data.empty()) return path_from_utf8(data);
  if (const auto share = environment("XDG_DATA_HOME"); !share.empty()) {
    return path_from_utf8(share) / "khaosan-server";
  }
  return path_from_utf8(environment("HOME")) / ".local" / "share" / "khaosan-server";
}

// What CLI11 fills in; turned into a CommandLine afterwards.
struct Options {
  std::string data;
  std::string language = "th";
  bool json = false;
  std::string listen;
  std::string tls_certificate;
  std::string tls_key;
  bool list_tokens = false;
  ServeRequest serve;
  AdminRequest admin;
  std::string backup;  // to restore
};

void add_serve(CLI::App& app, Options& options) {
  CLI::App* serve = app.add_subcommand(
      "serve",
      "ให้บริการเครื่องของผู้ใช้และหน้าข่าวสาธารณะ จนได้รับ SIGTERM · serve laptops and the public pages until SIGTERM");
  serve->fallthrough();
  serve->add_option("--listen", options.listen, "HOST:PORT; port 0 lets the system choose [0.0.0.0:8443]");
  CLI::Option* certificate = serve->add_option("--tls-cert", options.tls_certificate, "certificate (PEM)");
  CLI::Option* key = serve->add_option("--tls-key", options.tls_key, "its key (PEM)");
  certificate->needs(key);
  key->needs(certificate);
  serve->add_flag("--plain-http", options.serve.plain_http, "without TLS, on the loopback only")
      ->excludes(certificate);
  serve->add_option("--office-name", options.serve.office_name, "the office's name, shown on every page");
  serve->add_flag("!--not-found-on-lan", options.serve.is_found,
                  "do not answer laptops that look for the office (UDP 8447)");
  serve->add_option("--base-url", options.serve.base_url, "address of the public pages, for the feed");
}

CLI::App* add_verb(CLI::App& parent, Options& options, const char* name, const char* help, AdminVerb verb) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->fallthrough();
  command->callback([&options, verb] { options.admin.verb = verb; });
  return command;
}

void add_user_name(CLI::App* command, Options& options) {
  command->add_option("NAME", options.admin.user, "user name")->required();
}

void add_roles(CLI::App* command, Options& options) {
  command
      ->add_option(
          "--role", options.admin.roles,
          "staff, reviewer, deputy, director, group_sender, committee, network_member, administrator")
      ->allow_extra_args(false)
      ->required();
}

void add_users(CLI::App& app, Options& options) {
  CLI::App* user = app.add_subcommand("user", "บัญชีผู้ใช้ · accounts");
  user->fallthrough();
  user->require_subcommand(1);
  CLI::App* add =
      add_verb(*user, options, "add", "เพิ่มบัญชีผู้ใช้ ถามรหัสผ่าน · make an account; asks for its password",
               AdminVerb::user_add);
  add_user_name(add, options);
  add->add_option("--display", options.admin.display_name, "the person's name");
  add_roles(add, options);
  add_verb(*user, options, "list", "บัญชีผู้ใช้ทั้งหมด · all accounts", AdminVerb::user_list);
  add_user_name(add_verb(*user, options, "disable", "ระงับบัญชี · lock an account", AdminVerb::user_disable),
                options);
  add_user_name(add_verb(*user, options, "enable", "เลิกระงับบัญชี · unlock an account", AdminVerb::user_enable),
                options);
  add_user_name(
      add_verb(*user, options, "password", "ตั้งรหัสผ่านใหม่ · set a new password", AdminVerb::user_password),
      options);
  CLI::App* roles = add_verb(*user, options, "roles", "เปลี่ยนบทบาทของบัญชี · give an account other roles",
                             AdminVerb::user_roles);
  add_user_name(roles, options);
  add_roles(roles, options);
}

void add_devices(CLI::App& app, Options& options) {
  CLI::App* devices = app.add_subcommand("devices", "เครื่องที่ลงทะเบียน · paired laptops");
  devices->fallthrough();
  // The parent's callback runs after its subcommand's.
  CLI::App* list = add_verb(*devices, options, "list", "เครื่องทั้งหมด · all laptops", AdminVerb::devices);
  devices
      ->add_option("--silent-days", options.admin.days,
                   "days without a sync after which a laptop is waited for, kept from now on [7]")
      ->check(CLI::Range(std::int64_t{1}, silent_days_max));
  CLI::App* revoke =
      add_verb(*devices, options, "revoke", "เพิกถอนเครื่อง · shut a laptop out", AdminVerb::devices_revoke);
  revoke->add_option("ID", options.admin.device, "id of the laptop")->required();
  devices->callback([&options, list, revoke] {
    if (!list->parsed() && !revoke->parsed()) options.admin.verb = AdminVerb::devices;
  });
}

// One of the three: a new one, the list, or the end of one.
void add_tokens(CLI::App& app, Options& options) {
  CLI::App* token = app.add_subcommand("token", "โทเคนสำหรับโปรแกรมอื่น · bearer tokens for scripts");
  token->fallthrough();
  CLI::Option* user = token->add_option("USER", options.admin.user, "make one for this user");
  token->add_option("--days", options.admin.days, "how long it is good for [90]")
      ->check(CLI::Range(std::int64_t{1}, token_days_max))
      ->needs(user);
  CLI::Option* list = token->add_flag("--list", options.list_tokens, "all tokens, by their ids");
  CLI::Option* revoke = token->add_option("--revoke", options.admin.token, "end the token of this id");
  list->excludes(user)->excludes(revoke);
  revoke->excludes(user);
  token->callback([&options, user, list, revoke] {
    if (user->count() + list->count() + revoke->count() == 0) throw CLI::RequiredError("USER");
    options.admin.verb = AdminVerb::token;
    if (list->count() > 0) options.admin.verb = AdminVerb::token_list;
    if (revoke->count() > 0) options.admin.verb = AdminVerb::token_revoke;
  });
}

void add_clock(CLI::App& app, Options& options) {
  CLI::App* clock =
      app.add_subcommand("clock", "สถานะนาฬิกาของเซิร์ฟเวอร์ · whether the server's clock is believed");
  clock->fallthrough();
  CLI::App* confirm =
      add_verb(*clock, options, "confirm",
               "ยืนยันว่าตรวจนาฬิกาแล้วและถูกต้อง · the clock was looked at and is right", AdminVerb::clock_confirm);
  clock->callback([&options, confirm] {
    if (!confirm->parsed()) options.admin.verb = AdminVerb::clock;
  });
}

void add_quarantine(CLI::App& app, Options& options) {
  CLI::App* quarantine = app.add_subcommand(
      "quarantine", "งานที่พักไว้ของเครื่องที่ถูกเพิกถอนสิทธิ์หรือผู้ใช้ถูกระงับ · what laptops that were shut out have left");
  quarantine->fallthrough();
  CLI::App* take =
      add_verb(*quarantine, options, "take", "รับสิ่งที่เขียนไว้เข้าระบบ · carry out what was written on that laptop",
               AdminVerb::quarantine_take);
  take->add_option("DEVICE", options.admin.device, "id of the laptop, from quarantine")->required();
  CLI::App* drop =
      add_verb(*quarantine, options, "drop", "ทิ้ง (งานยังอยู่ในเครื่องนั้น) · forget it; the laptop still has it",
               AdminVerb::quarantine_drop);
  drop->add_option("DEVICE", options.admin.device, "id of the laptop, from quarantine")->required();
  quarantine->callback([&options, take, drop] {
    if (!take->parsed() && !drop->parsed()) options.admin.verb = AdminVerb::quarantine;
  });
}

void add_erase(CLI::App& app, Options& options) {
  CLI::App* erase = add_verb(
      app, options, "erase",
      "ลบถาวรทั้งที่สำนักงานและทุกเครื่อง เรียกคืนไม่ได้ · erase for good, here and on every laptop", AdminVerb::erase);
  erase->add_option("KIND", options.admin.kind, "kind of the record")->required();
  erase->add_option("ID", options.admin.record, "id of the record")->required();
  erase->add_option("--reason", options.admin.reason, "for the journal; name nobody in it")->required();
}

void add_backup(CLI::App& app, Options& options) {
  CLI::App* backup =
      add_verb(app, options, "backup",
               "สำรองข้อมูลทั้งหมดลงโฟลเดอร์ แล้วอ่านกลับมาตรวจ · copy everything into a folder, and read it back",
               AdminVerb::backup);
  backup
      ->add_option("FOLDER", options.admin.folder,
                   "on another disk; again into the same one adds what is new")
      ->required();
  CLI::App* restore = app.add_subcommand(
      "restore",
      "กู้คืนจากสำเนาสำรอง หรือดูว่ากำลังรอเครื่องใดอยู่ · put a backup back, or see what a restore waits for");
  restore->fallthrough();
  restore->add_option("BACKUP", options.backup, "folder of the backup; --data is an empty folder");
  CLI::App* go_on = add_verb(*restore, options, "go-on",
                             "ไม่รอเครื่องที่ยังไม่มา · wait no longer for the laptops that have not come",
                             AdminVerb::restore_go_on);
  go_on->add_option("--last-number", options.admin.numbers, "highest news number that was given, as 57/2570")
      ->allow_extra_args(false);
  restore->callback([&options, go_on] {
    if (!go_on->parsed()) options.admin.verb = AdminVerb::restore_state;
  });
}

// The running server reads the folder, from a place of its own: the path is made whole here.
std::string whole_path(const std::string& typed) {
  return typed.empty() ? typed : utf8_from_path(std::filesystem::absolute(path_from_utf8(typed)));
}

void add_bundles(CLI::App& app, Options& options) {
  CLI::App* bundle = app.add_subcommand("bundle", "แฟ้มรับ–ส่งทาง USB · bundles on a USB stick");
  bundle->fallthrough();
  bundle->require_subcommand(1);
  CLI::App* read = add_verb(*bundle, options, "read",
                            "รับงานที่เครื่องของผู้ใช้บันทึกไว้ในโฟลเดอร์นี้ · take in what laptops wrote to this folder",
                            AdminVerb::bundle_read);
  read->add_option("FOLDER", options.admin.folder, "the folder on the stick")->required();
  read->add_option("--answer", options.admin.answers, "write the answers for the laptops to this folder");
  read->add_option("--part-bytes", options.admin.part_bytes, "largest file of an answer [2000000000]")
      ->check(
          CLI::Range(static_cast<std::int64_t>(part_bytes_min), static_cast<std::int64_t>(part_bytes_usual)));
}

void add_commands(CLI::App& app, Options& options) {
  app.require_subcommand(1);
  app.set_version_flag("--version", "khaosan-server " KHAOSAN_VERSION);
  app.add_option("--data", options.data, "data folder [$KHAOSAN_DATA]");
  app.add_option("--lang", options.language, "th or en")->check(CLI::IsMember({"th", "en"}));
  app.add_flag("--json", options.json, "print one JSON document");
  add_serve(app, options);
  add_users(app, options);
  CLI::App* pair = add_verb(app, options, "pair",
                            "รหัสลงทะเบียนใช้ครั้งเดียวสำหรับเครื่องของผู้ใช้นี้ · one-time code for a laptop of this user",
                            AdminVerb::pair);
  pair->add_option("USER", options.admin.user, "user name")->required();
  pair->add_option("--url", options.admin.url, "address that laptops reach the server by");
  add_devices(app, options);
  add_tokens(app, options);
  add_clock(app, options);
  add_quarantine(app, options);
  add_erase(app, options);
  add_backup(app, options);
  add_bundles(app, options);
  add_verb(app, options, "check", "ตรวจฐานข้อมูลและแฟ้มทุกแฟ้ม · verify the store and every file",
           AdminVerb::check);
}

constexpr std::size_t office_name_signs_max = 200;

// Names go to every page and laptop, paths to the disk: nothing that could not stand there is taken.
Done check_arguments(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string place = in_both("argument", "คำที่") + " " + std::to_string(i + 1);
    if (!is_utf8(arguments[i])) return refuse(Code::not_utf8, place);
    if (has_control_character(arguments[i], false)) return refuse(Code::control_character, place);
  }
  return {};
}

// "https://HOST[:PORT]": what a laptop or a reader of the feed can use.
Done check_address(const std::string& option, const std::string& url) {
  const auto scheme = url.find("://");
  const bool known = url.starts_with("https://") || url.starts_with("http://");
  const bool has_host = known && url.size() > scheme + 3 && url[scheme + 3] != '/' && url[scheme + 3] != ':';
  if (url.empty() || (has_host && url.find_first_of(" \t") == std::string::npos)) return {};
  return refuse(Code::usage,
                option + " " + url + ": " +
                    in_both("an address is https://HOST:PORT", "ที่อยู่ต้องเป็น https://ชื่อเครื่อง:พอร์ต"));
}

// The library's reasons are in English only; its kinds of fault are few.
Refusal misuse_of(const CLI::ParseError& fault, const std::vector<std::string>& unknown) {
  const std::string what = fault.what();
  const auto says = [&](std::string_view thai) { return refuse(Code::usage, in_both(what, thai)); };
  const std::string name = what.substr(0, what.find_first_of(": "));
  // Before what is missing: it may be why that is missing.
  if (!unknown.empty())
    return refuse(Code::usage, in_both("unknown: " + unknown.front(), "ไม่รู้จัก " + unknown.front()));
  if (dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr)
    return says(what.find("subcommand") != std::string::npos ? "ยังไม่ได้ระบุคำสั่ง" : "ยังไม่ได้ระบุ " + name);
  if (dynamic_cast<const CLI::ExcludesError*>(&fault) != nullptr)
    return says(name + " ใช้ร่วมกับตัวเลือกอื่นที่ระบุไม่ได้");
  if (dynamic_cast<const CLI::RequiresError*>(&fault) != nullptr) return says(name + " ต้องใช้คู่กับตัวเลือกอื่น");
  if (dynamic_cast<const CLI::ValidationError*>(&fault) != nullptr) return says("ค่าของ " + name + " ใช้ไม่ได้");
  return says("ระบุไม่ครบ ซ้ำ หรือไม่ถูกต้อง: " + name);
}

Result<CommandLine> command_of(Options options, bool serves) {
  CommandLine line;
  line.data_folder = options.data.empty() ? default_data_folder() : path_from_utf8(options.data);
  line.language = options.language == "en" ? Language::english : Language::thai;
  line.json = options.json;
  KHAOSAN_TRY(check_address("--url", options.admin.url));
  KHAOSAN_TRY(check_address("--base-url", options.serve.base_url));
  if (code_point_count(options.serve.office_name) > office_name_signs_max)
    return refuse(Code::too_long, "--office-name ≤ " + std::to_string(office_name_signs_max));
  if (!options.backup.empty()) {
    line.command = RestoreRequest{path_from_utf8(options.backup)};
    return line;
  }
  options.admin.folder = whole_path(options.admin.folder);
  options.admin.answers = whole_path(options.admin.answers);
  if (!serves) {
    line.command = std::move(options.admin);
    return line;
  }
  const char* otherwise = options.serve.plain_http ? default_plain_listen : default_listen;
  KHAOSAN_LET(address, parse_listen(options.listen.empty() ? otherwise : options.listen));
  options.serve.host = address.host;
  options.serve.port = address.port;
  options.serve.tls_certificate = path_from_utf8(options.tls_certificate);
  options.serve.tls_key = path_from_utf8(options.tls_key);
  while (options.serve.base_url.ends_with('/')) options.serve.base_url.pop_back();
  line.command = std::move(options.serve);
  return line;
}

}  // namespace

Result<ListenAddress> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return refuse(Code::usage, "--listen " + text);
  ListenAddress address{text.substr(0, colon), 0};
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  if (address.host.empty()) address.host = "0.0.0.0";
  const char* first = text.data() + colon + 1;
  const char* last = text.data() + text.size();
  const auto [end, fault] = std::from_chars(first, last, address.port);
  if (first == last || fault != std::errc() || end != last || address.port < 0 || address.port > port_max) {
    return refuse(Code::usage, "--listen " + text);
  }
  return address;
}

Reading read_command_line(const std::vector<std::string>& arguments) {
  CLI::App app(
      "เซิร์ฟเวอร์ของสำนักงาน: ข่าว เครื่องของผู้ใช้ การอนุมัติ และกระดานข่าวสาธารณะ\n"
      "The office's server of Khaosan: news, laptops, approvals and the public news board.",
      "khaosan-server");
  Options options;
  add_commands(app, options);
  Reading reading;
  reading.json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
  if (const Done clean = check_arguments(arguments); !clean.ok()) {
    reading.misuse = clean.refusal();
    return reading;
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& ended) {
    std::ostringstream help;
    std::ostringstream said;
    if (app.exit(ended, help, said) == 0) {
      reading.help = help.str();
    } else {
      reading.misuse = misuse_of(ended, app.remaining(true));
    }
    return reading;
  }
  auto line = command_of(std::move(options), app.got_subcommand("serve"));
  if (line.ok()) {
    reading.command_line = std::move(*line);
  } else {
    reading.misuse = line.refusal();
  }
  return reading;
}

}  // namespace khaosan::server
