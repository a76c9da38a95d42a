// SPDX-License-Identifier: MIT
#include "decoder/lint/folding.h"

#include <algorithm>
#include <utility>

#include "decoder/lint/policy_run.h"

namespace atscope::lint {
namespace {

bool same_transaction(session::TransactionId a, session::TransactionId other_a, session::TransactionId b,
                      session::TransactionId other_b) {
  const auto equal = [](session::TransactionId x, session::TransactionId y) { return x != 0 && x == y; };
  return equal(a, b) || equal(a, other_b) || equal(other_a, b) || equal(other_a, other_b);
}

const Consequence* consequence(const RuleInfo& cause, std::string_view code) {
  for (const Consequence& entry : cause.consequences) {
    if (entry.code == code) return &entry;
  }
  return nullptr;
}

// Those that explain others come first; a rule never explains one that explains it.
bool explains(const RuleInfo& cause, const RuleInfo& effect) {
  return cause.code != effect.code && consequence(cause, effect.code) != nullptr;
}

}  // namespace

FindingId Folding::add(Finding finding, const RuleInfo& rule) {
  finding.id = ++last_id_;
  const FindingId id = finding.id;
  Held held{std::move(finding), &rule};
  const bool waits =
      held.finding.txn != 0 && history_.channel(held.finding.channel).is_open(held.finding.txn);
  if (!waits) {
    let_out(held);
    return id;
  }
  if (held_.size() == max_held) {
    Held oldest = std::move(held_.front());
    held_.erase(held_.begin());
    let_out(oldest);
  }
  held_.push_back(std::move(held));
  return id;
}

void Folding::settle(session::TransactionId txn) {
  batch_.clear();
  for (Held& held : held_) {
    if (held.finding.txn == txn) batch_.push_back(std::move(held));
  }
  if (batch_.empty()) return;
  std::erase_if(held_, [&](const Held& held) { return held.finding.txn == txn; });
  let_out(batch_);
}

void Folding::finish() {
  std::vector<Held> rest = std::move(held_);
  held_.clear();
  let_out(rest);
}

// The explaining ones first: each finding comes out when no other in the batch explains it any more.
void Folding::let_out(std::vector<Held>& batch) {
  while (!batch.empty()) {
    const auto free = std::find_if(batch.begin(), batch.end(), [&](const Held& effect) {
      return std::none_of(batch.begin(), batch.end(),
                          [&](const Held& cause) { return explains(*cause.rule, *effect.rule); });
    });
    const auto next = free == batch.end() ? batch.begin() : free;
    Held held = std::move(*next);
    batch.erase(next);
    let_out(held);
  }
}

const Folding::Known* Folding::known(session::ChannelId channel, FindingId id) const {
  if (channel >= channels_.size() || !channels_[channel]) return nullptr;
  for (const Known& entry : channels_[channel]->known) {
    if (entry.id == id) return &entry;
  }
  return nullptr;
}

const Folding::Known* Folding::cause_of(const Finding& finding) const {
  if (finding.channel >= channels_.size() || !channels_[finding.channel]) return nullptr;
  const Channel& channel = *channels_[finding.channel];
  const std::uint64_t clean = history_.channel(finding.channel).clean_transactions();
  for (std::size_t back = 1; back <= recent; ++back) {
    const Known& entry = channel.known[(channel.next + recent - back) % recent];
    if (entry.id == 0) break;
    if (entry.severity < finding.severity) continue;
    const Consequence* link = consequence(*entry.rule, finding.code);
    if (link == nullptr) continue;
    const bool same = same_transaction(entry.txn, entry.other_txn, finding.txn, finding.other_txn);
    const bool near = link->reach >= 0 && clean - entry.clean <= static_cast<std::uint64_t>(link->reach);
    if (same || near) return &entry;
  }
  return nullptr;
}

void Folding::let_out(Held& held) {
  Finding& finding = held.finding;
  const Known* cause = finding.cause != 0 ? known(finding.channel, finding.cause) : cause_of(finding);
  if (cause != nullptr) finding.cause = cause->root_severity >= finding.severity ? cause->root : 0;

  finding.fingerprint = fingerprints_.of(finding);
  policy_.judge(*held.rule, finding);
  if (finding.suppression) {
    ++summary_.suppressed;
  } else if (finding.cause != 0) {
    ++summary_.folded;
  } else {
    ++(finding.severity == Severity::error     ? summary_.errors
       : finding.severity == Severity::warning ? summary_.warnings
                                               : summary_.notes);
  }

  const session::ChannelId id = finding.channel;
  if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
  if (!channels_[id]) channels_[id] = std::make_unique<Channel>();
  const bool folded = finding.cause != 0;
  const Known entry{finding.id,
                    folded ? finding.cause : finding.id,
                    held.rule,
                    finding.severity,
                    folded && cause != nullptr ? cause->root_severity : finding.severity,
                    finding.txn,
                    finding.other_txn,
                    history_.channel(id).clean_transactions()};
  Channel& channel = *channels_[id];
  channel.known[channel.next] = entry;
  channel.next = (channel.next + 1) % recent;
  sink_.on_finding(finding);
}

}  // namespace atscope::lint
