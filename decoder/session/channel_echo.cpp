// SPDX-License-Identifier: MIT
// What the module repeats of what the host sent.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

// "AT + CSQ" was taken for AT+CSQ; its echo has the blanks.
bool is_spaced_echo(std::string_view text, std::string_view command) {
  return text.size() > command.size() && same_letters(text.substr(0, 2), "AT") &&
         without_blanks(text) == command;
}

}  // namespace

// The module repeats what the host sent: byte for byte, perhaps twice, perhaps in two parts with a code
// between.
bool Channel::take_echo(const Unit& unit, Sender sender, std::string_view text) {
  for (auto entry = table_.open.rbegin(); entry != table_.open.rend(); ++entry) {
    OpenTransaction& transaction = **entry;
    const std::string_view command = trimmed(transaction.record.command);
    const bool whole = text == command || is_spaced_echo(text, command);
    const bool begins = !whole && transaction.echoed == 0 && text.size() < command.size() &&
                        text.size() >= 2 && command.starts_with(text) &&
                        same_letters(text.substr(0, 2), "AT");
    const bool goes_on =
        transaction.echoed > 0 && command.substr(transaction.echoed).starts_with(text) && !text.empty();
    if (!whole && !begins && !goes_on) continue;
    if (begins && transaction.echo_complete) continue;
    transaction.echoed = whole ? 0 : transaction.echoed + text.size();
    const bool again = transaction.echo_complete;
    if (whole || transaction.echoed >= command.size()) {
      transaction.echo_complete = true;
      transaction.echoed = 0;
    }
    Event event = event_for(EventKind::echo, unit, sender);
    event.txn = transaction.record.id;
    event.command = transaction.record.command_id;
    event.confidence =
        sender == Sender::unknown || begins || goes_on ? Confidence::likely : Confidence::certain;
    event.because = again   ? "the same bytes once more"
                    : whole ? "the bytes of the open command"
                            : "a part of the bytes of the open command";
    if (const auto echo = vocabulary_.echo();
        echo && settings()[*echo].knowledge != grammar::Knowledge::known) {
      settings_.set(*echo, 1, grammar::Knowledge::known);
    }
    queue_.event(event);
    return true;
  }
  return false;
}

bool Channel::take_payload_echo(const Unit& unit, Sender sender, std::string_view text) {
  if (payload_echo_.empty() || sender == Sender::unknown) return false;
  const OpenTransaction* transaction = table_.newest();
  if (transaction == nullptr || !transaction->echo_complete) return false;
  while (payload_echo_position_ < payload_echo_.size() &&
         trimmed(payload_echo_.substr(payload_echo_position_, 1)).empty()) {
    ++payload_echo_position_;
  }
  std::string_view typed = text;
  if (!typed.empty() && (typed.back() == '\x1A' || typed.back() == '\x1B')) typed.remove_suffix(1);
  const std::string_view expected = std::string_view(payload_echo_).substr(payload_echo_position_);
  const bool line_fits =
      expected.starts_with(typed) && !typed.empty() &&
      (expected.size() == typed.size() || trimmed(expected.substr(typed.size(), 1)).empty());
  if (!line_fits) {
    payload_echo_.clear();
    payload_echo_position_ = 0;
    return false;
  }
  payload_echo_position_ += typed.size();
  Event event = event_for(EventKind::echo, unit, sender);
  event.txn = transaction->record.id;
  event.because = "the payload that the host sent";
  queue_.event(event);
  return true;
}

}  // namespace atscope::session
