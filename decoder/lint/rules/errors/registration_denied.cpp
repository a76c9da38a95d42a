// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class RegistrationDenied final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR006",
      .name = "registration-denied",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "The network denied the registration, and the module is registered nowhere afterwards.",
      .interest = {.events = Interest::of(session::EventKind::transition)},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // A SIM for data alone is denied in one domain and registered in another: only the end tells.
  void on_event(const session::Event& event, const Context& context, Reporter&) override {
    if (event.transition == nullptr || !event.transition->machine.ends_with("registration")) return;
    if (event.channel >= channels_.size()) channels_.resize(std::size_t{event.channel} + 1);
    Channel& channel = channels_[event.channel];
    const std::string_view to = event.transition->to;
    const auto entry =
        std::find(channel.registered.begin(), channel.registered.end(), event.transition->machine);
    if (to.starts_with("registered")) {
      if (entry == channel.registered.end()) channel.registered.emplace_back(event.transition->machine);
      channel.denied.reset();
      return;
    }
    if (entry != channel.registered.end()) channel.registered.erase(entry);
    if (to != denied || channel.denied || !channel.registered.empty()) return;
    const Entered* entered =
        context.history.channel(event.channel).entered(event.transition->machine, event.transition->instance);
    if (entered == nullptr) return;
    Finding finding;
    finding.channel = event.channel;
    finding.txn = entered->txn;
    finding.origin = entered->line.origin;
    finding.time = entered->line.time;
    finding.text = entered->line.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.state = fmt::format("{}: {}", event.transition->machine, to);
    finding.message = "the network denied the registration, and the module did not register afterwards";
    finding.help =
        "look at the SIM (active, allowed to roam, not barred), the operator (AT+COPS) and the bands; mode 3 "
        "of "
        "the report, or AT+CEER, tells the cause";
    finding.source = "27.007 §7.2";
    channel.denied = std::move(finding);
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    for (Channel& channel : channels_) {
      if (channel.denied) reporter.report(std::move(*channel.denied));
    }
  }

 private:
  static constexpr std::string_view denied = "registration denied";

  struct Channel {
    std::vector<std::string> registered;  // machines: one for each domain
    std::optional<Finding> denied;
  };
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry registration_denied() {
  return rule_entry<RegistrationDenied>();
}

}  // namespace atscope::lint
