// SPDX-License-Identifier: MIT
// A policy over one run: what it makes of each finding, and what of it was of use.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/finding.h"
#include "decoder/lint/markers.h"
#include "decoder/lint/policy.h"
#include "decoder/session/event.h"

namespace atscope::lint {

/// Something about the policy itself that is worth a finding.
struct PolicyRemark {
  enum class Kind : std::uint8_t { unused, missing, expired, mistake };
  Kind kind = Kind::unused;
  session::Origin origin;  ///< of the marker; nothing for what stands in the configuration
  session::Timestamp time;
  std::string text;     ///< the marker
  std::string section;  ///< test case that it is about
  std::string message;

  [[nodiscard]] std::string_view rule() const;  ///< name of the rule that reports it
  [[nodiscard]] std::string_view help() const;
};

/// One for a whole run, over several logs. Memory is bounded: `max_marks` markers, and as many expectations,
/// a log.
class PolicyRun {
 public:
  static constexpr std::size_t max_marks = 10000;

  /// `today` is "2026-01-31"; empty: nothing expires.
  explicit PolicyRun(Policy policy, std::string today = {})
      : policy_(std::move(policy)), today_(std::move(today)) {
    waivers_.resize(policy_.waivers.size());
  }

  /// Tells whether a finding was there before; called for findings that nothing else hides.
  void set_baseline(std::function<BaselineState(const Finding&)> known) { known_ = std::move(known); }

  /// A log begins; `last` when no other follows. `channels` must stay as long as the log is read.
  void begin_log(std::string_view log, const std::vector<std::string>& channels, bool last);
  /// The rule can find something in this log, in some channel or section.
  [[nodiscard]] bool may_run(const RuleInfo& rule) const;
  /// The severity that a finding has, empty when the policy does not want it.
  [[nodiscard]] std::optional<Severity> level(const RuleInfo& rule, const Finding& finding,
                                              Severity severity);

  /// Markers, sections and commands.
  void see(const session::Event& event);
  /// Sets the finding's suppression and baseline state.
  void judge(const RuleInfo& rule, Finding& finding);

  /// At the end of a log. `active` are the rules that ran: what names only others cannot be called unused.
  [[nodiscard]] std::vector<PolicyRemark> remarks(std::span<const RuleInfo* const> active);

 private:
  // A marker, from its place up to `end`.
  struct Mark {
    Marker marker;
    session::Origin origin;
    session::Timestamp time;
    std::string text, section;
    std::uint64_t end = UINT64_MAX;  // offset of the first byte it does not hold for
    int commands = 0;
    session::ChannelId channel = 0;  // of the command it is for
    bool used = false;
  };
  // What the configuration expects of this log, or of one section of it.
  struct Expect {
    const Expectation* expectation = nullptr;
    std::string section;
    session::Origin origin;
    session::Timestamp time;
    bool met = false;
  };
  struct WaiverUse {
    bool used = false;
    bool could_match = false;  // some log of its scope was checked by its rule
    bool said_expired = false;
  };

  [[nodiscard]] bool holds(const Scope& scope, const Finding& finding) const;
  [[nodiscard]] std::string_view channel_name(session::ChannelId id) const;
  [[nodiscard]] bool expired(const Waiver& waiver) const {
    return !waiver.until.empty() && waiver.until < today_;
  }
  void see_marker(const session::Event& event);
  void see_command(const session::Event& event);
  void open_expectations(const session::Event& event);
  [[nodiscard]] bool expect(const RuleInfo& rule, Finding& finding);
  [[nodiscard]] bool mark(const RuleInfo& rule, Finding& finding);
  [[nodiscard]] bool waive(const RuleInfo& rule, Finding& finding);

  Policy policy_;
  std::string today_;
  std::function<BaselineState(const Finding&)> known_;
  std::vector<WaiverUse> waivers_;
  std::string log_, section_;
  const std::vector<std::string>* channels_ = nullptr;
  bool last_ = true;
  std::vector<Mark> marks_;
  std::vector<Expect> expects_;
  std::vector<PolicyRemark> remarks_;
  std::vector<bool> layer_holds_;
  std::size_t open_marks_ = 0;  // those before have ended
};

}  // namespace atscope::lint
