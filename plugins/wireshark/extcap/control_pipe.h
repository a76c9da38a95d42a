// SPDX-License-Identifier: GPL-2.0-or-later
// The pipes to Wireshark's toolbar and back: what the capture has to say appears behind its "Log" button.
#pragma once

#include <string>
#include <string_view>

namespace atscope::extcap {

/// The number of the only control, as the interface sentences declare it.
inline constexpr int kLogControl = 0;

class ControlPipe {
 public:
  /// The paths of --extcap-control-in and --extcap-control-out; empty: nobody listens. Nothing that the
  /// toolbar says is needed, but Wireshark waits until its pipe is open at this end.
  ControlPipe(const std::string& in, std::string out);
  ControlPipe(const ControlPipe&) = delete;
  ControlPipe& operator=(const ControlPipe&) = delete;
  ~ControlPipe();

  /// Adds a line to the log. It waits here until Wireshark has opened the pipe.
  void say(std::string_view line);
  /// Tries again to hand over what waits; never blocks.
  void flush();

 private:
  std::string path_;
  std::string waiting_;  // messages, or what is left of them
  int in_ = -1;
  int out_ = -1;
};

}  // namespace atscope::extcap
