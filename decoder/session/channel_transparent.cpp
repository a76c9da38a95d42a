// SPDX-License-Identifier: MIT
// Data state. An outside reader cannot see the module change its mind, only the effect: OK behind "+++"
// (V.250 clause 5.2: guard times of S12 around it), or a line of the module before the host sends commands
// again.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

using capture::Segment;

constexpr std::string_view escape = "+++";
constexpr grammar::Nanoseconds guard_time = 900'000'000;  // 1 s less what a reader's clock may be off

std::string_view without_line_ends(std::string_view bytes) {
  while (!bytes.empty() && (bytes.front() == '\r' || bytes.front() == '\n')) bytes.remove_prefix(1);
  return bytes;
}

}  // namespace

void Channel::begin_transparent(TransactionId transaction) {
  transparent_.active = true;
  transparent_.probing = transparent_.end_possible = false;
  transparent_.transaction = transaction;
  transparent_.host.clear();
  transparent_.module.clear();
}

std::size_t Channel::take_transparent_host(const Segment& segment, std::size_t position) {
  if (transparent_.probing) {  // the host goes on: what it sent before was data
    transparent_.probing = false;
    give_out_burst(transparent_.host, Sender::dte, "data state");
    give_out_burst(transparent_.module, Sender::dce, "data state");
  }
  // Silence parts what was sent: an escape sequence stands between guard times.
  const Timestamp& last = transparent_.host.last;
  if (!transparent_.host.empty() && !transparent_.end_possible && last.known() &&
      last.clock == segment.time.clock && segment.time.ns - last.ns >= guard_time) {
    give_out_burst(transparent_.host, Sender::dte, "data state");
  }
  if (transparent_.host.empty()) transparent_.end_possible = !transparent_.module.empty();
  const std::string_view bytes = segment.bytes.substr(position);
  std::size_t size = std::min(bytes.size(), transparent_.host.room());
  if (transparent_.end_possible) size = std::min<std::size_t>(size, 2 - transparent_.host.bytes.size());
  const bool plus_run = transparent_.host.bytes.ends_with('+');
  if (!plus_run)
    transparent_.before_escape = !transparent_.host.empty() ? transparent_.host.last : Timestamp{};
  if (bytes.substr(0, size).ends_with(escape) && size > escape.size())
    transparent_.before_escape = segment.time;
  transparent_.host.add(segment, position, size);
  if (transparent_.end_possible && transparent_.host.bytes.size() == 2) {
    transparent_.end_possible = false;
    const std::size_t tail = module_tail();
    if (same_letters(transparent_.host.bytes, "AT") && tail != std::string::npos) {
      leave_transparent(tail);
      return position + size;
    }
    give_out_burst(transparent_.module, Sender::dce, "data state");
  }
  if (transparent_.host.room() == 0) give_out_burst(transparent_.host, Sender::dte, "data state");
  return position + size;
}

std::size_t Channel::take_transparent_module(const Segment& segment, std::size_t position) {
  if (transparent_.end_possible) {  // the host has sent a single byte since the module's burst
    transparent_.end_possible = false;
    give_out_burst(transparent_.module, Sender::dce, "data state");
  }
  if (!transparent_.host.empty() && !transparent_.probing) {
    const std::string_view host = transparent_.host.bytes;
    const std::string_view line = trimmed(host);
    const bool command =
        CommandLine(line).valid() && host.ends_with('\r') && line.find('\r') == std::string_view::npos;
    if (host.ends_with(escape) || command) {
      transparent_.probing = true;
    } else {
      give_out_burst(transparent_.host, Sender::dte, "data state");
    }
  }
  if (!transparent_.probing) {
    const std::size_t size = std::min(segment.bytes.size() - position, transparent_.module.room());
    transparent_.module.add(segment, position, size);
    if (transparent_.module.room() == 0) give_out_burst(transparent_.module, Sender::dce, "data state");
    return position + size;
  }

  // Byte by byte, until the module's first line tells.
  while (position < segment.bytes.size()) {
    transparent_.module.add(segment, position, 1);
    ++position;
    const std::string_view answer = without_line_ends(transparent_.module.bytes);
    if (answer.empty()) continue;
    const bool complete = answer.ends_with('\n') || answer.ends_with('\r');
    if (transparent_.host.bytes.ends_with(escape)) {
      constexpr std::string_view ok = "OK\r";
      if (ok.starts_with(answer) && answer.size() < ok.size()) continue;
      if (answer == ok || answer == "OK\n") {
        confirm_escape();
        return position;
      }
    } else {
      const std::string_view host = trimmed(transparent_.host.bytes);
      if (!complete && answer.size() < 256) continue;
      const std::string_view line = trimmed(answer);
      if (complete && (line == host || line == "OK" || line == "ERROR")) {
        leave_transparent(0);
        return position;
      }
    }
    transparent_.probing = false;
    give_out_burst(transparent_.host, Sender::dte, "data state");
    break;
  }
  return position;
}

