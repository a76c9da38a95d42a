// SPDX-License-Identifier: MIT
// Payload with a beginning and an end: what the host sends behind a prompt, what the module sends behind a
// head.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

using capture::Framing;
using capture::Segment;

constexpr std::size_t max_payload_echo = 4096;
constexpr grammar::Nanoseconds pause_ns = 500'000'000;

bool ends_line(std::string_view bytes) {
  return bytes.ends_with('\n') || bytes.ends_with('\r');
}

}  // namespace

void Channel::begin_data(OpenTransaction& transaction, const grammar::DataPhase& phase,
                         std::string_view announcement, const Timestamp& time) {
  data_.active = true;
  data_.counted = false;
  data_.sender = Sender::dte;
  data_.remaining = data_.sent = 0;
  data_.terminator = phase.terminator;
  data_.abort = phase.abort;
  data_.transaction = transaction.record.id;
  data_.since = data_.last = time;
  data_.time = phase.time ? evaluate(*phase.time, transaction) : 0;
  data_.pause = phase.pause ? evaluate(*phase.pause, transaction) : 0;
  data_.burst.clear();
  payload_echo_.clear();
  payload_echo_position_ = 0;
  transaction.record.data_phase = true;
  if (phase.end != grammar::DataPhase::End::length) return;

  std::optional<std::int64_t> length = transaction.argument(phase.length);
  grammar::Captures captures;
  if (phase.announce_notation && phase.announce_notation->match(announcement, captures)) {
    for (const grammar::Capture& capture : captures) {
      if (phase.announce_notation->names()[capture.name] != phase.length) continue;
      std::int64_t value = 0;
      for (const char c : capture.text)
        value = value < (1LL << 40) && c >= '0' && c <= '9' ? value * 10 + (c - '0') : value;
      length = value;
    }
  }
  if (!length || *length < 0) return;  // without a number only the terminator or the result ends it
  transaction.record.data_declared = data_.remaining = static_cast<std::uint64_t>(*length);
  data_.counted = true;
  data_.active = data_.remaining > 0;
}

// The module has left the phase by its own clock: what comes first behind that and begins like a command line
// is one.
bool Channel::data_is_over(const Segment& segment, std::size_t position) const {
  const char first = segment.bytes[position];
  if (first != 'A' && first != 'a') return false;
  const auto is_passed = [&](const Timestamp& from, grammar::Nanoseconds limit) {
    return limit > 0 && from.known() && from.clock == segment.time.clock &&
           segment.time.ns > from.ns + limit && data_.last.ns <= from.ns + limit;
  };
  return is_passed(data_.since, data_.time) || is_passed(data_.last, data_.pause);
}

std::size_t Channel::take_host_data(const Segment& segment, std::size_t position) {
  data_.last = segment.time;
  // A pause parts the payload from what the host sends when it thinks that it is complete.
  const capture::Timestamp& last = data_.burst.last;
  if (!data_.burst.empty() && last.known() && last.clock == segment.time.clock &&
      segment.time.ns - last.ns >= pause_ns) {
    give_out_data("a pause follows");
  }
  const std::string_view bytes = segment.bytes.substr(position);
  std::size_t size = std::min(bytes.size(), data_.burst.room());
  bool ends = false, aborted = false;
  std::size_t taken = 0;
  if (data_.counted) {
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, data_.remaining));
    data_.remaining -= size;
    ends = data_.remaining == 0;
    taken = size;
  } else {
    const char ends_at[] = {data_.terminator, data_.abort};
    const std::size_t end = bytes.substr(0, size).find_first_of(std::string_view(ends_at, 2));
    ends = end != std::string_view::npos;
    aborted = ends && bytes[end] == data_.abort;
    taken = ends ? end + 1 : size;
    size = ends ? end : size;
  }
  data_.burst.add(segment, position, taken);
  if (taken > size) data_.burst.drop_last();
  data_.sent += size;
  payload_echo_.append(
      bytes.substr(0, std::min(size, max_payload_echo - std::min(max_payload_echo, payload_echo_.size()))));
  if (ends) {
    if (OpenTransaction* transaction = table_.find_open(data_.transaction)) transaction->escaped = aborted;
    end_data(data_.counted ? "as many bytes as announced" : aborted ? "dropped by ESC" : "ended by Ctrl-Z");
  } else if (data_.burst.room() == 0) {
    give_out_data("part of a long payload");
  }
  return position + taken;
}

