// SPDX-License-Identifier: MIT
// --filter: passes on only what a filter asks for (docs/filter-language.md).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "decoder/query/query.h"
#include "decoder/session/event.h"

namespace atscope::cli {

class Arguments;
class Input;

struct FilterOptions {
  std::string text;
};

/// --filter EXPRESSION.
void declare_filter(Arguments& arguments, FilterOptions& options);

/// The filter of a run; it may be absent. On a mistake everything has been said on standard error.
class Filter {
 public:
  /// False when the text is no filter.
  [[nodiscard]] bool parse(const FilterOptions& options);
  /// Decodes the input into `sink`, what the filter asks for only. Gives whether the input held AT traffic.
  [[nodiscard]] bool run(Input& input, session::EventSink& sink) const;
  /// Says on standard error which names behind `field.` and `state.` the input's dialect does not know.
  void warn_of_unknown_names(const Input& input) const;

 private:
  std::string text_;
  std::optional<query::Query> query_;
};

/// Stands before the report of one input. Events come out in order. When the filter asks how a transaction
/// ended, its events wait for that, and with them all that follows: at most `max_events` or `max_bytes`; the
/// oldest beyond that are judged as events of a transaction that is still open.
class FilterSink final : public session::EventSink {
 public:
  static constexpr std::size_t max_events = 16 * 1024;
  static constexpr std::size_t max_bytes = 4 << 20;

  /// All must outlive the sink.
  FilterSink(const query::Query& query, const Input& input, session::EventSink& next);
  ~FilterSink() override;

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  /// Call once, after the last event.
  void finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::cli
