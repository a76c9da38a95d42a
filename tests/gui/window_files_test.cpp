// SPDX-License-Identifier: MIT
// What the window writes, and what happens to the files and lines it reads.
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>

#include "gui/window/banner.h"
#include "gui/window/export_dialog.h"
#include "tests/gui/driven_window.h"

using namespace atscope::gui;
using test::contents;
using test::open;
using test::run_program;
using test::sample;
using test::show;

namespace {

QByteArray exported(MainWindow& window, const QString& format, ExportPart part = ExportPart::all,
                    bool fields = false) {
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("out"));
  auto* banner = window.findChild<Banner*>();
  window.export_as({format, part, fields, path});
  if (!QTest::qWaitFor([&] { return banner->text().contains(QStringLiteral("written")); }, 20'000)) return {};
  return contents(path);
}

}  // namespace

class WindowFilesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { atscope::gui::test::forget_all(); }

  void writes_the_bytes_of_the_command_line_data() {
    QTest::addColumn<QString>("log");
    for (const char* name : {"tcp-pdp-deact.log", "http-get.log", "mqtt.log", "transparent.pcapng"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }

  void writes_the_bytes_of_the_command_line() {
    QFETCH(QString, log);
    MainWindow window;
    show(window, log.toLatin1().constData());
    const QString path = sample(log.toLatin1().constData());
    const auto decoded = [&](const char* format, bool fields) {
      QStringList arguments{QStringLiteral("decode"), path, QStringLiteral("--format"),
                            QString::fromLatin1(format)};
      if (fields) arguments << QStringLiteral("--fields");
      return run_program(arguments);
    };
    QVERIFY(!decoded("csv", false).isEmpty());
    QCOMPARE(exported(window, QStringLiteral("csv")), decoded("csv", false));
    QCOMPARE(exported(window, QStringLiteral("jsonl"), ExportPart::all, true), decoded("jsonl", true));
    for (const char* kind : {"pcapng", "trace-event"}) {
      const QByteArray converted =
          run_program({QStringLiteral("convert"), path, QStringLiteral("--to"), QString::fromLatin1(kind)});
      QVERIFY(!converted.isEmpty());
      QCOMPARE(exported(window, QString::fromLatin1(kind)), converted);
    }
  }

  void writes_what_lies_between_the_cursors() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.select(0);
    window.action(QStringLiteral("cursor-a"))->trigger();
    window.select(2);
    window.action(QStringLiteral("cursor-b"))->trigger();
    const QByteArray part = exported(window, QStringLiteral("csv"), ExportPart::between_cursors);
    QCOMPARE(part.count("\r\n"), 4);
    QVERIFY(part.contains(",ATI\r\n"));
    // A recording of a part is read again as what it was.
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("part.pcapng"));
    window.export_as({QStringLiteral("pcapng"), ExportPart::between_cursors, false, path});
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY(banner->text().contains(QStringLiteral("written")));
    MainWindow second;
    second.show();
    QVERIFY(open(second, path));
    QTRY_COMPARE(second.log().rows(), 3);
    QCOMPARE(second.log().cells(0).last(), QStringLiteral("ATI"));
  }

