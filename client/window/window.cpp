#include "client/window/window.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <sstream>

#include "client/window/frame_times.hpp"
#include "client/window/gl_textures.hpp"
#include "client/window/input_queue.hpp"
#include "client/window/picture_loader.hpp"
#include "client/window/settings_file.hpp"
#include "client/window/shots.hpp"
#include "client/window/surroundings.hpp"
#include "shared/media/pixels.hpp"
#include "shared/platform/files.hpp"
#include "shared/platform/signals.hpp"

namespace khaosan::client {
namespace {

constexpr float width_wished = 1366;
constexpr float height_wished = 768;
constexpr double look_at_signals_every_s = 0.5;
constexpr int settle_frames_max = 400;
constexpr int draws_of_a_frame_max = 4;
constexpr std::int64_t unseen_frame_every_ms = 100;

std::string glfw_reason() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text == nullptr ? "no screen" : text;
}

// GLFW for the time of one window.
struct Glfw {
  bool ok = glfwInit() == GLFW_TRUE;
  ~Glfw() {
    if (ok) glfwTerminate();
  }
};

struct ImGuiParts {
  ImGuiParts() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().LogFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 130");
  }
  ~ImGuiParts() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
  ImGuiParts(const ImGuiParts&) = delete;
  ImGuiParts& operator=(const ImGuiParts&) = delete;
};

// Physical pixels.
struct Extent {
  int width = 0;
  int height = 0;
};

// What the screen leaves to windows; without a screen that tells, as much as anybody wishes.
Extent free_extent() {
  Extent free{1 << 14, 1 << 14};
  int x = 0, y = 0;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor(); monitor != nullptr)
    glfwGetMonitorWorkarea(monitor, &x, &y, &free.width, &free.height);
  return free;
}

float monitor_scale() {
  float x = 1, y = 1;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor(); monitor != nullptr)
    glfwGetMonitorContentScale(monitor, &x, &y);
  return std::max(0.5F, x);
}

// As large as this many logical pixels are, but never larger than what is free.
Extent fitted(Size logical, float scale, Extent free) {
  return {std::min(free.width, static_cast<int>(std::floor(logical.width * scale))),
          std::min(free.height, static_cast<int>(std::floor(logical.height * scale)))};
}

class Window {
 public:
  Window(GLFWwindow* window, text::Fonts fonts, const Worker::Open& open, const WindowOptions& options)
      : window_(window),
        options_(options),
        input_(window),
        fonts_(std::move(fonts)),
        texts_(fonts_, text::Family::plain),
        canvas_(texts_, atlas_),
        pictures_(options.home, glfwPostEmptyEvent),
        worker_(open, [] { glfwPostEmptyEvent(); }),
        shell_(worker_, pictures_, first_settings(options),
               [this](const Settings& settings) { keep_settings(settings); }) {
    shell_.state().about = {options.version, options.home};
    canvas_.keeps_readable = options.readable.has_value();
    if (options.frame_times) frame_times_.emplace(*options.frame_times);
  }

  void run(const StopRequest& stop) {
    Surroundings surroundings(options_, glfwPostEmptyEvent);
    while (!shell_.may_close() && !stop.asked()) {
      if (glfwWindowShouldClose(window_) != GLFW_FALSE) {
        glfwSetWindowShouldClose(window_, GLFW_FALSE);
        shell_.ask_to_close();
        again_now_ = true;
      }
      wait();
      if (surroundings.look(shell_, worker_, steady_ms())) again_now_ = true;
      draw();
    }
    shell_.hand_in_drafts();
  }

  Done take_shots(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    settle();
    for (const Shot& shot : all_shots(worker_.snapshot()->roles)) {
      glfwSetWindowSize(window_, shot.width, shot.height);
      settle();
      shot.arrange(shell_, *worker_.snapshot());
      settle();
      KHAOSAN_TRY(save_picture(folder / (shot.name + ".png")));
    }
    return {};
  }

 private:
  static Settings first_settings(const WindowOptions& options) {
    Settings settings = read_settings(options.home);
    if (options.language) settings.language = *options.language;
    return settings;
  }

  void keep_settings(const Settings& settings) {
    if (options_.shots) return;
    if (const Done saved = save_settings(options_.home, settings); !saved.ok())
      shell_.state().snack =
          Snack{icons::alert_circle, Words(settings.language).reason(saved.refusal()), {}, {}, 0};
  }

  // Sleeps until something happens, or until a frame is due.
  void wait() {
    glfwPollEvents();
    if (input_.has_news() || again_now_) return;
    double seconds = look_at_signals_every_s;
    if (due_ms_) seconds = std::min(seconds, static_cast<double>(*due_ms_ - steady_ms()) / 1000);
    if (seconds > 0) glfwWaitEventsTimeout(seconds);
  }

