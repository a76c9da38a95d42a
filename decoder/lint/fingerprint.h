// SPDX-License-Identifier: MIT
// Recognises the same finding in another run: by what it is about, never by line or time.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "decoder/lint/finding.h"

namespace atscope::lint {

class Fingerprints {
 public:
  static constexpr std::size_t max_kinds = 4096;

  /// 16 hexadecimal digits: FNV-1a of rule, command, state, error, section and how many alike came before.
  /// Past `max_kinds` different findings the ordinal is no longer counted.
  [[nodiscard]] std::string of(const Finding& finding);

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace atscope::lint
