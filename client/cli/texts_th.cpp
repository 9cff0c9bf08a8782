// The Thai texts: natural office Thai, in the words of the buttons and statuses of the office.
#include "client/cli/texts.hpp"

namespace khaosan::client {

std::string_view thai_text(Text text) {
  switch (text) {
    case Text::yes:
      return "ใช่";
    case Text::no:
      return "ไม่ใช่";
    case Text::usage_unexpected:
      return "ไม่รู้จักตัวเลือกหรือมีคำเกินมา: {1} ดูวิธีใช้ด้วย --help";
    case Text::usage_unknown_command:
      return "ไม่รู้จักคำสั่ง: {1} ดูคำสั่งทั้งหมดด้วย khaosan --help";
    case Text::usage_missing:
      return "ยังไม่ได้ระบุ {1} ดูวิธีใช้ด้วย --help";
    case Text::usage_argument:
      return "ระบุไม่ครบหรือซ้ำ: {1} ดูวิธีใช้ด้วย --help";
    case Text::usage_number:
      return "ต้องเป็นจำนวนเต็มในช่วงที่กำหนด: {1}";
    case Text::usage_choice:
      return "ต้องเป็นค่าใดค่าหนึ่ง: {1}";
    case Text::usage_together:
      return "ใช้ร่วมกันไม่ได้: {1}";
    case Text::usage_encoding:
      return "ข้อความในคำสั่งไม่ใช่ UTF-8 โปรดตั้งค่าเทอร์มินัลเป็น UTF-8 แล้วพิมพ์ใหม่";
    case Text::usage_control:
      return "มีอักขระควบคุมในคำสั่ง โปรดพิมพ์ใหม่โดยไม่มีอักขระนั้น";
    case Text::stopped:
      return "หยุดตามที่สั่ง งานที่บันทึกแล้วอยู่ในเครื่องครบ ใช้คำสั่งเดิมอีกครั้งเพื่อทำต่อ";
    case Text::no_window:
      return "รุ่นนี้ยังไม่มีหน้าต่างโปรแกรม โปรดใช้คำสั่งด้านล่าง";
    case Text::prompt_pair:
      return "รหัสผ่าน (กด Enter เพื่อข้าม): ";
    case Text::prompt_sign_in:
      return "รหัสผ่าน: ";
    case Text::prompt_decision:
      return "รหัสผ่านสำหรับลงนามการพิจารณา: ";
    case Text::paired:
      return "ลงทะเบียนเครื่องกับ {1} แล้ว ผู้ใช้: {2}";
    case Text::paired_without_key:
      return "ไม่ได้ใส่รหัสผ่าน เครื่องนี้จึงยังพิจารณาเรื่องไม่ได้ ก่อนอนุมัติหรือส่งคืน โปรดใช้ khaosan sign-in {1}";
    case Text::paired_next:
      return "ขั้นต่อไป: khaosan sync";
    case Text::signed_in:
      return "ลงชื่อเข้าใช้แล้ว: {1} ({2}) บันทึกในชื่อนี้ด้วย --user {2}";
    case Text::record_deleted:
      return "  รายการนี้ถูกลบแล้ว กู้คืนด้วย khaosan restore";
    case Text::record_erased:
      return "  สำนักงานลบรายการนี้ถาวรแล้วตามคำขอ ไม่มีข้อมูลเหลืออยู่และเรียกคืนไม่ได้";
    case Text::deleted_mark:
      return "(ลบแล้ว)";
    case Text::joined_mark:
      return "(รวมไว้กับรายการอื่นแล้ว)";
    case Text::record_joined:
      return "รายการนี้รวมไว้กับรายการหลักแล้ว: {1} {2}";
    case Text::pending_mark:
      return "[รอส่ง]";
    case Text::waiting_verb:
      return "  รอส่งไปสำนักงาน: {1} (ส่งด้วย khaosan sync)";
    case Text::last_comment:
      return "  ความเห็น ({1} โดย {2}): {3}";
    case Text::photos_heading:
      return "  ภาพในข่าว {1} ภาพ";
    case Text::do_not_publish_mark:
      return "[งดเผยแพร่]";
    case Text::revision_heading:
      return "  ฉบับที่เสนอครั้งที่ {1} (ฉบับที่ใช้พิจารณาและเผยแพร่):";
    case Text::newer_edits:
      return "  มีแก้ไขใหม่ {1} รายการ หลังจากฉบับที่เสนอ";
    case Text::changed_by:
      return "  แก้ไขล่าสุดโดย {1} เมื่อ {2}";
    case Text::since:
      return "ตั้งแต่ {1}";
    case Text::deleted:
      return "ลบแล้ว (รอส่ง): {1}";
    case Text::restored:
      return "กู้คืนแล้ว (รอส่ง): {1}";
    case Text::already_there:
      return "มีอยู่แล้ว ไม่ได้เก็บซ้ำ";
    case Text::stays_with:
      return "เป็นของกิจกรรมอื่นอยู่แล้ว ไม่ได้ย้าย: {1} ย้ายด้วย khaosan put media --id {2} event=ID";
    case Text::caption_stays:
      return "มีคำบรรยายอื่นอยู่แล้ว ไม่ได้เปลี่ยน เปลี่ยนด้วย khaosan put media --id {1} caption=…";
    case Text::line_number:
      return "บรรทัดที่ {1}";
    case Text::of_this:
      return "{1}";
    case Text::nobody_yet:
      return "ผู้ใช้ของเครื่องนี้ (ก่อนลงทะเบียน)";
    case Text::status_again:
      return "เสนอใหม่ ครั้งที่ {1}";
    case Text::status_correcting:
      return "แก้ไขข่าวที่เผยแพร่แล้ว";
    case Text::status_voided:
      return "การอนุมัติเดิมสิ้นผล เพราะมีการแก้ไข";
    case Text::status_approved_delegated:
      return "อนุมัติแล้ว (ปฏิบัติราชการแทน) รอเผยแพร่";
    case Text::status_approved_acting:
      return "อนุมัติแล้ว (รักษาราชการแทน) รอเผยแพร่";
    case Text::column_id:
      return "รหัสรายการ";
    case Text::column_field:
      return "ช่อง";
    case Text::column_label:
      return "ชื่อช่อง";
    case Text::column_type:
      return "ชนิด";
    case Text::column_writer:
      return "ผู้กรอก";
    case Text::required_mark:
      return "(ต้องกรอก)";
    case Text::writer_person:
      return "ผู้ใช้กรอก";
    case Text::writer_command:
      return "จากคำสั่ง act";
    case Text::writer_server:
      return "เซิร์ฟเวอร์กำหนด";
    case Text::list_count:
      return "แสดง {1} จาก {2} รายการ";
    case Text::list_empty:
      return "ยังไม่มีรายการ: {1} สร้างได้ด้วย khaosan put {2} … หรือรับจากสำนักงานด้วย khaosan sync";
    case Text::list_nothing_found:
      return "ไม่พบรายการที่ตรงเงื่อนไข: {1} ลองลดเงื่อนไข --where หรือ --first";
    case Text::users_empty:
      return "ยังไม่มีรายชื่อผู้ใช้ในเครื่องนี้ รับจากสำนักงานด้วย khaosan sync";
    case Text::act_waiting:
      return "รอส่งไปสำนักงาน: {1} จะมีผลเมื่อซิงก์แล้ว ส่งด้วย khaosan sync";
    case Text::history_changed:
      return "มีการแก้ไข";
    case Text::history_revision_made:
      return "จัดทำฉบับที่เสนอ";
    case Text::history_empty:
      return "ยังไม่มีประวัติของรายการนี้ในเครื่อง ดูจากสำนักงานด้วย --office";
    case Text::history_office:
      return "สำนักงานรับแล้ว";
    case Text::history_pending:
      return "รอส่ง";
    case Text::history_refused:
      return "สำนักงานไม่รับ";
    case Text::history_kept:
      return "ส่งแล้ว เก็บสำเนาไว้ในเครื่อง";
    case Text::history_local:
      return "ประวัตินี้เป็นเพียงส่วนที่เครื่องนี้รู้ เพราะถามสำนักงานไม่ได้";
    case Text::history_order:
      return "คำสั่ง {1}";
    case Text::history_revision:
      return "ฉบับ {1}";
    case Text::conflict_ours:
      return "ที่สำนักงานมีอยู่ก่อน โดย {1}:";
    case Text::conflict_theirs:
      return "ที่ส่งมาทีหลัง โดย {1}:";
    case Text::conflict_own:
      return "{1} (ท่าน)";
    case Text::conflict_waiting:
      return "เลือกแล้ว รอส่งไปสำนักงาน";
    case Text::conflicts_none:
      return "ไม่มีส่วนที่แก้ไขซ้อนกัน";
    case Text::conflicts_next:
      return "แก้ไขซ้อนกัน {1} รายการ โปรดเลือกด้วย khaosan resolve ID --keep ours|theirs|FILE";
    case Text::likeness_open:
      return "ยังไม่ได้เลือก";
    case Text::likeness_waiting:
      return "เลือกในเครื่องนี้แล้ว ({1}) รอส่งสำนักงาน";
    case Text::likeness_main:
      return "(รายการหลัก)";
    case Text::likeness_left:
      return "ส่วนที่ยังอยู่กับรายการหลักหลังยกเลิกการรวม:";
    case Text::likenesses_none:
      return "ไม่มีรายการที่อาจเป็นงานเดียวกัน";
    case Text::likenesses_next:
      return "รอเลือก {1} คู่ รวมด้วย khaosan act likeness ID join [--keep ID] หรือ khaosan act likeness ID "
             "differ ถ้าไม่ใช่";
    case Text::refused_none:
      return "ไม่มีรายการที่สำนักงานไม่รับ";
    case Text::refused_next:
      return "เขียนใหม่บนข้อมูลปัจจุบันด้วย khaosan refused --again CHANGE หรือทิ้งด้วย khaosan refused --dismiss CHANGE";
    case Text::refused_dismissed:
      return "นำออกจากรายการที่สำนักงานไม่รับแล้ว เนื้อหาที่ทิ้งไป:";
    case Text::refused_again:
      return "เขียนใหม่บนข้อมูลปัจจุบันแล้ว รอส่งไปสำนักงาน: {1}";
    case Text::refused_is_so:
      return "ข้อมูลปัจจุบันเป็นตามนั้นอยู่แล้ว นำออกจากรายการแล้ว";
    case Text::refused_change:
      return "รหัสการเปลี่ยนแปลง {1}";
    case Text::sync_done:
      return "รับ–ส่งข้อมูลครบแล้ว เครื่องนี้กับสำนักงานตรงกัน";
    case Text::sync_incomplete:
      return "รับ–ส่งข้อมูลยังไม่ครบ งานยังอยู่ในเครื่องครบ โปรดใช้ khaosan sync อีกครั้ง";
    case Text::sync_counts:
      return "ส่ง {1} รายการ · แฟ้ม {2} แฟ้ม · รับ {3} รายการ · ภาพย่อ {4} ภาพ";
    case Text::sync_office_restored:
      return "สำนักงานถูกกู้คืนจากสำเนาสำรอง งานที่สำนักงานอาจไม่มีแล้วถูกเสนอกลับไปให้ทั้งหมด";
    case Text::sync_waits_for_laptops:
      return "สำนักงานยังไม่รับงาน เพราะรอเครื่องต่อไปนี้มาซิงก์ก่อน: {1} งานในเครื่องนี้ยังอยู่ครบ โปรดซิงก์ใหม่ภายหลัง";
    case Text::sync_clock_gap:
      return "นาฬิกาของเครื่องนี้ไม่ตรงกับของสำนักงาน (เครื่องนี้ {1} สำนักงาน {2}) งานที่ทำไว้ไม่เสียหาย "
             "โปรดตั้งวันที่และเวลาของเครื่องให้ถูกต้อง";
    case Text::sync_merged:
      return "รวมกับของผู้อื่น {1} รายการ โปรดอ่านข้อความที่รวมแล้ว";
    case Text::sync_conflicts:
      return "แก้ไขซ้อนกัน {1} รายการ โปรดเลือก ดูด้วย khaosan conflicts";
    case Text::sync_conflicts_of_others:
      return "ผู้อื่นแก้ไขซ้อนกับข้อความของท่าน {1} รายการ ข้อความของท่านยังอยู่จนกว่าจะมีผู้เลือก ดูด้วย khaosan conflicts";
    case Text::step_connect:
      return "กำลังเชื่อมต่อสำนักงาน";
    case Text::step_push:
      return "กำลังส่งรายการ";
    case Text::step_previews:
      return "กำลังแลกเปลี่ยนข้อความและภาพย่อ";
    case Text::step_original:
      return "กำลังรับต้นฉบับ";
    case Text::step_card:
      return "กำลังอ่านการ์ด";
    case Text::step_card_office:
      return "กำลังถามสำนักงาน";
    case Text::fetch_done:
      return "ได้ต้นฉบับจากสำนักงานแล้ว: {1} ({2})";
    case Text::fetch_here:
      return "ต้นฉบับอยู่ในเครื่องนี้ครบแล้ว: {1} ({2})";
    case Text::original_mark:
      return "ต้นฉบับ";
    case Text::original_is_here:
      return "อยู่ในเครื่องนี้";
    case Text::original_is_damaged:
      return "เสียหายในเครื่องนี้ โปรดนำเข้าจากการ์ดอีกครั้ง";
    case Text::original_is_not_here:
      return "ไม่อยู่ในเครื่องนี้ ขอจากสำนักงานด้วย khaosan fetch {1}";
    case Text::original_at_office:
      return "ส่งถึงสำนักงานแล้ว";
    case Text::photo_without_original:
      return "[ต้นฉบับไม่อยู่ในเครื่องนี้ รหัสภาพในข่าว {1}]";
    case Text::card_here:
      return "ในเครื่อง";
    case Text::card_not_here:
      return "ยังไม่นำเข้า";
    case Text::card_at_office:
      return "ที่สำนักงาน";
    case Text::card_not_at_office:
      return "ยังไม่ถึงสำนักงาน";
    case Text::card_office_unknown:
      return "ยังไม่ได้ถามสำนักงาน";
    case Text::room_short:
      return "พื้นที่ในเครื่องเหลือ {1} แฟ้มเหล่านี้ใช้ {2} จะเหลือที่ว่างน้อย โปรดเพิ่มพื้นที่";
    case Text::card_of_camera:
      return "แฟ้มระบบของกล้อง {1} แฟ้ม ไม่นับรวม";
    case Text::card_counts:
      return "ในการ์ด {1} แฟ้ม · ในเครื่อง {2} · ที่สำนักงาน {3}";
    case Text::card_empty_files:
      return "แฟ้มว่างเปล่า {1} แฟ้ม ซึ่งกล้องเขียนไม่สำเร็จ ไม่นับรวม";
    case Text::card_may_be_erased:
      return "ลบการ์ดได้แล้ว ทุกแฟ้มอยู่ครบถ้วนที่สำนักงาน";
    case Text::sync_mended:
      return "แฟ้มต้นฉบับที่เสียหายในเครื่อง {1} แฟ้ม ได้จากสำนักงานมาแทนแล้ว";
    case Text::status_damaged:
      return "ต้นฉบับเสียหาย";
    case Text::status_see_damaged:
      return "ต้นฉบับเสียหายในเครื่องนี้: {1} โปรดนำเข้าจากการ์ดกล้องอีกครั้งด้วย khaosan add";
    case Text::step_files:
      return "กำลังส่งแฟ้ม";
    case Text::step_pull:
      return "กำลังรับรายการ";
    case Text::step_renditions:
      return "กำลังรับภาพย่อ";
    case Text::step_compare:
      return "กำลังเทียบข้อมูลทั้งสองฝ่าย";
    case Text::laptop_seen:
      return "ซิงก์ล่าสุด {1}";
    case Text::laptop_never_seen:
      return "ยังไม่เคยซิงก์";
    case Text::laptop_silent:
      return "ไม่ได้ซิงก์มา {1} วัน";
    case Text::laptop_unsent:
      return "ยังไม่ส่ง {1} รายการ {2} แฟ้ม ({3})";
    case Text::laptop_oldest:
      return "ค้างตั้งแต่ {1}";
    case Text::laptops_none:
      return "เท่าที่แต่ละเครื่องแจ้งเมื่อซิงก์ครั้งล่าสุด ไม่มีงานค้างส่ง และทุกเครื่องซิงก์ภายใน {1} วัน";
    case Text::reach_reached:
      return "ถึงเครื่องแล้ว: {1}";
    case Text::reach_not_yet:
      return "ยังไม่ถึงเครื่อง: {1}";
    case Text::reach_no_laptop:
      return "ไม่มีเครื่องที่ลงทะเบียนไว้: {1}";
    case Text::find_none:
      return "ไม่พบเซิร์ฟเวอร์ของสำนักงานในเครือข่ายนี้ ถ้าทราบที่อยู่ พิมพ์เองได้ด้วย khaosan pair";
    case Text::find_next:
      return "ชื่อเป็นเพียงคำบอกของเครื่องนั้น โปรดเทียบที่อยู่กับผู้ดูแลระบบก่อน khaosan pair";
    case Text::bundle_written:
      return "บันทึกแฟ้มรับ–ส่งทาง USB แล้ว: งาน {1} รายการ · แฟ้ม {2} แฟ้ม ({3}) ที่ {4}";
    case Text::bundle_waits:
      return "งานยังรออยู่ในเครื่องนี้จนกว่าสำนักงานจะตอบ โปรดนำแฟลชไดรฟ์ไปที่สำนักงาน";
    case Text::bundle_shared:
      return "บันทึกกิจกรรมไว้แบ่งปันแล้ว: {1} รายการ · แฟ้ม {2} แฟ้ม ({3}) ที่ {4}";
    case Text::bundle_answered:
      return "รับคำตอบจาก {1} แล้ว: สำนักงานรับงาน {2} รายการ · แฟ้ม {3} แฟ้ม · ได้รับ {4} รายการ";
    case Text::bundle_shared_by:
      return "{1} แบ่งปันมา: {2} รายการ · แฟ้ม {3} แฟ้ม · มีอยู่แล้วจึงคงไว้ {4} รายการ "
             "อ่านได้อย่างเดียวจนกว่าสำนักงานจะได้รับ";
    case Text::status_only_here:
      return "อยู่ในเครื่องนี้ที่เดียว";
    case Text::only_here_counts:
      return "งาน {1} รายการ · แฟ้ม {2} แฟ้ม ({3})";
    case Text::status_office:
      return "สำนักงาน";
    case Text::status_not_paired:
      return "ยังไม่ได้ลงทะเบียนเครื่อง ใช้ khaosan pair";
    case Text::status_user:
      return "ผู้ใช้";
    case Text::status_changes:
      return "รอส่ง (รายการ)";
    case Text::status_commands:
      return "ในนั้นเป็นคำสั่งที่รอคำตอบ";
    case Text::status_files:
      return "แฟ้มรอส่ง";
    case Text::files_and_bytes:
      return "{1} แฟ้ม ({2})";
    case Text::status_conflicts:
      return "แก้ไขซ้อนกัน";
    case Text::status_likenesses:
      return "อาจเป็นงานเดียวกัน";
    case Text::status_refused:
      return "สำนักงานไม่รับ";
    case Text::status_last_sync:
      return "รับ–ส่งข้อมูลครั้งล่าสุด";
    case Text::status_never:
      return "ยังไม่เคย";
    case Text::status_cursor:
      return "รับถึงลำดับที่";
    case Text::status_see_conflicts:
      return "ดูส่วนที่แก้ไขซ้อนกันด้วย khaosan conflicts";
    case Text::status_see_likenesses:
      return "ดูรายการที่อาจเป็นงานเดียวกันด้วย khaosan list likeness";
    case Text::status_see_refused:
      return "ดูรายการที่สำนักงานไม่รับด้วย khaosan refused";
    case Text::check_counts:
      return "ตรวจแล้ว {1} รายการ · {2} แฟ้ม";
    case Text::check_whole:
      return "ข้อมูลในเครื่องครบถ้วน ไม่พบความเสียหาย";
    case Text::help_main:
      return R"(khaosan [--home DIR] [--lang th|en] [--json] [--user NAME] COMMAND …
khaosan [--home DIR] [--lang th|en]   ไม่มีคำสั่ง: เปิดหน้าต่างโปรแกรม (--shots DIR เก็บภาพทุกหน้าจอแล้วปิด)

งานข่าวประชาสัมพันธ์ในเครื่องนี้ ใช้ได้โดยไม่ต้องต่อเครือข่าย แล้วรับ–ส่งข้อมูลกับสำนักงานภายหลัง

เครื่องและผู้ใช้
  pair        ลงทะเบียนเครื่องกับสำนักงาน
  find        หาเซิร์ฟเวอร์ของสำนักงานในเครือข่ายนี้
  sign-in     ลงชื่อเข้าใช้ในเครื่องนี้
  users       รายชื่อผู้ใช้ของสำนักงาน
  sync        รับ–ส่งข้อมูล (ซิงก์)
  bundle      แฟ้มรับ–ส่งทาง USB
  status      งานรอส่ง และการรับ–ส่งครั้งล่าสุด
  laptops     เครื่องที่ยังไม่ซิงก์ของสำนักงาน
  check       ตรวจความครบถ้วนของข้อมูลในเครื่อง

รายการ
  kinds       ประเภทข้อมูลและช่องทั้งหมด
  put         สร้างหรือแก้ไขรายการ
  get         ดูหนึ่งรายการ
  list        ดูหลายรายการเป็นตาราง
  history     ประวัติการดำเนินการ
  add         เก็บภาพ เสียง วิดีโอ หรือเอกสาร
  fetch       ขอแฟ้มต้นฉบับจากสำนักงาน
  card        ดูว่าแฟ้มในการ์ดกล้องถึงสำนักงานครบหรือยัง
  delete      ลบรายการ
  restore     กู้คืนรายการที่ลบ

เรื่องรอพิจารณา
  act         เสนอตรวจ อนุมัติ ส่งคืน เผยแพร่ และอื่น ๆ
  conflicts   ส่วนที่แก้ไขซ้อนกัน
  resolve     เลือกข้อความที่แก้ไขซ้อนกัน
  refused     รายการที่สำนักงานไม่รับ

ใช้ได้กับทุกคำสั่ง
  --home DIR     โฟลเดอร์ข้อมูล (ปกติอยู่ใต้ ~/.local/share/khaosan)
  --lang th|en   ภาษา ไทย (ปกติ) หรืออังกฤษ
  --json         พิมพ์ผลเป็น JSON หนึ่งชุด
  --user NAME    ทำในชื่อผู้ใช้นี้ ซึ่งลงชื่อเข้าใช้ในเครื่องแล้ว
  --help, -h     วิธีใช้ของคำสั่ง เช่น khaosan put --help
  --version      รุ่นของโปรแกรม

รหัสจบ: 0 เสร็จ · 1 ไม่สำเร็จ (เหตุผลอยู่ที่ stderr) · 2 คำสั่งไม่ถูกต้อง · 3 รอเซิร์ฟเวอร์ตอบ
)";
    case Text::help_pair:
      return R"(khaosan pair URL --code CODE [--name DEVICE]

ลงทะเบียนเครื่องนี้กับสำนักงาน ด้วยรหัสใช้ครั้งเดียวจากผู้ดูแลระบบ
ถ้าใส่รหัสผ่านด้วย เครื่องจะทำกุญแจลงนามของท่าน ซึ่งต้องใช้เมื่ออนุมัติหรือส่งคืน
รหัสผ่านถามทางเทอร์มินัล หรือรับจากตัวแปร KHAOSAN_PASSWORD ไม่รับในคำสั่ง

  URL            ที่อยู่เซิร์ฟเวอร์ เช่น https://10.0.0.5:8443
  --code CODE    รหัสลงทะเบียน เช่น ABCDE-FGHJK
  --name DEVICE  ชื่อเครื่อง (ปกติใช้ชื่อของระบบ)

ตัวอย่าง
  khaosan pair https://10.0.0.5:8443 --code ABCDE-FGHJK --name "โน้ตบุ๊กงาน ปชส. 1"
)";
    case Text::help_find:
      return R"(khaosan find

เซิร์ฟเวอร์ของสำนักงานที่ตอบอยู่ในเครือข่ายเดียวกัน ที่อยู่ ชื่อ และเลขต้นของกุญแจ
ถ้าเครือข่ายปิดกั้นการค้นหา ให้ใช้ที่อยู่จากผู้ดูแลระบบ

ตัวอย่าง
  khaosan find
)";
    case Text::help_sign_in:
      return R"(khaosan sign-in USER

