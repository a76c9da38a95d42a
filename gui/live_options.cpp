// SPDX-License-Identifier: MIT
#include "gui/live_options.h"

#include <QCoreApplication>

#include "capture/live/live_words.h"

namespace atscope::gui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("main", text);
}

}  // namespace

LiveOptions::LiveOptions(QCommandLineParser& parser)
    : tap_(QStringLiteral("tap"), tr("Two ports that listen to the line."),
           QStringLiteral("DTE_PORT,DCE_PORT")),
      port_(QStringLiteral("port"), tr("One port that hears one direction."), QStringLiteral("PORT")),
      proxy_(QStringLiteral("proxy"), tr("Stand between an application and its port."),
             QStringLiteral("PORT")),
      usb_(QStringLiteral("usb"), tr("Watch the USB bus (--usb= is the modem's)."),
           QStringLiteral("usbmonN")),
      stdin_(QStringLiteral("stdin"), tr("What another program writes to standard input.")),
      link_(QStringLiteral("link"), tr("With --proxy: where the application finds the pty."),
            QStringLiteral("PATH")),
      name_(QStringLiteral("name"), tr("What to call the line."), QStringLiteral("NAME")),
      baud_({QStringLiteral("b"), QStringLiteral("baud")}, tr("Speed in bit/s."), QStringLiteral("N")),
      framing_(QStringLiteral("framing"), tr("Data bits, parity and stop bits."), QStringLiteral("8N1"),
               QStringLiteral("8N1")),
      sender_(QStringLiteral("sender"), tr("Whose bytes a port or standard input brings."),
              QStringLiteral("auto|dte|dce|unknown"), QStringLiteral("auto")),
      role_(QStringLiteral("role"), tr("With --stdin: who the log means by \"sent\"."),
            QStringLiteral("dte|dce"), QStringLiteral("dte")),
      output_({QStringLiteral("o"), QStringLiteral("output")}, tr("Record what is captured (pcapng)."),
              QStringLiteral("FILE")),
      force_(QStringLiteral("force"), tr("Replace that file if it is there already.")) {
  parser.addOptions(
      {tap_, port_, proxy_, usb_, stdin_, link_, name_, baud_, framing_, sender_, role_, output_, force_});
}

bool LiveOptions::any(const QCommandLineParser& parser) const {
  for (const QCommandLineOption* option : {&tap_, &port_, &proxy_, &usb_, &stdin_, &link_, &output_})
    if (parser.isSet(*option)) return true;
  return false;
}

tl::expected<DocumentOptions, std::string> LiveOptions::options(const QCommandLineParser& parser,
                                                                DocumentOptions options) const {
  const auto text = [&parser](const QCommandLineOption& option) {
    return parser.value(option).toStdString();
  };
  capture::live::LiveWords words;
  if (parser.isSet(tap_)) {
    for (const QString& ear : parser.value(tap_).split(QLatin1Char(',')))
      words.tap.push_back(ear.toStdString());
  }
  words.port = text(port_);
  words.proxy = text(proxy_);
  words.usb = text(usb_);
  words.uses_usb = parser.isSet(usb_);
  words.uses_stdin = parser.isSet(stdin_);
  words.link = text(link_);
  words.name = text(name_);
  words.baud = text(baud_);
  words.framing = text(framing_);
  words.sender = text(sender_);
  words.role = text(role_);
  words.format_in = options.format;
  auto from = capture::live::live_from(words);
  if (!from) {
    const capture::live::WordsMistake& wrong = from.error();
    return tl::unexpected((wrong.option.empty() ? "" : wrong.option + ' ') + wrong.reason +
                          (wrong.help.empty() ? "" : "; " + wrong.help));
  }
  options.live = std::move(*from);
  options.record = text(output_);
  options.record_overwrites = parser.isSet(force_);
  return options;
}

}  // namespace atscope::gui
