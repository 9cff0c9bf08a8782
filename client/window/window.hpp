// The window: GLFW, OpenGL 3 and ImGui's draw lists under the shell. It sleeps while nothing happens.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "client/app/worker.hpp"
#include "client/ui/shell.hpp"

namespace khaosan {
class StopRequest;
}

namespace khaosan::client {

struct WindowOptions {
  std::filesystem::path home;  // the data folder: pictures, settings
  std::string version;
  std::optional<Language> language;  // instead of the one that was chosen last
  int width = 0;                     // logical; 0: as large as is useful on this screen
  int height = 0;
  // What can be read on the screen is kept in this file: a line "x y width height text" each, in units of the
  // window's coordinates, "\\n" for a line's end. The first line counts the frames, says whether all is done
  // ("calm" or "busy"), and where the keyboard is: "focus x y width height", if it is anywhere.
  std::optional<std::filesystem::path> readable;
  // What each frame cost is written here, a line "when_us cpu_us calm|busy" each (CPU of this thread).
  std::optional<std::filesystem::path> frame_times;
  std::optional<std::filesystem::path> sticks;  // the folders in it are what is plugged in
  bool may_sync_by_itself = true;               // if the person wants it so
  // Goes through every screen once, leaves a PNG picture of each here, and ends.
  std::optional<std::filesystem::path> shots;
};

// Returns when the window was closed or a stop was asked for; then all that was typed is on the disk.
// internal: there is no screen to open it on; file_not_found: a font is missing.
Done run_window(const Worker::Open& open, const StopRequest& stop, const WindowOptions& options);

}  // namespace khaosan::client
