#include "server/cli/present.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "server/cli/qr_text.hpp"
#include "shared/base/time.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

class Words {
 public:
  explicit Words(Language language) : thai_(language == Language::thai) {}
  const char* operator()(const char* thai, const char* english) const { return thai_ ? thai : english; }

 private:
  bool thai_;
};

std::string text(const json& object, const char* name) {
  return object.value(name, "");
}

std::string roles_text(const json& user) {
  std::string roles;
  for (const json& role : user.at("roles")) roles += (roles.empty() ? "" : ", ") + role.get<std::string>();
  return roles;
}

std::string users_text(const json& result, const Words& say) {
  std::ostringstream out;
  for (const json& user : result.at("users")) {
    out << text(user, "name") << "\t" << text(user, "display_name") << "\t" << roles_text(user);
    if (user.value("disabled", false)) out << "\t" << say("ระงับอยู่", "disabled");
    out << "\n";
  }
  if (result.at("users").empty()) out << say("ยังไม่มีบัญชีผู้ใช้", "no accounts yet") << "\n";
  return out.str();
}

std::string moment_text(const std::string& iso, const Words& say) {
  const auto at = parse_iso_utc(iso);
  return at.ok() ? std::string(say(thai_date_time(*at).c_str(), iso.c_str())) : iso;
}

std::string unsent_text(const json& unsent, const Words& say) {
  std::ostringstream out;
  out << "\t" << say("ยังไม่ส่ง: ", "not sent: ") << unsent.at("changes") << say(" รายการ ", " changes, ")
      << unsent.at("files") << say(" แฟ้ม", " files");
  if (unsent.at("oldest").is_string())
    out << say(" ตั้งแต่ ", " since ") << moment_text(text(unsent, "oldest"), say);
  return out.str();
}

std::string devices_text(const json& result, const Words& say) {
  std::ostringstream out;
  for (const json& device : result.at("devices")) {
    const bool seen = device.at("last_seen").is_string();
    out << text(device, "id") << "\t" << text(device, "name") << "\t" << text(device, "user") << "\t"
        << (seen ? moment_text(text(device, "last_seen"), say) : say("ยังไม่เคยซิงก์", "never synced"));
    if (device.value("revoked", false)) out << "\t" << say("เพิกถอนแล้ว", "revoked");
    if (device.at("replaced_by").is_string())
      out << "\t" << say("ลงทะเบียนใหม่แล้ว แทนด้วย ", "paired again, replaced by ")
          << text(device, "replaced_by");
    if (device.at("unsent").is_object()) out << unsent_text(device.at("unsent"), say);
    if (device.at("silent_days").is_number())
      out << "\t" << say("ไม่ได้ซิงก์มา ", "silent for ") << device.at("silent_days") << say(" วัน", " days");
    out << "\n";
  }
  if (result.at("devices").empty()) out << say("ยังไม่มีเครื่องที่ลงทะเบียน", "no paired laptops yet") << "\n";
  return out.str();
}

std::string tokens_text(const json& result, const Words& say) {
  std::ostringstream out;
  for (const json& token : result.at("tokens")) {
    out << text(token, "id") << "\t" << text(token, "user") << "\t" << say("ใช้ได้ถึง ", "until ")
        << moment_text(text(token, "expires"), say);
    if (token.at("revoked_at").is_string()) out << "\t" << say("เพิกถอนแล้ว", "revoked");
    out << "\n";
  }
  if (result.at("tokens").empty()) out << say("ยังไม่มีโทเคน", "no tokens yet") << "\n";
  return out.str();
}

std::string clock_text(const json& result, const Words& say) {
  std::ostringstream out;
  out << say("นาฬิกาเครื่อง: ", "wall clock: ") << moment_text(text(result, "wall_clock"), say) << "\n"
      << say("บันทึกล่าสุดของเซิร์ฟเวอร์: ", "last journal row: ") << moment_text(text(result, "journal"), say)
      << "\n";
  if (text(result, "state") == "believed") {
    out << say("นาฬิกาใช้ได้", "the clock is believed") << "\n";
    return out.str();
  }
  out << (text(result, "state") == "ahead"
              ? say("นาฬิกาเดินล้ำหน้าบันทึกล่าสุดเกิน 1 วัน", "the clock is more than a day ahead of the journal")
              : say("นาฬิกาช้ากว่าบันทึกล่าสุด", "the clock is behind the journal"))
      << "\n"
      << say("การให้เลขและการพิจารณารออยู่ โปรดตั้งนาฬิกาให้ถูก แล้วสั่ง khaosan-server clock confirm",
             "numbers and decisions wait: set the clock right, then: khaosan-server clock confirm")
      << "\n";
  return out.str();
}

