// SPDX-License-Identifier: MIT
// Pictures of the window for the documentation: take_screenshots SAMPLES OUT_DIRECTORY [light|dark]
// [WIDTHxHEIGHT]
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>

#include "gui/window/main_window.h"
#include "gui/window/query_bar.h"

namespace {

using atscope::gui::MainWindow;

QPalette dark_palette() {
  QPalette dark;
  dark.setColor(QPalette::Window, QColor(0x2A, 0x2D, 0x32));
  dark.setColor(QPalette::WindowText, QColor(0xE6, 0xE8, 0xEB));
  dark.setColor(QPalette::Base, QColor(0x1E, 0x20, 0x24));
  dark.setColor(QPalette::AlternateBase, QColor(0x24, 0x27, 0x2B));
  dark.setColor(QPalette::Text, QColor(0xE6, 0xE8, 0xEB));
  dark.setColor(QPalette::Button, QColor(0x33, 0x37, 0x3D));
  dark.setColor(QPalette::ButtonText, QColor(0xE6, 0xE8, 0xEB));
  dark.setColor(QPalette::ToolTipBase, QColor(0x33, 0x37, 0x3D));
  dark.setColor(QPalette::ToolTipText, QColor(0xE6, 0xE8, 0xEB));
  dark.setColor(QPalette::PlaceholderText, QColor(0x9A, 0xA0, 0xA8));
  dark.setColor(QPalette::Highlight, QColor(0x3D, 0x7E, 0xD9));
  dark.setColor(QPalette::HighlightedText, Qt::white);
  dark.setColor(QPalette::Light, QColor(0x3C, 0x41, 0x48));
  dark.setColor(QPalette::Dark, QColor(0x14, 0x15, 0x18));
  dark.setColor(QPalette::Mid, QColor(0x3A, 0x3E, 0x45));
  return dark;
}

void settle(int ms) {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < ms) QApplication::processEvents(QEventLoop::AllEvents, 20);
}

void open(MainWindow& window, const QString& path) {
  window.open(path);
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < 20'000 && (window.document()->phase() == atscope::gui::Document::Phase::opening ||
                                      window.document()->phase() == atscope::gui::Document::Phase::loading)) {
    settle(20);
  }
  settle(200);
}

void raise_dock(MainWindow& window, const char* name) {
  if (auto* dock = window.findChild<QDockWidget*>(QString::fromLatin1(name))) dock->raise();
  settle(80);
}

}  // namespace

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-pictures"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() < 3) return 2;
  const QDir samples(arguments[1]), out(arguments[2]);
  const bool dark = arguments.value(3) == QStringLiteral("dark");
  if (dark) QApplication::setPalette(dark_palette());
  const QStringList size = arguments.value(4, QStringLiteral("1280x800")).split(QLatin1Char('x'));
  const QString ending = (dark ? QStringLiteral("-dark") : QString()) + QStringLiteral(".png");

  QSettings().clear();
  QDir(QFileInfo(atscope::gui::session_file({})).absolutePath()).removeRecursively();
  MainWindow window;
  window.resize(size[0].toInt(), size[1].toInt());
  window.show();
  bool good = true;
  const auto save = [&](const char* name) {
    settle(100);
    good = window.grab().save(out.filePath(QString::fromLatin1(name) + ending), "PNG", 0) && good;
  };
  const auto act = [&](const char* action, int times = 1) {
    for (int n = 0; n < times; ++n) window.action(QString::fromLatin1(action))->trigger();
  };
  const auto select = [&](const char* text, int nth = 1) {
    const auto& trace = window.document()->trace();
    for (std::uint32_t event = 0; event < trace.size(); ++event) {
      if (trace.text(trace.event(event)).starts_with(text) && --nth == 0) return window.select(event);
    }
    good = false;
  };

  open(window, samples.filePath(QStringLiteral("tcp-pdp-deact.log")));
  save("overview");
  act("next-problem");
  raise_dock(window, "problems");
  save("failing-cipstart");
  raise_dock(window, "statistics");
  save("statistics");
  raise_dock(window, "log");
  act("spacing");
  select("AT+CIPSTART");
  save("state-at-cursor");
  act("heat");
  save("heat");
  act("heat");

  const QTemporaryDir known;
  const QString waived = known.filePath(QStringLiteral("known.log"));
  QFile::copy(samples.filePath(QStringLiteral("tcp-pdp-deact.log")), waived);
  QFile config(known.filePath(QStringLiteral("atscope.toml")));
  good = config.open(QIODevice::WriteOnly) &&
         config.write("[[waiver]]\nrule = \"STA502\"\nreason = \"the tower is down until May\"\n") > 0 &&
         good;
  config.close();
  open(window, waived);
  act("show-suppressed");
  raise_dock(window, "problems");
  save("suppressed");
  act("show-suppressed");
  raise_dock(window, "log");

  open(window, samples.filePath(QStringLiteral("http-get.log")));
  act("spacing");
  act("next", 6);
  act("cursor-a");
  act("next", 4);
  act("cursor-b");
  save("measuring");
  act("clear-cursors");

  open(window, samples.filePath(QStringLiteral("transparent.pcapng")));
  select("AT+CIPSTART");
  save("data-mode");
  select("AT+CGMM");
  act("focus");
  save("bytes");
  window.select(4);
  window.action(QStringLiteral("mark"))->trigger();
  if (auto* bar = window.findChild<atscope::gui::QueryBar*>())
    bar->set_chips({QStringLiteral("kind != echo"), QStringLiteral("sender == dce")});
  raise_dock(window, "marks");
  save("chips");
  for (const char* dialog : {"export", "capture"}) {
    window.action(QString::fromLatin1(dialog))->trigger();
    settle(200);
    auto* shown = window.findChild<QDialog*>();
    if (shown == nullptr) return 1;
    good = shown->grab().save(out.filePath(QString::fromLatin1(dialog) + ending)) && good;
    shown->close();
    settle(100);
  }
  return good ? 0 : 1;
}
