// SPDX-License-Identifier: MIT
// What stands in one lane of the timeline, with a pyramid over it so that drawing costs what the pixels cost.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/trace/spill_array.h"

namespace atscope::gui {

enum class LaneKind : std::uint8_t {
  problems,
  exchanges,
  urcs,
  data,
  other,
  state,
  bytes,  ///< single lines on the wire; made from the trace when zoomed in, kept nowhere
  gaps,   ///< silences; shown in the ruler
};
inline constexpr std::size_t lane_kinds = 8;
[[nodiscard]] std::string_view to_string(LaneKind kind);

/// What an item says at a glance, from harmless to grave: a fold of several shows the gravest.
enum class Verdict : std::uint8_t {
  state,
  unknown,  ///< state: nothing told it yet
  ok,
  no_final,  ///< the command has none by its grammar
  prompt,
  data,
  urc,
  deferred,
  note,
  open,  ///< the log ends first
  guess,
  unparsed,
  aborted,
  no_answer,
  error,
  problem_note,
  problem_warning,
  problem_error,
};
[[nodiscard]] std::string_view to_string(Verdict verdict);

/// Latency as a part of the maximum in the dialect, in thousandths; no_ratio where no maximum is known.
using Ratio = std::uint16_t;
inline constexpr Ratio no_ratio = 0xFFFF;
inline constexpr Ratio greatest_ratio = 0xFFFE;

struct LaneItem {
  std::int64_t begin = 0, end = 0;    ///< on the time axis, ns; equal for an instant
  std::uint32_t first = 0, last = 0;  ///< the same on the event axis: indices of events
  std::uint32_t id = 0;               ///< transaction, event or finding, by the lane's kind
  Ratio ratio = no_ratio;
  std::uint8_t code = 0;  ///< state: its number in the machine; problems: see consequence, suppressed
  Verdict verdict = Verdict::ok;
};
static_assert(sizeof(LaneItem) == 32);
/// LaneItem::code of a problem that follows from another one.
inline constexpr std::uint8_t consequence = 1;
/// LaneItem::code of a problem that somebody suppressed: its verdict is `state`.
inline constexpr std::uint8_t suppressed = 2;

/// The axis on which a view lays things out.
enum class Spacing : std::uint8_t {
  time,   ///< to scale
  event,  ///< one step an event, so that idle hours fold
};
[[nodiscard]] inline std::int64_t begin_of(const LaneItem& item, Spacing spacing) {
  return spacing == Spacing::time ? item.begin : item.first;
}
[[nodiscard]] inline std::int64_t end_of(const LaneItem& item, Spacing spacing) {
  return spacing == Spacing::time ? item.end : item.last;
}

/// Several items seen as one.
struct Fold {
  std::int64_t begin = 0, end = 0;
  std::uint32_t first = 0, last = 0;
  std::uint32_t count = 0;
  Ratio ratio = no_ratio;  ///< the greatest that is known
  Verdict verdict = Verdict::state;
  std::uint8_t code = 0;  ///< that of the items when they agree, else 0

  void add(const LaneItem& item);
  void add(const Fold& other);
};

/// Items in order of their begin. One thread appends, others read at the same time.
class Lane {
 public:
  static constexpr std::size_t fan_out = 16;
  static constexpr std::size_t levels = 7;

  /// `file` must outlive the lane.
  Lane(trace::SpillFile& file, LaneKind kind, std::uint16_t channel, std::string title);

  [[nodiscard]] LaneKind kind() const { return kind_; }
  [[nodiscard]] std::uint16_t channel() const { return channel_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  /// state: names by LaneItem::code.
  std::vector<std::string> state_names;

  bool add(const LaneItem& item);

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] const LaneItem& operator[](std::size_t index) const { return items_[index]; }

  /// First item that begins at or after `position`.
  [[nodiscard]] std::size_t first_at(std::int64_t position, Spacing spacing) const;
  /// First item that may reach into a range that begins at `position`: those that begin before it and end in
  /// it count.
  [[nodiscard]] std::size_t first_touching(std::int64_t position, Spacing spacing) const;

  /// Number of items of a complete node: fan_out to the power of level + 1.
  [[nodiscard]] static std::size_t node_size(std::size_t level);
  /// The node of `level` that begins with item `index`; null when `index` begins none or it is not complete.
  [[nodiscard]] const Fold* node_at(std::size_t level, std::size_t index) const;

 private:
  LaneKind kind_;
  std::uint16_t channel_;
  std::string title_;
  trace::SpillArray<LaneItem> items_;
  std::vector<std::unique_ptr<trace::SpillArray<Fold>>> nodes_;  // by level
  std::array<Fold, levels> growing_{};                           // of the appending thread
};

}  // namespace atscope::gui