  void writes_what_fits_the_filter() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.findChild<QLineEdit*>()->setText(QStringLiteral("kind == urc"));
    QTRY_VERIFY(window.log().rows() < static_cast<qsizetype>(window.document()->trace().size()));
    const QByteArray part = exported(window, QStringLiteral("jsonl"), ExportPart::hits);
    QCOMPARE(part.count('\n'), window.log().rows());
    QCOMPARE(part.count("\"kind\":\"urc\""), window.log().rows());
  }

  void exports_by_the_keys_of_the_dialog() {
    QTemporaryDir folder;
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    auto* path = dialog->findChild<QLineEdit*>();
    path->setFocus();
    path->selectAll();
    QTest::keyClicks(path, folder.filePath(QStringLiteral("typed.csv")));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(contents(folder.filePath(QStringLiteral("typed.csv"))).startsWith("kind,file,"));
  }

  void reports_the_problems_for_people() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    const QByteArray markdown = exported(window, QStringLiteral("markdown"));
    QVERIFY2(markdown.contains("STA502"), markdown.constData());
    QVERIFY(markdown.contains("CIPSTART"));
    const QByteArray html = exported(window, QStringLiteral("html"));
    QVERIFY(html.contains("STA502") && html.contains("</html>"));
  }

  void keeps_what_a_log_says_out_of_the_markup() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("hostile.log"));
    test::write(path, "AT+CPIN=\"4711\"\r\n+CME ERROR: 16\r\nAT+<script>alert(1)</script>\r\nERROR\r\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_VERIFY(window.log().rows() == 4);
    for (const char* format : {"html", "markdown", "csv", "jsonl", "trace-event"}) {
      const QByteArray text = exported(window, QString::fromLatin1(format));
      QVERIFY(!text.isEmpty());
      QVERIFY2(!text.contains("4711"), format);
      if (qstrcmp(format, "html") == 0 || qstrcmp(format, "markdown") == 0)
        QVERIFY(!text.contains("<script>"));
    }
  }

  void draws_pictures_of_the_timeline() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    QVERIFY(exported(window, QStringLiteral("png")).startsWith("\x89PNG"));
    if (!ExportDialog::draws_svg()) QSKIP("built without Qt6 Svg: no SVG to check");
    QVERIFY(exported(window, QStringLiteral("svg")).contains("<svg"));
  }

  void says_where_it_could_not_write() {
    MainWindow window;
    show(window, "mqtt.log");
    window.export_as(
        {QStringLiteral("csv"), ExportPart::all, false, QStringLiteral("/no/such/folder/x.csv")});
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY(banner->text().contains(QStringLiteral("/no/such/folder/x.csv")) &&
                banner->text().contains(QStringLiteral("not be exported")));
  }

  void reads_on_when_the_file_goes_meanwhile() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("going.log"));
    test::write(path, QByteArray("AT+CSQ\r\n+CSQ: 15,0\r\nOK\r\n").repeated(100'000));
    MainWindow window;
    window.show();
    window.open(path);
    QTRY_VERIFY(window.document()->is_open());
    QVERIFY(QFile::remove(path));
    QTRY_VERIFY(window.is_settled());
    QCOMPARE(window.document()->trace().transactions(), 100'000U);
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY2(banner->text().contains(QStringLiteral("gone")), qPrintable(banner->text()));
    QCOMPARE(banner->findChild<QPushButton*>()->text(), QStringLiteral("Export…"));
  }

  void tells_when_another_file_stands_under_the_name_data() {
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("longer") << QByteArray("\x89PNG\r\n\x1a\n").repeated(100);
    QTest::newRow("shorter") << QByteArray(
        "\x7f"
        "ELF");
    QTest::newRow("as long") << QByteArray("ATI\r\nERR\r\n").leftJustified(8, 'x', true);
    QTest::newRow("empty") << QByteArray();
  }

  void tells_when_another_file_stands_under_the_name() {
    QFETCH(QByteArray, other);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("swapped.log"));
    test::write(path, "AT\r\nOK\r\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 2);
    test::write(path, other);
    // A second may be all that the file system tells apart.
    QFile changed(path);
    QVERIFY(changed.open(QIODevice::ReadWrite));
    QVERIFY(changed.setFileTime(QDateTime::currentDateTime().addSecs(5), QFileDevice::FileModificationTime));
    changed.close();
    auto* banner = window.findChild<Banner*>();
    QTRY_VERIFY2(banner->text().contains(QStringLiteral("written anew")), qPrintable(banner->text()));
    QCOMPARE(window.log().rows(), 2);
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(window.is_settled());
    // No AT command in it: that is told, too.
    if (!other.startsWith("ATI")) QTRY_VERIFY(banner->text().contains(QStringLiteral("holds no AT command")));
    window.select(0);
    QVERIFY(!window.grab().isNull());
  }

  void keeps_the_marks_of_two_windows_on_one_file() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("both.log"));
    test::write(path, "AT\r\nOK\r\nAT+CSQ\r\n+CSQ: 15,0\r\nOK\r\n");
    {
      MainWindow one, other;
      one.show();
      other.show();
      QVERIFY(open(one, path));
      QVERIFY(open(other, path));
      one.select(1);
      one.action(QStringLiteral("mark"))->trigger();
      other.select(3);
      other.action(QStringLiteral("mark"))->trigger();
      QCOMPARE(other.marks().size(), std::size_t{2});
      QVERIFY(other.findChild<Banner*>()->text().contains(QStringLiteral("another window")));
      one.close();
      other.close();
    }
    MainWindow again;
    again.show();
    QVERIFY(open(again, path));
    QCOMPARE(again.marks().size(), std::size_t{2});
  }

  void follows_a_marked_transcript_that_grows() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("marked.log"));
    test::write(path, "TX: AT\nRX: OK\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 2);
    auto* banner = window.findChild<Banner*>();
    test::write(path, "TX: AT+CSQ\nRX: +CSQ: 15,0\nRX: OK\n", true);
    QTRY_VERIFY(banner->text().contains(QStringLiteral("has grown")));
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(window.log().rows(), 5);
  }

  void looks_after_a_file_that_grows_shrinks_and_goes() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("growing.log"));
    test::write(path, "AT\r\nOK\r\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 2);
    auto* banner = window.findChild<Banner*>();
    test::write(path, "AT+CSQ\r\n+CSQ: 15,0\r\nOK\r\n", true);
    QTRY_VERIFY(banner->text().contains(QStringLiteral("has grown")));
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(window.log().rows(), 5);
    test::write(path, "AT+CREG?\r\n+CREG: 0,1\r\nOK\r\n", true);
    QTRY_COMPARE(window.log().rows(), 9);

    MainWindow other;
    other.show();
    QVERIFY(open(other, path));
    banner = other.findChild<Banner*>();
    QTRY_COMPARE(other.log().rows(), 9);
    test::write(path, "AT\r\nOK\r\n");
    QTRY_VERIFY(banner->text().contains(QStringLiteral("cut short")));
    other.select(7);
    QCOMPARE(other.log().rows(), 9);
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(other.log().rows(), 2);
    QVERIFY(QFile::remove(path));
    QTRY_VERIFY(banner->text().contains(QStringLiteral("gone")));
    QCOMPARE(other.log().rows(), 2);
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setApplicationName(QStringLiteral("files"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  WindowFilesTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_files_test.moc"
