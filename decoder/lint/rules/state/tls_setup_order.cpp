// SPDX-License-Identifier: MIT
#include <array>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/prerequisites.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"ORD007"}};

std::vector<bool> concerned(const grammar::Dialect& dialect) {
  return Prerequisites::concerned(grammar::Need::tls, dialect);
}

class TlsSetupOrder final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA507",
      .name = "tls-setup-order",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary =
          "Secure connections were switched or set up too late, or not at all, for the connection they were "
          "meant for.",
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
    report_lack(reporter_, grammar::Need::tls, {.lacks = "the connection was up already"}, transaction,
                context, reporter);
  }

 private:
  Prerequisites prerequisites_{grammar::Need::tls};
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry tls_setup_order() {
  return rule_entry<TlsSetupOrder>();
}

}  // namespace atscope::lint