// A log of lines has no line ends to wait for: each record is a command, a line that ends the data state, or
// data.
void Channel::take_transparent_record(const Segment& segment) {
  const std::string_view text = trimmed(segment.bytes);
  const bool from_host = segment.sender == Sender::dte;
  const bool escaped = !from_host && text == "OK" && transparent_.host.bytes == escape;
  if (escaped) {
    transparent_.module.add(segment, 0, segment.bytes.size());
    confirm_escape();
    return;
  }
  give_out_burst(transparent_.host, Sender::dte, "data state");
  Burst& burst = from_host ? transparent_.host : transparent_.module;
  bool leaves = false;
  if (from_host) {
    leaves = is_whole_command(text);
  } else {
    const Readings readings = read_line(text, vocabulary_, settings(), table_);
    leaves = readings.urc || readings.deferred || readings.stray_deferred != grammar::no_rule ||
             (readings.final && dialect().rule(readings.final.rule).role == grammar::LineRole::final_error);
  }
  if (leaves) {
    transparent_.active = false;
    feed(segment);
    return;
  }
  burst.add(segment, 0, std::min(segment.bytes.size(), burst.room()));
  const bool may_escape = from_host && text == escape;
  if (!may_escape) give_out_burst(burst, segment.sender, "data state");
}

void Channel::give_out_burst(Burst& burst, Sender sender, std::string_view because) {
  if (burst.empty()) return;
  Event event;
  event.kind = EventKind::data;
  event.sender = sender;
  event.channel = id_;
  event.txn = transparent_.active ? transparent_.transaction : payload_.transaction;
  event.rule = transparent_.active ? grammar::no_rule : payload_.head;
  event.time = burst.time();
  event.origin = burst.origin();
  event.text = burst.bytes;
  event.bytes = burst.on_line;
  event.line_end = false;
  event.because = because;
  queue_.event(event);
  burst.clear();
}

void Channel::confirm_escape() {
  const std::size_t before = transparent_.host.bytes.size() - escape.size();
  const Burst plus = transparent_.host.split(before);
  give_out_burst(transparent_.host, Sender::dte, "data state");

  const Timestamp& quiet_since = transparent_.before_escape;
  const bool timed = quiet_since.known() && quiet_since.clock == plus.time().clock;
  const bool guarded = timed && plus.time().ns - quiet_since.ns >= guard_time;
  Event event;
  event.kind = EventKind::data;
  event.sender = Sender::dte;
  event.channel = id_;
  event.txn = transparent_.transaction;
  event.time = plus.time();
  event.origin = plus.origin();
  event.text = escape;
  event.bytes = plus.on_line;
  event.line_end = false;
  event.confidence = guarded || before == 0 ? Confidence::certain
                     : timed                ? Confidence::guess
                                            : Confidence::likely;
  event.because = !timed || guarded ? "escape sequence: the module confirms it"
                                    : "escape sequence without guard time, yet the module confirms it";
  queue_.event(event);

  const Burst& answer = transparent_.module;
  event.kind = EventKind::result;
  event.sender = Sender::dce;
  event.time = answer.time();
  event.origin = answer.origin();
  event.text = "OK";
  event.bytes = answer.on_line;
  event.line_end = true;
  event.rule = vocabulary_.ok_rule();
  event.confidence = Confidence::certain;
  event.because = "confirms the escape sequence";
  queue_.event(event);
  transparent_.host.clear();
  transparent_.module.clear();
  transparent_.active = transparent_.probing = false;
}

// Where the lines of the module at the end of its burst begin that say that the data state is over; npos when
// there are none.
std::size_t Channel::module_tail() const {
  const std::string_view bytes = transparent_.module.bytes;
  std::size_t tail = std::string_view::npos;
  std::size_t end = bytes.size();
  while (end > 0) {
    std::size_t line_end = end;
    while (line_end > 0 && (bytes[line_end - 1] == '\r' || bytes[line_end - 1] == '\n')) --line_end;
    if (line_end == end) break;  // no line end behind it
    std::size_t begin = line_end;
    while (begin > 0 && bytes[begin - 1] != '\r' && bytes[begin - 1] != '\n') --begin;
    const Readings readings =
        read_line(trimmed(bytes.substr(begin, line_end - begin)), vocabulary_, settings(), table_);
    const bool ends =
        readings.urc || readings.deferred ||
        (readings.final && dialect().rule(readings.final.rule).role == grammar::LineRole::final_error) ||
        readings.stray_deferred != grammar::no_rule;
    if (!ends) break;
    tail = begin;
    while (tail > 0 && (bytes[tail - 1] == '\r' || bytes[tail - 1] == '\n')) --tail;
    end = tail;
  }
  return tail;
}

// Back in command state: what the module said from `module_tail` on are lines, what the host sent is a
// command.
void Channel::leave_transparent(std::size_t module_tail) {
  const Burst lines = transparent_.module.split(module_tail);
  give_out_burst(transparent_.module, Sender::dce, "data state");
  const Burst command = transparent_.host;
  const bool host_first = transparent_.probing;
  transparent_.host.clear();
  transparent_.active = transparent_.probing = false;
  const auto again = [&](const Segment& segment) { feed(segment); };
  if (host_first) command.replay(Sender::dte, again);
  lines.replay(Sender::dce, again);
  if (!host_first) command.replay(Sender::dte, again);
}

void Channel::finish_transparent() {
  transparent_.probing = false;
  const std::size_t tail = transparent_.host.empty() ? module_tail() : std::string::npos;
  if (tail != std::string::npos) {
    leave_transparent(tail);
    flush_module_line(module_lines_, Sender::dce);
    return;
  }
  // Whichever began first was said first.
  const bool module_first = transparent_.end_possible;
  if (module_first) give_out_burst(transparent_.module, Sender::dce, "data state when the log ends");
  give_out_burst(transparent_.host, Sender::dte, "data state when the log ends");
  give_out_burst(transparent_.module, Sender::dce, "data state when the log ends");
}

}  // namespace atscope::session
