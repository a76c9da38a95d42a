// SPDX-License-Identifier: MIT
// Short ways to read a capture from memory.
#pragma once

#include <string_view>

#include "capture/pcap/open_pcap.h"
#include "tests/capture/read_all.h"

namespace atscope::capture::pcap {

struct Reading {
  std::vector<ReadSegment> segments;
  SourceInfo info;
  SourceStats stats;
};

inline Reading read_input(std::unique_ptr<Input> input, Sender sent_by = Sender::dte) {
  OpenOptions options;
  options.sent_by = sent_by;
  auto source = open_pcap(std::move(input), options);
  if (!source) {
    ADD_FAILURE() << source.error().reason;
    return {};
  }
  Reading reading;
  reading.segments = read_all(**source);
  reading.info = (*source)->info();
  reading.stats = (*source)->stats();
  return reading;
}

inline Reading read_capture(std::string_view bytes, Sender sent_by = Sender::dte) {
  return read_input(Input::from_memory(bytes), sent_by);
}

inline Error open_error(std::string_view bytes) {
  auto source = open_pcap(Input::from_memory(bytes), {});
  if (source) {
    ADD_FAILURE() << "opens, but must not";
    return {};
  }
  return source.error();
}

}  // namespace atscope::capture::pcap
