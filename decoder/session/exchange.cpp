// SPDX-License-Identifier: MIT
#include "decoder/session/exchange.h"

#include "decoder/session/vocabulary.h"

namespace atscope::session {

Event KnownExchange::event(std::size_t index, const capture::Segment& segment, TransactionId id) const {
  const Said& one = said[index];
  Event event = one.event;
  if (event.kind == EventKind::urc) {
    event.inside = id;
  } else {
    event.txn = id;
  }
  event.text = segment.bytes.substr(one.begin, one.size);
  event.time = segment.time;
  event.origin = segment.origin;
  event.origin.offset = segment.offset_of(one.begin);
  return event;
}

void ExchangeRecorder::begin(const capture::Segment& segment, TransactionId id) {
  segment_ = &segment;
  id_ = id;
  good_ = true;
  closed_ = false;
  searched_ = 0;
  exchange_.count = 0;
  exchange_.result = KnownExchange::max_events;
}

KnownExchange* ExchangeRecorder::end() {
  segment_ = nullptr;
  return good_ && closed_ ? &exchange_ : nullptr;
}

std::string_view ExchangeRecorder::text(std::size_t index) const {
  return segment_->bytes.substr(exchange_.said[index].begin, exchange_.said[index].size);
}

// Only what the segment itself has in it: a time, place or text from elsewhere cannot be said again.
void ExchangeRecorder::note(const Event& event) {
  if (!good_) return;
  const bool is_urc = event.kind == EventKind::urc;
  const bool is_answer = event.kind == EventKind::echo || event.kind == EventKind::information ||
                         event.kind == EventKind::intermediate || event.kind == EventKind::result;
  const bool of_transaction =
      is_urc ? event.txn == 0 && event.inside == id_ : event.txn == id_ && event.inside == 0;
  good_ = !closed_ && (is_urc || is_answer) && of_transaction &&
          exchange_.count < KnownExchange::max_events && event.channel == segment_->channel &&
          event.sender == segment_->sender && event.time == segment_->time && event.transition == nullptr &&
          !event.text.empty();
  if (!good_) return;
  std::size_t begin = segment_->bytes.find(event.text, searched_);
  while (begin != std::string_view::npos && segment_->offset_of(begin) != event.origin.offset)
    begin = segment_->bytes.find(event.text, begin + 1);
  good_ = begin != std::string_view::npos && event.origin.line == segment_->origin.line &&
          event.origin.frame == segment_->origin.frame;
  if (!good_) return;
  searched_ = begin + event.text.size();
  if (event.kind == EventKind::result) exchange_.result = exchange_.count;
  KnownExchange::Said& one = exchange_.said[exchange_.count++];
  one.event = event;
  one.event.txn = one.event.inside = 0;
  one.event.text = {};
  one.begin = static_cast<std::uint16_t>(begin);
  one.size = static_cast<std::uint16_t>(event.text.size());
}

void ExchangeRecorder::note(const Transaction& transaction) {
  good_ = good_ && !closed_ && transaction.id == id_ && exchange_.result < exchange_.count;
  closed_ = true;
  if (!good_) return;
  const KnownExchange::Said& result = exchange_.said[exchange_.result];
  good_ = transaction.result == trimmed(text(exchange_.result)) &&
          transaction.result_time == segment_->time &&
          transaction.result_origin.offset == segment_->offset_of(result.begin) &&
          transaction.deferred.empty() && !transaction.deferred_pending && !transaction.superseded &&
          !transaction.late && !transaction.data_phase && transaction.data_declared == 0 &&
          transaction.data_sent == 0 && transaction.info.size() == transaction.info_lines;
  std::size_t informations = 0;
  for (std::size_t index = 0; good_ && index < exchange_.count; ++index) {
    if (exchange_.said[index].event.kind != EventKind::information) continue;
    good_ = informations < transaction.info.size() && transaction.info[informations] == trimmed(text(index));
    ++informations;
  }
  good_ = good_ && informations == transaction.info.size();
  exchange_.outcome = transaction.outcome;
  exchange_.confidence = transaction.confidence;
  exchange_.rule = transaction.result_rule;
}

}  // namespace atscope::session
