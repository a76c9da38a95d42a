// SPDX-License-Identifier: MIT
#include "decoder/session/transaction_table.h"

#include <algorithm>
#include <charconv>

namespace atscope::session {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// A time that the limit's parameters make absurdly long is no limit.
grammar::Nanoseconds evaluate(const grammar::Limit& limit, const OpenTransaction& transaction) {
  constexpr grammar::Nanoseconds longest = 7LL * 24 * 3600 * 1'000'000'000;
  if (limit.first.empty()) return limit.base;
  const std::int64_t first = transaction.argument(limit.first).value_or(0);
  const std::int64_t second = limit.second.empty() ? 1 : transaction.argument(limit.second).value_or(1);
  grammar::Nanoseconds product = 0;
  if (first < 0 || second < 0 || __builtin_mul_overflow(first, second, &product) ||
      __builtin_mul_overflow(product, limit.unit, &product) || product > longest) {
    return 0;
  }
  return limit.base + product;
}

const grammar::FormRule* select_form(const grammar::Command& command, const CommandItem& item,
                                     const grammar::Settings& settings) {
  const grammar::FormRule* fallback = nullptr;
  for (const grammar::FormRule& rule : command.forms) {
    if (rule.form != item.form) continue;
    const bool takes_arguments = item.form == grammar::Form::set || item.form == grammar::Form::exec;
    if (takes_arguments &&
        !(rule.arguments.text().empty() ? item.arguments.empty() : rule.arguments.matches(item.arguments)))
      continue;
    if (rule.when.holds(settings)) return &rule;
    if (fallback == nullptr && rule.when.possible(settings)) fallback = &rule;
  }
  return fallback;
}

void OpenTransaction::reset() {
  constexpr std::size_t max_spare = 16;
  for (std::string& line : record.info) {
    if (spare_.size() < max_spare) spare_.push_back(std::move(line));
  }
  record.command.clear();
  record.result.clear();
  record.info.clear();
  record.deferred.clear();
  static_cast<TransactionFacts&>(record) = {};
  static_cast<Progress&>(*this) = Progress{};
}

bool OpenTransaction::demands_answer(const grammar::Dialect& dialect) const {
  return std::any_of(commands.begin(), commands.begin() + command_count, [&](const OpenCommand& command) {
    const grammar::FormRule* form = command.form_rule;
    if (form == nullptr || form->answers.empty() || form->before_answer ||
        command.form == grammar::Form::test)
      return false;
    return std::none_of(form->answers.begin(), form->answers.end(),
                        [&](grammar::RuleId id) { return dialect.rule(id).many; });
  });
}

bool OpenTransaction::answers_free_text(const grammar::Dialect& dialect) const {
  const grammar::FormRule* form = main_form();
  return form != nullptr && std::any_of(form->answers.begin(), form->answers.end(),
                                        [&](grammar::RuleId id) { return dialect.rule(id).text; });
}

std::optional<std::int64_t> OpenTransaction::argument(std::string_view parameter) const {
  const OpenCommand* command = main();
  if (command == nullptr || command->form_rule == nullptr) return std::nullopt;
  const grammar::Notation& notation = command->form_rule->arguments;
  grammar::Captures captures;
  if (!notation.match(arguments(*command), captures)) return std::nullopt;
  for (const grammar::Capture& capture : captures) {
    if (notation.names()[capture.name] == parameter) return integer(capture.text);
  }
  return std::nullopt;
}

void OpenTransaction::add_info(std::string_view text) {
  ++record.info_lines;
  if (record.info.size() >= Transaction::max_info) return;
  std::string line;
  if (!spare_.empty()) {
    line = std::move(spare_.back());
    spare_.pop_back();
  }
  line.assign(text.substr(0, 4096));
  record.info.push_back(std::move(line));
}

OpenTransaction& TransactionTable::add(const Vocabulary& vocabulary, const grammar::Settings& settings,
                                       std::string_view line, TransactionId id,
                                       const KnownCommandLine* known) {
  std::unique_ptr<OpenTransaction> transaction;
  if (free_.empty()) {
    transaction = std::make_unique<OpenTransaction>();
  } else {
    transaction = std::move(free_.back());
    free_.pop_back();
    transaction->reset();
  }
  Transaction& record = transaction->record;
  record.id = id;
  record.command.assign(line);
  if (known != nullptr) {
    transaction->command_count = known->command_count;
    transaction->commands[0] = known->command;
    transaction->number = known->number;
    record.limit = known->limit;
    record.deferred_limit = known->deferred_limit;
  } else {
    understand(*transaction, vocabulary, settings);
  }
  record.commands = static_cast<std::uint8_t>(transaction->command_count);
  if (const OpenCommand* main = transaction->main()) {
    record.command_id = main->command;
    record.form_rule = main->form_rule;
    record.form = main->form;
  }
  open.push_back(std::move(transaction));
  return *open.back();
}

void TransactionTable::understand(OpenTransaction& transaction, const Vocabulary& vocabulary,
                                  const grammar::Settings& settings) {
  Transaction& record = transaction.record;
  CommandLine items{record.command};
  CommandItem item;
  const grammar::Dialect& dialect = vocabulary.dialect();
  grammar::Nanoseconds limit = dialect.max_response(nullptr, nullptr).base;
  bool first = true;
  while (transaction.command_count < OpenTransaction::max_commands && items.next(item)) {
    OpenCommand& command = transaction.commands[transaction.command_count++];
    command = {};  // the place is used again
    command.command = dialect.find_command(item.name);
    command.form = item.form;
    command.name_begin = item.offset;
    command.name_size = static_cast<std::uint32_t>(item.name.size());
    command.arguments_begin = static_cast<std::uint32_t>(item.arguments.data() - record.command.data());
    command.arguments_size = static_cast<std::uint32_t>(item.arguments.size());
    const grammar::Command* known = nullptr;
    if (command.command != grammar::no_command) {
      known = &dialect.command(command.command);
      command.form_rule = select_form(*known, item, settings);
    }
    const grammar::Nanoseconds own = evaluate(dialect.max_response(known, command.form_rule), transaction);
    limit = first ? own : std::max(limit, own);
    first = false;
  }
  record.limit = limit;
  const OpenCommand* main = transaction.main();
  if (main != nullptr && main->form_rule != nullptr && main->form_rule->deferred_limit) {
    record.deferred_limit = evaluate(*main->form_rule->deferred_limit, transaction);
  }
}

std::unique_ptr<OpenTransaction> TransactionTable::take(OpenTransaction& transaction) {
  for (auto* list : {&open, &waiting}) {
    const auto found = std::find_if(list->begin(), list->end(),
                                    [&](const auto& entry) { return entry.get() == &transaction; });
    if (found == list->end()) continue;
    std::unique_ptr<OpenTransaction> taken = std::move(*found);
    list->erase(found);
    return taken;
  }
  return nullptr;
}

OpenTransaction* TransactionTable::find_open(TransactionId id) const {
  for (const auto& transaction : open) {
    if (transaction->record.id == id) return transaction.get();
  }
  return nullptr;
}

void TransactionTable::move_to_waiting(OpenTransaction& transaction) {
  waiting.push_back(take(transaction));
}

void TransactionTable::remove(OpenTransaction& transaction) {
  std::unique_ptr<OpenTransaction> taken = take(transaction);
  recent_[recent_next_] = {taken->record.id, taken->record.command_id, taken->record.form_rule,
                           taken->answered, taken->record.outcome == Outcome::ok};
  recent_next_ = (recent_next_ + 1) % recent_.size();
  free_.push_back(std::move(taken));
}

}  // namespace atscope::session
