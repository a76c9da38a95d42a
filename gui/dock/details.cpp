// SPDX-License-Identifier: MIT
#include "gui/dock/details.h"

#include <QHeaderView>

#include "decoder/mask/masked_field.h"
#include "decoder/session/fields.h"
#include "gui/dock/byte_view.h"
#include "gui/view/event_words.h"
#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

constexpr int link_role = Qt::UserRole, offset_role = Qt::UserRole + 1, size_role = Qt::UserRole + 2;
constexpr int most_earlier = 12;

}  // namespace

Details::Details(QWidget* parent)
    : QSplitter(Qt::Vertical, parent), tree_(new QTreeWidget(this)), bytes_(new ByteView(this)) {
  tree_->setColumnCount(2);
  tree_->setHeaderLabels({tr("What"), tr("Value")});
  tree_->header()->setStretchLastSection(true);
  tree_->setAlternatingRowColors(true);
  tree_->setFrameShape(QFrame::NoFrame);
  tree_->setAccessibleName(tr("Details"));
  setChildrenCollapsible(false);
  addWidget(tree_);
  addWidget(bytes_);
  setStretchFactor(0, 3);
  setStretchFactor(1, 1);
  connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    const bool has_bytes = item != nullptr && item->data(0, size_role).isValid();
    bytes_->mark(has_bytes ? item->data(0, offset_role).toULongLong() : 0,
                 has_bytes ? item->data(0, size_role).toULongLong() : 0);
  });
  connect(tree_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
    const QVariant link = item->data(0, link_role);
    if (link.isValid()) Q_EMIT event_wanted(link.toUInt());
  });
  connect(bytes_, &ByteView::byte_chosen, this, [this](std::size_t offset) {
    QTreeWidgetItemIterator at(tree_);
    for (; *at != nullptr; ++at) {
      const QVariant size = (*at)->data(0, size_role);
      const std::size_t begin = (*at)->data(0, offset_role).toULongLong();
      if (size.isValid() && offset >= begin && offset < begin + size.toULongLong()) {
        tree_->setCurrentItem(*at);
        return;
      }
    }
  });
}

void Details::show_document(const Document* document) {
  document_ = document;
  tree_->clear();
  bytes_->show_bytes({});
}

QTreeWidgetItem* Details::add(QTreeWidgetItem* under, const QString& name, const QString& value,
                              trace::EventIndex link) {
  auto* item = under != nullptr ? new QTreeWidgetItem(under) : new QTreeWidgetItem(tree_);
  item->setText(0, name);
  item->setText(1, value);
  if (link != trace::no_event) {
    item->setData(0, link_role, link);
    item->setToolTip(1, tr("Enter or double-click goes there"));
  }
  return item;
}

void Details::show_event(trace::EventIndex event) {
  tree_->clear();
  if (document_ == nullptr || !document_->is_open() || event >= document_->trace().size()) {
    bytes_->show_bytes({});
    return;
  }
  const trace::Trace& trace = document_->trace();
  const trace::EventRecord& record = trace.event(event);
  mask::Spans hidden;
  document_->find_hidden(event, hidden);
  bytes_->show_bytes(trace.text(record), hidden);

  QTreeWidgetItem* head =
      add(nullptr, text_of(session::to_string(record.kind)), shown_text(*document_, event, 400));
  head->setExpanded(true);
  QString who = text_of(session::to_string(record.sender));
  if (document_->channels() > 1)
    who += tr(" on ") + QString::fromStdString(document_->channel(record.channel));
  add(head, tr("sender"), who);
  add(head, tr("time"), time_words(trace.time(event), true));
  add(head, tr("place"),
      tr("%1 %2, offset %3, %4 bytes")
          .arg(document_->is_capture() ? tr("frame") : tr("line"))
          .arg(record.line)
          .arg(record.offset)
          .arg(record.bytes));
  add(head, tr("confidence"), text_of(session::to_string(record.confidence)));
  if (!trace.because(record).empty()) add(head, tr("because"), text_of(trace.because(record)));
  if (record.command != grammar::no_command) {
    const grammar::Command& command = trace.dialect().command(record.command);
    add(head, tr("command"),
        QStringLiteral("AT") + QString::fromStdString(command.name) + QStringLiteral(" – ") +
            QString::fromStdString(command.meaning));
    if (!command.section.empty()) {
      add(head, tr("manual"),
          QString::fromStdString(command.dialect) + QLatin1Char(' ') +
              QString::fromStdString(command.section));
    }
  }
  if (record.rule != grammar::no_rule && record.kind != session::EventKind::command) {
    const grammar::LineRule& rule = trace.dialect().rule(record.rule);
    if (!rule.meaning.empty()) add(head, tr("meaning"), QString::fromStdString(rule.meaning));
    if (!rule.section.empty()) add(head, tr("section"), QString::fromStdString(rule.section));
  }
  head->setExpanded(true);
  add_values(event);
  add_exchange(event);
  add_earlier(event);
  tree_->resizeColumnToContents(0);
}

