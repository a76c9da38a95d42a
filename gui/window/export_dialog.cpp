// SPDX-License-Identifier: MIT
#include "gui/window/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "gui/document/export.h"
#include "gui/view/event_words.h"

namespace atscope::gui {

ExportDialog::ExportDialog(const QString& path, bool has_cursors, bool has_hits, bool masks, QWidget* parent)
    : QDialog(parent),
      format_(new QComboBox(this)),
      part_(new QComboBox(this)),
      fields_(new QCheckBox(tr("With the decoded values"), this)),
      path_(new QLineEdit(path, this)),
      remark_(new QLabel(this)),
      masks_(masks) {
  setWindowTitle(tr("Export"));
  for (const ExportFormat& format : export_formats())
    format_->addItem(tr(format.description.data()), text_of(format.id));
  format_->addItem(tr("Picture of the timeline (PNG)"), QStringLiteral("png"));
  if (draws_svg()) format_->addItem(tr("Picture of the timeline (SVG)"), QStringLiteral("svg"));
  part_->addItem(tr("Everything"), static_cast<int>(ExportPart::all));
  if (has_cursors)
    part_->addItem(tr("What lies between the cursors"), static_cast<int>(ExportPart::between_cursors));
  if (has_hits) part_->addItem(tr("What fits the filter"), static_cast<int>(ExportPart::hits));
  part_->setCurrentIndex(part_->count() - 1);
  format_->setAccessibleName(tr("Format"));
  part_->setAccessibleName(tr("Part"));
  path_->setAccessibleName(tr("File"));
  path_->setMinimumWidth(380);
  remark_->setWordWrap(true);
  auto* other = new QPushButton(tr("Choose…"), this);
  auto* place = new QHBoxLayout;
  place->addWidget(path_, 1);
  place->addWidget(other);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  write_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
  write_->setDefault(true);
  auto* layout = new QFormLayout(this);
  layout->addRow(tr("&Format"), format_);
  layout->addRow(tr("&Part"), part_);
  layout->addRow(QString(), fields_);
  layout->addRow(tr("Fi&le"), place);
  layout->addRow(remark_);
  layout->addRow(buttons);
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::format_chosen);
  connect(other, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  format_chosen();
}

QString ExportDialog::extension() const {
  const QString id = format_->currentData().toString();
  const ExportFormat* format = export_format(id.toStdString());
  return format != nullptr ? text_of(format->extension) : QLatin1Char('.') + id;
}

void ExportDialog::format_chosen() {
  const QString id = format_->currentData().toString();
  QString path = path_->text();
  for (int row = 0; row < format_->count(); ++row) {
    const QString other = format_->itemData(row).toString();
    const ExportFormat* format = export_format(other.toStdString());
    const QString end = format != nullptr ? text_of(format->extension) : QLatin1Char('.') + other;
    if (!path.endsWith(end)) continue;
    path.chop(end.size());
    break;
  }
  path_->setText(path + extension());
  const bool picture = export_format(id.toStdString()) == nullptr;
  part_->setEnabled(!picture);
  fields_->setEnabled(id == QStringLiteral("csv") || id == QStringLiteral("jsonl"));
  remark_->setText(id == QStringLiteral("pcapng") ? tr("A recording keeps every byte: secrets are in it.")
                   : masks_                       ? tr("Secrets are masked, as they are in the window.")
                            : tr("Secrets are shown in the window, and will be in the file."));
}

void ExportDialog::browse() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Export"), path_->text(), {}, nullptr,
                                                    QFileDialog::DontConfirmOverwrite);  // asked behind
  if (!path.isEmpty()) path_->setText(path);
}

bool ExportDialog::draws_svg() {
#ifdef ATSCOPE_SVG
  return true;
#else
  return false;
#endif
}

ExportRequest ExportDialog::request() const {
  return {format_->currentData().toString(), static_cast<ExportPart>(part_->currentData().toInt()),
          fields_->isEnabled() && fields_->isChecked(), path_->text()};
}

}  // namespace atscope::gui