ลงชื่อเข้าใช้ในเครื่องนี้ และทำกุญแจลงนามของผู้ใช้ ต้องต่อกับเซิร์ฟเวอร์
รหัสผ่านถามทางเทอร์มินัล หรือรับจากตัวแปร KHAOSAN_PASSWORD

  USER   ชื่อผู้ใช้

ตัวอย่าง
  khaosan sign-in somchai
)";
    case Text::help_users:
      return R"(khaosan users

รายชื่อผู้ใช้ของสำนักงาน เท่าที่รับมาแล้ว

ตัวอย่าง
  khaosan users
)";
    case Text::help_sync:
      return R"(khaosan sync

รับ–ส่งข้อมูลกับสำนักงานหนึ่งรอบเต็ม: ส่งรายการและแฟ้ม รับรายการใหม่ แล้วเทียบข้อมูลทั้งสองฝ่าย
จบด้วย 0 เมื่อทุกอย่างได้รับคำตอบครบทั้งสองทาง ถ้าสำนักงานไม่รับรายการใด จบด้วย 1 พร้อมเหตุผล
หยุดกลางคันได้ งานไม่หาย ครั้งต่อไปทำต่อจากเดิม

ตัวอย่าง
  khaosan sync
  khaosan sync --json
)";
    case Text::help_bundle:
      return R"(khaosan bundle write|read FOLDER [--to DEVICE --event ID] [--part-bytes N]

