// SPDX-License-Identifier: MIT
// The real window, for tests that drive it.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QTest>

#include "gui/window/main_window.h"

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
      20'000);
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
