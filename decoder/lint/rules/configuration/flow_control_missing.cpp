// SPDX-License-Identifier: MIT
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

class FlowControlMissing final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CFG003",
      .name = "flow-control-missing",
      .severity = Severity::warning,
      .needs = {.direction = true},
      .summary = "Payload is sent that the chosen flow control takes for its own, or fast and without any.",
      .interest = {.events = Interest::of(session::EventKind::data),
                   .transactions = Interest::Transactions::all},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // V.250 clauses 6.2.10 and 6.2.12.
  void on_transaction(const session::Transaction& transaction, const Context& context, Reporter&) override {
    if (transaction.outcome != session::Outcome::ok) return;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command*) {
                   if (item.form != grammar::Form::set) return;
                   std::string_view values = item.arguments;
                   if (values.starts_with('=')) values.remove_prefix(1);
                   Channel& seen = channel(transaction.channel);
                   if (item.name == "+IPR") seen.rate = number_of(values).value_or(0);
                   if (item.name != "+IFC") return;
                   const std::string_view host = values.substr(0, values.find(','));
                   seen.flow = number_of(host).value_or(unknown);
                   seen.set = command_of(transaction, context, "chosen here");
                 });
  }

  void on_event(const session::Event& event, const Context&, Reporter& reporter) override {
    if (event.channel >= channels_.size() || event.sender != session::Sender::dte) return;
    Channel& seen = channels_[event.channel];
    if (seen.told) return;
    const std::size_t eaten = event.text.find_first_of("\x11\x13");
    const bool by_software = seen.flow == xon_xoff && eaten != event.text.npos;
    const bool by_speed = seen.flow == none && seen.rate >= fast && event.text.size() >= many;
    if (!by_software && !by_speed) return;
    seen.told = true;
    Finding finding = at_event(event);
    finding.bytes = 0;
    finding.message =
        by_software
            ? fmt::format(
                  "byte {} of the payload is 0x{:02x}, which XON/XOFF flow control takes out of the data",
                  eaten + 1, static_cast<unsigned char>(event.text[eaten]))
            : fmt::format("{} are sent at {} Bd without flow control", counted(event.text.size(), "byte"),
                          seen.rate);
    finding.help = "wire RTS and CTS and set AT+IFC=2,2";
    finding.source = "V.250 §6.2.12";
    finding.related.push_back(seen.set);
    reporter.report(std::move(finding), by_software ? Severity::warning : Severity::note);
  }

 private:
  static constexpr std::int64_t unknown = -1, none = 0, xon_xoff = 1, fast = 230'400;
  static constexpr std::size_t many = 256;  // more than a module's receive buffer may be sure to hold

  struct Channel {
    std::int64_t flow = unknown, rate = 0;
    Related set;
    bool told = false;
  };
  Channel& channel(session::ChannelId id) {
    if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
    return channels_[id];
  }
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry flow_control_missing() {
  return rule_entry<FlowControlMissing>();
}

}  // namespace atscope::lint
