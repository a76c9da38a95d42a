// SPDX-License-Identifier: MIT
#include "gui/document/event_filter.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace atscope::gui {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool has_operator(std::string_view text) {
  constexpr std::array<std::string_view, 11> operators = {
      "==", "!=", "<", ">", "~", " contains ", " matches ", " in {", " eq ", " ne ", " and "};
  return std::any_of(operators.begin(), operators.end(),
                     [text](std::string_view op) { return text.find(op) != std::string_view::npos; });
}

// "text"; a quote inside would make it a part of a filter.
bool is_quoted(std::string_view line) {
  return line.size() > 2 && line.front() == '"' && line.find('"', 1) == line.size() - 1;
}

// /pattern/
bool is_pattern(std::string_view line) {
  return line.size() > 2 && line.front() == '/' && line.back() == '/';
}

int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

// "0x0d0a", "0x0d 0x0a", "0x0d, 0x0a": only digits behind a first 0x.
bool has_prefix(std::string_view line) {
  return line.size() > 2 && line[0] == '0' && lower(line[1]) == 'x' &&
         std::all_of(line.begin() + 2, line.end(), [](char c) {
           return hex_digit(c) >= 0 || lower(c) == 'x' || c == ' ' || c == ',' || c == ':';
         });
}

// The bytes that a line in hex digits says: in words behind 0x, or in pairs with a blank or colon between
// them, two at least. Empty when it says none.
std::string bytes_of(std::string_view line) {
  const bool prefixed = has_prefix(line);
  std::string bytes;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" :,"), line.size());
    std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    if (word.empty() && prefixed) continue;
    if (prefixed && word.size() > 2 && word[0] == '0' && lower(word[1]) == 'x') word.remove_prefix(2);
    if (word.empty() || word.size() % 2 != 0 || (!prefixed && word.size() != 2)) return {};
    for (std::size_t at = 0; at < word.size(); at += 2) {
      const int high = hex_digit(word[at]), low = hex_digit(word[at + 1]);
      if (high < 0 || low < 0) return {};
      bytes += static_cast<char>(high * 16 + low);
    }
  }
  return prefixed || bytes.size() > 1 ? bytes : std::string();
}

// What the line searches for, without what tells its mode; a filter is itself.
std::string wanted_by(std::string_view line) {
  if (is_quoted(line)) return std::string(line.substr(1, line.size() - 2));
  if (is_pattern(line)) return std::string(line.substr(1, line.size() - 2));
  const std::string bytes = bytes_of(line);
  return bytes.empty() ? std::string(line) : bytes;
}

// As the filter language has it; in its patterns only the quote needs an escape.
std::string filter_of_pattern(std::string_view line) {
  std::string out = "text matches \"";
  bool escaped = false;
  for (const char c : wanted_by(line)) {
    if (c == '"' && !escaped) out += '\\';
    escaped = c == '\\' && !escaped;
    out += c;
  }
  return out + '"';
}

bool contains_without_case(std::string_view text, std::string_view lower_word) {
  return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

// What a filter can ask about a transaction, from what the trace keeps of it.
void fill(session::Transaction& out, const trace::Trace& trace, std::uint32_t id) {
  const trace::TransactionRecord& record = trace.transaction(id);
  out.id = id;
  out.channel = record.channel;
  out.command = trace.text(trace.event(record.command_event));
  out.command_id = record.command;
  out.sent = trace.time(record.command_event);
  out.origin.line = trace.event(record.command_event).line;
  out.outcome = record.outcome;
  out.confidence = record.confidence;
  out.result.clear();
  out.result_time = {};
  out.result_origin = {};
  if (record.result_event != trace::no_event) {
    out.result = trace.text(trace.event(record.result_event));
    out.result_time = trace.time(record.result_event);
    out.result_origin.line = trace.event(record.result_event).line;
  }
  out.info_lines = record.info_lines;
  out.deferred_pending = record.deferred_pending;
  out.superseded = record.superseded;
  out.late = record.late;
  out.limit = record.limit;
  out.data_sent = record.data_bytes;
}

}  // namespace

SearchMode mode_of(std::string_view line) {
  if (is_quoted(line)) return SearchMode::text;
  if (is_pattern(line)) return SearchMode::pattern;
  if (has_prefix(line) || !bytes_of(line).empty()) return SearchMode::bytes;
  return has_operator(line) ? SearchMode::filter : SearchMode::text;
}

