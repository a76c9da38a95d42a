// SPDX-License-Identifier: MIT
// Findings that are known, by protocol fingerprint (never by line or time), with how often they come:
// hardware is flaky.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "decoder/lint/finding.h"

namespace atscope::config {

class Baseline {
 public:
  enum class Missing { is_an_error, is_empty };
  /// Why the file cannot be used; empty when it can.
  [[nodiscard]] std::string load(const std::string& path, Missing missing);
  /// Remembers that the finding came in this run.
  lint::BaselineState see(const lint::Finding& finding);
  /// Entries that did not come in this run.
  [[nodiscard]] std::size_t absent() const;

  /// Writes what was known and what came; without those that did not come if `prune`, without new ones unless
  /// `add`. False when it cannot be written.
  [[nodiscard]] bool save(const std::string& path, bool add, bool prune);

 private:
  struct Entry {
    std::string code, command, error, state, section;
    std::uint64_t seen = 0, runs = 0;  // in how many of how many runs since it is known
    bool known = false, came = false;
  };
  std::map<std::string, Entry> entries_;  // by fingerprint
};

}  // namespace atscope::config