รับ–ส่งข้อมูลด้วยแฟลชไดรฟ์ เมื่อเครื่องนี้ต่อเครือข่ายของสำนักงานไม่ได้ แฟ้มเข้ารหัสไว้สำหรับผู้รับเท่านั้น

  write FOLDER     บันทึกงานและแฟ้มที่รอส่งทั้งหมดไว้ให้สำนักงาน งานยังอยู่ในเครื่องจนกว่าสำนักงานจะตอบ
  --to DEVICE      แบ่งปันให้เครื่องนี้แทน รหัสเครื่องดูด้วย khaosan list laptop
  --event ID       กิจกรรมที่จะแบ่งปัน พร้อมบันทึก ภาพ และร่างข่าว
  --part-bytes N   ขนาดใหญ่สุดของแฟ้มหนึ่งแฟ้ม ปกติ 2000000000
  read FOLDER      รับคำตอบจากสำนักงาน หรือกิจกรรมที่เครื่องอื่นแบ่งปัน

ตัวอย่าง
  khaosan bundle write /media/usb
  khaosan bundle read /media/usb
)";
    case Text::help_status:
      return R"(khaosan status

งานรอส่ง แฟ้มรอส่ง คำสั่งที่รอคำตอบ ส่วนที่แก้ไขซ้อนกัน รายการที่ไม่รับ และการรับ–ส่งครั้งล่าสุด

