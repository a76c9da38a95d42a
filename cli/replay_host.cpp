// SPDX-License-Identifier: MIT
#include "cli/replay_host.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <fmt/format.h>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "capture/live/tty.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/quantity.h"
#include "cli/signals.h"
#include "decoder/report/visible_text.h"
#include "decoder/session/session.h"

namespace atscope::cli {
namespace {

namespace live = capture::live;
using capture::Sender;

constexpr std::int64_t default_timeout_ns = 30'000'000'000;

std::int64_t now_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Compares the results of the module with those in the capture, command by command.
class Comparison final : public session::EventSink {
 public:
  explicit Comparison(const ReplayScript& script) : script_(script) {}

  void on_event(const session::Event& event) override {
    results_ += static_cast<std::size_t>(event.kind == session::EventKind::result);
  }
  void on_transaction(const session::Transaction& transaction) override {
    const std::size_t index = transaction.id - 1;
    ++answered_;
    if (index >= script_.answers.size()) return;
    const ReplayScript::Answer& before = script_.answers[index];
    if (before.result == transaction.result) return;
    ++different_;
    const auto shown = [](const std::string& result) {
      return result.empty() ? "nothing" : "'" + result + "'";
    };
    complain("replay",
             fmt::format("'{}' was answered with {}", transaction.command, shown(transaction.result)),
             fmt::format("in the capture it was {}", shown(before.result)));
  }

  [[nodiscard]] std::size_t results() const { return results_; }
  [[nodiscard]] std::size_t answered() const { return answered_; }
  [[nodiscard]] std::size_t different() const { return different_; }

 private:
  const ReplayScript& script_;
  std::size_t results_ = 0, answered_ = 0, different_ = 0;
};

class HostPlayer {
 public:
  HostPlayer(const ReplayScript& script, const ReplayPace& pace, live::Tty tty)
      : script_(script),
        pace_(pace),
        tty_(std::move(tty)),
        comparison_(script),
        session_(script.dialect, comparison_) {}

  [[nodiscard]] const Comparison& comparison() const { return comparison_; }

  // Gives what went wrong; empty when all was sent.
  std::string run() {
    std::int64_t recorded = 0;  // since the last step of the host
    bool settles = false, prompts = false;
    std::string problem;
    sent_ns_ = now_ns();
    for (const capture::ReplayStep& step : script_.steps) {
      recorded += step.wait_ns;
      if (step.sender == Sender::dce) {
        settles = settles || step.settles;
        prompts = step.bytes.find('>') != std::string::npos && step.settles;
        continue;
      }
      problem = wait_for_answer(settles, prompts, recorded);
      if (problem.empty()) problem = send(step);
      if (!problem.empty() || interrupted()) break;
      recorded = 0;
      settles = prompts = false;
    }
    if (problem.empty()) problem = wait_for_answer(settles, prompts, 0);
    session_.finish();
    return problem;
  }

 private:
  std::string wait_for_answer(bool settles, bool prompts, std::int64_t recorded) {
    const std::int64_t begin = now_ns();
    const std::int64_t earliest =
        pace_.speed > 0 ? sent_ns_ + static_cast<std::int64_t>(static_cast<double>(recorded) / pace_.speed)
                        : 0;
    while (!interrupted()) {
      const bool prompted = prompts && std::string_view(received_).find('>') != std::string_view::npos;
      const bool answered = !settles || comparison_.results() > results_before_ || prompted;
      const std::int64_t now = now_ns();
      if (answered && now >= earliest) return {};
      if (!answered && now - begin > std::max(pace_.timeout.value_or(default_timeout_ns), 2 * recorded)) {
        return "the module does not answer any more";
      }
      if (const std::string problem = read(answered ? earliest - now : 100'000'000); !problem.empty())
        return problem;
    }
    return {};
  }

  std::string read(std::int64_t longest_ns) {
    pollfd wait{tty_.fd(), POLLIN, 0};
    const timespec longest{0, static_cast<long>(std::clamp<std::int64_t>(longest_ns, 0, 100'000'000))};
    static_cast<void>(::ppoll(&wait, 1, &longest, nullptr));
    if (wait.revents == 0) return {};
    std::array<char, 65536> buffer;
    const ssize_t size = ::read(tty_.fd(), buffer.data(), buffer.size());
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return "the port vanished";
    if (size > 0) feed(Sender::dce, {buffer.data(), static_cast<std::size_t>(size)});
    return {};
  }

  std::string send(const capture::ReplayStep& step) {
    std::string bytes = step.bytes;
    // A log without line ends is one of lines; what follows a prompt has an end of its own.
    if (step.any_line_end) bytes += '\r';
    received_.clear();
    results_before_ = comparison_.results();
    feed(Sender::dte, bytes);
    std::string_view rest = bytes;
    while (!rest.empty() && !interrupted()) {
      const std::optional<std::size_t> done = tty_.write(rest);
      if (!done) return "the port vanished";
      rest.remove_prefix(*done);
      if (rest.empty()) break;
      if (std::string problem = read(1'000'000); !problem.empty()) return problem;
    }
    sent_ns_ = now_ns();
    return {};
  }

  void feed(Sender sender, std::string_view bytes) {
    if (sender == Sender::dce) received_ += bytes;
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = sender;
    segment.time = {now_ns(), capture::Clock::monotonic};
    segment.origin = {offset_, 0, ++frame_};
    offset_ += bytes.size();
    session_.feed(segment);
  }

  const ReplayScript& script_;
  ReplayPace pace_;
  live::Tty tty_;
  Comparison comparison_;
  session::Session session_;
  std::string received_;  // since the host sent last
  std::size_t results_before_ = 0;
  std::int64_t sent_ns_ = 0;
  std::uint64_t offset_ = 0, frame_ = 0;
};

}  // namespace

int replay_host(const ReplayScript& script, const ReplayPace& pace, const std::string& port,
                const std::string& baud) {
  live::TtySettings settings;
  constexpr std::uint32_t usual_baud = 115'200;
  const auto speed = baud.empty() ? std::optional<std::uint64_t>(usual_baud) : parse_number(baud);
  if (!speed || *speed == 0 || *speed > 100'000'000) {
    complain("--baud", "'" + baud + "' is no speed", "give a number of bit/s, for example 115200");
    return exit_could_not_run;
  }
  settings.baud = static_cast<std::uint32_t>(*speed);
  auto tty = live::Tty::open(port);
  if (!tty) {
    complain(port, tty.error().reason, tty.error().help);
    return exit_could_not_run;
  }
  if (!tty->apply(settings, false)) {
    complain(port, "the port refuses " + live::describe(settings), "check --baud");
    return exit_could_not_run;
  }
  HostPlayer player(script, pace, std::move(*tty));
  const std::string problem = player.run();
  const Comparison& comparison = player.comparison();
  notice("replay",
         fmt::format("{} of {} sent, {} answered otherwise than in the capture", comparison.answered(),
                     report::counted(script.answers.size(), "command"), comparison.different()));
  if (!problem.empty()) complain(port, problem, "");
  return problem.empty() && comparison.different() == 0 ? exit_fine : exit_findings;
}

}  // namespace atscope::cli
