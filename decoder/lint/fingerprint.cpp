// SPDX-License-Identifier: MIT
#include "decoder/lint/fingerprint.h"

#include <fmt/format.h>
#include <string_view>

namespace atscope::lint {
namespace {

constexpr std::uint64_t fnv_offset = 0xCBF29CE484222325U;
constexpr std::uint64_t fnv_prime = 0x100000001B3U;

// A zero byte ends each part, so that parts cannot flow into one another.
std::uint64_t add(std::uint64_t hash, std::string_view part) {
  for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * fnv_prime;
  return hash * fnv_prime;
}

}  // namespace

std::string Fingerprints::of(const Finding& finding) {
  std::uint64_t hash = fnv_offset;
  for (const std::string_view part : {finding.code, std::string_view(finding.command),
                                      std::string_view(finding.state), std::string_view(finding.error)}) {
    hash = add(hash, part);
  }
  if (!finding.section.empty()) hash = add(hash, finding.section);
  std::uint32_t ordinal = 1;
  if (const auto found = seen_.find(hash); found != seen_.end()) {
    ordinal = ++found->second;
  } else if (seen_.size() < max_kinds) {
    seen_.emplace(hash, 1);
  }
  for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ ((ordinal >> shift) & 0xFFU)) * fnv_prime;
  return fmt::format("{:016x}", hash);
}

}  // namespace atscope::lint
