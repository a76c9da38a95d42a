// SPDX-License-Identifier: MIT
#include "decoder/grammar/settings.h"

namespace atscope::grammar {
namespace {

bool compare(std::int64_t left, Comparison::Operator op, std::int64_t right) {
  using enum Comparison::Operator;
  switch (op) {
    case equal:
      return left == right;
    case not_equal:
      return left != right;
    case less:
      return left < right;
    case less_equal:
      return left <= right;
    case greater:
      return left > right;
    case greater_equal:
      return left >= right;
  }
  return false;
}

}  // namespace

bool Condition::holds(const Settings& settings) const {
  for (const Comparison& term : all) {
    if (!compare(settings[term.setting].value, term.op, term.value)) return false;
  }
  return true;
}

bool Condition::possible(const Settings& settings) const {
  for (const Comparison& term : all) {
    const SettingValue& setting = settings[term.setting];
    if (setting.knowledge == Knowledge::known && !compare(setting.value, term.op, term.value)) return false;
  }
  return true;
}

}  // namespace atscope::grammar
