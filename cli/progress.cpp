// SPDX-License-Identifier: MIT
#include "cli/progress.h"

#include <cstdio>
#include <fmt/format.h>
#include <utility>

#include "cli/console.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr auto before_first = std::chrono::milliseconds(500);
constexpr auto between = std::chrono::milliseconds(100);

}  // namespace

std::string progress_text(std::uint64_t bytes, std::uint64_t total, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  std::string text = fmt::format("{:.0f} MB/s", rate / 1e6);
  if (total == 0 || bytes > total) return text + fmt::format(", {:.0f} MB", static_cast<double>(bytes) / 1e6);
  text += fmt::format(", {} %", bytes * 100 / total);
  if (rate > 0) text += fmt::format(", {:.0f} s left", static_cast<double>(total - bytes) / rate);
  return text;
}

Progress::Progress(std::string name, std::uint64_t total, bool wanted)
    : name_(std::move(name)),
      total_(total),
      wanted_(wanted && person_watches()),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void Progress::draw(std::uint64_t bytes) {
  const Clock::time_point now = Clock::now();
  if (now - start_ < before_first || now - last_ < between) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = "\r\x1b[K" + report::visible(name_) + ": " + progress_text(bytes, total_, seconds);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace atscope::cli
