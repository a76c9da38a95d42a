// SPDX-License-Identifier: MIT
#include "gui/dock/statistics.h"

#include <QHeaderView>
#include <QTimer>
#include <algorithm>
#include <bit>

#include "gui/view/event_words.h"
#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

constexpr std::uint32_t slice = 100'000;  // exchanges that are counted in one go

// Sorts by the number behind the words.
class Row final : public QTreeWidgetItem {
 public:
  using QTreeWidgetItem::QTreeWidgetItem;
  bool operator<(const QTreeWidgetItem& other) const override {
    const int column = treeWidget() != nullptr ? treeWidget()->sortColumn() : 0;
    const QVariant mine = data(column, Qt::UserRole), theirs = other.data(column, Qt::UserRole);
    return mine.isValid() && theirs.isValid() ? mine.toLongLong() < theirs.toLongLong()
                                              : text(column) < other.text(column);
  }
};

}  // namespace

void CommandFigures::add(const trace::TransactionRecord& txn, std::uint32_t id) {
  ++count;
  ok += txn.outcome == session::Outcome::ok || txn.outcome == session::Outcome::no_final;
  error += txn.outcome == session::Outcome::error;
  no_answer += txn.outcome == session::Outcome::no_answer;
  limit = std::max(limit, txn.limit);
  if (txn.latency_ns < 0) return;
  if (txn.latency_ns > slowest_ns) {
    slowest_ns = txn.latency_ns;
    slowest = id;
  }
  if (latencies.size() < most_latencies) {
    latencies.push_back(txn.latency_ns);
  } else {
    // Every run has the same chance to stay in the sample.
    const std::uint64_t place = (count * 6364136223846793005U + 1442695040888963407U) % count;
    if (place < most_latencies) latencies[place] = txn.latency_ns;
  }
}

std::int64_t CommandFigures::quantile(double part) const {
  if (latencies.empty()) return -1;
  std::vector<std::int64_t> sorted = latencies;
  const auto at =
      sorted.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(sorted.size() - 1) + 0.5);
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at;
}

QString CommandFigures::histogram() const {
  constexpr std::int64_t first = 1'000'000;  // below 2 ms, then an octave each
  std::vector<std::uint32_t> bars;
  for (const std::int64_t ns : latencies) {
    const auto octave = static_cast<std::size_t>(
        std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(ns / first, 1))) - 1);
    if (bars.size() <= octave) bars.resize(octave + 1);
    ++bars[octave];
  }
  const auto begin = std::find_if(bars.begin(), bars.end(), [](std::uint32_t n) { return n > 0; });
  const std::uint32_t most = bars.empty() ? 0 : *std::max_element(bars.begin(), bars.end());
  QString out;
  for (auto bar = begin; bar != bars.end(); ++bar)
    out += *bar == 0 ? QChar(u'\u00B7') : QChar(static_cast<char16_t>(0x2581 + *bar * 7 / most));
  return latencies.empty()
             ? QString()
             : Statistics::tr("%1 from %2").arg(out, span_words(first << (begin - bars.begin())));
}

Statistics::Statistics(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(10);
  setHeaderLabels({tr("Command"), tr("Count"), tr("OK"), tr("Error"), tr("No answer"), tr("p50"), tr("p95"),
                   tr("Max"), tr("Allowed"), tr("Latency")});
  for (int column = 1; column < 9; ++column) headerItem()->setTextAlignment(column, Qt::AlignRight);
  setRootIsDecorated(false);
  setAlternatingRowColors(true);
  setSortingEnabled(true);
  sortByColumn(1, Qt::DescendingOrder);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Statistics"));
  connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
    const QVariant slowest = item->data(0, Qt::UserRole + 1);
    if (slowest.isValid())
      Q_EMIT event_wanted(document_->trace().transaction(slowest.toUInt()).command_event);
  });
}

void Statistics::show_document(const Document* document) {
  document_ = document;
  counted_ = listed_ = 0;
  figures_.clear();
  clear();
}

void Statistics::refresh() {
  if (document_ == nullptr || !document_->is_open()) return;
  const trace::Trace& trace = document_->trace();
  const std::uint32_t before = counted_;
  while (counted_ < trace.transactions() && trace.is_closed(counted_ + 1)) {
    if (counted_ - before == slice) {  // the rest when the window has looked after its user
      QTimer::singleShot(0, this, &Statistics::refresh);
      return;
    }
    ++counted_;
    const trace::TransactionRecord& txn = trace.transaction(counted_);
    figures_[txn.command].add(txn, counted_);
  }
  if (listed_ == counted_) return;
  listed_ = counted_;
  setSortingEnabled(false);
  clear();
  for (const auto& [command, figures] : figures_) {
    auto* row = new Row(this);
    row->setText(0,
                 command == grammar::no_command
                     ? tr("(unknown)")
                     : QStringLiteral("AT") + QString::fromStdString(trace.dialect().command(command).name));
    if (command != grammar::no_command)
      row->setToolTip(0, QString::fromStdString(trace.dialect().command(command).meaning));
    const auto number = [&](int column, std::uint64_t value) {
      row->setText(column, value == 0 && column > 1 ? QString() : count_words(value));
      row->setData(column, Qt::UserRole, static_cast<qlonglong>(value));
      row->setTextAlignment(column, Qt::AlignRight);
    };
    const auto span = [&](int column, std::int64_t ns) {
      row->setText(column, ns < 0 || (ns == 0 && column == 8) ? QStringLiteral("–") : span_words(ns));
      row->setData(column, Qt::UserRole, static_cast<qlonglong>(ns));
      row->setTextAlignment(column, Qt::AlignRight);
    };
    number(1, figures.count);
    number(2, figures.ok);
    number(3, figures.error);
    number(4, figures.no_answer);
    span(5, figures.quantile(0.5));
    span(6, figures.quantile(0.95));
    span(7, figures.slowest_ns);
    span(8, figures.limit);
    row->setText(9, figures.histogram());
    row->setToolTip(9, tr("From the fastest to the slowest run, each bar twice the time of the one before"));
    if (figures.slowest != 0) {
      row->setData(0, Qt::UserRole + 1, figures.slowest);
      row->setToolTip(7, tr("Enter or double-click goes to the slowest run"));
    }
  }
  setSortingEnabled(true);
  for (int column = 0; column < columnCount(); ++column) resizeColumnToContents(column);
}

}  // namespace atscope::gui
