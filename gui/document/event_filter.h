// SPDX-License-Identifier: MIT
// What the query bar asks for: text, a pattern or bytes to search, or a filter of the one language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/query/query.h"
#include "gui/document/document.h"

namespace atscope::gui {

/// How a line is understood. What it begins with tells, so that a line can be kept and read as it stands:
///   AT+CSQ, "a == b"           text, without case; in quotes whatever it holds
///   /^\+CSQ: \d$/               a regular expression, as `text matches` takes it
///   0x0d0a, 0x0d 0x0a          bytes; 0d 0a and 0d:0a: bytes, or that very text
///   kind == urc                anything with an operator: a filter
enum class SearchMode : std::uint8_t { text, pattern, bytes, filter };
[[nodiscard]] SearchMode mode_of(std::string_view line);
/// The line in that mode, what it searches for the same as far as the mode can say it.
[[nodiscard]] std::string written_as(SearchMode mode, std::string_view line);

/// Asked about the events of a trace in their order, as they come.
class EventFilter {
 public:
  EventFilter() = default;
  explicit EventFilter(std::string text);

  /// Hits have to fit `other`, too.
  void require(EventFilter other) { others_.push_back(std::move(other)); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty() && others_.empty(); }
  /// It is a filter, not a text to search.
  [[nodiscard]] bool is_query() const { return query_.has_value(); }
  /// What is wrong with it, when it was meant as a filter.
  [[nodiscard]] const std::optional<query::QueryError>& error() const { return error_; }

  /// Appends to `hits` those events from where the last call ended up to the end of the trace that fit. What
  /// asks for the end of a transaction is decided by what is known now. `most` bounds the events looked at;
  /// true when more are left.
  bool search(const Document& document, std::vector<trace::EventIndex>& hits, std::uint32_t most);

 private:
  [[nodiscard]] bool fits(const Document& document, trace::EventIndex index);
  [[nodiscard]] bool finds(std::string_view text) const;
  void follow_states(const trace::Trace& trace, trace::EventIndex index);

  std::string text_;
  std::string lower_;  // text that is searched for; empty: none
  std::string bytes_;  // that are searched for; empty: none
  std::vector<EventFilter> others_;
  std::optional<query::Query> query_;
  std::optional<query::QueryError> error_;
  trace::EventIndex next_ = 0;
  std::uint64_t state_version_ = 0;
  std::vector<trace::StateTrack> tracks_;
  session::Transaction transaction_;  // the one looked at last; its strings are used again
  bool transaction_closed_ = false;
  std::vector<std::string> channels_;  // names, by number
};

}  // namespace atscope::gui
