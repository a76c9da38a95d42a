// SPDX-License-Identifier: MIT
#include "capture/wrap/peeled_source.h"

#include <algorithm>

namespace atscope::capture {

PeeledSource::PeeledSource(std::unique_ptr<Source> inner, PeelStream& stream, std::string wrapping)
    : inner_(std::move(inner)), stream_(stream), info_(inner_->info()) {
  info_.wrapping = std::move(wrapping);
}

bool PeeledSource::next(Segment& segment) {
  const bool more = inner_->next(segment);
  if (more) move_to_file(segment);
  renew_stats();
  return more;
}

/// What the reader said of the peeled stream becomes true of the file.
void PeeledSource::move_to_file(Segment& segment) {
  const std::uint64_t begin = segment.origin.offset;
  const auto& runs = stream_.runs();
  if (runs.empty()) return;

  // The time of the line, met on the way.
  std::size_t at = 0;
  for (; at < runs.size() && runs[at].peeled <= begin; ++at) {
    if (!runs[at].begins_line || runs[at].peeled == stamped_) continue;
    if (stamped_ != UINT64_MAX && runs[at].peeled < stamped_) continue;
    stamped_ = runs[at].peeled;
    stamp_ = runs[at].stamp;
    line_time_ = clock_.read(stamp_);
  }
  at = at == 0 ? 0 : at - 1;
  if (!segment.time.known() && line_time_.known()) {
    segment.time = line_time_;
    if (!info_.has_time || stamp_.resolution_ns < info_.time_resolution_ns)
      info_.time_resolution_ns = stamp_.resolution_ns;
    info_.has_time = true;
  }

  const auto offset_in = [&](std::size_t run, std::uint64_t peeled) {
    return runs[run].offset + (peeled - std::min(peeled, runs[run].peeled));
  };
  const std::uint64_t origin = offset_in(at, begin);
  segment.origin.line = runs[at].line;
  segment.origin.offset = origin;

  steps_.clear();
  std::size_t run = at;
  std::size_t inner_step = 0;
  std::uint64_t inner_shift = 0;
  std::uint64_t shift = 0;
  for (std::size_t i = 0; i < segment.bytes.size(); ++i) {
    while (inner_step < segment.offset_steps.size() && segment.offset_steps[inner_step].index <= i)
      inner_shift = segment.offset_steps[inner_step++].shift;
    const std::uint64_t peeled = begin + i + inner_shift;
    while (run + 1 < runs.size() && runs[run + 1].peeled <= peeled) ++run;
    const std::uint64_t offset = offset_in(run, peeled);
    // Characters that are longer here than in the file must not lead back.
    const std::uint64_t now = offset < origin + i ? shift : offset - origin - i;
    if (now != shift) steps_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(now)});
    shift = now;
  }
  segment.offset_steps = steps_;
  stream_.forget_before(begin);
}

void PeeledSource::renew_stats() {
  const SourceStats& inner = inner_->stats();
  stats_ = inner;
  stats_.foreign_lines += stream_.foreign_lines();
  stats_.clock_steps_back += clock_.steps_back();
  const bool all_read = inner.bytes >= stream_.peeled_bytes();
  stats_.bytes = stream_.file_bytes();
  stats_.lines = stream_.file_lines();
  if (!all_read) {
    const auto& runs = stream_.runs();
    const auto behind = std::find_if(runs.begin(), runs.end(), [&](const PeelStream::Run& run) {
      return run.begins_line && run.peeled >= inner.bytes;
    });
    if (behind != runs.end()) {
      stats_.bytes = behind->offset;
      stats_.lines = behind->line - 1;
    }
  }
  if (info_.channels.size() != inner_->info().channels.size()) info_.channels = inner_->info().channels;
  info_.has_direction = inner_->info().has_direction;
}

}  // namespace atscope::capture
