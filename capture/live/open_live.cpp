// SPDX-License-Identifier: MIT
#include "capture/live/open_live.h"

#include <fmt/format.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "capture/live/feed_source.h"
#include "capture/live/proxy_feed.h"
#include "capture/live/stream_source.h"
#include "capture/live/tap_feed.h"
#include "capture/live/usb_source.h"

namespace atscope::capture::live {
namespace {

constexpr std::uint32_t kUsualBaud = 115'200;

using Opened = tl::expected<OpenedLive, Error>;

OpenedLive listen(std::string_view format, std::unique_ptr<Feed> feed, std::string remark = {}) {
  std::vector<std::unique_ptr<Feed>> feeds;
  feeds.push_back(std::move(feed));
  return {std::make_unique<FeedSource>(format, std::move(feeds)), std::move(remark)};
}

OpenedLive opened(std::unique_ptr<LiveSource> source) {
  return {std::move(source), {}};
}

std::string_view whose(Sender sender) {
  return sender == Sender::dte ? "the host's" : sender == Sender::dce ? "the module's" : "anybody's";
}

Opened open_ears(const LiveFrom& from) {
  TapOptions options;
  options.settings = from.settings;
  if (options.settings.baud == 0) options.settings.baud = kUsualBaud;
  options.name = from.name;
  std::string remark;
  if (from.way == LiveWay::port) {
    options.ears = {{from.port, from.sender}};
    remark = fmt::format("one direction only: what is received here is taken as {}; a tap shows both",
                         whose(from.sender));
  } else {
    options.ears = {{from.host_ear, Sender::dte}, {from.module_ear, Sender::dce}};
  }
  auto feed = tap(options);
  if (!feed) return tl::unexpected(std::move(feed.error()));
  return listen(from.way == LiveWay::port ? "port" : "tap", std::move(*feed), std::move(remark));
}

Opened open_proxy(const LiveFrom& from) {
  auto made = proxy({from.port, from.link, from.settings, from.name});
  if (!made) return tl::unexpected(std::move(made.error()));
  return listen("proxy", std::move(made->feed),
                fmt::format("let the application open {}{}; modem lines, breaks and parity do not pass a pty",
                            from.link.empty() ? made->pty : from.link,
                            from.link.empty() ? "" : " (" + made->pty + ")"));
}

Opened open_stdin(const LiveFrom& from, const StopHandle& stop, const std::function<void()>& idle) {
  const std::string name = from.name.empty() ? "stdin" : from.name;
  if (from.is_raw) return listen("raw", raw_stream(STDIN_FILENO, from.sender, name));
  return log_stream(STDIN_FILENO, name, from.log, stop, idle).map(opened);
}

}  // namespace

std::string title(const LiveFrom& from) {
  switch (from.way) {
    case LiveWay::tap:
      return fmt::format("tap {},{}", from.host_ear, from.module_ear);
    case LiveWay::port:
      return "port " + from.port;
    case LiveWay::proxy:
      return "proxy " + from.port;
    case LiveWay::usb:
      return from.port.empty() ? "usb" : "usb " + from.port;
    case LiveWay::standard_input:
      break;
  }
  return "stdin";
}

Opened open_live(const LiveFrom& from, const StopHandle& stop, const std::function<void()>& idle) {
  switch (from.way) {
    case LiveWay::proxy:
      return open_proxy(from);
    case LiveWay::usb:
      return usb_monitor(from.port, {}, stop, idle).map(opened);
    case LiveWay::standard_input:
      return open_stdin(from, stop, idle);
    case LiveWay::tap:
    case LiveWay::port:
      break;
  }
  return open_ears(from);
}

}  // namespace atscope::capture::live
