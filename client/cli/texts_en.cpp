// The English texts.
#include "client/cli/texts.hpp"

namespace khaosan::client {

std::string_view english_text(Text text) {
  switch (text) {
    case Text::yes:
      return "yes";
    case Text::no:
      return "no";
    case Text::usage_unexpected:
      return "unknown option or one word too many: {1}; see --help";
    case Text::usage_unknown_command:
      return "unknown command: {1}; see khaosan --help";
    case Text::usage_missing:
      return "missing: {1}; see --help";
    case Text::usage_argument:
      return "not complete, or given twice: {1}; see --help";
    case Text::usage_number:
      return "must be a whole number within its range: {1}";
    case Text::usage_choice:
      return "must be one of these: {1}";
    case Text::usage_together:
      return "cannot be used together: {1}";
    case Text::usage_encoding:
      return "the command line is not UTF-8; set the terminal to UTF-8 and type it again";
    case Text::usage_control:
      return "a control character in the command; type it without";
    case Text::stopped:
      return "stopped as you asked; what was saved is kept; the same command goes on from here";
    case Text::no_window:
      return "this version has no window; use the commands below";
    case Text::prompt_pair:
      return "Password (Enter to go without): ";
    case Text::prompt_sign_in:
      return "Password: ";
    case Text::prompt_decision:
      return "Password to sign the decision: ";
    case Text::paired:
      return "This laptop is paired with {1}. User: {2}";
    case Text::paired_without_key:
      return "No password was given, so this laptop cannot decide yet. Before approving or returning: "
             "khaosan sign-in {1}";
    case Text::paired_next:
      return "Next: khaosan sync";
    case Text::signed_in:
      return "Signed in: {1} ({2}). Write under this name with --user {2}";
    case Text::record_deleted:
      return "  This record is deleted; bring it back with khaosan restore";
    case Text::record_erased:
      return "  The office has erased this record for good, as was asked; nothing of it is left to bring "
             "back";
    case Text::deleted_mark:
      return "(deleted)";
    case Text::joined_mark:
      return "(joined into another one)";
    case Text::record_joined:
      return "This record was joined into its main record: {1} {2}";
    case Text::pending_mark:
      return "[to be sent]";
    case Text::waiting_verb:
      return "  waiting for the office: {1} (send it with khaosan sync)";
    case Text::last_comment:
      return "  comment ({1} by {2}): {3}";
    case Text::photos_heading:
      return "  photos: {1}";
    case Text::do_not_publish_mark:
      return "[not to be published]";
    case Text::revision_heading:
      return "  submission {1} (what is decided on and published):";
    case Text::newer_edits:
      return "  {1} newer edits since the submitted revision";
    case Text::changed_by:
      return "  Last changed by {1}, {2}";
    case Text::since:
      return "since {1}";
    case Text::deleted:
      return "Deleted (to be sent): {1}";
    case Text::restored:
      return "Restored (to be sent): {1}";
    case Text::already_there:
      return "already here, not stored twice";
    case Text::stays_with:
      return "belongs to another event already and was not moved: {1}; move it with khaosan put media --id "
             "{2} event=ID";
    case Text::caption_stays:
      return "has another caption already, which was not changed; change it with khaosan put media --id {1} "
             "caption=…";
    case Text::line_number:
      return "line {1}";
    case Text::of_this:
      return "{1}";
    case Text::nobody_yet:
      return "this laptop's user (before pairing)";
    case Text::status_again:
      return "submission {1}";
    case Text::status_correcting:
      return "correction of published news";
    case Text::status_voided:
      return "the earlier approval is void because of an edit";
    case Text::status_approved_delegated:
      return "approved (by delegation), to be published";
    case Text::status_approved_acting:
      return "approved (acting), to be published";
    case Text::column_id:
      return "Id";
    case Text::column_field:
      return "Field";
    case Text::column_label:
      return "Label";
    case Text::column_type:
      return "Type";
    case Text::column_writer:
      return "Written by";
    case Text::required_mark:
      return "(required)";
    case Text::writer_person:
      return "people";
    case Text::writer_command:
      return "act commands";
    case Text::writer_server:
      return "the server";
    case Text::list_count:
      return "{1} of {2} shown";
    case Text::list_empty:
      return "No {1} yet. Make one with khaosan put {2} …, or get the office's with khaosan sync";
    case Text::list_nothing_found:
      return "No {1} fits. Try fewer --where, or a smaller --first";
    case Text::users_empty:
      return "No users known on this laptop yet. Get them with khaosan sync";
    case Text::act_waiting:
      return "Waiting for the server (waiting): {1} is stored here and takes effect when the server answers. "
             "Send it with khaosan sync";
    case Text::history_changed:
      return "changed";
    case Text::history_revision_made:
      return "revision made";
    case Text::history_empty:
      return "No history of this record on this laptop; ask the office with --office";
    case Text::history_office:
      return "at the office";
    case Text::history_pending:
      return "to be sent";
    case Text::history_refused:
      return "refused by the office";
    case Text::history_kept:
      return "sent, a copy is kept";
    case Text::history_local:
      return "this is only what this laptop knows: the office could not be asked";
    case Text::history_order:
      return "order {1}";
    case Text::history_revision:
      return "revision {1}";
    case Text::conflict_ours:
      return "what the office had, by {1}:";
    case Text::conflict_theirs:
      return "what came later, by {1}:";
    case Text::conflict_own:
      return "{1} (you)";
    case Text::conflict_waiting:
      return "chosen here, waiting for the office";
    case Text::conflicts_none:
      return "No conflicts";
    case Text::conflicts_next:
      return "{1} conflicts. Settle each with khaosan resolve ID --keep ours|theirs|FILE";
    case Text::likeness_open:
      return "not decided yet";
    case Text::likeness_waiting:
      return "decided here ({1}), waiting for the office";
    case Text::likeness_main:
      return "(main)";
    case Text::likeness_left:
      return "left with the main record when the join was undone:";
    case Text::likenesses_none:
      return "Nothing looks like a duplicate";
    case Text::likenesses_next:
      return "{1} to decide. Join with khaosan act likeness ID join [--keep ID], or say khaosan act likeness "
             "ID differ";
    case Text::refused_none:
      return "Nothing was refused by the office";
    case Text::refused_next:
      return "write it again on what is there now with khaosan refused --again CHANGE, or give it up with "
             "khaosan refused --dismiss CHANGE";
    case Text::refused_dismissed:
      return "taken out of the refused tray; what was given up:";
    case Text::refused_again:
      return "written again on what is there now, waiting for the office: {1}";
    case Text::refused_is_so:
      return "everything is so already; taken out of the tray";
    case Text::refused_change:
      return "change {1}";
    case Text::sync_done:
      return "Synced: this laptop and the office hold the same";
    case Text::sync_incomplete:
      return "The sync is not complete; all work is still on this laptop. Run khaosan sync again";
    case Text::sync_counts:
      return "Sent {1} changes · {2} files · received {3} records · {4} small pictures";
    case Text::sync_office_restored:
      return "the office was restored from a backup; all that it may have lost was offered to it again";
    case Text::sync_waits_for_laptops:
      return "the office takes no changes yet, it waits for these laptops to sync: {1}; nothing here is "
             "lost, sync "
             "again later";
    case Text::sync_clock_gap:
      return "this laptop's clock differs from the office's (here {1}, office {2}); no work is harmed, "
             "please "
             "set the date and time of this laptop";
    case Text::sync_merged:
      return "{1} changes were merged with others' work; please read the merged text";
    case Text::sync_conflicts:
      return "{1} new conflicts; see khaosan conflicts";
    case Text::sync_conflicts_of_others:
      return "somebody else's edit collided with your text in {1} places; yours stands until one is chosen: "
             "khaosan conflicts";
    case Text::step_connect:
      return "connecting";
    case Text::step_push:
      return "sending changes";
    case Text::step_previews:
      return "exchanging texts and small pictures";
    case Text::step_original:
      return "receiving the original";
    case Text::step_card:
      return "reading the card";
    case Text::step_card_office:
      return "asking the office";
    case Text::fetch_done:
      return "the original came from the office: {1} ({2})";
    case Text::fetch_here:
      return "the original is on this laptop already: {1} ({2})";
    case Text::original_mark:
      return "Original";
    case Text::original_is_here:
      return "on this laptop";
    case Text::original_is_damaged:
      return "damaged on this laptop; take it in again from the card";
    case Text::original_is_not_here:
      return "not on this laptop; ask the office for it with khaosan fetch {1}";
    case Text::original_at_office:
      return "at the office";
    case Text::photo_without_original:
      return "[the original is not on this laptop; id of the photo in the news {1}]";
    case Text::card_here:
      return "on this laptop";
    case Text::card_not_here:
      return "not taken in";
    case Text::card_at_office:
      return "at the office";
    case Text::card_not_at_office:
      return "not at the office yet";
    case Text::card_office_unknown:
      return "the office was not asked";
    case Text::room_short:
      return "{1} free on this laptop; these files take {2} and leave little room: please make room";
    case Text::card_of_camera:
      return "{1} files of the camera itself are not counted";
    case Text::card_counts:
      return "{1} files on the card · {2} on this laptop · {3} at the office";
    case Text::card_empty_files:
      return "{1} files that the camera left empty are not counted";
    case Text::card_may_be_erased:
      return "the card may be erased: all of its files are whole at the office";
    case Text::sync_mended:
      return "{1} originals that were damaged here came again from the office";
    case Text::status_damaged:
      return "Damaged originals";
    case Text::status_see_damaged:
      return "Damaged on this laptop: {1}; take them in again from the card with khaosan add";
    case Text::step_files:
      return "sending files";
    case Text::step_pull:
      return "receiving records";
    case Text::step_renditions:
      return "receiving small pictures";
    case Text::step_compare:
      return "comparing both sides";
    case Text::laptop_seen:
      return "last sync {1}";
    case Text::laptop_never_seen:
      return "never synced";
    case Text::laptop_silent:
      return "not synced for {1} days";
    case Text::laptop_unsent:
      return "not sent: {1} changes, {2} files ({3})";
    case Text::laptop_oldest:
      return "waiting since {1}";
    case Text::laptops_none:
      return "as each laptop said when it synced last, none has unsent work, and all were seen within {1} "
             "days";
    case Text::reach_reached:
      return "has come to the laptop of {1}";
    case Text::reach_not_yet:
      return "has not come to the laptop of {1} yet";
    case Text::reach_no_laptop:
      return "no laptop is enrolled for {1}";
    case Text::find_none:
      return "No office answered on this network. An address that you know can be typed: khaosan pair";
    case Text::find_next:
      return "The name is only what that machine says of itself: compare the address with the administrator "
             "before khaosan pair.";
    case Text::bundle_written:
      return "USB bundle written: {1} changes · {2} files ({3}) to {4}";
    case Text::bundle_waits:
      return "The work waits on this laptop until the office answers: take the stick there.";
    case Text::bundle_shared:
      return "Event written to be shared: {1} records · {2} files ({3}) to {4}";
    case Text::bundle_answered:
      return "Answer of {1}: it took {2} changes · {3} files · received {4} records";
    case Text::bundle_shared_by:
      return "Shared by {1}: {2} records · {3} files · {4} known ones stay. To be read only, until the "
             "office has them";
    case Text::status_only_here:
      return "On this laptop alone";
    case Text::only_here_counts:
      return "{1} changes · {2} files ({3})";
    case Text::status_office:
      return "Office";
    case Text::status_not_paired:
      return "not paired yet; use khaosan pair";
    case Text::status_user:
      return "User";
    case Text::status_changes:
      return "Changes to be sent";
    case Text::status_commands:
      return "of them commands";
    case Text::status_files:
      return "Files to be sent";
    case Text::files_and_bytes:
      return "{1} ({2})";
    case Text::status_conflicts:
      return "Open conflicts";
    case Text::status_likenesses:
      return "Possible duplicates";
    case Text::status_refused:
      return "Refused by the office";
    case Text::status_last_sync:
      return "Last sync";
    case Text::status_never:
      return "never";
    case Text::status_cursor:
      return "Cursor";
    case Text::status_see_conflicts:
      return "See the conflicts with khaosan conflicts";
    case Text::status_see_likenesses:
      return "See the possible duplicates with khaosan list likeness";
    case Text::status_see_refused:
      return "See what was refused with khaosan refused";
    case Text::check_counts:
      return "Checked {1} records · {2} files";
    case Text::check_whole:
      return "Everything on this laptop is whole";
    case Text::help_main:
      return R"(khaosan [--home DIR] [--lang th|en] [--json] [--user NAME] COMMAND …
khaosan [--home DIR] [--lang th|en]   no command: opens the window (--shots DIR saves a picture of each screen and ends)

The office's news work on this laptop. It needs no network; what you do is sent to the office later.

Laptop and users
  pair        enrol this laptop with an office
  find        the offices that answer on this network
  sign-in     sign in on this laptop
  users       the office's users
  sync        send and receive
  bundle      the same by USB stick
  status      what is to be sent, and the last sync
  laptops     laptops of the office that have not synced
  check       verify the data on this laptop

Records
  kinds       all kinds of record and their fields
  put         make or edit records
  get         show one record
  list        show many as a table
  history     what happened to a record
  add         take in photos, sound, video or documents
  fetch       bring originals from the office
  card        which files of a camera card are safe at the office
  delete      delete a record
  restore     bring a deleted record back

Review
  act         submit, approve, return, publish and more
  conflicts   what was changed by two people at once
  resolve     settle a conflict
  refused     what the office refused

With every command
  --home DIR     data folder (normally below ~/.local/share/khaosan)
  --lang th|en   language, Thai (normal) or English
  --json         print one JSON document
  --user NAME    do it as this user, who has signed in on this laptop
  --help, -h     help of a command, as in khaosan put --help
  --version      version of the program

Exit codes: 0 done · 1 refused or failed (reason on stderr) · 2 wrong usage · 3 held until the server answers
)";
    case Text::help_pair:
      return R"(khaosan pair URL --code CODE [--name DEVICE]

Enrols this laptop with an office by a one-time code from the administrator.
With the password your signing key is made here as well; approving and returning need it.
The password is asked for on the terminal or taken from KHAOSAN_PASSWORD, never from the command line.

  URL            the server's address, as in https://10.0.0.5:8443
  --code CODE    pairing code, as in ABCDE-FGHJK
  --name DEVICE  name of this laptop (normally the system's)

Example
  khaosan pair https://10.0.0.5:8443 --code ABCDE-FGHJK --name "PR laptop 1"
)";
    case Text::help_find:
      return R"(khaosan find

The offices that answer on the local network: address, name, and the first digits of the key.
Where the network blocks the question, use the address that the administrator gives.

Example
  khaosan find
)";
    case Text::help_sign_in:
      return R"(khaosan sign-in USER

Signs a user in on this laptop and makes the user's signing key. Needs the server.
The password is asked for on the terminal or taken from KHAOSAN_PASSWORD.

