// SPDX-License-Identifier: MIT
#include "gui/window/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "decoder/lint/rule_pages.h"
#include "gui/dock/details.h"
#include "gui/dock/mark_list.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/states.h"
#include "gui/dock/statistics.h"
#include "gui/view/event_words.h"
#include "gui/window/actions.h"
#include "gui/window/banner.h"
#include "gui/window/command_palette.h"
#include "gui/window/query_bar.h"

namespace atscope::gui {
MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
  setWindowTitle(QStringLiteral("atscope"));
  setAcceptDrops(true);
  resize(1280, 800);
  setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);

  auto* middle = new QWidget(this);
  auto* layout = new QVBoxLayout(middle);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  banner_ = new Banner(middle);
  query_bar_ = new QueryBar(middle);
  query_ = &query_bar_->line();
  hits_label_ = &query_bar_->hits();
  timeline_ = new TimelineView(middle);
  minimap_ = new Minimap(*timeline_, middle);
  minimap_->set_hits(&hits_);
  layout->addWidget(banner_);
  layout->addWidget(query_bar_);
  layout->addWidget(minimap_);
  layout->addWidget(timeline_, 1);
  setCentralWidget(middle);

  make_docks();
  make_actions();
  make_status();
  connect(query_bar_, &QueryBar::changed, this, &MainWindow::apply_query);
  connect(query_bar_, &QueryBar::next_wanted, this, [this] { go_to_hit(false); });
  connect(timeline_, &TimelineView::event_selected, this, &MainWindow::select);
  connect(timeline_, &TimelineView::axis_changed, this, &MainWindow::remember_view);
  connect(timeline_, &TimelineView::cursors_changed, this, &MainWindow::update_measure);
  connect(&timer_, &QTimer::timeout, this, &MainWindow::poll);
  connect(&watch_timer_, &QTimer::timeout, this, &MainWindow::watch_file);
  connect(&memory_timer_, &QTimer::timeout, this, [this] {
    if (document_ && document_->is_open()) document_->give_back();
  });
  restore();
  update_status();
}

MainWindow::~MainWindow() {
  stop_export();
  // The views look into the document: they let go of it first.
  timeline_->show_document(nullptr, nullptr);
  minimap_->show_document(nullptr, nullptr);
  minimap_->set_hits(nullptr);
  log_->show_document(nullptr);
}

void MainWindow::make_docks() {
  log_ = new LogView(this);
  details_ = new Details(this);
  states_ = new States(this);
  problem_list_ = new ProblemList(this);
  statistics_ = new Statistics(this);
  mark_list_ = new MarkList(this);
  auto* problem_pane = new QSplitter(Qt::Horizontal, this);
  auto* page = new QTextBrowser(this);
  page->setOpenLinks(false);
  page->setFrameShape(QFrame::NoFrame);
  page->setAccessibleName(tr("The rule's page"));
  page->setPlaceholderText(tr("Choose a problem: here stands what its rule looks for, and why."));
  problem_pane->addWidget(problem_list_);
  problem_pane->addWidget(page);
  problem_pane->setStretchFactor(0, 3);
  problem_pane->setSizes({560, 280});
  problem_pane->setStretchFactor(1, 2);
  connect(problem_list_, &ProblemList::rule_chosen, page, [page](const QString& name) {
    for (const lint::RulePage& each : lint::rule_pages())
      if (text_of(each.name) == name) return page->setMarkdown(text_of(each.text));
    page->clear();
  });
  const auto dock = [this](const QString& title, const char* name, QWidget* widget, Qt::DockWidgetArea area) {
    auto* out = new QDockWidget(title, this);
    out->setObjectName(QString::fromLatin1(name));
    out->setWidget(widget);
    addDockWidget(area, out);
    return out;
  };
  auto* log = dock(tr("Log"), "log", log_, Qt::BottomDockWidgetArea);
  auto* problems = dock(tr("Problems"), "problems", problem_pane, Qt::BottomDockWidgetArea);
  auto* statistics = dock(tr("Statistics"), "statistics", statistics_, Qt::BottomDockWidgetArea);
  auto* details = dock(tr("Details"), "details", details_, Qt::RightDockWidgetArea);
  auto* states = dock(tr("State at the cursor"), "states", states_, Qt::RightDockWidgetArea);
  tabifyDockWidget(log, problems);
  auto* marks = dock(tr("Marks"), "marks", mark_list_, Qt::BottomDockWidgetArea);
  tabifyDockWidget(problems, statistics);
  tabifyDockWidget(statistics, marks);
  log->raise();
  splitDockWidget(details, states, Qt::Vertical);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  resizeDocks({log}, {320}, Qt::Vertical);
  resizeDocks({details, states}, {480, 220}, Qt::Vertical);
  resizeDocks({details}, {430}, Qt::Horizontal);
  connect(log_, &LogView::event_selected, this, &MainWindow::select);
  connect(details_, &Details::event_wanted, this, &MainWindow::select);
  connect(states_, &States::event_wanted, this, &MainWindow::select);
  connect(problem_list_, &ProblemList::event_wanted, this, &MainWindow::select);
  connect(statistics_, &Statistics::event_wanted, this, &MainWindow::select);
  connect(mark_list_, &MarkList::event_wanted, this, &MainWindow::select);
  connect(log_, &LogView::follow_changed, this, [this](bool on) {
    action(QStringLiteral("follow"))->setChecked(on);
    if (on) followed_move_ = timeline_->moves();
  });
}

