// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/extcap/run.h"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <thread>
#include <unistd.h>
#include <utility>

#include "capture/live/open_live.h"
#include "capture/record/recording_source.h"
#include "plugins/wireshark/extcap/play_file.h"

namespace atscope::extcap {
namespace {

namespace live = capture::live;
using capture::Error;
using capture::Sender;

volatile std::sig_atomic_t end_seen = 0;

void on_end(int) {
  end_seen = 1;
}

Error wrong_value(std::string subject, std::string reason, std::string help) {
  return {Error::Kind::not_readable, std::move(subject), std::move(reason), std::move(help)};
}

/// The port of a selector and the field for one that it does not show; the field wins.
const std::string& port_of(const Values& values, std::string_view selector, std::string_view path) {
  static const std::string none;
  if (!values[path].empty()) return values[path];
  return values[selector] == kOtherPort ? none : values[selector];
}

std::optional<Error> read_settings(const Values& values, live::TtySettings& settings) {
  const std::string& baud = values["--baud"];
  constexpr std::uint32_t kFastest = 100'000'000;
  const auto [end, error] = std::from_chars(baud.data(), baud.data() + baud.size(), settings.baud);
  if (error != std::errc() || end != baud.data() + baud.size() || settings.baud > kFastest) {
    return wrong_value("the speed", "'" + baud + "' is no speed",
                       "give a number of bit/s, for example 115200");
  }
  const std::string& framing = values["--framing"];
  if (live::parse_framing(framing, settings)) return std::nullopt;
  return wrong_value("the framing", "'" + framing + "' is no framing",
                     "give data bits, parity (N E O M S) and stop bits, for example 8N1 or 7E1");
}

tl::expected<live::LiveFrom, Error> live_from(const Interface& interface, const Values& values) {
  live::LiveFrom from;
  if (interface.name == "atscope-usb") {
    from.way = live::LiveWay::usb;
    from.port = values["--bus"];
    return from;
  }
  if (auto error = read_settings(values, from.settings)) return tl::unexpected(std::move(*error));
  from.name = values["--name"];
  if (interface.name == "atscope-tap") {
    from.host_ear = port_of(values, "--host-port", "--host-path");
    from.module_ear = port_of(values, "--module-port", "--module-path");
    if (!from.host_ear.empty() && !from.module_ear.empty() && from.host_ear != from.module_ear) return from;
    return tl::unexpected(
        wrong_value("a tap", "needs two ports",
                    "choose the one that hears the host and the one that hears the module in the "
                    "options of the interface"));
  }
  from.way = interface.name == "atscope-proxy" ? live::LiveWay::proxy : live::LiveWay::port;
  from.port = port_of(values, "--port", "--path");
  from.link = values["--link"];
  const std::string& sender = values["--sender"];
  from.sender = sender == "dte" ? Sender::dte : sender == "dce" ? Sender::dce : Sender::unknown;
  if (!from.port.empty()) return from;
  return tl::unexpected(
      wrong_value("the port", "is not chosen", "choose one in the options of the interface"));
}

std::optional<Error> record(const live::LiveFrom& from, const std::string& fifo, ControlPipe& control) {
  const live::StopHandle opening;
  auto opened = live::open_live(from, opening, [&] {
    if (is_ending()) opening.stop();
  });
  if (!opened) {
    if (is_ending()) return std::nullopt;
    return std::move(opened.error());
  }
  capture::RecordOptions options;
  options.path = fifo;
  auto recorder = capture::Recorder::create(std::move(options));
  if (!recorder) return std::move(recorder.error());
  if (!opened->remark.empty()) control.say(title(from) + ": " + opened->remark);

  capture::RecordingSource recording(*opened->source, recorder->get());
  const live::StopHandle stop = opened->source->stop_handle();
  opened->source->on_idle([&] {
    control.flush();
    const bool reader_left = !(*recorder)->flush();
    if (reader_left || is_ending()) stop.stop();
  });
  capture::Segment segment;
  while (!is_ending() && recording.next(segment)) {
  }
  // Wireshark closes its end when the user stops the capture: nothing is wrong then.
  static_cast<void>((*recorder)->close());
  return std::nullopt;
}

}  // namespace

void install_end_handlers() {
  struct sigaction action {};
  action.sa_handler = on_end;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool is_ending() noexcept {
  return end_seen != 0;
}

void let_reader_go(const std::string& fifo) {
  constexpr int kTries = 40;
  constexpr std::chrono::milliseconds kStep{50};
  for (int count = 0; count < kTries && !is_ending(); ++count) {
    const int fd = ::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0) {
      ::close(fd);
      return;
    }
    if (errno != ENXIO) return;  // nobody reads yet
    std::this_thread::sleep_for(kStep);
  }
}

std::optional<Error> run(const Interface& interface, const Values& values, const std::string& fifo,
                         ControlPipe& control) {
  if (interface.name == "atscope-file") return play_file(values, fifo, control);
  auto from = live_from(interface, values);
  if (!from) return std::move(from.error());
  return record(*from, fifo, control);
}

}  // namespace atscope::extcap
