// SPDX-License-Identifier: MIT
#include "gui/view/time_words.h"

#include <QDateTime>
#include <QTimeZone>
#include <cstdlib>

namespace atscope::gui {
namespace {

constexpr std::int64_t ms = 1'000'000, second = 1'000 * ms, minute = 60 * second, hour = 60 * minute;

QString padded(std::int64_t number, int width) {
  return QStringLiteral("%1").arg(number, width, 10, QLatin1Char('0'));
}

}  // namespace

QString time_words(capture::Timestamp time, bool with_date) {
  switch (time.clock) {
    case capture::Clock::none:
      return QStringLiteral("–");
    case capture::Clock::monotonic:
      return QStringLiteral("%1.%2").arg(time.ns / second).arg(padded(std::abs(time.ns % second) / ms, 3));
    case capture::Clock::time_of_day: {
      const std::int64_t within = time.ns % (24 * hour);
      return QStringLiteral("%1:%2:%3.%4")
          .arg(padded(within / hour, 2), padded(within / minute % 60, 2), padded(within / second % 60, 2),
               padded(within / ms % 1000, 3));
    }
    case capture::Clock::utc: {
      const std::int64_t since_epoch = time.ns / ms - (time.ns % ms < 0 ? 1 : 0);
      const QDateTime when = QDateTime::fromMSecsSinceEpoch(since_epoch, Qt::UTC);
      return when.toString(with_date ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")
                                     : QStringLiteral("HH:mm:ss.zzz"));
    }
  }
  return {};
}

QString span_words(std::int64_t ns, bool signed_) {
  const QString sign = ns < 0 ? QStringLiteral("−") : (signed_ ? QStringLiteral("+") : QString());
  const std::int64_t size = std::llabs(ns);
  const double value = static_cast<double>(size);
  const auto number = [](double x) { return QString::number(x, 'f', x < 10 ? 2 : (x < 100 ? 1 : 0)); };
  if (size == 0) return QStringLiteral("0");
  if (size < 1'000) return sign + QString::number(size) + QStringLiteral(" ns");
  if (size < ms) return sign + number(value / 1e3) + QStringLiteral(" µs");
  if (size < second) return sign + number(value / 1e6) + QStringLiteral(" ms");
  if (size < minute) return sign + number(value / 1e9) + QStringLiteral(" s");
  if (size < hour) {
    return sign + QStringLiteral("%1 min %2 s").arg(size / minute).arg(padded(size / second % 60, 2));
  }
  return sign + QStringLiteral("%1 h %2 min").arg(size / hour).arg(padded(size / minute % 60, 2));
}

QString count_words(std::uint64_t count) {
  QString digits = QString::number(count);
  for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, QChar(0x202F));
  return digits;
}

}  // namespace atscope::gui
