// SPDX-License-Identifier: MIT
// What arrives while a capture or a replay runs: line-error marks, a host program's bytes, USB descriptors.
// How it is cut into reads must make no difference.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "capture/live/line_error_marks.h"
#include "capture/live/usb_source.h"
#include "capture/replay/player.h"

namespace {

using namespace atscope::capture;

std::string unmark(std::string_view raw, std::size_t step) {
  live::LineErrorMarks marks;
  std::string out;
  for (; !raw.empty(); raw.remove_prefix(std::min(step, raw.size()))) {
    marks.take(
        raw.substr(0, step), step % 2 == 0, [&](std::string_view bytes) { out += bytes; },
        [&](pcap::rtac::Event) { out += "[error]"; });
  }
  return out;
}

std::string play(std::string_view input, std::size_t step, bool lenient) {
  const auto said = [](Sender sender, std::string bytes) {
    return ReplayStep{sender, std::move(bytes), 0, sender == Sender::dce, false, {}};
  };
  Player player({said(Sender::dte, "AT\r"), said(Sender::dce, "\r\nOK\r\n"), said(Sender::dte, "A"),
                 said(Sender::dce, "A"), said(Sender::dte, "TI\r"), said(Sender::dce, "\r\nX\r\n")},
                {Sender::dce, 0, lenient, true});
  std::string out;
  const auto send = [&](std::string_view bytes) { out += bytes; };
  // Between two reads there is time for all that is due at once, but not for a line to count as broken off.
  constexpr std::int64_t soon = 2'000'000;
  std::int64_t now = 0;
  for (; !input.empty(); input.remove_prefix(std::min(step, input.size()))) {
    player.receive(input.substr(0, step), now);
    while (true) {
      const auto due = player.advance(now, send);
      if (!due || *due > now + soon) break;
      now = *due;
    }
  }
  for (const Player::Unexpected& unexpected : player.unexpected()) out += "?" + unexpected.received;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096));
  if (input.empty()) return 0;
  const std::size_t step = 1 + static_cast<unsigned char>(input.front()) % 16 * 2;
  const std::string_view rest = input.substr(1);
  if (unmark(rest, step) != unmark(rest, 4097)) std::abort();
  for (const bool lenient : {false, true}) {
    if (play(rest, step, lenient) != play(rest, 4097, lenient)) std::abort();
  }
  static_cast<void>(live::descriptor_capture({{1, 2, {}, std::string(rest)}}, 0));
  return 0;
}
