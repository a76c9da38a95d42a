// SPDX-License-Identifier: MIT
// A dialect file as it was written: statements with clauses. Texts view the SourceText, so that every mistake
// found later can still be shown in its place.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/grammar/source_text.h"

namespace atscope::grammar::ast {

using Text =
    std::string_view;  ///< into a SourceText; a quoted text is without its quotes, escapes as written

/// A part that few clauses have: made when it is first written to, and copied with its owner.
template <typename T>
class Rare {
 public:
  Rare() = default;
  Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(Rare other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }
  Rare& operator=(const T& value) {
    made() = value;
    return *this;
  }
  [[nodiscard]] T& made() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }
  [[nodiscard]] const T& operator*() const {
    static const T nothing{};
    return value_ ? *value_ : nothing;
  }
  [[nodiscard]] const T* operator->() const { return &**this; }
  [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }

 private:
  std::unique_ptr<T> value_;
};

struct Term {
  Text setting;
  Comparison::Operator op = Comparison::Operator::equal;
  std::int64_t value = 0;
};

struct Limit {
  Text text;
  Nanoseconds base = 0;
  std::vector<Text> factors;  ///< parameter names
  Nanoseconds unit = 0;
};

struct Data {
  DataPhase::Start start = DataPhase::Start::prompt;
  DataPhase::End end = DataPhase::End::terminator;
  Text announce;
  Text length;
  std::uint32_t terminator = 0x1A, abort = 0x1B;
  std::optional<Limit> time, pause;  ///< or after, or pause
  std::vector<Term> early;           ///< or early when
  bool swallows_lf = false;
};

struct PayloadClause {
  Payload::Kind kind = Payload::Kind::none;
  Payload::Place place = Payload::Place::next_line;
  Text length;
  std::uint32_t multiplier = 1;
};

struct Value {
  Text value, last, meaning, alternative;
  std::vector<Text> words;  ///< as: what stands for the code on the wire
};

struct Bounds {
  std::optional<std::int64_t> low, high;
};

struct Clause {
  enum class Kind : std::uint8_t {
    when,
    answer,
    answer_text,
    many,
    final_result,
    no_final,
    no_ok,
    ok_first,
    deferred,
    intermediate,
    data,
    payload,
    max,
    within,
    since,
    fetched,
    holds,
    section,
    meaning,
    boot,
    newest,
    raw,
    numeric,  // lines and commands
    range,
    values,
    type_or_enumeration,
    length,
    unit,
    scale,
    offset,
    default_value,
    personal,
    secret,
    timer,
    when_value,
    insecure,
    failure,
    at_most,
    discouraged,
    sum,   // parameters
    sets,  // lines
    on_form,
    otherwise,
    kind_of_need,  // settings, allowed, needs
  };
  Kind kind = Kind::when;
  bool beside_ok = false;       ///< final OK or …
  Text place;                   ///< its first word
  Text text;                    ///< section, meaning, names, default value; when_value: a parameter
  std::vector<Text> notations;  ///< answer, final, deferred, intermediate, since, fetched, insecure, failure
  Rare<std::vector<Text>> failures;   ///< final, deferred: behind `else`
  Rare<std::vector<Term>> condition;  ///< when, sets
  Rare<Limit> limit;                  ///< max, within; deferred: within
  Rare<Data> data;
  Rare<PayloadClause> payload;
  Rare<std::vector<Value>> values;  ///< values, discouraged
  Rare<std::vector<Text>> others;   ///< when_value: the values of `text`
  Rare<Bounds> bounds;              ///< range, length; holds, numeric: low
  double number = 0;                ///< scale, offset
};

struct Trigger {
  grammar::Trigger::Kind kind = grammar::Trigger::Kind::line;
  Text text;  ///< command with its arguments, without "AT"; notation of the line; words for what is outside
};

struct Statement {
  enum class Kind : std::uint8_t {
    dialect,
    include,
    identified,
    default_max,
    enumeration,
    errors,
    parameter,
    result,
    command,
    urc,
    machine,
    timer,
    exec,
    set,
    read,
    test,
    general,
    setting,
    allowed,
    needs,
    followed,
    exposes,
    saves,
    tries,
    sleeps,
    abortable,
    ends_line,
    restarts,
    requires_,
    saved,
    effective,  // in a command
    states,
    transition,
    known,    // in a machine
    entries,  // in enum and errors
  };
  Kind kind = Kind::general;
  LineRole role = LineRole::final_ok;  ///< result
  bool opens = false;
  Text place;  ///< its first word
  Text name;   ///< of what it declares; allowed: the machine; setting: the setting
  Rare<Text> title;
  Rare<Text> parameter;           ///< setting: the parameter; machine: `per`; allowed: a setting
  Rare<std::int64_t> value;       ///< setting: the fixed value
  Rare<std::vector<Text>> names;  ///< extends, identified by, states, origins of a transition
  std::vector<Text> notations;
  std::vector<Clause> clauses;
  Rare<std::vector<Value>> values;  ///< entries
  Rare<std::vector<Trigger>> triggers;
  Rare<std::vector<Term>> condition;  ///< requires
  Rare<Limit> limit;                  ///< timer
  std::vector<Statement> body;
};

}  // namespace atscope::grammar::ast