ตัวอย่าง
  khaosan status
)";
    case Text::help_laptops:
      return R"(khaosan laptops

เครื่องที่สำนักงานรออยู่: มีงานที่ยังไม่ส่งตามที่เครื่องนั้นแจ้งไว้ครั้งล่าสุด หรือไม่ได้ซิงก์มานาน ถามสำนักงานทันที
จำนวนวันที่ถือว่านาน ผู้ดูแลระบบกำหนดด้วย khaosan-server devices --silent-days

ตัวอย่าง
  khaosan laptops
)";
    case Text::help_kinds:
      return R"(khaosan kinds

ประเภทข้อมูลทั้งหมด พร้อมช่อง ชื่อช่อง ชนิด และผู้กรอก

ตัวอย่าง
  khaosan kinds
  khaosan kinds --json
)";
    case Text::help_put:
      return R"(khaosan put KIND [--id ID] FIELD=VALUE…
khaosan put KIND --jsonl FILE

สร้างรายการใหม่ หรือแก้ไขเมื่อระบุ --id แล้วพิมพ์รหัสรายการ ข้อมูลอยู่ในดิสก์แล้วเมื่อพิมพ์รหัส

  KIND          ประเภทข้อมูล ดูด้วย khaosan kinds
  FIELD=VALUE   ช่องและค่า ค่าเป็นไปตามที่พิมพ์ทุกตัว ค่าว่าง (FIELD=) คือล้างช่อง
  --id ID       แก้ไขรายการนี้
  --jsonl FILE  หลายรายการจากแฟ้ม บรรทัดละหนึ่งวัตถุ JSON มี "id" หรือไม่ก็ได้ ( - คือ stdin )
                บรรทัดที่ผิดแจ้งเลขบรรทัด บรรทัดที่ถูกบันทึกไว้ แล้วจบด้วย 1

