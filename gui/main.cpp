// SPDX-License-Identifier: MIT
// atscope-gui: the window.
#include <QApplication>
#include <QCommandLineParser>
#include <cstdio>

#include "gui/live_options.h"
#include "gui/window/main_window.h"

using atscope::gui::LiveOptions;

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("atscope"));
  QApplication::setOrganizationName(QStringLiteral("atscope"));
  QApplication::setApplicationVersion(QStringLiteral(ATSCOPE_VERSION));

  QCommandLineParser parser;
  parser.setApplicationDescription(
      QCoreApplication::translate("main", "Shows what went over a modem's serial line."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption dialect({QStringLiteral("d"), QStringLiteral("dialect")},
                                   QCoreApplication::translate("main", "What the module speaks."),
                                   QStringLiteral("NAME|FILE|auto"), QStringLiteral("auto"));
  const QCommandLineOption format(QStringLiteral("format-in"),
                                  QCoreApplication::translate("main", "Format of the input."),
                                  QStringLiteral("NAME"), QStringLiteral("auto"));
  parser.addOptions({dialect, format});
  const LiveOptions live(parser);
  parser.addPositionalArgument(QStringLiteral("FILE"),
                               QCoreApplication::translate("main", "A log or a capture."),
                               QStringLiteral("[FILE…]"));
  parser.process(application);

  atscope::gui::Document::Options options;
  options.format = parser.value(format).toStdString();
  options.dialect = parser.value(dialect).toStdString();
  QStringList files = parser.positionalArguments();
  if (live.any(parser)) {
    auto from = live.options(parser, options);
    if (!from) {
      std::fprintf(stderr, "atscope-gui: %s\n", from.error().c_str());
      return 2;
    }
    auto* window = new atscope::gui::MainWindow;
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->capture(*from);
  } else if (files.isEmpty()) {
    files << QString();
  }
  for (const QString& file : files) {
    auto* window = new atscope::gui::MainWindow;
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    if (!file.isEmpty()) window->open(file, options);
  }
  return QApplication::exec();
}
