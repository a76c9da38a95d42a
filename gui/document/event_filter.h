// SPDX-License-Identifier: MIT
// What the query bar asks for: a filter of the one language, or plain text to search.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/query/query.h"
#include "gui/document/document.h"

namespace atscope::gui {

/// Asked about the events of a trace in their order, as they come.
class EventFilter {
 public:
  EventFilter() = default;
  /// Text with an operator of the filter language is a filter, /text/ a regular expression; else it is
  /// searched for, without case.
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
  void follow_states(const trace::Trace& trace, trace::EventIndex index);

  std::string text_, lower_;
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
