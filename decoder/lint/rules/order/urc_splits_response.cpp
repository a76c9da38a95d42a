// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

// Three lines in a row: the beginning of a response, an unsolicited code, the rest of the response.
class UrcSplitsResponse final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD004",
      .name = "urc-splits-response",
      .severity = Severity::error,
      .needs = {.direction = true},
      .summary = "An unsolicited code stands in the middle of a line of a response.",
      .interest = {.events = Interest::of(EventKind::command, EventKind::information, EventKind::result,
                                          EventKind::urc, EventKind::unparsed)},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= states_.size()) states_.resize(std::size_t{event.channel} + 1);
    State& state = states_[event.channel];
    const bool fragment = event.rule == grammar::no_rule && event.sender == session::Sender::dce &&
                          event.kind != EventKind::result && event.kind != EventKind::command &&
                          !event.text.empty() && event.text.size() <= longest;
    if (!fragment) {
      const bool splits =
          state.step == State::begun && event.kind == EventKind::urc && event.rule != grammar::no_rule;
      if (splits) state.urc = {event.origin, event.time, event.sender, std::string(event.text), {}};
      state.step = splits ? State::split : State::idle;
      return;
    }
    if (state.step == State::split) {
      state.joined.assign(state.begin.text).append(event.text);
      if (is_line(state.joined, context.dialect)) {
        report(state, event, reporter);
        state.step = State::idle;
        return;
      }
    }
    state.begin = {event.origin, event.time, event.sender, std::string(event.text), {}};
    state.step = State::begun;
  }

 private:
  static constexpr std::size_t longest = 80;

  struct State {
    enum Step : std::uint8_t { idle, begun, split } step = idle;
    Related begin, urc;
    std::string joined;
  };

  static bool is_line(std::string_view text, const grammar::Dialect& dialect) {
    const auto candidates = dialect.candidates(text);
    return std::any_of(candidates.begin(), candidates.end(), [&](grammar::RuleId id) {
      const grammar::LineRule& line = dialect.rule(id);
      return line.notation.lead().size() > 2 && line.notation.matches(text);
    });
  }

  static void report(const State& state, const Event& event, Reporter& reporter) {
    Finding finding;
    finding.channel = event.channel;
    finding.txn = event.txn;
    finding.origin = state.urc.origin;
    finding.time = state.urc.time;
    finding.text = state.urc.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.command = command_name(state.joined.substr(0, state.joined.find(':')));
    finding.message = fmt::format("an unsolicited code stands in the middle of the line {}", state.joined);
    finding.help =
        "the module mixes its outputs: switch the report off while the command runs, use another port for "
        "reports, or ask the maker for a newer firmware";
    finding.source = "V.250 §5.7";
    finding.related.push_back(with_message(state.begin, "the line begins"));
    finding.related.push_back(
        {event.origin, event.time, event.sender, std::string(event.text), "and goes on"});
    reporter.report(std::move(finding));
  }

  std::vector<State> states_;  // by channel
};

}  // namespace

RuleEntry urc_splits_response() {
  return rule_entry<UrcSplitsResponse>();
}

}  // namespace atscope::lint