  USER   user name

Example
  khaosan sign-in somchai
)";
    case Text::help_users:
      return R"(khaosan users

The office's users, as far as they have been received.

Example
  khaosan users
)";
    case Text::help_sync:
      return R"(khaosan sync

One full sync with the office: sends changes and files, receives what is new, compares both sides.
Ends with 0 only when everything is acknowledged both ways; with 1 and the reason if the office refused something.
It may be stopped at any time; nothing is lost, and the next one goes on from there.

Examples
  khaosan sync
  khaosan sync --json
)";
    case Text::help_bundle:
      return R"(khaosan bundle write|read FOLDER [--to DEVICE --event ID] [--part-bytes N]

Sends and receives by USB stick, where this laptop cannot reach the office's network. Only the reader can open it.

  write FOLDER     all work and files that wait, for the office; they stay here until the office answers
  --to DEVICE      share with this laptop instead; ids are in khaosan list laptop
  --event ID       the event to share, with its notes, photos and drafts
  --part-bytes N   the largest file of the bundle, 2000000000 as a rule
  read FOLDER      takes the office's answer, or an event that another laptop shared

Example
  khaosan bundle write /media/usb
  khaosan bundle read /media/usb
)";
    case Text::help_status:
      return R"(khaosan status

Changes, files and commands to be sent, conflicts, what was refused, and the last sync.

