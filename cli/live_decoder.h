// SPDX-License-Identifier: MIT
// Decodes traffic as it comes. Which dialect the module speaks shows only with time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "capture/source.h"
#include "cli/dialects.h"
#include "cli/pipeline.h"
#include "cli/report/decode_report.h"
#include "cli/traffic_check.h"
#include "decoder/machine/machine.h"
#include "decoder/session/choose_dialect.h"
#include "decoder/session/session.h"

namespace atscope::cli {

class Output;

/// Starts with the most general dialect. When the first minutes of traffic speak for another one, what was
/// said so far is decoded again with it, unseen, so that its states and settings are known; what was shown
/// stays, and nothing is shown twice.
class LiveDecoder final : private session::EventSink {
 public:
  /// All must outlive it. `facts` tells channels and counts; its next() is not called.
  LiveDecoder(const DialectShelf& dialects, capture::Source& facts, std::string name, DecodeReport& report,
              Output& output);
  ~LiveDecoder() override;
  LiveDecoder(const LiveDecoder&) = delete;
  LiveDecoder& operator=(const LiveDecoder&) = delete;

  void feed(const capture::Segment& segment);
  void finish();

 private:
  /// Frame or line, then offset: in this order the events of a channel come.
  using Place = std::pair<std::uint64_t, std::uint64_t>;
  struct Kept {
    capture::Segment segment;  // the views are empty
    std::size_t begin, bytes, note;
  };

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  void use(session::DialectChooser::Choice choice);
  void keep(const capture::Segment& segment);
  void reconsider(const capture::Segment& segment);
  void settle();

  const DialectShelf& dialects_;
  capture::Source& facts_;
  std::string name_;
  DecodeReport& report_;
  Output& output_;

  std::unique_ptr<session::DialectChooser> chooser_;  // null: settled
  std::string text_;
  std::vector<Kept> kept_;

  std::shared_ptr<const grammar::Dialect> dialect_;
  std::unique_ptr<Input> input_;
  std::unique_ptr<machine::MachineRunner> machines_;
  std::unique_ptr<session::Session> session_;

  std::map<capture::ChannelId, Place> shown_;              // the last event shown of each channel
  std::map<capture::ChannelId, Place> shown_before_;       // the same when the dialect changed
  std::set<std::pair<capture::ChannelId, Place>> closed_;  // transactions that were shown, until settled
};

}  // namespace atscope::cli
