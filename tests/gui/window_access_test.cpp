// SPDX-License-Identifier: MIT
// What a screen reader and other programs see of the window: accessible nodes, and models that keep their
// word.
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QHeaderView>
#include <QIdentityProxyModel>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTest>
#include <QTreeView>

#include "gui/view/timeline_accessible.h"
#include "gui/window/query_bar.h"
#include "tests/gui/driven_window.h"

using namespace atscope::gui;
using test::open;
using test::sample;
using test::show;

namespace {

// Everything that a screen reader can reach below `node` has a name.
void name_the_nameless(QAccessibleInterface* node, QStringList& nameless, int depth = 0) {
  if (node == nullptr || depth > 12 || node->state().invisible) return;
  const QAccessible::Role role = node->role();
  const bool is_cell = role == QAccessible::TreeItem || role == QAccessible::Cell;  // may be empty
  const bool reachable =
      !is_cell && node->state().focusable && role != QAccessible::Client && role != QAccessible::Window;
  const QString own = node->object() != nullptr ? node->object()->objectName() : QString();
  if (reachable && node->text(QAccessible::Name).isEmpty() && !own.startsWith(QStringLiteral("qt_")))
    nameless << QStringLiteral("%1 %2 (role %3)")
                    .arg(node->object() != nullptr
                             ? QString::fromLatin1(node->object()->metaObject()->className())
                             : QStringLiteral("?"),
                         own)
                    .arg(role);
  const int count = std::min(node->childCount(), 200);
  for (int child = 0; child < count; ++child) name_the_nameless(node->child(child), nameless, depth + 1);
}

// The model of a QTreeWidget gives every column of a parent the same children; the tester knows children of
// the first column only.
class FirstColumnHasChildren final : public QIdentityProxyModel {
 public:
  using QIdentityProxyModel::QIdentityProxyModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent) const override {
    return parent.column() > 0 ? 0 : QIdentityProxyModel::rowCount(parent);
  }
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override {
    return parent.column() > 0 ? 0 : QIdentityProxyModel::columnCount(parent);
  }
  [[nodiscard]] bool hasChildren(const QModelIndex& parent) const override { return rowCount(parent) > 0; }
  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override {
    return parent.column() > 0 ? QModelIndex() : QIdentityProxyModel::index(row, column, parent);
  }
};

QAccessibleInterface* accessible(MainWindow& window) {
  return QAccessible::queryAccessibleInterface(&window.timeline());
}

QString name_of(QAccessibleInterface* node) {
  return node == nullptr ? QString() : node->text(QAccessible::Name);
}

}  // namespace

class WindowAccessTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { atscope::gui::test::forget_all(); }

  void has_models_that_keep_their_word() {
    MainWindow window;
    std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
    int nested = 0;
    for (const QAbstractItemView* view : window.findChildren<QAbstractItemView*>()) {
      QAbstractItemModel* model = view->model();
      if (model == nullptr || qobject_cast<const QHeaderView*>(view) != nullptr) continue;
      if (qobject_cast<const QTreeView*>(view) != nullptr) {
        auto* first = new FirstColumnHasChildren(&window);
        first->setSourceModel(model);
        model = first;
        ++nested;
      }
      testers.push_back(std::make_unique<QAbstractItemModelTester>(
          model, QAbstractItemModelTester::FailureReportingMode::Fatal));
    }
    QVERIFY2(nested >= 5,
             qPrintable(QString::number(nested)));  // problems, details, states, statistics, marks
    show(window, "tcp-pdp-deact.log");
    for (std::uint32_t event = 0; event < window.document()->trace().size(); ++event) window.select(event);
    window.set_marks({{3, QStringLiteral("here"), {}}});
    for (const char* name : {"show-secrets", "show-suppressed", "dim", "heat"})
      window.action(QString::fromLatin1(name))->trigger();
    QVERIFY(open(window, sample("mqtt.log")));
    QTRY_VERIFY(window.log().rows() > 0);
    window.select(5);
  }

  void names_every_node_of_the_accessible_tree() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.select(3);
    window.findChild<QueryBar*>()->set_chips({QStringLiteral("kind == command")});
    QStringList nameless;
    name_the_nameless(QAccessible::queryAccessibleInterface(&window), nameless);
    nameless.removeDuplicates();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
  }

  void lists_what_stands_on_the_timeline() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.action(QStringLiteral("spacing"))->trigger();
    window.timeline().fit_all();
    QAccessibleInterface* list = accessible(window);
    QVERIFY(list != nullptr && list->role() == QAccessible::List);
    QCOMPARE(name_of(list), QStringLiteral("Timeline"));
    const int count = list->childCount();
    std::size_t drawn = 0;
    for (const PictureRow& row : window.timeline().picture().rows) drawn += row.items.size();
    QVERIFY(drawn > 20);
    QCOMPARE(count, static_cast<int>(drawn));
    const QRect whole(window.timeline().viewport()->mapToGlobal(QPoint()),
                      window.timeline().viewport()->size());
    QStringList names;
    for (int index = 0; index < count; ++index) {
      QAccessibleInterface* item = list->child(index);
      QVERIFY(item != nullptr && item->isValid());
      QVERIFY(item->parent() == list && list->indexOfChild(item) == index && item->childCount() == 0);
      QVERIFY(!name_of(item).isEmpty() && item->role() == QAccessible::ListItem);
      QVERIFY(!name_of(item).contains(QLatin1Char('\n')) && !name_of(item).contains(QStringLiteral("<p")));
      const QRect rect = item->rect();
      QVERIFY2(rect.width() > 0 && rect.left() <= whole.right() && rect.right() >= whole.left(),
               qPrintable(name_of(item)));
      if (!item->state().offscreen) {
        QAccessibleInterface* there = list->childAt(rect.center().x(), rect.center().y());
        QVERIFY2(there != nullptr && there->rect().contains(rect.center()), qPrintable(name_of(item)));
      }
      names << name_of(item);
    }
    const QString all = names.join(QLatin1Char('\n'));
    for (const char* part :
         {"Exchanges: failure, ", "Exchanges: success, ", "URCs: ", "Problems: error, STA502", "PDP DEACT"})
      QVERIFY2(all.contains(QLatin1String(part)),
               qPrintable(QLatin1String(part) + QStringLiteral(" in\n") + all));
  }

  void moves_the_focus_with_the_chosen_event() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.timeline().setFocus();
    QVERIFY(window.timeline().hasFocus());
    QString last;
    for (int step = 0; step < 4; ++step) {
      QTest::keyClick(&window, Qt::Key_Period);
      QAccessibleInterface* list = accessible(window);
      QAccessibleInterface* now = list->focusChild();
      QVERIFY(now != nullptr && now->state().focused && now->state().selected);
      window.action(QStringLiteral("focus"))->trigger();  // out of its fold
      now = accessible(window)->focusChild();
      QVERIFY(now != nullptr);
      QVERIFY(name_of(now).startsWith(QStringLiteral("Exchanges: ")));
      QVERIFY(name_of(now) != last);
      last = name_of(now);
    }
    // The same by what a screen reader can do.
    window.timeline().fit_all();
    QAccessibleInterface* list = accessible(window);
    const std::uint32_t chosen = window.selected();
    for (int index = 0; index < list->childCount(); ++index) {
      if (!name_of(list->child(index)).startsWith(QStringLiteral("URCs: "))) continue;
      list->child(index)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
      break;
    }
    QVERIFY(window.selected() != chosen);
    QVERIFY(name_of(accessible(window)->focusChild()).startsWith(QStringLiteral("URCs: ")));
  }

  void forgets_items_that_are_no_longer_there() {
    MainWindow window;
    show(window, "tcp-pdp-deact.log");
    for (int turn = 0; turn < 30; ++turn) {
      QAccessibleInterface* list = accessible(window);
      for (int index = 0; index < list->childCount(); ++index)
        QVERIFY(!name_of(list->child(index)).isEmpty());
      window.timeline().zoom(turn % 2 == 0 ? 0.3 : 2.5);
    }
    window.close();
  }
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("atscope-test"));
  QApplication::setApplicationName(QStringLiteral("access"));
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  WindowAccessTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_access_test.moc"
