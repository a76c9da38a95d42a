// SPDX-License-Identifier: MIT
#include "cli/report/place_report.h"

#include <fmt/format.h>
#include <iterator>

#include "cli/pipeline.h"
#include "decoder/mask/masked_finding.h"
#include "decoder/mask/masker.h"
#include "decoder/report/field_json.h"
#include "decoder/report/field_text.h"
#include "decoder/report/time_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

using session::EventKind;

constexpr std::size_t longest_shown_line = 2000;

std::string_view kind_words(EventKind kind) {
  switch (kind) {
    case EventKind::command:
      return "a command line of the host";
    case EventKind::echo:
      return "the module's echo of what the host sent";
    case EventKind::information:
      return "an answer to the open command";
    case EventKind::intermediate:
      return "an intermediate result, before the final one";
    case EventKind::result:
      return "a final result";
    case EventKind::urc:
      return "an unsolicited result code";
    case EventKind::deferred:
      return "a later result, promised by a command";
    case EventKind::prompt:
      return "a prompt: the module asks for data";
    case EventKind::data:
      return "payload";
    case EventKind::transition:
      return "a state change";
    case EventKind::unparsed:
      return "not understood";
    case EventKind::note:
      break;
  }
  return "a note of the log";
}

std::string place_text(const session::Origin& origin) {
  return origin.frame != 0 ? fmt::format("frame {}", origin.frame) : fmt::format("line {}", origin.line);
}

const session::Transaction* transaction_of(const PlaceFacts& facts, session::TransactionId id) {
  for (const session::Transaction& transaction : facts.transactions) {
    if (transaction.id == id) return &transaction;
  }
  return nullptr;
}

// The transaction that the line belongs to, came inside, or could have answered.
const session::Transaction* decisive(const PlaceFacts& facts, const session::Event& event) {
  const session::Transaction* found = transaction_of(facts, event.txn != 0 ? event.txn : event.inside);
  if (found == nullptr && !facts.open.empty()) found = transaction_of(facts, facts.open.back().txn);
  return found;
}

class Text {
 public:
  Text(std::string& out, const Input& input, const PlaceFacts& facts, bool show_secrets,
       const Palette& palette)
      : out_(out),
        input_(input),
        facts_(facts),
        masker_(*input.dialect(), !show_secrets),
        show_secrets_(show_secrets),
        palette_(palette) {}

