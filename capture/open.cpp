// SPDX-License-Identifier: MIT
#include "capture/open.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "capture/describe.h"
#include "capture/open_input.h"
#include "capture/text/format.h"
#include "capture/text/format_file.h"
#include "capture/wrap/detect_wrapping.h"
#if __has_include("capture/pcap/open_pcap.h")
#include "capture/pcap/open_pcap.h"
#define ATSCOPE_HAS_PCAP 1
#endif

namespace atscope::capture {
namespace {

constexpr std::string_view kPcap = "pcap";
constexpr std::size_t kHead = std::size_t{64} * 1024;
constexpr std::size_t kLongHead = std::size_t{1} << 20U;
constexpr std::size_t kLongestHead = std::size_t{16} << 20U;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + static_cast<std::size_t>(a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

Error unknown_format(const std::string& path, const std::string& name) {
  constexpr std::size_t kLongestName = 40;
  std::string all = "auto";
  std::string_view nearest;
  std::size_t least = 3;
  for (const FormatInfo& format : formats()) {
    all += ", " + std::string(format.name);
    if (name.size() > kLongestName) continue;
    const std::size_t distance = edit_distance(name, format.name);
    if (distance < least || (name.size() >= 3 && format.name.starts_with(name))) {
      nearest = format.name;
      least = std::min(least, distance);
    }
  }
  std::string help = nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
  return Error{Error::Kind::unknown_format, path, "unknown format \"" + name.substr(0, kLongestName) + "\"",
               help + "The formats are: " + all};
}

/// Looks at more and more of the input until a format is certain. A pipe is asked only for what it has, as
/// long as that is enough to decide: a live log must not have to fill a buffer first.
Reading find_reading(Input& input) {
  Reading reading;
  std::string_view head = input.peek(1);
  while (true) {
    reading = detect_reading(head.substr(0, kHead));
    if (reading.score >= kCertain || head.size() >= kHead) break;
    const std::size_t seen = head.size();
    head = input.peek(std::min(kHead, seen + seen / 4 + 1));
    if (head.size() == seen) return reading;
  }
  if (reading.score > kFallback) return reading;

  // A system log may say a lot before it says AT.
  head = input.peek(input.whole() ? kLongestHead : kLongHead);
  if (describe(head).starts_with("binary")) return reading;
  head = head.substr(0, input.whole() ? kLongestHead : kLongHead);
  constexpr std::size_t kWindow = std::size_t{128} * 1024;
  constexpr int kWindows = 16;
  std::size_t at = find_traffic(head, 0);
  for (int i = 0; i < kWindows && at != std::string_view::npos; ++i) {
    Reading here = detect_reading(head.substr(at, kWindow));
    if (here.score > kFallback) return here;
    at = at + kWindow < head.size() ? find_traffic(head, at + kWindow) : std::string_view::npos;
  }
  int score = 0;
  const Format& format = detect(head, score);  // one that shows its bytes in hex
  if (score > kFallback) reading = {&format, score, Coding::bytes, {}, false};
  return reading;
}

const Format* text_format(std::string_view name) {
  const auto all = text_formats();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Format* format) { return format->name == name; });
  return found == all.end() ? nullptr : *found;
}

tl::expected<std::unique_ptr<Source>, Error> open_capture([[maybe_unused]] std::unique_ptr<Input> input,
                                                          const std::string& path,
                                                          [[maybe_unused]] const OpenOptions& options) {
#ifdef ATSCOPE_HAS_PCAP
  auto source = open_pcap(std::move(input), options);
  if (!source && source.error().path.empty()) source.error().path = path;
  return source;
#else
  return tl::unexpected(
      Error{Error::Kind::unsupported, path, "is a packet capture, which this build cannot read", ""});
#endif
}

bool is_capture([[maybe_unused]] std::string_view head) {
#ifdef ATSCOPE_HAS_PCAP
  return looks_like_pcap(head);
#else
  return false;
#endif
}

}  // namespace

tl::expected<std::unique_ptr<Source>, Error> open_input(std::unique_ptr<Input> input, const std::string& path,
                                                        const OpenOptions& options) {
  const bool automatic = options.format == "auto" || options.format.empty();
  const Format* format = text_format(options.format);
  if (!automatic && format == nullptr && options.format != kPcap) {
    auto described = load_format_file(options.format);
    if (described) return open_format_file(std::move(input), options, *described);
    const bool is_file = options.format.find('/') != std::string::npos || options.format.ends_with(".format");
    if (is_file || described.error().kind == Error::Kind::unknown_format) {
      described.error().kind = Error::Kind::unknown_format;
      return tl::unexpected(std::move(described.error()));
    }
    return tl::unexpected(unknown_format(path, options.format));
  }
  if (input->peek(1).empty() && !input->damage().empty()) {
    const auto kind =
        input->container() == Input::Container::none ? Error::Kind::not_readable : Error::Kind::corrupt;
    return tl::unexpected(Error{kind, path, std::string(input->damage()), "nothing could be read from it"});
  }
  if (options.format == kPcap) return open_capture(std::move(input), path, options);
  if (automatic) {
    constexpr std::size_t kMagic = 32;
    // Text on a slow pipe must not wait for 32 bytes. Of the magic numbers only three begin with a printable
    // byte: 4D 3C B2 A1 (classic pcap, nanoseconds), 34 CD B2 A1 (its modified form) and "btsnoop".
    const char first = input->peek(1).empty() ? ' ' : input->peek(1).front();
    const bool text = static_cast<unsigned char>(first) >= 0x20 && static_cast<unsigned char>(first) < 0x80;
    const bool maybe_capture =
        !text || first == '\x4d' || first == '\x34' || input->peek(2).substr(0, 2) == "bt";
    if (maybe_capture && is_capture(input->peek(kMagic)))
      return open_capture(std::move(input), path, options);
    const Reading reading = find_reading(*input);
    return open_reading(std::move(input), reading, options);
  }
  const Coding coding = coding_of(input->peek(2));
  return open_reading(std::move(input), {format, kCertain, coding, {}, false}, options);
}

tl::expected<std::unique_ptr<Source>, Error> open(const std::string& path, const OpenOptions& options) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(std::move(input.error()));
  return open_input(std::move(*input), path, options);
}

std::vector<FormatInfo> formats() {
  std::vector<FormatInfo> all;
  for (const Format* format : text_formats()) {
    all.push_back({format->name, format->description, format->samples.front().text});
  }
  all.push_back({kPcap,
                 "packet capture (pcap, pcapng, btsnoop) of a serial line, of USB, or of a Bluetooth "
                 "hands-free connection",
                 ""});
  return all;
}

}  // namespace atscope::capture
