// SPDX-License-Identifier: MIT
// `atscope replay`: plays one side of a capture, so that the other one can be tested without it.
#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/live/pty.h"
#include "capture/replay/player.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/pipeline.h"
#include "cli/quantity.h"
#include "cli/replay_host.h"
#include "cli/replay_script.h"
#include "cli/signals.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

namespace live = capture::live;

constexpr int idle_ms = 100;
constexpr int while_closed_ms = 20;
constexpr std::int64_t linger_ns = 2'000'000'000;

std::int64_t now_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string place_text(const capture::Origin& origin) {
  return origin.frame != 0 ? fmt::format("frame {}", origin.frame) : fmt::format("line {}", origin.line);
}

/// The module's side, on a pty.
class PtyPlayer {
 public:
  PtyPlayer(live::Pty pty, capture::Player player, std::optional<std::int64_t> timeout)
      : pty_(std::move(pty)), player_(std::move(player)), timeout_(timeout) {}

  [[nodiscard]] const capture::Player& player() const { return player_; }
  [[nodiscard]] bool timed_out() const { return timed_out_; }

  // Until the capture is played, the application has read it all, or Ctrl-C.
  void run() {
    active_ns_ = now_ns();
    while (!interrupted() && !finished() && !timed_out_) {
      std::optional<std::int64_t> due;
      if (open_ && !player_.over()) {
        due = player_.advance(now_ns(), [this](std::string_view bytes) { out_ += bytes; });
        tell_unexpected();
      }
      if (open_ && !out_.empty()) {
        if (const std::size_t done = pty_.write(out_); done != 0) {
          out_.erase(0, done);
          active_ns_ = now_ns();
        }
      }
      if (player_.over() && over_ns_ == 0) over_ns_ = now_ns();
      wait(due);
      look();
      timed_out_ = timeout_ && !player_.over() && now_ns() - active_ns_ > *timeout_;
    }
  }

 private:
  // A pty that is closed takes with it what the application has not read yet.
  [[nodiscard]] bool finished() const {
    return player_.over() && (!open_ || now_ns() - over_ns_ > linger_ns || player_.unexpected_count() != 0) &&
           (out_.empty() || !open_);
  }

  void wait(std::optional<std::int64_t> due) {
    std::array<pollfd, 2> waits{{{pty_.opened_fd(), POLLIN, 0}, {-1, 0, 0}}};
    if (open_) waits[1] = {pty_.master().fd(), static_cast<short>(POLLIN | (out_.empty() ? 0 : POLLOUT)), 0};
    timespec longest{0, (open_ ? idle_ms : while_closed_ms) * 1'000'000L};
    if (due) {
      const std::int64_t left = std::max<std::int64_t>(*due - now_ns(), 0);
      if (left < longest.tv_nsec) longest.tv_nsec = left;
    }
    static_cast<void>(::ppoll(waits.data(), waits.size(), &longest, nullptr));
    pty_.forget_opened();
  }

  void look() {
    std::array<char, 65536> buffer;
    if (!open_) open_ = pty_.is_open();
    while (true) {
      const live::Pty::Read found = pty_.read(buffer.data(), buffer.size());
      if (found.what == live::Pty::Read::What::nothing) return;
      if (found.what == live::Pty::Read::What::closed) {
        open_ = false;
        return;
      }
      active_ns_ = now_ns();
      if (found.what == live::Pty::Read::What::data) {
        open_ = true;
        player_.receive(found.bytes, active_ns_);
      } else if (found.input_flushed) {
        out_.clear();
      }
    }
  }

  // At once: it may run for long.
  void tell_unexpected() {
    const auto& all = player_.unexpected();
    for (; told_ < all.size(); ++told_) {
      const capture::Player::Unexpected& one = all[told_];
      complain("replay", "the host sent '" + one.received + "'",
               one.expected.empty()
                   ? "the capture has no more of the host"
                   : fmt::format("expected was '{}' ({})", one.expected, place_text(one.origin)));
    }
  }

  live::Pty pty_;
  capture::Player player_;
  std::optional<std::int64_t> timeout_;
  std::string out_;
  std::size_t told_ = 0;
  std::int64_t over_ns_ = 0, active_ns_ = 0;
  bool open_ = false, timed_out_ = false;
};