std::string pairing_text(const json& result, const Words& say, Screen screen) {
  std::ostringstream out;
  const std::string code = text(result, "code");
  const std::string url = text(result, "url");
  out << say("รหัสลงทะเบียน: ", "pairing code: ") << code << "\n"
      << say("ใช้ได้ครั้งเดียว ภายใน ", "good once, for ") << result.value("expires_in_minutes", 0)
      << say(" นาที", " minutes") << "\n";
  if (url.empty()) {
    out << say("ยังไม่ทราบที่อยู่เซิร์ฟเวอร์ โปรดเปิด serve หรือระบุ --url",
               "the server's address is not known yet: start serve, or give --url")
        << "\n";
    return out.str();
  }
  out << say("ที่อยู่เซิร์ฟเวอร์: ", "server: ") << url << "\n"
      << say("ที่เครื่องของผู้ใช้: ", "on the laptop: ") << "khaosan pair " << url << " --code " << code << "\n";
  if (screen == Screen::terminal) out << "\n" << qr_text(url + "/#" + code);
  return out.str();
}

std::string check_text(const json& result, const Words& say) {
  std::ostringstream out;
  for (const json& fault : result.at("faults")) out << fault.get<std::string>() << "\n";
  if (result.at("faults").empty()) {
    out << say("ครบถ้วน ตรวจแฟ้มแล้ว ", "all is well, files checked: ") << result.value("files", 0) << "\n";
  } else {
    out << say("พบข้อผิดพลาด ", "faults: ") << result.at("faults").size() << "\n";
  }
  return out.str();
}

std::string backup_text(const json& result, const Words& say) {
  std::ostringstream out;
  out << say("สำรองข้อมูลและตรวจแล้ว: ", "backed up and read back: ") << text(result, "folder") << "\n"
      << say("แฟ้มทั้งหมด ", "files ") << result.value("files", 0) << say(" ใหม่ ", ", new ")
      << result.value("new_files", 0) << "\n";
  return out.str();
}

std::string restore_state_text(const json& result, const Words& say) {
  std::ostringstream out;
  if (!result.value("waits", false)) {
    out << say("ไม่มีการกู้คืนที่รออยู่ สำนักงานรับงานตามปกติ",
               "no restore is waiting: the office takes changes as usual")
        << "\n";
    return out.str();
  }
  out << say("รอเครื่องต่อไปนี้มาซิงก์ก่อน จึงจะรับงานและให้เลขข่าวต่อ:",
             "waiting for these laptops to sync before changes are taken and numbers are given:")
      << "\n";
  for (const json& device : result.at("awaited"))
    out << "  " << text(device, "name") << "\t" << text(device, "id") << "\n";
  out << say("รายการที่เครื่องอื่นส่งมาแล้วและรออยู่ ", "changes that have come and wait: ")
      << result.value("offered", 0) << "\n"
      << say("ถ้าเครื่องใดจะไม่มาอีก สั่ง khaosan-server restore go-on --last-number เลขข่าวล่าสุดที่ให้ไปแล้ว",
             "if one of them will never come: khaosan-server restore go-on --last-number HIGHEST")
      << "\n";
  return out.str();
}

