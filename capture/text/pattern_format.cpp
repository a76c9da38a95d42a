// SPDX-License-Identifier: MIT
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

bool carries_traffic(LineRole role) {
  return role != LineRole::nothing;
}

SourceInfo info_of(const PatternSpec& spec) {
  SourceInfo info;
  info.format = spec.name;
  info.fidelity = spec.fidelity;
  return info;
}

}  // namespace

std::vector<CompiledRule> compile_rules(std::span<const LineRule> rules) {
  std::vector<CompiledRule> compiled;
  for (const LineRule& rule : rules) {
    // A mistake in a pattern is found by the test of the format's samples, or by the reader of its file.
    if (auto pattern = LinePattern::parse(rule.pattern)) compiled.push_back({rule.role, std::move(*pattern)});
  }
  return compiled;
}

PatternReader::PatternReader(std::unique_ptr<Input> input, const OpenOptions& options,
                             const PatternSpec& spec, std::shared_ptr<const std::vector<CompiledRule>> rules)
    : TextSource(std::move(input), info_of(spec)), options_(options), spec_(spec), rules_(std::move(rules)) {}

TextSource::Verdict PatternReader::interpret(Line& line, Segment& segment) {
  const std::string_view text = strip_colour(line.text);
  LineMatch match;
  for (const CompiledRule& rule : *rules_) {
    if (!rule.pattern.match(text, match)) continue;
    if (!carries_traffic(rule.role)) return Verdict::nothing;
    segment.channel = channel(match.channel);
    segment.time = read_time(adjusted(match.stamp));
    segment.framing = spec_.framing;
    segment.sender = rule.role == LineRole::unknown
                         ? Sender::unknown
                         : sender_of((rule.role == LineRole::sent) != turned_, options_);
    take(line, match.payload, segment);
    if (spec_.restore != nullptr) {
      spec_.restore(match.payload, rule.role == LineRole::sent, unescaped_, segment);
    } else {
      unescape(spec_.escapes, match.payload, unescaped_, segment, spec_.hex_columns);
    }
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }
  return line.text.empty() ? Verdict::nothing : Verdict::foreign;
}

Stamp PatternReader::adjusted(Stamp stamp) const {
  if (spec_.whole_seconds) {
    stamp.ns -= stamp.ns % kNsPerSecond;
    stamp.resolution_ns = kNsPerSecond;
  }
  if (spec_.since_boot && stamp.kind == Stamp::Kind::time_of_day) stamp.kind = Stamp::Kind::monotonic;
  return stamp;
}

int score_rules(std::string_view head, std::span<const CompiledRule> rules, int certainty) {
  LineMatch match;
  const bool found = any_line(head, [&](std::string_view line) {
    const std::string_view text = strip_colour(line);
    for (const CompiledRule& rule : rules) {
      if (rule.pattern.match(text, match)) return carries_traffic(rule.role);
    }
    return false;
  });
  return found ? certainty : kNoEvidence;
}

std::unique_ptr<Source> make_pattern_reader(std::unique_ptr<Input> input, const OpenOptions& options,
                                            const PatternSpec& spec,
                                            std::shared_ptr<const std::vector<CompiledRule>> rules,
                                            std::shared_ptr<const void> owner) {
  const std::size_t at_hand = spec.role_by_content ? kProbeSize : 1;
  PatternReader probe(Input::from_memory(input->peek(at_hand).substr(0, kProbeSize)), {}, spec, rules);
  Segment segment;
  bool has_time = false;
  bool has_direction = true;
  int sent = 0;
  int received = 0;
  while (probe.next(segment)) {
    if (looks_like_command(segment.bytes)) ++(segment.sender == Sender::dte ? sent : received);
    has_time = has_time || segment.time.known();
    has_direction = has_direction && segment.sender != Sender::unknown;
  }
  auto reader = std::make_unique<PatternReader>(std::move(input), options, spec, std::move(rules));
  reader->promise_time(has_time, has_time ? probe.info().time_resolution_ns : 1);
  reader->keep(std::move(owner));
  reader->promise_direction(has_direction);
  if (spec.role_by_content && !options.sent_by_given && received > sent) reader->turn_around();
  return reader;
}

}  // namespace atscope::capture
