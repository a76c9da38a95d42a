// SPDX-License-Identifier: MIT
#include "capture/text/unescape.h"

#include <algorithm>

namespace atscope::capture {

void Unescaped::grow(std::size_t size) {
  constexpr std::size_t kFirst = 4096;
  capacity_ = std::max(kFirst, size * 2);
  bytes_.reset(new char[capacity_]);
  steps_.reset(new OffsetStep[capacity_ + 1]);
}

}  // namespace atscope::capture