  // No smaller than the screens need at this size of the text; a window that is made so all the same shows
  // smaller text.
  void limit_size(float scale) {
    if (scale == limited_at_) return;
    limited_at_ = scale;
    const Extent least = fitted(window_least, scale, free_extent());
    glfwSetWindowSizeLimits(window_, least.width, least.height, GLFW_DONT_CARE, GLFW_DONT_CARE);
  }

  float content_scale() const {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::max(0.5F, x);
  }

  void draw() {
    const std::int64_t now = steady_ms();
    const std::uint64_t seen = worker_.snapshot()->number;
    const bool is_due = due_ms_ && *due_ms_ <= now;
    const bool wanted = input_.has_news() || again_now_ || is_due || seen != drawn_snapshot_ ||
                        pictures_came_ != pictures_.news_count() || worker_.has_news();
    if (!wanted) return;
    // One more after whatever happened: what is under the pointer is told from the frame before.
    again_now_ = input_.has_news();
    drawn_snapshot_ = seen;
    pictures_came_ = pictures_.news_count();
    frame(now);
  }

  bool is_calm() { return worker_.all_done() && pictures_.is_idle() && !again_now_; }

  void write_readable(float scale) {
    ++frames_;
    std::ostringstream lines;
    const auto place = [&](const Rect& rect) {
      lines << rect.x * scale << ' ' << rect.y * scale << ' ' << rect.width * scale << ' '
            << rect.height * scale;
    };
    lines << frames_ << (is_calm() ? " calm" : " busy");
    if (const auto focus = shell_.focused()) lines << " focus ", place(*focus);
    lines << '\n';
    for (const Canvas::Readable& one : canvas_.readable()) {
      place(one.rect);
      lines << ' ';
      for (const char c : one.text) {
        if (c == '\n') {
          lines << "\\n";
        } else {
          lines << c;
        }
      }
      lines << '\n';
    }
    std::filesystem::path fresh = *options_.readable;
    fresh += ".new";
    std::ofstream(fresh) << lines.str();
    std::error_code ignored;  // the next frame tries again
    std::filesystem::rename(fresh, *options_.readable, ignored);
  }

  void frame(std::int64_t now, Pixels* capture = nullptr) {
    if (frame_times_) frame_times_->begin();
    int width = 0, height = 0, window_width = 0, window_height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glfwGetWindowSize(window_, &window_width, &window_height);
    // A minimised window may have no pixels at all. What was pressed is taken all the same, and what was
    // typed handed in; the screens go on as large as they were last.
    const bool is_seen = width > 0 && height > 0;
    if (is_seen) {
      seen_ = {width, height};
    } else {
      width = seen_.width, height = seen_.height;
    }
    const Settings& settings = shell_.settings();
    texts_.set_family(settings.looped ? text::Family::looped : text::Family::plain);
    const float wished_scale = content_scale() * settings.text_scale;
    limit_size(wished_scale);
    const float scale =
        scale_that_fits(wished_scale, {static_cast<float>(width), static_cast<float>(height)});
    const float pixels =
        is_seen && window_width > 0 ? static_cast<float>(width) / static_cast<float>(window_width) : 1;
    Input input = input_.take(now, pixels, scale);
    texts_.next_frame();
    pictures_.next_frame();

    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DeltaTime = 1.0F / 60;
    Shell::FrameAnswer answer;
    for (int tries = 0; tries < draws_of_a_frame_max; ++tries) {
      ImGui_ImplOpenGL3_NewFrame();
      ImGui::NewFrame();
      const auto generation = atlas_.generation();
      canvas_.begin(ImGui::GetBackgroundDrawList(), atlas_texture_.id(), scale,
                    {static_cast<float>(width) / scale, static_cast<float>(height) / scale});
      answer = shell_.frame(canvas_, input, [this] {
        const char* text = glfwGetClipboardString(window_);
        return std::string(text == nullptr ? "" : text);
      });
      ImGui::Render();
      if (answer.clipboard) glfwSetClipboardString(window_, answer.clipboard->c_str());
      if (generation == atlas_.generation()) break;
      // The glyphs have moved: the same frame once more, with nothing done twice.
      Input again;
      again.now_ms = input.now_ms;
      again.pointer = input.pointer;
      again.down = input.down;
      input = again;
    }
    input_.hold(answer.holds_input);
    due_ms_ = answer.again_at_ms;
    if (!is_seen) {
      // Nobody sees what moves.
      again_now_ = false;
      if (due_ms_) due_ms_ = std::max(*due_ms_, now + unseen_frame_every_ms);
      if (frame_times_) frame_times_->end(is_calm());
      if (options_.readable) write_readable(scale / pixels);
      return;
    }
    if (due_ms_ && *due_ms_ <= now) again_now_ = true;

    atlas_texture_.update(atlas_);
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (capture != nullptr) read_back(width, height, *capture);
    glfwSwapBuffers(window_);
    if (frame_times_) frame_times_->end(is_calm());
    if (options_.readable) write_readable(scale / pixels);
  }

