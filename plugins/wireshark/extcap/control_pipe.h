// SPDX-License-Identifier: GPL-2.0-or-later
// The pipe to Wireshark's toolbar: what the capture has to say appears behind its "Log" button.
#pragma once

#include <string>
#include <string_view>

namespace atscope::extcap {

/// The number of the only control, as the interface sentences declare it.
inline constexpr int kLogControl = 0;

class ControlPipe {
 public:
  /// `path` is that of --extcap-control-out; empty: nobody listens.
  explicit ControlPipe(std::string path) : path_(std::move(path)) {}
  ControlPipe(const ControlPipe&) = delete;
  ControlPipe& operator=(const ControlPipe&) = delete;
  ~ControlPipe();

  /// Adds a line to the log. It waits here until Wireshark has opened the pipe.
  void say(std::string_view line);
  /// Tries again to hand over what waits; never blocks.
  void flush();

 private:
  std::string path_;
  std::string waiting_;  // whole messages
  int fd_ = -1;
};

}  // namespace atscope::extcap
