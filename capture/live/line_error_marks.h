// SPDX-License-Identifier: MIT
// Takes the marks of line errors out of what a port with PARMRK and INPCK delivers (termios(3)):
//
//   FF FF        the byte FF
//   FF 00 00     a break, or a byte 00 with an error
//   FF 00 byte   a byte that came with a framing or parity error
#pragma once

#include <string>
#include <string_view>

#include "capture/pcap/rtac_serial.h"

namespace atscope::capture::live {

/// Remembers a mark that a read cut in two.
class LineErrorMarks {
 public:
  /// Calls `data(bytes)` for runs of bytes, wrong ones included, and `error(event)` before a byte that was
  /// received wrongly or where a break was. `parity`: with parity on most wrong bytes are parity errors, and
  /// without it they can only be framing errors; the driver does not tell.
  template <class Data, class LineError>
  void take(std::string_view raw, bool parity, Data data, LineError error) {
    run_.clear();
    const auto flush = [&] {
      if (!run_.empty()) data(std::string_view(run_));
      run_.clear();
    };
    for (const char byte : raw) {
      switch (state_) {
        case State::plain:
          if (byte == kMark) {
            state_ = State::mark;
          } else {
            run_ += byte;
          }
          break;
        case State::mark:
          state_ = byte == '\0' ? State::wrong : State::plain;
          // A mark before anything else is none that termios knows: both bytes were on the line.
          if (byte != '\0') run_ += kMark;
          if (byte != '\0' && byte != kMark) run_ += byte;
          break;
        case State::wrong:
          state_ = State::plain;
          flush();
          using enum pcap::rtac::Event;
          error(byte == '\0' ? line_break : parity ? parity_error : framing_error);
          if (byte != '\0') run_ += byte;
          break;
      }
    }
    flush();
  }

 private:
  static constexpr char kMark = '\xff';
  enum class State : unsigned char { plain, mark, wrong };
  State state_ = State::plain;
  std::string run_;
};

}  // namespace atscope::capture::live