Example
  khaosan status
)";
    case Text::help_laptops:
      return R"(khaosan laptops

The laptops that the office waits for: with unsent work, as they told last, or not seen for long. Asks the office now.
How many days are long is set by the administrator with khaosan-server devices --silent-days.

Example
  khaosan laptops
)";
    case Text::help_kinds:
      return R"(khaosan kinds

All kinds of record with their fields, labels, types, and who writes them.

Examples
  khaosan kinds
  khaosan kinds --json
)";
    case Text::help_put:
      return R"(khaosan put KIND [--id ID] FIELD=VALUE…
khaosan put KIND --jsonl FILE

Makes a record, or edits the one named with --id, and prints its id. It is on the disk when the id is printed.

  KIND          kind of record; see khaosan kinds
  FIELD=VALUE   field and value; the value is taken literally; an empty one (FIELD=) clears the field
  --id ID       edit this record
  --jsonl FILE  many records from a file, one JSON object a line, with or without "id" ( - is stdin )
                bad lines are reported by number, good ones are kept, and the exit code is 1

Dates are YYYY-MM-DD, the year may be Buddhist. Several values are joined with commas. Flags are true or false.

Examples
  khaosan put event title="ประชุมผู้บริหารโรงเรียน" date=2569-11-23 start_time=09:30
  khaosan put news --id ID headline="เขตพื้นที่จัดประชุมผู้บริหาร"
  khaosan put note --jsonl notes.jsonl
)";
    case Text::help_get:
      return R"(khaosan get KIND ID