  void run() {
    for (const KeptEvent& kept : facts_.events) {
      const session::Event event = kept.event();
      if (&kept != &facts_.events.front()) out_ += '\n';
      head(event);
      describe(event);
      fields(event);
    }
    context();
    findings();
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void label(std::string_view word) { put("  {}{:<12}{}", palette_.bold, word, palette_.reset); }

  void head(const session::Event& event) {
    out_ += palette_.bold;
    report::append_visible(out_, input_.name());
    put(":{}{}", event.origin.frame != 0 ? event.origin.frame : event.origin.line, palette_.reset);
    std::string time;
    if (event.time.clock == capture::Clock::utc) {
      report::Rfc3339().append(time, event.time.ns);
    } else if (event.time.known()) {
      report::append_seconds(time, event.time.ns);
      time += " s";
    }
    if (!time.empty()) put("  {}", time);
    if (input_.info().channels.size() > 1) {
      out_ += "  ";
      report::append_visible(out_, input_.channel(event.channel));
    }
    put("\n{}{}{} ", palette_.side(event.sender), arrow(event.sender), palette_.reset);
    mask::Spans spans;
    std::string masked;
    masker_.find(event, spans);
    report::append_excerpt(out_, mask::redact(event.text, spans, masked), longest_shown_line);
    out_ += "\n\n";
  }

  void describe(const session::Event& event) {
    label("what");
    put("{} ({}: ", kind_words(event.kind), session::to_string(event.confidence));
    report::append_visible(out_, event.because);
    out_ += ")\n";
    const grammar::Dialect& dialect = *input_.dialect();
    if (event.rule != grammar::no_rule && event.kind != EventKind::data) {
      const grammar::LineRule& rule = dialect.rule(event.rule);
      label("by");
      report::append_visible(out_, rule.notation.text());
      if (!rule.meaning.empty()) put("   {}", rule.meaning);
      put("   {}{}{}{}{}\n", palette_.dim, dialect.name(), rule.section.empty() ? "" : " ", rule.section,
          palette_.reset);
    }
    const grammar::CommandId id = event.command != grammar::no_command ? event.command
                                  : event.rule != grammar::no_rule     ? dialect.rule(event.rule).command
                                                                       : grammar::no_command;
    if (id != grammar::no_command) {
      const grammar::Command& command = dialect.command(id);
      label("command");
      put("AT{}  {}   {}{}{}{}{}\n", command.name, command.meaning, palette_.dim, dialect.name(),
          command.section.empty() ? "" : " ", command.section, palette_.reset);
    }
  }

  void fields(const session::Event& event) {
    bool first = true;
    for (const session::Field& field : session::fields(event, *input_.dialect())) {
      label(first ? "values" : "");
      first = false;
      put("{} = ", field.name);
      if (report::is_hidden(field, show_secrets_)) {
        out_ += mask::redacted;
      } else {
        report::append_excerpt(out_, field.text, 200);
        std::string meaning;
        report::append_field_meaning(meaning, field);
        if (!meaning.empty()) put("  {}", meaning);
        if (field.parameter != nullptr && !field.parameter->meaning.empty())
          put("   {}{}{}", palette_.dim, field.parameter->meaning, palette_.reset);
      }
      out_ += '\n';
    }
  }

  void context() {
    const session::Event event = facts_.events.front().event();
    if (facts_.states.empty()) {
      label("states");
      out_ += "nothing has told any state before\n";
    }
    for (const KnownState& state : facts_.states) {
      label(&state == &facts_.states.front() ? "states" : "");
      report::append_visible(out_, state.machine);
      if (!state.instance.empty()) out_ += ' ';
      report::append_visible(out_, state.instance);
      out_ += ": ";
      report::append_visible(out_, state.state);
      put("   {}since {}{}\n", palette_.dim, place_text(state.since), palette_.reset);
    }
    for (const KeptTransition& moved : facts_.transitions) {
      label(&moved == &facts_.transitions.front() ? "moves" : "");
      report::append_visible(out_, moved.machine);
      if (!moved.instance.empty()) out_ += ' ';
      report::append_visible(out_, moved.instance);
      out_ += ": ";
      report::append_visible(out_, moved.from);
      out_ += " ⇒ ";
      report::append_visible(out_, moved.to);
      out_ += '\n';
    }
    label("open before");
    if (facts_.open.empty()) out_ += "no command\n";
    for (const OpenCommandLine& open : facts_.open) {
      if (&open != &facts_.open.front()) label("");
      command_line(open.text);
      put("   {}{}", palette_.dim, place_text(open.origin));
      if (open.sent.known() && open.sent.clock == event.time.clock)
        put(", {} before", report::duration_text(event.time.ns - open.sent.ns));
      if (open.has_result) out_ += ", a later result is promised";
      put("{}\n", palette_.reset);
    }
    const session::Transaction* transaction = decisive(facts_, event);
    if (transaction == nullptr) return;
    bool first = true;
    for (const std::string& text :
         expected_after(facts_.events.back().event(), *transaction, *input_.dialect())) {
      label(first ? "then comes" : "");
      first = false;
      report::append_visible(out_, text);
      out_ += '\n';
    }
    if (first) {
      label("then comes");
      out_ += "nothing more of this command\n";
    }
    describe(*transaction);
  }

  void command_line(std::string_view text) {
    mask::Spans spans;
    std::string masked;
    masker_.find_in_command(text, spans);
    report::append_excerpt(out_, mask::redact(text, spans, masked), longest_shown_line);
  }

  void answer(std::string_view text, grammar::CommandId command, grammar::RuleId rule) {
    mask::Spans spans;
    std::string masked;
    masker_.find_in_answer(text, command, rule, spans);
    report::append_excerpt(out_, mask::redact(text, spans, masked), longest_shown_line);
  }

  void describe(const session::Transaction& transaction) {
    label("transaction");
    put("{}: ", transaction.id);
    command_line(transaction.command);
    put(" ({})", place_text(transaction.origin));
    if (!transaction.result.empty()) {
      out_ += " ⇒ ";
      answer(transaction.result, transaction.command_id, transaction.result_rule);
      put(" ({}", place_text(transaction.result_origin));
      const std::string took = report::duration_text(transaction.latency_ns());
      if (!took.empty()) put(", after {}", took);
      out_ += ')';
    }
    put(", {}\n", session::to_string(transaction.outcome));
    for (const session::DeferredResult& result : transaction.deferred) {
      label("");
      out_ += "⤷ ";
      answer(result.text, transaction.command_id, result.rule);
      put(" ({})\n", place_text(result.origin));
    }
    if (transaction.deferred_pending) {
      label("");
      out_ += "⤷ the later result that was promised did not come\n";
    }
  }

  void findings() {
    if (facts_.findings.empty()) {
      label("findings");
      out_ += "none\n";
    }
    for (const lint::Finding& raw : facts_.findings) {
      const lint::Finding finding = mask::masked(raw, masker_);
      label(&raw == &facts_.findings.front() ? "findings" : "");
      put("{} {} {}: ", lint::to_string(finding.severity), finding.code, finding.name);
      report::append_visible(out_, finding.message);
      put("   {}{}{}\n", palette_.dim, place_text(finding.origin), palette_.reset);
      if (finding.help.empty()) continue;
      label("");
      out_ += "do: ";
      report::append_visible(out_, finding.help);
      out_ += '\n';
    }
  }

  std::string& out_;
  const Input& input_;
  const PlaceFacts& facts_;
  mask::Masker masker_;
  bool show_secrets_;
  const Palette& palette_;
};

void write_place(report::JsonWriter& json, const session::Origin& origin) {
  origin.frame != 0 ? json.number("frame", origin.frame) : json.number("line", origin.line);
}

class Json {
 public:
  Json(const Input& input, const PlaceFacts& facts, bool show_secrets)
      : input_(input), facts_(facts), masker_(*input.dialect(), !show_secrets), show_secrets_(show_secrets) {}

