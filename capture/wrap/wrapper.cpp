// SPDX-License-Identifier: MIT
#include "capture/wrap/wrapper.h"

#include <utility>

namespace atscope::capture {

const MappedText* Peeler::peel(MappedText& line) {
  stamp_ = Stamp{};
  for (Layer& layer : layers_) {
    spare_.clear();
    layer.peeling.stamp = Stamp{};
    if (!layer.wrapper->peel(line, spare_, layer.peeling)) return nullptr;
    if (layer.peeling.stamp.kind != Stamp::Kind::none) stamp_ = layer.peeling.stamp;
    std::swap(line, spare_);
  }
  return &line;
}

}  // namespace atscope::capture