วันที่พิมพ์เป็น ปปปป-ดด-วว ใช้ปี พ.ศ. ได้ ค่าหลายค่าคั่นด้วยจุลภาค ใช่หรือไม่ใช่พิมพ์ true หรือ false

ตัวอย่าง
  khaosan put event title="ประชุมผู้บริหารโรงเรียน" date=2569-11-23 start_time=09:30
  khaosan put news --id ID headline="เขตพื้นที่จัดประชุมผู้บริหาร"
  khaosan put note --jsonl notes.jsonl
)";
    case Text::help_get:
      return R"(khaosan get KIND ID

ดูหนึ่งรายการ พร้อมชื่อช่องภาษาไทย ช่องที่รอส่ง สถานะ และลายพิมพ์ของฉบับที่เสนอ

  KIND   ประเภทข้อมูล ดูด้วย khaosan kinds
  ID     รหัสรายการ

ตัวอย่าง
  khaosan get news 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_list:
      return R"(khaosan list KIND [--where FIELD=VALUE]… [--limit N] [--first N] [--deleted]

หลายรายการเป็นตาราง เรียงตามช่องหลักของประเภทนั้น

  KIND                 ประเภทข้อมูล ดูด้วย khaosan kinds
  --where FIELD=VALUE  เฉพาะที่ช่องนี้มีค่านี้ ระบุได้หลายครั้ง
  --limit N            ไม่เกิน N รายการ (ปกติ 100)
  --first N            ข้าม N รายการแรก
  --deleted            รวมรายการที่ลบแล้ว และที่รวมไว้กับรายการอื่นแล้ว

