// SPDX-License-Identifier: MIT
// A pseudo-terminal that a program opens in the place of a serial port.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/live/tty.h"

namespace atscope::capture::live {

/// The side of the pty that stands for the wire. Its link goes with it.
class Pty {
 public:
  struct Options {
    std::string link;  ///< a symbolic link to the pty; empty: none. Only another such link is replaced.
    std::string like;  ///< a port whose owner and rights the pty gets; empty: none
    TtySettings settings;
    bool hangs_up_on_close = true;
  };
  [[nodiscard]] static tl::expected<Pty, Error> make(const Options& options);
  Pty(Pty&& other) noexcept;
  Pty& operator=(Pty&& other) = delete;
  ~Pty();

  [[nodiscard]] const Tty& master() const { return master_; }
  /// "/dev/pts/7"
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Becomes readable when somebody opens the pty; -1 if the system cannot tell.
  [[nodiscard]] int opened_fd() const { return watch_; }
  void forget_opened() const;
  /// Some program has the pty open.
  [[nodiscard]] bool is_open() const;

  /// What read() found.
  struct Read {
    enum class What { data, flush, nothing, closed } what = What::nothing;
    std::string_view bytes;  ///< data: what the program wrote, in the caller's buffer
    bool input_flushed = false, output_flushed = false;
  };
  /// One step; "closed" only after all that the program wrote has been read.
  [[nodiscard]] Read read(char* buffer, std::size_t size) const;
  /// Gives how many bytes the pty took.
  [[nodiscard]] std::size_t write(std::string_view bytes) const;

 private:
  Pty(Tty master, std::string path) : master_(std::move(master)), path_(std::move(path)) {}

  Tty master_;
  std::string path_, link_;
  int watch_ = -1;
};

}  // namespace atscope::capture::live
