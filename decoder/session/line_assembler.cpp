// SPDX-License-Identifier: MIT
#include "decoder/session/line_assembler.h"

#include <algorithm>
#include <array>

namespace atscope::session {
namespace {

constexpr bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

// Where the scan of a text halts: at a line end; where heads of payload are known, at the ':' that ends one,
// and inside a line that begins like one also at ','.
using ByteTable = std::array<bool, 256>;

constexpr ByteTable table_of(std::string_view bytes) {
  ByteTable table{};
  for (const char c : bytes) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr ByteTable stops_of_line = table_of("\r\n");
constexpr ByteTable stops_with_heads = table_of("\r\n:");
constexpr ByteTable stops_in_head = table_of("\r\n:,");

// A number of bytes; 0 for what is none, or more than a line can hold.
std::uint64_t count_of(std::string_view text) {
  constexpr std::uint64_t most = 64 * 1024;
  std::uint64_t count = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || count > most) return 0;
    count = count * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return count <= most ? count : 0;
}

// The rule whose notation is complete exactly at the end of `text`. `begun`: one begins like it. `enclosed`:
// how many bytes behind the text are payload inside the line.
grammar::RuleId payload_head(const grammar::Dialect& dialect, std::string_view text, bool& begun,
                             std::uint64_t& enclosed) {
  begun = false;
  enclosed = 0;
  for (const grammar::RuleId id : dialect.inline_payload_rules()) {
    const grammar::Notation& notation = dialect.rule(id).notation;
    if (!text.starts_with(notation.lead())) continue;
    begun = true;
    grammar::Captures captures;
    const auto size = notation.match_prefix(text, captures);
    if (!size || *size != text.size()) continue;
    const grammar::Payload& payload = dialect.rule(id).payload;
    if (payload.place != grammar::Payload::Place::enclosed) return id;
    for (const grammar::Capture& capture : captures) {
      if (notation.names()[capture.name] == payload.length) enclosed = count_of(capture.text);
    }
    if (enclosed > 0) return grammar::no_rule;
  }
  return grammar::no_rule;
}

}  // namespace

void LineAssembler::begin_text(const capture::Segment& segment, std::size_t position) {
  time_ = segment.time;
  origin_ = segment.origin;
  origin_.offset = segment.offset_of(position);
  tail_ = 0;
  saw_lf_ = false;
  head_begun_ = false;
  enclosed_ = 0;
  quote_possible_ = has_enclosed_ = false;
}

void LineAssembler::complete(Unit& unit, Unit::Kind kind, std::string_view text) {
  unit.kind = kind;
  unit.line_end = tail_ > 0;
  unit.has_payload = has_enclosed_;
  unit.ended_by_cr_only = tail_ > 0 && !saw_lf_;
  unit.ended_by_lf_only = tail_ == 1 && saw_lf_;
  unit.lead = lead_;
  unit.bytes = lead_ + static_cast<std::uint32_t>(text.size()) + tail_;
  unit.text = text;
  unit.time = time_;
  unit.last = last_;
  unit.origin = origin_;
  unit.rule = grammar::no_rule;
  state_ = State::between;
  lead_has_nul_ = false;
  lead_ = tail_ = 0;
  carry_given_out_ = text.data() == carry_.data();
}

bool LineAssembler::next(const capture::Segment& segment, std::size_t& position, Unit& unit) {
  if (carry_given_out_) {
    carry_.clear();
    carry_given_out_ = false;
  }
  const std::string_view bytes = segment.bytes;
  std::size_t begin = position;  // of the text inside this segment
  while (position < bytes.size()) {
    const char c = bytes[position];
    switch (state_) {
      case State::between:
        if (is_line_end(c) || c == '\0') {
          if (c == '\0' && !lead_has_nul_) {
            lead_has_nul_ = true;
            begin_text(segment, position);
          }
          ++lead_;
          ++position;
          break;
        }
        begin_text(segment, position);
        begin = position;
        state_ = c == prompt_ && prompt_ != '\0' ? State::prompt : State::text;
        if (state_ == State::prompt) ++position;
        break;

      case State::text: {
        if (enclosed_ > 0) {  // payload inside the line
          if (quote_possible_ && c == '"') ++position;
          quote_possible_ = false;
          const std::uint64_t size = std::min<std::uint64_t>(enclosed_, bytes.size() - position);
          position += static_cast<std::size_t>(size);
          enclosed_ -= size;
          last_ = segment.time;
          break;
        }
        const bool heads = payload_heads_ != nullptr;
        std::size_t end = position;
        const std::size_t room =
            max_line_bytes_ - std::min(max_line_bytes_, carry_.size() + (position - begin));
        const std::size_t stop = std::min(bytes.size(), position + room);
        const ByteTable& stops = heads ? head_begun_ ? stops_in_head : stops_with_heads : stops_of_line;
        while (end < stop && !stops[static_cast<unsigned char>(bytes[end])]) ++end;
        last_ = segment.time;
        position = end;
        if (end == stop && end < bytes.size()) {  // longer than the limit
          if (!carry_.empty()) carry_.append(bytes.substr(begin, end - begin));
          complete(unit, Unit::Kind::piece,
                   carry_.empty() ? bytes.substr(begin, end - begin) : std::string_view(carry_));
          return true;
        }
        if (end == bytes.size()) break;
        if (bytes[end] == ':' || bytes[end] == ',') {  // where the heads of payload end: "+IPD,4:"
          ++position;
          const bool split = !carry_.empty();
          if (split) {
            carry_.append(bytes.substr(begin, position - begin));
            begin = position;
          }
          const std::string_view text =
              split ? std::string_view(carry_) : bytes.substr(begin, position - begin);
          if (const grammar::RuleId rule = payload_head(*payload_heads_, text, head_begun_, enclosed_);
              rule != grammar::no_rule) {
            complete(unit, Unit::Kind::payload_head, text);
            unit.rule = rule;
            return true;
          }
          quote_possible_ = enclosed_ > 0;
          has_enclosed_ |= enclosed_ > 0;
          break;
        }
        // The text is complete; the next byte tells where its line end stops.
        if (!carry_.empty()) carry_.append(bytes.substr(begin, end - begin));
        const std::string_view text =
            carry_.empty() ? bytes.substr(begin, end - begin) : std::string_view(carry_);
        while (position < bytes.size() && bytes[position] == '\r') {
          ++tail_;
          ++position;
        }
        if (position < bytes.size()) {
          if (bytes[position] == '\n') {
            ++tail_;
            ++position;
            saw_lf_ = true;
          }
          complete(unit, Unit::Kind::line, text);
          return true;
        }
        if (carry_.empty()) carry_.assign(text);
        state_ = State::line_end;
        return false;
      }

      case State::line_end:
        while (position < bytes.size() && bytes[position] == '\r') {
          ++tail_;
          ++position;
        }
        if (position == bytes.size()) return false;
        if (bytes[position] == '\n') {
          ++tail_;
          ++position;
          saw_lf_ = true;
        }
        complete(unit, Unit::Kind::line, carry_);
        return true;

      case State::prompt:
        if (c == ' ') {
          ++position;
          break;
        }
        carry_.append(bytes.substr(begin, position - begin));
        last_ = segment.time;
        complete(unit, Unit::Kind::prompt, carry_);
        return true;
    }
  }
  if (state_ == State::text || state_ == State::prompt) {
    carry_.append(bytes.substr(begin, position - begin));
    last_ = segment.time;
  }
  return false;
}

bool LineAssembler::flush(Unit& unit) {
  if (carry_given_out_) {
    carry_.clear();
    carry_given_out_ = false;
  }
  if (state_ == State::between && !lead_has_nul_) return false;
  complete(unit,
           state_ == State::between  ? Unit::Kind::nuls
           : state_ == State::prompt ? Unit::Kind::prompt
                                     : Unit::Kind::line,
           carry_);
  return true;
}

}  // namespace atscope::session
