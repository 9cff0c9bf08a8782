#include "server/web/news_view.hpp"
#include "server/web/page_answer.hpp"
#include "server/web/pages.hpp"

namespace khaosan::server {

HttpResponse missing_page(const WebParts& parts, const HttpRequest& request, const Refusal& refusal) {
  const bool missing = refusal.http_status() == 404;
  const std::string headline = missing ? "ไม่พบหน้าที่ท่านต้องการ" : "แสดงหน้านี้ไม่ได้ในขณะนี้";
  View view = page_view(parts.board.office_name(), headline, "");
  view.set("headline", headline);
  view.set("message",
           missing ? "ข่าวนี้อาจถูกถอนการเผยแพร่แล้ว หรือที่อยู่ไม่ถูกต้อง" : "ระบบขัดข้องชั่วคราว โปรดลองใหม่อีกครั้งในภายหลัง");
  return page_answer(request.head, {filled("missing", view), html_type, std::nullopt,
                                    missing ? 404 : refusal.http_status()});
}

}  // namespace khaosan::server