std::string written_as(SearchMode mode, std::string_view line) {
  if (mode_of(line) == mode || line.empty()) return std::string(line);
  const std::string wanted = wanted_by(line);
  switch (mode) {
    case SearchMode::text:
      return mode_of(wanted) == SearchMode::text ? wanted : '"' + wanted + '"';
    case SearchMode::pattern:
      return '/' + wanted + '/';
    case SearchMode::bytes: {
      std::string out = "0x";
      for (const char c : wanted)
        fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
      return out;
    }
    case SearchMode::filter: {
      std::string out = mode_of(line) == SearchMode::pattern ? "text matches \"" : "text contains \"";
      for (const char c : wanted) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7F) {
          fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
        } else {
          if (c == '"' || (c == '\\' && mode_of(line) != SearchMode::pattern)) out += '\\';
          out += c;
        }
      }
      return out + '"';
    }
  }
  return std::string(line);
}

EventFilter::EventFilter(std::string text) : text_(std::move(text)) {
  if (text_.empty()) return;
  switch (mode_of(text_)) {
    case SearchMode::text:
      for (const char c : wanted_by(text_)) lower_ += lower(c);
      return;
    case SearchMode::bytes:
      bytes_ = bytes_of(text_);
      if (bytes_.empty()) {
        error_ = {0, text_.size(), "bytes are pairs of hex digits: 0x0d0a",
                  "\"" + text_ + "\" in quotes searches for the text"};
      }
      // A time of day looks like that, too.
      if (!has_prefix(text_)) lower_ = text_;
      for (char& c : lower_) c = lower(c);
      return;
    case SearchMode::pattern:
    case SearchMode::filter:
      break;
  }
  auto parsed = query::parse(mode_of(text_) == SearchMode::pattern ? filter_of_pattern(text_) : text_);
  if (parsed) {
    query_ = *parsed;
  } else {
    error_ = parsed.error();
  }
}

bool EventFilter::finds(std::string_view text) const {
  return (!lower_.empty() && contains_without_case(text, lower_)) ||
         (!bytes_.empty() && text.find(bytes_) != std::string_view::npos);
}

bool EventFilter::search(const Document& document, std::vector<trace::EventIndex>& hits, std::uint32_t most) {
  const trace::EventIndex size = document.trace().size();
  for (std::uint32_t looked = 0; next_ < size; ++next_, ++looked) {
    if (looked == most) return true;
    if (fits(document, next_)) hits.push_back(next_);
  }
  return false;
}

void EventFilter::follow_states(const trace::Trace& trace, trace::EventIndex index) {
  if (index % 1024 != 0 && !tracks_.empty()) return;
  if (const std::uint64_t version = trace.state_version(); version != state_version_ || tracks_.empty()) {
    state_version_ = version;
    tracks_ = trace.state_tracks();
  }
}

bool EventFilter::fits(const Document& document, trace::EventIndex index) {
  const trace::Trace& trace = document.trace();
  const trace::EventRecord& record = trace.event(index);
  if (error_) return false;
  for (EventFilter& other : others_) {
    if (!other.fits(document, index)) return false;
  }
  if (text_.empty()) return true;
  if (!query_) return finds(trace.text(record));

  session::Event event = trace.replay(index);
  if (document.is_capture()) std::swap(event.origin.line, event.origin.frame);
  query::Subject subject;
  subject.event = &event;
  subject.dialect = &trace.dialect();
  while (channels_.size() <= record.channel) channels_.emplace_back();
  std::string& channel = channels_[record.channel];
  if (channel.empty()) channel = document.channel(record.channel);
  subject.channel = channel;
  if (event.txn != 0 && event.txn <= trace.transactions()) {
    subject.command_line = trace.text(trace.event(trace.transaction(event.txn).command_event));
    if (query_->needs_transaction() && trace.is_closed(event.txn)) {
      if (!transaction_closed_ || transaction_.id != event.txn) fill(transaction_, trace, record.txn);
      transaction_closed_ = true;
      subject.transaction = &transaction_;
    }
  }
  std::vector<std::string_view> states;
  if (!query_->machines().empty()) {
    follow_states(trace, index);
    for (const std::string& wanted : query_->machines()) {
      const std::size_t colon = wanted.find(':');
      const std::string machine = wanted.substr(0, colon);
      const std::string instance = colon == std::string::npos ? std::string() : wanted.substr(colon + 1);
      std::string_view state;
      for (const trace::StateTrack& track : tracks_) {
        if (track.channel != record.channel || track.machine != machine || track.instance != instance)
          continue;
        const auto after = std::upper_bound(
            track.spans.begin(), track.spans.end(), index,
            [](trace::EventIndex at, const trace::StateSpan& span) { return at < span.since; });
        if (after != track.spans.begin()) state = (after - 1)->state;
      }
      states.push_back(state);
    }
    subject.states = states;
  }
  return query_->matches(subject);
}

}  // namespace atscope::gui
