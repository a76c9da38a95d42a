// SPDX-License-Identifier: MIT
// Lines that belong to the line before them: text in an open quote, the message behind its head, a counted
// payload.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

using grammar::LineRole;
using grammar::Payload;

bool quotes_open(std::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 != 0;
}

bool is_hex(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
  });
}

}  // namespace

// A line that ends inside a quoted string goes on in the next one ("+CUSD: 0,"a CR LF b",15"), unless that is
// a line in its own right or comes much later: a lost quote must not eat the session.
bool Channel::join_quote(const Unit& unit, Sender sender) {
  constexpr std::size_t max_lines = 32, max_bytes = 4096;
  constexpr grammar::Nanoseconds max_gap = 100'000'000;
  const std::string_view text = trimmed(unit.text);
  if (!quote_.open) {
    if (unit.has_payload || text.find('"') == text.npos || tag_of(text).empty() || !quotes_open(text))
      return false;
    if (const OpenTransaction* newest = table_.newest(); newest != nullptr && newest->record.command == text)
      return false;
    quote_.open = true;
    quote_.text.assign(unit.text);
    quote_.unit = unit;
    quote_.sender = sender;
    quote_.lines = 1;
    return true;
  }
  const bool late = unit.time.known() && unit.time.clock == quote_.unit.last.clock &&
                    unit.time.ns - quote_.unit.last.ns > max_gap;
  const Readings readings = read(text);
  const bool own_right = readings.final || readings.own_final || readings.answer || readings.urc ||
                         readings.deferred || text.starts_with("AT");
  if (late || own_right || ++quote_.lines > max_lines || quote_.text.size() + text.size() > max_bytes) {
    end_quote();
    return join_quote(unit, sender);
  }
  quote_.text.append("\r\n").append(unit.text);
  quote_.unit.bytes += unit.bytes;
  quote_.unit.last = unit.last;
  if (!quotes_open(quote_.text)) end_quote();
  return true;
}

void Channel::end_quote() {
  if (!quote_.open) return;
  quote_.open = false;
  quote_.unit.text = quote_.text;
  understand(quote_.unit, quote_.sender);
}

// An SMS stands on the lines after its head: one line of hex digits in PDU mode, any text in text mode. A
// final result in that text is told from the real one by the empty line before the real one, or by what
// follows.
bool Channel::take_message_line(const Unit& unit, Sender sender, std::string_view text) {
  if (message_.kind == Payload::Kind::none) return false;
  const bool text_mode = message_.kind == Payload::Kind::text || !is_hex(text);
  const bool solicited = message_.transaction != 0 && dialect().rule(message_.head).role == LineRole::answer;
  const auto give_out_line = [&] {
    Event event = event_for(EventKind::data, unit, sender);
    event.txn = message_.transaction;
    event.rule = message_.head;
    event.because = "belongs to the head before it";
    queue_.event(event);
  };
  if (!text_mode) {
    give_out_line();
    message_ = {};
    return true;
  }
  const Readings readings = read(text);
  if (message_.held_result != 0) {
    const bool unrelated = readings.urc || readings.answer || readings.deferred;
    if (unrelated) {
      settle_message_result();
      return false;
    }
    if (Event* event = queue_.held(message_.held_result)) {  // the text went on behind it
      event->kind = EventKind::data;
      event->rule = message_.head;
      event->confidence = Confidence::likely;
      event->because = "a result code's words inside the text: more of it follows";
    }
    queue_.settle(message_.held_result);
    message_.held_result = 0;
  }
  if (!solicited && message_.kind == Payload::Kind::line && readings.urc) {  // the PDU is missing
    message_ = {};
    return false;
  }
  if (!solicited) {  // an unsolicited head is followed by one line
    give_out_line();
    message_ = {};
    return true;
  }
  // The next entry of the list, or what the command says behind the text.
  if (readings.answer && (readings.answer.rule == message_.head ||
                          (readings.answer.misfits == 0 && vocabulary_.has_tag(readings.answer.rule)))) {
    return false;
  }
  if (readings.final) {
    if (unit.lead >= (sender == Sender::unknown ? 1 : 2)) {  // an empty line stands before it
      message_ = {};
      return false;
    }
    OpenTransaction* transaction = table_.newest();
    if (transaction == nullptr) return false;
    Event event = event_for(EventKind::result, unit, sender);
    event.txn = transaction->record.id;
    event.rule = readings.final.rule;
    event.confidence = Confidence::likely;
    event.because = "ends the text: nothing of it follows";
    message_.held_result = queue_.hold(event);
    message_.held_rule = readings.final.rule;
    return true;
  }
  give_out_line();
  return true;
}

void Channel::start_payload(const Unit& unit, grammar::RuleId rule_id, TransactionId transaction) {
  const grammar::LineRule& rule = dialect().rule(rule_id);
  if (rule.payload.kind == Payload::Kind::none || rule.payload.place == Payload::Place::enclosed) return;
  if (rule.payload.kind != Payload::Kind::counted) {
    message_ = {};
    message_.kind = rule.payload.kind;
    message_.head = rule_id;
    message_.transaction = transaction;
    return;
  }
  grammar::Captures captures;
  const std::string_view head = trimmed(unit.text);
  const bool fits = unit.kind == Unit::Kind::payload_head
                        ? rule.notation.match_prefix(head, captures).has_value()
                        : rule.notation.match(head, captures);
  if (!fits) return;
  for (const grammar::Capture& capture : captures) {
    if (rule.notation.names()[capture.name] != rule.payload.length) continue;
    std::uint64_t length = 0;
    for (const char c : capture.text) {
      if (c < '0' || c > '9') break;  // "9 byte"
      if (length > (1ULL << 40)) return;
      length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    payload_.remaining = payload_.announced = length * rule.payload.multiplier;
    payload_.sender = Sender::dce;
    payload_.transaction = transaction;
    payload_.head = rule_id;
    payload_.burst.clear();
  }
}

}  // namespace atscope::session
