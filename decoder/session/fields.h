// SPDX-License-Identifier: MIT
// The values inside an event, decoded only when somebody asks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::sms {
class LongMessages;
}

namespace atscope::session {

/// What the value turned out to be: by its parameter's type, else by its shape.
enum class FieldType : std::uint8_t {
  none,  ///< nothing stands there
  integer,
  decimal,
  hex,
  string,
  bits,
  octets,  ///< bytes in hexadecimal digits
  time,
  timer,
  ipv4,
  ipv6,
  list,  ///< "(0-31,99)": what a test form answers
};
[[nodiscard]] std::string_view to_string(FieldType type);

/// One value of a line. The views are into the event's text, the dialect and what found it.
struct Field {
  std::string_view name;  ///< parameter name without brackets; its position ("1", "2") when nobody names it
  std::string_view command;  ///< on a line of several commands: the name of its command
  std::string_view text;     ///< the value without quotes
  FieldType type = FieldType::none;
  std::optional<std::int64_t> number;  ///< integer, hex, bits: the number
  std::optional<double> scaled;        ///< shown value in `unit`: by the parameter's scale; timers in s
  std::string_view meaning;            ///< of the value, by its enumeration; empty when unknown
  std::string_view alternative;        ///< second meaning, where the dialect has two
  std::string_view unit;
  std::string decoded;  ///< what the text says in a common form: address, RFC 3339 time, unescaped text
  std::string flag;     ///< what is wrong with it by its parameter: "out of range 0..31"; empty: nothing
  const grammar::Parameter* parameter = nullptr;
  grammar::Sensitivity sensitivity = grammar::Sensitivity::open;
  std::uint32_t offset = 0, bytes = 0;  ///< place inside Event::text, with the quotes

  /// "meaning", or "meaning, or alternative".
  [[nodiscard]] std::string meaning_text() const;
};

/// The command asks for text that Ctrl-Z ends: a short message may be sent by it (27.005 clause 3.5.1).
[[nodiscard]] bool takes_message(const grammar::Command& command);

/// Fields of a command line (of each of its commands in turn), of a line of the module, or of data whose
/// coding its head tells. What no production of the dialect describes is taken apart at its commas.
/// `found` is cleared first, and can be used again and again.
void find_fields(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found);
[[nodiscard]] std::vector<Field> fields(const Event& event, const grammar::Dialect& dialect);

/// Finds the fields of events that come in their order, and knows what came before: a part of a longer short
/// message has a field `whole_text`, too, with the text when all parts were seen, else with a meaning that
/// says which were not.
class FieldFinder {
 public:
  FieldFinder();
  FieldFinder(FieldFinder&&) noexcept;
  FieldFinder& operator=(FieldFinder&&) noexcept;
  ~FieldFinder();

  /// As find_fields(). What `found` views is valid until the next call.
  void find(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found);

 private:
  std::unique_ptr<sms::LongMessages> messages_;
};

}  // namespace atscope::session
