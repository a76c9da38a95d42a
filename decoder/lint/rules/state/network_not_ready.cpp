// SPDX-License-Identifier: MIT
#include <array>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{
    Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"},
    Consequence{"ORD007"}, Consequence{"DAT001"}, Consequence{"TIM003"},
};

class NetworkNotReady final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA002",
      .name = "network-not-ready",
      .severity = Severity::error,
      .needs = {},
      .summary = "A command that needs the network failed while the module was not registered.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    report_lack(reporter_, grammar::Need::network,
                {.lacks = "the module was not registered", .only_failures = true}, transaction, context,
                reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry network_not_ready() {
  return rule_entry<NetworkNotReady>();
}

}  // namespace atscope::lint
