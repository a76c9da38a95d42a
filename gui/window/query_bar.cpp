// SPDX-License-Identifier: MIT
#include "gui/window/query_bar.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStringListModel>
#include <QToolButton>
#include <algorithm>
#include <array>

#include "decoder/grammar/dialect.h"
#include "decoder/query/query.h"
#include "gui/document/event_filter.h"
#include "gui/view/event_words.h"

namespace atscope::gui {

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent),
      mode_(new QToolButton(this)),
      line_(new QLineEdit(this)),
      hits_(new QLabel(this)),
      chip_layout_(new QHBoxLayout),
      words_(new QStringListModel(this)),
      completer_(new QCompleter(words_, this)) {
  line_->setPlaceholderText(
      tr("Search for text, /pattern/ or bytes (0d 0a), or filter: kind == urc, latency > 1s … (press /)"));
  line_->setAccessibleName(tr("Query"));
  line_->setClearButtonEnabled(true);
  line_->installEventFilter(this);
  hits_->setAccessibleName(tr("Hits"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addWidget(mode_);
  layout->addLayout(chip_layout_);
  layout->addWidget(line_, 1);
  layout->addWidget(hits_);
  completer_->setWidget(line_);
  completer_->setCaseSensitivity(Qt::CaseInsensitive);
  completer_->setMaxVisibleItems(10);
  completer_->popup()->setAccessibleName(tr("Completions"));
  make_modes();
  connect(line_, &QLineEdit::textChanged, this, &QueryBar::show_mode);
  connect(line_, &QLineEdit::textChanged, this, &QueryBar::changed);
  connect(line_, &QLineEdit::textEdited, this, &QueryBar::offer);
  connect(line_, &QLineEdit::returnPressed, this, &QueryBar::next_wanted);
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &QueryBar::take);
}

namespace {

QString name_of(SearchMode mode) {
  switch (mode) {
    case SearchMode::text:
      return QueryBar::tr("Text");
    case SearchMode::pattern:
      return QueryBar::tr("Pattern");
    case SearchMode::bytes:
      return QueryBar::tr("Bytes");
    case SearchMode::filter:
      return QueryBar::tr("Filter");
  }
  return {};
}

constexpr std::array all_modes{SearchMode::text, SearchMode::pattern, SearchMode::bytes, SearchMode::filter};

}  // namespace

// The button says how the line is understood; its menu writes the line anew for another mode.
void QueryBar::make_modes() {
  mode_->setObjectName(QStringLiteral("mode"));
  mode_->setFocusPolicy(Qt::TabFocus);
  mode_->setToolTip(
      plain(tr("How the line is understood. Text: AT+CSQ, or \"a == b\" in quotes. Pattern: /^OK$/. "
               "Bytes: 0d 0a, 0x0d0a. Filter: kind == urc.")));
  auto* menu = new QMenu(mode_);
  int widest = 0;
  for (const SearchMode mode : all_modes) {
    menu->addAction(name_of(mode), this, [this, mode] {
      line_->setText(QString::fromStdString(written_as(mode, line_->text().trimmed().toStdString())));
      line_->setFocus();
    });
    widest = std::max(widest, mode_->fontMetrics().horizontalAdvance(name_of(mode)));
  }
  connect(mode_, &QToolButton::clicked, menu,
          [this, menu] { menu->popup(mode_->mapToGlobal(mode_->rect().bottomLeft())); });
  mode_->setMinimumWidth(widest + 34);  // the line does not move while one types
  show_mode();
}

void QueryBar::show_mode() {
  const QString name = name_of(mode_of(line_->text().trimmed().toStdString()));
  mode_->setText(name + QStringLiteral(" ▾"));
  mode_->setAccessibleName(tr("Search for: %1").arg(name));
}

void QueryBar::set_chips(const QStringList& chips) {
  chips_ = chips;
  show_chips();
  Q_EMIT changed();
}

void QueryBar::stack() {
  const QString text = line_->text().trimmed();
  if (text.isEmpty()) return;
  chips_ << text;
  show_chips();
  line_->clear();
}

void QueryBar::show_chips() {
  while (QLayoutItem* item = chip_layout_->takeAt(0)) {
    item->widget()->deleteLater();
    delete item;
  }
  for (qsizetype number = 0; number < chips_.size(); ++number) {
    auto* chip = new QToolButton(this);
    chip->setObjectName(QStringLiteral("chip"));
    const QString text = chips_[number];
    chip->setText(
        fontMetrics().elidedText(text, Qt::ElideMiddle, 220).replace(QLatin1Char('&'), QStringLiteral("&&")) +
        QStringLiteral("  ×"));
    chip->setToolTip(plain(tr("Take the filter away: %1").arg(text)));
    chip->setAccessibleName(tr("Filter %1, press to take it away").arg(text));
    chip->setFocusPolicy(Qt::StrongFocus);
    connect(chip, &QToolButton::clicked, this, [this, number] {
      QStringList left = chips_;
      left.removeAt(number);
      set_chips(left);
    });
    chip_layout_->addWidget(chip);
  }
}

void QueryBar::complete_from(const grammar::Dialect& dialect) {
  QStringList words;
  for (const query::FieldInfo& field : query::known_fields()) words << text_of(field.name);
  for (const grammar::Command& command : dialect.commands()) words << QString::fromStdString(command.name);
  words.sort(Qt::CaseInsensitive);
  words.removeDuplicates();
  words_->setStringList(words);
}

int QueryBar::word_begin() const {
  const QString text = line_->text();
  int at = line_->cursorPosition();
  const auto belongs = [](QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char('_') || c == QLatin1Char('+');
  };
  while (at > 0 && belongs(text[at - 1])) --at;
  return at;
}

void QueryBar::offer() {
  const int begin = word_begin();
  const QString word = line_->text().mid(begin, line_->cursorPosition() - begin);
  completer_->setCompletionPrefix(word);
  const bool whole = completer_->completionCount() == 1 && completer_->currentCompletion() == word;
  if (word.size() < 2 || completer_->completionCount() == 0 || whole) return completer_->popup()->hide();
  completer_->complete();
}

QStringList QueryBar::completions() const {
  QStringList out;
  const QAbstractItemModel* model = completer_->completionModel();
  for (int row = 0; row < model->rowCount(); ++row) out << model->index(row, 0).data().toString();
  return out;
}

void QueryBar::take(const QString& word) {
  const int begin = word_begin();
  QString text = line_->text();
  text.replace(begin, line_->cursorPosition() - begin, word);
  line_->setText(text);
  line_->setCursorPosition(begin + static_cast<int>(word.size()));
}

bool QueryBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == line_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return && key->modifiers() == Qt::ControlModifier) {
      stack();
      return true;
    }
    if (key->key() == Qt::Key_Backspace && line_->text().isEmpty() && !chips_.isEmpty()) {
      set_chips(chips_.mid(0, chips_.size() - 1));
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace atscope::gui