std::string bundles_text(const json& result, const Words& say) {
  std::ostringstream out;
  for (const json& laptop : result.at("laptops")) {
    const auto count = [&](const char* name) { return laptop.value(name, std::int64_t{0}); };
    out << text(laptop, "name") << "\t" << say("รับแล้ว ", "taken: ") << count("taken")
        << say(" รายการ", " changes") << ", " << count("files") << say(" แฟ้ม", " files");
    if (count("refused") > 0) out << ", " << say("ไม่รับ ", "refused ") << count("refused");
    if (laptop.value("shut_out", false))
      out << ", " << say("เครื่องถูกเพิกถอนสิทธิ์ พักไว้ ", "shut out, kept aside: ") << count("quarantined");
    if (count("left_out_files") > 0)
      out << ", " << say("ที่พักเต็ม ไม่ได้เก็บ ", "no room aside for files: ") << count("left_out_files")
          << say(" แฟ้ม", "");
    if (count("waiting") > 0)
      out << ", " << say("รอแฟ้มส่วนที่ยังขาด ", "waiting for a part that is missing: ") << count("waiting");
    out << "\n";
    for (const json& part : laptop.at("answers")) out << "\t" << part.get<std::string>() << "\n";
  }
  for (const json& part : result.at("refused"))
    out << say("อ่านไม่ได้ ", "not read: ") << text(part, "part") << ": "
        << say(text(part, "th").c_str(), text(part, "en").c_str()) << "\n";
  if (!result.at("laptops").empty() && !result.value("answered", false))
    out << say("งานยังค้างอยู่ในเครื่องของผู้ใช้จนกว่าจะได้รับคำตอบ โปรดสั่งอีกครั้งพร้อม --answer หรือให้เครื่องนั้นซิงก์ทางเครือข่าย",
               "the laptops keep their work until they are answered: read again with --answer, or sync them")
        << "\n";
  return out.str();
}

std::string erased_text(const json& result, const Words& say) {
  std::ostringstream out;
  if (result.at("erased").empty()) return say("ถูกลบถาวรไปแล้ว\n", "it was erased before\n");
  out << say("ลบถาวรแล้ว ", "erased for good: ") << result.at("erased").size() << say(" รายการ", " records")
      << "\n";
  for (const json& one : result.at("erased"))
    out << "  " << text(one, "kind") << "\t" << text(one, "id") << "\n";
  out << say("เครื่องของผู้ใช้จะลบตามเมื่อซิงก์ครั้งถัดไป สำเนาสำรองและแฟ้มในแฟลชไดรฟ์ที่ทำไว้ก่อนหน้ายังมีข้อมูลนี้อยู่ "
             "โปรดสำรองใหม่แล้วทำลายของเดิม",
             "laptops follow at their next sync; backups and USB bundles made before still hold it: make a "
             "new backup "
             "and destroy the old ones")
      << "\n";
  if (!result.value("backup_told", true))
    out << say("เสียบดิสก์สำเนาสำรองไม่อยู่ โปรดสำรองข้อมูลใหม่ทันทีที่เสียบได้ เพื่อไม่ให้การกู้คืนนำข้อมูลนี้กลับมา",
               "the disk of the last backup is not here: back up as soon as it is, so that a restore does "
               "not bring it back")
        << "\n";
  return out.str();
}

std::string quarantine_text(const json& result, const Words& say) {
  std::ostringstream out;
  if (result.at("laptops").empty() && result.value("files", 0) == 0) {
    out << say("ไม่มีงานที่พักไว้", "the quarantine is empty") << "\n";
    return out.str();
  }
  for (const json& laptop : result.at("laptops")) {
    out << text(laptop, "name") << "\t" << text(laptop, "device") << "\t" << laptop.value("changes", 0)
        << say(" รายการ", " changes") << ", " << laptop.value("files", 0) << say(" แฟ้ม", " files") << "\t"
        << moment_text(text(laptop, "last"), say) << "\n\t";
    const char* between = "";
    for (const auto& [kind, count] : laptop.at("kinds").items()) {
      out << between << kind << " " << count.get<std::int64_t>();
      between = ", ";
    }
    out << "\n";
  }
  out << say("แฟ้มภาพที่พักไว้ ", "files kept: ") << result.value("files", 0) << "\n"
      << say("รับเข้าระบบด้วย quarantine take เครื่อง หรือทิ้งด้วย quarantine drop เครื่อง",
             "take it with quarantine take DEVICE, or forget it with quarantine drop DEVICE")
      << "\n";
  return out.str();
}

std::string quarantine_taken_text(const json& result, const Words& say) {
  std::ostringstream out;
  out << say("รับงานที่พักไว้แล้ว ", "taken from the quarantine: ") << result.value("taken", 0)
      << say(" รายการ แฟ้ม ", " changes, files ") << result.value("files", 0) << "\n";
  for (const json& one : result.at("why"))
    out << say("ไม่รับ ", "refused ") << text(one, "change") << ": "
        << say(text(one, "th").c_str(), text(one, "en").c_str()) << "\n";
  if (result.value("files_left", 0) > 0)
    out << say("แฟ้มที่ยังพักไว้ เพราะข้อมูลของภาพยังไม่อยู่ที่สำนักงาน ",
               "files that stay, as the office has no record of them: ")
        << result.value("files_left", 0) << "\n";
  if (result.value("commands", 0) > 0)
    out << say("คำสั่ง ", "commands that were not carried out: ") << result.value("commands", 0)
        << say(" รายการไม่ได้ดำเนินการ ผู้มีสิทธิ์โปรดสั่งใหม่ แล้วทิ้งรายการเดิมด้วย quarantine drop",
               "; who has the right gives them anew; forget them with quarantine drop")
        << "\n";
  return out.str();
}

}  // namespace

