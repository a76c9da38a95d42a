// SPDX-License-Identifier: MIT
#include "capture/wrap/detect_wrapping.h"

#include <algorithm>
#include <array>
#include <utility>

#include "capture/text/formats.h"
#include "capture/wrap/peeled_source.h"

namespace atscope::capture {
namespace {

constexpr std::size_t kMaxPrograms = 24;
constexpr int kMaxPrefixes = 4;

struct Evidence {
  const Format* format = nullptr;
  int score = 0;
  int lines = 0;  ///< of a raw transcript: those that look like AT traffic

  /// Taking another layer off must show more than chance does.
  [[nodiscard]] bool is_better_than(const Evidence& other) const {
    if (score != other.score) return score > other.score;
    return format == &raw && lines >= other.lines * 2 + 2;
  }
};

Evidence evidence_in(std::string_view text) {
  Evidence evidence;
  evidence.format = &detect(text, evidence.score);
  if (evidence.format == &raw) {
    each_line(text, [&](std::string_view line) {
      evidence.lines += static_cast<int>(is_plain_command(line) || looks_like_response(line));
    });
  }
  return evidence;
}

/// `text` without `layer`; whether a time was met on the way.
std::string peel_text(std::string_view text, const Layer& layer, bool& has_time) {
  std::string peeled;
  MappedText line;
  MappedText out;
  Peeling peeling = layer.peeling;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    line.clear();
    out.clear();
    line.append(text.substr(0, size), 0, 0);
    peeling.stamp = Stamp{};
    if (layer.wrapper->peel(line, out, peeling)) peeled += out.bytes();
    has_time = has_time || peeling.stamp.kind != Stamp::Kind::none;
    text.remove_prefix(size);
  }
  return peeled;
}

/// Programs of the system log in `text`, in order.
void add_programs(std::string_view text, const Wrapper& wrapper,
                  std::string_view (*program_of)(std::string_view), std::vector<Layer>& layers) {
  std::vector<std::string_view> programs;
  each_line(text, [&](std::string_view line) {
    const std::string_view program = program_of(line);
    if (program.empty() || programs.size() >= kMaxPrograms) return;
    if (std::find(programs.begin(), programs.end(), program) == programs.end()) programs.push_back(program);
  });
  for (const std::string_view program : programs) layers.push_back({&wrapper, {std::string(program), 0, {}}});
}

/// Blanks before the first line of `text` that looks like AT traffic behind them, or before the first line.
std::size_t common_indent(std::string_view text) {
  std::size_t indent = 0;
  std::size_t least = std::string_view::npos;
  const bool found = any_line(text, [&](std::string_view line) {
    indent = line.find_first_not_of(" \t");
    if (indent == std::string_view::npos) return false;
    least = std::min(least, indent);
    return indent > 0 && is_plain_command(line.substr(indent));
  });
  if (found) return indent;
  return least == std::string_view::npos ? 0 : least;
}

std::vector<Layer> prefixes_in(std::string_view text) {
  std::vector<Layer> layers;
  if (text.find('\x1b') != std::string_view::npos) layers.push_back({&ansi_colour, {}});
  add_programs(text, syslog, syslog_program, layers);
  add_programs(text, journal_json, journal_program, layers);
  for (const Wrapper* wrapper : {&mail_quote, &leading_time, &container_name})
    layers.push_back({wrapper, {}});
  if (const std::size_t indent = common_indent(text); indent > 0)
    layers.push_back({&indentation, {{}, indent, {}}});
  return layers;
}

std::string to_utf8(std::string_view head, Coding coding) {
  PeelStream stream(Input::from_memory(head), coding, {});
  std::string text;
  std::array<char, 4096> block{};
  while (const std::size_t size = stream.read(block.data(), block.size())) text.append(block.data(), size);
  return text;
}

}  // namespace

Reading detect_reading(std::string_view head) {
  Reading reading;
  reading.coding = coding_of(head);
  std::string text;
  if (reading.coding != Coding::bytes) {
    text = to_utf8(head, reading.coding);
    head = text;
  }
  const auto take_off = [&](Layer layer) {
    text = peel_text(head, layer, reading.has_time);
    head = text;
    reading.layers.push_back(std::move(layer));
  };
  if (is_quoted_printable(head)) take_off({&quoted_printable, {}});
  if (is_html(head)) take_off({&html, {}});
  if (is_run_on(head)) take_off({&run_on, {}});

  Evidence evidence = evidence_in(head);
  for (int round = 0; round < kMaxPrefixes && evidence.score < kCertain; ++round) {
    const Layer* best = nullptr;
    const std::vector<Layer> candidates = prefixes_in(head);
    for (const Layer& candidate : candidates) {
      bool has_time = false;
      const Evidence found = evidence_in(peel_text(head, candidate, has_time));
      if (!found.is_better_than(evidence)) continue;
      evidence = found;
      best = &candidate;
    }
    if (best == nullptr) break;
    take_off(*best);
  }
  reading.format = evidence.format;
  reading.score = evidence.score;
  return reading;
}

std::size_t find_traffic(std::string_view text, std::size_t from) {
  constexpr std::string_view kSigns = "+%^&*#$\r<";
  constexpr std::size_t kBefore = std::size_t{8} * 1024;
  for (std::size_t at = text.find('T', from); at != std::string_view::npos; at = text.find('T', at + 1)) {
    if (at == 0 || text[at - 1] != 'A' || at + 1 >= text.size()) continue;
    if (kSigns.find(text[at + 1]) == std::string_view::npos) continue;
    const char before = at >= 2 ? text[at - 2] : ' ';
    const bool word = (before >= '0' && before <= '9') || (before >= 'A' && before <= 'Z') ||
                      (before >= 'a' && before <= 'z') || before == '_';
    if (word) continue;
    const std::size_t begin = at > kBefore ? at - kBefore : 0;
    const std::size_t line = text.find('\n', begin);
    return begin == 0 || line == std::string_view::npos || line > at ? begin : line + 1;
  }
  return std::string_view::npos;
}

std::unique_ptr<Source> open_reading(std::unique_ptr<Input> input, const Reading& reading,
                                     const OpenOptions& options) {
  if (!reading.is_wrapped()) return reading.format->make(std::move(input), options);
  std::string names = reading.coding == Coding::bytes ? "" : "UTF-16";
  for (const Layer& layer : reading.layers) {
    if (!names.empty()) names += ", ";
    names += layer.wrapper->name;
    if (!layer.peeling.program.empty()) names += " of " + layer.peeling.program;
  }
  auto stream = std::make_unique<PeelStream>(std::move(input), reading.coding, reading.layers);
  PeelStream& peeled = *stream;
  // How much of a growing log is left without its wrapping is not known.
  OpenOptions inner_options = options;
  if (options.head_bytes != OpenOptions{}.head_bytes) inner_options.head_bytes = 1;
  auto inner = reading.format->make(Input::from_stream(std::move(stream)), inner_options);
  auto source = std::make_unique<PeeledSource>(std::move(inner), peeled, std::move(names));
  if (reading.has_time) source->promise_time();
  return source;
}

}  // namespace atscope::capture
