#include "shared/platform/terminal.hpp"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <csignal>

#include <cstdio>

namespace khaosan {
namespace {

termios terminal_before{};

// Ctrl-C at the prompt: the terminal is put back, then the signal does what it does.
void restore_and_raise(int number) {
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_before);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

// Echo off while it lives; the terminal is put back as it was even when reading fails or is broken off.
class QuietTerminal {
 public:
  QuietTerminal() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    terminal_before = before_;
    struct sigaction restore {};
    restore.sa_handler = restore_and_raise;
    ::sigaction(SIGINT, &restore, &old_interrupt_);
    ::sigaction(SIGTERM, &restore, &old_end_);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    handles_ = true;
  }
  ~QuietTerminal() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    if (!handles_) return;
    ::sigaction(SIGINT, &old_interrupt_, nullptr);
    ::sigaction(SIGTERM, &old_end_, nullptr);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  bool changed() const { return changed_; }

 private:
  termios before_{};
  struct sigaction old_interrupt_ {};
  struct sigaction old_end_ {};
  bool changed_ = false;
  bool handles_ = false;
};

// Byte by byte, so that nothing after the line is swallowed.
Result<std::string> read_line() {
  std::string line;
  char sign = 0;
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, &sign, 1);
    if (count <= 0 && line.empty()) return refuse(Code::required_missing, in_both("password", "รหัสผ่าน"));
    if (count <= 0 || sign == '\n') break;
    if (line.size() == max_password_line_bytes) return refuse(Code::too_long, in_both("password", "รหัสผ่าน"));
    line.push_back(sign);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

bool output_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

int terminal_width_columns() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return default_terminal_width_columns;
  return size.ws_col;
}

Result<std::string> read_password(std::string_view prompt) {
  if (!input_is_terminal()) return read_line();
  std::fwrite(prompt.data(), 1, prompt.size(), stderr);
  std::fflush(stderr);
  QuietTerminal quiet;
  auto line = read_line();
  if (quiet.changed()) std::fputc('\n', stderr);
  return line;
}

}  // namespace khaosan
