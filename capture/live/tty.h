// SPDX-License-Identifier: MIT
// A serial port or a pty as Linux has it. libserialport can neither mark line errors in the data nor open a
// pty, and a proxy copies settings from one to the other: so this speaks to the driver itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/live/tty_settings.h"

namespace atscope::capture::live {

/// How often things have happened since the driver was loaded (TIOCGICOUNT).
struct LineCounts {
  int cts = 0, dsr = 0, ring = 0, dcd = 0;  ///< changes of the control lines
  int overrun = 0;                          ///< bytes lost in the UART
  int buffer_overrun = 0;                   ///< bytes lost between driver and reader

  friend bool operator==(const LineCounts&, const LineCounts&) = default;
};

/// Owns a descriptor, which never blocks.
class Tty {
 public:
  /// Opens for reading and writing, for this program alone. Errors: not_found, not_readable, each with the
  /// way out.
  [[nodiscard]] static tl::expected<Tty, Error> open(const std::string& path);
  Tty() = default;
  explicit Tty(int fd) : fd_(fd) {}
  Tty(Tty&& other) noexcept;
  Tty& operator=(Tty&& other) noexcept;
  ~Tty();

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  void close();

  /// Of a pty's master: the settings that the application made on the other side.
  [[nodiscard]] std::optional<TtySettings> settings() const;
  /// Raw mode with `settings`. With `mark_errors` the driver puts framing errors, parity errors and breaks
  /// into what is read (line_error_marks.h). Gives what the port really has then; nothing when it refuses.
  [[nodiscard]] std::optional<TtySettings> apply(const TtySettings& settings, bool mark_errors) const;
  /// Hang-up on last close: the control lines go off when the application closes the port.
  [[nodiscard]] bool hangs_up_on_close() const;
  void set_hang_up_on_close(bool on) const;

  /// Bits of rtac::kControlLines; nothing where there are no such lines (a pty).
  [[nodiscard]] std::optional<std::uint8_t> control_lines() const;
  /// Switches DTR and RTS (bits of rtac::kControlLines); false where there are none.
  [[nodiscard]] bool set_control_lines(std::uint8_t lines, bool on) const;
  [[nodiscard]] std::optional<LineCounts> counts() const;
  /// Throws away what the driver has not sent yet; gives how many bytes that were.
  [[nodiscard]] std::size_t discard_output() const;
  /// Gives how many bytes the driver took; nothing when the port is gone.
  [[nodiscard]] std::optional<std::size_t> write(std::string_view bytes) const;
  /// Asks the driver to hand on bytes at once instead of gathering them (FTDI: 16 ms). False when it cannot.
  [[nodiscard]] bool set_low_latency() const;

 private:
  int fd_ = -1;
};

}  // namespace atscope::capture::live
