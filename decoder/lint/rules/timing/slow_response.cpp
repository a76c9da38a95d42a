// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class SlowResponse final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM005",
      .name = "slow-response",
      .severity = Severity::note,
      .needs = {.sides = true, .time = true},
      .summary = "A final result took more than 80 % of the command's maximum response time.",
      .interest = {.transactions = Interest::Transactions::all},
      .preset = Preset::pedantic,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    const std::int64_t took = transaction.latency_ns();
    // How long the host takes for its payload is not the module's time.
    if (transaction.limit <= 0 || took > transaction.limit || took < transaction.limit / 5 * 4 ||
        transaction.data_phase)
      return;
    if (std::find(told_.begin(), told_.end(), transaction.command_id) != told_.end()) return;
    told_.push_back(transaction.command_id);
    Finding finding = at_command(transaction, context);
    finding.message =
        fmt::format("the final result took {} of at most {}", duration(took), duration(transaction.limit));
    finding.help = "look whether the host waits as long as the manual says";
    finding.source = cite(context.dialect, transaction);
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

 private:
  std::vector<grammar::CommandId> told_;  // once for each command
};

}  // namespace

RuleEntry slow_response() {
  return rule_entry<SlowResponse>();
}

}  // namespace atscope::lint
