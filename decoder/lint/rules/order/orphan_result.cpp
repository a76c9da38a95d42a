// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class OrphanResult final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD002",
      .name = "orphan-result",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "A final result came while no command was open.",
      .interest = {.events = Interest::of(session::EventKind::result)},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context& context, Reporter& reporter) override {
    if (event.txn != 0) return;
    const ChannelHistory& channel = context.history.channel(event.channel);
    // Where the log begins, or behind lost bytes, the command may have stood in what is missing.
    if (!channel.is_paired()) return;
    const bool told = context.source.has_direction;
    // The host's own " OK" looks like one: nothing stands before a result code.
    if (!told && event.text.starts_with(' ')) return;
    Finding finding = at_event(event);
    finding.error = finding.text;
    finding.source = "V.250 §5.7";
    Last& last = last_of(event.channel);
    // Each further one behind it belongs to the same shift, until results find their commands again.
    const bool repeated = last.id != 0 && channel.clean_transactions() - last.clean <= max_distance;
    if (repeated) {
      finding.cause = last.id;
      finding.message = fmt::format("{} came while no command was open; answers are shifted by one{}",
                                    finding.text, since(last.origin));
    } else {
      finding.message = fmt::format("{} came while no command was open", finding.text);
      last.origin = event.origin;
    }
    finding.help =
        "find the command whose result came too late or twice, and read until the module is silent before "
        "the next command";
    if (!told && !repeated) {
      // One alone can be the host's own word.
      const bool second = last.held && channel.clean_transactions() - last.clean <= max_distance;
      last.clean = channel.clean_transactions();
      if (!second) {
        last.held = std::move(finding);
        return;
      }
      last.origin = last.held->origin;
      finding.cause = last.id = reporter.report(*std::exchange(last.held, std::nullopt));
      reporter.report(std::move(finding));
      return;
    }
    const FindingId id = reporter.report(std::move(finding));
    if (!repeated) last.id = id;
    last.clean = channel.clean_transactions();
  }

 private:
  static constexpr std::uint64_t max_distance = 8;  // clean transactions between two of one shift

  struct Last {
    FindingId id = 0;
    session::Origin origin;
    std::uint64_t clean = 0;
    std::optional<Finding> held;  // the first of a log without direction
  };

  Last& last_of(session::ChannelId channel) {
    if (channel >= last_.size()) last_.resize(std::size_t{channel} + 1);
    return last_[channel];
  }

  static std::string since(const session::Origin& origin) {
    if (origin.line != 0) return fmt::format(" since line {}", origin.line);
    if (origin.frame != 0) return fmt::format(" since frame {}", origin.frame);
    return {};
  }

  std::vector<Last> last_;
};

}  // namespace

RuleEntry orphan_result() {
  return rule_entry<OrphanResult>();
}

}  // namespace atscope::lint
