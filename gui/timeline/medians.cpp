// SPDX-License-Identifier: MIT
#include "gui/timeline/medians.h"

namespace atscope::gui {

bool CommandMedians::update(const trace::Trace& trace, std::uint32_t most) {
  for (std::uint32_t looked = 0; next_ <= trace.transactions() && trace.is_closed(next_); ++next_) {
    if (++looked > most) return true;
    const trace::TransactionRecord& txn = trace.transaction(next_);
    if (txn.command == grammar::no_command || txn.limit > 0 || txn.latency_ns < 0) continue;
    if (commands_.size() <= txn.command) commands_.resize(txn.command + std::size_t{1});
    commands_[txn.command].add(txn.latency_ns);
  }
  return false;
}

std::int64_t CommandMedians::median(grammar::CommandId command) const {
  return command < commands_.size() && commands_[command].count() >= least_runs
             ? commands_[command].quantile(0.5)
             : -1;
}

}  // namespace atscope::gui