// In a log of lines the line ends are lost, and so may be the last lines of the payload.
void Channel::take_host_record(const Segment& segment) {
  const std::string_view text = trimmed(segment.bytes);
  CommandLine line{text};
  CommandItem item;
  const bool command = line.valid() && line.next(item) &&
                       (item.kind == grammar::CommandKind::extended ||
                        dialect().find_command(item.name) != grammar::no_command);
  const bool fills = data_.counted && data_.burst.empty() && text.size() <= data_.remaining &&
                     text.size() + 2 >= data_.remaining;
  if (command && !fills) {
    end_data("a command follows in the log");
    feed_host(segment);
    return;
  }
  std::size_t position = 0;
  while (position < segment.bytes.size() && data_.active) position = take_host_data(segment, position);
  if (data_.active && data_.counted && !ends_line(segment.bytes)) {
    data_.remaining -= std::min<std::uint64_t>(data_.remaining, 2);
    if (data_.remaining == 0) end_data("as many bytes as announced, with the line end that the log drops");
  }
  Unit unit;
  while (position < segment.bytes.size() && !data_.active) {
    if (!host_lines_.next(segment, position, unit)) break;
    on_host_unit(unit);
  }
  if (!data_.active && host_lines_.flush(unit)) on_host_unit(unit);
}

void Channel::end_data(std::string_view because) {
  give_out_data(because);
  data_.active = false;
  if (OpenTransaction* transaction = table_.find_open(data_.transaction))
    transaction->record.data_sent = data_.sent;
}

void Channel::give_out_data(std::string_view because) {
  if (data_.burst.empty()) return;
  Event event;
  event.kind = EventKind::data;
  event.sender = data_.sender;
  event.channel = id_;
  event.txn = data_.transaction;
  if (const OpenTransaction* transaction = table_.find_open(data_.transaction)) {
    if (const OpenCommand* command = transaction->main()) {
      event.command = command->command;
      event.form = command->form;
    }
  }
  event.time = data_.burst.time();
  event.origin = data_.burst.origin();
  event.text = data_.burst.bytes;
  event.bytes = data_.burst.on_line;
  event.line_end = false;
  event.because = because;
  queue_.event(event);
  data_.burst.clear();
}

std::size_t Channel::take_module_payload(const Segment& segment, std::size_t position) {
  const bool record = segment.framing == Framing::record;
  const std::string_view line = trimmed(segment.bytes);
  if (record && position == 0 && (!payload_.burst.empty() || line.size() + 2 < payload_.remaining)) {
    const Readings readings = read_line(line, vocabulary_, settings(), table_);
    if (readings.final) {  // the log has lost bytes of the payload, not the result
      payload_.remaining = 0;
      give_out_payload("fewer bytes than announced");
      return position;
    }
  }
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(
      std::min(segment.bytes.size() - position, payload_.burst.room()), payload_.remaining));
  payload_.sender = segment.sender;
  payload_.burst.add(segment, position, size);
  payload_.remaining -= size;
  if (record && position + size == segment.bytes.size() && !ends_line(segment.bytes)) {
    payload_.remaining -= std::min<std::uint64_t>(payload_.remaining, 2);
  }
  if (payload_.remaining == 0) {
    give_out_payload("as many bytes as announced");
  } else if (payload_.burst.room() == 0) {
    give_out_payload("part of a long payload");
  }
  return position + size;
}

void Channel::give_out_payload(std::string_view because) {
  give_out_burst(payload_.burst, payload_.sender, because);
}

// The host goes on although bytes are missing: the log has lost some, and the result stands among what was
// counted.
void Channel::recover_short_payload() {
  payload_.remaining = 0;
  std::size_t end = payload_.burst.bytes.size();
  for (const std::string_view result : {"\r\nOK\r\n", "\nOK\n", "\r\nERROR\r\n"}) {
    if (payload_.burst.bytes.ends_with(result)) end = payload_.burst.bytes.size() - result.size();
  }
  const Burst result = payload_.burst.split(end);
  give_out_payload("fewer bytes than announced");
  result.replay(payload_.sender, [&](const Segment& segment) {
    feed_module(segment, payload_.sender == Sender::dce ? module_lines_ : undirected_lines_, payload_.sender);
  });
}

}  // namespace atscope::session
