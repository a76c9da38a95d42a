// SPDX-License-Identifier: MIT
// Measures what a rule costs, by standing before it. Only rules that are measured have one.
#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include "decoder/lint/linter.h"
#include "decoder/lint/rule.h"

namespace atscope::lint {

class TimedRule final : public Rule {
 public:
  explicit TimedRule(std::unique_ptr<Rule> rule) : rule_(std::move(rule)) {
    timing_.code = rule_->info().code;
    timing_.name = rule_->info().name;
  }

  [[nodiscard]] const RuleTiming& timing() const { return timing_; }
  [[nodiscard]] const RuleInfo& info() const override { return rule_->info(); }

  void on_event(const session::Event& event, const Context& context, Reporter& reporter) override {
    measure([&] { rule_->on_event(event, context, reporter); });
  }
  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    measure([&] { rule_->on_transaction(transaction, context, reporter); });
  }
  void on_finish(const capture::SourceStats& stats, const Context& context, Reporter& reporter) override {
    measure([&] { rule_->on_finish(stats, context, reporter); });
  }

 private:
  template <typename Call>
  void measure(const Call& call) {
    const auto begin = std::chrono::steady_clock::now();
    call();
    timing_.ns += std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count();
    ++timing_.calls;
  }

  std::unique_ptr<Rule> rule_;
  RuleTiming timing_;
};

}  // namespace atscope::lint
