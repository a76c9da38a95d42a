// SPDX-License-Identifier: MIT
#include "cli/quantity.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace atscope::cli {
namespace {

using Unit = std::pair<std::string_view, std::uint64_t>;

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::array<Unit, 8> sizes = {{{"", 1},
                                        {"k", 1ULL << 10U},
                                        {"K", 1ULL << 10U},
                                        {"m", 1ULL << 20U},
                                        {"M", 1ULL << 20U},
                                        {"g", 1ULL << 30U},
                                        {"G", 1ULL << 30U},
                                        {"T", 1ULL << 40U}}};
constexpr std::array<Unit, 7> durations = {{{"", second},
                                            {"ms", 1'000'000},
                                            {"s", second},
                                            {"m", 60 * second},
                                            {"min", 60 * second},
                                            {"h", 3600 * second},
                                            {"d", 86400 * second}}};

template <std::size_t Count>
std::optional<std::uint64_t> parse(std::string_view text, const std::array<Unit, Count>& units,
                                   std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, worth] : units) {
    if (name == text) return number <= most / worth ? std::optional(number * worth) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  if (text.size() > 1 && (text.ends_with('B') || text.ends_with('b'))) text.remove_suffix(1);
  if (text.ends_with('i')) text.remove_suffix(1);
  return parse(text, sizes, UINT64_MAX);
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const auto ns = parse(text, durations, INT64_MAX);
  return ns ? std::optional(static_cast<std::int64_t>(*ns)) : std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  constexpr std::array<Unit, 1> none = {{{"", 1}}};
  return parse(text, none, UINT64_MAX);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  const auto value = static_cast<double>(bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", value / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", value / 1e6);
  return fmt::format("{:.2f} GB", value / 1e9);
}

}  // namespace atscope::cli
