// SPDX-License-Identifier: MIT
// A port that is listened to for as long as the capture runs, also when it goes away and comes back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "capture/error.h"
#include "capture/live/feed.h"
#include "capture/live/line_error_marks.h"
#include "capture/live/line_watch.h"
#include "capture/live/tty.h"

namespace atscope::capture::live {

class ListeningPort {
 public:
  /// `sender` is whose bytes arrive here.
  ListeningPort(std::string path, Sender sender, TtySettings settings)
      : path_(std::move(path)), sender_(sender), settings_(settings) {}

  [[nodiscard]] std::optional<Error> open();
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Sender sender() const { return sender_; }
  /// As the port has them.
  [[nodiscard]] const TtySettings& settings() const { return settings_; }
  /// False when the port refuses; it then stays as it was.
  [[nodiscard]] bool set(const TtySettings& settings);
  /// Not open while the port is gone.
  [[nodiscard]] const Tty& tty() const { return tty_; }

  /// As Feed::watch().
  [[nodiscard]] int watch(Poller& poller, bool read) const;
  /// Called with the bytes that came, after the sink has them.
  using Forward = std::function<void(std::string_view)>;
  /// Reads what is there, looks at the control lines, notices that the port goes and comes.
  void act(const Poller& poller, ChannelId channel, FeedSink& sink, const Forward& forward = {});
  /// Reads all that is there; gives how many bytes.
  std::size_t drain(ChannelId channel, FeedSink& sink, const Forward& forward = {});

  /// The control lines of the port, bits of rtac::kControlLines.
  [[nodiscard]] std::uint8_t lines() const { return lines_; }
  /// True once after they have changed.
  [[nodiscard]] bool take_change() { return std::exchange(lines_changed_, false); }

 private:
  std::size_t read(ChannelId channel, FeedSink& sink, const Forward& forward);
  void look(ChannelId channel, FeedSink& sink);
  void reopen(ChannelId channel, FeedSink& sink);

  std::string path_;
  Sender sender_;
  TtySettings settings_;
  Tty tty_;
  LineErrorMarks marks_;
  LineWatch watch_;
  bool has_lines_ = true;
  bool lines_changed_ = false;
  std::uint8_t lines_ = 0;
  std::int64_t tried_ = 0;
};

/// "the host's bytes"
[[nodiscard]] std::string_view bytes_of(Sender sender);
/// "ttyUSB2" for "/dev/ttyUSB2".
[[nodiscard]] std::string port_name(const std::string& path);

}  // namespace atscope::capture::live