สองรายการที่อาจเป็นงานหรือข่าวเดียวกันอยู่ในประเภท likeness แสดงคู่กันให้เลือก

ตัวอย่าง
  khaosan list news --where status=with_director
  khaosan list event --limit 20
  khaosan list likeness --where settled=joined
)";
    case Text::help_history:
      return R"(khaosan history KIND ID [--office]

ประวัติการดำเนินการของหนึ่งรายการ เท่าที่เครื่องนี้รู้

  KIND      ประเภทข้อมูล
  ID        รหัสรายการ
  --office  ถามประวัติจากเซิร์ฟเวอร์ของสำนักงานด้วย ถ้าต่อได้

ตัวอย่าง
  khaosan history news 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_add:
      return R"(khaosan add FILE… [--event ID] [--news ID] [--caption TEXT]

เก็บภาพ เสียง วิดีโอ หรือเอกสาร พร้อมข้อมูลกล้องและภาพย่อ แฟ้มต้นฉบับไม่ถูกแก้ไข แฟ้มเดิมไม่เก็บซ้ำ

  FILE            แฟ้ม ระบุได้หลายแฟ้ม
  --event ID      เป็นของกิจกรรมนี้
  --news ID       ใส่เป็นภาพในข่าวนี้ด้วย ตามลำดับที่ระบุ
  --caption TEXT  คำบรรยาย

