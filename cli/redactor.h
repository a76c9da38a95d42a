// SPDX-License-Identifier: MIT
// Finds what must not stay in a log, and writes the log without it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/pipeline.h"
#include "cli/redact_map.h"
#include "decoder/mask/masker.h"
#include "decoder/session/event.h"

namespace atscope::cli {

struct Replacement {
  std::uint64_t begin = 0, end = 0;  ///< bytes of the (unpacked) file
  std::string text;
};

/// Watches one decoding and gathers the places of secrets and personal data.
class SecretFinder final : public session::EventSink {
 public:
  explicit SecretFinder(const Input& input) : masker_(*input.dialect(), true) {}

  void see(const capture::Segment& segment) { places_.add(segment); }
  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction&) override {}

  /// Ascending, not overlapping.
  [[nodiscard]] std::vector<Replacement> replacements() const;
  /// Values that are long enough to be replaced wherever they stand, also in lines of other programs.
  [[nodiscard]] const std::set<std::string>& values() const { return values_; }
  /// Secrets whose place in the file could not be told.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  mask::Masker masker_;
  PlaceMap places_;
  mask::Spans spans_;
  std::vector<Replacement> found_;
  std::set<std::string> values_;
  std::uint64_t lost_ = 0;
};

/// What a secret byte becomes: a digit stays a digit, everything else is an x; a leading + stays.
[[nodiscard]] std::string placeholder(std::string_view secret);

}  // namespace atscope::cli