class Replay final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.text("--link", link_, "PATH", "Where the host program finds the pty");
    arguments.text("--as", as_, "PORT", "Play the host's side instead, to the module at PORT");
    arguments.text("-b,--baud", baud_, "N", "With --as: speed in bit/s (115200)");
    arguments.text("--speed", speed_, "N|max", "So many times as fast as recorded; max waits for nothing");
    arguments.flag("--lenient", lenient_, "Answer commands in any order; unknown ones with ERROR");
    arguments.flag("--loop", loop_, "Begin again at the end");
    arguments.text("--channel", channel_, "NAME", "Which line of a capture that holds several");
    arguments.text("--timeout", timeout_, "TIME",
                   "Give up when the other side is silent for so long: 10s, 2m");
    arguments.footer(
        "Exit codes: 0 played to the end, 1 the other side did or answered something else, 2 could not run.");
  }

  int run() override {
    ReplayPace pace;
    if (!read_options(pace)) return exit_could_not_run;
    auto script = load_replay_script(input_, channel_);
    if (!script) return exit_could_not_run;
    install_end_handlers();
    if (!as_.empty()) return replay_host(*script, pace, as_, baud_);
    return replay_module(std::move(*script), pace);
  }

 private:
  bool read_options(ReplayPace& pace) {
    if (input_.paths.size() != 1) {
      complain("", "one capture can be played at a time", "run atscope replay once for each");
      return false;
    }
    if (speed_ == "max") {
      pace.speed = 0;
    } else {
      const auto [end, error] = std::from_chars(speed_.data(), speed_.data() + speed_.size(), pace.speed);
      if (error != std::errc() || end != speed_.data() + speed_.size() || !(pace.speed > 0)) {
        complain("--speed", "'" + speed_ + "' is no factor", "give a number above 0, or max");
        return false;
      }
    }
    if (!timeout_.empty()) {
      pace.timeout = parse_duration(timeout_);
      if (!pace.timeout) {
        complain("--timeout", "'" + timeout_ + "' is no time", "for example 10s or 2m");
        return false;
      }
    }
    if (!as_.empty() && (!link_.empty() || lenient_ || loop_)) {
      complain("--as", "--link, --lenient and --loop are for the module's side", "leave them out");
      return false;
    }
    return true;
  }

  int replay_module(ReplayScript script, const ReplayPace& pace) {
    capture::ReplayOptions options;
    options.speed = pace.speed;
    options.lenient = lenient_;
    options.loop = loop_;
    live::Pty::Options pty_options;
    pty_options.link = link_;
    constexpr std::uint32_t usual_baud = 115'200;
    pty_options.settings.baud = usual_baud;
    auto pty = live::Pty::make(pty_options);
    if (!pty) {
      complain(pty.error().path, pty.error().reason, pty.error().help);
      return exit_could_not_run;
    }
    const std::string where = link_.empty() ? pty->path() : link_;
    notice("replay", "let the host program open " + where);

    PtyPlayer played(std::move(*pty), capture::Player(std::move(script.steps), options), pace.timeout);
    played.run();
    const capture::Player& player = played.player();
    std::string text = fmt::format("{} of {} steps played", player.done(), player.steps().size());
    if (player.unexpected_count() != 0) text += fmt::format(", {} unexpected", player.unexpected_count());
    notice("replay", text);
    const bool complete = player.over() || loop_;
    if (played.timed_out()) {
      const std::string expected = player.expected_now();
      complain("replay", "nothing happened for too long",
               expected.empty() ? "" : "expected was '" + expected + "'");
      return exit_findings;
    }
    if (complete && interrupted()) ended_in_order();
    return player.unexpected_count() != 0 ? exit_findings : exit_fine;
  }

  InputOptions input_;
  std::string link_, as_, baud_, speed_ = "1", channel_, timeout_;
  bool lenient_ = false, loop_ = false;
};

}  // namespace

std::unique_ptr<Command> make_replay() {
  return std::make_unique<Replay>();
}

}  // namespace atscope::cli
