// SPDX-License-Identifier: MIT
#include "gui/dock/mark_list.h"

#include <QHeaderView>

#include "gui/view/event_words.h"
#include "gui/view/time_words.h"

namespace atscope::gui {

MarkList::MarkList(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(4);
  setHeaderLabels({tr("Mark"), tr("Note"), tr("Time"), tr("Event")});
  setRootIsDecorated(false);
  setAlternatingRowColors(true);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Marks"));
  connect(this, &QTreeWidget::itemActivated, this,
          [this](QTreeWidgetItem* item) { Q_EMIT event_wanted(item->data(0, Qt::UserRole).toUInt()); });
}

void MarkList::show_marks(const Document* document, const std::vector<Mark>& marks) {
  clear();
  if (document == nullptr || !document->is_open()) return;
  for (const Mark& mark : marks) {
    if (mark.event >= document->trace().size()) continue;
    auto* item = new QTreeWidgetItem(this);
    item->setText(0, mark.name);
    item->setText(1, QString(mark.note).replace(QLatin1Char('\n'), QLatin1Char(' ')));
    item->setToolTip(1, plain(mark.note));
    item->setText(2, time_words(document->trace().time(mark.event)));
    item->setText(3, shown_text(*document, mark.event, 200));
    item->setData(0, Qt::UserRole, mark.event);
  }
  for (int column = 0; column < 3; ++column) resizeColumnToContents(column);
  if (columnWidth(1) > 360) setColumnWidth(1, 360);
}

}  // namespace atscope::gui
