// SPDX-License-Identifier: MIT
// What happened on each channel so far: the facts that many rules need, gathered once and in bounded memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/lint/finding.h"
#include "decoder/session/event.h"
#include "decoder/session/settings_tracker.h"

namespace atscope::lint {

/// A command line whose transaction has not been handed out yet.
struct Asked {
  session::TransactionId txn = 0;
  grammar::CommandId command = grammar::no_command;  ///< the first of the line
  session::Sender sender = session::Sender::unknown;
  session::Origin origin;
  session::Timestamp time;
  std::string text;                       ///< at most ChannelHistory::max_text bytes
  bool alone = false;                     ///< the line is that one command
  bool has_result = false;                ///< its final result came: it waits for a promised one
  bool cr_only = false, lf_only = false;  ///< its line ended in CR alone, in LF alone
  bool is_superseded = false;             ///< the host sent `next` before the final result
  session::TransactionId next_txn = 0;
  Related next;
};

/// How a state machine came into the state it is in.
struct Entered {
  std::string machine, instance;
  session::TransactionId txn = 0;  ///< of what did it; 0: none
  bool by_failure = false;         ///< a command that failed
  Related line;                    ///< that did it; the place is always known, the text not always
};

class ChannelHistory {
 public:
  static constexpr std::size_t max_open = 64;
  static constexpr std::size_t max_machines = 64;
  static constexpr std::size_t max_text = 512;

  explicit ChannelHistory(const grammar::Dialect& dialect) : settings_(dialect) {}

  /// The command line of a transaction that is still open; null when there is none.
  [[nodiscard]] const Asked* asked(session::TransactionId txn) const;
  [[nodiscard]] bool is_open(session::TransactionId txn) const { return asked(txn) != nullptr; }
  template <typename Visit>
  void each_open(Visit visit) const {
    for (std::size_t index = 0; index < open_count_; ++index) visit(open_[index]);
  }

  /// A command and its result were seen since the log began or bytes were lost: what does not fit from
  /// here on is no effect of where the log begins.
  [[nodiscard]] bool is_paired() const { return paired_; }
  /// A command line of the host ended in CR: the log keeps line ends.
  [[nodiscard]] bool shows_cr() const { return shows_cr_; }
  /// The last command line; 0 when there was none.
  [[nodiscard]] session::TransactionId newest() const { return newest_; }
  /// Bytes were lost while the transaction was open.
  [[nodiscard]] bool lost_bytes_since(session::TransactionId txn) const { return gap_after_ >= txn; }
  /// Bytes were lost or the module started anew: an answer that is missing says nothing about the command.
  [[nodiscard]] bool interrupted_since(session::TransactionId txn) const {
    return lost_bytes_since(txn) || restarted_since(txn);
  }
  /// Transactions that closed as they should.
  [[nodiscard]] std::uint64_t clean_transactions() const { return clean_; }
  [[nodiscard]] session::Timestamp last_time() const { return last_time_; }
  /// The last start of the module that the traffic showed; unknown when there was none.
  [[nodiscard]] session::Timestamp boot_time() const { return boot_time_; }
  [[nodiscard]] bool restarted_since(session::TransactionId txn) const { return boot_after_ >= txn; }
  /// The settings as they were when the module started anew; empty before it did.
  [[nodiscard]] const grammar::Settings& settings_before_boot() const { return before_boot_; }
  /// When the module ended another command last, before it ended `txn`: it was busy until then.
  [[nodiscard]] session::Timestamp busy_until(session::TransactionId txn) const {
    return results_[0].txn == txn ? results_[1].time : results_[0].time;
  }
  /// First byte of the last payload that the host sent in a transaction; unknown when there was none.
  [[nodiscard]] session::Timestamp payload_time(session::TransactionId txn) const {
    return payload_txn_ == txn ? payload_time_ : session::Timestamp{};
  }
  /// Only settings that the dialect's conditions for commands use, and cmee and echo, are followed.
  [[nodiscard]] const grammar::Settings& settings() const { return settings_.values(); }
  [[nodiscard]] const Entered* entered(std::string_view machine, std::string_view instance) const;

 private:
  friend class History;
  Asked& open(session::TransactionId txn);
  void close(session::TransactionId txn);
  [[nodiscard]] Asked* find(session::TransactionId txn);

  std::vector<Asked> open_;  // the first open_count_ are in use; the rest keeps its memory
  std::size_t open_count_ = 0;
  std::vector<Entered> machines_;
  session::SettingsTracker settings_;
  grammar::Settings before_boot_;
  session::Timestamp last_time_, boot_time_, payload_time_;
  struct Result {
    session::TransactionId txn = 0;
    session::Timestamp time;
  };
  Result results_[2];  // the last ones, newest first
  session::TransactionId newest_ = 0, gap_after_ = 0, boot_after_ = 0, payload_txn_ = 0;
  std::uint64_t clean_ = 0;
  bool paired_ = false, shows_cr_ = false;
};

class History {
 public:
  explicit History(const grammar::Dialect& dialect);

  [[nodiscard]] const ChannelHistory& channel(session::ChannelId id) const;
  /// The time of the last event on any channel.
  [[nodiscard]] session::Timestamp last_time() const { return last_time_; }
  /// Events that only AT traffic has.
  [[nodiscard]] std::uint64_t traffic_events() const { return traffic_; }
  [[nodiscard]] std::uint64_t transactions() const { return transactions_; }

  // For the engine: an event before the rules see it, a transaction after they have.
  void see(const session::Event& event);
  void close(const session::Transaction& transaction, bool clean);

 private:
  [[nodiscard]] ChannelHistory& at(session::ChannelId id);
  void see_command(ChannelHistory& channel, const session::Event& event);
  void see_transition(ChannelHistory& channel, const session::Event& event);
  void see_success(ChannelHistory& channel, const session::Event& event);
  void see_answer(ChannelHistory& channel, const session::Event& event);
  void follow_settings();

  const grammar::Dialect& dialect_;
  ChannelHistory empty_;  // of a channel without events
  std::vector<std::unique_ptr<ChannelHistory>> channels_;
  std::vector<bool> sets_;  // by CommandId: changes a setting that is followed
  session::Timestamp last_time_;
  std::uint64_t traffic_ = 0, transactions_ = 0;
};

}  // namespace atscope::lint
