// SPDX-License-Identifier: MIT
#include "gui/dock/problem_list.h"

#include <QHeaderView>
#include <algorithm>
#include <map>

#include "gui/view/event_words.h"
#include "gui/view/palette.h"

namespace atscope::gui {
namespace {

constexpr int number_role = Qt::UserRole + 1;

constexpr std::size_t most_shown = 1000;  // what is put up at once without a pause that is felt
constexpr std::size_t few = 100;          // that are put up anew whenever one comes

Verdict verdict_of(lint::Severity severity) {
  return severity == lint::Severity::error     ? Verdict::problem_error
         : severity == lint::Severity::warning ? Verdict::problem_warning
                                               : Verdict::problem_note;
}

}  // namespace

ProblemList::ProblemList(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(3);
  setHeaderLabels({tr("Problem"), tr("Line"), tr("What to do")});
  setAlternatingRowColors(true);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Problems"));
  header()->setStretchLastSection(false);
  header()->setSectionResizeMode(0, QHeaderView::Stretch);
  header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  header()->setSectionResizeMode(2, QHeaderView::Stretch);
  connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    const auto number = chosen_number();
    Q_EMIT rule_chosen(number ? text_of(document_->finding_rule(*number).name) : QString());
    if (item == nullptr || !hasFocus()) return;
    const QVariant link = item->data(0, Qt::UserRole);
    if (link.isValid()) Q_EMIT event_wanted(link.toUInt());
  });
}

void ProblemList::show_document(const Document* document, const Problems* problems) {
  document_ = document;
  problems_ = problems;
  shown_ = version_ = 0;
  more_ = nullptr;
  clear();
}

void ProblemList::judge_anew() {
  shown_ = version_ = 0;
  more_ = nullptr;
  refresh();
}

void ProblemList::set_shows_suppressed(bool on) {
  shows_suppressed_ = on;
  judge_anew();
}

void ProblemList::choose(trace::EventIndex event) {
  for (QTreeWidgetItemIterator at(this); *at != nullptr; ++at) {
    const QVariant link = (*at)->data(0, Qt::UserRole);
    if (link.isValid() && link.toUInt() == event) return setCurrentItem(*at);
  }
}

// The first of its group when that is current.
std::optional<std::size_t> ProblemList::chosen_number() const {
  const QTreeWidgetItem* item = currentItem();
  if (item != nullptr && !item->data(0, number_role).isValid() && item->childCount() > 0)
    item = item->child(0);
  const QVariant number = item != nullptr ? item->data(0, number_role) : QVariant();
  if (!number.isValid() || document_ == nullptr) return {};
  return number.toUInt();
}

std::optional<lint::Finding> ProblemList::chosen() const {
  const auto number = chosen_number();
  if (!number) return {};
  return document_->finding(*number);
}

bool ProblemList::chosen_is_suppressed() const {
  const auto number = chosen_number();
  return number && problems_->is_suppressed(*number);
}

