// SPDX-License-Identifier: MIT
#include <array>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/prerequisites.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{
    Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"},
    Consequence{"ORD007"}, Consequence{"DAT001"}, Consequence{"TIM003"},
};

std::vector<bool> concerned(const grammar::Dialect& dialect) {
  return Prerequisites::concerned(grammar::Need::service, dialect);
}

class ServiceNotInitialised final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA506",
      .name = "service-not-initialised",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A service was used before it was set up, set up twice, or begun while another session ran.",
      .interest = {.events = Interest::of(session::EventKind::command, session::EventKind::urc),
                   .transactions = Interest::Transactions::all,
                   .commands = concerned},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context& context, Reporter&) override {
    prerequisites_.see(event, context);
  }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    prerequisites_.judge(transaction, context, reporter);
    report_lack(reporter_, grammar::Need::service, {.lacks = "the service was not in the state for it"},
                transaction, context, reporter);
  }

 private:
  Prerequisites prerequisites_{grammar::Need::service};
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry service_not_initialised() {
  return rule_entry<ServiceNotInitialised>();
}

}  // namespace atscope::lint
