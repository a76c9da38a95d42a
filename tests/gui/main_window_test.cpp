// SPDX-License-Identifier: MIT
// The real window, driven offscreen with real keys.
#include "gui/window/main_window.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "gui/dock/byte_view.h"
#include "gui/dock/details.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/states.h"
#include "gui/dock/statistics.h"
#include "gui/window/actions.h"
#include "gui/window/banner.h"
#include "gui/window/command_palette.h"
#include "tests/gui/driven_window.h"

using atscope::gui::Document;
using atscope::gui::MainWindow;
using atscope::gui::Spacing;

using atscope::gui::test::open;
using atscope::gui::test::sample;
using atscope::gui::test::show;

namespace {

QString text_at(const MainWindow& window, std::uint32_t event) {
  const auto& trace = window.document()->trace();
  return QString::fromStdString(std::string(trace.text(trace.event(event))));
}

}  // namespace

class MainWindowTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
  void init() { atscope::gui::test::forget_all(); }

  void shows_what_a_log_holds() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    const QString lanes = window.timeline().draw_list_text();
    for (const char* lane : {"Problems:", "Exchanges:", "URCs:", "Data:", "tcp:", "registration:"}) {
      QVERIFY2(lanes.contains(QLatin1String(lane)), qPrintable(lanes));
    }
    QVERIFY2(lanes.contains(QStringLiteral("'PDP DEACT'")), qPrintable(lanes));
    QCOMPARE(window.log().rows(), static_cast<qsizetype>(window.document()->trace().size()));
    QCOMPARE(window.log().cells(0).last(), QStringLiteral("ATI"));
  }

  void jumps_to_the_problem_and_says_why() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_E);
    QVERIFY(text_at(window, window.selected()).startsWith(QStringLiteral("AT+CIPSTART")));
    const auto* states = window.findChild<atscope::gui::States*>();
    bool found = false;
    for (int row = 0; row < states->topLevelItemCount(); ++row) {
      const QTreeWidgetItem* item = states->topLevelItem(row);
      found =
          found || (item->text(0) == QStringLiteral("tcp") && item->text(1) == QStringLiteral("PDP DEACT") &&
                    item->text(3).contains(QStringLiteral("+PDP DEACT")));
    }
    QVERIFY(found);
    const auto* problems = window.findChild<atscope::gui::ProblemList*>();
    QVERIFY(problems->topLevelItemCount() >= 1);
    QVERIFY(problems->topLevelItem(0)->text(0).contains(QStringLiteral("STA502")));
    const auto* details = window.findChild<atscope::gui::Details*>();
    QVERIFY(!details->tree().findItems(QStringLiteral("exchange"), Qt::MatchExactly).isEmpty());
  }

  void zooms_and_moves_with_keys_and_goes_back() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    const auto all = window.timeline().axis();
    QTest::keyClick(&window, Qt::Key_W);
    const auto near = window.timeline().axis();
    QVERIFY(near.per_pixel < all.per_pixel);
    QTest::keyClick(&window, Qt::Key_D);
    QVERIFY(window.timeline().axis().begin > near.begin);
    QTest::keyClick(&window, Qt::Key_Home);
    QVERIFY(std::abs(window.timeline().axis().per_pixel / all.per_pixel - 1) < 1e-9);
    QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
    QVERIFY(window.timeline().axis().per_pixel < all.per_pixel * 0.99);
  }

  void folds_idle_time_on_the_event_axis() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_X);
    QCOMPARE(window.timeline().spacing(), Spacing::event);
    const auto [from, to] = window.timeline().whole();
    QCOMPARE(to - from, static_cast<double>(window.document()->trace().size()));
    QTest::keyClick(&window, Qt::Key_X);
    QCOMPARE(window.timeline().spacing(), Spacing::time);
  }

  void filters_the_log_while_typing() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    QTest::keyClick(&window, Qt::Key_Slash);
    auto* query = window.findChild<QLineEdit*>();
    QTRY_VERIFY(query->hasFocus());
    QTest::keyClicks(query, QStringLiteral("cipstart"));
    QVERIFY(window.log().rows() > 0);
    QVERIFY(window.log().rows() < static_cast<qsizetype>(window.document()->trace().size()));
    for (qsizetype row = 0; row < window.log().rows(); ++row) {
      QVERIFY(window.log().cells(row).last().contains(QStringLiteral("CIPSTART")));
    }
    QTest::keyClick(query, Qt::Key_Return);
    QVERIFY(text_at(window, window.selected()).contains(QStringLiteral("CIPSTART")));
    query->clear();
    QCOMPARE(window.log().rows(), static_cast<qsizetype>(window.document()->trace().size()));
    QTest::keyClicks(query, QStringLiteral("no such text"));
    QCOMPARE(window.log().rows(), 0);
  }

  void filters_by_the_filter_language() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto* query = window.findChild<QLineEdit*>();
    query->setText(QStringLiteral("kind == urc"));
    QCOMPARE(window.log().rows(), 1);
    QCOMPARE(window.log().cells(0).last(), QStringLiteral("+PDP DEACT"));
    query->setText(QStringLiteral("kind == command and outcome == error"));
    QVERIFY(window.log().rows() >= 3);
    query->setText(QStringLiteral("kind == command and state.tcp == \"PDP DEACT\""));
    QVERIFY(window.log().rows() >= 3);
    QVERIFY(window.log().cells(0).last().startsWith(QStringLiteral("AT+CIPSTART")));
    query->setText(QStringLiteral("kind == ruc"));
    QVERIFY(!query->toolTip().isEmpty());
    QCOMPARE(window.log().rows(), static_cast<qsizetype>(window.document()->trace().size()));
  }

  void measures_between_two_cursors() {
    MainWindow window;
    show(window, "http-get.log");
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_Period);
    QTest::keyClick(&window, Qt::Key_1);
    for (int n = 0; n < 3; ++n) QTest::keyClick(&window, Qt::Key_Period);
    QTest::keyClick(&window, Qt::Key_2);
    QVERIFY(window.timeline().cursor(0) && window.timeline().cursor(1));
    bool shown = false;
    for (const QLabel* label : window.findChildren<QLabel*>()) {
      shown = shown || (label->text().startsWith(QStringLiteral("A–B Δ")) &&
                        label->text().contains(QStringLiteral("4 exchanges")));
    }
    QVERIFY(shown);
    QTest::keyClick(&window, Qt::Key_0);
    QVERIFY(!window.timeline().cursor(0));
  }

  void chooses_what_is_clicked() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto& timeline = window.timeline();
    window.select(0);
    const double pixel = timeline.axis().to_pixel(timeline.position_of(31));
    // Somewhere in the exchange lane, which stands under the ruler and the problems.
    bool moved = false;
    for (int y = timeline.ruler_height + 4; y < timeline.viewport()->height() && !moved; y += 8) {
      QTest::mouseClick(timeline.viewport(), Qt::LeftButton, {},
                        QPoint(timeline.gutter + static_cast<int>(pixel), y));
      moved = window.selected() != 0;
    }
    QVERIFY(moved);
  }

  void arranges_lanes_with_keys_and_keeps_them() {
    const auto keys = [](const MainWindow& window) {
      QStringList out;
      for (const auto& row : const_cast<MainWindow&>(window).timeline().picture().rows) {
        out << QString::fromStdString(row.key) + (row.folded ? QStringLiteral(" f") : QString()) +
                   (row.pinned ? QStringLiteral(" p") : QString());
      }
      return out;
    };
    QStringList arranged;
    {
      MainWindow window;
      show(window, "tcp-pdp-deact.log");
      window.timeline().setFocus();
      QTest::keyClick(&window, Qt::Key_Down, Qt::ControlModifier);
      QCOMPARE(window.timeline().current_lane(), std::string("problems"));
      QTest::keyClick(&window, Qt::Key_Down, Qt::ControlModifier);
      QTest::keyClick(&window, Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
      QCOMPARE(keys(window).mid(0, 2),
               QStringList({QStringLiteral("exchanges"), QStringLiteral("problems")}));
      QTest::keyClick(&window, Qt::Key_C);
      QVERIFY(keys(window).contains(QStringLiteral("exchanges f")));
      for (int n = 0; n < 3; ++n) QTest::keyClick(&window, Qt::Key_Down, Qt::ControlModifier);
      QTest::keyClick(&window, Qt::Key_P);
      QCOMPARE(keys(window).first(), QStringLiteral("data p"));
      QTest::keyClick(&window, Qt::Key_Down, Qt::ControlModifier);
      QTest::keyClick(&window, Qt::Key_H, Qt::ControlModifier);
      QVERIFY(!keys(window).contains(QStringLiteral("exchanges f")));
      arranged = keys(window);
      window.close();
    }
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    QCOMPARE(keys(window), arranged);
    QTest::keyClick(&window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(keys(window).contains(QStringLiteral("exchanges f")));
  }

  void arranges_lanes_with_the_mouse() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    auto& timeline = window.timeline();
    const auto middle = [&](const char* key) {
      const auto* row = timeline.picture().row(key);
      return timeline.ruler_height + row->top + row->height / 2;
    };
    QTest::mouseClick(timeline.viewport(), Qt::LeftButton, {}, QPoint(10, middle("urcs")));
    QVERIFY(timeline.picture().row("urcs")->folded);
    QTest::mouseClick(timeline.viewport(), Qt::LeftButton, {}, QPoint(60, middle("urcs")));
    QVERIFY2(timeline.picture().row("urcs")->folded, "a click on the name only chooses the lane");
    const int from = middle("problems"), to = middle("exchanges") + 8;
    QTest::mousePress(timeline.viewport(), Qt::LeftButton, {}, QPoint(60, from));
    for (int y = from; y <= to; y += 4) {
      QMouseEvent move(QEvent::MouseMove, QPointF(60, y), timeline.viewport()->mapToGlobal(QPointF(60, y)),
                       Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(timeline.viewport(), &move);
    }
    QTest::mouseRelease(timeline.viewport(), Qt::LeftButton, {}, QPoint(60, to));
    QCOMPARE(timeline.picture().rows[0].key, std::string("exchanges"));
    QCOMPARE(timeline.picture().rows[1].key, std::string("problems"));
  }

  void walks_along_links() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    window.select(0);
    for (int n = 0; n < 20 && !text_at(window, window.selected()).startsWith(QStringLiteral("AT+CIPSTART"));
         ++n) {
      QTest::keyClick(&window, Qt::Key_Period);
    }
    QVERIFY(!window.timeline().picture().links.empty());
    QStringList walked;
    for (int n = 0; n < 3; ++n) {
      QTest::keyClick(&window, Qt::Key_BracketRight);
      walked << text_at(window, window.selected());
    }
    QCOMPARE(walked.first(), QStringLiteral("OK"));
    QVERIFY2(walked.contains(QStringLiteral("CONNECT OK")), qPrintable(walked.join(QLatin1Char('|'))));
    QTest::keyClick(&window, Qt::Key_BracketLeft);
    QVERIFY(text_at(window, window.selected()) != walked.last());
  }

  void marks_events_and_walks_along_the_marks() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    QTest::keyClick(&window, Qt::Key_U);
    QCOMPARE(window.selected(), atscope::trace::no_event);
    for (const std::uint32_t event : {30U, 5U, 12U}) {
      window.select(event);
      QTest::keyClick(&window, Qt::Key_M);
    }
    QCOMPARE(window.timeline().marks(), std::vector<std::uint32_t>({5, 12, 30}));
    QTest::keyClick(&window, Qt::Key_U);
    QCOMPARE(window.selected(), 30U);
    QTest::keyClick(&window, Qt::Key_U);
    QCOMPARE(window.selected(), 5U);
    QTest::keyClick(&window, Qt::Key_U, Qt::ShiftModifier);
    QCOMPARE(window.selected(), 30U);
    QTest::keyClick(&window, Qt::Key_M);
    QCOMPARE(window.timeline().marks(), std::vector<std::uint32_t>({5, 12}));
  }

  void counts_time_from_the_chosen_event() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.timeline().setFocus();
    window.select(20);
    QTest::keyClick(&window, Qt::Key_Z);
    QCOMPARE(window.timeline().zero(), 20U);
    const auto position = window.document()->trace().event(20).position;
    for (const auto& tick : window.timeline().picture().ticks_since_zero.ticks) {
      QCOMPARE((tick.position - position) % window.timeline().picture().ticks_since_zero.step, 0);
    }
    QTest::keyClick(&window, Qt::Key_Z);
    QVERIFY(window.timeline().zero() != 20U);
  }

  void counts_by_command() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    const auto* statistics = window.findChild<atscope::gui::Statistics*>();
    QTRY_VERIFY(statistics->topLevelItemCount() > 5);
    const auto found = statistics->findItems(QStringLiteral("AT+CIPSTART"), Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0]->text(3), QStringLiteral("3"));
  }

  void grows_with_a_log_that_is_long() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("long.log")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int n = 0; n < 20'000; ++n) file.write("AT+CSQ\r\n+CSQ: 15,0\r\n\r\nOK\r\n");
    file.close();
    MainWindow window;
    window.show();
    QVERIFY(open(window, file.fileName()));
    QTRY_COMPARE(window.document()->trace().transactions(), 20'000U);
    window.log().setFocus();
    QTest::keyClick(&window.log(), Qt::Key_End);
    QCOMPARE(window.selected(), window.document()->trace().size() - 1);
    QVERIFY(window.timeline().draw_list_text().contains(QStringLiteral("×")));
  }

  void says_what_is_wrong_with_a_file() {
    MainWindow window;
    window.show();
    auto* banner = window.findChild<atscope::gui::Banner*>();
    QVERIFY(open(window, QStringLiteral("/no/such/file.log")));
    QTRY_VERIFY(banner->text().contains(QStringLiteral("/no/such/file.log")));
    QTemporaryDir folder;
    QFile prose(folder.filePath(QStringLiteral("prose.txt")));
    QVERIFY(prose.open(QIODevice::WriteOnly));
    prose.write("Once upon a time there was no modem at all.\n");
    prose.close();
    QVERIFY(open(window, prose.fileName()));
    QTRY_VERIFY(banner->text().contains(QStringLiteral("no AT command")));
    QVERIFY(open(window, sample("mqtt.log")));
    QTRY_VERIFY(banner->text().isEmpty());
    QTRY_VERIFY(window.log().rows() > 0);
  }

  void draws_hostile_bytes_as_symbols() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("hostile.log")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("AT+X\r\n\x1b[31m<b>bold</b>\xe2\x80\xae\x07\r\nOK\r\n");
    file.close();
    MainWindow window;
    window.show();
    QVERIFY(open(window, file.fileName()));
    QTRY_VERIFY(window.log().rows() > 0);
    for (qsizetype row = 0; row < window.log().rows(); ++row) {
      for (const QString& cell : window.log().cells(row)) {
        for (const QChar c : cell) QVERIFY(c.unicode() >= 0x20 && c.unicode() != 0x202E);
      }
      window.select(static_cast<std::uint32_t>(row));
    }
    QVERIFY(!window.grab().isNull());
  }

  void masks_secrets_until_they_are_asked_for() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("pin.log")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "AT+CPIN=\"4711\"\r\n+CME ERROR: "
        "16\r\nAT+CIMI\r\n460001234567890\r\nOK\r\nAT+CPIN=4711,1,2\r\nERROR\r\n");
    file.close();
    MainWindow window;
    window.show();
    QVERIFY(open(window, file.fileName()));
    QTRY_COMPARE(window.log().rows(), 7);
    const auto all_texts = [&window] {
      QString out = window.timeline().draw_list_text();
      for (qsizetype row = 0; row < window.log().rows(); ++row) {
        out += window.log().cells(row).join(QLatin1Char('|'));
        window.log().setFocus();
        window.select(static_cast<std::uint32_t>(row));
        QTest::keyClick(&window.log(), Qt::Key_C, Qt::ControlModifier);
        out += QApplication::clipboard()->text() + window.timeline().accessibleDescription();
        for (const QTreeWidget* tree : window.findChildren<QTreeWidget*>()) {
          for (QTreeWidgetItemIterator at(const_cast<QTreeWidget*>(tree)); *at != nullptr; ++at) {
            for (int column = 0; column < tree->columnCount(); ++column)
              out += (*at)->text(column) + (*at)->toolTip(column);
          }
        }
      }
      return out;
    };
    const QString masked = all_texts();
    QVERIFY(masked.contains(QStringLiteral("[REDACTED]")));
    QVERIFY2(!masked.contains(QStringLiteral("4711")), qPrintable(masked));
    QVERIFY2(!masked.contains(QStringLiteral("460001234567890")), qPrintable(masked));
    window.select(0);
    const QImage bytes = window.findChild<atscope::gui::ByteView*>()->grab().toImage();
    window.action(QStringLiteral("show-secrets"))->trigger();
    QVERIFY(bytes != window.findChild<atscope::gui::ByteView*>()->grab().toImage());
    const QString open = all_texts();
    QVERIFY(open.contains(QStringLiteral("4711")) && open.contains(QStringLiteral("460001234567890")));
  }

  void opens_pasted_text() {
    MainWindow window;
    window.show();
    QApplication::clipboard()->setText(QStringLiteral("AT+CGMI\n\nQuectel\n\nOK\n"));
    window.action(QStringLiteral("open-clipboard"))->trigger();
    QTRY_VERIFY(window.document() != nullptr && window.log().rows() > 0);
    QTRY_COMPARE(window.document()->trace().transactions(), 1U);
  }

  void finds_actions_by_their_letters() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.action(QStringLiteral("palette"))->trigger();
    auto* palette = window.findChild<atscope::gui::CommandPalette*>();
    QVERIFY(palette != nullptr);
    QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("next prob"));
    QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(text_at(window, window.selected()).startsWith(QStringLiteral("AT+CIPSTART")));
  }

  void has_one_table_of_actions_with_keys_that_do_not_clash() {
    MainWindow window;
    QMap<QString, QString> taken;
    for (const auto& spec : atscope::gui::all_actions()) {
      QVERIFY2(window.action(QString::fromLatin1(spec.id)) != nullptr, spec.id);
      for (const QKeySequence& keys : atscope::gui::keys_of(spec)) {
        QVERIFY2(!keys.isEmpty(), spec.id);
        QVERIFY2(!taken.contains(keys.toString()), qPrintable(keys.toString()));
        taken.insert(keys.toString(), QString::fromLatin1(spec.id));
      }
    }
  }

  void names_every_node_that_a_reader_can_reach() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    QStringList nameless;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
      if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
      if (widget->objectName().startsWith(QStringLiteral("qt_"))) continue;
      QAccessibleInterface* node = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
      if (node == nullptr || !node->text(QAccessible::Name).isEmpty()) continue;
      nameless << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') +
                      widget->objectName();
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
  }

  void two_windows_look_at_one_file() {
    MainWindow one, two;
    show(one, "mqtt.log");
    show(two, "mqtt.log");
    QCOMPARE(one.log().rows(), two.log().rows());
  }

  void reads_on_when_the_file_is_gone() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("gone.log"));
    QVERIFY(QFile::copy(sample("mqtt.log"), path));
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_VERIFY(window.log().rows() > 0);
    const qsizetype rows = window.log().rows();
    QVERIFY(QFile::remove(path));
    window.select(3);
    QCOMPARE(window.log().rows(), rows);
    window.action(QStringLiteral("reload"))->trigger();
    auto* banner = window.findChild<atscope::gui::Banner*>();
    QTRY_VERIFY(banner->text().contains(QStringLiteral("gone.log")));
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  MainWindowTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "main_window_test.moc"
