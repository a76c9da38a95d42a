// SPDX-License-Identifier: MIT
// Text that was taken out of something else, and where in the file each of its bytes stands.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::capture {

class MappedText {
 public:
  /// From byte `index` of the text on the file goes along byte by byte, beginning at `offset` on line `line`.
  struct Run {
    std::size_t index = 0;
    std::uint64_t offset = 0;
    std::uint64_t line = 0;
  };

  void clear() {
    bytes_.clear();
    runs_.clear();
  }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

  /// Bytes that stand in the file as they are.
  void append(std::string_view bytes, std::uint64_t offset, std::uint64_t line) {
    if (bytes.empty()) return;
    const bool follows = !runs_.empty() && runs_.back().line == line &&
                         runs_.back().offset + (bytes_.size() - runs_.back().index) == offset;
    if (!follows) runs_.push_back({bytes_.size(), offset, line});
    bytes_ += bytes;
  }
  /// Bytes that one place in the file stands for.
  void append_decoded(std::string_view bytes, std::uint64_t offset, std::uint64_t line) {
    for (const char byte : bytes) {
      runs_.push_back({bytes_.size(), offset, line});
      bytes_ += byte;
    }
  }
  /// A part of another text, which may be this one's source but not this one.
  void append(const MappedText& from, std::size_t begin, std::size_t size) {
    size = std::min(size, from.bytes_.size() - std::min(begin, from.bytes_.size()));
    while (size > 0) {
      const std::size_t at = from.run_of(begin);
      const Run& run = from.runs_[at];
      const std::size_t end = at + 1 < from.runs_.size() ? from.runs_[at + 1].index : from.bytes_.size();
      const std::size_t n = std::min(size, end - begin);
      append(std::string_view(from.bytes_).substr(begin, n), run.offset + (begin - run.index), run.line);
      begin += n;
      size -= n;
    }
  }
  /// Bytes that the place of byte `at` of another text stands for.
  void append_decoded(std::string_view bytes, const MappedText& from, std::size_t at) {
    const Run& run = from.runs_[from.run_of(at)];
    append_decoded(bytes, run.offset + (at - run.index), run.line);
  }

 private:
  [[nodiscard]] std::size_t run_of(std::size_t index) const {
    const auto behind = std::upper_bound(runs_.begin(), runs_.end(), index,
                                         [](std::size_t i, const Run& run) { return i < run.index; });
    return static_cast<std::size_t>(behind - runs_.begin()) - 1;
  }

  std::string bytes_;
  std::vector<Run> runs_;
};

}  // namespace atscope::capture
