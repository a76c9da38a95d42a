// SPDX-License-Identifier: MIT
// Asks what to write, of which part, and where.
#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace atscope::gui {

enum class ExportPart { all, between_cursors, hits };

struct ExportRequest {
  QString format;  ///< an id of export_formats(), or "png", "svg": a picture of the timeline
  ExportPart part = ExportPart::all;
  bool fields = false;
  QString path;
};

class ExportDialog final : public QDialog {
  Q_OBJECT

 public:
  /// `path` is the proposed name without an extension.
  ExportDialog(const QString& path, bool has_cursors, bool has_hits, bool masks, QWidget* parent);
  [[nodiscard]] ExportRequest request() const;
  /// This build can draw SVG pictures.
  [[nodiscard]] static bool draws_svg();

 private:
  void format_chosen();
  void browse();
  [[nodiscard]] QString extension() const;

  QComboBox *format_, *part_;
  QCheckBox* fields_;
  QLineEdit* path_;
  QLabel* remark_;
  QPushButton* write_;
  bool masks_;
};

}  // namespace atscope::gui
