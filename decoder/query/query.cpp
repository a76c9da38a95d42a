// SPDX-License-Identifier: MIT
#include "decoder/query/query.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/query/impl.h"

namespace atscope::query {

tl::expected<Query, QueryError> parse(std::string_view text) {
  const auto node = parse_syntax(text);
  if (!node) return tl::unexpected(node.error());
  auto impl = check(*node, text);
  if (!impl) return tl::unexpected(impl.error());
  return Query(std::move(*impl));
}

bool Query::matches(const Subject& subject) const {
  return evaluate(impl_->root, subject);
}

bool Query::needs_transaction() const {
  return impl_->needs_transaction;
}

bool Query::needs_fields() const {
  return impl_->needs_fields;
}

std::span<const std::string> Query::machines() const {
  return impl_->machines;
}

std::vector<QueryError> Query::unknown_names(const grammar::Dialect& dialect) const {
  std::vector<std::string> values, machines;
  const auto add = [&](const std::vector<std::string>& names) {
    for (const std::string& name : names) values.push_back(filter_name(name));
  };
  for (const grammar::LineRule& rule : dialect.line_rules()) add(rule.notation.names());
  for (const grammar::Command& command : dialect.commands()) {
    for (const grammar::FormRule& form : command.forms) add(form.arguments.names());
  }
  for (const grammar::Machine& machine : dialect.machines()) machines.push_back(machine.name);
  std::vector<QueryError> unknown;
  const auto visit = [&](const auto& self, const Step& step) -> void {
    for (const Step& child : step.children) self(self, child);
    const bool is_state = step.field == FieldId::state, is_value = step.field == FieldId::value;
    if (step.kind != Node::Kind::comparison || (!is_state && !is_value)) return;
    const std::string name = is_state ? step.dynamic.substr(0, step.dynamic.find(':')) : step.dynamic;
    const bool position =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_value && (position || name == "data")) return;
    const auto& known = is_state ? machines : values;
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    const std::vector<std::string_view> candidates(known.begin(), known.end());
    unknown.push_back(
        {step.place, step.size,
         fmt::format("the dialect {} has no {} \"{}\"", dialect.name(), is_state ? "machine" : "value", name),
         grammar::did_you_mean(name, candidates, is_state ? "state." : "field.")});
  };
  visit(visit, impl_->root);
  return unknown;
}

std::string format(const QueryError& error, std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  std::string result = fmt::format("{}\n  {}\n  {}{}\n", error.message, shown, std::string(error.offset, ' '),
                                   std::string(std::max<std::size_t>(error.size, 1), '^'));
  if (!error.help.empty()) result += fmt::format("  {}\n", error.help);
  return result;
}

}  // namespace atscope::query
