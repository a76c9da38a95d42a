// SPDX-License-Identifier: MIT
#include "gui/window/command_palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace atscope::gui {
namespace {

// The letters stand in the text in this order, not always side by side.
bool fits(const QString& text, const QString& letters) {
  qsizetype at = 0;
  for (const QChar letter : letters) {
    if (letter.isSpace()) continue;
    at = text.indexOf(letter, at, Qt::CaseInsensitive);
    if (at < 0) return false;
    ++at;
  }
  return true;
}

}  // namespace

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup),
      actions_(actions),
      input_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
  setAccessibleName(tr("All actions"));
  input_->setPlaceholderText(tr("What do you want to do?"));
  input_->setAccessibleName(tr("Letters of an action"));
  list_->setAccessibleName(tr("Actions"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(input_);
  layout->addWidget(list_);
  resize(520, 380);
  input_->installEventFilter(this);
  connect(input_, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(input_, &QLineEdit::returnPressed, this, &CommandPalette::run);
  connect(list_, &QListWidget::itemActivated, this, &CommandPalette::run);
  fill({});
  input_->setFocus();
}

void CommandPalette::fill(const QString& letters) {
  list_->clear();
  for (qsizetype n = 0; n < actions_.size(); ++n) {
    if (!actions_[n]->isEnabled() || !fits(actions_[n]->text(), letters)) continue;
    QString text = actions_[n]->text();
    text.remove(QLatin1Char('&'));
    const QString keys = QKeySequence::listToString(actions_[n]->shortcuts(), QKeySequence::NativeText);
    auto* item = new QListWidgetItem(keys.isEmpty() ? text : text + QStringLiteral("    ") + keys, list_);
    item->setData(Qt::UserRole, static_cast<int>(n));
  }
  list_->setCurrentRow(0);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int rows = list_->count();
      if (rows > 0) list_->setCurrentRow((list_->currentRow() + (key == Qt::Key_Down ? 1 : rows - 1)) % rows);
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void CommandPalette::run() {
  const QListWidgetItem* item = list_->currentItem();
  accept();
  if (item != nullptr) actions_[item->data(Qt::UserRole).toInt()]->trigger();
}

}  // namespace atscope::gui
