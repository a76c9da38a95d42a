// SPDX-License-Identifier: MIT
// What can be known of a built-in dialect without compiling it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace atscope::grammar {

/// The words that commands or lines begin with, without sign and case: hashes of "CREG", "SEND".
class LeadWords {
 public:
  void add(std::string_view line);
  [[nodiscard]] bool empty() const { return hashes_.empty(); }
  [[nodiscard]] bool has_hash(std::uint32_t hash) const { return hashes_.contains(hash); }

 private:
  std::unordered_set<std::uint32_t> hashes_;
};

struct Outline {
  std::string name;                        ///< "quectel"
  std::vector<std::string> extends;        ///< names
  std::vector<std::string> identified_by;  ///< what a module of it calls itself
  std::vector<std::string_view> texts;     ///< its own file and those that it includes; live for ever

  /// One of the words stands in its own files, wherever: a line that begins with another word means what it
  /// means in the dialects it extends.
  [[nodiscard]] bool has_any(const LeadWords& words) const;
};

/// Of all built-in dialects, each behind those it extends, else in the order of builtin_dialects().
[[nodiscard]] std::vector<Outline> builtin_outlines();

}  // namespace atscope::grammar