std::string restored_text(const json& result, Language language) {
  const Words say(language);
  return std::string(say("กู้คืนข้อมูลของ ", "restored what the office had on ")) +
         moment_text(text(result, "at"), say) + say(" ลงใน ", " into ") + text(result, "data") + "\n" +
         say("เปิดเซิร์ฟเวอร์ด้วย serve แล้วให้ทุกเครื่องซิงก์ งานที่ทำหลังจากนั้นจะกลับมาจากเครื่องเหล่านั้น\n"
             "ดูว่ายังรอเครื่องใดด้วย khaosan-server restore\n",
             "start it with serve and let all laptops sync: what was done since comes back from them\n"
             "who is still awaited: khaosan-server restore\n");
}

std::string presented(const AdminRequest& request, const json& result, Language language, Screen screen) {
  const Words say(language);
  switch (request.verb) {
    case AdminVerb::user_add:
      return say("เพิ่มผู้ใช้แล้ว: ", "user added: ") + text(result, "name") + " (" + roles_text(result) + ")\n";
    case AdminVerb::user_list:
      return users_text(result, say);
    case AdminVerb::user_disable:
      return say("ระงับบัญชีแล้ว: ", "account disabled: ") + request.user + "\n";
    case AdminVerb::user_enable:
      return say("เปิดใช้บัญชีแล้ว: ", "account enabled: ") + request.user + "\n";
    case AdminVerb::user_password:
      return say("เปลี่ยนรหัสผ่านแล้ว: ", "password changed: ") + request.user + "\n";
    case AdminVerb::user_roles:
      return say("เปลี่ยนบทบาทแล้ว: ", "roles changed: ") + request.user + "\n";
    case AdminVerb::pair:
      return pairing_text(result, say, screen);
    case AdminVerb::devices:
      return devices_text(result, say);
    case AdminVerb::devices_revoke:
      return say("เพิกถอนเครื่องแล้ว: ", "laptop revoked: ") + request.device + "\n";
    case AdminVerb::token:
      return text(result, "token") + "\n";  // nothing else: scripts read it
    case AdminVerb::token_list:
      return tokens_text(result, say);
    case AdminVerb::token_revoke:
      return say("เพิกถอนโทเคนแล้ว: ", "token revoked: ") + request.token + "\n";
    case AdminVerb::clock:
    case AdminVerb::clock_confirm:
      return clock_text(result, say);
    case AdminVerb::check:
      return check_text(result, say);
    case AdminVerb::backup:
      return backup_text(result, say);
    case AdminVerb::restore_state:
    case AdminVerb::restore_go_on:
      return restore_state_text(result, say);
    case AdminVerb::bundle_read:
      return bundles_text(result, say);
    case AdminVerb::erase:
      return erased_text(result, say);
    case AdminVerb::quarantine:
      return quarantine_text(result, say);
    case AdminVerb::quarantine_take:
      return quarantine_taken_text(result, say);
    case AdminVerb::quarantine_drop:
      return say("ทิ้งงานที่พักไว้แล้ว ", "dropped from the quarantine: ") +
             std::to_string(result.value("dropped", 0)) + say(" รายการ\n", " changes\n");
  }
  return "";
}

std::string reason(const Refusal& refusal, Language language) {
  const auto line = [](const std::string& text) { return "khaosan-server: " + text + "\n"; };
  return (language == Language::thai ? line(refusal.thai()) : "") + line(refusal.english());
}

int exit_code_of(const AdminRequest& request, const json& result) {
  const bool faulty = (request.verb == AdminVerb::check && !result.at("faults").empty()) ||
                      (request.verb == AdminVerb::bundle_read && !result.at("refused").empty());
  return faulty ? exit_refused : exit_done;
}

}  // namespace khaosan::server