One record with the labels of its fields, what is to be sent, its status, and the hash of the submitted revision.

  KIND   kind of record; see khaosan kinds
  ID     id of the record

Example
  khaosan get news 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_list:
      return R"(khaosan list KIND [--where FIELD=VALUE]… [--limit N] [--first N] [--deleted]

Many records as a table, sorted by the kind's main field.

  KIND                 kind of record; see khaosan kinds
  --where FIELD=VALUE  only where this field has this value; may be given several times
  --limit N            at most N records (normally 100)
  --first N            leave out the first N
  --deleted            deleted ones, and those that were joined into another one, too

Two records that may be the same event or story are of kind likeness; both are shown side by side.

Examples
  khaosan list news --where status=with_director
  khaosan list event --limit 20
  khaosan list likeness --where settled=joined
)";
    case Text::help_history:
      return R"(khaosan history KIND ID [--office]

What happened to a record, as far as this laptop knows.

  KIND      kind of record
  ID        id of the record
  --office  ask the office's server as well, if it can be reached

Example
  khaosan history news 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_add:
      return R"(khaosan add FILE… [--event ID] [--news ID] [--caption TEXT]

Takes in photos, sound, video or documents, with the camera's facts and a small picture. Originals are never
altered, and the same file is not stored twice.

  FILE            a file; several may be given
  --event ID      belongs to this event
  --news ID       also a photo of this news item, in the order given
  --caption TEXT  caption

