// SPDX-License-Identifier: MIT
// What the readers of all text formats have in common: they are given one line after the other.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "capture/input.h"
#include "capture/open.h"
#include "capture/source.h"
#include "capture/text/line_reader.h"
#include "capture/text/stamp.h"

namespace atscope::capture {

class TextSource : public Source {
 public:
  [[nodiscard]] bool next(Segment& segment) final;
  [[nodiscard]] const SourceInfo& info() const final { return info_; }
  [[nodiscard]] const SourceStats& stats() const final { return stats_; }

  void promise_time(bool has_time, std::int64_t resolution_ns) {
    info_.has_time = has_time;
    info_.time_resolution_ns = resolution_ns;
  }

 protected:
  enum class Verdict : std::uint8_t {
    segment,  ///< the line gave a segment
    foreign,  ///< the line is of another program
    nothing,  ///< the line is part of the format but carries no bytes (a header, a separator)
  };

  TextSource(std::unique_ptr<Input> input, SourceInfo info);

  /// Interprets one line. `segment` comes reset, with origin.line set and origin.offset at the start of the
  /// line.
  [[nodiscard]] virtual Verdict interpret(Line& line, Segment& segment) = 0;

  /// Makes `segment` a damaged one that shows the line as it stands.
  static Verdict damaged(const Line& line, Segment& segment, std::string_view why);
  /// Points `segment` at bytes inside `line`.
  static void take(const Line& line, std::string_view bytes, Segment& segment);

  [[nodiscard]] std::string_view following(Line& line, std::size_t n) { return lines_.following(line, n); }
  [[nodiscard]] Timestamp read_time(const Stamp& stamp);
  /// The id of the channel called `name`, new or known.
  [[nodiscard]] ChannelId channel(std::string_view name);

  SourceInfo info_;
  bool takes_pieces_ =
      false;  ///< interpret() wants the pieces of a very long line; else they are damaged records

 private:
  /// A log with more names than this (garbage, in practice) has them share the last channel.
  static constexpr std::size_t kMaxChannels = 256;

  [[nodiscard]] Verdict begin_section(std::string_view name, Segment& segment);
  void give_out(const Segment& segment);
  [[nodiscard]] bool at_end(Segment& segment);

  std::unique_ptr<Input> input_;
  LineReader lines_;
  Line line_;
  SourceStats stats_;
  LogClock clock_;
  ChannelId last_channel_ = 0;
  bool timed_ = false;
  bool end_reported_ = false;
};

/// How much of a log is read before its reader is made, to learn its habits.
inline constexpr std::size_t kProbeSize = std::size_t{64} * 1024;

/// The first bytes of a log, for its reader to learn from.
[[nodiscard]] inline std::string_view head_to_learn(Input& input, const OpenOptions& options) {
  const std::size_t size = std::min(kProbeSize, options.head_bytes);
  return input.peek(size).substr(0, kProbeSize);
}

/// Makes a `Reader` and calls `configure(reader)`, having read the bytes in sight once to know whether the
/// log has times, and how fine they are.
template <class Reader, class Configure>
[[nodiscard]] std::unique_ptr<Source> make_configured(std::unique_ptr<Input> input,
                                                      const OpenOptions& options, Configure configure) {
  Reader probe(Input::from_memory(input->peek(1).substr(0, kProbeSize)), options);
  configure(probe);
  Segment segment;
  bool has_time = false;
  while (!has_time && probe.next(segment)) has_time = segment.time.known();
  auto reader = std::make_unique<Reader>(std::move(input), options);
  configure(*reader);
  reader->promise_time(has_time, has_time ? probe.info().time_resolution_ns : 1);
  return reader;
}

template <class Reader>
[[nodiscard]] std::unique_ptr<Source> make_reader(std::unique_ptr<Input> input, const OpenOptions& options) {
  return make_configured<Reader>(std::move(input), options, [](Reader&) {});
}

/// Who sent what the log calls sent, and received.
[[nodiscard]] inline Sender sender_of(bool sent, const OpenOptions& options) {
  if (options.sent_by == Sender::unknown) return Sender::unknown;
  return (options.sent_by == Sender::dce) == sent ? Sender::dce : Sender::dte;
}

}  // namespace atscope::capture
