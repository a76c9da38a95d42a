// SPDX-License-Identifier: MIT
// Sorts what the decoder says into the lanes of the timeline.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "decoder/session/event.h"
#include "decoder/trace/trace.h"
#include "gui/timeline/lane.h"

namespace atscope::gui {

/// What has begun and not ended yet, at the end of a lane.
struct OpenItem {
  const Lane* lane = nullptr;
  LaneItem item;  ///< its end is not known yet
};

/// Silence between two events from which on it is an item of the lane of gaps, in ns.
inline constexpr std::int64_t least_silence = 1'000'000'000;

/// Stands behind the trace in the chain of sinks: the trace must have been given each event first.
class LaneSet final : public session::EventSink {
 public:
  /// `trace` must outlive the set.
  explicit LaneSet(const trace::Trace& trace) : trace_(trace) {}

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;

  /// Lanes in the order in which they are shown, for any thread. Lanes live as long as the set.
  [[nodiscard]] std::vector<const Lane*> lanes() const;
  /// Commands without a result so far, states that are in force.
  [[nodiscard]] std::vector<OpenItem> open_items() const;
  /// Gives back the memory of what was looked at.
  void give_back() { file_.give_back(); }

 private:
  struct Pending {  // an exchange that has begun
    session::TransactionId id = 0;
    LaneItem item;
    bool has_result = false;  ///< its transaction may stay open for deferred results
    bool done = false;
  };
  using Key = std::tuple<LaneKind, std::uint16_t, std::string, std::string>;

  Lane& lane(LaneKind kind, std::uint16_t channel);
  Lane& state_lane(std::uint16_t channel, const std::string& machine, const std::string& instance);
  Lane& make(LaneKind kind, std::uint16_t channel, const std::string& machine, const std::string& instance);
  struct Channel {
    std::array<Lane*, lane_kinds> lanes{};  // of the feeding thread
    std::vector<Pending> open;
  };
  [[nodiscard]] Channel& channel(std::uint16_t id);
  static void release(Channel& channel);
  void began(const session::Event& event, trace::EventIndex index);
  void ended(const session::Event& event, trace::EventIndex index);
  void moved(const session::Event& event, trace::EventIndex index);
  void silence(trace::EventIndex index);
  void mark(LaneKind kind, const session::Event& event, trace::EventIndex index, Verdict verdict);

  const trace::Trace& trace_;
  std::int64_t last_position_ = 0;  // of the feeding thread
  trace::SpillFile file_;
  mutable std::mutex mutex_;  // guards the members below; the lanes themselves need none
  std::map<Key, std::unique_ptr<Lane>> lanes_;
  std::vector<Channel> channels_;  // only the feeding thread changes it, and need not lock to read
  std::map<const Lane*, LaneItem> states_;
};

}  // namespace atscope::gui