void MainWindow::make_actions() {
  QMap<QString, QMenu*> menus;
  for (const ActionSpec& spec : all_actions()) {
    QMenu*& menu = menus[QString::fromLatin1(spec.menu)];
    if (menu == nullptr) menu = menuBar()->addMenu(QCoreApplication::translate("Action", spec.menu));
    if (spec.separator_before) menu->addSeparator();
    QAction* made = menu->addAction(QCoreApplication::translate("Action", spec.text));
    made->setObjectName(QString::fromLatin1(spec.id));
    made->setShortcuts(keys_of(spec));
    made->setCheckable(spec.checkable);
    connect(made, &QAction::triggered, this, [this, run = spec.run] { run(*this); });
    actions_.insert(made->objectName(), made);
    if (made->objectName() == QStringLiteral("open-clipboard")) {
      recent_menu_ = menu->addMenu(tr("Open recent"));
      connect(recent_menu_, &QMenu::aboutToShow, this, &MainWindow::fill_recent);
    }
  }
  QMenu* view = menus[QStringLiteral("View")];
  view->addSeparator();
  for (QDockWidget* dock : findChildren<QDockWidget*>()) view->addAction(dock->toggleViewAction());
}

void MainWindow::make_status() {
  source_label_ = new QLabel(this);
  measure_label_ = new QLabel(this);
  count_label_ = new QLabel(this);
  worst_label_ = new QLabel(this);
  source_label_->setTextFormat(Qt::PlainText);
  worst_label_->setTextFormat(Qt::PlainText);
  progress_ = new QProgressBar(this);
  progress_->setMaximumWidth(160);
  progress_->setMaximumHeight(14);
  progress_->setAccessibleName(tr("Reading"));
  progress_->hide();
  arrivals_ = new QPushButton(this);
  arrivals_->setFlat(true);
  arrivals_->setAccessibleDescription(tr("Goes to the end and follows again"));
  arrivals_->hide();
  connect(arrivals_, &QPushButton::clicked, this, [this] { log_->set_follow(true); });
  statusBar()->addWidget(source_label_, 1);
  statusBar()->addPermanentWidget(arrivals_);
  statusBar()->addPermanentWidget(progress_);
  statusBar()->addPermanentWidget(measure_label_);
  statusBar()->addPermanentWidget(count_label_);
  statusBar()->addPermanentWidget(worst_label_);
}

void MainWindow::restore() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("docks")).toByteArray());
  timeline_->set_arrangement(
      Arrangement::from_text(settings.value(QStringLiteral("lanes")).toString().toStdString()));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  keep_session();
  QSettings settings;
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("docks"), saveState());
  settings.setValue(QStringLiteral("lanes"), QString::fromStdString(timeline_->arrangement().to_text()));
  QMainWindow::closeEvent(event);
}

void MainWindow::show_palette() {
  auto* palette = new CommandPalette(actions_.values(), this);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 60)));
  palette->show();
}

void MainWindow::show_keys() {
  QString text = QStringLiteral("<table cellspacing='4'>");
  for (const ActionSpec& spec : all_actions()) {
    const QAction* made = action(QString::fromLatin1(spec.id));
    if (made->shortcuts().isEmpty()) continue;
    text += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>")
                .arg(QKeySequence::listToString(made->shortcuts(), QKeySequence::NativeText).toHtmlEscaped(),
                     made->text().toHtmlEscaped());
  }
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Keys"), text + QStringLiteral("</table>"),
                              QMessageBox::Close, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

}  // namespace atscope::gui
