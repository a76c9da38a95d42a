// SPDX-License-Identifier: MIT
#include "decoder/machine/channel_machines.h"

namespace atscope::machine {

ChannelMachines::ChannelMachines(const grammar::Dialect& dialect) : settings(dialect) {
  machines.resize(dialect.machines().size());
  for (std::size_t machine = 0; machine < machines.size(); ++machine) {
    if (dialect.machines()[machine].per.empty()) machines[machine].emplace_back();
  }
}

const Instance* ChannelMachines::find(std::size_t machine, std::string_view value) const {
  for (const Instance& instance : machines[machine]) {
    if (instance.value == value) return &instance;
  }
  return nullptr;
}

Instance* ChannelMachines::find_or_add(std::size_t machine, std::string_view value) {
  std::vector<Instance>& instances = machines[machine];
  for (Instance& instance : instances) {
    if (instance.value == value) return &instance;
  }
  if (instances.size() >= max_instances || value.size() > max_value_bytes) return nullptr;
  return &instances.emplace_back(Instance{std::string(value), grammar::Machine::unknown, 0});
}

void ChannelMachines::open_line(session::TransactionId id, std::string_view line) {
  OpenLine& open = lines_[next_line_];
  next_line_ = (next_line_ + 1) % lines_.size();
  open_lines_ += open.id == 0;
  open.id = id;
  open.text.assign(line);
}

const std::string* ChannelMachines::line(session::TransactionId id) const {
  if (open_lines_ == 0) return nullptr;
  for (const OpenLine& open : lines_) {
    if (open.id == id) return &open.text;
  }
  return nullptr;
}

void ChannelMachines::close_line(session::TransactionId id) {
  if (open_lines_ == 0) return;
  for (OpenLine& open : lines_) {
    if (open.id != id) continue;
    open.id = 0;
    --open_lines_;
  }
}

}  // namespace atscope::machine
