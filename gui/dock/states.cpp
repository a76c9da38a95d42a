// SPDX-License-Identifier: MIT
#include "gui/dock/states.h"

#include <QHeaderView>
#include <algorithm>

#include "gui/view/event_words.h"
#include "gui/view/time_words.h"

namespace atscope::gui {

States::States(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(4);
  setHeaderLabels({tr("Machine"), tr("State"), tr("For"), tr("Because")});
  setRootIsDecorated(false);
  setAlternatingRowColors(true);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("State at the cursor"));
  connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
    const QVariant link = item->data(0, Qt::UserRole);
    if (link.isValid()) Q_EMIT event_wanted(link.toUInt());
  });
}

void States::show_document(const Document* document) {
  document_ = document;
  clear();
}

void States::show_at(trace::EventIndex event) {
  clear();
  if (document_ == nullptr || !document_->is_open() || event >= document_->trace().size()) return;
  const trace::Trace& trace = document_->trace();
  for (const trace::StateTrack& track : trace.state_tracks()) {
    const auto after =
        std::upper_bound(track.spans.begin(), track.spans.end(), event,
                         [](trace::EventIndex at, const trace::StateSpan& span) { return at < span.since; });
    if (after == track.spans.begin()) continue;
    const trace::StateSpan& span = *(after - 1);
    auto* item = new QTreeWidgetItem(this);
    QString name = QString::fromStdString(track.machine);
    if (!track.instance.empty()) name += QLatin1Char(' ') + drawn(track.instance, 40);
    if (document_->channels() > 1)
      name += QStringLiteral(" · ") + QString::fromStdString(document_->channel(track.channel));
    item->setText(0, name);
    item->setText(1, text_of(span.state));
    if (span.evidence == trace::no_event) {
      item->setText(3, tr("nothing told it yet"));
      continue;
    }
    item->setText(2, span_words(trace.event(event).position - trace.event(span.since).position));
    item->setText(3, QStringLiteral("%1 %2")
                         .arg(trace.event(span.evidence).line)
                         .arg(shown_text(*document_, span.evidence, 160)));
    item->setData(0, Qt::UserRole, span.evidence);
    item->setToolTip(3, tr("Enter or double-click goes to the line that told it"));
  }
  for (int column = 0; column < 3; ++column) resizeColumnToContents(column);
}

}  // namespace atscope::gui
