// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::EventKind;
using session::Outcome;
using session::Transaction;

// The module goes on waiting, or takes the next command for payload.
constexpr std::array consequences{
    Consequence{"ERR001"},    Consequence{"ERR002"}, Consequence{"TIM001", 0},
    Consequence{"ORD001", 0}, Consequence{"TIM002"}, Consequence{"ORD002", 2},
};

class PayloadLengthMismatch final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT001",
      .name = "payload-length-mismatch",
      .severity = Severity::error,
      .needs = {.direction = true, .raw_bytes = true},
      .summary = "The host sent more or fewer payload bytes than its command announced.",
      .interest = {.events = Interest::of(EventKind::data, EventKind::unparsed),
                   .transactions = Interest::Transactions::payload},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context& context, Reporter& reporter) override {
    if (event.sender != session::Sender::dte) return;
    if (event.channel >= sent_.size()) sent_.resize(std::size_t{event.channel} + 1);
    Sent& sent = sent_[event.channel];
    if (event.kind == EventKind::data) {
      if (sent.record.id != event.txn) sent.forget();
      sent.record.id = event.txn;
      sent.count(event);
      return;
    }
    // What stood behind the counted bytes without a line end is only given out with what follows it.
    if (!sent.closed || event.origin.offset >= sent.record.result_origin.offset || is_blank(event.text))
      return;
    sent.count(event);
    report(sent, context, reporter);
    sent.forget();
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (!transaction.data_phase || transaction.data_declared == 0) return;
    // ESC drops the payload on purpose; a log that ends here shows nothing; bytes of the log are missing.
    if (transaction.outcome == Outcome::aborted || transaction.outcome == Outcome::open) return;
    if (context.history.channel(transaction.channel).lost_bytes_since(transaction.id)) return;
    if (transaction.channel >= sent_.size()) sent_.resize(std::size_t{transaction.channel} + 1);
    Sent& sent = sent_[transaction.channel];
    if (sent.record.id != transaction.id) sent.forget();
    sent.keep(transaction);
    if (transaction.data_sent == transaction.data_declared) {
      sent.closed = !transaction.result.empty();
    } else if (!module_took(transaction, context)) {
      report(sent, context, reporter);
    }
  }

 private:
  // The payload of a channel's last counted data phase.
  struct Sent {
    Transaction record;            // what a finding says of it; `data_sent` counts what turns up late as well
    std::uint64_t characters = 0;  // of UTF-8
    std::uint64_t in_gbk = 0;      // bytes that the same text has in GBK
    bool closed = false;           // its transaction, with as many bytes as declared
    Related first_over;

    // Both keep the memory of the strings.
    void forget() {
      record.id = 0;
      characters = in_gbk = 0;
      closed = false;
      first_over.text.clear();
    }
    void keep(const Transaction& transaction) {
      record.id = transaction.id;
      record.channel = transaction.channel;
      record.command = transaction.command;
      record.command_id = transaction.command_id;
      record.form_rule = transaction.form_rule;
      record.sent = transaction.sent;
      record.origin = transaction.origin;
      record.outcome = transaction.outcome;
      record.result = transaction.result;
      record.result_origin = transaction.result_origin;
      record.result_time = transaction.result_time;
      record.data_declared = transaction.data_declared;
      record.data_sent = transaction.data_sent;
    }

    void count(const session::Event& event) {
      // Only the counted bytes are certain.
      const bool over = event.kind != EventKind::data || event.confidence != session::Confidence::certain;
      if (over && first_over.text.empty())
        first_over = {event.origin, event.time, event.sender, std::string(event.text), {}};
      if (closed) record.data_sent += event.text.size();
      for (const char c : event.text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) == 0x80U) continue;
        ++characters;
        in_gbk += byte < 0x80U ? 1 : 2;
      }
    }
  };

  static void report(const Sent& sent, const Context& context, Reporter& reporter) {
    const std::uint64_t declared = sent.record.data_declared, bytes = sent.record.data_sent;
    Finding finding = at_command(sent.record, context);
    finding.message =
        fmt::format("{} {} announced, {} sent", counted(declared, "byte"), declared == 1 ? "was" : "were",
                    bytes == 0 ? "none" : std::to_string(bytes));
    if (bytes > 0) explain_counting(sent, declared, finding);
    finding.help = "announce the number of bytes that really follow; ";
    finding.help += bytes < declared ? "a module that waits for more takes the next command for payload"
                                     : "what is too much is taken for a command line";
    finding.source = cite(context.dialect, sent.record);
    finding.error = sent.record.result;
    if (sent.record.outcome == Outcome::ok || context.source.fidelity != capture::Fidelity::exact)
      finding.confidence = Confidence::medium;
    if (!sent.first_over.text.empty())
      finding.related.push_back(with_message(sent.first_over, "too much from here on"));
    if (!sent.record.result.empty()) finding.related.push_back(result_of(sent.record, {}));
    reporter.report(std::move(finding));
  }

  static bool is_blank(std::string_view text) {
    return text.find_first_not_of("\r\n\x1A") == std::string_view::npos;
  }

  static void explain_counting(const Sent& sent, std::uint64_t declared, Finding& finding) {
    if (declared == sent.characters) {
      finding.message += ": characters were counted, not bytes";
    } else if (declared == sent.in_gbk) {
      finding.message += ": the bytes of GBK were counted, UTF-8 was sent";
    }
  }

  // The result itself says how many bytes the module took, and that is what was sent: it was told to send
  // before all of them were there.
  static bool module_took(const Transaction& transaction, const Context& context) {
    if (transaction.outcome != Outcome::ok || transaction.result_rule == grammar::no_rule) return false;
    grammar::Captures captures;
    if (!context.dialect.rule(transaction.result_rule).notation.match(transaction.result, captures))
      return false;
    for (const grammar::Capture& capture : captures) {
      std::uint64_t value = 0;
      const auto [end, error] =
          std::from_chars(capture.text.data(), capture.text.data() + capture.text.size(), value);
      if (error == std::errc() && end == capture.text.data() + capture.text.size() &&
          value == transaction.data_sent)
        return true;
    }
    return false;
  }

  std::vector<Sent> sent_;
};

}  // namespace

RuleEntry payload_length_mismatch() {
  return rule_entry<PayloadLengthMismatch>();
}

}  // namespace atscope::lint