Example
  khaosan add IMG_0001.jpg IMG_0002.jpg --event ID --caption "พิธีเปิดการประชุม"
)";
    case Text::help_fetch:
      return R"(khaosan fetch MEDIA…

Brings originals from the office to this laptop. After a cut the same command goes on where it stopped. An original
takes its place only if its SHA-256 is right; one that is damaged on this laptop is replaced by it.

  MEDIA  id of a photo or file (see khaosan list media); several may be named

Example
  khaosan fetch ID
)";
    case Text::help_card:
      return R"(khaosan card FOLDER

Shows which files of a camera card are on this laptop and which are at the office, by the SHA-256 of each file. The
server reads its own files anew before it answers: the card may be erased only if all of them are whole there now.
Exits with 0 if it may.

  FOLDER  folder of the card

Example
  khaosan card /media/somsri/EOS_DIGITAL
)";
    case Text::help_act:
      return R"(khaosan act KIND ID VERB [--revision SHA] [--comment TEXT]
        [--capacity own|delegated|acting] [--order NO] [--keep ours|theirs|FILE|ID] [--photo ID]

A command about a record. The server answers it; until then it waits on this laptop, and the exit code is 3.

  KIND             kind of record, normally news
  ID               id of the record
  VERB             submit · recall · pass · return · approve · reject · publish · correct · withdraw · cancel
                   seen (merged text was read) · drop_photo · resolve
                   of a likeness (khaosan list likeness): join · differ · part (undo of a join)
  --revision SHA   the revision it is about (see get); otherwise the one on this laptop
  --comment TEXT   reason or opinion; needed to return, reject, withdraw or cancel
  --capacity own|delegated|acting  own post, by delegation, or acting
  --order NO       number of the order that delegates or appoints
  --keep ours|theirs|FILE  for resolve
  --keep ID        for join: the one of the two that stays the main record; normally what has a number, is further
                   on its way, or is older
  --photo ID       for drop_photo: the id of the photo in the news item