void Details::add_values(trace::EventIndex event) {
  const trace::Trace& trace = document_->trace();
  const session::Event whole = trace.replay(event);  // the fields look into it
  const std::vector<session::Field> fields = session::fields(whole, trace.dialect());
  if (fields.empty()) return;
  QTreeWidgetItem* values = add(nullptr, tr("values"), {});
  mask::Spans hidden;
  document_->find_hidden(event, hidden);
  for (const session::Field& field : fields) {
    const bool is_hidden = !document_->shows_secrets() && (field.sensitivity != grammar::Sensitivity::open ||
                                                           mask::is_masked(field, hidden));
    QTreeWidgetItem* item = add(values, text_of(field.name), {});
    item->setData(0, offset_role, static_cast<qulonglong>(field.offset));
    item->setData(0, size_role, static_cast<qulonglong>(field.bytes));
    if (is_hidden) {
      item->setText(1, text_of(mask::redacted));
      continue;
    }
    QString value = drawn(field.text, 300);
    if (field.scaled) {
      value += QStringLiteral("  =  %1 %2").arg(*field.scaled).arg(text_of(field.unit));
    } else if (!field.unit.empty()) {
      value += QLatin1Char(' ') + text_of(field.unit);
    }
    if (!field.decoded.empty()) value += QStringLiteral("  =  ") + drawn(field.decoded, 300);
    const std::string meaning = field.meaning_text();
    if (!meaning.empty()) value += QStringLiteral("  –  ") + text_of(meaning);
    if (!field.flag.empty()) value += QStringLiteral("  ⚠ ") + text_of(field.flag);
    item->setText(1, value);
  }
  values->setExpanded(true);
}

void Details::add_exchange(trace::EventIndex event) {
  const trace::Trace& trace = document_->trace();
  const std::uint32_t id = trace.event(event).txn;
  if (id == 0 || id > trace.transactions()) return;
  const trace::TransactionRecord& txn = trace.transaction(id);
  QTreeWidgetItem* exchange =
      add(nullptr, tr("exchange"), shown_text(*document_, txn.command_event, 200), txn.command_event);
  if (trace.is_closed(id)) {
    add(exchange, tr("outcome"), text_of(session::to_string(txn.outcome)));
    if (txn.latency_ns >= 0) {
      QString latency = span_words(txn.latency_ns);
      if (txn.limit > 0) {
        latency +=
            tr("  of at most %1 (%2 %)")
                .arg(span_words(txn.limit))
                .arg(100.0 * static_cast<double>(txn.latency_ns) / static_cast<double>(txn.limit), 0, 'f', 1);
      }
      add(exchange, tr("latency"), latency);
    }
    if (txn.superseded)
      add(exchange, tr("superseded"), tr("the host sent its next command before the result"));
    if (txn.late) add(exchange, tr("late"), tr("the result came after the host had gone on"));
    if (txn.deferred_pending) add(exchange, tr("missing"), tr("a promised result did not come"));
    if (txn.data_bytes > 0) add(exchange, tr("payload"), tr("%1 bytes").arg(txn.data_bytes));
  }
  const std::int64_t begin = txn.begin;
  for (const trace::EventIndex index : trace.events_of(id, true)) {
    const trace::EventRecord& part = trace.event(index);
    QTreeWidgetItem* item =
        add(exchange, text_of(session::to_string(part.kind)),
            arrow_of(part.sender) + QLatin1Char(' ') + shown_text(*document_, index, 200), index);
    if (trace.clock() != capture::Clock::none)
      item->setText(0, item->text(0) + QLatin1Char(' ') + span_words(part.position - begin, true));
    if (index == event) {
      QFont bold = item->font(1);
      bold.setBold(true);
      item->setFont(1, bold);
    }
  }
  exchange->setExpanded(true);
}

void Details::add_earlier(trace::EventIndex event) {
  const trace::Trace& trace = document_->trace();
  const std::uint32_t id = trace.event(event).txn;
  if (id == 0 || id > trace.transactions()) return;
  const trace::TransactionRecord& now = trace.transaction(id);
  if (now.command == grammar::no_command) return;
  QTreeWidgetItem* earlier = nullptr;
  int found = 0;
  constexpr std::uint32_t reach = 20'000;
  for (std::uint32_t other = id - 1; other > 0 && id - other < reach && found < most_earlier; --other) {
    const trace::TransactionRecord& txn = trace.transaction(other);
    if (!trace.is_closed(other) || txn.command != now.command || txn.channel != now.channel) continue;
    if (earlier == nullptr) earlier = add(nullptr, tr("earlier runs"), {});
    QString what = shown_text(*document_, txn.command_event, 80) + QStringLiteral("   ") +
                   text_of(session::to_string(txn.outcome));
    if (txn.latency_ns >= 0) what += QStringLiteral("   ") + span_words(txn.latency_ns);
    add(earlier,
        document_->is_capture() ? tr("frame %1").arg(trace.event(txn.command_event).line)
                                : tr("line %1").arg(trace.event(txn.command_event).line),
        what, txn.command_event);
    ++found;
  }
  if (earlier != nullptr) earlier->setText(1, tr("the last %1").arg(found));
}

}  // namespace atscope::gui
