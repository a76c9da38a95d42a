// SPDX-License-Identifier: MIT
// Any bytes as a capture: reading ends, every segment lies inside the input, and a pipe gives the same as a
// file.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "capture/pcap/open_pcap.h"

namespace {

using namespace atscope::capture;

class SmallPieces final : public ByteStream {
 public:
  explicit SmallPieces(std::string_view bytes) : rest_(bytes) {}
  std::size_t read(char* to, std::size_t size) override {
    constexpr std::size_t step = 13;
    const std::size_t n = rest_.copy(to, size < step ? size : step);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

std::string summary_of(std::unique_ptr<Input> input, std::string_view file) {
  const auto source = open_pcap(std::move(input), {});
  if (!source) {
    if (source.error().reason.empty()) std::abort();
    return "cannot be opened";
  }
  std::string summary;
  std::size_t segments = 0;
  Segment segment;
  while ((*source)->next(segment)) {
    // The smallest record takes twelve bytes, and gives at most four segments.
    if (++segments > file.size() / 3 + 1) std::abort();
    if (segment.channel >= (*source)->info().channels.size()) std::abort();
    if (segment.kind != SegmentKind::data && segment.note.empty()) std::abort();
    if (file.substr(segment.origin.offset, segment.bytes.size()) != segment.bytes) std::abort();
    summary += std::to_string(segment.origin.offset) + ' ' + std::to_string(segment.time.ns) + ' ';
    summary.append(segment.bytes).append(segment.note) += '\n';
  }
  if ((*source)->stats().segments != segments) std::abort();
  return summary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  if (!looks_like_pcap(file)) return 0;
  const std::string whole = summary_of(Input::from_memory(file), file);
  const std::string pieces = summary_of(Input::from_stream(std::make_unique<SmallPieces>(file)), file);
  // A pipe may give up on foreign packets where a file is searched on.
  if (whole != pieces && pieces != "cannot be opened") std::abort();
  return 0;
}
