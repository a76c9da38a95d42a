// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"
#include "decoder/lint/rules/told.h"

namespace atscope::lint {
namespace {

using session::Transaction;

std::vector<bool> concerned(const grammar::Dialect& dialect) {
  return commands_with_parameter(dialect,
                                 [](const grammar::Parameter& value) { return !value.insecure.empty(); });
}

class TlsNotVerified final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC005",
      .name = "tls-not-verified",
      .severity = Severity::warning,
      .needs = {.sides = true, .dialect = true},
      .summary =
          "A setting takes the protection from secure connections: no check of the server, or an old "
          "protocol or cipher.",
      .interest = {.transactions = Interest::Transactions::all, .commands = concerned},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    each_value_set(
        transaction, context.dialect,
        [&](const grammar::Command& command, const grammar::Parameter& parameter, std::string_view value) {
          judge(parameter, value, command, transaction, context, reporter);
        });
  }

 private:
  void judge(const grammar::Parameter& parameter, std::string_view quoted, const grammar::Command& command,
             const Transaction& transaction, const Context& context, Reporter& reporter) {
    const std::string_view value = unquoted(quoted);
    const bool insecure = std::any_of(parameter.insecure.begin(), parameter.insecure.end(),
                                      [&](const std::string& entry) { return same(entry, value); });
    if (!insecure) return;
    if (!told_.is_new(fmt::format("{} {} {}", command.name, parameter.name, value))) return;
    const grammar::EnumValue* entry =
        parameter.enumeration != nullptr ? parameter.enumeration->find(value) : nullptr;
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, quoted);
    finding.message =
        fmt::format("<{}> of AT{} is {}{}: the connection is not well protected", parameter.name,
                    command.name, value, entry != nullptr ? " (" + entry->meaning + ")" : std::string());
    finding.help = "check the server with a root certificate, use TLS 1.2 and a strong cipher";
    finding.source = cite(context.dialect, command.section);
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

  static bool same(std::string_view a, std::string_view b) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return upper(x) == upper(y); });
  }

  Told told_;  // command and value: once each
};

}  // namespace

RuleEntry tls_not_verified() {
  return rule_entry<TlsNotVerified>();
}

}  // namespace atscope::lint
