// SPDX-License-Identifier: GPL-2.0-or-later
// The decoder of one open capture file. Bytes go in on the first pass and in the order of the frames; all
// that is drawn, on any pass and in any order, is read from what it keeps.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "capture/source.h"
#include "decoder/grammar/dialect.h"
#include "decoder/session/choose_dialect.h"
#include "plugins/wireshark/decoding.h"
#include "plugins/wireshark/segments.h"

namespace atscope::wireshark {

enum class Role : std::uint8_t {
  automatic,  ///< what is sent is of the host; on Bluetooth the first command tells
  dte,        ///< what is sent is of the host
  dce,        ///< … of the module
};

struct EngineOptions {
  std::string dialect = "auto";  ///< name, file, or auto: what the traffic speaks for
  Role role = Role::automatic;
  bool lint = true;
  std::vector<std::string> rules = {"default"};  ///< codes, beginnings of codes, names, presets
};

/// Seen from the capturing side.
enum class Direction : std::uint8_t { unknown, sent, received };

/// What a hook took out of one frame.
struct Piece {
  std::string_view channel;  ///< name of the port
  std::string_view bytes;
  std::string_view note;  ///< in words what happened; on data, the comment of the packet
  capture::SegmentKind kind = capture::SegmentKind::data;
  capture::Framing framing = capture::Framing::stream;
  Direction direction = Direction::unknown;
  std::uint32_t frame = 0;
  std::uint32_t part = 0, at = 0;  ///< see SegmentRecord
  capture::Timestamp time;
  std::int64_t time_resolution_ns = 1;
  bool host_commands = false;  ///< the side that sends commands is the host, be it the capturing one or not
};

class Engine {
 public:
  static constexpr std::size_t max_channels = 1024;

  explicit Engine(EngineOptions options);

  /// What this port carries is AT: it is decoded.
  void feed(const Piece& piece);
  /// It may be: what came before is kept until a command line is seen, and then decoded, too. True when the
  /// port is known to speak AT.
  bool offer(const Piece& piece);
  /// This port carries something else, whatever comes.
  void reject(std::string_view channel);
  [[nodiscard]] bool is_claimed(std::string_view channel) const;
  /// The first pass is over.
  void finish(std::uint32_t frames);

  [[nodiscard]] const Segments& segments() const { return segments_; }
  /// Null before the first byte.
  [[nodiscard]] const Decoding* decoding() const { return decoding_.get(); }
  [[nodiscard]] std::string_view channel_name(capture::ChannelId id) const;
  /// "yuge-ec716s", and why it was chosen.
  [[nodiscard]] const std::string& dialect_text() const { return dialect_text_; }
  /// What is wrong with the dialect that the user gave; empty when nothing is.
  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  [[nodiscard]] bool finished() const { return finished_; }
  /// Ports beyond max_channels came by and are not decoded: the last frame that was, before the first of
  /// them.
  [[nodiscard]] std::optional<std::uint32_t> full_since() const { return full_since_; }

 private:
  struct Kept {
    Piece piece;  // the views are empty
    std::string bytes, note;
  };
  struct Port {
    enum class State : std::uint8_t { undecided, at, other };
    State state = State::undecided;
    std::optional<capture::ChannelId> channel;
    std::vector<Kept> kept;
    std::size_t kept_bytes = 0;
    std::string lines[3];  // by direction: the line that is not complete yet
    bool overlong[3] = {};
  };

  [[nodiscard]] Port* port(std::string_view name);
  [[nodiscard]] static bool shows_command(Port& port, const Piece& piece);
  void claim(Port& port, std::string_view name);
  void decode(Port& port, const Piece& piece);
  [[nodiscard]] capture::Sender sender_of(Direction direction) const;
  void say_full();
  void learn_role(const Piece& piece);
  void load_dialects();
  void use(std::shared_ptr<const grammar::Dialect> dialect, const std::string& because);
  void reconsider(SegmentIndex segment);
  void decode_again(SegmentIndex end);
  void settle();

  EngineOptions options_;
  Segments segments_;
  capture::SourceInfo info_;
  capture::SourceStats stats_;
  std::map<std::string, Port, std::less<>> ports_;
  Port* last_port_ = nullptr;
  std::string_view last_name_;
  capture::Sender sent_by_ = capture::Sender::dte;
  bool role_known_ = false, finished_ = false;
  std::optional<std::uint32_t> full_since_;
  std::int64_t last_time_ns_ = INT64_MIN;

  std::vector<std::shared_ptr<const grammar::Dialect>> dialects_;
  std::unique_ptr<session::DialectChooser> chooser_;  // null: the dialect is settled
  std::size_t seen_bytes_ = 0;
  bool settled_ = false;
  bool knew_direction_ = true, knew_time_ = true;    // when the decoder in use was made
  std::shared_ptr<const grammar::Dialect> dialect_;  // in use
  std::string dialect_text_, mistake_;
  std::unique_ptr<Decoding> decoding_;
};

}  // namespace atscope::wireshark
