// SPDX-License-Identifier: GPL-2.0-or-later
// What the decoder says of one capture by one dialect, kept by frame.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "capture/source.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/policy_run.h"
#include "decoder/machine/machine.h"
#include "decoder/mask/masker.h"
#include "decoder/session/session.h"
#include "decoder/trace/trace.h"
#include "plugins/wireshark/segments.h"

namespace atscope::wireshark {

using trace::EventIndex;

/// A state that a machine of a channel was in from an event on.
struct StateChange {
  EventIndex since = 0;
  std::string_view state;  ///< valid as long as the dialect
};
struct StateTrack {
  std::string_view machine;
  std::string instance;  ///< empty for a single machine
  std::vector<StateChange> changes;
};

/// The segments an event lies in: it is shown in the frame of the last one.
struct EventPlace {
  SegmentIndex first = no_segment, last = no_segment;
  EventIndex next_in_frame = trace::no_event;
};

class Decoding final : public session::EventSink, public lint::FindingSink {
 public:
  /// Everything passed here must outlive it. `rules` are those that lint is to run; nothing: no lint.
  Decoding(std::shared_ptr<const grammar::Dialect> dialect, Segments& segments,
           const capture::SourceInfo& source, const std::optional<std::vector<std::string>>& rules);
  ~Decoding() override;

  void feed(SegmentIndex segment);
  /// No frame follows: what is open is closed and given out.
  void finish(const capture::SourceStats& stats);

  [[nodiscard]] const grammar::Dialect& dialect() const { return trace_.dialect(); }
  [[nodiscard]] const trace::Trace& trace() const { return trace_; }
  [[nodiscard]] const mask::Masker& masker() const { return masker_; }
  [[nodiscard]] const EventPlace& place(EventIndex event) const { return places_[event]; }
  /// The frame that shows the event; 0 when it has none.
  [[nodiscard]] std::uint32_t frame_of(EventIndex event) const;
  /// The first event that a frame shows; the others follow by next_in_frame.
  [[nodiscard]] EventIndex first_of_frame(std::uint32_t frame) const {
    return frame < frames_.size() ? frames_[frame].first : trace::no_event;
  }

  /// Events of the kind `deferred` that a transaction promised.
  [[nodiscard]] std::span<const EventIndex> deferred_of(session::TransactionId id) const;
  [[nodiscard]] grammar::Nanoseconds deferred_limit(session::TransactionId id) const;
  /// The event that ended a transaction, be it a result code or an answer that is the last of its kind;
  /// no_event when none did.
  [[nodiscard]] EventIndex result_of(session::TransactionId id) const;
  /// The command that switched an unsolicited code on; no_event when none was seen.
  [[nodiscard]] EventIndex enabled_by(EventIndex urc) const;
  /// Transactions that closed with the bytes of a frame.
  [[nodiscard]] std::span<const std::pair<std::uint32_t, std::uint32_t>> closed_in(std::uint32_t frame) const;
  /// Machines of a channel of which anything is known.
  [[nodiscard]] std::span<const StateTrack> states_of(session::ChannelId channel) const;
  /// State before an event: what those before it told. Empty when nothing did.
  [[nodiscard]] static std::string_view state_at(const StateTrack& track, EventIndex event);

  [[nodiscard]] std::span<const lint::Finding> findings() const { return findings_; }
  /// Indexes of findings that a frame shows: their own and those it reveals.
  [[nodiscard]] std::span<const std::uint32_t> findings_in(std::uint32_t frame) const;
  /// The frame that shows the line a finding is about; 0 when it is about none.
  [[nodiscard]] std::uint32_t frame_of(const lint::Finding& finding) const;
  /// Index of the finding with that id; nothing when it is not there (yet).
  [[nodiscard]] const lint::Finding* finding(lint::FindingId id) const;

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  void on_finding(const lint::Finding& finding) override;

 private:
  void find_place(const session::Event& event, EventIndex index);
  void show_in(std::uint32_t frame, EventIndex index);
  void keep_state(const session::Event& event, EventIndex index);

  struct FrameEvents {
    EventIndex first = trace::no_event, last = trace::no_event;
  };

  Segments& segments_;
  trace::Trace trace_;
  mask::Masker masker_;
  std::vector<EventPlace> places_;   // by event
  std::vector<FrameEvents> frames_;  // by frame
  std::unordered_map<session::TransactionId, std::vector<EventIndex>> deferred_;
  std::unordered_map<session::TransactionId, grammar::Nanoseconds> deferred_limits_;
  std::unordered_map<session::TransactionId, EventIndex> answers_;  // that ended their transactions
  std::map<std::pair<session::ChannelId, grammar::CommandId>, EventIndex> last_set_;
  std::unordered_map<EventIndex, EventIndex> enabled_by_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> closed_;  // frame, transaction
  std::vector<std::vector<StateTrack>> states_;                  // by channel
  std::vector<lint::Finding> findings_;
  std::unordered_map<lint::FindingId, std::uint32_t> finding_index_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> frame_findings_;
  std::uint32_t frame_ = 0;  // whose bytes are decoded now
  bool finishing_ = false;

  std::unique_ptr<lint::PolicyRun> policy_;
  std::unique_ptr<lint::Linter> linter_;
  std::unique_ptr<machine::MachineRunner> machines_;
  std::unique_ptr<session::Session> session_;
};

}  // namespace atscope::wireshark
