// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/errors/error_value.h"
#include "decoder/lint/rules/wording.h"
#include "decoder/machine/machine.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

class ErrorResult final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR001",
      .name = "error-result",
      .severity = Severity::error,
      .needs = {},
      .summary = "A command ended with an error result.",
      .interest = {.transactions = Interest::Transactions::all},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (!waiting_.empty()) age(transaction, reporter);
    if (transaction.outcome != Outcome::error) return;
    Finding finding = describe(transaction, context);
    if (transaction.superseded && is_abortable(transaction, context)) {
      finding.message += ": the host ended it early";
      reporter.report(std::move(finding), Severity::note);
      return;
    }
    if (transaction.form == grammar::Form::test) {
      // The question was whether the module has the command (V.250 clause 5.4.4.2).
      finding.message += ": the module does not have this command";
      reporter.report(std::move(finding), Severity::note);
      return;
    }
    if (waiting_.size() == max_waiting) let_go(waiting_.begin(), reporter);
    waiting_.push_back({std::move(finding), transaction.command, 0});
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    while (!waiting_.empty()) let_go(waiting_.begin(), reporter);
  }

 private:
  static constexpr int error_digit = 4;  // of ERROR, V.250 clause 6.3
  static constexpr std::size_t max_waiting = 8;
  static constexpr unsigned max_age = 8;  // transactions of the channel
  static constexpr std::int64_t max_age_ns = 60'000'000'000;

  // An error that a repetition with success may still turn into a note.
  struct Waiting {
    Finding finding;
    std::string command;
    unsigned age = 0;
  };
  using Place = std::vector<Waiting>::iterator;

  // Any byte of the host ends such a command early (V.250 clause 5.6.1).
  static bool is_abortable(const Transaction& transaction, const Context& context) {
    return transaction.command_id != grammar::no_command &&
           context.dialect.command(transaction.command_id).abortable;
  }

  static Finding describe(const Transaction& transaction, const Context& context) {
    Finding finding = at_command(transaction, context);
    finding.origin = transaction.result_origin;
    finding.time = transaction.result_time;
    finding.text = transaction.result;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.error = transaction.result;
    finding.confidence = confidence_of(transaction.confidence);
    finding.state = state_of(transaction, context);
    finding.related.push_back(command_of(transaction, context, {}));
    const auto error = error_value(context.dialect, transaction.result_rule, transaction.result);
    finding.message = fmt::format("{} failed with {}", finding.command, transaction.result);
    if (error) {
      describe_code(*error, transaction, context, finding);
    } else {
      describe_bare(transaction, context, finding);
    }
    return finding;
  }

  static void describe_code(const ErrorValue& error, const Transaction& transaction, const Context& context,
                            Finding& finding) {
    finding.source = cite(context.dialect, error.family->section);
    const std::string meaning = meaning_of(error);
    const bool says_itself = error.value != nullptr && error.text == error.value->meaning;
    if (!meaning.empty() && !says_itself) finding.message += ", " + meaning;
    if (meaning.empty()) finding.message += ", which its family of errors does not list";
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    const std::int64_t since_boot = between(channel.boot_time(), transaction.result_time);
    if (since_boot >= 0 && since_boot < 30'000'000'000)
      finding.message += fmt::format(", {} after the module started", duration(since_boot));
    finding.help = next_step(error);
    if (finding.help.empty())
      finding.help = "compare the command with its section, and ask for the module's state";
  }

  // A bare ERROR: with codes switched on it means that the command itself was not understood (27.007 clause
  // 9.1); other failures without a code say what they mean by their words.
  static void describe_bare(const Transaction& transaction, const Context& context, Finding& finding) {
    const grammar::LineRule* result = transaction.result_rule != grammar::no_rule
                                          ? &context.dialect.rule(transaction.result_rule)
                                          : nullptr;
    finding.source = result != nullptr && result->command != grammar::no_command
                         ? cite(context.dialect, transaction)
                         : "27.007 §9.1";
    const bool bare =
        result != nullptr && result->command == grammar::no_command && result->numeric == error_digit;
    if (!bare) {
      if (result != nullptr && !result->meaning.empty())
        finding.message += fmt::format(": {}", result->meaning);
      finding.help = "read the command's section for what this result means";
      return;
    }
    const auto setting = context.dialect.find_setting(grammar::well_known::cmee);
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    const bool known = setting && settings[*setting].knowledge == grammar::Knowledge::known;
    if (known && settings[*setting].value != 0) {
      finding.help =
          "error codes are on (CMEE), so the command line itself was refused: check its spelling, "
          "its parameters, and whether the module has it";
    } else if (transaction.command_id == grammar::no_command) {
      finding.help =
          "the dialect does not know this command either: check its spelling; AT+CMEE=2 makes the "
          "module say the cause";
    } else {
      finding.help = "send AT+CMEE=2 at the start of the session: then the module says the cause";
    }
  }

  // The state of the machine that the command moves or depends on.
  static std::string state_of(const Transaction& transaction, const Context& context) {
    if (transaction.command_id == grammar::no_command) return {};
    const grammar::Command& command = context.dialect.command(transaction.command_id);
    for (const grammar::Machine& machine : context.dialect.machines()) {
      const bool concerned =
          std::any_of(command.allowed.begin(), command.allowed.end(),
                      [&](const grammar::AllowedRule& allowed) { return allowed.machine == machine.name; }) ||
          std::any_of(machine.transitions.begin(), machine.transitions.end(),
                      [&](const grammar::TransitionRule& move) {
                        return move.trigger.command == transaction.command_id;
                      });
      if (!concerned) continue;
      const std::string_view state = context.machines.state(transaction.channel, machine.name);
      if (state != "unknown") return state_text(machine, {}, state);
    }
    return {};
  }

  void age(const Transaction& transaction, Reporter& reporter) {
    for (auto entry = waiting_.begin(); entry != waiting_.end();) {
      if (entry->finding.channel != transaction.channel) {
        ++entry;
        continue;
      }
      ++entry->age;
      const std::int64_t later = between(entry->finding.time, transaction.result_time);
      if (transaction.outcome == Outcome::ok && transaction.command == entry->command &&
          later <= max_age_ns) {
        entry->finding.message += later < 0
                                      ? std::string("; repeated with success")
                                      : fmt::format("; repeated with success {} later", duration(later));
        entry->finding.related.push_back(result_of(transaction, "the repetition succeeded"));
        reporter.report(std::move(entry->finding), Severity::note);
        entry = waiting_.erase(entry);
      } else if (entry->age >= max_age || later > max_age_ns) {
        entry = let_go(entry, reporter);
      } else {
        ++entry;
      }
    }
  }

  Place let_go(Place entry, Reporter& reporter) {
    reporter.report(std::move(entry->finding));
    return waiting_.erase(entry);
  }

  std::vector<Waiting> waiting_;
};

}  // namespace

RuleEntry error_result() {
  return rule_entry<ErrorResult>();
}

}  // namespace atscope::lint
