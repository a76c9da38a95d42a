// SPDX-License-Identifier: MIT
#include "decoder/session/session.h"

#include <deque>

#include "decoder/session/channel.h"

namespace atscope::session {

class Session::Impl {
 public:
  Impl(std::shared_ptr<const grammar::Dialect> dialect, EventSink& sink, SessionOptions options)
      : vocabulary_(std::move(dialect)), memory_(sink), queue_(memory_.recorder), options_(options) {}

  Channel& channel(ChannelId id) {
    while (channels_.size() <= id) {
      channels_.emplace_back(static_cast<ChannelId>(channels_.size()), vocabulary_, queue_, memory_,
                             last_transaction_, options_);
    }
    return channels_[id];
  }

  void feed(const capture::Segment& segment) {
    if (last_ == nullptr || last_id_ != segment.channel) {
      if (last_ != nullptr) last_->settle_line_ends();
      last_ = &channel(segment.channel);
      last_id_ = segment.channel;
    }
    last_->feed(segment);
  }

  void finish() {
    for (Channel& each : channels_) each.finish();
    queue_.settle_all();
  }

 private:
  Vocabulary vocabulary_;
  LineMemory memory_;
  EventQueue queue_;
  SessionOptions options_;
  TransactionId last_transaction_ = 0;
  std::deque<Channel> channels_;  // a channel never moves
  Channel* last_ = nullptr;
  ChannelId last_id_ = 0;  // of last_
};

Session::Session(std::shared_ptr<const grammar::Dialect> dialect, EventSink& sink, SessionOptions options)
    : impl_(std::make_unique<Impl>(std::move(dialect), sink, options)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

void Session::feed(const capture::Segment& segment) {
  impl_->feed(segment);
}
void Session::finish() {
  impl_->finish();
}
const grammar::Settings& Session::settings(ChannelId channel) const {
  return impl_->channel(channel).settings();
}

}  // namespace atscope::session