ตัวอย่าง
  khaosan add IMG_0001.jpg IMG_0002.jpg --event ID --caption "พิธีเปิดการประชุม"
)";
    case Text::help_fetch:
      return R"(khaosan fetch MEDIA…

ขอแฟ้มต้นฉบับจากสำนักงานมาไว้ในเครื่องนี้ ถ้าสายขาดกลางทาง ใช้คำสั่งเดิมเพื่อรับต่อจากที่ค้าง
ต้นฉบับเข้าที่เมื่อลายพิมพ์ SHA-256 ตรงเท่านั้น แฟ้มที่เสียหายในเครื่องจะถูกแทนด้วยแฟ้มที่ถูกต้อง

  MEDIA  รหัสของภาพหรือแฟ้ม (ดูด้วย khaosan list media) ระบุได้หลายรหัส

ตัวอย่าง
  khaosan fetch ID
)";
    case Text::help_card:
      return R"(khaosan card FOLDER

ดูว่าแฟ้มใดในการ์ดกล้องอยู่ในเครื่องนี้แล้ว และแฟ้มใดถึงสำนักงานแล้ว โดยเทียบลายพิมพ์ SHA-256 ของทุกแฟ้ม
เซิร์ฟเวอร์อ่านแฟ้มของตนใหม่ก่อนตอบ จึงบอกว่าลบการ์ดได้เฉพาะเมื่อทุกแฟ้มอยู่ครบถ้วนที่สำนักงานในขณะนั้น
จบด้วย 0 เมื่อลบการ์ดได้แล้ว

  FOLDER  โฟลเดอร์ของการ์ด

ตัวอย่าง
  khaosan card /media/somsri/EOS_DIGITAL
)";
    case Text::help_act:
      return R"(khaosan act KIND ID VERB [--revision SHA] [--comment TEXT]
        [--capacity own|delegated|acting] [--order NO] [--keep ours|theirs|FILE|ID] [--photo ID]

