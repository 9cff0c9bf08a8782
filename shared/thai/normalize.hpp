// Text as it comes from keyboards, the clipboard and other programs, made into the one form that is stored.
#pragma once

#include <string>
#include <string_view>

namespace khaosan {

// The stored form of `utf8` (which is valid UTF-8). Doing it twice changes nothing more.
//  - line ends become LF;
//  - the private marks U+F700–F71A of old Windows fonts become the plain marks they draw;
//  - NFC, never NFKC, which splits SARA AM;
//  - a tone mark after SARA AM goes before it (กำ่ to ก่ำ), and two SARA E become SARA AE (เเม่ to แม่), each
//  only
//    where the wrong order cannot be meant.
std::string normalize_text(std::string_view utf8);

}  // namespace khaosan
