// SPDX-License-Identifier: MIT
#include "gui/window/mark_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace atscope::gui {

MarkDialog::MarkDialog(const Mark& mark, bool is_new, QWidget* parent)
    : QDialog(parent),
      event_(mark.event),
      name_(new QLineEdit(mark.name, this)),
      note_(new QPlainTextEdit(mark.note, this)) {
  setWindowTitle(is_new ? tr("New mark") : tr("Mark"));
  name_->setAccessibleName(tr("Name"));
  note_->setAccessibleName(tr("Note"));
  note_->setTabChangesFocus(true);
  note_->setMinimumSize(360, 90);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->addButton(tr("Keep"), QDialogButtonBox::AcceptRole)->setDefault(true);
  if (!is_new) {
    auto* away = buttons->addButton(tr("Take away"), QDialogButtonBox::DestructiveRole);
    connect(away, &QPushButton::clicked, this, [this] { done(remove); });
  }
  auto* layout = new QFormLayout(this);
  layout->addRow(tr("&Name"), name_);
  layout->addRow(tr("N&ote"), note_);
  layout->addRow(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  name_->selectAll();
}

Mark MarkDialog::mark() const {
  return {event_, name_->text(), note_->toPlainText()};
}

}  // namespace atscope::gui
