// SPDX-License-Identifier: MIT
#include "gui/document/event_filter.h"

#include <algorithm>
#include <array>

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

EventFilter::EventFilter(std::string text) : text_(std::move(text)) {
  for (const char c : text_) lower_ += lower(c);
  const bool is_pattern =
      text_.size() > 2 && text_.front() == '/' && text_.back() == '/' && text_.find('"') == std::string::npos;
  if (!is_pattern && !has_operator(text_)) return;
  auto parsed =
      query::parse(is_pattern ? "text matches \"" + text_.substr(1, text_.size() - 2) + '"' : text_);
  if (parsed) {
    query_ = *parsed;
  } else {
    error_ = parsed.error();
  }
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
  if (!query_) return contains_without_case(trace.text(record), lower_);

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
