// SPDX-License-Identifier: MIT
#include "cli/place.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "cli/pipeline.h"
#include "cli/report/explain_text.h"
#include "decoder/lint/linter.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {

KeptEvent::KeptEvent(const session::Event& event)
    : event_(event), text_(event.text), because_(event.because) {}

session::Event KeptEvent::event() const {
  session::Event event = event_;
  event.text = text_;
  event.because = because_;
  event.transition = nullptr;
  return event;
}

namespace {

using session::EventKind;

class Collector final : public session::EventSink, public lint::FindingSink {
 public:
  explicit Collector(std::uint64_t place) : place_(place) {}

  void on_event(const session::Event& event) override {
    if (next_ != nullptr) next_->on_event(event);
    const std::uint64_t at = place_of(event.origin);
    if (event.transition != nullptr) {
      if (place_of(event.transition->evidence) == place_) keep(*event.transition);
      follow(*event.transition, event.channel);
      return;
    }
    if (at == place_ && event.kind != EventKind::note) {
      if (facts_.events.empty()) remember(event.channel);
      facts_.events.emplace_back(event);
      if (event.txn != 0) wanted_.insert(event.txn);
      if (event.inside != 0) wanted_.insert(event.inside);
      if (event.txn == 0 && event.inside == 0) {
        for (const OpenCommandLine& open : facts_.open) wanted_.insert(open.txn);
      }
    } else if (at != 0 && at < place_) {
      facts_.before = event.origin;
    } else if (at > place_ && !facts_.after) {
      facts_.after = event.origin;
    }
    if (event.kind == EventKind::command && event.txn != 0) {
      open_.push_back({{event.txn, std::string(event.text), event.origin, event.time}, event.channel});
    }
    if (event.kind == EventKind::result) {
      for (auto& [open, channel] : open_) open.has_result = open.has_result || open.txn == event.txn;
    }
  }

  void on_transaction(const session::Transaction& transaction) override {
    if (next_ != nullptr) next_->on_transaction(transaction);
    std::erase_if(open_, [&](const auto& item) { return item.first.txn == transaction.id; });
    if (wanted_.erase(transaction.id) != 0) facts_.transactions.push_back(transaction);
  }

  void on_finding(const lint::Finding& finding) override {
    const bool points_here =
        std::any_of(finding.related.begin(), finding.related.end(),
                    [&](const lint::Related& related) { return place_of(related.origin) == place_; });
    if (place_of(finding.origin) == place_ || points_here) facts_.findings.push_back(finding);
  }

  void then(session::EventSink& next) { next_ = &next; }
  [[nodiscard]] PlaceFacts take() { return std::move(facts_); }

 private:
  [[nodiscard]] static std::uint64_t place_of(const session::Origin& origin) {
    return origin.frame != 0 ? origin.frame : origin.line;
  }

  void keep(const session::Transition& moved) {
    facts_.transitions.push_back({std::string(moved.machine), std::string(moved.instance),
                                  std::string(moved.from), std::string(moved.to)});
  }

  void follow(const session::Transition& moved, session::ChannelId channel) {
    KnownState& state = states_[channel][{std::string(moved.machine), std::string(moved.instance)}];
    state.machine.assign(moved.machine);
    state.instance.assign(moved.instance);
    state.state.assign(moved.to);
    state.since = moved.evidence;
  }

  void remember(session::ChannelId channel) {
    for (const auto& [key, state] : states_[channel]) facts_.states.push_back(state);
    for (const auto& [open, its_channel] : open_) {
      if (its_channel == channel) facts_.open.push_back(open);
    }
  }

  std::uint64_t place_;
  session::EventSink* next_ = nullptr;
  PlaceFacts facts_;
  std::set<session::TransactionId> wanted_;
  std::vector<std::pair<OpenCommandLine, session::ChannelId>> open_;
  std::map<session::ChannelId, std::map<std::pair<std::string, std::string>, KnownState>> states_;
};

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

}  // namespace

PlaceFacts look_at(Input& input, std::uint64_t place) {
  Collector collector(place);
  lint::Linter linter(*input.dialect(), input.info(), collector);
  collector.then(linter);
  input.decode(collector, [&](const machine::MachineRunner& machines) { linter.attach(machines); });
  (void)linter.finish(input.stats());
  PlaceFacts facts = collector.take();
  facts.counts_frames = input.stats().frames != 0;
  facts.last = facts.counts_frames ? input.stats().frames : input.stats().lines;
  return facts;
}

std::vector<std::string> expected_after(const session::Event& event, const session::Transaction& transaction,
                                        const grammar::Dialect& dialect) {
  std::vector<std::string> expected;
  const grammar::FormRule* form = transaction.form_rule;
  const bool before_result = event.kind != EventKind::result && event.kind != EventKind::deferred;
  const auto add = [&](const std::vector<grammar::RuleId>& rules, const std::string& what,
                       const std::string& note) {
    for (const grammar::RuleId id : rules) {
      const grammar::LineRule& rule = dialect.rule(id);
      const bool failure =
          rule.role == grammar::LineRole::final_error || rule.role == grammar::LineRole::deferred_error;
      expected.push_back(
          fmt::format("{} {}{}{}", what, rule.notation.text(), failure ? " (failure)" : "", note));
    }
  };
  if (form == nullptr) {
    if (before_result)
      expected.emplace_back("answer of a command that the dialect does not know, then OK or an error");
    return expected;
  }
  const std::string limit =
      transaction.limit > 0 ? " within " + report::duration_text(transaction.limit) : std::string();
  if (before_result) {
    if (form->no_final) {
      expected.emplace_back("nothing: the command has no result");
    } else {
      if (event.kind == EventKind::command || event.kind == EventKind::echo ||
          event.kind == EventKind::information || event.kind == EventKind::urc) {
        std::vector<grammar::RuleId> answers = form->answers;
        if (event.kind == EventKind::information)
          std::erase_if(answers,
                        [&](grammar::RuleId id) { return !dialect.rule(id).many && !dialect.rule(id).text; });
        if (!form->before_answer) add(answers, "answer", "");
      }
      if (form->data && event.kind != EventKind::data) {
        using Start = grammar::DataPhase::Start;
        if (event.kind == EventKind::prompt) {
          expected.emplace_back("data of the host");
        } else if (form->data->start == Start::prompt) {
          expected.push_back("prompt " + quoted(form->data->announce) + ", then data of the host");
        } else if (form->data->start == Start::line) {
          expected.push_back("line " + form->data->announce + ", then data of the host");
        }
      }
      add(form->finals, "result", limit);
      if (!form->only_own_finals && !form->no_ok) expected.push_back("result OK" + limit);
      expected.push_back("result ERROR or an error code" + limit);
    }
  } else if (event.ok) {
    if (form->before_answer && event.kind == EventKind::result) add(form->answers, "answer", "");
  }
  if ((before_result || event.ok) && event.kind != EventKind::deferred) {
    const std::string within = transaction.deferred_limit > 0
                                   ? " within " + report::duration_text(transaction.deferred_limit)
                                   : std::string();
    add(form->deferred, "later", within);
  }
  return expected;
}

}  // namespace atscope::cli
