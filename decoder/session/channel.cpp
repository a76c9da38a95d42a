// SPDX-License-Identifier: MIT
// Segments to units: which assembler takes the bytes, and when a unit is settled by the other side.
#include "decoder/session/channel.h"

#include <algorithm>

namespace atscope::session {
namespace {

using capture::Framing;
using capture::Segment;
using capture::SegmentKind;

// A command line of a host that may have left noise before it ("\x1AAT+CSQ", "+++AT"): where "AT" begins.
std::size_t command_begin(std::string_view text) {
  const auto is_noise = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7F || c == '+';
  };
  std::size_t begin = 0;
  while (begin < text.size() && is_noise(text[begin])) ++begin;
  return CommandLine(text.substr(begin)).valid() ? begin : std::string_view::npos;
}

// A host that prints its own remarks into the log, without a line end before the command:
// "Waiting...AT+CREG?". Only a command that the dialect knows stands out so clearly.
std::size_t glued_command(std::string_view text, const grammar::Dialect& dialect) {
  for (std::size_t at = text.find("AT+", 1); at != std::string_view::npos; at = text.find("AT+", at + 1)) {
    const char before = text[at - 1];
    const bool word = before == ' ' || before == '"' || before == '+' || before == '\'';
    CommandLine line{text.substr(at)};
    CommandItem item;
    if (!word && is_whole_command(text.substr(at)) && line.next(item) &&
        dialect.find_command(item.name) != grammar::no_command) {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Channel::Channel(ChannelId id, const Vocabulary& vocabulary, EventQueue& queue, LineMemory& memory,
                 TransactionId& last_transaction, const SessionOptions& options)
    : id_(id),
      vocabulary_(vocabulary),
      queue_(queue),
      memory_(memory),
      last_transaction_(last_transaction),
      options_(options),
      settings_(vocabulary.dialect()),
      host_lines_(options.max_line_bytes, nullptr),
      module_lines_(options.max_line_bytes, vocabulary.payload_heads()),
      undirected_lines_(options.max_line_bytes, vocabulary.payload_heads()) {}

Event Channel::event_for(EventKind kind, const Unit& unit, Sender sender) const {
  Event event;
  event.kind = kind;
  event.sender = sender;
  event.channel = id_;
  event.line_end = unit.line_end;
  event.cr_only = unit.ended_by_cr_only;
  event.lf_only = unit.ended_by_lf_only;
  event.bytes = unit.bytes;
  event.time = unit.time;
  event.origin = unit.origin;
  event.text = unit.text;
  return event;
}

void Channel::feed(const Segment& segment) {
  if (segment.kind != SegmentKind::data) {
    feed_remark(segment);
    return;
  }
  if (segment.bytes.empty()) return;
  flush_stale(segment);
  if (transparent_.active && segment.framing == Framing::record && segment.sender != Sender::unknown) {
    take_transparent_record(segment);
    return;
  }
  // What the other side left unfinished is settled by the first byte of this one, wherever it is cut.
  const bool turn = segment.sender != last_sender_;
  last_sender_ = segment.sender;
  switch (segment.sender) {
    case Sender::dte:
      if (turn) flush_pending_prompt();
      feed_host(segment);
      break;
    case Sender::dce:
      if (turn) flush_pending_command();
      feed_module(segment, module_lines_, Sender::dce);
      break;
    case Sender::unknown:
      feed_module(segment, undirected_lines_, Sender::unknown);
      break;
  }
}

void Channel::settle_line_ends() {
  Unit unit;
  if (host_lines_.waits_for_line_feed() && host_lines_.flush(unit)) on_host_unit(unit);
  if (module_lines_.waits_for_line_feed()) flush_module_line(module_lines_, Sender::dce);
  if (undirected_lines_.waits_for_line_feed()) flush_module_line(undirected_lines_, Sender::unknown);
}

// An unfinished line that nothing was added to for long is given out as it stands.
void Channel::flush_stale(const Segment& segment) {
  const auto stale = [&](const LineAssembler& lines) {
    return !lines.at_line_start() && lines.last_time().known() &&
           lines.last_time().clock == segment.time.clock &&
           segment.time.ns - lines.last_time().ns > options_.idle_ns;
  };
  Unit unit;
  if (stale(host_lines_) && host_lines_.flush(unit)) on_host_unit(unit);
  if (stale(module_lines_)) flush_module_line(module_lines_, Sender::dce);
  if (stale(undirected_lines_)) flush_module_line(undirected_lines_, Sender::unknown);
}

void Channel::flush_module_line(LineAssembler& lines, Sender sender) {
  Unit unit;
  if (lines.flush(unit)) on_module_unit(unit, sender);
}

// The host speaks: a line of the module that only waits for LF is complete, and a lone ">" was a prompt.
void Channel::flush_pending_prompt() {
  if (module_lines_.waits_for_line_feed() || module_lines_.in_prompt()) {
    flush_module_line(module_lines_, Sender::dce);
  } else if (!module_lines_.at_line_start() && !table_.open.empty() &&
             trimmed(module_lines_.pending()) == ">") {
    Unit unit;
    if (!module_lines_.flush(unit)) return;
    unit.kind = Unit::Kind::prompt;
    on_module_unit(unit, Sender::dce);
  }
}

// The module speaks: a command line that only waits for LF is complete, and so is A/ (V.250 5.2.4: no S3).
// Payload before its prompt or behind its end is settled as well: it stands before what the module says now.
void Channel::flush_pending_command() {
  const std::string_view pending = trimmed(host_lines_.pending());
  const bool repeat = same_letters(pending, "A/");
  const OpenTransaction* open = table_.newest();
  const bool data = open != nullptr && (open->record.data_phase || awaits_prompt());
  const bool early = data && !pending.empty() && pending.front() != 'A' && pending.front() != 'a';
  Unit unit;
  if ((repeat || early || host_lines_.waits_for_line_feed()) && host_lines_.flush(unit)) on_host_unit(unit);
}

// The newest command will be asked for payload, and has not been yet.
bool Channel::awaits_prompt() const {
  const OpenTransaction* open = table_.newest();
  const grammar::FormRule* form = open != nullptr ? open->main_form() : nullptr;
  return form != nullptr && form->data && !open->prompted &&
         (form->data->start == grammar::DataPhase::Start::prompt ||
          form->data->start == grammar::DataPhase::Start::line);
}

void Channel::feed_host(const Segment& segment) {
  if (segment.framing == Framing::record && data_.active) {
    take_host_record(segment);
    return;
  }
  std::size_t position = 0;
  while (position < segment.bytes.size()) {
    if (transparent_.active) {
      position = take_transparent_host(segment, position);
    } else if (data_.active && data_is_over(segment, position)) {
      end_data("its time was over");
    } else if (data_.active) {
      position = take_host_data(segment, position);
    } else {
      Unit unit;
      if (!host_lines_.next(segment, position, unit)) break;
      on_host_unit(unit);
    }
  }
  Unit unit;
  if (segment.framing == Framing::record && host_lines_.flush(unit)) on_host_unit(unit);
}

void Channel::feed_module(const Segment& segment, LineAssembler& lines, Sender sender) {
  if (take_known_exchange(segment)) return;
  cut_module(segment, lines, sender);
}

void Channel::cut_module(const Segment& segment, LineAssembler& lines, Sender sender) {
  std::size_t position = 0;
  while (position < segment.bytes.size()) {
    if (transparent_.active && sender == Sender::dce) {
      position = take_transparent_module(segment, position);
    } else if (payload_.remaining > 0) {
      position = take_module_payload(segment, position);
    } else {
      lines.expect_prompt(prompt_character());
      Unit unit;
      if (!lines.next(segment, position, unit)) break;
      on_module_unit(unit, sender);
    }
  }
  if (segment.framing == Framing::record) flush_module_line(lines, sender);
}

void Channel::feed_remark(const Segment& segment) {
  if (segment.kind == SegmentKind::gap) {  // what is open in the cutter will never be completed
    Unit unit;
    if (host_lines_.flush(unit)) on_host_unit(unit);
    flush_module_line(module_lines_, Sender::dce);
    flush_module_line(undirected_lines_, Sender::unknown);
  }
  Event event;
  event.kind = segment.kind == SegmentKind::damaged ? EventKind::unparsed : EventKind::note;
  event.sender = segment.sender;
  event.channel = id_;
  event.time = segment.time;
  event.origin = segment.origin;
  event.text = event.kind == EventKind::unparsed && !segment.bytes.empty() ? segment.bytes : segment.note;
  switch (segment.kind) {
    case SegmentKind::damaged:
      event.because = "the record is damaged";
      break;
    case SegmentKind::gap:
      event.because = "bytes are missing here";
      break;
    case SegmentKind::line_error:
      event.because = "error on the line";
      break;
    case SegmentKind::section:
      event.because = kSectionBegins;
      break;
    default:
      event.because = "control lines changed";
      break;
  }
  event.bytes = static_cast<std::uint32_t>(segment.bytes.size());
  queue_.event(event);
}

char Channel::prompt_character() const {
  if (data_.active) return data_.counted ? '\0' : '>';  // 27.005 §4.3: again after each CR of a text
  const OpenTransaction* transaction = table_.newest();
  if (transaction == nullptr || transaction->prompted) return '\0';
  const grammar::FormRule* form = transaction->main_form();
  if (form == nullptr || !form->data || form->data->start != grammar::DataPhase::Start::prompt) return '\0';
  return form->data->announce.empty() ? '>' : form->data->announce.front();
}

void Channel::on_host_unit(const Unit& unit) {
  end_quote();
  if (unit.kind == Unit::Kind::piece || unit.kind == Unit::Kind::nuls) {
    give_out_unparsed(unit, Sender::dte);
    return;
  }
  const std::size_t begin = command_begin(unit.text);
  if (begin != std::string_view::npos) {
    Unit command = unit;
    const std::string_view noise = unit.text.substr(0, begin);
    if (!trimmed(noise).empty()) {
      Event event = event_for(EventKind::unparsed, unit, Sender::dte);
      event.text = noise;
      event.bytes = unit.lead + static_cast<std::uint32_t>(begin);
      event.line_end = false;
      event.because = "no part of the command line behind it";
      queue_.event(event);
      command.bytes -= event.bytes;
      command.origin.offset += begin;
    }
    command.text = unit.text.substr(begin);
    on_command(command, command.text, Sender::dte);
    return;
  }
  // Not a command. With a command open it is payload that no rule announced.
  OpenTransaction* transaction = table_.newest();
  Event event = event_for(transaction != nullptr ? EventKind::data : EventKind::unparsed, unit, Sender::dte);
  if (transaction == nullptr) {
    event.because = "no command line, and no data was asked for";
  } else {
    transaction->record.data_phase = true;
    transaction->record.data_sent += unit.text.size();
    event.txn = transaction->record.id;
    event.confidence = Confidence::likely;
    event.because =
        transaction->prompted ? "more than the command announced" : "sent before the module asked for it";
  }
  queue_.event(event);
}

void Channel::give_out_unparsed(const Unit& unit, Sender sender) {
  Event event = event_for(EventKind::unparsed, unit, sender);
  event.because = unit.kind == Unit::Kind::nuls    ? "NUL bytes and nothing else"
                  : unit.kind == Unit::Kind::piece ? "longer than any line"
                                                   : "fits nothing";
  queue_.event(event);
}

void Channel::on_module_unit(const Unit& unit, Sender sender) {
  switch (unit.kind) {
    case Unit::Kind::piece:
    case Unit::Kind::nuls:
      end_quote();
      give_out_unparsed(unit, sender);
      return;
    case Unit::Kind::payload_head:
      end_quote();
      take_urc(unit, sender, unit.rule, Confidence::certain, "announces the payload behind it");
      start_payload(unit, unit.rule, 0);
      return;
    case Unit::Kind::prompt: {
      end_quote();
      OpenTransaction* transaction = table_.newest();
      Event event = event_for(EventKind::prompt, unit, sender);
      event.txn = transaction != nullptr ? transaction->record.id : 0;
      const grammar::FormRule* form = transaction != nullptr ? transaction->main_form() : nullptr;
      const bool known =
          form != nullptr && form->data && form->data->start == grammar::DataPhase::Start::prompt;
      event.confidence = known ? Confidence::certain : Confidence::likely;
      event.because = data_.active ? "asks for the next line of the text"
                      : known      ? "the command announces it"
                                   : "the host goes on behind it";
      queue_.event(event);
      if (data_.active || transaction == nullptr) return;
      transaction->prompted = true;
      begin_data(*transaction, known ? *form->data : grammar::DataPhase{}, {}, unit.time);
      return;
    }
    case Unit::Kind::line:
      if (sender == Sender::unknown) {
        on_undirected_line(unit);
      } else {
        on_module_line(unit, sender);
      }
  }
}

// A log that does not say who spoke: a line that is a command from end to end is one; right behind itself it
// is its echo.
void Channel::on_undirected_line(const Unit& unit) {
  const std::string_view text = trimmed(unit.text);
  if (transparent_.active && !is_whole_command(text)) {
    const Readings readings = read(text);
    if (!readings.final && !readings.urc && !readings.deferred) {
      Event event = event_for(EventKind::data, unit, Sender::unknown);
      event.txn = transparent_.transaction;
      event.confidence = Confidence::likely;
      event.because = "data state";
      queue_.event(event);
      return;
    }
  }
  transparent_.active = false;
  if (const std::size_t begin = data_.active ? std::string_view::npos : glued_command(text, dialect());
      begin != std::string_view::npos) {
    const std::size_t before = static_cast<std::size_t>(text.data() - unit.text.data()) + begin;
    Unit rest = unit, command = unit;
    rest.text = unit.text.substr(0, before);
    rest.bytes = unit.lead + static_cast<std::uint32_t>(before);
    rest.line_end = rest.ended_by_cr_only = rest.ended_by_lf_only = false;
    command.text = unit.text.substr(before);
    command.lead = 0;
    command.bytes -= rest.bytes;
    command.origin.offset += before;
    on_module_line(rest, Sender::unknown);
    on_undirected_line(command);
    return;
  }
  const OpenTransaction* open = table_.newest();
  // AT+CLAC is answered by the names of commands.
  const bool lists_commands =
      open != nullptr && open->answers_free_text(dialect()) && open->record.command != text;
  if (is_whole_command(text) && !lists_commands) {
    const auto soon_after = [&](const Timestamp& sent) {
      return !unit.time.known() || unit.time.clock != sent.clock || unit.time.ns - sent.ns < 500'000'000;
    };
    const bool is_echo = open != nullptr && !open->answered && !open->echo_complete &&
                         open->record.command == text && soon_after(open->record.sent);
    if (!is_echo) {
      if (data_.active) end_data("a command line follows");
      end_quote();
      Unit command = unit;
      command.text = text;
      on_command(command, text, Sender::unknown);
      return;
    }
  }
  on_module_line(unit, Sender::unknown);
}

void Channel::finish() {
  Unit unit;
  if (host_lines_.flush(unit)) on_host_unit(unit);
  flush_module_line(module_lines_, Sender::dce);
  flush_module_line(undirected_lines_, Sender::unknown);
  end_quote();
  if (payload_.remaining > 0) recover_short_payload();
  if (transparent_.active) finish_transparent();
  if (data_.active) end_data("the log ends");
  settle_held_results();
  settle_message_result();
  while (!table_.waiting.empty()) {
    OpenTransaction& transaction = *table_.waiting.front();
    transaction.record.deferred_pending = transaction.awaits_deferred && transaction.record.deferred.empty();
    give_out_transaction(transaction);
  }
  while (!table_.open.empty()) {
    OpenTransaction& transaction = *table_.open.front();
    const bool by_grammar = transaction.main_form() != nullptr && transaction.main_form()->no_final;
    close_unanswered(transaction, by_grammar                      ? Outcome::no_final
                                  : transaction.record.superseded ? Outcome::no_answer
                                                                  : Outcome::open);
  }
}

}  // namespace atscope::session
