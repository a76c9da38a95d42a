// SPDX-License-Identifier: MIT
// Per command: how often, how it ended, how long it took.
#pragma once

#include <QTreeWidget>
#include <map>
#include <vector>

#include "gui/document/document.h"

namespace atscope::gui {

/// Gathered over transactions as they close.
struct CommandFigures {
  std::uint64_t count = 0, ok = 0, error = 0, no_answer = 0;
  std::vector<std::int64_t> latencies;  ///< ns; a sample of at most `most_latencies`
  grammar::Nanoseconds limit = 0;
  std::uint32_t slowest = 0;  ///< transaction
  std::int64_t slowest_ns = -1;

  static constexpr std::size_t most_latencies = 4096;
  void add(const trace::TransactionRecord& txn, std::uint32_t id);
  /// The latency that `part` of the runs keep within; -1 when none is known.
  [[nodiscard]] std::int64_t quantile(double part) const;
  /// A bar an octave of latency, after the latency of the first: "16 ms ▁█▂".
  [[nodiscard]] QString histogram() const;
};

class Statistics final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit Statistics(QWidget* parent = nullptr);
  void show_document(const Document* document);
  void refresh();

 Q_SIGNALS:
  void event_wanted(trace::EventIndex event);

 private:
  const Document* document_ = nullptr;
  std::uint32_t counted_ = 0, listed_ = 0;
  std::map<std::uint16_t, CommandFigures> figures_;
};

}  // namespace atscope::gui
