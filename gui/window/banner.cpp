// SPDX-License-Identifier: MIT
#include "gui/window/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace atscope::gui {

Banner::Banner(QWidget* parent) : QFrame(parent), label_(new QLabel(this)), button_(new QPushButton(this)) {
  setFrameShape(QFrame::StyledPanel);
  setAccessibleName(tr("Message"));
  label_->setTextFormat(Qt::PlainText);
  label_->setWordWrap(true);
  auto* close = new QPushButton(tr("Close"), this);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 6, 8, 6);
  layout->addWidget(label_, 1);
  layout->addWidget(button_);
  layout->addWidget(close);
  connect(button_, &QPushButton::clicked, this, [this] {
    hide();
    if (run_) run_();
  });
  connect(close, &QPushButton::clicked, this, &QWidget::hide);
  hide();
}

void Banner::show_message(const QString& text, const QString& way_out, std::function<void()> run) {
  label_->setText(text);
  button_->setText(way_out);
  button_->setVisible(!way_out.isEmpty());
  run_ = std::move(run);
  show();
}

QString Banner::text() const {
  return isHidden() ? QString() : label_->text();
}

}  // namespace atscope::gui
