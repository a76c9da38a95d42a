// SPDX-License-Identifier: MIT
#include "cli/filter.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/pipeline.h"
#include "cli/traffic_check.h"

namespace atscope::cli {
namespace {

void say(std::string_view subject, const query::QueryError& error, std::string_view text) {
  std::string message = query::format(error, text);
  while (!message.empty() && message.back() == '\n') message.pop_back();
  const std::size_t first_line = std::min(message.find('\n'), message.size());
  complain(subject, message.substr(0, first_line));
  std::string_view rest = std::string_view(message).substr(std::min(first_line + 1, message.size()));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    hint(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

void declare_filter(Arguments& arguments, FilterOptions& options) {
  arguments.text("--filter", options.text, "EXPRESSION",
                 "Only what this asks for, as 'kind == urc and field.rssi < -90' (docs/filter-language.md)");
}

bool Filter::parse(const FilterOptions& options) {
  if (options.text.empty()) return true;
  text_ = options.text;
  auto query = query::parse(text_);
  if (!query) {
    say("--filter", query.error(), text_);
    return false;
  }
  query_ = std::move(*query);
  return true;
}

bool Filter::run(Input& input, session::EventSink& sink) const {
  if (!query_) {
    TrafficCheck check(sink);
    input.decode(check);
    return check.found();
  }
  FilterSink filtered(*query_, input, sink);
  TrafficCheck check(filtered);
  input.decode(check);
  filtered.finish();
  return check.found();
}

void Filter::warn_of_unknown_names(const Input& input) const {
  if (!query_) return;
  for (const query::QueryError& error : query_->unknown_names(*input.dialect()))
    say(input.name(), error, text_);
}

class FilterSink::Impl {
 public:
  Impl(const query::Query& filter, const Input& input, session::EventSink& sink)
      : query(filter), input_(input), next_(sink), waits_(filter.needs_transaction()) {}

  void event(const session::Event& event) {
    follow(event);
    if (!waits_) return judge(event, nullptr, command_of(event.txn), states(event.channel));
    if (event.kind == session::EventKind::command && event.txn != 0) open_.push_back(event.txn);
    hold(event);
    give_out();
    while (held_.size() > max_events || bytes_ > max_bytes) give_out_first(nullptr);
  }

  void transaction(const session::Transaction& transaction) {
    if (!waits_) return judge(transaction);
    open_.erase(std::remove(open_.begin(), open_.end(), transaction.id), open_.end());
    Held& record = held_.emplace_back();
    record.transaction = std::make_shared<session::Transaction>(transaction);
    closed_[transaction.id] = record.transaction;
    give_out();
  }

  void finish() {
    while (!held_.empty()) give_out_first(find_closed(held_.front()));
  }

  const query::Query& query;

 private:
  struct Held {
    session::Event event;
    session::Transition transition;
    std::string text, because, command, machine, instance, from, to;
    std::vector<std::string> states;
    std::shared_ptr<const session::Transaction> transaction;  // instead of the event
  };

  // What the events themselves tell: the command line of a transaction, the state of a machine.
  void follow(const session::Event& event) {
    if (event.kind == session::EventKind::command && event.txn != 0) {
      Command& slot = commands_[event.txn % commands_.size()];
      slot.id = event.txn;
      slot.text.assign(event.text);
    }
    if (event.transition == nullptr || query.machines().empty()) return;
    const session::Transition& moved = *event.transition;
    std::string name(moved.machine);
    if (!moved.instance.empty()) name.append(":").append(moved.instance);
    const auto wanted = query.machines();
    for (std::size_t index = 0; index < wanted.size(); ++index) {
      if (wanted[index] != name) continue;
      auto& now = states_[event.channel];
      now.resize(wanted.size());
      now[index].assign(moved.to);
    }
  }

  [[nodiscard]] std::string_view command_of(session::TransactionId id) const {
    const Command& slot = commands_[id % commands_.size()];
    return id != 0 && slot.id == id ? std::string_view(slot.text) : std::string_view();
  }

  [[nodiscard]] const std::vector<std::string>& states(session::ChannelId channel) const {
    static const std::vector<std::string> none;
    const auto found = states_.find(channel);
    return found == states_.end() ? none : found->second;
  }

  void judge(const session::Event& event, const session::Transaction* transaction, std::string_view command,
             const std::vector<std::string>& states) {
    views_.assign(query.machines().size(), "unknown");
    for (std::size_t index = 0; index < states.size(); ++index) {
      if (!states[index].empty()) views_[index] = states[index];
    }
    if (!query.matches(
            {&event, transaction, input_.dialect().get(), input_.channel(event.channel), command, views_}))
      return;
    next_.on_event(event);
  }

  void judge(const session::Transaction& transaction) {
    if (query.matches(
            {nullptr, &transaction, input_.dialect().get(), input_.channel(transaction.channel), {}, {}}))
      next_.on_transaction(transaction);
  }

  void hold(const session::Event& event) {
    Held& held = held_.emplace_back();
    held.event = event;
    held.text.assign(event.text);
    held.because.assign(event.because);
    held.command.assign(command_of(event.txn));
    if (!query.machines().empty()) held.states = states(event.channel);
    bytes_ += event.text.size();
    held.event.text = held.text;
    held.event.because = held.because;
    if (event.transition == nullptr) return;
    held.transition = *event.transition;
    const auto keep = [](std::string& place, std::string_view& view) { view = place.assign(view); };
    keep(held.machine, held.transition.machine);
    keep(held.instance, held.transition.instance);
    keep(held.from, held.transition.from);
    keep(held.to, held.transition.to);
    held.event.transition = &held.transition;
  }

  [[nodiscard]] const session::Transaction* find_closed(const Held& held) const {
    const auto found = closed_.find(held.event.txn);
    return found == closed_.end() ? nullptr : found->second.get();
  }

  [[nodiscard]] bool decided(const Held& held) const {
    return held.transaction != nullptr || held.event.txn == 0 ||
           std::find(open_.begin(), open_.end(), held.event.txn) == open_.end();
  }

  void give_out() {
    while (!held_.empty() && decided(held_.front())) give_out_first(find_closed(held_.front()));
    // What has closed is asked for by events that are held; later ones of it do not come.
    if (held_.empty()) closed_.clear();
  }

  void give_out_first(const session::Transaction* transaction) {
    const Held& held = held_.front();
    if (held.transaction != nullptr) {
      closed_.erase(held.transaction->id);
      judge(*held.transaction);
    } else {
      bytes_ -= held.text.size();
      judge(held.event, transaction, held.command, held.states);
    }
    held_.pop_front();
  }

  struct Command {
    session::TransactionId id = 0;
    std::string text;
  };

  const Input& input_;
  session::EventSink& next_;
  bool waits_;
  std::array<Command, 256> commands_;
  std::map<session::ChannelId, std::vector<std::string>> states_;
  std::vector<std::string_view> views_;
  std::deque<Held> held_;  // the addresses of its elements stay
  std::size_t bytes_ = 0;
  std::vector<session::TransactionId> open_;
  std::map<session::TransactionId, std::shared_ptr<const session::Transaction>> closed_;
};

FilterSink::FilterSink(const query::Query& query, const Input& input, session::EventSink& next)
    : impl_(std::make_unique<Impl>(query, input, next)) {}
FilterSink::~FilterSink() = default;

void FilterSink::on_event(const session::Event& event) {
  impl_->event(event);
}
void FilterSink::on_transaction(const session::Transaction& transaction) {
  impl_->transaction(transaction);
}
void FilterSink::finish() {
  impl_->finish();
}

}  // namespace atscope::cli