สั่งดำเนินการกับรายการ เซิร์ฟเวอร์เป็นผู้ตอบ เมื่อยังไม่ได้ต่อ คำสั่งรออยู่ในเครื่องและจบด้วย 3

  KIND             ประเภทข้อมูล ปกติคือ news
  ID               รหัสรายการ
  VERB             submit เสนอตรวจ · recall ถอนเรื่องคืน · pass เสนอ ผอ.สพท. · return ส่งคืนแก้ไข
                   approve อนุมัติเผยแพร่ · reject ไม่อนุมัติ · publish บันทึกการเผยแพร่
                   correct แก้ไขข่าวที่เผยแพร่แล้ว · withdraw ถอนการเผยแพร่ · cancel ยกเลิกเรื่อง
                   seen ตรวจข้อความที่รวมแล้ว · drop_photo ตัดภาพ · resolve เลือกข้อความ
                   กับ likeness (ดูด้วย khaosan list likeness): join รวมเป็นเรื่องเดียว
                   differ ไม่ใช่เรื่องเดียวกัน · part ยกเลิกการรวม
  --revision SHA   ฉบับที่พิจารณา (ดูด้วย get) ถ้าไม่ระบุ ใช้ฉบับที่อยู่ในเครื่อง
  --comment TEXT   เหตุผลหรือความเห็น ต้องมีเมื่อส่งคืน ไม่อนุมัติ ถอน หรือยกเลิก
  --capacity own|delegated|acting  ในฐานะ: ตำแหน่งของตน · ปฏิบัติราชการแทน · รักษาราชการแทน
  --order NO       เลขคำสั่งที่มอบอำนาจหรือแต่งตั้ง
  --keep ours|theirs|FILE  สำหรับ resolve
  --keep ID        สำหรับ join: รายการที่ใช้เป็นรายการหลัก ถ้าไม่ระบุ ใช้รายการที่มีเลขที่ข่าว ก้าวหน้ากว่า หรือสร้างก่อน
  --photo ID       สำหรับ drop_photo: รหัสของภาพในข่าว

การพิจารณาต้องใช้รหัสผ่าน ถามทางเทอร์มินัล หรือรับจากตัวแปร KHAOSAN_PASSWORD

ตัวอย่าง
  khaosan act news ID submit
  khaosan act news ID return --comment "โปรดตรวจชื่อผู้เข้าร่วม"
  khaosan act news ID approve --capacity acting --order 120/2569
  khaosan act likeness ID join
)";
    case Text::help_delete:
      return R"(khaosan delete KIND ID

ลบรายการ กู้คืนได้ ถ้ามีผู้แก้ไขหลังจากที่ท่านเห็น สำนักงานจะไม่ลบและแจ้งให้ทราบ

  KIND   ประเภทข้อมูล
  ID     รหัสรายการ

ตัวอย่าง
  khaosan delete note 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_restore:
      return R"(khaosan restore KIND ID

กู้คืนรายการที่ลบ

  KIND   ประเภทข้อมูล
  ID     รหัสรายการ

ตัวอย่าง
  khaosan restore note 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_conflicts:
      return R"(khaosan conflicts

ส่วนที่แก้ไขซ้อนกันและรอให้เลือก พร้อมข้อความของทั้งสองฝ่าย

ตัวอย่าง
  khaosan conflicts
)";
    case Text::help_resolve:
      return R"(khaosan resolve ID --keep ours|theirs|FILE [--comment TEXT]

เลือกข้อความที่แก้ไขซ้อนกัน

  ID              รหัสจาก khaosan conflicts
  --keep ours     ใช้ข้อความที่สำนักงานมีอยู่
  --keep theirs   ใช้ข้อความที่ส่งมาทีหลัง
  --keep FILE     ใช้ข้อความในแฟ้มนี้ (UTF-8)
  --comment TEXT  หมายเหตุ

ตัวอย่าง
  khaosan resolve 0193a6f0-0000-7000-8000-000000000001 --keep theirs
)";
    case Text::help_refused:
      return R"(khaosan refused [--again CHANGE | --dismiss CHANGE]

รายการที่สำนักงานไม่รับ พร้อมเหตุผลและเนื้อหา งานของท่านยังอยู่ในเครื่องครบจนกว่าท่านจะสั่ง

  --again CHANGE    เขียนเนื้อหาเดิมใหม่บนข้อมูลปัจจุบัน แล้วส่งเมื่อซิงก์
  --dismiss CHANGE  ทิ้งเนื้อหานี้ และแสดงให้เห็นเป็นครั้งสุดท้าย

การพิจารณาที่ส่งใหม่ยังเป็นของฉบับเดิม และต้องใช้รหัสผ่าน

ตัวอย่าง
  khaosan refused
  khaosan refused --again 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_check:
      return R"(khaosan check

ตรวจฐานข้อมูล ลายพิมพ์ของทุกแฟ้ม และงานรอส่งในเครื่องนี้ ไม่แก้ไขอะไร

ตัวอย่าง
  khaosan check
)";
  }
  return {};
}

}  // namespace khaosan::client
