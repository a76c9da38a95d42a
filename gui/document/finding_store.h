// SPDX-License-Identifier: MIT
// Keeps what the linter found: of each finding a small record, and its texts in a temporary file.
#pragma once

#include <atomic>
#include <cstdint>

#include "decoder/lint/finding.h"
#include "decoder/lint/rule.h"
#include "decoder/trace/spill_array.h"

namespace atscope::gui {

/// What is asked of every finding.
struct FindingRecord {
  std::uint64_t texts = 0;   ///< where the rest of it stands
  std::uint64_t offset = 0;  ///< Origin::offset
  lint::FindingId id = 0;
  lint::FindingId cause = 0;
  std::uint32_t line = 0;  ///< Origin::line, or Origin::frame of a capture
  std::uint16_t rule = 0;  ///< its place in lint::rules()
  lint::Severity severity = lint::Severity::warning;
  bool suppressed = false;
};
static_assert(sizeof(FindingRecord) == 40);

/// One thread adds, others read at the same time: a finding is readable once size() counts it.
class FindingStore {
 public:
  void add(const lint::Finding& finding);

  [[nodiscard]] std::size_t size() const { return records_.size(); }
  [[nodiscard]] const FindingRecord& record(std::size_t index) const { return records_[index]; }
  [[nodiscard]] const lint::RuleInfo& rule(std::size_t index) const;
  /// Put together again, as it was added.
  [[nodiscard]] lint::Finding finding(std::size_t index) const;
  /// True once the disk was full: from there on nothing was kept.
  [[nodiscard]] bool is_full() const { return full_.load(std::memory_order_acquire); }
  void give_back() { file_.give_back(); }

 private:
  trace::SpillFile file_;
  trace::SpillArray<FindingRecord> records_{file_};
  trace::SpillArray<char> texts_{file_};
  std::string packed_;  // of the adding thread
  std::atomic<bool> full_{false};
};

}  // namespace atscope::gui
