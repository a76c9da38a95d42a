// SPDX-License-Identifier: MIT
#include "capture/wrap/peel_stream.h"

#include <algorithm>
#include <utility>

#include "capture/wrap/utf8.h"

namespace atscope::capture {

Coding coding_of(std::string_view head) {
  if (head.starts_with("\xff\xfe")) return Coding::utf16_le;
  if (head.starts_with("\xfe\xff")) return Coding::utf16_be;
  return Coding::bytes;
}

PeelStream::PeelStream(std::unique_ptr<Input> input, Coding coding, std::vector<Layer> layers)
    : input_(std::move(input)), lines_(*input_), coding_(coding), peeler_(std::move(layers)) {}

std::size_t PeelStream::read(char* to, std::size_t size) {
  while (used_ == buffer_.size()) {
    buffer_.clear();
    used_ = 0;
    if (!next_line()) return 0;
  }
  const std::size_t n = buffer_.copy(to, size, used_);
  used_ += n;
  return n;
}

void PeelStream::forget_before(std::uint64_t peeled) {
  while (runs_.size() > 1 && runs_[1].peeled <= peeled) runs_.pop_front();
}

bool PeelStream::next_line() {
  line_.clear();
  if (!(coding_ == Coding::bytes ? next_bytes() : next_utf16())) return false;
  const MappedText* const peeled = peeler_.peel(line_);
  if (peeled == nullptr) {
    ++foreign_lines_;
    return true;
  }
  bool first = true;
  for (const MappedText::Run& run : peeled->runs()) {
    runs_.push_back({peeled_ + run.index, run.offset, run.line, first, first ? peeler_.stamp() : Stamp{}});
    first = false;
  }
  buffer_ = peeled->bytes();
  peeled_ += buffer_.size();
  return true;
}

bool PeelStream::next_bytes() {
  Line line;
  if (!lines_.next(line)) return false;
  file_lines_ = line.number;
  file_bytes_ = line.offset + line.text.size() + line.end_size();
  line_.append(line.with_end(), line.offset, line.number);
  return true;
}

bool PeelStream::next_utf16() {
  constexpr std::size_t kLongestLine = std::size_t{1} << 20U;
  if (!started_) {
    started_ = true;
    input_->consume(2);
  }
  ++file_lines_;
  std::string character;
  const auto unit_at = [&](std::string_view view, std::size_t at) {
    const auto a = static_cast<unsigned char>(view[at]);
    const auto b = static_cast<unsigned char>(view[at + 1]);
    return coding_ == Coding::utf16_le ? unsigned{b} << 8U | a : unsigned{a} << 8U | b;
  };
  while (line_.bytes().size() < kLongestLine) {
    const std::string_view view = input_->peek(2);
    if (view.size() < 2) {  // half a character at the end of the file
      line_.append(view, input_->offset(), file_lines_);
      input_->consume(view.size());
      break;
    }
    unsigned code = unit_at(view, 0);
    std::size_t size = 2;
    if (code >= 0xd800 && code < 0xdc00) {
      const std::string_view pair = input_->peek(4);
      const unsigned low = pair.size() >= 4 ? unit_at(pair, 2) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10U) + (low - 0xdc00);
        size = 4;
      }
    }
    character.clear();
    append_utf8(code, character);
    line_.append_decoded(character, input_->offset(), file_lines_);
    input_->consume(size);
    if (code == '\n') break;
  }
  file_bytes_ = input_->offset();
  if (line_.bytes().empty()) --file_lines_;
  return !line_.bytes().empty();
}

}  // namespace atscope::capture
