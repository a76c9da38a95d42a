// SPDX-License-Identifier: MIT
// Asks where live traffic comes from, as the options of `atscope capture` do.
#pragma once

#include <QDialog>

#include "gui/document/document.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace atscope::gui {

class CaptureDialog final : public QDialog {
  Q_OBJECT

 public:
  explicit CaptureDialog(QWidget* parent);
  [[nodiscard]] Document::Options options() const;

 private:
  void way_chosen();
  [[nodiscard]] QComboBox* port_box(const QString& name);
  void accept() override;

  QComboBox *way_, *host_ear_, *module_ear_, *port_, *sender_;
  QLineEdit *link_, *baud_, *framing_, *record_;
  QLabel* remark_;
  QFormLayout* layout_;
};

}  // namespace atscope::gui
