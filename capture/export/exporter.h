// SPDX-License-Identifier: MIT
// Writes segments into a file of another kind. One list names the kinds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "capture/segment.h"

namespace atscope::capture {

/// Takes what is to be written.
using ExportSink = std::function<void(std::string_view)>;

class Exporter {
 public:
  virtual ~Exporter() = default;
  /// The next segment in file order, of the channel called `channel`. False if the kind of file has no place
  /// for it.
  [[nodiscard]] virtual bool write(const Segment& segment, std::string_view channel) = 0;
  /// After the last segment.
  virtual void finish() {}
};

struct ExportKind {
  std::string_view name;         ///< "upper-pdu"
  std::string_view description;  ///< one line for --help
  std::string_view extension;    ///< of file names that mean it, or empty
  bool needs_direction = false;  ///< segments of an unknown sender have no place
  bool is_binary = false;
  std::unique_ptr<Exporter> (*make)(ExportSink sink);
};

[[nodiscard]] std::span<const ExportKind> export_kinds();

/// Puts the bytes of one channel together to lines, as long as the same side sends.
class ExportLines {
 public:
  /// Calls `give(line, time, sender)` for every line that ends in `segment`: at CR for the host, at LF else.
  /// A segment of Framing::record ends its line.
  template <class Give>
  void feed(const Segment& segment, Give give) {
    if (segment.sender != sender_) flush(give);
    sender_ = segment.sender;
    std::string_view rest = segment.bytes;
    while (!rest.empty()) {
      if (line_.empty()) time_ = segment.time;
      std::size_t end = rest.find(segment.sender == Sender::dte ? '\r' : '\n');
      if (segment.sender == Sender::dte && end != std::string_view::npos &&
          rest.substr(end + 1).starts_with('\n'))
        ++end;
      const std::size_t size = end == std::string_view::npos ? rest.size() : end + 1;
      line_ += rest.substr(0, size);
      rest.remove_prefix(size);
      if (end != std::string_view::npos || line_.size() > kLongest) flush(give);
    }
    if (segment.framing == Framing::record) flush(give);
  }
  template <class Give>
  void flush(Give give) {
    if (!line_.empty()) give(std::string_view(line_), time_, sender_);
    line_.clear();
  }

 private:
  static constexpr std::size_t kLongest = std::size_t{64} * 1024;
  std::string line_;
  Timestamp time_;
  Sender sender_ = Sender::unknown;
};

}  // namespace atscope::capture