Decisions need the password, asked for on the terminal or taken from KHAOSAN_PASSWORD.

Examples
  khaosan act news ID submit
  khaosan act news ID return --comment "โปรดตรวจชื่อผู้เข้าร่วม"
  khaosan act news ID approve --capacity acting --order 120/2569
  khaosan act likeness ID join
)";
    case Text::help_delete:
      return R"(khaosan delete KIND ID

Deletes a record; it can be restored. If somebody changed it since you saw it, the office does not delete it and
says so.

  KIND   kind of record
  ID     id of the record

Example
  khaosan delete note 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_restore:
      return R"(khaosan restore KIND ID

Brings a deleted record back.

  KIND   kind of record
  ID     id of the record

Example
  khaosan restore note 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_conflicts:
      return R"(khaosan conflicts

What was changed by two people at once and waits for a choice, with both texts.

Example
  khaosan conflicts
)";
    case Text::help_resolve:
      return R"(khaosan resolve ID --keep ours|theirs|FILE [--comment TEXT]

Settles a conflict.

  ID              from khaosan conflicts
  --keep ours     the text the office has
  --keep theirs   the text that came later
  --keep FILE     the text in this file (UTF-8)
  --comment TEXT  a remark

Example
  khaosan resolve 0193a6f0-0000-7000-8000-000000000001 --keep theirs
)";
    case Text::help_refused:
      return R"(khaosan refused [--again CHANGE | --dismiss CHANGE]

What the office did not take, with the reason and the content. It stays on this laptop until you decide.

  --again CHANGE    writes the same content again, based on what is there now; sent by the next sync
  --dismiss CHANGE  gives the content up, and shows it for the last time

A decision that is sent again is still about the same revision, and needs the password.

Example
  khaosan refused
  khaosan refused --again 0193a6f0-0000-7000-8000-000000000001
)";
    case Text::help_check:
      return R"(khaosan check

Verifies the database, the hash of every file, and what is to be sent. Changes nothing.

Example
  khaosan check
)";
  }
  return {};
}

}  // namespace khaosan::client
