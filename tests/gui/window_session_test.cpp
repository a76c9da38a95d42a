// SPDX-License-Identifier: MIT
// What the window keeps for its user, what it offers him, and what a hostile log cannot do to it.
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeWidget>

#include "gui/dock/mark_list.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/statistics.h"
#include "gui/window/mark_dialog.h"
#include "gui/window/query_bar.h"
#include "tests/gui/driven_window.h"

using namespace atscope::gui;
using test::contents;
using test::open;
using test::sample;
using test::show;

namespace {

constexpr const char* plain_log = "AT\r\nOK\r\nAT+CSQ\r\n+CSQ: 15,0\r\nOK\r\nAT+CSQ\r\n+CSQ: 16,0\r\nOK\r\n";

}  // namespace

class WindowSessionTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { atscope::gui::test::forget_all(); }

  void marks_by_key_and_jumps_between_them() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("marks.log"));
    test::write(path, plain_log);
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 8);
    window.timeline().setFocus();
    for (const std::uint32_t event : {5U, 2U}) {
      window.activateWindow();
      QVERIFY(QTest::qWaitForWindowActive(&window));
      window.select(event);
      QTest::keyClick(&window, Qt::Key_M, Qt::ShiftModifier);
      auto* dialog = window.findChild<MarkDialog*>();
      QVERIFY(dialog != nullptr);
      QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("at %1").arg(event));
      QTest::keyClick(dialog, Qt::Key_Return);
      QTRY_VERIFY(window.findChild<MarkDialog*>() == nullptr);
      window.timeline().setFocus();
    }
    QCOMPARE(window.marks().size(), std::size_t{2});
    QCOMPARE(window.marks()[0].event, 2U);
    QCOMPARE(window.marks()[0].name, QStringLiteral("at 2"));
    QCOMPARE(window.findChild<MarkList*>()->topLevelItemCount(), 2);
    QCOMPARE(window.timeline().marks().size(), std::size_t{2});
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_U);
    QCOMPARE(window.selected(), 5U);
    QTest::keyClick(&window, Qt::Key_U, Qt::ShiftModifier);
    QCOMPARE(window.selected(), 2U);
  }

  void finds_a_file_as_it_was_left() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("left.log"));
    test::write(path, plain_log);
    Axis axis;
    {
      MainWindow window;
      window.show();
      QVERIFY(open(window, path));
      QTRY_COMPARE(window.log().rows(), 8);
      window.set_marks({{3, QStringLiteral("here"), QStringLiteral("why")}});
      window.select(6);
      window.action(QStringLiteral("cursor-a"))->trigger();
      window.findChild<QueryBar*>()->set_chips({QStringLiteral("kind == result")});
      window.timeline().zoom(0.5);
      axis = window.timeline().axis();
      window.close();
    }
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.marks().size(), std::size_t{1});
    QCOMPARE(window.marks()[0].note, QStringLiteral("why"));
    QCOMPARE(window.selected(), 6U);
    QVERIFY(window.timeline().cursor(0).has_value());
    QTRY_COMPARE(window.log().rows(), 3);
    QVERIFY(std::abs(window.timeline().axis().per_pixel / axis.per_pixel - 1) < 1e-6);
    // A shorter log under the same name is another log.
    test::write(path, "AT\r\nOK\r\n");
    MainWindow other;
    other.show();
    QVERIFY(open(other, path));
    QTRY_COMPARE(other.log().rows(), 2);
    QVERIFY(other.marks().empty());
  }

  void shows_the_page_of_the_rule() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto* list = window.findChild<ProblemList*>();
    list->setCurrentItem(list->topLevelItem(0)->child(0));
    QVERIFY(window.findChild<QTextBrowser*>()->toPlainText().contains(
        QString::fromUtf8(list->chosen()->name.data(), static_cast<qsizetype>(list->chosen()->name.size()))));
  }

  void stacks_filters_as_chips_and_takes_them_away() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto* bar = window.findChild<QueryBar*>();
    const qsizetype all = window.log().rows();
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_Slash);
    QTest::keyClicks(&bar->line(), QStringLiteral("sender == dce"));
    QTRY_VERIFY(window.log().rows() < all);
    const qsizetype answers = window.log().rows();
    QTest::keyClick(&bar->line(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(bar->chips(), QStringList{QStringLiteral("sender == dce")});
    QVERIFY(bar->line().text().isEmpty());
    QTRY_COMPARE(window.log().rows(), answers);
    QTest::keyClicks(&bar->line(), QStringLiteral("/^OK$/"));
    QTRY_VERIFY(window.log().rows() < answers && window.log().rows() > 0);
    QCOMPARE(window.log().cells(0).last(), QStringLiteral("OK"));
    window.action(QStringLiteral("dim"))->trigger();
    QCOMPARE(window.log().rows(), all);
    window.action(QStringLiteral("dim"))->trigger();
    bar->line().clear();
    QTest::mouseClick(bar->findChild<QToolButton*>(QStringLiteral("chip")), Qt::LeftButton);
    QTRY_COMPARE(window.log().rows(), all);
  }

  void searches_for_bytes_and_says_how_the_line_is_understood() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bytes.log"));
    test::write(path, QByteArray("AT\r\nOK\r\nAT+SAY=\"\x01\x02\xff\"\r\nERROR\r\nAT+X=01 02\r\nOK\r\n"));
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 6);
    auto* bar = window.findChild<QueryBar*>();
    const auto* mode = bar->findChild<QToolButton*>(QStringLiteral("mode"));
    const auto typed = [&](const QString& text) {
      bar->line().clear();
      QTest::keyClicks(&bar->line(), text);
    };
    typed(QStringLiteral("0x01 0x02"));
    QVERIFY(mode->text().startsWith(QStringLiteral("Bytes")));
    QTRY_COMPARE(window.log().rows(), 1);
    QCOMPARE(bar->hits().text(), QStringLiteral("1 of 6"));
    typed(QStringLiteral("01 02"));
    QTRY_COMPARE(window.log().rows(), 2);  // the bytes, and the words
    typed(QStringLiteral("/^ok$/"));
    QVERIFY(mode->text().startsWith(QStringLiteral("Pattern")));
    QTRY_COMPARE(window.log().rows(), 2);
    typed(QStringLiteral("kind == result"));
    QVERIFY(mode->text().startsWith(QStringLiteral("Filter")));
    QTRY_COMPARE(window.log().rows(), 3);
    typed(QStringLiteral("OK"));
    QVERIFY(mode->text().startsWith(QStringLiteral("Text")));
    // The menu writes the line anew.
    for (QAction* entry : mode->findChild<QMenu*>()->actions())
      if (entry->text() == QStringLiteral("Bytes")) entry->trigger();
    QCOMPARE(bar->line().text(), QStringLiteral("0x4f4b"));
    QTRY_COMPARE(window.log().rows(), 2);
    typed(QStringLiteral("0x4"));
    QVERIFY2(bar->hits().text().contains(QStringLiteral("pairs")), qPrintable(bar->hits().text()));
  }

  void completes_fields_and_commands() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto* bar = window.findChild<QueryBar*>();
    bar->line().setFocus();
    QTest::keyClicks(&bar->line(), QStringLiteral("lat"));
    QVERIFY(bar->completions().contains(QStringLiteral("latency")));
    bar->line().clear();
    QTest::keyClicks(&bar->line(), QStringLiteral("+CIPST"));
    QVERIFY(bar->completions().contains(QStringLiteral("+CIPSTART")));
  }

  void draws_how_latencies_spread() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    const auto* statistics = window.findChild<Statistics*>();
    QTRY_VERIFY(statistics->topLevelItemCount() > 5);
    bool any = false;
    for (int row = 0; row < statistics->topLevelItemCount(); ++row)
      any = any || statistics->topLevelItem(row)->text(9).contains(QChar(0x2588));
    QVERIFY(any);
  }

  void survives_a_line_of_100_megabytes() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("long.log"));
    QByteArray log = "AT\r\n";
    log.append(100 << 20, 'x');
    log += "\r\nOK\r\nAT+CSQ\r\n+CSQ: 15,0\r\nOK\r\n";
    test::write(path, log);
    log.clear();
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_VERIFY(window.log().rows() >= 5);
    for (std::uint32_t event = 0; event < std::min(window.document()->trace().size(), 40U); ++event)
      window.select(event);
    QVERIFY(!window.grab().isNull());
    QVERIFY(window.document()->trace().transactions() >= 2);
  }

  void draws_hostile_text_harmless_everywhere() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("hostile.log"));
    test::write(path,
                "AT+CIPSTART=\"TCP\",\"<img src=x>\xe2\x80\xae\",80\r\n\x1b]0;title\x07ERROR\r\n"
                "\xe2\x80\xaf\xe2\x81\xa6<b>&amp;\r\nAT+<script>\r\n+CME ERROR: 3\r\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_VERIFY(window.log().rows() >= 3);
    for (std::uint32_t event = 0; event < window.document()->trace().size(); ++event) {
      window.select(event);
      for (const QTreeWidget* tree : window.findChildren<QTreeWidget*>()) {
        for (QTreeWidgetItemIterator at(const_cast<QTreeWidget*>(tree)); *at != nullptr; ++at) {
          for (int column = 0; column < tree->columnCount(); ++column) {
            const QString text = (*at)->text(column);
            for (const QChar c : text)
              QVERIFY2(c.unicode() >= 0x20 && c.unicode() != 0x202E && c.unicode() != 0x2066,
                       qPrintable(text));
          }
        }
      }
    }
    for (const QLabel* label : window.findChildren<QLabel*>())
      QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(QLatin1Char('<')));
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setApplicationName(QStringLiteral("session"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  WindowSessionTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_session_test.moc"
