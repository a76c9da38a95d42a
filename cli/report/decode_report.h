// SPDX-License-Identifier: MIT
// What `atscope decode` writes: one interface, one file per format.
#pragma once

#include <cstdint>
#include <memory>

#include "decoder/report/event_writer.h"
#include "decoder/session/event.h"

namespace atscope::cli {

class Input;
class Output;

/// Takes the events of one input after the other.
class DecodeReport : public session::EventSink {
 public:
  virtual void begin(const Input& input) = 0;
  virtual void end() = 0;
};

struct DecodeOptions {
  bool fields = false;
  bool show_secrets = false;
  bool color = false;
  bool several_inputs = false;
  bool filtered = false;  ///< only a part of the events comes
  enum class Time : std::uint8_t { automatic, wall, relative } time = Time::automatic;
};

std::unique_ptr<DecodeReport> make_transcript(Output& output, const DecodeOptions& options);
/// `make` is one of decoder/report/event_writer.h.
std::unique_ptr<DecodeReport> make_decode_report(
    Output& output, const DecodeOptions& options,
    std::unique_ptr<report::EventWriter> (*make)(report::Sink, const report::EventWriterOptions&));

}  // namespace atscope::cli
