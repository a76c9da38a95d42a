// SPDX-License-Identifier: MIT
#include "gui/window/session_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace atscope::gui {
namespace {

QJsonValue event_value(trace::EventIndex event) {
  return event == trace::no_event ? QJsonValue() : QJsonValue(static_cast<qint64>(event));
}

trace::EventIndex event_of(const QJsonValue& value, trace::EventIndex events) {
  const qint64 number = value.toInteger(-1);
  return number < 0 || number >= events ? trace::no_event : static_cast<trace::EventIndex>(number);
}

}  // namespace

QString session_file(const QString& path) {
  const QByteArray name = QFileInfo(path).absoluteFilePath().toUtf8();
  return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
         QStringLiteral("/sessions/%1.json")
             .arg(QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex()));
}

QByteArray session_stamp(const QString& path) {
  QFile file(session_file(path));
  return file.open(QIODevice::ReadOnly) ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha1)
                                        : QByteArray();
}

std::optional<FileSession> load_session(const QString& path, trace::EventIndex events) {
  QFile file(session_file(path));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
  // A log that has grown is the same log; one that is shorter is another.
  if (all.isEmpty() || all[QStringLiteral("events")].toInteger() > events) return {};
  FileSession out;
  const QJsonObject view = all[QStringLiteral("view")].toObject();
  out.axis_begin = view[QStringLiteral("begin")].toDouble();
  out.axis_per_pixel = view[QStringLiteral("per_pixel")].toDouble();
  out.by_event = view[QStringLiteral("by_event")].toBool();
  const QJsonArray cursors = view[QStringLiteral("cursors")].toArray();
  for (int n = 0; n < 2; ++n)
    if (cursors[n].isDouble()) out.cursors[n] = cursors[n].toDouble();
  out.selected = event_of(view[QStringLiteral("selected")], events);
  out.zero = event_of(view[QStringLiteral("zero")], events);
  for (const QJsonValue each : all[QStringLiteral("marks")].toArray()) {
    const QJsonObject mark = each.toObject();
    const trace::EventIndex event = event_of(mark[QStringLiteral("event")], events);
    if (event != trace::no_event)
      out.marks.push_back(
          {event, mark[QStringLiteral("name")].toString(), mark[QStringLiteral("note")].toString()});
  }
  for (const QJsonValue each : all[QStringLiteral("waivers")].toArray()) {
    const QJsonObject waiver = each.toObject();
    lint::Waiver known;
    known.rule = waiver[QStringLiteral("rule")].toString().toStdString();
    known.command = waiver[QStringLiteral("command")].toString().toStdString();
    known.reason = waiver[QStringLiteral("reason")].toString().toStdString();
    out.waivers.push_back(std::move(known));
  }
  for (const QJsonValue each : all[QStringLiteral("filters")].toArray()) out.chips << each.toString();
  out.query = all[QStringLiteral("query")].toString();
  out.docks = QByteArray::fromBase64(all[QStringLiteral("docks")].toString().toLatin1());
  return out;
}

bool save_session(const QString& path, trace::EventIndex events, const FileSession& session) {
  QJsonArray cursors, marks, waivers;
  for (const auto& cursor : session.cursors) cursors << (cursor ? QJsonValue(*cursor) : QJsonValue());
  for (const Mark& mark : session.marks)
    marks << QJsonObject{{QStringLiteral("event"), event_value(mark.event)},
                         {QStringLiteral("name"), mark.name},
                         {QStringLiteral("note"), mark.note}};
  for (const lint::Waiver& waiver : session.waivers)
    waivers << QJsonObject{{QStringLiteral("rule"), QString::fromStdString(waiver.rule)},
                           {QStringLiteral("command"), QString::fromStdString(waiver.command)},
                           {QStringLiteral("reason"), QString::fromStdString(waiver.reason)}};
  const QJsonObject all{
      {QStringLiteral("path"), QFileInfo(path).absoluteFilePath()},
      {QStringLiteral("events"), static_cast<qint64>(events)},
      {QStringLiteral("view"), QJsonObject{{QStringLiteral("begin"), session.axis_begin},
                                           {QStringLiteral("per_pixel"), session.axis_per_pixel},
                                           {QStringLiteral("by_event"), session.by_event},
                                           {QStringLiteral("cursors"), cursors},
                                           {QStringLiteral("selected"), event_value(session.selected)},
                                           {QStringLiteral("zero"), event_value(session.zero)}}},
      {QStringLiteral("marks"), marks},
      {QStringLiteral("waivers"), waivers},
      {QStringLiteral("filters"), QJsonArray::fromStringList(session.chips)},
      {QStringLiteral("query"), session.query},
      {QStringLiteral("docks"), QString::fromLatin1(session.docks.toBase64())}};
  const QString name = session_file(path);
  QDir().mkpath(QFileInfo(name).absolutePath());
  QSaveFile file(name);
  return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(all).toJson()) >= 0 && file.commit();
}

}  // namespace atscope::gui
