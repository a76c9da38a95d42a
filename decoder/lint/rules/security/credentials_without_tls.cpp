// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/security/secrets.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

// What sends a password, and what stores one.
std::vector<bool> concerned(const grammar::Dialect& dialect) {
  std::vector<bool> chosen =
      commands_where(dialect, [](const grammar::Command& command) { return !command.exposes.empty(); });
  for (const grammar::Command& command : dialect.commands()) {
    for (const grammar::ExposeRule& exposed : command.exposes) {
      for (const grammar::CommandUse& use : exposed.stored) chosen[use.command] = true;
    }
  }
  return chosen;
}

class CredentialsWithoutTls final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SEC004",
      .name = "credentials-without-tls",
      .severity = Severity::note,
      .needs = {.sides = true, .dialect = true},
      .summary = "A user name and password go over the network on a connection without encryption.",
      .interest = {.transactions = Interest::Transactions::all, .commands = concerned},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.outcome != Outcome::ok || transaction.command_id == grammar::no_command) return;
    if (!searched_) find(context.dialect);
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* command) {
                   if (command == nullptr || !acts(item)) return;
                   store(transaction, item, context);
                   for (const grammar::ExposeRule& exposed : command->exposes) {
                     if (exposed.when.holds(settings))
                       judge(exposed, *command, transaction, context, reporter);
                   }
                 });
  }

 private:
  static constexpr std::size_t max_stored = 16;

  struct Stored {
    session::ChannelId channel = 0;
    const grammar::CommandUse* use = nullptr;
    Related line;
    bool reported = false;
  };

  void find(const grammar::Dialect& dialect) {
    searched_ = true;
    for (const grammar::Command& command : dialect.commands()) {
      for (const grammar::ExposeRule& exposed : command.exposes) {
        for (const grammar::CommandUse& use : exposed.stored) uses_.push_back(&use);
      }
    }
  }

  void store(const Transaction& transaction, const session::CommandItem& item, const Context& context) {
    const grammar::CommandId id = context.dialect.find_command(item.name);
    for (const grammar::CommandUse* use : uses_) {
      if (!use->fits(id, item.form, item.arguments)) continue;
      bool secret = false;
      each_sensitive(
          transaction.command, context.dialect, grammar::Sensitivity::secret,
          [&](const session::CommandItem&, const grammar::Parameter&, std::string_view) { secret = true; });
      std::erase_if(stored_, [&](const Stored& entry) {
        return entry.channel == transaction.channel && entry.use == use;
      });
      if (!secret) continue;
      if (stored_.size() == max_stored) stored_.erase(stored_.begin());
      stored_.push_back({transaction.channel, use, command_of(transaction, context, "stored here"), false});
    }
  }

  void judge(const grammar::ExposeRule& exposed, const grammar::Command& command,
             const Transaction& transaction, const Context& context, Reporter& reporter) {
    for (Stored& entry : stored_) {
      const bool concerns = std::any_of(exposed.stored.begin(), exposed.stored.end(),
                                        [&](const grammar::CommandUse& use) { return &use == entry.use; });
      if (!concerns || entry.channel != transaction.channel || entry.reported) continue;
      entry.reported = true;
      Finding finding = at_command(transaction, context);
      finding.message = fmt::format("AT{} sends the password of AT{} without encryption", command.name,
                                    context.dialect.command(entry.use->command).name);
      finding.help = exposed.way_out.empty() ? "use a connection with TLS" : exposed.way_out;
      finding.source = cite(context.dialect, exposed.section.empty() ? command.section : exposed.section);
      finding.confidence = Confidence::medium;
      finding.related.push_back(entry.line);
      reporter.report(std::move(finding));
    }
  }

  bool searched_ = false;
  std::vector<const grammar::CommandUse*> uses_;
  std::vector<Stored> stored_;
};

}  // namespace

RuleEntry credentials_without_tls() {
  return rule_entry<CredentialsWithoutTls>();
}

}  // namespace atscope::lint
