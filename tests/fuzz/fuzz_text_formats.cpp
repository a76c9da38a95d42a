// SPDX-License-Identifier: MIT
// Any bytes as a log: every format, and detection, ends, stays inside the file, and gives the same segments
// whether the bytes are in memory or trickle in.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "capture/describe.h"
#include "capture/open_input.h"
#include "capture/text/format.h"
#include "capture/unpack.h"
#include "capture/wrap/peel_stream.h"

namespace {

using namespace atscope::capture;

/// Packed inputs can unpack to much more than a fuzz run should read.
constexpr std::uint64_t kEnough = std::uint64_t{4} << 20U;

class Trickle final : public ByteStream {
 public:
  Trickle(std::string_view bytes, std::size_t step) : rest_(bytes), step_(step) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t n = rest_.copy(to, size < step_ ? size : step_);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
  std::size_t step_;
};

void require(bool holds) {
  if (!holds) std::abort();
}

struct Digest {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  std::uint64_t bytes = 0;

  void add(std::uint64_t value) { hash = (hash ^ value) * 1'099'511'628'211U; }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
  }
};

Digest read(Source& source, bool packed) {
  Digest digest;
  Segment segment;
  std::uint64_t line = 0;
  std::uint64_t segments = 0;
  while (digest.bytes < kEnough && source.next(segment)) {
    ++segments;
    digest.bytes += segment.bytes.size();
    digest.add(segment.bytes);
    digest.add(segment.note);
    digest.add(static_cast<std::uint64_t>(segment.time.ns));
    digest.add(static_cast<std::uint64_t>(segment.sender) * 256 + static_cast<std::uint64_t>(segment.kind));
    digest.add(segment.origin.offset);
    require(segment.channel < source.info().channels.size());
    require(segment.origin.line >= line);
    line = segment.origin.line;
    if (segment.bytes.empty()) {
      require(segment.kind != SegmentKind::data);
      continue;
    }
    require(packed || segment.offset_of(segment.bytes.size() - 1) < source.stats().bytes);
    for (std::size_t i = 1; i < segment.offset_steps.size(); ++i) {
      require(segment.offset_steps[i - 1].index <= segment.offset_steps[i].index);
    }
  }
  require(source.stats().segments == segments);
  return digest;
}

Digest read_as(std::unique_ptr<Input> input, std::string_view format, bool packed) {
  OpenOptions options;
  options.format = format;
  auto source = open_input(std::move(input), "fuzz", options);
  return source ? read(**source, packed) : Digest{};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Characters of UTF-16 can take more bytes in UTF-8: places within their segment are then too far on.
  const bool recoded = coding_of(bytes) != Coding::bytes;
  const bool packed = container_of(bytes) != Input::Container::none || recoded;
  require(!describe(bytes).empty());
  (void)read_as(Input::from_memory(bytes), "auto", packed);
  if (packed && !recoded) return 0;

  const std::size_t step = size == 0 ? 1 : 1 + data[0] % 64;
  for (const Format* format : text_formats()) {
    const Digest whole = read_as(Input::from_memory(bytes), format->name, packed);
    const Digest pieces =
        read_as(Input::from_stream(std::make_unique<Trickle>(bytes, step)), format->name, packed);
    require(whole.bytes <= (recoded ? size * 2 : size));
    require(whole.hash == pieces.hash && whole.bytes == pieces.bytes);
  }
  return 0;
}
