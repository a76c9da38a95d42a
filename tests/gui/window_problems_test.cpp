// SPDX-License-Identifier: MIT
// What the user knows already: atscope.toml, the baseline and markers, as atscope lint takes them.
#include <QApplication>
#include <QInputDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>
#include <QStatusBar>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "gui/dock/problem_list.h"
#include "gui/window/banner.h"
#include "tests/gui/driven_window.h"

using namespace atscope::gui;
using test::contents;
using test::open;
using test::run_program;
using test::sample;

namespace {

// "● 1  ▲ 2  ■ 0  (3 suppressed)" of the status line.
QString counts_of(const MainWindow& window) {
  for (const QLabel* label : window.statusBar()->findChildren<QLabel*>())
    if (label->text().startsWith(QStringLiteral("●"))) return label->text();
  return {};
}

// The same from what `atscope lint` says.
QString linted(const QString& path) {
  const QByteArray lines =
      run_program({QStringLiteral("lint"), QStringLiteral("--format"), QStringLiteral("json"), path});
  const QJsonObject summary = QJsonDocument::fromJson(lines)
                                  .object()[QStringLiteral("inputs")][0][QStringLiteral("summary")]
                                  .toObject();
  const auto number = [&](const char* key) { return summary[QLatin1String(key)].toInt(-1); };
  QString text =
      QStringLiteral("● %1  ▲ %2  ■ %3").arg(number("errors")).arg(number("warnings")).arg(number("notes"));
  if (number("suppressed") > 0) text += QStringLiteral("  (%1 suppressed)").arg(number("suppressed"));
  return text;
}

QTreeWidgetItem* set_apart(const ProblemList& list) {
  QTreeWidgetItem* last = list.topLevelItem(list.topLevelItemCount() - 1);
  return last != nullptr && last->text(0).startsWith(QStringLiteral("Suppressed")) ? last : nullptr;
}

// Those of the row of problems, as the timeline draws them.
QStringList problems_drawn(MainWindow& window) {
  window.timeline().repaint();
  QStringList drawn;
  bool inside = false;
  for (const QString& line : window.timeline().draw_list_text().split(QLatin1Char('\n'))) {
    if (!line.startsWith(QLatin1Char(' '))) {
      inside = line.startsWith(QStringLiteral("Problems"));
    } else if (inside) {
      drawn << line;
    }
  }
  return drawn;
}

void press(MainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers) {
  window.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  window.timeline().setFocus();
  QTest::keyClick(&window, key, modifiers);
}

void suppress_by_key(MainWindow& window, const QString& reason) {
  press(window, Qt::Key_K, Qt::ControlModifier);
  auto* dialog = window.findChild<QInputDialog*>();
  QVERIFY(dialog != nullptr);
  dialog->setTextValue(reason);
  QTest::keyClick(dialog, Qt::Key_Return);
  QTRY_VERIFY(window.findChild<QInputDialog*>() == nullptr);
}

}  // namespace

class WindowProblemsTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { atscope::gui::test::forget_all(); }

  void counts_as_lint_does_data() {
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("more");
    QTest::newRow("no configuration") << QByteArray() << QByteArray();
    QTest::newRow("a waiver") << QByteArray("[[waiver]]\nrule = \"ERR\"\nreason = \"no tower here\"\n")
                              << QByteArray();
    QTest::newRow("a waiver for another log")
        << QByteArray("[[waiver]]\nrule = \"ERR\"\nlog = \"other*.log\"\nreason = \"x\"\n") << QByteArray();
    QTest::newRow("an expired waiver")
        << QByteArray("[[waiver]]\nrule = \"ERR\"\nuntil = 2020-01-01\nreason = \"x\"\n") << QByteArray();
    QTest::newRow("a rule selected") << QByteArray("[lint]\nselect = [\"STA\"]\n") << QByteArray();
    QTest::newRow("rules ignored") << QByteArray("[lint]\nignore = [\"STA\", \"ERR\"]\n") << QByteArray();
    QTest::newRow("another severity") << QByteArray("[lint.severity]\nERR = \"note\"\n") << QByteArray();
    QTest::newRow("an expectation") << QByteArray("[[override]]\nlog = \"run.log\"\nexpect = [\"ERR001\"]\n")
                                    << QByteArray();
    QTest::newRow("a dialect") << QByteArray("dialect = \"3gpp\"\n") << QByteArray();
    QTest::newRow("a strict preset") << QByteArray("[lint]\nselect = [\"strict\"]\n") << QByteArray();
    QTest::newRow("a marker in the log")
        << QByteArray() << QByteArray("# atscope: ignore[ERR] known\nAT+CPIN?\n+CME ERROR: 10\n");
  }

  void counts_as_lint_does() {
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, more);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.log"));
    test::write(path, contents(sample("tcp-pdp-deact.log")) + more);
    if (!config.isEmpty()) test::write(folder.filePath(QStringLiteral("atscope.toml")), config);
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    const QString said = linted(path);
    QVERIFY2(!said.contains(QStringLiteral("-1")), qPrintable(said));
    QCOMPARE(counts_of(window), said);
  }

  void takes_the_baseline_for_known() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.log"));
    QVERIFY(QFile::copy(sample("tcp-pdp-deact.log"), path));
    run_program({QStringLiteral("lint"), QStringLiteral("--baseline"),
                 folder.filePath(QStringLiteral("known.json")), QStringLiteral("--update-baseline"), path});
    test::write(folder.filePath(QStringLiteral("atscope.toml")), "[lint]\nbaseline = \"known.json\"\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QVERIFY2(counts_of(window).startsWith(QStringLiteral("● 0  ▲ 0  ■ 0  (")), qPrintable(counts_of(window)));
    const QTreeWidgetItem* known = set_apart(*window.findChild<ProblemList*>());
    QVERIFY(known != nullptr);
    QVERIFY2(known->child(0)->text(2).contains(QStringLiteral("baseline")),
             qPrintable(known->child(0)->text(2)));
    QVERIFY(problems_drawn(window).isEmpty());
  }

  void suppresses_by_key_only_with_a_reason_and_for_lint_too() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.log"));
    QVERIFY(QFile::copy(sample("tcp-pdp-deact.log"), path));
    const QString before = linted(path);
    {
      MainWindow window;
      window.show();
      QVERIFY(open(window, path));
      QCOMPARE(counts_of(window), before);
      QVERIFY(!problems_drawn(window).isEmpty());
      auto* list = window.findChild<ProblemList*>();
      list->setCurrentItem(list->topLevelItem(0)->child(0));
      const std::string code(list->chosen()->code);
      suppress_by_key(window, QStringLiteral("  "));
      QCOMPARE(counts_of(window), before);
      QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("atscope.toml"))));

      suppress_by_key(window, QStringLiteral("the \"tower\" is down"));
      const QByteArray config = contents(folder.filePath(QStringLiteral("atscope.toml")));
      QVERIFY2(config.contains("[[waiver]]\nrule = \"" + QByteArray::fromStdString(code) + '"'),
               config.constData());
      QVERIFY(config.contains("reason = \"the \\\"tower\\\" is down\""));
      QVERIFY(counts_of(window) != before);
      QCOMPARE(counts_of(window), linted(path));
      QTreeWidgetItem* known = set_apart(*list);
      QVERIFY(known != nullptr);
      QVERIFY(known->child(0)->text(2).contains(QStringLiteral("tower")));
      QVERIFY(!known->isExpanded());
      QVERIFY(problems_drawn(window).isEmpty());  // the others in this log follow from it

      // Dimmed on demand: they are there, and make nothing grave.
      press(window, Qt::Key_K, Qt::ShiftModifier);
      QVERIFY(set_apart(*list)->isExpanded());
      QVERIFY(!problems_drawn(window).isEmpty());
      QCOMPARE(problems_drawn(window).filter(QStringLiteral(" problem-")), QStringList());
      QCOMPARE(counts_of(window), linted(path));
      list->setCurrentItem(set_apart(*list)->child(0));
      press(window, Qt::Key_K, Qt::ControlModifier);
      QVERIFY(window.findChild<QInputDialog*>() == nullptr);
      QVERIFY(window.findChild<Banner*>()->text().contains(QStringLiteral("already")));
      press(window, Qt::Key_K, Qt::ShiftModifier);
      QVERIFY(problems_drawn(window).isEmpty());
      window.close();
    }
    {
      MainWindow again;
      again.show();
      QVERIFY(open(again, path));
      QCOMPARE(counts_of(again), linted(path));
      QVERIFY(set_apart(*again.findChild<ProblemList*>()) != nullptr);
    }
    // The file has the last word.
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("atscope.toml"))));
    MainWindow other;
    other.show();
    QVERIFY(open(other, path));
    QCOMPARE(counts_of(other), before);
  }

  void keeps_a_waiver_with_the_session_where_no_file_can_be_written() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.log"));
    QVERIFY(QFile::copy(sample("tcp-pdp-deact.log"), path));
    // A folder in its place: not even root can write it.
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("atscope.toml")));
    QString before, after;
    {
      MainWindow window;
      window.show();
      QVERIFY(open(window, path));
      auto* banner = window.findChild<Banner*>();
      QVERIFY2(banner->text().contains(QStringLiteral("cannot be read")), qPrintable(banner->text()));
      before = counts_of(window);
      auto* list = window.findChild<ProblemList*>();
      list->setCurrentItem(list->topLevelItem(0)->child(0));
      suppress_by_key(window, QStringLiteral("known"));
      QVERIFY2(banner->text().contains(QStringLiteral("here only")), qPrintable(banner->text()));
      after = counts_of(window);
      QVERIFY(after != before);
      window.close();
    }
    MainWindow again;
    again.show();
    QVERIFY(open(again, path));
    QCOMPARE(counts_of(again), after);
  }

  void says_what_a_result_code_means_on_the_bar() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("cme.log"));
    test::write(path, "[12:00:01.000] > AT+CPIN?\n[12:00:01.900] < +CME ERROR: 10\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    QTRY_COMPARE(window.log().rows(), 3);
    const QString drawn = window.timeline().draw_list_text();
    QVERIFY2(drawn.contains(QStringLiteral("'+CME ERROR: 10' (CME 10: SIM not inserted)")),
             qPrintable(drawn));
  }

  void tells_what_is_wrong_with_the_configuration_and_reads_the_log_all_the_same() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.log")),
                  toml = folder.filePath(QStringLiteral("atscope.toml"));
    QVERIFY(QFile::copy(sample("tcp-pdp-deact.log"), path));
    const QString before = linted(path);
    test::write(toml, "[[waiver]]\nreason = \"x\"\nrule = \"ERR01\"\n[lint]\nselcet = []\n");
    MainWindow window;
    window.show();
    QVERIFY(open(window, path));
    auto* banner = window.findChild<Banner*>();
    QVERIFY2(banner->text().contains(QStringLiteral("atscope.toml:")), qPrintable(banner->text()));
    QCOMPARE(counts_of(window), before);
    test::write(toml, "[[waiver]]\nreason = \"x\"\nrule = \"ERR\"\n");
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(window.is_settled() && counts_of(window) == linted(path));
    QVERIFY(counts_of(window) != before);
    QVERIFY(!banner->isVisible());
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setApplicationName(QStringLiteral("problems"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  WindowProblemsTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_problems_test.moc"
