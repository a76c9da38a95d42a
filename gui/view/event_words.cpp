// SPDX-License-Identifier: MIT
#include "gui/view/event_words.h"

#include <QCoreApplication>

#include "decoder/session/fields.h"
#include "gui/timeline/text.h"
#include "gui/view/time_words.h"

namespace atscope::gui {
QString text_of(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString drawn(std::string_view bytes, int longest) {
  return QString::fromStdString(shown_bytes(bytes, static_cast<std::size_t>(longest)));
}

QString shown_text(const Document& document, trace::EventIndex event, int longest) {
  std::string buffer;
  return drawn(document.shown_text(event, buffer), longest);
}

QString plain(const QString& text) {
  return QStringLiteral("<p style='white-space:pre-wrap'>") + text.toHtmlEscaped() + QStringLiteral("</p>");
}

QString arrow_of(session::Sender sender) {
  switch (sender) {
    case session::Sender::dte:
      return QStringLiteral("→");
    case session::Sender::dce:
      return QStringLiteral("←");
    case session::Sender::unknown:
      break;
  }
  return QStringLiteral("·");
}

QString result_meaning(const Document& document, trace::EventIndex event) {
  const session::Event result = document.trace().replay(event);
  for (const session::Field& field : session::fields(result, document.trace().dialect())) {
    const std::string meaning = field.meaning_text();
    if (meaning.empty() || field.sensitivity != grammar::Sensitivity::open) continue;
    // "+CME ERROR: 3": the code says it as well in two words.
    const std::string_view head = result.text.substr(0, field.offset);
    const std::size_t error = head.find(" ERROR:");
    const QString name = error == std::string_view::npos || head.front() != '+'
                             ? drawn(head, 40)
                             : drawn(head.substr(1, error - 1), 40) + QLatin1Char(' ');
    return name + drawn(field.text, 20) + QStringLiteral(": ") + drawn(meaning, 200);
  }
  return {};
}

QString suppression_words(const lint::Suppression& suppression) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("EventWords", text); };
  using By = lint::Suppression::By;
  QString text = suppression.by == By::marker        ? tr("suppressed by a marker in the log")
                 : suppression.by == By::expectation ? tr("suppressed, since it was expected")
                 : suppression.by == By::baseline    ? tr("suppressed, since the baseline knows it")
                                                     : tr("suppressed by a waiver");
  if (!suppression.reason.empty()) text += QStringLiteral(": ") + drawn(suppression.reason, 400);
  if (!suppression.place.empty()) text += QStringLiteral(" (%1)").arg(drawn(suppression.place, 200));
  return text;
}

QString event_tooltip(const Document& document, trace::EventIndex event) {
  const trace::Trace& trace = document.trace();
  const trace::EventRecord& record = trace.event(event);
  QString text = arrow_of(record.sender) + QLatin1Char(' ') + shown_text(document, event, 300);
  text += QLatin1Char('\n') + time_words(trace.time(event), true);
  if (record.kind == session::EventKind::command && record.txn != 0 && trace.is_closed(record.txn)) {
    const trace::TransactionRecord& txn = trace.transaction(record.txn);
    if (txn.result_event != trace::no_event) {
      text += QLatin1Char('\n') + arrow_of(session::Sender::dce) + QLatin1Char(' ') +
              shown_text(document, txn.result_event, 200);
    } else {
      text += QLatin1Char('\n') + text_of(session::to_string(txn.outcome));
    }
    if (txn.latency_ns >= 0) {
      text += QCoreApplication::translate("EventWords", " after %1").arg(span_words(txn.latency_ns));
      if (txn.limit > 0) {
        text += QCoreApplication::translate("EventWords", " (at most %1)").arg(span_words(txn.limit));
      }
    }
  }
  const std::string_view because = trace.because(record);
  if (!because.empty()) {
    text += QLatin1Char('\n') + text_of(session::to_string(record.confidence)) + QStringLiteral(": ") +
            text_of(because);
  }
  return text;
}

}  // namespace atscope::gui
