// SPDX-License-Identifier: MIT
#include "capture/live/tap_feed.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "capture/live/listening_port.h"

namespace atscope::capture::live {
namespace {

namespace rtac = pcap::rtac;

// What the inputs of an ear say of the tapped line.
std::uint8_t lines_of_line(const ListeningPort& ear) {
  const std::uint8_t inputs = ear.lines();
  if (ear.sender() != Sender::dte) return inputs & (rtac::kCts | rtac::kDsr | rtac::kDcd | rtac::kRi);
  std::uint8_t lines = 0;
  if ((inputs & rtac::kCts) != 0) lines |= rtac::kRts;
  if ((inputs & rtac::kDsr) != 0) lines |= rtac::kDtr;
  return lines;
}

class TapFeed final : public Feed {
 public:
  TapFeed(std::vector<ListeningPort> ears, std::string name)
      : ears_(std::move(ears)), name_(std::move(name)) {}

  void start(FeedSink& sink) override {
    pcap::RecordedPort port{name_, "tap: ", ears_.front().settings().baud};
    for (const ListeningPort& ear : ears_) {
      port.description += fmt::format("{} at {}, ", bytes_of(ear.sender()), ear.path());
    }
    port.description += describe(ears_.front().settings());
    channel_ = sink.add_channel(port);
    if (ears_.size() > 1) return;
    sink.remark(channel_, fmt::format("one direction only: {} at {}", bytes_of(ears_.front().sender()),
                                      ears_.front().path()));
  }

  [[nodiscard]] int watch(Poller& poller) override {
    int longest = kNoHurryMs;
    for (const ListeningPort& ear : ears_) longest = std::min(longest, ear.watch(poller, true));
    return longest;
  }

  void act(const Poller& poller, FeedSink& sink) override {
    bool changed = false;
    std::uint8_t lines = 0;
    for (ListeningPort& ear : ears_) {
      ear.act(poller, channel_, sink);
      changed = ear.take_change() || changed;
      lines |= lines_of_line(ear);
    }
    if (changed && std::exchange(lines_, lines) != lines) sink.control_lines(channel_, lines);
  }

 private:
  std::vector<ListeningPort> ears_;
  std::string name_;
  ChannelId channel_ = 0;
  std::optional<std::uint8_t> lines_;
};

}  // namespace

tl::expected<std::unique_ptr<Feed>, Error> tap(const TapOptions& options) {
  std::vector<ListeningPort> ears;
  std::string name;
  for (const TapEar& ear : options.ears) {
    ListeningPort& added = ears.emplace_back(ear.path, ear.sender, options.settings);
    if (auto error = added.open()) return tl::unexpected(std::move(*error));
    name += (name.empty() ? "" : "+") + port_name(ear.path);
  }
  return std::make_unique<TapFeed>(std::move(ears), options.name.empty() ? name : options.name);
}

}  // namespace atscope::capture::live
