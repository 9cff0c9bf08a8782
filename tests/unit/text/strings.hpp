// The strings that must come out right.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace khaosan::test {

// The strings of the design, "|" where the caret stops; a blank has stops on both sides.
inline constexpr std::array<std::string_view, 20> marked_strings = {"ที่|นี่",
                                                                    "น้ำ",
                                                                    "ปั้|น",
                                                                    "ป่|า| |ปี่| |ปู่| |ฟ้|า| |ฝั่|ง",
                                                                    "ญู| |ฐู",
                                                                    "ฎุ| |ฏู| |ฎู่",
                                                                    "ก่ำ| |ป๊ำ",
                                                                    "กำ่",
                                                                    "เ|ก๋|ไ|ก๋",
                                                                    "สั|ม|พั|น|ธ์",
                                                                    "สิ|ท|ธิ์",
                                                                    "เ|ด็|ก| |เ|ป็|น",
                                                                    "ฤ|ๅ|ษี",
                                                                    "ธ|มฺ|ม| |พุ|ทฺ|โ|ธ",
                                                                    "่|ก",
                                                                    "ก่่",
                                                                    "😀|👨‍👩‍👧‍👦",
                                                                    "ก|\u200B|ข",
                                                                    "พื้|น| |ผึ้|ง| |ผู้",
                                                                    "สำ|นั|ก|ง|า|น|เ|ข|ต|พื้|น|ที่|ก|า|ร|ศึ|ก|ษ|า"};

inline std::vector<std::string> parted(std::string_view marked) {
  std::vector<std::string> parts(1);
  for (char sign : marked) {
    if (sign == '|') {
      parts.emplace_back();
    } else {
      parts.back() += sign;
    }
  }
  return parts;
}

inline std::string plain(std::string_view marked) {
  std::string text;
  for (const std::string& part : parted(marked)) text += part;
  return text;
}

}  // namespace khaosan::test