void ProblemList::refresh() {
  if (document_ == nullptr || problems_ == nullptr || problems_->version() == version_) return;
  // While a log is read, the list is made anew when a quarter has come.
  const bool waits = document_->phase() == Document::Phase::loading && !document_->is_live() &&
                     shown_ > few && problems_->size() < shown_ + shown_ / 4;
  if (waits) return;
  const bool full = shown_ > most_shown && more_ != nullptr;
  shown_ = problems_->size();
  version_ = problems_->version();
  if (full) {  // what is shown stays as it is
    more_->setText(0, tr("%1 more are on the timeline").arg(shown_ - most_shown));
    return;
  }
  clear();
  more_ = nullptr;
  const Colours colours(palette());
  std::map<std::pair<int, std::string_view>, QTreeWidgetItem*> groups;
  std::map<std::string_view, int> counts;
  QTreeWidgetItem* set_apart = nullptr;
  std::map<lint::FindingId, QTreeWidgetItem*> items;
  const auto fill = [&](QTreeWidgetItem* item, std::size_t number) {
    const lint::Finding finding = document_->shown_finding(number);
    const trace::EventIndex event = problems_->event(number);
    const std::uint64_t line = finding.origin.line != 0 ? finding.origin.line : finding.origin.frame;
    item->setText(0, drawn(finding.message, 400));
    item->setToolTip(0, plain(drawn(finding.message, 2000)));
    if (line != 0) item->setText(1, QString::number(line));
    item->setText(2, drawn(finding.help, 400));
    if (event != trace::no_event) item->setData(0, Qt::UserRole, event);
    item->setData(0, number_role, static_cast<uint>(number));
    items[finding.id] = item;
  };
  for (std::size_t number = 0; number < std::min(shown_, most_shown); ++number) {
    const lint::Finding& finding = document_->finding(number);
    if (finding.cause != 0) continue;
    if (const lint::Suppression why = document_->suppression(number)) {
      if (set_apart == nullptr) set_apart = new QTreeWidgetItem;
      auto* item = new QTreeWidgetItem(set_apart);
      fill(item, number);
      item->setText(2, suppression_words(why));
      item->setToolTip(2, plain(item->text(2)));
      for (int column = 0; column < columnCount(); ++column) item->setForeground(column, colours.faint_text);
      continue;
    }
    QTreeWidgetItem*& group = groups[{-static_cast<int>(finding.severity), finding.code}];
    if (group == nullptr) {
      group = new QTreeWidgetItem;
      group->setForeground(0, colours.of(verdict_of(finding.severity)));
      const lint::RuleInfo* rule = lint::find_rule(finding.code);
      if (rule != nullptr) group->setText(2, text_of(rule->summary));
    }
    ++counts[finding.code];
    group->setText(
        0, QStringLiteral("%1 %2 %3  ×%4")
               .arg(sign_of(verdict_of(finding.severity)), text_of(finding.code), text_of(finding.name))
               .arg(counts[finding.code]));
    fill(new QTreeWidgetItem(group), number);
  }
  for (std::size_t number = 0; number < std::min(shown_, most_shown); ++number) {
    const lint::Finding& finding = document_->finding(number);
    const auto cause = finding.cause != 0 ? items.find(finding.cause) : items.end();
    if (cause == items.end()) continue;
    fill(new QTreeWidgetItem(cause->second), number);
    items[finding.id]->setText(0, tr("then: ") + items[finding.id]->text(0));
    items[finding.id]->setForeground(0, colours.faint_text);
  }
  for (const auto& [key, group] : groups) {
    addTopLevelItem(group);
    group->setExpanded(true);
  }
  if (set_apart != nullptr) {
    set_apart->setText(0, tr("Suppressed  ×%1").arg(set_apart->childCount()));
    set_apart->setForeground(0, colours.faint_text);
    addTopLevelItem(set_apart);
    set_apart->setExpanded(shows_suppressed_);
  }
  if (shown_ > most_shown) {
    more_ = new QTreeWidgetItem(this);
    more_->setText(0, tr("%1 more are on the timeline").arg(shown_ - most_shown));
  }
}

trace::EventIndex ProblemList::next(trace::EventIndex event, bool backwards) const {
  if (problems_ == nullptr || problems_->lane() == nullptr || problems_->lane()->size() == 0)
    return trace::no_event;
  const Lane& lane = *problems_->lane();
  const auto counts = [&lane](std::size_t at) { return lane[at].code != suppressed; };
  if (backwards) {
    std::size_t at = event == trace::no_event ? lane.size() : lane.first_at(event, Spacing::event);
    while (at > 0 && !counts(at - 1)) --at;
    return at == 0 ? trace::no_event : lane[at - 1].first;
  }
  std::size_t at =
      event == trace::no_event ? 0 : lane.first_at(static_cast<std::int64_t>(event) + 1, Spacing::event);
  while (at < lane.size() && !counts(at)) ++at;
  return at < lane.size() ? lane[at].first : trace::no_event;
}

}  // namespace atscope::gui