  // Draws until the worker has answered, the pictures are here and nothing moves.
  void settle() {
    int calm = 0;
    for (int i = 0; i < settle_frames_max && calm < 4; ++i) {
      glfwWaitEventsTimeout(0.02);
      frame(steady_ms());
      const bool moves = due_ms_ && *due_ms_ <= steady_ms() + 20;
      calm = worker_.all_done() && pictures_.is_idle() && !moves ? calm + 1 : 0;
    }
  }

  // Draws once more and reads it back before it is shown.
  Done save_picture(const std::filesystem::path& file) {
    Pixels picture;
    frame(steady_ms(), &picture);
    KHAOSAN_LET(png, encode_png(picture));
    return write_file(file, png);
  }

  // What was drawn, from the top.
  static void read_back(int width, int height, Pixels& into) {
    into = Pixels(width, height);
    const auto row = static_cast<std::size_t>(width) * 3;
    std::vector<std::uint8_t> from_below(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, from_below.data());
    for (int y = 0; y < height; ++y) {
      const auto* line = from_below.data() + static_cast<std::size_t>(height - 1 - y) * row;
      std::copy(line, line + row, into.row(y));
    }
  }

  GLFWwindow* window_;
  const WindowOptions& options_;
  InputQueue input_;
  ImGuiParts imgui_;
  text::Fonts fonts_;
  text::Atlas atlas_;
  TextCache texts_;
  Canvas canvas_;
  AtlasTexture atlas_texture_;
  PictureLoader pictures_;
  Worker worker_;
  Shell shell_;
  std::optional<std::int64_t> due_ms_;
  bool again_now_ = true;
  Extent seen_{static_cast<int>(width_wished), static_cast<int>(height_wished)};
  float limited_at_ = 0;
  std::uint64_t frames_ = 0;
  std::optional<FrameTimes> frame_times_;
  std::uint64_t drawn_snapshot_ = 0;
  std::uint64_t pictures_came_ = 0;
};

GLFWwindow* make_window(const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  // Both, or GLFW takes the title for them.
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "khaosan");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "khaosan");
  const Size wished{options.width > 0 ? static_cast<float>(options.width) : width_wished,
                    options.height > 0 ? static_cast<float>(options.height) : height_wished};
  // The size is scaled here and not by GLFW, which would scale what was already made to fit.
  const Extent size = fitted(wished, monitor_scale(), free_extent());
  return glfwCreateWindow(size.width, size.height, "ข่าวสาร", nullptr, nullptr);
}

// Its title bar and edges are on the screen too.
void leave_room_for_frame(GLFWwindow* window) {
  int left = 0, top = 0, right = 0, bottom = 0, width = 0, height = 0;
  glfwGetWindowFrameSize(window, &left, &top, &right, &bottom);
  glfwGetWindowSize(window, &width, &height);
  const Extent free = free_extent();
  const Extent most{free.width - left - right, free.height - top - bottom};
  if (width > most.width || height > most.height)
    glfwSetWindowSize(window, std::min(width, most.width), std::min(height, most.height));
}

}  // namespace

Done run_window(const Worker::Open& open, const StopRequest& stop, const WindowOptions& options) {
  const Glfw glfw;
  if (!glfw.ok) return refuse(Code::no_screen, in_both(glfw_reason(), "ระบบไม่มีจอภาพให้ใช้"));
  auto fonts = text::Fonts::open(text::debian_font_files());
  if (!fonts.ok()) return fonts.refusal();
  GLFWwindow* made = make_window(options);
  if (made == nullptr) return refuse(Code::no_screen, in_both(glfw_reason(), "ระบบไม่มีจอภาพให้ใช้"));
  const std::unique_ptr<GLFWwindow, void (*)(GLFWwindow*)> window(made, glfwDestroyWindow);
  glfwMakeContextCurrent(made);
  glfwSwapInterval(1);
  if (options.width == 0) leave_room_for_frame(made);
  Window shown(made, std::move(*fonts), open, options);
  if (options.shots) return shown.take_shots(*options.shots);
  shown.run(stop);
  return {};
}

}  // namespace khaosan::client
