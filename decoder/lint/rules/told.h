// SPDX-License-Identifier: MIT
// What a rule has said already.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::lint {

/// Remembers a bounded number of keys: whatever comes after so many different ones is new each time.
class Told {
 public:
  /// Whether `key` is new; it is not the next time.
  [[nodiscard]] bool is_new(std::string_view key) {
    if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) return false;
    if (keys_.size() < most) keys_.emplace_back(key);
    return true;
  }

 private:
  static constexpr std::size_t most = 64;
  std::vector<std::string> keys_;
};

}  // namespace atscope::lint
