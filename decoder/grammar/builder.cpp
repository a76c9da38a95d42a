// SPDX-License-Identifier: MIT
#include "decoder/grammar/builder.h"

#include <algorithm>
#include <bit>
#include <map>

#include "decoder/grammar/lead.h"

namespace atscope::grammar {

std::shared_ptr<const Dialect> DialectBuilder::finish() {
  line_rules().shrink_to_fit();
  index_names();
  index_leads();
  for (std::size_t rule = 0; rule < line_rules().size(); ++rule) {
    const Payload& payload = line_rules()[rule].payload;
    if (payload.kind == Payload::Kind::counted && payload.place != Payload::Place::next_line) {
      dialect_->inline_payload_rules_.push_back(static_cast<RuleId>(rule));
    }
  }
  return std::move(dialect_);
}

void DialectBuilder::index_names() {
  auto& slots = dialect_->name_slots_;
  slots.resize(std::bit_ceil(2 * commands().size() + 2));
  for (std::size_t id = 0; id < commands().size(); ++id) {
    const std::uint32_t hash = token_hash(commands()[id].name, true);
    std::size_t slot = hash & (slots.size() - 1);
    while (slots[slot].command != no_command) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = {hash, static_cast<CommandId>(id)};
  }
}

// Every token gets the rules that begin with it and those that may begin with anything, in order.
void DialectBuilder::index_leads() {
  std::map<std::string, std::vector<RuleId>> by_token;
  std::vector<RuleId> any;
  std::vector<LeadKeys> keys;
  for (std::size_t rule = 0; rule < line_rules().size(); ++rule) {
    const auto id = static_cast<RuleId>(rule);
    const LineRule& line = line_rules()[rule];
    // Fits every line: the session asks for it through FormRule::answers, or when nothing else fits.
    if (line.text || line.raw) continue;
    const LeadKeys lead = lead_keys(line.notation);
    if (lead.any) {
      any.push_back(id);
    } else {
      for (const std::string& token : lead.tokens) by_token[token].push_back(id);
    }
  }
  auto& slots = dialect_->lead_slots_;
  auto& ids = dialect_->candidate_ids_;
  slots.resize(std::bit_ceil(2 * by_token.size() + 2));
  for (auto& [token, rules] : by_token) {
    const auto begin = static_cast<std::uint32_t>(ids.size());
    std::merge(rules.begin(), rules.end(), any.begin(), any.end(), std::back_inserter(ids));
    const std::uint32_t hash = token_hash(token, false);
    std::size_t slot = hash & (slots.size() - 1);
    while (!slots[slot].token.empty()) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = {hash, begin, static_cast<std::uint32_t>(ids.size()), token};
  }
  dialect_->any_lead_ = {
      0, static_cast<std::uint32_t>(ids.size()), static_cast<std::uint32_t>(ids.size() + any.size()), {}};
  ids.insert(ids.end(), any.begin(), any.end());
}

}  // namespace atscope::grammar