  std::string run() {
    std::string out;
    report::JsonWriter json(out);
    const session::Event first = facts_.events.front().event();
    json.begin_object();
    json.number("v", 1);
    json.string("file", input_.name());
    write_place(json, first.origin);
    json.string("dialect", input_.dialect()->name());
    json.begin_array("events");
    for (const KeptEvent& kept : facts_.events) event(json, kept.event());
    json.end_array();
    json.begin_array("states");
    for (const KnownState& state : facts_.states) {
      json.begin_object();
      json.string("machine", state.machine);
      if (!state.instance.empty()) json.string("instance", state.instance);
      json.string("state", state.state);
      json.begin_object("since");
      write_place(json, state.since);
      json.end_object();
      json.end_object();
    }
    json.end_array();
    json.begin_array("transitions");
    for (const KeptTransition& moved : facts_.transitions) {
      json.begin_object();
      json.string("machine", moved.machine);
      if (!moved.instance.empty()) json.string("instance", moved.instance);
      json.string("from", moved.from);
      json.string("to", moved.to);
      json.end_object();
    }
    json.end_array();
    json.begin_array("open");
    for (const OpenCommandLine& open : facts_.open) {
      json.begin_object();
      json.number("txn", open.txn);
      json.string("command", masked_command(open.text));
      write_place(json, open.origin);
      json.boolean("has_result", open.has_result);
      json.end_object();
    }
    json.end_array();
    const session::Transaction* transaction = decisive(facts_, first);
    json.begin_array("expected");
    if (transaction != nullptr) {
      for (const std::string& text :
           expected_after(facts_.events.back().event(), *transaction, *input_.dialect()))
        json.string(text);
    }
    json.end_array();
    write(json, transaction);
    json.begin_array("findings");
    for (const lint::Finding& raw : facts_.findings) {
      const lint::Finding finding = mask::masked(raw, masker_);
      json.begin_object();
      json.string("code", finding.code);
      json.string("name", finding.name);
      json.string("severity", lint::to_string(finding.severity));
      write_place(json, finding.origin);
      json.string("message", finding.message);
      json.string_or_null("help", finding.help);
      json.end_object();
    }
    json.end_array();
    json.end_object();
    out += '\n';
    return out;
  }

 private:
  void event(report::JsonWriter& json, const session::Event& event) {
    masker_.find(event, spans_);
    json.begin_object();
    json.string("kind", session::to_string(event.kind));
    json.string("channel", input_.channel(event.channel));
    json.string("sender", session::to_string(event.sender));
    times_.write(json, event.time);
    json.number("offset", event.origin.offset);
    json.number("bytes", event.bytes);
    json.text_or_hex(mask::redact(event.text, spans_, masked_));
    event.txn == 0 ? json.null("txn") : json.number("txn", event.txn);
    if (event.inside != 0) json.number("inside", event.inside);
    json.string("confidence", session::to_string(event.confidence));
    json.string("because", event.because);
    json.string_or_null("syntax", event.rule == grammar::no_rule
                                      ? std::string_view()
                                      : input_.dialect()->rule(event.rule).notation.text());
    json.begin_array("fields");
    for (const session::Field& field : session::fields(event, *input_.dialect())) {
      report::write_field(json, field, report::is_hidden(field, show_secrets_),
                          mask::position_after_redact(field.offset, spans_),
                          mask::position_after_redact(field.offset + field.bytes, spans_));
    }
    json.end_array();
    json.end_object();
  }

  void write(report::JsonWriter& json, const session::Transaction* transaction) {
    if (transaction == nullptr) return json.null("transaction");
    json.begin_object("transaction");
    json.number("txn", transaction->id);
    json.string("command", masked_command(transaction->command));
    write_place(json, transaction->origin);
    masker_.find_in_answer(transaction->result, transaction->command_id, transaction->result_rule, spans_);
    json.string_or_null("result", mask::redact(transaction->result, spans_, masked_));
    json.string("outcome", session::to_string(transaction->outcome));
    const std::int64_t latency = transaction->latency_ns();
    latency < 0 ? json.null("latency_ns") : json.signed_number("latency_ns", latency);
    json.end_object();
  }

  std::string masked_command(std::string_view text) {
    masker_.find_in_command(text, spans_);
    return std::string(mask::redact(text, spans_, masked_));
  }

  const Input& input_;
  const PlaceFacts& facts_;
  mask::Masker masker_;
  bool show_secrets_;
  mask::Spans spans_;
  std::string masked_;
  report::TimeFields times_;
};

}  // namespace

void append_place(std::string& out, const Input& input, const PlaceFacts& facts, bool show_secrets,
                  const Palette& palette) {
  Text(out, input, facts, show_secrets, palette).run();
}

std::string place_json(const Input& input, const PlaceFacts& facts, bool show_secrets) {
  return Json(input, facts, show_secrets).run();
}

}  // namespace atscope::cli
