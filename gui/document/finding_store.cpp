// SPDX-License-Identifier: MIT
#include "gui/document/finding_store.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "decoder/lint/linter.h"

namespace atscope::gui {
namespace {

// Plain values as their bytes, texts as their length (4 bytes, native order) and their bytes.
class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  template <typename Value>
  void operator()(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    const std::size_t at = out_.size();
    out_.resize(at + sizeof value);
    std::memcpy(out_.data() + at, &value, sizeof value);
  }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  void operator()(const std::vector<lint::Related>& list) {
    (*this)(static_cast<std::uint32_t>(list.size()));
    for (const lint::Related& related : list) each_part(related, *this);
  }

  template <typename Related, typename Part>
  static void each_part(Related& related, Part& part) {
    part(related.origin);
    part(related.time);
    part(related.sender);
    part(related.text);
    part(related.message);
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(const char* from) : from_(from) {}

  template <typename Value>
  void operator()(Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    std::memcpy(&value, from_, sizeof value);
    from_ += sizeof value;
  }
  void operator()(std::string& text) {
    std::uint32_t size = 0;
    (*this)(size);
    text.assign(from_, size);
    from_ += size;
  }
  void operator()(std::vector<lint::Related>& list) {
    std::uint32_t size = 0;
    (*this)(size);
    list.resize(size);
    for (lint::Related& related : list) Packer::each_part(related, *this);
  }

 private:
  const char* from_;
};

// All of a finding but what its record holds.
template <typename Finding, typename Part>
void each_part(Finding& finding, Part& part) {
  part(finding.confidence);
  part(finding.channel);
  part(finding.txn);
  part(finding.other_txn);
  part(finding.origin);
  part(finding.time);
  part(finding.column);
  part(finding.bytes);
  part(finding.marks_secret);
  part(finding.text);
  part(finding.message);
  part(finding.help);
  part(finding.source);
  part(finding.state);
  part(finding.command);
  part(finding.error);
  part(finding.related);
  part(finding.section);
  part(finding.fingerprint);
  part(finding.suppression.by);
  part(finding.suppression.reason);
  part(finding.suppression.place);
  part(finding.baseline);
}

std::uint16_t number_of(std::string_view code) {
  const auto rules = lint::rules();
  const auto found = std::lower_bound(
      rules.begin(), rules.end(), code,
      [](const lint::RuleInfo* rule, std::string_view wanted) { return rule->code < wanted; });
  return static_cast<std::uint16_t>(found - rules.begin());
}

}  // namespace

void FindingStore::add(const lint::Finding& finding) {
  if (full_.load(std::memory_order_relaxed)) return;
  packed_.clear();
  Packer pack(packed_);
  each_part(finding, pack);
  FindingRecord record;
  record.texts = texts_.push_back_together(std::span<const char>(packed_));
  record.offset = finding.origin.offset;
  record.id = finding.id;
  record.cause = finding.cause;
  record.line =
      static_cast<std::uint32_t>(finding.origin.line != 0 ? finding.origin.line : finding.origin.frame);
  record.rule = number_of(finding.code);
  record.severity = finding.severity;
  record.suppressed = bool{finding.suppression};
  if (record.texts == trace::SpillArray<char>::no_room || !records_.push_back(record))
    full_.store(true, std::memory_order_release);
}

const lint::RuleInfo& FindingStore::rule(std::size_t index) const {
  return *lint::rules()[record(index).rule];
}

lint::Finding FindingStore::finding(std::size_t index) const {
  const FindingRecord& kept = record(index);
  lint::Finding finding;
  finding.id = kept.id;
  finding.cause = kept.cause;
  finding.code = rule(index).code;
  finding.name = rule(index).name;
  finding.severity = kept.severity;
  Unpacker unpack(&texts_[kept.texts]);
  each_part(finding, unpack);
  return finding;
}

}  // namespace atscope::gui
