// SPDX-License-Identifier: MIT
#include "capture/live/line_watch.h"

#include "capture/pcap/rtac_serial.h"

namespace atscope::capture::live {
namespace {

// Counters of the driver wrap.
std::uint32_t grown(int before, int now) {
  return static_cast<std::uint32_t>(now) - static_cast<std::uint32_t>(before);
}

}  // namespace

LineChange LineWatch::look(const std::optional<LineCounts>& counts, std::optional<std::uint8_t> lines) {
  LineChange change;
  if (lines) {
    change.lines = *lines;
    change.lines_changed = !lines_ || *lines_ != *lines;
  }
  if (counts && counts_) {
    change.overruns = grown(counts_->overrun, counts->overrun);
    change.buffer_losses = grown(counts_->buffer_overrun, counts->buffer_overrun);
  }
  if (counts && counts_ && lines && lines_) {
    const auto unseen = [&](int before, int now, std::uint8_t bit) {
      const int visible = ((*lines ^ *lines_) & bit) != 0 ? 1 : 0;
      const auto all = static_cast<int>(grown(before, now));
      return all > visible ? all - visible : 0;
    };
    using namespace pcap::rtac;
    change.unseen = unseen(counts_->cts, counts->cts, kCts) + unseen(counts_->dsr, counts->dsr, kDsr) +
                    unseen(counts_->dcd, counts->dcd, kDcd);
    // Many drivers count only one edge of RI: what was seen says nothing about how many there were.
    if (((*lines ^ *lines_) & kRi) == 0)
      change.unseen += static_cast<int>(grown(counts_->ring, counts->ring));
  }
  if (counts) counts_ = counts;
  if (lines) lines_ = lines;
  return change;
}

}  // namespace atscope::capture::live
