// SPDX-License-Identifier: MIT
#include "gui/window/capture_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "capture/live/port_list.h"

namespace atscope::gui {

using capture::Sender;
using capture::live::LiveWay;

CaptureDialog::CaptureDialog(QWidget* parent)
    : QDialog(parent),
      way_(new QComboBox(this)),
      host_ear_(port_box(tr("Hears the host"))),
      module_ear_(port_box(tr("Hears the module"))),
      port_(port_box(tr("Port"))),
      sender_(new QComboBox(this)),
      link_(new QLineEdit(this)),
      baud_(new QLineEdit(this)),
      framing_(new QLineEdit(QStringLiteral("8N1"), this)),
      record_(new QLineEdit(this)),
      remark_(new QLabel(this)),
      layout_(new QFormLayout(this)) {
  setWindowTitle(tr("Capture"));
  const auto way = [this](const QString& text, LiveWay value) {
    way_->addItem(text, static_cast<int>(value));
  };
  way(tr("Tap: two ports that listen to the line"), LiveWay::tap);
  way(tr("Port: one that hears one direction"), LiveWay::port);
  way(tr("Proxy: between an application and its port"), LiveWay::proxy);
  way(tr("USB: the bus below the modem's ports"), LiveWay::usb);
  way(tr("Standard input: what another program writes"), LiveWay::standard_input);
  sender_->addItem(tr("A log that tells"), -1);
  sender_->addItem(tr("The module"), static_cast<int>(Sender::dce));
  sender_->addItem(tr("The host"), static_cast<int>(Sender::dte));
  baud_->setPlaceholderText(QStringLiteral("115200"));
  link_->setPlaceholderText(tr("its own name"));
  record_->setPlaceholderText(tr("nowhere"));
  way_->setAccessibleName(tr("Way"));
  sender_->setAccessibleName(tr("Whose bytes"));
  link_->setAccessibleName(tr("The application opens"));
  baud_->setAccessibleName(tr("Speed"));
  framing_->setAccessibleName(tr("Framing"));
  record_->setAccessibleName(tr("Record in"));
  remark_->setObjectName(QStringLiteral("remark"));
  remark_->setWordWrap(true);
  remark_->setMinimumWidth(420);
  remark_->setMinimumHeight(fontMetrics().height() * 3);
  remark_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  layout_->addRow(tr("&Way"), way_);
  layout_->addRow(tr("Hears the &host"), host_ear_);
  layout_->addRow(tr("Hears the &module"), module_ear_);
  layout_->addRow(tr("&Port"), port_);
  layout_->addRow(tr("The &application opens"), link_);
  layout_->addRow(tr("Whose &bytes"), sender_);
  layout_->addRow(tr("&Speed, bit/s"), baud_);
  layout_->addRow(tr("&Framing"), framing_);
  layout_->addRow(tr("&Record in"), record_);
  layout_->addRow(remark_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->addButton(tr("Capture"), QDialogButtonBox::AcceptRole)->setDefault(true);
  layout_->addRow(buttons);
  connect(way_, &QComboBox::currentIndexChanged, this, &CaptureDialog::way_chosen);
  connect(buttons, &QDialogButtonBox::accepted, this, &CaptureDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  way_chosen();
}

QComboBox* CaptureDialog::port_box(const QString& name) {
  auto* box = new QComboBox(this);
  box->setEditable(true);
  box->setAccessibleName(name);
  box->lineEdit()->setAccessibleName(name);
  for (const capture::live::PortInfo& port : capture::live::list_ports())
    box->addItem(QString::fromStdString(port.path));
  box->setCurrentText({});
  return box;
}

void CaptureDialog::way_chosen() {
  const auto way = static_cast<LiveWay>(way_->currentData().toInt());
  const auto show = [this](QWidget* field, bool on) { layout_->setRowVisible(field, on); };
  const bool serial = way == LiveWay::tap || way == LiveWay::port || way == LiveWay::proxy;
  show(host_ear_, way == LiveWay::tap);
  show(module_ear_, way == LiveWay::tap);
  show(port_, way == LiveWay::port || way == LiveWay::proxy || way == LiveWay::usb);
  show(link_, way == LiveWay::proxy);
  show(sender_, way == LiveWay::port || way == LiveWay::standard_input);
  show(baud_, serial);
  show(framing_, serial);
  sender_->setCurrentIndex(way == LiveWay::port ? 1 : 0);
  switch (way) {
    case LiveWay::tap:
      remark_->setText(tr("Two receivers are wired to what the host and what the module transmit."));
      break;
    case LiveWay::port:
      remark_->setText(tr("What arrives at the port is shown as what one side sent."));
      break;
    case LiveWay::proxy:
      remark_->setText(
          tr("The application opens a pty instead of the port; both directions pass through here."));
      break;
    case LiveWay::usb:
      remark_->setText(tr("Needs the kernel's usbmon and the right to read it. Empty: the modem's bus."));
      break;
    case LiveWay::standard_input:
      remark_->setText(tr("Reads what is piped into atscope-gui."));
      break;
  }
  adjustSize();
}

void CaptureDialog::accept() {
  const auto way = static_cast<LiveWay>(way_->currentData().toInt());
  const auto missing = [](const QComboBox* box) { return box->currentText().isEmpty(); };
  capture::live::TtySettings settings;
  if ((way == LiveWay::tap && (missing(host_ear_) || missing(module_ear_))) ||
      ((way == LiveWay::port || way == LiveWay::proxy) && missing(port_))) {
    remark_->setText(tr("A port is missing."));
  } else if (!baud_->text().isEmpty() && baud_->text().toUInt() == 0) {
    remark_->setText(tr("'%1' is no speed; give bit/s, for example 115200.").arg(baud_->text()));
  } else if (!capture::live::parse_framing(framing_->text().toStdString(), settings)) {
    remark_->setText(tr("'%1' is no framing; give data bits, parity and stop bits, for example 8N1.")
                         .arg(framing_->text()));
  } else {
    QDialog::accept();
  }
}

Document::Options CaptureDialog::options() const {
  capture::live::LiveFrom from;
  from.way = static_cast<LiveWay>(way_->currentData().toInt());
  from.host_ear = host_ear_->currentText().toStdString();
  from.module_ear = module_ear_->currentText().toStdString();
  from.port = port_->currentText().toStdString();
  from.link = link_->text().toStdString();
  from.settings.baud = baud_->text().toUInt();
  (void)capture::live::parse_framing(framing_->text().toStdString(), from.settings);
  const int sender = sender_->currentData().toInt();
  from.is_raw = sender >= 0;
  from.sender = sender >= 0 ? static_cast<Sender>(sender) : Sender::unknown;
  Document::Options options;
  options.live = from;
  options.record = record_->text().toStdString();
  return options;
}

}  // namespace atscope::gui
