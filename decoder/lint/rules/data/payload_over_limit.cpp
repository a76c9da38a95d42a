// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"DAT001"}, Consequence{"TIM003"},
                                  Consequence{"TIM001"}, Consequence{"ERR002"}};

// A value is limited by a line of the module.
bool is_limited(const grammar::Command& command) {
  return std::any_of(command.parameters.begin(), command.parameters.end(),
                     [](const grammar::Parameter& value) { return !value.at_most.empty(); });
}

std::vector<bool> with_limit(const grammar::Dialect& dialect) {
  return commands_where(dialect, [](const grammar::Command& command) {
    return is_limited(command) ||
           std::any_of(command.forms.begin(), command.forms.end(),
                       [](const grammar::FormRule& form) { return form.data && !form.data->length.empty(); });
  });
}

class PayloadOverLimit final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT502",
      .name = "payload-over-limit",
      .severity = Severity::error,
      .needs = {.direction = true, .dialect = true},
      .summary =
          "A command announces more payload than it may have, or than the module has just offered to take.",
      .interest = {.events = Interest::of(EventKind::information, EventKind::deferred),
                   .transactions = Interest::Transactions::all,
                   .commands = with_limit},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // The limit that a line of the module tells: "+FTPPUT: 1,1,<maxlength>".
  void on_event(const Event& event, const Context& context, Reporter&) override {
    if (event.rule == grammar::no_rule || event.command == grammar::no_command) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    if (line.command != event.command || event.form == grammar::Form::test) return;
    for (const grammar::Parameter& parameter : context.dialect.command(event.command).parameters) {
      if (parameter.at_most.empty()) continue;
      grammar::Captures captures;
      if (!line.notation.match(event.text, captures)) continue;
      const auto value = value_of(line.notation, captures, parameter.at_most);
      const auto number = value ? number_of(*value) : std::nullopt;
      if (number) keep(event, parameter, *number);
    }
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const grammar::FormRule* form = transaction.form_rule;
    if (form == nullptr || transaction.command_id == grammar::no_command) return;
    const grammar::Command& command = context.dialect.command(transaction.command_id);
    const std::string_view length = form->data ? std::string_view(form->data->length) : std::string_view();
    if (length.empty() && !is_limited(command)) return;
    each_command(transaction.command, context.dialect,
                 [&](const session::CommandItem& item, const grammar::Command* known) {
                   grammar::Captures captures;
                   if (known != &command || !form->arguments.match(item.arguments, captures)) return;
                   for (const grammar::Parameter& parameter : command.parameters) {
                     if (parameter.name != length && parameter.at_most.empty()) continue;
                     const auto value = value_of(form->arguments, captures, parameter.name);
                     const auto number = value ? number_of(unquoted(*value)) : std::nullopt;
                     if (number) judge(parameter, *number, *value, transaction, context, reporter);
                   }
                 });
  }

 private:
  static constexpr std::size_t max_told = 32;

  struct Told {
    session::ChannelId channel = 0;
    const grammar::Parameter* parameter = nullptr;
    std::int64_t most = 0;
    Related line;
  };

  void keep(const Event& event, const grammar::Parameter& parameter, std::int64_t most) {
    auto found = std::find_if(told_.begin(), told_.end(), [&](const Told& entry) {
      return entry.channel == event.channel && entry.parameter == &parameter;
    });
    if (found == told_.end()) {
      if (told_.size() == max_told) told_.erase(told_.begin());
      found = told_.insert(told_.end(), Told{});
    }
    *found = {event.channel,
              &parameter,
              most,
              {event.origin, event.time, event.sender, std::string(event.text), {}}};
  }

  void judge(const grammar::Parameter& parameter, std::int64_t bytes, std::string_view value,
             const Transaction& transaction, const Context& context, Reporter& reporter) const {
    const Told* told = nullptr;
    for (const Told& entry : told_) {
      if (entry.channel == transaction.channel && entry.parameter == &parameter) told = &entry;
    }
    // What the module said last outranks the manual.
    const std::int64_t most = told != nullptr ? told->most : parameter.maximum.value_or(INT64_MAX);
    if (bytes <= most) return;
    const Weight weight = weigh(transaction);
    Finding finding = at_command(transaction, context);
    mark(finding, transaction.command, value);
    finding.message = told != nullptr ? fmt::format("{} announces {}; the module has just offered to take {}",
                                                    finding.command,
                                                    counted(static_cast<std::uint64_t>(bytes), "byte"), most)
                                      : fmt::format("{} announces {}; it takes {} at most", finding.command,
                                                    counted(static_cast<std::uint64_t>(bytes), "byte"), most);
    finding.help = "send it in parts";
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.confidence = weight.confidence;
    if (weight.severity == Severity::note)
      finding.help = "the module took it: if all of it arrived, the dialect is too strict here";
    if (told != nullptr) finding.related.push_back(with_message(told->line, "the module's offer"));
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding), weight.severity);
  }

  std::vector<Told> told_;
};

}  // namespace

RuleEntry payload_over_limit() {
  return rule_entry<PayloadOverLimit>();
}

}  // namespace atscope::lint
