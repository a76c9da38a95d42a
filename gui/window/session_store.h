// SPDX-License-Identifier: MIT
// What the user did with a file, kept from one time to the next: readable JSON, one file each.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "decoder/lint/policy.h"
#include "decoder/trace/trace.h"

namespace atscope::gui {

struct Mark {
  trace::EventIndex event = trace::no_event;
  QString name, note;
};

struct FileSession {
  double axis_begin = 0, axis_per_pixel = 0;  ///< 0: nothing is known
  bool by_event = false;                      ///< one step an event
  std::optional<double> cursors[2];
  trace::EventIndex selected = trace::no_event, zero = trace::no_event;
  std::vector<Mark> marks;
  std::vector<lint::Waiver> waivers;
  QStringList chips;
  QString query;
  QByteArray docks;  ///< QMainWindow::saveState()
};

/// Where the session of `path` is kept, below the user's application data.
[[nodiscard]] QString session_file(const QString& path);
/// Nothing when there is none, or when it belongs to a file of other content: `events` is how many there are.
[[nodiscard]] std::optional<FileSession> load_session(const QString& path, trace::EventIndex events);
/// Differs when somebody wrote another session; empty when there is none.
[[nodiscard]] QByteArray session_stamp(const QString& path);
/// False when it could not be written.
bool save_session(const QString& path, trace::EventIndex events, const FileSession& session);

}  // namespace atscope::gui
