// SPDX-License-Identifier: MIT
// The filter language over events and transactions (docs/filter-language.md): one for the command line, the
// window and the dissector, whose fields have the same names behind "atscope.".
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "decoder/session/event.h"

namespace atscope::query {

/// What a field holds, and so what it can be compared with.
enum class FieldKind : std::uint8_t {
  word,      ///< one of `words`
  text,      ///< bytes
  number,    ///< a whole number
  duration,  ///< nanoseconds; written with a unit
  time,      ///< a date, a time of day, or seconds
  value,     ///< a decoded value of the line: a number with its unit, or text
};

/// A field that a filter can name, for completion and help.
struct FieldInfo {
  std::string_view name;  ///< "state." and "field." are completed by a name of the dialect
  FieldKind kind = FieldKind::text;
  std::string_view meaning;
  std::span<const std::string_view> words = {};
};
[[nodiscard]] std::span<const FieldInfo> known_fields();

/// What is wrong with a filter, and where in it.
struct QueryError {
  std::size_t offset = 0, size = 0;  ///< bytes of the filter's text
  std::string message;
  std::string help;  ///< may be empty
};
/// The message, the filter with a caret under the mistake, and the help, over several lines.
[[nodiscard]] std::string format(const QueryError& error, std::string_view text);

/// What a filter is asked about: an event, or a transaction as a record of its own (`event` is null). All
/// must outlive the call of matches().
struct Subject {
  const session::Event* event = nullptr;
  /// The event's transaction, once it has closed; else null, and the fields that its end decides are absent.
  const session::Transaction* transaction = nullptr;
  const grammar::Dialect* dialect = nullptr;  ///< null: no `field.` and no names of commands
  std::string_view channel;                   ///< name of the port
  std::string_view command_line;              ///< that the transaction began with; empty when not known
  /// State of each machine that Query::machines() names, in that order; empty when not known.
  std::span<const std::string_view> states = {};
};

/// A checked filter. Immutable; cheap to copy; safe to use from several threads.
class Query {
 public:
  [[nodiscard]] bool matches(const Subject& subject) const;

  /// Something in it is known only when the transaction has closed (outcome, latency, result).
  [[nodiscard]] bool needs_transaction() const;
  /// It asks for decoded values.
  [[nodiscard]] bool needs_fields() const;
  /// The machines whose states it asks for; an instance stands behind a colon ("link:2").
  [[nodiscard]] std::span<const std::string> machines() const;
  /// The first name behind `field.` or `state.` that `dialect` does not know, with what may be meant.
  [[nodiscard]] std::vector<QueryError> unknown_names(const grammar::Dialect& dialect) const;

  class Impl;
  explicit Query(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

[[nodiscard]] tl::expected<Query, QueryError> parse(std::string_view text);

}  // namespace atscope::query
