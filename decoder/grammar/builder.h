// SPDX-License-Identifier: MIT
// Fills a Dialect and builds its lookup tables.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"

namespace atscope::grammar {

class DialectBuilder {
 public:
  DialectBuilder() : dialect_(std::make_shared<Dialect>()) {}

  [[nodiscard]] std::string& name() { return dialect_->name_; }
  [[nodiscard]] std::string& title() { return dialect_->title_; }
  [[nodiscard]] std::vector<std::string>& ancestors() { return dialect_->ancestors_; }
  [[nodiscard]] std::vector<Command>& commands() { return dialect_->commands_; }
  [[nodiscard]] std::vector<LineRule>& line_rules() { return dialect_->line_rules_; }
  [[nodiscard]] std::vector<Machine>& machines() { return dialect_->machines_; }
  [[nodiscard]] std::vector<SettingInfo>& settings() { return dialect_->settings_; }
  [[nodiscard]] std::vector<Timer>& timers() { return dialect_->timers_; }
  [[nodiscard]] std::vector<std::shared_ptr<const Enumeration>>& enumerations() {
    return dialect_->enumerations_;
  }
  [[nodiscard]] std::vector<Parameter>& parameters() { return dialect_->parameters_; }
  [[nodiscard]] std::vector<std::string>& identified_by() { return dialect_->identified_by_; }
  [[nodiscard]] Limit& default_max_response() { return dialect_->default_max_response_; }

  /// Builds the tables; the builder is empty afterwards.
  [[nodiscard]] std::shared_ptr<const Dialect> finish();

 private:
  void index_names();
  void index_leads();

  std::shared_ptr<Dialect> dialect_;
};

}  // namespace atscope::grammar
