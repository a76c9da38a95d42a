// SPDX-License-Identifier: MIT
// The real window, for tests that drive it.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QTest>

#include "gui/window/main_window.h"

// A condition is waited for as long as a loaded machine may need; a failing test alone takes that time.
#undef QTRY_VERIFY
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT((condition), 60'000)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(condition, text) QTRY_VERIFY2_WITH_TIMEOUT((condition), text, 60'000)
#undef QTRY_COMPARE
#define QTRY_COMPARE(one, other) QTRY_COMPARE_WITH_TIMEOUT(one, other, 60'000)

namespace atscope::gui::test {

inline QString sample(const char* name) {
  return QStringLiteral(ATSCOPE_SOURCE_DIR) + QStringLiteral("/samples/") + QString::fromLatin1(name);
}

// As if no file had ever been opened.
inline void forget_all() {
  QSettings().clear();
  QDir(QFileInfo(session_file({})).absolutePath()).removeRecursively();
}

// Opened, read to its end, and shown.
inline bool open(MainWindow& window, const QString& path) {
  window.open(path);
  return QTest::qWaitFor(
      [&window] { return window.is_settled() || window.document()->phase() == Document::Phase::failed; },
      60'000);
}

// Opened, read and shown.
inline void show(MainWindow& window, const char* name) {
  window.show();
  QVERIFY(QTest::qWaitForWindowExposed(&window));
  QVERIFY(open(window, sample(name)));
  QTRY_VERIFY(window.log().rows() > 0);
  window.timeline().repaint();  // what was painted while it was read tells less
  QTRY_VERIFY(!window.timeline().draw_list_text().isEmpty());
}

// What the program writes to standard output.
inline QByteArray run_program(const QStringList& arguments) {
  QProcess program;
  program.start(QStringLiteral(ATSCOPE_BINARY), arguments);
  program.waitForFinished(60'000);
  return program.readAllStandardOutput();
}

inline void write(const QString& path, const QByteArray& bytes, bool append = false) {
  QFile file(path);
  QVERIFY(file.open(append ? QIODevice::Append : QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

inline QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace atscope::gui::test
