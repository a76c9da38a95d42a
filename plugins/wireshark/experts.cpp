// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/experts.h"

#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/linter.h"

namespace atscope::wireshark {

expert_field expert_dialect = EI_INIT;
expert_field expert_channels = EI_INIT;
expert_field expert_full = EI_INIT;

namespace {

constexpr std::array severities = {lint::Severity::note, lint::Severity::warning, lint::Severity::error};
constexpr std::array<int, 3> severity_flags = {PI_NOTE, PI_WARN, PI_ERROR};

struct RuleExperts {
  std::array<expert_field, 3> by_severity = {{EI_INIT, EI_INIT, EI_INIT}};
  std::array<std::string, 3> abbreviations;
  std::string summary;
};
std::map<std::string_view, RuleExperts> experts;  // by code
expert_field expert_unknown = EI_INIT;
std::vector<ei_register_info> infos;

// The group in which Wireshark lists a rule, by the beginning of its code.
int group_of(std::string_view code) {
  constexpr std::pair<std::string_view, int> groups[] = {{"SYN", PI_MALFORMED}, {"TIM", PI_SEQUENCE},
                                                         {"ORD", PI_SEQUENCE},  {"ERR", PI_RESPONSE_CODE},
                                                         {"SEC", PI_SECURITY},  {"CAP", PI_UNDECODED}};
  for (const auto& [begin, group] : groups)
    if (code.starts_with(begin)) return group;
  return PI_PROTOCOL;
}

}  // namespace

void register_experts(int protocol) {
  for (const lint::RuleInfo* rule : lint::rules()) {
    RuleExperts& entry = experts[rule->code];
    entry.summary = std::string(rule->code) + " " + std::string(rule->name);
    for (const lint::Severity severity : severities) {
      const auto index = static_cast<std::size_t>(severity);
      std::string& abbreviation = entry.abbreviations[index];
      abbreviation = "atscope." + std::string(rule->name);
      if (severity != rule->severity) abbreviation += "." + std::string(lint::to_string(severity));
      infos.push_back({&entry.by_severity[index],
                       {abbreviation.c_str(), group_of(rule->code), severity_flags[index],
                        entry.summary.c_str(), EXPFILL}});
    }
  }
  infos.push_back({&expert_unknown, {"atscope.unknown-rule", PI_PROTOCOL, PI_NOTE, "Finding", EXPFILL}});
  infos.push_back(
      {&expert_dialect,
       {"atscope.dialect-mistake", PI_UNDECODED, PI_ERROR, "The dialect cannot be used", EXPFILL}});
  infos.push_back({&expert_channels,
                   {"atscope.too-many-channels", PI_UNDECODED, PI_WARN,
                    "Too many ports: those that come now are not decoded", EXPFILL}});
  infos.push_back(
      {&expert_full, {"atscope.no-room", PI_UNDECODED, PI_ERROR, "No room for what was decoded", EXPFILL}});
  expert_register_field_array(expert_register_protocol(protocol), infos.data(),
                              static_cast<int>(infos.size()));
}

expert_field& expert_of(const lint::Finding& finding) {
  const auto found = experts.find(finding.code);
  if (found == experts.end()) return expert_unknown;
  return found->second.by_severity[static_cast<std::size_t>(finding.severity)];
}

}  // namespace atscope::wireshark
