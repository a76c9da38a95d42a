// SPDX-License-Identifier: MIT
#include "capture/replay/player.h"

#include <algorithm>
#include <utility>

namespace atscope::capture {
namespace {

// How long the rest of a line that differs may take to come, so that it can be told whole.
constexpr std::int64_t kRestOfLineNs = 300'000'000;

constexpr std::int64_t kBetweenRoundsNs = 1'000'000;

bool ends_line(char byte) {
  return byte == '\r' || byte == '\n' || byte == '\x1a';
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && ends_line(line.back())) line.remove_suffix(1);
  while (!line.empty() && ends_line(line.front())) line.remove_prefix(1);
  return line;
}

bool same_command(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  a = without_line_end(a);
  b = without_line_end(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

Player::Player(std::vector<ReplayStep> steps, ReplayOptions options)
    : steps_(std::move(steps)), options_(options), over_(steps_.empty()) {}

void Player::receive(std::string_view bytes, std::int64_t now_ns) {
  pending_ += bytes;
  received_ns_ = now_ns;
}

std::int64_t Player::due(const ReplayStep& step, std::int64_t now_ns) const {
  const bool other_is_ahead = settled_ && !pending_.empty();
  if (options_.speed <= 0 || other_is_ahead) return now_ns;
  return anchor_ns_ + static_cast<std::int64_t>(static_cast<double>(step.wait_ns) / options_.speed);
}

std::optional<std::int64_t> Player::advance(std::int64_t now_ns,
                                            const std::function<void(std::string_view)>& send) {
  if (!std::exchange(started_, true)) anchor_ns_ = now_ns;
  while (!over_) {
    const ReplayStep& step = steps_[at_];
    if (step.sender == options_.plays) {
      const std::int64_t when = due(step, now_ns);
      if (when > now_ns) return when;
      send(step.bytes);
      settled_ = settled_ || step.settles;
      next_step(std::min(now_ns, std::max(when, anchor_ns_)));
      // A round in which nothing is waited for must not be played without end.
      if (at_ == 0 && !over_) return now_ns + kBetweenRoundsNs;
      continue;
    }
    switch (match(step)) {
      case Match::whole:
        settled_ = false;
        next_step(now_ns);
        break;
      case Match::more:
        return std::nullopt;
      case Match::differs: {
        const auto end = std::find_if(pending_.begin(), pending_.end(), ends_line);
        const bool whole = end != pending_.end();
        if (!whole && now_ns < received_ns_ + kRestOfLineNs) return received_ns_ + kRestOfLineNs;
        if (options_.lenient) {
          if (!answer_leniently(send)) return std::nullopt;
          anchor_ns_ = now_ns;
          break;
        }
        std::string received = line_;
        received.append(pending_.begin(), whole ? end + 1 : end);
        report(std::move(received));
        over_ = true;
        break;
      }
    }
  }
  return std::nullopt;
}

// Takes matching bytes from what was received.
Player::Match Player::match(const ReplayStep& step) {
  std::size_t used = 0;
  Match result = Match::more;
  while (used < pending_.size() || matched_ == step.bytes.size()) {
    if (matched_ == step.bytes.size()) {
      result = Match::whole;
      break;
    }
    const char byte = pending_[used];
    if (swallow_line_end_ && ends_line(byte) && byte != step.bytes[matched_]) {
      ++used;
      continue;
    }
    swallow_line_end_ = false;
    if (byte != step.bytes[matched_]) {
      result = Match::differs;
      break;
    }
    line_ += byte;
    ++used;
    ++matched_;
  }
  pending_.erase(0, used);
  if (result == Match::whole) swallow_line_end_ = step.any_line_end;
  return result;
}

void Player::next_step(std::int64_t now_ns) {
  const ReplayStep& step = steps_[at_];
  if (step.sender != options_.plays && (step.any_line_end || ends_line(step.bytes.back()))) line_.clear();
  anchor_ns_ = now_ns;
  matched_ = 0;
  ++done_;
  if (++at_ < steps_.size()) return;
  at_ = 0;
  settled_ = false;
  over_ = !options_.loop;
}

// The line of the other side that begins with `step`, also when it was captured byte by byte.
std::string Player::line_at(std::size_t step, std::size_t* end) const {
  std::string line;
  for (; step < steps_.size(); ++step) {
    if (steps_[step].sender == options_.plays) continue;
    line += steps_[step].bytes;
    if (end != nullptr) *end = step;
    if (steps_[step].any_line_end || ends_line(line.back())) break;
  }
  return line;
}

std::string Player::expected_now() const {
  return over_ || steps_[at_].sender == options_.plays ? std::string()
                                                       : line_ + line_at(at_).substr(matched_);
}

void Player::report(std::string received) {
  ++unexpected_count_;
  if (unexpected_.size() >= kMostKept) return;
  unexpected_.push_back({std::move(received), expected_now(), steps_[at_].origin});
}

// False when a whole line is not there yet.
bool Player::answer_leniently(const std::function<void(std::string_view)>& send) {
  const auto found_end = std::find_if(pending_.begin(), pending_.end(), ends_line);
  if (found_end == pending_.end()) return false;
  const std::string line = line_ + std::string(pending_.begin(), found_end + 1);
  pending_.erase(pending_.begin(), found_end + 1);
  line_.clear();
  matched_ = 0;
  // A lone line feed behind a carriage return, an empty line.
  if (without_line_end(line).empty()) return true;
  for (std::size_t ahead = 0; ahead < steps_.size(); ++ahead) {
    const std::size_t step = (at_ + ahead) % steps_.size();
    const bool begins =
        steps_[step].sender != options_.plays &&
        (step == 0 || steps_[step - 1].sender == options_.plays || ends_line(steps_[step - 1].bytes.back()));
    std::size_t last = step;
    if (!begins || !same_command(line_at(step, &last), line)) continue;
    // Its echo stands between its bytes when it was typed.
    for (std::size_t between = step; between < last; ++between) {
      if (steps_[between].sender == options_.plays) send(steps_[between].bytes);
    }
    at_ = last;
    settled_ = false;
    next_step(anchor_ns_);
    return true;
  }
  report(line);
  send("\r\nERROR\r\n");
  return true;
}

}  // namespace atscope::capture
