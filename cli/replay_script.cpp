// SPDX-License-Identifier: MIT
#include "cli/replay_script.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "capture/look_ahead.h"
#include "capture/open.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "decoder/session/session.h"

namespace atscope::cli {
namespace {

using capture::Sender;

using Place = std::pair<std::uint64_t, std::uint64_t>;

Place place_of(const capture::Origin& origin) {
  return {std::max(origin.frame, origin.line), origin.offset};
}

/// Marks the steps that complete an answer, and keeps what was answered.
class Answers final : public session::EventSink {
 public:
  explicit Answers(ReplayScript& script) : script_(script) {}

  void begin_step(const capture::Origin& origin) { steps_[place_of(origin)] = script_.steps.size(); }

  void on_event(const session::Event& event) override {
    if (event.kind != session::EventKind::result && event.kind != session::EventKind::prompt) return;
    const auto after = steps_.upper_bound(place_of(event.origin));
    if (after != steps_.begin()) script_.steps[std::prev(after)->second].settles = true;
  }
  void on_transaction(const session::Transaction& transaction) override {
    answers_.emplace(transaction.id,
                     ReplayScript::Answer{transaction.command, transaction.result, transaction.origin});
  }

  // Transactions close in another order than they begin.
  void finish() {
    for (auto& [id, answer] : answers_) script_.answers.push_back(std::move(answer));
  }

 private:
  ReplayScript& script_;
  std::map<Place, std::size_t> steps_;
  std::map<session::TransactionId, ReplayScript::Answer> answers_;
};

bool ends_line(std::string_view bytes) {
  return bytes.ends_with('\r') || bytes.ends_with('\n') || bytes.ends_with('\x1a');
}

capture::ReplayStep step_of(const capture::Segment& segment, std::int64_t wait_ns) {
  capture::ReplayStep step;
  step.sender = segment.sender;
  step.bytes = segment.bytes;
  step.wait_ns = std::max<std::int64_t>(wait_ns, 0);
  step.origin = segment.origin;
  if (segment.framing != capture::Framing::record || ends_line(step.bytes)) return step;
  step.any_line_end = true;
  const bool prompt = step.bytes == ">" || step.bytes == "> ";
  if (segment.sender == Sender::dce && !prompt) step.bytes = "\r\n" + step.bytes + "\r\n";
  return step;
}

}  // namespace

std::optional<ReplayScript> load_replay_script(const InputOptions& options, const std::string& channel) {
  const auto refuse = [&](std::string_view reason, std::string_view help) {
    complain(options.paths.front(), reason, help);
    return std::nullopt;
  };
  DialectShelf dialects(options.dialect.empty() ? "auto" : options.dialect);
  if (!dialects.load_named()) return std::nullopt;
  capture::OpenOptions open_options;
  open_options.format = options.format;
  open_options.sent_by = options.role == "dce" ? Sender::dce : Sender::dte;
  auto opened = capture::open(options.paths.front(), open_options);
  if (!opened) return refuse(opened.error().reason, opened.error().help);
  capture::LookAheadSource source(std::move(*opened));
  constexpr std::size_t segments = 2000, bytes = 512 * 1024;
  source.look(segments, bytes);

  ReplayScript script;
  script.dialect = dialects.choose(source).dialect;
  Answers answers(script);
  session::Session session(script.dialect, answers);
  std::set<std::string> channels;
  capture::Timestamp last;
  std::uint64_t undirected = 0;
  capture::Segment segment;
  while (source.next(segment)) {
    if (segment.kind != capture::SegmentKind::data || segment.bytes.empty()) continue;
    const auto& names = source.info().channels;
    const std::string name =
        segment.channel < names.size() ? names[segment.channel] : std::to_string(segment.channel);
    channels.insert(name);
    if (!channel.empty() && name != channel) continue;
    if (segment.sender == Sender::unknown) {
      ++undirected;
      continue;
    }
    const bool measured = last.known() && segment.time.clock == last.clock;
    answers.begin_step(segment.origin);
    script.steps.push_back(step_of(segment, measured ? segment.time.ns - last.ns : 0));
    session.feed(segment);
    if (segment.time.known()) last = segment.time;
  }
  session.finish();
  answers.finish();

  if (channel.empty() && channels.size() > 1) {
    return refuse("holds more than one line",
                  fmt::format("choose one with --channel: {}", fmt::join(channels, ", ")));
  }
  if (script.steps.empty()) {
    if (undirected != 0) {
      return refuse("does not tell who sent what", "only a capture with directions can be played");
    }
    return refuse(
        channel.empty() ? "holds no traffic" : "holds no traffic on channel " + channel,
        channels.empty() ? std::string() : fmt::format("its channels are: {}", fmt::join(channels, ", ")));
  }
  return script;
}

}  // namespace atscope::cli
